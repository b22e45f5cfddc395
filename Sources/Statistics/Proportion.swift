import LinearAlgebra
import Quantities

/// A part of a whole, both counted.
public struct Proportion: Hashable, Sendable {
  /// Cases that have the property.
  public let part: Int
  /// All cases.
  public let whole: Int

  /// Makes a proportion of two counts.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.negativeCount`, `.partExceedsWhole`.
  public init(part: Int, whole: Int) throws(StatisticsError) {
    guard part >= 0 else { throw .negativeCount(Int64(part)) }
    guard whole >= 0 else { throw .negativeCount(Int64(whole)) }
    guard whole > 0 else { throw .emptySample }
    guard part <= whole else { throw .partExceedsWhole(part: part, whole: whole) }
    self.part = part
    self.whole = whole
  }

  /// Counts the rows that have a property among those of a population.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.lengthMismatch`.
  public init(of property: RowMask, among population: RowMask) throws(StatisticsError) {
    guard property.rows == population.rows else {
      throw .lengthMismatch(expected: population.rows, found: property.rows)
    }
    let both = try StatisticsError.product { () throws(LinearAlgebraError) in
      try property.intersection(population)
    }
    try self.init(part: both.present, whole: population.present)
  }

  /// The proportion `x / n`, between 0 and 1.
  public var estimate: Estimate {
    Estimate(Exact(part).over(whole), n: whole)
  }
}
