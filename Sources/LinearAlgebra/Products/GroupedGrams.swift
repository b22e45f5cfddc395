extension ExactProducts {
  /// Groups of fewer rows are multiplied in integers: a call to BLAS would cost more.
  private static let rowsForBLAS = 128

  /// `X_gᵀX_g` for each group g of rows, over the rows that the mask leaves in.
  ///
  /// Groups without rows have a matrix of zeros. The rows of a group are gathered; large groups are
  /// multiplied by BLAS, small ones in integers.
  ///
  /// - Parameters:
  ///   - groups: each row's group, in `0 ..< groupCount`; rows left out are not looked at.
  ///   - groupCount: number of groups.
  ///   - ones: put a constant column of ones before the others.
  /// - Throws: `LinearAlgebraError.noColumns`, `.lengthMismatch`, `.groupCode`, `.certificate` or
  ///   `.overflow`.
  public static func groupedGrams(
    columns: [IntegerColumn], groups: UnsafeBufferPointer<Int32>, groupCount: Int,
    mask: RowMask? = nil, ones: Bool = false
  ) throws(LinearAlgebraError) -> [GramMatrix] {
    let input = try Input(columns, mask)
    let most = input.largest.reduce(1) { max($0, $1) }
    try input.checkProduct(.dsyrk, most, most)
    let members = try rows(of: groups, groupCount: groupCount, tableRows: input.tableRows, mask)
    var grams: [GramMatrix] = []
    grams.reserveCapacity(members.count)
    for rows in members {
      let gathered = columns.map { column in rows.map { column.value(at: $0) } }
      if rows.count >= rowsForBLAS {
        grams.append(
          try IntegerColumn.with(gathered) { (columns) throws(LinearAlgebraError) in
            try gram(columns: columns, ones: ones)
          })
      } else {
        grams.append(integerGram(gathered, rows: rows.count, ones: ones))
      }
    }
    return grams
  }

  /// The rows of each group, ascending.
  private static func rows(
    of groups: UnsafeBufferPointer<Int32>, groupCount: Int, tableRows: Int, _ mask: RowMask?
  ) throws(LinearAlgebraError) -> [[Int]] {
    guard groups.count == tableRows else {
      throw .lengthMismatch(expected: tableRows, found: groups.count)
    }
    var members = [[Int]](repeating: [], count: max(groupCount, 0))
    for row in 0..<tableRows where mask?[row] ?? true {
      let code = Int(groups[row])
      guard members.indices.contains(code) else {
        throw .groupCode(row: row, code: code, groupCount: groupCount)
      }
      members[code].append(row)
    }
    return members
  }

  private static func integerGram(_ columns: [[Int64]], rows: Int, ones: Bool) -> GramMatrix {
    let columns = (ones ? [[Int64](repeating: 1, count: rows)] : []) + columns
    let largest = columns.reduce(UInt64(0)) { largest, column in
      column.reduce(largest) { max($0, $1.magnitude) }
    }
    let (square, overflow) = largest.multipliedReportingOverflow(by: largest)
    let (bound, overflows) = square.multipliedReportingOverflow(by: UInt64(max(rows, 1)))
    let fits = !overflow && !overflows && bound <= UInt64(Int64.max)
    let order = columns.count
    var full = [Int128](repeating: 0, count: order * order)
    for j in 0..<order {
      for i in 0...j {
        full[j * order + i] =
          fits ? Int128(inner(columns[i], columns[j]) as Int64) : inner(columns[i], columns[j])
      }
    }
    return GramMatrix(
      order: order, full: full,
      record: ProductRecord(
        routine: .integer, rows: rows, blocks: 1, limbs: 1, largest: largest,
        bound: fits ? bound : .max))
  }

  @inline(__always)
  private static func inner<Total: FixedWidthInteger>(_ a: [Int64], _ b: [Int64]) -> Total {
    var total: Total = 0
    for (x, y) in zip(a, b) { total &+= Total(x) &* Total(y) }
    return total
  }
}
