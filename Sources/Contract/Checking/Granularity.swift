import BigInt
import Quantities

/// The finest step a figure can move by: every possible value is a multiple of it.
///
/// It decides where a rounding must be written: exactly where a fraction of the smallest unit of
/// money (or of the recorded decimal) is possible.
enum Granularity: Hashable {
  case step(Exact)
  /// Decimals of unknown length, such as a column of a file holds: finite, but without a known step.
  case decimals
  /// No step is known: any fraction can occur.
  case arbitrary

  static func multiples(of value: Exact) -> Granularity { .step(value.signum < 0 ? -value : value) }

  /// Multiples of both.
  static func + (a: Granularity, b: Granularity) -> Granularity {
    guard case .step(let x) = a, case .step(let y) = b else { return coarsest(a, b) }
    return .step(greatestCommonDivisor(x, y))
  }

  static func * (a: Granularity, b: Granularity) -> Granularity {
    guard case .step(let x) = a, case .step(let y) = b else { return coarsest(a, b) }
    return .step(x * y)
  }

  private static func coarsest(_ a: Granularity, _ b: Granularity) -> Granularity {
    a == .arbitrary || b == .arbitrary ? .arbitrary : .decimals
  }

  /// Whether every value is a whole multiple of `quantum`.
  func fits(_ quantum: Exact) -> Bool {
    guard case .step(let x) = self, quantum.signum > 0 else { return false }
    return x.divided(by: quantum)?.isInteger ?? false
  }

  private static func greatestCommonDivisor(_ x: Exact, _ y: Exact) -> Exact {
    if x.isZero { return y }
    if y.isZero { return x }
    let n = (x.numerator * y.denominator).greatestCommonDivisor(with: y.numerator * x.denominator)
    return Exact(n, over: x.denominator * y.denominator) ?? 0
  }
}
