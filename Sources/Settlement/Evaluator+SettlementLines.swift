import Contract
import Diagnostics
import Execution
import Quantities

extension Evaluator {
  /// The lines of a settlement, in their order.
  private var settlementLines: [(id: FigureID, kind: String)] {
    let all = [
      (FigureID.total, FigureKind.total), (.tax, FigureKind.tax), (.payable, FigureKind.payable),
      (.due, FigureKind.due),
    ]
    return contract.settlement.tax == nil ? all.filter { $0.0 != .tax } : all
  }

  /// `total`, `tax`, `payable`, `due`, of each payee and of all; what cannot be derived is listed as
  /// suspended.
  mutating func deriveSettlementLines() {
    let payees = contract.settlement.forEach.map { keys(of: [.indicator($0)]) } ?? [nil]
    if payees != [nil] {
      let missing = inputs.missingPayees(among: payees)
      if !missing.isEmpty {
        _ = fail(.payeesMissing(missing), at: .total)
        return
      }
    }
    for payee in payees { deriveLines(of: payee) }
    guard payees != [nil] else { return }
    for line in settlementLines { deriveSum(line.id, line.kind) }
  }

  /// The lines of one payee; of all where there are none.
  private mutating func deriveLines(of payee: GroupKey?) {
    var pending = settlementLines.map { $0.id.of(payee) }
    do throws(Unavailable) {
      var total = try total(of: payee)
      let tax = taxed(&total, of: payee)
      addLine(total.id, FigureKind.total, total.value, total.steps, total.inputs)
      pending.removeFirst()
      var steps: [LineStep] = []
      var inputs: [FigureID] = [total.id]
      var payable = total.value
      appendStep(
        &steps, .plus(total.id, total.value), from: 0, to: payable, contract.settlement.totalSpan)
      if let tax, let rule = contract.settlement.tax {
        addLine(
          tax.id, FigureKind.tax, tax.value, tax.steps, tax.inputs, roundings: tax.roundings)
        pending.removeFirst()
        if !rule.isIncluded {
          payable = payable + tax.value
          inputs.append(tax.id)
          appendStep(&steps, .plus(tax.id, tax.value), from: total.value, to: payable, rule.span)
        }
      }
      addLine(FigureID.payable.of(payee), FigureKind.payable, payable, steps, inputs)
      pending.removeFirst()
      try deriveDue(payable, of: payee)
    } catch {
      for id in pending {
        suspended.append(Suspension(id: id, reference: nil, waitsFor: error.causes))
      }
    }
  }

  /// A line of all payees together.
  private mutating func deriveSum(_ id: FigureID, _ kind: String) {
    let waiting = suspended.filter { $0.id.name == id.name && $0.id.key != nil }
    let parts = figures.filter { $0.id.key != nil && FigureID($0.id.name) == id && $0.kind == kind }
    guard waiting.isEmpty else {
      suspended.append(
        Suspension(id: id, reference: nil, waitsFor: waiting.flatMap(\.waitsFor).distinct))
      return
    }
    let declaration = contract.settlement.declaration
    _ = add(
      Figure(
        id: id, kind: kind, reference: nil, value: parts.reduce(Exact(0)) { $0 + $1.value },
        unit: contract.currency, clause: declaration.clause,
        span: parts.first?.span ?? declaration.span, derivation: .sumOverKeys(parts.map(\.id)),
        inputs: parts.map(\.id), roundings: []))
  }

  /// A line of the settlement that is not listed yet.
  private struct SettlementLine {
    let id: FigureID
    var value: Exact
    var steps: [LineStep] = []
    var inputs: [FigureID] = []
    var roundings: [RoundingStep] = []
  }

  /// What is due before tax, after what earlier periods were paid and the limits without tax.
  private mutating func total(of payee: GroupKey?) throws(Unavailable) -> SettlementLine {
    let rule = contract.settlement
    try require(rule.total.references, key: payee)
    let id = FigureID.total.of(payee)
    let sum = try evaluate(rule.total, key: payee, of: id)
    var line = SettlementLine(id: id, value: sum.value, inputs: sum.figures.distinct)
    appendStep(&line.steps, .amount(sum), from: 0, to: line.value, rule.totalSpan)
    // An example that does not say what earlier periods were paid sets nothing off.
    if rule.basis == .cumulative || !inputs.setOff.isEmpty,
      let paid = inputs.paid(in: inputs.setOff, to: payee)?.total
    {
      appendStep(
        &line.steps, .lessEarlier(paid), from: line.value, to: line.value - paid, rule.basisSpan)
      line.value = line.value - paid
    }
    line.value = limit(line.value, of: payee, includesTax: false, &line.steps)
    return line
  }

  /// The tax on the total, and what limits that count the tax leave of both.
  ///
  /// Where such a limit decides, the limit is what is paid with tax: the tax is the one contained in it, and
  /// the total what is left without. Total and tax therefore always make what is paid, and an invoice shows
  /// the tax that its amount contains.
  private mutating func taxed(
    _ total: inout SettlementLine, of payee: GroupKey?
  ) -> SettlementLine? {
    guard let rule = contract.settlement.tax else { return nil }
    let percent = rule.percent(in: inputs.period)
    var tax = SettlementLine(id: FigureID.tax.of(payee), value: 0, inputs: [total.id])
    if rule.isIncluded {
      take(percent, of: total.id, total.value, included: true, rule, &tax)
      return tax
    }
    take(percent, of: total.id, total.value, included: false, rule, &tax)
    var limits: [LineStep] = []
    let whole = total.value + tax.value
    let paid = limit(whole, of: payee, includesTax: true, &limits)
    guard paid != whole else {
      total.steps += limits.map { $0.between(total.value, total.value) }
      return tax
    }
    take(percent, of: .payable.of(payee), paid, included: true, rule, &tax)
    for step in limits {
      // What each limit that acts leaves without tax, and the last one of what is paid.
      let net = (step.after * 100).divided(by: percent + 100) ?? 0
      let after = step.after == paid ? paid - tax.value : step.acted ? net : total.value
      total.steps.append(step.between(total.value, after))
      total.value = after
    }
    return tax
  }

  /// The tax of an amount, on top of it or contained in it, rounded once.
  private func take(
    _ percent: Exact, of base: FigureID, _ amount: Exact, included: Bool,
    _ rule: SettlementRule.Tax, _ tax: inout SettlementLine
  ) {
    // Of an amount that includes the tax, 10 percent are ten parts of a hundred and ten.
    let raw =
      included
      ? (amount * percent).divided(by: percent + 100) ?? 0
      : amount * percent * Exact(unscaled: 1, scale: 2)
    let step = rounded(
      raw, rule.mode, quantum: rule.quantum, unit: contract.currency, of: tax.id, index: 0,
      clause: contract.settlement.declaration.clause, span: rule.roundSpan)
    tax.value = step.after
    tax.steps = []
    appendStep(
      &tax.steps, .percentage(percent, of: base, amount, included: included), from: 0, to: raw,
      rule.span)
    appendStep(&tax.steps, .round(step), from: raw, to: step.after, rule.roundSpan)
    tax.roundings = [step]
  }

  private mutating func deriveDue(_ payable: Exact, of payee: GroupKey?) throws(Unavailable) {
    let rule = contract.settlement
    var steps: [LineStep] = []
    var due = payable
    let (id, base) = (FigureID.due.of(payee), FigureID.payable.of(payee))
    appendStep(&steps, .plus(base, payable), from: 0, to: payable, rule.totalSpan)
    if rule.deductsInterimPayments {
      guard let interim = inputs.interim else {
        throw Unavailable(causes: [.interimPayments])
      }
      due = payable - interim
      appendStep(
        &steps, .lessInterim(interim), from: payable, to: due, rule.deductionSpan ?? rule.totalSpan)
    }
    if !RoundingLaw.isWhole(due, contract.currency, contract.units) && inputs.omitted.isEmpty {
      throw fail(.fractionInDue(due), at: id)
    }
    addLine(id, FigureKind.due, due, steps, [base])
  }

  /// The parts of every amount that the contract divides.
  mutating func deriveSplits() {
    for split in contract.splits {
      let id = FigureID(split.declaration.name)
      do throws(Unavailable) {
        let amount = try divided(split.amount)
        let parts = split.parts(of: amount.value, smallest: smallestAmount) { share, limit in
          inputs.earlier(share, limit, of: split)
        }
        for part in parts {
          let own = FigureID(id.name, key: GroupKey(part.name))
          var roundings: [RoundingStep] = []
          if let (raw, mode, quantum) = part.rounding {
            roundings.append(
              rounded(
                raw, mode, quantum: quantum, unit: contract.currency,
                of: own, index: 0,
                clause: split.declaration.clause, span: part.span ?? split.declaration.span))
          }
          _ = add(
            Figure(
              id: own, kind: FigureKind.split,
              reference: nil, value: part.value, unit: contract.currency,
              clause: split.declaration.clause, span: part.span ?? split.declaration.span,
              derivation: .part(
                SplitPart(amount: amount.id, value: amount.value, kind: part.kind)),
              inputs: [amount.id], roundings: roundings))
          if let unlimited = part.unlimited {
            _ = add(
              Figure(
                id: own.beforeLimit, kind: FigureKind.splitBeforeLimit, reference: nil,
                value: unlimited, unit: contract.currency, clause: split.declaration.clause,
                span: part.span ?? split.declaration.span, derivation: .countOf(own), inputs: [],
                roundings: []))
          }
        }
      } catch {
        suspended.append(Suspension(id: id, reference: nil, waitsFor: error.causes))
      }
    }
  }

  private func divided(_ amount: Split.Amount) throws(Unavailable) -> Figure {
    let id: FigureID =
      switch amount {
      case .payment(let index): contract.id(of: .payment(index))
      case .payable: .payable
      case .due: .due
      }
    if let found = figures.last(where: { $0.id == id }) { return found }
    throw Unavailable(
      causes: suspended.first { $0.id == id }?.waitsFor ?? [id])
  }

  private var smallestAmount: Exact {
    contract.units.smallestAmount(of: contract.currency) ?? 1
  }

  /// Caps of the year and of the term, with or without tax; where there are payees, of each of them.
  private func limit(
    _ amount: Exact, of payee: GroupKey?, includesTax: Bool, _ steps: inout [LineStep]
  ) -> Exact {
    var value = amount
    // An example that does not say what earlier periods were paid leaves the limit over them out.
    func used(_ periods: [SettlementPeriod]) -> Exact? {
      let paid = inputs.paid(in: periods, to: payee)
      return includesTax ? paid?.payable : paid?.total
    }
    if let cap = contract.settlement.yearCap, cap.includesTax == includesTax,
      let used = used(inputs.earlierInYear)
    {
      let limited = min(value, max(0, cap.amount - used))
      appendStep(
        &steps, .yearCap(cap.amount, used: used, includesTax: includesTax), from: value,
        to: limited, cap.span)
      value = limited
    }
    if let cap = contract.settlement.termCap, cap.includesTax == includesTax,
      let used = used(inputs.earlierPeriods)
    {
      let limited = min(value, max(0, cap.amount - used))
      appendStep(
        &steps, .termCap(cap.amount, used: used, includesTax: includesTax), from: value,
        to: limited, cap.span)
      value = limited
    }
    return value
  }

  private func appendStep(
    _ steps: inout [LineStep], _ kind: LineStep.Kind, from before: Exact, to after: Exact,
    _ span: Span
  ) {
    steps.append(LineStep(kind: kind, before: before, after: after, span: span))
  }

  private mutating func addLine(
    _ id: FigureID, _ kind: String, _ value: Exact, _ steps: [LineStep], _ needed: [FigureID],
    roundings: [RoundingStep] = []
  ) {
    let declaration = contract.settlement.declaration
    _ = add(
      Figure(
        id: id, kind: kind, reference: nil, value: value, unit: contract.currency,
        clause: declaration.clause, span: steps.first?.span ?? declaration.span,
        derivation: .lines(steps), inputs: needed, roundings: roundings))
  }
}
