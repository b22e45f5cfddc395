/// Lines that are Japanese in UTF-8, in a file that is not UTF-8 as a whole.
///
/// Many pairs of UTF-8 kanji are valid CP932 too, as other characters, so that a file with lines in both
/// encodings would be read without a word. A line counts here if it has characters outside ASCII and
/// each of them is kana, kanji or a full-width form of three bytes (U+3000–U+9FFF, U+FF00–U+FFFF).
/// A line of CP932 is that only if all its characters are rare kanji before a kana or sign of certain
/// codes.
struct JapaneseUTF8 {
  private var line = 1
  /// Whether the line can still be such a line, and whether it has such a character.
  private var isOpen = true
  private var hasCharacter = false
  /// Bytes that must follow.
  private var owed = 0

  /// The first such line, from 1.
  static func firstLine(in file: ByteFile) throws(ByteFile.Failure) -> Int? {
    let capacity = 1 << 20
    let buffer = BlockBuffer(capacity: capacity)
    var scan = JapaneseUTF8()
    var offset = 0
    while offset < file.size {
      let count = min(capacity, file.size - offset)
      try file.read(count, at: offset, into: buffer.base)
      for byte in UnsafeRawBufferPointer(start: buffer.base, count: count) {
        if let line = scan.take(byte) { return line }
      }
      offset += count
    }
    return scan.take(Byte.lineFeed)
  }

  /// Takes a byte; the line's number if it ends here and is such a line.
  private mutating func take(_ byte: UInt8) -> Int? {
    if byte == Byte.lineFeed {
      defer { self = JapaneseUTF8(line: line + 1) }
      return isOpen && hasCharacter && owed == 0 ? line : nil
    }
    guard isOpen else { return nil }
    if owed > 0 {
      isOpen = byte & 0xC0 == 0x80
      owed -= 1
      if owed == 0 { hasCharacter = true }
    } else if byte >= 0x80 {
      isOpen = (0xE3...0xE9).contains(byte) || byte == 0xEF
      owed = 2
    }
    return nil
  }

  private init(line: Int = 1) { self.line = line }
}
