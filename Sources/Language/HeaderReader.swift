import Diagnostics

/// A header line before its body is known.
struct Header {
  let word: BlockWord
  var name: Name?
  var nameSpan: Span?
  var number: Int?
  var title: Quotation?
  var titleSpan: Span?
  var clause: Clause?
  let span: Span

  /// Reads a line at column 0; a wrong clause is reported and left out.
  static func read(
    _ line: ScannedLine, tongue: Tongue, errors: inout [LanguageError]
  ) -> Header? {
    let pieces = line.pieces
    guard let first = pieces.first, let word = first.word.flatMap(KeywordTable[tongue].block) else {
      errors.append(unknownBlock(line, tongue))
      return nil
    }
    var header = Header(word: word, span: line.span(of: pieces))
    var index = header.readSubject(line, tongue)
    if index < pieces.count, case .text(let title) = pieces[index].kind {
      header.title = title
      header.titleSpan = line.span(pieces[index].range)
      index += 1
    }
    if let part = header.missingPart {
      errors.append(
        LanguageError(.headerWithout(part, block: word), at: line.span(first.range)))
      return header
    }
    guard index < pieces.count else { return header }
    let rest = pieces[index...]
    guard pieces[index].word == perWord(tongue) else {
      errors.append(LanguageError(.headerRest(word), at: line.span(of: rest)))
      return header
    }
    let span = line.span(of: rest)
    if let citation = CitationReader.read(rest.dropFirst(), in: line, tongue: tongue) {
      header.clause = Clause(citation, span: span)
    } else {
      errors.append(LanguageError(.citation, at: span))
    }
    return header
  }

  /// The word before the clause that a header cites.
  private static func perWord(_ tongue: Tongue) -> String { tongue == .en ? "per" : "根拠" }

  /// Whether a line ends with a clause, as headers do.
  static func citesClause(_ line: ScannedLine, tongue: Tongue) -> Bool {
    guard let place = line.pieces.lastIndex(where: { $0.word == perWord(tongue) }) else {
      return false
    }
    let rest = line.pieces[(place + 1)...]
    return CitationReader.read(rest, in: line, tongue: tongue) != nil
  }

  /// Reads the name or number and gives the index behind it.
  private mutating func readSubject(_ line: ScannedLine, _ tongue: Tongue) -> Int {
    guard line.pieces.count > 1, let text = line.pieces[1].word else { return 1 }
    // `payment per Art. 5`: the name is missing, and none is called so.
    let rest = line.pieces[2...]
    if text == Self.perWord(tongue), CitationReader.read(rest, in: line, tongue: tongue) != nil {
      return 1
    }
    let range = line.pieces[1].range
    if word == .amendment {
      let number = try? NumeralReader(line: line).numeral(
        at: range.lowerBound, before: range.upperBound)
      guard let (value, end) = number ?? nil, end == range.upperBound, let count = value.int,
        count > 0
      else { return 1 }
      self.number = count
      return 2
    }
    guard word != .scenario, word != .example, Characters.isName(text.unicodeScalars) else {
      return 1
    }
    name = Name(text)
    nameSpan = line.span(range)
    return 2
  }

  private var missingPart: LanguageError.HeaderPart? {
    switch word {
    case .amendment: number == nil ? .number : nil
    case .scenario, .example: title == nil ? .title : nil
    default: name == nil ? .name : nil
    }
  }

  private static func unknownBlock(_ line: ScannedLine, _ tongue: Tongue) -> LanguageError {
    let word = line.pieces.first?.word ?? line.pieces.first.map { line.text($0.range) } ?? ""
    let nearest = Similarity.nearest(to: word, among: BlockWord.allCases.map { $0[tongue] })
    let suggestion = BlockWord.allCases.first { $0[tongue] == nearest }
    let span = line.span(of: line.pieces.prefix(1))
    return LanguageError(.unknownBlock(word, suggestion: suggestion), at: span)
  }
}
