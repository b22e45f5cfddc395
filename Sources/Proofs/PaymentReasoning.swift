import Contract
import Diagnostics
import Quantities
import Settlement

/// Bounds one payment as tightly as can be shown, with the way to its most and its movements.
struct PaymentReasoning {
  let bounds: Bounding
  let movements: Movements
  let needed: Needed

  private var contract: Contract { bounds.contract }

  func proof(of index: Int) -> PaymentProof {
    let closure = needed.closure(of: .payment(index))
    let leaves = closure.filter(isMeasured)
    let cells = self.cells(of: index, closure, leaves)
    let parts = cells.compactMap { cell -> Bounding? in
      let part = Bounding(
        contract, bounds.period, of: closure, restricted: cell, previous: bounds.previous)
      return part.intervals[.payment(index)] == nil ? nil : part
    }
    let whole =
      parts.compactMap { $0.intervals[.payment(index)] }.reduce(nil) { $0?.hull($1) ?? $1 }
      ?? bounds.intervals[.payment(index)] ?? .any
    func witnessed(_ side: Side) -> Bool {
      guard let end = whole.end(side) else { return false }
      return parts.contains { part in
        guard part.intervals[.payment(index)]?.end(side)?.value == end.value else { return false }
        let payment = FigureReference.payment(index)
        let found = Witness.settlement(part, reaching: .figure(payment), side)
        return found?[contract.id(of: payment)]?.value == end.value
      }
    }
    let best =
      parts.first {
        $0.intervals[.payment(index)]?.upper == whole.upper
          && $0.intervals[.payment(index)]?.includesUpper == whole.includesUpper
      } ?? bounds
    let pathfinder = Pathfinder(bounds: best)
    return PaymentProof(
      payment: index,
      reach: Reach(
        interval: whole, reachesLeast: witnessed(.least), reachesMost: witnessed(.most)),
      path: whole.upper == nil ? [] : pathfinder.path(to: index),
      unbounded: whole.upper == nil ? pathfinder.unbounded(in: index) : [],
      movements: leaves.map { movement(of: index, with: $0, closure) },
      idleLimits: idleLimits(of: index, parts),
      isDue: contract.payments[index].isDue(in: bounds.period.id))
  }

  func isMeasured(_ reference: FigureReference) -> Bool {
    guard case .indicator(let index) = reference else { return false }
    switch contract.indicators[index].kind {
    case .formula: return false
    default: return true
    }
  }

  // MARK: - Cells

  /// Parts of the values of the figures that are used more than once, so that in each of them every
  /// row and condition on such a figure is decided.
  private func cells(
    of index: Int, _ closure: [FigureReference], _ leaves: [FigureReference]
  ) -> [[FigureReference: Interval]] {
    var cells: [[FigureReference: Interval]] = [[:]]
    for leaf in leaves
    where needed.uses(of: leaf, in: .payment(index), among: closure) > 1 {
      let parts = parts(of: leaf, closure)
      guard cells.count * parts.count <= Self.mostCells else { continue }
      cells = cells.flatMap { cell in
        parts.map { part in cell.merging([leaf: part]) { _, new in new } }
      }
    }
    return cells
  }

  /// The values of a figure, cut wherever a row or a condition on it begins or ends.
  private func parts(of leaf: FigureReference, _ closure: [FigureReference]) -> [Interval] {
    guard let reach = bounds.intervals[leaf] else { return [] }
    var cuts: Set<Exact> = []
    func cut(_ interval: Interval) {
      for end in [interval.lower, interval.upper].compactMap({ $0 }) { cuts.insert(end) }
    }
    for reference in closure {
      switch reference {
      case .achievement(let index) where contract.achievements[index].measured == leaf:
        contract.achievements[index].rows.forEach { cut($0.interval) }
      case .payment(let index):
        for line in contract.payments[index].lines {
          guard case .onlyIf(let conditions, _) = line.step else { continue }
          for condition in conditions where condition.figure == leaf {
            if case .interval(let interval) = condition.bound { cut(interval) }
          }
        }
      default: continue
      }
    }
    var parts: [Interval] = []
    var low: Exact?
    func open(_ lower: Exact?, _ upper: Exact?) -> Interval {
      Interval(lower: lower, includesLower: false, upper: upper, includesUpper: false)
    }
    for place in cuts.sorted() {
      parts += [open(low, place), .point(place)]
      low = place
    }
    parts.append(open(low, nil))
    let step = bounds.step(of: leaf)
    return parts.compactMap { part in
      guard let inside = part.intersection(reach) else { return nil }
      guard let step else { return inside }
      return inside.onGrid(step)
    }
  }

  private static let mostCells = 4_096

  /// The turns of one table in each direction that are tried; each costs a look at all its rows.
  private static let mostTurns = 64

  // MARK: - Limits

  private func idleLimits(
    of index: Int, _ parts: [Bounding]
  ) -> [(span: Span, isCap: Bool, limit: Interval)] {
    let payment = contract.payments[index]
    let ways = parts.flatMap { $0.ways[index] ?? [] }
    guard !ways.isEmpty else { return [] }
    return payment.lines.enumerated().compactMap { place, line in
      guard !ways.contains(where: { $0.acting.contains(place) }) else { return nil }
      switch line.step {
      case .cap(let limit):
        return bounds.evaluate(limit).map { (line.span, true, $0.interval) }
      case .floor(let limit):
        return bounds.evaluate(limit).map { (line.span, false, $0.interval) }
      case .amount, .onlyIf, .round: return nil
      }
    }
  }

  // MARK: - Movements

  private func movement(
    of index: Int, with leaf: FigureReference, _ closure: [FigureReference]
  ) -> IndicatorMovement {
    let found = movements.following(leaf, through: closure)
    let own = found[.payment(index)] ?? .none
    func answer(_ kind: IndicatorMovement.Kind, _ turns: [IndicatorMovement.Loss] = [])
      -> IndicatorMovement
    {
      IndicatorMovement(indicator: leaf, kind: kind, turns: turns)
    }
    if own == .none { return answer(.constant) }
    if own == .rising { return answer(.rising) }
    if own == .falling { return answer(.falling) }
    let turns = turns(of: index, closure, found)
    return turns.isEmpty ? answer(.notShown) : answer(.turning, turns)
  }

  /// The places where the payment's most really turns: rows and conditions against the direction of
  /// their table, of which the payment is less after than before.
  private func turns(
    of index: Int, _ closure: [FigureReference], _ found: [FigureReference: Movement]
  ) -> [IndicatorMovement.Loss] {
    closure.flatMap { reference -> [IndicatorMovement.Loss] in
      switch reference {
      case .achievement(let place) where found[reference] == .either:
        let achievement = contract.achievements[place]
        let table = movements.table(achievement)
        let turns = table.rises.prefix(Self.mostTurns) + table.falls.prefix(Self.mostTurns)
        return turns.compactMap { turn in
          let isGrade = contract.isGrade(turn.figure)
          return loss(of: index, at: isGrade ? turn.reversed : turn, closure)
        }
      case .payment(let place):
        return contract.payments[place].lines.flatMap { line -> [IndicatorMovement.Loss] in
          guard case .onlyIf(let conditions, _) = line.step else { return [] }
          return conditions.compactMap { condition in
            guard case .interval(let interval) = condition.bound,
              found[condition.figure] ?? .none != .none, let upper = interval.upper,
              let turn = turn(at: upper, interval.includesUpper, condition.figure, line.span)
            else { return nil }
            return loss(of: index, at: turn, closure)
          }
        }
      default: return []
      }
    }
  }

  private func turn(
    at bound: Exact, _ isIncluded: Bool, _ figure: FigureReference, _ span: Span
  ) -> Turn? {
    guard let step = bounds.step(of: figure) else {
      return Turn(
        figure: figure, before: .end(bound, isIncluded: isIncluded, .most),
        after: .end(bound, isIncluded: !isIncluded, .least), spans: [span])
    }
    let last = Interval(
      lower: nil, includesLower: false, upper: bound, includesUpper: isIncluded
    ).onGrid(step)?.upper
    return last.map {
      Turn(figure: figure, before: .at($0), after: .at($0 + step), spans: [span])
    }
  }

  /// What is lost at a turn: the most that is paid just before it and from it on; nil if nothing is.
  private func loss(
    of index: Int, at turn: Turn, _ closure: [FigureReference]
  ) -> IndicatorMovement.Loss? {
    func most(_ place: Turn.Place) -> Exact? {
      let part = Bounding(
        contract, bounds.period, of: closure, restricted: [turn.figure: place.interval],
        previous: bounds.previous)
      return part.intervals[.payment(index)]?.upper
    }
    guard let before = most(turn.before), let after = most(turn.after), after < before else {
      return nil
    }
    return IndicatorMovement.Loss(turn: turn, before: before, after: after)
  }
}

extension Turn {
  /// The same place from the other side.
  fileprivate var reversed: Turn {
    Turn(figure: figure, before: after, after: before, spans: spans.reversed())
  }
}

/// Reads off how the most of a payment is reached.
struct Pathfinder {
  let bounds: Bounding

  private var contract: Contract { bounds.contract }
  private var movements: Movements { Movements(bounds: bounds) }

  func path(to index: Int) -> [PathStep] {
    let payment = contract.payments[index]
    guard let way = bounds.ways[index]?.reaching(.most).first else { return [] }
    var steps: [PathStep] = []
    for gate in way.gates where gate.isMet {
      if case .onlyIf(let conditions, _) = payment.lines[gate.line].step,
        let condition = conditions.first(where: { bounds.judge($0).canHold }),
        bounds.judge(condition).canFail, case .interval(let interval) = condition.bound
      {
        steps.append(.figure(condition.figure, interval))
      }
    }
    let limit = way.deciding[.most]
    for line in way.amounts {
      guard let expression = payment.lines[line].step.expression else { continue }
      if way.amounts.count == 1, let limit, let cap = payment.lines[limit].step.expression,
        way.paid == 1, let threshold = threshold(of: index, expression, cap)
      {
        steps.append(threshold)
      } else {
        steps += path(to: expression, .most)
      }
    }
    if let limit, let cap = payment.lines[limit].step.expression,
      let value = bounds.evaluate(cap)?.interval.upper
    {
      let isCap = if case .cap = payment.lines[limit].step { true } else { false }
      steps.append(.limit(isCap: isCap, value, payment.lines[limit].span))
    }
    return steps
  }

  /// From where on a cap decides, of an amount that is a multiple of one figure.
  private func threshold(
    of index: Int, _ amount: FigureExpression, _ cap: FigureExpression
  ) -> PathStep? {
    guard let limit = bounds.evaluate(cap)?.interval.single,
      let (figure, slope) = slope(of: amount), slope.signum > 0,
      let start = limit.divided(by: slope)
    else { return nil }
    let from = bounds.step(of: figure).map { start.rounded(.ceiling, toMultipleOf: $0) } ?? start
    guard let part = bounds.intervals[figure].flatMap({ Interval.from(from).intersection($0) })
    else { return nil }
    // With a rounding between them the cap may decide later: it must be all that is left.
    let above = Bounding(
      contract, bounds.period, of: Needed(contract).closure(of: .payment(index)),
      restricted: bounds.restricted.merging([figure: part]) { _, new in new },
      previous: bounds.previous)
    guard (above.ways[index] ?? []).contains(where: { $0.value.single == limit }) else {
      return nil
    }
    return .figure(figure, part.upper == bounds.intervals[figure]?.upper ? .from(from) : part)
  }

  /// The only figure of a product and what it is multiplied by, if nothing else in it is open.
  private func slope(of amount: FigureExpression) -> (FigureReference, Exact)? {
    var figures = amount.references.filter { bounds.intervals[$0]?.single == nil }
    guard let figure = figures.popLast(), figures.isEmpty, amount.isProduct else { return nil }
    func at(_ value: Exact) -> Exact? {
      Bounding.evaluating(amount, [figure: .point(value)], like: bounds)?.single
    }
    guard let zero = at(0), zero.isZero, let one = at(1) else { return nil }
    return (figure, one)
  }

  private func path(to expression: FigureExpression, _ side: Side) -> [PathStep] {
    expression.references.flatMap { reference -> [PathStep] in
      let movement = movements.movement(of: expression) { $0 == reference ? .rising : .none }
      // Where a figure moves it both ways, no one step leads to the end.
      if movement == .none || movement == .either { return [] }
      return path(to: reference, movement.canRise ? side : side.opposite)
    }
  }

  private func path(to reference: FigureReference, _ side: Side) -> [PathStep] {
    guard let interval = bounds.intervals[reference], interval.single == nil else { return [] }
    let end = interval.end(side).map { $0.value }
    switch reference {
    case .indicator(let index):
      guard case .formula(let expression) = contract.indicators[index].kind else {
        return end.map { [.figure(reference, .point($0))] } ?? []
      }
      return path(to: expression, side) + (end.map { [.value(reference, $0)] } ?? [])
    case .achievement(let index):
      let achievement = contract.achievements[index]
      guard let end else { return [] }
      if achievement.pricesByRank {
        return path(to: achievement.measured, side) + [.value(reference, end)]
      }
      let isIncluded = interval.end(side).map { $0.isIncluded }
      let row = bounds.rows(of: achievement).first { row in
        row.result.end(side).map { $0.value == end && $0.isIncluded == isIncluded } ?? false
      }
      guard let row else { return [.value(reference, end)] }
      if case .linear(let from, let to) = row.row.result,
        let at = row.part.end(to > from ? side : side.opposite)
      {
        return [.figure(achievement.measured, .point(at.value)), .value(reference, end)]
      }
      return [.figure(achievement.measured, row.row.interval), .value(reference, end)]
    case .score(let index):
      guard let end else { return [] }
      let inner: [PathStep] =
        switch contract.scores[index].rule {
        case .formula(let expression): path(to: expression, side)
        case .weighted(let weights, _):
          weights.flatMap {
            path(to: $0.figure, $0.percent.signum >= 0 ? side : side.opposite)
          }
        }
      return inner + [.value(reference, end)]
    case .payment: return end.map { [.value(reference, $0)] } ?? []
    }
  }

  /// The measured figures without end that make a payment endless, and groups without number.
  func unbounded(in index: Int) -> [FigureReference] {
    let needed = Needed(contract)
    var found = needed.closure(of: .payment(index)).filter { reference in
      guard case .indicator(let place) = reference else { return false }
      if case .formula = contract.indicators[place].kind { return false }
      let interval = bounds.intervals[reference]
      return interval?.upper == nil || interval?.lower == nil
    }
    if let forEach = contract.payments[index].forEach {
      // The groups are what has no end, if each of them has one.
      let one = bounds.ways[index]?.map(\.value).reduce(nil as Interval?) { $0?.hull($1) ?? $1 }
      if one?.upper != nil { found = [.indicator(forEach)] }
    }
    return found
  }
}

extension FigureExpression {
  /// A product or quotient of figures and constants.
  fileprivate var isProduct: Bool {
    switch self {
    case .constant, .figure, .settlementMonths, .periodMonths, .monthsToDate: true
    case .multiply(let a, let b), .divide(let a, let b): a.isProduct && b.isProduct
    default: false
    }
  }
}
