import LinearAlgebra
import Quantities

/// How much a total lies with few.
public enum Concentration {
  /// The Herfindahl–Hirschman index `Σ nᵢ² / (Σ nᵢ)²`, between `1/k` for `k` equal counts and 1.
  ///
  /// Counts of zero change nothing. The estimate's `n` is the total count.
  ///
  /// - Throws: `StatisticsError.negativeCount`, `.emptySample` for a total of zero, `.product`.
  public static func herfindahl(counts: [Int64]) throws(StatisticsError) -> Estimate {
    for count in counts where count < 0 { throw .negativeCount(count) }
    let moments = try Moments(Sample(values: counts))
    guard
      let index = moments.sumOfSquares.divided(by: moments.sum * moments.sum),
      let total = moments.sum.int64
    else { throw .emptySample }
    return Estimate(index, n: Int(total), product: moments.product)
  }
}
