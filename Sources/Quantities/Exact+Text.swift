import BigInt

// MARK: - Reading

extension Exact {
  /// Reads a plain decimal such as `-12.50`: an optional sign, digits, optionally a point and digits.
  ///
  /// ASCII digits only, no grouping, no exponent; `nil` for anything else.
  public init?(decimal text: some StringProtocol) {
    var digits = 0
    var decimals = 0
    var point = false
    var negative = false
    var unscaled: Int64 = 0
    var first = true
    for byte in text.utf8 {
      defer { first = false }
      switch byte {
      case UInt8(ascii: "-") where first: negative = true
      case UInt8(ascii: "+") where first: break
      case UInt8(ascii: ".") where !point && digits > 0: point = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if point { decimals += 1 }
        if digits <= 18 { unscaled = unscaled * 10 + Int64(byte - UInt8(ascii: "0")) }
      default: return nil
      }
    }
    guard digits > 0, !point || decimals > 0 else { return nil }
    if digits <= 18 {
      self.init(unscaled: negative ? -unscaled : unscaled, scale: decimals)
      return
    }
    guard let magnitude = BigInt(String(text.filter { $0.isASCII && $0.isNumber })) else {
      return nil
    }
    self.init(reducing: negative ? -magnitude : magnitude, BigInt(10).power(decimals))
  }

  /// Reads a quotient of integers, `n/d`, or an integer, `n`; `nil` for anything else or `d` = 0.
  public init?(fraction text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let top = Exact.integer(first) else { return nil }
    if parts.count == 1 {
      self.init(top)
    } else {
      guard let bottom = Exact.integer(parts[1]) else { return nil }
      self.init(top, over: bottom)
    }
  }

  private static func integer(_ text: some StringProtocol) -> BigInt? {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
    return BigInt(String(text))
  }
}

// MARK: - Writing

extension Exact: CustomStringConvertible {
  /// The decimal text where it terminates, else the fraction.
  public var description: String {
    terminates ? decimalText : fraction
  }

  /// `n/d` in lowest terms; integers are `n/1`.
  public var fraction: String {
    switch storage {
    case .small(let top, let bottom): "\(top)/\(bottom)"
    case .big(let top, let bottom): "\(top)/\(bottom)"
    }
  }

  /// Whether the value has a finite decimal expansion.
  public var terminates: Bool {
    exactDecimals != nil
  }

  /// The fewest decimals that write the value exactly; `nil` if no number of them does.
  public var exactDecimals: Int? {
    if isInteger { return 0 }
    var rest = denominator
    var twos = rest.trailingZeroBitCount
    rest >>= twos
    var fives = 0
    while true {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 5)
      if !remainder.isZero { break }
      rest = quotient
      fives += 1
    }
    if rest != 1 { return nil }
    if fives > twos { twos = fives }
    return twos
  }

  /// The exact decimal if it terminates, else 20 significant digits, half even.
  ///
  /// A whole part of more than 20 digits is written in full.
  public var decimalText: String {
    if let decimals = exactDecimals { return fixed(decimals: decimals) }
    // 10^(20-1) <= |self| · 10^decimals < 10^20
    let (low, high) = (Exact.powerOfTen(19), Exact.powerOfTen(20))
    var decimals = 20 - (String(magnitude.roundedToInteger(.down).numerator).utf8.count)
    while magnitude * Exact.powerOfTen(decimals) < low { decimals += 1 }
    decimals = Swift.max(decimals, 0)
    var result = rounded(.halfEven, decimals: decimals)
    if decimals > 0, result.magnitude * Exact.powerOfTen(decimals) >= high {
      decimals -= 1
      result = rounded(.halfEven, decimals: decimals)
    }
    return result.fixed(decimals: decimals)
  }

  /// The value with exactly `decimals` places, the whole part in groups of three if `grouped`.
  ///
  /// - Precondition: the value is exact at `decimals` (round it first) and `decimals` is not negative.
  public func fixed(decimals: Int, grouped: Bool = false) -> String {
    precondition(decimals >= 0, "decimals must not be negative")
    let unscaled = self * Exact.powerOfTen(decimals)
    precondition(unscaled.isInteger, "a value must be rounded before it is written")
    var digits: [UInt8]
    switch unscaled.storage {
    case .small(let top, _): digits = Array(String(top.magnitude).utf8)
    case .big(let top, _): digits = Array(String(top.magnitude).utf8)
    }
    if digits.count <= decimals {
      digits.insert(
        contentsOf: repeatElement(UInt8(ascii: "0"), count: decimals + 1 - digits.count), at: 0)
    }
    let whole = digits.count - decimals
    var text: [UInt8] = []
    text.reserveCapacity(digits.count + digits.count / 3 + 2)
    if signum < 0 { text.append(UInt8(ascii: "-")) }
    for (index, digit) in digits.enumerated() {
      if index == whole {
        text.append(UInt8(ascii: "."))
      } else if grouped, index > 0, index < whole, (whole - index).isMultiple(of: 3) {
        text.append(UInt8(ascii: ","))
      }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
