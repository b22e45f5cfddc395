import Enclosures
import Quantities

/// A rate as it would be in a standard population: `Σ wᵢ xᵢ/nᵢ / Σ wᵢ` over strata (直接法).
public struct DirectStandardisation: Hashable, Sendable {
  /// The rate per unit of the strata's base; its `n` is the events.
  public let rate: Estimate
  /// The rate without standardisation, `Σ xᵢ / Σ nᵢ`.
  public let crude: Exact
  /// Its variance when the events are Poisson, `Σ wᵢ² xᵢ/nᵢ² / (Σ wᵢ)²`.
  public let variance: Exact
  /// Its variance when `xᵢ` of `nᵢ` persons have the event, each at most once,
  /// `Σ wᵢ² xᵢ(nᵢ − xᵢ)/nᵢ³ / (Σ wᵢ)²` (Armitage, Berry and Matthews, Statistical Methods in Medical
  /// Research, 2002, ch. 19).
  public let binomialVariance: Exact
  /// The largest `wᵢ/nᵢ / Σ w`: what one more event in the most sensitive stratum would add.
  public let largestWeight: Exact
  /// Events over all strata.
  public let events: Int

  /// Standardises a group's strata.
  ///
  /// - Parameter standard: the standard population's size in each stratum.
  /// - Throws: `StatisticsError.emptySample`, `.lengthMismatch`, `.negativeCount`, `.emptyStratum`,
  ///   `.standard`.
  public init(_ strata: [Stratum], standard: [Exact]) throws(StatisticsError) {
    guard strata.count == standard.count else {
      throw .lengthMismatch(expected: strata.count, found: standard.count)
    }
    try Stratum.check(strata)
    let total = standard.reduce(Exact.zero, +)
    guard total > 0, standard.allSatisfy({ $0 >= 0 }) else { throw .standard(total: total) }
    var rate = Exact.zero
    var variance = Exact.zero
    var binomial = Exact.zero
    var largest = Exact.zero
    for (stratum, weight) in zip(strata, standard) {
      let share = weight.divided(by: total * stratum.base) ?? 0
      rate += share * Exact(stratum.events)
      let part = share * share * Exact(stratum.events)
      variance += part
      binomial += part * (1 - (Exact(stratum.events).divided(by: stratum.base) ?? 0))
      largest = max(largest, share)
    }
    events = strata.reduce(0) { $0 + $1.events }
    let base = strata.reduce(Exact.zero) { $0 + $1.base }
    crude = Exact(events).divided(by: base) ?? 0
    self.rate = Estimate(rate, n: events)
    self.variance = variance
    binomialVariance = binomial
    largestWeight = largest
  }

  /// The square root of the variance.
  public var standardError: Real { Real(variance).squareRoot() }

  /// Limits `rate ∓ z √variance`.
  public func normalLimits(_ level: ConfidenceLevel) -> ConfidenceLimits {
    .normal(Real(rate.value), error: standardError, level)
  }

  /// Limits `rate ∓ z √binomialVariance`, of a share of persons.
  public func binomialLimits(_ level: ConfidenceLevel) -> ConfidenceLimits {
    .normal(Real(rate.value), error: Real(binomialVariance).squareRoot(), level)
  }

  /// Limits by gamma distributions: M. P. Fay and E. J. Feuer, "Confidence intervals for directly
  /// standardized rates", Statistics in Medicine 16 (1997) 791–801.
  ///
  /// With rate `r`, variance `v` and largest weight `w`: the lower is the quantile `α/2` of the gamma
  /// distribution of mean `r` and variance `v` (0 without events), the upper the quantile `1 − α/2` of
  /// that of mean `r + w` and variance `v + w²`.
  public func gammaLimits(_ level: ConfidenceLevel) -> ConfidenceLimits {
    func quantile(_ p: Exact, mean: Exact, variance: Exact) -> Real {
      guard
        let shape = (mean * mean).divided(by: variance), let scale = variance.divided(by: mean)
      else { return Real(0) }
      return Distributions.gammaQuantile(p, shape: Real(shape)) * Real(scale)
    }
    let (r, w) = (rate.value, largestWeight)
    return ConfidenceLimits(
      lower: quantile(level.tail, mean: r, variance: variance),
      upper: quantile(1 - level.tail, mean: r + w, variance: variance + w * w))
  }

  /// Limits by those of the number of events: A. J. Dobson, K. Kuulasmaa, E. Eberle, J. Scherer,
  /// "Confidence intervals for weighted sums of Poisson parameters", Statistics in Medicine 10 (1991)
  /// 457–462: `r + √(v/x) · (limit of x − x)`.
  ///
  /// - Throws: `StatisticsError.noEvents`: the variance per event is 0/0.
  public func dobsonLimits(
    _ level: ConfidenceLevel, _ method: PoissonCount.Method
  ) throws(StatisticsError) -> ConfidenceLimits {
    guard events > 0 else { throw .noEvents }
    let count = try PoissonCount(events: events).limits(level, method)
    let scale = Real(variance.over(events)).squareRoot()
    func limit(_ count: Real) -> Real {
      Real(rate.value) + scale * (count - Real(Exact(events)))
    }
    return ConfidenceLimits(lower: limit(count.lower), upper: limit(count.upper))
  }
}

/// Two standardised rates of independent groups beside each other.
public struct StandardisedComparison: Hashable, Sendable {
  /// The rate that is compared.
  public let first: DirectStandardisation
  /// The rate that it is compared with.
  public let second: DirectStandardisation

  public init(_ first: DirectStandardisation, _ second: DirectStandardisation) {
    self.first = first
    self.second = second
  }

  /// The difference of the rates, first minus second.
  public var difference: Estimate {
    Estimate(first.rate.value - second.rate.value, n: first.events + second.events)
  }

  /// The square root of the sum of both variances.
  public var differenceError: Real {
    Real(first.variance + second.variance).squareRoot()
  }

  /// Normal limits of the difference.
  public func differenceLimits(_ level: ConfidenceLevel) -> ConfidenceLimits {
    .normal(Real(difference.value), error: differenceError, level)
  }

  /// The ratio of the rates, first over second (comparative figure, 標準化率比).
  ///
  /// - Throws: `StatisticsError.zeroDenominator`.
  public func ratio() throws(StatisticsError) -> Estimate {
    guard let ratio = first.rate.value.divided(by: second.rate.value) else {
      throw .zeroDenominator(.standardisedRatio)
    }
    return Estimate(ratio, n: first.events + second.events)
  }

  /// Limits of the ratio by the normal distribution of its logarithm, with the error
  /// `√(v₁/r₁² + v₂/r₂²)`.
  ///
  /// - Throws: `StatisticsError.zeroDenominator`, `.noEvents` when either rate is 0.
  public func ratioLimits(_ level: ConfidenceLevel) throws(StatisticsError) -> ConfidenceLimits {
    let ratio = try ratio()
    func relative(_ one: DirectStandardisation) -> Exact? {
      one.variance.divided(by: one.rate.value * one.rate.value)
    }
    guard let left = relative(first), let right = relative(second) else { throw .noEvents }
    return .logNormal(Real(ratio.value), error: Real(left + right).squareRoot(), level)
  }
}
