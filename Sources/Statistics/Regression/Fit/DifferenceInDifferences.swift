import LinearAlgebra
import Quantities

/// The change among the treated less the change among those compared with.
public struct DifferenceInDifferences: Hashable, Sendable {
  /// A cell of the two-by-two table.
  public enum Cell: String, Hashable, Sendable, CaseIterable {
    /// Before, of the treated.
    case treatedBefore = "treated, before"
    /// After, of the treated.
    case treatedAfter = "treated, after"
    /// Before, of the others.
    case comparisonBefore = "comparison, before"
    /// After, of the others.
    case comparisonAfter = "comparison, after"
  }

  /// The cells' means.
  public let means: [Cell: Estimate]
  /// `(ȳ₁₁ − ȳ₁₀) − (ȳ₀₁ − ȳ₀₀)`.
  public let estimate: Exact

  /// Compares the means of four samples.
  ///
  /// - Throws: `RegressionError.emptyLevel` with the cell that has no row, `.statistics`.
  public init(_ sample: (Cell) throws(StatisticsError) -> Sample) throws(RegressionError) {
    var means: [Cell: Estimate] = [:]
    var estimate = Exact.zero
    for cell in Cell.allCases {
      do {
        let mean = try sample(cell).mean()
        means[cell] = mean
        let counts = cell == .treatedAfter || cell == .comparisonBefore
        estimate += counts ? mean.value : -mean.value
      } catch StatisticsError.emptySample {
        throw .emptyLevel(factor: "cell", level: cell.rawValue)
      } catch {
        throw .statistics(error)
      }
    }
    self.means = means
    self.estimate = estimate
  }
}

extension Design {
  /// The regression whose product term is the difference in differences of the four means: an
  /// intercept, the treated, after, and their product.
  ///
  /// - Throws: as `Design.init`.
  public static func differenceInDifferences(
    response: Term, treated: Term, after: Term, among: RowMask? = nil
  ) throws(RegressionError) -> Design {
    try Design(
      response: response, terms: [treated, after, .interaction(treated, after)], among: among)
  }

  /// The regression on a treatment with the units' effects absorbed and a column per period but the
  /// first; on two periods, balanced, its coefficient is the difference in differences.
  ///
  /// - Throws: as `Design.init`.
  public static func twoWayEffects(
    response: Term, treatment: Term, units: Factor, periods: Factor, weights: Term? = nil,
    among: RowMask? = nil
  ) throws(RegressionError) -> Design {
    try Design(
      response: response, terms: [treatment, .category(periods, reference: 0)],
      absorbing: units, weights: weights, among: among)
  }
}
