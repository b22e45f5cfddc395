/// Exact weighted sums of columns, one set of whole weights per replicate.
public struct ReplicateSums: Hashable, Sendable {
  /// Number of replicates.
  public let replicates: Int
  /// Number of pools, whose sums stand apart.
  public let pools: Int
  /// Number of columns.
  public let columns: Int
  /// How the sums were made.
  public let record: ProductRecord
  private let values: [Int128]

  init(replicates: Int, pools: Int, columns: Int, values: [Int128], record: ProductRecord) {
    self.replicates = replicates
    self.pools = pools
    self.columns = columns
    self.values = values
    self.record = record
  }

  /// The weighted sum `Σ wᵢxᵢ` of a column over the units of a pool.
  public subscript(replicate: Int, pool pool: Int, column: Int) -> Int128 {
    precondition((0..<pools).contains(pool) && (0..<columns).contains(column))
    return values[(replicate * pools + pool) * columns + column]
  }
}

extension ExactProducts {
  /// Sums of columns over units with whole weights that a generator counts, replicate by replicate: the
  /// matrix product (replicates × units) · (units × columns), in blocks, each weight made once.
  ///
  /// The weights of a pool add up to at most its number of draws, so that no partial sum passes
  /// `draws · largest`; columns are split into limbs where that would reach 2^53. Threads take whole
  /// blocks of replicates: the result is the same for any number of threads.
  ///
  /// - Parameters:
  ///   - columns: a value per unit.
  ///   - pools: consecutive ranges of units that together are all units; their sums are kept apart.
  ///   - replicates: the replicates' numbers.
  ///   - draws: the most that the weights of a pool add up to; nil: its number of units.
  ///   - count: adds a replicate's draws to a zeroed count per unit. It is called from two threads.
  /// - Throws: `LinearAlgebraError.noColumns`, `.lengthMismatch`, `.certificate` or `.overflow`.
  public static func replicateSums(
    columns: [IntegerColumn], pools: [Range<Int>], replicates: Range<Int>, draws: Int? = nil,
    count: @escaping @Sendable (Int, inout MutableSpan<UInt8>) -> Void
  ) throws(LinearAlgebraError) -> ReplicateSums {
    let units = try commonRows(columns, nil)
    var next = 0
    for pool in pools {
      guard pool.lowerBound == next else {
        throw .lengthMismatch(expected: next, found: pool.lowerBound)
      }
      next = pool.upperBound
    }
    guard next == units else { throw .lengthMismatch(expected: units, found: next) }
    let largest = largest(columns, nil, rows: 0..<units)
    let draws = UInt64(draws ?? pools.reduce(1) { max($0, $1.count) })
    let limit = UInt64(ProductRecord.limit) - 1
    guard draws <= limit >> 22 else {
      throw .overflow(routine: .dgemm, rows: units, largest: largest.reduce(0) { max($0, $1) })
    }
    var limbs: [Limb] = []
    for index in columns.indices {
      limbs += Limb.parts(
        ofColumn: index, largest: largest[index], wholeUpTo: min(limit / draws, 1 << 51))
    }
    let run = ReplicateRun(
      columns: columns, limbs: limbs, pools: pools, units: units, replicates: replicates,
      bound: draws * limbs.reduce(1) { max($0, $1.bound) }, count: count)
    let parts = try run()
    var values = [Int128](
      repeating: 0, count: replicates.count * pools.count * columns.count)
    for row in 0..<replicates.count * pools.count {
      for (position, limb) in limbs.enumerated() {
        guard let column = limb.column else { continue }
        values[row * columns.count + column] +=
          Int128(parts[row * limbs.count + position]) << Int128(limb.shift)
      }
    }
    var most = [Int](repeating: 0, count: columns.count)
    for limb in limbs {
      if let column = limb.column { most[column] += 1 }
    }
    return ReplicateSums(
      replicates: replicates.count, pools: pools.count, columns: columns.count, values: values,
      record: ProductRecord(
        routine: .dgemm, rows: units, blocks: run.blocks, limbs: most.reduce(1) { max($0, $1) },
        largest: largest.reduce(0) { max($0, $1) }, bound: run.bound))
  }
}
