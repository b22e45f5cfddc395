import Contract
import LinearAlgebra
import Quantities

/// Makes one figure per person of the first days of months on which the person is observed.
///
/// The plan of a day is the contract's with the day put in, so a day's rows are selected and taken
/// as everywhere else. What is added up is one whole number per person and day: the result depends
/// on no order.
struct GridAggregation {
  let evaluator: Evaluator
  let value: Value
  let grid: PersonTimeGrid

  /// - Throws: `Failure.recorded`.
  func vector() throws(Failure) -> Vector {
    var sum = PersonDays(
      persons: evaluator.rows(of: value.subject), missingStaysMissing: isStrict)
    var scale = 0
    for day in (grid.dates ?? evaluator.period.yearToDate).firstsOfMonths {
      let observed = try observed(on: day)
      var figures: Vector?
      if let inForce {
        let asked = RowMask((0..<observed.count).lazy.map { observed[$0] == 1 })
        figures = try taken(inForce, on: day, asked: asked)
        scale = figures?.scale ?? 0
      }
      sum.add(observed, figures)
    }
    return try finish(sum, scale: scale)
  }

  private var isStrict: Bool {
    if case .staysMissing = value.missing { return true }
    return false
  }

  private var inForce: PersonTimeGrid.InForce? {
    switch grid.measure {
    case .count: nil
    case .sum(let inForce), .mean(let inForce): inForce
    }
  }

  /// Whether all conditions hold on a day, of every person.
  private func observed(on day: CivilDate) throws(Failure) -> Vector {
    var builder = ProgramBuilder(evaluator)
    let place = ProgramBuilder.Place(table: value.subject, rows: nil)
    let state: Int
    do throws(Failure) {
      state = try builder.joined(
        grid.conditions.map { $0.map { $0.on(day) } }, all: true, at: place,
        missingAsUnmet: !isStrict)
    } catch {
      throw error == .needsExact
        ? evaluator.inconsistent("a date that is not a whole day") : error
    }
    return try evaluator.states(builder, state, of: value.subject, in: value.declaration)
  }

  /// The figure of every person's latest row on a day.
  private func taken(
    _ inForce: PersonTimeGrid.InForce, on day: CivilDate, asked: RowMask
  ) throws(Failure) -> Vector {
    let onTheDay = Value(
      declaration: value.declaration, subject: value.subject, type: value.type,
      definition: value.definition, missing: value.missing, record: nil)
    return try RowAggregation(
      evaluator: evaluator, value: onTheDay, selection: inForce.rows.on(day),
      aggregate: .take(inForce.figure.on(day), .latest), asked: asked
    ).vector()
  }

  private func finish(_ sum: PersonDays, scale: Int) throws(Failure) -> Vector {
    var (numbers, overflows) = ([Int64](), 0)
    var scale = scale
    switch grid.measure {
    case .count:
      (numbers, overflows) = sum.figures { _, days in Int64(days) }
    case .sum:
      (numbers, overflows) = sum.figures { total, _ in Int64(exactly: total) }
      if let record = value.record {
        (numbers, scale) = try evaluator.recorded(
          numbers, scale: scale, record, in: value.declaration)
      }
    case .mean:
      guard let record = value.record else {
        throw evaluator.record(.unrounded(value.declaration))
      }
      guard let mean = record.mean(ofScale: scale) else {
        throw evaluator.record(.overflow(value.declaration, rows: sum.persons))
      }
      (numbers, overflows) = sum.figures { total, days in
        days == 0 ? .min : mean(total, Int128(days))
      }
      scale = record.decimals
    }
    if overflows > 0 { throw evaluator.record(.overflow(value.declaration, rows: overflows)) }
    return evaluator.vector(numbers, scale: scale, type: value.type)
  }
}

/// The days of observation of every person, and the sum of the figures of those days.
private struct PersonDays {
  let persons: Int
  private let missingStaysMissing: Bool
  private var days: [Int32]
  private var totals: [Int128]
  /// A person of whom something that was needed is missing.
  private var unknown: [Bool]

  init(persons: Int, missingStaysMissing: Bool) {
    self.persons = persons
    self.missingStaysMissing = missingStaysMissing
    days = Array(repeating: 0, count: persons)
    totals = Array(repeating: 0, count: persons)
    unknown = Array(repeating: false, count: persons)
  }

  /// Adds one day.
  ///
  /// - Parameter figures: of every person; nil if only the days are counted.
  mutating func add(_ observed: Vector, _ figures: Vector?) {
    for person in 0..<persons {
      guard let isObserved = observed[person] else {
        unknown[person] = true
        continue
      }
      guard isObserved == 1 else { continue }
      days[person] += 1
      guard let figures else { continue }
      if let figure = figures[person] {
        totals[person] += Int128(figure)
      } else if missingStaysMissing {
        unknown[person] = true
      }
    }
  }

  /// The figure of every person, `Int64.min` if it is missing, and of how many it leaves 64 bits.
  ///
  /// - Parameter figure: gives nil where it does.
  func figures(_ figure: (Int128, Int32) -> Int64?) -> ([Int64], overflows: Int) {
    var overflows = 0
    let numbers = (0..<persons).map { person -> Int64 in
      if unknown[person] { return .min }
      guard let number = figure(totals[person], days[person]) else {
        overflows += 1
        return .min
      }
      return number
    }
    return (numbers, overflows)
  }
}
