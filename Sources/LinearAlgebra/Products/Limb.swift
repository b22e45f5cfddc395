/// A part of a column's values, small enough that its products are exact: `value = Σ part · 2^shift`.
///
/// The parts of a column are its values' bits cut at multiples of the width: the low parts are in
/// `0 ..< 2^width`, the top part keeps the sign. (The idea is that of Ozaki, Ogita, Oishi and Rump,
/// "Error-free transformations of matrix multiplication", 2012.)
struct Limb {
  /// The column's index, or nil for the constant column of ones.
  let column: Int?
  /// The power of two of the part's lowest bit.
  let shift: Int64
  /// Bits of a low part; 0 for the top part (or the whole value).
  let width: Int64
  /// No part's absolute value is greater.
  let bound: UInt64

  static let ones = Limb(column: nil, shift: 0, width: 0, bound: 1)

  /// Values up to this size are not split when they are multiplied with each other: their squares
  /// leave room for ten rows in a block.
  static let wholeInProduct: UInt64 = 30_000_000
  /// Values up to this size are not split when they are only added.
  static let wholeInSum: UInt64 = 1 << 40
  private static let widest = 21

  /// The least number of three binary digits, and zeros after them, that is not less.
  static func roundedUp(_ largest: UInt64) -> UInt64 {
    let shift = UInt64(max(61 - largest.leadingZeroBitCount, 0))
    let part = largest >> shift + (largest & ((1 << shift) - 1) == 0 ? 0 : 1)
    return part << shift
  }

  /// The parts of a column whose largest absolute value is known.
  static func parts(ofColumn column: Int, largest: UInt64, wholeUpTo limit: UInt64) -> [Limb] {
    guard largest > limit else {
      return [Limb(column: column, shift: 0, width: 0, bound: largest)]
    }
    let bits = 64 - largest.leadingZeroBitCount
    let count = (bits + widest - 1) / widest
    let width = (bits + count - 1) / count
    return (0..<count).map { part in
      let shift = part * width
      if part == count - 1 {
        // An arithmetic shift rounds down: a negative value may gain one.
        return Limb(
          column: column, shift: Int64(shift), width: 0, bound: (largest >> UInt64(shift)) + 1)
      }
      return Limb(
        column: column, shift: Int64(shift), width: Int64(width),
        bound: (1 << UInt64(width)) - 1)
    }
  }
}
