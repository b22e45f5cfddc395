import Contract
import Execution
import Quantities
import Settlement

/// What every figure of one settlement year can be, by interval reasoning over the plan: no data.
///
/// The result is sound: whatever the records hold, a figure that is derived lies in its interval. Two
/// uses of one figure are treated as independent unless `restricted` narrows it.
struct Bounding {
  let contract: Contract
  let period: SettlementPeriod
  /// Figures that are looked at in a part of their values only.
  let restricted: [FigureReference: Interval]
  /// The intervals of the settlement year before; nil in the first year of the term.
  let previous: [FigureReference: Interval]?
  /// Of the figures that were asked for. A figure without an entry cannot be derived here.
  private(set) var intervals: [FigureReference: Interval] = [:]
  /// The ways through the lines of a payment.
  private(set) var ways: [Int: [PaymentWay]] = [:]
  private let domain: Domain

  /// Bounds these figures, each after what it needs.
  init(
    _ contract: Contract, _ period: SettlementPeriod, of figures: [FigureReference],
    restricted: [FigureReference: Interval] = [:], previous: [FigureReference: Interval]?
  ) {
    self.contract = contract
    self.period = period
    self.restricted = restricted
    self.previous = previous
    domain = Domain(contract: contract)
    extend(to: figures)
  }

  /// Bounds these figures too, each after what it needs.
  mutating func extend(to figures: [FigureReference]) {
    for reference in figures {
      guard let own = bound(reference) else { continue }
      guard let narrow = restricted[reference] else {
        intervals[reference] = own
        continue
      }
      intervals[reference] = own.intersection(narrow)
    }
  }

  /// What arithmetic gives if some figures are narrowed.
  static func evaluating(
    _ expression: FigureExpression, _ narrowed: [FigureReference: Interval], like other: Bounding
  ) -> Interval? {
    var bounds = other
    bounds.intervals = narrowed
    for reference in expression.references where narrowed[reference] == nil {
      bounds.intervals[reference] = other.intervals[reference]
    }
    return bounds.evaluate(expression)?.interval
  }

  private mutating func bound(_ reference: FigureReference) -> Interval? {
    switch reference {
    case .indicator(let index): return indicator(contract.indicators[index])
    case .achievement(let index): return achievement(contract.achievements[index])
    case .score(let index): return score(contract.scores[index])
    case .payment(let index): return payment(index)
    }
  }

  private func indicator(_ indicator: Indicator) -> Interval? {
    guard case .formula(let expression) = indicator.kind else {
      return domain.ofMeasured(indicator)
    }
    return recorded(evaluate(expression)?.interval, indicator.record)
  }

  private func recorded(_ raw: Interval?, _ record: Record?) -> Interval? {
    guard let raw, let record else { return raw }
    return raw.rounded(record.mode, toMultipleOf: Exact.powerOfTen(-record.decimals))
  }

  // MARK: - Achievements and scores

  private func achievement(_ achievement: Achievement) -> Interval? {
    guard let input = intervals[achievement.measured] else { return nil }
    if achievement.pricesByRank { return prices(achievement, input) }
    return rows(of: achievement).map(\.result).reduce(nil) { $0?.hull($1) ?? $1 }
  }

  /// The rows that the figure of an achievement can reach, with the part of its values that lies in
  /// each and what they earn.
  func rows(of achievement: Achievement) -> [(
    row: AchievementRow, part: Interval, result: Interval
  )] {
    guard let input = intervals[achievement.measured] else { return [] }
    let step = step(of: achievement.measured)
    return achievement.rows.compactMap { row in
      guard var part = row.interval.intersection(input) else { return nil }
      if let step {
        guard let own = part.onGrid(step) else { return nil }
        part = own
      }
      switch row.result {
      case .fixed(let value): return (row, part, .point(value))
      case .linear(let from, let to):
        guard let lower = row.interval.lower, let upper = row.interval.upper,
          let slope = (to - from).divided(by: upper - lower)
        else { return nil }
        return (row, part, (part - .point(lower)) * slope + .point(from))
      case .each: return nil
      }
    }
  }

  /// The step on which the values of a figure lie, if it is known.
  func step(of reference: FigureReference) -> Exact? {
    switch reference {
    case .indicator(let index):
      let indicator = contract.indicators[index]
      if case .formula = indicator.kind {
        return indicator.record.map { Exact.powerOfTen(-$0.decimals) }
      }
      return domain.step(of: indicator)
    case .score(let index): return contract.scores[index].record.map { .powerOfTen(-$0.decimals) }
    case .achievement, .payment: return nil
    }
  }

  /// The sum of the prices up to a rank never falls: no price is negative.
  private func prices(_ achievement: Achievement, _ input: Interval) -> Interval? {
    guard let counted = input.intersection(.from(0)) else { return nil }
    func sum(_ count: Exact) -> Exact {
      achievement.rows.reduce(0) { $0 + $1.sumOfPrices(upTo: count) }
    }
    // Where all further units are free, their number does not matter.
    let free = achievement.rows.first { row in
      if case .each(first: 0, rising: 0) = row.result { row.ranks.last == nil } else { false }
    }
    return Interval.closed(
      sum(counted.lower ?? 0), counted.upper.map(sum) ?? free.map { sum($0.ranks.first) })
  }

  private func score(_ score: Score) -> Interval? {
    switch score.rule {
    case .formula(let expression): return recorded(evaluate(expression)?.interval, score.record)
    case .weighted(let weights, let sharesOutMissing):
      var (sum, hull): (Interval, Interval?) = (.point(0), nil)
      for (figure, percent) in weights {
        guard let part = intervals[figure] else {
          // Stopped for now; the others may share out its weight.
          if sharesOutMissing { continue }
          return nil
        }
        sum = sum + part * percent
        hull = hull?.hull(part) ?? part
      }
      // Whichever parts are there, their weighted mean lies between them.
      let raw =
        sharesOutMissing ? hull : sum * Exact(unscaled: 1, scale: 2)
      return recorded(raw, score.record)
    }
  }

  // MARK: - Expressions

  /// What arithmetic on figures can give; nil if it cannot be derived in this year.
  func evaluate(_ expression: FigureExpression) -> (interval: Interval, unit: Unit)? {
    switch expression {
    case .constant(let value, let unit): return (.point(value), unit)
    case .figure(let reference):
      return intervals[reference].map { ($0, contract.unit(of: reference)) }
    case .settlementMonths:
      return period.yearToDate.wholeMonths.map { (.point(Exact($0)), .month) }
    case .periodMonths:
      return period.days.wholeMonths.map { (.point(Exact($0)), .month) }
    case .monthsToDate:
      return DateInterval(start: contract.term.start, end: period.days.end)?.wholeMonths.map {
        (.point(Exact($0)), .month)
      }
    case .inForce(let values, let unit, let byMonth):
      let days = contract.daysSettled(in: period)
      let firsts = byMonth ? days.months.map(\.start) : [days.start]
      let found = firsts.map { Interval.point(values.value(on: $0)) }
      return found.first.map { (found.dropFirst().reduce($0) { $0.hull($1) }, unit) }
    case .interimPayments: return (.from(0), contract.currency)
    case .previousYear(let reference, let first):
      let unit = contract.unit(of: reference)
      let isFirst = contract.periods.first?.year == period.year
      return (isFirst ? .point(first) : previous?[reference] ?? .any, unit)
    case .shareOf(let reference):
      guard let own = intervals[reference] else { return nil }
      return (own.isNonnegative ? .from(0, to: 1) : .any, UnitAlgebra.number)
    case .negate(let inner): return evaluate(inner).map { (-$0.interval, $0.unit) }
    case .add(let a, let b):
      return both(a, b, UnitAlgebra.sum) { $0 + $1 }
    case .subtract(let a, let b):
      return both(a, b, UnitAlgebra.difference) { $0 - $1 }
    case .multiply(let a, let b):
      guard let x = evaluate(a), let y = evaluate(b),
        let result = UnitAlgebra.product(x.unit, y.unit)
      else { return nil }
      return (x.interval * y.interval * result.factor, result.unit)
    case .divide(let a, let b):
      guard let x = evaluate(a), let y = evaluate(b),
        let result = UnitAlgebra.quotient(x.unit, y.unit)
      else { return nil }
      return (x.interval.divided(by: y.interval) * result.factor, result.unit)
    case .greaterOf(let list): return extreme(list) { $0.greater($1) }
    case .lesserOf(let list): return extreme(list) { $0.lesser($1) }
    }
  }

  private func both(
    _ a: FigureExpression, _ b: FigureExpression, _ unit: (Unit, Unit) -> Unit?,
    _ combine: (Interval, Interval) -> Interval
  ) -> (interval: Interval, unit: Unit)? {
    guard let x = evaluate(a), let y = evaluate(b), let unit = unit(x.unit, y.unit) else {
      return nil
    }
    return (combine(x.interval, y.interval), unit)
  }

  private func extreme(
    _ list: [FigureExpression], _ combine: (Interval, Interval) -> Interval
  ) -> (interval: Interval, unit: Unit)? {
    var best: (interval: Interval, unit: Unit)?
    for part in list {
      guard let next = evaluate(part) else { return nil }
      best = best.map { (combine($0.interval, next.interval), $0.unit) } ?? next
    }
    return best
  }

  // MARK: - Payments

  private mutating func payment(_ index: Int) -> Interval? {
    let payment = contract.payments[index]
    guard payment.isDue(in: period.id) else { return .point(0) }
    let found = paymentWays(payment)
    ways[index] = found
    guard let one = found.map(\.value).reduce(nil, { $0?.hull($1) ?? $1 }) else { return nil }
    guard let forEach = payment.forEach else { return one }
    let count = groups(of: contract.indicators[forEach])
    let sum = one * Interval.closed(0, count.map { Exact($0) })
    guard let fixedSum = fixedSum(of: payment),
      let shared = sum.intersection(Interval.closed(nil, fixedSum))
    else { return sum }
    return shared
  }

  /// What every payment for each group can be of one of them.
  ///
  /// - Parameter refined: tighter bounds of the payments; of a payment for each group, of their sum.
  func ofOneGroup(restricted refined: [FigureReference: Interval]) -> [FigureReference: Interval] {
    var found: [FigureReference: Interval] = [:]
    for (index, payment) in contract.payments.enumerated() where payment.forEach != nil {
      guard let one = ways[index]?.map(\.value).reduce(nil as Interval?, { $0?.hull($1) ?? $1 })
      else { continue }
      // Of amounts that are not negative, one is no more than all.
      let all = refined[.payment(index)] ?? .any
      found[.payment(index)] =
        one.isNonnegative ? one.intersection(Interval.closed(nil, all.upper)) ?? one : one
    }
    return found
  }

  /// The most that the groups get together of an amount that is divided by their shares, which make
  /// one; nil unless every line can only lessen it.
  private func fixedSum(of payment: Payment) -> Exact? {
    guard case .amount(let amount)? = payment.lines.first?.step,
      let whole = amount.divided(in: contract),
      !whole.references.contains(where: isGrouped),
      let most = evaluate(whole)?.interval, most.isNonnegative
    else { return nil }
    let onlyLessens = payment.lines.dropFirst().allSatisfy { line in
      switch line.step {
      case .round(let mode, _, _): mode == .down || mode == .floor
      case .cap: true
      case .onlyIf(_, let otherwise): otherwise <= 100
      case .amount, .floor: false
      }
    }
    return onlyLessens ? most.upper : nil
  }

  /// Whether a figure is one for each group.
  private func isGrouped(_ reference: FigureReference) -> Bool {
    var found: Set<FigureReference> = [reference]
    var open = [reference]
    while let next = open.popLast() {
      if case .indicator(let index) = next, contract.indicators[index].grouping != nil {
        return true
      }
      open += contract.needs(of: next).filter { found.insert($0).inserted }
    }
    return false
  }

  /// How many groups a grouped indicator has at most; nil if nothing limits them.
  func groups(of indicator: Indicator) -> Int? {
    switch indicator.grouping {
    case nil:
      guard case .formula(let expression) = indicator.kind else { return nil }
      let counts = expression.references.compactMap { reference -> Int? in
        guard case .indicator(let inner) = reference else { return nil }
        return contract.indicators[inner].grouping.flatMap { count($0) }
      }
      return counts.min()
    case .some(let grouping): return count(grouping)
    }
  }

  private func count(_ grouping: Grouping) -> Int? {
    switch grouping {
    case .month: return contract.daysSettled(in: period).months.count
    case .code(_, let table, let column):
      guard case .oneOf(let codes) = contract.tables[table].types[column] else { return nil }
      return codes.count
    }
  }

  /// Whether a condition can hold, and whether it can fail.
  func judge(_ condition: FigureCondition) -> (canHold: Bool, canFail: Bool) {
    guard let figure = intervals[condition.figure] else { return (true, true) }
    let step = step(of: condition.figure)
    func occurs(_ part: Interval?) -> Bool {
      guard let part else { return false }
      return step.map { part.onGrid($0) != nil } ?? true
    }
    switch condition.bound {
    case .interval(let wanted):
      let outside = [Side.least, .most].compactMap { wanted.outside($0) }
      return (
        occurs(figure.intersection(wanted)),
        outside.contains { occurs(figure.intersection($0)) }
      )
    case .figure(let comparison, let reference):
      guard let other = intervals[reference] else { return (true, true) }
      let difference = figure - other
      let wanted =
        switch comparison {
        case .atLeast: Interval.from(0)
        case .atMost: -Interval.from(0)
        case .above:
          Interval(lower: 0, includesLower: false, upper: nil, includesUpper: false)
        case .below:
          Interval(lower: nil, includesLower: false, upper: 0, includesUpper: false)
        }
      return (difference.intersection(wanted) != nil, !difference.isInside(wanted))
    }
  }

  private func paymentWays(_ payment: Payment) -> [PaymentWay] {
    var ways = [PaymentWay()]
    for (place, line) in payment.lines.enumerated() {
      switch line.step {
      case .amount(let expression):
        guard let term = evaluate(expression) else { return [] }
        for index in ways.indices { ways[index].add(term.interval, at: place) }
      case .onlyIf(let conditions, let otherwise):
        let judged = conditions.map(judge)
        let canHold = judged.contains { $0.canHold }
        let canFail = judged.allSatisfy { $0.canFail }
        ways = ways.flatMap { way in
          (canHold ? [way.meeting(place)] : [])
            + (canFail ? [way.failing(place, share: otherwise * Exact(unscaled: 1, scale: 2))] : [])
        }
        if ways.count > PaymentWay.most { return [PaymentWay(unbounded: true)] }
      case .round(let mode, let quantum, let remainder):
        for index in ways.indices {
          ways[index].round(mode, quantum, mayAdd: remainder == .largestFractionFirst)
        }
      case .cap(let limit):
        guard let term = evaluate(limit) else { return [] }
        for index in ways.indices { ways[index].limit(term.interval, at: place, isCap: true) }
      case .floor(let limit):
        guard let term = evaluate(limit) else { return [] }
        for index in ways.indices { ways[index].limit(term.interval, at: place, isCap: false) }
      }
    }
    return ways
  }
}

/// One way through the lines of a payment: which conditions hold, and which lines decide its ends.
struct PaymentWay {
  private(set) var value = Interval.point(0)
  /// The share of later amounts that is paid.
  private(set) var paid: Exact = 1
  /// The conditions, by the places of their lines, and whether they hold.
  private(set) var gates: [(line: Int, isMet: Bool)] = []
  /// The amounts that are part of the value.
  private(set) var amounts: [Int] = []
  /// The lines that decide the ends: a cap or a floor, or else the amounts.
  private(set) var deciding: [Side: Int] = [:]
  /// The caps and floors that a value on this way can reach.
  private(set) var acting: Set<Int> = []

  /// More ways than this are not followed one by one.
  static let most = 64

  init() {}

  init(unbounded: Bool) { if unbounded { value = .any } }

  mutating func add(_ term: Interval, at line: Int) {
    value = value + term * paid
    if !paid.isZero { amounts.append(line) }
  }

  func meeting(_ line: Int) -> PaymentWay {
    var way = self
    way.gates.append((line, true))
    return way
  }

  func failing(_ line: Int, share: Exact) -> PaymentWay {
    var way = self
    way.gates.append((line, false))
    way.value = value * share
    way.paid = paid * share
    if share.isZero {
      way.amounts = []
      way.deciding = [:]
    }
    return way
  }

  /// - Parameter mayAdd: one quantum more may be paid of what the rounding of all groups left.
  mutating func round(_ mode: Rounding.Mode, _ quantum: Exact, mayAdd: Bool = false) {
    let least = value.rounded(mode, toMultipleOf: quantum)
    value = mayAdd ? least.hull(value.rounded(.up, toMultipleOf: quantum)) : least
  }

  mutating func limit(_ term: Interval, at line: Int, isCap: Bool) {
    let after = isCap ? value.lesser(term) : value.greater(term)
    // It can act where a value reaches the limit: one that is what can be due at most is its ceiling.
    let beyond = isCap ? value - term : term - value
    if beyond.upper.map({ $0.signum >= 0 }) ?? true { acting.insert(line) }
    if after.end(.most).map({ $0.value }) != value.upper { deciding[.most] = line }
    if after.end(.least).map({ $0.value }) != value.lower { deciding[.least] = line }
    value = after
  }
}

extension Interval {
  /// What lies beyond one end; nil where there is no end.
  func outside(_ side: Side) -> Interval? {
    switch side {
    case .least:
      lower.map {
        Interval(lower: nil, includesLower: false, upper: $0, includesUpper: !includesLower)
      }
    case .most:
      upper.map {
        Interval(lower: $0, includesLower: !includesUpper, upper: nil, includesUpper: false)
      }
    }
  }
}

extension FigureExpression {
  /// What a product with one share divides: the product without it; through formulas that are not rounded.
  fileprivate func divided(in contract: Contract) -> FigureExpression? {
    switch self {
    case .figure(.indicator(let index)):
      let indicator = contract.indicators[index]
      guard indicator.record == nil, case .formula(let inner) = indicator.kind else { return nil }
      return inner.divided(in: contract)
    case .multiply(let a, let b):
      if case .shareOf = b { return a }
      if case .shareOf = a { return b }
      if let rest = a.divided(in: contract) { return .multiply(rest, b) }
      return b.divided(in: contract).map { .multiply(a, $0) }
    default: return nil
    }
  }
}
