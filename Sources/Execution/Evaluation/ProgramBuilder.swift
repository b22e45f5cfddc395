import Contract
import LinearAlgebra
import Quantities
import Records

/// Turns expressions and conditions on the rows of one table into a program for blocks of rows.
struct ProgramBuilder {
  /// Where an operand is seen from: the block's own rows of a table, or the rows in a register.
  struct Place: Hashable {
    let table: Int
    var rows: Int?
  }

  /// A block of numbers, with what is known of all of them.
  struct Number {
    let register: Int
    let scale: Int
    let bounds: Bounds
    /// Nothing else reads the register, so it may be written again.
    var isTemporary = false
  }

  private struct Source: Hashable {
    enum Item: Hashable {
      case column(Int)
      case value(Int)
    }
    let place: Place
    let item: Item
  }

  let evaluator: Evaluator
  private(set) var program = Program()
  private var loaded: [Source: Number] = [:]

  init(_ evaluator: Evaluator) { self.evaluator = evaluator }

  mutating func newNumber() -> Int {
    program.numbers += 1
    return program.numbers - 1
  }

  mutating func newState() -> Int {
    program.states += 1
    return program.states - 1
  }

  mutating func append(_ step: Step) { program.steps.append(step) }

  // MARK: - Operands

  /// What an operand refers to: the vector, where it is seen from, and its name there.
  private struct Leaf {
    let vector: Vector
    let source: Source
    /// The table that a referring column points to.
    let refersTo: Int?
  }

  private mutating func leaf(_ operand: CellPath, at place: Place) throws(Failure) -> Leaf {
    switch operand {
    case .column(let column):
      var target: Int?
      if case .reference(let table) = evaluator.data.tables[place.table].columns[column].kind {
        target = table
      }
      return Leaf(
        vector: evaluator.column(column, of: place.table),
        source: Source(place: place, item: .column(column)), refersTo: target)
    case .value(let value):
      return Leaf(
        vector: try evaluator.value(value), source: Source(place: place, item: .value(value)),
        refersTo: nil)
    case .through(let link, let table, let inner):
      return try leaf(
        inner, at: try follow(Condition.Link(column: link, table: table), from: place))
    }
  }

  /// The rows of another table that a referring column leads to.
  mutating func follow(
    _ link: Condition.Link, from place: Place
  ) throws(Failure) -> Place {
    guard
      evaluator.data.tables[place.table].columns[link.column].kind == .reference(table: link.table)
    else { throw evaluator.inconsistent("a link that refers to no row") }
    let rows = load(try leaf(.column(link.column), at: place))
    return Place(table: link.table, rows: rows.register)
  }

  private mutating func load(_ leaf: Leaf) -> Number {
    if let known = loaded[leaf.source] { return known }
    let register = newNumber()
    if leaf.vector.kind == .flag {
      append(.stateAsNumber(loadState(leaf), into: register))
    } else if let rows = leaf.source.place.rows {
      append(.gather(leaf.vector, rows: rows, into: register))
    } else {
      append(.load(leaf.vector, into: register))
    }
    let number = Number(
      register: register, scale: leaf.vector.scale, bounds: leaf.vector.bounds)
    loaded[leaf.source] = number
    return number
  }

  private mutating func loadState(_ leaf: Leaf) -> Int {
    let register = newState()
    if let rows = leaf.source.place.rows {
      append(.gatherState(leaf.vector, rows: rows, into: register))
    } else {
      append(.loadState(leaf.vector, into: register))
    }
    return register
  }

  /// Loads a column that a computation itself made, such as the dates of a window's anchors.
  mutating func load(_ vector: Vector, at place: Place) -> Number {
    let register = newNumber()
    if let rows = place.rows {
      append(.gather(vector, rows: rows, into: register))
    } else {
      append(.load(vector, into: register))
    }
    return Number(register: register, scale: vector.scale, bounds: vector.bounds)
  }

  /// The code of an operand in the dictionary that `Evaluator.dictionary` gives for its column.
  mutating func code(_ operand: CellPath, at place: Place) throws(Failure) -> (
    number: Number, dictionary: ByteDictionary
  ) {
    let leaf = try leaf(operand, at: place)
    switch leaf.source.item {
    case .column(let column):
      if let table = leaf.refersTo {
        guard let key = evaluator.key(of: table) else {
          throw evaluator.inconsistent("a reference to a table without a single key column")
        }
        let rows = load(leaf).register
        return try code(.column(key), at: Place(table: table, rows: rows))
      }
      return (load(leaf), evaluator.data.tables[leaf.source.place.table].columns[column].dictionary)
    case .value(let value):
      guard case .code(let table, let column) = evaluator.contract.values[value].type else {
        throw evaluator.inconsistent("a value that holds no code")
      }
      return (load(leaf), evaluator.dictionary(of: column, in: table))
    }
  }

  // MARK: - Expressions

  /// Numbers, dates and codes of an expression.
  ///
  /// - Parameter missingAsZero: a missing number among the operands counts as zero. Dates and codes
  ///   have
  ///   no zero and stay missing.
  mutating func number(
    _ expression: Expression, at place: Place, missingAsZero: Bool
  ) throws(Failure) -> Number {
    switch expression {
    case .constant(let value):
      guard let scale = value.fixedDecimals, let unscaled = value.unscaled(scale) else {
        throw .needsExact
      }
      return fill(unscaled, scale: scale)
    case .date(let date): return fill(Int64(date.dayNumber), scale: 0)
    case .settlementYearStart:
      return fill(Int64(evaluator.period.settlementYear.start.dayNumber), scale: 0)
    case .settlementYearEnd:
      return fill(Int64(evaluator.period.settlementYear.lastDay.dayNumber), scale: 0)
    case .settlementPeriodStart:
      return fill(Int64(evaluator.period.days.start.dayNumber), scale: 0)
    case .settlementPeriodEnd:
      return fill(Int64(evaluator.period.days.lastDay.dayNumber), scale: 0)
    case .observationDay: throw evaluator.inconsistent("a day of no grid")
    case .cell(let operand):
      if evaluator.unrounded(operand) != nil { throw .needsExact }
      if case .code = evaluator.type(operand, of: place.table) {
        return try code(operand, at: place).number
      }
      let number = load(try leaf(operand, at: place))
      return missingAsZero && evaluator.hasZero(operand, of: place.table) ? zeroed(number) : number
    case .monthsAfter(let date, let months):
      let from = try number(date, at: place, missingAsZero: missingAsZero)
      guard from.scale == 0 else { throw .needsExact }
      let register = target(from)
      append(.monthsAfter(from.register, months: months, into: register))
      let bounds = Bounds(
        low: Int64(CivilDate.first.dayNumber), high: Int64(CivilDate.last.dayNumber))
      return Number(register: register, scale: 0, bounds: bounds, isTemporary: true)
    case .add(let a, let b):
      return try sum(
        number(a, at: place, missingAsZero: missingAsZero),
        number(b, at: place, missingAsZero: missingAsZero), sign: 1)
    case .subtract(let a, let b):
      return try sum(
        number(a, at: place, missingAsZero: missingAsZero),
        number(b, at: place, missingAsZero: missingAsZero), sign: -1)
    case .multiply(let a, let b):
      return try product(
        number(a, at: place, missingAsZero: missingAsZero),
        number(b, at: place, missingAsZero: missingAsZero))
    case .divide: throw .needsExact
    case .negate(let a):
      let zero = fill(0, scale: 0)
      return try sum(zero, number(a, at: place, missingAsZero: missingAsZero), sign: -1)
    case .scale(let index, let inputs):
      return try look(index, inputs, at: place, missingAsZero: missingAsZero)
    case .smallestOf(let list):
      return try choice(.smallest, list, at: place, missingAsZero: missingAsZero)
    case .largestOf(let list):
      return try choice(.largest, list, at: place, missingAsZero: missingAsZero)
    case .firstPresentOf(let list):
      return try choice(.firstPresent, list, at: place, missingAsZero: missingAsZero)
    }
  }

  private mutating func fill(_ value: Int64, scale: Int) -> Number {
    let register = newNumber()
    append(.fill(value, into: register))
    return Number(
      register: register, scale: scale, bounds: Bounds(low: value, high: value), isTemporary: true)
  }

  private mutating func target(_ numbers: Number...) -> Int {
    numbers.first { $0.isTemporary }?.register ?? newNumber()
  }

  private mutating func zeroed(_ number: Number) -> Number {
    let register = target(number)
    append(.missingAsZero(number.register, into: register))
    return Number(
      register: register, scale: number.scale, bounds: number.bounds.withZero, isTemporary: true)
  }

  /// Both numbers' factors that bring them to the larger scale.
  private func alignment(
    _ a: Number, _ b: Number
  ) throws(Failure) -> (scale: Int, Int64, Bounds, Int64, Bounds) {
    let scale = max(a.scale, b.scale)
    guard let fa = PowerOfTen.int64(scale - a.scale), let fb = PowerOfTen.int64(scale - b.scale),
      let boundsA = a.bounds.scaled(by: fa), let boundsB = b.bounds.scaled(by: fb)
    else { throw .needsExact }
    return (scale, fa, boundsA, fb, boundsB)
  }

  private mutating func sum(
    _ a: Number, _ b: Number, sign: Int64
  ) throws(Failure) -> Number {
    let (scale, fa, boundsA, fb, boundsB) = try alignment(a, b)
    guard let bounds = boundsA.adding(sign < 0 ? boundsB.negated : boundsB) else {
      throw .needsExact
    }
    let register = target(a, b)
    append(.combine(a.register, fa, b.register, fb * sign, into: register))
    return Number(register: register, scale: scale, bounds: bounds, isTemporary: true)
  }

  private mutating func product(_ a: Number, _ b: Number) throws(Failure) -> Number {
    let scale = a.scale + b.scale
    guard scale <= PowerOfTen.largest, let bounds = a.bounds.multiplied(by: b.bounds) else {
      throw .needsExact
    }
    let register = target(a, b)
    append(.multiply(a.register, b.register, into: register))
    return Number(register: register, scale: scale, bounds: bounds, isTemporary: true)
  }

  private mutating func choice(
    _ choice: Step.Choice, _ list: [Expression], at place: Place, missingAsZero: Bool
  ) throws(Failure) -> Number {
    guard let first = list.first else { throw evaluator.inconsistent("a choice of nothing") }
    var chosen = try number(first, at: place, missingAsZero: false)
    for expression in list.dropFirst() {
      let next = try number(expression, at: place, missingAsZero: false)
      let (scale, fa, boundsA, fb, boundsB) = try alignment(chosen, next)
      let register = target(chosen, next)
      append(.choose(choice, chosen.register, fa, next.register, fb, into: register))
      chosen = Number(
        register: register, scale: scale, bounds: boundsA.union(boundsB), isTemporary: true)
    }
    let isDate = list.contains { evaluator.isDate($0, of: place.table) }
    return missingAsZero && !isDate ? zeroed(chosen) : chosen
  }

  private mutating func look(
    _ index: Int, _ inputs: [Expression], at place: Place, missingAsZero: Bool
  ) throws(Failure) -> Number {
    let scale = evaluator.contract.scales[index]
    var numbers: [Number] = []
    for input in inputs {
      numbers.append(try number(input, at: place, missingAsZero: missingAsZero))
    }
    guard
      let table = ScaleTable(scale, inputScales: numbers.map(\.scale))
    else { throw .needsExact }
    let register = newNumber()
    var mark: Int?
    if evaluator.observer != nil {
      mark = self.mark(scale.rows.indices.map { .scaleRow(scale: index, row: $0) })
    }
    append(.look(table, numbers.map(\.register), into: register, mark: mark))
    let number = Number(
      register: register, scale: table.scale, bounds: table.bounds, isTemporary: true)
    // A category has no zero.
    guard missingAsZero, case .number = scale.gives else { return number }
    return zeroed(number)
  }

  /// Rounds to the decimals of a `record` line, or writes more decimals.
  mutating func recorded(_ number: Number, _ record: Record) throws(Failure) -> Number {
    if record.decimals == number.scale { return number }
    let more = record.decimals - number.scale
    guard record.decimals >= 0, let factor = PowerOfTen.int64(max(more, 0)),
      let divisor = PowerOfTen.int64(max(-more, 0)),
      let scaled = number.bounds.scaled(by: factor)
    else { throw .needsExact }
    let register = target(number)
    append(
      .rescale(number.register, factor: factor, divisor: divisor, record.mode, into: register))
    let bounds = Bounds(low: scaled.low / divisor - 1, high: scaled.high / divisor + 1)
    return Number(register: register, scale: record.decimals, bounds: bounds, isTemporary: true)
  }

  mutating func age(
    birth: Expression, on: Expression, rule: AgeRule, at place: Place
  ) throws(Failure) -> Number {
    let from = try number(birth, at: place, missingAsZero: false)
    let day = try number(on, at: place, missingAsZero: false)
    let register = newNumber()
    append(.age(birth: from.register, on: day.register, rule, into: register))
    return Number(
      register: register, scale: 0, bounds: Bounds(low: -10_000, high: 10_000), isTemporary: true)
  }

  // MARK: - Conditions

  /// The states of a condition.
  mutating func state(_ condition: Condition, at place: Place) throws(Failure) -> Int {
    switch condition {
    case .number(let expression, let interval):
      if let vector = try ownColumn(expression, at: place), vector.kind == .number {
        return columnWithin(vector, interval.wholeRange(scale: vector.scale))
      }
      do throws(Failure) {
        let number = try number(expression, at: place, missingAsZero: false)
        return within(number, interval.wholeRange(scale: number.scale))
      } catch .needsExact {
        return try exactState(condition, at: place)
      }
    case .date(let left, let comparison, let right):
      do throws(Failure) {
        let a = try number(left, at: place, missingAsZero: false)
        let b = try number(right, at: place, missingAsZero: false)
        guard a.scale == b.scale else { throw .needsExact }
        let register = newState()
        switch comparison {
        case .onOrBefore: append(.compare(a.register, .lessOrEqual, b.register, into: register))
        case .before: append(.compare(a.register, .less, b.register, into: register))
        case .onOrAfter: append(.compare(b.register, .lessOrEqual, a.register, into: register))
        case .after: append(.compare(b.register, .less, a.register, into: register))
        }
        return register
      } catch .needsExact {
        return try exactState(condition, at: place)
      }
    case .dateIn(let expression, let window):
      if let days = evaluator.days(of: window), let vector = try ownColumn(expression, at: place),
        vector.kind == .number
      {
        return columnWithin(vector, days)
      }
      return try inside(
        try number(expression, at: place, missingAsZero: false), window, at: place, anchor: nil)
    case .oneOf(let operand, let positions, let negated):
      let size = max(evaluator.listSize(operand, of: place.table), (positions.max() ?? 0) + 1)
      var table = [UInt8](repeating: negated ? State.met : State.unmet, count: size)
      for position in positions where position >= 0 {
        table[position] = negated ? State.unmet : State.met
      }
      if let vector = try ownColumn(.cell(operand), at: place), vector.kind == .code {
        let register = newState()
        append(.columnListed(vector, table, into: register))
        return register
      }
      return listed(try number(.cell(operand), at: place, missingAsZero: false), table)
    case .code(let operand, let spellings, let negated):
      let (codes, dictionary) = try code(operand, at: place)
      var table = [UInt8](
        repeating: negated ? State.met : State.unmet, count: dictionary.count)
      for spelling in spellings {
        if let code = dictionary.code(of: spelling) {
          table[code] = negated ? State.unmet : State.met
        }
      }
      return listed(codes, table)
    case .flag(let operand, let expected):
      let leaf = try leaf(operand, at: place)
      guard leaf.vector.kind == .flag else {
        return within(load(leaf), expected ? 1...1 : 0...0)
      }
      let state = loadState(leaf)
      if !expected { append(.not(state, into: state)) }
      return state
    case .missing(let operand): return try presence(operand, at: place, negated: false)
    case .present(let operand): return try presence(operand, at: place, negated: true)
    case .member(let population, let links):
      let mask = try evaluator.population(population)
      var seen = place
      for link in links { seen = try follow(link, from: seen) }
      return member(of: mask, at: seen)
    }
  }

  /// Whether rows belong to a mask.
  mutating func member(of mask: RowMask, at place: Place) -> Int {
    let register = newState()
    if let rows = place.rows {
      append(.gatherMember(mask, rows: rows, into: register))
    } else {
      append(.member(mask, into: register))
    }
    return register
  }

  private mutating func presence(
    _ operand: CellPath, at place: Place, negated: Bool
  ) throws(Failure) -> Int {
    let leaf = try leaf(operand, at: place)
    let register = newState()
    if leaf.vector.kind == .flag {
      append(.isStateMissing(loadState(leaf), negated: negated, into: register))
    } else if place == leaf.source.place, place.rows == nil {
      append(.columnMissing(leaf.vector, negated: negated, into: register))
    } else {
      append(.isMissing(load(leaf).register, negated: negated, into: register))
    }
    return register
  }

  /// The vector of a cell of the block's own rows, unless it is loaded already.
  private func ownColumn(
    _ expression: Expression, at place: Place
  ) throws(Failure) -> Vector? {
    guard place.rows == nil, case .cell(let path) = expression, evaluator.unrounded(path) == nil
    else { return nil }
    switch path {
    case .column(let column):
      let source = Source(place: place, item: .column(column))
      return loaded[source] == nil ? evaluator.column(column, of: place.table) : nil
    case .value(let value):
      let source = Source(place: place, item: .value(value))
      return loaded[source] == nil ? try evaluator.value(value) : nil
    case .through: return nil
    }
  }

  private mutating func columnWithin(_ vector: Vector, _ range: ClosedRange<Int64>?) -> Int {
    let register = newState()
    append(
      .columnWithin(
        vector, low: range?.lowerBound ?? 1, high: range?.upperBound ?? 0, into: register))
    return register
  }

  private mutating func within(_ number: Number, _ range: ClosedRange<Int64>?) -> Int {
    let register = newState()
    append(
      .within(
        number.register, low: range?.lowerBound ?? 1, high: range?.upperBound ?? 0, into: register))
    return register
  }

  private mutating func listed(_ codes: Number, _ table: [UInt8]) -> Int {
    let register = newState()
    append(.listed(codes.register, table, into: register))
    return register
  }

  /// Whether dates fall in a window.
  ///
  /// - Parameter anchor: the dates that a window of days is counted from, if they are already
  ///   known;
  ///   otherwise the window's own expression is read at `place`.
  mutating func inside(
    _ date: Number, _ window: Window, at place: Place, anchor: Number?
  ) throws(Failure) -> Int {
    switch window {
    case .settlementYear, .settlementPeriod, .upToSettlementYearEnd, .termToDate, .followingYear,
      .dates:
      return within(date, evaluator.days(of: window))
    case .months(let from, let to, let countsDay, let expression):
      let start = try self.anchor(anchor, expression, at: place)
      func day(after months: Int) -> Int {
        let register = newNumber()
        append(.dayAfter(start.register, skip: countsDay ? 0 : 1, months: months, into: register))
        return register
      }
      let (first, end) = (day(after: from - 1), day(after: to))
      let (begun, open) = (newState(), newState())
      append(.compare(first, .lessOrEqual, date.register, into: begun))
      append(.compare(date.register, .less, end, into: open))
      append(.and(begun, open, into: begun))
      return begun
    case .days(let from, let to, let after, let expression):
      let start = try self.anchor(anchor, expression, at: place)
      let distance =
        after
        ? try sum(date, start, sign: -1)
        : try sum(start, date, sign: -1)
      let (low, high) = (Int64(min(from, to)), Int64(max(from, to)))
      return within(distance, low...high)
    }
  }

  /// The dates that a window is counted from: known ones, or those of its own expression.
  private mutating func anchor(
    _ known: Number?, _ expression: Expression, at place: Place
  ) throws(Failure) -> Number {
    if let known { return known }
    return try number(expression, at: place, missingAsZero: false)
  }

  /// A condition that the fast path cannot decide, evaluated row by row as a column of states.
  private mutating func exactState(
    _ condition: Condition, at place: Place
  ) throws(Failure) -> Int {
    let vector = try evaluator.exactStates(condition, of: place.table)
    let register = newState()
    if let rows = place.rows {
      append(.gatherState(vector, rows: rows, into: register))
    } else {
      append(.loadState(vector, into: register))
    }
    return register
  }

  /// The states of several conditions joined by `and`, or by `or`; of none, met or unmet.
  mutating func joined(
    _ conditions: [Stated<Condition>], all: Bool, at place: Place, missingAsUnmet: Bool = false
  ) throws(Failure) -> Int {
    var states: [Int] = []
    for condition in conditions {
      let state = try state(condition.content, at: place)
      if missingAsUnmet { append(.missingAsUnmet(state, into: state)) }
      states.append(state)
    }
    guard let result = states.first else {
      let register = newState()
      append(.fillState(all ? State.met : State.unmet, into: register))
      return register
    }
    if evaluator.observer != nil {
      let mark = mark(conditions.flatMap { [.holds($0.span), .fails($0.span), .decides($0.span)] })
      append(.tally(states, all: all, mark: mark))
    }
    for state in states.dropFirst() {
      append(all ? .and(result, state, into: result) : .or(result, state, into: result))
    }
    return result
  }

  /// Makes marks for what rows may do; returns the first.
  private mutating func mark(_ events: [RowEvent]) -> Int {
    program.observer = evaluator.observer
    program.marks += events
    return program.marks.count - events.count
  }
}
