import LinearAlgebra
import Quantities

/// Sets of a treated person with the compared persons whose scores are nearest.
///
/// The treated are taken in the order of their scores, the highest first, those with the same score by
/// rank. Each takes, of the compared persons in its stratum, within the caliper and (without replacement)
/// not taken before, the `ratio` with the least distance, those equally near by rank. All at once: a second compared person is taken before the next treated person is served. This is the greedy
/// method of P. R. Rosenbaum and D. B. Rubin, The American Statistician 39 (1985) 33–38, with every tie
/// decided, so that the sets depend on nothing but the columns.
public struct NearestNeighbourMatching: Hashable, Sendable {
  /// A treated person with those compared with it, by row.
  public struct MatchedSet: Hashable, Sendable {
    public let treated: Int
    /// The nearest first; at least one.
    public let compared: [Int]

    public init(treated: Int, compared: [Int]) {
      self.treated = treated
      self.compared = compared
    }
  }

  /// What persons are near by.
  public enum Distance: Hashable, Sendable {
    /// The distance of scores `|pₜ − p꜀|`.
    case score
    /// Mahalanobis's distance by columns, with the pooled covariance within the treated and the compared
    /// who take part; the scores give the order of the treated only. A pair takes as long as it does alone.
    case mahalanobis([Sample])
  }

  /// Whether a compared person can be in several sets.
  public enum Replacement: Hashable, Sendable {
    case without, with
  }

  /// What becomes of a treated person for whom fewer than `ratio` compared persons are left.
  public enum Shortage: Hashable, Sendable {
    /// The set is made of those there are.
    case keep
    /// There is no set, and nobody is used.
    case discard
  }

  /// The sets, in the order in which they were made.
  public let sets: [MatchedSet]
  /// The rows of the treated persons without a set, in the order in which they were tried.
  public let unmatched: [Int]
  /// The rows that took part: those that have a score, a caliper value and a stratum.
  public let participants: RowMask
  /// Treated persons that took part.
  public let treated: RowMask
  /// Compared persons that took part.
  public let compared: RowMask
  /// Compared persons wanted for each treated one.
  public let ratio: Int
  /// Whether a compared person could be in several sets.
  public let replacement: Replacement

  let metric: MahalanobisMetric?
  let scores: Sample
  let ranks: [Int]
  let strata: [Int32]?

  /// Matches persons.
  ///
  /// - Parameters:
  ///   - scores: the propensity scores as decimals, in whatever decimals the contract rounds them to.
  ///   - treated: the rows of the treated.
  ///   - ranks: each row's place in the order of ids, which decides ties.
  ///   - distance: what the nearest are nearest by; rows without one of its columns take no part.
  ///   - caliper: a distance that no match exceeds.
  ///   - strata: a code for each row; only persons of one code are matched. A negative code is missing.
  ///   - among: the rows that may take part; nil is all.
  /// - Throws: `MatchingError.lengthMismatch`, `.ratio`, `.nobodyTreated`, `.nobodyCompared`,
  ///   `.duplicateRank`, `.caliper`, `.noCovariates`, `.singularCovariance`, `.statistics`.
  public init(
    scores: Sample, treated: RowMask, ranks: [Int], distance: Distance, ratio: Int,
    replacement: Replacement, shortage: Shortage, caliper: Caliper? = nil, strata: [Int32]? = nil,
    among: RowMask? = nil
  ) throws(MatchingError) {
    let n = scores.rows
    let covariates = if case .mahalanobis(let columns) = distance { columns } else { [Sample]() }
    for rows in [treated.rows, ranks.count, caliper?.column.rows, strata?.count, among?.rows]
      + covariates.map(\.rows)
    {
      if let rows, rows != n { throw .lengthMismatch(expected: n, found: rows) }
    }
    guard ratio > 0 else { throw .ratio(ratio) }
    participants = RowMask(
      (0..<n).map { row in
        ([scores.validity, caliper?.column.validity, among] + covariates.map(\.validity))
          .allSatisfy { $0?[row] ?? true } && (strata?[row] ?? 0) >= 0
      })
    let present = participants
    let served = RowMask((0..<n).map { present[$0] && treated[$0] })
    let compared = RowMask((0..<n).map { present[$0] && !treated[$0] })
    guard served.present > 0 else { throw .nobodyTreated(persons: present.present) }
    guard compared.present > 0 else { throw .nobodyCompared(persons: present.present) }
    try Self.checkDistinct(ranks, present)

    let metric =
      distance == .score
      ? nil : try MahalanobisMetric(covariates, treated: served, compared: compared)
    let limit = try caliper?.limit(treated: served, compared: compared)
    let value = { (row: Int) in Int128(caliper?.column.values[row] ?? 0) }
    let score = { (row: Int) in Int128(scores.values[row]) }
    var pools = MatchingPool.byStratum(
      compared, scores: scores, ranks: ranks, strata: strata, value: value)
    var sets: [MatchedSet] = []
    var unmatched: [Int] = []
    let waiting = (0..<n).filter { served[$0] }
      .sorted { (-score($0), ranks[$0]) < (-score($1), ranks[$1]) }
    for row in waiting {
      let stratum = strata?[row] ?? 0
      let reach = value(row) - (limit ?? 0)...value(row) + (limit ?? 0)
      let found =
        pools[stratum]?.nearest(
          ratio, to: row, score: score(row), within: reach, by: metric) ?? []
      guard !found.isEmpty, found.count == ratio || shortage == .keep else {
        unmatched.append(row)
        continue
      }
      sets.append(
        MatchedSet(treated: row, compared: found.compactMap { pools[stratum]?.rows[$0] }))
      if replacement == .without {
        for person in found { pools[stratum]?.use(person) }
      }
    }
    self.treated = served
    self.compared = compared
    self.sets = sets
    self.unmatched = unmatched
    self.ratio = ratio
    self.replacement = replacement
    self.metric = metric
    self.scores = scores
    self.ranks = ranks
    self.strata = strata
  }

  /// Treated persons with a set.
  public var matched: Int { sets.count }

  /// How often each compared person that was used stands in a set, by row.
  public var uses: [Int: Int] {
    sets.reduce(into: [:]) { uses, set in
      for row in set.compared { uses[row, default: 0] += 1 }
    }
  }

  private static func checkDistinct(
    _ ranks: [Int], _ mask: RowMask
  ) throws(MatchingError) {
    let rows = ranks.indices.filter { mask[$0] }.sorted { ranks[$0] < ranks[$1] }
    for (first, second) in zip(rows, rows.dropFirst()) where ranks[first] == ranks[second] {
      throw .duplicateRank(ranks[first], rows: [first, second].sorted())
    }
  }
}
