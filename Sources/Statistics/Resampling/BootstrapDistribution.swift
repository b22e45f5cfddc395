import Enclosures
import Quantities

/// A statistic's values on the replicates of a bootstrap, exact.
public struct BootstrapDistribution: Hashable, Sendable {
  /// The value on the sample itself.
  public let estimate: Exact
  /// The value on each replicate, in the order of their numbers.
  public let values: [Exact]
  /// The values in ascending order.
  public let sorted: [Exact]

  init(estimate: Exact, values: [Exact]) {
    self.estimate = estimate
    self.values = values
    sorted = values.sorted()
  }

  /// The bootstrap standard error: the replicates' sample standard deviation.
  ///
  /// The variance is enclosed, not exact: the replicates of a regression have no common denominator.
  public var standardError: Real {
    let values = values
    return Real { precision in
      let balls = values.map { Ball($0, precision: precision) }
      let zero = Ball(.zero, precision: precision)
      let mean = balls.reduce(zero, +) / Ball(values.count)
      let squares = balls.reduce(zero) { $0 + ($1 - mean).square() }
      return (squares / Ball(values.count - 1)).squareRoot()
    }
  }

  /// A quantile of the replicates.
  ///
  /// - Throws: `ResamplingError.statistic` for a probability outside `0 ... 1`.
  public func quantile(_ p: Exact, _ type: QuantileType) throws(ResamplingError) -> Exact {
    guard p >= 0, p <= 1 else { throw .statistic(.probability(p)) }
    return type.quantile(p, ofSorted: sorted)
  }

  /// The percentile limits: the replicates' quantiles at `(1 ∓ level)/2`, exact.
  public func percentileLimits(_ level: ConfidenceLevel, _ type: QuantileType) -> ConfidenceLimits {
    ConfidenceLimits(
      lower: Real(type.quantile(level.tail, ofSorted: sorted)),
      upper: Real(type.quantile(1 - level.tail, ofSorted: sorted)))
  }

  /// The share of replicates strictly below the estimate.
  public var shareBelow: Exact { Exact(below).over(values.count) }

  private var below: Int { values.count { $0 < estimate } }

  /// Bias-corrected and accelerated limits (BCa): B. Efron, "Better bootstrap confidence intervals", Journal
  /// of the American Statistical Association 82 (1987) 171–185.
  ///
  /// The limits are the replicates' quantiles at `Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z)))` for `z` at either tail:
  /// the bias `z₀` is the normal quantile of the share of replicates strictly below the estimate, the
  /// acceleration `a` is the jackknife's.
  ///
  /// - Throws: `ResamplingError.oneSided`, `.constantJackknife`, `.acceleration`, `.enclosure`.
  public func acceleratedLimits(
    _ level: ConfidenceLevel, _ type: QuantileType, jackknife: Jackknife
  ) throws(ResamplingError) -> ConfidenceLimits {
    guard below > 0, below < values.count else {
      throw .oneSided(below: below, of: values.count)
    }
    let bias = Distributions.normalQuantile(shareBelow)
    let acceleration = try jackknife.acceleration()
    let lower = try limit(-level.normalQuantile, bias, acceleration, type)
    let upper = try limit(level.normalQuantile, bias, acceleration, type)
    return ConfidenceLimits(lower: lower, upper: upper)
  }

  private func limit(
    _ z: Real, _ bias: Real, _ acceleration: Real, _ type: QuantileType
  ) throws(ResamplingError) -> Real {
    let shifted = bias + z
    let slack = Real(1) - acceleration * shifted
    do throws(EnclosureError) {
      guard try slack.compared(with: Exact.zero) > 0 else {
        let ball = acceleration.enclosed(precision: 64)
        throw EnclosureError.incomparable(
          bound: 1, lower: ball.lower ?? 0, upper: ball.upper ?? 0)
      }
    } catch {
      if case .incomparable(_, let lower, let upper) = error {
        throw .acceleration(lower: lower, upper: upper)
      }
      throw .enclosure(error)
    }
    let share = Distributions.normalCDF(bias + shifted / slack)
    let sorted = sorted
    // A quantile rises with its probability: the ends' quantiles enclose it.
    return Real { precision in
      let ball = share.enclosed(precision: precision)
      guard let low = ball.lower, let high = ball.upper else {
        return .indeterminate(precision: precision)
      }
      return Ball(
        lower: type.quantile(max(low, 0), ofSorted: sorted),
        upper: type.quantile(min(high, 1), ofSorted: sorted), precision: precision)
    }
  }
}

extension QuantileType {
  /// The quantile of values in ascending order, of which there is at least one.
  func quantile(_ p: Exact, ofSorted values: [Exact]) -> Exact {
    let n = values.count
    let (rank, weight) = position(p, n: n)
    let low = values[min(max(rank, 1), n) - 1]
    let high = values[min(max(rank + 1, 1), n) - 1]
    return low + weight * (high - low)
  }
}

/// A statistic's values with each unit left out in turn.
public struct Jackknife: Hashable, Sendable {
  /// The values, stratum by stratum.
  public let strata: [[Exact]]

  init(_ strata: [[Exact]]) {
    self.strata = strata
  }

  /// The acceleration `Σₖ nₖ⁻³ Σⱼ l³ / (6 (Σₖ nₖ⁻² Σⱼ l²)^{3/2})` with `l = (nₖ − 1)(θ̄ₖ − θₖⱼ)` for unit `j` of
  /// the `nₖ` of stratum `k`, `θ̄ₖ` the stratum's mean: for one stratum B. Efron and R. J. Tibshirani, An
  /// Introduction to the Bootstrap (1993), (14.15); for several A. C. Davison and D. V. Hinkley, Bootstrap
  /// Methods and their Application (1997), section 5.4.
  ///
  /// - Throws: `ResamplingError.constantJackknife`.
  public func acceleration() throws(ResamplingError) -> Real {
    guard strata.contains(where: { values in values.contains { $0 != values.first } }) else {
      throw .constantJackknife
    }
    let strata = strata
    return Real { precision in
      let zero = Ball(.zero, precision: precision)
      var (cubes, squares) = (zero, zero)
      for values in strata {
        let n = values.count
        let balls = values.map { Ball($0, precision: precision) }
        let mean = balls.reduce(zero, +) / Ball(n)
        var (cube, square) = (zero, zero)
        for ball in balls {
          let influence = mean - ball
          square += influence.square()
          cube += influence.square() * influence
        }
        let factor = Ball(Exact(n - 1).over(n), precision: precision)
        squares += factor.square() * square
        cubes += factor.square() * factor * cube
      }
      return cubes / (Ball(6) * squares * squares.squareRoot())
    }
  }
}
