import Enclosures
import Quantities

extension NearestNeighbourMatching {
  /// The effect on the matched treated with an error that allows for compared persons in several sets.
  ///
  /// `V = (1/m²) (Σ (dₛ − d̄)² + Σᵢ (Kᵢ² − Kᵢ′) σᵢ²)` over the `m` sets and the compared persons, with `Kᵢ`
  /// the sum of `1/nₛ` and `Kᵢ′` the sum of `1/nₛ²` over the sets in which the person stands beside `nₛ − 1`
  /// others, and `σᵢ² = J/(J + 1) (yᵢ − ȳⱼ)²` from the `J` compared persons of its stratum that are
  /// nearest by the same distance, ties by rank: A. Abadie and G. W. Imbens, Econometrica 74 (2006) 235–267, theorem 7, where all
  /// `nₛ` are equal. It takes the scores as known and corrects no bias of inexact matches.
  ///
  /// - Parameter neighbours: `J`.
  /// - Throws: `MatchingError.ratio` for `neighbours` below one, `.lengthMismatch`, `.missingValue`,
  ///   `.tooFewMatched`, `.tooFewNeighbours`; `.statistics` when nothing varies.
  public func effect(
    on column: Sample, neighbours: Int
  ) throws(MatchingError) -> Inference {
    guard neighbours > 0 else { throw .ratio(neighbours) }
    let difference = try MatchedDifference(self, of: column)
    var weights: [Int: (sum: Exact, squares: Exact)] = [:]
    for set in sets {
      let share = Exact.one.over(set.compared.count)
      for row in set.compared {
        let weight = weights[row] ?? (.zero, .zero)
        weights[row] = (weight.sum + share, weight.squares + share * share)
      }
    }
    var pools = MatchingPool.byStratum(
      compared, scores: scores, ranks: ranks, strata: strata, value: { _ in 0 })
    var reuse: [Exact] = []
    for (row, weight) in weights.sorted(by: { $0.key < $1.key }) {
      let excess = weight.sum * weight.sum - weight.squares
      guard excess.signum > 0 else { continue }
      let stratum = strata?[row] ?? 0
      let found = pools[stratum]?.nearest(
        neighbours + 1, to: row, score: Int128(scores.values[row]), within: 0...0, by: metric)
      let others = (found ?? []).compactMap { pools[stratum]?.rows[$0] }.filter { $0 != row }
        .prefix(neighbours)
      guard others.count == neighbours else {
        throw .tooFewNeighbours(row: row, found: others.count, needed: neighbours)
      }
      for other in others where column.validity?[other] == false {
        throw .missingValue(row: other)
      }
      let mean = others.reduce(.zero) { $0 + column.value($1) }.over(neighbours)
      let deviation = column.value(row) - mean
      let variance = (deviation * deviation * Exact(neighbours)).over(neighbours + 1)
      reuse.append(excess * variance)
    }
    let m = difference.n
    let squares = difference.variance * Exact(m - 1) + Exact.balancedSum(reuse)
    guard squares.signum > 0 else { throw .statistics(.noVariation(n: m)) }
    return Inference(
      estimate: Real(difference.mean), variance: Real(squares.over(m).over(m)),
      reference: .normal)
  }
}
