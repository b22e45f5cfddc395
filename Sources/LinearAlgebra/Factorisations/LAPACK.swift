import CLAPACKE

/// A thin face of the LAPACK routines that the library uses: dimensions that fit, `info` as an error.
///
/// Matrices are column-major and closely stored. Each routine overwrites what is given `inout`.
enum LAPACK {
  /// A·P = Q·R by Householder reflections with column pivoting: `dgeqp3`.
  static func qr(
    _ a: inout Matrix, pivots: inout [Int32], reflectors: inout [Double]
  ) throws(LinearAlgebraError) {
    let (m, n) = try dimensions(a)
    try check(
      .dgeqp3, LAPACKE_dgeqp3(LAPACK_COL_MAJOR, m, n, &a.elements, max(m, 1), &pivots, &reflectors))
  }

  /// c ← Qᵀc with the reflectors that `qr` left: `dormqr`.
  static func applyTransposedQ(
    _ factor: Matrix, reflectors: [Double], to c: inout [Double]
  ) throws(LinearAlgebraError) {
    let (m, _) = try dimensions(factor)
    try check(
      .dormqr,
      LAPACKE_dormqr(
        LAPACK_COL_MAJOR, character("L"), character("T"), m, 1, Int32(reflectors.count),
        factor.elements, max(m, 1), reflectors, &c, max(m, 1)))
  }

  /// U ← U⁻¹ for an upper triangle of an order: `dtrtri`. Whether a diagonal entry is zero is its `info`.
  static func invertUpper(_ u: inout Matrix) throws(LinearAlgebraError) -> Bool {
    let (n, _) = try dimensions(u)
    let info = LAPACKE_dtrtri(
      LAPACK_COL_MAJOR, character("U"), character("N"), n, &u.elements, max(n, 1))
    try check(.dtrtri, min(info, 0))
    return info == 0
  }

  /// A = U·diag(s)·Vᵀ with as many columns of U and rows of Vᵀ as there are values: `dgesdd`.
  static func singularValues(
    _ a: Matrix, vectors: Bool
  ) throws(LinearAlgebraError) -> (values: [Double], u: Matrix, vt: Matrix) {
    let (m, n) = try dimensions(a)
    let count = min(a.rows, a.columns)
    var a = a
    var values = [Double](repeating: 0, count: count)
    var u = Matrix(rows: vectors ? a.rows : 1, columns: vectors ? count : 1) { _, _ in 0 }
    var vt = Matrix(rows: vectors ? count : 1, columns: vectors ? a.columns : 1) { _, _ in 0 }
    let (leadU, leadV) = (Int32(max(u.rows, 1)), Int32(max(vt.rows, 1)))
    try check(
      .dgesdd,
      LAPACKE_dgesdd(
        LAPACK_COL_MAJOR, character(vectors ? "S" : "N"), m, n, &a.elements, max(m, 1), &values,
        &u.elements, leadU, &vt.elements, leadV))
    return (values, u, vt)
  }

  /// A = L·Lᵀ from the lower triangle of A: `dpotrf`.
  ///
  /// - Throws: `LinearAlgebraError.notPositiveDefinite` with the order of the first leading minor that
  ///   is not positive.
  static func cholesky(_ a: inout Matrix) throws(LinearAlgebraError) {
    let (n, _) = try dimensions(a)
    let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, character("L"), n, &a.elements, max(n, 1))
    try check(.dpotrf, min(info, 0))
    guard info == 0 else { throw .notPositiveDefinite(leadingMinor: Int(info)) }
  }

  /// b ← A⁻¹b with the factor that `cholesky` left: `dpotrs`.
  static func choleskySolve(
    _ factor: Matrix, _ b: inout Matrix
  ) throws(LinearAlgebraError) {
    let (n, columns) = (try dimensions(factor).0, try dimensions(b).1)
    try check(
      .dpotrs,
      LAPACKE_dpotrs(
        LAPACK_COL_MAJOR, character("L"), n, columns, factor.elements, max(n, 1), &b.elements,
        max(n, 1)))
  }

  /// The reciprocal condition number in the 1-norm from a Cholesky factor: `dpocon`.
  static func choleskyCondition(
    _ factor: Matrix, norm: Double
  ) throws(LinearAlgebraError) -> Double {
    let (n, _) = try dimensions(factor)
    var reciprocal = 0.0
    try check(
      .dpocon,
      LAPACKE_dpocon(
        LAPACK_COL_MAJOR, character("L"), n, factor.elements, max(n, 1), norm, &reciprocal))
    return reciprocal
  }

  /// A = V·diag(λ)·Vᵀ from the lower triangle of A, which V replaces; λ ascends: `dsyevd`.
  static func symmetricEigen(_ a: inout Matrix) throws(LinearAlgebraError) -> [Double] {
    let (n, _) = try dimensions(a)
    var values = [Double](repeating: 0, count: a.rows)
    try check(
      .dsyevd,
      LAPACKE_dsyevd(
        LAPACK_COL_MAJOR, character("V"), character("L"), n, &a.elements, max(n, 1), &values))
    return values
  }

  private static func dimensions(
    _ a: Matrix
  ) throws(LinearAlgebraError) -> (Int32, Int32) {
    BLAS.prepare()
    try a.checkFinite()
    guard let m = Int32(exactly: a.rows) else { throw .dimensionTooLarge(a.rows) }
    guard let n = Int32(exactly: a.columns) else { throw .dimensionTooLarge(a.columns) }
    return (m, n)
  }

  private static func character(_ letter: Unicode.Scalar) -> CChar { CChar(letter.value) }

  /// Negative `info`: an argument was refused, or memory was short. Positive: no convergence.
  private static func check(_ routine: Routine, _ info: Int32) throws(LinearAlgebraError) {
    if info < 0 { throw .refused(routine: routine, info: Int(info)) }
    if info > 0 { throw .notConverged(routine: routine, info: Int(info)) }
  }
}
