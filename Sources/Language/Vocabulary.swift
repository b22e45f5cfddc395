import Diagnostics

/// Pairs the names and texts of the two language versions of one contract.
///
/// One pair a line: `baseline  開始時` for names, `"effect halves"  「効果が半分の場合」` for
/// texts; `#` begins a comment.
public struct Vocabulary: Sendable {
  /// The pairs of names in the order of the file, English first.
  public private(set) var names: [(english: Name, japanese: Name)] = []
  /// The pairs of texts in the order of the file, English first.
  public private(set) var texts: [(english: Quotation, japanese: Quotation)] = []
  private var nameIndex = Index<Name>()
  private var textIndex = Index<Quotation>()

  private struct Index<Word: ByteComparable>: Sendable {
    var japanese: [Word: Word] = [:]
    var english: [Word: Word] = [:]

    /// Pairs two words; the word that already has a pair and that pair, if there is one.
    mutating func pair(_ left: Word, _ right: Word) -> (Word, Word)? {
      if let earlier = japanese[left] { return (left, earlier) }
      if let earlier = english[right] { return (right, earlier) }
      japanese[left] = right
      english[right] = left
      return nil
    }

    func other(_ word: Word, from tongue: Tongue) -> Word? {
      tongue == .en ? japanese[word] : english[word]
    }
  }

  /// A vocabulary without pairs.
  public init() {}

  /// Reads a vocabulary file; lines that cannot be used are left out and reported.
  public static func parse(_ source: SourceText) -> (Vocabulary, [Diagnostic]) {
    var vocabulary = Vocabulary()
    var errors: [LanguageError] = []
    let text = SourceLines(source)
    if let offset = text.firstInvalidByte {
      let error = LanguageError(.invalidUTF8, at: Span(start: offset, end: offset + 1))
      return (vocabulary, [error.diagnostic(in: source, tongue: .en)])
    }
    if text.ranges.count > Limits.lineCount {
      let start = text.ranges[Limits.lineCount].lowerBound
      errors.append(LanguageError(.tooManyLines, at: Span(start: start, end: start)))
    }
    for range in text.ranges.prefix(Limits.lineCount) {
      let line = LineScanner.scan(text.bytes[range], tongue: .ja)
      do {
        try vocabulary.read(line)
      } catch {
        errors.append(error)
      }
    }
    return (vocabulary, errors.map { $0.diagnostic(in: source, tongue: .en) })
  }

  private mutating func read(_ line: ScannedLine) throws(LanguageError) {
    if let error = line.error ?? line.compositionError { throw error }
    guard !line.pieces.isEmpty else { return }
    let span = line.span(of: line.pieces)
    guard line.pieces.count == 2 else { throw LanguageError(.vocabularyLine, at: span) }
    switch (line.pieces[0].kind, line.pieces[1].kind) {
    case (.text(let english), .text(let japanese)):
      if let (word, earlier) = textIndex.pair(english, japanese) {
        throw conflict(word.text, earlier.text, at: span)
      }
      texts.append((english, japanese))
    case (.word(let english), .word(let japanese)):
      for piece in line.pieces {
        guard let word = piece.word, !Characters.isName(word.unicodeScalars) else { continue }
        throw LanguageError(.vocabularyWord(word), at: line.span(piece.range))
      }
      if let (word, earlier) = nameIndex.pair(Name(english), Name(japanese)) {
        throw conflict(word.text, earlier.text, at: span)
      }
      names.append((Name(english), Name(japanese)))
    default:
      throw LanguageError(.vocabularyLine, at: span)
    }
  }

  private func conflict(_ word: String, _ earlier: String, at span: Span) -> LanguageError {
    LanguageError(.vocabularyConflict(word, earlier: earlier), at: span)
  }

  /// The other language's name; nil if the vocabulary does not have it.
  public func other(_ name: Name, from tongue: Tongue) -> Name? {
    nameIndex.other(name, from: tongue)
  }

  /// The other language's text; nil if the vocabulary does not have it.
  public func other(_ text: Quotation, from tongue: Tongue) -> Quotation? {
    textIndex.other(text, from: tongue)
  }

  /// The English and Japanese spelling of a name given in either language; English first.
  public func spellings(_ name: Name) -> (english: Name, japanese: Name)? {
    if let japanese = nameIndex.japanese[name] { return (name, japanese) }
    return nameIndex.english[name].map { ($0, name) }
  }
}
