import Enclosures
import Quantities

/// What a logistic likelihood depends on: for each pattern of covariates the rows and the ones.
///
/// Coefficients here are those of the columns' whole numbers: a coefficient in the column's own unit
/// is this one over the unit.
struct BinomialData: Sendable {
  let patterns: CovariatePatterns
  /// Ones of each pattern.
  let events: [Int]
  /// The same in doubles.
  let floating: FloatingRows

  init(columns: [ExactColumn], response: [Bool]) {
    patterns = CovariatePatterns(columns)
    var events = [Int](repeating: 0, count: patterns.count)
    for (row, code) in patterns.partition.codes.enumerated() where response[row] {
      events[code] += 1
    }
    self.events = events
    floating = FloatingRows(patterns, events: events)
  }

  /// Number of coefficients.
  var parameters: Int { patterns.columns.count }
}
