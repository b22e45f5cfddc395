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
    let passages = self.passages(index, needs, keys)
    let members = passages.map { passage in
      member(passage.id, .payment(index)) { (evaluator) throws(Unavailable) in
        try passage.figure(payment, in: evaluator.contract, at: index)
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

  /// The lines of a payment, from top to bottom, for all keys side by side: what rounding leaves of a divided
  /// amount goes from one key to another.
  private mutating func passages(
    _ index: Int, _ needs: [FigureReference], _ keys: [GroupKey?]
  ) -> [Passage] {
    let payment = contract.payments[index]
    var passages = keys.map { Passage(id: FigureID(payment.declaration.name, key: $0), key: $0) }
    func advance(_ step: (inout Passage, inout Evaluator) throws(Unavailable) -> Void) {
      for place in passages.indices where passages[place].causes.isEmpty {
        do throws(Unavailable) {
          try step(&passages[place], &self)
        } catch { passages[place].causes = error.causes }
      }
    }
    advance { passage, evaluator throws(Unavailable) in
      try evaluator.require(needs, key: passage.key)
    }
    for line in payment.lines {
      advance { passage, evaluator throws(Unavailable) in
        try evaluator.apply(line, of: payment, to: &passage)
      }
      if case .round(_, let quantum, remainder: .largestFractionFirst) = line.step {
        allot(quantum, line.span, among: &passages)
      }
    }
    return passages
  }

  /// Gives what rounding left of a divided amount, in smallest parts, to those whose parts lost most by it;
  /// of equal ones to the first. Where a part is not known, nobody's is.
  private func allot(_ quantum: Exact, _ span: Span, among passages: inout [Passage]) {
    let causes = passages.flatMap(\.causes).distinct
    guard causes.isEmpty else {
      for place in passages.indices { passages[place].causes = causes }
      return
    }
    let rounded = passages.compactMap(\.roundings.last)
    guard rounded.count == passages.count, let mode = rounded.first?.mode else { return }
    let lost = rounded.map { $0.before - $0.before.rounded(mode, toMultipleOf: quantum) }
    let left = lost.reduce(Exact(0), +).rounded(mode, toMultipleOf: quantum)
    let part = left.signum < 0 ? -quantum : quantum
    let count = left.divided(by: part).flatMap { $0.int64 } ?? 0
    let order = passages.indices.sorted {
      lost[$0].magnitude == lost[$1].magnitude
        ? $0 < $1 : lost[$0].magnitude > lost[$1].magnitude
    }
    for place in order.prefix(Int(count)) where !inputs.omitted.contains(rounded[place].id) {
      passages[place].add(
        LineStep(
          kind: .remainder(part, of: left), before: passages[place].value,
          after: passages[place].value + part, span: span))
    }
  }

  /// Applies one line of a payment.
  private mutating func apply(
    _ line: Payment.Line, of payment: Payment, to passage: inout Passage
  ) throws(Unavailable) {
    let (id, key) = (passage.id, passage.key)
    var value = passage.value
    let kind: LineStep.Kind
    switch line.step {
    case .amount(let expression):
      let term = try evaluate(expression, key: key, of: id)
      kind = .amount(term)
      passage.inputs += term.figures
      // A condition above the amount holds for it too.
      value = value + term.value * passage.paid
    case .onlyIf(let conditions, let otherwise):
      var judged: [JudgedCondition] = []
      for condition in conditions { judged.append(try judge(condition, key: key)) }
      let met = judged.contains { $0.met }
      kind = .onlyIf(judged, otherwise: otherwise)
      passage.inputs += judged.flatMap(\.figures)
      if !met {
        let share = otherwise * Exact(unscaled: 1, scale: 2)
        value = value * share
        passage.paid = passage.paid * share
      }
    case .round(let mode, let quantum, _):
      let step = rounded(
        value, mode, quantum: quantum, unit: contract.currency, of: id,
        index: passage.roundings.count, clause: payment.declaration.clause, span: line.span)
      passage.roundings.append(step)
      kind = .round(step)
      value = step.after
    case .cap(let limit):
      let term = try evaluate(limit, key: key, of: id)
      kind = .cap(term)
      passage.inputs += term.figures
      value = min(value, term.value)
    case .floor(let limit):
      let term = try evaluate(limit, key: key, of: id)
      kind = .floor(term)
      passage.inputs += term.figures
      value = max(value, term.value)
    }
    passage.add(LineStep(kind: kind, before: passage.value, after: value, span: line.span))
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

/// A payment for one key on its way through the lines.
private struct Passage {
  let id: FigureID
  let key: GroupKey?
  /// What it waits for; then its lines go no further.
  var causes: [FigureID] = []
  private(set) var value: Exact = 0
  /// The share of later amounts that conditions leave.
  var paid: Exact = 1
  private var steps: [LineStep] = []
  var inputs: [FigureID] = []
  var roundings: [RoundingStep] = []

  init(id: FigureID, key: GroupKey?) {
    self.id = id
    self.key = key
  }

  mutating func add(_ step: LineStep) {
    steps.append(step)
    value = step.after
  }

  /// The amount, at the end of the lines.
  func figure(_ payment: Payment, in contract: Contract, at index: Int) throws(Unavailable)
    -> Figure
  {
    guard causes.isEmpty else { throw Unavailable(causes: causes) }
    return Figure(
      id: id, kind: FigureKind.payment, reference: .payment(index), value: value,
      unit: contract.currency, clause: payment.declaration.clause, span: payment.declaration.span,
      derivation: .lines(steps), inputs: inputs.distinct, roundings: roundings)
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
