import Quantities

/// A value that a plot points out with a line across it.
public struct ReferenceValue: Sendable {
  public let value: Exact
  public let label: String

  public init(value: Exact, label: String) {
    self.value = value
    self.label = label
  }
}
