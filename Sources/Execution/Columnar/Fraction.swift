/// A fraction of 128-bit numbers, for the rows whose arithmetic does not fit the fast path.
struct Fraction {
  /// The arithmetic left 127 bits.
  struct Overflow: Error {}

  let numerator: Int128
  /// Always positive.
  let denominator: Int128

  init(_ numerator: Int128, _ denominator: Int128 = 1) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// In lowest terms once the numbers have grown; small ones are left as they are.
  private var reduced: Fraction {
    let small: UInt128 = 1 << 60
    if numerator.magnitude < small, denominator.magnitude < small { return self }
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    guard a > 1 else { return self }
    let divisor = Int128(a)
    return Fraction(numerator / divisor, denominator / divisor)
  }

  private static func product(_ a: Int128, _ b: Int128) throws(Overflow) -> Int128 {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw Overflow() }
    return value
  }

  private static func sum(_ a: Int128, _ b: Int128) throws(Overflow) -> Int128 {
    let (value, overflow) = a.addingReportingOverflow(b)
    if overflow { throw Overflow() }
    return value
  }

  func adding(_ other: Fraction) throws(Overflow) -> Fraction {
    if denominator == other.denominator {
      return Fraction(try Self.sum(numerator, other.numerator), denominator).reduced
    }
    return Fraction(
      try Self.sum(
        try Self.product(numerator, other.denominator),
        try Self.product(other.numerator, denominator)),
      try Self.product(denominator, other.denominator)
    ).reduced
  }

  func multiplied(by other: Fraction) throws(Overflow) -> Fraction {
    Fraction(
      try Self.product(numerator, other.numerator),
      try Self.product(denominator, other.denominator)
    ).reduced
  }

  var negated: Fraction { Fraction(-numerator, denominator) }

  /// The reciprocal; nil of zero.
  var reciprocal: Fraction? {
    if numerator == 0 { return nil }
    return numerator > 0
      ? Fraction(denominator, numerator) : Fraction(-denominator, -numerator)
  }

  func isLess(than other: Fraction) throws(Overflow) -> Bool {
    try Self.product(numerator, other.denominator) < Self.product(other.numerator, denominator)
  }
}
