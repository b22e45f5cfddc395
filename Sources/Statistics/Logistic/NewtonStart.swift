import Foundation
import Quantities

/// Newton's method for a logistic likelihood in doubles: a starting value, never a result.
///
/// Columns are scaled by powers of two to at most 1 in size. What comes out is proved, or proved to be
/// no maximum, by other means; here `exp` of the C library may be used.
struct NewtonStart {
  /// Coefficients of the columns' whole numbers.
  private(set) var coefficients: [Double]
  /// Whether the steps became small.
  private(set) var converged = false
  /// Steps made.
  private(set) var steps = 0
  /// The last step, in the scale of the coefficients: where the likelihood has no maximum it points
  /// along a direction that separates.
  private(set) var direction: [Double]
  /// The largest absolute linear predictor.
  private(set) var largestPredictor = 0.0

  private static let mostSteps = 40
  /// The linear predictor changes by about one a step along a direction that separates.
  private static let diverging = 0.25

  /// - Parameter isSeparation: decides whether a direction separates; asked when the steps stay long.
  init(_ data: BinomialData, isSeparation: ([Double]) -> Bool) {
    let (n, k) = (data.patterns.count, data.parameters)
    let scales = data.patterns.columns.map(Self.scale)
    let x = zip(data.patterns.columns, scales).map { column, scale in
      (0..<n).map { column.approximateInteger(at: $0) / scale }
    }
    var b = [Double](repeating: 0, count: k)
    coefficients = b
    direction = b
    var predictor = [Double](repeating: 0, count: n)
    for step in 1...Self.mostSteps {
      steps = step
      guard let change = Self.change(x, data, predictor) else { break }
      let moves = (0..<n).map { row in
        (0..<k).reduce(0.0) { $0 + x[$1][row] * change[$1] }
      }
      let longest = moves.reduce(0.0) { max($0, $1.magnitude) }
      guard longest.isFinite else { break }
      // A step that would change a predictor by more than five is shortened: the quadratic model
      // does not reach so far.
      let length = min(1, 5 / max(longest, 1e-300))
      for j in 0..<k { b[j] += length * change[j] }
      for row in 0..<n { predictor[row] += length * moves[row] }
      coefficients = zip(b, scales).map { $0 / $1 }
      direction = zip(change, scales).map { $0 / $1 }
      largestPredictor = predictor.reduce(0) { max($0, $1.magnitude) }
      if longest < 1e-7 {
        converged = true
        break
      }
      if step >= 8, longest > Self.diverging, isSeparation(direction) { break }
    }
  }

  /// `H⁻¹ g` at the predictors; nil when H is not positive definite in doubles.
  private static func change(
    _ x: [[Double]], _ data: BinomialData, _ predictor: [Double]
  ) -> [Double]? {
    let (n, k) = (predictor.count, x.count)
    var residual = [Double](repeating: 0, count: n)
    var weight = residual
    for row in 0..<n {
      let small = exp(-predictor[row].magnitude)
      let p = (predictor[row] < 0 ? small : 1) / (1 + small)
      let count = Double(data.patterns.counts[row])
      residual[row] = Double(data.events[row]) - count * p
      weight[row] = count * small / ((1 + small) * (1 + small))
    }
    var hessian = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    var gradient = [Double](repeating: 0, count: k)
    var weighted = [Double](repeating: 0, count: n)
    for i in 0..<k {
      for row in 0..<n {
        weighted[row] = weight[row] * x[i][row]
        gradient[i] += residual[row] * x[i][row]
      }
      for j in 0...i {
        var sum = 0.0
        for row in 0..<n { sum += weighted[row] * x[j][row] }
        hessian[i][j] = sum
      }
    }
    return solve(&hessian, gradient)
  }

  /// Solves by Cholesky's factorisation of the lower triangle, which it replaces.
  private static func solve(_ a: inout [[Double]], _ right: [Double]) -> [Double]? {
    let k = right.count
    var y = right
    for i in 0..<k {
      for j in 0...i {
        var sum = a[i][j]
        for l in 0..<j { sum -= a[i][l] * a[j][l] }
        if i == j {
          guard sum > 0 else { return nil }
          a[i][i] = sum.squareRoot()
        } else {
          a[i][j] = sum / a[j][j]
        }
      }
      for l in 0..<i { y[i] -= a[i][l] * y[l] }
      y[i] /= a[i][i]
    }
    for i in (0..<k).reversed() {
      for l in (i + 1)..<k { y[i] -= a[l][i] * y[l] }
      y[i] /= a[i][i]
    }
    return y
  }

  /// The power of two above the column's values.
  private static func scale(_ column: ExactColumn) -> Double {
    let largest = (0..<column.rows).reduce(0.0) {
      max($0, column.approximateInteger(at: $1).magnitude)
    }
    return largest == 0 ? 1 : Double(sign: .plus, exponent: largest.exponent + 1, significand: 1)
  }
}

extension ExactColumn {
  /// A row's whole number, as a double.
  func approximateInteger(at row: Int) -> Double {
    limbs.reversed().reduce(0) { $0 * 0x1p48 + Double($1[row]) }
  }
}
