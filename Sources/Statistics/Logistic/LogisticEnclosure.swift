import Enclosures
import Quantities

/// The maximum of a logistic likelihood, enclosed with a proof that it exists.
///
/// From a starting value in doubles, chord steps at the working precision; then one interval-Newton step:
/// when `N = b − H(B)⁻¹ g(b)` lies within the box B about b, a zero of the score lies in N, and as the
/// likelihood is strictly concave there is no other (R. E. Moore, R. B. Kearfott, M. J. Cloud,
/// "Introduction to Interval Analysis", SIAM 2009, ch. 8).
struct LogisticEnclosure: Sendable {
  /// The coefficients of the columns' whole numbers, k × 1.
  let coefficients: BallMatrix
  /// The whole numbers of the patterns' columns.
  let x: BallMatrix
  /// The linear predictor of each pattern.
  let predictors: [Ball]
  /// The probability of a one of each pattern.
  let probabilities: [Ball]
  /// The inverse of the information `Σ n p (1 − p) x x′`.
  let inverse: BallMatrix

  private static let mostSteps = 60

  /// Nil when the maximum could not be proved at this precision.
  init?(_ data: BinomialData, start: [Double], precision: Int) {
    let k = data.parameters
    let x = data.patterns.matrix(precision: precision)
    let transposed = x.transposed
    let half = Ball(Exact.one.over(2), precision: precision).power(Exact(precision / 2))
    var b = BallMatrix(rows: k, columns: 1, precision: precision) { row, _ in
      Ball(startingValue: start[row], precision: precision)
    }
    func score(_ b: BallMatrix) -> BallMatrix {
      let p = Self.probabilities((x * b).columnBalls)
      let residuals = BallMatrix(rows: p.count, columns: 1, precision: precision) { row, _ in
        Ball(data.events[row]) - Ball(data.patterns.counts[row]) * p[row]
      }
      return transposed * residuals
    }
    func information(_ b: BallMatrix) -> BallMatrix {
      Self.information(x, transposed, Self.probabilities((x * b).columnBalls), data)
    }
    guard let chord = information(b).inverse() else { return nil }
    let sizes = (0..<k).map { Ball(data.patterns.columns[$0].largestInteger, precision: 64) }
    var least = Double.infinity
    for _ in 0..<Self.mostSteps {
      let change = (chord * score(b)).withoutRadii
      guard change.isFinite else { return nil }
      b = (b + change).withoutRadii
      // The change of the linear predictors, at most.
      let size = (0..<k).reduce(Ball(0)) { $0 + change[$1, 0].magnitude * sizes[$1] }
      let exponent = size.approximation
      if !(exponent < least) || exponent == 0 { break }
      least = exponent
    }
    // The box: the linear predictors move by at most k · 2^(−precision / 2).
    let box = BallMatrix(rows: k, columns: 1, precision: precision) { row, _ in
      b[row, 0].widened(by: half / sizes[row])
    }
    guard let step = information(box).solve(score(b)) else { return nil }
    let refined = b + step
    guard (0..<k).allSatisfy({ box[$0, 0].contains(refined[$0, 0]) }) else { return nil }
    coefficients = refined
    self.x = x
    predictors = (x * refined).columnBalls
    probabilities = Self.probabilities(predictors)
    guard let inverse = Self.information(x, transposed, probabilities, data).inverse() else {
      return nil
    }
    self.inverse = inverse
  }

  /// `1 / (1 + e^−η)`.
  static func probabilities(_ predictors: [Ball]) -> [Ball] {
    let one = Ball(1)
    return predictors.map { one / (one + (-$0).exponential()) }
  }

  private static func information(
    _ x: BallMatrix, _ transposed: BallMatrix, _ p: [Ball], _ data: BinomialData
  ) -> BallMatrix {
    let one = Ball(1)
    let weights = p.indices.map { Ball(data.patterns.counts[$0]) * p[$0] * (one - p[$0]) }
    return transposed * x.scalingRows(by: weights)
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
}

extension ExactColumn {
  /// The largest absolute whole number, at least 1.
  var largestInteger: Exact {
    (0..<rows).reduce(.one) { max($0, integer(at: $1).magnitude) }
  }
}
