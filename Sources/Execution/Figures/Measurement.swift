import LinearAlgebra
import Quantities

/// A number that stands beside a figure: how many persons, which sum, a cell of a table.
public struct Count: Hashable, Sendable {
  /// What a number beside a figure is.
  public enum Kind: String, Hashable, Sendable {
    /// Persons, rows or events.
    case count
    /// A sum of measured values.
    case sum
    /// A sum of squares of measured values, not taken from their mean.
    case sumOfSquares = "sum of squares"
    /// A mean of measured values.
    case mean
    /// An estimate, before `record` rounds it.
    case estimate
    /// A standard error of an estimate.
    case standardError = "standard error"
    /// Degrees of freedom.
    case degreesOfFreedom = "degrees of freedom"
    /// An end of a confidence interval.
    case limit
    /// A number that tells how well a method worked: the largest weight, matched persons.
    case diagnostic
  }

  /// The name of the number in English: "n", "numerator". Of the cells of a transition the two states
  /// as the contract writes them: "yes→no", "いいえ→はい".
  public let label: String
  public let kind: Kind
  /// The number; of an irrational one its first 20 significant digits, rounded half even.
  public let value: Exact
  /// Whether `value` is the number itself.
  public let isExact: Bool
  /// The unit of `value`.
  public let unit: Unit

  /// Makes a number beside a figure.
  public init(
    _ label: String, _ value: Exact, _ unit: Unit, kind: Kind = .count, isExact: Bool = true
  ) {
    self.label = label
    self.kind = kind
    self.value = value
    self.isExact = isExact
    self.unit = unit
  }
}

/// What an indicator measured, before `record` rounds it.
public struct Measurement: Sendable {
  /// The indicator's place in the contract.
  public let indicator: Int
  /// The figure.
  public let id: FigureID
  /// The raw value; of an irrational estimate its first 20 significant digits.
  public let value: Exact
  /// The value after `record`, of an estimate: it is rounded from the enclosure, never from digits.
  public let recorded: Exact?
  /// The unit of the raw value.
  public let unit: Unit
  /// Names of the populations that the indicator counts, in the order of its lines; their flows are
  /// in the result.
  public let populations: [String]
  /// The numbers that the value was made from, in a fixed order for each kind.
  public let counts: [Count]
  /// How the sums and products over persons were formed.
  public let method: [ProductRecord]
  /// Rows of the population left out because a figure of theirs is missing.
  public let missingExcluded: Int
  /// Of a reported value: the document it was taken from.
  public let evidence: String?
  /// What stands behind an estimate; nil for other kinds.
  public let account: EstimateAccount?

  /// Makes a measurement.
  public init(
    indicator: Int, id: FigureID, value: Exact, recorded: Exact? = nil, unit: Unit,
    populations: [String] = [],
    counts: [Count] = [], method: [ProductRecord] = [], missingExcluded: Int = 0,
    evidence: String? = nil, account: EstimateAccount? = nil
  ) {
    self.indicator = indicator
    self.id = id
    self.value = value
    self.recorded = recorded
    self.unit = unit
    self.populations = populations
    self.counts = counts
    self.method = method
    self.missingExcluded = missingExcluded
    self.evidence = evidence
    self.account = account
  }
}
