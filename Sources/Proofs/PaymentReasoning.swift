import Contract
import Diagnostics
import Quantities
import Settlement

/// Bounds the payments of a year one by one, as tightly as can be shown, with the way to the most of each and
/// its movements.
///
/// What payments have in common, a chain of which each needs the one before, is reasoned about once.
struct PaymentReasoning {
  let bounds: Bounding
  let needed: Needed
  private let movements: Movements
  /// The indicators that are measured.
  private let measured: Set<FigureReference>
  /// Where rows and conditions cut the values of each figure.
  private let cuts: [FigureReference: [Cut]]
  /// What follows where some figures are looked at in a part of their values, by these parts, for the figures
  /// that were asked for.
  private var partial: [[FigureReference: Interval]: Bounding] = [:]
  private var partialCount = 0
  /// What the evaluator gives for measured figures, for the figures that were asked for.
  private var worked: [[FigureReference: Exact]: WorkedFigures] = [:]
  /// How figures move with a measured one, for the figures that were asked for.
  private var following: [FigureReference: [FigureReference: Movement]] = [:]

  /// - Parameter bounds: of all figures.
  init(bounds: Bounding, needed: Needed) {
    self.bounds = bounds
    self.needed = needed
    movements = Movements(bounds: bounds)
    let indicators = bounds.contract.indicators
    measured = Set(
      indicators.indices.filter { !indicators[$0].isFormula }.map { .indicator($0) })
    cuts = Self.cuts(bounds.contract)
  }

  private var contract: Contract { bounds.contract }

  mutating func proof(of index: Int) -> PaymentProof {
    let payment = FigureReference.payment(index)
    let closure = needed.closure(of: [payment])
    let leaves = closure.filter(measured.contains)
    let cells = self.cells(of: payment, leaves)
    let parts = cells.compactMap { cell -> Bounding? in
      let part = bounding(payment, closure, in: cell, keeps: cells.count <= Self.mostKeptCells)
      return part.intervals[payment] == nil ? nil : part
    }
    let whole =
      parts.compactMap { $0.intervals[payment] }.reduce(nil) { $0?.hull($1) ?? $1 }
      ?? bounds.intervals[payment] ?? .any
    let best =
      parts.first {
        $0.intervals[payment]?.upper == whole.upper
          && $0.intervals[payment]?.includesUpper == whole.includesUpper
      } ?? bounds
    let pathfinder = Pathfinder(bounds: best, closure: closure)
    return PaymentProof(
      payment: index,
      reach: Reach(
        interval: whole, reachesLeast: reaches(.least, of: whole, payment, leaves, parts),
        reachesMost: reaches(.most, of: whole, payment, leaves, parts)),
      path: whole.upper == nil ? [] : pathfinder.path(to: index),
      unbounded: whole.upper == nil ? pathfinder.unbounded(in: index) : [],
      movements: leaves.map { movement(of: index, with: $0, closure) },
      idleLimits: idleLimits(of: index, parts),
      isDue: contract.payments[index].isDue(in: bounds.period.id))
  }

  /// Whether the evaluator gives an end of a payment, in one of the parts.
  private mutating func reaches(
    _ side: Side, of whole: Interval, _ payment: FigureReference, _ leaves: [FigureReference],
    _ parts: [Bounding]
  ) -> Bool {
    guard let end = whole.end(side) else { return false }
    for part in parts where part.intervals[payment]?.end(side)?.value == end.value {
      if let given = Witness.figures(part, leading: payment, of: leaves, to: side),
        value(of: payment, given: given) == end.value
      {
        return true
      }
    }
    return false
  }

  /// What the evaluator gives for a payment.
  private mutating func value(
    of payment: FigureReference, given: [FigureReference: Exact]
  ) -> Exact? {
    var figures =
      worked.removeValue(forKey: given) ?? WorkedFigures(contract, bounds.period, given: given)
    let open = needed.closure(of: [payment]) { figures.isDerived($0) }
    let value = figures.value(of: payment, deriving: open)
    if worked.count >= Self.mostWorked { worked = [:] }
    worked[given] = figures
    return value
  }

  /// What follows for a payment where some figures are looked at in a part of their values.
  ///
  /// - Parameter keeps: whether later payments may ask for the same part.
  private mutating func bounding(
    _ payment: FigureReference, _ closure: [FigureReference],
    in cell: [FigureReference: Interval], keeps: Bool
  ) -> Bounding {
    let narrowed = cell.filter { bounds.intervals[$0.key] != $0.value }
    guard !narrowed.isEmpty else { return bounds }
    guard keeps else {
      return Bounding(
        contract, bounds.period, of: closure, restricted: narrowed, previous: bounds.previous)
    }
    var part =
      partial.removeValue(forKey: narrowed)
      ?? Bounding(contract, bounds.period, of: [], restricted: narrowed, previous: bounds.previous)
    let before = part.intervals.count
    part.extend(to: needed.closure(of: [payment]) { part.intervals[$0] != nil })
    partialCount += part.intervals.count - before
    if partialCount > Self.mostKept {
      partial = [:]
      partialCount = part.intervals.count
    }
    partial[narrowed] = part
    return part
  }

  // MARK: - Cells

  /// Parts of the values of the figures that are used more than once, so that in each of them every
  /// row and condition on such a figure is decided.
  private func cells(
    of payment: FigureReference, _ leaves: [FigureReference]
  ) -> [[FigureReference: Interval]] {
    var cells: [[FigureReference: Interval]] = [[:]]
    let uses = needed.uses(in: payment)
    for leaf in leaves where uses[leaf] > 1 {
      let cuts = (cuts[leaf] ?? []).filter { uses[$0.figure] > 0 }
      let parts = parts(of: leaf, Set(cuts.flatMap(\.ends)))
      guard cells.count * parts.count <= Self.mostCells else { continue }
      cells = cells.flatMap { cell in
        parts.map { part in cell.merging([leaf: part]) { _, new in new } }
      }
    }
    return cells
  }

  /// Where the rows and conditions of a figure cut another one.
  private typealias Cut = (figure: FigureReference, ends: [Exact])

  /// The cuts of each figure, in the order of those that make them.
  private static func cuts(_ contract: Contract) -> [FigureReference: [Cut]] {
    var cuts: [FigureReference: [Cut]] = [:]
    func cut(_ figure: FigureReference, by own: FigureReference, _ interval: Interval) {
      cuts[figure, default: []].append(
        (own, [interval.lower, interval.upper].compactMap { $0 }))
    }
    for (index, achievement) in contract.achievements.enumerated() {
      for row in achievement.rows {
        cut(achievement.measured, by: .achievement(index), row.interval)
      }
    }
    for (index, payment) in contract.payments.enumerated() {
      for line in payment.lines {
        guard case .onlyIf(let conditions, _) = line.step else { continue }
        for condition in conditions {
          guard case .interval(let interval) = condition.bound else { continue }
          cut(condition.figure, by: .payment(index), interval)
        }
      }
    }
    return cuts
  }

  /// The values of a figure between its cuts.
  private func parts(of leaf: FigureReference, _ cuts: Set<Exact>) -> [Interval] {
    guard let reach = bounds.intervals[leaf] else { return [] }
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

  /// Of a payment with more cells, what follows in them is not kept for other payments.
  private static let mostKeptCells = 64

  /// For how many choices of measured figures the evaluator's are kept.
  private static let mostWorked = 64

  /// How many intervals are kept in all.
  private static let mostKept = 500_000

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

  private mutating func movement(
    of index: Int, with leaf: FigureReference, _ closure: [FigureReference]
  ) -> IndicatorMovement {
    var found = following.removeValue(forKey: leaf) ?? [:]
    let open = needed.closure(of: [.payment(index)]) { found[$0] != nil }
    movements.follow(leaf, through: open, &found)
    defer { following[leaf] = found }
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
  /// The figures that the payment is made from.
  let closure: [FigureReference]

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
      contract, bounds.period, of: closure,
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
    let directions = movements.directions(in: expression)
    return expression.references.flatMap { reference -> [PathStep] in
      let movement = directions[reference] ?? .none
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
    var found = closure.filter { reference in
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

extension Indicator {
  /// Whether it is made from other figures.
  var isFormula: Bool { if case .formula = kind { true } else { false } }
}
