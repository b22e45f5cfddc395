import LinearAlgebra
import Testing

@Suite("Exact sums and inner products")
struct ExactSumTests {
  private func sum(_ values: [Int64], mask: RowMask? = nil) throws -> ExactProducts.Scalar {
    try IntegerColumn.with(values) { (column) throws(LinearAlgebraError) in
      try ExactProducts.sum(column, mask: mask)
    }
  }

  private func dot(
    _ a: [Int64], _ b: [Int64], mask: RowMask? = nil, blockRows: Int? = nil
  ) throws -> ExactProducts.Scalar {
    try IntegerColumn.with([a, b]) { (columns) throws(LinearAlgebraError) in
      try ExactProducts.dot(columns[0], columns[1], mask: mask, blockRows: blockRows)
    }
  }

  @Test func sumPassesTheIntegersOfADouble() throws {
    // 2^53 + 1 + 1 is 2^53 in doubles, from the left.
    let result = try sum([9_007_199_254_740_992, 1, 1])
    #expect(result.value == 9_007_199_254_740_994)
    #expect(result.record.limbs == 3)
    #expect(result.record.routine == .dgemv)
    #expect(result.record.bound < 1 << 53)
  }

  @Test func sumOfHugeValues() throws {
    let values = stream(5, 257, span: 1 << 44, low: 0).map { ($0 << 18 | 7) - (1 << 61) }
    let result = try sum(values)
    #expect(result.value == -12_020_431_154_015_107_321)
    #expect(result.record.largest == 2_298_609_177_588_924_409)
    #expect(result.record.limbs == 3)
    let square = try dot(Array(values.prefix(3)), Array(values.prefix(3)))
    #expect(square.value == Int128("6892533236958106603590271853771882643"))
  }

  @Test func extremeValues() throws {
    #expect(try sum([.min, .min, .max, -1]).value == Int128(Int64.min) - 2)
    #expect(try dot([.min, .max], [1, 1]).value == -1)
    #expect(try dot([.min], [-1]).value == 9_223_372_036_854_775_808)
    #expect(try dot([.max], [.max]).value == Int128(Int64.max) * Int128(Int64.max))
  }

  @Test func innerProductOfYen() throws {
    let a = stream(1, 5000, span: 20_000_001, low: -10_000_000)
    let b = stream(2, 5000, span: 20_000_001, low: -10_000_000)
    #expect(try dot(a, b).value == 1_566_966_739_074_631)
    let square = try dot(a, a)
    #expect(square.value == 167_500_503_160_912_973)
    // Adding the squares as doubles in the order of the rows gives another figure.
    let naive = a.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(Int128(naive) == 167_500_503_160_912_576)
    // floor((2^53 − 1) / 9,993,972²) = 90 rows, so 56 blocks.
    #expect(
      square.record
        == ProductRecord(
          routine: .ddot, rows: 5000, blocks: 56, limbs: 1, largest: 9_993_972,
          bound: 90 * 9_993_972 * 9_993_972))
  }

  @Test func innerProductInLimbs() throws {
    let a = stream(3, 3000, span: 1 << 41, low: -(1 << 40))
    let b = stream(4, 3000, span: 1 << 41, low: -(1 << 40))
    #expect(try sum(a).value == 58_227_195_887_333)
    let product = try dot(a, b)
    #expect(product.value == Int128("1800541604819595670380808"))
    #expect(product.record.limbs == 2)
    #expect(try dot(a, a).value == Int128("1235204694425895796527297157"))
  }

  @Test func longColumnsOnTwoThreads() throws {
    let d = stream(6, 300_001, span: 20_000_001, low: -10_000_000)
    let e = stream(7, 300_001, span: 201, low: -100)
    #expect(try sum(d).value == 884_606_956)
    #expect(try sum(e).value == 6643)
    #expect(try dot(d, d).value == 10_001_180_576_490_879_064)
    #expect(try dot(e, e).value == 1_009_372_505)
    let product = try dot(d, e)
    #expect(product.value == 155_210_683_439)
    #expect(try dot(d.reversed(), e.reversed()) == product)
  }

  @Test func maskedRowsAreLeftOut() throws {
    let d = stream(6, 300_001, span: 20_000_001, low: -10_000_000)
    let e = stream(7, 300_001, span: 201, low: -100)
    let flags = stream(8, 300_001, span: 1000, low: 0).map { $0 % 3 != 0 }
    let mask = RowMask(flags)
    #expect(mask.present == 199_979)
    #expect(try sum(d, mask: mask).value == 2_047_570_321)
    #expect(try dot(d, d, mask: mask).value == 6_662_088_353_193_121_415)
    #expect(try dot(d, e, mask: mask).value == 142_692_895_330)
    // What stands in a row that is left out shows nowhere, nor that the row was there.
    let spoiled = zip(d, flags).map { $1 ? $0 : .min }
    let kept = zip(d, flags).filter { $0.1 }.map { $0.0 }
    #expect(try dot(spoiled, spoiled, mask: mask) == dot(kept, kept))
    #expect(try sum(spoiled, mask: mask) == sum(kept))
  }

  @Test func masksWithRunsAndHoles() throws {
    let values = (1...400).map { Int64($0) }
    let mask = RowMask((1...400).map { (65...300).contains($0) || $0 == 400 })
    // 65 + … + 300 = 43,070, and 400.
    #expect(try sum(values, mask: mask).value == 43_470)
    for blockRows in [1, 7, 64, 236, 237, 500] {
      #expect(try dot(values, values, mask: mask, blockRows: blockRows).value == 9_115_610)
    }
  }

  @Test func nothingSumsToZero() throws {
    let empty = try sum([])
    #expect(empty.value == 0)
    #expect(empty.record.blocks == 0)
    #expect(try dot([5, 6], [7, 8], mask: RowMask(repeating: false, rows: 2)).value == 0)
    #expect(try dot([0, 0], [0, 0]).value == 0)
  }

  @Test func allWidths() throws {
    func check<Element: FixedWidthInteger>(
      _ values: [Element], _ view: (UnsafeBufferPointer<Element>) -> IntegerColumn
    ) throws -> Int128 {
      try values.withUnsafeBufferPointer { try ExactProducts.dot(view($0), view($0)).value }
    }
    #expect(try check([Int8.min, 127]) { IntegerColumn($0) } == 32_513)
    #expect(try check([Int16.min, 32_767]) { IntegerColumn($0) } == 2_147_418_113)
    #expect(
      try check([Int32.min, .max]) { IntegerColumn($0) } == 9_223_372_032_559_808_513)
    #expect(try check([Int64(-3), 4]) { IntegerColumn($0) } == 25)
  }

  @Test func refusals() {
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 1)) {
      try dot([1, 2], [1])
    }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 3)) {
      try sum([1, 2], mask: RowMask(repeating: true, rows: 3))
    }
    #expect(
      throws: LinearAlgebraError.overflow(routine: .ddot, rows: 2, largest: 1 << 63)
    ) {
      try dot([.min, .min], [.min, .min])
    }
  }

  @Test func certificateRefusesBlocksThatAreTooLong() {
    let values = [Int64](repeating: 30_000_000, count: 1000)
    #expect(throws: LinearAlgebraError.certificate(routine: .ddot, block: 0)) {
      try dot(values, values, blockRows: 1000)
    }
    let large = [Int64](repeating: 1 << 40, count: 10_000)
    #expect(throws: LinearAlgebraError.certificate(routine: .dgemv, block: 0)) {
      try IntegerColumn.with(large) { (column) throws(LinearAlgebraError) in
        try ExactProducts.sum(column, mask: nil, blockRows: 10_000)
      }
    }
  }
}
