/// The key of each row as one word: packed exactly if all columns fit 64 bits, else a hash.
struct KeyWords {
  private let columns: [Column]
  private let bases: [Int64]
  private let shifts: [UInt64]
  /// Whether equal words mean equal keys.
  let isExact: Bool

  init(columns: [Column]) {
    self.columns = columns
    var bases: [Int64] = []
    var shifts: [UInt64] = []
    var bits: UInt64 = 0
    for column in columns {
      let (low, high) = column.values.bounds(isCoded: column.isCoded)
      // Missing becomes 0.
      bases.append(low - 1)
      shifts.append(bits)
      let span = UInt64(bitPattern: high &- low &+ 1)
      bits += UInt64(UInt64.bitWidth - span.leadingZeroBitCount)
    }
    self.bases = bases
    self.shifts = shifts
    isExact = bits <= 64
  }

  /// Writes the words of some rows.
  func write(_ rows: Range<Int>, to words: UnsafeMutablePointer<UInt64>) {
    for i in 0..<rows.count { words[i] = 0 }
    for c in columns.indices {
      switch columns[c].values {
      case .int8(let a): add(a, c, rows, words)
      case .int16(let a): add(a, c, rows, words)
      case .int32(let a): add(a, c, rows, words)
      case .int64(let a): add(a, c, rows, words)
      }
    }
  }

  private func add<N: FixedWidthInteger & SignedInteger>(
    _ values: [N], _ c: Int, _ rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>
  ) {
    let base = bases[c]
    let shift = shifts[c]
    let missing: N = columns[c].isCoded ? -1 : .min
    values.withUnsafeBufferPointer { values in
      if isExact {
        for i in 0..<rows.count {
          let value = values[rows.lowerBound + i]
          let part = value == missing ? 0 : UInt64(bitPattern: Int64(value) &- base)
          words[i] |= part &<< shift
        }
      } else {
        for i in 0..<rows.count {
          let value = values[rows.lowerBound + i]
          let part = value == missing ? 0 : UInt64(bitPattern: Int64(value) &- base)
          let product = (words[i] ^ part ^ 0x9E37_79B9_7F4A_7C15)
            .multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
          words[i] = product.high ^ product.low
        }
      }
    }
  }
}

extension ColumnValues {
  /// The least and greatest element that is not missing; `0...0` if all are.
  func bounds(isCoded: Bool) -> (low: Int64, high: Int64) {
    switch self {
    case .int8(let a): Self.bounds(a, isCoded)
    case .int16(let a): Self.bounds(a, isCoded)
    case .int32(let a): Self.bounds(a, isCoded)
    case .int64(let a): Self.bounds(a, isCoded)
    }
  }

  private static func bounds<N: FixedWidthInteger & SignedInteger>(
    _ values: [N], _ isCoded: Bool
  ) -> (Int64, Int64) {
    let missing: N = isCoded ? -1 : .min
    var low = N.max
    var high = N.min
    for value in values where value != missing {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    return low > high ? (0, 0) : (Int64(low), Int64(high))
  }
}
