/// Sums and products of integer columns, exact, by BLAS on blocks of rows.
///
/// An integer below 2^53 is exact in a double, and so is every sum and product that stays below it, in
/// any order and on any kernel. The range of the columns is measured on every call; blocks have so few
/// rows that no partial sum can reach 2^53; larger values are split into limbs; each block's result
/// becomes an integer at once and is added in 128 bits.
///
/// Rows that a mask leaves out are not read: the rows left in are gathered into the block. Nothing is
/// multiplied by zero to be rid of it, and the record of a product does not depend on them.
public enum ExactProducts {
  /// A sum or inner product.
  public struct Scalar: Hashable, Sendable {
    /// The exact value.
    public let value: Int128
    /// How it was made.
    public let record: ProductRecord
  }

  /// The sum `Σ xᵢ` over the rows that the mask leaves in; 0 without rows.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch`, `.certificate` or `.overflow`.
  public static func sum(
    _ column: IntegerColumn, mask: RowMask? = nil
  ) throws(LinearAlgebraError) -> Scalar {
    try sum(column, mask: mask, blockRows: nil)
  }

  package static func sum(
    _ column: IntegerColumn, mask: RowMask?, blockRows: Int?
  ) throws(LinearAlgebraError) -> Scalar {
    let input = try Input([column], mask)
    let limbs = input.limbs(0, wholeUpTo: Limb.wholeInSum)
    let run = BlockRun(
      columns: [column], limbs: limbs, mask: mask, tableRows: input.tableRows, product: .sums,
      blockRows: blockRows)
    var value: Int128 = 0
    for (part, limb) in zip(try run(), limbs) { value += part << Int128(limb.shift) }
    return Scalar(value: value, record: input.record(run))
  }

  /// The inner product `Σ aᵢbᵢ` over the rows that the mask leaves in; 0 without rows.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch`, `.certificate` or `.overflow`.
  public static func dot(
    _ a: IntegerColumn, _ b: IntegerColumn, mask: RowMask? = nil
  ) throws(LinearAlgebraError) -> Scalar {
    try dot(a, b, mask: mask, blockRows: nil)
  }

  package static func dot(
    _ a: IntegerColumn, _ b: IntegerColumn, mask: RowMask?, blockRows: Int?
  ) throws(LinearAlgebraError) -> Scalar {
    let input = try Input([a, b], mask)
    try input.checkProduct(.ddot, input.largest[0], input.largest[1])
    let first = input.limbs(0, wholeUpTo: Limb.wholeInProduct)
    let second = input.limbs(1, wholeUpTo: Limb.wholeInProduct)
    let run = BlockRun(
      columns: [a, b], limbs: first + second, mask: mask, tableRows: input.tableRows,
      product: .inner(first: first.count), blockRows: blockRows)
    let parts = try run()
    var value: Int128 = 0
    for (j, right) in second.enumerated() {
      for (i, left) in first.enumerated() {
        // Modulo 2^128; the sum itself fits, as checked above.
        value &+= parts[j * first.count + i] &<< Int128(left.shift + right.shift)
      }
    }
    return Scalar(value: value, record: input.record(run))
  }

  /// All inner products of columns over the rows that the mask leaves in.
  ///
  /// - Parameter ones: put a constant column of ones before the others, so that the first row of the
  ///   result holds the number of rows and the sums.
  /// - Throws: `LinearAlgebraError.noColumns`, `.lengthMismatch`, `.certificate` or `.overflow`.
  public static func gram(
    columns: [IntegerColumn], mask: RowMask? = nil, ones: Bool = false
  ) throws(LinearAlgebraError) -> GramMatrix {
    try gram(columns: columns, mask: mask, ones: ones, blockRows: nil)
  }

  package static func gram(
    columns: [IntegerColumn], mask: RowMask?, ones: Bool, blockRows: Int?
  ) throws(LinearAlgebraError) -> GramMatrix {
    if mask == nil, blockRows == nil,
      let gram = try gram(columns: columns, ones: ones, presuming: firstRows)
    {
      return gram
    }
    let input = try Input(columns, mask)
    let most = input.largest.reduce(1) { max($0, $1) }
    try input.checkProduct(.dsyrk, most, most)
    let run = BlockRun(
      columns: columns, limbs: input.gramLimbs(ones: ones), mask: mask, tableRows: input.tableRows,
      product: .gram, blockRows: blockRows)
    return gram(try run(), of: run, input, ones: ones)
  }

  /// The same in one pass over a long table: the range of its first rows is presumed for all, and measured
  /// as they are loaded. Nil where it does not hold, or the table is short.
  private static func gram(
    columns: [IntegerColumn], ones: Bool, presuming firstRows: Int
  ) throws(LinearAlgebraError) -> GramMatrix? {
    let rows = try commonRows(columns, nil)
    guard rows > BlockRun.parallelRows else { return nil }
    let presumed = Input(
      tableRows: rows, rows: rows,
      largest: largest(columns, nil, rows: 0..<firstRows).map(Limb.roundedUp))
    let most = presumed.largest.reduce(1) { max($0, $1) }
    guard presumed.allowsProduct([most, most]) else { return nil }
    let run = BlockRun(
      columns: columns, limbs: presumed.gramLimbs(ones: ones), mask: nil, tableRows: rows,
      product: .gram)
    guard let (products, largest) = try run.measuring(upTo: presumed.largest),
      largest.map(Limb.roundedUp) == presumed.largest
    else { return nil }
    return gram(
      products, of: run, Input(tableRows: rows, rows: rows, largest: largest), ones: ones)
  }

  /// Rows whose range is presumed for all.
  private static let firstRows = 4_096

  private static func gram(
    _ parts: [Int128], of run: BlockRun, _ input: Input, ones: Bool
  ) -> GramMatrix {
    let limbs = run.limbs
    let order = run.columns.count + (ones ? 1 : 0)
    func position(_ limb: Limb) -> Int {
      guard let column = limb.column else { return 0 }
      return column + (ones ? 1 : 0)
    }
    var full = [Int128](repeating: 0, count: order * order)
    for (q, right) in limbs.enumerated() {
      for (p, left) in limbs.enumerated() where position(left) <= position(right) {
        let part = p <= q ? parts[q * limbs.count + p] : parts[p * limbs.count + q]
        // Modulo 2^128; the entry itself fits, as checked before.
        full[position(right) * order + position(left)] &+=
          part &<< Int128(left.shift + right.shift)
      }
    }
    return GramMatrix(order: order, full: full, record: input.record(run))
  }

  /// What all products need to know of their columns.
  struct Input {
    let tableRows: Int
    let rows: Int
    let largest: [UInt64]

    init(_ columns: [IntegerColumn], _ mask: RowMask?) throws(LinearAlgebraError) {
      tableRows = try ExactProducts.commonRows(columns, mask)
      rows = mask?.present ?? tableRows
      largest = ExactProducts.largest(columns, mask, rows: 0..<tableRows)
    }

    init(tableRows: Int, rows: Int, largest: [UInt64]) {
      self.tableRows = tableRows
      self.rows = rows
      self.largest = largest
    }

    /// The limbs of a Gram matrix: they depend on the ranges rounded up alone, so that a range that is
    /// known only so far will do.
    func gramLimbs(ones: Bool) -> [Limb] {
      (ones ? [Limb.ones] : [])
        + largest.indices.flatMap {
          Limb.parts(
            ofColumn: $0, largest: Limb.roundedUp(largest[$0]), wholeUpTo: Limb.wholeInProduct)
        }
    }

    func limbs(_ column: Int, wholeUpTo limit: UInt64) -> [Limb] {
      Limb.parts(ofColumn: column, largest: largest[column], wholeUpTo: limit)
    }

    /// Refuses products of factors up to these whose sum might pass 127 bits.
    func checkProduct(_ routine: Routine, _ factors: UInt64...) throws(LinearAlgebraError) {
      guard allowsProduct(factors) else {
        throw .overflow(
          routine: routine, rows: rows, largest: factors.reduce(0) { max($0, $1) })
      }
    }

    func allowsProduct(_ factors: [UInt64]) -> Bool {
      var bound = UInt128(rows)
      for factor in factors {
        let (product, overflow) = bound.multipliedReportingOverflow(by: UInt128(factor))
        bound = overflow ? .max : product
      }
      return bound < UInt128(1) << 126
    }

    func record(_ run: BlockRun) -> ProductRecord {
      var limbs = [Int](repeating: 0, count: largest.count)
      for limb in run.limbs {
        if let column = limb.column { limbs[column] += 1 }
      }
      return ProductRecord(
        routine: run.routine, rows: rows, blocks: run.blocks,
        limbs: limbs.reduce(1) { max($0, $1) }, largest: largest.reduce(0) { max($0, $1) },
        bound: run.bound)
    }
  }

  /// The number of rows that all columns and the mask have.
  static func commonRows(
    _ columns: [IntegerColumn], _ mask: RowMask?
  ) throws(LinearAlgebraError) -> Int {
    guard let rows = columns.first?.count else { throw .noColumns }
    for column in columns where column.count != rows {
      throw .lengthMismatch(expected: rows, found: column.count)
    }
    if let mask, mask.rows != rows {
      throw .lengthMismatch(expected: rows, found: mask.rows)
    }
    return rows
  }

  /// The largest absolute value of each column among the rows left in.
  ///
  /// The columns are read side by side, some rows at a time: memory delivers several streams faster than
  /// one after the other.
  static func largest(
    _ columns: [IntegerColumn], _ mask: RowMask?, rows: Range<Int>
  ) -> [UInt64] {
    func largest(_ range: Range<Int>) -> [UInt64] {
      var largest = [UInt64](repeating: 0, count: columns.count)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: rowsSideBySide) {
        let rows = start..<min(start + rowsSideBySide, range.upperBound)
        for (index, column) in columns.enumerated() {
          largest[index] = column.largest(atLeast: largest[index], mask: mask, rows: rows)
        }
      }
      return largest
    }
    guard rows.count > BlockRun.parallelRows else { return largest(rows) }
    let middle = rows.lowerBound + rows.count / 128 * 64
    let parts = Halves.both {
      largest($0 == 0 ? rows.lowerBound..<middle : middle..<rows.upperBound)
    }
    return zip(parts.0, parts.1).map { max($0, $1) }
  }

  /// A multiple of the rows in a word of a mask.
  private static let rowsSideBySide = 128
}
