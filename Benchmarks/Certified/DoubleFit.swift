import Enclosures
import LinearAlgebra
import Quantities

/// The same figures by LAPACK in doubles, from the nearest double of each cell.
enum DoubleFit {
  static func figures(
    _ data: DataSet, _ method: LeastSquares.Method
  ) throws(LinearAlgebraError) -> [Double] {
    let cells = data.rows.map { $0.map { Real($0).approximation } }
    switch data.family {
    case .univariate: return try univariate(cells.map { $0[0] }, method)
    case .regression: return try regression(data, cells, method)
    case .anova: return try anova(cells, method)
    }
  }

  private static func univariate(
    _ values: [Double], _ method: LeastSquares.Method
  ) throws(LinearAlgebraError) -> [Double] {
    let ones = [Double](repeating: 1, count: values.count)
    let fit = try LeastSquares(try Matrix(columns: [ones]), values, method: method, tolerance: 0)
    let deviations = values.map { $0 - fit.coefficients[0] }
    let lagged = zip(deviations, deviations.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    return [
      fit.coefficients[0],
      (fit.residualSumOfSquares / Double(values.count - 1)).squareRoot(),
      lagged / fit.residualSumOfSquares,
    ]
  }

  private static func regression(
    _ data: DataSet, _ cells: [[Double]], _ method: LeastSquares.Method
  ) throws(LinearAlgebraError) -> [Double] {
    let y = cells.map { $0[0] }
    var columns = data.hasIntercept ? [[Double](repeating: 1, count: y.count)] : []
    for j in 1..<(cells.first?.count ?? 1) {
      var power = [Double](repeating: 1, count: y.count)
      for _ in 1...data.degree {
        power = zip(power, cells).map { $0 * $1[j] }
        columns.append(power)
      }
    }
    let fit = try LeastSquares(try Matrix(columns: columns), y, method: method, tolerance: 0)
    let variance = fit.residualSumOfSquares / Double(y.count - columns.count)
    return fit.coefficients + fit.inverseGramDiagonal.map { (variance * $0).squareRoot() }
      + summary(
        y, fit, isCentred: data.hasIntercept,
        model: columns.count - (data.hasIntercept ? 1 : 0), variance: variance)
  }

  private static func anova(
    _ cells: [[Double]], _ method: LeastSquares.Method
  ) throws(LinearAlgebraError) -> [Double] {
    let y = cells.map { $0[1] }
    let columns = Set(cells.map { $0[0] }).sorted().map { group in
      cells.map { $0[0] == group ? 1.0 : 0 }
    }
    let fit = try LeastSquares(try Matrix(columns: columns), y, method: method, tolerance: 0)
    let variance = fit.residualSumOfSquares / Double(y.count - columns.count)
    return summary(y, fit, isCentred: true, model: columns.count - 1, variance: variance)
  }

  private static func summary(
    _ y: [Double], _ fit: LeastSquares, isCentred: Bool, model: Int, variance: Double
  ) -> [Double] {
    let mean = isCentred ? y.reduce(0, +) / Double(y.count) : 0
    let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return [
      variance.squareRoot(), 1 - fit.residualSumOfSquares / total,
      (total - fit.residualSumOfSquares) / Double(model) / variance,
    ]
  }
}
