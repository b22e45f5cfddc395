import Diagnostics
import Language

/// Reads the tokens of one line from left to right.
struct Cursor {
  let tokens: [Token]
  /// Where the line ends, for messages about what is missing.
  let end: Span
  var index = 0

  init(_ line: Line) {
    tokens = line.tokens
    end = Span(start: line.span.end, end: line.span.end)
  }

  init(tokens: [Token], end: Span) {
    self.tokens = tokens
    self.end = end
  }

  var atEnd: Bool { index >= tokens.count }
  var peek: TokenKind? { atEnd ? nil : tokens[index].kind }
  /// How many tokens are left.
  var count: Int { max(0, tokens.count - index) }
  func peek(_ offset: Int) -> TokenKind? {
    index + offset < tokens.count ? tokens[index + offset].kind : nil
  }
  /// The place of the next token, or of the end of the line.
  var place: Span { atEnd ? end : tokens[index].span }

  mutating func next() -> Token? {
    guard !atEnd else { return nil }
    index += 1
    return tokens[index - 1]
  }

  /// The keyword at the next token.
  var peekWord: ValueWord? {
    guard case .word(let word)? = peek else { return nil }
    return word
  }

  mutating func take(_ word: ValueWord) -> Bool {
    guard peekWord == word else { return false }
    index += 1
    return true
  }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard case .symbol(symbol)? = peek else { return false }
    index += 1
    return true
  }

  mutating func takeName() -> (name: Name, span: Span)? {
    guard case .name(let name)? = peek else { return nil }
    let span = tokens[index].span
    index += 1
    return (name, span)
  }

  mutating func takeText() -> String? {
    guard case .text(let text)? = peek else { return nil }
    index += 1
    return text.text
  }

  /// The tokens from `start` to here, as one place.
  func span(from start: Int) -> Span {
    guard start < tokens.count, index > start else { return place }
    return Span(start: tokens[start].span.start, end: tokens[index - 1].span.end)
  }
}

/// The lines of a block by label, with checks for lines that are missing or written twice.
extension Compiler {
  func lines(_ label: LabelWord, of block: Block) -> [Line] {
    block.body.filter { $0.label == .keyword(label) }
  }

  /// The one line with a label, if it is there; a second one is an error.
  func line(_ label: LabelWord, of block: Block) -> Line? {
    let all = lines(label, of: block)
    for extra in all.dropFirst() {
      report(
        "G103", at: extra.labelSpan, "'\(label.english)' is written twice in this block",
        "この欄に「\(label.japanese)」が二度書かれています",
        others: [(all[0].labelSpan, "first here", "最初の行")])
    }
    return all.first
  }

  /// The one line with a label; its absence is an error that says why it is needed.
  func requiredLine(
    _ label: LabelWord, of block: Block, why: (en: String, ja: String)? = nil
  ) throws(Skip) -> Line {
    if let line = line(label, of: block) { return line }
    let mine =
      if let number = block.number {
        (en: "amendment \(number)", ja: "変更契約\(number)")
      } else if let title = block.title, block.name == nil {
        (en: "\(block.word.english) \"\(title)\"", ja: "\(block.word.japanese)「\(title)」")
      } else {
        (
          en: "\(block.word.english) '\(block.name?.text ?? "")'",
          ja: "\(block.word.japanese)「\(block.name?.text ?? "")」"
        )
      }
    report(
      "G102", at: block.headerSpan, "\(mine.en) does not state '\(label.english)'",
      "\(mine.ja)に「\(label.japanese)」がありません",
      remarks: why.map { [.rule($0.en, $0.ja)] } ?? [])
    throw Skip()
  }
}
