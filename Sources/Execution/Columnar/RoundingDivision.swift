import Quantities

extension Rounding.Mode {
  /// The quotient of two whole numbers, rounded to a whole number; the divisor is positive.
  @inline(__always)
  func quotient<Number: FixedWidthInteger & SignedInteger>(
    _ dividend: Number, by divisor: Number
  ) -> Number {
    let (whole, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    if rest == 0 { return whole }
    let away: Number = rest < 0 ? -1 : 1
    let size = rest < 0 ? -rest : rest
    switch self {
    case .down: return whole
    case .up: return whole + away
    case .floor: return rest < 0 ? whole - 1 : whole
    case .ceiling: return rest > 0 ? whole + 1 : whole
    case .halfUp: return size >= divisor - size ? whole + away : whole
    case .halfEven:
      if size == divisor - size { return whole & 1 == 0 ? whole : whole + away }
      return size > divisor - size ? whole + away : whole
    }
  }
}

/// Powers of ten that fit 64 bits.
enum PowerOfTen {
  static let largest = 18

  /// `10^exponent` for an exponent from 0 to 18; nil otherwise.
  static func int64(_ exponent: Int) -> Int64? {
    guard (0...largest).contains(exponent) else { return nil }
    return (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
