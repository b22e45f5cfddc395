import COpenBLAS

/// A thin, shape-checked face of the BLAS routines that the library uses.
///
/// All matrices are column-major. OpenBLAS runs on the calling thread only: parallel work is split by
/// rows in Swift, so that the same code decides the partition on every machine.
public enum BLAS {
  private static let singleThread: Void = openblas_set_num_threads(1)

  /// Sets OpenBLAS to one thread, once per process. Every routine calls it.
  public static func prepare() {
    _ = singleThread
  }

  /// The library that computes, with the kernels that it chose for this processor; no result depends on it.
  public static var library: (configuration: String, kernel: String) {
    func text(_ characters: UnsafePointer<CChar>?) -> String {
      characters.map { String(cString: $0) } ?? ""
    }
    return (text(openblas_get_config()), text(openblas_get_corename()))
  }

  /// The inner product `Σ xᵢyᵢ`.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch` or `.dimensionTooLarge`.
  public static func dot(
    _ x: Span<Double>, _ y: Span<Double>
  ) throws(LinearAlgebraError) -> Double {
    guard x.count == y.count else {
      throw .lengthMismatch(expected: x.count, found: y.count)
    }
    let n = try index(x.count)
    prepare()
    return x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        cblas_ddot(n, x.baseAddress, 1, y.baseAddress, 1)
      }
    }
  }

  /// `y ← Aᵀx`, or `y ← y + Aᵀx` when `adding`; `x` has a number per row and `y` one per column.
  ///
  /// - Throws: `LinearAlgebraError.shape` or `.dimensionTooLarge`.
  public static func gemvTransposed(
    _ a: Span<Double>, _ shape: MatrixShape, _ x: Span<Double>, adding: Bool = false,
    into y: inout MutableSpan<Double>
  ) throws(LinearAlgebraError) {
    try shape.check(.dgemv, storage: a.count)
    try enough(.dgemv, needed: shape.rows, found: x.count)
    try enough(.dgemv, needed: shape.columns, found: y.count)
    guard shape.rows > 0 else {
      // The reference routine leaves y as it was when there are no rows.
      if !adding { clear(&y, count: shape.columns) }
      return
    }
    let (m, n, lead) = try indices(shape)
    prepare()
    a.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          cblas_dgemv(
            CblasColMajor, CblasTrans, m, n, 1, a.baseAddress, lead, x.baseAddress, 1,
            adding ? 1 : 0, y.baseAddress, 1)
        }
      }
    }
  }

  /// The upper triangle of `C ← AᵀA`, or of `C ← C + AᵀA` when `adding`.
  ///
  /// `C` is square of the order `shape.columns`, stored closely. Its lower triangle is not touched.
  ///
  /// - Throws: `LinearAlgebraError.shape` or `.dimensionTooLarge`.
  public static func syrkTransposed(
    _ a: Span<Double>, _ shape: MatrixShape, adding: Bool = false,
    into c: inout MutableSpan<Double>
  ) throws(LinearAlgebraError) {
    try shape.check(.dsyrk, storage: a.count)
    try MatrixShape(rows: shape.columns, columns: shape.columns)
      .check(.dsyrk, storage: c.count)
    let (rows, columns, lead) = try indices(shape)
    prepare()
    a.withUnsafeBufferPointer { a in
      c.withUnsafeMutableBufferPointer { c in
        cblas_dsyrk(
          CblasColMajor, CblasUpper, CblasTrans, columns, rows, 1, a.baseAddress, lead,
          adding ? 1 : 0, c.baseAddress, max(columns, 1))
      }
    }
  }

  /// What `gram` calls: `dgemm` up to `fewColumns`, for which OpenBLAS has kernels that do not copy their
  /// operands first, else `dsyrk`. It depends on the shape alone.
  public static func gramRoutine(columns: Int) -> Routine {
    columns <= fewColumns ? .dgemm : .dsyrk
  }

  /// Measured with 90 to 1,000 rows: half the time of `dsyrk` on AVX-512, a quarter more on AVX2.
  private static let fewColumns = 24

  /// The upper triangle of `C ← AᵀA`, or of `C ← C + AᵀA` when `adding`, by `gramRoutine`.
  ///
  /// `C` is square of the order `shape.columns`, stored closely. What its lower triangle holds afterwards
  /// is not defined.
  ///
  /// - Throws: `LinearAlgebraError.shape` or `.dimensionTooLarge`.
  public static func gram(
    _ a: Span<Double>, _ shape: MatrixShape, adding: Bool = false,
    into c: inout MutableSpan<Double>
  ) throws(LinearAlgebraError) {
    if gramRoutine(columns: shape.columns) == .dgemm {
      try gemmTransposed(a, shape, a, shape, adding: adding, into: &c)
    } else {
      try syrkTransposed(a, shape, adding: adding, into: &c)
    }
  }

  /// `C ← AᵀB`, or `C ← C + AᵀB` when `adding`; `A` and `B` have the same number of rows.
  ///
  /// `C` has a row per column of `A` and a column per column of `B`, stored closely.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch`, `.shape` or `.dimensionTooLarge`.
  public static func gemmTransposed(
    _ a: Span<Double>, _ aShape: MatrixShape, _ b: Span<Double>, _ bShape: MatrixShape,
    adding: Bool = false, into c: inout MutableSpan<Double>
  ) throws(LinearAlgebraError) {
    guard aShape.rows == bShape.rows else {
      throw .lengthMismatch(expected: aShape.rows, found: bShape.rows)
    }
    try aShape.check(.dgemm, storage: a.count)
    try bShape.check(.dgemm, storage: b.count)
    try MatrixShape(rows: aShape.columns, columns: bShape.columns)
      .check(.dgemm, storage: c.count)
    let (rows, aColumns, aLead) = try indices(aShape)
    let (_, bColumns, bLead) = try indices(bShape)
    prepare()
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          cblas_dgemm(
            CblasColMajor, CblasTrans, CblasNoTrans, aColumns, bColumns, rows, 1,
            a.baseAddress, aLead, b.baseAddress, bLead, adding ? 1 : 0, c.baseAddress,
            max(aColumns, 1))
        }
      }
    }
  }

  /// `C ← AB`; `A` has as many columns as `B` rows.
  ///
  /// `C` has a row per row of `A` and a column per column of `B`, stored closely.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch`, `.shape` or `.dimensionTooLarge`.
  public static func gemm(
    _ a: Span<Double>, _ aShape: MatrixShape, _ b: Span<Double>, _ bShape: MatrixShape,
    into c: inout MutableSpan<Double>
  ) throws(LinearAlgebraError) {
    guard aShape.columns == bShape.rows else {
      throw .lengthMismatch(expected: aShape.columns, found: bShape.rows)
    }
    try aShape.check(.dgemm, storage: a.count)
    try bShape.check(.dgemm, storage: b.count)
    try MatrixShape(rows: aShape.rows, columns: bShape.columns).check(.dgemm, storage: c.count)
    let (rows, inner, aLead) = try indices(aShape)
    let (_, columns, bLead) = try indices(bShape)
    prepare()
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          cblas_dgemm(
            CblasColMajor, CblasNoTrans, CblasNoTrans, rows, columns, inner, 1, a.baseAddress,
            aLead, b.baseAddress, bLead, 0, c.baseAddress, max(rows, 1))
        }
      }
    }
  }

  private static func index(_ dimension: Int) throws(LinearAlgebraError) -> Int32 {
    guard let narrow = Int32(exactly: dimension) else { throw .dimensionTooLarge(dimension) }
    return narrow
  }

  private static func indices(
    _ shape: MatrixShape
  ) throws(LinearAlgebraError) -> (rows: Int32, columns: Int32, lead: Int32) {
    (try index(shape.rows), try index(shape.columns), try index(shape.leadingDimension))
  }

  private static func enough(
    _ routine: Routine, needed: Int, found: Int
  ) throws(LinearAlgebraError) {
    guard found >= needed else { throw .shape(routine: routine, needed: needed, found: found) }
  }

  private static func clear(_ y: inout MutableSpan<Double>, count: Int) {
    for i in 0..<count { y[i] = 0 }
  }
}
