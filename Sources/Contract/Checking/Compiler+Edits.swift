import Diagnostics
import Language
import Quantities

// Amendments and scenarios change the contract's text, not the program: the tokens of a line are
// replaced, a line is added or taken away, and the whole is checked again.

/// An amendment as read from its block.
struct AmendmentText {
  let number: Int
  let block: Block
  let effective: CivilDate
  /// In the order of the text, in which they are made.
  let changes: [Change]

  /// A line `change` with its `was` and `now`.
  struct Change {
    /// What takes the place of the line or the bound that `change` names.
    let edit: ContractEdit
    let was: [Token]
    let wasSpan: Span
    /// The line or the bound as `change` names it.
    let placeSpan: Span
    let now: Line

    var adds: Bool { was.saysNoLine }
    var removes: Bool { now.tokens.saysNoLine }
  }
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
      let changes = text.changes.filter {
        changesTerm($0.edit) ? text.effective < days.end : text.effective <= days.start
      }
      for change in changes {
        guard let edit = located(change, of: text, in: document) else { continue }
        self.change(
          by: [edit],
          origin: text.block.clause?.citation.text(in: tongue)
            ?? "\(BlockWord.amendment[tongue]) \(text.number)")
      }
      if !changes.isEmpty { applied.append(text.number) }
      if changes.count < text.changes.count, text.effective < days.end {
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
      for change in text.changes {
        guard let edit = located(change, of: text, in: current) else { continue }
        current.apply(edit, at: places(of: edit))
      }
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
    amendmentTexts.flatMap(\.changes).map(\.edit).filter(changesTerm).reduce(term) { whole, edit in
      guard case .dateRange(let first, let last)? = edit.replacement.first?.kind else {
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
    let starts = block.body.indices.filter { block.body[$0].keyword == .change }
    let ends = starts.dropFirst() + [block.body.endIndex]
    // Of several changes each has the lines from it to the next.
    let parts =
      starts.count < 2
      ? [block]
      : zip([0] + starts.dropFirst(), ends).map { block.replacingBody(Array(block.body[$0..<$1])) }
    let changes = parts.map { try? change(in: $0) }
    guard signed != nil, let effective, !changes.contains(where: { $0 == nil }) else {
      throw Skip()
    }
    return AmendmentText(
      number: block.number ?? 0, block: block, effective: effective,
      changes: changes.compactMap { $0 })
  }

  /// One `change` with its `was` and `now`.
  private func change(in block: Block) throws(Skip) -> AmendmentText.Change {
    let was = try? requiredLine(
      .was, of: block,
      why: ("an amendment quotes what it replaces", "変更契約には、変更前の定めを書きます"))
    let now = try? requiredLine(.now, of: block)
    let line = try requiredLine(.change, of: block)
    var cursor = Cursor(line)
    let (name, place, span) = try namedPlace(&cursor)
    try finish(cursor)
    guard let was, let now else { throw Skip() }
    let change = AmendmentText.Change(
      edit: ContractEdit(block: name.text, place: place, replacement: now.tokens),
      was: was.tokens, wasSpan: was.valueSpan, placeSpan: span, now: now)
    if change.adds, change.removes {
      throw unexpected(Cursor(now), expected: "the line that is added", "加える定め")
    }
    if case .line(.row) = place, !change.removes {
      let row = now.standing(under: .row).row
      if row.patterns.isEmpty || row.result.isEmpty {
        throw unexpected(
          Cursor(now), expected: "a whole row: what it holds for, and what it gives",
          "行の全体(当てはまる範囲とその値)")
      }
    }
    return change
  }

  /// A bound is replaced by one number in the same unit.
  func checkBound(_ edit: ContractEdit, at cursor: Cursor) throws(Skip) {
    guard case .bound(_, let unit) = edit.place else { return }
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
  private func namedPlace(
    _ cursor: inout Cursor
  ) throws(Skip) -> (Name, ContractEdit.Place, Span) {
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "the name of a block", "欄の名前")
    }
    guard !places(of: name.name).isEmpty else {
      reportUnknown(name.name, at: name.span, among: original.blocks.compactMap(\.name))
      throw Skip()
    }
    let span = cursor.place
    let place: ContractEdit.Place
    switch cursor.peek {
    case .label(let label)?: place = .line(label)
    case .quantity(let numeral, let unit)?: place = .bound(numeral, unit)
    case .numeral(let numeral)?: place = .bound(numeral, nil)
    default:
      throw unexpected(
        cursor, expected: "a line of the block, such as cap, or one of its bounds",
        "その欄の行(上限など)または境界値")
    }
    _ = cursor.next()
    return (name.name, place, span)
  }

  /// What a scenario replaces: the only line with a label, or a bound. A scenario may speak of the text as signed,
  /// of the text in force, and of a line that an amendment adds.
  func editPlace(_ cursor: inout Cursor) throws(Skip) -> (Name, ContractEdit.Place) {
    let (name, place, span) = try namedPlace(&cursor)
    guard let index = places(of: name).first else { throw Skip() }
    let block = document.blocks[index]
    switch place {
    case .line(let label):
      let standing = block.lines(under: label)
      if standing.count > 1 {
        report(
          "A502", at: span, "'\(name)' has several lines '\(label.english)'",
          "「\(name)」に「\(label.japanese)」の行が複数あります",
          others: standing.map { ($0.labelSpan, "one of them", "その一つ") })
        throw Skip()
      }
      let isAmended = amendmentTexts.contains { text in
        text.changes.contains {
          if case .line(label) = $0.edit.place { Name($0.edit.block) == name } else { false }
        }
      }
      if standing.isEmpty, original.blocks[index].lines(under: label).isEmpty, !isAmended {
        reportNoLine(label, of: block, at: span)
        throw Skip()
      }
    case .bound(let numeral, let unit):
      let tokens = (block.body + original.blocks[index].body).flatMap(\.tokens)
      if !tokens.contains(where: { $0.kind.bounds(numeral, unit) }) {
        reportNoBound(of: block, at: span)
        throw Skip()
      }
    default: break
    }
    return (name, place)
  }

  private func reportNoLine(
    _ label: LabelWord, of block: Block, at span: Span, remarks: [Remark] = []
  ) {
    let name = block.name?.text ?? ""
    report(
      "A502", at: span, "'\(name)' has no line '\(label.english)'",
      "「\(name)」に「\(label.japanese)」の行はありません",
      others: [(block.headerSpan, "this block", "この欄")], remarks: remarks)
  }

  private func reportNoBound(of block: Block, at span: Span, remarks: [Remark] = []) {
    let name = block.name?.text ?? ""
    report(
      "A502", at: span, "'\(name)' has no bound at \(source.text(span))",
      "「\(name)」に\(source.text(span))という境界はありません",
      others: [(block.headerSpan, "this block", "この欄")], remarks: remarks)
  }

  // MARK: - Where an amendment changes the text

  /// Lines that stand side by side with others of their label: a further one may be added to them.
  private static let sideBySide: Set<LabelWord> = [
    .onlyIf, .where, .share, .row, .round, .codes, .refersTo, .stopIf,
  ]

  /// Of a long table only its first rows are shown beside a quotation that is none of them.
  private static let mostListed = 12

  /// The change at its place in the text in force: at the line that `was` quotes. What is not found there is
  /// reported.
  private func located(
    _ change: AmendmentText.Change, of text: AmendmentText, in document: Document
  ) -> ContractEdit? {
    guard let block = places(of: change.edit).first.map({ document.blocks[$0] }) else { return nil }
    switch change.edit.place {
    case .line(let label):
      let place =
        change.adds
        ? placeAdded(label, change, text, block) : placeQuoted(label, change, text, block)
      return place.map {
        ContractEdit(
          block: change.edit.block, place: $0,
          replacement: change.removes ? [] : change.edit.replacement)
      }
    case .bound(let numeral, let unit):
      guard
        let token = block.body.flatMap(\.tokens).first(where: { $0.kind.bounds(numeral, unit) })
      else {
        reportNoBound(
          of: block, at: change.placeSpan,
          remarks: block.body.contains { $0.label == .row }
            ? [
              .help(
                "what a row gives is changed by quoting the row:  change  \(change.edit.block) row",
                "行の値を改めるには、行の全体を変更前に書きます:  変更箇所  \(change.edit.block) 行")
            ] : [])
        return nil
      }
      guard (try? checkBound(change.edit, at: Cursor(change.now))) != nil else { return nil }
      let wanted: TokenKind = unit.map { .quantity(numeral, $0) } ?? .numeral(numeral)
      if change.was.map(\.kind.meaning) != [wanted.meaning] {
        let found = TokenPrinter(tongue: tongue, declared: document.declared).text(token.kind)
        reportWas(change, of: text, in: block, says: found, at: [token.span])
      }
      return change.edit
    default: return change.edit
    }
  }

  /// Where a line is added: a line of this block, and none that already stands there.
  private func placeAdded(
    _ label: LabelWord, _ change: AmendmentText.Change, _ text: AmendmentText, _ block: Block
  ) -> ContractEdit.Place? {
    let fits =
      label == .row
      ? [.achievement, .scale].contains(block.word) : label.blocks.contains(block.word)
    guard fits else {
      report(
        "A502", at: change.placeSpan,
        "a line '\(label.english)' has no place in \(block.word.withArticle)",
        "「\(label.japanese)」は\(block.word.japanese)の欄の行ではありません",
        others: [(block.headerSpan, "this block", "この欄")])
      return nil
    }
    let standing = block.lines(under: label).filter {
      !Self.sideBySide.contains(label) || $0.tokens.says(change.now.tokens)
    }
    guard let line = standing.first else {
      return .added(change.now.standing(under: label == .row ? .row : .keyword(label)))
    }
    reportWas(
      change, of: text, in: block, says: source.text(line.valueSpan).squeezed,
      at: standing.map(\.valueSpan))
    return nil
  }

  /// The line that `was` quotes.
  private func placeQuoted(
    _ label: LabelWord, _ change: AmendmentText.Change, _ text: AmendmentText, _ block: Block
  ) -> ContractEdit.Place? {
    let standing = block.lines(under: label)
    let quoted = standing.filter { $0.tokens.says(change.was) }
    if quoted.count == 1 { return .standing(quoted[0].span) }
    if quoted.count > 1 {
      report(
        "A502", at: change.wasSpan,
        "'\(change.edit.block)' has several lines '\(label.english)' that say this",
        "「\(change.edit.block)」に、この定めの「\(label.japanese)」の行が複数あります",
        others: quoted.map { ($0.valueSpan, "one of them", "その一つ") })
      return nil
    }
    switch standing.count {
    case 0:
      reportNoLine(
        label, of: block, at: change.placeSpan,
        remarks: change.removes
          ? []
          : [
            .help(
              "a line is added with:  was  \(ValueWord.noLine.english)",
              "定めを加えるときは、変更前に「\(ValueWord.noLine.japanese)」と書きます")
          ])
      return nil
    case 1:
      reportWas(
        change, of: text, in: block, says: source.text(standing[0].valueSpan).squeezed,
        at: [standing[0].valueSpan])
      return .standing(standing[0].span)
    default:
      reportWas(change, of: text, in: block, says: nil, at: standing.map(\.valueSpan))
      return nil
    }
  }

  /// - Parameter found: what the contract says instead; nil if it says several things.
  private func reportWas(
    _ change: AmendmentText.Change, of text: AmendmentText, in block: Block, says found: String?,
    at places: [Span]
  ) {
    let quoted = source.text(change.wasSpan).squeezed
    let clause = block.clause.map {
      (en: " (\($0.citation.text(in: .en)))", ja: "(\($0.citation.text(in: .ja)))")
    }
    let cited = text.block.clause?.citation
    let name = change.edit.block
    let others =
      found.map { (en: "the contract says \($0)", ja: "契約の定めは\($0)です") }
      ?? (en: "no such line of '\(name)' says so", ja: "「\(name)」にその行はありません")
    report(
      "A501", at: change.wasSpan,
      "amendment \(text.number) expects \(quoted) but \(others.en)",
      "変更契約第\(text.number)号の変更前は\(quoted)ですが、\(others.ja)",
      label: (
        "expected by \(cited?.text(in: .en) ?? "amendment \(text.number)")",
        "\(cited?.text(in: .ja) ?? "変更契約第\(text.number)号")の変更前"
      ),
      others: places.prefix(Self.mostListed).map {
        (
          $0, "in force on \(text.effective)\(clause?.en ?? "")",
          "\(DateText.japanese(text.effective))に有効な定め\(clause?.ja ?? "")"
        )
      }, pointsAtOthers: true,
      remarks: [
        .why(
          "the amendment may have been drafted against another version of the contract",
          "別の版の契約書をもとに変更契約が起案された可能性があります"),
        .note(
          "nothing was changed; settlements before and after \(text.effective) are unaffected",
          "変更は適用していません。\(DateText.japanese(text.effective))前後の精算に影響はありません"),
        change.adds
          ? .help(
            "quote in 'was' what is to be replaced, or record the missing amendment that took it away",
            "「変更前」に改める定めを書くか、それを削った変更契約を記載してください")
          : .help(
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
    for edit in edits {
      for place in places(of: edit) {
        let before = document.blocks[place].body
        document.apply(edit, at: [place])
        let after = document.blocks[place].body
        switch edit.place {
        case .added(let line): note(line, origin)
        case .standing(let span) where after.count < before.count:
          note(ValueWord.noLine[tongue], at: span, origin)
        default:
          for (old, line) in zip(before, after) where old.tokens != line.tokens {
            note(line, origin)
          }
        }
      }
    }
  }

  private func note(_ line: Line, _ origin: String) {
    let text = Formatter.format(line, in: tongue, declared: document.declared).squeezed
    note(text, at: line.span, origin)
  }

  private func note(_ text: String, at span: Span, _ origin: String) {
    if let index = linesInForce[span] { replacedLines[index] = nil }
    linesInForce[span] = replacedLines.count
    replacedLines.append(
      ReplacedLine(
        span: span, text: tongue == .en ? "\(text) (\(origin))" : "\(text)(\(origin))"))
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

  /// Whether a number is one of the bounds that this phrase states in a unit.
  fileprivate func bounds(_ numeral: Numeral, _ unit: Unit?) -> Bool {
    guard boundUnit == unit else { return false }
    return switch self {
    case .bound(_, let a, _): a.exact == numeral.exact
    case .between(let a, let b, _, _):
      a.exact == numeral.exact || b.exact == numeral.exact
    default: false
    }
  }

  /// The phrase with one of its bounds moved.
  fileprivate func replacing(_ old: Numeral, by new: Numeral) -> TokenKind {
    func moved(_ n: Numeral) -> Numeral { n.exact == old.exact ? new : n }
    return switch self {
    case .bound(let comparison, let a, let unit): .bound(comparison, moved(a), unit)
    case .between(let a, let b, let unit, let ends): .between(moved(a), moved(b), unit, ends)
    default: self
    }
  }
}

extension [Token] {
  /// Whether two lines say the same, however their numbers are spelled.
  fileprivate func says(_ other: [Token]) -> Bool {
    map(\.kind.meaning) == other.map(\.kind.meaning)
  }

  fileprivate var saysNoLine: Bool { map(\.kind) == [.word(.noLine)] }
}

extension Block {
  /// The lines with a label; the rows of a table for `row`.
  fileprivate func lines(under label: LabelWord) -> [Line] {
    body.filter { label == .row ? $0.label == .row : $0.keyword == label }
  }

  /// The block with a further line: the last one, but above the row for all others.
  fileprivate func adding(_ line: Line) -> Block {
    let end = line.label == .row ? body.lastIndex(where: \.coversAllOthers) : nil
    var body = body
    body.insert(line, at: end ?? body.endIndex)
    return replacingBody(body)
  }
}

extension Document {
  /// Changes the blocks that an edit speaks of.
  mutating func apply(_ edit: ContractEdit, at places: [Int]) {
    for place in places {
      let block = blocks[place]
      let changed =
        switch edit.place {
        case .added(let line): block.adding(line)
        case .standing(let span) where edit.replacement.isEmpty:
          block.replacingBody(block.body.filter { $0.span != span })
        default: block.replacingLines { $0.applying(edit) }
        }
      replaceBlock(at: place, by: changed)
    }
  }
}

extension Line {
  fileprivate func applying(_ edit: ContractEdit) -> Line {
    switch edit.place {
    case .line(let label): return keyword == label ? replacing(edit.replacement) : self
    case .standing(let place): return span == place ? replacing(edit.replacement) : self
    case .phrase(let place):
      return replacing(tokens.flatMap { $0.span == place ? edit.replacement : [$0] })
    case .bound(let old, let unit):
      let new: Numeral
      switch edit.replacement.first?.kind {
      case .quantity(let n, _)?, .numeral(let n)?: new = n
      default: return self
      }
      return replacing(
        tokens.map {
          guard $0.kind.bounds(old, unit) else { return $0 }
          return Token($0.kind.replacing(old, by: new), span: $0.span, operandSpan: $0.operandSpan)
        })
    case .added: return self
    }
  }
}
