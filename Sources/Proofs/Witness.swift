import Contract
import Execution
import Quantities
import Settlement

/// Figures with which one end of an interval might be reached; the evaluator then says whether it is.
///
/// A bound is exact only if the one evaluator gives it for figures that can occur: no rule of payment
/// is judged twice.
struct Witness {
  let bounds: Bounding
  let movements: Movements
  private(set) var given: [FigureReference: Exact] = [:]
  /// How many figures the one that is looked at lies below.
  private var depth = 0

  private var contract: Contract { bounds.contract }

  private init(_ bounds: Bounding) {
    self.bounds = bounds
    movements = Movements(bounds: bounds)
  }

  /// What the evaluator gives for figures that lead to an end of an expression, every other figure
  /// being some possible one; nil if no such figures were found.
  static func settlement(
    _ bounds: Bounding, reaching expression: FigureExpression, _ side: Side
  ) -> Settlement? {
    var witness = Witness(bounds)
    guard witness.seek(expression, side) else { return nil }
    witness.fill(bounds.contract.indicators.indices.map { .indicator($0) })
    return Settler.worked(bounds.contract, bounds.period, given: witness.given)
  }

  /// Measured figures that lead a figure to an end; nil if none were found.
  ///
  /// - Parameter measured: all that it is made from; those that do not matter are given some possible value.
  static func figures(
    _ bounds: Bounding, leading reference: FigureReference, of measured: [FigureReference],
    to side: Side
  ) -> [FigureReference: Exact]? {
    var witness = Witness(bounds)
    guard witness.seek(reference, side) else { return nil }
    witness.fill(measured)
    return witness.given
  }

  /// Gives figures of which nothing is wanted some possible value.
  private mutating func fill(_ figures: [FigureReference]) {
    for reference in figures where isMeasured(reference) {
      if let interval = bounds.intervals[reference] { _ = give(reference, within: interval) }
    }
  }

  /// The longest chain of figures that is followed; the end of a longer one is bounded, and not shown to be
  /// reached.
  private static let longestChain = 32

  /// Gives what leads to an end of a figure; false if no way was found.
  private mutating func seek(_ reference: FigureReference, _ side: Side) -> Bool {
    guard depth < Self.longestChain else { return false }
    depth += 1
    defer { depth -= 1 }
    switch reference {
    case .indicator(let index):
      guard case .formula(let expression) = contract.indicators[index].kind else {
        guard let interval = bounds.intervals[reference] else { return false }
        return give(reference, at: side, of: interval)
      }
      return seek(expression, side)
    case .achievement(let index): return seek(contract.achievements[index], side)
    case .score(let index):
      switch contract.scores[index].rule {
      case .formula(let expression): return seek(expression, side)
      case .weighted(let weights, sharesOutMissing: false):
        for (figure, percent) in weights {
          guard seek(figure, percent.signum >= 0 ? side : side.opposite) else { return false }
        }
        return true
      case .weighted: return false
      }
    case .payment(let index): return seek(payment: index, side)
    }
  }

  private mutating func seek(_ expression: FigureExpression, _ side: Side) -> Bool {
    let directions = movements.directions(in: expression)
    for reference in expression.references {
      let movement = directions[reference] ?? .none
      if movement == .none { continue }
      guard seek(reference, movement.canRise ? side : side.opposite) else { return false }
    }
    return true
  }

  private mutating func seek(_ achievement: Achievement, _ side: Side) -> Bool {
    if achievement.pricesByRank { return seek(achievement.measured, side) }
    let rows = bounds.rows(of: achievement)
    guard let whole = rows.map(\.result).reduce(nil, { $0?.hull($1) ?? $1 }),
      let end = whole.end(side)
    else { return false }
    let reaching = rows.filter { row in
      row.result.end(side).map { $0.value == end.value && $0.isIncluded } ?? false
    }
    return attempt(reaching) { witness, choice in
      guard case .linear(let from, let to) = choice.row.result else {
        return witness.give(achievement.measured, within: choice.part)
      }
      return witness.give(
        achievement.measured, at: to > from ? side : side.opposite, of: choice.part)
    }
  }

  /// Tries every way that reaches as far as any.
  private mutating func seek(payment index: Int, _ side: Side) -> Bool {
    let payment = contract.payments[index]
    guard let ways = bounds.ways[index] else { return true }
    guard payment.forEach == nil else { return false }
    return attempt(ways.reaching(side)) { $0.follow($1, payment, side) }
  }

  private mutating func follow(_ way: PaymentWay, _ payment: Payment, _ side: Side) -> Bool {
    for line in way.amounts {
      guard let expression = payment.lines[line].step.expression else { continue }
      if !seek(expression, side) { return false }
    }
    for gate in way.gates {
      guard case .onlyIf(let conditions, _) = payment.lines[gate.line].step else { continue }
      if !(gate.isMet ? meetOne(of: conditions) : failAll(conditions)) { return false }
    }
    return true
  }

  /// Takes the first choice that works, and forgets what others gave.
  private mutating func attempt<Choice>(
    _ choices: [Choice], _ work: (inout Witness, Choice) -> Bool
  ) -> Bool {
    for choice in choices {
      var other = self
      guard work(&other, choice) else { continue }
      self = other
      return true
    }
    return false
  }

  /// Gives a figure with which one of the conditions holds, unless one that is given does.
  private mutating func meetOne(of conditions: [FigureCondition]) -> Bool {
    for isAsked in [false, true] {
      for condition in conditions {
        guard case .interval(let interval) = condition.bound else { return true }
        if let known = given[condition.figure] {
          if interval.contains(known) { return true }
        } else if isAsked, let part = bounds.intervals[condition.figure]?.intersection(interval),
          give(condition.figure, within: part)
        {
          return true
        }
      }
    }
    return false
  }

  private mutating func failAll(_ conditions: [FigureCondition]) -> Bool {
    for condition in conditions {
      guard case .interval(let interval) = condition.bound else { continue }
      if let known = given[condition.figure] {
        if interval.contains(known) { return false }
        continue
      }
      let outside = [Side.least, .most].compactMap { side in
        interval.outside(side).flatMap { bounds.intervals[condition.figure]?.intersection($0) }
      }
      guard let part = outside.first, give(condition.figure, within: part) else { return false }
    }
    return true
  }

  // MARK: - Giving

  private func isMeasured(_ reference: FigureReference) -> Bool {
    guard case .indicator(let index) = reference else { return false }
    if case .formula = contract.indicators[index].kind { return false }
    return true
  }

  /// Gives a figure one end of an interval; far out where it has none.
  private mutating func give(_ reference: FigureReference, at side: Side, of interval: Interval)
    -> Bool
  {
    guard isMeasured(reference) else {
      guard let whole = bounds.intervals[reference] else { return false }
      // The end of what is derived, if it is the same.
      guard whole.end(side).map({ $0.value }) == interval.end(side).map({ $0.value }) else {
        return false
      }
      return seek(reference, side)
    }
    guard let end = interval.end(side) else {
      return set(reference, side == .most ? Self.far : -Self.far)
    }
    return end.isIncluded && set(reference, end.value)
  }

  /// Gives a figure some value inside an interval.
  private mutating func give(_ reference: FigureReference, within interval: Interval) -> Bool {
    if let known = given[reference] { return interval.contains(known) }
    guard isMeasured(reference) else {
      guard let whole = bounds.intervals[reference] else { return false }
      for side in [Side.most, .least] {
        let inside =
          whole.end(side).map { interval.contains($0.value) } ?? (interval.end(side) == nil)
        if inside { return seek(reference, side) }
      }
      return false
    }
    if let low = interval.end(.least), low.isIncluded { return set(reference, low.value) }
    if let high = interval.end(.most), high.isIncluded { return set(reference, high.value) }
    switch (interval.lower, interval.upper) {
    case (let low?, let high?): return set(reference, (low + high) * Exact(unscaled: 5, scale: 1))
    case (let low?, nil): return set(reference, low + 1)
    case (nil, let high?): return set(reference, high - 1)
    case (nil, nil): return set(reference, 0)
    }
  }

  private mutating func set(_ reference: FigureReference, _ value: Exact) -> Bool {
    if let known = given[reference] { return known == value }
    given[reference] = value
    return true
  }

  /// Beyond every figure of a contract.
  private static let far = Exact.powerOfTen(15)
}

extension [PaymentWay] {
  /// The ways that reach as far as any.
  func reaching(_ side: Side) -> [PaymentWay] {
    let whole: Interval? = map(\.value).reduce(nil) { $0?.hull($1) ?? $1 }
    guard let whole else { return [] }
    return filter {
      $0.value.end(side).map { $0.value } == whole.end(side).map { $0.value }
        && $0.value.end(side).map { $0.isIncluded } == whole.end(side).map { $0.isIncluded }
    }
  }
}
