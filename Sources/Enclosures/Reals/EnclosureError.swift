import Quantities

/// Why a real number could not be written as a decimal.
public enum EnclosureError: Error, Hashable, Sendable {
  /// At the highest precision the rounding to `decimals` places is still open between these ends.
  ///
  /// The value is exactly on a boundary, or nearer to it than any real measurement can be.
  case undecided(decimals: Int, lower: Exact, upper: Exact)
  /// At the highest precision the order relative to `bound` is still open between these ends.
  case incomparable(bound: Exact, lower: Exact, upper: Exact)
  /// The number is not defined, or is too large: a quotient by zero, the root of a negative number.
  case notFinite
}
