/// Why a product could not be formed, or could not be certified exact.
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
}
