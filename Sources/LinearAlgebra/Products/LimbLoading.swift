/// The rows of one block: a run of consecutive rows, or a list of rows.
enum BlockRows {
  case run(start: Int, count: Int)
  case list(UnsafeBufferPointer<Int>)

  var count: Int {
    switch self {
    case .run(_, let count): count
    case .list(let rows): rows.count
    }
  }
}

extension Limb {
  /// Writes the limb of a block's rows as doubles, exactly.
  func load(
    _ columns: [IntegerColumn], _ rows: BlockRows, into out: UnsafeMutablePointer<Double>
  ) {
    guard let column else {
      out.update(repeating: 1, count: rows.count)
      return
    }
    switch columns[column].storage {
    case .int8(let values): load(values, rows, out)
    case .int16(let values): load(values, rows, out)
    case .int32(let values): load(values, rows, out)
    case .int64(let values): load(values, rows, out)
    }
  }

  @inline(__always)
  private func load<Element: FixedWidthInteger & SignedInteger>(
    _ values: UnsafeBufferPointer<Element>, _ rows: BlockRows,
    _ out: UnsafeMutablePointer<Double>
  ) {
    guard let base = values.baseAddress else { return }
    switch rows {
    case .run(let start, let count):
      let source = base + start
      if shift == 0 && width == 0 {
        for i in 0..<count { out[i] = whole(source[i]) }
      } else if width == 0 {
        for i in 0..<count { out[i] = exactDouble(Int64(source[i]) &>> shift) }
      } else {
        let mask = lowBits
        for i in 0..<count { out[i] = exactDouble((Int64(source[i]) &>> shift) & mask) }
      }
    case .list(let list):
      guard let index = list.baseAddress else { return }
      let mask = lowBits
      for i in 0..<list.count {
        out[i] = exactDouble((Int64(base[index[i]]) &>> shift) & mask)
      }
    }
  }

  private var lowBits: Int64 { width == 0 ? -1 : (1 << width) - 1 }
}

/// Converts a value that is not split.
@inline(__always)
private func whole<Element: FixedWidthInteger & SignedInteger>(_ value: Element) -> Double {
  Element.bitWidth <= 32
    ? Double(Int32(truncatingIfNeeded: value)) : exactDouble(Int64(value))
}

/// Converts an integer of at most 2^51 in absolute value, by two additions that vector units have:
/// the integer is added to the bits of 1.5 · 2^52, whose unit in the last place is 1.
@inline(__always)
private func exactDouble(_ value: Int64) -> Double {
  Double(bitPattern: UInt64(bitPattern: value &+ 0x4338_0000_0000_0000)) - 0x1.8p52
}
