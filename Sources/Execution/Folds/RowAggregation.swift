import Contract
import Diagnostics
import LinearAlgebra
import Quantities

/// Makes one figure per person of the rows that refer to the person.
///
/// A row is looked at if every condition on it is met; one that cannot be judged because something
/// is missing is not. The value's rule for missing is about the figures of the rows that are looked
/// at.
struct RowAggregation {
  let evaluator: Evaluator
  let value: Value
  let selection: RowSelection
  let aggregate: Aggregate
  /// The persons whose figures are asked for: only their ties stop the run. Nil for all.
  var asked: RowMask?

  private var isStrict: Bool {
    if case .staysMissing = value.missing { return true }
    return false
  }

  private typealias Number = ProgramBuilder.Number

  /// Which rows are selected, and the registers that a fold reads of them.
  private struct Plan {
    let selected: RowMask
    var builder: ProgramBuilder
    let rows: Int
    let person: Int
    let zero: Int
    var date: Int?
    var figure: Number?
    var anchor: Int?
    /// Holds the date of every selected row.
    var days: ClosedRange<Int64>
  }

  /// - Throws: `Failure.recorded`.
  func vector() throws(Failure) -> Vector {
    let plan: Plan
    do throws(Failure) {
      plan = try self.plan()
    } catch .needsExact {
      throw evaluator.record(.unrounded(value.declaration))
    }
    let persons = evaluator.rows(of: value.subject)
    let make = try maker(plan, persons: persons, rows: plan.selected.present)
    let workers = Workers.count(rows: plan.selected.present)
    var folds: [RowFold] = []
    for _ in 0..<workers { folds.append(try make()) }
    try evaluator.check(fold(plan, folds), in: value.declaration)
    guard let result = folds.first else {
      throw evaluator.inconsistent("a table without a worker")
    }
    for other in folds.dropFirst() { result.join(other) }
    return try finish(result, plan)
  }

  private func plan() throws(Failure) -> Plan {
    let dateColumn = evaluator.contract.tables[selection.table].dateColumn
    if dateColumn == nil, selection.window != nil || aggregate.needsDate {
      throw evaluator.inconsistent("rows without a date")
    }
    let selected = try selected(dateColumn)
    var builder = ProgramBuilder(evaluator)
    let rows = builder.newNumber()
    let place = ProgramBuilder.Place(table: selection.table, rows: rows)
    let person = try builder.follow(link, from: place)
    let zero = builder.newNumber()
    builder.append(.fill(0, into: zero))
    guard let register = person.rows else { throw evaluator.inconsistent("a link to nobody") }
    var plan = Plan(
      selected: selected, builder: builder, rows: rows, person: register, zero: zero,
      days: days(dateColumn))
    if let dateColumn, aggregate.needsDate {
      plan.date = try plan.builder.number(
        .cell(.column(dateColumn)), at: place, missingAsZero: false
      ).register
    }
    switch aggregate {
    case .count, .distinctDays, .distinctMonths, .monthsInARow: break
    case .sum(let expression): plan.figure = try figure(expression, &plan.builder, place)
    case .take(let expression, let choice):
      plan.figure = try figure(expression, &plan.builder, place)
      if case .nearest(let to, _) = choice {
        plan.anchor = plan.builder.load(try subjectDates(to), at: person).register
      }
    }
    return plan
  }

  private var link: Condition.Link {
    Condition.Link(column: selection.link, table: value.subject)
  }

  /// The rows that are looked at.
  private func selected(_ dateColumn: Int?) throws(Failure) -> RowMask {
    var tests: [Narrowing.Test] = []
    var places: [Span] = []
    if let window = selection.window, let dateColumn {
      let date = Expression.cell(.column(dateColumn))
      if let expression = window.content.anchor {
        tests.append(.near(date, window.content, anchors: try subjectDates(expression), link))
      } else {
        tests.append(.condition(.dateIn(date, window.content)))
      }
      places.append(window.span)
    }
    tests += selection.conditions.map { .condition($0.content) }
    places += selection.conditions.map(\.span)
    var start: RowMask?
    if let population = selection.population { start = try evaluator.population(population) }
    let narrowing = try Narrowing(
      of: selection.table, from: start, tests, evaluator: evaluator, in: value.declaration)
    evaluator.observer?.add(narrowing.steps, at: places)
    return narrowing.mask
  }

  private func figure(
    _ expression: Expression, _ builder: inout ProgramBuilder, _ place: ProgramBuilder.Place
  ) throws(Failure) -> Number {
    do throws(Failure) {
      return try builder.number(expression, at: place, missingAsZero: false)
    } catch .needsExact {
      let exact = try evaluator.exactNumbers(
        expression, of: place.table, missingAsZero: false, record: nil,
        declaration: value.declaration)
      return builder.load(exact, at: place)
    }
  }

  /// Dates of the persons that rows are compared with.
  private func subjectDates(_ expression: Expression) throws(Failure) -> Vector {
    var builder = ProgramBuilder(evaluator)
    let place = ProgramBuilder.Place(table: value.subject, rows: nil)
    let number = try builder.number(expression, at: place, missingAsZero: false)
    let numbers = try evaluator.run(builder, number, of: value.subject, in: value.declaration)
    return Vector(numbers: numbers, scale: number.scale)
  }

  /// A range that holds the date of every selected row: the column's own, cut by the windows that
  /// the selection and its population state outright.
  private func days(_ column: Int?) -> ClosedRange<Int64> {
    guard let column else { return 0...0 }
    let bounds = evaluator.column(column, of: selection.table).bounds
    var range = bounds.low...bounds.high
    if let window = selection.window, let days = evaluator.days(of: window.content) {
      range = range.clamped(to: days)
    }
    var population = selection.population
    while let index = population {
      for step in evaluator.contract.populations[index].steps {
        if case .dateIn(.cell(.column(let tested)), let window) = step.condition, tested == column,
          let days = evaluator.days(of: window)
        {
          range = range.clamped(to: days)
        }
      }
      population = evaluator.contract.populations[index].base
    }
    return range
  }

  private func fold(_ plan: Plan, _ folds: [RowFold]) -> Trouble {
    // Each worker has a fold of its own.
    nonisolated(unsafe) let folds = folds
    return plan.builder.program.run(plan.selected, into: plan.rows, workers: folds.count) {
      worker, _, count, registers in
      folds[worker].add(
        FoldBlock(
          persons: registers.number(plan.person),
          dates: registers.number(plan.date ?? plan.zero),
          figures: registers.number(plan.figure?.register ?? plan.zero),
          anchors: registers.number(plan.anchor ?? plan.zero), count: count))
    }
  }

  /// Makes an empty fold; called once per worker.
  private func maker(
    _ plan: Plan, persons: Int, rows: Int
  ) throws(Failure) -> () throws(Failure) -> RowFold {
    let strict = isStrict
    func calendar(_ unit: CalendarUnit) -> RowFold {
      CalendarFold(persons: persons, unit: unit, days: plan.days)
        ?? SortedCalendarFold(persons: persons, unit: unit)
    }
    func sums(_ mean: ((Int128, Int128) -> Int64?)?) -> RowFold {
      let magnitude = Int128(plan.figure?.bounds.magnitude ?? 0)
      if magnitude * Int128(max(rows, 1)) < Int128(Bounds.limit) {
        return SumFold<Int64>(
          persons: persons, missingStaysMissing: strict,
          mean: mean.map { mean in { mean(Int128($0), Int128($1)) } })
      }
      return SumFold<Int128>(
        persons: persons, missingStaysMissing: strict,
        mean: mean.map { mean in { mean($0, Int128($1)) } })
    }
    func take(_ key: TakeFold.Key) -> RowFold {
      TakeFold(persons: persons, missingStaysMissing: strict, key: key)
    }
    switch aggregate {
    case .count:
      return { () throws(Failure) in CountFold(persons: persons, missingStaysMissing: strict) }
    case .distinctDays: return { () throws(Failure) in calendar(.days) }
    case .distinctMonths: return { () throws(Failure) in calendar(.months) }
    case .monthsInARow: return { () throws(Failure) in calendar(.monthsInARow) }
    case .sum: return { () throws(Failure) in sums(nil) }
    case .take(_, .mean):
      guard let record = value.record, let scale = plan.figure?.scale else {
        throw evaluator.record(.unrounded(value.declaration))
      }
      guard let mean = record.mean(ofScale: scale) else {
        throw evaluator.record(.overflow(value.declaration, rows: rows))
      }
      return { () throws(Failure) in sums(mean) }
    case .take(_, .earliest): return { () throws(Failure) in take(.earliest) }
    case .take(_, .latest): return { () throws(Failure) in take(.latest) }
    case .take(_, .largest): return { () throws(Failure) in take(.largest) }
    case .take(_, .smallest): return { () throws(Failure) in take(.smallest) }
    case .take(_, .nearest(_, let tieEarlier)):
      return { () throws(Failure) in take(.nearest(tieEarlier: tieEarlier)) }
    case .take(_, .only): return { () throws(Failure) in take(.only) }
    }
  }

  private func finish(_ fold: RowFold, _ plan: Plan) throws(Failure) -> Vector {
    if let take = fold as? TakeFold {
      let tied = take.tied.filter { asked?[$0] ?? true }
      if !tied.isEmpty {
        let table = evaluator.data.tables[value.subject]
        let place = ExecutionError.Lines(
          total: tied.count,
          first: table.fileLines(of: tied.prefix(ExecutionError.listedLines)))
        if case .take(_, .only) = aggregate {
          throw evaluator.record(.secondRow(value.declaration, place))
        }
        throw evaluator.record(.tie(value.declaration, place))
      }
    }
    var numbers = fold.figures()
    let overflows =
      (fold as? SumFold<Int64>)?.overflows ?? (fold as? SumFold<Int128>)?.overflows ?? 0
    if overflows > 0 { throw evaluator.record(.overflow(value.declaration, rows: overflows)) }
    var scale = plan.figure?.scale ?? 0
    if let record = value.record {
      if case .take(_, .mean) = aggregate {
        scale = record.decimals
      } else {
        (numbers, scale) = try evaluator.recorded(
          numbers, scale: scale, record, in: value.declaration)
      }
    }
    return evaluator.vector(numbers, scale: scale, type: value.type)
  }
}

extension Aggregate {
  /// Whether the dates of rows decide the figure.
  var needsDate: Bool {
    switch self {
    case .count, .sum: false
    case .distinctDays, .distinctMonths, .monthsInARow: true
    case .take(_, .earliest), .take(_, .latest), .take(_, .nearest): true
    case .take(_, .largest), .take(_, .smallest), .take(_, .mean), .take(_, .only): false
    }
  }
}
