import Enclosures
import Quantities

/// The bootstrap statistic of one coefficient under one hypothesis, and its comparison with the data's.
///
/// With `p_g = c′M s̃_g` and `r_g(v) = v_g p_g − c′M S_g M Σ_h v_h s̃_h`, s̃ the scores of the restricted
/// fit, a replicate has `t*² ∝ (Σ v_g p_g)² / Σ r_g²`, and the data `t² ∝ (b − value)² / Σ (c′M s_g)²`.
struct WildStatistic {
  private let numerator: [Exact]
  private let residual: ExactMatrix
  private let distance: Exact
  private let spread: Exact

  private let fastNumerator: [Double]
  private let fastResidual: [[Double]]
  private let fastDistance: Double
  private let fastSpread: Double
  /// Bounds on the absolute errors of a numerator and of each r, for weights up to √(3/2).
  private let numeratorError: Double
  private let residualErrors: [Double]

  init(_ model: LinearModel, _ products: ClusterProducts, column: Int, value: Exact) {
    let k = model.coefficients.count
    let inverse = model.inverse
    let direction = inverse.selecting(rows: Array(0..<k), columns: [column])
    distance = model.coefficients[column] - value
    let shift = distance.divided(by: inverse[column, column]) ?? .zero
    let b = ExactMatrix(column: model.coefficients)
    let restricted = products.scores(b - shift * direction)
    let scores = products.scores(b)
    spread = scores.reduce(Exact.zero) { sum, score in
      let part = (direction.transposed * score)[0, 0]
      return sum + part * part
    }
    let count = products.grams.count
    let all = ExactMatrix(rows: k, columns: count) { restricted[$1][$0, 0] }
    let parts = (direction.transposed * all)
    numerator = (0..<count).map { parts[0, $0] }
    let loads = products.grams.map { inverse * ($0 * direction) }
    let images = ExactMatrix(rows: count, columns: k) { loads[$0][$1, 0] } * all
    let numerator = numerator
    residual = ExactMatrix(rows: count, columns: count) { g, h in
      (g == h ? numerator[g] : .zero) - images[g, h]
    }

    let residual = residual
    fastNumerator = numerator.map(\.nearestDouble)
    fastResidual = (0..<count).map { g in (0..<count).map { residual[g, $0].nearestDouble } }
    fastDistance = distance.nearestDouble
    fastSpread = spread.nearestDouble
    // A sum of G products of factors with relative errors of 2^-53 or less each.
    let unit = Double(count + 6) * 0x1p-52 * 1.25
    numeratorError = fastNumerator.reduce(0) { $0 + $1.magnitude } * unit
    residualErrors = fastResidual.map { $0.reduce(0) { $0 + $1.magnitude } * unit }
  }

  /// −1, 0 or 1 as `|t*|` is less than, equal to or greater than `|t|`.
  func compare(_ weights: [WildWeight]) -> Int {
    // A common factor of all weights cancels from t*, and with all weights alike it is the data's.
    if Set(weights).count == 1 { return 0 }
    if let decided = compareFast(weights.map(\.double)) { return decided }
    if weights.allSatisfy({ $0.twiceSquare == 2 }) {
      return compareExact(weights.map { Exact($0.sign) })
    }
    for precision in [128, 512, 2048] {
      if let decided = compareBalls(weights, precision: precision) { return decided }
    }
    // Closer than 2^-2000: taken as equal.
    return 0
  }

  /// The sign of `(Σ v p)² Σ(c′M s)² − (b − value)² Σ r²`, where the margin decides it.
  private func compareFast(_ weights: [Double]) -> Int? {
    var top = 0.0
    for (weight, part) in zip(weights, fastNumerator) { top += weight * part }
    var bottom = 0.0
    var doubt = 0.0
    for (row, error) in zip(fastResidual, residualErrors) {
      var sum = 0.0
      for (weight, part) in zip(weights, row) { sum += weight * part }
      bottom += sum * sum
      doubt += 2 * sum.magnitude * error + error * error
    }
    let left = top * top * fastSpread
    let right = fastDistance * fastDistance * bottom
    let slack =
      (2 * top.magnitude * numeratorError + numeratorError * numeratorError) * fastSpread
      + fastDistance * fastDistance * doubt
      + (left + right) * Double(weights.count + 16) * 0x1p-51
    guard slack.isFinite, (left - right).magnitude > 2 * slack else { return nil }
    return left > right ? 1 : -1
  }

  private func compareExact(_ weights: [Exact]) -> Int {
    let v = ExactMatrix(column: weights)
    let top = zip(weights, numerator).reduce(Exact.zero) { $0 + $1.0 * $1.1 }
    let r = residual * v
    let bottom = (r.transposed * r)[0, 0]
    return (top * top * spread - distance * distance * bottom).signum
  }

  private func compareBalls(_ weights: [WildWeight], precision: Int) -> Int? {
    let v = BallMatrix(rows: weights.count, columns: 1, precision: precision) { row, _ in
      weights[row].ball(precision: precision)
    }
    let parts = BallMatrix(ExactMatrix(column: numerator), precision: precision)
    let top = (parts.transposed * v)[0, 0]
    let r = BallMatrix(residual, precision: precision) * v
    let bottom = (r.transposed * r)[0, 0]
    let distance = Ball(distance, precision: precision)
    return
      (top.square() * Ball(spread, precision: precision) - distance.square() * bottom)
      .certainSign
  }
}
