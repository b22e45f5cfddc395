import Diagnostics
import Language
import Quantities

// A value on a person-time grid:
//   each   = first of month ( in settlement year | from DATE to DATE )
//   while  = condition {, condition}
//   rows   = ( table | population ) on or before that day
//   count  = person-months
//   sum    = expression , latest
//   mean   = expression , latest

extension Compiler {
  /// `each`, `while`, and one of `count`, `sum`, `mean`; the last two with `rows` and `where`.
  func gridValue(
    _ label: LabelWord, _ block: Block, subject: Int, declaration: Declaration,
    missing: MissingRule?, record: Record?
  ) throws(Skip) -> Value {
    let dates = try gridDates(block)
    var scope = RowScope(table: subject)
    scope.isOnADay = true
    let (conditions, mayNotBeJudged) = try conditions(.while, of: block, in: scope)
    let line = try requiredLine(label, of: block)
    let measure: PersonTimeGrid.Measure
    let type: ValueType
    if label == .count {
      var cursor = Cursor(line)
      guard case .unit(.personMonth)? = cursor.next()?.kind else {
        cursor.index = 0
        throw unexpected(cursor, expected: "person-months", "人月")
      }
      try finish(cursor)
      if let span = lines(.while, of: block).first?.valueSpan {
        try requireMissingRule(missing, mayNotBeJudged, at: span, block)
      }
      expressionMayMiss[declaration.span] = mayNotBeJudged
      measure = .count
      type = .number(.personMonth)
    } else {
      let (inForce, typed) = try figureInForce(line, block, subject: subject)
      // Somebody without a row is always possible.
      try requireMissingRule(missing, true, at: line.valueSpan, block)
      if label == .mean, record == nil {
        reportRounding(
          at: line.valueSpan, block,
          ("a mean of several days can be a fraction without end", "平均には割り切れない値が生じます"))
        throw Skip()
      }
      expressionMayMiss[declaration.span] = true
      valueSteps[declaration.span] = typed.granularity
      measure = label == .sum ? .sum(inForce) : .mean(inForce)
      type = try recorded(typed, record, block)
    }
    return Value(
      declaration: declaration, subject: subject, type: type,
      definition: .grid(PersonTimeGrid(dates: dates, conditions: conditions, measure: measure)),
      missing: missing ?? .staysMissing, record: record)
  }

  /// `first of month from 2024-04-01 to 2025-03-31`; nil for the settlement year.
  private func gridDates(_ block: Block) throws(Skip) -> DateInterval? {
    let line = try requiredLine(
      .each, of: block,
      why: (
        "the days on which somebody is looked at are stated",
        "いつの時点で見るかは、必ず定めます"
      ))
    var cursor = Cursor(line)
    guard cursor.take(.firstOfMonth) else {
      throw unexpected(cursor, expected: "first of month", "毎月初日")
    }
    let place = cursor.place
    let window: Window?
    switch cursor.peek {
    case .word(.inSettlementYear)?, .dateRange?:
      window = try self.window(&cursor, in: RowScope(table: 0))
    default:
      throw unexpected(
        cursor, expected: "in settlement year, or from DATE to DATE", "当年度内、または日付から日付まで")
    }
    try finish(cursor)
    guard case .dates(let dates)? = window else { return nil }
    let days = dates.firstsOfMonths.count
    guard days > 0, days <= PersonTimeGrid.mostDays else {
      report(
        "G120", at: place,
        days == 0
          ? "no first of a month lies in these dates"
          : "these dates hold \(days) firsts of months, more than \(PersonTimeGrid.mostDays)",
        days == 0
          ? "この期間に、月の初日がありません"
          : "この期間の月の初日は\(days)日あり、\(PersonTimeGrid.mostDays)日を超えます")
      throw Skip()
    }
    return dates
  }

  /// `rows`, `where`, and the expression of the latest row.
  private func figureInForce(
    _ line: Line, _ block: Block, subject: Int
  ) throws(Skip) -> (PersonTimeGrid.InForce, TypedExpression) {
    let rows = try requiredLine(
      .rows, of: block,
      why: (
        "on each day the latest row of another table is taken",
        "各観察日に、別の表の最新の行を採用します"
      ))
    var cursor = Cursor(rows)
    let (table, population, link) = try rowSource(&cursor, subject: subject)
    guard case .dateBound(.onOrBefore, .word(.thatDay))? = cursor.peek else {
      throw unexpected(cursor, expected: "on or before that day", "観察日以前")
    }
    let ofTheDay = cursor.place
    _ = cursor.next()
    try finish(cursor)
    try requireDateColumn(table, at: rows.valueSpan)
    guard let date = tables[table].dateColumn else { throw Skip() }
    var scope = RowScope(table: table)
    scope.isOnADay = true
    let (conditions, _) = try conditions(.where, of: block, in: scope)
    var figure = Cursor(line)
    let typed = try expression(&figure, in: scope)
    _ = try unit(of: typed)
    if !lines(.record, of: block).isEmpty { try requireRecorded(typed, block) }
    guard figure.take(.comma), figure.take(.latest) else {
      throw unexpected(figure, expected: ", latest", "、最新")
    }
    try finish(figure)
    let selection = RowSelection(
      table: table, population: population, link: link, window: nil,
      conditions: [
        Stated(.date(.cell(.column(date)), .onOrBefore, .observationDay), at: ofTheDay)
      ] + conditions)
    return (.init(rows: selection, figure: typed.expression), typed)
  }

  /// `that day`, which only the lines of a grid can say.
  func observationDay(at span: Span, in scope: RowScope) throws(Skip) -> Expression {
    guard scope.isOnADay else {
      report(
        "G119", at: span, "'that day' is said only where a value looks at one day after another",
        "「観察日」は、日ごとに見る個人値の中でだけ使えます",
        remarks: [
          .rule(
            "it is a day of the line 'each', in the lines 'while', 'rows' and 'where' below it",
            "「観察日」の行に定めた日を指し、同じ個人値の「観察条件」「対象行」「条件」で使います")
        ])
      throw Skip()
    }
    return .observationDay
  }
}
