import Diagnostics

/// Reads contract text into a syntax tree.
///
/// The first pass collects the names that the text declares, the second reads headers and lines.
/// Time is linear in the size of the file.
public enum Parser {
  /// Reads a whole file; never traps, and reports all errors of the file in order.
  public static func parse(_ source: SourceText) -> ParseResult {
    let text = SourceLines(source)
    if let offset = text.firstInvalidByte {
      return refused(source, LanguageError(.invalidUTF8, at: Span(start: offset, end: offset + 1)))
    }
    guard text.errors.isEmpty else {
      let line = text.ranges.first.map { LineScanner.scan(text.bytes[$0], tongue: .en) }
      return refused(source, text.errors, line.flatMap(tongue) ?? .en)
    }
    guard let first = text.ranges.first else {
      return refused(source, LanguageError(.languageLine, at: Span(start: 0, end: 0)))
    }
    let languageLine = LineScanner.scan(text.bytes[first], tongue: .en)
    guard let tongue = tongue(of: languageLine) else {
      let span = Span(start: first.lowerBound, end: first.upperBound)
      let isJapanese = languageLine.pieces.first?.word == "言語"
      return refused(source, LanguageError(.languageLine, at: span), tongue: isJapanese ? .ja : .en)
    }
    let other: Tongue = tongue == .en ? .ja : .en
    if opens(text, in: other) {
      let span = Span(start: first.lowerBound, end: first.upperBound)
      return refused(source, LanguageError(.otherLanguage(other), at: span), tongue: other)
    }
    var reader = DocumentReader(source: source, tongue: tongue, languageLine: languageLine)
    reader.read(text)
    return reader.result
  }

  /// Whether a text is read as Markdown with contract text in its fences: by the ending of its name.
  public static func isMarkdown(_ source: SourceText) -> Bool { MarkdownHost.hosts(source.name) }

  /// Whether a file can hold a contract: any text, but of a Markdown file one with a block `pfs`.
  public static func holdsContract(_ source: SourceText) -> Bool {
    !SourceLines(source).errors.contains { $0.problem == .noFence }
  }

  /// Whether the first block is opened by a word of a language.
  private static func opens(_ text: SourceLines, in tongue: Tongue) -> Bool {
    for range in text.ranges.dropFirst() {
      let bytes = text.bytes[range]
      guard let byte = bytes.first, !" \t#\r".utf8.contains(byte) else { continue }
      let word = LineScanner.scan(bytes, tongue: tongue).pieces.first?.word
      return BlockWord.allCases.contains { $0[tongue] == word }
    }
    return false
  }

  private static func tongue(of line: ScannedLine) -> Tongue? {
    guard line.error == nil, line.indentation == 0 else { return nil }
    switch line.pieces.map(\.word) {
    case ["language", "en"]: return .en
    case ["言語", "ja"]: return .ja
    default: return nil
    }
  }

  /// - Parameter tongue: the language of the messages about a text whose own is not known.
  private static func refused(
    _ source: SourceText, _ errors: LanguageError..., tongue: Tongue = .en
  ) -> ParseResult {
    refused(source, errors, tongue)
  }

  private static func refused(
    _ source: SourceText, _ errors: [LanguageError], _ tongue: Tongue
  ) -> ParseResult {
    let document = Document(
      tongue: tongue, source: source, languageSpan: errors.first?.span ?? Span(start: 0, end: 0),
      languageComment: nil, blocks: [], parts: [], headings: [], declared: [])
    return ParseResult(
      document: document, diagnostics: errors.map { $0.diagnostic(in: source, tongue: tongue) })
  }
}

/// Puts the lines of a file together.
private struct DocumentReader {
  let source: SourceText
  let tongue: Tongue
  let languageLine: ScannedLine
  private var declared: DeclaredNames
  private var blocks: [Block] = []
  private var parts: [Part] = []
  private var headings: [Clause] = []
  /// The clause of the heading above the part that is read.
  private var clauseAbove: Clause?
  private var header: Header?
  private var headerLeading: [Trivia] = []
  private var headerComment: String?
  private var body: [Line] = []
  private var pending: [Trivia] = []
  private var errors: [LanguageError] = []
  /// Whether the body lines that follow belong to a header that could not be read.
  private var skipsBody = false

  init(source: SourceText, tongue: Tongue, languageLine: ScannedLine) {
    self.source = source
    self.tongue = tongue
    self.languageLine = languageLine
    declared = DeclaredNames(tongue: tongue)
  }

  mutating func read(_ text: SourceLines) {
    var lines: [[ScannedLine]] = []
    var left = Limits.lineCount
    for (index, part) in text.parts.enumerated() {
      let read = part.lines.prefix(left)
      left -= read.count
      lines.append(
        read.dropFirst(index == 0 ? 1 : 0).map { range in
          let line = LineScanner.scan(text.bytes[range], tongue: tongue)
          declared.read(line)
          return line
        })
    }
    headings = text.headings
    let reader = BodyReader(tongue: tongue, declared: declared)
    for (part, lines) in zip(text.parts, lines) {
      let first = blocks.count
      clauseAbove = part.clause
      for line in lines { read(line, with: reader) }
      finishBlock()
      skipsBody = false
      while pending.last == .blank { pending.removeLast() }
      parts.append(Part(content: part.content, blocks: first..<blocks.count, ending: pending))
      pending = []
    }
    let ranges = text.ranges
    if ranges.count > Limits.lineCount {
      let start = ranges[Limits.lineCount].lowerBound
      errors.append(LanguageError(.tooManyLines, at: Span(start: start, end: start)))
    }
  }

  var result: ParseResult {
    let document = Document(
      tongue: tongue, source: source, languageSpan: languageLine.span(of: languageLine.pieces),
      languageComment: languageLine.comment, blocks: blocks, parts: parts,
      headings: headings, declared: declared.all)
    let sorted = errors.enumerated().sorted {
      ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
    }
    return ParseResult(
      document: document,
      diagnostics: sorted.map { $0.element.diagnostic(in: source, tongue: tongue) })
  }

  private mutating func read(_ line: ScannedLine, with reader: BodyReader) {
    if let error = line.error {
      errors.append(error)
      if line.indentation == 0 { skipBlock() }
      return
    }
    if let error = line.compositionError { errors.append(error) }
    guard let first = line.pieces.first else {
      if let comment = line.comment {
        pending.append(.comment(comment, indented: line.indentation > 0))
      } else if pending.last != .blank {
        pending.append(.blank)
      }
      return
    }
    if line.hasTabIndentation {
      let end = line.offsets[first.range.lowerBound]
      let span = Span(start: line.offsets[0], end: end)
      return errors.append(LanguageError(.tabIndentation, at: span))
    }
    switch line.indentation {
    case 0: readHeader(line)
    case 2: readBody(line, with: reader)
    default:
      let span = Span(start: line.offsets[0], end: line.offsets[first.range.lowerBound])
      errors.append(LanguageError(.indentation(line.indentation), at: span))
      // A header that lost its first word: the lines below it are nobody's.
      if Header.citesClause(line, tongue: tongue) { skipBlock() }
    }
  }

  private mutating func readHeader(_ line: ScannedLine) {
    finishBlock()
    headerLeading = pending
    pending = []
    header = Header.read(line, tongue: tongue, errors: &errors)
    headerComment = line.comment
    skipsBody = header == nil
  }

  /// Leaves out the lines below a header that could not be read.
  private mutating func skipBlock() {
    finishBlock()
    pending = []
    skipsBody = true
  }

  private mutating func readBody(_ line: ScannedLine, with reader: BodyReader) {
    guard let header else {
      if !skipsBody {
        let span = line.span(of: line.pieces.prefix(1))
        errors.append(LanguageError(.bodyWithoutHeader, at: span))
      }
      return
    }
    do {
      body.append(try reader.read(line, in: header.word, leading: pending))
      pending = []
    } catch {
      errors.append(error)
    }
  }

  private mutating func finishBlock() {
    guard let header else { return }
    blocks.append(
      Block(
        word: header.word, name: header.name, nameSpan: header.nameSpan, number: header.number,
        title: header.title, titleSpan: header.titleSpan, clause: header.clause ?? clauseAbove,
        body: body,
        headerSpan: header.span, leading: headerLeading, comment: headerComment))
    self.header = nil
    body = []
  }
}
