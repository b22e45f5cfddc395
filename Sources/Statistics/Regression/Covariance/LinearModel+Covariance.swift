import Enclosures
import Quantities

extension LinearModel {
  /// The covariance of the coefficients.
  ///
  /// - Throws: `RegressionError.tooFewClusters` with a single cluster, `.missingCluster`,
  ///   `.lengthMismatch`, `.fullLeverage` (HC2, HC3), `.effectsCrossClusters` (CR2 with absorbed effects),
  ///   `.product`.
  public func covariance(
    _ estimator: CovarianceEstimator
  ) throws(RegressionError) -> CoefficientCovariance {
    switch estimator {
    case .classical:
      return CoefficientCovariance(
        model: self, clusters: nil, source: .exact(residualVariance * inverse),
        bellMcCaffrey: nil)
    case .heteroskedastic(let kind):
      let scores = try Sandwich(
        self, partition: .singletons(rows: design.count), leverage: kind.leverage)
      let factor =
        kind == .hc1 ? Exact(design.count).over(residualDegreesOfFreedom) : .one
      return sandwiches([(factor, scores)], clusters: nil)
    case .clustered(let factor, .simple(let correction)):
      let partition = try design.clusters(factor)
      let term = try sandwich(partition, correction)
      return sandwiches([term], clusters: partition.count)
    case .clustered(let factor, .bellMcCaffrey):
      let partition = try design.clusters(factor)
      if let absorbed = design.absorbed, let effects = design.absorbing,
        !absorbed.isNested(in: partition)
      {
        throw .effectsCrossClusters(effects: effects.name, clusters: factor.name)
      }
      let adjusted = try BellMcCaffrey(self, partition: partition)
      return CoefficientCovariance(
        model: self, clusters: partition.count,
        source: .enclosed(Refinable { adjusted.covariance(precision: $0) }),
        bellMcCaffrey: adjusted)
    case .twoWay(let first, let second, let correction):
      let rows = try design.clusters(first)
      let columns = try design.clusters(second)
      let cells = rows.crossed(with: columns)
      let (one, two) = (try sandwich(rows, correction), try sandwich(columns, correction))
      let (factor, both) = try sandwich(cells, correction)
      return sandwiches(
        [one, two, (-factor, both)], clusters: min(rows.count, columns.count))
    }
  }

  private func sandwich(
    _ partition: Partition, _ correction: CovarianceEstimator.ClusterCorrection.Simple
  ) throws(RegressionError) -> (Exact, Sandwich) {
    (
      design.correctionFactor(partition, correction, parameters: design.parameters),
      try Sandwich(self, partition: partition, leverage: nil)
    )
  }

  private func sandwiches(
    _ terms: [(factor: Exact, sandwich: Sandwich)], clusters: Int?
  ) -> CoefficientCovariance {
    let k = coefficients.count
    guard residualSquares.signum > 0 else {
      return CoefficientCovariance(
        model: self, clusters: clusters,
        source: .exact(ExactMatrix(rows: k, columns: k) { _, _ in .zero }), bellMcCaffrey: nil)
    }
    let matrix = Refinable { precision in
      var sum: BallMatrix?
      for term in terms {
        let part =
          Ball(term.factor, precision: precision + 64)
          * term.sandwich.enclosed(precision: precision)
        sum = sum.map { $0 + part } ?? part
      }
      return sum ?? BallMatrix(rows: k, columns: k, precision: precision) { _, _ in Ball(0) }
    }
    return CoefficientCovariance(
      model: self, clusters: clusters, source: .enclosed(matrix), bellMcCaffrey: nil)
  }
}

extension CovarianceEstimator.Heteroskedasticity {
  /// The power of `1 − h` that divides the residual.
  var leverage: Leverage? {
    switch self {
    case .hc0, .hc1: nil
    case .hc2: .root
    case .hc3: .whole
    }
  }
}

extension Design {
  /// `(G/(G−1)) · ((N−1)/(N−K))`, or one.
  func correctionFactor(
    _ partition: Partition, _ correction: CovarianceEstimator.ClusterCorrection.Simple,
    parameters: Int
  ) -> Exact {
    guard case .cr1(let counted) = correction else { return .one }
    var parameters = parameters
    if counted == .withoutNestedEffects {
      let effects = categories + (absorbed.map { [$0] } ?? [])
      for effect in effects where effect.isNested(in: partition) {
        parameters -= effect.count - 1
      }
    }
    return Exact(partition.count).over(partition.count - 1)
      * Exact(count - 1).over(count - parameters)
  }

  /// The clusters of the rows that take part.
  func clusters(_ factor: Factor) throws(RegressionError) -> Partition {
    guard factor.codes.count == tableRows else {
      throw .lengthMismatch(
        column: factor.name, expected: tableRows, found: factor.codes.count)
    }
    let partition = try factor.partition(of: rows)
    guard partition.count > 1 else {
      throw .tooFewClusters(factor: factor.name, found: partition.count)
    }
    return partition
  }
}
