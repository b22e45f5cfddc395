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
    guard let block = blocks[.score]?[index] else { return nil }
    scoreStates[index] = .active
    do {
      let (bound, step) = try bindScore(block)
      scores[index] = bound
      granularities[.score(index)] = step
      order.append(.score(index))
      scoreStates[index] = .done
    } catch {
      scoreStates[index] = .failed
    }
    return scores[index]
  }

  /// `weight  gait_level 60 percent, attendance_level 40 percent`
  private func bindScore(_ block: Block) throws(Skip) -> (Score, Granularity) {
    let line = try requiredLine(.weight, of: block)
    var cursor = Cursor(line)
    var weights: [(figure: FigureReference, percent: Exact)] = []
    var units: [Unit] = []
    var step: Granularity?
    repeat {
      guard let name = cursor.takeName() else {
        throw unexpected(cursor, expected: "an achievement", "達成度の名前")
      }
      let reference = try figure(name.name, at: name.span)
      guard case .quantity(let numeral, UnitAlgebra.percent)? = cursor.peek else {
        throw unexpected(cursor, expected: "its weight in percent", "重み(%)")
      }
      _ = cursor.next()
      let unit = try self.unit(of: reference)
      if let first = units.first, first != unit {
        report(
          "U202", at: name.span, "the parts of a score are not in one unit",
          "総合評価の各項目の単位が揃っていません", label: text(unit))
        throw Skip()
      }
      units.append(unit)
      weights.append((reference, numeral.exact))
      let part =
        (granularities[reference] ?? .arbitrary)
        * .multiples(of: numeral.exact * Exact(unscaled: 1, scale: 2))
      step = step.map { $0 + part } ?? part
    } while cursor.take(.comma)
    try finish(cursor)
    let sum = weights.reduce(Exact(0)) { $0 + $1.percent }
    if sum != 100 {
      report(
        "T110", at: line.valueSpan,
        "the weights of '\(block.name?.text ?? "")' make \(sum.decimalText) percent, not 100",
        "「\(block.name?.text ?? "")」の重みの合計が\(sum.decimalText)%です(100%でなければなりません)",
        context: [block.headerSpan])
    }
    let record = try record(of: block)
    guard let unit = units.first, var total = step else { throw Skip() }
    if let record {
      guard record.unit == unit else {
        report(
          "U202", at: record.span, "the score is in \(text(unit).en)",
          "総合評価の単位は\(text(unit).ja)です")
        throw Skip()
      }
      let quantum = Exact(unscaled: 1, scale: record.decimals)
      if total.fits(quantum) { noteIdleRounding(at: record.span, total) }
      total = .step(quantum)
    }
    return (
      Score(declaration: declaration(of: block), weights: weights, record: record, unit: unit),
      total
    )
  }

  // MARK: - Payments

  func bindPayments() {
    for block in blocks[.payment] ?? [] { payments.append(try? bindPayment(block)) }
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
    var amountSpan: Span?
    for line in block.body {
      var cursor = Cursor(line)
      switch line.keyword {
      case .amount?:
        guard step == nil else {
          report(
            "G103", at: line.labelSpan, "'amount' is written twice in this block",
            "この欄に「金額」が二度書かれています")
          throw Skip()
        }
        let typed = try figureExpression(&cursor)
        try finish(cursor)
        guard typed.unit == currency else {
          report(
            "U205", at: typed.span, "a payment must come to \(text(currency).en)",
            "支払は\(text(currency).ja)で表される金額でなければなりません", label: text(typed.unit))
          throw Skip()
        }
        if let group = typed.group, group != forEach {
          report(
            "G113", at: typed.span,
            "this differs by group, so the payment must say 'for each'",
            "区分ごとに異なる値を使うため、「区分ごと」が必要です",
            remarks: [
              .help(
                "for each        \(indicators[group]?.declaration.name ?? "")",
                "区分ごと        \(indicators[group]?.declaration.name ?? "")")
            ])
          throw Skip()
        }
        step = typed.step
        amountSpan = typed.span
        steps.append(.init(step: .amount(typed.expression), span: line.span))
      case .onlyIf?:
        guard let name = cursor.takeName() else {
          throw unexpected(cursor, expected: "a figure", "指標などの名前")
        }
        let reference = try figure(name.name, at: name.span)
        let unit = try self.unit(of: reference)
        let place = cursor.place
        guard case .bound(let comparison, let numeral, let own)? = cursor.next()?.kind else {
          cursor.index -= 1
          throw unexpected(cursor, expected: "a bound such as at least 60 percent", "「60%以上」のような条件")
        }
        guard own == unit || (own == nil && unit == UnitAlgebra.number) else {
          report(
            "U202", at: place, "this bound is not in \(text(unit).en)",
            "境界値の単位が\(text(unit).ja)ではありません")
          throw Skip()
        }
        try finish(cursor)
        steps.append(
          .init(step: .onlyIf(reference, interval(comparison, numeral.exact)), span: line.span))
      case .round?:
        let (mode, quantum) = try rounding(&cursor)
        try finish(cursor)
        if let known = step {
          if known.fits(quantum) { noteIdleRounding(at: line.valueSpan, known) }
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
    }
    guard let step, let amountSpan else {
      _ = try requiredLine(.amount, of: block)
      throw Skip()
    }
    guard case .amount? = steps.first?.step else {
      report(
        "G114", at: steps.first?.span ?? block.headerSpan, "the amount comes first",
        "「金額」を最初に書きます",
        remarks: [.rule("the lines of a payment apply from top to bottom", "支払の各行は、上から順に適用します")])
      throw Skip()
    }
    if !step.fits(smallestAmount) { reportMissingRounding(step, at: amountSpan, block) }
    granularities[.payment(payments.count)] = .step(smallestAmount)
    return Payment(declaration: declaration(of: block), forEach: forEach, lines: steps)
  }

  /// Rounding is demanded exactly where a fraction of the smallest amount is possible.
  private func reportMissingRounding(_ step: Granularity, at span: Span, _ block: Block) {
    let smallest = text(currency)
    var remarks: [Remark] = []
    if case .step(let finest) = step {
      let amount = finest.fixed(decimals: finest.decimalPlaces, grouped: true)
      remarks.append(
        .why(
          "the figures move in steps, so the smallest step of the amount is \(amount) \(smallest.en)",
          stepReason(span, ja: "最小の増分は \(amount)\(smallest.ja) です")))
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
      .help([
        (en: "round           down to 1 yen", ja: "端数            1円未満切捨て"),
        (en: "round           half up to 1 yen", ja: "端数            1円未満四捨五入"),
      ]))
    report(
      "R301", at: span, "the rounding of this amount is not stated", "金額の端数処理が定められていません",
      label: ("can fall below 1 \(smallest.en)", "1\(smallest.ja)未満が生じます"), context: [block.headerSpan],
      remarks: remarks)
  }

  /// `総合達成度は0.1%刻みなので、…` where one recorded figure makes the fraction.
  private func stepReason(_ span: Span, ja tail: String) -> String {
    let names = (blocks[.score] ?? []).enumerated().map {
      (FigureReference.score($0.offset), $0.element.name)
    } + (blocks[.indicator] ?? []).enumerated().map {
      (FigureReference.indicator($0.offset), $0.element.name)
    }
    let amount = source.text(span)
    for (reference, name) in names {
      guard let name, amount.hasSuffix(name.text), case .step(let step)? = granularities[reference],
        let unit = try? unit(of: reference)
      else { continue }
      return "\(name)は\(unitTable.japanese(step.decimalText, unit))刻みなので、\(tail)"
    }
    return tail
  }

  func rounding(_ cursor: inout Cursor) throws(Skip) -> (Rounding.Mode, Exact) {
    guard case .rounding(let word, let numeral, let unit)? = cursor.peek, unit == currency,
      let mode = word.roundingMode
    else { throw unexpected(cursor, expected: "a rounding such as down to 1 yen", "「1円未満切捨て」のような端数処理") }
    _ = cursor.next()
    return (mode, numeral.exact)
  }

  func money(_ cursor: inout Cursor) throws(Skip) -> Exact {
    guard case .quantity(let numeral, let unit)? = cursor.peek, unit == currency else {
      throw unexpected(cursor, expected: "an amount in \(text(currency).en)", "\(text(currency).ja)で表した金額")
    }
    _ = cursor.next()
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

  private func settlement(_ block: Block) throws(Skip) -> SettlementRule {
    let basisLine = try requiredLine(
      .basis, of: block,
      why: (
        "whether years are settled alone or together changes the money (always stated)",
        "各年度独立か累計かによって支払額が変わるため、必ず定めます"))
    var cursor = Cursor(basisLine)
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
        "S410", severity: .warning, at: basisLine.valueSpan,
        "this basis is read, but cannot be settled yet", "この方式は読み取りのみで、精算はまだできません")
    }
    let totalLine = try requiredLine(.total, of: block)
    cursor = Cursor(totalLine)
    let total = try figureExpression(&cursor)
    try finish(cursor)
    guard total.unit == currency else {
      report(
        "U205", at: total.span, "the total must come to \(text(currency).en)",
        "合計は\(text(currency).ja)で表される金額でなければなりません", label: text(total.unit))
      throw Skip()
    }
    if !total.step.fits(smallestAmount) { reportMissingRounding(total.step, at: total.span, block) }
    let tax = try tax(block)
    func cap(_ label: LabelWord) throws(Skip) -> SettlementRule.Cap? {
      guard let line = line(label, of: block) else { return nil }
      var cursor = Cursor(line)
      let amount = try money(&cursor)
      try finish(cursor)
      return .init(
        amount: amount, includesTax: tax.map { $0.span.start < line.span.start } ?? false,
        span: line.span)
    }
    let less = line(.less, of: block)
    if let less {
      var cursor = Cursor(less)
      guard cursor.take(.interimPayments) else {
        throw unexpected(cursor, expected: "'interim payments'", "「中間払」")
      }
      try finish(cursor)
    }
    used.insert(.settlement)
    return SettlementRule(
      declaration: declaration(of: block), basis: basis, basisSpan: basisLine.span,
      total: total.expression, totalSpan: totalLine.span, tax: tax, yearCap: try cap(.yearCap),
      termCap: try cap(.termCap), deductsInterimPayments: less != nil, deductionSpan: less?.span)
  }

  private func tax(_ block: Block) throws(Skip) -> SettlementRule.Tax? {
    guard let line = line(.tax, of: block) else { return nil }
    var cursor = Cursor(line)
    guard case .quantity(let numeral, UnitAlgebra.percent)? = cursor.peek else {
      throw unexpected(cursor, expected: "a rate in percent", "税率(%)")
    }
    _ = cursor.next()
    try finish(cursor)
    let roundLine = try requiredLine(
      .taxRound, of: block,
      why: (
        "tax is rounded once per invoice and rate; the direction is the parties' choice",
        "消費税は一の請求書・税率ごとに一回だけ端数処理し、その方法は当事者が定めます"))
    var roundCursor = Cursor(roundLine)
    let (mode, quantum) = try rounding(&roundCursor)
    try finish(roundCursor)
    return .init(
      percent: numeral.exact, mode: mode, quantum: quantum, span: line.span,
      roundSpan: roundLine.span)
  }
}

extension Exact {
  /// Digits after the point of a number that terminates.
  var decimalPlaces: Int { decimalText.split(separator: ".").dropFirst().first?.count ?? 0 }
}
