import Contract
import Execution
import Language
import Quantities

extension Evaluator {
  // MARK: - Indicators

  mutating func indicator(_ index: Int) throws(Unavailable) -> [Member] {
    let measured = inputs.execution.measurements.filter { $0.indicator == index }
    let stopped = inputs.execution.stopped.filter { $0.indicator == index }
    guard measured.isEmpty, stopped.isEmpty else {
      let members =
        measured.map { measurement($0, of: index) }
        + stopped.map { suspend($0.id, .indicator(index), waitingFor: [$0.id]) }
      return members.sorted { FigureID("", key: $0.key) < FigureID("", key: $1.key) }
    }
    let id = contract.id(of: .indicator(index))
    switch contract.indicators[index].kind {
    case .formula(let expression):
      try require(expression.references)
      var members: [Member] = []
      for key in keys(of: expression.references) {
        let own = FigureID(id.name, key: key)
        members.append(
          member(own, .indicator(index)) { (evaluator) throws(Unavailable) in
            try evaluator.require(expression.references, key: key)
            return evaluator.derived(
              index, own, try evaluator.evaluate(expression, key: key, of: own))
          })
      }
      return members
    case .concentration(let of):
      try require([.indicator(of)])
      return [add(derived(index, id, try concentration(of: of, for: id)))]
    default:
      let indicator = contract.indicators[index]
      // An example measures what it brings rows for; a reported figure it gives or leaves out.
      let isLeftOut = inputs.isExample && (!inputs.isMeasured || indicator.isReported)
      if isLeftOut { throw Unavailable(causes: [id]) }
      // Groups are the codes that the records hold: without records there is no figure to show.
      if indicator.grouping != nil { return [] }
      // A payment of other periods alone asks for it.
      if contract.idle(in: inputs.period.id).contains(.indicator(index)) { return [] }
      throw fail(.notMeasured(id), at: id)
    }
  }

  /// The numbers beside a measured figure, then the figure as recorded.
  private mutating func measurement(_ measurement: Measurement, of index: Int) -> Member {
    let indicator = contract.indicators[index]
    var inputs: [FigureID] = []
    for count in measurement.counts {
      let figure = contract.figure(count, beside: measurement.id, of: index)
      _ = add(figure)
      inputs.append(figure.id)
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

  private func derived(_ index: Int, _ id: FigureID, _ term: Term) -> Figure {
    let indicator = contract.indicators[index]
    let (value, steps) = recorded(
      term.value, indicator.record, of: id, clause: indicator.declaration.clause)
    return Figure(
      id: id, kind: indicator.kindWord.english, reference: .indicator(index), value: value,
      unit: indicator.unit, clause: indicator.declaration.clause,
      span: indicator.declaration.span, derivation: .formula(term), inputs: term.figures.distinct,
      roundings: steps)
  }

  /// The Herfindahl–Hirschman index: the sum of squared shares, between 0 and 1.
  private mutating func concentration(of index: Int, for id: FigureID) throws(Unavailable) -> Term {
    let parts = try keyedFigures(.indicator(index))
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
    return keys(of: [achievement.measured]).map { key in
      member(FigureID(achievement.declaration.name, key: key), .achievement(index)) {
        (evaluator) throws(Unavailable) in try evaluator.level(index, key: key)
      }
    }
  }

  /// The row of an achievement table that a figure lies in, and what it gives.
  private mutating func level(_ index: Int, key: GroupKey?) throws(Unavailable) -> Figure {
    let achievement = contract.achievements[index]
    let input = try figure(achievement.measured, key: key)
    let id = FigureID(achievement.declaration.name, key: key)
    if achievement.pricesByRank { return try priced(index, input, id) }
    guard
      let place = achievement.rows.firstIndex(where: { $0.interval.contains(input.value) }),
      let value = achievement.rows[place].result(at: input.value)
    else {
      throw stop(.outsideEveryRow(achievement: index, input.id, input.value, input.unit), at: id)
    }
    let row = achievement.rows[place]
    return Figure(
      id: id, kind: FigureKind.achievement, reference: .achievement(index), value: value,
      unit: achievement.unit, clause: achievement.declaration.clause,
      span: achievement.declaration.span,
      derivation: .row(
        RowChoice(
          number: place + 1, input: input.id, value: input.value, inputUnit: input.unit,
          interval: row.interval, result: row.result, grade: row.grade, span: row.span)),
      inputs: [input.id], roundings: [])
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
    let references = contract.needs(of: .score(index))
    return keys(of: references).map { key in
      member(FigureID(score.declaration.name, key: key), .score(index)) {
        (evaluator) throws(Unavailable) in
        var present = references
        if case .weighted(_, sharesOutMissing: true) = score.rule {
          present = references.filter { !evaluator.isWaiting($0, key: key) }
        }
        // With no part there, the score waits for all of them.
        if present.isEmpty { present = references }
        try evaluator.require(present, key: key)
        return try evaluator.scored(score, index, present, key: key)
      }
    }
  }

  private mutating func scored(
    _ score: Score, _ index: Int, _ present: [FigureReference], key: GroupKey?
  ) throws(Unavailable) -> Figure {
    let id = FigureID(score.declaration.name, key: key)
    let (raw, derivation, inputs) = try scored(score, present, key: key, of: id)
    let (value, steps) = recorded(raw, score.record, of: id, clause: score.declaration.clause)
    return Figure(
      id: id, kind: FigureKind.score, reference: .score(index), value: value, unit: score.unit,
      clause: score.declaration.clause, span: score.declaration.span, derivation: derivation,
      inputs: inputs.distinct, roundings: steps)
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

extension Contract {
  /// A number that stands beside a figure.
  func figure(_ count: Count, beside id: FigureID, of index: Int) -> Figure {
    let declaration = indicators[index].declaration
    return Figure(
      id: id.count(count.label), kind: count.kind.rawValue, reference: nil, value: count.value,
      unit: count.unit, clause: declaration.clause, span: declaration.span,
      derivation: .countOf(id), inputs: [], roundings: [], isExact: count.isExact)
  }

  /// The numbers that had been found beside a stopped figure.
  public func numbers(beside stopped: StoppedFigure) -> [Figure] {
    stopped.numbers.map { figure($0, beside: stopped.id, of: stopped.indicator) }
  }
}
