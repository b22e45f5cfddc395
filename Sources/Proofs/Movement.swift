import Contract
import Diagnostics
import Quantities
import Settlement

/// How a figure can move when another one rises and everything else stays: an upper bound of what can
/// happen, so that a movement which is absent is proved not to happen.
public struct Movement: Sendable, Hashable {
  public var canRise: Bool
  public var canFall: Bool

  static let none = Movement(canRise: false, canFall: false)
  static let rising = Movement(canRise: true, canFall: false)
  static let falling = Movement(canRise: false, canFall: true)
  static let either = Movement(canRise: true, canFall: true)

  static prefix func - (a: Movement) -> Movement {
    Movement(canRise: a.canFall, canFall: a.canRise)
  }

  static func + (a: Movement, b: Movement) -> Movement {
    Movement(canRise: a.canRise || b.canRise, canFall: a.canFall || b.canFall)
  }

  static func += (a: inout Movement, b: Movement) { a = a + b }

  /// The movement of the reciprocal of a figure that moves so: what keeps its sign falls where it rises.
  func ofReciprocal(_ values: Interval) -> Movement {
    if self == .none { return .none }
    return values.isNonnegative || values.isNonpositive ? -self : .either
  }

  /// The movement of a product with a factor of these values.
  func times(_ factor: Interval) -> Movement {
    if self == .none || factor.single?.isZero == true { return .none }
    if factor.isNonnegative { return self }
    if factor.isNonpositive { return -self }
    return .either
  }

  /// The movement of a function of a figure that moves so.
  func after(_ inner: Movement) -> Movement {
    if self == .none || inner == .none { return .none }
    if inner == .rising { return self }
    if inner == .falling { return -self }
    return .either
  }
}

/// A place where an achievement table or a condition turns against its own direction.
public struct Turn: Sendable {
  /// The figure that rises.
  public let figure: FigureReference
  /// Where it is before the turn and after it, or the ends of a line that falls; of a grade, which is listed from
  /// the best, the worse one first.
  public let before: Place
  public let after: Place
  /// The rows or lines of the contract text, in the order of the figure's values.
  public let spans: [Span]

  /// A value, or what lies just beside it where a figure moves in no steps.
  public struct Place: Sendable, Hashable {
    public let value: Exact
    public let side: Side

    public enum Side: String, Sendable { case at, below, above }

    static func at(_ value: Exact) -> Place { Place(value: value, side: .at) }

    /// An end of an interval, from inside.
    static func end(_ value: Exact, isIncluded: Bool, _ side: Proofs.Side) -> Place {
      Place(value: value, side: isIncluded ? .at : side == .most ? .below : .above)
    }

    /// The values that are looked at: the value, or some next to it.
    var interval: Interval {
      let near = Exact.powerOfTen(-12)
      switch side {
      case .at: return .point(value)
      case .below:
        return Interval(
          lower: value - near, includesLower: false, upper: value, includesUpper: false)
      case .above:
        return Interval(
          lower: value, includesLower: false, upper: value + near, includesUpper: false)
      }
    }
  }
}

/// The movements of the figures of one settlement year, and where they turn.
struct Movements {
  let bounds: Bounding

  private var contract: Contract { bounds.contract }

  /// Adds how every figure of a list moves with one of them, each after what it needs.
  func follow(
    _ leaf: FigureReference, through figures: [FigureReference],
    _ found: inout [FigureReference: Movement]
  ) {
    // A better grade stands earlier in its list.
    let own = contract.isGrade(leaf) ? Movement.falling : .rising
    for reference in figures {
      let movement = reference == leaf ? own : movement(of: reference) { found[$0] ?? .none }
      found[reference] = movement
    }
  }

  /// How arithmetic moves with each of its figures, as long as the others stay.
  func directions(in expression: FigureExpression) -> [FigureReference: Movement] {
    var found: [FigureReference: Movement] = [:]
    addDirections(in: expression, &found) { $0 }
    return found
  }

  /// - Parameter outer: how what stands around the expression moves with it.
  private func addDirections(
    in expression: FigureExpression, _ found: inout [FigureReference: Movement],
    _ outer: (Movement) -> Movement
  ) {
    func values(_ part: FigureExpression) -> Interval { bounds.evaluate(part)?.interval ?? .any }
    switch expression {
    case .constant, .settlementMonths, .periodMonths, .monthsToDate, .interimPayments,
      .previousYear, .inForce:
      break
    case .figure(let reference): found[reference, default: .none] += outer(.rising)
    case .shareOf(let reference): found[reference, default: .none] += outer(.either)
    case .add(let a, let b):
      addDirections(in: a, &found, outer)
      addDirections(in: b, &found, outer)
    case .subtract(let a, let b):
      addDirections(in: a, &found, outer)
      addDirections(in: b, &found) { outer(-$0) }
    case .multiply(let a, let b):
      let (x, y) = (values(a), values(b))
      addDirections(in: a, &found) { outer($0.times(y)) }
      addDirections(in: b, &found) { outer($0.times(x)) }
    case .divide(let a, let b):
      let (x, divisor) = (values(a), values(b))
      addDirections(in: a, &found) { outer($0.times(divisor)) }
      addDirections(in: b, &found) { outer($0.ofReciprocal(divisor).times(x)) }
    case .negate(let a): addDirections(in: a, &found) { outer(-$0) }
    case .greaterOf(let list), .lesserOf(let list):
      for part in list { addDirections(in: part, &found, outer) }
    }
  }

  private func movement(
    of reference: FigureReference, _ inner: (FigureReference) -> Movement
  ) -> Movement {
    switch reference {
    case .indicator(let index):
      switch contract.indicators[index].kind {
      case .formula(let expression): return movement(of: expression, inner)
      case .concentration(let of): return inner(.indicator(of)) == .none ? .none : .either
      default: return .none
      }
    case .achievement(let index):
      let achievement = contract.achievements[index]
      return table(achievement).movement.after(inner(achievement.measured))
    case .score(let index):
      switch contract.scores[index].rule {
      case .formula(let expression): return movement(of: expression, inner)
      case .weighted(let weights, _):
        return weights.reduce(.none) { $0 + inner($1.figure).times(.point($1.percent)) }
      }
    case .payment(let index): return movement(of: contract.payments[index], inner)
    }
  }

  /// How arithmetic moves where its figures move so.
  private func movement(
    of expression: FigureExpression, _ inner: (FigureReference) -> Movement
  ) -> Movement {
    directions(in: expression).reduce(.none) { $0 + $1.value.after(inner($1.key)) }
  }

  private func movement(
    of payment: Payment, _ inner: (FigureReference) -> Movement
  ) -> Movement {
    guard payment.isDue(in: bounds.period.id) else { return .none }
    // An amount of groups moves as each of them, and the number of groups stays.
    var total = Movement.none
    var value = Interval.point(0)
    // The conditions so far, with what more is paid where they hold; they scale later amounts too.
    var gates: [(movement: Movement, more: Exact)] = []
    var paid = Interval.point(1)
    for line in payment.lines {
      switch line.step {
      case .amount(let expression):
        let term = bounds.evaluate(expression)?.interval ?? .any
        total = total + movement(of: expression, inner).times(paid)
        for gate in gates { total = total + gate.movement.times(paid * term * gate.more) }
        value = value + term * paid
      case .cap(let expression):
        total = total + movement(of: expression, inner)
        value = value.lesser(bounds.evaluate(expression)?.interval ?? .any)
      case .floor(let expression):
        total = total + movement(of: expression, inner)
        value = value.greater(bounds.evaluate(expression)?.interval ?? .any)
      case .round(let mode, let quantum, _):
        value = value.rounded(mode, toMultipleOf: quantum)
      case .onlyIf(let conditions, let otherwise):
        let share = otherwise * Exact(unscaled: 1, scale: 2)
        // Between paying a share and paying all, of what is not negative, more is paid.
        let gate = conditions.reduce(Movement.none) { $0 + movement(of: $1, inner) }
        total = total + gate.times(value * (1 - share))
        gates.append((gate, 1 - share))
        value = value.hull(value * share)
        paid = paid.hull(paid * share)
      }
    }
    return total
  }

  /// How the truth of a condition moves: it rises from failing to holding.
  private func movement(
    of condition: FigureCondition, _ inner: (FigureReference) -> Movement
  ) -> Movement {
    let judged = bounds.judge(condition)
    guard judged.canHold, judged.canFail else { return .none }
    let own = inner(condition.figure)
    switch condition.bound {
    case .interval(let interval):
      let reach = bounds.intervals[condition.figure] ?? .any
      func isLeft(_ side: Side) -> Bool {
        interval.outside(side).map { reach.intersection($0) != nil } ?? false
      }
      let turns = Movement(canRise: isLeft(.least), canFall: isLeft(.most))
      return turns.after(own)
    case .figure(let comparison, let other):
      let difference = own + -inner(other)
      switch comparison {
      case .atLeast, .above: return difference
      case .atMost, .below: return -difference
      }
    }
  }

  // MARK: - Tables

  /// How a table's result moves over the values that its figure can have, and every place where it
  /// falls, or rises, apart from where both only go one way.
  func table(
    _ achievement: Achievement
  ) -> (movement: Movement, rises: [Turn], falls: [Turn]) {
    if achievement.pricesByRank { return (.rising, [], []) }
    let rows = bounds.rows(of: achievement).sorted {
      ($0.part.lower ?? $0.row.interval.upper ?? 0) < ($1.part.lower ?? $1.row.interval.upper ?? 0)
        || ($0.part.lower == nil && $1.part.lower != nil)
    }
    var (rises, falls): ([Turn], [Turn]) = ([], [])
    func note(_ difference: Int, _ turn: Turn) {
      if difference > 0 { rises.append(turn) }
      if difference < 0 { falls.append(turn) }
    }
    for (place, (row, part, result)) in rows.enumerated() {
      if case .linear(let from, let to) = row.result, let low = part.lower, let high = part.upper,
        low < high
      {
        note(
          (to - from).signum,
          Turn(
            figure: achievement.measured,
            before: .end(low, isIncluded: part.includesLower, .least),
            after: .end(high, isIncluded: part.includesUpper, .most), spans: [row.span]))
      }
      guard place > 0, let last = rows[place - 1].part.upper, let first = part.lower else {
        continue
      }
      let left = rows[place - 1].row.limit(at: last, rows[place - 1].result)
      let right = row.limit(at: first, result)
      note(
        (right - left).signum,
        Turn(
          figure: achievement.measured,
          before: .end(last, isIncluded: rows[place - 1].part.includesUpper, .most),
          after: .end(first, isIncluded: part.includesLower, .least),
          spans: [rows[place - 1].row.span, row.span]))
    }
    return (Movement(canRise: !rises.isEmpty, canFall: !falls.isEmpty), rises, falls)
  }
}

extension Contract {
  /// Whether a figure is a grade, listed from the best to the worst.
  func isGrade(_ reference: FigureReference) -> Bool { units.isGrade(unit(of: reference)) }
}

extension AchievementRow {
  /// What the row earns at an end of its values, included or not.
  fileprivate func limit(at value: Exact, _ result: Interval) -> Exact {
    switch result.single {
    case .some(let single): return single
    case nil:
      guard case .linear(let from, let to) = self.result, let lower = interval.lower,
        let upper = interval.upper,
        let share = (value - lower).divided(by: upper - lower)
      else { return 0 }
      return from + (to - from) * share
    }
  }
}
