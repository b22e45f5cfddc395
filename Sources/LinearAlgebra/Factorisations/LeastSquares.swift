/// A least-squares fit in doubles: `min ‖y − Xb‖₂`.
///
/// Good to about 16 − log₁₀ κ(X) digits (for small residuals), and its last bits depend on the
/// processor: for analysis, starting values, and comparison with the exact fit.
public struct LeastSquares: Hashable, Sendable {
  /// How the fit is computed.
  public enum Method: Hashable, Sendable, CaseIterable {
    /// Householder QR with column pivoting (`dgeqp3`, `dormqr`, `dtrtri`).
    case qr
    /// Singular value decomposition by divide and conquer (`dgesdd`).
    case svd
  }

  /// b, one per column.
  public let coefficients: [Double]
  /// ‖y − Xb‖², from the residuals.
  public let residualSumOfSquares: Double
  /// The diagonal of (XᵀX)⁻¹: times the residual variance, the coefficients' variances.
  public let inverseGramDiagonal: [Double]

  /// Fits y by the columns of a matrix.
  ///
  /// - Parameter tolerance: how small, relative to the largest, the smallest diagonal entry of R or
  ///   singular value may be. Nothing is dropped or shrunk: a design below it is refused.
  /// - Throws: `LinearAlgebraError.rankDeficient` with the rank found and the ratio that failed,
  ///   `.noColumns`, `.lengthMismatch`, `.notFinite`, `.dimensionTooLarge`, `.notConverged`.
  public init(
    _ x: Matrix, _ y: [Double], method: Method = .qr, tolerance: Double = 1e-11
  ) throws(LinearAlgebraError) {
    guard x.columns > 0 else { throw .noColumns }
    guard y.count == x.rows else { throw .lengthMismatch(expected: x.rows, found: y.count) }
    guard x.rows >= x.columns else {
      throw .rankDeficient(rank: x.rows, columns: x.columns, ratio: 0, tolerance: tolerance)
    }
    try Matrix(elements: y, rows: y.count, columns: 1).checkFinite()
    let solution =
      switch method {
      case .qr: try Self.byQR(x, y, tolerance)
      case .svd: try Self.bySVD(x, y, tolerance)
      }
    coefficients = solution.coefficients
    inverseGramDiagonal = solution.diagonal
    var residuals = y
    for (j, coefficient) in solution.coefficients.enumerated() {
      let column = x.column(j)
      for (i, value) in zip(residuals.indices, column) { residuals[i] -= coefficient * value }
    }
    residualSumOfSquares = residuals.reduce(0) { $0 + $1 * $1 }
  }

  private typealias Solution = (coefficients: [Double], diagonal: [Double])

  private static func byQR(
    _ x: Matrix, _ y: [Double], _ tolerance: Double
  ) throws(LinearAlgebraError) -> Solution {
    let order = x.columns
    var factor = x
    var pivots = [Int32](repeating: 0, count: order)
    var reflectors = [Double](repeating: 0, count: order)
    try LAPACK.qr(&factor, pivots: &pivots, reflectors: &reflectors)
    try check((0..<order).map { factor[$0, $0].magnitude }, tolerance)
    var rotated = y
    try LAPACK.applyTransposedQ(factor, reflectors: reflectors, to: &rotated)
    var solution = [Double](repeating: 0, count: order)
    for j in (0..<order).reversed() {
      solution[j] = rotated[j] / factor[j, j]
      for i in 0..<j { rotated[i] -= factor[i, j] * solution[j] }
    }
    var inverse = Matrix(rows: order, columns: order) { $0 <= $1 ? factor[$0, $1] : 0 }
    guard try LAPACK.invertUpper(&inverse) else {
      throw .rankDeficient(rank: order - 1, columns: order, ratio: 0, tolerance: tolerance)
    }
    var coefficients = solution
    var diagonal = solution
    for i in 0..<order {
      let column = Int(pivots[i]) - 1
      coefficients[column] = solution[i]
      diagonal[column] = (i..<order).reduce(0) { $0 + inverse[i, $1] * inverse[i, $1] }
    }
    return (coefficients, diagonal)
  }

  private static func bySVD(
    _ x: Matrix, _ y: [Double], _ tolerance: Double
  ) throws(LinearAlgebraError) -> Solution {
    let (values, u, vt) = try LAPACK.singularValues(x, vectors: true)
    try check(values, tolerance)
    var coefficients = [Double](repeating: 0, count: x.columns)
    var diagonal = coefficients
    for (k, value) in values.enumerated() {
      let projection = zip(u.column(k), y).reduce(0) { $0 + $1.0 * $1.1 } / value
      for j in 0..<x.columns {
        coefficients[j] += vt[k, j] * projection
        let part = vt[k, j] / value
        diagonal[j] += part * part
      }
    }
    return (coefficients, diagonal)
  }

  /// The sizes descend: diagonal entries of R in pivoted order, or singular values.
  private static func check(
    _ sizes: [Double], _ tolerance: Double
  ) throws(LinearAlgebraError) {
    guard let largest = sizes.first, let smallest = sizes.last else { return }
    guard smallest > tolerance * largest else {
      throw .rankDeficient(
        rank: sizes.filter { $0 > tolerance * largest }.count, columns: sizes.count,
        ratio: largest > 0 ? smallest / largest : 0, tolerance: tolerance)
    }
  }
}
