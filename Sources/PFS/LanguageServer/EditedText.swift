import Diagnostics

/// A text as an editor counts it: lines that end with LF, CR LF or CR, columns in UTF-16 units.
struct EditedText {
  /// A place, line and UTF-16 column from 0.
  struct Position: Hashable, Sendable {
    let line: Int
    let character: Int
  }

  private let bytes: [UInt8]
  /// The offset of the first byte of each line.
  private let lineStarts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() {
      let isReturn = byte == UInt8(ascii: "\r")
      guard byte == UInt8(ascii: "\n") || isReturn else { continue }
      if isReturn, offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\n") { continue }
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The position of a byte.
  func position(_ offset: Int) -> Position {
    let offset = min(max(offset, 0), bytes.count)
    let line = max(lineStarts.partitionPoint { $0 > offset } - 1, 0)
    return Position(line: line, character: Self.units(bytes[lineStarts[line]..<offset]))
  }

  /// The position after the last byte.
  var end: Position { position(bytes.count) }

  /// The byte at a position; one beyond the end of a line is its end.
  func offset(_ position: Position) -> Int {
    guard position.line >= 0, position.line < lineStarts.count else {
      return position.line < 0 ? 0 : bytes.count
    }
    let isLast = position.line + 1 == lineStarts.count
    let end = isLast ? bytes.count : lineStarts[position.line + 1]
    var offset = lineStarts[position.line]
    var left = position.character
    while left > 0, offset < end, bytes[offset] != 10, bytes[offset] != 13 {
      let width = Self.width(bytes[offset])
      left -= width == 4 ? 2 : 1
      offset = min(offset + width, end)
    }
    return offset
  }

  /// UTF-16 units of UTF-8 bytes: two for what takes four bytes, else one for each character.
  private static func units(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
  }

  /// The bytes of a character by its first one.
  private static func width(_ byte: UInt8) -> Int {
    byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }
}
