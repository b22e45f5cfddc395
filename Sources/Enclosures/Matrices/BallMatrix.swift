import CFLINT
import Quantities

/// A matrix of balls; results enclose those of every matrix within the operands.
public struct BallMatrix: Sendable {
  /// Owns a matrix of Arb, which nothing changes after its initialisation.
  private final class Storage: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<arb_mat_struct>

    init(rows: Int, columns: Int) {
      pointer = .allocate(capacity: 1)
      arb_mat_init(pointer, rows, columns)
    }

    deinit {
      arb_mat_clear(pointer)
      pointer.deallocate()
    }
  }

  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Bits to which results are rounded; the radii cover the rounding.
  public let precision: Int
  private let storage: Storage

  private init(
    rows: Int, columns: Int, precision: Int,
    fill: (UnsafeMutablePointer<arb_mat_struct>) -> Void
  ) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
    self.rows = rows
    self.columns = columns
    self.precision = precision
    storage = Storage(rows: rows, columns: columns)
    fill(storage.pointer)
  }

  private func with<Result>(_ body: (UnsafePointer<arb_mat_struct>) -> Result) -> Result {
    withExtendedLifetime(storage) { body(storage.pointer) }
  }

  /// A matrix of `entry(i, j)` in row i and column j.
  public init(
    rows: Int, columns: Int, precision: Int, _ entry: (_ row: Int, _ column: Int) -> Ball
  ) {
    self.init(rows: rows, columns: columns, precision: precision) { matrix in
      for i in 0..<rows {
        for j in 0..<columns {
          entry(i, j).with { arb_set_round(arb_mat_entry_ptr(matrix, i, j), $0, precision) }
        }
      }
    }
  }

  /// A rational matrix, each entry rounded to `precision` bits.
  public init(_ matrix: ExactMatrix, precision: Int) {
    let exact = RationalMatrix(matrix)
    self.init(rows: matrix.rows, columns: matrix.columns, precision: precision) { target in
      exact.with { arb_mat_set_fmpq_mat(target, $0, precision) }
    }
  }

  /// The identity.
  public static func identity(_ order: Int, precision: Int) -> BallMatrix {
    BallMatrix(rows: order, columns: order, precision: precision, fill: arb_mat_one)
  }

  /// The entry in a row and a column, from zero.
  public subscript(row: Int, column: Int) -> Ball {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "no such entry")
    return Ball(precision: precision) { ball in
      with { arb_set(ball, arb_mat_entry_ptr(UnsafeMutablePointer(mutating: $0), row, column)) }
    }
  }

  /// Whether every entry is finite.
  public var isFinite: Bool {
    with { arb_mat_is_finite($0) != 0 }
  }

  /// Rows become columns.
  public var transposed: BallMatrix {
    BallMatrix(rows: columns, columns: rows, precision: precision) { result in
      with { arb_mat_transpose(result, $0) }
    }
  }
}

// MARK: - Arithmetic

extension BallMatrix {
  /// The sum of matrices of one shape, at the larger precision.
  public static func + (left: BallMatrix, right: BallMatrix) -> BallMatrix {
    precondition(left.rows == right.rows && left.columns == right.columns, "shapes differ")
    return combine(left, right, columns: left.columns, arb_mat_add)
  }

  /// The difference of matrices of one shape, at the larger precision.
  public static func - (left: BallMatrix, right: BallMatrix) -> BallMatrix {
    precondition(left.rows == right.rows && left.columns == right.columns, "shapes differ")
    return combine(left, right, columns: left.columns, arb_mat_sub)
  }

  /// The product, at the larger precision; `left` has as many columns as `right` has rows.
  public static func * (left: BallMatrix, right: BallMatrix) -> BallMatrix {
    precondition(left.columns == right.rows, "the inner dimensions of a product agree")
    return combine(left, right, columns: right.columns, arb_mat_mul)
  }

  /// Every entry times a number.
  public static func * (factor: Ball, matrix: BallMatrix) -> BallMatrix {
    let precision = max(factor.precision, matrix.precision)
    return BallMatrix(rows: matrix.rows, columns: matrix.columns, precision: precision) {
      factor * matrix[$0, $1]
    }
  }

  private static func combine(
    _ left: BallMatrix, _ right: BallMatrix, columns: Int,
    _ operation: (
      UnsafeMutablePointer<arb_mat_struct>, UnsafePointer<arb_mat_struct>,
      UnsafePointer<arb_mat_struct>, Int
    ) -> Void
  ) -> BallMatrix {
    let precision = max(left.precision, right.precision)
    return BallMatrix(rows: left.rows, columns: columns, precision: precision) { result in
      left.with { left in right.with { operation(result, left, $0, precision) } }
    }
  }
}

// MARK: - Systems

extension BallMatrix {
  /// The X with `self · X = right`; `nil` unless every matrix in the enclosure is proved invertible.
  public func solve(_ right: BallMatrix) -> BallMatrix? {
    precondition(rows == columns && rows == right.rows, "a system is square and has a right side")
    var solved: Int32 = 0
    let precision = max(precision, right.precision)
    let solution = BallMatrix(rows: rows, columns: right.columns, precision: precision) { result in
      with { matrix in right.with { solved = arb_mat_solve(result, matrix, $0, precision) } }
    }
    return solved != 0 ? solution : nil
  }

  /// The inverse; `nil` unless every matrix in the enclosure is proved invertible.
  public func inverse() -> BallMatrix? {
    precondition(rows == columns, "only a square matrix has an inverse")
    var inverted: Int32 = 0
    let inverse = BallMatrix(rows: rows, columns: columns, precision: precision) { result in
      with { inverted = arb_mat_inv(result, $0, precision) }
    }
    return inverted != 0 ? inverse : nil
  }

  /// The lower L with `L·Lᵀ = self`; `nil` unless the matrix is proved positive definite.
  ///
  /// The matrix is taken as symmetric: its lower triangle is read.
  public func choleskyFactor() -> BallMatrix? {
    precondition(rows == columns, "only a square matrix has a Cholesky factor")
    var found: Int32 = 0
    let factor = BallMatrix(rows: rows, columns: columns, precision: precision) { result in
      with { found = arb_mat_cho(result, $0, precision) }
    }
    return found != 0 ? factor : nil
  }

  /// The determinant of a square matrix.
  public var determinant: Ball {
    precondition(rows == columns, "only a square matrix has a determinant")
    return Ball(precision: precision) { result in with { arb_mat_det(result, $0, precision) } }
  }
}
