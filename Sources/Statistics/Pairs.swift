import LinearAlgebra
import Quantities

/// The sums of two columns over the rows where both are present, from one exact product.
struct PairSums {
  let n: Int
  let first: Exact
  let second: Exact
  let firstSquares: Exact
  let products: Exact
  let secondSquares: Exact
  let record: ProductRecord

  init(_ a: Sample, _ b: Sample) throws(StatisticsError) {
    let mask = try a.paired(with: b)
    let gram = try StatisticsError.product { () throws(LinearAlgebraError) in
      try IntegerColumn.with([a.values, b.values]) { (columns) throws(LinearAlgebraError) in
        try ExactProducts.gram(columns: columns, mask: mask, ones: true)
      }
    }
    n = mask?.present ?? a.rows
    first = Exact(gram[0, 1], scale: a.scale)
    second = Exact(gram[0, 2], scale: b.scale)
    firstSquares = Exact(gram[1, 1], scale: 2 * a.scale)
    products = Exact(gram[1, 2], scale: a.scale + b.scale)
    secondSquares = Exact(gram[2, 2], scale: 2 * b.scale)
    record = gram.record
  }
}

extension Sample {
  /// The sample covariance `Σ (xᵢ − x̄)(yᵢ − ȳ) / (n − 1)` over the rows where both are present.
  ///
  /// - Throws: `StatisticsError.lengthMismatch`, `.emptySample`, `.tooFew` for a single pair, `.product`.
  public func covariance(with other: Sample) throws(StatisticsError) -> Estimate {
    let sums = try PairSums(self, other)
    guard sums.n > 0 else { throw .emptySample }
    guard sums.n > 1 else { throw .tooFew(found: sums.n, needed: 2) }
    let deviations = sums.products - (sums.first * sums.second).over(sums.n)
    return Estimate(deviations.over(sums.n - 1), n: sums.n, product: sums.record)
  }
}

/// The change within persons, after minus before, over the rows where both are present.
public struct PairedChange: Hashable, Sendable {
  /// Pairs that are complete.
  public let n: Int
  /// The mean before, of the complete pairs.
  public let meanBefore: Exact
  /// The mean after, of the complete pairs.
  public let meanAfter: Exact
  /// How the sums were made.
  public let product: ProductRecord
  /// `Σ dᵢ²` with `dᵢ = afterᵢ − beforeᵢ`.
  public let sumOfSquares: Exact

  /// Compares two columns row by row; they may differ in scale.
  ///
  /// - Throws: `StatisticsError.lengthMismatch`, `.emptySample` without a complete pair, `.product`.
  public init(before: Sample, after: Sample) throws(StatisticsError) {
    let sums = try PairSums(before, after)
    guard sums.n > 0 else { throw .emptySample }
    n = sums.n
    meanBefore = sums.first.over(sums.n)
    meanAfter = sums.second.over(sums.n)
    product = sums.record
    sumOfSquares = sums.firstSquares - Exact(2) * sums.products + sums.secondSquares
  }

  /// The mean change `Σ dᵢ / n`.
  public var mean: Estimate {
    Estimate(meanAfter - meanBefore, n: n, product: product)
  }

  /// The sample variance of the changes, `(Σ dᵢ² − n d̄²) / (n − 1)`.
  ///
  /// - Throws: `StatisticsError.tooFew` for a single pair.
  public func variance() throws(StatisticsError) -> Estimate {
    guard n > 1 else { throw .tooFew(found: n, needed: 2) }
    let mean = mean.value
    return Estimate(
      (sumOfSquares - Exact(n) * mean * mean).over(n - 1), n: n, product: product)
  }
}
