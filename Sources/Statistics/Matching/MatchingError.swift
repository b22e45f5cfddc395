import Quantities

/// Why persons could not be matched, or a matched figure has no value.
public enum MatchingError: Error, Hashable, Sendable {
  /// Two columns that must have as many rows have not.
  case lengthMismatch(expected: Int, found: Int)
  /// None of the persons that take part is treated.
  case nobodyTreated(persons: Int)
  /// All persons that take part are treated.
  case nobodyCompared(persons: Int)
  /// Fewer treated persons found a match than the figure needs.
  case tooFewMatched(found: Int, needed: Int, unmatched: Int)
  /// The number of compared persons to a treated one is below one.
  case ratio(Int)
  /// A caliper is negative.
  case caliper(Exact)
  /// Two persons have the same place in the order that decides ties.
  case duplicateRank(Int, rows: [Int])
  /// The columns of a distance are linearly dependent within the groups, or do not vary.
  case singularCovariance(rank: Int, columns: Int)
  /// A distance by no column.
  case noCovariates
  /// A matched person has no value of the column.
  case missingValue(row: Int)
  /// A compared person has too few others in its stratum to estimate the variance of its outcome.
  case tooFewNeighbours(row: Int, found: Int, needed: Int)
  /// A column's moments do not exist.
  case statistics(StatisticsError)

  /// Runs a statistic and passes its error on.
  static func statistics<Value>(
    _ body: () throws(StatisticsError) -> Value
  ) throws(MatchingError) -> Value {
    do { return try body() } catch { throw .statistics(error) }
  }
}
