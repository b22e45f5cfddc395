import BigInt

extension Exact: Comparable {
  /// Orders by value.
  public static func < (left: Exact, right: Exact) -> Bool {
    switch (left.storage, right.storage) {
    case (.small(let a, let b), .small(let c, let d)):
      if b == d { return a < c }
      return Int128(a) * Int128(d) < Int128(c) * Int128(b)
    default:
      return left.numerator * right.denominator < right.numerator * left.denominator
    }
  }
}

extension Exact {
  /// The exact sum.
  public static func + (left: Exact, right: Exact) -> Exact {
    if case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage,
      let sum = smallSum(a, b, c, d)
    {
      return sum
    }
    let (b, d) = (left.denominator, right.denominator)
    return Exact(reducing: left.numerator * d + right.numerator * b, b * d)
  }

  /// The exact difference.
  public static func - (left: Exact, right: Exact) -> Exact {
    left + (-right)
  }

  /// The exact product.
  public static func * (left: Exact, right: Exact) -> Exact {
    if case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage,
      let product = smallProduct(a, b, c, d)
    {
      return product
    }
    return Exact(
      reducing: left.numerator * right.numerator, left.denominator * right.denominator)
  }

  /// The value with the opposite sign.
  public static prefix func - (value: Exact) -> Exact {
    switch value.storage {
    case .small(let top, let bottom): Exact(storage: .small(-top, bottom))
    case .big(let top, let bottom): Exact(lowestTerms: -top, bottom)
    }
  }

  /// The exact quotient; `nil` if `divisor` is zero.
  public func divided(by divisor: Exact) -> Exact? {
    divisor.reciprocal.map { self * $0 }
  }

  /// One divided by the value; `nil` at zero.
  public var reciprocal: Exact? {
    switch storage {
    case .small(0, _): nil
    case .small(let top, let bottom):
      Exact(storage: top < 0 ? .small(-bottom, -top) : .small(bottom, top))
    case .big(let top, let bottom):
      top.signum() < 0
        ? Exact(lowestTerms: -bottom, -top) : Exact(lowestTerms: bottom, top)
    }
  }

  public static func += (left: inout Exact, right: Exact) { left = left + right }
  public static func -= (left: inout Exact, right: Exact) { left = left - right }
  public static func *= (left: inout Exact, right: Exact) { left = left * right }
}

// MARK: - Without allocation

extension Exact {
  /// a/b + c/d if the result fits, by Knuth's method (TAOCP 2, 4.5.1): reduce by gcd(b, d) first.
  private static func smallSum(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) -> Exact? {
    if b == 1, d == 1 {
      let (sum, overflow) = a.addingReportingOverflow(c)
      return overflow || sum == Int64.min ? nil : Exact(storage: .small(sum, 1))
    }
    let common = Int64(greatestCommonDivisor(b.magnitude, d.magnitude))
    // |a·d' + c·b'| < 2^127: each product is below 2^126.
    let top = Int128(a) * Int128(d / common) + Int128(c) * Int128(b / common)
    let rest = greatestCommonDivisor(
      UInt64(top.magnitude % UInt128(common.magnitude)), common.magnitude)
    let bottom = Int128(b / common) * Int128(d / Int64(rest))
    return small(top / Int128(rest), bottom)
  }

  /// a/b · c/d if the result fits; cross-reduced, so that it is in lowest terms at once.
  private static func smallProduct(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) -> Exact? {
    let first = Int64(d == 1 ? 1 : greatestCommonDivisor(a.magnitude, d.magnitude))
    let second = Int64(b == 1 ? 1 : greatestCommonDivisor(c.magnitude, b.magnitude))
    return small(
      Int128(a / first) * Int128(c / second), Int128(b / second) * Int128(d / first))
  }

  private static func small(_ top: Int128, _ bottom: Int128) -> Exact? {
    guard let top = Int64(exactly: top), top != Int64.min, let bottom = Int64(exactly: bottom)
    else { return nil }
    return Exact(storage: .small(top, bottom))
  }
}
