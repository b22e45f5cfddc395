import Diagnostics
import Quantities

/// Reads the value of a Japanese line into canonical tokens; a word between blanks is one token.
struct JapaneseReader {
  private let line: ScannedLine
  private let context: LineContext
  private let phrases: JapanesePhrase
  private var out: [Token] = []

  /// Suffixes that mean something only when attached to what stands before them.
  private static let suffixes: Set<String> = [
    "以上", "以下", "未満", "超", "以前", "以後", "より前", "より後", "時点", "から", "まで", "当たり",
  ]

  /// The tokens of the pieces from `start` on.
  static func read(
    _ line: ScannedLine, from start: Int, _ context: LineContext
  ) throws(LanguageError) -> [Token] {
    var reader = JapaneseReader(line: line, context: context)
    for piece in line.pieces[start...] { try reader.read(piece) }
    return reader.out
  }

  private init(line: ScannedLine, context: LineContext) {
    self.line = line
    self.context = context
    phrases = JapanesePhrase(line: line, context: context)
  }

  private mutating func read(_ piece: Piece) throws(LanguageError) {
    let span = line.span(piece.range)
    switch piece.kind {
    case .text(let text): out.append(Token(.text(text), span: span))
    case .symbol(let symbol): out.append(Token(.symbol(symbol), span: span))
    case .word(let word):
      if case .numeral(let number)? = out.last?.kind, let first = out.last?.span,
        !context.declared.contains(Name(word)), let unit = phrases.unit(piece.range)
      {
        out[out.count - 1] = Token(
          .quantity(number, unit), span: Span(start: first.start, end: span.end))
      } else {
        if case .numeral(let number)? = out.last?.kind, let first = out.last?.span,
          !context.declared.contains(Name(word)), KeywordTable.japanese.value(word) == nil
        {
          try refuseOtherSpelling(
            of: number.text + word, at: Span(start: first.start, end: span.end))
        }
        out.append(try token(word, piece.range))
      }
    }
  }

  private func token(_ word: String, _ range: Range<Int>) throws(LanguageError) -> Token {
    let span = line.span(range)
    if context.declared.contains(Name(word)) { return Token(.name(Name(word)), span: span) }
    if context.allowsLabels, let label = KeywordTable.japanese.label(word) {
      return Token(.label(label), span: span)
    }
    if let keyword = KeywordTable.japanese.value(word) { return Token(.word(keyword), span: span) }
    if let match = try phrases.match(range) {
      return Token(match.kind, span: span, operandSpan: match.operand.map(line.span))
    }
    if let unit = phrases.unit(range) { return Token(.unit(unit), span: span) }
    try refuseOtherSpelling(of: word, at: span)
    if Self.suffixes.contains(word) { throw LanguageError(.detached(word), at: span) }
    guard Characters.isName(word.unicodeScalars) else {
      let split = splitRunTogether(word, declared: context.declared, tongue: .ja)
      throw LanguageError(.runTogether(word, split: split), at: span)
    }
    return Token(.name(Name(word)), span: span)
  }

  private func refuseOtherSpelling(of word: String, at span: Span) throws(LanguageError) {
    let isSpan = out.last?.kind == .word(.linear)
    guard let other = OtherSpelling(of: word, context, isSpan: isSpan) else { return }
    throw LanguageError(
      .otherSpelling(word, written: other.written, isInYen: other.isInYen), at: span)
  }
}
