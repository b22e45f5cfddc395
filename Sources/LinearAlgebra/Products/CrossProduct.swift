/// The exact inner products of some columns with others.
public struct CrossProduct: Hashable, Sendable {
  /// Number of columns on the left.
  public let rows: Int
  /// Number of columns on the right.
  public let columns: Int
  /// How the matrix was made.
  public let record: ProductRecord
  private let entries: [Int128]

  /// The inner product of a column on the left with one on the right.
  public subscript(left: Int, right: Int) -> Int128 {
    precondition((0..<rows).contains(left) && (0..<columns).contains(right), "no such entry")
    return entries[right * rows + left]
  }

  init(rows: Int, columns: Int, entries: [Int128], record: ProductRecord) {
    self.rows = rows
    self.columns = columns
    self.entries = entries
    self.record = record
  }
}

extension ExactProducts {
  /// The inner products of each column on the left with each on the right, over the rows that the mask
  /// leaves in.
  ///
  /// - Throws: `LinearAlgebraError.noColumns`, `.lengthMismatch`, `.certificate` or `.overflow`.
  public static func cross(
    _ left: [IntegerColumn], _ right: [IntegerColumn], mask: RowMask? = nil
  ) throws(LinearAlgebraError) -> CrossProduct {
    guard !left.isEmpty, !right.isEmpty else { throw .noColumns }
    let input = try Input(left + right, mask)
    let most = (
      input.largest[..<left.count].reduce(1) { max($0, $1) },
      input.largest[left.count...].reduce(1) { max($0, $1) }
    )
    try input.checkProduct(.dgemm, most.0, most.1)
    let limbs = (left + right).indices.flatMap {
      input.limbs($0, wholeUpTo: Limb.wholeInProduct)
    }
    let first = limbs.prefix { ($0.column ?? 0) < left.count }.count
    let run = BlockRun(
      columns: left + right, limbs: limbs, mask: mask, tableRows: input.tableRows,
      product: .cross(first: first))
    let parts = try run()
    var entries = [Int128](repeating: 0, count: left.count * right.count)
    for (j, b) in limbs[first...].enumerated() {
      for (i, a) in limbs[..<first].enumerated() {
        guard let row = a.column, let column = b.column else { continue }
        // Modulo 2^128; the entry itself fits, as checked above.
        entries[(column - left.count) * left.count + row] &+=
          parts[j * first + i] &<< Int128(a.shift + b.shift)
      }
    }
    return CrossProduct(
      rows: left.count, columns: right.count, entries: entries, record: input.record(run))
  }
}
