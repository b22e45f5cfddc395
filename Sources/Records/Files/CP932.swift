import Glibc

/// Windows-31J as the system's `iconv` knows it, as a table of all its characters.
///
/// The table is made once, from `iconv`, when the first such file is read: then checking and decoding are
/// array look-ups. No second byte of CP932 is a quote, comma, semicolon, tab or line break (all are 0x40 or
/// above), so files are cut into fields before they are decoded.
struct CP932: Sendable {
  /// Scalars of single bytes; 0xFFFF_FFFF where there is none.
  private let single: [UInt32]

  /// Scalars of byte pairs, indexed by both bytes; 0xFFFF_FFFF where there is none.
  private let pairs: [UInt32]

  private static let none = UInt32.max

  /// The table; every entry is empty if the system has no such conversion.
  static let shared = CP932()

  /// Whether the system knows the encoding.
  var isAvailable: Bool { single[0x41] == 0x41 }

  private init() {
    var single = [UInt32](repeating: Self.none, count: 256)
    var pairs = [UInt32](repeating: Self.none, count: 65_536)
    if let converter = iconv_open("UTF-32LE", "CP932"), Int(bitPattern: converter) != -1 {
      for byte in 0..<256 {
        single[byte] = Self.convert([CChar(truncatingIfNeeded: byte)], converter)
      }
      for lead in 0x81...0xFC where single[lead] == Self.none {
        for trail in 0x40...0xFC {
          pairs[lead << 8 | trail] = Self.convert(
            [CChar(truncatingIfNeeded: lead), CChar(truncatingIfNeeded: trail)], converter)
        }
      }
      iconv_close(converter)
    }
    self.single = single
    self.pairs = pairs
  }

  private static func convert(_ bytes: [CChar], _ converter: iconv_t) -> UInt32 {
    var input = bytes
    var output = [CChar](repeating: 0, count: 16)
    var inputLeft = input.count
    var outputLeft = output.count
    let failed = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        iconv(converter, nil, nil, nil, nil)
        return iconv(converter, &from, &inputLeft, &to, &outputLeft) != 0
      }
    }
    guard !failed, inputLeft == 0, outputLeft == 12 else { return none }
    return output.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
  }

  /// The position of the first byte that begins no character, or `nil`.
  func firstFault(in base: UnsafeRawPointer, count: Int) -> Int? {
    var i = 0
    while i < count {
      if i + 8 <= count,
        base.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        i += 8
        continue
      }
      guard let (_, length) = character(in: base, at: i, count: count) else { return i }
      i += length
    }
    return nil
  }

  /// Appends the text in UTF-8; stops at a byte that begins no character.
  func decode(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    guard let base = bytes.baseAddress else { return }
    var i = 0
    while i < bytes.count {
      guard let (value, length) = character(in: base, at: i, count: bytes.count),
        let scalar = Unicode.Scalar(value)
      else { return }
      output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      i += length
    }
  }

  @inline(__always)
  private func character(in base: UnsafeRawPointer, at i: Int, count: Int) -> (UInt32, Int)? {
    let lead = Int(base.load(fromByteOffset: i, as: UInt8.self))
    if lead < 0x80 { return (UInt32(lead), 1) }
    if single[lead] != Self.none { return (single[lead], 1) }
    guard i + 1 < count else { return nil }
    let value = pairs[lead << 8 | Int(base.load(fromByteOffset: i + 1, as: UInt8.self))]
    return value == Self.none ? nil : (value, 2)
  }
}
