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
      let (bound, step) = try bindScore(block)
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
        declaration: declaration(of: block), weights: [], record: nil, unit: unit)
    case .payment(let index):
      payments[index] = Payment(declaration: declaration(of: block), forEach: nil, lines: [])
    }
    unsound.insert(reference)
    granularities[reference] = block.recordStep ?? .step(0)
  }

  /// `weight  first_level 60 percent, second_level 40 percent`
  private func bindScore(_ block: Block) throws(Skip) -> (Score, Granularity) {
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
      let reference = try? figure(name.name, at: name.span)
      guard case .quantity(let numeral, UnitAlgebra.percent)? = cursor.peek else {
        throw unexpected(cursor, expected: "its weight in percent", "重み(%)")
      }
      _ = cursor.next()
      sum = sum + numeral.exact
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
      weights.append((reference, numeral.exact))
      let part =
        (granularities[reference] ?? .arbitrary)
        * .multiples(of: numeral.exact * Exact(unscaled: 1, scale: 2))
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
    let record = try record(of: block)
    guard !failed, let unit = units.first, var total = step else { throw Skip() }
    if let record {
      guard record.unit == unit else {
        report(
          "U202", at: record.span, "the score is in \(text(unit).en)",
          "総合評価の単位は\(text(unit).ja)です")
        throw Skip()
      }
      let quantum = Exact(unscaled: 1, scale: record.decimals)
      if total.fits(quantum) { noteIdleRounding(at: record.span, total, unit) }
      total = .step(quantum)
    }
    return (
      Score(declaration: declaration(of: block), weights: weights, record: record, unit: unit),
      total
    )
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
    var forEach: Int?
    if let line = line(.forEach, of: block) {
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
      forEach = index
    }
    var steps: [Payment.Line] = []
    var step: Granularity?
    var amount: (step: Granularity, span: Span)?
    var failed = false
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
          guard let name = cursor.takeName() else {
            throw unexpected(cursor, expected: "a figure", "指標などの名前")
          }
          let reference = try figure(name.name, at: name.span)
          let unit = try self.unit(of: reference)
          try requireForEach(group(of: reference), forEach, at: name.span)
          let place = cursor.place
          guard case .bound(let comparison, let numeral, let own)? = cursor.next()?.kind else {
            cursor.index -= 1
            throw unexpected(
              cursor, expected: "a bound such as at least 60 percent", "「60%以上」のような条件")
          }
          guard own == unit || (own == nil && unit == UnitAlgebra.number) else {
            report(
              "U202", at: place, "this bound is not in \(text(unit).en)",
              "境界値の単位が\(text(unit).ja)ではありません")
            throw Skip()
          }
          let otherwise = try otherwise(&cursor)
          try finish(cursor)
          if otherwise.signum > 0, let full = step {
            step = full + full * .multiples(of: otherwise * Exact(unscaled: 1, scale: 2))
          }
          steps.append(
            .init(
              step: .onlyIf(
                reference, interval(comparison, numeral.exact), otherwise: otherwise),
              span: line.span))
        case .round?:
          let (mode, quantum) = try rounding(&cursor)
          try finish(cursor)
          if let known = step {
            if known.fits(quantum) { noteIdleRounding(at: line.valueSpan, known, currency) }
            step = .step(quantum)
          }
          steps.append(.init(step: .round(mode, quantum: quantum), span: line.span))
        case .cap?, .floor?:
          let amount = try money(&cursor)
          try finish(cursor)
          step = step.map { $0 + .multiples(of: amount) }
          steps.append(
            .init(step: line.keyword == .cap ? .cap(amount) : .floor(amount), span: line.span))
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
      let own = amount.step.fits(smallestAmount) ? step : amount.step
      reportMissingRounding(own, at: amount.span, block)
    }
    granularities[.payment(payments.count)] = .step(smallestAmount)
    return Payment(declaration: declaration(of: block), forEach: forEach, lines: steps)
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

  // MARK: - Settlement

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

  /// Every line is read, so that all its errors are reported at once.
  private func settlement(_ block: Block) throws(Skip) -> SettlementRule {
    used.insert(.settlement)
    let basis = try? basis(block)
    let total = try? total(block)
    let tax: SettlementRule.Tax??
    do throws(Skip) { tax = try self.tax(block) } catch { tax = nil }
    func cap(_ label: LabelWord) -> SettlementRule.Cap?? {
      guard let line = line(label, of: block) else { return .some(nil) }
      var cursor = Cursor(line)
      guard let amount = try? money(&cursor), (try? finish(cursor)) != nil else { return nil }
      let taxSpan = lines(.tax, of: block).first?.span
      return .init(
        amount: amount, includesTax: taxSpan.map { $0.start < line.span.start } ?? false,
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
    }
    guard let basis, let total, let tax, let yearCap, let termCap else { throw Skip() }
    return SettlementRule(
      declaration: declaration(of: block), basis: basis.basis, basisSpan: basis.span,
      total: total.expression, totalSpan: total.span, tax: tax, yearCap: yearCap,
      termCap: termCap, deductsInterimPayments: less != nil, deductionSpan: less?.span)
  }

  private func basis(
    _ block: Block
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
    } else {
      throw unexpected(
        cursor, expected: "each year on its own, cumulative or final", "各年度独立・累計・最終一括のいずれか")
    }
    try finish(cursor)
    if basis != .eachYearOnItsOwn {
      report(
        "S410", severity: .warning, at: line.valueSpan,
        "this basis is read, but cannot be settled yet", "この方式は読み取りのみで、精算はまだできません")
    }
    return (basis, line.span)
  }

  private func total(
    _ block: Block
  ) throws(Skip) -> (expression: FigureExpression, span: Span) {
    let line = try requiredLine(.total, of: block)
    var cursor = Cursor(line)
    let total = try figureExpression(&cursor)
    try finish(cursor)
    if let group = total.group {
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

  private func tax(_ block: Block) throws(Skip) -> SettlementRule.Tax? {
    guard let line = line(.tax, of: block) else {
      checkLabels(
        block, allowed: Set(LabelWord.allCases).subtracting([.taxRound]),
        ("a settlement without tax", "消費税のない精算"))
      return nil
    }
    var cursor = Cursor(line)
    guard case .quantity(let numeral, UnitAlgebra.percent)? = cursor.peek else {
      throw unexpected(cursor, expected: "a rate in percent", "税率(%)")
    }
    let place = cursor.place
    _ = cursor.next()
    try finish(cursor)
    guard numeral.exact.signum >= 0, numeral.exact <= 100 else {
      report(
        "U205", at: place, "a tax is from 0 to 100 percent of the amount",
        "税率は0%以上100%以下です")
      throw Skip()
    }
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
      percent: numeral.exact, mode: mode, quantum: quantum, span: line.span,
      roundSpan: roundLine.span)
  }
}

extension Block {
  /// The unit and the step that a `record` line states, as far as it can be read.
  fileprivate var recordUnit: Unit? {
    guard case .unit(let unit)? = body.first(where: { $0.keyword == .record })?.tokens.first?.kind
    else { return nil }
    return unit
  }

  fileprivate var recordStep: Granularity? {
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
