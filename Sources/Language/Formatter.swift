import Diagnostics

/// Prints a syntax tree in its own language, in the layout of the language guide.
///
/// Labels stand at display column 2, values at 18, what restricts a column at 30, `grade A`,
/// `linear` or `each` at 36, the result of a row at 48, clauses at 58; a longer value moves what follows in its line only.
public struct Formatter: Sendable {
  private let printer: TokenPrinter

  private static let value = 18
  private static let restriction = 30
  private static let manner = 36
  private static let result = 48
  private static let clause = 58

  private init(tongue: Tongue, declared: Set<Name>) {
    printer = TokenPrinter(tongue: tongue, declared: declared)
  }

  /// The text of a document; reading it gives the same document.
  public static func format(_ document: Document) -> String {
    Formatter(tongue: document.tongue, declared: document.declared).text(document)
  }

  /// One body line as the formatter prints it, without its comment.
  public static func format(
    _ line: Line, in tongue: Tongue, declared: Set<Name> = []
  ) -> String {
    Formatter(tongue: tongue, declared: declared).text(line)
  }

  /// What stands around the contract text in its file stays as it is.
  private func text(_ document: Document) -> String {
    var out = ""
    var end = 0
    for (index, part) in document.parts.enumerated() {
      out += document.source.text(Span(start: end, end: part.content.lowerBound))
      if index == 0 {
        out += document.tongue == .en ? "language en" : "言語 ja"
        append(document.languageComment, to: &out)
      }
      for block in document.blocks[part.blocks] { append(block, to: &out) }
      append(part.ending, to: &out)
      end = part.content.upperBound
    }
    return out + document.source.text(Span(start: end, end: document.source.utf8.count))
  }

  private func append(_ block: Block, to out: inout String) {
    append(block.leading, to: &out)
    out += header(block)
    append(block.comment, to: &out)
    for line in block.body {
      append(line.leading, to: &out)
      out += text(line)
      append(line.comment, to: &out)
    }
  }

  private func append(_ comment: String?, to out: inout String) {
    if let comment { out += "  " + comment }
    out += "\n"
  }

  private func append(_ trivia: [Trivia], to out: inout String) {
    for item in trivia {
      switch item {
      case .blank: out += "\n"
      case .comment(let text, let indented): out += (indented ? "  " : "") + text + "\n"
      }
    }
  }

  private func header(_ block: Block) -> String {
    var out = block.word[printer.tongue]
    if let name = block.name { out += " " + name.text }
    if let number = block.number { out += " \(number)" }
    if let title = block.title { out += " " + printer.quoted(title) }
    if let clause = block.clause, !clause.isHeading {
      out = padded(out, to: Self.clause)
      out += printer.tongue == .en ? "per " : "根拠 "
      out += clause.citation.text(in: printer.tongue)
    }
    return out
  }

  private func text(_ line: Line) -> String {
    switch line.label {
    case .keyword(let word):
      return padded("  " + word[printer.tongue], to: Self.value) + printer.text(line.tokens)
    case .column(let name):
      let length = ColumnType.length(line.tokens)
      let type = printer.text(line.tokens.prefix(length))
      let out = padded("  " + name.text, to: Self.value) + type
      guard length < line.tokens.count else { return out }
      if line.tokens[length].kind == .symbol(.comma) {
        return padded("  " + name.text, to: Self.value) + printer.text(line.tokens)
      }
      return padded(out, to: Self.restriction) + printer.text(line.tokens.dropFirst(length))
    case .row:
      let row = line.row
      var out = "  " + printer.text(row.patterns)
      if !row.manner.isEmpty { out = padded(out, to: Self.manner) + printer.text(row.manner) }
      return padded(out, to: Self.result) + printer.text(row.result)
    }
  }

  private func padded(_ text: String, to column: Int) -> String {
    let width = DisplayWidth.of(text)
    return text + String(repeating: " ", count: max(2, column - width))
  }
}

/// Where the type of a column line ends and what restricts it begins.
public enum ColumnType {
  /// How many of the tokens name the type: one, or `one of` with its list.
  public static func length(_ tokens: [Token]) -> Int {
    guard tokens.first?.kind == .word(.oneOf) else { return min(1, tokens.count) }
    var index = 1
    while index < tokens.count {
      guard isCode(tokens[index].kind) else { return index }
      index += 1
      if index + 1 < tokens.count, tokens[index].kind == .symbol(.equals) { index += 2 }
      guard index + 1 < tokens.count, tokens[index].kind == .symbol(.comma),
        isCode(tokens[index + 1].kind)
      else { return index }
      index += 1
    }
    return index
  }

  private static func isCode(_ kind: TokenKind) -> Bool {
    switch kind {
    case .name, .numeral, .text, .word(.yes), .word(.no): true
    default: false
    }
  }
}
