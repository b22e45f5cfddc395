import CFLINT
import Quantities

/// A matrix of rational numbers; its solutions, inverses and ranks are exact.
///
/// FLINT does the work: products of integer matrices over a common denominator, systems by Dixon's
/// p-adic lifting or modulo many primes with rational reconstruction, ranks by elimination of integers.
public struct ExactMatrix: Hashable, Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// The entries, column after column.
  private var entries: [Exact]

  /// A matrix of `entry(i, j)` in row i and column j.
  public init(rows: Int, columns: Int, _ entry: (_ row: Int, _ column: Int) -> Exact) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
    self.rows = rows
    self.columns = columns
    entries = []
    entries.reserveCapacity(rows * columns)
    for j in 0..<columns {
      for i in 0..<rows { entries.append(entry(i, j)) }
    }
  }

  /// A matrix of one column.
  public init(column: [Exact]) {
    rows = column.count
    columns = 1
    entries = column
  }

  /// The identity.
  public static func identity(_ order: Int) -> ExactMatrix {
    ExactMatrix(rows: order, columns: order) { $0 == $1 ? .one : .zero }
  }

  /// The entry in a row and a column, from zero.
  public subscript(row: Int, column: Int) -> Exact {
    get {
      entries[index(row, column)]
    }
    set {
      entries[index(row, column)] = newValue
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "no such entry")
    return column * rows + row
  }

  /// The entries of a column.
  public func column(_ column: Int) -> [Exact] {
    Array(entries[column * rows..<(column + 1) * rows])
  }

  /// Rows become columns.
  public var transposed: ExactMatrix {
    ExactMatrix(rows: columns, columns: rows) { self[$1, $0] }
  }

  /// The rows and columns at the given indices, in their order.
  public func selecting(rows: [Int], columns: [Int]) -> ExactMatrix {
    ExactMatrix(rows: rows.count, columns: columns.count) { self[rows[$0], columns[$1]] }
  }
}

// MARK: - Arithmetic

extension ExactMatrix {
  /// The sum of matrices of one shape.
  public static func + (left: ExactMatrix, right: ExactMatrix) -> ExactMatrix {
    precondition(left.rows == right.rows && left.columns == right.columns, "shapes differ")
    return ExactMatrix(rows: left.rows, columns: left.columns) { left[$0, $1] + right[$0, $1] }
  }

  /// The difference of matrices of one shape.
  public static func - (left: ExactMatrix, right: ExactMatrix) -> ExactMatrix {
    precondition(left.rows == right.rows && left.columns == right.columns, "shapes differ")
    return ExactMatrix(rows: left.rows, columns: left.columns) { left[$0, $1] - right[$0, $1] }
  }

  /// Every entry times a number.
  public static func * (factor: Exact, matrix: ExactMatrix) -> ExactMatrix {
    ExactMatrix(rows: matrix.rows, columns: matrix.columns) { factor * matrix[$0, $1] }
  }

  /// The product; `left` has as many columns as `right` has rows.
  public static func * (left: ExactMatrix, right: ExactMatrix) -> ExactMatrix {
    precondition(left.columns == right.rows, "the inner dimensions of a product agree")
    let product = RationalMatrix(rows: left.rows, columns: right.columns)
    let a = RationalMatrix(left)
    let b = RationalMatrix(right)
    product.with { product in a.with { a in b.with { fmpq_mat_mul(product, a, $0) } } }
    return product.value
  }
}

// MARK: - Systems

extension ExactMatrix {
  /// The X with `self · X = right`; `nil` when the matrix, which is square, is singular.
  public func solve(_ right: ExactMatrix) -> ExactMatrix? {
    precondition(rows == columns && rows == right.rows, "a system is square and has a right side")
    let solution = RationalMatrix(rows: rows, columns: right.columns)
    let a = RationalMatrix(self)
    let b = RationalMatrix(right)
    let solved = solution.with { solution in
      a.with { a in b.with { fmpq_mat_solve(solution, a, $0) } }
    }
    return solved != 0 ? solution.value : nil
  }

  /// The inverse; `nil` when the matrix, which is square, is singular.
  public func inverse() -> ExactMatrix? {
    precondition(rows == columns, "only a square matrix has an inverse")
    let inverse = RationalMatrix(rows: rows, columns: columns)
    let matrix = RationalMatrix(self)
    let inverted = inverse.with { inverse in matrix.with { fmpq_mat_inv(inverse, $0) } }
    return inverted != 0 ? inverse.value : nil
  }

  /// The determinant of a square matrix.
  public var determinant: Exact {
    precondition(rows == columns, "only a square matrix has a determinant")
    let determinant = Rational()
    let matrix = RationalMatrix(self)
    determinant.with { determinant in matrix.with { fmpq_mat_det(determinant, $0) } }
    return determinant.value
  }

  /// The number of independent columns.
  public var rank: Int {
    pivotColumns.count
  }

  /// The columns that are not a linear combination of those before them, in ascending order.
  public var pivotColumns: [Int] {
    let reduced = reducedRowEchelonForm
    var row = 0
    return (0..<columns).filter { column in
      guard row < rows, !reduced[row, column].isZero else { return false }
      row += 1
      return true
    }
  }

  /// The reduced row echelon form: a column that is no pivot holds its coefficients on the pivots before.
  public var reducedRowEchelonForm: ExactMatrix {
    let form = RationalMatrix(self)
    _ = form.with { fmpq_mat_rref($0, $0) }
    return form.value
  }
}
