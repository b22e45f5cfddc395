import Enclosures
import Quantities

/// The inverse square root of a symmetric matrix whose eigenvalues lie in (0, 1], enclosed.
///
/// An approximation Y starts from the eigenvectors in doubles and is mended until the precision is used
/// up. Both roots are positive definite and `A^{−1/2} ≥ I`, so that `D = A^{−1/2} − Y` solves
/// `A^{−1/2} D + D Y = A⁻¹ − Y²`, whence `‖D‖_F ≤ ‖A⁻¹ − Y²‖_F` (Higham, Functions of Matrices, 2008,
/// ch. 6). Each step solves `Y D + D Y = A⁻¹ − Y²` by the eigenvectors: the error of doubles in it is
/// mended by the next, however far apart the eigenvalues are, which Newton's iteration without this
/// equation does not bear.
enum InverseSquareRoot {
  /// An enclosure; nil when none is proved at this precision.
  static func enclose(_ matrix: BallMatrix, _ inverse: BallMatrix) -> BallMatrix? {
    let k = matrix.rows
    let precision = matrix.precision
    guard let spectrum = Spectrum(matrix.midpoints) else { return nil }
    let start = spectrum.inverseRoot
    var root = BallMatrix(rows: k, columns: k, precision: precision) {
      Ball(startingValue: start[$0][$1], precision: precision)
    }
    var best: (root: BallMatrix, distance: Ball)?
    // A step gains the digits of a double, less those of the spread of the eigenvalues.
    for _ in 0..<(20 + precision / 8) {
      let remainder = inverse - root * root
      let distance = remainder.frobeniusNorm
      guard distance.isFinite else { break }
      if let best, !distance.isCertainlyLess(than: best.distance) { break }
      best = (root, distance)
      guard let step = spectrum.correction(for: remainder, of: distance) else { break }
      root = (root + step).symmetrized.centered
    }
    guard let best, best.root.choleskyFactor() != nil else { return nil }
    return BallMatrix(rows: k, columns: k, precision: precision) {
      best.root[$0, $1].widened(by: best.distance)
    }
  }
}

/// The eigenvectors and eigenvalues of a symmetric positive definite matrix, in doubles.
private struct Spectrum {
  /// Column after column.
  private var vectors: [[Double]]
  /// Of each eigenvalue the inverse square root.
  private var roots: [Double]

  /// Jacobi's rotations (Golub and Van Loan, Matrix Computations, 2013, 8.5); nil if an eigenvalue is not
  /// positive.
  init?(_ matrix: [[Double]]) {
    let k = matrix.count
    var a = matrix
    var vectors = (0..<k).map { i in (0..<k).map { $0 == i ? 1.0 : 0.0 } }
    for _ in 0..<64 {
      var outside = 0.0
      var inside = 0.0
      for i in 0..<k {
        inside += a[i][i] * a[i][i]
        for j in 0..<i { outside += a[i][j] * a[i][j] }
      }
      guard outside.isFinite, inside.isFinite else { return nil }
      if outside <= inside * 0x1p-108 { break }
      for p in 0..<k {
        for q in (p + 1)..<max(k, p + 1) where a[p][q] != 0 {
          let ratio = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let tangent =
            (ratio < 0 ? -1 : 1) / (ratio.magnitude + (ratio * ratio + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          let sine = tangent * cosine
          for i in 0..<k {
            (a[i][p], a[i][q]) = (
              cosine * a[i][p] - sine * a[i][q], sine * a[i][p] + cosine * a[i][q]
            )
            (vectors[p][i], vectors[q][i]) = (
              cosine * vectors[p][i] - sine * vectors[q][i],
              sine * vectors[p][i] + cosine * vectors[q][i]
            )
          }
          for i in 0..<k {
            (a[p][i], a[q][i]) = (
              cosine * a[p][i] - sine * a[q][i], sine * a[p][i] + cosine * a[q][i]
            )
          }
        }
      }
    }
    let values = (0..<k).map { a[$0][$0] }
    guard values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    self.vectors = vectors
    roots = values.map { 1 / $0.squareRoot() }
  }

  /// The inverse square root of the matrix, symmetric.
  var inverseRoot: [[Double]] {
    let k = roots.count
    var root = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    for i in 0..<k {
      for j in 0...i {
        for (vector, value) in zip(vectors, roots) { root[i][j] += value * vector[i] * vector[j] }
        root[j][i] = root[i][j]
      }
    }
    return root
  }

  /// About the solution D of `Y D + D Y = R`, Y being the inverse square root; nil if R is zero.
  func correction(for remainder: BallMatrix, of size: Ball) -> BallMatrix? {
    let k = roots.count
    guard let upper = size.upper, upper.signum > 0 else { return nil }
    // R may be far below what a double holds.
    let r = (0..<k).map { i in (0..<k).map { (remainder[i, $0] / size).approximation } }
    guard r.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let turned = Self.product(vectors, Self.product(r, Self.transposed(vectors)))
    let solved = (0..<k).map { i in (0..<k).map { turned[i][$0] / (roots[i] + roots[$0]) } }
    let back = Self.product(Self.transposed(vectors), Self.product(solved, vectors))
    return BallMatrix(rows: k, columns: k, precision: remainder.precision) {
      Ball(startingValue: back[$0][$1], precision: remainder.precision) * size
    }
  }

  private static func transposed(_ a: [[Double]]) -> [[Double]] {
    a.indices.map { i in a.indices.map { a[$0][i] } }
  }

  private static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.indices.map { i in
      a.indices.map { j in
        var sum = 0.0
        for l in a.indices { sum += a[i][l] * b[l][j] }
        return sum
      }
    }
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
