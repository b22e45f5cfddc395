import Diagnostics
import Language
import Quantities

// Grammar of row-level arithmetic:
//   sum      = product { (+ | −) product }
//   product  = factor { (× | ÷) factor }
//   factor   = − factor | ( sum ) | number | quantity | date | name | scale ( sum {, sum} )
//            | earliest of ( … ) | latest of ( … ) | first present of ( … ) | greater of ( … )
//            | lesser of ( … ) | settlement year start | settlement year end | that day | age | count

extension Compiler {
  func expression(_ cursor: inout Cursor, in scope: RowScope) throws(Skip) -> TypedExpression {
    let start = cursor.index
    var left = try product(&cursor, in: scope)
    while true {
      if cursor.take(.plus) {
        let right = try product(&cursor, in: scope)
        left = try combine(left, right, at: cursor.span(from: start), plus: true)
      } else if cursor.take(.minus) {
        let right = try product(&cursor, in: scope)
        left = try combine(left, right, at: cursor.span(from: start), plus: false)
      } else {
        return left
      }
    }
  }

  private func product(_ cursor: inout Cursor, in scope: RowScope) throws(Skip) -> TypedExpression {
    let start = cursor.index
    var left = try factor(&cursor, in: scope)
    while true {
      let times = cursor.take(.times)
      guard times || cursor.take(.divide) else { return left }
      let right = try factor(&cursor, in: scope)
      let span = cursor.span(from: start)
      let (a, b) = (try unit(of: left), try unit(of: right))
      guard
        let result = times ? UnitAlgebra.product(a, b) : UnitAlgebra.quotient(a, b)
      else {
        reportUnits(a, left.span, b, right.span, times: times)
        throw Skip()
      }
      let plain: Expression =
        times
        ? .multiply(left.expression, right.expression)
        : .divide(left.expression, right.expression)
      left = TypedExpression(
        expression: result.factor == 1 ? plain : .multiply(plain, .constant(result.factor)),
        type: .number(result.unit), mayBeMissing: left.mayBeMissing || right.mayBeMissing,
        span: span,
        granularity: times
          ? left.granularity * right.granularity * .multiples(of: result.factor) : .arbitrary)
    }
  }

  func unit(of typed: TypedExpression) throws(Skip) -> Unit {
    guard case .number(let unit) = typed.type else {
      report(
        "U203", at: typed.span, "arithmetic needs a number here", "ここには数が必要です",
        label: ("not a number", "数ではありません"))
      throw Skip()
    }
    return unit
  }

  func reportUnits(_ a: Unit, _ aSpan: Span, _ b: Unit, _ bSpan: Span, times: Bool) {
    let (x, y) = (text(a), text(b))
    report(
      "U201", at: aSpan,
      "'\(x.en)' cannot be \(times ? "multiplied" : "divided") by '\(y.en)'",
      "「\(x.ja)」と「\(y.ja)」は\(times ? "掛け" : "割り")合わせることができません",
      label: x, others: [(bSpan, y.en, y.ja)],
      remarks: [
        times
          ? .rule(
            "a product is of a number or a percentage and a figure, or of a price and what it is counted by",
            "掛け算は、数または割合(%)と値、あるいは単価とその数量の間で行います")
          : .rule(
            "a figure is divided by a number, a percentage, or a figure of a unit without 'per'",
            "割り算は、数・割合(%)・単価でない値で行います")
      ])
  }

  private func combine(
    _ left: TypedExpression, _ right: TypedExpression, at span: Span, plus: Bool
  ) throws(Skip) -> TypedExpression {
    let type: ValueType
    switch (left.type, right.type, plus) {
    case (.date, .number(Unit("month")), true): return try monthsAfter(left, right, at: span)
    case (.date, .date, false): type = .number(Unit("day"))
    case (.date, .number(let unit), _) where unit.id == "day" && unit.per == nil: type = .date
    case (.number(let a), .number(let b), _):
      guard let unit = plus ? UnitAlgebra.sum(a, b) : UnitAlgebra.difference(a, b) else {
        let (x, y) = (text(a), text(b))
        report(
          "U202", at: right.span,
          plus
            ? "'\(y.en)' cannot be added to '\(x.en)'"
            : "'\(y.en)' cannot be subtracted from '\(x.en)'",
          "単位が異なるため\(plus ? "加算" : "減算")できません(\(x.ja)と\(y.ja))",
          label: y, others: [(left.span, x.en, x.ja)])
        throw Skip()
      }
      type = .number(unit)
    default:
      report(
        "U203", at: span, "these cannot be \(plus ? "added" : "subtracted")",
        "この二つは\(plus ? "足す" : "引く")ことができません")
      throw Skip()
    }
    return TypedExpression(
      expression: plus
        ? .add(left.expression, right.expression) : .subtract(left.expression, right.expression),
      type: type, mayBeMissing: left.mayBeMissing || right.mayBeMissing, span: span,
      granularity: left.granularity + right.granularity)
  }

  /// `started_on + 6 months`: whole months, so many as a window may have.
  private func monthsAfter(
    _ date: TypedExpression, _ months: TypedExpression, at span: Span
  ) throws(Skip) -> TypedExpression {
    guard case .constant(let number) = months.expression, let number = number.int64,
      (1..<Int64(Self.longestWindow)).contains(number)
    else {
      report(
        "U203", at: months.span, "months are added to a date as a whole number: … + 6 months",
        "日付に加える月数は整数で書きます(例 …+6か月)")
      throw Skip()
    }
    try requireWholeDay(date)
    return TypedExpression(
      expression: .monthsAfter(date.expression, months: Int(number)), type: .date,
      mayBeMissing: date.mayBeMissing, span: span, granularity: .step(1))
  }

  private func factor(_ cursor: inout Cursor, in scope: RowScope) throws(Skip) -> TypedExpression {
    let start = cursor.index
    func constant(_ expression: Expression, _ type: ValueType, _ step: Granularity = .step(1))
      -> TypedExpression
    {
      TypedExpression(
        expression: expression, type: type, mayBeMissing: false, span: cursor.span(from: start),
        granularity: step)
    }
    var isNegative = false
    while cursor.take(.minus) { isNegative.toggle() }
    if cursor.index > start {
      let inner = try factor(&cursor, in: scope)
      _ = try unit(of: inner)
      return TypedExpression(
        expression: isNegative ? .negate(inner.expression) : inner.expression, type: inner.type,
        mayBeMissing: inner.mayBeMissing, span: cursor.span(from: start),
        granularity: inner.granularity)
    }
    if cursor.take(.open) {
      let inner = try expression(&cursor, in: scope)
      guard cursor.take(.close) else { throw unexpected(cursor, expected: ")", ")") }
      return inner
    }
    switch cursor.peek {
    case .numeral(let numeral)?:
      _ = cursor.next()
      return constant(
        .constant(numeral.exact), .number(UnitAlgebra.number), .multiples(of: numeral.exact))
    case .quantity(let numeral, let unit)?:
      _ = cursor.next()
      return constant(.constant(numeral.exact), .number(unit), .multiples(of: numeral.exact))
    case .date(let date)?:
      _ = cursor.next()
      return constant(.date(date), .date)
    case .word(.settlementYearStart)?:
      _ = cursor.next()
      return constant(.settlementYearStart, .date)
    case .word(.settlementYearEnd)?:
      _ = cursor.next()
      return constant(.settlementYearEnd, .date)
    case .word(.settlementPeriodStart)?:
      _ = cursor.next()
      return constant(.settlementPeriodStart, .date)
    case .word(.settlementPeriodEnd)?:
      _ = cursor.next()
      return constant(.settlementPeriodEnd, .date)
    case .word(.thatDay)?:
      let span = cursor.place
      _ = cursor.next()
      return constant(try observationDay(at: span, in: scope), .date)
    case .word(let word)?
    where [.earliestOf, .latestOf, .firstPresentOf, .greaterOf, .lesserOf].contains(word):
      _ = cursor.next()
      return try choice(word, &cursor, in: scope, start: start)
    case .word(let word)? where scope.local[word] != nil:
      _ = cursor.next()
      guard let index = scope.local[word], let value = values[index] else { throw Skip() }
      return TypedExpression(
        expression: .cell(.value(index)), type: value.type, mayBeMissing: mayBeMissing(value),
        span: cursor.span(from: start), granularity: step(of: value))
    case .word(let word)? where scope.broken.contains(word):
      throw Skip()
    case .name(let name)?:
      if case .scale(let index)? = declared[name], case .symbol(.open)? = cursor.peek(1) {
        cursor.index += 2
        return try application(of: index, name, &cursor, in: scope, start: start)
      }
      let span = cursor.place
      _ = cursor.next()
      let cell = try cell(name, at: span, in: scope)
      return TypedExpression(
        expression: .cell(cell.path), type: cell.type, mayBeMissing: cell.mayBeMissing, span: span,
        granularity: cell.granularity)
    default:
      throw unexpected(
        cursor, expected: "a name, a number or a date", "名前・数・日付のいずれか")
    }
  }

  /// `earliest of (died_on, moved_out_on, 2024-03-31)`
  private func choice(
    _ word: ValueWord, _ cursor: inout Cursor, in scope: RowScope, start: Int
  ) throws(Skip) -> TypedExpression {
    let arguments = try list(&cursor, in: scope)
    let isDate = word == .earliestOf || word == .latestOf
    let first = arguments[0]
    for argument in arguments {
      guard argument.type == first.type, !isDate || argument.type == .date,
        isDate || word == .firstPresentOf
          || { if case .number = argument.type { true } else { false } }()
      else {
        report(
          "U203", at: argument.span,
          "'\(word.english)' needs \(isDate ? "dates" : "figures of one kind")",
          "「\(word.japanese)」には\(isDate ? "日付" : "同じ種類の値")を並べます")
        throw Skip()
      }
    }
    let expressions = arguments.map(\.expression)
    let expression: Expression =
      switch word {
      case .earliestOf, .lesserOf: .smallestOf(expressions)
      case .latestOf, .greaterOf: .largestOf(expressions)
      default: .firstPresentOf(expressions)
      }
    return TypedExpression(
      expression: expression, type: first.type,
      mayBeMissing: arguments.allSatisfy(\.mayBeMissing), span: cursor.span(from: start),
      granularity: arguments.dropFirst().reduce(first.granularity) { $0 + $1.granularity })
  }

  private func list(_ cursor: inout Cursor, in scope: RowScope) throws(Skip) -> [TypedExpression] {
    guard cursor.take(.open) else { throw unexpected(cursor, expected: "(", "(") }
    var items: [TypedExpression] = []
    repeat { items.append(try expression(&cursor, in: scope)) } while cursor.take(.comma)
    guard cursor.take(.close) else { throw unexpected(cursor, expected: ")", ")") }
    return items
  }

  /// `points(answer)`
  private func application(
    of index: Int, _ name: Name, _ cursor: inout Cursor, in scope: RowScope, start: Int
  ) throws(Skip) -> TypedExpression {
    cursor.index -= 1
    let arguments = try list(&cursor, in: scope)
    used.insert(.scale(index))
    guard let scale = scales[index] else { throw Skip() }
    let span = cursor.span(from: start)
    guard arguments.count == scale.inputs.count else {
      report(
        "U204", at: span, "'\(name)' takes \(scale.inputs.count) inputs, not \(arguments.count)",
        "「\(name)」の入力は\(scale.inputs.count)個です(\(arguments.count)個書かれています)")
      throw Skip()
    }
    for (argument, input) in zip(arguments, scale.inputs) where argument.type != input {
      report(
        "U204", at: argument.span, "this is not what the scale '\(name)' takes",
        "尺度「\(name)」の入力の種類・単位と合いません",
        label: describe(argument.type),
        others: [
          (scale.declaration.span, "takes " + describe(input).en, "入力: " + describe(input).ja)
        ])
      throw Skip()
    }
    for (input, argument) in arguments.enumerated() {
      warnIfBeyond(scale, name, input: input, argument, in: scope)
    }
    let steps = scale.results.map { Granularity.multiples(of: $0) }
    return TypedExpression(
      expression: .scale(index, arguments.map(\.expression)), type: scale.gives,
      mayBeMissing: arguments.contains(where: \.mayBeMissing), span: span,
      granularity: steps.dropFirst().reduce(steps.first ?? .step(1), +))
  }

  func describe(_ type: ValueType) -> (en: String, ja: String) {
    switch type {
    case .number(let unit): text(unit)
    case .date: ("date", "日付")
    case .oneOf(let names):
      ("one of " + names.joined(separator: ", "), "いずれか " + names.joined(separator: "、"))
    case .code: ("code", "コード")
    case .flag: ("yes or no", "はい・いいえ")
    }
  }
}
