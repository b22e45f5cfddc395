/// One pass over the rows in blocks: convert to doubles, call BLAS, certify, add up as integers.
///
/// The partition into blocks depends only on the rows that take part and on their measured range.
/// Threads take whole blocks, and integer addition is associative: the result is the same for any
/// number of threads.
struct BlockRun {
  /// What is formed from the limbs of a block.
  enum Product {
    /// The upper triangle of the Gram matrix of all limbs, column-major.
    case gram
    /// The sum of each limb.
    case sums
    /// The inner products of the first limbs with the others: first `i`, other `j` at `j · first + i`.
    case inner(first: Int)
    /// The same by one matrix product.
    case cross(first: Int)

    func routine(limbs: Int) -> Routine {
      switch self {
      case .gram: BLAS.gramRoutine(columns: limbs)
      case .sums: .dgemv
      case .inner: .ddot
      case .cross: .dgemm
      }
    }

    func resultCount(limbs: Int) -> Int {
      switch self {
      case .gram: limbs * limbs
      case .sums: limbs
      case .inner(let first), .cross(let first): first * (limbs - first)
      }
    }
  }

  /// Tables longer than this are worked on by two threads.
  static let parallelRows = 200_000
  /// The most numbers in a block's storage: 512 KiB, which stays in a second-level cache.
  private static let blockCapacity = 65_536
  /// The most rows of a Gram matrix of few columns: what the kernels for small matrices take.
  private static let fewRows = 1_000
  /// Block results added up in 64 bits before they go to 128: `512 · 2^53 < 2^63`.
  private static let blocksPerFlush = 512

  let columns: [IntegerColumn]
  let limbs: [Limb]
  let mask: RowMask?
  /// Rows of the table, and rows that take part.
  let tableRows: Int
  let rows: Int
  let product: Product
  let blockRows: Int
  /// A bound on every partial sum.
  let bound: UInt64

  var blocks: Int { (rows + blockRows - 1) / blockRows }
  var routine: Routine { product.routine(limbs: limbs.count) }

  /// - Parameter blockRows: overrides the number of rows in a block, which the certificate then judges.
  init(
    columns: [IntegerColumn], limbs: [Limb], mask: RowMask?, tableRows: Int, product: Product,
    blockRows forced: Int? = nil
  ) {
    self.columns = columns
    self.limbs = limbs
    self.mask = mask
    self.tableRows = tableRows
    self.product = product
    rows = mask?.present ?? tableRows
    let term: UInt64
    switch product {
    case .gram:
      let largest = limbs.reduce(1) { max($0, $1.bound) }
      term = largest * largest
    case .sums:
      term = limbs.reduce(1) { max($0, $1.bound) }
    case .inner(let first), .cross(let first):
      term =
        limbs[..<first].reduce(1) { max($0, $1.bound) }
        * limbs[first...].reduce(1) { max($0, $1.bound) }
    }
    let exact = (UInt64(ProductRecord.limit) - 1) / term
    var capacity = max(Self.blockCapacity / max(limbs.count, 1), 64)
    if case .gram = product, product.routine(limbs: limbs.count) == .dgemm {
      capacity = min(capacity, Self.fewRows)
    }
    blockRows = forced ?? max(Int(min(exact, UInt64(capacity))), 1)
    let (bound, overflow) = UInt64(min(blockRows, max(rows, 0))).multipliedReportingOverflow(
      by: term)
    self.bound = overflow ? .max : bound
  }

  /// The exact results, one per limb or pair of limbs.
  func callAsFunction() throws(LinearAlgebraError) -> [Int128] {
    try run(upTo: nil)?.products ?? []
  }

  /// The same for all rows, with the largest absolute value of each column; nil where one passes its
  /// bound.
  func measuring(
    upTo bounds: [UInt64]
  ) throws(LinearAlgebraError) -> (products: [Int128], largest: [UInt64])? {
    try run(upTo: bounds).map { ($0.products, $0.largest) }
  }

  private struct Outcome {
    var products: [Int128]
    var largest: [UInt64]
  }

  private func run(upTo bounds: [UInt64]?) throws(LinearAlgebraError) -> Outcome? {
    BLAS.prepare()
    let half = rows > 0 ? blocks / 2 : 0
    guard tableRows > Self.parallelRows, half > 0 else {
      return try work(0..<(rows > 0 ? blocks : 0), bounds)
    }
    let parts = Halves.both { part in
      Result { () throws(LinearAlgebraError) -> Outcome? in
        try work(part == 0 ? 0..<half : half..<blocks, bounds)
      }
    }
    guard let first = try parts.0.get(), let second = try parts.1.get() else { return nil }
    return Outcome(
      products: zip(first.products, second.products).map { $0 + $1 },
      largest: zip(first.largest, second.largest).map { max($0, $1) })
  }

  private func work(
    _ range: Range<Int>, _ bounds: [UInt64]?
  ) throws(LinearAlgebraError) -> Outcome? {
    let count = product.resultCount(limbs: limbs.count)
    let scratch = UnsafeMutableBufferPointer<Double>.allocate(capacity: blockRows * limbs.count)
    scratch.initialize(repeating: 0)
    defer { scratch.deallocate() }
    var list = [Int](repeating: 0, count: mask == nil ? 0 : blockRows)
    let ones = [Double](repeating: 1, count: blockRows)
    var result = [Double](repeating: 0, count: count)
    var recent = [Int64](repeating: 0, count: count)
    var total = [Int128](repeating: 0, count: count)
    var largest = [UInt64](repeating: 0, count: columns.count)
    var next = range.lowerBound * blockRows
    if let mask { next = mask.row(ofRank: next) }

    for block in range {
      let size = min(blockRows, rows - block * blockRows)
      if let mask {
        next = Self.list(size, from: next, of: mask, into: &list)
        let first = list[0]
        let consecutive = list[size - 1] - first == size - 1
        list.withUnsafeBufferPointer { list in
          let used = UnsafeBufferPointer(rebasing: list[..<size])
          load(consecutive ? .run(start: first, count: size) : .list(used), scratch)
        }
      } else {
        if let bounds {
          for (index, column) in columns.enumerated() {
            largest[index] = column.largest(atLeast: largest[index], rows: next..<next + size)
            if largest[index] > bounds[index] { return nil }
          }
        }
        load(.run(start: next, count: size), scratch)
        next += size
      }
      try multiply(scratch, size, ones, &result)
      try certify(result, block: block)
      add(result, to: &recent)
      if (block - range.lowerBound) % Self.blocksPerFlush == Self.blocksPerFlush - 1 {
        Self.flush(&recent, into: &total)
      }
    }
    Self.flush(&recent, into: &total)
    return Outcome(products: total, largest: largest)
  }

  private func load(_ used: BlockRows, _ scratch: UnsafeMutableBufferPointer<Double>) {
    guard let base = scratch.baseAddress else { return }
    for (index, limb) in limbs.enumerated() {
      limb.load(columns, used, into: base + index * blockRows)
    }
  }

  private func multiply(
    _ scratch: UnsafeMutableBufferPointer<Double>, _ size: Int, _ ones: [Double],
    _ result: inout [Double]
  ) throws(LinearAlgebraError) {
    let shape = MatrixShape(rows: size, columns: limbs.count, leadingDimension: blockRows)
    let block = UnsafeBufferPointer(scratch)
    switch product {
    case .gram:
      var out = result.mutableSpan
      try BLAS.gram(block.span, shape, into: &out)
    case .sums:
      var out = result.mutableSpan
      try BLAS.gemvTransposed(block.span, shape, ones.span, into: &out)
    case .cross(let first):
      let left = MatrixShape(rows: size, columns: first, leadingDimension: blockRows)
      let right = MatrixShape(
        rows: size, columns: limbs.count - first, leadingDimension: blockRows)
      var out = result.mutableSpan
      try BLAS.gemmTransposed(
        block.span, left, block.extracting((first * blockRows)...).span, right, into: &out)
    case .inner(let first):
      for j in first..<limbs.count {
        for i in 0..<first {
          result[(j - first) * first + i] = try BLAS.dot(
            block.extracting(i * blockRows..<i * blockRows + size).span,
            block.extracting(j * blockRows..<j * blockRows + size).span)
        }
      }
    }
  }

  /// Checks that a block's results are exact.
  ///
  /// Gram: every computed diagonal entry is below 2^53. Sums of non-negative terms are monotone under
  /// rounding, so no partial sum of a diagonal entry reached 2^53, and by Cauchy–Schwarz none of the
  /// others did. Sums and inner products: the bound from the measured range is below 2^53, and the
  /// result keeps within it.
  private func certify(_ result: [Double], block: Int) throws(LinearAlgebraError) {
    let limit = Double(ProductRecord.limit)
    switch product {
    case .gram:
      // Every entry is looked at, so that a routine that breaks its promise cannot pass a NaN on.
      var outside = 0
      for entry in result { outside += entry.magnitude < limit ? 0 : 1 }
      guard outside == 0 else {
        throw .certificate(routine: routine, block: block)
      }
    case .sums, .inner, .cross:
      guard bound < UInt64(ProductRecord.limit) else {
        throw .certificate(routine: routine, block: block)
      }
      for entry in result {
        guard entry.magnitude <= Double(bound), entry == Double(Int64(entry)) else {
          throw .certificate(routine: routine, block: block)
        }
      }
    }
  }

  private static func list(
    _ size: Int, from start: Int, of mask: RowMask, into list: inout [Int]
  ) -> Int {
    mask.words.withUnsafeBufferPointer { words in
      list.withUnsafeMutableBufferPointer { list in
        var index = start / 64
        var word = words[index] & (UInt64.max << UInt64(start % 64))
        var filled = 0
        while true {
          while word != 0 {
            if filled == size { return index * 64 + word.trailingZeroBitCount }
            list[filled] = index * 64 + word.trailingZeroBitCount
            filled += 1
            word &= word &- 1
          }
          index += 1
          guard index < words.count else { return mask.rows }
          word = words[index]
        }
      }
    }
  }

  /// Adds a certified block's results as integers; of a Gram matrix the upper triangle only.
  private func add(_ result: [Double], to recent: inout [Int64]) {
    guard case .gram = product else {
      for i in 0..<result.count { recent[i] &+= Int64(result[i]) }
      return
    }
    let order = limbs.count
    result.withUnsafeBufferPointer { result in
      recent.withUnsafeMutableBufferPointer { recent in
        for column in 0..<order {
          for i in column * order...column * order + column { recent[i] &+= Int64(result[i]) }
        }
      }
    }
  }

  private static func flush(_ recent: inout [Int64], into total: inout [Int128]) {
    for i in 0..<recent.count {
      total[i] += Int128(recent[i])
      recent[i] = 0
    }
  }
}
