/// Why a file is not canonical JSON.
public struct CanonicalJSONError: Error, Hashable, Sendable {
  /// The byte at which it was noticed, from 0.
  public let offset: Int
  public let reason: Reason

  public enum Reason: String, Hashable, Sendable {
    case unexpectedEnd, unexpectedByte, notUTF8, number, escape, duplicateName, tooDeep, trailing
    /// Well-formed, but not in the one canonical form.
    case notCanonical
  }
}

extension JSONValue {
  /// Reads canonical bytes; anything that the writer would have written otherwise is refused.
  public init(canonical bytes: [UInt8]) throws(CanonicalJSONError) {
    var reader = CanonicalJSONReader(bytes: bytes)
    self = try reader.document()
    guard canonicalBytes == bytes else {
      throw CanonicalJSONError(offset: 0, reason: .notCanonical)
    }
  }
}

/// A reader of the restricted form, with a limit on depth.
private struct CanonicalJSONReader {
  let bytes: [UInt8]
  private var place = 0
  private static let deepest = 64

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(CanonicalJSONError) -> JSONValue {
    let value = try value(depth: 0)
    guard place == bytes.count else { throw failure(.trailing) }
    return value
  }

  private func failure(_ reason: CanonicalJSONError.Reason) -> CanonicalJSONError {
    CanonicalJSONError(offset: place, reason: reason)
  }

  private func peek() throws(CanonicalJSONError) -> UInt8 {
    guard place < bytes.count else { throw failure(.unexpectedEnd) }
    return bytes[place]
  }

  private mutating func take(_ byte: Character) throws(CanonicalJSONError) {
    guard try peek() == byte.asciiValue else { throw failure(.unexpectedByte) }
    place += 1
  }

  private mutating func takes(_ word: String) -> Bool {
    guard bytes[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  private mutating func value(depth: Int) throws(CanonicalJSONError) -> JSONValue {
    guard depth < Self.deepest else { throw failure(.tooDeep) }
    switch try peek() {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    default:
      if takes("null") { return .null }
      if takes("true") { return .bool(true) }
      if takes("false") { return .bool(false) }
      return .integer(try integer())
    }
  }

  private mutating func object(depth: Int) throws(CanonicalJSONError) -> JSONValue {
    try take("{")
    var members: [JSONValue.Member] = []
    var names: Set<[UInt8]> = []
    if try peek() == UInt8(ascii: "}") {
      place += 1
      return .object([])
    }
    while true {
      let name = try string()
      guard names.insert(Array(name.utf8)).inserted else { throw failure(.duplicateName) }
      try take(":")
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
      if try peek() == UInt8(ascii: "}") { break }
      try take(",")
    }
    place += 1
    return .object(members)
  }

  private mutating func array(depth: Int) throws(CanonicalJSONError) -> JSONValue {
    try take("[")
    var list: [JSONValue] = []
    if try peek() == UInt8(ascii: "]") {
      place += 1
      return .array([])
    }
    while true {
      list.append(try value(depth: depth + 1))
      if try peek() == UInt8(ascii: "]") { break }
      try take(",")
    }
    place += 1
    return .array(list)
  }

  private mutating func integer() throws(CanonicalJSONError) -> Int64 {
    let start = place
    if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
    guard place > start else { throw failure(.unexpectedByte) }
    guard let number = Int64(String(decoding: bytes[start..<place], as: UTF8.self)),
      number.magnitude <= JSONValue.largestInteger.magnitude
    else { throw failure(.number) }
    return number
  }

  private mutating func string() throws(CanonicalJSONError) -> String {
    try take("\"")
    var content: [UInt8] = []
    while true {
      let byte = try peek()
      place += 1
      if byte == UInt8(ascii: "\"") { break }
      if byte < 0x20 { throw failure(.unexpectedByte) }
      if byte == UInt8(ascii: "\\") { content.append(try escaped()) } else { content.append(byte) }
    }
    guard let text = String(validating: content, as: UTF8.self) else { throw failure(.notUTF8) }
    return text
  }

  /// The canonical form escapes nothing outside ASCII.
  private mutating func escaped() throws(CanonicalJSONError) -> UInt8 {
    let byte = try peek()
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "u"):
      guard place + 4 <= bytes.count,
        let code = UInt8(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16),
        code < 0x20
      else { throw failure(.escape) }
      place += 4
      return code
    default: throw failure(.escape)
    }
  }
}
