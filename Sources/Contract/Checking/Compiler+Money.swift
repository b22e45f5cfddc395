import Diagnostics
import Language
import Quantities

extension Compiler {
  /// The checked score at an index; nil if it has errors.
  func score(_ index: Int, from span: Span?) -> Score? {
    switch scoreStates[index] {
    case .done: return scores[index]
    case .failed: return nil
    case .active:
      if let block = blocks[.score]?[index] { reportCycle(block, from: span) }
      return nil
    case .pending: break
    }
    guard let block = blocks[.score]?[index], enter(block, from: span) else { return nil }
    defer { depth -= 1 }
    scoreStates[index] = .active
    do {
      let (bound, step) = try bindScore(block, index)
      scores[index] = bound
      granularities[.score(index)] = step
      order.append(.score(index))
      scoreStates[index] = .done
    } catch {
      standIn(.score(index), block)
    }
    return scores[index]
  }

  /// Goes on with a figure in which an error was reported, so far as its unit is known, so that
  /// what uses it is checked as well. The contract is refused in any case.
  func standIn(_ reference: FigureReference, _ block: Block) {
    var unit = block.recordUnit
    switch reference {
    case .indicator(let index):
      indicatorStates[index] = .failed
      if case .word(let kind)? = block.body.first(where: { $0.keyword == .kind })?.tokens.first?
        .kind
      {
        switch kind {
        case .persons: unit = Unit("person")
        case .rate, .transition: unit = UnitAlgebra.percent
        default: break
        }
      }
      guard let unit, lines(.by, of: block).isEmpty else { return }
      indicatorStates[index] = .done
      indicators[index] = Indicator(
        declaration: declaration(of: block), kind: .reported, grouping: nil, record: nil,
        minimum: nil, unit: unit, kindWord: .reported, kindSpan: block.headerSpan)
    case .achievement(let index):
      achievementStates[index] = .failed
      for line in block.body where line.label == .row {
        switch line.tokens.last?.kind {
        case .quantity(_, let own)?: unit = unit ?? own
        case .span(_, _, let own)?: unit = unit ?? own
        default: break
        }
      }
      guard let unit else { return }
      achievementStates[index] = .done
      achievements[index] = Achievement(
        declaration: declaration(of: block), measured: reference, inputUnit: unit, unit: unit,
        rows: [])
    case .score(let index):
      scoreStates[index] = .failed
      guard let unit else { return }
      scoreStates[index] = .done
      scores[index] = Score(
        declaration: declaration(of: block), rule: .weighted([], sharesOutMissing: false),
        record: nil, unit: unit)
    case .payment(let index):
      payments[index] = Payment(declaration: declaration(of: block), forEach: nil, lines: [])
    }
    unsound.insert(reference)
    granularities[reference] = block.recordStep ?? .step(0)
  }

  /// `weight  first_level 60 percent, second_level 40 percent`, or `formula  greater of (a, b)`.
  private func bindScore(_ block: Block, _ index: Int) throws(Skip) -> (Score, Granularity) {
    guard let line = line(.formula, of: block) else { return try weightedScore(block, index) }
    checkLabels(
      block, allowed: [.formula, .record], ("a score by formula", "計算式による総合評価"))
    let typed = try definingExpression(line, of: .score(index))
    scoreGroups[index] = typed.group
    let (record, step) = try scoreRecord(block, typed.unit, typed.step, at: line.valueSpan)
    return (
      Score(
        declaration: declaration(of: block), rule: .formula(typed.expression), record: record,
        unit: typed.unit), step
    )
  }

  /// `missing  shared out`: what becomes of a part that the contract stops.
  private func sharesOutMissing(_ block: Block) throws(Skip) -> Bool {
    guard let line = line(.missing, of: block) else { return false }
    var cursor = Cursor(line)
    let sharesOut = cursor.take(.sharedOut)
    guard sharesOut || cursor.take(.stops) else {
      throw unexpected(cursor, expected: "shared out or stops", "「按分」または「中止」")
    }
    try finish(cursor)
    return sharesOut
  }

  private func weightedScore(_ block: Block, _ index: Int) throws(Skip) -> (Score, Granularity) {
    let line = try requiredLine(.weight, of: block)
    var cursor = Cursor(line)
    var weights: [(figure: FigureReference, percent: Exact)] = []
    var units: [Unit] = []
    var sum: Exact = 0
    var step: Granularity?
    var first: (span: Span, group: Int)?
    var failed = false
    repeat {
      guard let name = cursor.takeName() else {
        throw unexpected(cursor, expected: "an achievement", "達成度の名前")
      }
      let reference = try? numericFigure(name.name, at: name.span)
      guard let percent = takePart(&cursor) else {
        throw unexpected(cursor, expected: "its weight in percent, or 1 ÷ 3", "重み(%、または 1 ÷ 3)")
      }
      sum = sum + percent
      guard let reference else {
        failed = true
        continue
      }
      let unit = try self.unit(of: reference)
      if let first = units.first, first != unit {
        report(
          "U202", at: name.span, "the parts of a score are not in one unit",
          "総合評価の各項目の単位が揃っていません", label: text(unit))
        throw Skip()
      }
      if let own = group(of: reference) {
        if let first, !haveSameKeys(first.group, own) {
          reportDifferentGroups(first, (name.span, own))
          throw Skip()
        }
        first = first ?? (name.span, own)
      }
      units.append(unit)
      weights.append((reference, percent))
      let part =
        (granularities[reference] ?? .arbitrary)
        * .multiples(of: percent * Exact(unscaled: 1, scale: 2))
      step = step.map { $0 + part } ?? part
    } while cursor.take(.comma)
    try finish(cursor)
    if sum != 100 {
      report(
        "T110", at: line.valueSpan,
        "the weights of '\(block.name?.text ?? "")' make \(sum.decimalText) percent, not 100",
        "「\(block.name?.text ?? "")」の重みの合計が\(sum.decimalText)%です(100%でなければなりません)",
        context: [block.headerSpan])
    }
    scoreGroups[index] = first?.group
    let sharesOut = try sharesOutMissing(block)
    guard !failed, let unit = units.first, let step else { throw Skip() }
    // Weights that are shared out divide by what is left of them.
    let (record, total) = try scoreRecord(
      block, unit, sharesOut ? .arbitrary : step, at: line.valueSpan)
    return (
      Score(
        declaration: declaration(of: block),
        rule: .weighted(weights, sharesOutMissing: sharesOut), record: record, unit: unit),
      total
    )
  }

  /// The `record` line of a score, and the step that its figures then move by.
  private func scoreRecord(
    _ block: Block, _ unit: Unit, _ step: Granularity, at span: Span
  ) throws(Skip) -> (Record?, Granularity) {
    guard let record = try record(of: block) else { return (nil, step) }
    guard record.unit == unit else {
      report(
        "U202", at: record.span, "the score is in \(text(unit).en)",
        "総合評価の単位は\(text(unit).ja)です")
      throw Skip()
    }
    let quantum = Exact(unscaled: 1, scale: record.decimals)
    if step.fits(quantum) { noteIdleRounding(at: record.span, step, unit) }
    return (record, .step(quantum))
  }

  // MARK: - Payments

  func bindPayments() {
    for (index, block) in (blocks[.payment] ?? []).enumerated() {
      let payment = try? bindPayment(block)
      payments.append(payment)
      if payment == nil { standIn(.payment(index), block) }
    }
  }

  private func bindPayment(_ block: Block) throws(Skip) -> Payment {
    let forEach = try forEach(block)
    if case .month? = forEach.flatMap({ indicators[$0]?.grouping }) { paysByMonth = true }
    defer { paysByMonth = false }
    var steps: [Payment.Line] = []
    var step: Granularity?
    var amount: (step: Granularity, span: Span)?
    // The limit that last brought a fraction in.
    var fraction: (step: Granularity, span: Span)?
    var failed = false
    var years: Payment.Occasions?
    var periods: Payment.Occasions?
    do throws(Skip) { years = try paymentYears(block) } catch { failed = true }
    do throws(Skip) { periods = try paymentPeriods(block) } catch { failed = true }
    _ = self.line(.amount, of: block)
    for line in block.body {
      do throws(Skip) {
        var cursor = Cursor(line)
        switch line.keyword {
        case .amount?:
          guard amount == nil else { throw Skip() }
          let typed = try figureExpression(&cursor)
          try finish(cursor)
          guard typed.unit == currency else {
            report(
              "U205", at: typed.span, "a payment must come to \(text(currency).en)",
              "支払は\(text(currency).ja)で表される金額でなければなりません", label: text(typed.unit))
            throw Skip()
          }
          try requireForEach(typed.group, forEach, at: typed.span)
          step = typed.step
          amount = (typed.step, typed.span)
          steps.append(.init(step: .amount(typed.expression), span: line.span))
        case .onlyIf?:
          var conditions: [FigureCondition] = []
          repeat { conditions.append(try figureCondition(&cursor, forEach)) } while cursor.take(.or)
          let otherwise = try otherwise(&cursor)
          try finish(cursor)
          if otherwise.signum > 0, let full = step {
            step = full + full * .multiples(of: otherwise * Exact(unscaled: 1, scale: 2))
          }
          steps.append(
            .init(step: .onlyIf(conditions, otherwise: otherwise), span: line.span))
        case .round?:
          let (mode, quantum) = try rounding(&cursor)
          let remainder = try remainder(&cursor, mode, quantum, steps, at: line.valueSpan)
          try finish(cursor)
          if let known = step {
            if known.fits(quantum) { noteIdleRounding(at: line.valueSpan, known, currency) }
            step = .step(quantum)
            fraction = nil
          }
          steps.append(
            .init(step: .round(mode, quantum: quantum, remainder: remainder), span: line.span))
        case .cap?, .floor?:
          let limit = try self.limit(&cursor)
          try requireForEach(limit.group, forEach, at: limit.span)
          step = step.map { $0 + limit.step }
          if !limit.step.fits(smallestAmount) { fraction = (limit.step, limit.span) }
          let expression = limit.expression
          steps.append(
            .init(
              step: line.keyword == .cap ? .cap(expression) : .floor(expression), span: line.span))
        default: continue
        }
      } catch { failed = true }
    }
    if lines(.amount, of: block).isEmpty { _ = try requiredLine(.amount, of: block) }
    guard !failed, let step, let amount else { throw Skip() }
    guard case .amount? = steps.first?.step else {
      report(
        "G114", at: steps.first?.span ?? block.headerSpan, "the amount comes first",
        "「金額」を最初に書きます",
        remarks: [.rule("the lines of a payment apply from top to bottom", "支払の各行は、上から順に適用します")])
      throw Skip()
    }
    if !step.fits(smallestAmount) {
      if let fraction, amount.step.fits(smallestAmount) {
        reportMissingRounding(fraction.step, at: fraction.span, block)
      } else {
        reportMissingRounding(
          amount.step.fits(smallestAmount) ? step : amount.step, at: amount.span, block)
      }
    }
    granularities[.payment(payments.count)] = .step(smallestAmount)
    return Payment(
      declaration: declaration(of: block), forEach: forEach, years: years, periods: periods,
      lines: steps)
  }

  /// `, remainder largest fraction first`, which the parts of a divided amount need: what rounding leaves
  /// of the amount is paid to somebody or to nobody, as stated. Nil where no amount is divided.
  private func remainder(
    _ cursor: inout Cursor, _ mode: Rounding.Mode, _ quantum: Exact, _ lines: [Payment.Line],
    at span: Span
  ) throws(Skip) -> Payment.Remainder? {
    let amounts = lines.compactMap { line -> FigureExpression? in
      if case .amount(let expression) = line.step { expression } else { nil }
    }
    guard amounts.contains(where: dividesByShare) else {
      // What could not be read may have divided.
      let isUnsound = amounts.flatMap(\.references).contains(where: unsound.contains)
      if amounts.isEmpty || isUnsound, cursor.take(.comma), cursor.take(.remainder) {
        if !cursor.take(.largestFractionFirst) { _ = cursor.take(.notPaid) }
      }
      return nil
    }
    var stated: Payment.Remainder?
    if cursor.take(.comma) {
      guard cursor.take(.remainder) else {
        throw unexpected(cursor, expected: "remainder", "「残額」")
      }
      if cursor.take(.largestFractionFirst) {
        stated = .largestFractionFirst
      } else if cursor.take(.notPaid) {
        stated = .notPaid
      } else {
        throw unexpected(
          cursor, expected: "largest fraction first or not paid", "「端数の大きい順」または「支払わない」")
      }
    }
    guard let stated, mode == .down || mode == .floor else {
      let text = quantum.fixed(decimals: quantum.decimalPlaces, grouped: true)
      let unit = (en: unitTable.english(text, currency), ja: unitTable.japanese(text, currency))
      report(
        "G146", at: span,
        stated == nil
          ? "it is not stated what becomes of the remainder that this rounding leaves"
          : "the parts of a divided amount are rounded down",
        stated == nil ? "この端数処理で残る額の扱いが定められていません" : "分けた額の端数は切り捨てます",
        remarks: [
          stated == nil
            ? .why(
              "the rounded parts can make up to \(unit.en) less for each group than what is divided",
              "端数処理後の合計は、区分ごとに\(unit.ja)未満ずつ、分ける額より少なくなり得ます")
            : .why(
              "rounded otherwise, the parts can make more than what is divided",
              "ほかの方法では、合計が分ける額を超え得ます"),
          .help([
            (
              en: "down to \(unit.en), remainder largest fraction first",
              ja: "\(unit.ja)未満切捨て、残額 端数の大きい順"
            ),
            (en: "down to \(unit.en), remainder not paid", ja: "\(unit.ja)未満切捨て、残額 支払わない"),
          ]),
        ])
      throw Skip()
    }
    return stated
  }

  /// Whether arithmetic divides something by the shares of groups, itself or through a formula.
  private func dividesByShare(_ expression: FigureExpression) -> Bool {
    var seen: Set<FigureReference> = []
    var open = [expression]
    while let next = open.popLast() {
      if next.usesShares { return true }
      for reference in next.references where seen.insert(reference).inserted {
        switch reference {
        case .indicator(let index):
          if case .formula(let inner)? = indicators[index]?.kind { open.append(inner) }
        case .score(let index):
          if case .formula(let inner)? = scores[index]?.rule { open.append(inner) }
        case .achievement, .payment: continue
        }
      }
    }
    return false
  }

  /// `for each  reach_by_provider`
  private func forEach(_ block: Block) throws(Skip) -> Int? {
    guard let line = line(.forEach, of: block) else { return nil }
    var cursor = Cursor(line)
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "an indicator that has groups", "区分のある指標の名前")
    }
    guard case .indicator(let index) = try find(name.name, at: name.span, [.indicator]) else {
      throw Skip()
    }
    guard let indicator = indicator(index, from: name.span) else { throw Skip() }
    guard indicator.grouping != nil else {
      report(
        "G111", at: name.span, "'\(name.name)' is not divided into groups",
        "「\(name.name)」には区分がありません")
      throw Skip()
    }
    try finish(cursor)
    return index
  }

  /// `rate at least 60 percent`, or `rate at least target_rate`
  private func figureCondition(
    _ cursor: inout Cursor, _ forEach: Int?
  ) throws(Skip) -> FigureCondition {
    guard let name = cursor.takeName() else {
      throw unexpected(cursor, expected: "a figure", "指標などの名前")
    }
    let reference = try numericFigure(name.name, at: name.span)
    let unit = try self.unit(of: reference)
    try requireForEach(group(of: reference), forEach, at: name.span)
    let place = cursor.place
    let bound: FigureCondition.Bound
    let own: Unit?
    switch cursor.peek {
    case .figureBound(let comparison, let other)?:
      let span = cursor.tokens[cursor.index].operandSpan ?? place
      let target = try numericFigure(other, at: span)
      try requireForEach(group(of: target), forEach, at: span)
      bound = .figure(comparison, target)
      own = try self.unit(of: target)
    case .bound(let comparison, let numeral, let stated)?:
      bound = .interval(interval(comparison, numeral.exact))
      own = stated ?? (unit == UnitAlgebra.number ? unit : nil)
    default:
      throw unexpected(
        cursor, expected: "a bound such as at least 60 percent", "「60%以上」のような条件")
    }
    _ = cursor.next()
    guard own == unit else {
      report(
        "U202", at: place, "this bound is not in \(text(unit).en)",
        "境界値の単位が\(text(unit).ja)ではありません")
      throw Skip()
    }
    return FigureCondition(figure: reference, bound: bound)
  }

  /// `years  2025, 2026`
  private func paymentYears(_ block: Block) throws(Skip) -> Payment.Occasions? {
    guard let line = line(.years, of: block) else { return nil }
    return try occasions(line, ("a settlement year such as 2026", "年度(例 2026)")) {
      (year, place) throws(Skip) in
      guard let term = self.term, !self.termHasYear(year, term) else { return }
      self.reportYearOutsideTerm(year, term, at: place)
      throw Skip()
    }
  }

  /// `periods  1, 2, 3`
  private func paymentPeriods(_ block: Block) throws(Skip) -> Payment.Occasions? {
    guard let line = line(.periods, of: block) else { return nil }
    let count = periodsOfYear
    return try occasions(line, ("the number of a period, such as 1", "期の番号(例 1)")) {
      (number, place) throws(Skip) in
      guard let count else { return }
      try self.checkPeriod(number, of: count, at: place)
    }
  }

  /// A list of years or of numbers of periods.
  private func occasions(
    _ line: Line, _ expected: (en: String, ja: String), _ check: (Int, Span) throws(Skip) -> Void
  ) throws(Skip) -> Payment.Occasions {
    var cursor = Cursor(line)
    var list: [Int] = []
    repeat {
      let place = cursor.place
      guard case .numeral(let numeral)? = cursor.peek, let number = numeral.int else {
        throw unexpected(cursor, expected: expected.en, expected.ja)
      }
      _ = cursor.next()
      try check(number, place)
      list.append(number)
    } while cursor.take(.comma)
    try finish(cursor)
    return .init(list: list, span: line.span)
  }

  // MARK: - Periods of a settlement year

  /// In how many periods a year is settled; nil if the line of the settlement could not be read.
  var periodsOfYear: Int? {
    guard let block = blocks[.settlement]?.first,
      let line = block.body.first(where: { $0.keyword == .period })
    else { return 1 }
    return (try? periodMonths(line)).map { 12 / $0 }
  }

  /// `period  3 months`
  private func periodMonths(_ line: Line) throws(Skip) -> Int {
    var cursor = Cursor(line)
    let place = cursor.place
    guard case .quantity(let numeral, .month)? = cursor.peek, let months = numeral.int else {
      throw unexpected(cursor, expected: "the length of a period, such as 3 months", "一期の長さ(例 3か月)")
    }
    _ = cursor.next()
    try finish(cursor)
    guard [1, 2, 3, 4, 6].contains(months) else {
      report(
        "G140", at: place, "a settlement year is divided into periods of 1, 2, 3, 4 or 6 months",
        "年度は、1・2・3・4・6か月の期に分けます",
        remarks: [
          .rule(
            "the periods of a year are equal, and together they are the year",
            "一年度の各期は等しい長さで、合わせて一年度になります")
        ])
      throw Skip()
    }
    return months
  }

  /// A period of a year must be one of those that the settlement has.
  func checkPeriod(_ number: Int, of count: Int, at span: Span) throws(Skip) {
    guard count == 1 || !(1...count).contains(number) else { return }
    if count == 1 {
      report(
        "G141", at: span, "this contract settles whole years, so it has no periods of a year",
        "この契約は年度ごとに精算するため、年度の中の期はありません",
        remarks: [
          .help("add to the settlement:  period          3 months", "精算に書き加えます:  精算期          3か月")
        ])
    } else {
      report(
        "G141", at: span, "a settlement year has the periods 1 to \(count), not \(number)",
        "年度の期は第1期から第\(count)期までです(第\(number)期はありません)")
    }
    throw Skip()
  }

  /// The amount of a cap or a floor: `3,000,000 yen`, or arithmetic on figures.
  private func limit(_ cursor: inout Cursor) throws(Skip) -> TypedFigure {
    let start = cursor.index
    if cursor.count == 1, case .quantity? = cursor.peek {
      let amount = try money(&cursor)
      return TypedFigure(
        expression: .constant(amount, currency), unit: currency, step: .multiples(of: amount),
        span: cursor.span(from: start), group: nil)
    }
    let limit = try figureExpression(&cursor)
    try finish(cursor)
    guard limit.unit == currency else {
      report(
        "U205", at: limit.span, "a limit of a payment is an amount in \(text(currency).en)",
        "支払の上限・下限は\(text(currency).ja)で表される金額です", label: text(limit.unit))
      throw Skip()
    }
    return limit
  }

  /// `, otherwise 50 percent`: what is paid of the amount where the condition is not met; zero where
  /// the line does not say.
  private func otherwise(_ cursor: inout Cursor) throws(Skip) -> Exact {
    guard cursor.take(.comma) else { return 0 }
    guard cursor.take(.otherwise), case .quantity(let share, UnitAlgebra.percent)? = cursor.peek
    else { throw unexpected(cursor, expected: "otherwise 50 percent", "満たさない場合 50%") }
    guard share.exact.signum > 0, share.exact < 100 else {
      report(
        "G121", at: cursor.place, "what is paid otherwise is more than 0 and less than 100 percent",
        "満たさない場合に支払う割合は、0%を超え100%未満です")
      throw Skip()
    }
    _ = cursor.next()
    return share.exact
  }

  /// A figure that differs by group needs a payment for each group.
  private func requireForEach(_ group: Int?, _ forEach: Int?, at span: Span) throws(Skip) {
    guard let group else { return }
    if let forEach {
      guard !haveSameKeys(group, forEach) else { return }
      report(
        "G116", at: span, "this is not divided into groups as the payment is",
        "この値の区分は、支払の区分と異なります")
      throw Skip()
    }
    let name = indicators[group]?.declaration.name ?? ""
    report(
      "G113", at: span, "this differs by group, so the payment must say 'for each'",
      "区分ごとに異なる値を使うため、「区分ごと」が必要です", context: [header(above: span)].compactMap { $0 },
      remarks: [.help("for each        \(name)", "区分ごと        \(name)")])
    throw Skip()
  }

  /// Rounding is demanded exactly where a fraction of the smallest amount is possible.
  private func reportMissingRounding(_ step: Granularity, at span: Span, _ block: Block) {
    let unit = smallestAmount.decimalText
    let smallest = (
      en: unitTable.english(unit, currency), ja: unitTable.japanese(unit, currency)
    )
    var remarks: [Remark] = []
    if case .step(let finest) = step, finest.terminates {
      let amount = finest.fixed(decimals: finest.decimalPlaces, grouped: true)
      remarks.append(
        stepReason(
          span, block,
          (unitTable.english(amount, currency), unitTable.japanese(amount, currency))))
    } else if case .decimals = step {
      remarks.append(
        .why(
          "a column of a file may hold decimals, so the amount can be any fraction",
          "ファイルの列には小数があり得るため、端数が生じます"))
    } else {
      remarks.append(
        .why(
          "the amount can be any fraction, because something in it is divided or interpolated",
          "割り算または補間を含むため、端数はいくらでも生じます"))
    }
    remarks.append(
      .rule(
        "wherever money is fixed, its rounding is written (there is no default)",
        "金額を確定する箇所には必ず端数処理を書きます(既定値はありません)"))
    remarks.append(
      block.word == .settlement
        ? .help(
          "make the amount a payment of its own, with its 'round', and add the payment",
          "独立した「支払」とし、そこで「端数」を定めてから合計してください")
        : .help([
          (en: "round           down to \(smallest.en)", ja: "端数            \(smallest.ja)未満切捨て"),
          (
            en: "round           half up to \(smallest.en)",
            ja: "端数            \(smallest.ja)未満四捨五入"
          ),
        ]))
    report(
      "R301", at: span, "the rounding of this amount is not stated", "金額の端数処理が定められていません",
      label: ("can have a fraction of \(smallest.en)", "\(smallest.ja)未満が生じます"),
      context: [block.headerSpan],
      remarks: remarks)
  }

  /// `総合達成度は0.1%刻みなので、…` where one recorded figure makes the fraction.
  private func stepReason(
    _ span: Span, _ block: Block, _ amount: (en: String, ja: String)
  ) -> Remark {
    let tail = (
      en: "the smallest step of the amount is \(amount.en)", ja: "最小の増分は \(amount.ja) です"
    )
    let last = block.body.first {
      $0.span.start <= span.start && span.end <= $0.span.end
    }?.tokens.last { $0.span.end <= span.end }
    guard let last, case .name(let name) = last.kind, let reference = declared[name]?.figure,
      case .step(let step)? = granularities[reference], let unit = try? unit(of: reference)
    else { return .why(tail.en, tail.ja) }
    let text = step.decimalText
    return .why(
      "\(name) moves in steps of \(unitTable.english(text, unit)), so \(tail.en)",
      "\(name)は\(unitTable.japanese(text, unit))刻みなので、\(tail.ja)")
  }

  func rounding(_ cursor: inout Cursor) throws(Skip) -> (Rounding.Mode, Exact) {
    guard case .rounding(let word, let numeral, let unit)? = cursor.peek, unit == currency,
      numeral.exact.signum > 0, let mode = word.roundingMode
    else {
      throw unexpected(cursor, expected: "a rounding such as down to 1 yen", "「1円未満切捨て」のような端数処理")
    }
    _ = cursor.next()
    return (mode, numeral.exact)
  }

  func money(_ cursor: inout Cursor) throws(Skip) -> Exact {
    guard case .quantity(let numeral, let unit)? = cursor.peek, unit == currency else {
      throw unexpected(
        cursor, expected: "an amount in \(text(currency).en)", "\(text(currency).ja)で表した金額")
    }
    let span = cursor.place
    _ = cursor.next()
    guard Granularity.multiples(of: numeral.exact).fits(smallestAmount) else {
      let text = smallestAmount.decimalText
      report(
        "U205", at: span,
        "an amount of money has no fraction of \(unitTable.english(text, currency))",
        "金額に\(unitTable.japanese(text, currency))未満の端数は書けません")
      throw Skip()
    }
    guard numeral.exact.signum >= 0 else {
      report(
        "U205", at: span, "an amount of money here is not below zero", "ここの金額は0以上です")
      throw Skip()
    }
    return numeral.exact
  }

  // MARK: - Settlement and splits

  func bindSettlement() -> SettlementRule? {
    guard let block = blocks[.settlement]?.first else {
      report(
        "G105", at: document.languageSpan, "the contract has no 'settlement' block",
        "「精算」の欄がありません",
        remarks: [
          .rule(
            "the settlement says what is added up, how it is taxed and what limits it",
            "「精算」には、合計するもの・消費税・上限を定めます")
        ])
      return nil
    }
    return try? settlement(block)
  }

  func bindSplits() -> [Split] {
    (blocks[.split] ?? []).compactMap { try? split($0) }
  }

  /// An amount divided among parties or instalments.
  private func split(_ block: Block) throws(Skip) -> Split {
    let amount = try splitAmount(block)
    let shares = lines(.share, of: block)
    if let line = line(.instalments, of: block) {
      checkLabels(
        block, allowed: [.of, .instalments], ("a split into instalments", "分割払の配分"))
      var cursor = Cursor(line)
      guard case .quantity(let numeral, Unit("time"))? = cursor.peek, let count = numeral.int,
        (2...1_200).contains(count)
      else {
        throw unexpected(cursor, expected: "how often, such as 4 times", "回数(例 4回)")
      }
      _ = cursor.next()
      try finish(cursor)
      return Split(
        declaration: declaration(of: block), amount: amount, rule: .instalments(count))
    }
    guard !shares.isEmpty else {
      _ = try requiredLine(
        .share, of: block,
        why: (
          "a split says who bears how much, or in how many instalments", "配分には、負担の割合または分割の回数を定めます"
        ))
      throw Skip()
    }
    var parts: [Split.Share] = []
    var failed = false
    for line in shares {
      do throws(Skip) { parts.append(try share(line, among: parts)) } catch { failed = true }
    }
    let roundLine = try requiredLine(
      .round, of: block,
      why: (
        "each part has its rounding, and one of them takes what is left", "各負担額の端数処理を定め、残額は一者が負担します"
      ))
    var cursor = Cursor(roundLine)
    let (mode, quantum) = try rounding(&cursor)
    try finish(cursor)
    guard !failed else { throw Skip() }
    let rest = parts.filter { $0.percent == nil }.count
    let sum = parts.compactMap(\.percent).reduce(Exact(0), +)
    guard rest == 1, sum <= 100 else {
      report(
        "T113", at: block.headerSpan,
        rest == 1
          ? "the shares of '\(block.name?.text ?? "")' make more than 100 percent"
          : "exactly one share of '\(block.name?.text ?? "")' is the remainder",
        rest == 1
          ? "「\(block.name?.text ?? "")」の負担の合計が100%を超えています"
          : "「\(block.name?.text ?? "")」で残額を負担するのは、ちょうど一者です",
        remarks: [
          .rule(
            "the parts make the whole to the smallest unit of money, whatever is rounded",
            "端数処理にかかわらず、各負担額の合計は全額に一致します")
        ])
      throw Skip()
    }
    return Split(
      declaration: declaration(of: block), amount: amount,
      rule: .shares(parts, mode: mode, quantum: quantum))
  }

  private func splitAmount(_ block: Block) throws(Skip) -> Split.Amount {
    let line = try requiredLine(.of, of: block)
    var cursor = Cursor(line)
    let amount: Split.Amount
    if cursor.take(.due) {
      amount = .due
    } else if cursor.take(.payable) {
      amount = .payable
    } else if let name = cursor.takeName() {
      guard case .payment(let index) = try find(name.name, at: name.span, [.payment]) else {
        throw Skip()
      }
      amount = .payment(index)
    } else {
      throw unexpected(
        cursor, expected: "due, payable or a payment", "差引支払額・税込支払額・支払の名前のいずれか")
    }
    try finish(cursor)
    return amount
  }

  /// `share  "Prefecture" 40 percent, in settlement year at most 10,000,000 yen`, or `"City" remainder`
  private func share(_ line: Line, among others: [Split.Share]) throws(Skip) -> Split.Share {
    var cursor = Cursor(line)
    let place = cursor.place
    guard let name = cursor.takeText() else {
      throw unexpected(cursor, expected: "who bears it, in quotation marks", "「…」で囲んだ負担者の名称")
    }
    if let twice = others.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      report(
        "N102", at: place, "the share of \"\(name)\" is stated twice", "「\(name)」の負担が二度定められています",
        others: [(twice.span, "first here", "最初の定め")])
      throw Skip()
    }
    let otherName = vocabulary?.other(Quotation(name), from: tongue)?.text
    if cursor.take(.remainder) {
      try finish(cursor)
      return .init(name: name, otherName: otherName, percent: nil, span: line.span)
    }
    guard let percent = takePart(&cursor), percent.signum > 0 else {
      throw unexpected(
        cursor, expected: "a part in percent, a fraction such as 1 ÷ 3, or 'remainder'",
        "割合(%)、1 ÷ 3 のような分数、または「残額」")
    }
    let limit = cursor.take(.comma) ? try shareLimit(&cursor) : nil
    try finish(cursor)
    return .init(
      name: name, otherName: otherName, percent: percent, limit: limit, span: line.span)
  }

  /// A part of a whole, in percent: `33.3 percent`, or a fraction that no decimal is, `1 ÷ 3`.
  private func takePart(_ cursor: inout Cursor) -> Exact? {
    switch (cursor.peek, cursor.peek(1), cursor.peek(2)) {
    case (.quantity(let percent, UnitAlgebra.percent)?, _, _):
      _ = cursor.next()
      return percent.exact
    case (.numeral(let part)?, .symbol(.divide)?, .numeral(let whole)?):
      guard let share = (part.exact * 100).divided(by: whole.exact) else { return nil }
      cursor.index += 3
      return share
    default: return nil
    }
  }

  /// `in settlement year at most 10,000,000 yen`; what the limit counts together is always stated.
  private func shareLimit(_ cursor: inout Cursor) throws(Skip) -> Split.Limit {
    let scope: Split.Limit.Scope? =
      if cursor.take(.inSettlementYear) {
        .year
      } else if cursor.take(.inTermToDate) {
        .term
      } else if cursor.take(.inSettlementPeriod) { .period } else { nil }
    let place = cursor.place
    guard case .bound(.atMost, let limit, currency)? = cursor.peek else {
      throw unexpected(
        cursor, expected: "a limit such as in settlement year at most 10,000,000 yen",
        "限度額(例 当年度内 10,000,000円以下)")
    }
    _ = cursor.next()
    guard let scope else {
      let text = limit.exact.fixed(decimals: limit.decimals, grouped: true)
      let amount = (
        en: unitTable.english(text, currency), ja: unitTable.japanese(text, currency)
      )
      report(
        "G145", at: place,
        "it is not stated whether this limit is one of a settlement, a year or the term",
        "この限度額が、一回の精算・年度・契約期間のどれについてのものか定められていません",
        remarks: [
          .why(
            "a limit for each of four settlements of a year is four times the limit of the year",
            "年に四回精算するとき、一回ごとの限度額は、年度の限度額の四倍になり得ます"),
          .help([
            (en: "in settlement year at most \(amount.en)", ja: "当年度内 \(amount.ja)以下"),
            (en: "in term to date at most \(amount.en)", ja: "契約開始以来 \(amount.ja)以下"),
            (en: "in settlement period at most \(amount.en)", ja: "当期内 \(amount.ja)以下"),
          ]),
        ])
      throw Skip()
    }
    return .init(amount: limit.exact, scope: scope)
  }

  /// Every line is read, so that all its errors are reported at once.
  private func settlement(_ block: Block) throws(Skip) -> SettlementRule {
    used.insert(.settlement)
    var periodMonths: Int??
    if let line = line(.period, of: block) {
      do throws(Skip) { periodMonths = try self.periodMonths(line) } catch { periodMonths = nil }
    } else {
      periodMonths = .some(nil)
    }
    let basis = try? basis(block, dividesYears: periodMonths != .some(nil))
    let forEach: Int??
    do throws(Skip) { forEach = .some(try self.forEach(block)) } catch { forEach = nil }
    let total = try? total(block, forEach: forEach ?? nil)
    let tax: SettlementRule.Tax??
    do throws(Skip) { tax = try self.tax(block) } catch { tax = nil }
    func cap(_ label: LabelWord) -> SettlementRule.Cap?? {
      guard let line = line(label, of: block) else { return .some(nil) }
      var cursor = Cursor(line)
      guard let amount = try? money(&cursor), (try? finish(cursor)) != nil else { return nil }
      let taxSpan = lines(.tax, of: block).first?.span
      return .init(
        // Amounts that include the tax are limited before it is taken out of them.
        amount: amount,
        includesTax: tax??.isIncluded != true
          && (taxSpan.map { $0.start < line.span.start } ?? false),
        span: line.span)
    }
    let (yearCap, termCap) = (cap(.yearCap), cap(.termCap))
    let less = line(.less, of: block)
    if let less {
      var cursor = Cursor(less)
      guard cursor.take(.interimPayments) else {
        throw unexpected(cursor, expected: "'interim payments'", "「中間払」")
      }
      try finish(cursor)
      if forEach != .some(nil) {
        report(
          "G143", at: less.span, "interim payments are not known for each payee",
          "中間払の額は支払先ごとには定まりません",
          remarks: [
            .help(
              "settle in periods, or state what each payee was paid as a reported figure",
              "期に分けて精算するか、支払先ごとの既払額を報告値とします")
          ])
        throw Skip()
      }
    }
    guard let basis, let periodMonths, let forEach, let total, let tax, let yearCap, let termCap
    else {
      throw Skip()
    }
    return SettlementRule(
      declaration: declaration(of: block), forEach: forEach, basis: basis.basis,
      basisSpan: basis.span, periodMonths: periodMonths, total: total.expression,
      totalSpan: total.span, tax: tax,
      yearCap: yearCap,
      termCap: termCap, deductsInterimPayments: less != nil, deductionSpan: less?.span)
  }

  private func basis(
    _ block: Block, dividesYears: Bool
  ) throws(Skip) -> (basis: SettlementRule.Basis, span: Span) {
    let line = try requiredLine(
      .basis, of: block,
      why: (
        "whether years are settled alone or together changes the money (always stated)",
        "各年度独立か累計かによって支払額が変わるため、必ず定めます"
      ))
    var cursor = Cursor(line)
    let basis: SettlementRule.Basis
    if cursor.take(.eachYearOnItsOwn) {
      basis = .eachYearOnItsOwn
    } else if cursor.take(.cumulative) {
      basis = .cumulative
    } else if cursor.take(.final) {
      basis = .final
    } else if cursor.take(.eachPeriodOnItsOwn) {
      basis = .eachPeriodOnItsOwn
    } else {
      throw unexpected(
        cursor,
        expected: "each year on its own, each period on its own, cumulative or final",
        "各年度独立・各期独立・累計・最終一括のいずれか")
    }
    try finish(cursor)
    switch (basis, dividesYears) {
    case (.final, true):
      report(
        "G142", at: line.valueSpan, "a contract that is settled once has no periods of a year",
        "一括して精算する契約に、年度の中の期はありません")
      throw Skip()
    case (.eachPeriodOnItsOwn, false):
      report(
        "G142", at: line.valueSpan, "the length of a period is not stated", "一期の長さが定められていません",
        remarks: [
          .help(
            "state it, or settle each year on its own:  period          3 months",
            "長さを書くか、各年度独立とします:  精算期          3か月")
        ])
      throw Skip()
    default: return (basis, line.span)
    }
  }

  private func total(
    _ block: Block, forEach: Int?
  ) throws(Skip) -> (expression: FigureExpression, span: Span) {
    let line = try requiredLine(.total, of: block)
    var cursor = Cursor(line)
    let total = try figureExpression(&cursor)
    try finish(cursor)
    if let forEach {
      try requirePayees(total, forEach)
    } else if let group = total.group {
      let name = indicators[group]?.declaration.name ?? ""
      report(
        "G113", at: total.span, "the total uses '\(name)', which differs by group",
        "合計に、区分ごとに異なる「\(name)」が使われています",
        remarks: [
          .help(
            "make it a payment 'for each', and add that payment", "「区分ごと」の支払とし、その支払を合計してください")
        ])
      throw Skip()
    }
    guard total.unit == currency else {
      report(
        "U205", at: total.span, "the total must come to \(text(currency).en)",
        "合計は\(text(currency).ja)で表される金額でなければなりません", label: text(total.unit))
      throw Skip()
    }
    if !total.step.fits(smallestAmount) { reportMissingRounding(total.step, at: total.span, block) }
    return (total.expression, line.span)
  }

  /// What every payee's invoice adds up differs by payee: a sum over all of them would be paid to each.
  private func requirePayees(_ total: TypedFigure, _ forEach: Int) throws(Skip) {
    if let group = total.group, !haveSameKeys(group, forEach) {
      reportDifferentGroups((total.span, forEach), (total.span, group))
      throw Skip()
    }
    for case .payment(let index) in total.expression.references {
      guard let payment = payments[index] else { continue }
      if let own = payment.forEach, haveSameKeys(own, forEach) { continue }
      report(
        "G143", at: total.span, "'\(payment.declaration.name)' is not paid for each payee",
        "「\(payment.declaration.name)」は支払先ごとの支払ではありません",
        others: [(payment.declaration.span, "one amount for all", "全体で一つの金額")],
        remarks: [
          .rule(
            "an amount for all payees together would be paid to every one of them",
            "全体で一つの金額を合計に含めると、すべての支払先に支払うことになります")
        ])
      throw Skip()
    }
  }

  private func tax(_ block: Block) throws(Skip) -> SettlementRule.Tax? {
    guard let line = line(.tax, of: block) else {
      checkLabels(
        block, allowed: Set(LabelWord.allCases).subtracting([.taxRound, .taxDate]),
        ("a settlement without tax", "消費税のない精算"))
      return nil
    }
    var cursor = Cursor(line)
    let (rates, isIncluded) = try taxRates(&cursor)
    let date = try taxDate(block, needed: rates.count > 1, at: line.valueSpan)
    let roundLine = try requiredLine(
      .taxRound, of: block,
      why: (
        "tax is rounded once per invoice and rate; the direction is the parties' choice",
        "消費税は一の請求書・税率ごとに一回だけ端数処理し、その方法は当事者が定めます"
      ))
    var roundCursor = Cursor(roundLine)
    let (mode, quantum) = try rounding(&roundCursor)
    try finish(roundCursor)
    return .init(
      rates: rates, isIncluded: isIncluded, date: date, mode: mode, quantum: quantum,
      span: line.span, roundSpan: roundLine.span)
  }

  /// `8 percent, on or after 2026-10-01 10 percent`, and `included` where the amounts include it.
  private func taxRates(
    _ cursor: inout Cursor
  ) throws(Skip) -> ([SettlementRule.Tax.Rate], isIncluded: Bool) {
    var rates = [SettlementRule.Tax.Rate(percent: try taxRate(&cursor))]
    var isIncluded = false
    while cursor.take(.comma) {
      guard !isIncluded else { break }
      if cursor.take(.included) {
        isIncluded = true
        continue
      }
      let place = cursor.place
      guard case .dateBound(.onOrAfter, .date(let from))? = cursor.peek else {
        throw unexpected(
          cursor, expected: "'included', or a later rate: on or after 2026-10-01 10 percent",
          "「内税」、または後の税率(例 2026年10月1日以後 10%)")
      }
      _ = cursor.next()
      if let earlier = rates.last?.from, earlier >= from {
        report(
          "G106", at: place, "a later rate begins after the one before it",
          "後の税率の始まりが、前の税率の始まりより後ではありません")
        throw Skip()
      }
      rates.append(.init(percent: try taxRate(&cursor), from: from))
    }
    try finish(cursor)
    return (rates, isIncluded)
  }

  private func taxRate(_ cursor: inout Cursor) throws(Skip) -> Exact {
    guard case .quantity(let numeral, UnitAlgebra.percent)? = cursor.peek else {
      throw unexpected(cursor, expected: "a rate in percent", "税率(%)")
    }
    let place = cursor.place
    _ = cursor.next()
    guard numeral.exact.signum >= 0, numeral.exact <= 100 else {
      report(
        "U205", at: place, "a tax is from 0 to 100 percent of the amount",
        "税率は0%以上100%以下です")
      throw Skip()
    }
    return numeral.exact
  }

  /// The date of supply, which decides between rates.
  private func taxDate(
    _ block: Block, needed: Bool, at span: Span
  ) throws(Skip) -> SettlementRule.Tax.SupplyDate? {
    guard needed else {
      checkLabels(
        block, allowed: Set(LabelWord.allCases).subtracting([.taxDate]),
        ("a settlement with one rate of tax", "税率が一つの精算"))
      return nil
    }
    let line = try requiredLine(
      .taxDate, of: block,
      why: (
        "the rate is that of the day of supply (always stated)", "税率は提供の日で決まるため、その日を必ず定めます"
      ))
    var cursor = Cursor(line)
    let date: SettlementRule.Tax.SupplyDate
    switch cursor.next()?.kind {
    case .word(.settlementYearEnd)?: date = .settlementYearEnd
    case .word(.settlementYearStart)?: date = .settlementYearStart
    case .word(.settlementPeriodEnd)?: date = .periodEnd
    case .word(.settlementPeriodStart)?: date = .periodStart
    case .date(let day)?: date = .day(day)
    default:
      cursor.index -= 1
      throw unexpected(
        cursor,
        expected: "settlement year end or start, settlement period end or start, or a date",
        "当年度末・当年度始・当期末・当期始・日付のいずれか")
    }
    try finish(cursor)
    return date
  }
}

extension Block {
  /// The unit and the step that a `record` line states, as far as it can be read.
  fileprivate var recordUnit: Unit? {
    guard case .unit(let unit)? = body.first(where: { $0.keyword == .record })?.tokens.first?.kind
    else { return nil }
    return unit
  }

  var recordStep: Granularity? {
    for token in body.first(where: { $0.keyword == .record })?.tokens ?? [] {
      if case .decimals(let decimals) = token.kind {
        return .step(Exact(unscaled: 1, scale: decimals))
      }
    }
    return nil
  }
}

extension Exact {
  /// Digits after the point of a number that terminates.
  var decimalPlaces: Int { decimalText.split(separator: ".").dropFirst().first?.count ?? 0 }
}
