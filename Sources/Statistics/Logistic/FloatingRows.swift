import Enclosures
import LinearAlgebra

/// The rows of a logistic likelihood in doubles, with a bound on everything that is rounded.
struct FloatingRows: Sendable {
  /// The columns, a row for each pattern; the fitted ones are at most 1 in size.
  let columns: FloatingColumns

  /// Rows of each pattern, and the ones among them.
  private let weights: [Double]
  private let events: [Double]
  /// `Σ n |x|` of each column, no less than the true one.
  private let absoluteSums: [Double]

  /// Predictors that are off by more are of no use; up to it `e^error − 1` is within the slack.
  private static let mostError = 0.005
  private static let u = FloatingColumns.u
  private static let slack = FloatingColumns.slack

  /// Patterns of covariates.
  var count: Int { columns.count }
  /// Columns.
  var parameters: Int { columns.width }

  /// - Parameters:
  ///   - events: ones of each pattern; not used by means.
  ///   - scales: powers of two; nil takes those above the columns' own values.
  init(_ patterns: CovariatePatterns, events: [Int], scales: [Double]? = nil) {
    self.init(
      patterns, weights: patterns.counts.map { Double($0) }, events: events.map { Double($0) },
      scales: scales)
  }

  /// Weights that are no whole numbers are not what they stand for: bounds then leave out their error.
  init(
    _ patterns: CovariatePatterns, weights: [Double], events: [Double], scales: [Double]? = nil
  ) {
    let columns = FloatingColumns(patterns.columns, scales: scales)
    let count = patterns.count
    let isLong = count > FloatingColumns.parallelRows
    absoluteSums = Halves.map(columns.width, parallel: isLong) { j in
      columns.values.withUnsafeBufferPointer { values in
        weights.withUnsafeBufferPointer { weights in
          let column = values.extracting(j * count..<(j + 1) * count)
          let sum = FourAtOnce.of(count, from: 0, combine: +) { row -> Double in
            weights[row] * column[row].magnitude
          }
          return sum * (1 + FloatingColumns.error(ofSum: count))
        }
      }
    }
    self.columns = columns
    self.weights = weights
    self.events = events
  }

  /// One of every `step` rows of others: for a starting value.
  init(_ other: FloatingRows, step: Int) {
    let rows = stride(from: 0, to: other.count, by: step)
    columns = FloatingColumns(other.columns, step: step)
    weights = rows.map { other.weights[$0] }
    events = rows.map { other.events[$0] }
    absoluteSums = other.absoluteSums
  }

  /// `Σⱼ bⱼ xⱼ` of each row.
  func predictors(_ b: [Double]) -> [Double] { columns.combination(b) }

  /// The largest of their absolute values.
  func largestPredictor(_ b: [Double]) -> Double {
    predictors(b).reduce(0) { max($0, $1.magnitude) }
  }

  /// How far a computed linear predictor may lie from that of coefficients within `shifts` of b.
  func predictorError(_ b: [Double], shifts: [Double]) -> Double {
    let shift = zip(shifts, columns.largest).reduce(0) { $0 + $1.0 * $1.1 }
    return Self.slack * (columns.combinationError(b) + shift)
  }

  // MARK: - Sums over rows

  /// What is summed; p is the probability, q = 1 − p, n and e the rows and the ones of a pattern.
  enum Terms {
    /// `Σ (e − n p) x` and `Σ n p q x x′`: the score and the information.
    case score
    /// `Σ (e q² + (n − e) p²) x x′`: the squares of the rows' scores.
    case squares
    /// `Σ n p` and `Σ n p q x`: the sum of probabilities and its gradient.
    case mean
  }

  /// Sums as computed.
  struct Sums {
    var linear: [Double]
    /// The upper triangle, column after column of the whole square.
    var gram: [Double]
    var total = 0.0
    /// Linear predictors beyond the range in which powers of e are computed.
    var outside = 0

    mutating func add(_ other: Sums) {
      for i in linear.indices { linear[i] += other.linear[i] }
      for i in gram.indices { gram[i] += other.gram[i] }
      total += other.total
      outside += other.outside
    }
  }

  /// The sums at coefficients; nil where a linear predictor passes `FloatingExponential.largest`.
  ///
  /// Blocks of rows are predicted, weighed and summed one after the other.
  func sums(_ terms: Terms, at b: [Double]) throws(LinearAlgebraError) -> Sums? {
    let parts = columns.halves { range in
      Result { () throws(LinearAlgebraError) -> Sums in try sums(terms, at: b, in: range) }
    }
    var total = try parts.0.get()
    if let other = parts.1 { total.add(try other.get()) }
    return total.outside == 0 ? total : nil
  }

  private func sums(
    _ terms: Terms, at b: [Double], in range: Range<Int>
  ) throws(LinearAlgebraError) -> Sums {
    let k = parameters
    let isGram = terms != .mean
    let size = FloatingColumns.blockRows
    var sums = Sums(
      linear: [Double](repeating: 0, count: k),
      gram: [Double](repeating: 0, count: isGram ? k * k : 0))
    var scaled = [Double](repeating: 0, count: isGram ? size * k : 0)
    var linear = [Double](repeating: 0, count: size)
    var roots = linear
    var predictors = linear
    try FloatingColumns.blocks(range) { (block) throws(LinearAlgebraError) in
      predictors.withUnsafeMutableBufferPointer { predictors in
        let predictors = predictors.extracting(0..<block.count)
        columns.combine(block, b, into: predictors)
        sums.outside += Self.outside(predictors)
      }
      sums.total += fill(terms, predictors, block, &linear, &roots)
      if terms != .squares { try columns.add(block, times: linear, to: &sums.linear) }
      if isGram {
        scale(block, roots, into: &scaled)
        var out = sums.gram.mutableSpan
        try BLAS.gram(
          scaled.span, MatrixShape(rows: block.count, columns: k, leadingDimension: size),
          adding: true, into: &out)
      }
    }
    return sums
  }

  private static func outside(_ predictors: UnsafeMutableBufferPointer<Double>) -> Int {
    var outside = 0
    for predictor in predictors {
      outside &+= predictor.magnitude < FloatingExponential.largest ? 0 : 1
    }
    return outside
  }

  /// The terms of a block's rows, given their linear predictors: what the columns are multiplied with, and the square root of what the
  /// products of columns are; returns the sum of what has no column.
  private func fill(
    _ terms: Terms, _ predictors: [Double], _ block: Range<Int>, _ linear: inout [Double],
    _ roots: inout [Double]
  ) -> Double {
    predictors.withUnsafeBufferPointer { predictors in
      weights.withUnsafeBufferPointer { weights in
        events.withUnsafeBufferPointer { events in
          linear.withUnsafeMutableBufferPointer { linear in
            roots.withUnsafeMutableBufferPointer { roots in
              Self.fill(
                terms, predictors.extracting(0..<block.count), weights.extracting(block),
                events.extracting(block), linear, roots)
            }
          }
        }
      }
    }
  }

  private static func fill(
    _ terms: Terms, _ predictors: UnsafeBufferPointer<Double>, _ n: UnsafeBufferPointer<Double>,
    _ e: UnsafeBufferPointer<Double>, _ linear: UnsafeMutableBufferPointer<Double>,
    _ roots: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    var total = 0.0
    switch terms {
    case .score:
      for row in predictors.indices {
        let (p, q) = probability(predictors[row])
        let expected = n[row] * p
        linear[row] = e[row] - expected
        roots[row] = (expected * q).squareRoot()
      }
    case .squares:
      for row in predictors.indices {
        let (p, q) = probability(predictors[row])
        roots[row] = (e[row] * (q * q) + (n[row] - e[row]) * (p * p)).squareRoot()
      }
    case .mean:
      for row in predictors.indices {
        let (p, q) = probability(predictors[row])
        let expected = n[row] * p
        total += expected
        linear[row] = expected * q
      }
    }
    return total
  }

  private func scale(_ block: Range<Int>, _ roots: [Double], into scaled: inout [Double]) {
    let size = FloatingColumns.blockRows
    scaled.withUnsafeMutableBufferPointer { scaled in
      roots.withUnsafeBufferPointer { roots in
        columns.values.withUnsafeBufferPointer { values in
          for j in 0..<parameters {
            let column = values.extracting(
              j * count + block.lowerBound..<j * count + block.upperBound)
            let target = scaled.extracting(j * size..<j * size + block.count)
            for row in 0..<target.count { target[row] = roots[row] * column[row] }
          }
        }
      }
    }
  }

  /// A probability and its complement, each within `probabilityError` of itself, relative to it.
  @inline(__always)
  static func probability(_ predictor: Double) -> (p: Double, q: Double) {
    let small = FloatingExponential.negative(predictor.magnitude)
    let larger = 1 / (1 + small)
    let smaller = small * larger
    return predictor < 0 ? (smaller, larger) : (larger, smaller)
  }

  /// Of a probability computed from an exact linear predictor, relative to it.
  static let probabilityError = 2 * FloatingExponential.relativeError

  // MARK: - Sums with their bounds

  /// The score and the information at b, in the columns' whole numbers.
  ///
  /// Each entry of the information as computed is within `error` times the root of the product of its
  /// diagonal entries of the true one. Nil when the predictors are too large for doubles.
  func scoreAndInformation(
    _ b: [Double], precision: Int
  ) throws(LinearAlgebraError) -> (score: BallMatrix, information: BallMatrix, error: Double)? {
    let error = predictorError(b, shifts: [Double](repeating: 0, count: parameters))
    guard error < Self.mostError, let sums = try sums(.score, at: b) else { return nil }
    // Of p: relative to p from its own rounding, p q of what the predictor is off; of e − n p once more.
    let each = Self.slack * (error / 4 + Self.probabilityError + 4 * Self.u) + columns.sumError
    let score = BallMatrix(rows: parameters, columns: 1, precision: precision) { j, _ in
      ball(sums.linear[j], within: absoluteSums[j] * each, precision) * unscale(j)
    }
    let relative = gramError(predictors: error)
    return (score, gram(sums, error: 0, precision), relative)
  }

  /// `Σ (y − p)² x x′` of coefficients within `shifts` of b, in the columns' whole numbers.
  func scoreSquares(
    _ b: [Double], shifts: [Double], precision: Int
  ) throws(LinearAlgebraError) -> BallMatrix? {
    let error = predictorError(b, shifts: shifts)
    guard error < Self.mostError, let sums = try sums(.squares, at: b) else { return nil }
    // The derivatives of log p² and of log q² are at most 2 in size.
    return gram(sums, error: gramError(predictors: 2 * error), precision)
  }

  /// The mean probability and its gradient, at coefficients within `shifts` of b.
  func mean(
    _ b: [Double], shifts: [Double], precision: Int
  ) throws(LinearAlgebraError) -> (mean: Ball, gradient: BallMatrix)? {
    let error = predictorError(b, shifts: shifts)
    guard let sums = try sums(.mean, at: b) else { return nil }
    let rows = weights.reduce(0, +)
    let each = Self.slack * (error / 4 + Self.probabilityError + 4 * Self.u) + columns.sumError
    let share = Ball(1) / ball(rows, within: 0, precision)
    let gradient = BallMatrix(rows: parameters, columns: 1, precision: precision) { j, _ in
      ball(sums.linear[j], within: absoluteSums[j] * each, precision) * unscale(j) * share
    }
    return (ball(sums.total, within: rows * each, precision) * share, gradient)
  }

  /// The linear predictors and the probabilities of coefficients within `shifts` of b.
  func enclosures(
    _ b: [Double], shifts: [Double], precision: Int
  ) -> (predictors: [Ball], probabilities: [Ball]) {
    let predictors = self.predictors(b)
    let error = predictorError(b, shifts: shifts)
    let each = Self.slack * (error / 4 + Self.probabilityError)
    return (
      predictors.map { ball($0, within: error, precision) },
      predictors.map { predictor in
        let p = Self.probability(predictor).p
        // The derivative of log p is at most 1 in size, that of p a quarter.
        let relative = Self.slack * (error + Self.probabilityError) * p
        return ball(p, within: error < Self.mostError ? min(each, relative) : each, precision)
      }
    )
  }

  /// How far a Gram matrix of columns times roots of weights, whose relative error is that of the
  /// predictors and of rounding, is from the true one, relative to the root of the product of its diagonal
  /// entries: `Σ w |xᵢxⱼ|` is at most that (Cauchy and Schwarz).
  private func gramError(predictors error: Double) -> Double {
    let each = error + 3 * Self.probabilityError + 24 * Self.u
    return Self.slack * (Self.slack * each + columns.sumError)
  }

  private func gram(_ sums: Sums, error: Double, _ precision: Int) -> BallMatrix {
    let roots = (0..<parameters).map { sums.gram[$0 * parameters + $0].squareRoot() }
    return BallMatrix(rows: parameters, columns: parameters, precision: precision) { i, j in
      let entry = sums.gram[max(i, j) * parameters + min(i, j)]
      return ball(entry, within: error * roots[i] * roots[j], precision)
        * unscale(i) * unscale(j)
    }
  }

  private func ball(_ value: Double, within bound: Double, _ precision: Int) -> Ball {
    Ball(startingValue: value, precision: precision)
      .widened(by: Ball(startingValue: bound, precision: precision))
  }

  /// The power of two that makes a sum with a scaled column one with its whole numbers.
  private func unscale(_ column: Int) -> Ball {
    Ball(startingValue: columns.scales[column], precision: 64)
  }
}
