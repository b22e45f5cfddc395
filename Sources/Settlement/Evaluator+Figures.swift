import Contract
import Execution
import Language
import Quantities

extension Evaluator {
  // MARK: - Indicators

  mutating func indicator(_ index: Int) throws(Unavailable) -> [Member] {
    let measured = inputs.execution.measurements.filter { $0.indicator == index }
    guard measured.isEmpty else { return measured.map { measurement($0, of: index) } }
    let id = contract.id(of: .indicator(index))
    switch contract.indicators[index].kind {
    case .formula(let expression):
      try require(expression.references)
      var members: [Member] = []
      for key in try keys(of: expression.references) {
        let own = FigureID(id.name, key: key)
        members.append(derived(index, own, try evaluate(expression, key: key, of: own)))
      }
      return members
    case .concentration(let of):
      try require([.indicator(of)])
      return [derived(index, id, try concentration(of: of, for: id))]
    default:
      let indicator = contract.indicators[index]
      let wasRun =
        (!inputs.isExample || (inputs.isMeasured && !indicator.isReported))
        && !inputs.execution.stopped.contains(index)
      // Groups are the codes that the records hold: without records there is no figure to show.
      if wasRun, indicator.grouping != nil { return [] }
      if stops.isEmpty && !inputs.isExample { throw fail(.notMeasured(id), at: id) }
      throw Unavailable(causes: [id])
    }
  }

  /// The numbers beside a measured figure, then the figure as recorded.
  private mutating func measurement(_ measurement: Measurement, of index: Int) -> Member {
    let indicator = contract.indicators[index]
    var inputs: [FigureID] = []
    for count in measurement.counts {
      let member = add(
        Figure(
          id: measurement.id.count(count.label),
          kind: count.kind.rawValue, reference: nil,
          value: count.value, unit: count.unit, clause: indicator.declaration.clause,
          span: indicator.declaration.span, derivation: .countOf(measurement.id), inputs: [],
          roundings: [], isExact: count.isExact))
      inputs.append(figures[member.figure].id)
    }
    let (value, steps) = recorded(
      measurement.value, indicator.record, of: measurement.id,
      clause: indicator.declaration.clause, as: measurement.recorded)
    return add(
      Figure(
        id: measurement.id, kind: indicator.kindWord.english, reference: .indicator(index),
        value: value, unit: indicator.unit, clause: indicator.declaration.clause,
        span: indicator.declaration.span,
        derivation: .measured(
          Derivation.Source(
            populations: measurement.populations, method: measurement.method,
            missingExcluded: measurement.missingExcluded, evidence: measurement.evidence,
            account: measurement.account)),
        inputs: inputs, roundings: steps))
  }

  private mutating func derived(_ index: Int, _ id: FigureID, _ term: Term) -> Member {
    let indicator = contract.indicators[index]
    let (value, steps) = recorded(
      term.value, indicator.record, of: id, clause: indicator.declaration.clause)
    return add(
      Figure(
        id: id, kind: indicator.kindWord.english, reference: .indicator(index), value: value,
        unit: indicator.unit, clause: indicator.declaration.clause,
        span: indicator.declaration.span, derivation: .formula(term), inputs: term.figures.distinct,
        roundings: steps))
  }

  /// The Herfindahl–Hirschman index: the sum of squared shares, between 0 and 1.
  private mutating func concentration(of index: Int, for id: FigureID) throws(Unavailable) -> Term {
    let parts = keyedFigures(.indicator(index))
    let sum = parts.reduce(Exact(0)) { $0 + $1.value }
    let squares = parts.reduce(Exact(0)) { $0 + $1.value * $1.value }
    guard let value = squares.divided(by: sum * sum) else {
      throw stop(.divisionByZero(id), at: id)
    }
    return .operation(
      .concentration, parts.map { .figure($0.id, $0.value, $0.unit) }, value, UnitAlgebra.number)
  }

  // MARK: - Achievements and scores

  mutating func achievement(_ index: Int) throws(Unavailable) -> [Member] {
    let achievement = contract.achievements[index]
    try require([achievement.measured])
    var members: [Member] = []
    for key in try keys(of: [achievement.measured]) {
      let input = try figure(achievement.measured, key: key)
      let id = FigureID(achievement.declaration.name, key: key)
      if achievement.pricesByRank {
        members.append(add(try priced(index, input, id)))
        continue
      }
      guard
        let place = achievement.rows.firstIndex(where: { $0.interval.contains(input.value) }),
        let value = achievement.rows[place].result(at: input.value)
      else {
        throw stop(.outsideEveryRow(achievement: index, input.id, input.value, input.unit), at: id)
      }
      let row = achievement.rows[place]
      members.append(
        add(
          Figure(
            id: id, kind: FigureKind.achievement, reference: .achievement(index), value: value,
            unit: achievement.unit, clause: achievement.declaration.clause,
            span: achievement.declaration.span,
            derivation: .row(
              RowChoice(
                number: place + 1, input: input.id, value: input.value, inputUnit: input.unit,
                interval: row.interval, result: row.result, span: row.span)),
            inputs: [input.id], roundings: [])))
    }
    return members
  }

  /// The sum of the prices of all units of a count, each by its rank.
  private mutating func priced(
    _ index: Int, _ input: Figure, _ id: FigureID
  ) throws(Unavailable) -> Figure {
    let achievement = contract.achievements[index]
    guard input.value.isInteger, input.value.signum >= 0 else {
      throw stop(.outsideEveryRow(achievement: index, input.id, input.value, input.unit), at: id)
    }
    let bands = achievement.rows.compactMap { row -> PricedUnits.Band? in
      guard case .each(let first, let rising) = row.result else { return nil }
      let (start, last) = (row.ranks.first, min(row.ranks.last ?? input.value, input.value))
      guard start <= last else { return nil }
      return .init(
        ranks: start...last, first: first, rising: rising, sum: row.sumOfPrices(upTo: last),
        span: row.span)
    }.sorted { $0.ranks.lowerBound < $1.ranks.lowerBound }
    return Figure(
      id: id, kind: FigureKind.achievement, reference: .achievement(index),
      value: bands.reduce(Exact(0)) { $0 + $1.sum }, unit: achievement.unit,
      clause: achievement.declaration.clause, span: achievement.declaration.span,
      derivation: .priced(
        PricedUnits(
          input: input.id, count: input.value, inputUnit: input.unit, bands: bands)),
      inputs: [input.id], roundings: [])
  }

  mutating func score(_ index: Int) throws(Unavailable) -> [Member] {
    let score = contract.scores[index]
    let references: [FigureReference]
    var present = contract.needs(of: .score(index))
    if case .weighted(_, sharesOutMissing: true) = score.rule {
      present = present.filter { !isWaiting($0) }
    }
    // With nothing present, the score waits for all its parts.
    references = present.isEmpty ? contract.needs(of: .score(index)) : present
    try require(references)
    var members: [Member] = []
    for key in try keys(of: references) {
      let id = FigureID(score.declaration.name, key: key)
      let (raw, derivation, inputs) = try scored(score, references, key: key, of: id)
      let (value, steps) = recorded(raw, score.record, of: id, clause: score.declaration.clause)
      members.append(
        add(
          Figure(
            id: id, kind: FigureKind.score, reference: .score(index), value: value,
            unit: score.unit, clause: score.declaration.clause, span: score.declaration.span,
            derivation: derivation, inputs: inputs.distinct, roundings: steps)))
    }
    return members
  }

  /// The figure of a score for a key, before it is recorded.
  ///
  /// Parts that are stopped, where the contract shares them out, leave their weight to the others in
  /// proportion: the sum is divided by the weights that are there.
  private mutating func scored(
    _ score: Score, _ present: [FigureReference], key: GroupKey?, of id: FigureID
  ) throws(Unavailable) -> (Exact, Derivation, [FigureID]) {
    switch score.rule {
    case .formula(let expression):
      let term = try evaluate(expression, key: key, of: id)
      return (term.value, .formula(term), term.figures)
    case .weighted(let weights, _):
      var parts: [WeightedPart] = []
      var (sum, all): (Exact, Exact) = (0, 0)
      for (reference, percent) in weights where present.contains(reference) {
        let input = try figure(reference, key: key)
        parts.append(WeightedPart(figure: input.id, weight: percent, value: input.value))
        sum = sum + percent * input.value
        all = all + percent
      }
      guard let value = sum.divided(by: all) else { throw stop(.divisionByZero(id), at: id) }
      return (value, .weighted(parts), parts.map(\.figure))
    }
  }
}

extension AchievementRow {
  /// What a value in this row earns; nil if a straight line has no two ends, and for prices by rank.
  func result(at value: Exact) -> Exact? {
    switch result {
    case .fixed(let fixed): return fixed
    case .each: return nil
    case .linear(let from, let to):
      guard let lower = interval.lower, let upper = interval.upper,
        let share = (value - lower).divided(by: upper - lower)
      else { return nil }
      return from + (to - from) * share
    }
  }
}
