import LinearAlgebra

/// Newton's method for a logistic likelihood in doubles: a starting value, never a result.
///
/// What comes out is proved, or proved to be no maximum, by other means.
struct NewtonStart {
  /// Coefficients of the scaled columns.
  private(set) var coefficients: [Double]
  /// Whether the steps became small.
  private(set) var converged = false
  /// Steps made.
  private(set) var steps = 0
  /// The last step: where the likelihood has no maximum it points along a direction that separates.
  private(set) var direction: [Double]
  /// So many of the longest steps lead to the end of the range in which powers of e are computed.
  private static let mostSteps = 120
  private static let longestStep = 5.0
  /// From so many rows on the first steps are made with one row of so many.
  private static let manyRows = 16_384
  private static let thinning = 16
  /// The predictors of the last step changed by less: what is left is of the order of the square.
  private static let smallStep = 1e-4
  /// Steps that stay long after so many may lead along a direction that separates.
  private static let patience = 8
  /// The linear predictor changes by about one a step along a direction that separates.
  private static let diverging = 0.25

  /// - Parameter isSeparation: decides whether a direction separates; asked when the steps stay long.
  init(_ rows: FloatingRows, isSeparation: ([Double]) -> Bool) throws(LinearAlgebraError) {
    coefficients = [Double](repeating: 0, count: rows.parameters)
    direction = coefficients
    if rows.count >= Self.manyRows {
      let some = try NewtonStart(FloatingRows(rows, step: Self.thinning)) { _ in true }
      if some.converged { coefficients = some.coefficients }
    }
    for step in 1...Self.mostSteps {
      steps = step
      guard let sums = try rows.sums(.score, at: coefficients),
        let change = Self.solve(sums.gram, sums.linear)
      else { break }
      // How far a predictor moves, at most; looked at row by row only where it matters.
      var longest = rows.columns.largestCombination(change)
      if longest > Self.longestStep || step >= Self.patience {
        longest = rows.largestPredictor(change)
      }
      guard longest.isFinite else { break }
      // A step that would change a predictor by more than that is shortened: the quadratic model
      // does not reach so far.
      let length = min(1, Self.longestStep / max(longest, 1e-300))
      for j in change.indices { coefficients[j] += length * change[j] }
      direction = change
      if longest < Self.smallStep {
        converged = true
        break
      }
      if step >= Self.patience, longest > Self.diverging, isSeparation(direction) { break }
    }
  }

  /// Solves with a symmetric matrix, its upper triangle given column after column; nil when it is not
  /// positive definite in doubles.
  private static func solve(_ upper: [Double], _ right: [Double]) -> [Double]? {
    let k = right.count
    let matrix = Matrix(rows: k, columns: k) { upper[max($0, $1) * k + min($0, $1)] }
    return try? Cholesky(matrix).solve(Matrix(columns: [right])).elements
  }
}
