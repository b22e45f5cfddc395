import Enclosures
import Quantities

/// How the covariance of a logistic model's coefficients is estimated.
public enum LogisticCovarianceEstimator: Hashable, Sendable {
  /// The inverse of the information, `(Σ p (1 − p) x x′)⁻¹`; with weights that of counts of rows.
  case information
  /// The sandwich of each row's score, `H⁻¹ (Σ (y − p)² x x′) H⁻¹`; with weights
  /// `H⁻¹ (Σ w² (y − p)² x x′) H⁻¹`, `H = Σ w p (1 − p) x x′`.
  case hc0
  /// HC0 times `N / (N − K)`.
  case hc1
  /// The sandwich of the clusters' sums of scores times `(G/(G−1)) · ((N−1)/(N−K))`.
  case clustered(Factor)
}

/// The covariance matrix of a logistic model's coefficients, enclosed as tightly as asked.
public struct LogisticCovariance: Sendable {
  /// The fitted model.
  public let model: LogisticModel
  /// Number of clusters; nil without.
  public let clusters: Int?

  /// Of the coefficients of the columns' whole numbers.
  let matrix: Refinable<BallMatrix?>

  /// The covariance of two coefficients.
  ///
  /// - Throws: `LogisticError.regression(.unknownName)`.
  public func covariance(_ first: String, _ second: String) throws(LogisticError) -> Real {
    let (i, j) = (try model.index(of: first), try model.index(of: second))
    let unit = model.design.columns[i].unit * model.design.columns[j].unit
    let combinations = (model.data.combination(i), model.data.combination(j))
    let matrix = matrix
    return Real { precision in
      guard let matrix = matrix.value(precision: precision) else {
        return .indeterminate(precision: precision)
      }
      var sum = Ball(0)
      for (a, left) in combinations.0.enumerated() where !left.isZero {
        for (b, right) in combinations.1.enumerated() where !right.isZero {
          sum += Ball(left * right, precision: matrix.precision) * matrix[a, b]
        }
      }
      return sum / Ball(unit, precision: matrix.precision)
    }
  }

  /// A coefficient, the log of an odds ratio, with its error; compared with the normal distribution.
  ///
  /// - Throws: `LogisticError.regression(.unknownName)`.
  public func inference(_ name: String) throws(LogisticError) -> Inference {
    Inference(
      estimate: try model.coefficient(name), variance: try covariance(name, name),
      reference: .normal)
  }
}

extension LogisticModel {
  /// The covariance of the coefficients (White, Econometrica 50, 1982; the factors as statsmodels').
  ///
  /// - Throws: `LogisticError.regression` with `.noResidualDegreesOfFreedom` (HC1, clusters),
  ///   `.tooFewClusters`, `.missingCluster` or `.lengthMismatch`.
  public func covariance(
    _ estimator: LogisticCovarianceEstimator
  ) throws(LogisticError) -> LogisticCovariance {
    let (n, k) = (design.count, design.names.count)
    let data = data
    switch estimator {
    case .information:
      return covariance(clusters: nil) { $0.inverse }
    case .hc0:
      return covariance(clusters: nil) { $0.sandwich($0.scoreSquares()) }
    case .hc1:
      let factor = try LogisticError.regression { () throws(RegressionError) in
        try residualShare(Exact(n))
      }
      return covariance(clusters: nil) {
        $0.sandwich(Ball(factor, precision: $0.precision) * $0.scoreSquares())
      }
    case .clustered(let clusters):
      let (partition, factor) = try LogisticError.regression { () throws(RegressionError) in
        let partition = try design.clusters(clusters)
        let groups = Exact(partition.count).over(partition.count - 1)
        return (partition, groups * (try residualShare(Exact(n - 1))))
      }
      let response = response
      return covariance(clusters: partition.count) {
        let sums = $0.scores(data, response, partition, columns: k)
        return $0.sandwich(
          Ball(factor, precision: $0.precision) * (sums.transposed * sums))
      }
    }
  }

  private func covariance(
    clusters: Int?, _ body: @escaping @Sendable (LogisticEnclosure) -> BallMatrix
  ) -> LogisticCovariance {
    let enclosure = enclosure
    return LogisticCovariance(
      model: self, clusters: clusters,
      matrix: Refinable { enclosure.value(precision: $0).map(body) })
  }

  /// A number over the rows less the coefficients.
  private func residualShare(_ number: Exact) throws(RegressionError) -> Exact {
    guard design.count > design.parameters else {
      throw .noResidualDegreesOfFreedom(rows: design.count, parameters: design.parameters)
    }
    return number.over(design.count - design.parameters)
  }
}

extension LogisticEnclosure {
  func sandwich(_ meat: BallMatrix) -> BallMatrix { inverse * meat * inverse }

  /// Each cluster's `Σ w (y − p) x`.
  ///
  /// A cluster's rows without weights are counted by pattern first, so that the sums run over patterns.
  func scores(
    _ data: BinomialData, _ response: [Bool], _ partition: Partition, columns k: Int
  ) -> BallMatrix {
    if let weights = data.weights?.value(precision: precision) {
      var sums = [[Ball]](
        repeating: [Ball](repeating: Ball(0), count: k), count: partition.count)
      for (row, cluster) in partition.codes.enumerated() {
        let pattern = data.patterns.partition.codes[row]
        let residual = weights[row] * (Ball(response[row] ? 1 : 0) - probabilities[pattern])
        for j in 0..<k { sums[cluster][j] += residual * x[pattern, j] }
      }
      return BallMatrix(rows: partition.count, columns: k, precision: x.precision) {
        sums[$0][$1]
      }
    }
    var tallies = [[Int: (events: Int, rows: Int)]](repeating: [:], count: partition.count)
    for (row, cluster) in partition.codes.enumerated() {
      let pattern = data.patterns.partition.codes[row]
      var tally = tallies[cluster][pattern] ?? (0, 0)
      tally.rows += 1
      if response[row] { tally.events += 1 }
      tallies[cluster][pattern] = tally
    }
    let sums = tallies.map { tally in
      var sum = [Ball](repeating: Ball(0), count: k)
      for (pattern, tally) in tally.sorted(by: { $0.key < $1.key }) {
        let residual = Ball(tally.events) - Ball(tally.rows) * probabilities[pattern]
        for j in 0..<k { sum[j] += residual * x[pattern, j] }
      }
      return sum
    }
    return BallMatrix(rows: partition.count, columns: k, precision: x.precision) { sums[$0][$1] }
  }
}
