/// One line of a file as it may be shown, with the part that is meant.
///
/// For lines that no ``SourceText`` holds: a row of data, whose personal cells the caller has masked.
public struct Excerpt: Hashable, Sendable {
  /// The name of the file.
  public let sourceName: String
  /// The line, from 1.
  public let line: Int
  /// The line as it is shown, cells already masked.
  public let text: String
  /// The column that is reported, from 1.
  public let column: Int
  /// Where the part that is meant begins in `text`, in scalars from 1.
  public let caretColumn: Int
  /// How many scalars of `text` are meant.
  public let length: Int

  /// A line with a part that is meant.
  ///
  /// - Parameters:
  ///   - column: the column in the file, reported in the heading.
  ///   - caretColumn: the column in `text`, if masking has moved it; else the same.
  public init(
    sourceName: String, line: Int, text: String, column: Int = 1, length: Int = 0,
    caretColumn: Int? = nil
  ) {
    self.sourceName = sourceName
    self.line = line
    self.text = text
    self.column = column
    self.length = length
    self.caretColumn = caretColumn ?? column
  }
}

/// Where something stands: in a source that is at hand, or in a line that the caller shows.
public enum Place: Sendable {
  case source(SourceText, Span)
  case excerpt(Excerpt)

  /// The name of the file.
  public var sourceName: String {
    switch self {
    case .source(let source, _): source.name
    case .excerpt(let excerpt): excerpt.sourceName
    }
  }

  /// Line and column of the beginning, both from 1.
  public var start: (line: Int, column: Int) {
    switch self {
    case .source(let source, let span): source.position(span.start)
    case .excerpt(let excerpt): (excerpt.line, excerpt.column)
    }
  }

  /// Line and column just after the end.
  public var end: (line: Int, column: Int) {
    switch self {
    case .source(let source, let span): source.position(span.end)
    case .excerpt(let excerpt): (excerpt.line, excerpt.column + excerpt.length)
    }
  }
}
