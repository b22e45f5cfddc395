/// Powers of e in doubles with a known error: additions and multiplications alone, so that the bits are
/// the same on every machine, and loops over it run in vector units.
///
/// The argument is reduced by a multiple of log 2 in two parts, the rest goes into the Taylor series to
/// degree 13 (W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980, ch. 6).
package enum FloatingExponential {
  /// The unit of rounding, 2⁻⁵³.
  static let rounding = FloatingColumns.u
  /// No result is further from the true value, relative to it: the reduction contributes at most one
  /// unit, the series four and a tenth; doubled.
  package static let relativeError = 10 * rounding
  /// The largest magnitude; beyond it results would leave the range of doubles.
  package static let largest = 600.0

  private static let perLog2 = 1.442_695_040_888_963_4
  /// log 2 to 32 bits, whose multiples here are exact, and the rest of it.
  private static let log2 = (high: 0x1.62e42feep-1, low: 0x1.a39ef35793c76p-33)
  /// Adding it rounds to a whole number, which then stands in the lowest bits.
  private static let rounder = 0x1.8p52

  /// `e^−m` for m in `0 ... largest`.
  @inline(__always)
  package static func negative(_ m: Double) -> Double {
    let shifted = rounder - m * perLog2
    let multiple = shifted - rounder
    let r = (-m - multiple * log2.high) - multiple * log2.low
    var sum = 1.0 / 6_227_020_800
    sum = sum * r + 1.0 / 479_001_600
    sum = sum * r + 1.0 / 39_916_800
    sum = sum * r + 1.0 / 3_628_800
    sum = sum * r + 1.0 / 362_880
    sum = sum * r + 1.0 / 40_320
    sum = sum * r + 1.0 / 5_040
    sum = sum * r + 1.0 / 720
    sum = sum * r + 1.0 / 120
    sum = sum * r + 1.0 / 24
    sum = sum * r + 1.0 / 6
    sum = sum * r + 0.5
    sum = sum * r + 1
    sum = sum * r + 1
    return Double(bitPattern: sum.bitPattern &+ shifted.bitPattern &<< 52)
  }
}
