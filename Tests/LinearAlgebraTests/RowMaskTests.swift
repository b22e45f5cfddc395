import LinearAlgebra
import Testing

@Suite("Row masks")
struct RowMaskTests {
  @Test(arguments: [0, 1, 63, 64, 65, 128, 130])
  func everyThird(rows: Int) throws {
    let flags = (0..<rows).map { $0 % 3 == 0 }
    let mask = RowMask(flags)
    #expect(mask.rows == rows)
    #expect(mask.present == (rows + 2) / 3)
    for row in 0..<rows { #expect(mask[row] == flags[row]) }
    #expect(mask == RowMask(words: mask.words, rows: rows))
    #expect(RowMask(repeating: true, rows: rows).present == rows)
    #expect(RowMask(repeating: false, rows: rows).present == 0)
    #expect(try mask.intersection(RowMask(repeating: true, rows: rows)) == mask)
    #expect(try mask.subtracting(mask).present == 0)
  }

  @Test func bitsAfterTheLastRowAreDropped() throws {
    let mask = try #require(RowMask(words: [.max], rows: 3))
    #expect(mask.present == 3)
    #expect(mask.words == [7])
    #expect(RowMask(words: [1, 1], rows: 3) == nil)
    #expect(RowMask(words: [], rows: -1) == nil)
  }

  @Test func differentLengthsAreRefused() {
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 3, found: 4)) {
      try RowMask(repeating: true, rows: 3).intersection(RowMask(repeating: true, rows: 4))
    }
  }
}
