import Records

/// A column of one figure per row, as the engine reads it: a column of the data, or a computed one.
///
/// Numbers are unscaled integers, `value · 10^-scale`, dates are day numbers; in both the least
/// number of the element type is missing. Codes and row references are indices; -1 is missing.
/// Flags are states.
struct Vector: Sendable {
  enum Kind: Sendable {
    case number
    case code
    case flag
  }

  let values: ColumnValues
  let kind: Kind
  let scale: Int
  /// Bounds of the elements that are present.
  let bounds: Bounds
  let hasMissing: Bool

  var count: Int { values.count }
}

/// What a condition says of one row, in the order in which `and` is the least and `or` the greatest
/// (Kleene 1952, §64).
enum State {
  static let unmet: UInt8 = 0
  static let missing: UInt8 = 1
  static let met: UInt8 = 2
}

/// An interval that holds every number of a column or an intermediate result.
///
/// Bounds are carried through an expression before any row is read: arithmetic that cannot leave 62
/// bits runs unchecked, anything else goes to the exact path.
struct Bounds: Hashable, Sendable {
  let low: Int64
  let high: Int64

  static let limit: Int64 = 1 << 62

  init(low: Int64, high: Int64) {
    self.low = low
    self.high = high
  }

  /// Bounds from wide arithmetic; nil if they leave 62 bits.
  init?(_ a: Int128, _ b: Int128) {
    let low = min(a, b)
    let high = max(a, b)
    guard low > -Int128(Self.limit), high < Int128(Self.limit) else { return nil }
    self.low = Int64(low)
    self.high = Int64(high)
  }

  var withZero: Bounds { Bounds(low: min(low, 0), high: max(high, 0)) }

  func union(_ other: Bounds) -> Bounds {
    Bounds(low: min(low, other.low), high: max(high, other.high))
  }

  func scaled(by factor: Int64) -> Bounds? {
    Bounds(Int128(low) * Int128(factor), Int128(high) * Int128(factor))
  }

  func adding(_ other: Bounds) -> Bounds? {
    Bounds(Int128(low) + Int128(other.low), Int128(high) + Int128(other.high))
  }

  func multiplied(by other: Bounds) -> Bounds? {
    let corners = [
      Int128(low) * Int128(other.low), Int128(low) * Int128(other.high),
      Int128(high) * Int128(other.low), Int128(high) * Int128(other.high),
    ]
    return Bounds(
      corners.reduce(corners[0]) { min($0, $1) }, corners.reduce(corners[0]) { max($0, $1) })
  }

  var negated: Bounds { Bounds(low: -high, high: -low) }

  var magnitude: Int64 { max(high, -low, 0) }
}

extension Vector {
  /// A computed column of numbers or dates, missing as `Int64.min`.
  init(numbers: [Int64], scale: Int) {
    let measured = Vector.measure(numbers, .min)
    self.init(
      values: .int64(numbers), kind: .number, scale: scale, bounds: measured.bounds,
      hasMissing: measured.hasMissing)
  }

  /// A computed column of codes, missing as `Int64.min` in the argument.
  init(codes: [Int64]) {
    let narrow = codes.map { $0 == .min ? -1 : Int32(truncatingIfNeeded: $0) }
    self.init(
      values: .int32(narrow), kind: .code, scale: 0,
      bounds: Bounds(low: 0, high: Int64(Int32.max)), hasMissing: narrow.contains(-1))
  }

  /// A computed column of states.
  init(states: [Int8]) {
    self.init(
      values: .int8(states), kind: .flag, scale: 0, bounds: Bounds(low: 0, high: 1),
      hasMissing: states.contains(Int8(State.missing)))
  }

  /// A column of the data.
  ///
  /// - Parameter codes: how many codes, or rows of the referenced table, there are.
  init(_ column: Column, codes: Int) {
    let isNumber = !column.isCoded
    let measured = Vector.measure(column.values, missing: isNumber ? nil : -1)
    precondition(
      isNumber || measured.bounds.high < max(codes, 1), "a code without an entry in its dictionary")
    self.init(
      values: column.values, kind: isNumber ? .number : .code, scale: column.scale,
      bounds: measured.bounds, hasMissing: measured.hasMissing)
  }

  /// - Parameter missing: the missing element; nil for the least number of the type.
  private static func measure(
    _ values: ColumnValues, missing: Int64?
  ) -> (bounds: Bounds, hasMissing: Bool) {
    switch values {
    case .int8(let a): measure(a, missing.map { Int8(truncatingIfNeeded: $0) } ?? .min)
    case .int16(let a): measure(a, missing.map { Int16(truncatingIfNeeded: $0) } ?? .min)
    case .int32(let a): measure(a, missing.map { Int32(truncatingIfNeeded: $0) } ?? .min)
    case .int64(let a): measure(a, missing ?? .min)
    }
  }

  private static func measure<Element: FixedWidthInteger & SignedInteger>(
    _ values: [Element], _ missing: Element
  ) -> (bounds: Bounds, hasMissing: Bool) {
    var low = Element.max
    var high = Element.min
    var lowest = Element.max
    values.withUnsafeBufferPointer { values in
      for value in values {
        lowest = min(lowest, value)
        low = min(low, value == missing ? .max : value)
        high = max(high, value)
      }
    }
    let hasMissing = !values.isEmpty && lowest <= missing
    guard !values.isEmpty, high > missing, low <= high else {
      return (Bounds(low: 0, high: 0), hasMissing)
    }
    return (Bounds(low: Int64(low), high: Int64(high)), hasMissing)
  }

  /// The element of a row; nil if it is missing. Of a flag 0 or 1.
  subscript(row: Int) -> Int64? {
    let value: Int64
    switch values {
    case .int8(let a): value = a[row] == .min ? .min : Int64(a[row])
    case .int16(let a): value = a[row] == .min ? .min : Int64(a[row])
    case .int32(let a): value = a[row] == .min ? .min : Int64(a[row])
    case .int64(let a): value = a[row]
    }
    switch kind {
    case .number: return value == .min ? nil : value
    case .code: return value < 0 ? nil : value
    case .flag:
      let state = UInt8(truncatingIfNeeded: value)
      return state == State.missing ? nil : state == State.met ? 1 : 0
    }
  }
}
