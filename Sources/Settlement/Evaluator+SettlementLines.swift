import Contract
import Diagnostics
import Execution
import Quantities

extension Evaluator {
  /// `total`, `tax`, `payable`, `due`; what cannot be derived is listed as suspended.
  mutating func deriveSettlementLines() {
    var pending: [FigureID] = [.total, .payable, .due]
    if contract.settlement.tax != nil { pending.insert(.tax, at: 1) }
    do throws(Unavailable) {
      let total = try total()
      pending.removeFirst()
      var steps: [LineStep] = []
      var inputs: [FigureID] = [.total]
      var payable = total
      appendStep(&steps, .plus(.total, total), from: 0, to: total, contract.settlement.totalSpan)
      if let rule = contract.settlement.tax {
        let tax = deriveTax(rule, on: total)
        pending.removeFirst()
        if !rule.isIncluded {
          payable = total + tax
          inputs.append(.tax)
          appendStep(&steps, .plus(.tax, tax), from: total, to: payable, rule.span)
        }
      }
      payable = limit(payable, includesTax: true, &steps)
      addLine(.payable, FigureKind.payable, payable, steps, inputs)
      pending.removeFirst()
      try deriveDue(payable)
    } catch {
      for id in pending {
        suspended.append(Suspension(id: id, reference: nil, waitsFor: error.causes))
      }
    }
  }

  private mutating func total() throws(Unavailable) -> Exact {
    let rule = contract.settlement
    try require(rule.total.references)
    let sum = try evaluate(rule.total, key: nil, of: .total)
    var steps: [LineStep] = []
    var value = sum.value
    appendStep(&steps, .amount(sum), from: 0, to: value, rule.totalSpan)
    if rule.basis == .cumulative, let paid = inputs.paidEarlier {
      appendStep(
        &steps, .lessEarlier(paid.total), from: value, to: value - paid.total, rule.basisSpan)
      value = value - paid.total
    }
    value = limit(value, includesTax: false, &steps)
    addLine(.total, FigureKind.total, value, steps, sum.figures.distinct)
    return value
  }

  private mutating func deriveTax(_ rule: SettlementRule.Tax, on total: Exact) -> Exact {
    let percent = rule.percent(in: inputs.period.days)
    // Of an amount that includes the tax, 10 percent are ten parts of a hundred and ten.
    let share = Exact(unscaled: 1, scale: 2)
    let raw =
      rule.isIncluded
      ? (total * percent).divided(by: percent + 100) ?? 0 : total * percent * share
    let step = rounded(
      raw, rule.mode, quantum: rule.quantum, unit: contract.currency, of: .tax, index: 0,
      clause: contract.settlement.declaration.clause, span: rule.roundSpan)
    var steps: [LineStep] = []
    appendStep(
      &steps, .percentage(percent, of: .total, total, included: rule.isIncluded), from: 0, to: raw,
      rule.span)
    appendStep(&steps, .round(step), from: raw, to: step.after, rule.roundSpan)
    addLine(.tax, FigureKind.tax, step.after, steps, [.total], roundings: [step])
    return step.after
  }

  private mutating func deriveDue(_ payable: Exact) throws(Unavailable) {
    let rule = contract.settlement
    var steps: [LineStep] = []
    var due = payable
    appendStep(&steps, .plus(.payable, payable), from: 0, to: payable, rule.totalSpan)
    if rule.deductsInterimPayments {
      guard let interim = inputs.interim else {
        throw Unavailable(causes: [.interimPayments])
      }
      due = payable - interim
      appendStep(
        &steps, .lessInterim(interim), from: payable, to: due, rule.deductionSpan ?? rule.totalSpan)
    }
    if !RoundingLaw.isWhole(due, contract.currency, contract.units) && inputs.omitted == nil {
      throw fail(.fractionInDue(due), at: .due)
    }
    addLine(.due, FigureKind.due, due, steps, [.payable])
  }

  /// The parts of every amount that the contract divides.
  mutating func deriveSplits() {
    for split in contract.splits {
      let id = FigureID(split.declaration.name)
      do throws(Unavailable) {
        let amount = try divided(split.amount)
        for part in split.parts(of: amount.value, smallest: smallestAmount) {
          var roundings: [RoundingStep] = []
          if let (raw, mode, quantum) = part.rounding {
            roundings.append(
              rounded(
                raw, mode, quantum: quantum, unit: contract.currency,
                of: FigureID(id.name, key: GroupKey(part.name)), index: 0,
                clause: split.declaration.clause, span: part.span ?? split.declaration.span))
          }
          _ = add(
            Figure(
              id: FigureID(id.name, key: GroupKey(part.name)), kind: FigureKind.split,
              reference: nil, value: part.value, unit: contract.currency,
              clause: split.declaration.clause, span: part.span ?? split.declaration.span,
              derivation: .part(
                SplitPart(amount: amount.id, value: amount.value, kind: part.kind)),
              inputs: [amount.id], roundings: roundings))
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

  /// Caps of the year and of the term, with or without tax.
  private func limit(_ amount: Exact, includesTax: Bool, _ steps: inout [LineStep]) -> Exact {
    var value = amount
    if let cap = contract.settlement.yearCap, cap.includesTax == includesTax {
      let limited = min(value, cap.amount)
      appendStep(
        &steps, .yearCap(cap.amount, includesTax: includesTax), from: value, to: limited, cap.span)
      value = limited
    }
    // An example of a later year cannot say what earlier years paid; the limit is then left out.
    if let cap = contract.settlement.termCap, cap.includesTax == includesTax,
      let paid = inputs.paidEarlier
    {
      let used = includesTax ? paid.payable : paid.total
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
