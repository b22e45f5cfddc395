import Diagnostics

/// Reads the body lines of blocks.
struct BodyReader {
  let tongue: Tongue
  let declared: DeclaredNames
  private let units: UnitSpellings
  private let keywords: KeywordTable

  private static let rowBlocks: [BlockWord] = [.achievement, .scale]
  private static let labelLines: [LabelWord] = [.change, .set, .given, .expect]

  /// Lines whose values never hold a name of the contract, so that no name hides their words.
  private static let namelessLines: [LabelWord] = [
    .parties, .term, .yearStarts, .authoritative, .status, .publish, .version, .signed, .effective,
    .basis,
    .tax, .taxRound, .taxDate,
  ]

  init(tongue: Tongue, declared: DeclaredNames) {
    self.tongue = tongue
    self.declared = declared
    units = UnitSpellings.standard.declaring(declared.units)
    keywords = KeywordTable[tongue]
  }

  /// Reads one body line of a block.
  func read(
    _ line: ScannedLine, in block: BlockWord, leading: [Trivia]
  ) throws(LanguageError) -> Line {
    let (label, length) = try label(line, in: block)
    let tokens = try value(line, from: length, label)
    let labelSpan =
      label == .row
      ? tokens.first?.span ?? line.span(of: line.pieces)
      : line.span(of: line.pieces.prefix(length))
    try check(tokens, line, labelSpan)
    let read = Line(
      label: label, tokens: tokens, span: line.span(of: line.pieces), labelSpan: labelSpan,
      leading: leading, comment: line.comment)
    if label == .row, read.row.patterns.isEmpty || read.row.result.isEmpty {
      throw LanguageError(.incompleteRow, at: read.span)
    }
    return read
  }

  /// The label and how many pieces it takes.
  private func label(
    _ line: ScannedLine, in block: BlockWord
  ) throws(LanguageError) -> (LineLabel, Int) {
    let pieces = line.pieces
    if let (word, length) = keywords.label(
      in: pieces, at: 0, accepts: { $0.blocks.contains(block) })
    {
      return (.keyword(word), length)
    }
    if block == .table, let word = pieces.first?.word, Characters.isName(word.unicodeScalars) {
      return (.column(Name(word)), 1)
    }
    let elsewhere = keywords.label(in: pieces, at: 0)
    let suggestion = suggestion(line, in: block)
    if Self.rowBlocks.contains(block), elsewhere == nil, suggestion == nil { return (.row, 0) }
    if Self.rowBlocks.contains(block), suggestion == nil, isRow(line) { return (.row, 0) }
    let word = pieces.prefix(elsewhere?.1 ?? 1).map { line.text($0.range) }
    throw LanguageError(
      .unknownLabel(
        word.joined(separator: " "), block: block, suggestion: suggestion,
        elsewhere: elsewhere?.0),
      at: line.span(of: pieces.prefix(elsewhere?.1 ?? 1)))
  }

  /// Whether a line of rows that begins with a label of another block is a row all the same.
  private func isRow(_ line: ScannedLine) -> Bool {
    guard let first = line.pieces.first?.word else { return true }
    return declared.all.contains(Name(first)) || keywords.value(in: line.pieces, at: 0) != nil
      || keywords.label(first).map { [.at, .from, .before, .after].contains($0) } ?? false
  }

  /// The label of the block that was probably meant.
  private func suggestion(_ line: ScannedLine, in block: BlockWord) -> LabelWord? {
    guard let first = line.pieces.first?.word, !declared.all.contains(Name(first)) else {
      return nil
    }
    let labels = LabelWord.allCases.filter { $0.blocks.contains(block) }
    for length in [2, 1, 3] where line.pieces.count >= length {
      let words = line.pieces.prefix(length).compactMap(\.word).joined(separator: " ")
      let candidates = labels.map { $0[tongue] }.filter {
        $0.split(separator: " ").count == length
      }
      if let nearest = Similarity.nearest(to: words, among: candidates) {
        return labels.first { $0[tongue] == nearest }
      }
    }
    return nil
  }

  private func value(
    _ line: ScannedLine, from start: Int, _ label: LineLabel
  ) throws(LanguageError) -> [Token] {
    var context = LineContext(declared: declared.all, units: units)
    if case .keyword(let word) = label {
      context.allowsLabels = Self.labelLines.contains(word)
      context.isKind = word == .kind
      if Self.namelessLines.contains(word) { context.declared = [] }
    }
    return tongue == .en
      ? try EnglishReader.read(line, from: start, context)
      : try JapaneseReader.read(line, from: start, context)
  }

  private func check(
    _ tokens: [Token], _ line: ScannedLine, _ labelSpan: Span
  ) throws(LanguageError) {
    guard !tokens.isEmpty else {
      let word = line.pieces.map { line.text($0.range) }.joined(separator: " ")
      throw LanguageError(.emptyValue(word), at: labelSpan)
    }
    try checkCommas(tokens)
    try checkParentheses(tokens)
  }

  private func checkCommas(_ tokens: [Token]) throws(LanguageError) {
    for (index, token) in tokens.enumerated() where token.kind == .symbol(.comma) {
      let isDangling =
        index == 0 || index + 1 == tokens.count || tokens[index + 1].kind == .symbol(.comma)
        || tokens[index + 1].kind == .symbol(.close) || tokens[index - 1].kind == .symbol(.open)
      if isDangling { throw LanguageError(.commaWithoutItem, at: token.span) }
    }
  }

  private func checkParentheses(_ tokens: [Token]) throws(LanguageError) {
    var open: [Span] = []
    for token in tokens {
      if token.kind == .symbol(.open) {
        guard open.count < Limits.nesting else {
          throw LanguageError(.parenthesis(.tooDeep), at: token.span)
        }
        open.append(token.span)
      } else if token.kind == .symbol(.close), open.popLast() == nil {
        throw LanguageError(.parenthesis(.notOpened), at: token.span)
      }
    }
    if let last = open.last { throw LanguageError(.parenthesis(.notClosed), at: last) }
  }
}
