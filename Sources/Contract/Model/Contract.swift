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

  package init(
    declaration: Declaration, tongue: Tongue, parties: Parties, term: DateInterval, yearStart: Int,
    currency: Unit, isIllustrative: Bool, units: UnitTable, tables: [TableDefinition],
    scales: [Scale], values: [Value], populations: [Population], indicators: [Indicator],
    achievements: [Achievement], scores: [Score], payments: [Payment],
    settlement: SettlementRule, splits: [Split] = [], scenarios: [Scenario], examples: [Example],
    order: [FigureReference], amendments: [Int], source: SourceText,
    replacedLines: [ReplacedLine] = [], used: [UsedText] = []
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
  var squeezed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// A line of the contract text that is no longer in force, with what took its place.
public struct ReplacedLine: Hashable, Sendable {
  public let span: Span
  /// The line in force, and the amendment it comes from.
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

/// A period of settlement: a fiscal or project year, cut to the term of the contract.
public struct SettlementPeriod: Hashable, Sendable {
  /// The calendar year in which the settlement year begins, as a name: "2026".
  public let name: String
  public let year: Int
  /// The days that are settled, half-open, within the term.
  public let days: DateInterval
  /// The whole settlement year, half-open, whether or not the term covers it.
  public let fullYear: DateInterval

  public init(year: Int, days: DateInterval, fullYear: DateInterval) {
    self.name = String(year)
    self.year = year
    self.days = days
    self.fullYear = fullYear
  }
}

extension Contract {
  /// The settlement year that begins in a calendar year, cut to the term; nil if outside the term.
  public func period(_ year: Int) -> SettlementPeriod? {
    guard let start = CivilDate(year: year, month: yearStart, day: 1),
      let end = CivilDate(year: year + 1, month: yearStart, day: 1),
      let full = DateInterval(start: start, end: end),
      let days = full.intersection(term)
    else { return nil }
    return SettlementPeriod(year: year, days: days, fullYear: full)
  }

  /// All settlement years of the term, in order.
  public var periods: [SettlementPeriod] {
    (term.start.year - 1...term.end.year).compactMap { period($0) }
  }
}
