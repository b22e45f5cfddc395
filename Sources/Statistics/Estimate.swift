import LinearAlgebra
import Quantities

/// A statistic's exact value, with the rows it stands on and how its sums were made.
public struct Estimate: Hashable, Sendable {
  /// The value, in the column's unit (of a variance: its square).
  public let value: Exact
  /// Rows, pairs or cases that took part.
  public let n: Int
  /// How the sums or products were made; nil when the value came from order or counts alone.
  public let product: ProductRecord?

  init(_ value: Exact, n: Int, product: ProductRecord? = nil) {
    self.value = value
    self.n = n
    self.product = product
  }
}
