import Contract
import Diagnostics
import Execution
import Quantities

extension Evaluator {
  /// One amount, or one per key and their sum.
  mutating func payment(_ index: Int) throws(Unavailable) -> [Member] {
    let payment = contract.payments[index]
    guard payment.isDue(in: inputs.period.id) else { return [add(unpaid(payment, index))] }
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

  /// Nothing, in a year or a period that is none of the payment's.
  private func unpaid(_ payment: Payment, _ index: Int) -> Figure {
    Figure(
      id: FigureID(payment.declaration.name), kind: FigureKind.payment, reference: .payment(index),
      value: 0, unit: contract.currency, clause: payment.declaration.clause,
      span: payment.declaration.span,
      derivation: .lines([
        LineStep(
          kind: .notDue(years: payment.years?.list ?? [], periods: payment.periods?.list ?? []),
          before: 0, after: 0,
          span: payment.periods?.span ?? payment.years?.span ?? payment.declaration.span)
      ]), inputs: [], roundings: [])
  }

  /// The lines of a payment, from top to bottom.
  private mutating func amount(_ index: Int, key: GroupKey?) throws(Unavailable) -> Figure {
    let payment = contract.payments[index]
    let id = FigureID(payment.declaration.name, key: key)
    var steps: [LineStep] = []
    var inputs: [FigureID] = []
    var roundings: [RoundingStep] = []
    var value: Exact = 0
    var paid: Exact = 1
    for line in payment.lines {
      let before = value
      let kind: LineStep.Kind
      switch line.step {
      case .amount(let expression):
        let term = try evaluate(expression, key: key, of: id)
        kind = .amount(term)
        inputs += term.figures
        // A condition above the amount holds for it too.
        value = value + term.value * paid
      case .onlyIf(let conditions, let otherwise):
        var judged: [JudgedCondition] = []
        for condition in conditions { judged.append(try judge(condition, key: key)) }
        let met = judged.contains { $0.met }
        kind = .onlyIf(judged, otherwise: otherwise)
        inputs += judged.flatMap(\.figures)
        if !met {
          let share = otherwise * Exact(unscaled: 1, scale: 2)
          value = value * share
          paid = paid * share
        }
      case .round(let mode, let quantum):
        let step = rounded(
          value, mode, quantum: quantum, unit: contract.currency, of: id, index: roundings.count,
          clause: payment.declaration.clause, span: line.span)
        roundings.append(step)
        kind = .round(step)
        value = step.after
      case .cap(let limit):
        let term = try evaluate(limit, key: key, of: id)
        kind = .cap(term)
        inputs += term.figures
        value = min(value, term.value)
      case .floor(let limit):
        let term = try evaluate(limit, key: key, of: id)
        kind = .floor(term)
        inputs += term.figures
        value = max(value, term.value)
      }
      steps.append(LineStep(kind: kind, before: before, after: value, span: line.span))
    }
    return Figure(
      id: id, kind: FigureKind.payment, reference: .payment(index), value: value,
      unit: contract.currency, clause: payment.declaration.clause, span: payment.declaration.span,
      derivation: .lines(steps), inputs: inputs.distinct, roundings: roundings)
  }

  private func judge(
    _ condition: FigureCondition, key: GroupKey?
  ) throws(Unavailable) -> JudgedCondition {
    let found = try figure(condition.figure, key: key)
    switch condition.bound {
    case .interval(let interval):
      return JudgedCondition(
        figure: found.id, value: found.value, unit: found.unit, bound: .interval(interval),
        met: interval.contains(found.value))
    case .figure(let comparison, let reference):
      let other = try figure(reference, key: key)
      return JudgedCondition(
        figure: found.id, value: found.value, unit: found.unit,
        bound: .figure(comparison, other.id, other.value),
        met: comparison.holds(found.value, other.value))
    }
  }
}

extension JudgedCondition {
  /// The figures that decided it.
  fileprivate var figures: [FigureID] {
    switch bound {
    case .interval: [figure]
    case .figure(_, let other, _): [figure, other]
    }
  }
}
