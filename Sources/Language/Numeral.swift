import Quantities

/// A number as written: its digits, its decimals and whether thousands are separated.
public struct Numeral: Hashable, Sendable {
  /// All digits in order, without point and separators.
  public let digits: String
  /// How many of the digits stand after the point.
  public let decimals: Int
  /// Whether thousands are separated by commas.
  public let grouped: Bool
  public let negative: Bool

  /// The most digits that a number may have, so that its value fits 64 bits before scaling.
  public static let digitLimit = 18

  /// Makes a numeral from digits `0…9`; at most `digitLimit` of them, at least one before the
  /// point.
  public init(digits: String, decimals: Int = 0, grouped: Bool = false, negative: Bool = false) {
    self.digits = digits
    self.decimals = decimals
    self.grouped = grouped
    self.negative = negative
  }

  /// The value, exactly.
  public var exact: Exact {
    var unscaled: Int64 = 0
    for byte in digits.utf8.prefix(Self.digitLimit) {
      unscaled = unscaled * 10 + Int64(byte &- 48)
    }
    return Exact(unscaled: negative ? -unscaled : unscaled, scale: decimals)
  }

  /// The whole number, if the numeral has no decimals and fits.
  public var int: Int? {
    guard decimals == 0, let value = Int(digits) else { return nil }
    return negative ? -value : value
  }

  /// Whether a unit after it takes the singular in English.
  var isOne: Bool { decimals == 0 && digits == "1" }

  /// The spelling, the same in both languages.
  public var text: String {
    let bytes = Array(digits.utf8)
    let whole = bytes.count - decimals
    var out: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if index == whole {
        out.append(UInt8(ascii: "."))
      } else if grouped, index > 0, index < whole, (whole - index) % 3 == 0 {
        out.append(UInt8(ascii: ","))
      }
      out.append(byte)
    }
    return (negative ? "−" : "") + String(decoding: out, as: UTF8.self)
  }
}
