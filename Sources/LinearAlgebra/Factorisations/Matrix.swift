/// A dense matrix of doubles, column after column.
///
/// For analysis: diagnostics, condition numbers, starting values. A result that a payment depends on is
/// computed from integers (`ExactProducts`) and proved.
public struct Matrix: Hashable, Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// The entries, column after column.
  public internal(set) var elements: [Double]

  /// A matrix of `entry(i, j)` in row i and column j.
  public init(rows: Int, columns: Int, _ entry: (_ row: Int, _ column: Int) -> Double) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
    self.rows = rows
    self.columns = columns
    elements = []
    elements.reserveCapacity(rows * columns)
    for j in 0..<columns {
      for i in 0..<rows { elements.append(entry(i, j)) }
    }
  }

  /// A matrix of columns.
  ///
  /// - Throws: `LinearAlgebraError.noColumns` or `.lengthMismatch`.
  public init(columns: [[Double]]) throws(LinearAlgebraError) {
    guard let rows = columns.first?.count else { throw .noColumns }
    for column in columns where column.count != rows {
      throw .lengthMismatch(expected: rows, found: column.count)
    }
    self.init(elements: columns.flatMap { $0 }, rows: rows, columns: columns.count)
  }

  init(elements: [Double], rows: Int, columns: Int) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
  }

  /// The entry in a row and a column, from zero.
  public subscript(row: Int, column: Int) -> Double {
    get {
      elements[index(row, column)]
    }
    set {
      elements[index(row, column)] = newValue
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "no such entry")
    return column * rows + row
  }

  /// The shape of the storage.
  public var shape: MatrixShape { MatrixShape(rows: rows, columns: columns) }

  /// The entries of a column.
  public func column(_ column: Int) -> ArraySlice<Double> {
    elements[column * rows..<(column + 1) * rows]
  }

  /// Rows become columns.
  public var transposed: Matrix {
    Matrix(rows: columns, columns: rows) { self[$1, $0] }
  }

  /// `selfᵀ · other`, by `dgemm`; its bits depend on the processor.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch` or `.dimensionTooLarge`.
  public func transposedTimes(_ other: Matrix) throws(LinearAlgebraError) -> Matrix {
    var product = Matrix(
      elements: [Double](repeating: 0, count: columns * other.columns), rows: columns,
      columns: other.columns)
    guard rows > 0, columns > 0, other.columns > 0 else {
      guard rows == other.rows else { throw .lengthMismatch(expected: rows, found: other.rows) }
      return product
    }
    var out = product.elements.mutableSpan
    try BLAS.gemmTransposed(elements.span, shape, other.elements.span, other.shape, into: &out)
    return product
  }

  /// Refuses entries that are not finite.
  func checkFinite() throws(LinearAlgebraError) {
    for (index, element) in elements.enumerated() where !element.isFinite {
      throw .notFinite(row: index % rows, column: index / rows)
    }
  }
}
