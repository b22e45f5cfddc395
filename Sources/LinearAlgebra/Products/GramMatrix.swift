/// A symmetric matrix of exact inner products of columns.
public struct GramMatrix: Hashable, Sendable {
  /// Number of columns, counting the constant column when it was asked for.
  public let order: Int
  /// How the matrix was made.
  public let record: ProductRecord
  private let upper: [Int128]

  /// - Parameter upper: the upper triangle, column after column.
  init(order: Int, upper: [Int128], record: ProductRecord) {
    self.order = order
    self.upper = upper
    self.record = record
  }

  init(order: Int, full: [Int128], record: ProductRecord) {
    var upper: [Int128] = []
    upper.reserveCapacity(order * (order + 1) / 2)
    for column in 0..<order {
      for row in 0...column { upper.append(full[column * order + row]) }
    }
    self.init(order: order, upper: upper, record: record)
  }

  /// The inner product of two columns.
  public subscript(row: Int, column: Int) -> Int128 {
    precondition(row >= 0 && row < order && column >= 0 && column < order)
    let (low, high) = row <= column ? (row, column) : (column, row)
    return upper[high * (high + 1) / 2 + low]
  }
}
