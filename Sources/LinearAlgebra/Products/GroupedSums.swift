/// Exact sums of columns by group.
public struct GroupedSums: Hashable, Sendable {
  /// Rows of each group.
  public let counts: [Int]
  /// For each column, the sum of each group.
  public let sums: [[Int128]]
  /// How the sums were made.
  public let record: ProductRecord
}

extension ExactProducts {
  /// Sums of columns by group, over the rows that the mask leaves in.
  ///
  /// Plain integer additions: a matrix product with indicator columns would read each row once per
  /// group. Groups without rows have the count 0 and sums 0.
  ///
  /// - Parameters:
  ///   - groups: each row's group, in `0 ..< groupCount`; rows left out are not looked at.
  ///   - groupCount: number of groups.
  /// - Throws: `LinearAlgebraError.noColumns`, `.lengthMismatch` or `.groupCode`.
  public static func groupedSums(
    columns: [IntegerColumn], groups: UnsafeBufferPointer<Int32>, groupCount: Int,
    mask: RowMask? = nil
  ) throws(LinearAlgebraError) -> GroupedSums {
    let rows = try commonRows(columns, mask)
    guard groups.count == rows else {
      throw .lengthMismatch(expected: rows, found: groups.count)
    }
    let used = mask?.present ?? rows
    var counts = [Int](repeating: 0, count: max(groupCount, 0))
    for row in 0..<rows where mask?[row] ?? true {
      let code = Int(groups[row])
      guard code >= 0, code < groupCount else {
        throw .groupCode(row: row, code: code, groupCount: groupCount)
      }
      counts[code] += 1
    }
    let largest = largest(columns, mask, rows: 0..<rows)
    let sums = zip(columns, largest).map { column, largest in
      let (bound, overflow) = largest.multipliedReportingOverflow(by: UInt64(used))
      let fits = !overflow && bound <= UInt64(Int64.max)
      return switch column.storage {
      case .int8(let values): add(values, groups, groupCount, mask, fits)
      case .int16(let values): add(values, groups, groupCount, mask, fits)
      case .int32(let values): add(values, groups, groupCount, mask, fits)
      case .int64(let values): add(values, groups, groupCount, mask, fits)
      }
    }
    let most = largest.reduce(0) { max($0, $1) }
    let (bound, overflow) = most.multipliedReportingOverflow(by: UInt64(used))
    return GroupedSums(
      counts: counts, sums: sums,
      record: ProductRecord(
        routine: .integer, rows: used, blocks: 1, limbs: 1, largest: most,
        bound: overflow ? .max : bound))
  }

  private static func add<Element: FixedWidthInteger & SignedInteger>(
    _ values: UnsafeBufferPointer<Element>, _ groups: UnsafeBufferPointer<Int32>,
    _ groupCount: Int, _ mask: RowMask?, _ fits: Bool
  ) -> [Int128] {
    if fits {
      let sums: [Int64] = accumulate(values, groups, groupCount, mask)
      return sums.map { Int128($0) }
    }
    return accumulate(values, groups, groupCount, mask)
  }

  @inline(__always)
  private static func accumulate<
    Element: FixedWidthInteger & SignedInteger, Total: FixedWidthInteger
  >(
    _ values: UnsafeBufferPointer<Element>, _ groups: UnsafeBufferPointer<Int32>,
    _ groupCount: Int, _ mask: RowMask?
  ) -> [Total] {
    var totals = [Total](repeating: 0, count: max(groupCount, 0))
    totals.withUnsafeMutableBufferPointer { totals in
      guard let mask else {
        for row in 0..<values.count { totals[Int(groups[row])] += Total(values[row]) }
        return
      }
      for (index, bits) in mask.words.enumerated() {
        var bits = bits
        while bits != 0 {
          let row = index * 64 + bits.trailingZeroBitCount
          totals[Int(groups[row])] += Total(values[row])
          bits &= bits &- 1
        }
      }
    }
    return totals
  }
}
