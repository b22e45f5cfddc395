import Enclosures
import Quantities

/// How often limits made in this way hold the true value, as a share (信頼係数): 0.95 for 95 %.
public struct ConfidenceLevel: Hashable, Sendable {
  /// The level, strictly between 0 and 1.
  public let value: Exact

  /// - Throws: `StatisticsError.confidenceLevel`.
  public init(_ value: Exact) throws(StatisticsError) {
    guard value > 0, value < 1 else { throw .confidenceLevel(value) }
    self.value = value
  }

  /// The probability that is left out at each end: `(1 − level) / 2`.
  public var tail: Exact { (Exact(1) - value).over(2) }

  /// The standard normal quantile of `1 − tail`.
  var normalQuantile: Real { Distributions.normalQuantile(Exact(1) - tail) }
}

/// A lower and an upper confidence limit (信頼限界), in the unit of the estimate.
public struct ConfidenceLimits: Sendable {
  public let lower: Real
  public let upper: Real

  public init(lower: Real, upper: Real) {
    self.lower = lower
    self.upper = upper
  }

  /// The limits times a positive factor: a rate's limits per 1,000 person-years, say.
  public func scaled(by factor: Exact) -> ConfidenceLimits {
    ConfidenceLimits(lower: lower * Real(factor), upper: upper * Real(factor))
  }

  /// Estimate ∓ z · error.
  static func normal(_ estimate: Real, error: Real, _ level: ConfidenceLevel) -> ConfidenceLimits {
    let reach = level.normalQuantile * error
    return ConfidenceLimits(lower: estimate - reach, upper: estimate + reach)
  }

  /// Estimate · exp(∓ z · error), for an error on the logarithmic scale.
  static func logNormal(
    _ estimate: Real, error: Real, _ level: ConfidenceLevel
  ) -> ConfidenceLimits {
    let factor = (level.normalQuantile * error).exponential()
    return ConfidenceLimits(lower: estimate / factor, upper: estimate * factor)
  }
}
