import Enclosures
import Quantities

/// The pairs of a two-by-two table before and after that changed.
public struct McNemar: Hashable, Sendable {
  /// Pairs that went one way.
  public let gained: Int
  /// Pairs that went the other way.
  public let lost: Int

  /// - Throws: `StatisticsError.negativeCount`, `.noDiscordantPairs`.
  public init(gained: Int, lost: Int) throws(StatisticsError) {
    for count in [gained, lost] where count < 0 { throw .negativeCount(Int64(count)) }
    guard gained + lost > 0 else { throw .noDiscordantPairs }
    self.gained = gained
    self.lost = lost
  }

  /// The exact two-sided p value `min(1, 2 · P(X ≤ min(b, c)))` with `X` binomial of `b + c` trials and
  /// probability ½.
  public var exactP: Real {
    // Half of the distribution or more lies at or below the smaller count.
    guard (gained - lost).magnitude > 1 else { return Real(1) }
    return Real(2)
      * Distributions.binomialCDF(
        min(gained, lost), trials: gained + lost, probability: Exact(1).over(2))
  }

  /// The statistic `(b − c)² / (b + c)`, or `(|b − c| − 1)² / (b + c)` with the continuity correction
  /// (0 when `|b − c| ≤ 1`), about chi-squared with one degree of freedom.
  public func chiSquared(continuityCorrected: Bool) -> Exact {
    let distance = (gained - lost).magnitude
    let net = continuityCorrected ? (distance > 1 ? distance - 1 : 0) : distance
    return (Exact(net) * Exact(net)).over(gained + lost)
  }
}
