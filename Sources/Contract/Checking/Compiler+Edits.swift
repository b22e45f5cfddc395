import Diagnostics
import Language
import Quantities

// Amendments and scenarios change the contract's text, not the program: the tokens of a line are
// replaced and the whole is checked again.

/// An amendment as read from its block.
struct AmendmentText {
  let number: Int
  let block: Block
  let effective: CivilDate
  let edit: ContractEdit
  let was: [Token]
  let wasSpan: Span
  let changeSpan: Span
}

extension Compiler {
  /// Applies the amendments in force for a period: those effective by the first day of what is settled
  /// on its own (the settlement year, or the period alone), and changes of the term effective by its last.
  ///
  /// Returns the numbers of those applied.
  func applyAmendments(period: PeriodName?) -> [Int] {
    var texts: [AmendmentText] = []
    for block in document.blocks where block.word == .amendment {
      if let text = try? amendment(block) { texts.append(text) }
    }
    amendmentTexts = texts.sorted { ($0.effective, $0.number) < ($1.effective, $1.number) }
    guard let period, let days = daysSettledTogether(period) else { return [] }
    var applied: [Int] = []
    for text in amendmentTexts {
      // A changed term ends the year, or goes on behind it; it does not divide it between two rules.
      let isInForce =
        changesTerm(text.edit) ? text.effective < days.end : text.effective <= days.start
      if isInForce {
        checkWas(text, in: document)
        change(
          by: [text.edit],
          origin: text.block.clause?.citation.text(in: tongue)
            ?? "\(BlockWord.amendment[tongue]) \(text.number)")
        applied.append(text.number)
      } else if text.effective < days.end {
        let isYear = !settlesPeriodsAlone
        report(
          "A503", at: text.block.headerSpan,
          isYear
            ? "amendment \(text.number) takes effect within the settlement year \(period.year)"
            : "amendment \(text.number) takes effect within the period \(period)",
          "変更契約第\(text.number)号は\(isYear ? PeriodName(period.year).japanese : period.japanese)の途中から適用されます",
          remarks: [
            isYear
              ? .why(
                "the year would be settled under two rules; which part falls under which is for the parties to write",
                "一つの年度に二つの定めが適用され、区分の方法が定まりません")
              : .why(
                "the period would be settled under two rules; which part falls under which is for the parties to write",
                "一つの期に二つの定めが適用され、区分の方法が定まりません")
          ])
      }
    }
    return applied
  }

  /// In a check without a period every amendment is read and its `was` compared, in order.
  func checkAmendments() {
    guard amendments.isEmpty else { return }
    var current = document
    for text in amendmentTexts {
      checkWas(text, in: current)
      current.apply(text.edit, at: places(of: text.edit))
      recheck(
        current,
        .note(
          "this is so once amendment \(text.number) has taken effect on \(text.effective)",
          "変更契約第\(text.number)号が\(DateText.japanese(text.effective))に適用された後の定めです"))
    }
  }

  /// Every scenario must leave a sound contract.
  func checkScenarios(_ scenarios: [Scenario]) {
    for scenario in scenarios.prefix(Self.mostRechecks) {
      let edits = scenario.assumptions.compactMap { assumption -> ContractEdit? in
        if case .line(let edit) = assumption.target { edit } else { nil }
      }
      guard !edits.isEmpty else { continue }
      var changed = document
      for edit in edits { changed.apply(edit, at: places(of: edit)) }
      recheck(
        changed,
        .note(
          "this is so under scenario \"\(scenario.title)\" (line \(source.position(scenario.span.start).line))",
          "試算「\(scenario.title)」(\(source.position(scenario.span.start).line)行目)のもとでの定めです"))
    }
  }

  /// Checking every scenario of an absurd file would take the square of its length.
  private static let mostRechecks = 50

  /// Checks a changed text like the contract itself; its errors say what changed it.
  private func recheck(_ changed: Document, _ note: Remark) {
    guard !diagnostics.contains(where: { $0.severity == .error }), rechecks < Self.mostRechecks
    else { return }
    rechecks += 1
    let compiler = Compiler(document: changed, vocabulary: vocabulary, library: library)
    compiler.isRecheck = true
    compiler.amendmentTexts = amendmentTexts
    _ = compiler.run(period: nil, edits: [])
    diagnostics += compiler.diagnostics.filter { $0.severity == .error }.map {
      Diagnostic(
        code: $0.code, severity: $0.severity, headline: $0.headline, labels: $0.labels,
        context: $0.context, remarks: $0.remarks + [note])
    }
  }

  /// The first token of a line of the contract or the settlement, before anything is checked.
  private func firstToken(_ label: LabelWord, _ word: BlockWord) -> TokenKind? {
    document.blocks.first { $0.word == word }?.body.first { $0.keyword == label }?.tokens.first?
      .kind
  }

  /// Whether every period of a year is settled without regard to the others.
  private var settlesPeriodsAlone: Bool {
    firstToken(.basis, .settlement) == .word(.eachPeriodOnItsOwn)
  }

  /// The days that are settled by one rule: the whole settlement year, or the period alone.
  private func daysSettledTogether(_ period: PeriodName) -> DateInterval? {
    guard case .month(let month)? = firstToken(.yearStarts, .contract),
      let start = CivilDate(year: period.year, month: month, day: 1),
      let end = CivilDate(year: period.year + 1, month: month, day: 1)
    else { return nil }
    guard settlesPeriodsAlone, let number = period.number,
      case .quantity(let numeral, .month)? = firstToken(.period, .settlement),
      let months = numeral.int, (1...12).contains(months)
    else { return DateInterval(start: start, end: end) }
    let first = start.adding(months: (number - 1) * months)
    return DateInterval(start: first, end: first.adding(months: months))
  }

  /// Whether an amendment lengthens or shortens the term.
  private func changesTerm(_ edit: ContractEdit) -> Bool {
    guard case .line(.term) = edit.place else { return false }
    return places(of: edit).contains { original.blocks[$0].word == .contract }
  }

  /// A term with the days that amendments add to it: what examples and payments may name.
  func termWithAmendments(_ term: DateInterval) -> DateInterval {
    amendmentTexts.filter { changesTerm($0.edit) }.reduce(term) { whole, text in
      guard case .dateRange(let first, let last)? = text.edit.replacement.first?.kind else {
        return whole
      }
      return DateInterval(
        start: min(whole.start, first), end: max(whole.end, last.adding(days: 1))) ?? whole
    }
  }

  private func amendment(_ block: Block) throws(Skip) -> AmendmentText {
    guard !block.body.isEmpty else {
      let labels = [LabelWord.signed, .effective, .change, .was, .now]
      report(
        "G102", at: block.headerSpan,
        "amendment \(block.number ?? 0) states nothing", "変更契約\(block.number ?? 0)に定めがありません",
        remarks: [
          .rule(
            "an amendment states \(labels.map { "'\($0.english)'" }.list("and"))",
            "変更契約には\(labels.map { "「\($0.japanese)」" }.joined(separator: "・"))を書きます")
        ])
      throw Skip()
    }
    // Every line is read, so that all errors are reported at once.
    func date(_ label: LabelWord) throws(Skip) -> CivilDate {
      let line = try requiredLine(label, of: block)
      var cursor = Cursor(line)
      guard case .date(let date)? = cursor.peek else {
        throw unexpected(cursor, expected: "a date", "日付")
      }
      _ = cursor.next()
      try finish(cursor)
      return date
    }
    let signed = try? date(.signed)
    let effective = try? date(.effective)
    let was = try? requiredLine(
      .was, of: block,
      why: ("an amendment quotes what it replaces", "変更契約には、変更前の定めを書きます"))
    let now = try? requiredLine(.now, of: block)
    let change = try requiredLine(.change, of: block)
    var cursor = Cursor(change)
    let (name, place) = try editPlace(&cursor)
    try finish(cursor)
    guard signed != nil, let effective, let was, let now else { throw Skip() }
    let edit = ContractEdit(block: name.text, place: place, replacement: now.tokens)
    try checkBound(edit, at: Cursor(now))
    return AmendmentText(
      number: block.number ?? 0, block: block, effective: effective, edit: edit, was: was.tokens,
      wasSpan: was.valueSpan, changeSpan: change.valueSpan)
  }

  /// A bound is replaced by one number in the same unit.
  func checkBound(_ edit: ContractEdit, at cursor: Cursor) throws(Skip) {
    guard case .bound(let numeral) = edit.place,
      let block = places(of: edit).first.map({ original.blocks[$0] }),
      let token = block.body.flatMap(\.tokens).first(where: { $0.kind.bounds(numeral) })
    else { return }
    let unit = token.kind.boundUnit
    switch edit.replacement.first?.kind {
    case .quantity(_, unit)? where edit.replacement.count == 1: return
    case .numeral? where edit.replacement.count == 1 && unit == nil: return
    default: break
    }
    let (en, ja) = unit.map { text($0) } ?? ("", "")
    throw unexpected(
      cursor, expected: en.isEmpty ? "a number" : "a figure in \(en)",
      ja.isEmpty ? "数" : "\(ja)で表した値")
  }

  /// `outcome_fee cap`: a block and one of its lines, or a block and one of its bounds.
  func editPlace(_ cursor: inout Cursor) throws(Skip) -> (Name, ContractEdit.Place) {
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "the name of a block", "欄の名前")
    }
    guard let block = places(of: name.name).first.map({ original.blocks[$0] }) else {
      reportUnknown(name.name, at: name.span, among: original.blocks.compactMap(\.name))
      throw Skip()
    }
    switch cursor.peek {
    case .label(let label)?:
      let span = cursor.place
      _ = cursor.next()
      if lines(label, of: block).count > 1 {
        report(
          "A502", at: span, "'\(name.name)' has several lines '\(label.english)'",
          "「\(name.name)」に「\(label.japanese)」の行が複数あります",
          others: lines(label, of: block).map { ($0.labelSpan, "one of them", "その一つ") })
        throw Skip()
      }
      guard block.body.contains(where: { $0.keyword == label }) else {
        report(
          "A502", at: span, "'\(name.name)' has no line '\(label.english)'",
          "「\(name.name)」に「\(label.japanese)」の行はありません",
          others: [(block.headerSpan, "this block", "この欄")])
        throw Skip()
      }
      return (name.name, .line(label))
    case .quantity(let numeral, _)?, .numeral(let numeral)?:
      let span = cursor.place
      let unit: Unit? = if case .quantity(_, let unit)? = cursor.peek { unit } else { nil }
      _ = cursor.next()
      let isBound = block.body.contains {
        $0.tokens.contains { $0.kind.bounds(numeral) && $0.kind.boundUnit == unit }
      }
      guard isBound else {
        report(
          "A502", at: span, "'\(name.name)' has no bound at \(source.text(span))",
          "「\(name.name)」に\(source.text(span))という境界はありません",
          others: [(block.headerSpan, "this block", "この欄")])
        throw Skip()
      }
      return (name.name, .bound(numeral))
    default:
      throw unexpected(
        cursor, expected: "a line of the block, such as cap, or one of its bounds",
        "その欄の行(上限など)または境界値")
    }
  }

  private func checkWas(_ text: AmendmentText, in document: Document) {
    guard let block = places(of: text.edit).first.map({ document.blocks[$0] }) else { return }
    let place: Span
    switch text.edit.place {
    case .phrase: return
    case .line(let label):
      guard let line = block.body.first(where: { $0.keyword == label }),
        line.tokens.map(\.kind.meaning) != text.was.map(\.kind.meaning)
      else { return }
      place = line.valueSpan
    case .bound(let numeral):
      guard let token = block.body.flatMap(\.tokens).first(where: { $0.kind.bounds(numeral) })
      else {
        report(
          "A502", at: text.changeSpan,
          "'\(text.edit.block)' no longer has this bound when amendment \(text.number) takes effect",
          "変更契約第\(text.number)号の適用時に、「\(text.edit.block)」にこの境界はありません")
        return
      }
      let wanted: TokenKind =
        token.kind.boundUnit.map { .quantity(numeral, $0) } ?? .numeral(numeral)
      if text.was.map(\.kind.meaning) == [wanted.meaning] { return }
      place = token.span
    }
    let found = source.text(place).squeezed
    let quoted = source.text(text.wasSpan).squeezed
    let clause = block.clause.map {
      (en: " (\($0.citation.text(in: .en)))", ja: "(\($0.citation.text(in: .ja)))")
    }
    let cited = text.block.clause?.citation
    report(
      "A501", at: text.wasSpan,
      "amendment \(text.number) expects \(quoted) but the contract says \(found)",
      "変更契約第\(text.number)号の変更前は\(quoted)ですが、契約の定めは\(found)です",
      label: (
        "expected by \(cited?.text(in: .en) ?? "amendment \(text.number)")",
        "\(cited?.text(in: .ja) ?? "変更契約第\(text.number)号")の変更前"
      ),
      others: [
        (
          place, "in force on \(text.effective)\(clause?.en ?? "")",
          "\(DateText.japanese(text.effective))に有効な定め\(clause?.ja ?? "")"
        )
      ], pointsAtOthers: true,
      remarks: [
        .why(
          "the amendment may have been drafted against another version of the contract",
          "別の版の契約書をもとに変更契約が起案された可能性があります"),
        .note(
          "nothing was changed; settlements before and after \(text.effective) are unaffected",
          "変更は適用していません。\(DateText.japanese(text.effective))前後の精算に影響はありません"),
        .help(
          "correct 'was', or record the missing amendment that set \(quoted)",
          "「変更前」を正すか、\(quoted)に定めた変更契約を記載してください"),
      ])
  }

  /// Applies the edits of a scenario.
  func apply(_ edits: [ContractEdit]) { change(by: edits, origin: BlockWord.scenario[tongue]) }

  /// Where the blocks that an edit speaks of stand; edits change lines, not which blocks there are.
  private func places(of edit: ContractEdit) -> [Int] { places(of: Name(edit.block)) }

  private func places(of name: Name) -> [Int] {
    if blockPlaces == nil {
      var places: [Name: [Int]] = [:]
      for (index, block) in original.blocks.enumerated() {
        if let name = block.name { places[name, default: []].append(index) }
      }
      blockPlaces = places
    }
    return blockPlaces?[name] ?? []
  }

  /// Changes the text, and remembers how the lines that were touched read now, for flows and explanations.
  private func change(by edits: [ContractEdit], origin: String) {
    let touched = Set(edits.flatMap { places(of: $0) }).sorted()
    let before = touched.map { document.blocks[$0].body }
    for edit in edits { document.apply(edit, at: places(of: edit)) }
    for (place, old) in zip(touched, before) {
      for (oldLine, line) in zip(old, document.blocks[place].body)
      where oldLine.tokens != line.tokens {
        let text = Formatter.format(line, in: tongue, declared: document.declared).squeezed
        if let index = linesInForce[line.span] { replacedLines[index] = nil }
        linesInForce[line.span] = replacedLines.count
        replacedLines.append(
          ReplacedLine(
            span: line.span, text: tongue == .en ? "\(text) (\(origin))" : "\(text)(\(origin))"))
      }
    }
  }

  /// A line as it is in force, on one line.
  func textInForce(_ span: Span) -> String {
    linesInForce[span].flatMap { replacedLines[$0]?.text } ?? source.text(span).squeezed
  }
}

extension Numeral {
  /// The same number in one spelling, without separators and idle zeros.
  fileprivate var plain: Numeral {
    var digits = Substring(self.digits)
    var decimals = self.decimals
    while decimals > 0, digits.last == "0" {
      digits.removeLast()
      decimals -= 1
    }
    while digits.count > decimals + 1, digits.first == "0" { digits.removeFirst() }
    return Numeral(digits: String(digits), decimals: decimals, negative: negative)
  }
}

extension TokenKind {
  /// The token with its numbers in one spelling: 16200000 is 16,200,000.
  fileprivate var meaning: TokenKind {
    switch self {
    case .numeral(let n): .numeral(n.plain)
    case .quantity(let n, let unit): .quantity(n.plain, unit)
    case .unitPrice(let n, let unit): .unitPrice(n.plain, unit)
    case .bound(let comparison, let n, let unit): .bound(comparison, n.plain, unit)
    case .between(let a, let b, let unit, let ends): .between(a.plain, b.plain, unit, ends)
    case .span(let a, let b, let unit): .span(a.plain, b.plain, unit)
    case .rounding(let mode, let n, let unit): .rounding(mode, n.plain, unit)
    case .offset(let n, let unit, let direction, let operand):
      .offset(n.plain, unit, direction, operand)
    case .offsetRange(let a, let b, let unit, let direction, let operand):
      .offsetRange(a.plain, b.plain, unit, direction, operand)
    default: self
    }
  }

  /// The unit in which this phrase states its bounds.
  fileprivate var boundUnit: Unit? {
    switch self {
    case .bound(_, _, let unit), .between(_, _, let unit, _): unit
    default: nil
    }
  }

  /// Whether a number is one of the bounds that this phrase states.
  func bounds(_ numeral: Numeral) -> Bool {
    switch self {
    case .bound(_, let a, _): a.exact == numeral.exact
    case .between(let a, let b, _, _):
      a.exact == numeral.exact || b.exact == numeral.exact
    default: false
    }
  }

  /// The phrase with one of its bounds moved.
  func replacing(_ old: Numeral, by new: Numeral) -> TokenKind {
    func moved(_ n: Numeral) -> Numeral { n.exact == old.exact ? new : n }
    return switch self {
    case .bound(let comparison, let a, let unit): .bound(comparison, moved(a), unit)
    case .between(let a, let b, let unit, let ends): .between(moved(a), moved(b), unit, ends)
    default: self
    }
  }
}

extension Document {
  /// Replaces a line of the blocks that an edit speaks of.
  mutating func apply(_ edit: ContractEdit, at places: [Int]) {
    for place in places {
      let changed = blocks[place].replacingLines { line in
        switch edit.place {
        case .line(let label):
          return line.keyword == label ? line.replacing(edit.replacement) : line
        case .phrase(let span):
          return line.replacing(
            line.tokens.flatMap { $0.span == span ? edit.replacement : [$0] })
        case .bound(let old):
          var new: Numeral?
          switch edit.replacement.first?.kind {
          case .quantity(let n, _)?, .numeral(let n)?: new = n
          default: break
          }
          guard let new else { return line }
          return line.replacing(
            line.tokens.map {
              Token($0.kind.replacing(old, by: new), span: $0.span, operandSpan: $0.operandSpan)
            })
        }
      }
      replaceBlock(at: place, by: changed)
    }
  }
}
