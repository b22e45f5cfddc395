import Enclosures
import Quantities

/// The log-rank test that several groups have the same hazard at all times.
///
/// N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163–170; with `d` events among `n` at risk at a time, of
/// which `nⱼ` in group `j`, the group is expected to have `nⱼ d/n`, with the covariance
/// `nⱼ/n (δⱼₗ − nₗ/n) d (n − d)/(n − 1)`.
public struct LogRank: Hashable, Sendable {
  /// Events observed in each group.
  public let observed: [Int]
  /// Events expected in each group.
  public let expected: [Exact]
  /// The statistic `UᵀV⁻¹U` over all groups but the last, `U` observed minus expected.
  public let statistic: Exact
  /// Groups less one.
  public var degreesOfFreedom: Int { observed.count - 1 }

  /// Compares groups.
  ///
  /// - Throws: `StatisticsError.tooFew` for a single group, `.noEvents`, `.singularVariance` when a
  ///   group is never at risk together with others.
  public init(_ groups: [SurvivalTimes]) throws(StatisticsError) {
    guard groups.count > 1 else { throw .tooFew(found: groups.count, needed: 2) }
    var all: [Int64: Int] = [:]
    for group in groups {
      for event in group.events { all[event.time, default: 0] += event.count }
    }
    guard !all.isEmpty else { throw .noEvents }
    let free = groups.count - 1
    var expectations = [[Exact]](repeating: [], count: groups.count)
    var products = [[Exact]](repeating: [], count: free * free)
    for (time, count) in all {
      let atRisk = groups.map { $0.atRisk(at: time) }
      let n = atRisk.reduce(0, +)
      for group in groups.indices {
        expectations[group].append((Exact(count) * Exact(atRisk[group])).over(n))
      }
      guard n > 1, n > count else { continue }
      let spread = (Exact(count) * Exact(n - count)).over(n - 1).over(n).over(n)
      for j in 0..<free {
        for l in 0..<free {
          products[j * free + l].append(
            spread * Exact(atRisk[j]) * Exact((j == l ? n : 0) - atRisk[l]))
        }
      }
    }
    let variances = products.map(Exact.balancedSum)
    let variance = ExactMatrix(rows: free, columns: free) { variances[$0 * free + $1] }
    let expected = expectations.map(Exact.balancedSum)
    let observed = groups.map(\.eventCount)
    let net = (0..<free).map { Exact(observed[$0]) - expected[$0] }
    guard let solution = variance.solve(ExactMatrix(column: net)) else {
      throw .singularVariance(rank: variance.rank, needed: free)
    }
    self.observed = observed
    self.expected = expected
    statistic = (0..<free).reduce(Exact.zero) { $0 + net[$1] * solution[$1, 0] }
  }

  /// The upper tail of chi-squared beyond the statistic.
  public var p: Real {
    Distributions.chiSquaredUpperTail(
      Real(statistic), degreesOfFreedom: Real(Exact(degreesOfFreedom)))
  }
}
