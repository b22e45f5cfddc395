import LinearAlgebra
import Testing

@Suite("Exact Gram matrices")
struct GramTests {
  private func gram(
    _ columns: [[Int64]], mask: RowMask? = nil, ones: Bool = false, blockRows: Int? = nil
  ) throws -> GramMatrix {
    try IntegerColumn.with(columns) { (views) throws(LinearAlgebraError) in
      try ExactProducts.gram(columns: views, mask: mask, ones: ones, blockRows: blockRows)
    }
  }

  @Test func byHand() throws {
    let matrix = try gram([[1, 2, 3], [4, 5, -6]], ones: true)
    #expect(matrix.order == 3)
    let expected: [[Int128]] = [[3, 6, 3], [6, 14, -4], [3, -4, 77]]
    for i in 0..<3 {
      for j in 0..<3 { #expect(matrix[i, j] == expected[i][j]) }
    }
    #expect(
      matrix.record
        == ProductRecord(
          routine: .dgemm, rows: 3, blocks: 1, limbs: 1, largest: 6, bound: 3 * 6 * 6))
  }

  @Test func recordsOfManyProductsAreOneForEachRoutine() {
    func record(_ routine: Routine, _ rows: Int, _ largest: UInt64) -> ProductRecord {
      ProductRecord(
        routine: routine, rows: rows, blocks: 2, limbs: Int(largest), largest: largest,
        bound: UInt64(rows) * largest * largest)
    }
    let parts = [record(.dsyrk, 3, 1), record(.dgemv, 9, 1), record(.dsyrk, 4, 2)]
    #expect(
      ProductRecord.combined(parts, rows: 7) == [
        ProductRecord(routine: .dgemv, rows: 7, blocks: 2, limbs: 1, largest: 1, bound: 9),
        ProductRecord(routine: .dsyrk, rows: 7, blocks: 4, limbs: 2, largest: 2, bound: 16),
      ])
    #expect(ProductRecord.combined([], rows: 7).isEmpty)
  }

  @Test func columnsOfDifferentSizes() throws {
    let columns = [
      stream(11, 2000, span: 2, low: 0),
      stream(12, 2000, span: 20_000_001, low: -10_000_000),
      stream(13, 2000, span: 1 << 41, low: -(1 << 40)),
      stream(14, 2000, span: 1 << 43, low: -(1 << 42)).map { $0 << 10 | 3 },
    ]
    let matrix = try gram(columns, ones: true)
    let all = [[Int64](repeating: 1, count: 2000)] + columns
    for i in all.indices {
      for j in all.indices { #expect(matrix[i, j] == integerDot(all[i], all[j])) }
    }
    #expect(matrix.record.limbs == 3)
    #expect(matrix.record.bound < 1 << 53)
  }

  @Test(arguments: [201, 20_000_001, 4_000_000_001] as [UInt64])
  func freivalds(span: UInt64) throws {
    let columns = (0..<20).map {
      stream(UInt64(100 + $0), 250_000, span: span, low: -(Int64(span) / 2))
    }
    let matrix = try gram(columns)
    let x = stream(99, 20, span: 1 << 40, low: 1).map { Mersenne($0) }
    // Aᵀ(Ax) by modular integer arithmetic, against Gx.
    var expected = [Mersenne](repeating: Mersenne(0), count: 20)
    for row in 0..<250_000 {
      var product = Mersenne(0)
      for (column, factor) in zip(columns, x) { product += Mersenne(column[row]) * factor }
      for index in columns.indices { expected[index] += Mersenne(columns[index][row]) * product }
    }
    for i in 0..<20 {
      var entry = Mersenne(0)
      for j in 0..<20 { entry += Mersenne(matrix[i, j]) * x[j] }
      #expect(entry == expected[i])
    }
  }

  @Test func orderAndBlocksDoNotMatter() throws {
    let columns = (0..<5).map {
      stream(UInt64(20 + $0), 210_000, span: 20_000_001, low: -9_000_000)
    }
    let matrix = try gram(columns, ones: true)
    #expect(try gram(columns.map { $0.reversed() }, ones: true) == matrix)
    for blockRows in [1, 13, 64] {
      let other = try gram(columns, ones: true, blockRows: blockRows)
      for i in 0..<6 {
        for j in 0..<6 { #expect(other[i, j] == matrix[i, j]) }
      }
    }
  }

  /// Few columns are multiplied by one routine, many by the other.
  @Test(arguments: [(23, Routine.dgemm), (24, .dsyrk)])
  func manyColumns(count: Int, routine: Routine) throws {
    let columns = (0..<count).map {
      stream(UInt64(50 + $0), 3000, span: 2_000_001, low: -1_000_000)
    }
    let matrix = try gram(columns, ones: true)
    #expect(matrix.record.routine == routine)
    let all = [[Int64](repeating: 1, count: 3000)] + columns
    for i in all.indices {
      for j in all.indices { #expect(matrix[i, j] == integerDot(all[i], all[j])) }
    }
  }

  /// A long table is read once, its first rows' range presumed for all; where a later row passes it, the
  /// result and the record are those of the table in any order.
  @Test(
    arguments: [5_000, -5_000_000, 3_000_000_000] as [Int64], [4_095, 4_096, 149_999, 209_999])
  func oneRowPassesTheRangeOfTheFirst(value: Int64, row: Int) throws {
    var columns = (0..<2).map { stream(UInt64(60 + $0), 210_000, span: 2001, low: -1000) }
    columns[1][row] = value
    let matrix = try gram(columns)
    for i in 0..<2 {
      for j in 0..<2 { #expect(matrix[i, j] == integerDot(columns[i], columns[j])) }
    }
    #expect(matrix.record.largest == value.magnitude)
    #expect(try gram(columns.map { $0.reversed() }) == matrix)
    // Nothing is presumed where there is a mask.
    #expect(try gram(columns, mask: RowMask(repeating: true, rows: 210_000)) == matrix)
  }

  @Test(arguments: [Int64.min, .max, -1 << 62] as [Int64])
  func theWidestValuesAreMeasured(value: Int64) throws {
    let others = [Int64](repeating: 3, count: 300)
    #expect(
      throws: LinearAlgebraError.overflow(routine: .dsyrk, rows: 601, largest: value.magnitude)
    ) {
      try gram([others + [value] + others])
    }
  }

  @Test func maskedRowsShowNowhere() throws {
    let columns = (0..<3).map { stream(UInt64(30 + $0), 210_000, span: 1_000_001, low: -9000) }
    let flags = stream(40, 210_000, span: 1000, low: 0).map { $0 < 900 }
    let spoiled = columns.map { zip($0, flags).map { $1 ? $0 : .max } }
    let kept = columns.map { zip($0, flags).filter { $0.1 }.map { $0.0 } }
    #expect(try gram(spoiled, mask: RowMask(flags), ones: true) == gram(kept, ones: true))
  }

  @Test func nothing() throws {
    let matrix = try gram([[], []], ones: true)
    #expect(matrix[0, 0] == 0)
    #expect(matrix[2, 1] == 0)
    #expect(throws: LinearAlgebraError.noColumns) { try gram([]) }
  }

  @Test func certificateRefusesABlockWhoseDiagonalPasses() {
    let small = [Int64](repeating: 1, count: 1000)
    let large = [Int64](repeating: 20_000_000, count: 1000)
    // 22 rows reach 8.8e15, below 2^53; 23 rows reach 9.2e15, above.
    #expect(throws: LinearAlgebraError.certificate(routine: .dgemm, block: 0)) {
      try gram([small, large], blockRows: 23)
    }
    #expect(throws: Never.self) { try gram([small, large], blockRows: 22) }
  }

  @Test func refusals() {
    #expect(throws: LinearAlgebraError.lengthMismatch(expected: 2, found: 1)) {
      try gram([[1, 2], [1]])
    }
    #expect(
      throws: LinearAlgebraError.overflow(routine: .dsyrk, rows: 5, largest: UInt64(Int64.max))
    ) {
      try gram([[.max, 0, 0, 0, 0]])
    }
  }
}
