/// The routine that formed a product or a factorisation.
public enum Routine: String, Hashable, Sendable, CaseIterable {
  case ddot = "cblas_ddot"
  case dgemv = "cblas_dgemv"
  case dsyrk = "cblas_dsyrk"
  case dgemm = "cblas_dgemm"
  case dgeqp3 = "LAPACKE_dgeqp3"
  case dormqr = "LAPACKE_dormqr"
  case dtrtri = "LAPACKE_dtrtri"
  case dgesdd = "LAPACKE_dgesdd"
  case dpotrf = "LAPACKE_dpotrf"
  case dpotrs = "LAPACKE_dpotrs"
  case dpocon = "LAPACKE_dpocon"
  case dsyevd = "LAPACKE_dsyevd"
  /// Integer additions in the module's own code, no floating-point arithmetic.
  case integer = "integer addition"
}

/// How an exact sum or product was made, for a figure that shows its origin.
///
/// Nothing here depends on the processor, the number of threads, the order of the rows, or rows that
/// the mask leaves out: the same data give the same record.
public struct ProductRecord: Hashable, Sendable {
  /// No partial sum may reach this; above it a double skips integers.
  public static let limit: Int64 = 1 << 53

  /// The routine that was called once per block.
  public let routine: Routine
  /// Rows that took part (those that the mask leaves in).
  public let rows: Int
  /// Row blocks, each converted to integers before the next.
  public let blocks: Int
  /// Limbs of the column that needs most; 1 when no column was split.
  public let limbs: Int
  /// The largest absolute value found in the columns.
  public let largest: UInt64
  /// A proved bound on every partial sum of every block, below 2^53 for a BLAS routine.
  ///
  /// It is (rows of the fullest block) · (largest factor) · (largest factor), from measured ranges, which
  /// for a Gram matrix are rounded up to three binary digits.
  public let bound: UInt64

  /// The records of many products of one kind, such as those of each cluster, as one for each routine.
  ///
  /// - Parameter rows: the rows of all of them together.
  public static func combined(_ records: [ProductRecord], rows: Int) -> [ProductRecord] {
    Routine.allCases.compactMap { routine in
      let own = records.filter { $0.routine == routine }
      guard !own.isEmpty else { return nil }
      return ProductRecord(
        routine: routine, rows: rows, blocks: own.reduce(0) { $0 + $1.blocks },
        limbs: own.reduce(0) { max($0, $1.limbs) }, largest: own.reduce(0) { max($0, $1.largest) },
        bound: own.reduce(0) { max($0, $1.bound) })
    }
  }

  package init(
    routine: Routine, rows: Int, blocks: Int, limbs: Int, largest: UInt64, bound: UInt64
  ) {
    self.routine = routine
    self.rows = rows
    self.blocks = blocks
    self.limbs = limbs
    self.largest = largest
    self.bound = bound
  }
}
