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
  ///   - period: what is settled; the amendments in force for it are applied.
  ///     Nil applies none: the contract as first signed.
  ///   - edits: replaced lines of a scenario, applied after the amendments.
  ///   - used: the texts that the contract takes scales from.
  public static func compile(
    _ document: Document, vocabulary: Vocabulary?, period: PeriodName? = nil,
    edits: [ContractEdit] = [], used: UsedTexts = .none
  ) -> Outcome {
    let compiler = Compiler(document: document, vocabulary: vocabulary, library: used)
    let contract = compiler.run(period: period, edits: edits)
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
  /// The text as written: what amendments and scenarios speak of.
  let original: Document
  let source: SourceText
  let tongue: Tongue
  let vocabulary: Vocabulary?
  /// The texts that the contract may take scales from.
  let library: UsedTexts
  let unitTable: UnitTable

  var diagnostics: [Diagnostic] = []
  var reported: Set<ReportKey> = []
  /// Where names are declared first; empty until something asks.
  var firstDeclarations: [Name: Span] = [:]
  /// Which blocks mention a name; empty until something asks.
  var users: [Name: [Name]] = [:]
  /// How many names may still be compared with an unknown one, so that a file of nothing but unknown
  /// names is checked in linear time.
  private var comparisonsLeft = 200_000
  var declared: [Name: Declared] = [:]
  var used: Set<Declared> = []

  /// Blocks of each kind, in the order of the text; the index is that of the typed contract.
  var blocks: [BlockWord: [Block]] = [:]

  var tables: [TableDefinition] = []
  /// The names that are no columns of the table whose lines are being read; nil while none is.
  var unknownColumns: [(name: Name, span: Span)]?
  /// Of the tables as bound.
  var tableIndex = TableIndex()
  var scales: [Scale?] = []
  /// The texts of which a scale is used, in the order of the scales.
  var usedTexts: [UsedText] = []
  /// The texts that were read, by path; nil where that was reported to be impossible.
  var readTexts: [String: ReadText?] = [:]
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
  /// Lines that edits touched, as they read then; nil where one was touched again.
  var replacedLines: [ReplacedLine?] = []
  /// Where the present text of a touched line stands in `replacedLines`.
  var linesInForce: [Span: Int] = [:]
  /// Where the blocks of each name stand; nil until something asks.
  var blockPlaces: [Name: [Int]]?
  /// Whether the operands of a value can be missing, by the place of its declaration.
  var expressionMayMiss: [Span: Bool] = [:]
  var aggregateMayMiss: [Span: Bool] = [:]
  /// The settlement years of the codes of a column, by table and column.
  var codeYears: [[Int]: [Int?]] = [:]
  /// The value of a population's own `age` line.
  var populationAges: [Int: Int] = [:]
  /// Populations in whose `age` line an error was reported.
  var brokenAges: Set<Int> = []
  /// The settlement year that the text is read for; nil for the text as signed.
  var year: Int?
  /// What was found at the ends of the columns that scales read.
  var scaleHoles: [ScaleEnd: [ScaleCoverage.Point]?] = [:]
  /// The finest steps of values, by the place of their declaration.
  var valueSteps: [Span: Granularity] = [:]
  /// The groups of indicators that are formulas of grouped ones.
  var formulaGroups: [Int: Int] = [:]
  /// The groups of scores whose parts differ by group.
  var scoreGroups: [Int: Int] = [:]
  /// The units that running totals are promised to have, where the value of the first year says so.
  var promisedUnits: [(figure: FigureReference, unit: Unit, span: Span)] = []
  /// The steps that figures are taken to have while they are defined by their own value of the year before.
  var assumedSteps: [FigureReference: Granularity] = [:]
  /// The figure whose own arithmetic is being read.
  var defining: FigureReference?
  /// Whether the lines that are being read are of a payment for each month.
  var paysByMonth = false
  var currency = Unit("yen")
  /// The term of the contract, with what amendments make of it, and the month in which its years begin,
  /// if they could be read.
  var term: (days: DateInterval, yearStart: Int)?
  /// Whether this is the check of a text that an amendment or a scenario has changed.
  var isRecheck = false
  var rechecks = 0
  /// Figures in which an error was reported, and which stand in for what they should be.
  var unsound: Set<FigureReference> = []
  /// Whether a key or a reference could not be read, so that names may be out of reach.
  var hasBrokenReferences = false
  /// Pairs of tables of which was reported that no reference leads from one to the other.
  var unlinked: Set<[Int]> = []
  /// Tables of which was reported that their rows have no date.
  var undated: Set<Int> = []
  /// How many definitions are being read, each because another needs it.
  var depth = 0

  /// Whether a block has been checked; `active` while its own definition is being read.
  enum State { case pending, active, done, failed }

  /// The end of the range of a column that an input of a scale reads.
  struct ScaleEnd: Hashable {
    let scale: Name
    let input: Int
    let value: Exact
  }

  init(document: Document, vocabulary: Vocabulary?, library: UsedTexts = .none) {
    self.document = document
    self.library = library
    self.original = document
    self.source = document.source
    self.tongue = document.tongue
    self.vocabulary = vocabulary
    let lines = document.blocks.filter { $0.word == .contract }.flatMap(\.body)
    let counted = lines.filter { $0.keyword == .units }.flatMap(\.tokens).compactMap(\.kind.name)
      .map { ($0, UnitDefinition.Kind.count) }
    let currencies = lines.filter { $0.keyword == .currency }.compactMap { line in
      line.declaredCurrency.map {
        ($0.name, UnitDefinition.Kind.currency(minorDigits: $0.decimals))
      }
    }
    let grades = document.blocks.compactMap { block -> UnitDefinition? in
      guard let line = block.body.first(where: { $0.keyword == .grades }), let name = block.name
      else { return nil }
      let names = line.tokens.compactMap { token -> UnitDefinition.GradeName? in
        guard case .name(let name) = token.kind else { return nil }
        let other = vocabulary?.other(name, from: document.tongue)?.text ?? name.text
        return document.tongue == .en
          ? .init(english: name.text, japanese: other) : .init(english: other, japanese: name.text)
      }
      return UnitDefinition(
        id: Self.gradeUnit(name).id, kind: .grade(names), singular: ValueWord.grade.english,
        plural: LabelWord.grades.english, japanese: ValueWord.grade.japanese)
    }
    self.unitTable = UnitTable.standard.adding(
      (counted + currencies).map { name, kind in
        let other = vocabulary?.other(name, from: document.tongue)?.text ?? name.text
        let (english, japanese) =
          document.tongue == .en ? (name.text, other) : (other, name.text)
        return UnitDefinition(
          id: name.text, kind: kind, singular: english, plural: english, japanese: japanese,
          japaneseAttached: true)
      }
    ).adding(grades)
  }

  /// The unit of the grades that an indicator is reported in.
  static func gradeUnit(_ indicator: Name) -> Unit { Unit("grade of \(indicator.text)") }

  func run(period: PeriodName?, edits: [ContractEdit]) -> Contract? {
    self.year = period?.year
    if !isRecheck { amendments = applyAmendments(period: period) }
    apply(edits)
    indexNames()
    let block = blocks[.contract]?.first
    if block == nil {
      report(
        "G105", at: document.languageSpan,
        "the contract has no 'contract' block", "「契約」の欄がありません",
        remarks: [
          .rule(
            "a contract begins with its name, its parties and its term",
            "契約には、名称・当事者・契約期間を定める「契約」の欄が必要です")
        ])
    }
    let header = block.flatMap { contractHeader($0) }
    term = header.map { (termWithAmendments($0.term), $0.yearStart) }
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
    bindLongChains()
    for i in 0..<inline { _ = value(i, from: nil) }
    for i in populations.indices { _ = population(i, from: nil) }
    for i in indicators.indices { _ = indicator(i, from: nil) }
    for i in achievements.indices { _ = achievement(i, from: nil) }
    for i in scores.indices { _ = score(i, from: nil) }
    bindPayments()
    let settlement = bindSettlement()
    let splits = bindSplits()
    checkPromisedUnits()
    // What only a scenario or an example names is not used by the contract.
    let usedByContract = used
    let scenarios = isRecheck ? [] : bindScenarios()
    let examples = isRecheck ? [] : bindExamples(header, settlement)
    used = usedByContract
    checkClauses()
    if !isRecheck {
      // What amendments quote is the text without assumptions.
      if edits.isEmpty { checkAmendments() }
      checkHeadings()
      // The text of one year, or of one scenario, is checked as it is asked for.
      if period == nil && edits.isEmpty { checkScenarios(scenarios) }
    }
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
      settlement: settlement, splits: splits, scenarios: scenarios, examples: examples,
      order: order,
      amendments: amendments, source: source,
      replacedLines: replacedLines.compactMap { $0 }, used: usedTexts,
      publishedFrom: header.publishedFrom)
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
    declare(.split) { .split($0) }
    checkTitles()
    checkUnits()
  }

  /// Amendments are told apart by number, scenarios and examples by title.
  private func checkTitles() {
    for word in [BlockWord.amendment, .scenario, .example] {
      var first: [String: Span] = [:]
      for block in document.blocks where block.word == word {
        guard let title = block.number.map({ String($0) }) ?? block.title?.text else { continue }
        guard let earlier = first[title] else {
          first[title] = block.headerSpan
          continue
        }
        report(
          "N102", at: block.headerSpan,
          word == .amendment
            ? "amendment \(title) is declared twice"
            : "\(word.english) \"\(title)\" is declared twice",
          "\(word == .amendment ? "変更契約\(title)" : "\(word.japanese)「\(title)」")が二度定義されています",
          label: ("declared again", "二度目の定義"), others: [(earlier, "first declared here", "最初の定義")])
      }
    }
  }

  /// The contract's own units of counting.
  private func checkUnits() {
    for block in document.blocks where block.word == .contract {
      guard let line = line(.units, of: block) else { continue }
      var cursor = Cursor(line)
      var names: Set<Name> = []
      do throws(Skip) {
        repeat {
          guard let name = cursor.takeName() else {
            throw unexpected(cursor, expected: "the name of a unit", "単位の名前")
          }
          let definition = UnitDefinition(
            id: name.name.text, kind: .count, singular: name.name.text, plural: name.name.text,
            japanese: name.name.text)
          if !names.insert(name.name).inserted
            || UnitTable.standard.conflict(with: definition) != nil
          {
            reportUnitTwice(name.name.text, at: name.span)
          }
        } while cursor.take(.comma)
        try finish(cursor)
      } catch { continue }
    }
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
      reportUnknown(
        name, at: span, among: Array(declared.filter { kinds.contains($0.value.word) }.keys))
      throw Skip()
    }
    guard kinds.contains(found.word) else {
      report(
        "N103", at: span,
        "'\(name)' is \(found.word.withArticle), not \(kinds.map(\.withArticle).list("or"))",
        "「\(name)」は\(found.word.japanese)であり、\(kinds.map(\.japanese).joined(separator: "・"))ではありません"
      )
      throw Skip()
    }
    used.insert(found)
    return found
  }

  /// - Parameter local: lines of the block that declare a word such as `count` for it.
  func reportUnknown(
    _ name: Name, at span: Span, among names: @autoclosure () -> [Name], local: [Span] = []
  ) {
    if let split = splitRunTogether(name.text, declared: document.declared, tongue: tongue) {
      report(
        "L012", at: span, "'\(name)' cannot be read as one word",
        "「\(name)」は一語として読めません",
        label: ("nothing separates the words", "語の区切りがありません"), context: local,
        remarks: [
          .rule(
            "names, numbers and words are separated by a blank or a sign; nothing is guessed",
            "名前・数・語の間には空白か記号を置きます(助詞や送り仮名から推測しません)"),
          Remark(
            kind: .fix, lines: [Text(en: split, ja: split)],
            edit: Edit(span: span, replacement: split)),
        ])
      return
    }
    var remarks = [keywordNote(name), otherLanguageNote(name)].compactMap { $0 }
    if remarks.isEmpty, let near = nearest(to: name, among: names) {
      if let found = declared[near] {
        let clause = clauseText(of: found)
        remarks.append(
          .help(
            "did you mean '\(near)' (\(found.word.english)\(clause.map { ", " + $0.en } ?? ""))?",
            "\(near)(\(found.word.japanese)\(clause.map { "、" + $0.ja } ?? ""))"))
        if let note = suffixNote(name, meaning: found) { remarks.append(note) }
      } else {
        remarks.append(.help("did you mean '\(near)'?", near.text))
      }
    }
    report(
      "N101", at: span, "the name '\(name)' is not declared",
      "「\(name)」という名前は定義されていません", context: [header(above: span)].compactMap { $0 },
      remarks: remarks)
  }

  /// A name of the vocabulary's other language, where the contract has a name for it.
  private func otherLanguageNote(_ name: Name) -> Remark? {
    guard let own = vocabulary?.other(name, from: tongue == .en ? .ja : .en), own != name,
      document.declared.contains(own)
    else { return nil }
    return .help(
      "'\(name)' is the Japanese name of '\(own)'; this contract is read with its English names",
      "「\(name)」は「\(own)」の英語の名前です。この契約では日本語の名前を使います")
  }

  private func nearest(to name: Name, among names: () -> [Name]) -> Name? {
    guard comparisonsLeft > 0 else { return nil }
    let words = names().map(\.text)
    comparisonsLeft -= words.count
    return Similarity.nearest(to: name.text, among: words).map { Name($0) }
  }

  /// A name that ends like a percentage, where the figure that was meant is not one.
  private func suffixNote(_ name: Name, meaning found: Declared) -> Remark? {
    guard case .indicator(let index) = found, let unit = indicators[index]?.unit,
      unit != UnitAlgebra.percent, unit != UnitAlgebra.percentagePoint,
      let suffix = ["率", "_rate", "_percent"].first(where: { name.text.hasSuffix($0) }),
      let block = blocks[.indicator]?[index], block.name?.text.hasSuffix(suffix) == false
    else { return nil }
    let (en, ja) = text(unit)
    return .note(
      "'\(suffix)' reads as a percentage; this indicator is in \(en)",
      "「\(suffix)」を付けると割合(%)と読めます。この指標の単位は \(ja) です")
  }

  private func clauseText(of found: Declared) -> (en: String, ja: String)? {
    guard
      let clause = document.blocks.first(where: {
        $0.word == found.word && $0.name.map { declared[$0] == found } ?? false
      })?.clause
    else { return nil }
    return (clause.citation.text(in: .en), clause.citation.text(in: .ja))
  }

  /// In a large contract, checks what is used before what uses it, without recursion: a chain of
  /// definitions may be as long as the file.
  private func bindLongChains() {
    let kinds: [BlockWord] = [.value, .population, .indicator, .achievement, .score]
    let all = kinds.flatMap { blocks[$0] ?? [] }
    guard all.count > Self.shortChain else { return }
    var needed: [Name: [Name]] = [:]
    for block in all {
      guard let name = block.name else { continue }
      needed[name] = block.body.flatMap(\.tokens).compactMap(\.kind.mentioned)
    }
    var seen: Set<Name> = []
    for block in all {
      guard let start = block.name, seen.insert(start).inserted else { continue }
      var path: [(name: Name, next: Int)] = [(start, 0)]
      while let (name, next) = path.last {
        let names = needed[name] ?? []
        if next < names.count {
          path[path.count - 1].next += 1
          if needed[names[next]] != nil, seen.insert(names[next]).inserted {
            path.append((names[next], 0))
          }
        } else {
          path.removeLast()
          bind(name)
        }
      }
    }
  }

  private func bind(_ name: Name) {
    switch declared[name] {
    case .value(let i)?: _ = value(i, from: nil)
    case .population(let i)?: _ = population(i, from: nil)
    case .indicator(let i)?: _ = indicator(i, from: nil)
    case .achievement(let i)?: _ = achievement(i, from: nil)
    case .score(let i)?: _ = score(i, from: nil)
    default: break
    }
  }

  /// Definitions deeper than this can only be part of a circle.
  static let shortChain = 40

  /// Enters the definition of a block; a circle may be as long as the file, so depth has an end.
  func enter(_ block: Block, from span: Span?) -> Bool {
    depth += 1
    guard depth > 2 * Self.shortChain else { return true }
    depth -= 1
    reportCycle(block, from: span)
    return false
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

  /// Lists the clauses of the paper contract, in a Markdown file, that no block cites.
  private func checkHeadings() {
    let cited = document.blocks.compactMap(\.clause?.citation)
    let silent = document.headings.filter { heading in
      !cited.contains { $0.lies(in: heading.citation) }
    }
    guard !silent.isEmpty else { return }
    func list(_ tongue: Tongue) -> [String] { silent.map { $0.citation.text(in: tongue) } }
    report(
      "G130", severity: .note, at: silent[0].span,
      "no rule cites \(list(.en).list("or"))", "\(list(.ja).joined(separator: "・"))を根拠とする定めがありません",
      others: silent.dropFirst().map { ($0.span, "", "") },
      remarks: [
        .help(
          "nothing to do if these clauses settle nothing", "精算に関わらない条項であれば、そのままで構いません")
      ])
  }

  private func warnOfUnused() {
    // Where something is wrong, what uses a block may not have been read.
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
    for word in [
      BlockWord.scale, .value, .population, .indicator, .achievement, .score, .payment,
    ] {
      for block in blocks[word] ?? [] {
        guard let name = block.name, let span = block.nameSpan, let found = declared[name],
          !used.contains(found)
        else {
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

extension Line {
  /// The name and the decimals of a currency that the contract declares: `currency  crown, 2 decimals`.
  var declaredCurrency: (name: Name, decimals: Int)? {
    guard tokens.count == 3, let name = tokens[0].kind.name, tokens[1].kind == .symbol(.comma),
      case .decimals(let decimals) = tokens[2].kind
    else { return nil }
    return (name, decimals)
  }
}

extension TokenKind {
  /// The name that a token is.
  var name: Name? { if case .name(let name) = self { name } else { nil } }

  /// The name that a token mentions.
  package var mentioned: Name? {
    switch self {
    case .name(let name), .at(.name(let name)), .dateBound(_, .name(let name)),
      .figureBound(_, let name),
      .offset(_, _, _, .name(let name)), .offsetRange(_, _, _, _, .name(let name)):
      name
    default: nil
    }
  }
}

extension [String] {
  /// `a, b or c`
  func list(_ word: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(word) " + last
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
