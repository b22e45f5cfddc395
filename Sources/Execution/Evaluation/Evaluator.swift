import Contract
import Diagnostics
import LinearAlgebra
import Quantities
import Records

/// Computes values and populations of one contract over one data set, each once, when it is first
/// asked for. Used by one thread; the work on rows is shared between cores inside.
final class Evaluator {
  let contract: Contract
  let data: DataSet
  let period: SettlementPeriod
  /// Keeps what rows do; nil if nobody asked for it.
  let observer: RowObserver?

  /// What was found wrong so far, each once, in the order in which it was found.
  private(set) var diagnostics: [Diagnostic] = []

  private enum Memo<Result> {
    case unknown
    case running
    case failed
    case known(Result)
  }

  private var values: [Memo<Vector>]
  private var populations: [Memo<Members>]
  private var columns: [[Vector?]]

  /// The rows of a population and how they came to be.
  struct Members {
    let mask: RowMask
    let flow: Flow
  }

  init(
    contract: Contract, data: DataSet, period: SettlementPeriod, observer: RowObserver? = nil
  ) {
    self.contract = contract
    self.data = data
    self.period = period
    self.observer = observer
    values = Array(repeating: .unknown, count: contract.values.count)
    populations = Array(repeating: .unknown, count: contract.populations.count)
    columns = data.tables.map { Array(repeating: nil, count: $0.columns.count) }
  }

  /// Notes an error and says that there is no result.
  func record(_ error: ExecutionError) -> Failure {
    diagnostics.append(error.diagnostic(in: contract, period: period))
    return .recorded
  }

  /// Notes a contradiction in the plan, which no contract text can cause.
  func inconsistent(_ what: String) -> Failure { record(.inconsistentPlan(what)) }

  /// Stops when rows had no result.
  func check(_ trouble: Trouble, in declaration: Declaration) throws(Failure) {
    if trouble.uncovered > 0 {
      throw record(.outsideScale(declaration, rows: trouble.uncovered))
    }
    if trouble.outsideCalendar > 0 {
      throw record(.overflow(declaration, rows: trouble.outsideCalendar))
    }
    if trouble.zeroDivisor > 0 {
      throw record(.zeroDivisor(declaration, rows: trouble.zeroDivisor))
    }
  }

  // MARK: - Columns

  /// A column of the data.
  func column(_ column: Int, of table: Int) -> Vector {
    if let known = columns[table][column] { return known }
    let found = data.tables[table].columns[column]
    var codes = found.dictionary.count
    if case .reference(let target) = found.kind { codes = rows(of: target) }
    let vector = Vector(found, codes: codes)
    columns[table][column] = vector
    return vector
  }

  func rows(of table: Int) -> Int { data.tables[table].rowCount }

  /// The single key column of a table.
  func key(of table: Int) -> Int? {
    let key = data.tables[table].schema.key
    return key.count == 1 ? key.first : nil
  }

  /// The dictionary of a code column; of a referring column that of the key it refers to.
  func dictionary(of column: Int, in table: Int) -> ByteDictionary {
    let found = data.tables[table].columns[column]
    if case .reference(let target) = found.kind, let key = key(of: target) {
      return dictionary(of: key, in: target)
    }
    return found.dictionary
  }

  /// The type of what an operand refers to.
  func type(_ operand: CellPath, of table: Int) -> ValueType {
    switch operand {
    case .column(let column): contract.tables[table].types[column]
    case .value(let value): contract.values[value].type
    case .through(_, let next, let inner): type(inner, of: next)
    }
  }

  /// Whether zero is a value of the operand's type.
  func hasZero(_ operand: CellPath, of table: Int) -> Bool {
    switch type(operand, of: table) {
    case .number, .flag: true
    case .date, .oneOf, .code: false
    }
  }

  func isDate(_ expression: Expression, of table: Int) -> Bool {
    switch expression {
    case .date, .settlementYearStart, .settlementYearEnd, .settlementPeriodStart,
      .settlementPeriodEnd, .observationDay, .monthsAfter:
      true
    case .cell(let operand): type(operand, of: table) == .date
    case .add(let a, let b), .subtract(let a, let b):
      isDate(a, of: table) != isDate(b, of: table)
    case .smallestOf(let list), .largestOf(let list), .firstPresentOf(let list):
      list.contains { isDate($0, of: table) }
    case .constant, .multiply, .divide, .negate, .scale: false
    }
  }

  /// How many members the closed list of an operand has.
  func listSize(_ operand: CellPath, of table: Int) -> Int {
    if case .oneOf(let list) = type(operand, of: table) { return list.count }
    return 2
  }

  /// The day numbers of a window that does not depend on the row.
  func days(of window: Window) -> ClosedRange<Int64>? {
    let last = Int64(period.days.lastDay.dayNumber)
    switch window {
    case .settlementYear: return Int64(period.settlementYear.start.dayNumber)...last
    case .settlementPeriod: return Int64(period.days.start.dayNumber)...last
    case .upToSettlementYearEnd: return (Int64.min + 1)...last
    case .termToDate: return Int64(contract.term.start.dayNumber)...last
    case .followingYear:
      let start = period.fullYear.end
      return Int64(start.dayNumber)...Int64(start.adding(months: 12).dayNumber - 1)
    case .dates(let interval):
      return Int64(interval.start.dayNumber)...Int64(interval.lastDay.dayNumber)
    case .days, .months: return nil
    }
  }

  // MARK: - Values

  /// The figures of a value, one per row of its subject.
  func value(_ index: Int) throws(Failure) -> Vector {
    switch values[index] {
    case .known(let vector): return vector
    case .failed: throw .recorded
    case .running: throw inconsistent("a value that depends on itself")
    case .unknown: break
    }
    values[index] = .running
    do throws(Failure) {
      let vector = try compute(contract.values[index])
      values[index] = .known(vector)
      return vector
    } catch {
      values[index] = .failed
      throw .recorded
    }
  }

  /// The expression of a value that is an exact quotient, which no column holds.
  func unrounded(_ operand: CellPath) -> Expression? {
    guard case .value(let index) = operand, contract.values[index].isUnrounded,
      case .expression(let expression) = contract.values[index].definition
    else { return nil }
    return expression
  }

  private func compute(_ value: Value) throws(Failure) -> Vector {
    switch value.definition {
    case .expression(let expression):
      return try numbers(of: value) { builder, place throws(Failure) in
        try builder.number(expression, at: place, missingAsZero: value.missing == .countsAsZero)
      } exact: { () throws(Failure) in
        try self.exactNumbers(
          expression, of: value.subject, missingAsZero: value.missing == .countsAsZero,
          record: value.record, declaration: value.declaration)
      }
    case .anyOf(let conditions): return try states(conditions, all: false, of: value)
    case .allOf(let conditions): return try states(conditions, all: true, of: value)
    case .age(let birth, let on, let rule):
      return try numbers(of: value) { builder, place throws(Failure) in
        try builder.age(birth: birth, on: on, rule: rule, at: place)
      } exact: { () throws(Failure) in
        throw self.inconsistent("an age of dates that cannot be computed")
      }
    case .rows(let selection, let aggregate):
      return try RowAggregation(
        evaluator: self, value: value, selection: selection, aggregate: aggregate
      ).vector()
    case .grid(let grid):
      return try GridAggregation(evaluator: self, value: value, grid: grid).vector()
    }
  }

  private func numbers(
    of value: Value,
    _ build: (inout ProgramBuilder, ProgramBuilder.Place) throws(Failure) -> ProgramBuilder.Number,
    exact: () throws(Failure) -> Vector
  ) throws(Failure) -> Vector {
    do throws(Failure) {
      var builder = ProgramBuilder(self)
      let place = ProgramBuilder.Place(table: value.subject, rows: nil)
      var number = try build(&builder, place)
      if let record = value.record { number = try builder.recorded(number, record) }
      let numbers = try run(builder, number, of: value.subject, in: value.declaration)
      return vector(numbers, scale: number.scale, type: value.type)
    } catch .needsExact {
      return try exact()
    }
  }

  /// A finished column in the form that its type has.
  func vector(_ numbers: [Int64], scale: Int, type: ValueType) -> Vector {
    switch type {
    case .number, .date: Vector(numbers: numbers, scale: scale)
    case .oneOf, .code: Vector(codes: numbers)
    case .flag:
      Vector(
        states: numbers.map {
          Int8($0 == .min ? State.missing : $0 == 0 ? State.unmet : State.met)
        })
    }
  }

  /// Runs a program and keeps one register of all rows.
  func run(
    _ builder: ProgramBuilder, _ number: ProgramBuilder.Number, of table: Int,
    in declaration: Declaration
  ) throws(Failure) -> [Int64] {
    let rows = rows(of: table)
    var trouble = Trouble()
    let result = [Int64](unsafeUninitializedCapacity: rows) { buffer, initialised in
      if let base = buffer.baseAddress {
        // Workers write disjoint rows.
        nonisolated(unsafe) let out = base
        trouble = builder.program.run(rows: rows, workers: Workers.count(rows: rows)) {
          _, first, count, registers in
          (out + first).initialize(from: registers.number(number.register), count: count)
        }
      }
      initialised = rows
    }
    try check(trouble, in: declaration)
    return result
  }

  private func states(
    _ conditions: [Stated<Condition>], all: Bool, of value: Value
  ) throws(Failure) -> Vector {
    var builder = ProgramBuilder(self)
    let place = ProgramBuilder.Place(table: value.subject, rows: nil)
    let state: Int
    do throws(Failure) {
      state = try builder.joined(
        conditions, all: all, at: place, missingAsUnmet: value.missing == .countsAsZero)
    } catch {
      throw error == .needsExact ? inconsistent("a date that is not a whole day") : error
    }
    return try states(builder, state, of: value.subject, in: value.declaration)
  }

  /// Runs a program and keeps one register of states of all rows.
  func states(
    _ builder: ProgramBuilder, _ state: Int, of table: Int, in declaration: Declaration
  ) throws(Failure) -> Vector {
    let rows = rows(of: table)
    var trouble = Trouble()
    let result = [Int8](unsafeUninitializedCapacity: rows) { buffer, initialised in
      if let base = buffer.baseAddress {
        // Workers write disjoint rows.
        nonisolated(unsafe) let out = base
        trouble = builder.program.run(rows: rows, workers: Workers.count(rows: rows)) {
          _, first, count, registers in
          let states = registers.state(state)
          for index in 0..<count {
            (out + first + index).initialize(to: Int8(truncatingIfNeeded: states[index]))
          }
        }
      }
      initialised = rows
    }
    try check(trouble, in: declaration)
    return Vector(states: result)
  }

  /// Runs a program on the rows of a mask alone and keeps one register per column, the rows in
  /// order.
  ///
  /// - Parameter rows: the register that the program takes the rows from.
  func run(
    _ builder: ProgramBuilder, _ columns: [ProgramBuilder.Number], rows: Int, on mask: RowMask,
    in declaration: Declaration
  ) throws(Failure) -> [[Int64]] {
    let total = mask.present
    let workers = Workers.count(rows: total)
    var trouble = Trouble()
    let memory = UnsafeMutablePointer<Int64>.allocate(capacity: max(total * columns.count, 1))
    defer { memory.deallocate() }
    // Workers write disjoint parts: each begins at the rank of its first row.
    nonisolated(unsafe) let out = memory
    trouble = builder.program.run(mask, into: rows, workers: workers) {
      _, rank, count, registers in
      for (index, column) in columns.enumerated() {
        (out + index * total + rank).initialize(
          from: registers.number(column.register), count: count)
      }
    }
    try check(trouble, in: declaration)
    return columns.indices.map {
      Array(UnsafeBufferPointer(start: memory + $0 * total, count: total))
    }
  }

  // MARK: - Populations

  /// The rows of a population.
  func population(_ index: Int) throws(Failure) -> RowMask { try members(index).mask }

  /// The rows of a population with its flow.
  func members(_ index: Int) throws(Failure) -> Members {
    switch populations[index] {
    case .known(let members): return members
    case .failed: throw .recorded
    case .running: throw inconsistent("a population that depends on itself")
    case .unknown: break
    }
    populations[index] = .running
    do throws(Failure) {
      let members = try FlowCounting(evaluator: self, population: contract.populations[index])
        .members()
      populations[index] = .known(members)
      return members
    } catch {
      populations[index] = .failed
      throw .recorded
    }
  }

  /// The flows of all populations that were asked for, in the order of the contract.
  var flows: [Flow] {
    populations.compactMap { memo in
      if case .known(let members) = memo { return members.flow }
      return nil
    }
  }
}
