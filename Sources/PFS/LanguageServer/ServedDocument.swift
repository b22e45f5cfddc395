import Contract
import Diagnostics
import Language
import Quantities
import Settlement

/// One open contract text, as the editor holds it, with everything that can be said about it.
struct ServedDocument {
  let uri: String
  let source: SourceText
  let edited: EditedText
  private let file: ContractFile
  private let document: Document
  /// Nil of a Markdown file without contract text, which is nobody's contract.
  private let check: ContractCheck?

  init(uri: String, text: String) {
    self.uri = uri
    // What is not a file has no vocabulary beside it.
    let path = DocumentAddress.path(uri)
    let name = path ?? uri
    source = SourceText(name: name, text: text)
    edited = EditedText(source.utf8)
    let vocabulary = path.flatMap { ContractFile.vocabularySource(beside: $0) }
    file = ContractFile(
      path: name, source: source, vocabularySource: vocabulary,
      used: path.map { ContractFile.textsBeside($0) } ?? { _, _, _ in nil })
    document = Parser.parse(source).document
    check = Parser.holdsContract(source) ? ContractCheck(file) : nil
  }

  private var tongue: Tongue { file.tongue }

  // MARK: - Diagnostics

  /// All diagnostics of the text, in its language, as the protocol writes them.
  var diagnostics: [JSONValue] {
    (check?.diagnostics ?? []).map { item in
      let place = item.place.flatMap(span)
      let lines =
        [item.headline[tongue]]
        + item.remarks.flatMap { remark in
          remark.lines.enumerated().map { index, line in
            (index == 0 ? "\(remark.kind.text[tongue]): " : "  ") + line[tongue]
          }
        }
      let related = item.labels.dropFirst().compactMap { label -> JSONValue? in
        guard let span = span(label.place) else { return nil }
        return .object([
          .init("location", location(span)), .init("message", .string(label.text[tongue])),
        ])
      }
      var members: [JSONValue.Member] = [
        .init("range", range(place ?? Span(start: 0, end: 0))),
        .init("severity", .integer(item.severity.protocolNumber)),
        .init("code", .string(item.code)), .init("source", .string("pfs")),
        .init("message", .string(lines.joined(separator: "\n"))),
      ]
      if !related.isEmpty { members.append(.init("relatedInformation", .array(related))) }
      return .object(members)
    }
  }

  /// The place in this text; nil if it is in another one, such as the vocabulary.
  private func span(_ place: Place) -> Span? {
    switch place {
    case .source(let other, let span): other.name == source.name ? span : nil
    case .excerpt(let excerpt):
      excerpt.sourceName == source.name && (1...source.lineCount).contains(excerpt.line)
        ? source.span(ofLine: excerpt.line) : nil
    }
  }

  // MARK: - Hover and definition

  /// What a place of the text names.
  private enum Subject {
    case block(Block)
    /// A column and its table.
    case column(Line, Block)
    case word(english: String, japanese: String)
  }

  private func subject(_ offset: Int) -> (subject: Subject, span: Span)? {
    func holds(_ span: Span?) -> Bool {
      span.map { $0.start <= offset && offset < $0.end } ?? false
    }
    for block in document.blocks {
      if let span = block.nameSpan, holds(span) { return (.block(block), span) }
      if holds(block.headerSpan) {
        let end = block.headerSpan.start + block.word[tongue].utf8.count
        let span = Span(start: block.headerSpan.start, end: end)
        guard holds(span) else { return nil }
        return (.word(english: block.word.english, japanese: block.word.japanese), span)
      }
      for line in block.body where holds(line.span) { return subject(offset, in: line, of: block) }
    }
    return nil
  }

  private func subject(
    _ offset: Int, in line: Line, of block: Block
  ) -> (subject: Subject, span: Span)? {
    func holds(_ span: Span) -> Bool { span.start <= offset && offset < span.end }
    if holds(line.labelSpan) {
      switch line.label {
      case .column: return (.column(line, block), line.labelSpan)
      case .keyword(let word):
        return (.word(english: word.english, japanese: word.japanese), line.labelSpan)
      case .row: break
      }
    }
    for token in line.tokens where holds(token.span) {
      switch token.kind {
      case .word(let word):
        return (.word(english: word.english, japanese: word.japanese), token.span)
      case .label(let word):
        return (.word(english: word.english, japanese: word.japanese), token.span)
      default:
        guard let name = token.kind.mentioned else { return nil }
        let span = token.operandSpan ?? token.span
        guard holds(span), let found = declaration(of: name, in: block) else { return nil }
        return (found, span)
      }
    }
    return nil
  }

  /// What declares a name: a block, else a column, that of the block's own table first.
  private func declaration(of name: Name, in block: Block) -> Subject? {
    if let found = document.blocks.first(where: { $0.name == name }) { return .block(found) }
    let tables = document.blocks.filter { $0.word == .table }
    let own = block.word == .table ? [block] : []
    for table in own + tables {
      for line in table.body where line.label == .column(name) { return .column(line, table) }
    }
    return nil
  }

  /// Kind, unit, clause, title and the other language's name, in Markdown; null of nothing.
  func hover(_ offset: Int) -> JSONValue {
    guard let (subject, span) = subject(offset) else { return .null }
    let lines: [String]
    switch subject {
    case .word(let english, let japanese): lines = ["**\(english)** · **\(japanese)**"]
    case .block(let block): lines = describe(block)
    case .column(let line, let table):
      let name = source.text(line.labelSpan)
      let type = source.text(line.valueSpan)
      lines = [
        "**\(BlockWord.table[tongue])** \(table.name?.text ?? "") · **\(name)**"
          + other(Name(name)),
        type,
      ]
    }
    return .object([
      .init(
        "contents",
        .object([
          .init("kind", .string("markdown")),
          .init("value", .string(lines.joined(separator: "\n\n"))),
        ])),
      .init("range", range(span)),
    ])
  }

  private func describe(_ block: Block) -> [String] {
    let name = block.name?.text ?? block.title?.text ?? block.number.map { String($0) } ?? ""
    var lines = [
      "**\(block.word[tongue])** **\(name)**" + (block.name.map(other) ?? "")
    ]
    if block.name != nil, let title = block.title { lines.append(title.text) }
    var facts: [String] = []
    if let kind = block.body.first(where: { $0.keyword == .kind }) {
      facts.append("\(LabelWord.kind[tongue]): \(source.text(kind.valueSpan))")
    }
    if let unit = unit(of: block) { facts.append("\(LabelWord.unit[tongue]): \(unit)") }
    if let clause = block.clause {
      facts.append((tongue == .en ? "per " : "根拠 ") + clause.citation.text(in: tongue))
    }
    if !facts.isEmpty { lines.append(facts.joined(separator: " · ")) }
    return lines
  }

  /// ` · 参加者数`
  private func other(_ name: Name) -> String {
    file.vocabulary?.other(name, from: tongue).map { " · \($0.text)" } ?? ""
  }

  /// The unit of a figure, if the contract is free of errors.
  private func unit(of block: Block) -> String? {
    guard let contract = check?.contract, let name = block.name?.text else { return nil }
    func place(_ declarations: [Declaration]) -> Int? {
      declarations.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
    let unit: Unit?
    switch block.word {
    case .indicator:
      unit = place(contract.indicators.map(\.declaration)).map { contract.indicators[$0].unit }
    case .achievement:
      unit = place(contract.achievements.map(\.declaration)).map { contract.achievements[$0].unit }
    case .score: unit = place(contract.scores.map(\.declaration)).map { contract.scores[$0].unit }
    case .scale: unit = place(contract.scales.map(\.declaration)).map { contract.scales[$0].unit }
    case .payment, .settlement: unit = contract.currency
    default: unit = nil
    }
    return unit.map {
      tongue == .en ? contract.units.english($0, plural: true) : contract.units.japanese($0)
    }
  }

  /// Where the name at a place is declared; null if it is no name.
  func definition(_ offset: Int) -> JSONValue {
    switch subject(offset)?.subject {
    case .block(let block)?: location(block.nameSpan ?? block.headerSpan)
    case .column(let line, _)?: location(line.labelSpan)
    case .word?, nil: .null
    }
  }

  // MARK: - Whole text

  /// One edit that puts the formatted text in place; none if it is formatted or cannot be read.
  var formatting: JSONValue {
    guard let text = try? file.formatted(), !text.utf8.elementsEqual(source.utf8) else {
      return .array([])
    }
    return .array([
      .object([
        .init("range", range(source.span)), .init("newText", .string(text)),
      ])
    ])
  }

  /// The blocks of the text, tables with their columns.
  var symbols: JSONValue {
    .array(
      document.blocks.map { block in
        let name = block.name?.text ?? block.title?.text ?? block.number.map { String($0) } ?? ""
        let end = block.body.last?.span.end ?? block.headerSpan.end
        let columns = block.body.compactMap { line -> JSONValue? in
          guard case .column(let column) = line.label else { return nil }
          return symbol(
            column.text, source.text(line.valueSpan), 8, line.span, line.labelSpan, [])
        }
        return symbol(
          name, [block.word[tongue], block.title?.text].compactMap { $0 }.joined(separator: " "),
          block.word.protocolNumber, Span(start: block.headerSpan.start, end: end),
          block.nameSpan ?? block.headerSpan, columns)
      })
  }

  private func symbol(
    _ name: String, _ detail: String, _ kind: Int64, _ whole: Span, _ own: Span,
    _ children: [JSONValue]
  ) -> JSONValue {
    .object([
      // The protocol asks for a name.
      .init("name", .string(name.isEmpty ? "–" : name)), .init("detail", .string(detail)),
      .init("kind", .integer(kind)), .init("range", range(whole)),
      .init("selectionRange", range(own)), .init("children", .array(children)),
    ])
  }

  // MARK: - Places

  private func position(_ offset: Int) -> JSONValue {
    let position = edited.position(offset)
    return .object([
      .init("line", .count(position.line)), .init("character", .count(position.character)),
    ])
  }

  private func range(_ span: Span) -> JSONValue {
    .object([.init("start", position(span.start)), .init("end", position(span.end))])
  }

  private func location(_ span: Span) -> JSONValue {
    .object([.init("uri", .string(uri)), .init("range", range(span))])
  }
}

extension Severity {
  /// 1 error, 2 warning, 3 information.
  fileprivate var protocolNumber: Int64 {
    switch self {
    case .error, .stop, .internal: 1
    case .warning: 2
    case .note: 3
    }
  }
}

extension BlockWord {
  /// The kind of a symbol, of those that the protocol knows.
  fileprivate var protocolNumber: Int64 {
    switch self {
    case .contract: 2  // module
    case .table: 23  // struct
    case .scale, .achievement: 10  // enum
    case .value, .population: 13  // variable
    case .indicator, .score: 12  // function
    case .payment, .settlement, .split: 14  // constant
    case .amendment, .scenario, .example: 24  // event
    }
  }
}
