/// A view of a column of whole numbers in contiguous memory, of one of four widths.
///
/// The view does not own the memory: it may be used only while the pointer it was made from is valid,
/// and nothing may write to the memory meanwhile.
public struct IntegerColumn {
  enum Storage {
    case int8(UnsafeBufferPointer<Int8>)
    case int16(UnsafeBufferPointer<Int16>)
    case int32(UnsafeBufferPointer<Int32>)
    case int64(UnsafeBufferPointer<Int64>)
  }

  let storage: Storage

  /// A view of 8-bit numbers.
  public init(_ values: UnsafeBufferPointer<Int8>) { storage = .int8(values) }
  /// A view of 16-bit numbers.
  public init(_ values: UnsafeBufferPointer<Int16>) { storage = .int16(values) }
  /// A view of 32-bit numbers.
  public init(_ values: UnsafeBufferPointer<Int32>) { storage = .int32(values) }
  /// A view of 64-bit numbers.
  public init(_ values: UnsafeBufferPointer<Int64>) { storage = .int64(values) }

  /// Number of rows.
  public var count: Int {
    switch storage {
    case .int8(let values): values.count
    case .int16(let values): values.count
    case .int32(let values): values.count
    case .int64(let values): values.count
    }
  }

  /// Calls `body` with a view of an array.
  public static func with<Value>(
    _ values: [Int64], _ body: (IntegerColumn) throws(LinearAlgebraError) -> Value
  ) throws(LinearAlgebraError) -> Value {
    try values.withUnsafeBufferPointer { (buffer) throws(LinearAlgebraError) in
      try body(IntegerColumn(buffer))
    }
  }

  /// Calls `body` with views of several arrays.
  public static func with<Value>(
    _ arrays: [[Int64]], _ body: ([IntegerColumn]) throws(LinearAlgebraError) -> Value
  ) throws(LinearAlgebraError) -> Value {
    try open(arrays[...], [], body)
  }

  private static func open<Value>(
    _ arrays: ArraySlice<[Int64]>, _ views: [IntegerColumn],
    _ body: ([IntegerColumn]) throws(LinearAlgebraError) -> Value
  ) throws(LinearAlgebraError) -> Value {
    guard let first = arrays.first else { return try body(views) }
    return try with(first) { (view) throws(LinearAlgebraError) in
      try open(arrays.dropFirst(), views + [view], body)
    }
  }

  /// The value of a row.
  func value(at row: Int) -> Int64 {
    switch storage {
    case .int8(let values): Int64(values[row])
    case .int16(let values): Int64(values[row])
    case .int32(let values): Int64(values[row])
    case .int64(let values): values[row]
    }
  }

  /// The larger of a number and the largest absolute value among the rows of a range that the mask leaves
  /// in.
  func largest(atLeast known: UInt64, mask: RowMask? = nil, rows: Range<Int>) -> UInt64 {
    switch storage {
    case .int8(let values): Self.largest(known, values, mask, rows)
    case .int16(let values): Self.largest(known, values, mask, rows)
    case .int32(let values): Self.largest(known, values, mask, rows)
    case .int64(let values): Self.largest(known, values, mask, rows)
    }
  }

  private static func largest<Element: FixedWidthInteger & SignedInteger>(
    _ known: UInt64, _ values: UnsafeBufferPointer<Element>, _ mask: RowMask?, _ rows: Range<Int>
  ) -> UInt64 {
    guard let base = values.baseAddress, !rows.isEmpty else { return known }
    if mask == nil {
      // A sum or difference is negative where a value passes the bound, or, wrapped around, may pass it:
      // additions have vector units where comparisons of 64 bits have none.
      let bound = Element(clamping: known)
      var passed: Element = 0
      for row in rows { passed |= (bound &+ base[row]) | (bound &- base[row]) }
      if passed >= 0 { return known }
    }
    return max(known, largest(values, mask, rows))
  }

  private static func largest<Element: FixedWidthInteger & SignedInteger>(
    _ values: UnsafeBufferPointer<Element>, _ mask: RowMask?, _ rows: Range<Int>
  ) -> UInt64 {
    guard let base = values.baseAddress, !rows.isEmpty else { return 0 }
    var low: Element = 0
    var high: Element = 0
    @inline(__always) func take(_ value: Element) {
      low = value < low ? value : low
      high = value > high ? value : high
    }
    guard let mask else {
      for row in rows { take(base[row]) }
      return UInt64(max(low.magnitude, high.magnitude))
    }
    mask.words.withUnsafeBufferPointer { words in
      // A range begins and ends at a word's boundary or at the last row.
      for index in rows.lowerBound / 64..<(rows.upperBound + 63) / 64 {
        var word = words[index]
        let first = index * 64
        if word == .max {
          for row in first..<first + 64 { take(base[row]) }
        } else {
          while word != 0 {
            take(base[first + word.trailingZeroBitCount])
            word &= word &- 1
          }
        }
      }
    }
    return UInt64(max(low.magnitude, high.magnitude))
  }
}
