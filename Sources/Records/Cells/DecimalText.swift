/// Reading of fixed-point decimals.
enum DecimalText {
  /// An exact decimal, `unscaled · 10^-scale`.
  struct Value: Equatable {
    var unscaled: Int64
    var scale: Int
  }

  /// The most digits of a decimal, before and after the point.
  static let maxDigits = 18

  /// Powers of ten that fit 64 bits.
  static let powers: [Int64] = (0...maxDigits).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// Optional sign, digits, and optionally a point with digits, in ASCII; `nil` for all else.
  @inline(__always)
  static func readPlain(_ text: UnsafeRawPointer, _ count: Int) -> Value? {
    guard count > 0, count <= maxDigits else { return nil }
    var i = 0
    var isNegative = false
    var byte = text.load(as: UInt8.self)
    if byte == 0x2D || byte == 0x2B {
      isNegative = byte == 0x2D
      i = 1
      guard count > 1 else { return nil }
    }
    var value: Int64 = 0
    let first = i
    var point = -1
    while i < count {
      byte = text.load(fromByteOffset: i, as: UInt8.self)
      let digit = byte &- 0x30
      if digit <= 9 {
        value = value &* 10 &+ Int64(digit)
      } else if byte == 0x2E, point < 0, i > first {
        point = i
      } else {
        return nil
      }
      i &+= 1
    }
    var scale = 0
    if point >= 0 {
      scale = count &- 1 &- point
      if scale == 0 { return nil }
    }
    return Value(unscaled: isNegative ? 0 &- value : value, scale: scale)
  }

  /// The same, with thousands commas in exact groups of three, of any length up to `maxDigits` digits,
  /// in ASCII or full-width digits and signs.
  static func read(_ text: ArraySlice<UInt8>) -> Value? {
    var digits = text.contains(0xEF) ? halfWidth(text)[...] : text
    var isNegative = false
    if let sign = digits.first, sign == 0x2D || sign == 0x2B {
      isNegative = sign == 0x2D
      digits = digits.dropFirst()
    }
    let parts = digits.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let integer = ungrouped(whole) else { return nil }
    let fraction = parts.count > 1 ? Array(parts[1]) : []
    if parts.count > 1, fraction.isEmpty { return nil }
    // Zeros before the first digit do not count towards the limit.
    let significant = (integer + fraction).drop { $0 == 0x30 }
    guard fraction.count <= maxDigits, significant.count <= maxDigits else { return nil }
    var value: Int64 = 0
    for byte in significant {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    guard fraction.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Value(unscaled: isNegative ? -value : value, scale: fraction.count)
  }

  /// The digits of an integer without its commas; `nil` if it has none or the groups are wrong.
  private static func ungrouped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let groups = text.split(separator: 0x2C, omittingEmptySubsequences: false)
    guard let first = groups.first, !first.isEmpty else { return nil }
    if groups.count > 1 {
      guard first.count <= 3, groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    }
    let digits = groups.flatMap { Array($0) }
    return digits.allSatisfy { (0x30...0x39).contains($0) } ? digits : nil
  }

  /// Full-width digits, signs, points and commas (U+FF0B to U+FF19) as ASCII; all else as it stands.
  private static func halfWidth(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let wide: [Unicode.Scalar] = ["\u{FF0B}", "\u{FF0C}", "\u{FF0D}", "\u{FF0E}"]
    var result = String.UnicodeScalarView()
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      let isWide = wide.contains(scalar) || ("\u{FF10}"..."\u{FF19}").contains(scalar)
      result.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return Array(String(result).utf8)
  }
}
