import CFLINT
import Quantities

extension Ball {
  /// The sum, at the larger precision.
  public static func + (left: Ball, right: Ball) -> Ball { combine(left, right, arb_add) }
  /// The difference, at the larger precision.
  public static func - (left: Ball, right: Ball) -> Ball { combine(left, right, arb_sub) }
  /// The product, at the larger precision.
  public static func * (left: Ball, right: Ball) -> Ball { combine(left, right, arb_mul) }
  /// The quotient, at the larger precision; not finite when `right` may be zero.
  public static func / (left: Ball, right: Ball) -> Ball { combine(left, right, arb_div) }

  /// The value with the opposite sign.
  public static prefix func - (value: Ball) -> Ball {
    Ball(precision: value.precision) { result in value.with { arb_neg(result, $0) } }
  }

  public static func += (left: inout Ball, right: Ball) { left = left + right }
  public static func -= (left: inout Ball, right: Ball) { left = left - right }
  public static func *= (left: inout Ball, right: Ball) { left = left * right }

  /// The distance from zero.
  public var magnitude: Ball {
    Ball(precision: precision) { result in with { arb_abs(result, $0) } }
  }

  /// A ball that holds every number of both.
  public func union(_ other: Ball) -> Ball { Ball.combine(self, other, arb_union) }

  /// The larger of two values.
  public func maximum(_ other: Ball) -> Ball { Ball.combine(self, other, arb_max) }

  /// The smaller of two values.
  public func minimum(_ other: Ball) -> Ball { Ball.combine(self, other, arb_min) }

  typealias Binary = (
    UnsafeMutablePointer<arb_struct>, UnsafePointer<arb_struct>, UnsafePointer<arb_struct>, Int
  ) -> Void
  typealias Unary = (UnsafeMutablePointer<arb_struct>, UnsafePointer<arb_struct>, Int) -> Void

  static func combine(_ left: Ball, _ right: Ball, _ operation: Binary) -> Ball {
    let precision = max(left.precision, right.precision)
    return Ball(precision: precision) { result in
      left.with { left in right.with { operation(result, left, $0, precision) } }
    }
  }

  func map(_ operation: Unary) -> Ball {
    Ball(precision: precision) { result in with { operation(result, $0, precision) } }
  }
}

// MARK: - Elementary functions

extension Ball {
  /// The product with itself.
  public func square() -> Ball { map(arb_sqr) }

  /// The square root; not finite when the value may be negative.
  public func squareRoot() -> Ball { map(arb_sqrt) }

  /// eˣ.
  public func exponential() -> Ball { map(arb_exp) }

  /// eˣ − 1, without the loss of digits near zero.
  public func exponentialMinusOne() -> Ball { map(arb_expm1) }

  /// The logistic function `1 / (1 + e^−x)`.
  public func logistic() -> Ball {
    let one = Ball(1)
    return one / (one + (-self).exponential())
  }

  /// The natural logarithm; not finite when the value may not be positive.
  public func logarithm() -> Ball { map(arb_log) }

  /// The natural logarithm of 1 + x, without the loss of digits near zero.
  public func logarithmOfOnePlus() -> Ball { map(arb_log1p) }

  /// The power with a rational exponent; not finite where it is not defined in the real numbers.
  public func power(_ exponent: Exact) -> Ball {
    let exponent = Rational(exponent)
    return Ball(precision: precision) { result in
      with { base in exponent.with { arb_pow_fmpq(result, base, $0, precision) } }
    }
  }
}
