import Enclosures
import Quantities

/// What a logistic likelihood depends on: for each pattern of covariates the rows and the ones.
///
/// The columns' whole numbers are taken less whole numbers near their means where there is a constant to
/// take these up: columns far from zero would be hard to tell from it. That changes the constant's
/// coefficient alone. Coefficients here are those of the whole numbers: one in the column's own unit is
/// this one over the unit.
struct BinomialData: Sendable {
  let patterns: CovariatePatterns
  /// Ones of each pattern.
  let events: [Int]
  /// The same in doubles.
  let floating: FloatingRows
  /// What was taken from each column's whole numbers.
  private let centres: [Exact]

  /// - Parameter hasConstant: whether the first column is the constant.
  init(columns: [ExactColumn], hasConstant: Bool, response: [Bool]) {
    centres = columns.indices.map { hasConstant && $0 > 0 ? columns[$0].integerNearMean : .zero }
    patterns = CovariatePatterns(zip(columns, centres).map { $0.less($1) })
    var events = [Int](repeating: 0, count: patterns.count)
    for (row, code) in patterns.partition.codes.enumerated() where response[row] {
      events[code] += 1
    }
    self.events = events
    floating = FloatingRows(patterns, events: events)
  }

  /// Number of coefficients.
  var parameters: Int { patterns.columns.count }

  /// The patterns of other values of the same columns.
  func patterns(of columns: [ExactColumn]) -> CovariatePatterns {
    CovariatePatterns(zip(columns, centres).map { $0.less($1) })
  }

  /// The combination of the coefficients here that is one of the columns as they were.
  func combination(_ index: Int) -> [Exact] {
    let isConstant = index == 0
    return centres.indices.map { $0 == index ? .one : isConstant ? -centres[$0] : .zero }
  }
}

extension ExactColumn {
  /// A whole number near the mean of the whole numbers, of one machine word's columns; else zero.
  fileprivate var integerNearMean: Exact {
    guard limbs.count == 1, rows > 0 else { return .zero }
    let sum = limbs[0].reduce(Int128(0)) { $0 + Int128($1) }
    // Rounded towards zero, so that zeros and ones stay what they are.
    return Exact(sum / Int128(rows))
  }

  /// The whole numbers less another.
  fileprivate func less(_ number: Exact) -> ExactColumn {
    guard limbs.count == 1, let number = number.int64, number != 0 else { return self }
    return ExactColumn(limbs[0].map { $0 - number }, unit: unit)
  }
}
