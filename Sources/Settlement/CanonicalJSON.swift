import Quantities

/// JSON in one canonical form: RFC 8785 restricted to strings, booleans, null, and integers within
/// ±(2^53 − 1). Rationals and larger numbers are strings.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A decimal, for formats of others: our own records write decimals as strings, which no reader rounds.
  case decimal(Exact)
  case string(String)
  case array([JSONValue])
  /// Names are unique; the writer sorts them by UTF-16 code units.
  case object([Member])

  /// A name and its value.
  public struct Member: Hashable, Sendable {
    public let name: String
    public let value: JSONValue

    /// Makes a member.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The largest integer that every JSON reader keeps, 2^53 − 1.
  public static let largestInteger: Int64 = 9_007_199_254_740_991

  /// A count; beyond the safe range its decimal digits as a string.
  public static func count(_ value: Int) -> JSONValue {
    let value = Int64(value)
    return value.magnitude <= largestInteger.magnitude ? .integer(value) : .string(String(value))
  }

  /// An optional text, or null.
  public static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  /// The member with a name, of an object.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The elements of an array; empty for anything else.
  public var elements: [JSONValue] { if case .array(let list) = self { list } else { [] } }

  /// The text of a string.
  public var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The number of an integer.
  public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(canonicalBytes)
  }

  // MARK: - Writing

  /// The canonical UTF-8 bytes, without white space.
  public var canonicalBytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let value): out += (value ? "true" : "false").utf8
    case .integer(let value):
      precondition(
        value.magnitude <= Self.largestInteger.magnitude, "integer outside the safe range")
      out += String(value).utf8
    case .decimal(let value): out += value.decimalText.utf8
    case .string(let text): Self.writeString(text, to: &out)
    case .array(let list):
      out.append(UInt8(ascii: "["))
      for (place, element) in list.enumerated() {
        if place > 0 { out.append(UInt8(ascii: ",")) }
        element.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
      out.append(UInt8(ascii: "{"))
      for (place, member) in sorted.enumerated() {
        if place > 0 {
          precondition(
            !sorted[place - 1].name.utf8.elementsEqual(member.name.utf8), "a name occurs twice")
          out.append(UInt8(ascii: ","))
        }
        Self.writeString(member.name, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// RFC 8785, 3.2.2.2: only what must be escaped is, control characters in lower-case hexadecimal.
  private static func writeString(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case 0x22: out += "\\\"".utf8
      case 0x5C: out += "\\\\".utf8
      case 0x08: out += "\\b".utf8
      case 0x09: out += "\\t".utf8
      case 0x0A: out += "\\n".utf8
      case 0x0C: out += "\\f".utf8
      case 0x0D: out += "\\r".utf8
      case 0..<0x20:
        out += "\\u00".utf8
        out.append(UInt8(ascii: byte < 0x10 ? "0" : "1"))
        out.append(Array("0123456789abcdef".utf8)[Int(byte & 15)])
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
