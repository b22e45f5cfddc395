import Diagnostics
import Language
import Quantities
import Records

/// A contract after names, types, units and tables were checked: the plan that is executed.
///
/// Everything is an index into the arrays below; no text is looked up again. A contract is made
/// for one period: amendments in force at its beginning are already applied.
public struct Contract: Sendable {
  public let declaration: Declaration
  public let tongue: Tongue
  public let parties: Parties
  /// Both days included in the text; here half-open.
  public let term: DateInterval
  /// The month in which each settlement year begins, 1 to 12.
  public let yearStart: Int
  public let currency: Unit
  /// The contract says that it is an example and binds nobody.
  public let isIllustrative: Bool
  public let units: UnitTable
  public let tables: [TableDefinition]
  public let scales: [Scale]
  public let values: [Value]
  public let populations: [Population]
  public let indicators: [Indicator]
  public let achievements: [Achievement]
  public let scores: [Score]
  public let payments: [Payment]
  public let settlement: SettlementRule
  public let splits: [Split]
  public let scenarios: [Scenario]
  public let examples: [Example]
  /// Indicators, achievements and scores, each after what it is derived from; payments follow.
  public let order: [FigureReference]
  /// Numbers of the amendments that are in force.
  public let amendments: [Int]
  public let source: SourceText
  /// The lines that amendments or a scenario replaced, as they read now.
  public let replacedLines: [ReplacedLine]
  /// The texts outside the contract that scales are taken from.
  public let used: [UsedText]
  /// Numbers of 1 to fewer than so many persons are not published; nil if the contract does not say.
  public let publishedFrom: Int?

  package init(
    declaration: Declaration, tongue: Tongue, parties: Parties, term: DateInterval, yearStart: Int,
    currency: Unit, isIllustrative: Bool, units: UnitTable, tables: [TableDefinition],
    scales: [Scale], values: [Value], populations: [Population], indicators: [Indicator],
    achievements: [Achievement], scores: [Score], payments: [Payment],
    settlement: SettlementRule, splits: [Split] = [], scenarios: [Scenario], examples: [Example],
    order: [FigureReference], amendments: [Int], source: SourceText,
    replacedLines: [ReplacedLine] = [], used: [UsedText] = [], publishedFrom: Int? = nil
  ) {
    self.declaration = declaration
    self.tongue = tongue
    self.parties = parties
    self.term = term
    self.yearStart = yearStart
    self.currency = currency
    self.isIllustrative = isIllustrative
    self.units = units
    self.tables = tables
    self.scales = scales
    self.values = values
    self.populations = populations
    self.indicators = indicators
    self.achievements = achievements
    self.scores = scores
    self.payments = payments
    self.settlement = settlement
    self.splits = splits
    self.scenarios = scenarios
    self.examples = examples
    self.order = order
    self.amendments = amendments
    self.source = source
    self.replacedLines = replacedLines
    self.used = used
    self.publishedFrom = publishedFrom
  }

  /// What the contract says at a place: the line in force, not the one that was replaced.
  public func text(inForce span: Span) -> String {
    for line in replacedLines where line.span.start <= span.start && span.end <= line.span.end {
      return line.text
    }
    return source.text(span).squeezed
  }
}

extension String {
  /// Runs of blanks and line ends as one space: the line as people quote it.
  package var squeezed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// A line of the contract text that an amendment or a scenario replaced, took away or added.
public struct ReplacedLine: Hashable, Sendable {
  public let span: Span
  /// The line in force, or `no line` if it was taken away, and the amendment it comes from.
  public let text: String

  public init(span: Span, text: String) {
    self.span = span
    self.text = text
  }
}

/// What every named block has: its name, title, clause and place in the text.
public struct Declaration: Sendable {
  public let name: String
  /// The name in the other language of the vocabulary, if there is one.
  public let otherName: String?
  public let title: String?
  public let clause: Citation?
  /// The header line's place in the contract text.
  public let span: Span

  public init(name: String, otherName: String?, title: String?, clause: Citation?, span: Span) {
    self.name = name
    self.otherName = otherName
    self.title = title
    self.clause = clause
    self.span = span
  }

  /// Whether this is its name, in either language.
  public func isNamed(_ name: some StringProtocol) -> Bool {
    self.name.utf8.elementsEqual(name.utf8)
      || otherName.map { $0.utf8.elementsEqual(name.utf8) } ?? false
  }
}

/// 発注者 and 受託者.
public struct Parties: Sendable {
  public let client: String
  public let provider: String

  public init(client: String, provider: String) {
    self.client = client
    self.provider = provider
  }
}

/// A period of settlement, cut to the term of the contract: a settlement year, or one of the shorter
/// periods that a year is divided into.
public struct SettlementPeriod: Hashable, Sendable {
  public let id: PeriodName
  /// The days that are settled, half-open, within the term.
  public let days: DateInterval
  /// The settlement year within the term, half-open.
  public let settlementYear: DateInterval
  /// The whole settlement year, half-open, whether or not the term covers it.
  public let fullYear: DateInterval

  /// The name of the period: "2026", "2026-P2".
  public var name: String { id.description }
  /// The calendar year in which the settlement year begins.
  public var year: Int { id.year }
  /// The settlement year up to the end of the period.
  public var yearToDate: DateInterval {
    DateInterval(start: settlementYear.start, end: days.end) ?? days
  }

  public init(
    _ id: PeriodName, days: DateInterval, settlementYear: DateInterval, fullYear: DateInterval
  ) {
    self.id = id
    self.days = days
    self.settlementYear = settlementYear
    self.fullYear = fullYear
  }
}

extension Contract {
  /// The period with a name; nil if it lies outside the term, or if years are divided otherwise.
  public func period(_ name: PeriodName) -> SettlementPeriod? {
    periods(of: name.year).first { $0.id == name }
  }

  /// The settlement year that begins in a calendar year; nil if it lies outside the term, or if it is
  /// settled in shorter periods.
  public func period(_ year: Int) -> SettlementPeriod? { period(PeriodName(year)) }

  /// The periods of one settlement year that have days of the term, in order.
  ///
  /// Shorter periods are counted from the beginning of the whole year: a term that begins in its second
  /// half begins with the third of four periods.
  public func periods(of year: Int) -> [SettlementPeriod] {
    guard let start = CivilDate(year: year, month: yearStart, day: 1),
      let end = CivilDate(year: year + 1, month: yearStart, day: 1),
      let full = DateInterval(start: start, end: end),
      let own = full.intersection(term)
    else { return [] }
    guard let months = settlement.periodMonths else {
      return [SettlementPeriod(PeriodName(year), days: own, settlementYear: own, fullYear: full)]
    }
    return (1...max(1, 12 / months)).compactMap { number in
      let first = start.adding(months: (number - 1) * months)
      guard let whole = DateInterval(start: first, end: first.adding(months: months)),
        let days = whole.intersection(own)
      else { return nil }
      return SettlementPeriod(
        PeriodName(year, number: number), days: days, settlementYear: own, fullYear: full)
    }
  }

  /// All periods of the term, in order.
  public var periods: [SettlementPeriod] {
    (term.start.year - 1...term.end.year).flatMap { periods(of: $0) }
  }

  /// The days that are settled together up to the end of a period: the period alone, the settlement year
  /// or the term so far. Their months are the groups of an indicator `by month`.
  public func daysSettled(in period: SettlementPeriod) -> DateInterval {
    switch settlement.basis {
    case .eachPeriodOnItsOwn: period.days
    case .eachYearOnItsOwn: period.yearToDate
    case .cumulative, .final: DateInterval(start: term.start, end: period.days.end) ?? period.days
    }
  }
}
