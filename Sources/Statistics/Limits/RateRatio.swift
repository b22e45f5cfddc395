import Enclosures
import Quantities

/// The ratio of two rates of independent events.
public struct RateRatio: Hashable, Sendable {
  /// The rate that is compared.
  public let first: PersonTimeRate
  /// The rate that it is compared with.
  public let second: PersonTimeRate
  /// The ratio `(x₁/T₁) / (x₂/T₂)`; its `n` is the events of both.
  public let estimate: Estimate

  /// - Throws: `StatisticsError.zeroDenominator` when the second rate has no event.
  public init(_ first: PersonTimeRate, over second: PersonTimeRate) throws(StatisticsError) {
    self.first = first
    self.second = second
    guard let ratio = first.estimate.value.divided(by: second.estimate.value) else {
      throw .zeroDenominator(.rateRatio)
    }
    estimate = Estimate(ratio, n: first.events + second.events)
  }

  /// Exact limits given the events of both: of `x₁ + x₂` events the share `π` of the first is binomial,
  /// its Clopper–Pearson limits give `π/(1 − π) · T₂/T₁`.
  ///
  /// The two tails have equal probability; there is no mid-P correction.
  public func exactLimits(_ level: ConfidenceLevel) throws(StatisticsError) -> ConfidenceLimits {
    let share = try Proportion(part: first.events, whole: first.events + second.events)
    let limits = share.clopperPearsonLimits(level)
    let times = second.time.divided(by: first.time) ?? 0
    func ratio(_ share: Real) -> Real { Real(times) * share / (Real(1) - share) }
    return ConfidenceLimits(lower: ratio(limits.lower), upper: ratio(limits.upper))
  }
}
