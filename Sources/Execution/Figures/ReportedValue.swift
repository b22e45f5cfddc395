import Quantities

/// A figure that comes from outside the records: an evaluator's estimate with its evidence.
public struct ReportedValue: Hashable, Sendable {
  /// The figure, exact.
  public let value: Exact
  /// Its unit; it must be the unit of the indicator.
  public let unit: Unit
  /// The document that the figure stands in.
  public let evidence: String

  /// Makes a reported value.
  public init(value: Exact, unit: Unit, evidence: String) {
    self.value = value
    self.unit = unit
    self.evidence = evidence
  }
}
