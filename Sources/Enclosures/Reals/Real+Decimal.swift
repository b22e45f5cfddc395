import Quantities

// MARK: - Decisions

extension Real {
  /// Bits at which numbers that agree with a power of ten to 150 places are taken as it.
  private static let telling = 512

  /// 64, 128, … bits: the first that decides, decides.
  static let precisions = (6...13).map { 1 << $0 }

  /// What `decide` reads off the first enclosure tight enough.
  ///
  /// - Parameter failure: makes the error from the ends of the last enclosure.
  private func escalate<Result>(
    _ decide: (Ball) -> Result?, failure: (_ lower: Exact, _ upper: Exact) -> EnclosureError
  ) throws(EnclosureError) -> Result {
    var ends: (Exact, Exact)?
    for precision in Real.precisions {
      let ball = enclosed(precision: precision)
      if let result = decide(ball) { return result }
      if let lower = ball.lower, let upper = ball.upper { ends = (lower, upper) }
    }
    guard let ends else { throw .notFinite }
    throw failure(ends.0, ends.1)
  }

  /// The value rounded to `decimals` places, with certainty.
  ///
  /// - Throws: `EnclosureError.undecided` when 8192 bits do not decide it, or `.notFinite`.
  public func rounded(
    _ mode: Rounding.Mode, decimals: Int
  ) throws(EnclosureError) -> Exact {
    if let exact { return exact.rounded(mode, decimals: decimals) }
    return try escalate({ $0.rounded(mode, decimals: decimals) }) {
      .undecided(decimals: decimals, lower: $0, upper: $1)
    }
  }

  /// -1, 0 or 1 as the value is less than, equal to or greater than `bound`.
  ///
  /// - Throws: `EnclosureError.incomparable` when 8192 bits do not decide it (an irrational recipe whose
  ///   value is `bound` itself is never decided), or `.notFinite`.
  public func compared(with bound: Exact) throws(EnclosureError) -> Int {
    if let exact { return exact < bound ? -1 : (exact == bound ? 0 : 1) }
    return try escalate({ ($0 - Ball(bound, precision: $0.precision)).certainSign }) {
      .incomparable(bound: bound, lower: $0, upper: $1)
    }
  }

  /// -1, 0 or 1 as the value is less than, equal to or greater than `other`.
  ///
  /// - Throws: `EnclosureError.incomparable` with the bound 0 and the ends of the difference when 8192
  ///   bits do not decide it, or `.notFinite`.
  public func compared(with other: Real) throws(EnclosureError) -> Int {
    if let bound = other.exact { return try compared(with: bound) }
    return try (self - other).compared(with: .zero)
  }
}

// MARK: - Text

extension Real {
  /// The value to `significantDigits`, half even, in the form of `Exact.decimalText`.
  ///
  /// Exact values that terminate are written in full. The bytes are the same on every machine.
  ///
  /// - Throws: `EnclosureError` when no precision decides the digits.
  public func decimalText(significantDigits: Int = 20) throws(EnclosureError) -> String {
    precondition(significantDigits > 0, "a number is written with at least one digit")
    if let exact, exact.terminates { return exact.decimalText }
    var decimals = max(significantDigits - (try decimalExponent()), 0)
    var result = try rounded(.halfEven, decimals: decimals)
    if decimals > 0, result.magnitude >= Exact.powerOfTen(significantDigits - decimals) {
      decimals -= 1
      result = try rounded(.halfEven, decimals: decimals)
    }
    return result.fixed(decimals: decimals)
  }

  /// The e with 10^(e−1) ≤ |value| < 10^e.
  private func decimalExponent() throws(EnclosureError) -> Int {
    if let exact { return exact.decimalExponent }
    return try escalate({ ball in
      guard let sign = ball.certainSign else { return nil }
      if sign == 0 { return 1 }
      guard let lower = ball.lower?.decimalExponent, let upper = ball.upper?.decimalExponent
      else { return nil }
      // A number that is a power of ten is never told from its neighbours; a digit more is taken off.
      let isClose = ball.precision >= Self.telling && abs(upper - lower) == 1
      return lower == upper ? lower : isClose ? min(lower, upper) : nil
    }) { .incomparable(bound: .zero, lower: $0, upper: $1) }
  }
}

extension Exact {
  /// The e with 10^(e−1) ≤ |self| < 10^e; 1 for zero.
  fileprivate var decimalExponent: Int {
    if isZero { return 1 }
    let bits = numerator.magnitude.bitWidth - denominator.magnitude.bitWidth
    // log₁₀ 2 ≈ 1233/4096; the estimate is corrected.
    var exponent = bits * 1233 / 4096
    while magnitude >= Exact.powerOfTen(exponent) { exponent += 1 }
    while magnitude < Exact.powerOfTen(exponent - 1) { exponent -= 1 }
    return exponent
  }
}
