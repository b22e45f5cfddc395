/// What a form sends behind the question mark: `application/x-www-form-urlencoded` (WHATWG URL, section 5.1).
enum FormQuery {
  /// Names and values; of a name that stands twice the last. Bytes that are no UTF-8 become U+FFFD.
  static func read(_ query: String) -> [String: String] {
    var fields: [String: String] = [:]
    for part in query.utf8.split(separator: UInt8(ascii: "&")) {
      let pair = part.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      fields[decoded(pair[0])] = pair.count > 1 ? decoded(pair[1]) : ""
    }
    return fields
  }

  private static func decoded(_ bytes: Substring.UTF8View) -> String {
    var plain: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2)
        guard digits.count == 2, let text = String(digits), let value = UInt8(text, radix: 16) else {
          plain.append(byte)
          continue
        }
        plain.append(value)
        rest = rest.dropFirst(2)
      default: plain.append(byte)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
