import LinearAlgebra
import Quantities

/// A fixed-point column: each present row's value is `values[row] · 10^-scale`.
public struct Sample: Hashable, Sendable {
  /// The unscaled values; what stands in a missing row is not looked at.
  public let values: [Int64]
  /// Decimal digits after the point, `0 ... 18`.
  public let scale: Int
  /// Which rows are present; nil when all are.
  public let validity: RowMask?

  /// Makes a sample of a column.
  ///
  /// - Throws: `StatisticsError.scale`, `.lengthMismatch`.
  public init(
    values: [Int64], scale: Int = 0, validity: RowMask? = nil
  ) throws(StatisticsError) {
    guard (0...18).contains(scale) else { throw .scale(scale) }
    if let validity, validity.rows != values.count {
      throw .lengthMismatch(expected: values.count, found: validity.rows)
    }
    self.values = values
    self.scale = scale
    self.validity = validity
  }

  /// Rows, present or missing.
  public var rows: Int { values.count }

  /// Rows that are present.
  public var count: Int { validity?.present ?? values.count }

  /// The same column with only the rows that are present here and in a mask.
  ///
  /// - Throws: `StatisticsError.lengthMismatch`.
  public func among(_ mask: RowMask) throws(StatisticsError) -> Sample {
    try Sample(values: values, scale: scale, validity: present(andIn: mask))
  }

  /// The rows that are present here and in another mask; nil stands for all rows.
  func present(andIn other: RowMask?) throws(StatisticsError) -> RowMask? {
    guard let other else { return validity }
    guard other.rows == rows else {
      throw .lengthMismatch(expected: rows, found: other.rows)
    }
    guard let validity else { return other }
    return try StatisticsError.product { () throws(LinearAlgebraError) in
      try validity.intersection(other)
    }
  }

  /// The rows that are present in both columns of a pair.
  func paired(with other: Sample) throws(StatisticsError) -> RowMask? {
    guard other.rows == rows else {
      throw .lengthMismatch(expected: rows, found: other.rows)
    }
    return try present(andIn: other.validity)
  }

  /// The unscaled values of the rows that are present.
  func presentValues() -> [Int64] {
    guard let validity else { return values }
    var result: [Int64] = []
    result.reserveCapacity(validity.present)
    for (index, word) in validity.words.enumerated() {
      var word = word
      while word != 0 {
        result.append(values[index * 64 + word.trailingZeroBitCount])
        word &= word &- 1
      }
    }
    return result
  }
}
