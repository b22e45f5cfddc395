/// One pass over the replicates in blocks: count the draws, multiply by BLAS, certify.
struct ReplicateRun {
  /// Replicates whose counts are held at the same time.
  static let blockReplicates = 32
  /// Units whose weights are doubles at the same time: with the replicates, 256 KiB.
  private static let blockUnits = 1024

  let columns: [IntegerColumn]
  let limbs: [Limb]
  let pools: [Range<Int>]
  let units: Int
  let replicates: Range<Int>
  /// A bound on every partial sum.
  let bound: UInt64
  let count: @Sendable (Int, inout MutableSpan<UInt8>) -> Void

  var blocks: Int { (replicates.count + Self.blockReplicates - 1) / Self.blockReplicates }

  /// The limbs' sums, of a replicate pool by pool.
  func callAsFunction() throws(LinearAlgebraError) -> [Int64] {
    BLAS.prepare()
    guard units > 0 else {
      return [Int64](repeating: 0, count: replicates.count * pools.count * limbs.count)
    }
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: units * limbs.count)
    values.initialize(repeating: 0)
    defer { values.deallocate() }
    if let base = values.baseAddress {
      for (index, limb) in limbs.enumerated() {
        limb.load(columns, .run(start: 0, count: units), into: base + index * units)
      }
    }
    let half = (blocks + 1) / 2
    guard half < blocks else { return try work(0..<blocks, UnsafeBufferPointer(values)) }
    let parts = Halves.both { part in
      Result { () throws(LinearAlgebraError) -> [Int64] in
        try work(part == 0 ? 0..<half : half..<blocks, UnsafeBufferPointer(values))
      }
    }
    return try parts.0.get() + parts.1.get()
  }

  private func work(
    _ range: Range<Int>, _ values: UnsafeBufferPointer<Double>
  ) throws(LinearAlgebraError) -> [Int64] {
    let counts = UnsafeMutableBufferPointer<UInt8>.allocate(
      capacity: Self.blockReplicates * units)
    let weights = UnsafeMutableBufferPointer<Double>.allocate(
      capacity: Self.blockReplicates * Self.blockUnits)
    weights.initialize(repeating: 0)
    defer {
      counts.deallocate()
      weights.deallocate()
    }
    var result: [Int64] = []
    result.reserveCapacity(range.count * Self.blockReplicates * pools.count * limbs.count)
    for block in range {
      let first = replicates.lowerBound + block * Self.blockReplicates
      let size = min(Self.blockReplicates, replicates.upperBound - first)
      counts.initialize(repeating: 0)
      for index in 0..<size {
        var span = UnsafeMutableBufferPointer(
          rebasing: counts[index * units..<(index + 1) * units]
        ).mutableSpan
        count(first + index, &span)
      }
      let sums = try multiply(UnsafeBufferPointer(counts), size, values, weights)
      try certify(sums, block: block)
      for replicate in 0..<size {
        for pool in sums {
          for limb in 0..<limbs.count {
            result.append(Int64(pool[replicate * limbs.count + limb]))
          }
        }
      }
    }
    return result
  }

  /// Each pool's sums of a block: limb `i` of replicate `j` at `j · limbs + i`.
  private func multiply(
    _ counts: UnsafeBufferPointer<UInt8>, _ size: Int, _ values: UnsafeBufferPointer<Double>,
    _ weights: UnsafeMutableBufferPointer<Double>
  ) throws(LinearAlgebraError) -> [[Double]] {
    var sums: [[Double]] = []
    for pool in pools {
      var sum = [Double](repeating: 0, count: limbs.count * size)
      var out = sum.mutableSpan
      for start in stride(from: pool.lowerBound, to: pool.upperBound, by: Self.blockUnits) {
        let length = min(Self.blockUnits, pool.upperBound - start)
        for index in 0..<size {
          let source = UnsafeBufferPointer(
            rebasing: counts[index * units + start..<index * units + start + length])
          widen(source, weights, at: index * length)
        }
        try BLAS.gemmTransposed(
          UnsafeBufferPointer(rebasing: values[start...]).span,
          MatrixShape(rows: length, columns: limbs.count, leadingDimension: units),
          UnsafeBufferPointer(weights).span, MatrixShape(rows: length, columns: size),
          adding: true, into: &out)
      }
      sums.append(sum)
    }
    return sums
  }

  private func widen(
    _ counts: UnsafeBufferPointer<UInt8>, _ weights: UnsafeMutableBufferPointer<Double>,
    at start: Int
  ) {
    guard let source = counts.baseAddress, let out = weights.baseAddress else { return }
    for i in 0..<counts.count { out[start + i] = Double(Int32(source[i])) }
  }

  /// Checks that a block's sums are exact: the bound from the measured range and the number of draws is
  /// below 2^53, and every sum is an integer that keeps within it.
  private func certify(_ sums: [[Double]], block: Int) throws(LinearAlgebraError) {
    guard bound < UInt64(ProductRecord.limit) else {
      throw .certificate(routine: .dgemm, block: block)
    }
    for sum in sums {
      for entry in sum {
        guard entry.magnitude <= Double(bound), entry == Double(Int64(entry)) else {
          throw .certificate(routine: .dgemm, block: block)
        }
      }
    }
  }
}
