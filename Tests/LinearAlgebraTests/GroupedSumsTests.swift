import LinearAlgebra
import Testing

@Suite("Sums by group")
struct GroupedSumsTests {
  private func grouped(
    _ columns: [[Int64]], _ groups: [Int32], _ count: Int, mask: RowMask? = nil
  ) throws -> GroupedSums {
    try groups.withUnsafeBufferPointer { groups in
      try IntegerColumn.with(columns) { (views) throws(LinearAlgebraError) in
        try ExactProducts.groupedSums(
          columns: views, groups: groups, groupCount: count, mask: mask)
      }
    }
  }

  @Test func byHand() throws {
    let result = try grouped([[1, 2, 3, 4], [10, -20, 30, -40]], [2, 0, 2, 0], 4)
    #expect(result.counts == [2, 0, 2, 0])
    #expect(result.sums == [[6, 0, 4, 0], [-60, 0, 40, 0]])
    #expect(
      result.record
        == ProductRecord(
          routine: .integer, rows: 4, blocks: 1, limbs: 1, largest: 40, bound: 160))
  }

  @Test func beyond64Bits() throws {
    let result = try grouped([[.max, .max, .min]], [0, 0, 1], 2)
    #expect(result.sums == [[Int128(Int64.max) * 2, Int128(Int64.min)]])
  }

  @Test func masked() throws {
    let result = try grouped(
      [[1, .max, 3]], [0, 99, 0], 1, mask: RowMask([true, false, true]))
    #expect(result.counts == [2])
    #expect(result.sums == [[4]])
  }

  @Test func refusals() {
    #expect(throws: LinearAlgebraError.groupCode(row: 1, code: 2, groupCount: 2)) {
      try grouped([[1, 1]], [0, 2], 2)
    }
    #expect(throws: LinearAlgebraError.groupCode(row: 0, code: -1, groupCount: 2)) {
      try grouped([[1, 1]], [-1, 2], 2)
    }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 1)) {
      try grouped([[1, 1]], [0], 2)
    }
  }
}
