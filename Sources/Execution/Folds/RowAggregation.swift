import Contract
import Quantities

/// Makes one figure per person of the rows that refer to the person.
struct RowAggregation {
  let evaluator: Evaluator
  let value: Value
  let selection: RowSelection
  let aggregate: Aggregate

  private var isStrict: Bool {
    if case .staysMissing = value.missing { return true }
    return false
  }

  private typealias Number = ProgramBuilder.Number

  /// The registers that a fold reads.
  private struct Plan {
    var builder: ProgramBuilder
    let person: Int
    let state: Int
    let zero: Int
    var date: Int?
    var figure: Number?
    var anchor: Int?
    /// Dates of persons that are missing and make the person's figure missing.
    var anchors: [Vector] = []
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
    let rows = evaluator.rows(of: selection.table)
    let make = try maker(plan, persons: persons, rows: rows)
    let workers = Workers.count(rows: rows)
    var folds: [RowFold] = []
    for _ in 0..<workers { folds.append(try make()) }
    let trouble = fold(plan, folds, rows: rows)
    try evaluator.check(trouble, in: value.declaration)
    guard let result = folds.first else {
      throw evaluator.inconsistent("a table without a worker")
    }
    for other in folds.dropFirst() { result.join(other) }
    for anchor in plan.anchors where isStrict {
      for person in 0..<persons where anchor[person] == nil { result.unknown[person] = 1 }
    }
    return try finish(result, plan)
  }

  private func plan() throws(Failure) -> Plan {
    var builder = ProgramBuilder(evaluator)
    let place = ProgramBuilder.Place(table: selection.table, rows: nil)
    let link = Condition.Link(column: selection.link, table: value.subject)
    let person = try builder.follow(link, from: place)
    let dateColumn = evaluator.contract.tables[selection.table].dateColumn
    var date: Number?
    if let dateColumn, selection.window != nil || aggregate.needsDate {
      date = try builder.number(
        .cell(.column(dateColumn)), at: place, missingAsZero: false)
    }
    if date == nil, selection.window != nil || aggregate.needsDate {
      throw evaluator.inconsistent("rows without a date")
    }

    var state = try builder.joined(selection.conditions, all: true, at: place)
    if let population = selection.population {
      let inside = builder.member(of: try evaluator.population(population), at: place)
      builder.append(.and(state, inside, into: state))
    }
    var anchors: [Vector] = []
    if let window = selection.window, let date {
      var anchor: Number?
      if case .days(_, _, _, let expression) = window {
        let known = try subjectDates(expression)
        anchors.append(known)
        anchor = builder.load(known, at: person)
      }
      let inside = try builder.inside(date, window, at: place, anchor: anchor)
      builder.append(.and(state, inside, into: state))
    }
    if !isStrict {
      let known = builder.newState()
      builder.append(.missingAsUnmet(state, into: known))
      state = known
    }

    let zero = builder.newNumber()
    builder.append(.fill(0, into: zero))
    guard let rows = person.rows else { throw evaluator.inconsistent("a link to nobody") }
    var plan = Plan(
      builder: builder, person: rows, state: state, zero: zero, date: date?.register,
      days: try days(dateColumn))
    switch aggregate {
    case .count, .distinctDays, .distinctMonths, .monthsInARow: break
    case .sum(let expression): plan.figure = try figure(expression, &plan.builder, place)
    case .take(let expression, let choice):
      plan.figure = try figure(expression, &plan.builder, place)
      if case .nearest(let to, _) = choice {
        let known = try subjectDates(to)
        anchors.append(known)
        plan.anchor = plan.builder.load(known, at: person).register
      }
    }
    plan.anchors = anchors
    return plan
  }

  private func figure(
    _ expression: Expression, _ builder: inout ProgramBuilder, _ place: ProgramBuilder.Place
  ) throws(Failure) -> Number {
    if case .code = value.type, case .cell(let operand) = expression {
      return try builder.code(operand, at: place).number
    }
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

  /// A range that holds the date of every selected row: the column's own, cut by the windows that the
  /// selection and its population state outright.
  private func days(_ column: Int?) throws(Failure) -> ClosedRange<Int64> {
    guard let column else { return 0...0 }
    let dates = evaluator.data.tables[selection.table].columns[column].values
    guard case .int32(let values) = dates, var range = Self.range(values) else { return 0...0 }
    if let window = selection.window, let days = evaluator.days(of: window) {
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

  private static func range(_ days: [Int32]) -> ClosedRange<Int64>? {
    var low = Int32.max
    var high = Int32.min
    for day in days {
      low = day == .min ? low : min(low, day)
      high = max(high, day)
    }
    return low <= high ? Int64(low)...Int64(high) : nil
  }

  private func fold(_ plan: Plan, _ folds: [RowFold], rows: Int) -> Trouble {
    // Each worker has a fold of its own.
    nonisolated(unsafe) let folds = folds
    return plan.builder.program.run(rows: rows, workers: folds.count) {
      worker, _, count, registers in
      folds[worker].absorb(
        FoldBlock(
          persons: registers.number(plan.person), states: registers.state(plan.state),
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
      CalendarFold(persons: persons, missingStaysMissing: strict, unit: unit, days: plan.days)
        ?? SortedCalendarFold(persons: persons, missingStaysMissing: strict, unit: unit)
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
    case .count: return { () throws(Failure) in CountFold(persons: persons, missingStaysMissing: strict) }
    case .distinctDays: return { () throws(Failure) in calendar(.days) }
    case .distinctMonths: return { () throws(Failure) in calendar(.months) }
    case .monthsInARow: return { () throws(Failure) in calendar(.monthsInARow) }
    case .sum: return { () throws(Failure) in sums(nil) }
    case .take(_, .mean):
      guard let record = value.record, let scale = plan.figure?.scale else {
        throw evaluator.record(.unrounded(value.declaration))
      }
      let more = record.decimals - scale
      guard let factor = PowerOfTen.int64(max(more, 0)),
        let divisor = PowerOfTen.int64(max(-more, 0)), record.decimals >= 0
      else { throw evaluator.record(.overflow(value.declaration, rows: rows)) }
      return { () throws(Failure) in
        sums { total, count in
          let (scaled, overflow) = total.multipliedReportingOverflow(by: Int128(factor))
          return overflow
            ? nil
            : Int64(exactly: record.mode.quotient(scaled, by: count * Int128(divisor)))
        }
      }
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
      let tied = take.tied
      if !tied.isEmpty {
        let table = evaluator.data.tables[value.subject]
        let lines = tied.prefix(ExecutionError.listedLines).map { table.line(of: $0) }
        let place = ExecutionError.Lines(
          file: table.fileName, total: tied.count, first: Array(lines))
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
        let recorded = try self.recorded(numbers, scale: scale, record)
        (numbers, scale) = (recorded.numbers, recorded.scale)
      }
    }
    return evaluator.vector(numbers, scale: scale, type: value.type)
  }

  private func recorded(
    _ numbers: [Int64], scale: Int, _ record: Record
  ) throws(Failure) -> (numbers: [Int64], scale: Int) {
    let more = record.decimals - scale
    guard let factor = PowerOfTen.int64(max(more, 0)), let divisor = PowerOfTen.int64(max(-more, 0))
    else { throw evaluator.record(.overflow(value.declaration, rows: numbers.count)) }
    let unit = PowerOfTen.int64(max(-record.decimals, 0)) ?? 1
    var overflows = 0
    let result = numbers.map { number -> Int64 in
      if number == .min { return .min }
      let rounded = record.mode.quotient(Int128(number) * Int128(factor), by: Int128(divisor))
      guard let whole = Int64(exactly: rounded * Int128(unit)), whole != .min else {
        overflows += 1
        return .min
      }
      return whole
    }
    if overflows > 0 { throw evaluator.record(.overflow(value.declaration, rows: overflows)) }
    return (result, max(record.decimals, 0))
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
