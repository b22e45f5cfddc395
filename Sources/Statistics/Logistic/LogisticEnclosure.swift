import Enclosures
import LinearAlgebra
import Quantities

/// The maximum of a logistic likelihood, enclosed with a proof that it exists.
///
/// Let g be the score at b and H a matrix near the information, `‖d‖² = d′Hd`, `s² = g′H⁻¹g`, and M such
/// that `|x′d| ≤ M ‖d‖` for every row x. The information at b lies between `e^−c H` and `e^c H`, and, as
/// `|f‴| ≤ f″` for the terms f of the likelihood, that along a step d between `e^−(c + M‖d‖) H` and
/// `e^(c + M‖d‖) H` (F. Bach, "Self-concordant analysis for logistic regression", Electronic Journal of
/// Statistics 4, 2010). Hence with `r = 2s` and `t = c + Mr ≤ 1/4` the score points inwards on the whole
/// boundary `‖d‖ = r`: the maximum, of which a strictly concave function has but one, is within r of b.
/// The score is the mean information along the way times the way, so that the maximum is within
/// `(e^t − 1) s` of `b + H⁻¹g`.
///
/// All of it holds for positive weights of the rows as well: each term and its derivatives are multiplied
/// with the weight.
///
/// Up to 64 bits everything over the rows is done in doubles with bounds; beyond, and with weights, the
/// score is enclosed in balls, and H stays what it was near by.
struct LogisticEnclosure: Sendable {
  /// Bits that figures of this enclosure are computed with.
  let precision: Int
  /// The coefficients of the columns' whole numbers, k × 1.
  let coefficients: BallMatrix

  private let data: BinomialData
  /// Where sums over rows are formed in doubles: coefficients of the scaled columns, and how far each
  /// is from the maximum.
  private let floating: (centre: [Double], shifts: [Double])?
  private let rows: Refinable<Rows>
  private let information: Refinable<BallMatrix>

  private struct Rows: Sendable {
    let predictors: [Ball]
    let probabilities: [Ball]
  }

  /// Bits beyond those asked for, which solving and inverting use up.
  private static let guardBits = 96
  /// Up to so many bits are taken from doubles, or not at all.
  static let floatingBits = 64
  private static let mostSteps = 60

  /// Nil when the maximum could not be proved at this precision.
  init?(_ data: BinomialData, start: [Double], precision: Int) {
    let bits = precision + Self.guardBits
    let isWeighted = data.weights != nil
    let nearby = isWeighted ? nil : Neighbourhood(data, floating: start, precision: bits)
    if precision <= Self.floatingBits, !isWeighted {
      guard let nearby, let maximum = nearby.maximum() else { return nil }
      self.init(data, nearby, maximum, start)
    } else {
      guard let nearby = nearby ?? Neighbourhood(data, balls: start, precision: bits) else {
        return nil
      }
      self.init(data, nearby)
    }
  }

  /// From doubles.
  private init(
    _ data: BinomialData, _ nearby: Neighbourhood, _ maximum: Neighbourhood.Maximum,
    _ start: [Double]
  ) {
    let bits = nearby.inverse.precision
    let shifts = zip(maximum.distances, data.floating.columns.scales).map { $0 * $1 }
    self.data = data
    precision = bits
    coefficients = maximum.coefficients
    floating = (start, shifts)
    rows = Refinable { precision in
      let rows = data.floating.enclosures(start, shifts: shifts, precision: precision)
      return Rows(predictors: rows.predictors, probabilities: rows.probabilities)
    }
    information = Refinable { _ in maximum.inverse }
  }

  /// Refines the centre of a neighbourhood in balls.
  private init?(_ data: BinomialData, _ nearby: Neighbourhood) {
    let bits = nearby.inverse.precision
    let k = data.parameters
    let x = data.patterns.matrix(precision: bits)
    let transposed = x.transposed
    let tallies = data.tallies(precision: bits)
    let chord = nearby.inverse.withoutRadii
    var b = nearby.centre
    var least = Double.infinity
    for _ in 0..<Self.mostSteps {
      let change = (chord * Self.score(x, transposed, b, tallies)).withoutRadii
      guard change.isFinite else { return nil }
      b = (b + change).withoutRadii
      let size = (0..<k).reduce(Ball(0)) { $0 + change[$1, 0].magnitude * nearby.sizes[$1] }
      let exponent = size.approximation
      if !(exponent < least) || exponent == 0 { break }
      least = exponent
    }
    guard
      let maximum = nearby.moved(to: b, score: Self.score(x, transposed, b, tallies)).maximum()
    else { return nil }
    self.data = data
    precision = bits
    let coefficients = maximum.coefficients
    self.coefficients = coefficients
    floating = nil
    let rows = Refinable { _ in
      let predictors = (x * coefficients).columnBalls
      return Rows(
        predictors: predictors, probabilities: predictors.map { $0.logistic() })
    }
    self.rows = rows
    information = Refinable { precision in
      let p = rows.value(precision: precision).probabilities
      return Self.information(x, transposed, p, tallies).inverse()
        ?? .indeterminate(rows: k, columns: k, precision: precision)
    }
  }

  private static func score(
    _ x: BallMatrix, _ transposed: BallMatrix, _ b: BallMatrix, _ tallies: BinomialData.Tallies
  ) -> BallMatrix {
    let predictors = x * b
    let residuals = BallMatrix(rows: x.rows, columns: 1, precision: x.precision) { row, _ in
      let all = tallies.events[row] + tallies.others[row]
      return tallies.events[row] - all * predictors[row, 0].logistic()
    }
    return transposed * residuals
  }

  fileprivate static func information(
    _ x: BallMatrix, _ transposed: BallMatrix, _ p: [Ball], _ tallies: BinomialData.Tallies
  ) -> BallMatrix {
    let one = Ball(1)
    let weights = p.indices.map {
      (tallies.events[$0] + tallies.others[$0]) * p[$0] * (one - p[$0])
    }
    return transposed * x.scalingRows(by: weights)
  }
}

// MARK: - What it gives

extension LogisticEnclosure {
  /// The whole numbers of the patterns' columns.
  var x: BallMatrix { data.patterns.matrix(precision: precision) }

  /// The linear predictor of each pattern.
  var predictors: [Ball] { rows.value(precision: precision).predictors }

  /// The probability of a one of each pattern.
  var probabilities: [Ball] { rows.value(precision: precision).probabilities }

  /// The inverse of the information `Σ n p (1 − p) x x′`, n the rows of a pattern or their weights.
  var inverse: BallMatrix { information.value(precision: precision) }

  /// `Σ w² (y − p)² x x′` over the rows, w their weights.
  func scoreSquares() -> BallMatrix {
    if let floating,
      let sum = try? data.floating.scoreSquares(
        floating.centre, shifts: floating.shifts, precision: precision)
    {
      return sum
    }
    let one = Ball(1)
    let tallies = data.tallies(precision: precision)
    let weights = probabilities.enumerated().map { pattern, p in
      tallies.eventSquares[pattern] * (one - p).square()
        + tallies.otherSquares[pattern] * p.square()
    }
    let x = x
    return x.transposed * x.scalingRows(by: weights)
  }

  /// The mean probability of rows with the same columns, and its gradient, k × 1.
  func mean(_ patterns: CovariatePatterns) -> (mean: Ball, gradient: BallMatrix) {
    if let floating {
      let rows = FloatingRows(
        patterns, events: patterns.counts, scales: data.floating.columns.scales)
      if let mean = try? rows.mean(
        floating.centre, shifts: floating.shifts, precision: precision)
      {
        return mean
      }
    }
    let x = patterns.matrix(precision: precision)
    let p = (x * coefficients).columnBalls.map { $0.logistic() }
    let one = Ball(1)
    let rows = patterns.counts.reduce(0, +)
    // A quotient has the precision of its operands, and that of whole numbers is small.
    let share = Ball(Exact.one.over(rows), precision: precision)
    var mean = Ball(0)
    for (pattern, count) in patterns.counts.enumerated() { mean += Ball(count) * p[pattern] }
    let slopes = BallMatrix(rows: p.count, columns: 1, precision: precision) { row, _ in
      Ball(patterns.counts[row]) * p[row] * (one - p[row]) * share
    }
    return (mean * share, x.transposed * slopes)
  }
}

/// Coefficients near the maximum, with what proves how near.
private struct Neighbourhood {
  /// The coefficients b, without radii.
  let centre: BallMatrix
  /// The score g there.
  let score: BallMatrix
  /// The inverse of H.
  let inverse: BallMatrix
  /// No less than the largest absolute whole number of each column.
  let sizes: [Ball]
  /// The information at b lies between `e^−stretch H` and `e^stretch H`.
  let stretch: Ball

  struct Maximum {
    let coefficients: BallMatrix
    /// How far each coefficient may be from the centre.
    let distances: [Double]
    /// The inverse of the information at the maximum.
    let inverse: BallMatrix
  }

  /// From sums over rows in doubles.
  init?(_ data: BinomialData, floating start: [Double], precision: Int) {
    guard
      let sums = try? data.floating.scoreAndInformation(start, precision: precision),
      sums.information.choleskyFactor() != nil, let inverse = sums.information.inverse()
    else { return nil }
    // With D² the diagonal of H, `|x′Ex| ≤ k · error · x′D²x`, and D² is at most the trace of DH⁻¹D
    // times H.
    let k = data.parameters
    let trace = (0..<k).reduce(Ball(0)) { $0 + sums.information[$1, $1] * inverse[$1, $1] }
    let share = Ball(k) * Ball(startingValue: sums.error, precision: precision) * trace
    guard share.magnitudeBound <= 0.125 else { return nil }
    let one = Ball(1)
    self.init(
      data, start, sums.score, inverse, stretch: -(one - share).logarithm(), precision)
  }

  /// From sums over rows in balls, where doubles do not tell the columns apart.
  init?(_ data: BinomialData, balls start: [Double], precision: Int) {
    let x = data.patterns.matrix(precision: precision)
    let transposed = x.transposed
    let p = (x * data.centre(start, precision: precision)).columnBalls.map { $0.logistic() }
    guard
      let inverse = LogisticEnclosure.information(
        x, transposed, p, data.tallies(precision: precision)
      ).inverse()
    else { return nil }
    // The score is taken where the centre is moved to.
    let zero = BallMatrix(rows: x.columns, columns: 1, precision: precision) { _, _ in Ball(0) }
    self.init(data, start, zero, inverse, stretch: Ball(0), precision)
  }

  private init(
    _ data: BinomialData, _ start: [Double], _ score: BallMatrix, _ inverse: BallMatrix,
    stretch: Ball, _ precision: Int
  ) {
    centre = data.centre(start, precision: precision)
    self.score = score
    self.inverse = inverse
    self.stretch = stretch
    let columns = data.floating.columns
    sizes = zip(columns.largest, columns.scales).map {
      Ball(startingValue: max($0 * $1, 1), precision: 64)
    }
  }

  private init(
    _ other: Neighbourhood, centre: BallMatrix, score: BallMatrix, stretch: Ball
  ) {
    self.centre = centre
    self.score = score
    inverse = other.inverse
    sizes = other.sizes
    self.stretch = stretch
  }

  /// Another centre, with the score there.
  func moved(to centre: BallMatrix, score: BallMatrix) -> Neighbourhood {
    let stretch = sizes.indices.reduce(stretch) {
      $0 + (centre[$1, 0] - self.centre[$1, 0]).magnitude * sizes[$1]
    }
    return Neighbourhood(self, centre: centre, score: score, stretch: stretch)
  }

  /// The maximum, if it is proved.
  func maximum() -> Maximum? {
    let k = centre.rows
    let step = inverse * score
    let square = (score.transposed * step)[0, 0].magnitudeBound
    let s = Ball(startingValue: square, precision: centre.precision).squareRoot()
    let widths = (0..<k).map { inverse[$0, $0].squareRoot() }
    let reach = (0..<k).reduce(Ball(0)) { $0 + sizes[$1] * widths[$1] }
    let t = stretch + reach * Ball(2) * s
    guard t.isFinite, t.magnitudeBound <= 0.25 else { return nil }
    let share = t.exponentialMinusOne()
    let shifts = (0..<k).map { step[$0, 0].widened(by: share * s * widths[$0]) }
    return Maximum(
      coefficients: BallMatrix(rows: k, columns: 1, precision: centre.precision) { row, _ in
        centre[row, 0] + shifts[row]
      },
      distances: shifts.map(\.magnitudeBound),
      inverse: BallMatrix(rows: k, columns: k, precision: centre.precision) { i, j in
        inverse[i, j].widened(by: share * widths[i] * widths[j])
      })
  }
}

extension BinomialData {
  /// Coefficients of the scaled columns as those of whole numbers.
  fileprivate func centre(_ start: [Double], precision: Int) -> BallMatrix {
    BallMatrix(rows: parameters, columns: 1, precision: precision) { row, _ in
      Ball(startingValue: start[row], precision: precision)
        / Ball(startingValue: floating.columns.scales[row], precision: precision)
    }
  }
}

extension BallMatrix {
  /// The entries of the first column.
  var columnBalls: [Ball] { (0..<rows).map { self[$0, 0] } }

  /// The entries without their radii.
  var withoutRadii: BallMatrix {
    BallMatrix(rows: rows, columns: columns, precision: precision) { self[$0, $1].midpoint }
  }

  /// Each row times a number.
  func scalingRows(by factors: [Ball]) -> BallMatrix {
    BallMatrix(rows: rows, columns: columns, precision: precision) { factors[$0] * self[$0, $1] }
  }

  /// A matrix of which nothing is known.
  fileprivate static func indeterminate(
    rows: Int, columns: Int, precision: Int
  ) -> BallMatrix {
    BallMatrix(rows: rows, columns: columns, precision: precision) { _, _ in
      .indeterminate(precision: precision)
    }
  }
}
