import Enclosures
import LinearAlgebra
import Quantities

/// The distance `(x − y)ᵀ S⁻¹ (x − y)` of persons by several columns, `S` the pooled covariance within the
/// treated and the compared: P. C. Mahalanobis, Proceedings of the National Institute of Sciences of India 2 (1936).
///
/// Persons are compared by the exact distance. A distance in doubles with a bound of its error only leaves
/// out those who are certainly not among the nearest.
struct MahalanobisMetric: Hashable, Sendable {
  /// The inverse covariance over its largest entry.
  private let form: [[Exact]]
  private let approximate: [[Double]]
  /// Each row's columns in units of their last digit.
  private let points: [[Int64]]

  /// - Throws: `MatchingError.singularCovariance`, `.noCovariates`, `.statistics`.
  init(_ columns: [Sample], treated: RowMask, compared: RowMask) throws(MatchingError) {
    guard let rows = columns.first?.rows else { throw .noCovariates }
    let k = columns.count
    var pooled = ExactMatrix(rows: k, columns: k) { _, _ in .zero }
    for i in 0..<k {
      for j in 0...i {
        let unit = Exact.powerOfTen(columns[i].scale + columns[j].scale)
        for group in [treated, compared] where group.present > 1 {
          let covariance = try MatchingError.statistics { () throws(StatisticsError) in
            try columns[i].among(group).covariance(with: columns[j])
          }
          pooled[i, j] += covariance.value * Exact(group.present - 1) * unit
        }
        pooled[j, i] = pooled[i, j]
      }
    }
    guard let inverse = pooled.inverse() else {
      throw .singularCovariance(rank: pooled.rank, columns: k)
    }
    // The degrees of freedom and the size of the entries change no order.
    let largest = (0..<k).reduce(Exact.zero) { max($0, inverse[$1, $1]) }
    let scaled = (largest.reciprocal ?? .one) * inverse
    form = (0..<k).map(scaled.column)
    approximate = form.map { $0.map { Ball($0, precision: 64).approximation } }
    points = (0..<rows).map { row in columns.map { $0.values[row] } }
  }

  /// Of the persons given with their rows, at most so many that are nearest to a row, those equally near by
  /// rank.
  func nearest(
    _ count: Int, to row: Int, of candidates: [(person: Int, row: Int)], rank: (Int) -> Int
  ) -> [Int] {
    let ends = candidates.map { bounds(row, $0.row) }
    guard let last = ends.map(\.upper).sorted().prefix(count).last else { return [] }
    return zip(candidates, ends).filter { $1.lower <= last }
      .map { (distance: distance(row, $0.0.row), person: $0.0.person) }
      .sorted { ($0.distance, rank($0.person)) < ($1.distance, rank($1.person)) }
      .prefix(count).map(\.person)
  }

  private func distance(_ a: Int, _ b: Int) -> Exact {
    let difference = zip(points[a], points[b]).map { Exact($0) - Exact($1) }
    var sum = Exact.zero
    for (i, left) in difference.enumerated() {
      for (j, right) in difference.enumerated() { sum += form[i][j] * left * right }
    }
    return sum
  }

  private func bounds(_ a: Int, _ b: Int) -> (lower: Double, upper: Double) {
    let k = form.count
    var sum = 0.0
    var size = 0.0
    for i in 0..<k {
      let left = Double(points[a][i]) - Double(points[b][i])
      let reach = Double(points[a][i].magnitude) + Double(points[b][i].magnitude)
      for j in 0..<k {
        let right = Double(points[a][j]) - Double(points[b][j])
        let other = Double(points[a][j].magnitude) + Double(points[b][j].magnitude)
        sum += approximate[i][j] * left * right
        size += approximate[i][j].magnitude * reach * other
      }
    }
    // Each term is rounded fewer than 16 times, the sums k² times.
    let error = size * Double(k * k + 16) * 0x1p-52
    return (sum - error, sum + error)
  }
}
