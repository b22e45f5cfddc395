/// How the bytes of a file are text.
enum TextEncoding: Sendable {
  case utf8
  case cp932

  /// The position of the first byte that is not text in this encoding, or `nil`.
  func firstFault(in base: UnsafeRawPointer, count: Int) -> Int? {
    if ByteScan.isASCII(base, count: count) { return nil }
    switch self {
    case .utf8: return UTF8Check.firstFault(in: base, count: count)
    case .cp932: return CP932.shared.firstFault(in: base, count: count)
    }
  }
}

/// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Check {
  static func firstFault(in base: UnsafeRawPointer, count: Int) -> Int? {
    let bytes = UnsafeBufferPointer(
      start: base.assumingMemoryBound(to: UInt8.self), count: count)
    var i = 0
    while i < count {
      if i + 8 <= count,
        base.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        i += 8
        continue
      }
      let lead = bytes[i]
      if lead < 0x80 {
        i += 1
        continue
      }
      guard let length = length(ofLead: lead), i + length <= count,
        isValidSecond(bytes[i + 1], after: lead)
      else { return i }
      if length > 2, bytes[i + 2] & 0xC0 != 0x80 { return i }
      if length > 3, bytes[i + 3] & 0xC0 != 0x80 { return i }
      i += length
    }
    return nil
  }

  private static func length(ofLead byte: UInt8) -> Int? {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }

  private static func isValidSecond(_ byte: UInt8, after lead: UInt8) -> Bool {
    switch lead {
    case 0xE0: (0xA0...0xBF).contains(byte)
    case 0xED: (0x80...0x9F).contains(byte)
    case 0xF0: (0x90...0xBF).contains(byte)
    case 0xF4: (0x80...0x8F).contains(byte)
    default: (0x80...0xBF).contains(byte)
    }
  }
}
