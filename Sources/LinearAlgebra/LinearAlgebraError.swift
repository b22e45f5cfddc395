/// Why a product or a factorisation could not be formed, or a product not be certified exact.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// Two operands that must have as many rows have not.
  case lengthMismatch(expected: Int, found: Int)
  /// Storage is too small for the shape that goes with it, or the shape itself is impossible.
  case shape(routine: Routine, needed: Int, found: Int)
  /// A dimension does not fit the library's 32-bit index.
  case dimensionTooLarge(Int)
  /// A product of no columns was asked for.
  case noColumns
  /// A row's group code lies outside `0 ..< groupCount`.
  case groupCode(row: Int, code: Int, groupCount: Int)
  /// A block result reached 2^53 or is not an integer: the figure would not be exact.
  case certificate(routine: Routine, block: Int)
  /// The exact result may not fit 127 bits: `rows · largest · largest` is too large.
  case overflow(routine: Routine, rows: Int, largest: UInt64)
  /// A matrix that must be finite holds an infinity or what is no number.
  case notFinite(row: Int, column: Int)
  /// The columns are dependent, or too near to it: the smallest diagonal entry of R or singular value is
  /// `ratio` times the largest, not above `tolerance`; `rank` of them are.
  case rankDeficient(rank: Int, columns: Int, ratio: Double, tolerance: Double)
  /// A leading minor of this order is not positive.
  case notPositiveDefinite(leadingMinor: Int)
  /// An iteration inside the routine did not converge.
  case notConverged(routine: Routine, info: Int)
  /// The routine refused an argument, or there was no memory for it (`info` as LAPACKE gives it).
  case refused(routine: Routine, info: Int)
}
