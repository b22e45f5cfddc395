import BigInt

/// An exact rational number, always in lowest terms with a positive denominator.
///
/// Every figure that can reach a payment is an `Exact`: sums, means, rates, differences, scores and
/// money. There is no way in from a binary fraction. Values whose numerator and denominator both fit
/// 64 bits are stored in place and computed without allocation; results that outgrow them continue
/// in arbitrary precision, with the same value and the same text.
public struct Exact: Hashable, Sendable {
  /// The canonical representation, so that equality of storage is equality of value.
  enum Storage: Hashable, Sendable {
    /// |numerator| and denominator at most `Int64.max`, coprime, denominator positive.
    case small(Int64, Int64)
    /// Coprime, denominator positive, at least one of the two too large for `small`.
    indirect case big(BigInt, BigInt)
  }

  let storage: Storage

  init(storage: Storage) {
    self.storage = storage
  }

  /// The integer `value`.
  public init(_ value: Int) {
    if value == Int.min {
      self.init(lowestTerms: BigInt(value), 1)
    } else {
      self.init(storage: .small(Int64(value), 1))
    }
  }

  /// The integer `value`, of any fixed width.
  public init(_ value: some FixedWidthInteger) {
    if let int = Int(exactly: value) {
      self.init(int)
    } else {
      self.init(lowestTerms: BigInt(value), 1)
    }
  }

  /// The integer `value`, of any size.
  public init(_ value: BigInt) {
    self.init(lowestTerms: value, 1)
  }

  /// The quotient of two integers; `nil` if `denominator` is zero.
  public init?(_ numerator: BigInt, over denominator: BigInt) {
    if denominator.isZero { return nil }
    self.init(reducing: numerator, denominator)
  }

  /// The quotient of two machine integers; `nil` if `denominator` is zero.
  public init?(_ numerator: Int, over denominator: Int) {
    if denominator == 0 { return nil }
    let divisor = greatestCommonDivisor(
      UInt64(numerator.magnitude), UInt64(denominator.magnitude))
    let sign = (numerator < 0) != (denominator < 0) ? -1 : 1
    let top = UInt64(numerator.magnitude) / divisor
    let bottom = UInt64(denominator.magnitude) / divisor
    if top <= UInt64(Int64.max), bottom <= UInt64(Int64.max) {
      self.init(storage: .small(Int64(top) * Int64(sign), Int64(bottom)))
    } else {
      self.init(lowestTerms: BigInt(top) * BigInt(sign), BigInt(bottom))
    }
  }

  /// The fixed-point number `unscaled · 10^-scale`, as columns store it.
  public init(unscaled: Int64, scale: Int) {
    if scale == 0 {
      self.init(unscaled)
    } else if scale < 0 {
      self = Exact(unscaled) * Exact.powerOfTen(-scale)
    } else if scale <= 18 {
      let power = smallPowersOfTen[scale]
      let divisor = greatestCommonDivisor(unscaled.magnitude, UInt64(power))
      let top = unscaled.magnitude / divisor
      let bottom = power / Int64(divisor)
      if top <= UInt64(Int64.max) {
        self.init(storage: .small(unscaled < 0 ? -Int64(top) : Int64(top), bottom))
      } else {
        self.init(lowestTerms: BigInt(unscaled), BigInt(bottom))
      }
    } else {
      self.init(reducing: BigInt(unscaled), BigInt(10).power(scale))
    }
  }

  /// Builds from coprime parts with a positive denominator, choosing the canonical storage.
  package init(lowestTerms numerator: BigInt, _ denominator: BigInt) {
    if let top = Int64(exactly: numerator), top != Int64.min,
      let bottom = Int64(exactly: denominator)
    {
      self.init(storage: .small(top, bottom))
    } else {
      self.init(storage: .big(numerator, denominator))
    }
  }

  /// Builds from any parts with a denominator that is not zero.
  init(reducing numerator: BigInt, _ denominator: BigInt) {
    let divisor = numerator.greatestCommonDivisor(with: denominator)
    let top = numerator / divisor
    let bottom = denominator / divisor
    if bottom.signum() < 0 {
      self.init(lowestTerms: -top, -bottom)
    } else {
      self.init(lowestTerms: top, bottom)
    }
  }
}

// MARK: - Parts

extension Exact {
  /// Zero.
  public static let zero = Exact(0)
  /// One.
  public static let one = Exact(1)

  /// The numerator in lowest terms; it carries the sign.
  public var numerator: BigInt {
    switch storage {
    case .small(let top, _): BigInt(top)
    case .big(let top, _): top
    }
  }

  /// The denominator in lowest terms; always positive.
  public var denominator: BigInt {
    switch storage {
    case .small(_, let bottom): BigInt(bottom)
    case .big(_, let bottom): bottom
    }
  }

  /// Whether there is no fractional part.
  public var isInteger: Bool {
    switch storage {
    case .small(_, let bottom): bottom == 1
    case .big(_, let bottom): bottom == 1
    }
  }

  /// Whether the value is zero.
  public var isZero: Bool {
    if case .small(0, _) = storage { true } else { false }
  }

  /// -1, 0 or 1.
  public var signum: Int {
    switch storage {
    case .small(let top, _): Int(top.signum())
    case .big(let top, _): Int(top.signum())
    }
  }

  /// The distance from zero.
  public var magnitude: Exact {
    signum < 0 ? -self : self
  }

  /// The value as a 64-bit integer; `nil` if it has a fraction or does not fit.
  public var int64: Int64? {
    switch storage {
    case .small(let top, let bottom): bottom == 1 ? top : nil
    case .big(let top, let bottom): bottom == 1 ? Int64(exactly: top) : nil
    }
  }

  /// Ten to the power of `exponent`, which may be negative.
  public static func powerOfTen(_ exponent: Int) -> Exact {
    if exponent.magnitude <= 18 {
      let power = smallPowersOfTen[Int(exponent.magnitude)]
      return Exact(storage: exponent >= 0 ? .small(power, 1) : .small(1, power))
    }
    let power = BigInt(10).power(Int(exponent.magnitude))
    return exponent >= 0
      ? Exact(lowestTerms: power, 1) : Exact(lowestTerms: 1, power)
  }
}

extension Exact: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) {
    self.init(value)
  }
}

// MARK: - Machine integers

/// 10^0 … 10^18, the powers that fit `Int64`.
let smallPowersOfTen: [Int64] = {
  var powers: [Int64] = [1]
  for _ in 1...18 { powers.append(powers[powers.count - 1] * 10) }
  return powers
}()

/// Euclid's algorithm; the divisor of (0, 0) is taken as 1 so that it can always be divided by.
func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var (x, y) = (a, b)
  while y != 0 { (x, y) = (y, x % y) }
  return x == 0 ? 1 : x
}
