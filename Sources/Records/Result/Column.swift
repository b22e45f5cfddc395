/// One column of a table as a typed array with one element per used row.
///
/// Codes, texts and one-of values are indices into `dictionary`; a referring column holds the row of the
/// referenced table; in all of these -1 is missing. Dates are day numbers (days from 1970-01-01) and decimals
/// are unscaled integers, `value · 10^-scale`; in these the least number of the element type is missing.
public struct Column: Sendable {
  /// What the elements mean.
  public enum Kind: Sendable, Hashable {
    case code
    case text
    case oneOf
    case date
    case decimal
    /// Row indices of the table with this index.
    case reference(table: Int)
  }

  /// What the elements mean.
  public let kind: Kind

  /// The elements, in the narrowest signed type that holds them (dates always `Int32`).
  public let values: ColumnValues

  /// The strings behind the codes; empty for dates, decimals and references.
  ///
  /// Codes and texts are sorted by bytes, so that a code does not depend on the order of rows. Of a one-of
  /// column the entries are the declared names in their declared order.
  public let dictionary: ByteDictionary

  /// Decimal places of a decimal column: the most that any used cell was written with; otherwise 0.
  public let scale: Int

  /// How many used rows have no value here.
  public let missingCount: Int

  /// Whether the file has the column; an absent optional column is all missing.
  public let isPresent: Bool

  /// Creates a column; `values` must keep the conventions above.
  public init(
    kind: Kind, values: ColumnValues, dictionary: ByteDictionary = ByteDictionary(),
    scale: Int = 0, missingCount: Int, isPresent: Bool = true
  ) {
    self.kind = kind
    self.values = values
    self.dictionary = dictionary
    self.scale = scale
    self.missingCount = missingCount
    self.isPresent = isPresent
  }

  /// The number of rows.
  public var count: Int { values.count }

  /// Whether missing is -1 (codes and references) rather than the least number (dates and decimals).
  public var isCoded: Bool {
    switch kind {
    case .date, .decimal: false
    case .code, .text, .oneOf, .reference: true
    }
  }

  /// The element of a row, or `nil` if it is missing: a code, a row, a day number, an unscaled decimal.
  @inlinable
  public subscript(row: Int) -> Int64? {
    switch values {
    case .int8(let a): a[row] == (isCoded ? -1 : .min) ? nil : Int64(a[row])
    case .int16(let a): a[row] == (isCoded ? -1 : .min) ? nil : Int64(a[row])
    case .int32(let a): a[row] == (isCoded ? -1 : .min) ? nil : Int64(a[row])
    case .int64(let a): a[row] == (isCoded ? -1 : .min) ? nil : a[row]
    }
  }

  /// The elements as 32-bit numbers, missing as -1 (coded) or `Int32.min`; shared if they are stored so.
  ///
  /// - Precondition: the column is not stored in 64 bits.
  public func int32Values() -> [Int32] {
    switch values {
    case .int8(let a): Column.widen(a, coded: isCoded)
    case .int16(let a): Column.widen(a, coded: isCoded)
    case .int32(let a): a
    case .int64: preconditionFailure("a 64-bit column has no 32-bit elements")
    }
  }

  /// The elements as 64-bit numbers, missing as -1 (coded) or `Int64.min`; shared if they are stored so.
  public func int64Values() -> [Int64] {
    switch values {
    case .int8(let a): Column.widen(a, coded: isCoded)
    case .int16(let a): Column.widen(a, coded: isCoded)
    case .int32(let a): Column.widen(a, coded: isCoded)
    case .int64(let a): a
    }
  }

  private static func widen<From: FixedWidthInteger, To: FixedWidthInteger>(
    _ source: [From], coded: Bool
  ) -> [To] {
    if coded { return source.map { To(truncatingIfNeeded: $0) } }
    return source.map { $0 == .min ? .min : To(truncatingIfNeeded: $0) }
  }
}

/// The elements of a column; switch over it and use `withUnsafeBufferPointer` in hot loops.
public enum ColumnValues: Sendable {
  case int8([Int8])
  case int16([Int16])
  case int32([Int32])
  case int64([Int64])

  /// The number of elements.
  public var count: Int {
    switch self {
    case .int8(let a): a.count
    case .int16(let a): a.count
    case .int32(let a): a.count
    case .int64(let a): a.count
    }
  }

  /// Bytes per element.
  public var width: Int {
    switch self {
    case .int8: 1
    case .int16: 2
    case .int32: 4
    case .int64: 8
    }
  }
}
