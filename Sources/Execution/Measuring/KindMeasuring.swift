import Contract
import LinearAlgebra
import Quantities
import Statistics

/// Measures one kind of indicator on any part of its population.
///
/// Figures of rows are computed when it is made; each part (all, one code, one month) only counts and
/// adds them.
struct KindMeasuring {
  /// The population whose rows a grouping divides.
  let population: Int
  /// All populations that are counted, in the order of the indicator's lines.
  let populations: [Int]

  private let evaluator: Evaluator
  private let indicator: Indicator
  private let table: Int
  private let figures: [Vector]
  private let other: RowMask?

  /// Nil for a kind that is not measured on a population.
  ///
  /// - Throws: `Failure.recorded`.
  init?(_ indicator: Indicator, evaluator: Evaluator) throws(Failure) {
    self.evaluator = evaluator
    self.indicator = indicator
    var expressions: [Expression] = []
    var numerator: Int?
    switch indicator.kind {
    case .persons(let of, _), .totalRows(let of): population = of
    case .totalSum(let of, let figure, _), .mean(let of, let figure, _),
      .quantile(let of, let figure, _, _, _), .variance(let of, let figure, _):
      population = of
      expressions = [figure]
    case .rate(let part, let whole):
      population = whole
      numerator = part
    case .meanChange(let of, let before, let after):
      population = of
      expressions = [before, after]
    case .transition(let of, let start, let end, _, _, _):
      population = of
      expressions = [.cell(start), .cell(end)]
    case .personTimeRate(let of, let from, let until, let event, _, _):
      population = of
      expressions = [from, until, event]
    case .reported, .formula, .concentration, .notYetAvailable: return nil
    }
    populations = (numerator.map { [$0] } ?? []) + [population]
    table = evaluator.contract.populations[population].subject
    other = try numerator.map { part throws(Failure) in try evaluator.population(part) }
    _ = try evaluator.population(population)
    var figures: [Vector] = []
    for expression in expressions {
      figures.append(try evaluator.figures(expression, of: table, for: indicator))
    }
    self.figures = figures
  }

  /// Measures the rows of a mask.
  ///
  /// - Throws: `Failure.recorded`.
  func measure(_ mask: RowMask, key: GroupKey?) throws(Failure) -> Measured {
    do throws(StatisticsError) {
      return try measured(mask)
    } catch {
      switch error {
      case .emptySample, .notPositive: throw evaluator.record(.nobody(indicator, key))
      case .tooFew(let found, let needed):
        throw evaluator.record(.tooFewRows(indicator, key, found: found, needed: needed))
      case .product(let product): throw evaluator.record(.uncertified(indicator, "\(product)"))
      case .lengthMismatch, .scale, .probability, .negativeCount, .partExceedsWhole, .levelCode,
        .zeroDenominator:
        throw evaluator.inconsistent("\(error)")
      }
    }
  }

  private func measured(_ mask: RowMask) throws(StatisticsError) -> Measured {
    switch indicator.kind {
    case .persons(_, let links): return persons(mask, links)
    case .totalRows: return rows(mask)
    case .totalSum(_, _, let missing):
      let (sample, left) = try sample(mask, missing)
      let sum = try sample.sum()
      return Measured(
        value: sum.value, counts: [count(mask, sum.n)], method: methods(sum), missing: left,
        persons: persons(in: sample.validity ?? mask))
    case .rate: return try rate(mask)
    case .mean(_, _, let missing):
      let (sample, left) = try sample(mask, missing)
      let sum = try sample.sum()
      let mean = try sample.mean()
      return Measured(
        value: mean.value,
        counts: [count(mask, mean.n), Count("sum", sum.value, indicator.unit)],
        method: methods(mean), missing: left, persons: persons(in: sample.validity ?? mask))
    case .meanChange: return try meanChange(mask)
    case .quantile(_, _, let p, let type, let missing):
      let (sample, left) = try sample(mask, missing)
      guard let type = QuantileType(rawValue: type) else { throw .probability(p) }
      let quantile = try sample.quantile(p, type: type)
      return Measured(
        value: quantile.value, counts: [count(mask, quantile.n)], missing: left,
        persons: persons(in: sample.validity ?? mask))
    case .variance(_, _, let missing):
      let (sample, left) = try sample(mask, missing)
      let moments = try Moments(sample)
      let variance = try moments.variance()
      return Measured(
        value: variance.value,
        counts: [
          count(mask, variance.n), Count("sum", moments.sum, .number),
          Count("sum of squares", moments.sumOfSquares, .number),
        ],
        method: methods(variance), missing: left, persons: persons(in: sample.validity ?? mask))
    case .transition(_, _, _, let states, let from, let to):
      return try transition(mask, states, from, to)
    case .personTimeRate(_, _, _, _, let per, let yearDays):
      return try personTime(mask, per, yearDays)
    case .reported, .formula, .concentration, .notYetAvailable:
      return Measured(value: 0, persons: 0)
    }
  }

  // MARK: - Counting

  private func persons(in mask: RowMask) -> Int {
    evaluator.persons(of: mask, in: table) ?? mask.present
  }

  /// The number of rows that a statistic stands on, as persons or as rows.
  private func count(_ mask: RowMask, _ n: Int) -> Count {
    Count("n", Exact(n), evaluator.keyLink(of: table) == nil ? .person : .number)
  }

  private func methods(_ estimate: Estimate) -> [ProductRecord] {
    estimate.product.map { [$0] } ?? []
  }

  private func persons(_ mask: RowMask, _ links: [Condition.Link]) -> Measured {
    guard !links.isEmpty, let found = evaluator.distinct(mask, links: links, from: table) else {
      return Measured(
        value: Exact(mask.present), counts: [Count("n", Exact(mask.present), .person)],
        persons: mask.present)
    }
    return Measured(
      value: Exact(found.count),
      counts: [
        Count("n", Exact(found.count), .person), Count("rows", Exact(mask.present), .number),
      ],
      missing: found.lost, persons: found.count)
  }

  private func rows(_ mask: RowMask) -> Measured {
    let persons = persons(in: mask)
    return Measured(
      value: Exact(mask.present),
      counts: [
        Count("rows", Exact(mask.present), .number), Count("persons", Exact(persons), .person),
      ],
      persons: persons)
  }

  private func rate(_ mask: RowMask) throws(StatisticsError) -> Measured {
    let proportion = try Proportion(
      of: other ?? RowMask(repeating: false, rows: mask.rows), among: mask)
    return Measured(
      value: proportion.estimate.value * 100,
      counts: [
        Count("numerator", Exact(proportion.part), .person),
        Count("denominator", Exact(proportion.whole), .person),
      ],
      persons: persons(in: mask))
  }

  // MARK: - Figures

  /// The figures of the rows of a mask, and how many are left out because they are missing.
  private func sample(
    _ mask: RowMask, _ missing: MissingUse
  ) throws(StatisticsError) -> (Sample, Int) {
    let (values, scale) = (figures[0].numbers, figures[0].scale)
    guard figures[0].hasMissing else {
      return (try Sample(values: values, scale: scale, validity: mask), 0)
    }
    if case .countsAsZero = missing {
      let zeroed = values.map { $0 == .min ? 0 : $0 }
      return (try Sample(values: zeroed, scale: scale, validity: mask), 0)
    }
    let present = mask.filter { values[$0] != .min }
    return (
      try Sample(values: values, scale: scale, validity: present), mask.present - present.present
    )
  }

  private func meanChange(_ mask: RowMask) throws(StatisticsError) -> Measured {
    let (before, after) = (figures[0], figures[1])
    let (first, second) = (before.numbers, after.numbers)
    let both = mask.filter { first[$0] != .min && second[$0] != .min }
    let change = try PairedChange(
      before: Sample(values: first, scale: before.scale, validity: both),
      after: Sample(values: second, scale: after.scale, validity: both))
    return Measured(
      value: change.mean.value,
      counts: [
        count(mask, change.n), Count("mean before", change.meanBefore, indicator.unit),
        Count("mean after", change.meanAfter, indicator.unit),
      ],
      method: [change.product], missing: mask.present - both.present, persons: persons(in: both))
  }

  private func transition(
    _ mask: RowMask, _ states: [String], _ from: Int, _ to: Int
  ) throws(StatisticsError) -> Measured {
    let (start, end) = (figures[0].numbers, figures[1].numbers)
    let both = mask.filter { start[$0] != .min && end[$0] != .min }
    let cells = try Transitions(
      before: start.map { Int32(truncatingIfNeeded: $0) },
      after: end.map { Int32(truncatingIfNeeded: $0) }, levels: states.count, mask: both)
    var counts = [Count("n", Exact(cells.n), .person)]
    for (i, first) in states.enumerated() {
      for (j, second) in states.enumerated() {
        counts.append(Count("\(first)→\(second)", Exact(cells[from: i, to: j]), .person))
      }
    }
    let whole = states.indices.reduce(0) { $0 + cells[from: from, to: $1] }
    let share = try Proportion(part: cells[from: from, to: to], whole: whole)
    return Measured(
      value: share.estimate.value * 100, counts: counts, missing: mask.present - both.present,
      persons: whole)
  }

  /// Events over person-time, by the definition of `Indicator.Kind.personTimeRate`.
  private func personTime(
    _ mask: RowMask, _ per: Exact, _ yearDays: Exact
  ) throws(StatisticsError) -> Measured {
    let (from, until, event) = (figures[0].numbers, figures[1].numbers, figures[2].numbers)
    let known = mask.filter { from[$0] != .min && until[$0] != .min }
    let early = known.filter { event[$0] != .min && event[$0] <= from[$0] }
    var days = [Int64](repeating: 0, count: mask.rows)
    var events = 0
    var empty = 0
    let followed = known.filter { row in
      let happened = event[row] != .min
      if happened, event[row] <= from[row] { return false }
      let end = happened ? min(event[row], until[row]) : until[row]
      days[row] = end - from[row]
      if days[row] <= 0 {
        empty += 1
        return false
      }
      if happened, event[row] <= until[row] { events += 1 }
      return true
    }
    let rate = try PersonTimeRate(
      events: events, times: Sample(values: days, validity: followed))
    return Measured(
      value: rate.estimate.value * per * yearDays,
      counts: [
        Count("n", Exact(followed.present), .person), Count("events", Exact(events), .number),
        Count("days", rate.time, .day),
        Count("event before start", Exact(early.present), .person),
        Count("no follow-up", Exact(empty), .person),
      ],
      method: rate.product.map { [$0] } ?? [], missing: mask.present - known.present,
      persons: persons(in: followed))
  }
}

extension Evaluator {
  /// The figures of an indicator's expression, one per row: numbers, days, positions, or 0 and 1.
  func figures(
    _ expression: Expression, of table: Int, for indicator: Indicator
  ) throws(Failure) -> Vector {
    do throws(Failure) {
      var builder = ProgramBuilder(self)
      let number = try builder.number(
        expression, at: ProgramBuilder.Place(table: table, rows: nil), missingAsZero: false)
      let numbers = try run(builder, number, of: table, in: indicator.declaration)
      return Vector(numbers: numbers, scale: number.scale)
    } catch .needsExact {
      return try exactNumbers(
        expression, of: table, missingAsZero: false, record: nil,
        declaration: indicator.declaration)
    }
  }
}

extension Vector {
  /// The numbers of a computed column, missing as `Int64.min`.
  var numbers: [Int64] {
    switch values {
    case .int64(let numbers): numbers
    case .int8(let narrow): narrow.map { $0 == .min ? .min : Int64($0) }
    case .int16(let narrow): narrow.map { $0 == .min ? .min : Int64($0) }
    case .int32(let narrow): narrow.map { $0 == .min ? .min : Int64($0) }
    }
  }
}

extension RowMask {
  /// The rows that are present and satisfy a condition.
  func filter(_ isIncluded: (Int) -> Bool) -> RowMask {
    var kept = [UInt64](repeating: 0, count: words.count)
    forEachRow { row in
      if isIncluded(row) { kept[row >> 6] |= 1 << UInt64(row & 63) }
    }
    return RowMask(words: kept, rows: rows) ?? RowMask(repeating: false, rows: rows)
  }
}
