import Diagnostics
import Language

/// One step of a flow: a condition of a population, and what it did to the rows that reached it.
///
/// `entered = excluded + missing + remaining` always holds; it is checked when the step is made.
public struct FlowStep: Sendable {
  /// The line of the contract, as written.
  public let reason: String
  /// The line's place in the contract text.
  public let span: Span
  /// Rows that reached the step.
  public let entered: Int
  /// Rows that do not meet the condition.
  public let excluded: Int
  /// Rows of which the condition cannot be judged, because something it needs is missing.
  public let missing: Int
  /// Rows that meet the condition.
  public let remaining: Int

  /// Makes a step; nil when the numbers do not add up.
  public init?(
    reason: String, span: Span, entered: Int, excluded: Int, missing: Int, remaining: Int
  ) {
    guard entered == excluded + missing + remaining,
      excluded >= 0, missing >= 0, remaining >= 0
    else { return nil }
    self.reason = reason
    self.span = span
    self.entered = entered
    self.excluded = excluded
    self.missing = missing
    self.remaining = remaining
  }
}

/// How the rows of a table became a population (母数の内訳).
public struct Flow: Sendable {
  /// The name of the population.
  public let population: String
  /// The clause that defines it.
  public let clause: Citation?
  /// The name of the table whose rows it holds.
  public let table: String
  /// Rows of the table.
  public let rows: Int
  /// The population it is drawn from; nil for all rows of the table.
  public let base: String?
  /// The conditions in order; the first is entered by the base's rows, or by all.
  public let steps: [FlowStep]
  /// Rows of the population.
  public let remaining: Int
  /// Of a population of rows: distinct rows of the table that the first linking key column refers
  /// to, so of sessions by participant the participants. Nil if the table refers to none.
  public let persons: Int?

  /// Makes a flow from its numbers.
  public init(
    population: String, clause: Citation?, table: String, rows: Int, base: String?,
    steps: [FlowStep], remaining: Int, persons: Int?
  ) {
    self.population = population
    self.clause = clause
    self.table = table
    self.rows = rows
    self.base = base
    self.steps = steps
    self.remaining = remaining
    self.persons = persons
  }
}
