import CFLINT
import Quantities

extension Distributions {
  /// P(a, x), the distribution function of the gamma distribution of shape a and scale 1.
  public static func gammaCDF(_ x: Real, shape: Real) -> Real {
    real([x, shape]) { balls, _ in lowerGamma(shape: balls[1], balls[0]) }
  }

  /// The x with P(shape, x) = p.
  public static func gammaQuantile(_ p: Exact, shape: Real) -> Real {
    quantile(p, support: .positive, parameters: [shape]) { x, parameters in
      lowerGamma(shape: parameters[0], x)
    }
  }

  /// The distribution function of χ²: P(df / 2, x / 2).
  public static func chiSquaredCDF(_ x: Real, degreesOfFreedom: Real) -> Real {
    gammaCDF(x * Real(half), shape: degreesOfFreedom * Real(half))
  }

  /// P(X ≥ x) for χ²: the probability of the upper tail.
  public static func chiSquaredUpperTail(_ x: Real, degreesOfFreedom: Real) -> Real {
    real([x * Real(half), degreesOfFreedom * Real(half)]) { balls, _ in
      upperGamma(shape: balls[1], balls[0])
    }
  }

  /// The x with P(X ≤ x) = p for χ².
  public static func chiSquaredQuantile(_ p: Exact, degreesOfFreedom: Real) -> Real {
    Real(2) * gammaQuantile(p, shape: degreesOfFreedom * Real(half))
  }

  /// P(X ≤ count) for a Poisson variable: e^(−mean) Σ meanⁱ / i!, i ≤ count.
  public static func poissonCDF(_ count: Int, mean: Real) -> Real {
    if count < 0 { return Real(.zero) }
    if mean.exact == .zero { return Real(.one) }
    return real([mean]) { balls, _ in upperGamma(shape: Ball(count) + Ball(1), balls[0]) }
  }

  /// Q(a, x) = Γ(a, x) / Γ(a).
  private static func upperGamma(shape: Ball, _ x: Ball) -> Ball {
    let precision = max(shape.precision, x.precision)
    if x.certainSign == 0, shape.certainSign == 1 { return Ball(1) }
    guard shape.certainSign == 1, x.certainSign == 1 else {
      return .indeterminate(precision: precision)
    }
    return Ball(precision: precision) { result in
      shape.with { shape in x.with { arb_hypgeom_gamma_upper(result, shape, $0, 1, precision) } }
    }
  }

  /// P(a, x) = γ(a, x) / Γ(a), by a series of positive terms on the left of the mean, from the other
  /// tail on the right. (Arb's own lower function gives up for large shapes on the left.)
  private static func lowerGamma(shape: Ball, _ x: Ball) -> Ball {
    guard shape.certainSign == 1, x.certainSign == 1, x.isCertainlyLess(than: shape) else {
      return Ball(1) - upperGamma(shape: shape, x)
    }
    return lowerGammaSeries(shape: shape, x)
  }

  /// xᵃ e⁻ˣ / Γ(a + 1) · Σ xⁿ / ((a + 1) … (a + n)) for x < a (DLMF 8.11.4).
  ///
  /// The quotient of successive terms decreases, so that the rest after a term is less than that of
  /// the geometric series with the last quotient.
  private static func lowerGammaSeries(shape: Ball, _ x: Ball) -> Ball {
    let precision = max(shape.precision, x.precision)
    let negligible = Ball(2).power(Exact(-precision))
    var term = Ball(1)
    var sum = Ball(1)
    for n in 1...1_000_000 {
      let quotient = x / (shape + Ball(n))
      term *= quotient
      sum += term
      let rest = term * quotient / (Ball(1) - quotient)
      guard rest.isCertainlyLess(than: negligible * sum) else { continue }
      let exponent = shape * x.logarithm() - x - (shape + Ball(1)).map(arb_hypgeom_lgamma)
      return exponent.exponential() * sum.widened(by: rest)
    }
    return .indeterminate(precision: precision)
  }
}
