/// The singular values of a matrix, which tell how near its columns are to being dependent.
public struct SingularValues: Hashable, Sendable {
  /// The values, descending; as many as the smaller dimension.
  public let values: [Double]

  /// - Throws: `LinearAlgebraError.notFinite`, `.dimensionTooLarge` or `.notConverged`.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    guard matrix.rows > 0, matrix.columns > 0 else {
      values = []
      return
    }
    values = try LAPACK.singularValues(matrix, vectors: false).values
  }

  /// The largest over the smallest, in the 2-norm; infinite for a singular matrix, 1 without values.
  public var conditionNumber: Double {
    guard let largest = values.first, let smallest = values.last else { return 1 }
    return smallest > 0 ? largest / smallest : .infinity
  }

  /// The number of values above `tolerance` times the largest.
  public func rank(tolerance: Double) -> Int {
    guard let largest = values.first else { return 0 }
    return values.filter { $0 > tolerance * largest }.count
  }
}

/// The eigenvalues and eigenvectors of a symmetric matrix: `A = V·diag(λ)·Vᵀ` (`dsyevd`).
public struct SymmetricEigen: Hashable, Sendable {
  /// λ, ascending.
  public let values: [Double]
  /// V: a column for each value.
  public let vectors: Matrix

  /// Reads the lower triangle.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch` for a matrix that is not square, `.notFinite`,
  ///   `.dimensionTooLarge` or `.notConverged`.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    guard matrix.rows == matrix.columns else {
      throw .lengthMismatch(expected: matrix.rows, found: matrix.columns)
    }
    var vectors = matrix
    values = matrix.rows == 0 ? [] : try LAPACK.symmetricEigen(&vectors)
    self.vectors = vectors
  }
}

/// The Cholesky factor of a symmetric positive definite matrix: `A = L·Lᵀ` (`dpotrf`).
public struct Cholesky: Hashable, Sendable {
  /// L, with zeros above the diagonal.
  public let lower: Matrix
  /// An estimate of 1 / κ₁(A) (`dpocon`); near zero, A is near to singular.
  public let reciprocalCondition: Double

  /// Reads the lower triangle.
  ///
  /// - Throws: `LinearAlgebraError.notPositiveDefinite`, `.lengthMismatch` for a matrix that is not
  ///   square, `.notFinite` or `.dimensionTooLarge`.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = matrix.rows
    guard order == matrix.columns else {
      throw .lengthMismatch(expected: order, found: matrix.columns)
    }
    var factor = matrix
    if order > 0 { try LAPACK.cholesky(&factor) }
    lower = Matrix(rows: order, columns: order) { $0 >= $1 ? factor[$0, $1] : 0 }
    let norm = (0..<order).reduce(0.0) { largest, j in
      max(largest, (0..<order).reduce(0) { $0 + matrix[max($1, j), min($1, j)].magnitude })
    }
    reciprocalCondition = order > 0 ? try LAPACK.choleskyCondition(factor, norm: norm) : 1
  }

  /// The X with `A·X = right`.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch`, `.notFinite` or `.dimensionTooLarge`.
  public func solve(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    guard right.rows == lower.rows else {
      throw .lengthMismatch(expected: lower.rows, found: right.rows)
    }
    guard right.rows > 0, right.columns > 0 else { return right }
    var solution = right
    try LAPACK.choleskySolve(lower, &solution)
    return solution
  }
}
