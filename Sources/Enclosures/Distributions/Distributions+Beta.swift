import BigInt
import CFLINT
import Quantities

extension Distributions {
  /// I_x(a, b), the distribution function of the beta distribution.
  public static func betaCDF(_ x: Real, a: Real, b: Real) -> Real {
    real([x, a, b]) { balls, _ in incompleteBeta(balls[0], a: balls[1], b: balls[2]) }
  }

  /// The x with I_x(a, b) = p.
  public static func betaQuantile(_ p: Exact, a: Exact, b: Exact) -> Real {
    quantile(p, support: .unit, parameters: [Real(a), Real(b)]) { x, parameters in
      incompleteBeta(x, a: parameters[0], b: parameters[1])
    }
  }

  /// The distribution function of Student's t.
  ///
  /// With v degrees of freedom and x = v / (v + t²) it is ½ I_x(v/2, ½) for t < 0 and
  /// 1 − ½ I_x(v/2, ½) for t > 0.
  public static func studentCDF(_ t: Real, degreesOfFreedom: Real) -> Real {
    if t.exact == .zero { return Real(half) }
    return real([t, degreesOfFreedom]) { balls, _ in
      student(balls[0], degreesOfFreedom: balls[1])
    }
  }

  /// P(|T| ≥ |t|), the two-sided tail of Student's t: I_x(v/2, ½) with x = v / (v + t²).
  public static func studentTwoSided(_ t: Real, degreesOfFreedom: Real) -> Real {
    if t.exact == .zero { return Real(.one) }
    return real([t, degreesOfFreedom]) { balls, _ in
      studentTails(balls[0], degreesOfFreedom: balls[1])
    }
  }

  /// The t with P(T ≤ t) = p for Student's t; the degrees of freedom need not be whole.
  public static func studentQuantile(_ p: Exact, degreesOfFreedom: Real) -> Real {
    if p == half { return Real(.zero) }
    return quantile(p, support: .line, parameters: [degreesOfFreedom]) { t, parameters in
      student(t, degreesOfFreedom: parameters[0])
    }
  }

  /// The distribution function of Fisher's F with (d₁, d₂) degrees of freedom: I_x(d₁/2, d₂/2)
  /// with x = d₁f / (d₁f + d₂).
  public static func fisherCDF(_ f: Real, degreesOfFreedom d: (Real, Real)) -> Real {
    real([f, d.0, d.1]) { balls, _ in
      let part = balls[1] * balls[0]
      return incompleteBeta(part / (part + balls[2]), a: halved(balls[1]), b: halved(balls[2]))
    }
  }

  /// P(F ≥ f), the upper tail of Fisher's F: I_x(d₂/2, d₁/2) with x = d₂ / (d₁f + d₂).
  public static func fisherUpperTail(_ f: Real, degreesOfFreedom d: (Real, Real)) -> Real {
    real([f, d.0, d.1]) { balls, _ in
      let rest = balls[2] / (balls[1] * balls[0] + balls[2])
      return incompleteBeta(rest, a: halved(balls[2]), b: halved(balls[1]))
    }
  }

  /// The f with P(F ≤ f) = p for Fisher's F.
  public static func fisherQuantile(_ p: Exact, degreesOfFreedom d: (Real, Real)) -> Real {
    let x = quantile(
      p, support: .unit, parameters: [d.0 * Real(half), d.1 * Real(half)]
    ) { x, parameters in incompleteBeta(x, a: parameters[0], b: parameters[1]) }
    return d.1 * x / (d.0 * (Real(1) - x))
  }

  /// P(X ≤ count) for a binomial variable of `trials` trials with probability p.
  ///
  /// Exact up to 500 trials (so that ties of a rounding are decided), above I_(1−p)(n − k, k + 1).
  public static func binomialCDF(_ count: Int, trials: Int, probability p: Exact) -> Real {
    guard trials >= 0, p >= .zero, p <= .one else { return .undefined }
    if count < 0 { return Real(.zero) }
    if count >= trials { return Real(.one) }
    guard trials > 500 else { return Real(binomialSum(count, trials: trials, probability: p)) }
    return betaCDF(
      Real(.one - p), a: Real(Exact(trials - count)), b: Real(Exact(count) + .one))
  }

  private static func binomialSum(_ count: Int, trials: Int, probability p: Exact) -> Exact {
    let (success, failure) = (p.numerator, p.denominator - p.numerator)
    // Horner's scheme in success / failure: Σ C(n, i) sⁱ f^(n−i), i ≤ count.
    var choose = BigInt(1)
    var power = BigInt(1)
    var terms: [BigInt] = []
    for i in 0...count {
      terms.append(choose * power)
      choose = choose * BigInt(trials - i) / BigInt(i + 1)
      power *= success
    }
    let sum = terms.reduce(BigInt(0)) { $0 * failure + $1 }
    return Exact(
      sum * failure.power(trials - count), over: p.denominator.power(trials)) ?? .zero
  }
}

// MARK: - Balls

extension Distributions {
  private static func halved(_ ball: Ball) -> Ball { ball / Ball(2) }

  private static func incompleteBeta(_ x: Ball, a: Ball, b: Ball) -> Ball {
    let precision = max(x.precision, a.precision, b.precision)
    let complement = Ball(1) - x
    guard a.certainSign == 1, b.certainSign == 1, let below = x.certainSign, below >= 0,
      let above = complement.certainSign, above >= 0
    else { return .indeterminate(precision: precision) }
    if below == 0 { return Ball(0) }
    if above == 0 { return Ball(1) }
    return Ball(precision: precision) { result in
      x.with { x in
        a.with { a in b.with { arb_hypgeom_beta_lower(result, a, $0, x, 1, precision) } }
      }
    }
  }

  private static func studentTails(_ t: Ball, degreesOfFreedom v: Ball) -> Ball {
    incompleteBeta(v / (v + t.square()), a: halved(v), b: Ball(1) / Ball(2))
  }

  private static func student(_ t: Ball, degreesOfFreedom v: Ball) -> Ball {
    let tail = halved(studentTails(t, degreesOfFreedom: v))
    switch t.certainSign {
    case 0: return Ball(1) / Ball(2)
    case 1: return Ball(1) - tail
    case -1: return tail
    default: return tail.union(Ball(1) - tail)
    }
  }
}
