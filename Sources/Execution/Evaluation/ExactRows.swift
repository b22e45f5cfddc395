import Contract
import Quantities

/// Expressions row by row in exact fractions: divisions, and numbers too large for the fast path.
struct ExactRows {
  /// A divisor was zero.
  private struct ZeroDivisor: Error {}
  private struct Uncovered: Error {}

  let evaluator: Evaluator
  let table: Int
  let missingAsZero: Bool
  private let operands: [CellPath: Vector]
  private let scales: [[Int64]: Int]

  /// Evaluates every operand of an expression beforehand.
  ///
  /// - Throws: `Failure.recorded`.
  init(
    _ expressions: [Expression], evaluator: Evaluator, table: Int, missingAsZero: Bool
  ) throws(Failure) {
    self.evaluator = evaluator
    self.table = table
    self.missingAsZero = missingAsZero
    scales = [:]
    var found: [CellPath: Vector] = [:]
    for expression in expressions {
      for operand in Self.operands(expression, evaluator) where found[operand] == nil {
        found[operand] = try evaluator.vector(of: operand, in: table)
      }
    }
    operands = found
  }

  /// The columns that an expression reads; of exact quotients those that they are made from.
  private static func operands(
    _ expression: Expression, _ evaluator: Evaluator
  ) -> [CellPath] {
    expression.cells.flatMap { path in
      evaluator.unrounded(path).map { operands($0, evaluator) } ?? [path]
    }
  }

  /// What a row gives.
  enum Outcome {
    case fraction(Fraction)
    case missing
    case overflow
    case zeroDivisor
    case uncovered
  }

  /// The figure of one row.
  func evaluate(_ expression: Expression, row: Int) -> Outcome {
    do {
      guard let result = try fraction(expression, row, missingAsZero) else { return .missing }
      return .fraction(result)
    } catch is ZeroDivisor {
      return .zeroDivisor
    } catch is Uncovered {
      return .uncovered
    } catch {
      return .overflow
    }
  }

  private func fraction(
    _ expression: Expression, _ row: Int, _ zero: Bool
  ) throws -> Fraction? {
    switch expression {
    case .constant(let value):
      guard let numerator = Int128(exactly: value.numerator),
        let denominator = Int128(exactly: value.denominator)
      else { throw Fraction.Overflow() }
      return Fraction(numerator, denominator)
    case .date(let date): return Fraction(Int128(date.dayNumber))
    case .settlementYearStart:
      return Fraction(Int128(evaluator.period.settlementYear.start.dayNumber))
    case .settlementYearEnd:
      return Fraction(Int128(evaluator.period.settlementYear.lastDay.dayNumber))
    case .settlementPeriodStart: return Fraction(Int128(evaluator.period.days.start.dayNumber))
    case .settlementPeriodEnd: return Fraction(Int128(evaluator.period.days.lastDay.dayNumber))
    // A day of a grid has been put in.
    case .observationDay: return nil
    case .cell(let operand):
      if let quotient = evaluator.unrounded(operand) {
        return try fraction(quotient, row, false) ?? (zero ? Fraction(0) : nil)
      }
      guard let vector = operands[operand] else { return nil }
      guard let value = vector[row] else {
        return zero && evaluator.hasZero(operand, of: table) ? Fraction(0) : nil
      }
      return Fraction(Int128(value), Int128(PowerOfTen.int64(vector.scale) ?? 1))
    case .monthsAfter(let date, let months):
      guard let from = try fraction(date, row, zero) else { return nil }
      guard from.denominator == 1, let day = Int(exactly: from.numerator),
        let date = CivilDate(exactly: day)
      else { throw Fraction.Overflow() }
      return Fraction(Int128(date.lastDay(ofMonthsAfter: months).dayNumber))
    case .add(let a, let b):
      guard let (x, y) = try pair(a, b, row, zero) else { return nil }
      return try x.adding(y)
    case .subtract(let a, let b):
      guard let (x, y) = try pair(a, b, row, zero) else { return nil }
      return try x.adding(y.negated)
    case .multiply(let a, let b):
      guard let (x, y) = try pair(a, b, row, zero) else { return nil }
      return try x.multiplied(by: y)
    case .divide(let a, let b):
      guard let (x, y) = try pair(a, b, row, zero) else { return nil }
      guard let reciprocal = y.reciprocal else { throw ZeroDivisor() }
      return try x.multiplied(by: reciprocal)
    case .negate(let a): return try fraction(a, row, zero)?.negated
    case .scale(let index, let inputs): return try look(index, inputs, row, zero)
    case .smallestOf(let list): return try choose(list, row, zero) { try $0.isLess(than: $1) }
    case .largestOf(let list): return try choose(list, row, zero) { try $1.isLess(than: $0) }
    case .firstPresentOf(let list): return try choose(list, row, zero) { _, _ in false }
    }
  }

  private func pair(
    _ a: Expression, _ b: Expression, _ row: Int, _ zero: Bool
  ) throws -> (Fraction, Fraction)? {
    guard let x = try fraction(a, row, zero), let y = try fraction(b, row, zero) else { return nil }
    return (x, y)
  }

  private func choose(
    _ list: [Expression], _ row: Int, _ zero: Bool, replaces: (Fraction, Fraction) throws -> Bool
  ) throws -> Fraction? {
    var best: Fraction?
    for expression in list {
      guard let next = try fraction(expression, row, false) else { continue }
      if let known = best {
        if try replaces(next, known) { best = next }
      } else {
        best = next
      }
    }
    if let best { return best }
    return zero && !list.contains { evaluator.isDate($0, of: table) } ? Fraction(0) : nil
  }

  private func look(
    _ index: Int, _ inputs: [Expression], _ row: Int, _ zero: Bool
  ) throws -> Fraction? {
    let scale = evaluator.contract.scales[index]
    // A category has no zero.
    let isNumber = if case .number = scale.gives { true } else { false }
    var values: [Exact] = []
    for input in inputs {
      guard let value = try fraction(input, row, zero) else {
        return zero && isNumber ? Fraction(0) : nil
      }
      guard let exact = Exact(value.numerator).divided(by: Exact(value.denominator)) else {
        throw Fraction.Overflow()
      }
      values.append(exact)
    }
    for (place, line) in scale.rows.enumerated()
    where zip(line.patterns, values).allSatisfy({ $0.covers($1) }) {
      evaluator.observer?.add(.scaleRow(scale: index, row: place))
      return try fraction(.constant(line.result), row, false)
    }
    throw Uncovered()
  }
}

extension ScalePattern {
  /// Whether an input, or a position in a list, fits.
  func covers(_ value: Exact) -> Bool {
    switch self {
    case .interval(let interval): interval.contains(value)
    case .code(let position): value == Exact(position)
    case .any: true
    }
  }
}

extension Evaluator {
  /// An operand as a column of the table that it is seen from.
  func vector(of operand: CellPath, in table: Int) throws(Failure) -> Vector {
    switch operand {
    case .column(let column): return self.column(column, of: table)
    case .value(let value): return try self.value(value)
    case .through:
      var builder = ProgramBuilder(self)
      let number = try builder.number(
        .cell(operand), at: ProgramBuilder.Place(table: table, rows: nil), missingAsZero: false)
      let numbers = try run(
        builder, number, of: table, in: contract.tables[table].declaration)
      return Vector(numbers: numbers, scale: number.scale)
    }
  }

  /// An expression as a column of numbers, by exact fractions.
  ///
  /// Without `record` the result is kept at the scale of its terms, which a division has none of.
  func exactNumbers(
    _ expression: Expression, of table: Int, missingAsZero: Bool, record: Record?,
    declaration: Declaration
  ) throws(Failure) -> Vector {
    let rows = try ExactRows(
      [expression], evaluator: self, table: table, missingAsZero: missingAsZero)
    let decimals: Int
    if let record {
      decimals = record.decimals
    } else if let natural = try naturalScale(expression, of: table) {
      decimals = natural
    } else {
      throw self.record(.unrounded(declaration))
    }
    guard let factor = PowerOfTen.int64(max(decimals, 0)),
      let divisor = PowerOfTen.int64(max(-decimals, 0))
    else { throw self.record(.overflow(declaration, rows: self.rows(of: table))) }
    let mode = record?.mode ?? .down
    var trouble = Trouble()
    var overflow = 0
    var numbers: [Int64] = []
    numbers.reserveCapacity(self.rows(of: table))
    for row in 0..<self.rows(of: table) {
      switch rows.evaluate(expression, row: row) {
      case .missing: numbers.append(.min)
      case .zeroDivisor:
        trouble.zeroDivisor += 1
        numbers.append(.min)
      case .uncovered:
        trouble.uncovered += 1
        numbers.append(.min)
      case .overflow:
        overflow += 1
        numbers.append(.min)
      case .fraction(let value):
        let (scaled, over) = value.numerator.multipliedReportingOverflow(by: Int128(factor))
        let (base, overBase) = value.denominator.multipliedReportingOverflow(by: Int128(divisor))
        let number = over || overBase ? nil : Int64(exactly: mode.quotient(scaled, by: base))
        let (whole, overWhole) = (number ?? .max).multipliedReportingOverflow(by: divisor)
        if number != nil, !overWhole, whole != .min {
          numbers.append(whole)
        } else {
          overflow += 1
          numbers.append(.min)
        }
      }
    }
    try check(trouble, in: declaration)
    if overflow > 0 { throw self.record(.overflow(declaration, rows: overflow)) }
    return Vector(numbers: numbers, scale: max(decimals, 0))
  }

  /// The decimals that an expression without division has in every row; nil with a division.
  private func naturalScale(_ expression: Expression, of table: Int) throws(Failure) -> Int? {
    func largest(_ list: [Expression]) throws(Failure) -> Int? {
      var scale = 0
      for item in list {
        guard let own = try naturalScale(item, of: table) else { return nil }
        scale = max(scale, own)
      }
      return scale
    }
    switch expression {
    case .constant(let value): return value.fixedDecimals
    case .date, .settlementYearStart, .settlementYearEnd, .settlementPeriodStart,
      .settlementPeriodEnd, .observationDay, .monthsAfter:
      return 0
    case .cell(let operand):
      return unrounded(operand) != nil ? nil : try vector(of: operand, in: table).scale
    case .add(let a, let b), .subtract(let a, let b): return try largest([a, b])
    case .multiply(let a, let b):
      guard let x = try naturalScale(a, of: table), let y = try naturalScale(b, of: table) else {
        return nil
      }
      return x + y
    case .divide: return nil
    case .negate(let a): return try naturalScale(a, of: table)
    case .scale(let index, _):
      return contract.scales[index].results.reduce(0) { scale, result in
        guard let scale, let own = result.fixedDecimals else { return nil }
        return max(scale, own)
      }
    case .smallestOf(let list), .largestOf(let list), .firstPresentOf(let list):
      return try largest(list)
    }
  }

  /// A condition on numbers or dates as a column of states, by exact fractions.
  func exactStates(_ condition: Condition, of table: Int) throws(Failure) -> Vector {
    let expressions: [Expression]
    switch condition {
    case .number(let expression, _): expressions = [expression]
    case .date(let left, _, let right): expressions = [left, right]
    default: throw inconsistent("a condition that is not on numbers")
    }
    let rows = try ExactRows(expressions, evaluator: self, table: table, missingAsZero: false)
    let declaration = contract.tables[table].declaration
    var trouble = Trouble()
    var overflow = 0
    var states: [Int8] = []
    states.reserveCapacity(self.rows(of: table))
    for row in 0..<self.rows(of: table) {
      var values: [Exact] = []
      for expression in expressions {
        switch rows.evaluate(expression, row: row) {
        case .missing: break
        case .zeroDivisor: trouble.zeroDivisor += 1
        case .uncovered: trouble.uncovered += 1
        case .overflow: overflow += 1
        case .fraction(let value):
          if let exact = Exact(value.numerator).divided(by: Exact(value.denominator)) {
            values.append(exact)
          }
        }
      }
      guard values.count == expressions.count else {
        states.append(Int8(State.missing))
        continue
      }
      let holds =
        switch condition {
        case .number(_, let interval): interval.contains(values[0])
        case .date(_, .onOrBefore, _): values[0] <= values[1]
        case .date(_, .before, _): values[0] < values[1]
        case .date(_, .onOrAfter, _): values[0] >= values[1]
        case .date(_, .after, _): values[0] > values[1]
        default: false
        }
      states.append(Int8(holds ? State.met : State.unmet))
    }
    try check(trouble, in: declaration)
    if overflow > 0 { throw record(.overflow(declaration, rows: overflow)) }
    return Vector(states: states)
  }
}
