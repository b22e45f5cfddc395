import Enclosures
import LinearAlgebra
import Quantities

/// A linear model fitted by (weighted) least squares, exactly.
///
/// The coefficients solve the normal equations `X′WX b = X′Wy` in rational numbers; nothing is rounded.
public struct LinearModel: Sendable {
  /// The columns.
  public let design: Design
  /// The coefficients, in the order of `design.names`.
  public let coefficients: [Exact]
  /// Rows less parameters.
  public let residualDegreesOfFreedom: Int
  /// `Σ wᵢ eᵢ²`.
  public let residualSquares: Exact
  /// `Σ wᵢ (yᵢ − ȳ)²` about the weighted mean with an intercept, `Σ wᵢ yᵢ²` without one; within the
  /// levels of absorbed effects.
  public let totalSquares: Exact
  /// How the normal equations were formed.
  public let products: [ProductRecord]

  /// X′WX.
  let gram: ExactMatrix
  /// (X′WX)⁻¹.
  let inverse: ExactMatrix

  /// Fits a model.
  ///
  /// - Throws: `RegressionError.noResidualDegreesOfFreedom`, `.singular`, `.product`.
  public init(_ design: Design) throws(RegressionError) {
    let k = design.columns.count
    guard design.count > design.parameters else {
      throw .noResidualDegreesOfFreedom(rows: design.count, parameters: design.parameters)
    }
    let crossed = try CrossProducts.gram(
      design.columns + [design.response], weights: design.weights)
    let products = crossed.matrix
    let columns = Array(0..<k)
    let gram = products.selecting(rows: columns, columns: columns)
    guard let inverse = gram.inverse() else {
      let pivots = Set(gram.pivotColumns)
      throw .singular(
        dependent: columns.filter { !pivots.contains($0) }.map { design.names[$0] },
        rank: pivots.count, columns: k)
    }
    let cross = products.selecting(rows: columns, columns: [k])
    let coefficients = (inverse * cross).column(0)
    self.design = design
    self.products = crossed.records
    self.gram = gram
    self.inverse = inverse
    self.coefficients = coefficients
    residualDegreesOfFreedom = design.count - design.parameters
    residualSquares = columns.reduce(products[k, k]) {
      $0 - coefficients[$1] * cross[$1, 0]
    }
    if design.hasIntercept, design.absorbing == nil {
      let mean = cross[0, 0].divided(by: gram[0, 0]) ?? .zero
      totalSquares = products[k, k] - mean * cross[0, 0]
    } else {
      totalSquares = products[k, k]
    }
  }

  /// The coefficient of a column.
  ///
  /// - Throws: `RegressionError.unknownName`.
  public func coefficient(_ name: String) throws(RegressionError) -> Exact {
    coefficients[try design.index(of: name)]
  }

  /// The residual variance `Σ wᵢ eᵢ² / (N − K)`.
  public var residualVariance: Exact { residualSquares.over(residualDegreesOfFreedom) }

  /// The share of the total squares that the model explains.
  ///
  /// - Throws: `RegressionError.noVariation` when the response does not vary.
  public func rSquared() throws(RegressionError) -> Exact {
    guard let share = residualSquares.divided(by: totalSquares) else {
      throw .noVariation(name: "response")
    }
    return .one - share
  }

  /// Columns that the overall F compares with none: without the intercept.
  public var modelDegreesOfFreedom: Int {
    design.columns.count - (design.hasIntercept && design.absorbing == nil ? 1 : 0)
  }

  /// The overall F: the squares explained per column over the residual variance.
  ///
  /// - Throws: `RegressionError.noVariation` when the residuals are all zero, `.noColumns` when there
  ///   is an intercept only.
  public func statistic() throws(RegressionError) -> Exact {
    guard modelDegreesOfFreedom > 0 else { throw .noColumns }
    let explained = (totalSquares - residualSquares).over(modelDegreesOfFreedom)
    guard let statistic = explained.divided(by: residualVariance) else {
      throw .noVariation(name: "residuals")
    }
    return statistic
  }

  /// The residual of each row that takes part, in the order of `design.rows`.
  public func residuals() -> [Exact] {
    let columns = design.columns.map(\.values)
    return design.response.values.enumerated().map { row, value in
      columns.indices.reduce(value) { $0 - columns[$1][row] * coefficients[$1] }
    }
  }
}
