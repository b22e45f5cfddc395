/// Bytes per element.
enum ElementWidth: Int, Sendable {
  case one = 1
  case two = 2
  case four = 4
  case eight = 8

  /// The narrowest that holds `low...high` and keeps the least number free for missing.
  init(low: Int64, high: Int64) {
    if low > Int64(Int8.min), high <= Int64(Int8.max) {
      self = .one
    } else if low > Int64(Int16.min), high <= Int64(Int16.max) {
      self = .two
    } else if low > Int64(Int32.min), high <= Int64(Int32.max) {
      self = .four
    } else {
      self = .eight
    }
  }
}

/// The packed elements of one column in one block, in memory that is given back when they are copied.
struct Segment: Sendable {
  private let memory: PageMemory
  let count: Int
  let width: ElementWidth
  /// Decimal places.
  let scale: Int

  /// The numbers in the given width, keeping the convention for missing.
  init<N: FixedWidthInteger & SignedInteger>(
    packing values: UnsafeBufferPointer<N>, width: ElementWidth, isCoded: Bool, scale: Int = 0
  ) {
    memory = PageMemory(values.count * width.rawValue, isFilled: true)
    count = values.count
    self.width = width
    self.scale = scale
    switch width {
    case .one: pack(values, isCoded, as: Int8.self)
    case .two: pack(values, isCoded, as: Int16.self)
    case .four: pack(values, isCoded, as: Int32.self)
    case .eight: pack(values, isCoded, as: Int64.self)
    }
  }

  /// So many missing elements.
  init(missing count: Int, isCoded: Bool) {
    let values = [Int8](repeating: isCoded ? -1 : .min, count: count)
    self = values.withUnsafeBufferPointer { Segment(packing: $0, width: .one, isCoded: isCoded) }
  }

  private func pack<From: FixedWidthInteger, To: FixedWidthInteger>(
    _ values: UnsafeBufferPointer<From>, _ isCoded: Bool, as type: To.Type
  ) {
    let room = memory.base.bindMemory(to: To.self, capacity: count)
    if isCoded {
      for i in 0..<values.count { room[i] = To(truncatingIfNeeded: values[i]) }
    } else {
      for i in 0..<values.count {
        room[i] = values[i] == .min ? .min : To(truncatingIfNeeded: values[i])
      }
    }
  }

  /// The elements; the type must be that of `width`.
  func elements<N: FixedWidthInteger>(as type: N.Type) -> UnsafeBufferPointer<N> {
    UnsafeBufferPointer(start: memory.base.assumingMemoryBound(to: N.self), count: count)
  }

  /// The least and greatest element that is not the mark of a missing one, with 0 among them.
  var bounds: (low: Int64, high: Int64) {
    switch width {
    case .one: bounds(as: Int8.self)
    case .two: bounds(as: Int16.self)
    case .four: bounds(as: Int32.self)
    case .eight: bounds(as: Int64.self)
    }
  }

  private func bounds<N: FixedWidthInteger & SignedInteger>(as type: N.Type) -> (Int64, Int64) {
    var low: N = 0
    var high: N = 0
    for value in elements(as: type) where value != .min {
      low = min(low, value)
      high = max(high, value)
    }
    return (Int64(low), Int64(high))
  }
}
