import Diagnostics

/// A contract text as a tree; printing it gives the formatted text.
public struct Document: Sendable {
  public let tongue: Tongue
  public let source: SourceText
  public let languageSpan: Span
  /// A comment behind `language en`.
  public let languageComment: String?
  public private(set) var blocks: [Block]
  /// Where the text stands in the file: one part, or the fences of a Markdown file.
  public let parts: [Part]
  /// The headings of a Markdown file that cite a clause of the paper contract, in order.
  public let headings: [Clause]
  /// The names that the text declares: blocks, columns, codes, units.
  public let declared: Set<Name>

  /// All canonical tokens in order, headers and labels left out.
  public var tokens: [Token] { blocks.flatMap { $0.body.flatMap(\.tokens) } }

  /// Puts another block in the place of one, in time that does not depend on the others.
  public mutating func replaceBlock(at index: Int, by block: Block) { blocks[index] = block }
}

/// A stretch of a file that holds contract text.
public struct Part: Hashable, Sendable {
  /// The bytes of the file, without the fences.
  public let content: Range<Int>
  /// The indices of its blocks.
  public let blocks: Range<Int>
  /// Comments and blank lines after its last block.
  public let ending: [Trivia]
}

/// A header line and the lines under it.
public struct Block: Sendable {
  public let word: BlockWord
  /// `payment base_fee`
  public let name: Name?
  public let nameSpan: Span?
  /// `amendment 1`
  public let number: Int?
  /// `scenario "effect halves"`
  public let title: Quotation?
  public let titleSpan: Span?
  public let clause: Clause?
  public let body: [Line]
  /// The header line without its comment.
  public let headerSpan: Span
  /// Comments and blank lines above the header.
  public let leading: [Trivia]
  /// A comment behind the header.
  public let comment: String?
}

/// A body line.
public struct Line: Sendable {
  public let label: LineLabel
  public let tokens: [Token]
  /// From the label to the last token.
  public let span: Span
  /// The label; for a row its first token.
  public let labelSpan: Span
  /// Comments and blank lines above the line.
  public let leading: [Trivia]
  /// A comment behind the line.
  public let comment: String?

  /// The parts of a row: its patterns, the words between if there are some, and its result.
  public var row:
    (patterns: ArraySlice<Token>, manner: ArraySlice<Token>, result: ArraySlice<Token>)
  {
    func isManner(_ index: Int) -> Bool {
      guard index < tokens.count, case .word(let word) = tokens[index].kind else { return false }
      return ValueWord.mannersOfRows.contains(word)
    }
    guard let place = tokens.indices.first(where: isManner) else {
      return (tokens.dropLast(), [], tokens.suffix(1))
    }
    var end = place
    while isManner(end) {
      // The name of a grade stands behind its word.
      end += tokens[end].kind == .word(.grade) ? 2 : 1
    }
    end = min(end, tokens.count)
    return (tokens[..<place], tokens[place..<end], tokens[end...])
  }

  /// From the first token of the value to the last; the label if there is none.
  public var valueSpan: Span {
    guard let first = tokens.first, let last = tokens.last else { return labelSpan }
    return Span(start: first.span.start, end: last.span.end)
  }

  /// The label, if it is a keyword.
  public var keyword: LabelWord? {
    guard case .keyword(let word) = label else { return nil }
    return word
  }
}

/// How a body line begins.
public enum LineLabel: Hashable, Sendable {
  case keyword(LabelWord)
  /// A column of a table.
  case column(Name)
  /// A row of an achievement or a scale: patterns, then `grade A`, `linear` or `each` if it says so,
  /// then its result.
  case row
}

/// A line without meaning, kept by the formatter.
public enum Trivia: Hashable, Sendable {
  case blank
  /// The comment from `#` on.
  case comment(String, indented: Bool)
}

/// A syntax tree with what was wrong in its text.
public struct ParseResult: Sendable {
  /// The lines that could be read.
  public let document: Document
  /// All errors of the file, in order.
  public let diagnostics: [Diagnostic]

  /// Whether the text can be used.
  public var isValid: Bool { diagnostics.allSatisfy { $0.severity != .error } }

  /// Whether nothing was lost in reading, so that the formatter may print it.
  public var isPrintable: Bool {
    diagnostics.allSatisfy { $0.severity != .error || $0.code == "L004" }
  }
}
