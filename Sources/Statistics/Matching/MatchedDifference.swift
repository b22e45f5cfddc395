import Enclosures
import LinearAlgebra
import Quantities

/// A column's mean over the matched treated, and over those compared with them.
///
/// Each set counts alike: its difference is `dₛ = yₜ − ȳ꜀`, `ȳ꜀` the mean of its compared persons, and the
/// estimate `Σ dₛ / m` of the effect on the treated that were matched.
public struct MatchedDifference: Hashable, Sendable {
  /// Sets.
  public let n: Int
  /// Treated persons without a set; the difference says nothing of them.
  public let unmatched: Int
  /// The mean of the matched treated, in the column's unit.
  public let treatedMean: Exact
  /// The mean of the sets' compared means, in the column's unit.
  public let comparedMean: Exact
  /// The sets' differences, in the order of the sets.
  public let differences: [Exact]
  /// The greatest number of sets in which a compared person stands.
  public let mostUses: Int

  /// Compares the sets by a column.
  ///
  /// - Throws: `MatchingError.lengthMismatch`, `.missingValue`; `.tooFewMatched` below two sets.
  public init(_ matching: NearestNeighbourMatching, of column: Sample) throws(MatchingError) {
    let rows = matching.participants.rows
    guard column.rows == rows else {
      throw .lengthMismatch(expected: rows, found: column.rows)
    }
    guard matching.matched > 1 else {
      throw .tooFewMatched(
        found: matching.matched, needed: 2, unmatched: matching.unmatched.count)
    }
    var treated: [Exact] = []
    var compared: [Exact] = []
    for set in matching.sets {
      for row in [set.treated] + set.compared where column.validity?[row] == false {
        throw .missingValue(row: row)
      }
      treated.append(column.value(set.treated))
      compared.append(
        set.compared.reduce(.zero) { $0 + column.value($1) }.over(set.compared.count))
    }
    n = matching.matched
    unmatched = matching.unmatched.count
    treatedMean = Exact.balancedSum(treated).over(n)
    comparedMean = Exact.balancedSum(compared).over(n)
    differences = zip(treated, compared).map { $0 - $1 }
    mostUses = matching.uses.values.max() ?? 0
  }

  /// The mean difference.
  public var mean: Exact { treatedMean - comparedMean }

  /// The sample variance of the sets' differences, `Σ (dₛ − d̄)² / (m − 1)`.
  public var variance: Exact {
    let mean = mean
    return Exact.balancedSum(differences.map { ($0 - mean) * ($0 - mean) }).over(n - 1)
  }

  /// The paired t test: the mean, its variance `s²/m` and m − 1 degrees of freedom.
  ///
  /// The sets are taken as independent and the scores as known. Where a compared person stands in several
  /// sets they are not independent, and the variance is too small: see `mostUses`, and
  /// `NearestNeighbourMatching.effect` for an error that holds then.
  ///
  /// - Throws: `StatisticsError.noVariation` when all sets differ alike.
  public func test() throws(StatisticsError) -> Inference {
    let variance = variance
    guard variance.signum > 0 else { throw .noVariation(n: n) }
    return Inference(
      estimate: Real(mean), variance: Real(variance.over(n)), reference: .student(n - 1))
  }
}

/// How alike the treated and the compared are by a column, before matching and after.
public struct MatchingBalance: Sendable {
  /// The difference of the means of all who took part.
  public let before: Exact
  /// The difference of the means of the sets.
  public let after: Exact
  /// The mean of the two groups' variances before matching, which both differences are measured by.
  public let pooledVariance: Exact

  /// Compares by a column.
  ///
  /// - Throws: `MatchingError.lengthMismatch`, `.missingValue`, `.tooFewMatched`, `.statistics`: a group of
  ///   one person, or no variation in either group.
  public init(_ matching: NearestNeighbourMatching, of column: Sample) throws(MatchingError) {
    after = try MatchedDifference(matching, of: column).mean
    before = try MatchingError.statistics { () throws(StatisticsError) in
      try column.among(matching.treated).mean().value
        - column.among(matching.compared).mean().value
    }
    pooledVariance = try column.pooledVariance(matching.treated, matching.compared)
    guard pooledVariance.signum > 0 else {
      throw .statistics(.noVariation(n: matching.participants.present))
    }
  }

  /// The difference before, in pooled standard deviations.
  public var standardisedBefore: Real { Real(before) / Real(pooledVariance).squareRoot() }
  /// The difference after, in the pooled standard deviations of before.
  public var standardisedAfter: Real { Real(after) / Real(pooledVariance).squareRoot() }
}

extension Sample {
  /// A present row's value.
  func value(_ row: Int) -> Exact { Exact(unscaled: values[row], scale: scale) }
}
