import Quantities

/// What the distribution of a payment means for the two parties, against what the city plans to pay.
public struct PaymentRisk: Hashable, Sendable {
  /// What the city plans to pay.
  public let plan: Exact
  /// The mean of the replicates.
  public let expected: Exact
  /// How far the payment exceeds the plan at the upper quantile: the city's value at risk; not below zero.
  public let cityAtRisk: Exact
  /// How far it falls short of the plan at the lower quantile: the contractor's value at risk.
  public let contractorAtRisk: Exact
  /// The share of the replicates in which the plan suffices.
  public let covered: Exact

  /// The probability of the value at risk: 95 percent.
  public static let level = Exact(unscaled: 95, scale: 2)

  public init(_ distribution: Distribution, plan: Exact) {
    self.plan = plan
    expected = distribution.mean
    cityAtRisk = max(distribution.quantile(Self.level) - plan, 0)
    contractorAtRisk = max(plan - distribution.quantile(1 - Self.level), 0)
    covered = distribution.share(atMost: plan)
  }
}
