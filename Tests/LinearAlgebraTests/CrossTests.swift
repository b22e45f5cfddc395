import LinearAlgebra
import Testing

@Suite("Exact cross products, weighted and by group")
struct CrossTests {
  private func weighted(
    _ columns: [[Int64]], _ weights: [Int64], mask: RowMask? = nil, ones: Bool = false
  ) throws -> GramMatrix {
    try IntegerColumn.with(columns) { (views) throws(LinearAlgebraError) in
      try IntegerColumn.with(weights) { (weights) throws(LinearAlgebraError) in
        try ExactProducts.weightedGram(
          columns: views, weights: weights, mask: mask, ones: ones)
      }
    }
  }

  private func grouped(
    _ columns: [[Int64]], _ groups: [Int32], count: Int, mask: RowMask? = nil, ones: Bool = false
  ) throws -> [GramMatrix] {
    try groups.withUnsafeBufferPointer { groups in
      try IntegerColumn.with(columns) { (views) throws(LinearAlgebraError) in
        try ExactProducts.groupedGrams(
          columns: views, groups: groups, groupCount: count, mask: mask, ones: ones)
      }
    }
  }

  @Test func cross() throws {
    let left = (0..<3).map { stream(UInt64($0), 3000, span: 20_000_001, low: -10_000_000) }
    let right = [
      stream(7, 3000, span: 2, low: 0), stream(8, 3000, span: 1 << 43, low: -(1 << 42)),
    ]
    let product = try IntegerColumn.with(left + right) { (views) throws(LinearAlgebraError) in
      try ExactProducts.cross(Array(views[..<3]), Array(views[3...]))
    }
    for i in 0..<3 {
      for j in 0..<2 { #expect(product[i, j] == integerDot(left[i], right[j])) }
    }
    #expect(product.record.routine == .dgemm)
    #expect(product.record.limbs == 2)
    #expect(product.record.bound < 1 << 53)
  }

  @Test func weightedByHand() throws {
    // 2·(1, 4)(1, 4)ᵀ − 1·(2, 5)(2, 5)ᵀ + 3·(3, −6)(3, −6)ᵀ
    let matrix = try weighted([[1, 2, 3], [4, 5, -6]], [2, -1, 3], ones: true)
    let expected: [[Int128]] = [[4, 9, -15], [9, 25, -56], [-15, -56, 115]]
    for i in 0..<3 {
      for j in 0..<3 { #expect(matrix[i, j] == expected[i][j]) }
    }
    #expect(try weighted([[], []], [], ones: true)[0, 0] == 0)
  }

  /// Weights as wide as scaled inverse probabilities; 34,000 rows are more than one chunk.
  @Test(arguments: [101, 1 << 31, 1 << 44] as [UInt64], [false, true])
  func weightedOfAnySize(span: UInt64, isMasked: Bool) throws {
    let rows = 34_000
    let columns = [
      stream(1, rows, span: 2, low: 0), stream(2, rows, span: 2001, low: -1000),
      stream(3, rows, span: 1 << 31, low: -(1 << 30)),
    ]
    let weights = stream(4, rows, span: span, low: -(Int64(span) / 3))
    let flags = stream(5, rows, span: 10, low: 0).map { !isMasked || $0 > 2 }
    let matrix = try weighted(columns, weights, mask: RowMask(flags), ones: true)
    let all = [[Int64](repeating: 1, count: rows)] + columns
    for i in all.indices {
      for j in all.indices {
        var expected: Int128 = 0
        for row in 0..<rows where flags[row] {
          expected += Int128(weights[row]) * Int128(all[i][row]) * Int128(all[j][row])
        }
        #expect(matrix[i, j] == expected)
      }
    }
    #expect(matrix.record.rows == flags.filter { $0 }.count)
  }

  /// Freivalds' check on two threads: Σ w x (xᵀr) modulo 2^61 − 1 against the matrix times r.
  @Test func weightedOnTwoThreads() throws {
    let rows = 210_000
    let columns = (0..<6).map { stream(UInt64(60 + $0), rows, span: 20_001, low: -9000) }
    let weights = stream(70, rows, span: 1 << 40, low: 1)
    let matrix = try weighted(columns, weights)
    let r = stream(99, 6, span: 1 << 40, low: 1).map { Mersenne($0) }
    var expected = [Mersenne](repeating: Mersenne(0), count: 6)
    for row in 0..<rows {
      var product = Mersenne(0)
      for (column, factor) in zip(columns, r) { product += Mersenne(column[row]) * factor }
      product = product * Mersenne(weights[row])
      for index in columns.indices { expected[index] += Mersenne(columns[index][row]) * product }
    }
    for i in 0..<6 {
      var entry = Mersenne(0)
      for j in 0..<6 { entry += Mersenne(matrix[i, j]) * r[j] }
      #expect(entry == expected[i])
    }
  }

  @Test(arguments: [7, 40], [false, true])
  func groups(count: Int, isMasked: Bool) throws {
    let rows = 3000
    let columns = [
      stream(11, rows, span: 2001, low: -1000), stream(12, rows, span: 1 << 45, low: -(1 << 44)),
    ]
    // The last group has no rows; group 0 has many, so that both ways are taken.
    let codes = stream(13, rows, span: UInt64(2 * count), low: 0).map {
      Int32($0 < count - 1 ? $0 : 0)
    }
    let flags = stream(14, rows, span: 10, low: 0).map { !isMasked || $0 > 2 }
    let grams = try grouped(columns, codes, count: count, mask: RowMask(flags), ones: true)
    #expect(grams.count == count)
    #expect(Set(grams.map(\.record.routine)) == [.dgemm, .integer])
    let all = [[Int64](repeating: 1, count: rows)] + columns
    for (group, gram) in grams.enumerated() {
      let kept = (0..<rows).filter { codes[$0] == group && flags[$0] }
      #expect(gram.record.rows == kept.count)
      for i in 0..<3 {
        for j in 0..<3 {
          #expect(gram[i, j] == integerDot(kept.map { all[i][$0] }, kept.map { all[j][$0] }))
        }
      }
    }
  }

  @Test func refusals() {
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 1)) {
      try weighted([[1, 2]], [1])
    }
    #expect(throws: LinearAlgebraError.noColumns) { try weighted([], [1]) }
    #expect(throws: LinearAlgebraError.overflow(routine: .dgemm, rows: 1, largest: 1 << 62)) {
      try weighted([[1 << 62]], [8])
    }
    #expect(throws: LinearAlgebraError.groupCode(row: 1, code: 3, groupCount: 3)) {
      try grouped([[1, 2]], [0, 3], count: 3)
    }
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 1)) {
      try grouped([[1, 2]], [0], count: 3)
    }
  }
}
