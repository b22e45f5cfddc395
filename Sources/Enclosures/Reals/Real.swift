import CFLINT
import Quantities

/// A real number that can be enclosed as tightly as asked: an irrational or iterative statistic.
///
/// It is exact as long as only rational operations lead to it. Otherwise it is a recipe, evaluated when
/// it is asked for and once per precision. Sums of many terms are made with `sum`, not one by one: a
/// recipe's depth is the depth of the calls that evaluate it.
public struct Real: Sendable {
  private enum Source {
    case exact(Exact)
    case enclosed(Refinable<Ball>)
  }

  private let source: Source

  /// A rational number.
  public init(_ exact: Exact) {
    source = .exact(exact)
  }

  /// A number that `enclose` encloses, the more tightly the more bits it is given.
  public init(_ enclose: @escaping @Sendable (_ precision: Int) -> Ball) {
    source = .enclosed(Refinable(enclose))
  }

  /// The value, when rational operations alone led to it.
  public var exact: Exact? {
    if case .exact(let value) = source { value } else { nil }
  }

  /// An enclosure computed with `precision` bits; its accuracy may be less.
  public func enclosed(precision: Int) -> Ball {
    switch source {
    case .exact(let value): Ball(value, precision: precision)
    case .enclosed(let ball): ball.value(precision: precision)
    }
  }

  /// The double nearest to a 64-bit enclosure's midpoint: for diagnostics, plots and tests only.
  public var approximation: Double {
    enclosed(precision: 64).approximation
  }

  /// What is not defined: every enclosure is the whole real line.
  public static let undefined = Real { Ball.indeterminate(precision: $0) }
}

// MARK: - Arithmetic

extension Real {
  /// The sum; exact when both are.
  public static func + (left: Real, right: Real) -> Real {
    if let left = left.exact, let right = right.exact { return Real(left + right) }
    return Real { left.enclosed(precision: $0) + right.enclosed(precision: $0) }
  }

  /// The difference; exact when both are.
  public static func - (left: Real, right: Real) -> Real {
    if let left = left.exact, let right = right.exact { return Real(left - right) }
    return Real { left.enclosed(precision: $0) - right.enclosed(precision: $0) }
  }

  /// The product; exact when both are.
  public static func * (left: Real, right: Real) -> Real {
    if let left = left.exact, let right = right.exact { return Real(left * right) }
    return Real { left.enclosed(precision: $0) * right.enclosed(precision: $0) }
  }

  /// The quotient; exact when both are, undefined when `right` is zero.
  public static func / (left: Real, right: Real) -> Real {
    if let left = left.exact, let right = right.exact {
      return left.divided(by: right).map { Real($0) } ?? .undefined
    }
    return Real { left.enclosed(precision: $0) / right.enclosed(precision: $0) }
  }

  /// The value with the opposite sign.
  public static prefix func - (value: Real) -> Real {
    if let exact = value.exact { return Real(-exact) }
    return Real { -value.enclosed(precision: $0) }
  }

  /// The sum of any number of terms.
  public static func sum(_ terms: [Real]) -> Real {
    let rational = terms.reduce(Exact.zero) { $0 + ($1.exact ?? .zero) }
    let others = terms.filter { $0.exact == nil }
    if others.isEmpty { return Real(rational) }
    return Real { precision in
      others.reduce(Ball(rational, precision: precision)) {
        $0 + $1.enclosed(precision: precision)
      }
    }
  }

  /// The distance from zero.
  public var magnitude: Real {
    if let exact { return Real(exact.magnitude) }
    return Real { enclosed(precision: $0).magnitude }
  }
}

// MARK: - Elementary functions

extension Real {
  /// The product with itself; exact when the value is.
  public func square() -> Real {
    if let exact { return Real(exact * exact) }
    return Real { enclosed(precision: $0).square() }
  }

  /// The square root; exact when the value is the square of a rational, undefined below zero.
  public func squareRoot() -> Real {
    if let root = exact?.squareRoot { return Real(root) }
    return Real { enclosed(precision: $0).squareRoot() }
  }

  /// eˣ; exact at zero.
  public func exponential() -> Real {
    if exact == .zero { return Real(.one) }
    return Real { enclosed(precision: $0).exponential() }
  }

  /// The natural logarithm; exact at one, undefined at zero and below.
  public func logarithm() -> Real {
    if exact == .one { return Real(.zero) }
    return Real { enclosed(precision: $0).logarithm() }
  }

  /// The power with a rational exponent; exact for whole exponents and square roots of squares.
  public func power(_ exponent: Exact) -> Real {
    if let exact, let result = exact.power(exponent) { return Real(result) }
    return Real { enclosed(precision: $0).power(exponent) }
  }
}

extension Exact {
  /// The square root, when it is rational.
  var squareRoot: Exact? {
    guard signum >= 0 else { return nil }
    let top = Integer(numerator)
    let bottom = Integer(denominator)
    let areSquares = top.with { fmpz_is_square($0) } != 0 && bottom.with { fmpz_is_square($0) } != 0
    guard areSquares else { return nil }
    top.with { fmpz_sqrt($0, $0) }
    bottom.with { fmpz_sqrt($0, $0) }
    return Exact(lowestTerms: top.value, bottom.value)
  }

  /// The power, when the exponent is whole or a half of a whole and the result is rational.
  fileprivate func power(_ exponent: Exact) -> Exact? {
    if exponent.denominator == 2 {
      return squareRoot?.power(exponent * 2)
    }
    guard let count = exponent.int64, count.magnitude <= 4096 else { return nil }
    guard let base = count < 0 ? reciprocal : self else { return nil }
    let size = Int(count.magnitude)
    return Exact(lowestTerms: base.numerator.power(size), base.denominator.power(size))
  }
}
