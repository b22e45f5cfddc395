import Diagnostics
import Language
import Quantities

extension Compiler {
  /// One condition: an expression, then what must be true of it.
  func condition(_ cursor: inout Cursor, in scope: RowScope) throws(Skip) -> (
    Condition, mayMiss: Bool
  ) {
    let left = try expression(&cursor, in: scope)
    guard let kind = cursor.peek else { return (try flag(left, true), left.mayBeMissing) }
    let place = cursor.place
    switch kind {
    case .bound(let comparison, let numeral, let unit):
      _ = cursor.next()
      try checkUnit(of: left, against: unit, at: place)
      return (.number(left.expression, interval(comparison, numeral.exact)), left.mayBeMissing)
    case .between(let lower, let upper, let unit, let ends):
      _ = cursor.next()
      try checkUnit(of: left, against: unit, at: place)
      return (
        .number(left.expression, try interval(lower.exact, upper.exact, ends, at: place)),
        left.mayBeMissing
      )
    case .dateBound(let comparison, let operand):
      let span = cursor.tokens[cursor.index].operandSpan ?? place
      _ = cursor.next()
      try requireDate(left)
      let right = try dateOperand(operand, at: span, in: scope)
      return (
        .date(left.expression, comparison, right.expression),
        left.mayBeMissing || right.mayBeMissing
      )
    case .word(.inSettlementYear), .word(.inSettlementPeriod), .word(.upToSettlementYearEnd),
      .word(.inTermToDate), .word(.inFollowingYear), .dateRange:
      try requireDate(left)
      guard let window = try window(&cursor, in: scope) else { throw Skip() }
      return (.dateIn(left.expression, window), left.mayBeMissing)
    case .symbol(.equals), .symbol(.notEquals):
      _ = cursor.next()
      let negated = kind == .symbol(.notEquals)
      return (try equality(left, [], &cursor, negated: negated, scope), left.mayBeMissing)
    case .word(.oneOf):
      _ = cursor.next()
      return (try equality(left, nil, &cursor, negated: false, scope), left.mayBeMissing)
    case .word(.isMissing), .word(.isPresent):
      _ = cursor.next()
      guard case .cell(let path) = left.expression else {
        report(
          "U203", at: left.span, "only a column or a value can be missing",
          "欠測を問えるのは列または個人値だけです")
        throw Skip()
      }
      guard left.granularity != .arbitrary else {
        report(
          "U203", at: left.span, "a value that is not recorded is not asked for being missing",
          "記録しない個人値の欠測は問えません",
          remarks: [
            .help("ask for the columns that it is made from", "その元となる列の欠測を問うてください")
          ])
        throw Skip()
      }
      return (kind == .word(.isMissing) ? .missing(path) : .present(path), false)
    case .symbol(.comma):
      return (try flag(left, true), left.mayBeMissing)
    default:
      throw unexpected(
        cursor, expected: "a bound, '=', 'one of', a date or 'is missing'",
        "範囲・「=」・「いずれか」・日付・「記録なし」のいずれか")
    }
  }

  private func flag(_ left: TypedExpression, _ wanted: Bool) throws(Skip) -> Condition {
    guard left.type == .flag, case .cell(let path) = left.expression else {
      report(
        "G101", at: left.span, "this is not a condition", "条件になっていません",
        label: describe(left.type))
      throw Skip()
    }
    return .flag(path, wanted)
  }

  func interval(_ comparison: Comparison, _ bound: Exact) -> Interval {
    switch comparison {
    case .atLeast: Interval(lower: bound, includesLower: true, upper: nil, includesUpper: false)
    case .above: Interval(lower: bound, includesLower: false, upper: nil, includesUpper: false)
    case .atMost: Interval(lower: nil, includesLower: false, upper: bound, includesUpper: true)
    case .below: Interval(lower: nil, includesLower: false, upper: bound, includesUpper: false)
    }
  }

  /// The interval between two bounds, which must hold a number.
  func interval(
    _ lower: Exact, _ upper: Exact, _ ends: Ends, at span: Span
  ) throws(Skip) -> Interval {
    try checkEnds(lower, upper, closed: ends == .closed, at: span)
    return Interval(
      lower: lower, includesLower: ends.lower, upper: upper, includesUpper: ends.upper)
  }

  /// An interval must hold a number.
  func checkEnds(_ lower: Exact, _ upper: Exact, closed: Bool, at span: Span) throws(Skip) {
    guard lower > upper || (lower == upper && !closed) else { return }
    report(
      "T102", at: span, "no figure lies in this interval", "この範囲に入る値はありません",
      label: ("ends before it begins", "下端が上端以上です"))
    throw Skip()
  }

  /// A bound must be in the unit of what it bounds; counts and plain numbers may leave it out.
  func checkUnit(of left: TypedExpression, against unit: Unit?, at span: Span) throws(Skip) {
    let own = try self.unit(of: left)
    if unit == own { return }
    if unit == nil && (own == UnitAlgebra.number || isPlain(own)) { return }
    let mine = text(own)
    report(
      "U202", at: span,
      unit == nil
        ? "this bound needs its unit: \(mine.en)" : "this bound is not in \(mine.en)",
      unit == nil ? "境界値に単位(\(mine.ja))が必要です" : "境界値の単位が\(mine.ja)ではありません",
      others: [(left.span, mine.en, mine.ja)])
    throw Skip()
  }

  /// Counts, points, days and months may be compared with a bare number.
  private func isPlain(_ unit: Unit) -> Bool {
    switch unitTable.definition(unit.id)?.kind {
    case .count?, .points?: unit.per == nil
    case .duration?: unit.per == nil && unit.id != "age"
    default: false
    }
  }

  func requireDate(_ typed: TypedExpression) throws(Skip) {
    guard typed.type == .date else {
      report(
        "U203", at: typed.span, "this needs to be a date", "ここは日付でなければなりません",
        label: describe(typed.type))
      throw Skip()
    }
  }

  /// Months, windows and ages are counted from whole days: the middle of two dates can be half of one.
  func requireWholeDay(_ typed: TypedExpression) throws(Skip) {
    if case .step(let step) = typed.granularity, step.isInteger { return }
    report(
      "U203", at: typed.span, "this date can lie within a day",
      "この日付は一日の途中になり得ます",
      remarks: [
        .rule(
          "months, windows and ages are counted from whole days", "月数・期間・年齢は、日単位の日付から数えます")
      ])
    throw Skip()
  }

  func dateOperand(
    _ operand: Language.Operand, at span: Span, in scope: RowScope
  ) throws(Skip) -> TypedExpression {
    func fixed(_ expression: Expression) -> TypedExpression {
      TypedExpression(
        expression: expression, type: .date, mayBeMissing: false, span: span,
        granularity: .step(1))
    }
    switch operand {
    case .date(let date): return fixed(.date(date))
    case .word(.settlementYearStart): return fixed(.settlementYearStart)
    case .word(.settlementYearEnd): return fixed(.settlementYearEnd)
    case .word(.settlementPeriodStart): return fixed(.settlementPeriodStart)
    case .word(.settlementPeriodEnd): return fixed(.settlementPeriodEnd)
    case .word(.thatDay): return fixed(try observationDay(at: span, in: scope))
    case .word:
      report(
        "U203", at: span, "this needs to be a day, such as settlement year end",
        "当年度末のように、日を指すものが必要です")
      throw Skip()
    case .name(let name):
      let cell = try cell(name, at: span, in: scope)
      let typed = TypedExpression(
        expression: .cell(cell.path), type: cell.type, mayBeMissing: cell.mayBeMissing, span: span,
        granularity: cell.granularity)
      try requireDate(typed)
      return typed
    }
  }

  /// Days; longer than anybody's life.
  static let longestWindow = 100_000

  /// `in settlement year`, `up to settlement year end`, a range of dates, `1 to 90 days after x`
  func window(_ cursor: inout Cursor, in scope: RowScope) throws(Skip) -> Window? {
    guard let kind = cursor.peek else { return nil }
    let place = cursor.place
    switch kind {
    case .word(.inSettlementYear):
      _ = cursor.next()
      return .settlementYear
    case .word(.inSettlementPeriod):
      _ = cursor.next()
      return .settlementPeriod
    case .word(.upToSettlementYearEnd):
      _ = cursor.next()
      return .upToSettlementYearEnd
    case .word(.inTermToDate):
      _ = cursor.next()
      return .termToDate
    case .word(.inFollowingYear):
      _ = cursor.next()
      return .followingYear
    case .dateRange(let first, let last):
      _ = cursor.next()
      guard let dates = DateInterval(start: first, end: last.adding(days: 1)) else {
        report("G106", at: place, "the dates end before they begin", "期間の終わりが始まりより前です")
        throw Skip()
      }
      return .dates(dates)
    case .offsetRange(let from, let to, let unit, let direction, let operand):
      let span = cursor.tokens[cursor.index].operandSpan ?? place
      _ = cursor.next()
      guard unit == .day || unit == .month, let first = from.int, let last = to.int, first <= last,
        first > -Self.longestWindow, last < Self.longestWindow
      else {
        report(
          "U203", at: place,
          "a window is written as a range of whole days or months: 1 to 90 days after …, 7 to 9 months from …",
          "期間は日数または月数の範囲で書きます(例 …から1～90日、…起算7～9か月)")
        throw Skip()
      }
      if unit == .month || direction == .from {
        guard first >= 1, direction != .before else {
          report(
            "U203", at: place,
            unit == .month
              ? "months are counted from the first one after a date: 1 to 6 months after …"
              : "days are counted from the first one: 1 to 90 days from …",
            unit == .month
              ? "月は、ある日の後の1か月目から数えます(例 …から1～6か月)"
              : "日は、起算日を1日目として数えます(例 …起算1～90日)")
          throw Skip()
        }
      }
      let day = try dateOperand(operand, at: span, in: scope)
      try requireWholeDay(day)
      let anchor = day.expression
      if unit == .month {
        return .months(from: first, to: last, countsDay: direction == .from, anchor: anchor)
      }
      let offset = direction == .from ? 1 : 0
      return .days(
        from: first - offset, to: last - offset, after: direction != .before, anchor: anchor)
    default:
      return nil
    }
  }

  /// A window with its place.
  func statedWindow(
    _ cursor: inout Cursor, in scope: RowScope
  ) throws(Skip) -> Stated<Window>? {
    let start = cursor.index
    guard let window = try window(&cursor, in: scope) else { return nil }
    return Stated(window, at: cursor.span(from: start))
  }

  /// `= programme`, `≠ x`, `one of a, b`. `names` nil reads a list.
  private func equality(
    _ left: TypedExpression, _ names: [Name]?, _ cursor: inout Cursor, negated: Bool,
    _ scope: RowScope
  ) throws(Skip) -> Condition {
    let isList = names == nil
    if case .number = left.type {
      guard !isList, !negated, let token = cursor.next() else {
        throw unexpected(cursor, expected: "a number", "数")
      }
      switch token.kind {
      case .numeral(let numeral):
        try checkUnit(of: left, against: nil, at: token.span)
        return .number(left.expression, point(numeral.exact))
      case .quantity(let numeral, let unit):
        try checkUnit(of: left, against: unit, at: token.span)
        return .number(left.expression, point(numeral.exact))
      default:
        cursor.index -= 1
        throw unexpected(cursor, expected: "a number", "数")
      }
    }
    guard case .cell(let path) = left.expression else {
      guard case .oneOf(let all) = left.type else {
        throw unexpected(cursor, expected: "a bound", "範囲")
      }
      let codes = try codes(among: all, isList: isList, &cursor)
      return condition(left.expression, isOneOf: codes, negated: negated)
    }
    switch left.type {
    case .flag:
      if cursor.take(.yes) { return .flag(path, !negated) }
      if cursor.take(.no) { return .flag(path, negated) }
      throw unexpected(cursor, expected: "yes or no", "「はい」または「いいえ」")
    case .oneOf(let all):
      return .oneOf(
        path, try codes(among: all, isList: isList, &cursor), negated: negated)
    case .code:
      var spellings: [String] = []
      repeat {
        guard let text = cursor.takeText() else {
          throw unexpected(
            cursor, expected: "a code in quotation marks", "「…」で囲んだコード")
        }
        spellings.append(text)
      } while isList && { if case .text? = cursor.peek(1) { true } else { false } }()
        && cursor.take(.comma)
      return .code(path, spellings, negated: negated)
    default:
      throw unexpected(cursor, expected: "a date condition", "日付の条件")
    }
  }

  /// The places of the codes that are named, one or a list.
  private func codes(
    among all: [String], isList: Bool, _ cursor: inout Cursor
  ) throws(Skip) -> [Int] {
    let places = CodePlaces(all)
    var codes: [Int] = []
    repeat {
      guard let name = cursor.takeName() else {
        throw unexpected(
          cursor, expected: "one of \(all.joined(separator: ", "))",
          "\(all.joined(separator: "、"))のいずれか")
      }
      guard let code = places[name.name] else {
        reportUnknown(name.name, at: name.span, among: all.map { Name($0) })
        throw Skip()
      }
      codes.append(code)
    } while isList && isNext(in: places, cursor) && cursor.take(.comma)
    return codes
  }

  /// `thinness(bmi) = normal`: what a scale gives is the place of a code in its list, a whole number. It is
  /// one of the codes where the product of its distances from them, (x − a)(x − b)…, is zero.
  private func condition(
    _ place: Expression, isOneOf codes: [Int], negated: Bool
  ) -> Condition {
    let distances = codes.map { Expression.subtract(place, .constant(Exact($0))) }
    guard let first = distances.first else { return .number(place, point(-1)) }
    let product = distances.dropFirst().reduce(first) { .multiply($0, $1) }
    guard negated else { return .number(product, point(0)) }
    return .number(.multiply(product, product), interval(.above, 0))
  }

  private func point(_ value: Exact) -> Interval {
    Interval(lower: value, includesLower: true, upper: value, includesUpper: true)
  }

  /// Whether a comma is followed by another code of the list (and not by another condition).
  private func isNext(in codes: CodePlaces, _ cursor: Cursor) -> Bool {
    guard case .symbol(.comma)? = cursor.peek, case .name(let name)? = cursor.peek(1) else {
      return false
    }
    return codes[name] != nil
  }
}

/// Where each code stands in a list.
struct CodePlaces {
  private let places: [Name: Int]

  init(_ codes: [String]) {
    places = Dictionary(codes.enumerated().map { (Name($1), $0) }) { first, _ in first }
  }

  subscript(_ name: Name) -> Int? { places[name] }
}
