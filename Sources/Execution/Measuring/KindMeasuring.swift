import Contract
import LinearAlgebra
import Quantities
import Statistics

/// Measures one kind of indicator on any part of its population.
///
/// A program for the figures of rows is made once; it runs on the rows of each part (all, one code,
/// one month) alone.
struct KindMeasuring {
  /// The population whose rows a grouping divides.
  let population: Int
  /// All populations that are counted, in the order of the indicator's lines.
  let populations: [Int]

  let evaluator: Evaluator
  let indicator: Indicator
  let table: Int
  let other: RowMask?
  let builder: ProgramBuilder
  let rows: Int
  let figures: [ProgramBuilder.Number]

  /// Nil for a kind that is not measured on a population.
  ///
  /// - Throws: `Failure.recorded`.
  init?(_ indicator: Indicator, evaluator: Evaluator) throws(Failure) {
    self.evaluator = evaluator
    self.indicator = indicator
    if case .estimate = indicator.kind { return nil }
    guard let population = indicator.divided else { return nil }
    self.population = population
    var numerator: Int?
    if case .rate(let part, _) = indicator.kind { numerator = part }
    populations = (numerator.map { [$0] } ?? []) + [population]
    table = evaluator.contract.populations[population].subject
    other = try numerator.map { part throws(Failure) in try evaluator.population(part) }
    _ = try evaluator.population(population)
    var builder = ProgramBuilder(evaluator)
    rows = builder.newNumber()
    var figures: [ProgramBuilder.Number] = []
    for expression in indicator.figures {
      figures.append(
        try builder.figure(
          expression, at: ProgramBuilder.Place(table: table, rows: rows),
          in: indicator.declaration))
    }
    self.builder = builder
    self.figures = figures
  }

  /// Measures the rows of a mask.
  ///
  /// - Throws: `Failure.recorded`.
  func measure(_ mask: RowMask, key: GroupKey?) throws(Failure) -> Measured {
    let columns =
      figures.isEmpty
      ? []
      : try evaluator.run(builder, figures, rows: rows, on: mask, in: indicator.declaration)
    try checkPresence(columns)
    do throws(StatisticsError) {
      return try measured(mask, columns)
    } catch {
      switch error {
      // The contract itself stops such a figure: `require` needs more persons than there are.
      case .emptySample where indicator.minimum ?? 0 > 0: return Measured(value: 0, persons: 0)
      case .tooFew(let found, _) where found < indicator.minimum ?? 0:
        return Measured(value: 0, persons: found)
      case .emptySample, .notPositive: throw evaluator.record(.nobody(indicator, key))
      case .tooFew(let found, let needed):
        throw evaluator.record(.tooFewRows(indicator, key, found: found, needed: needed))
      case .product(let product): throw evaluator.record(.uncertified(indicator, "\(product)"))
      default:
        throw evaluator.inconsistent("\(error)")
      }
    }
  }

  /// Stops when a figure is missing of which the contract says that it never is.
  private func checkPresence(_ columns: [[Int64]]) throws(Failure) {
    switch indicator.kind {
    case .totalSum(_, _, .never), .mean(_, _, .never), .quantile(_, _, _, _, .never),
      .variance(_, _, .never), .standardDeviation(_, _, .never):
      let missing = columns[0].count { $0 == .min }
      if missing > 0 { throw evaluator.record(.unexpectedMissing(indicator, rows: missing)) }
    default: return
    }
  }

  private func measured(_ mask: RowMask, _ columns: [[Int64]]) throws(StatisticsError) -> Measured {
    switch indicator.kind {
    case .persons(_, let links): return persons(mask, links)
    case .totalRows: return rows(mask)
    case .totalSum(_, _, let missing):
      let part = try part(mask, columns[0], missing)
      let sum = try part.sample.sum()
      return Measured(
        value: sum.value, counts: [count(sum.n)], method: methods(sum), missing: part.left,
        persons: persons(in: part.rows))
    case .rate: return try rate(mask)
    case .mean(_, _, let missing):
      let part = try part(mask, columns[0], missing)
      let sum = try part.sample.sum()
      let mean = try part.sample.mean()
      return Measured(
        value: mean.value,
        counts: [count(mean.n), Count("sum", sum.value, indicator.unit, kind: .sum)],
        method: methods(mean), missing: part.left, persons: persons(in: part.rows))
    case .meanChange: return try meanChange(mask, columns)
    case .quantile(_, _, let p, let type, let missing):
      let part = try part(mask, columns[0], missing)
      guard let type = QuantileType(rawValue: type) else { throw .probability(p) }
      let quantile = try part.sample.quantile(p, type: type)
      return Measured(
        value: quantile.value, counts: [count(quantile.n)], missing: part.left,
        persons: persons(in: part.rows))
    case .variance(_, _, let missing):
      let part = try part(mask, columns[0], missing)
      let moments = try Moments(part.sample)
      let variance = try moments.variance()
      return Measured(
        value: variance.value,
        counts: [
          count(variance.n),
          Count("sum", moments.sum, indicator.unit.squareRoot, kind: .sum),
          Count("sum of squares", moments.sumOfSquares, indicator.unit, kind: .sumOfSquares),
        ],
        method: methods(variance), missing: part.left, persons: persons(in: part.rows))
    case .standardDeviation(_, _, let missing):
      let part = try part(mask, columns[0], missing)
      let moments = try Moments(part.sample)
      let variance = try moments.populationVariance()
      let decimals = indicator.record?.decimals ?? 0
      return Measured(
        value: variance.value.squareRoot(.down, decimals: decimals + Self.guardDecimals),
        recorded: indicator.record.map {
          variance.value.squareRoot($0.mode, decimals: $0.decimals)
        },
        counts: [
          count(variance.n), Count("sum", moments.sum, indicator.unit, kind: .sum),
          Count(
            "sum of squares", moments.sumOfSquares, indicator.unit.squared, kind: .sumOfSquares),
        ],
        method: methods(variance), missing: part.left, persons: persons(in: part.rows))
    case .transition(_, _, _, let states, let from, let to):
      return try transition(mask, columns, states, from, to)
    case .personTimeRate(_, _, _, _, let per, let yearDays):
      return try personTime(mask, columns, per, yearDays)
    case .reported, .formula, .concentration, .estimate:
      return Measured(value: 0, persons: 0)
    }
  }

  /// Decimals of a square root that are shown beyond those that are recorded.
  private static let guardDecimals = 40

  // MARK: - Counting

  /// The persons behind rows, as `require at least n persons` counts them.
  private func persons(in mask: RowMask) -> Int {
    evaluator.distinct(mask, links: indicator.personLinks, from: table)?.count ?? mask.present
  }

  /// The number of rows that a statistic stands on, as persons or as rows.
  private func count(_ n: Int) -> Count {
    Count("n", Exact(n), evaluator.rowUnit(of: table))
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
    var counts = [Count("rows", Exact(mask.present), .number)]
    let persons = evaluator.persons(of: mask, in: table)
    if let persons { counts.append(Count("persons", Exact(persons), .person)) }
    return Measured(
      value: Exact(mask.present), counts: counts, persons: self.persons(in: mask))
  }

  private func rate(_ mask: RowMask) throws(StatisticsError) -> Measured {
    let unit = evaluator.rowUnit(of: table)
    let proportion = try Proportion(
      of: other ?? RowMask(repeating: false, rows: mask.rows), among: mask)
    return Measured(
      value: proportion.estimate.value * 100,
      counts: [
        Count("numerator", Exact(proportion.part), unit),
        Count("denominator", Exact(proportion.whole), unit),
      ],
      persons: persons(in: mask))
  }

  // MARK: - Figures

  /// The figures that a statistic of one column stands on.
  private struct Part {
    let sample: Sample
    /// The rows they are of.
    let rows: RowMask
    /// Rows left out because their figure is missing.
    let left: Int
  }

  private func part(
    _ mask: RowMask, _ figures: [Int64], _ missing: MissingUse
  ) throws(StatisticsError) -> Part {
    let scale = self.figures[0].scale
    guard figures.contains(.min) else {
      return Part(sample: try Sample(values: figures, scale: scale), rows: mask, left: 0)
    }
    if case .countsAsZero = missing {
      let zeroed = figures.map { $0 == .min ? 0 : $0 }
      return Part(sample: try Sample(values: zeroed, scale: scale), rows: mask, left: 0)
    }
    let present = figures.filter { $0 != .min }
    return Part(
      sample: try Sample(values: present, scale: scale),
      rows: mask.filterRanks { figures[$0] != .min }, left: figures.count - present.count)
  }

  /// The ranks of rows that have a figure in each of several columns.
  private func complete(_ columns: [[Int64]]) -> [Int] {
    columns[0].indices.filter { rank in columns.allSatisfy { $0[rank] != .min } }
  }

  private func meanChange(
    _ mask: RowMask, _ columns: [[Int64]]
  ) throws(StatisticsError) -> Measured {
    let both = complete(columns)
    let change = try PairedChange(
      before: Sample(values: both.map { columns[0][$0] }, scale: figures[0].scale),
      after: Sample(values: both.map { columns[1][$0] }, scale: figures[1].scale))
    let rows = mask.filterRanks { columns[0][$0] != .min && columns[1][$0] != .min }
    // Percentages differ by percentage points; the means themselves are percentages.
    let unit: Unit = indicator.unit == .percentagePoint ? .percent : indicator.unit
    return Measured(
      value: change.mean.value,
      counts: [
        count(change.n), Count("mean before", change.meanBefore, unit, kind: .mean),
        Count("mean after", change.meanAfter, unit, kind: .mean),
      ],
      method: [change.product], missing: mask.present - both.count, persons: persons(in: rows))
  }

  private func transition(
    _ mask: RowMask, _ columns: [[Int64]], _ states: [String], _ from: Int, _ to: Int
  ) throws(StatisticsError) -> Measured {
    let both = complete(columns)
    let cells = try Transitions(
      before: both.map { Int32(truncatingIfNeeded: columns[0][$0]) },
      after: both.map { Int32(truncatingIfNeeded: columns[1][$0]) }, levels: states.count)
    let unit = evaluator.rowUnit(of: table)
    var counts = [Count("n", Exact(cells.n), unit)]
    for (i, first) in states.enumerated() {
      for (j, second) in states.enumerated() {
        counts.append(Count("\(first)→\(second)", Exact(cells[from: i, to: j]), unit))
      }
    }
    let whole = states.indices.reduce(0) { $0 + cells[from: from, to: $1] }
    let share = try Proportion(part: cells[from: from, to: to], whole: whole)
    return Measured(
      value: share.estimate.value * 100, counts: counts, missing: mask.present - both.count,
      persons: persons(
        in: mask.filterRanks { columns[0][$0] == Int64(from) && columns[1][$0] != .min }))
  }

  /// Events over person-time, by the definition of `Indicator.Kind.personTimeRate`.
  private func personTime(
    _ mask: RowMask, _ columns: [[Int64]], _ per: Exact, _ yearDays: Exact
  ) throws(StatisticsError) -> Measured {
    var days: [Int64] = []
    var isFollowed = [Bool](repeating: false, count: columns[0].count)
    var (known, events, early, empty) = (0, 0, 0, 0)
    for rank in columns[0].indices {
      let (from, until, event) = (columns[0][rank], columns[1][rank], columns[2][rank])
      if from == .min || until == .min { continue }
      known += 1
      let happened = event != .min
      if happened, event <= from {
        early += 1
        continue
      }
      let time = (happened ? min(event, until) : until) - from
      if time <= 0 {
        empty += 1
        continue
      }
      days.append(time)
      isFollowed[rank] = true
      if happened, event <= until { events += 1 }
    }
    let unit = evaluator.rowUnit(of: table)
    let rate = try PersonTimeRate(events: events, times: Sample(values: days))
    return Measured(
      value: rate.estimate.value * per * yearDays,
      counts: [
        Count("n", Exact(days.count), unit), Count("events", Exact(events), .number),
        Count("days", rate.time, .day, kind: .sum),
        Count("event before start", Exact(early), unit),
        Count("no follow-up", Exact(empty), unit),
      ],
      method: rate.product.map { [$0] } ?? [], missing: mask.present - known,
      persons: persons(in: mask.filterRanks { isFollowed[$0] }))
  }
}

extension ProgramBuilder {
  /// The figures of an indicator's expression: numbers, days, positions, or 0 and 1.
  ///
  /// - Throws: `Failure.recorded`.
  mutating func figure(
    _ expression: Expression, at place: Place, in declaration: Declaration
  ) throws(Failure) -> Number {
    do throws(Failure) {
      return try number(expression, at: place, missingAsZero: false)
    } catch .needsExact {
      let exact = try evaluator.exactNumbers(
        expression, of: place.table, missingAsZero: false, record: nil, declaration: declaration)
      return load(exact, at: place)
    }
  }
}

extension RowMask {
  /// The rows that are present and whose rank among these satisfies a condition.
  func filterRanks(_ isIncluded: (Int) -> Bool) -> RowMask {
    var rank = -1
    return filter { _ in
      rank += 1
      return isIncluded(rank)
    }
  }

  /// The rows that are present and satisfy a condition.
  func filter(_ isIncluded: (Int) -> Bool) -> RowMask {
    var kept = [UInt64](repeating: 0, count: words.count)
    forEachRow { row in
      if isIncluded(row) { kept[row >> 6] |= 1 << UInt64(row & 63) }
    }
    return RowMask(words: kept, rows: rows) ?? RowMask(repeating: false, rows: rows)
  }
}
