import Enclosures
import Quantities

/// A linear model fitted by (weighted) least squares whose weights, or some of whose columns, are real
/// numbers: inverse probability weights, a fitted propensity score.
///
/// The coefficients `(X′WX)⁻¹ X′Wy` are enclosures, as tight as asked. Weights and columns are taken as
/// known: that a model of them was estimated is not in the errors. With weights from models of treatment
/// and censoring and a robust error this is a marginal structural model (Robins, Hernán and Brumback,
/// Epidemiology 11, 2000).
public struct EnclosedLinearModel: Sendable {
  /// The rational columns, of the rows that take part.
  public let design: Design
  /// All columns' names: those of the design, then the real ones.
  public let names: [String]
  /// Rows less columns.
  public let residualDegreesOfFreedom: Int

  fileprivate let fit: Refinable<Fit?>

  /// Sums over the rows at one precision.
  fileprivate struct Fit: Sendable {
    let x: BallMatrix
    let weights: [Ball]?
    let inverse: BallMatrix
    let coefficients: BallMatrix
    let residuals: [Ball]
  }

  /// Bits beyond those asked for, which products and the inverse use up.
  fileprivate static let guardBits = 64
  private static let mostBits = 1024

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - design: the response and the rational columns; its weights multiply `weights`.
  ///   - columns: further columns, with a number in every row of the design.
  ///   - weights: positive, with a number in every row of the design; nil weighs them as the design does.
  /// - Throws: `RegressionError.absorbedEffects`, `.duplicateName`, `.lengthMismatch`, `.missingValue`,
  ///   `.weight`, `.noResidualDegreesOfFreedom`, `.singular`, `.notIndependent`, `.product`.
  public init(
    _ design: Design, columns: [(name: String, values: RealColumn)] = [],
    weights: RealColumn? = nil
  ) throws(RegressionError) {
    if let effects = design.absorbing { throw .absorbedEffects(effects.name) }
    var names = design.names
    for (name, _) in columns {
      if names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { throw .duplicateName(name) }
      names.append(name)
    }
    func gathered(
      _ column: RealColumn, _ name: String
    ) throws(RegressionError) -> Refinable<[Ball]> {
      try column.gathered(design.rows, tableRows: design.tableRows, named: name)
    }
    var further: [Refinable<[Ball]>] = []
    for (name, values) in columns { further.append(try gathered(values, name)) }
    var real: Refinable<[Ball]>?
    if let weights {
      let numbers = try gathered(weights, "weights")
      try RealColumn.checkPositive(numbers, rows: design.rows)
      real = numbers
    }
    guard design.count > names.count else {
      throw .noResidualDegreesOfFreedom(rows: design.count, parameters: names.count)
    }
    let fit = Refinable<Fit?> { [further, real] precision in
      Fit(design, further, weights: real, asked: precision)
    }
    var precision = 64
    while fit.value(precision: precision) == nil {
      // What the rational columns have in common is said by name; it needs no enclosure.
      try Self.checkRank(design)
      precision *= 2
      guard precision <= Self.mostBits else {
        throw .notIndependent(enclosed: columns.map(\.name), bits: Self.mostBits)
      }
    }
    self.design = design
    self.names = names
    self.fit = fit
    residualDegreesOfFreedom = design.count - names.count
  }

  private static func checkRank(_ design: Design) throws(RegressionError) {
    let gram = try CrossProducts.gram(design.columns).matrix
    let pivots = Set(gram.pivotColumns)
    guard pivots.count == design.names.count else {
      throw .singular(
        dependent: design.names.indices.filter { !pivots.contains($0) }.map { design.names[$0] },
        rank: pivots.count, columns: design.names.count)
    }
  }

  /// The coefficient of a column.
  ///
  /// - Throws: `RegressionError.unknownName`.
  public func coefficient(_ name: String) throws(RegressionError) -> Real {
    let index = try index(of: name)
    return real { $0.coefficients[index, 0] }
  }

  func index(of name: String) throws(RegressionError) -> Int {
    guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      throw .unknownName(name, among: names)
    }
    return index
  }

  private func real(_ body: @escaping @Sendable (Fit) -> Ball) -> Real {
    let fit = fit
    return Real { precision in
      fit.value(precision: precision).map(body) ?? .indeterminate(precision: precision)
    }
  }
}

extension EnclosedLinearModel.Fit {
  /// Nil when the columns are not proved independent.
  init?(
    _ design: Design, _ further: [Refinable<[Ball]>], weights real: Refinable<[Ball]>?, asked: Int
  ) {
    let precision = asked + EnclosedLinearModel.guardBits
    let numbers = further.map { $0.value(precision: asked) }
    let exact = design.columns.count
    let x = BallMatrix(
      rows: design.count, columns: exact + numbers.count, precision: precision
    ) { row, j in
      j < exact
        ? Ball(design.columns[j].value(at: row), precision: precision)
        : numbers[j - exact][row]
    }
    var weights = real?.value(precision: asked)
    if let own = design.weights {
      weights = (0..<design.count).map { row in
        let weight = Ball(own.value(at: row), precision: precision)
        return weights.map { $0[row] * weight } ?? weight
      }
    }
    let weighted = weights.map { x.scalingRows(by: $0) } ?? x
    guard let inverse = (weighted.transposed * x).inverse() else { return nil }
    let y = BallMatrix(rows: design.count, columns: 1, precision: precision) { row, _ in
      Ball(design.response.value(at: row), precision: precision)
    }
    let coefficients = inverse * (weighted.transposed * y)
    self.init(
      x: x, weights: weights, inverse: inverse, coefficients: coefficients,
      residuals: (y - x * coefficients).columnBalls)
  }
}

// MARK: - Errors

extension EnclosedLinearModel {
  /// The covariance of the coefficients.
  ///
  /// - Throws: `RegressionError.tooFewClusters`, `.missingCluster`, `.lengthMismatch`.
  public func covariance(
    _ estimator: Estimator
  ) throws(RegressionError) -> Covariance {
    let degrees = residualDegreesOfFreedom
    let fit = fit
    func sandwich(_ partition: Partition, _ leverage: Leverage?, _ factor: Exact) -> Covariance {
      covariance(
        fit.map { fit in
          let sums = RowScores(
            x: fit.x, inverse: fit.inverse, residuals: fit.residuals, weights: fit.weights
          ).sums(partition, leverage: leverage)
          let scores = BallMatrix(
            rows: partition.count, columns: fit.x.columns, precision: fit.x.precision
          ) { sums[$0][$1] }
          return Ball(factor, precision: fit.x.precision) * (scores.transposed * scores)
        })
    }
    switch estimator {
    case .classical:
      return covariance(
        fit.map { fit in
          let squares = fit.residuals.indices.reduce(Ball(0)) { sum, row in
            let square = fit.residuals[row].square()
            return sum + (fit.weights.map { $0[row] * square } ?? square)
          }
          return squares / Ball(degrees) * fit.inverse
        })
    case .heteroskedastic(let kind):
      return sandwich(
        .singletons(rows: design.count), kind.leverage,
        kind == .hc1 ? Exact(design.count).over(degrees) : .one)
    case .clustered(let factor, let correction):
      let partition = try design.clusters(factor)
      return sandwich(
        partition, nil,
        design.correctionFactor(partition, correction, parameters: names.count))
    }
  }

  private func covariance(_ matrix: Refinable<BallMatrix?>) -> Covariance {
    Covariance(model: self, matrix: matrix)
  }

  /// How the covariance of the coefficients is estimated, as in `CovarianceEstimator`.
  public enum Estimator: Hashable, Sendable {
    /// One variance for all rows, over the weight of each: `Σ w e² / (N − K) · (X′WX)⁻¹`.
    case classical
    /// A variance of its own for each row.
    case heteroskedastic(CovarianceEstimator.Heteroskedasticity)
    /// Rows of a cluster depend on each other in any way.
    case clustered(by: Factor, CovarianceEstimator.ClusterCorrection.Simple)
  }

  /// The covariance of an enclosed model's coefficients.
  public struct Covariance: Sendable {
    /// The fitted model.
    public let model: EnclosedLinearModel
    fileprivate let matrix: Refinable<BallMatrix?>

    /// The covariance of two coefficients.
    ///
    /// - Throws: `RegressionError.unknownName`.
    public func covariance(_ first: String, _ second: String) throws(RegressionError) -> Real {
      let (i, j) = (try model.index(of: first), try model.index(of: second))
      let matrix = matrix
      return Real { precision in
        matrix.value(precision: precision)?[i, j] ?? .indeterminate(precision: precision)
      }
    }

    /// A coefficient with its error.
    ///
    /// - Throws: `RegressionError.unknownName`.
    public func inference(
      _ name: String, reference: ReferenceDistribution
    ) throws(RegressionError) -> Inference {
      Inference(
        estimate: try model.coefficient(name), variance: try covariance(name, name),
        reference: reference)
    }
  }
}

extension Refinable {
  /// What is computed from a value that may not be there.
  fileprivate func map<Wrapped: Sendable, Result: Sendable>(
    _ body: @escaping @Sendable (Wrapped) -> Result
  ) -> Refinable<Result?> where Value == Wrapped? {
    Refinable<Result?> { [self] precision in value(precision: precision).map(body) }
  }
}
