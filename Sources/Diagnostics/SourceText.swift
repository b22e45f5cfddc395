/// A half-open range of byte offsets into a source, as the source was given.
public struct Span: Hashable, Sendable {
  /// The first byte.
  public let start: Int
  /// The byte after the last.
  public let end: Int

  /// - Precondition: `start` is not negative and not after `end`.
  public init(start: Int, end: Int) {
    precondition(0 <= start && start <= end, "a span must not run backwards")
    self.start = start
    self.end = end
  }

  /// The number of bytes.
  public var length: Int { end - start }

  /// The span from the start of the earlier to the end of the later.
  public func union(_ other: Span) -> Span {
    Span(start: min(start, other.start), end: max(end, other.end))
  }
}

/// A text with a name, whose bytes are kept as given and whose lines can be found.
///
/// Copies share storage. Lines end with LF or CR LF; a byte order mark counts as no column.
public struct SourceText: Sendable {
  /// The name shown to people, usually the path as the user wrote it.
  public let name: String
  /// The bytes as given.
  public let utf8: [UInt8]
  /// The offset of the first byte of each line; at least one line.
  private let lineStarts: [Int]

  /// A source of UTF-8 bytes. Bytes that are not UTF-8 are kept, and shown as U+FFFD.
  public init(name: String, utf8: [UInt8]) {
    self.name = name
    self.utf8 = utf8
    var starts = [0]
    for (offset, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// A source of text.
  public init(name: String, text: String) {
    self.init(name: name, utf8: Array(text.utf8))
  }

  /// The whole text.
  public var text: String {
    String(decoding: utf8, as: UTF8.self)
  }

  /// The text of a span; a span beyond the end is cut off there.
  public func text(_ span: Span) -> String {
    let end = min(span.end, utf8.count)
    return String(decoding: utf8[min(span.start, end)..<end], as: UTF8.self)
  }

  /// The span of the whole text.
  public var span: Span { Span(start: 0, end: utf8.count) }

  /// The number of lines. A final line end begins a last, empty line.
  public var lineCount: Int { lineStarts.count }

  /// The bytes of a line, counted from 1, without its line end.
  ///
  /// - Precondition: there is such a line.
  public func span(ofLine line: Int) -> Span {
    let start = lineStarts[line - 1]
    guard line < lineStarts.count else { return Span(start: start, end: utf8.count) }
    var end = lineStarts[line] - 1
    if end > start, utf8[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Span(start: start, end: end)
  }

  /// The text of a line, counted from 1, without its line end and without a byte order mark.
  ///
  /// - Precondition: there is such a line.
  public func line(_ line: Int) -> String {
    let span = span(ofLine: line)
    return text(Span(start: min(span.start + markLength(line), span.end), end: span.end))
  }

  /// All lines, without line ends.
  public var lines: [String] {
    (1...lineCount).map { line($0) }
  }

  /// The line that holds a byte, counted from 1. Takes logarithmic time.
  public func line(at offset: Int) -> Int {
    max(lineStarts.partitionPoint { $0 > offset }, 1)
  }

  /// Line and column of a byte, both from 1; the column counts Unicode scalars.
  ///
  /// Takes logarithmic time and the length of one line.
  public func position(_ offset: Int) -> (line: Int, column: Int) {
    let line = line(at: offset)
    let start = lineStarts[line - 1] + markLength(line)
    let end = min(offset, utf8.count)
    guard start < end else { return (line, 1) }
    return (line, 1 + utf8[start..<end].count { $0 & 0xC0 != 0x80 })
  }

  private func markLength(_ line: Int) -> Int {
    line == 1 && utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }
}
