import Diagnostics
import Quantities

extension Vocabulary {
  /// The document with the names and texts of the other language; fails with every pair that is
  /// missing.
  ///
  /// The spellings of data that a table quotes (files, headers, codes, suffixes of units) stay as
  /// they are.
  ///
  /// - Parameter keepsUnpaired: a name or text without a pair stays as it is, too.
  public func renamed(
    _ document: Document, to tongue: Tongue, keepsUnpaired: Bool = false
  ) -> Result<Document, Diagnostics> {
    guard tongue != document.tongue else { return .success(document) }
    let splits = document.blocks.filter { $0.word == .split }.compactMap(\.name)
    var renaming = Renaming(vocabulary: self, from: document.tongue, splits: Set(splits))
    let blocks = document.blocks.map { renaming.block($0) }
    let declared = Set(document.declared.map { other($0, from: document.tongue) ?? $0 })
    guard keepsUnpaired || renaming.missing.isEmpty else {
      let items = renaming.missing.map {
        $0.diagnostic(in: document.source, tongue: document.tongue)
      }
      return .failure(Diagnostics(items: items))
    }
    return .success(
      Document(
        tongue: tongue, source: document.source, languageSpan: document.languageSpan,
        languageComment: document.languageComment, blocks: blocks, parts: document.parts,
        headings: document.headings, declared: declared))
  }
}

/// Walks over a document and gives each name and text its pair.
private struct Renaming {
  let vocabulary: Vocabulary
  let from: Tongue
  /// What is divided among parties: what stands behind such a name is a party, not a key of data.
  let splits: Set<Name>
  private(set) var missing: [LanguageError] = []
  private var reportedNames: Set<Name> = []
  private var reportedTexts: Set<Quotation> = []

  /// Labels whose texts are spellings of data.
  private static let dataLabels: [LabelWord] = [
    .file, .header, .codes, .missingCodes, .unitSuffix, .row, .use,
    .given, .expect,
  ]

  init(vocabulary: Vocabulary, from: Tongue, splits: Set<Name>) {
    self.vocabulary = vocabulary
    self.from = from
    self.splits = splits
  }

  private var to: Tongue { from == .en ? .ja : .en }

  private mutating func name(_ name: Name, at span: Span) -> Name {
    if let other = vocabulary.other(name, from: from) { return other }
    if reportedNames.insert(name).inserted {
      let problem = LanguageError.Problem.missingPair(name.text, isText: false, to: to)
      missing.append(LanguageError(problem, at: span))
    }
    return name
  }

  private mutating func text(_ text: Quotation, at span: Span) -> Quotation {
    if let other = vocabulary.other(text, from: from) { return other }
    if reportedTexts.insert(text).inserted {
      let problem = LanguageError.Problem.missingPair(text.text, isText: true, to: to)
      missing.append(LanguageError(problem, at: span))
    }
    return text
  }

  mutating func block(_ block: Block) -> Block {
    let header = block.headerSpan
    let newName = block.name.map { name($0, at: block.nameSpan ?? header) }
    let newTitle = block.title.map { text($0, at: block.titleSpan ?? header) }
    var clause = block.clause
    if let old = clause, !old.isHeading, case .other(let words) = old.citation {
      clause = Clause(.other(text(words, at: old.span)), span: old.span)
    }
    return Block(
      word: block.word, name: newName, nameSpan: block.nameSpan, number: block.number,
      title: newTitle, titleSpan: block.titleSpan, clause: clause,
      body: block.body.map { line($0) }, headerSpan: header, leading: block.leading,
      comment: block.comment)
  }

  private mutating func line(_ line: Line) -> Line {
    var label = line.label
    if case .column(let column) = label { label = .column(name(column, at: line.labelSpan)) }
    let keepsTexts = line.keyword.map { Self.dataLabels.contains($0) } ?? false
    var tokens: [Token] = []
    var last: TokenKind?
    for old in line.tokens {
      // The code of a message is the same in both languages, and so is the number of an instalment.
      let isCode = line.keyword == .expect && (last?.announcesCode ?? false)
      tokens.append(
        isCode ? old : token(old, keepsTexts: keepsTexts && !isParty(old, behind: last)))
      last = old.kind
    }
    return Line(
      label: label, tokens: tokens,
      span: line.span, labelSpan: line.labelSpan, leading: line.leading, comment: line.comment)
  }

  /// `"City"` in `expect  cost_sharing "City" 500 yen`
  private func isParty(_ token: Token, behind last: TokenKind?) -> Bool {
    guard case .text(let text) = token.kind, case .name(let name) = last else { return false }
    return splits.contains(name) && Int(text.text) == nil
  }

  private mutating func token(_ token: Token, keepsTexts: Bool) -> Token {
    let place = token.operandSpan ?? token.span
    let kind: TokenKind
    switch token.kind {
    case .name(let old): kind = .name(name(old, at: place))
    case .text(let old): kind = keepsTexts ? token.kind : .text(text(old, at: place))
    case .at(let old): kind = .at(operand(old, place))
    case .dateBound(let comparison, let old): kind = .dateBound(comparison, operand(old, place))
    case .offset(let number, let old, let direction, let anchor):
      kind = .offset(number, unit(old, token.span), direction, operand(anchor, place))
    case .offsetRange(let low, let high, let old, let direction, let anchor):
      kind = .offsetRange(low, high, unit(old, token.span), direction, operand(anchor, place))
    case .quantity(let number, let old): kind = .quantity(number, unit(old, token.span))
    case .unit(let old): kind = .unit(unit(old, token.span))
    case .unitPrice(let number, let old): kind = .unitPrice(number, unit(old, token.span))
    case .bound(let comparison, let number, let old):
      kind = .bound(comparison, number, optional(old, token.span))
    case .figureBound(let comparison, let old):
      kind = .figureBound(comparison, name(old, at: place))
    case .between(let low, let high, let old, let ends):
      kind = .between(low, high, optional(old, token.span), ends)
    case .span(let low, let high, let old): kind = .span(low, high, optional(old, token.span))
    case .rounding(let mode, let number, let old):
      kind = .rounding(mode, number, unit(old, token.span))
    case .word, .label, .numeral, .decimals, .date, .dateRange, .month, .symbol: kind = token.kind
    }
    return Token(kind, span: token.span, operandSpan: token.operandSpan)
  }

  private mutating func operand(_ operand: Operand, _ span: Span) -> Operand {
    guard case .name(let old) = operand else { return operand }
    return .name(name(old, at: span))
  }

  private mutating func optional(_ unit: Unit?, _ span: Span) -> Unit? {
    guard let unit else { return nil }
    return self.unit(unit, span)
  }

  /// A unit that the contract declares is a name.
  private mutating func unit(_ unit: Unit, _ span: Span) -> Unit {
    Unit(unitID(unit.id, span), per: unit.per.map { unitID($0, span) })
  }

  private mutating func unitID(_ id: String, _ span: Span) -> String {
    UnitSpellings.standard.isStandard(id) ? id : name(Name(id), at: span).text
  }
}

extension TokenKind {
  /// Whether the code of a message follows: `expect stop F401`.
  fileprivate var announcesCode: Bool { self == .word(.stop) || self == .word(.error) }
}
