import LinearAlgebra
import Quantities

/// What a bootstrap draws: persons, or clusters of persons, in strata that keep their size.
///
/// Units keep the order of the rows, strata that of their codes. Which unit a draw means depends on that
/// order: rows must come in an order that is itself defined, such as that of their identifiers.
public struct ResamplingUnits: Hashable, Sendable {
  /// Each column's value per unit, of a cluster its total.
  let columns: [[Int64]]
  /// Each column's decimal digits after the point.
  let scales: [Int]
  /// The units of each stratum.
  public let strata: [Range<Int>]

  /// Number of units.
  public var count: Int { strata.last?.upperBound ?? 0 }

  /// Persons, drawn one by one: the rows where every column is present and that the mask leaves in.
  ///
  /// - Parameters:
  ///   - strata: each row's stratum, in `0 ..< strataCount`; nil for a single one.
  ///   - strataCount: number of strata; without a unit in one of them the bootstrap stops.
  /// - Throws: `ResamplingError.statistic`, `.emptyStratum`.
  public init(
    persons columns: [Sample], strata: [Int32]? = nil, strataCount: Int = 1,
    among mask: RowMask? = nil
  ) throws(ResamplingError) {
    let rows = try Self.rows(columns, mask)
    let members = try Self.members(rows, strata, strataCount, columns)
    self.init(
      columns: columns.map { column in members.joined().map { column.values[$0] } },
      scales: columns.map(\.scale), sizes: members.map(\.count))
  }

  /// Clusters, drawn whole: a column's value is the total of the cluster's rows where every column is
  /// present and that the mask leaves in.
  ///
  /// Clusters keep the order of their codes. A mean over persons is then the ratio of a total to that of a
  /// column of ones.
  ///
  /// - Parameters:
  ///   - clusters: each row's cluster, in `0 ..< clusterCount`; codes without a row are no units.
  ///   - strata: each row's stratum, the same for all rows of a cluster.
  /// - Throws: `ResamplingError.statistic` (`.levelCode` for a cluster outside its range, or one that lies
  ///   in two strata), `.emptyStratum`, `.overflow`.
  public init(
    totals columns: [Sample], clusters: [Int32], clusterCount: Int, strata: [Int32]? = nil,
    strataCount: Int = 1, among mask: RowMask? = nil
  ) throws(ResamplingError) {
    let rows = try Self.rows(columns, mask)
    guard clusters.count == columns.first?.rows ?? 0 else {
      throw .statistic(
        .lengthMismatch(expected: columns.first?.rows ?? 0, found: clusters.count))
    }
    let members = try Self.members(rows, strata, strataCount, columns)
    var home = [Int](repeating: -1, count: clusterCount)
    var units: [[Int]] = []
    for (stratum, rows) in members.enumerated() {
      for row in rows {
        let code = Int(clusters[row])
        guard home.indices.contains(code), home[code] == -1 || home[code] == stratum else {
          throw .statistic(.levelCode(row: row, code: code, levels: clusterCount))
        }
        home[code] = stratum
      }
      units.append(home.indices.filter { home[$0] == stratum })
    }
    var position = [Int](repeating: 0, count: clusterCount)
    for (index, code) in units.joined().enumerated() { position[code] = index }
    var totals = [[Int64]](
      repeating: [Int64](repeating: 0, count: units.reduce(0) { $0 + $1.count }),
      count: columns.count)
    for (index, column) in columns.enumerated() {
      for row in members.joined() {
        let unit = position[Int(clusters[row])]
        let (sum, overflow) = totals[index][unit].addingReportingOverflow(column.values[row])
        guard !overflow else { throw .overflow(row: row) }
        totals[index][unit] = sum
      }
    }
    self.init(columns: totals, scales: columns.map(\.scale), sizes: units.map(\.count))
  }

  private init(columns: [[Int64]], scales: [Int], sizes: [Int]) {
    self.columns = columns
    self.scales = scales
    var strata: [Range<Int>] = []
    for size in sizes {
      let start = strata.last?.upperBound ?? 0
      strata.append(start..<start + size)
    }
    self.strata = strata
  }

  /// The rows where every column is present and that the mask leaves in.
  private static func rows(
    _ columns: [Sample], _ mask: RowMask?
  ) throws(ResamplingError) -> [Int] {
    guard let rows = columns.first?.rows else { throw .statistic(.product(.noColumns)) }
    for found in columns.map(\.rows) + (mask.map { [$0.rows] } ?? []) where found != rows {
      throw .statistic(.lengthMismatch(expected: rows, found: found))
    }
    return (0..<rows).filter { row in
      (mask?[row] ?? true) && columns.allSatisfy { $0.validity?[row] ?? true }
    }
  }

  private static func members(
    _ rows: [Int], _ strata: [Int32]?, _ count: Int, _ columns: [Sample]
  ) throws(ResamplingError) -> [[Int]] {
    guard !rows.isEmpty else { throw .statistic(.emptySample) }
    guard let strata else { return [rows] }
    guard strata.count == columns.first?.rows ?? 0 else {
      throw .statistic(
        .lengthMismatch(expected: columns.first?.rows ?? 0, found: strata.count))
    }
    var members = [[Int]](repeating: [], count: count)
    for row in rows {
      let code = Int(strata[row])
      guard members.indices.contains(code) else {
        throw .statistic(.levelCode(row: row, code: code, levels: count))
      }
      members[code].append(row)
    }
    if let empty = members.firstIndex(where: \.isEmpty) { throw .emptyStratum(empty) }
    return members
  }
}
