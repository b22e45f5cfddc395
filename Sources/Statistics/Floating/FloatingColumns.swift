import LinearAlgebra

/// Exact columns as doubles, for sums over rows whose distance from the true ones is bounded.
///
/// Columns are divided by powers of two. A sum of m products, in whatever order and with or without fused
/// additions, is within `γₘ Σ |aᵢbᵢ|` of the true one, `γₘ = m u / (1 − m u)`, u = 2⁻⁵³ (N. J. Higham,
/// "Accuracy and Stability of Numerical Algorithms", SIAM 2002, ch. 3): the bits of a sum may depend on
/// the processor, that it lies within its bound does not. A value itself is exact, or within three units
/// of rounding where the column has more than one limb.
struct FloatingColumns: Sendable {
  /// Rows of each column.
  let count: Int
  /// The powers of two that the columns' whole numbers were divided by.
  let scales: [Double]
  /// The largest absolute value of each column, after division; not less than the true one.
  let largest: [Double]
  /// The columns, one after the other.
  let values: [Double]

  /// Number of columns.
  var width: Int { scales.count }

  /// The unit of rounding.
  static let u = 0x1p-53
  /// Makes bounds that are computed in doubles themselves safe.
  static let slack = 1.01
  /// Rows of a block: its columns stay in a second-level cache.
  static let blockRows = 1_024
  /// More rows than these are worked on by two threads.
  static let parallelRows = 16_384

  /// - Parameter scales: powers of two; nil takes those above the columns' own values.
  init(_ columns: [ExactColumn], scales given: [Double]? = nil) {
    let count = columns.first?.rows ?? 0
    let range = FloatingRange(columns, scales: given)
    values = [Double](unsafeUninitializedCapacity: count * columns.count) { out, filled in
      nonisolated(unsafe) let values = out
      _ = Halves.map(columns.count, parallel: count > Self.parallelRows) { index in
        columns[index].approximate(
          0..<count, times: 1 / range.scales[index],
          into: values.extracting(index * count..<(index + 1) * count))
      }
      filled = count * columns.count
    }
    self.count = count
    scales = range.scales
    largest = range.largest
  }

  /// One of every `step` rows of others.
  init(_ other: FloatingColumns, step: Int) {
    let rows = (other.count + step - 1) / step
    values = [Double](unsafeUninitializedCapacity: rows * other.width) { out, filled in
      nonisolated(unsafe) let values = out
      _ = Halves.map(other.width, parallel: other.count > Self.parallelRows) { column in
        other.values.withUnsafeBufferPointer { source in
          for row in 0..<rows {
            values[column * rows + row] = source[column * other.count + row * step]
          }
        }
      }
      filled = rows * other.width
    }
    count = rows
    scales = other.scales
    largest = other.largest
  }

  /// The sums of m products are off by this, relative to the absolute products, with a column's own
  /// rounding.
  static func error(ofSum m: Int) -> Double { slack * Double(m + 8) * u }

  /// The sums over blocks of all rows, in two halves.
  var sumError: Double { Self.error(ofSum: Self.blockRows + count / Self.blockRows + 2) }

  /// `Σⱼ bⱼ xⱼ` of each row, within `combinationError`.
  func combination(_ b: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { out, filled in
      nonisolated(unsafe) let sums = out
      halves { range in
        Self.blocks(range) { combine($0, b, into: sums.extracting($0)) }
      }
      filled = count
    }
  }

  /// The same of a block's rows.
  func combine(_ block: Range<Int>, _ b: [Double], into sums: UnsafeMutableBufferPointer<Double>) {
    sums.update(repeating: 0)
    values.withUnsafeBufferPointer { values in
      for j in 0..<width {
        let column = values.extracting(
          j * count + block.lowerBound..<j * count + block.upperBound)
        let factor = b[j]
        for row in 0..<sums.count { sums[row] += factor * column[row] }
      }
    }
  }

  /// No combination of the columns with these factors is larger.
  func largestCombination(_ b: [Double]) -> Double {
    zip(b, largest).reduce(0) { $0 + $1.0.magnitude * $1.1 }
  }

  /// How far a combination of factors that are doubles may be off.
  func combinationError(_ b: [Double]) -> Double {
    FloatingRange.combinationError(b, largest)
  }

  // MARK: - Blocks of rows

  /// Adds `Σ vᵢ xᵢ` over a block's rows to a sum of each column.
  func add(
    _ block: Range<Int>, times vector: [Double], to sums: inout [Double]
  ) throws(LinearAlgebraError) {
    var out = sums.mutableSpan
    try BLAS.gemvTransposed(
      values.span.extracting(storage(block)), shape(block), vector.span, adding: true, into: &out)
  }

  private func storage(_ block: Range<Int>) -> Range<Int> {
    block.lowerBound..<values.count - count + block.upperBound
  }

  private func shape(_ block: Range<Int>) -> MatrixShape {
    MatrixShape(rows: block.count, columns: width, leadingDimension: count)
  }

  /// Runs `body` with all rows, or with each half at the same time.
  @discardableResult
  func halves<Value>(_ body: (Range<Int>) -> Value) -> (Value, Value?) {
    Self.halves(count, body)
  }

  /// Runs `body` with all of so many rows, or with each half at the same time.
  @discardableResult
  static func halves<Value>(_ count: Int, _ body: (Range<Int>) -> Value) -> (Value, Value?) {
    guard count > parallelRows else { return (body(0..<count), nil) }
    let middle = count / 2 / blockRows * blockRows
    let parts = Halves.both { body($0 == 0 ? 0..<middle : middle..<count) }
    return (parts.0, parts.1)
  }

  /// Runs `body` with each block of a range.
  static func blocks<Failure: Error>(
    _ range: Range<Int>, _ body: (Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + blockRows, range.upperBound)
      try body(start..<end)
      start = end
    }
  }
}

/// A sum or a maximum over rows in four parts, none of which waits for another.
enum FourAtOnce {
  @inline(__always)
  static func of<Value>(
    _ count: Int, from start: Value, combine: (Value, Value) -> Value, _ term: (Int) -> Value
  ) -> Value {
    var (a, b, c, d) = (start, start, start, start)
    var row = 0
    while row + 3 < count {
      a = combine(a, term(row))
      b = combine(b, term(row + 1))
      c = combine(c, term(row + 2))
      d = combine(d, term(row + 3))
      row += 4
    }
    while row < count {
      a = combine(a, term(row))
      row += 1
    }
    return combine(combine(a, b), combine(c, d))
  }
}

/// What columns' whole numbers are divided by so that they become doubles of about one.
struct FloatingRange: Sendable {
  /// Powers of two.
  let scales: [Double]
  /// The largest absolute value of each column, after division; not less than the true one.
  let largest: [Double]

  /// - Parameter scales: powers of two; nil takes those above the columns' own values.
  init(_ columns: [ExactColumn], scales given: [Double]? = nil) {
    let isLong = columns.first?.rows ?? 0 > FloatingColumns.parallelRows
    let sizes = Halves.map(columns.count, parallel: isLong) { columns[$0].approximateSize }
    scales = given ?? sizes.map(Self.powerOfTwo(above:))
    largest = zip(sizes, scales).map { $0 / $1 * (1 + 8 * FloatingColumns.u) }
  }

  /// One where there is no such double: the values then stay as they are, or are infinite, and so is
  /// every bound of theirs.
  private static func powerOfTwo(above value: Double) -> Double {
    guard value > 0, value < 0x1p1022 else { return 1 }
    return Double(sign: .plus, exponent: value.exponent + 1, significand: 1)
  }

  /// How far a combination of values up to `largest` with factors that are doubles may be off.
  static func combinationError(_ b: [Double], _ largest: [Double]) -> Double {
    FloatingColumns.error(ofSum: b.count)
      * zip(b, largest).reduce(0) { $0 + $1.0.magnitude * $1.1 }
  }
}

extension ExactColumn {
  /// The whole numbers as doubles: exact where there is one limb, else within three units of rounding.
  var approximateIntegers: [Double] {
    [Double](unsafeUninitializedCapacity: rows) { out, filled in
      approximate(0..<rows, times: 1, into: out)
      filled = rows
    }
  }

  /// Writes the whole numbers of some rows times a power of two as doubles.
  func approximate(
    _ rows: Range<Int>, times factor: Double, into out: UnsafeMutableBufferPointer<Double>
  ) {
    limbs[limbs.count - 1].withUnsafeBufferPointer { limb in
      let limb = limb.extracting(rows)
      for row in 0..<limb.count { out[row] = Double(limb[row]) * factor }
    }
    for limb in limbs.dropLast().reversed() {
      limb.withUnsafeBufferPointer { limb in
        let limb = limb.extracting(rows)
        for row in 0..<limb.count { out[row] = out[row] * 0x1p48 + Double(limb[row]) * factor }
      }
    }
  }

  /// The largest absolute whole number as a double.
  var approximateSize: Double {
    if limbs.count == 1 {
      return limbs[0].withUnsafeBufferPointer { limb in
        Double(
          FourAtOnce.of(limb.count, from: 0, combine: max) { row -> UInt64 in limb[row].magnitude })
      }
    }
    return approximateIntegers.reduce(0) { max($0, $1.magnitude) }
  }
}
