import BigInt
import Quantities

/// The finest step a figure can move by: every possible value is a multiple of it.
///
/// It decides where a rounding must be written: exactly where a fraction of the smallest unit of
/// money (or of the recorded decimal) is possible.
enum Granularity: Hashable {
  case step(Exact)
  /// No step is known: any fraction can occur.
  case arbitrary

  static func multiples(of value: Exact) -> Granularity { .step(value.signum < 0 ? -value : value) }

  /// Multiples of both.
  static func + (a: Granularity, b: Granularity) -> Granularity {
    guard case .step(let x) = a, case .step(let y) = b else { return .arbitrary }
    return .step(greatestCommonDivisor(x, y))
  }

  static func * (a: Granularity, b: Granularity) -> Granularity {
    guard case .step(let x) = a, case .step(let y) = b else { return .arbitrary }
    return .step(x * y)
  }

  /// Whether every value is a whole multiple of `quantum`.
  func fits(_ quantum: Exact) -> Bool {
    guard case .step(let x) = self else { return false }
    return x.divided(by: quantum)?.isInteger ?? false
  }

  private static func greatestCommonDivisor(_ x: Exact, _ y: Exact) -> Exact {
    if x.isZero { return y }
    if y.isZero { return x }
    let n = (x.numerator * y.denominator).greatestCommonDivisor(with: y.numerator * x.denominator)
    return Exact(n, over: x.denominator * y.denominator) ?? 0
  }
}
