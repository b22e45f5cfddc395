import Diagnostics
import Language
import Quantities

/// A measured figure of a period.
public struct Indicator: Sendable {
  public let declaration: Declaration
  public let kind: Kind
  /// One figure per key instead of one in all.
  public let grouping: Grouping?
  public let record: Record?
  /// `require at least n persons`: fewer persons stop the figure.
  public let minimum: Int?
  /// How a row leads to the person that `require` counts; empty where a row is a person.
  public let personLinks: [Condition.Link]
  /// The unit of the figure, after `record`.
  public let unit: Unit
  /// The words of the kind, as the contract writes them: "rate".
  public let kindWord: ValueWord
  public let kindSpan: Span
  /// What may be reported, if the contract limits it; of a grade its places.
  public let range: Interval?

  public enum Kind: Sendable {
    /// Distinct persons of a population (実人数). Of a population of rows: persons with a row;
    /// `links` lead from the row to the person.
    case persons(of: Int, links: [Condition.Link])
    /// Rows of a population (延べ).
    case totalRows(of: Int)
    /// The sum of a figure over a population.
    case totalSum(of: Int, Expression, missing: MissingUse)
    /// Persons of the numerator among those of the denominator, in percent.
    case rate(numerator: Int, denominator: Int)
    case mean(of: Int, Expression, missing: MissingUse)
    /// Mean of after − before over persons with both.
    case meanChange(of: Int, before: Expression, after: Expression)
    /// Hyndman and Fan (1996) type; the median is p = 1/2 of any of types 2, 6, 7.
    case quantile(of: Int, Expression, p: Exact, type: Int, missing: MissingUse)
    /// Sample variance, divisor n − 1.
    case variance(of: Int, Expression, missing: MissingUse)
    /// Population standard deviation, divisor n; mostly irrational, so that what `record` makes of it is the figure.
    case standardDeviation(of: Int, Expression, missing: MissingUse)
    /// Of those in state `from` at the start, the share in state `to` at the end, in percent.
    case transition(of: Int, start: CellPath, end: CellPath, states: [String], from: Int, to: Int)
    /// Events per person-time from one date to the earlier of event and end.
    case personTimeRate(
      of: Int, from: Expression, until: Expression, event: Expression, per: Exact, yearDays: Exact)
    /// Given from outside with its evidence.
    case reported
    case formula(FigureExpression)
    /// Herfindahl–Hirschman index: the sum of the squared shares of a grouped indicator.
    case concentration(of: Int)
    /// An effect or a standardised figure, estimated with its uncertainty.
    case estimate(Estimation)
  }

  /// Whether it is a share of a whole, in percent.
  public var isShare: Bool {
    switch kind {
    case .rate, .transition: true
    default: false
    }
  }

  public init(
    declaration: Declaration, kind: Kind, grouping: Grouping?, record: Record?, minimum: Int?,
    personLinks: [Condition.Link] = [], unit: Unit, kindWord: ValueWord, kindSpan: Span,
    range: Interval? = nil
  ) {
    self.declaration = declaration
    self.kind = kind
    self.grouping = grouping
    self.record = record
    self.minimum = minimum
    self.personLinks = personLinks
    self.unit = unit
    self.kindWord = kindWord
    self.kindSpan = kindSpan
    self.range = range
  }
}

/// What a statistic does with rows whose figure is missing; always stated.
public enum MissingUse: Sendable {
  /// Left out, and counted in the flow.
  case excluded
  case countsAsZero
  /// The figure can never be missing, so nothing had to be stated.
  case never
}

/// One figure per code of a column, or per calendar month of a date.
public enum Grouping: Sendable {
  /// `links` lead from a row of the indicator's population to the table whose column holds the
  /// code. Every code of that column's table gives a figure, zero included.
  case code(CellPath, table: Int, column: Int)
  /// Every month of the period gives a figure, zero included.
  case month(CellPath)
}

/// A figure that others may be derived from.
public enum FigureReference: Hashable, Sendable {
  case indicator(Int)
  case achievement(Int)
  case score(Int)
  case payment(Int)
}

/// Exact arithmetic on figures. Units were checked; percent counts as hundredths in products.
public indirect enum FigureExpression: Sendable {
  case constant(Exact, Unit)
  case figure(FigureReference)
  /// Calendar months of the settlement year, up to the end of the period that is settled.
  case settlementMonths
  /// Calendar months of the period that is settled.
  case periodMonths
  /// Calendar months from the beginning of the term to the end of the period.
  case monthsToDate
  case interimPayments
  /// A price or an amount that changes on dates: the one in force on the first day of the group's month,
  /// or of what is settled together.
  case inForce([DatedValue], Unit, byMonth: Bool)
  /// What the settlement of the year before recorded; in the first year of the term `first`.
  case previousYear(FigureReference, first: Exact)
  /// A figure's part of the sum of it over all groups, a plain number.
  case shareOf(FigureReference)
  case add(FigureExpression, FigureExpression)
  case subtract(FigureExpression, FigureExpression)
  case multiply(FigureExpression, FigureExpression)
  case divide(FigureExpression, FigureExpression)
  case negate(FigureExpression)
  case greaterOf([FigureExpression])
  case lesserOf([FigureExpression])
}

/// A value and the first day on which it is in force; nil: from whenever.
public struct DatedValue: Sendable {
  public let from: CivilDate?
  public let value: Exact

  public init(from: CivilDate?, value: Exact) {
    self.from = from
    self.value = value
  }
}

extension [DatedValue] {
  /// The value in force on a day.
  public func value(on day: CivilDate) -> Exact {
    last { $0.from.map { $0 <= day } ?? true }?.value ?? 0
  }
}

/// A table from an indicator to a percentage, points or yen.
///
/// Either every row is a price by rank (``AchievementRow/Result/each(first:rising:)``) or none is.
public struct Achievement: Sendable {
  public let declaration: Declaration
  public let measured: FigureReference
  public let inputUnit: Unit
  public let unit: Unit
  public let rows: [AchievementRow]

  /// Whether each unit that the indicator counts has its own price.
  public var pricesByRank: Bool {
    rows.contains { if case .each = $0.result { true } else { false } }
  }

  public init(
    declaration: Declaration, measured: FigureReference, inputUnit: Unit, unit: Unit,
    rows: [AchievementRow]
  ) {
    self.declaration = declaration
    self.measured = measured
    self.inputUnit = inputUnit
    self.unit = unit
    self.rows = rows
  }
}

/// One row of an achievement table.
public struct AchievementRow: Sendable {
  public let interval: Interval
  public let result: Result
  /// The name of the row: `grade A`.
  public let grade: Text?
  public let span: Span

  public enum Result: Sendable {
    case fixed(Exact)
    /// Straight line from the lower bound's result to the upper bound's.
    case linear(from: Exact, to: Exact)
    /// A price by rank: the first unit of the row has a price of its own, and each further one costs
    /// `rising` more than the one before it. Units of lower rows are priced by theirs, and the table
    /// gives the sum over all units.
    case each(first: Exact, rising: Exact)
  }

  public init(interval: Interval, result: Result, grade: Text? = nil, span: Span) {
    self.interval = interval
    self.result = result
    self.grade = grade
    self.span = span
  }
}

extension AchievementRow {
  /// The ranks that the row prices, from the first on; nil at the end if there is no last.
  public var ranks: (first: Exact, last: Exact?) {
    let first = interval.lower.map { lower in
      let whole = lower.rounded(.ceiling, toMultipleOf: 1)
      return whole == lower && !interval.includesLower ? whole + 1 : whole
    }
    let last = interval.upper.map { upper in
      let whole = upper.rounded(.floor, toMultipleOf: 1)
      return whole == upper && !interval.includesUpper ? whole - 1 : whole
    }
    return (max(first ?? 1, 1), last)
  }

  /// What units of the ranks from the first of the row to `last` earn together: `n a + d n (n − 1) / 2`
  /// for n units, of which the first earns a and each further one d more. Zero before the first.
  public func sumOfPrices(upTo last: Exact) -> Exact {
    guard case .each(let first, let rising) = result else { return 0 }
    let own = ranks
    let count = min(last, own.last ?? last) - own.first + 1
    guard count.signum > 0 else { return 0 }
    return count * first + rising * count * (count - 1) * Exact(unscaled: 5, scale: 1)
  }

  /// The lowest price of the row: that of its first or last unit; nil if it falls without end.
  var lastPrice: Exact? {
    guard case .each(let first, let rising) = result else { return 0 }
    guard rising.signum < 0 else { return first }
    let own = ranks
    return own.last.map { first + rising * ($0 - own.first) }
  }
}

/// Several achievements as one figure.
public struct Score: Sendable {
  public let declaration: Declaration
  public let rule: Rule
  public let record: Record?
  public let unit: Unit

  public enum Rule: Sendable {
    /// A weighted sum; weights are percent and make 100.
    case weighted([(figure: FigureReference, percent: Exact)], sharesOutMissing: Bool)
    /// Arithmetic, such as the greater of two achievements.
    case formula(FigureExpression)
  }

  public init(declaration: Declaration, rule: Rule, record: Record?, unit: Unit) {
    self.declaration = declaration
    self.rule = rule
    self.record = record
    self.unit = unit
  }
}

/// An amount of money; its lines apply from top to bottom.
public struct Payment: Sendable {
  public let declaration: Declaration
  /// One amount per key of this grouped indicator (per provider, say) instead of one in all.
  public let forEach: Int?
  /// The settlement years in which it is paid; nil for all.
  public let years: Occasions?
  /// The periods of each of these years in which it is paid, by number; nil for all.
  public let periods: Occasions?
  public let lines: [Line]

  /// Settlement years, or numbers of periods, in the order of the text.
  public struct Occasions: Sendable {
    public let list: [Int]
    public let span: Span

    public init(list: [Int], span: Span) {
      self.list = list
      self.span = span
    }
  }

  /// Whether it is paid in a period.
  public func isDue(in period: PeriodName) -> Bool {
    (years?.list.contains(period.year) ?? true)
      && (periods.map { own in period.number.map(own.list.contains) ?? false } ?? true)
  }

  public struct Line: Sendable {
    public let step: Step
    public let span: Span

    public init(step: Step, span: Span) {
      self.step = step
      self.span = span
    }
  }

  public enum Step: Sendable {
    case amount(FigureExpression)
    /// Unless one of the conditions holds, `otherwise` percent of the amount so far; zero is nothing.
    case onlyIf([FigureCondition], otherwise: Exact)
    /// `remainder` is stated where the amount is divided by shares, and nil elsewhere.
    case round(Rounding.Mode, quantum: Exact, remainder: Remainder? = nil)
    /// At most, or at least, this amount.
    case cap(FigureExpression)
    case floor(FigureExpression)
  }

  /// What becomes of what rounding leaves of an amount that is divided among groups.
  public enum Remainder: Sendable {
    /// One smallest part to each of the groups that rounding took most from; of equal ones to the first.
    case largestFractionFirst
    case notPaid
  }

  public init(
    declaration: Declaration, forEach: Int?, years: Occasions? = nil, periods: Occasions? = nil,
    lines: [Line]
  ) {
    self.declaration = declaration
    self.forEach = forEach
    self.years = years
    self.periods = periods
    self.lines = lines
  }
}

/// A condition on a figure.
public struct FigureCondition: Sendable {
  public let figure: FigureReference
  public let bound: Bound

  public enum Bound: Sendable {
    case interval(Interval)
    /// In comparison with another figure in the same unit.
    case figure(Comparison, FigureReference)
  }

  public init(figure: FigureReference, bound: Bound) {
    self.figure = figure
    self.bound = bound
  }

  /// The figures that decide it.
  public var references: [FigureReference] {
    switch bound {
    case .interval: [figure]
    case .figure(_, let other): [figure, other]
    }
  }
}

extension Payment.Step {
  /// One condition, by an interval.
  public static func onlyIf(
    _ figure: FigureReference, _ interval: Interval, otherwise: Exact
  ) -> Payment.Step {
    .onlyIf([FigureCondition(figure: figure, bound: .interval(interval))], otherwise: otherwise)
  }
}

extension Comparison {
  /// Whether a value compares so with another.
  public func holds(_ value: Exact, _ other: Exact) -> Bool {
    switch self {
    case .atLeast: value >= other
    case .atMost: value <= other
    case .below: value < other
    case .above: value > other
    }
  }
}

/// How payments become one invoice.
public struct SettlementRule: Sendable {
  public let declaration: Declaration
  /// One invoice for each key of this grouped indicator: every payee has its own total, tax, limits and
  /// amount due.
  public let forEach: Int?
  public let basis: Basis
  public let basisSpan: Span
  /// The months of a period, where a settlement year is settled in several; nil where it is settled
  /// whole.
  public let periodMonths: Int?
  public let total: FigureExpression
  public let totalSpan: Span
  /// Percent, with the rounding that applies once per invoice; nil: the text says nothing of tax.
  public let tax: Tax?
  /// Most that one settlement year may pay.
  public let yearCap: Cap?
  /// Most that all settlement years together may pay.
  public let termCap: Cap?
  /// Interim payments are deducted.
  public let deductsInterimPayments: Bool
  public let deductionSpan: Span?

  /// Whether what an example says was paid earlier, and is not deducted, is of the same year: where a limit of the
  /// year counts it.
  package var countsEarlierInYear: Bool { basis == .eachPeriodOnItsOwn && yearCap != nil }

  public enum Basis: Sendable {
    /// What is due of the period alone.
    case eachPeriodOnItsOwn
    /// What is due of the settlement year up to the end of the period, less what its earlier periods
    /// were paid.
    case eachYearOnItsOwn
    /// What is due of the term up to the end of the period, less what all earlier periods were paid.
    case cumulative
    /// Once, for the last period of the term.
    case final
  }

  public struct Tax: Sendable {
    /// In the order of their dates; the first applies from whenever.
    public let rates: [Rate]
    /// Whether the amounts of the contract include the tax; otherwise it is added to them.
    public let isIncluded: Bool
    /// The date of supply that decides the rate; nil where there is but one rate.
    public let date: SupplyDate?
    public let mode: Rounding.Mode
    public let quantum: Exact
    public let span: Span
    public let roundSpan: Span

    /// A rate in percent and the first day on which it applies.
    public struct Rate: Sendable {
      public let percent: Exact
      public let from: CivilDate?

      public init(percent: Exact, from: CivilDate? = nil) {
        self.percent = percent
        self.from = from
      }
    }

    public enum SupplyDate: Sendable {
      case settlementYearStart, settlementYearEnd, periodStart, periodEnd
      case day(CivilDate)
    }

    public init(
      rates: [Rate], isIncluded: Bool = false, date: SupplyDate? = nil, mode: Rounding.Mode,
      quantum: Exact, span: Span, roundSpan: Span
    ) {
      self.rates = rates
      self.isIncluded = isIncluded
      self.date = date
      self.mode = mode
      self.quantum = quantum
      self.span = span
      self.roundSpan = roundSpan
    }

    /// The rate for what is supplied in a period, in percent.
    public func percent(in period: SettlementPeriod) -> Exact {
      let day: CivilDate =
        switch date {
        case .settlementYearStart: period.settlementYear.start
        case .settlementYearEnd: period.settlementYear.lastDay
        case .periodStart: period.days.start
        case .periodEnd, nil: period.days.lastDay
        case .day(let day): day
        }
      return rates.last { $0.from.map { $0 <= day } ?? true }?.percent ?? 0
    }
  }

  /// A limit. Lines apply from top to bottom: below the `tax` line it limits the amount with tax,
  /// above it the amount without.
  public struct Cap: Sendable {
    public let amount: Exact
    public let includesTax: Bool
    public let span: Span

    public init(amount: Exact, includesTax: Bool, span: Span) {
      self.amount = amount
      self.includesTax = includesTax
      self.span = span
    }
  }

  public init(
    declaration: Declaration, forEach: Int? = nil, basis: Basis, basisSpan: Span,
    periodMonths: Int? = nil,
    total: FigureExpression, totalSpan: Span, tax: Tax?, yearCap: Cap?, termCap: Cap?,
    deductsInterimPayments: Bool,
    deductionSpan: Span?
  ) {
    self.declaration = declaration
    self.forEach = forEach
    self.basis = basis
    self.basisSpan = basisSpan
    self.periodMonths = periodMonths
    self.total = total
    self.totalSpan = totalSpan
    self.tax = tax
    self.yearCap = yearCap
    self.termCap = termCap
    self.deductsInterimPayments = deductsInterimPayments
    self.deductionSpan = deductionSpan
  }
}

/// One amount divided among several, to the smallest unit of money: payers, funds, payees, instalments.
public struct Split: Sendable {
  public let declaration: Declaration
  public let amount: Amount
  public let rule: Rule

  public enum Amount: Hashable, Sendable {
    case payment(Int)
    /// `total` with tax, after caps with tax.
    case payable
    case due
  }

  public enum Rule: Sendable {
    /// Each part rounded, and one of them what is left.
    case shares([Share], mode: Rounding.Mode, quantum: Exact)
    /// Equal parts; what cannot be divided is added to the first
    /// (国等の債権債務等の金額の端数計算に関する法律 art. 3).
    case instalments(Int)
  }

  /// What one party bears or receives.
  public struct Share: Sendable {
    public let name: String
    /// The name in the other language; nil if the vocabulary does not have it.
    public let otherName: String?
    /// In percent of the amount; nil for what is left of it.
    public let percent: Exact?
    /// At most this much.
    public let limit: Limit?
    public let span: Span

    public init(
      name: String, otherName: String? = nil, percent: Exact?, limit: Limit? = nil, span: Span
    ) {
      self.name = name
      self.otherName = otherName
      self.percent = percent
      self.limit = limit
      self.span = span
    }
  }

  /// The most that one party bears or receives, of what is settled in a span of time.
  public struct Limit: Sendable {
    public let amount: Exact
    public let scope: Scope

    public enum Scope: Sendable {
      /// One settlement.
      case period
      /// The settlements of one settlement year together.
      case year
      /// All settlements together.
      case term
    }

    public init(amount: Exact, scope: Scope) {
      self.amount = amount
      self.scope = scope
    }
  }

  public init(declaration: Declaration, amount: Amount, rule: Rule) {
    self.declaration = declaration
    self.amount = amount
    self.rule = rule
  }
}

/// A named set of assumptions.
public struct Scenario: Sendable {
  public let title: String
  public let assumptions: [Assumption]
  /// The line `expect no change`: that no figure differs is what the parties agreed to see.
  public let noChangeExpected: Span?
  public let span: Span

  public init(title: String, assumptions: [Assumption], noChangeExpected: Span?, span: Span) {
    self.title = title
    self.assumptions = assumptions
    self.noChangeExpected = noChangeExpected
    self.span = span
  }
}

/// One assumption: a figure is given instead of derived, or a line of the contract is replaced.
public struct Assumption: Sendable {
  public let target: Target
  /// The assumption as written.
  public let text: String
  public let span: Span

  public enum Target: Sendable {
    case figure(FigureReference, Exact)
    /// The tokens of this edit replace those of the contract before it is checked again.
    case line(ContractEdit)
  }

  public init(target: Target, text: String, span: Span) {
    self.target = target
    self.text = text
    self.span = span
  }
}

/// The worked example of an annex: a test inside the contract.
public struct Example: Sendable {
  public let title: String
  public let clause: Citation?
  public let period: PeriodName
  /// What is assumed: of a figure for each group (a code, a month) the group's own, and then these are all groups.
  public let given: [(figure: FigureReference, key: String?, value: Exact, span: Span)]
  /// What the settlement of the year before is said to have recorded.
  public let previousYear: [(figure: FigureReference, value: Exact)]
  public let interimPayments: Exact?
  /// What earlier periods are said to have been paid: those that the settlement sets off; where there are none, those
  /// of the year; where it is settled whole, those of the term.
  public let paidEarlier: [EarlierPayment]
  public let expectations: [Expectation]
  /// What is expected of single rows.
  public let rowExpectations: [RowExpectation]
  /// Small tables of records that the figures are measured on; none: only what is given counts.
  public let tables: [ExampleTable]
  /// What is expected beside figures: stops, refusals, figures that are not derived.
  public let conclusions: [Conclusion]
  public let span: Span

  /// What an example expects to happen.
  public struct Conclusion: Sendable {
    public let kind: Kind
    public let span: Span

    public enum Kind: Sendable {
      /// The contract suspends something with a stop of this code.
      case stop(code: String)
      /// The records or figures are refused with an error of this code.
      case error(code: String)
      /// The figure is not derived, because something it needs is suspended or not given.
      case noFigure(Expected)
      /// The figure lies in a row of this grade, in the contract's language.
      case grade(FigureReference, String)
    }

    public init(_ kind: Kind, span: Span) {
      self.kind = kind
      self.span = span
    }
  }

  public struct Expectation: Sendable {
    public let figure: Expected
    /// Of a figure that is one for each group, payee or share: which of them.
    public let key: String?
    public let value: Exact
    public let unit: Unit
    public let span: Span

    public init(figure: Expected, key: String? = nil, value: Exact, unit: Unit, span: Span) {
      self.figure = figure
      self.key = key
      self.value = value
      self.unit = unit
      self.span = span
    }
  }

  /// `expect  total_points "P1" 12 points`: the figure of a value for the row with a key.
  public struct RowExpectation: Sendable {
    /// The value's index in the contract.
    public let value: Int
    public let key: String
    public let figure: Figure
    public let span: Span

    public enum Figure: Hashable, Sendable {
      case number(Exact)
      /// A code of the value's list, by its place.
      case code(Int)
      case flag(Bool)
      case date(CivilDate)
      case missing
    }

    public init(value: Int, key: String, figure: Figure, span: Span) {
      self.value = value
      self.key = key
      self.figure = figure
      self.span = span
    }
  }

  public enum Expected: Hashable, Sendable {
    case figure(FigureReference)
    case total, tax, payable, due
    /// What one party or instalment has of a split.
    case split(Int)
    /// How many rows a population holds; as a number of persons the persons behind them.
    case population(Int)
  }

  public init(
    title: String, clause: Citation?, period: PeriodName,
    given: [(figure: FigureReference, key: String?, value: Exact, span: Span)],
    previousYear: [(figure: FigureReference, value: Exact)] = [], interimPayments: Exact?,
    paidEarlier: [EarlierPayment] = [], expectations: [Expectation],
    rowExpectations: [RowExpectation] = [], tables: [ExampleTable] = [],
    conclusions: [Conclusion] = [], span: Span
  ) {
    self.title = title
    self.clause = clause
    self.period = period
    self.given = given
    self.previousYear = previousYear
    self.interimPayments = interimPayments
    self.paidEarlier = paidEarlier
    self.expectations = expectations
    self.rowExpectations = rowExpectations
    self.tables = tables
    self.conclusions = conclusions
    self.span = span
  }
}

/// What an example says that earlier periods were paid.
public struct EarlierPayment: Sendable {
  /// In the currency of the contract.
  public let amount: Exact
  /// Whether the tax is in it.
  public let includesTax: Bool
  /// Who was paid it, where each payee has an invoice of its own.
  public let payee: String?

  /// Names what was paid.
  public init(_ amount: Exact, includesTax: Bool, to payee: String? = nil) {
    self.amount = amount
    self.includesTax = includesTax
    self.payee = payee
  }
}

/// The rows of one table as an example brings them.
public struct ExampleTable: Sendable {
  /// The table's index in the contract.
  public let table: Int
  /// The names of the columns, as a header spells them.
  public let columns: [String]
  /// The cells of each row, in the order of the columns; a missing one is empty.
  public let rows: [[String]]
  /// The line that names the table and its columns.
  public let span: Span
  /// The line of each row.
  public let rowSpans: [Span]

  public init(table: Int, columns: [String], rows: [[String]], span: Span, rowSpans: [Span]) {
    self.table = table
    self.columns = columns
    self.rows = rows
    self.span = span
    self.rowSpans = rowSpans
  }

  /// The table as the bytes of a CSV file, its header first.
  public var csv: [UInt8] {
    let lines = ([columns] + rows).map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
    }
    return Array(lines.joined().utf8)
  }
}

/// A change of the contract's text: by an amendment, or by a scenario.
public struct ContractEdit: Sendable {
  /// The block that is changed, by name.
  public let block: String
  public let place: Place
  public let replacement: [Token]

  public enum Place: Sendable {
    /// The value of the line with this label.
    case line(LabelWord)
    /// The value of the line that stands here in the text; without a replacement the line is taken away.
    case standing(Span)
    /// A further line of the block, whose value is the replacement: the last, but above the row for all others.
    case added(Line)
    /// Every bound of the block that equals this number in this unit: a threshold of an achievement
    /// table, or of the conditions of a population.
    case bound(Numeral, Unit?)
    /// The phrase that stands here in the text.
    case phrase(Span)
  }

  public init(block: String, place: Place, replacement: [Token]) {
    self.block = block
    self.place = place
    self.replacement = replacement
  }
}
