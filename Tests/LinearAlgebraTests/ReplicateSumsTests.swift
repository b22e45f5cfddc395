import LinearAlgebra
import Testing

@Suite("Sums under the weights of replicates")
struct ReplicateSumsTests {
  /// A replicate's weights: all draws of a pool fall on a few units in a pattern of its number.
  private static func count(
    _ replicate: Int, _ pools: [Range<Int>], _ counts: inout MutableSpan<UInt8>
  ) {
    for pool in pools {
      for draw in 0..<pool.count {
        counts[pool.lowerBound + (draw * (replicate + 2) + draw / 3) % pool.count] += 1
      }
    }
  }

  private func sums(
    _ columns: [[Int64]], _ pools: [Range<Int>], _ replicates: Range<Int>
  ) throws -> ReplicateSums {
    try IntegerColumn.with(columns) { (columns) throws(LinearAlgebraError) in
      try ExactProducts.replicateSums(columns: columns, pools: pools, replicates: replicates) {
        Self.count($0, pools, &$1)
      }
    }
  }

  /// Against plain integers; 2,500 units pass two blocks of units, 70 replicates two of replicates.
  @Test func plainIntegers() throws {
    let columns = [
      stream(1, 2500, span: 100, low: 0), stream(2, 2500, span: 1 << 40, low: -(1 << 39)),
      stream(3, 2500, span: 1 << 43, low: -(1 << 42)).map { $0 << 20 },
    ]
    let pools = [0..<1100, 1100..<1103, 1103..<2500]
    let sums = try sums(columns, pools, 5..<75)
    #expect(sums.replicates == 70 && sums.pools == 3 && sums.columns == 3)
    #expect(sums.record.routine == .dgemm)
    #expect(sums.record.limbs == 3)
    #expect(sums.record.bound < 1 << 53)
    for replicate in [0, 1, 31, 32, 63, 64, 69] {
      var counts = [UInt8](repeating: 0, count: 2500)
      var span = counts.mutableSpan
      Self.count(replicate + 5, pools, &span)
      for (index, pool) in pools.enumerated() {
        for column in 0..<3 {
          let expected = pool.reduce(Int128(0)) {
            $0 + Int128(counts[$1]) * Int128(columns[column][$1])
          }
          #expect(sums[replicate, pool: index, column] == expected)
        }
      }
    }
  }

  @Test func extremeValues() throws {
    let sums = try sums([[.min, .max, .min]], [0..<3], 0..<1)
    // Draws 0, 2 and 1 of the three units.
    #expect(sums[0, pool: 0, 0] == 2 * Int128(Int64.min) + Int128(Int64.max))
  }

  @Test func refusals() {
    #expect(throws: LinearAlgebraError.noColumns) { try sums([], [], 0..<2) }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 3, found: 2)) {
      try sums([[1, 2, 3]], [0..<2], 0..<2)
    }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 1, found: 2)) {
      try sums([[1, 2, 3]], [0..<1, 2..<3], 0..<2)
    }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 3, found: 4)) {
      try sums([[1, 2, 3]], [0..<4], 0..<2)
    }
  }
}
