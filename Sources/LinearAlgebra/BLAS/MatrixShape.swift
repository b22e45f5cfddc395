/// The shape of a column-major matrix in contiguous storage.
public struct MatrixShape: Hashable, Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Elements from the start of one column to the start of the next, at least `rows`.
  public let leadingDimension: Int

  /// Makes a shape; without a leading dimension the columns follow each other closely.
  public init(rows: Int, columns: Int, leadingDimension: Int? = nil) {
    self.rows = rows
    self.columns = columns
    self.leadingDimension = leadingDimension ?? max(rows, 1)
  }

  /// The number of elements that storage of this shape must have.
  public var extent: Int {
    rows == 0 || columns == 0 ? 0 : leadingDimension * (columns - 1) + rows
  }

  func check(_ routine: Routine, storage: Int) throws(LinearAlgebraError) {
    guard rows >= 0, columns >= 0, leadingDimension >= max(rows, 1) else {
      throw .shape(routine: routine, needed: max(rows, 1), found: leadingDimension)
    }
    for dimension in [rows, columns, leadingDimension] where dimension > Int(Int32.max) {
      throw .dimensionTooLarge(dimension)
    }
    guard storage >= extent else {
      throw .shape(routine: routine, needed: extent, found: storage)
    }
  }
}
