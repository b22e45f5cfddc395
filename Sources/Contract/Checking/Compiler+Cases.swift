import Diagnostics
import Language
import Quantities

extension Compiler {
  // MARK: - Scenarios

  func bindScenarios() -> [Scenario] {
    document.blocks.filter { $0.word == .scenario }.compactMap { block in
      var assumptions: [Assumption] = []
      if lines(.set, of: block).isEmpty {
        _ = try? requiredLine(
          .set, of: block,
          why: ("a scenario assumes something", "試算には、仮定を一つ以上書きます"))
      }
      var noChangeExpected: Span?
      for line in lines(.expect, of: block) {
        var cursor = Cursor(line)
        if cursor.take(.noChange) {
          try? finish(cursor)
          noChangeExpected = line.valueSpan
        } else {
          _ = unexpected(cursor, expected: "'no change'", "「変化なし」")
        }
      }
      for line in lines(.set, of: block) {
        var cursor = Cursor(line)
        do throws(Skip) {
          repeat { assumptions.append(try assumption(&cursor)) } while cursor.take(.comma)
          try finish(cursor)
        } catch { continue }
      }
      guard let title = block.title else {
        report(
          "G101", at: block.headerSpan, "a scenario has a quoted title", "試算には「…」で囲んだ題を付けます")
        return nil
      }
      return Scenario(
        title: title.text, assumptions: assumptions, noChangeExpected: noChangeExpected,
        span: block.headerSpan)
    }
  }

  /// `effect 0.025 m/s`, `outcome_fee cap 17,000,000 yen`, `level 60.0 percent = 65.0 percent`
  func assumption(_ cursor: inout Cursor) throws(Skip) -> Assumption {
    let start = cursor.index
    func text(_ cursor: Cursor) -> String { source.text(cursor.span(from: start)).squeezed }
    if let given = try assumedGrade(&cursor) {
      return Assumption(
        target: .figure(given.figure, given.place), text: text(cursor),
        span: cursor.span(from: start))
    }
    if case .name(let name)? = cursor.peek, let reference = declared[name]?.figure,
      case .quantity(let numeral, let unit)? = cursor.peek(1), cursor.peek(2) != .symbol(.equals)
    {
      let place = cursor.place
      used.insert(declared[name] ?? .settlement)
      cursor.index += 2
      try checkFigureUnit(reference, unit, at: cursor.span(from: start), name, place)
      try checkPossible(reference, numeral.exact, unit, at: cursor.span(from: start), name)
      return Assumption(
        target: .figure(reference, numeral.exact), text: text(cursor),
        span: cursor.span(from: start))
    }
    let (name, place) = try editPlace(&cursor)
    _ = cursor.take(.equals)
    let first = cursor.index
    while !cursor.atEnd { _ = cursor.next() }
    guard cursor.index > first else {
      throw unexpected(cursor, expected: "the new value", "新しい値")
    }
    let edit = ContractEdit(
      block: name.text, place: place, replacement: Array(cursor.tokens[first...]))
    try checkBound(edit, at: Cursor(tokens: edit.replacement, end: cursor.end))
    return Assumption(
      target: .line(edit), text: text(cursor), span: cursor.span(from: start))
  }

  /// `committee_grade B`
  private func assumedGrade(
    _ cursor: inout Cursor
  ) throws(Skip) -> (figure: FigureReference, place: Exact)? {
    guard case .name(let name)? = cursor.peek, let reference = declared[name]?.figure,
      case .name(let grade)? = cursor.peek(1), cursor.peek(2) != .symbol(.equals)
    else { return nil }
    let unit = try unit(of: reference)
    guard unitTable.isGrade(unit) else { return nil }
    used.insert(declared[name] ?? .settlement)
    cursor.index += 1
    let place = cursor.place
    cursor.index += 1
    return (reference, try gradePlace(grade, of: unit, at: place))
  }

  func checkFigureUnit(
    _ reference: FigureReference, _ unit: Unit, at span: Span, _ name: Name, _ place: Span
  ) throws(Skip) {
    let own = try self.unit(of: reference)
    guard own != unit else { return }
    report(
      "U202", at: span, "'\(name)' is in \(text(own).en), not in \(text(unit).en)",
      "「\(name)」の単位は\(text(own).ja)です(\(text(unit).ja)ではありません)")
    throw Skip()
  }

  /// A figure that is given in place of a measured one must be one that could be measured.
  private func checkPossible(
    _ reference: FigureReference, _ value: Exact, _ unit: Unit, at span: Span, _ name: Name
  ) throws(Skip) {
    let step: Exact? =
      if case .step(let step)? = granularities[reference], !step.isZero { step } else { nil }
    let isOnGrid = step.flatMap { value.divided(by: $0)?.isInteger } ?? true
    guard !isOnGrid || !domain(of: reference).contains(value) else { return }
    let shown = step.map { $0.fixed(decimals: $0.decimalPlaces, grouped: true) } ?? ""
    report(
      "V704", at: span, "'\(name)' can never be this figure", "「\(name)」がこの値になることはありません",
      remarks: [
        isOnGrid
          ? .rule(
            "a count is not negative, a share lies between 0 and 100 percent, and a reported figure in the range that is stated for it",
            "人数や件数は負にならず、割合は0%から100%まで、報告値は定められた範囲内です")
          : .rule(
            "its figures are multiples of \(unitTable.english(shown, unit))",
            "この値は\(unitTable.japanese(shown, unit))の倍数です")
      ])
    throw Skip()
  }

  // MARK: - Worked examples

  func bindExamples(_ header: Header?, _ settlement: SettlementRule?) -> [Example] {
    (blocks[.example] ?? []).compactMap { block in
      do throws(Skip) { return try example(block, header, settlement) } catch { return nil }
    }
  }

  private func example(
    _ block: Block, _ header: Header?, _ settlement: SettlementRule?
  ) throws(Skip) -> Example {
    let yearLine = try requiredLine(.year, of: block)
    var cursor = Cursor(yearLine)
    guard case .numeral(let numeral)? = cursor.peek, let year = numeral.int else {
      throw unexpected(cursor, expected: "a settlement year such as 2024", "年度(例 2024)")
    }
    _ = cursor.next()
    try finish(cursor)
    if header != nil, let term, !termHasYear(year, term) {
      reportYearOutsideTerm(year, term, at: yearLine.valueSpan)
      throw Skip()
    }
    let number = try examplePeriod(block)
    if lines(.expect, of: block).isEmpty {
      _ = try requiredLine(
        .expect, of: block,
        why: (
          "a worked example states what comes out, so that the text can be tested against it",
          "計算例には結果を書きます。本文が結果と一致するかを確かめるためです"
        ))
    }
    var given: [(figure: FigureReference, key: String?, value: Exact, span: Span)] = []
    var previousYear: [(figure: FigureReference, key: String?, value: Exact, span: Span)] = []
    var interim: (amount: Exact, span: Span)?
    var paidEarlier: [GivenPayment] = []
    var failed = false
    for line in lines(.given, of: block) {
      var cursor = Cursor(line)
      repeat {
        let start = cursor.index
        if cursor.take(.interimPayments) {
          let amount = try money(&cursor)
          let span = cursor.span(from: start)
          if let interim { reportTwice(ValueWord.interimPayments[tongue], at: span, interim.span) }
          interim = (amount, span)
          continue
        }
        if let payment = try givenPayment(&cursor) {
          if let first = paidEarlier.first(where: {
            $0.word == payment.word && $0.isOfSamePayee(as: payment)
          }) {
            reportTwice(payment.word[tongue], at: payment.span, first.span)
          }
          paidEarlier.append(payment)
          continue
        }
        let isOfPreviousYear = cursor.take(.previousYear)
        guard let name = cursor.takeName() else {
          throw unexpected(cursor, expected: "a figure and its value", "指標などの名前と値")
        }
        guard let reference = try? figure(name.name, at: name.span) else {
          failed = true
          _ = try figureValue(&cursor)
          continue
        }
        var key: String?
        if case .indicator = reference, !isOfPreviousYear {
          key = try self.key(&cursor, of: .figure(reference), isRequired: true)
          if let key { try checkGroup(key, of: reference, in: year, at: cursor.span(from: start)) }
        }
        let (value, unit) = try figureValue(&cursor, of: self.unit(of: reference))
        try checkFigureUnit(reference, unit, at: cursor.span(from: start), name.name, name.span)
        try checkPossible(reference, value, unit, at: cursor.span(from: start), name.name)
        let others = isOfPreviousYear ? previousYear : given
        let isOfAnother = { (other: String?) in
          guard let other, let key else { return false }
          return !other.utf8.elementsEqual(key.utf8)
        }
        if let earlier = others.first(where: { $0.figure == reference && !isOfAnother($0.key) }) {
          reportTwice(name.name.text, at: name.span, earlier.span)
          throw Skip()
        }
        let entry = (figure: reference, key: key, value: value, span: cursor.span(from: start))
        if isOfPreviousYear { previousYear.append(entry) } else { given.append(entry) }
      } while cursor.take(.comma)
      try finish(cursor)
    }
    var expectations: [Example.Expectation] = []
    var conclusions: [Example.Conclusion] = []
    var rowExpectations: [Example.RowExpectation] = []
    for line in lines(.expect, of: block) {
      var cursor = Cursor(line)
      repeat {
        switch try expected(&cursor) {
        case .figure(let expectation): expectations.append(expectation)
        case .conclusion(let conclusion): conclusions.append(conclusion)
        case .row(let expectation): rowExpectations.append(expectation)
        case nil: failed = true
        }
      } while cursor.take(.comma)
      try finish(cursor)
    }
    if let settlement { checkHeeded(paidEarlier, PeriodName(year, number: number), by: settlement) }
    let tables = try exampleTables(block)
    guard !failed else { throw Skip() }
    if let first = rowExpectations.first, tables.isEmpty {
      report(
        "G132", at: first.span, "the example expects the figure of a row and brings no rows",
        "計算例は行ごとの値を示していますが、行がありません",
        remarks: [
          .help(
            "bring the rows of the tables with 'data' and 'row'", "「データ」と「行」で表の行を書きます")
        ])
      throw Skip()
    }
    guard let title = block.title else {
      report(
        "G101", at: block.headerSpan, "an example has a quoted title", "計算例には「…」で囲んだ題を付けます")
      throw Skip()
    }
    return Example(
      title: title.text, clause: block.clause?.citation,
      period: PeriodName(year, number: number), given: given,
      previousYear: previousYear.map { ($0.figure, $0.value) }, interimPayments: interim?.amount,
      paidEarlier: paidEarlier.map(\.payment), expectations: expectations,
      rowExpectations: rowExpectations,
      tables: tables,
      conclusions: conclusions, span: block.headerSpan)
  }

  /// `period  2`: which of the periods of the year, where it is settled in several.
  private func examplePeriod(_ block: Block) throws(Skip) -> Int? {
    let count = periodsOfYear
    guard let line = line(.period, of: block) else {
      guard let count, count > 1 else { return nil }
      _ = try requiredLine(
        .period, of: block,
        why: (
          "a year is settled in \(count) periods, and an example is of one of them",
          "一年度を\(count)期に分けて精算するため、計算例がどの期のものかを書きます"
        ))
      return nil
    }
    var cursor = Cursor(line)
    guard case .numeral(let numeral)? = cursor.peek, let number = numeral.int else {
      throw unexpected(cursor, expected: "the number of a period, such as 1", "期の番号(例 1)")
    }
    _ = cursor.next()
    try finish(cursor)
    if let count { try checkPeriod(number, of: count, at: line.valueSpan) }
    return number
  }

  /// Whether a day of the term lies in a settlement year.
  func termHasYear(_ year: Int, _ term: (days: DateInterval, yearStart: Int)) -> Bool {
    guard (1...9998).contains(year),
      let start = CivilDate(year: year, month: term.yearStart, day: 1),
      let end = CivilDate(year: year + 1, month: term.yearStart, day: 1),
      let whole = DateInterval(start: start, end: end)
    else { return false }
    return whole.intersection(term.days) != nil
  }

  func reportYearOutsideTerm(
    _ year: Int, _ term: (days: DateInterval, yearStart: Int), at span: Span
  ) {
    let days = term.days
    report(
      "G117", at: span, "the term of the contract has no settlement year \(year)",
      "契約期間に\(year)年度はありません",
      remarks: [
        .note(
          "the term is from \(days.start) to \(days.lastDay)",
          "契約期間は\(DateText.japanese(days.start))から\(DateText.japanese(days.lastDay))までです"
        )
      ])
  }

  ///
  /// - Parameter own: the unit of the figure, which says whether the value may be a grade.
  func figureValue(
    _ cursor: inout Cursor, of own: Unit? = nil
  ) throws(Skip) -> (Exact, Unit) {
    let place = cursor.place
    switch cursor.next()?.kind {
    case .name(let name)? where own.map(unitTable.isGrade) ?? true:
      guard let own else { return (0, UnitAlgebra.number) }
      return (try gradePlace(name, of: own, at: place), own)
    case .quantity(let numeral, let unit)?, .unitPrice(let numeral, let unit)?:
      return (numeral.exact, unit)
    case .numeral(let numeral)?: return (numeral.exact, UnitAlgebra.number)
    default:
      cursor.index -= 1
      throw unexpected(cursor, expected: "a value with its unit", "単位の付いた値")
    }
  }
}
