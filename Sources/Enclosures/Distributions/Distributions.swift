import CFLINT
import Quantities

/// Distribution functions and quantiles, enclosed.
///
/// Arb gives the error function, the incomplete gamma and the incomplete beta function. A quantile is
/// found by bracketing and secants, and then proved: the distribution function is certainly below the
/// probability at one end of the enclosure and certainly above at the other.
///
/// Outside its domain (a probability not between 0 and 1, degrees of freedom not positive) a function
/// is undefined: its enclosures are not finite, and `Real.rounded` throws `EnclosureError.notFinite`.
public enum Distributions {
  /// Bits that results lose to cancellation and to large parameters, asked for in addition.
  static let guardBits = 32

  /// A real function of real numbers by a function of balls.
  static func real(
    _ arguments: [Real], _ function: @escaping @Sendable ([Ball], Int) -> Ball
  ) -> Real {
    Real { precision in
      let working = precision + guardBits
      let balls = arguments.map { $0.enclosed(precision: working) }
      guard balls.allSatisfy(\.isFinite) else { return .indeterminate(precision: precision) }
      return function(balls, working)
    }
  }

  /// Whether a probability is strictly between 0 and 1.
  static func isProper(_ probability: Exact) -> Bool {
    probability > .zero && probability < .one
  }
}

// MARK: - Normal

extension Distributions {
  /// Φ(x), the standard normal distribution function.
  public static func normalCDF(_ x: Real) -> Real {
    if x.exact == .zero { return Real(half) }
    return real([x]) { x, precision in
      let tail = -x[0] / Ball(2, precision: precision).squareRoot()
      return tail.map(arb_hypgeom_erfc) / Ball(2)
    }
  }

  /// P(|Z| ≥ |z|), the two-sided tail of the standard normal distribution: erfc(|z| / √2).
  public static func normalTwoSided(_ z: Real) -> Real {
    if z.exact == .zero { return Real(.one) }
    return real([z]) { z, precision in
      (z[0].magnitude / Ball(2, precision: precision).squareRoot()).map(arb_hypgeom_erfc)
    }
  }

  /// The z with Φ(z) = p.
  public static func normalQuantile(_ p: Exact) -> Real {
    guard isProper(p) else { return .undefined }
    if p == half { return Real(.zero) }
    return Real { precision in
      let inverse = Ball(p * 2, precision: precision + guardBits).map(arb_hypgeom_erfcinv)
      return -inverse * Ball(2, precision: precision + guardBits).squareRoot()
    }
  }

  static let half = Exact(unscaled: 5, scale: 1)
}
