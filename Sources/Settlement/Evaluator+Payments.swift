import Contract
import Diagnostics
import Execution
import Quantities

extension Evaluator {
  /// One amount, or one per key and their sum.
  mutating func payment(_ index: Int) throws(Unavailable) -> [Member] {
    let payment = contract.payments[index]
    let needs = contract.needs(of: .payment(index))
    try require(needs)
    let keys = payment.forEach.map { self.keys(of: [.indicator($0)]) } ?? [nil]
    let members = keys.map { key in
      member(FigureID(payment.declaration.name, key: key), .payment(index)) {
        (evaluator) throws(Unavailable) in
        try evaluator.require(needs, key: key)
        return try evaluator.amount(index, key: key)
      }
    }
    guard payment.forEach != nil, keys != [nil] else { return members }
    let sum = member(FigureID(payment.declaration.name), .payment(index)) {
      (evaluator) throws(Unavailable) in
      let parts = try evaluator.figures(members)
      return Figure(
        id: FigureID(payment.declaration.name), kind: FigureKind.payment,
        reference: .payment(index), value: parts.reduce(Exact(0)) { $0 + $1.value },
        unit: evaluator.contract.currency, clause: payment.declaration.clause,
        span: payment.declaration.span, derivation: .sumOverKeys(parts.map(\.id)),
        inputs: parts.map(\.id), roundings: [])
    }
    return members + [sum]
  }

  /// The lines of a payment, from top to bottom.
  private mutating func amount(_ index: Int, key: GroupKey?) throws(Unavailable) -> Figure {
    let payment = contract.payments[index]
    let id = FigureID(payment.declaration.name, key: key)
    var steps: [LineStep] = []
    var inputs: [FigureID] = []
    var roundings: [RoundingStep] = []
    var value: Exact = 0
    var isOpen = true
    for line in payment.lines {
      let before = value
      let kind: LineStep.Kind
      switch line.step {
      case .amount(let expression):
        let term = try evaluate(expression, key: key, of: id)
        kind = .amount(term)
        inputs += term.figures
        // A condition above the amount holds for it too.
        if isOpen { value = value + term.value }
      case .onlyIf(let reference, let interval):
        let condition = try figure(reference, key: key)
        let met = interval.contains(condition.value)
        kind = .onlyIf(condition.id, condition.value, condition.unit, interval, met: met)
        inputs.append(condition.id)
        if !met {
          value = 0
          isOpen = false
        }
      case .round(let mode, let quantum):
        let step = rounded(
          value, mode, quantum: quantum, unit: contract.currency, of: id, index: roundings.count,
          clause: payment.declaration.clause, span: line.span)
        roundings.append(step)
        kind = .round(step)
        value = step.after
      case .cap(let limit):
        kind = .cap(limit)
        value = min(value, limit)
      case .floor(let limit):
        kind = .floor(limit)
        value = max(value, limit)
      }
      steps.append(LineStep(kind: kind, before: before, after: value, span: line.span))
    }
    return Figure(
      id: id, kind: FigureKind.payment, reference: .payment(index), value: value,
      unit: contract.currency, clause: payment.declaration.clause, span: payment.declaration.span,
      derivation: .lines(steps), inputs: inputs.distinct, roundings: roundings)
  }
}
