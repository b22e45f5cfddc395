import Enclosures
import Quantities

/// The distribution that a statistic is compared with.
public enum ReferenceDistribution: Sendable {
  /// The standard normal distribution.
  case normal
  /// Student's t distribution; the degrees of freedom need not be whole.
  case student(degreesOfFreedom: Real)

  /// Student's t distribution with whole degrees of freedom.
  public static func student(_ degreesOfFreedom: Int) -> ReferenceDistribution {
    .student(degreesOfFreedom: Real(Exact(degreesOfFreedom)))
  }

  /// The chance of a value at least as far from zero, on either side.
  func twoSided(_ statistic: Real) -> Real {
    switch self {
    case .normal: Distributions.normalTwoSided(statistic)
    case .student(let degrees):
      Distributions.studentTwoSided(statistic, degreesOfFreedom: degrees)
    }
  }

  /// The quantile of a probability.
  func quantile(_ probability: Exact) -> Real {
    switch self {
    case .normal: Distributions.normalQuantile(probability)
    case .student(let degrees):
      Distributions.studentQuantile(probability, degreesOfFreedom: degrees)
    }
  }
}

/// An estimate with its standard error: its test against a value, and its limits.
public struct Inference: Sendable {
  /// The estimate, in its own unit.
  public let estimate: Real
  /// The variance of the estimate, in the square of its unit.
  public let variance: Real
  /// What the statistic is compared with.
  public let reference: ReferenceDistribution

  /// States an estimate, the variance of it and the distribution of their ratio.
  public init(estimate: Real, variance: Real, reference: ReferenceDistribution) {
    self.estimate = estimate
    self.variance = variance
    self.reference = reference
  }

  /// The square root of the variance.
  public var standardError: Real { variance.squareRoot() }

  /// The degrees of freedom; nil for the normal distribution.
  public var degreesOfFreedom: Real? {
    if case .student(let degrees) = reference { degrees } else { nil }
  }

  /// The distance of the estimate from a value in standard errors.
  public func statistic(against value: Exact = .zero) -> Real {
    (estimate - Real(value)) / standardError
  }

  /// The two-sided p value of the hypothesis that the estimated figure is `value`.
  public func pValue(against value: Exact = .zero) -> Real {
    reference.twoSided(statistic(against: value))
  }

  /// The limits `estimate ± q · error` that hold the figure with probability `level`, q the quantile of
  /// `(1 + level) / 2`.
  ///
  /// - Throws: `StatisticsError.probability` unless `0 < level < 1`.
  public func limits(level: Exact) throws(StatisticsError) -> (lower: Real, upper: Real) {
    guard level > .zero, level < .one else { throw .probability(level) }
    let half = reference.quantile((level + .one).over(2)) * standardError
    return (estimate - half, estimate + half)
  }
}
