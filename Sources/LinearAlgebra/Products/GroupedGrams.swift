extension ExactProducts {
  /// `X_gᵀX_g` for each group g of rows, over the rows that the mask leaves in.
  ///
  /// Groups without rows have a matrix of zeros. The result holds `groupCount · k(k + 1) / 2` numbers of
  /// 16 bytes; `forEachGroupGram` holds one matrix at a time.
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
    var grams: [GramMatrix] = []
    try forEachGroupGram(
      columns: columns, groups: groups, groupCount: groupCount, mask: mask, ones: ones
    ) { (_, gram) throws(LinearAlgebraError) in grams.append(gram) }
    return grams
  }

  /// Calls `body` with each group, ascending, and its `X_gᵀX_g`; see `groupedGrams`.
  public static func forEachGroupGram(
    columns: [IntegerColumn], groups: UnsafeBufferPointer<Int32>, groupCount: Int,
    mask: RowMask? = nil, ones: Bool = false,
    _ body: (_ group: Int, _ gram: GramMatrix) throws(LinearAlgebraError) -> Void
  ) throws(LinearAlgebraError) {
    let input = try Input(columns, mask)
    let most = input.largest.reduce(1) { max($0, $1) }
    try input.checkProduct(.dsyrk, most, most)
    let members = try GroupMembers(
      groups, count: groupCount, tableRows: input.tableRows, mask: mask)
    var block = GroupBlock(capacity: members.largest, columns: columns.count, ones: ones)
    for group in 0..<max(groupCount, 0) {
      block.gather(members.rows(of: group), of: columns)
      try body(group, try block.gram(largest: most))
    }
  }
}

/// The rows of each group, by counting.
private struct GroupMembers {
  private let starts: [Int]
  private let sorted: [Int]
  /// Rows of the largest group.
  let largest: Int

  init(
    _ groups: UnsafeBufferPointer<Int32>, count: Int, tableRows: Int, mask: RowMask?
  ) throws(LinearAlgebraError) {
    guard groups.count == tableRows else {
      throw .lengthMismatch(expected: tableRows, found: groups.count)
    }
    var starts = [Int](repeating: 0, count: max(count, 0) + 1)
    for row in 0..<tableRows where mask?[row] ?? true {
      let code = Int(groups[row])
      guard code >= 0, code < count else {
        throw .groupCode(row: row, code: code, groupCount: count)
      }
      starts[code + 1] += 1
    }
    largest = starts.reduce(0) { max($0, $1) }
    for group in starts.indices.dropFirst() { starts[group] += starts[group - 1] }
    var next = starts
    var sorted = [Int](repeating: 0, count: starts.last ?? 0)
    for row in 0..<tableRows where mask?[row] ?? true {
      let code = Int(groups[row])
      sorted[next[code]] = row
      next[code] += 1
    }
    self.starts = starts
    self.sorted = sorted
  }

  /// The rows of a group, ascending.
  func rows(of group: Int) -> ArraySlice<Int> {
    sorted[starts[group]..<starts[group + 1]]
  }
}

/// The gathered rows of one group, column after column.
private struct GroupBlock {
  /// Groups of fewer rows are multiplied in integers: a call to BLAS would cost more.
  private static let rowsForBLAS = 128

  private let capacity: Int
  private let order: Int
  private let ones: Bool
  private var values: [Int64]
  private var rows = 0

  init(capacity: Int, columns: Int, ones: Bool) {
    self.capacity = capacity
    self.ones = ones
    order = columns + (ones ? 1 : 0)
    values = [Int64](repeating: 1, count: capacity * order)
  }

  mutating func gather(_ list: ArraySlice<Int>, of columns: [IntegerColumn]) {
    rows = list.count
    for (index, column) in columns.enumerated() {
      let start = (index + (ones ? 1 : 0)) * capacity
      column.gather(list, into: &values, at: start)
    }
  }

  func gram(largest: UInt64) throws(LinearAlgebraError) -> GramMatrix {
    try values.withUnsafeBufferPointer { (values) throws(LinearAlgebraError) in
      let columns = (0..<order).map {
        UnsafeBufferPointer(rebasing: values[$0 * capacity..<$0 * capacity + rows])
      }
      if rows >= Self.rowsForBLAS {
        return try ExactProducts.gram(columns: columns.map { IntegerColumn($0) })
      }
      return integerGram(columns, largest: largest)
    }
  }

  private func integerGram(
    _ columns: [UnsafeBufferPointer<Int64>], largest: UInt64
  ) -> GramMatrix {
    let (square, overflow) = largest.multipliedReportingOverflow(by: largest)
    let (bound, overflows) = square.multipliedReportingOverflow(by: UInt64(max(rows, 1)))
    let fits = !overflow && !overflows && bound <= UInt64(Int64.max)
    var upper: [Int128] = []
    upper.reserveCapacity(order * (order + 1) / 2)
    for j in 0..<order {
      for i in 0...j {
        upper.append(
          fits
            ? Int128(Self.inner(columns[i], columns[j]) as Int64)
            : Self.inner(columns[i], columns[j]))
      }
    }
    return GramMatrix(
      order: order, upper: upper,
      record: ProductRecord(
        routine: .integer, rows: rows, blocks: 1, limbs: 1, largest: largest,
        bound: fits ? bound : .max))
  }

  @inline(__always)
  private static func inner<Total: FixedWidthInteger>(
    _ a: UnsafeBufferPointer<Int64>, _ b: UnsafeBufferPointer<Int64>
  ) -> Total {
    var total: Total = 0
    for row in 0..<a.count { total &+= Total(a[row]) &* Total(b[row]) }
    return total
  }
}

extension IntegerColumn {
  /// Writes the values of some rows one after another, from a place on.
  fileprivate func gather(_ rows: ArraySlice<Int>, into target: inout [Int64], at start: Int) {
    switch storage {
    case .int8(let values): Self.gather(values, rows, &target, start)
    case .int16(let values): Self.gather(values, rows, &target, start)
    case .int32(let values): Self.gather(values, rows, &target, start)
    case .int64(let values): Self.gather(values, rows, &target, start)
    }
  }

  @inline(__always)
  private static func gather<Element: FixedWidthInteger & SignedInteger>(
    _ values: UnsafeBufferPointer<Element>, _ rows: ArraySlice<Int>, _ target: inout [Int64],
    _ start: Int
  ) {
    var place = start
    for row in rows {
      target[place] = Int64(values[row])
      place += 1
    }
  }
}
