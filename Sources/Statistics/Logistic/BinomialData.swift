import Enclosures
import LinearAlgebra
import Quantities

/// What a logistic likelihood depends on: for each pattern of covariates the rows and the ones, or the
/// weights of them.
///
/// The columns' whole numbers are taken less whole numbers near their means where there is a constant to
/// take these up: columns far from zero would be hard to tell from it. That changes the constant's
/// coefficient alone. Coefficients here are those of the whole numbers: one in the column's own unit is
/// this one over the unit.
struct BinomialData: Sendable {
  let patterns: CovariatePatterns
  /// Ones of each pattern.
  let events: [Int]
  /// The weight of each row; nil counts every row once.
  let weights: Refinable<[Ball]>?
  /// The same in doubles; with weights a starting value is all they are good for.
  let floating: FloatingRows
  /// What was taken from each column's whole numbers.
  private let centres: [Exact]

  private let weightedTallies: Refinable<Tallies>?

  /// Sums of weights over the rows of each pattern.
  struct Tallies: Sendable {
    /// Of the rows with response 1 and with response 0.
    var events: [Ball]
    var others: [Ball]
    /// Of the squares of the weights.
    var eventSquares: [Ball]
    var otherSquares: [Ball]
  }

  /// - Parameter hasConstant: whether the first column is the constant.
  init(
    columns: [ExactColumn], hasConstant: Bool, response: [Bool],
    weights: Refinable<[Ball]>? = nil
  ) {
    let isLong = response.count > FloatingColumns.parallelRows
    let centred = Halves.map(columns.count, parallel: isLong) { index -> (Exact, ExactColumn) in
      let centre = hasConstant && index > 0 ? columns[index].integerNearMean : .zero
      return (centre, columns[index].less(centre))
    }
    centres = centred.map { $0.0 }
    patterns = CovariatePatterns(centred.map { $0.1 })
    events = patterns.partition.counts { response[$0] }
    self.weights = weights
    let (codes, count) = (patterns.partition.codes, patterns.count)
    weightedTallies = weights.map { weights in
      Refinable { Tallies(weights.value(precision: $0), codes, count, response) }
    }
    if let tallies = weightedTallies?.value(precision: 64) {
      floating = FloatingRows(
        patterns,
        weights: zip(tallies.events, tallies.others).map { ($0 + $1).approximation },
        events: tallies.events.map(\.approximation))
    } else {
      floating = FloatingRows(patterns, events: events)
    }
  }

  /// The weights of each pattern's rows, to a precision.
  func tallies(precision: Int) -> Tallies {
    if let weightedTallies { return weightedTallies.value(precision: precision) }
    let ones = events.map { Ball($0) }
    let others = zip(patterns.counts, events).map { Ball($0 - $1) }
    return Tallies(events: ones, others: others, eventSquares: ones, otherSquares: others)
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

extension BinomialData.Tallies {
  fileprivate init(_ weights: [Ball], _ codes: [Int], _ count: Int, _ response: [Bool]) {
    let zeros = [Ball](repeating: Ball(0), count: count)
    self.init(events: zeros, others: zeros, eventSquares: zeros, otherSquares: zeros)
    for (row, code) in codes.enumerated() {
      let weight = weights[row]
      if response[row] {
        events[code] += weight
        eventSquares[code] += weight.square()
      } else {
        others[code] += weight
        otherSquares[code] += weight.square()
      }
    }
  }
}

extension ExactColumn {
  /// A whole number near the mean of the whole numbers, of one machine word's columns; else zero.
  fileprivate var integerNearMean: Exact {
    guard limbs.count == 1, rows > 0 else { return .zero }
    // So many limbs of 48 bits fit 64 bits.
    let chunk = 1 << (63 - Self.limbBits)
    let sum = limbs[0].withUnsafeBufferPointer { values in
      stride(from: 0, to: rows, by: chunk).reduce(Int128(0)) { sum, start in
        let part = values.extracting(start..<min(start + chunk, rows))
        return sum + Int128(part.reduce(0, &+))
      }
    }
    // Rounded towards zero, so that zeros and ones stay what they are.
    return Exact(sum / Int128(rows))
  }

  /// The whole numbers less another.
  fileprivate func less(_ number: Exact) -> ExactColumn {
    guard limbs.count == 1, let number = number.int64, number != 0 else { return self }
    // A limb and a number near the mean of one are far from the ends of a machine word.
    return ExactColumn(limbs[0].map { $0 &- number }, unit: unit)
  }
}
