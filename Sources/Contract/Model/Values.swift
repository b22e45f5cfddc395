import Diagnostics
import Language
import Quantities

/// One figure per row of a table: of a participant, of a measurement, of a session.
public struct Value: Sendable {
  public let declaration: Declaration
  /// The table whose rows the value is of.
  public let subject: Int
  public let type: ValueType
  public let definition: Definition
  /// What a missing operand does. `take` without a row is always missing; on a day of a grid, having
  /// no row is an operand that is missing.
  public let missing: MissingRule
  /// Rounding of the value of each row; required where a fraction without end is possible.
  public let record: Record?
  /// Whether the value is an exact quotient that is not rounded: conditions, scales and formulas of the
  /// same row read it, and nothing else.
  public let isUnrounded: Bool

  public enum Definition: Sendable {
    case expression(Expression)
    /// Yes if one of the conditions holds.
    case anyOf([Stated<Condition>])
    /// Yes if all conditions hold.
    case allOf([Stated<Condition>])
    case age(birth: Expression, on: Expression, rule: AgeRule)
    /// Over the rows of another table that refer to this row.
    case rows(RowSelection, Aggregate)
    /// Over the first days of months on which the row is observed.
    case grid(PersonTimeGrid)
  }

  public init(
    declaration: Declaration, subject: Int, type: ValueType, definition: Definition,
    missing: MissingRule, record: Record?, isUnrounded: Bool = false
  ) {
    self.declaration = declaration
    self.subject = subject
    self.type = type
    self.definition = definition
    self.missing = missing
    self.record = record
    self.isUnrounded = isUnrounded
  }
}

/// Something that the rows of a table are judged by, with its place in the contract text.
public struct Stated<Content: Sendable>: Sendable {
  /// What is said.
  public let content: Content
  /// Where.
  public let span: Span

  /// What is said at a place.
  public init(_ content: Content, at span: Span) {
    self.content = content
    self.span = span
  }

  /// Other content at the same place.
  public func map(_ transform: (Content) -> Content) -> Stated {
    Stated(transform(content), at: span)
  }
}

/// What a missing operand does to the figure that uses it.
public enum MissingRule: Sendable {
  /// The figure is missing too.
  case staysMissing
  /// The operand counts as zero (of a condition: as not met).
  case countsAsZero
}

/// Which rows a figure of a participant looks at.
public struct RowSelection: Sendable {
  /// The table the rows are of.
  public let table: Int
  /// Only rows of this population of rows.
  public let population: Int?
  /// The column of `table` that refers to the subject's table.
  public let link: Int
  public let window: Stated<Window>?
  /// Conditions on the row; the subject's own columns are reached through `link`.
  public let conditions: [Stated<Condition>]

  public init(
    table: Int, population: Int?, link: Int, window: Stated<Window>?,
    conditions: [Stated<Condition>]
  ) {
    self.table = table
    self.population = population
    self.link = link
    self.window = window
    self.conditions = conditions
  }
}

/// Dates that a row must fall in, by the date column of its table.
public enum Window: Sendable {
  /// The days of the settlement year, up to the end of the period that is settled.
  case settlementYear
  /// The days of the period that is settled.
  case settlementPeriod
  /// Up to the last day of the period, from whenever.
  case upToSettlementYearEnd
  /// From the first day of the contract's term to the last day of the period.
  case termToDate
  /// The year after the period: effects that are seen later.
  case followingYear
  case dates(DateInterval)
  /// `from` to `to` days after (or before) a date of the subject, both included.
  case days(from: Int, to: Int, after: Bool, anchor: Expression)
  /// The `from`th to the `to`th month after a date of the subject. The first month begins on the date
  /// itself, or on the day after it; a month ends as 民法 art. 143(2) says
  /// (``Quantities/CivilDate/dayAfter(months:)``).
  case months(from: Int, to: Int, countsDay: Bool, anchor: Expression)

  /// The date that the window is counted from; nil if it is the same for every row.
  public var anchor: Expression? {
    switch self {
    case .days(_, _, _, let anchor), .months(_, _, _, let anchor): anchor
    case .settlementYear, .settlementPeriod, .upToSettlementYearEnd, .termToDate, .followingYear,
      .dates:
      nil
    }
  }

  /// The window counted from another date.
  func counted(from anchor: Expression) -> Window {
    switch self {
    case .days(let from, let to, let after, _):
      .days(from: from, to: to, after: after, anchor: anchor)
    case .months(let from, let to, let countsDay, _):
      .months(from: from, to: to, countsDay: countsDay, anchor: anchor)
    case .settlementYear, .settlementPeriod, .upToSettlementYearEnd, .termToDate, .followingYear,
      .dates:
      self
    }
  }
}

/// How the selected rows become one figure.
public enum Aggregate: Sendable {
  case count
  case distinctDays
  case distinctMonths
  /// The longest run of calendar months that each have a row.
  case monthsInARow
  case sum(Expression)
  case take(Expression, Selection)

  /// Which row's figure is taken. Rows that tie with different figures stop the run.
  public enum Selection: Sendable {
    case earliest
    case latest
    case largest
    case smallest
    case nearest(to: Expression, tieEarlier: Bool)
    /// The mean of the rows' figures; needs `record`.
    case mean
    /// There can be at most one row; a second one stops the run.
    case only
  }
}

/// A row of the subject looked at on each first of a month, and what the days give together.
public struct PersonTimeGrid: Sendable {
  /// The firsts of months in these dates; nil for those in the settlement year, up to the end of the
  /// period that is settled.
  public let dates: DateInterval?
  /// Conditions on the row of the subject, judged anew on each day: it is observed on the days on
  /// which all hold. `Expression.observationDay` is the day.
  public let conditions: [Stated<Condition>]
  public let measure: Measure

  public enum Measure: Sendable {
    /// The days of observation: person-months.
    case count
    /// The sum over the days of observation of the figure in force on each.
    case sum(InForce)
    /// Its mean over the days of observation; needs `record`, and is missing if there are none.
    case mean(InForce)
  }

  /// The figure of the latest of the rows that are selected on a day. Latest rows that tie with
  /// different figures on a day of observation stop the run.
  public struct InForce: Sendable {
    /// Its conditions hold the row's date on or before the day; it has no window.
    public let rows: RowSelection
    public let figure: Expression

    public init(rows: RowSelection, figure: Expression) {
      self.rows = rows
      self.figure = figure
    }
  }

  /// The most days that a grid may have: a hundred years.
  public static let mostDays = 1_200

  public init(dates: DateInterval?, conditions: [Stated<Condition>], measure: Measure) {
    self.dates = dates
    self.conditions = conditions
    self.measure = measure
  }
}

/// A cell or value seen from a row of the subject table.
public indirect enum CellPath: Hashable, Sendable {
  /// A column of the row itself.
  case column(Int)
  /// A value of the row itself.
  case value(Int)
  /// Seen from the row that `link` (a column of this row) refers to in `table`.
  case through(link: Int, table: Int, CellPath)
}

/// Exact arithmetic on one row: fixed-point numbers, or dates (a difference of dates is days).
public indirect enum Expression: Hashable, Sendable {
  case constant(Exact)
  case date(CivilDate)
  case settlementYearStart
  /// The last day of the settlement year within the term, included.
  case settlementYearEnd
  case settlementPeriodStart
  /// The last day of the period that is settled, included.
  case settlementPeriodEnd
  /// The day of a person-time grid on which a row is looked at; nowhere else.
  case observationDay
  case cell(CellPath)
  /// The last day of so many civil months after a date (``Quantities/CivilDate/lastDay(ofMonthsAfter:)``).
  case monthsAfter(Expression, months: Int)
  case add(Expression, Expression)
  case subtract(Expression, Expression)
  case multiply(Expression, Expression)
  case divide(Expression, Expression)
  case negate(Expression)
  case scale(Int, [Expression])
  /// The smallest of those that are present (dates: the earliest); missing if none is.
  case smallestOf([Expression])
  case largestOf([Expression])
  case firstPresentOf([Expression])
}

/// A condition on one row. A missing operand makes it neither met nor unmet.
public enum Condition: Sendable {
  case number(Expression, Interval)
  case date(Expression, DateComparison, Expression)
  /// A date within the period, or up to its end.
  case dateIn(Expression, Window)
  /// A member of a closed list: one of these positions.
  case oneOf(CellPath, [Int], negated: Bool)
  /// An open code: one of these spellings, as bytes.
  case code(CellPath, [String], negated: Bool)
  case flag(CellPath, Bool)
  case missing(CellPath)
  case present(CellPath)
  /// The row (or the row it refers to through the links) belongs to a population.
  case member(population: Int, links: [Link])

  public struct Link: Hashable, Sendable {
    public let column: Int
    public let table: Int
    public init(column: Int, table: Int) {
      self.column = column
      self.table = table
    }
  }
}

/// Rows of a table that satisfy conditions, one step of the participant flow each.
public struct Population: Sendable {
  public let declaration: Declaration
  /// The table whose rows it holds.
  public let subject: Int
  /// The population it is drawn from, or nil for all rows of the table.
  public let base: Int?
  public let steps: [Step]

  /// One line: a condition with the words that the flow shows as its reason.
  public struct Step: Sendable {
    public let condition: Condition
    /// The line as written in the contract.
    public let reason: String
    public let span: Span

    public init(condition: Condition, reason: String, span: Span) {
      self.condition = condition
      self.reason = reason
      self.span = span
    }
  }

  public init(declaration: Declaration, subject: Int, base: Int?, steps: [Step]) {
    self.declaration = declaration
    self.subject = subject
    self.base = base
    self.steps = steps
  }
}

/// `record percent, 1 decimal, half up`: the exact decimal that the parties read.
public struct Record: Hashable, Sendable {
  public let unit: Unit
  public let decimals: Int
  public let mode: Rounding.Mode
  public let span: Span

  public init(unit: Unit, decimals: Int, mode: Rounding.Mode, span: Span) {
    self.unit = unit
    self.decimals = decimals
    self.mode = mode
    self.span = span
  }
}

// MARK: - A day of a grid

extension Expression {
  /// The expression on one day of a grid.
  public func on(_ day: CivilDate) -> Expression {
    switch self {
    case .observationDay: .date(day)
    case .constant, .date, .settlementYearStart, .settlementYearEnd, .settlementPeriodStart,
      .settlementPeriodEnd, .cell:
      self
    case .monthsAfter(let date, let months): .monthsAfter(date.on(day), months: months)
    case .add(let a, let b): .add(a.on(day), b.on(day))
    case .subtract(let a, let b): .subtract(a.on(day), b.on(day))
    case .multiply(let a, let b): .multiply(a.on(day), b.on(day))
    case .divide(let a, let b): .divide(a.on(day), b.on(day))
    case .negate(let a): .negate(a.on(day))
    case .scale(let index, let inputs): .scale(index, inputs.map { $0.on(day) })
    case .smallestOf(let list): .smallestOf(list.map { $0.on(day) })
    case .largestOf(let list): .largestOf(list.map { $0.on(day) })
    case .firstPresentOf(let list): .firstPresentOf(list.map { $0.on(day) })
    }
  }
}

extension Condition {
  /// The condition on one day of a grid.
  public func on(_ day: CivilDate) -> Condition {
    switch self {
    case .number(let expression, let interval): .number(expression.on(day), interval)
    case .date(let a, let comparison, let b): .date(a.on(day), comparison, b.on(day))
    case .dateIn(let expression, let window):
      .dateIn(
        expression.on(day), window.anchor.map { window.counted(from: $0.on(day)) } ?? window)
    case .oneOf, .code, .flag, .missing, .present, .member: self
    }
  }
}

extension RowSelection {
  /// The selection on one day of a grid.
  public func on(_ day: CivilDate) -> RowSelection {
    RowSelection(
      table: table, population: population, link: link, window: window,
      conditions: conditions.map { $0.map { $0.on(day) } })
  }
}
