import LinearAlgebra
import Quantities

/// A number that stands beside a figure: how many persons, which sum, a cell of a table.
public struct Count: Hashable, Sendable {
  /// The name of the number, the same in every language: "n", "numerator", "yes→no".
  public let label: String
  /// The number, exact.
  public let value: Exact
  /// Its unit.
  public let unit: Unit

  /// Makes a count.
  public init(_ label: String, _ value: Exact, _ unit: Unit) {
    self.label = label
    self.value = value
    self.unit = unit
  }
}

/// What an indicator measured, before `record` rounds it.
public struct Measurement: Sendable {
  /// The indicator's place in the contract.
  public let indicator: Int
  /// The figure.
  public let id: FigureID
  /// The raw value, exact.
  public let value: Exact
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

  /// Makes a measurement.
  public init(
    indicator: Int, id: FigureID, value: Exact, unit: Unit, populations: [String] = [],
    counts: [Count] = [], method: [ProductRecord] = [], missingExcluded: Int = 0,
    evidence: String? = nil
  ) {
    self.indicator = indicator
    self.id = id
    self.value = value
    self.unit = unit
    self.populations = populations
    self.counts = counts
    self.method = method
    self.missingExcluded = missingExcluded
    self.evidence = evidence
  }
}
