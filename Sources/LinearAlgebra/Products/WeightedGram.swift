extension ExactProducts {
  /// `Σ wᵢ xᵢ xᵢᵀ` with a whole weight for each row, over the rows that the mask leaves in.
  ///
  /// Chunks of rows are multiplied by their weights in 128 bits, cut into parts that fit a column, and
  /// multiplied with the columns by BLAS. Weights may be negative.
  ///
  /// - Parameter ones: put a constant column of ones before the others.
  /// - Throws: `LinearAlgebraError.noColumns`, `.lengthMismatch`, `.certificate` or `.overflow`.
  public static func weightedGram(
    columns: [IntegerColumn], weights: IntegerColumn, mask: RowMask? = nil, ones: Bool = false
  ) throws(LinearAlgebraError) -> GramMatrix {
    guard !columns.isEmpty || ones else { throw .noColumns }
    let input = try Input(columns + [weights], mask)
    let most = input.largest[..<columns.count].reduce(1) { max($0, $1) }
    let weight = max(input.largest[columns.count], 1)
    try input.checkProduct(.dgemm, most, most, weight)
    let chunks = WeightedChunks(
      columns: columns, weights: weights, mask: mask, ones: ones,
      isSplit: most.multipliedReportingOverflow(by: weight).overflow
        || most * weight > UInt64(Int64.max))
    return try chunks.gram(
      tableRows: input.tableRows, rows: input.rows, largest: max(most, weight))
  }
}

private struct WeightedChunks {
  private static let chunkRows = 32_768
  /// A weighted value that passes 64 bits is `high · 2^42 + low`.
  private static let lowBits: Int128 = 42

  let columns: [IntegerColumn]
  let weights: IntegerColumn
  let mask: RowMask?
  let ones: Bool
  let isSplit: Bool

  private var order: Int { columns.count + (ones ? 1 : 0) }

  private struct Total {
    var entries: [Int128]
    var blocks = 0
    var limbs = 1
    var bound: UInt64 = 0

    mutating func add(_ other: Total) {
      for i in entries.indices { entries[i] += other.entries[i] }
      blocks += other.blocks
      limbs = max(limbs, other.limbs)
      bound = max(bound, other.bound)
    }
  }

  func gram(
    tableRows: Int, rows: Int, largest: UInt64
  ) throws(LinearAlgebraError) -> GramMatrix {
    let chunks = (tableRows + Self.chunkRows - 1) / Self.chunkRows
    let work = { (range: Range<Int>) in
      Result { () throws(LinearAlgebraError) -> Total in
        var total = Total(entries: [Int128](repeating: 0, count: order * order))
        for chunk in range {
          let start = chunk * Self.chunkRows
          total.add(try multiply(start..<min(start + Self.chunkRows, tableRows)))
        }
        return total
      }
    }
    var total: Total
    if tableRows > BlockRun.parallelRows {
      let parts = Halves.both { work($0 == 0 ? 0..<chunks / 2 : chunks / 2..<chunks) }
      total = try parts.0.get()
      total.add(try parts.1.get())
    } else {
      total = try work(0..<chunks).get()
    }
    return GramMatrix(
      order: order, full: total.entries,
      record: ProductRecord(
        routine: .dgemm, rows: rows, blocks: total.blocks, limbs: total.limbs,
        largest: largest, bound: total.bound))
  }

  private func multiply(_ range: Range<Int>) throws(LinearAlgebraError) -> Total {
    let rows = range.filter { mask?[$0] ?? true }
    var total = Total(entries: [Int128](repeating: 0, count: order * order))
    guard !rows.isEmpty else { return total }
    let weight = rows.map { weights.value(at: $0) }
    var plain = ones ? [[Int64](repeating: 1, count: rows.count)] : []
    plain += columns.map { column in rows.map { column.value(at: $0) } }
    var weighted = plain.map { column in
      zip(column, weight).map {
        isSplit
          ? Int64((Int128($0) * Int128($1)) & ((1 << Self.lowBits) - 1)) : $0 * $1
      }
    }
    if isSplit {
      weighted += plain.map { column in
        zip(column, weight).map { Int64((Int128($0) * Int128($1)) >> Self.lowBits) }
      }
    }
    let product = try IntegerColumn.with(plain) { (left) throws(LinearAlgebraError) in
      try IntegerColumn.with(weighted) { (right) throws(LinearAlgebraError) in
        try ExactProducts.cross(left, right)
      }
    }
    for j in 0..<order {
      for i in 0...j {
        total.entries[j * order + i] = product[i, j]
        if isSplit {
          total.entries[j * order + i] &+= product[i, order + j] &<< Self.lowBits
        }
      }
    }
    total.blocks = product.record.blocks
    total.limbs = product.record.limbs
    total.bound = product.record.bound
    return total
  }
}
