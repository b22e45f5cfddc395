import Enclosures
import Quantities

/// The inverse square root of a symmetric matrix whose eigenvalues lie in (0, 1], enclosed.
///
/// An approximation Y is found first, by the product form of Denman and Beavers' iteration in doubles
/// and then Newton's iteration `Y ← Y + Y(I − AY²)/2` on midpoints. Both roots are positive
/// definite and `A^{−1/2} ≥ I`, so that `D = A^{−1/2} − Y` solves `A^{−1/2} D + D Y = A⁻¹ − Y²`, whence
/// `‖D‖_F ≤ ‖A⁻¹ − Y²‖_F` (Higham, Functions of Matrices, 2008, ch. 6).
enum InverseSquareRoot {
  /// An enclosure; nil when none is proved at this precision.
  static func enclose(_ matrix: BallMatrix, _ inverse: BallMatrix) -> BallMatrix? {
    let k = matrix.rows
    let precision = matrix.precision
    guard let start = approximate(matrix.midpoints) else { return nil }
    var root = BallMatrix(rows: k, columns: k, precision: precision) {
      Ball(startingValue: (start[$0][$1] + start[$1][$0]) / 2, precision: precision)
    }
    let center = matrix.centered
    let identity = BallMatrix.identity(k, precision: precision)
    let half = Ball(Exact.one.over(2), precision: precision)
    var best: (root: BallMatrix, distance: Ball)?
    // Each step about doubles the digits; the first that gains nothing is the last.
    for _ in 0..<(8 + Int.bitWidth - precision.leadingZeroBitCount) {
      let distance = (inverse - root * root).frobeniusNorm
      guard distance.isFinite else { break }
      if let best, !distance.isCertainlyLess(than: best.distance) { break }
      best = (root, distance)
      let step = half * (root * (identity - center * (root * root)))
      root = (root + step).symmetrized.centered
    }
    guard let best, best.root.choleskyFactor() != nil else { return nil }
    return BallMatrix(rows: k, columns: k, precision: precision) {
      best.root[$0, $1].widened(by: best.distance)
    }
  }

  /// Denman and Beavers' iteration for `A^{−1/2}`, in doubles.
  private static func approximate(_ matrix: [[Double]]) -> [[Double]]? {
    let k = matrix.count
    var y = matrix
    var z = (0..<k).map { i in (0..<k).map { $0 == i ? 1.0 : 0.0 } }
    var last = Double.infinity
    for _ in 0..<60 {
      guard let yInverse = inverted(y), let zInverse = inverted(z) else { return nil }
      var change = 0.0
      for i in 0..<k {
        for j in 0..<k {
          y[i][j] = (y[i][j] + zInverse[i][j]) / 2
          let next = (z[i][j] + yInverse[i][j]) / 2
          change += (next - z[i][j]) * (next - z[i][j])
          z[i][j] = next
        }
      }
      guard change.isFinite else { return nil }
      if change == 0 || (change < 1e-18 && change >= last) { break }
      last = change
    }
    return z
  }

  /// Gauss–Jordan elimination with partial pivoting.
  private static func inverted(_ matrix: [[Double]]) -> [[Double]]? {
    let k = matrix.count
    var a = matrix
    var b = (0..<k).map { i in (0..<k).map { $0 == i ? 1.0 : 0.0 } }
    for column in 0..<k {
      var pivot = column
      for row in column..<k where a[row][column].magnitude > a[pivot][column].magnitude {
        pivot = row
      }
      let divisor = a[pivot][column]
      guard divisor != 0, divisor.isFinite else { return nil }
      a.swapAt(pivot, column)
      b.swapAt(pivot, column)
      for j in 0..<k {
        a[column][j] /= divisor
        b[column][j] /= divisor
      }
      for row in 0..<k where row != column {
        let factor = a[row][column]
        if factor == 0 { continue }
        for j in 0..<k {
          a[row][j] -= factor * a[column][j]
          b[row][j] -= factor * b[column][j]
        }
      }
    }
    return b
  }
}

extension BallMatrix {
  fileprivate var midpoints: [[Double]] {
    (0..<rows).map { i in (0..<columns).map { self[i, $0].approximation } }
  }

  /// The matrix of the midpoints alone.
  fileprivate var centered: BallMatrix {
    BallMatrix(rows: rows, columns: columns, precision: precision) { self[$0, $1].midpoint }
  }

  fileprivate var symmetrized: BallMatrix {
    Ball(Exact.one.over(2), precision: precision) * (self + transposed)
  }

  /// The Frobenius norm, enclosed.
  fileprivate var frobeniusNorm: Ball {
    var sum = Ball(.zero, precision: precision)
    for i in 0..<rows { for j in 0..<columns { sum += self[i, j].square() } }
    // A root of a ball that reaches below zero would not be defined.
    guard let upper = sum.upper else { return .indeterminate(precision: precision) }
    return Ball(upper, precision: precision).squareRoot()
  }
}

extension ExactMatrix {
  /// A basis of the vectors that a square matrix sends to zero; nil when only zero is.
  var kernel: ExactMatrix? {
    let reduced = reducedRowEchelonForm
    let pivots = pivotColumns
    let free = (0..<columns).filter { !pivots.contains($0) }
    if free.isEmpty { return nil }
    return ExactMatrix(rows: columns, columns: free.count) { row, column in
      if row == free[column] { return .one }
      guard let pivot = pivots.firstIndex(of: row) else { return .zero }
      return -reduced[pivot, free[column]]
    }
  }
}
