import Diagnostics
import Language
import Quantities
import Records

/// Turns the syntax tree of a contract into the typed contract, or into all its errors.
public enum ContractCompiler {
  /// What came of a text: the contract if there is no error, and everything there is to say.
  public struct Outcome: Sendable {
    public let contract: Contract?
    /// In the order of the text; warnings too.
    public let diagnostics: [Diagnostic]
  }

  /// Checks a parsed contract.
  ///
  /// - Parameters:
  ///   - year: the settlement year; amendments effective by its first day are applied.
  ///     Nil applies none: the contract as first signed.
  ///   - edits: replaced lines of a scenario, applied after the amendments.
  public static func compile(
    _ document: Document, vocabulary: Vocabulary?, year: Int? = nil, edits: [ContractEdit] = []
  ) -> Outcome {
    let compiler = Compiler(document: document, vocabulary: vocabulary)
    let contract = compiler.run(year: year, edits: edits)
    let diagnostics = compiler.diagnostics.inTextOrder
    return Outcome(
      contract: diagnostics.contains { $0.severity == .error } ? nil : contract,
      diagnostics: diagnostics)
  }
}

/// A line could not be read; what is wrong has been reported.
struct Skip: Error {}

/// The state of one compilation. One file per kind of block extends it.
final class Compiler {
  var document: Document
  let source: SourceText
  let tongue: Tongue
  let vocabulary: Vocabulary?
  let unitTable: UnitTable

  var diagnostics: [Diagnostic] = []
  var declared: [Name: Declared] = [:]
  var used: Set<Declared> = []

  /// Blocks of each kind, in the order of the text; the index is that of the typed contract.
  var blocks: [BlockWord: [Block]] = [:]

  var tables: [TableDefinition] = []
  var scales: [Scale?] = []
  var values: [Value?] = []
  var valueStates: [State] = []
  var populations: [Population?] = []
  var populationStates: [State] = []
  var indicators: [Indicator?] = []
  var indicatorStates: [State] = []
  var achievements: [Achievement?] = []
  var achievementStates: [State] = []
  var scores: [Score?] = []
  var scoreStates: [State] = []
  var payments: [Payment?] = []
  /// Steps of figures, for the places where a rounding must be written.
  var granularities: [FigureReference: Granularity] = [:]
  var order: [FigureReference] = []
  var amendmentTexts: [AmendmentText] = []
  var amendments: [Int] = []
  /// Whether the operands of a value can be missing, by the place of its declaration.
  var expressionMayMiss: [Span: Bool] = [:]
  var aggregateMayMiss: [Span: Bool] = [:]
  var currency = Unit("yen")

  /// Whether a block has been checked; `active` while its own definition is being read.
  enum State { case pending, active, done, failed }

  init(document: Document, vocabulary: Vocabulary?) {
    self.document = document
    self.source = document.source
    self.tongue = document.tongue
    self.vocabulary = vocabulary
    let names = document.blocks.flatMap { block in
      block.body.filter { $0.keyword == .units }.flatMap(\.tokens).compactMap { token -> Name? in
        if case .name(let name) = token.kind { name } else { nil }
      }
    }
    self.unitTable = UnitTable.standard.adding(
      names.map { name in
        let other = vocabulary?.other(name, from: document.tongue)?.text ?? name.text
        let (english, japanese) =
          document.tongue == .en ? (name.text, other) : (other, name.text)
        return UnitDefinition(
          id: name.text, kind: .count, singular: english, plural: english, japanese: japanese,
          japaneseAttached: true)
      })
  }

  func run(year: Int?, edits: [ContractEdit]) -> Contract? {
    amendments = applyAmendments(year: year)
    apply(edits)
    indexNames()
    guard let block = blocks[.contract]?.first else {
      report(
        "G105", at: document.languageSpan,
        "the contract has no 'contract' block", "「契約」の欄がありません",
        remarks: [
          .rule(
            "a contract begins with its name, its parties and its term",
            "契約には、名称・当事者・契約期間を定める「契約」の欄が必要です")
        ])
      return nil
    }
    let header = contractHeader(block)
    bindTables()
    bindScales()
    let inline = (blocks[.value] ?? []).count
    values = Array(repeating: nil, count: inline)
    valueStates = Array(repeating: .pending, count: inline)
    populations = Array(repeating: nil, count: (blocks[.population] ?? []).count)
    populationStates = Array(repeating: .pending, count: populations.count)
    indicators = Array(repeating: nil, count: (blocks[.indicator] ?? []).count)
    indicatorStates = Array(repeating: .pending, count: indicators.count)
    achievements = Array(repeating: nil, count: (blocks[.achievement] ?? []).count)
    achievementStates = Array(repeating: .pending, count: achievements.count)
    scores = Array(repeating: nil, count: (blocks[.score] ?? []).count)
    scoreStates = Array(repeating: .pending, count: scores.count)
    for i in 0..<inline { _ = value(i, from: nil) }
    for i in populations.indices { _ = population(i, from: nil) }
    for i in indicators.indices { _ = indicator(i, from: nil) }
    for i in achievements.indices { _ = achievement(i, from: nil) }
    for i in scores.indices { _ = score(i, from: nil) }
    bindPayments()
    let settlement = bindSettlement()
    let scenarios = bindScenarios()
    let examples = bindExamples()
    checkClauses()
    checkAmendments()
    warnOfUnused()
    guard let header, let settlement, !diagnostics.contains(where: { $0.severity == .error }) else {
      return nil
    }
    return Contract(
      declaration: header.declaration, tongue: tongue, parties: header.parties, term: header.term,
      yearStart: header.yearStart, currency: currency, isIllustrative: header.isIllustrative,
      units: unitTable, tables: tables, scales: scales.compactMap { $0 },
      values: values.compactMap { $0 }, populations: populations.compactMap { $0 },
      indicators: indicators.compactMap { $0 }, achievements: achievements.compactMap { $0 },
      scores: scores.compactMap { $0 }, payments: payments.compactMap { $0 },
      settlement: settlement, scenarios: scenarios, examples: examples, order: order,
      amendments: amendments, source: source)
  }

  // MARK: - Names

  private func indexNames() {
    blocks = Dictionary(grouping: document.blocks, by: \.word)
    for word in [BlockWord.contract, .settlement] {
      for extra in (blocks[word] ?? []).dropFirst() {
        report(
          "G103", at: extra.headerSpan, "a contract has one '\(word.english)' block",
          "「\(word.japanese)」の欄は一つだけです")
      }
    }
    var firstPlaces: [Name: Span] = [:]
    func declare(_ word: BlockWord, _ make: (Int) -> Declared) {
      for (index, block) in (blocks[word] ?? []).enumerated() {
        guard let name = block.name, let span = block.nameSpan else { continue }
        if let first = firstPlaces[name] {
          report(
            "N102", at: span, "the name '\(name)' is declared twice",
            "「\(name)」という名前が二度定義されています",
            label: ("declared again", "二度目の定義"),
            others: [(first, "first declared here", "最初の定義")])
        } else {
          firstPlaces[name] = span
          declared[name] = make(index)
        }
      }
    }
    declare(.table) { .table($0) }
    declare(.scale) { .scale($0) }
    declare(.value) { .value($0) }
    declare(.population) { .population($0) }
    declare(.indicator) { .indicator($0) }
    declare(.achievement) { .achievement($0) }
    declare(.score) { .score($0) }
    declare(.payment) { .payment($0) }
    declare(.settlement) { _ in .settlement }
  }

  func declaration(of block: Block) -> Declaration {
    Declaration(
      name: block.name?.text ?? "",
      otherName: block.name.flatMap { vocabulary?.other($0, from: tongue) }?.text,
      title: block.title?.text, clause: block.clause?.citation, span: block.headerSpan)
  }

  /// Finds a declared name of one of some kinds, or reports what is wrong with it.
  func find(_ name: Name, at span: Span, _ kinds: [BlockWord]) throws(Skip) -> Declared {
    guard let found = declared[name] else {
      reportUnknown(name, at: span, among: declared.filter { kinds.contains($0.value.word) }.keys)
      throw Skip()
    }
    guard kinds.contains(found.word) else {
      report(
        "N103", at: span,
        "'\(name)' is \(found.word.withArticle), not \(kinds.map(\.withArticle).joined(separator: " or "))",
        "「\(name)」は\(found.word.japanese)であり、\(kinds.map(\.japanese).joined(separator: "・"))ではありません")
      throw Skip()
    }
    used.insert(found)
    return found
  }

  func reportUnknown(_ name: Name, at span: Span, among names: some Sequence<Name>) {
    let known = Set(declared.keys).union(names)
    if let split = splitRunTogether(name.text, declared: known, tongue: tongue) {
      report(
        "L012", at: span, "'\(name)' cannot be read as one word",
        "「\(name)」は一語として読めません",
        label: ("no space between words", "語の区切りがありません"),
        remarks: [
          .rule(
            "names, numbers and words are separated by a space or a sign; nothing is guessed",
            "名前・数・語の間には空白か記号を置きます(助詞や送り仮名から推測しません)"),
          .fix(split, split),
        ])
      return
    }
    var remarks: [Remark] = []
    if let word = Similarity.nearest(to: name.text, among: names.map(\.text).sorted()) {
      let near = Name(word)
      if let found = declared[near] {
        let clause = clauseText(of: found)
        remarks.append(
          .help(
            "did you mean '\(near)' (\(found.word.english)\(clause.map { ", " + $0.en } ?? ""))?",
            "\(near)(\(found.word.japanese)\(clause.map { "、" + $0.ja } ?? ""))"))
      } else {
        remarks.append(.help("did you mean '\(near)'?", near.text))
      }
    }
    report(
      "N101", at: span, "the name '\(name)' is not declared",
      "「\(name)」という名前は定義されていません", remarks: remarks)
  }

  private func clauseText(of found: Declared) -> (en: String, ja: String)? {
    guard
      let clause = document.blocks.first(where: {
        $0.word == found.word && $0.name.map { declared[$0] == found } ?? false
      })?.clause
    else { return nil }
    return (clause.citation.text(in: .en), clause.citation.text(in: .ja))
  }

  func reportCycle(_ block: Block, from span: Span?) {
    report(
      "N104", at: span ?? block.headerSpan,
      "'\(block.name?.text ?? "")' is defined by itself",
      "「\(block.name?.text ?? "")」の定義が自分自身に戻っています",
      others: [(block.headerSpan, "its definition", "定義")],
      remarks: [
        .rule(
          "a figure is derived from others, never from itself",
          "指標や値は、他のものから一方向に定義します(循環はできません)")
      ])
  }

  // MARK: - Whole-contract checks

  private func checkClauses() {
    let kinds: Set<BlockWord> = [
      .table, .scale, .value, .population, .indicator, .achievement, .score, .payment, .settlement,
    ]
    for block in document.blocks where kinds.contains(block.word) && block.clause == nil {
      report(
        "G104", at: block.headerSpan,
        "\(block.word.english) '\(block.name?.text ?? "")' does not cite its clause",
        "\(block.word.japanese)「\(block.name?.text ?? "")」に根拠条項がありません",
        remarks: [
          .rule(
            "every rule that leads to money names the clause of the contract it comes from",
            "支払に至る定めには、契約書の根拠条項を書きます"),
          .help(
            "add the clause at the end of the line:  per Art. 5(1)", "行末に書きます:  根拠 第5条第1項"),
        ])
    }
  }

  private func warnOfUnused() {
    for word in [
      BlockWord.scale, .value, .population, .indicator, .achievement, .score, .payment,
    ] {
      for block in blocks[word] ?? [] {
        guard let name = block.name, let span = block.nameSpan, let found = declared[name], !used.contains(found) else {
          continue
        }
        if case .indicator = found { continue }  // Indicators may be agreed for reporting only.
        report(
          "N105", severity: .warning, at: span,
          "\(word.english) '\(name)' is not used by anything",
          "\(word.japanese)「\(name)」はどこからも使われていません",
          remarks: word == .payment
            ? [
              .why(
                "a payment that is not part of the total is never paid",
                "合計に含まれない支払は、支払われません")
            ] : [])
      }
    }
  }
}

extension BlockWord {
  var withArticle: String {
    switch self {
    case .indicator, .achievement, .amendment, .example: "an \(english)"
    default: "a \(english)"
    }
  }
}
