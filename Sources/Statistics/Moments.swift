import LinearAlgebra
import Quantities

/// The sums of a column and of its squares, from one exact product.
public struct Moments: Hashable, Sendable {
  /// Rows that are present.
  public let n: Int
  /// `Σ xᵢ`, in the column's unit; 0 without rows.
  public let sum: Exact
  /// `Σ xᵢ²`, in the square of the unit; 0 without rows.
  public let sumOfSquares: Exact
  /// How the sums were made.
  public let product: ProductRecord

  /// Measures a column.
  ///
  /// - Throws: `StatisticsError.product`.
  public init(_ sample: Sample) throws(StatisticsError) {
    let gram = try StatisticsError.product { () throws(LinearAlgebraError) in
      try IntegerColumn.with([sample.values]) { (columns) throws(LinearAlgebraError) in
        try ExactProducts.gram(columns: columns, mask: sample.validity, ones: true)
      }
    }
    n = sample.count
    sum = Exact(gram[0, 1], scale: sample.scale)
    sumOfSquares = Exact(gram[1, 1], scale: 2 * sample.scale)
    product = gram.record
  }

  /// The arithmetic mean `Σ xᵢ / n`.
  ///
  /// - Throws: `StatisticsError.emptySample`.
  public func mean() throws(StatisticsError) -> Estimate {
    guard n > 0 else { throw .emptySample }
    return Estimate(sum.over(n), n: n, product: product)
  }

  /// The sum of squared deviations from the mean, `Σ (xᵢ − x̄)² = Σ xᵢ² − (Σ xᵢ)² / n`.
  ///
  /// - Throws: `StatisticsError.emptySample`.
  public func squaredDeviations() throws(StatisticsError) -> Estimate {
    guard n > 0 else { throw .emptySample }
    return Estimate(sumOfSquares - (sum * sum).over(n), n: n, product: product)
  }

  /// The sample variance `Σ (xᵢ − x̄)² / (n − 1)`.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.tooFew` for a single row.
  public func variance() throws(StatisticsError) -> Estimate {
    let deviations = try squaredDeviations()
    guard n > 1 else { throw .tooFew(found: n, needed: 2) }
    return Estimate(deviations.value.over(n - 1), n: n, product: product)
  }

  /// The population variance `Σ (xᵢ − x̄)² / n`.
  ///
  /// - Throws: `StatisticsError.emptySample`.
  public func populationVariance() throws(StatisticsError) -> Estimate {
    Estimate(try squaredDeviations().value.over(n), n: n, product: product)
  }
}

extension Sample {
  /// The sum `Σ xᵢ`; of no rows it is 0.
  ///
  /// - Throws: `StatisticsError.product`.
  public func sum() throws(StatisticsError) -> Estimate {
    let sum = try StatisticsError.product { () throws(LinearAlgebraError) in
      try IntegerColumn.with(values) { (column) throws(LinearAlgebraError) in
        try ExactProducts.sum(column, mask: validity)
      }
    }
    return Estimate(Exact(sum.value, scale: scale), n: count, product: sum.record)
  }

  /// The sum of squares `Σ xᵢ²`, not taken from the mean; of no rows it is 0.
  ///
  /// - Throws: `StatisticsError.product`.
  public func sumOfSquares() throws(StatisticsError) -> Estimate {
    let sum = try StatisticsError.product { () throws(LinearAlgebraError) in
      try IntegerColumn.with(values) { (column) throws(LinearAlgebraError) in
        try ExactProducts.dot(column, column, mask: validity)
      }
    }
    return Estimate(Exact(sum.value, scale: 2 * scale), n: count, product: sum.record)
  }

  /// The arithmetic mean `Σ xᵢ / n`.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.product`.
  public func mean() throws(StatisticsError) -> Estimate {
    guard count > 0 else { throw .emptySample }
    let sum = try sum()
    return Estimate(sum.value.over(count), n: count, product: sum.product)
  }

  /// The sample variance `Σ (xᵢ − x̄)² / (n − 1)`.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.tooFew` for a single row, `.product`.
  public func variance() throws(StatisticsError) -> Estimate {
    try Moments(self).variance()
  }
}
