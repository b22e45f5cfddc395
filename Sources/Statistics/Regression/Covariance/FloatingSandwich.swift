import Enclosures
import LinearAlgebra
import Quantities

/// A sandwich whose sums over rows are formed in doubles, with a proved error.
///
/// The columns are turned by a matrix L near a root of `(X′WX)⁻¹`, so that the rows `u = L′x` are nearly
/// orthonormal: `w |u|² ≤ 1` or little more, whatever the units of the columns. Then
/// `V = F B F′` with `F = L (L′X′WXL)⁻¹`, which is enclosed, and `B = Σ s s′`, `s = Σ f u` over the rows of
/// a cluster, f the row's weighted residual. How near L is to a root changes the error, not the truth
/// of the enclosure.
///
/// Blocks of rows are turned, weighed and summed one after the other, so that nothing of the size of the
/// columns is stored.
struct FloatingSandwich {
  private let model: LinearModel
  /// What the columns' whole numbers are divided by.
  private let range: FloatingRange
  /// L, of the scaled columns: its entries are these doubles.
  private let root: Matrix
  /// F, of the columns as they are.
  private let bread: BallMatrix
  /// A bound on `|u′(L′X′WXL)⁻¹u − |u|²| / |u|²`.
  private let distortion: Double
  /// A bound on the error of each column's turned rows, and on the sum of them.
  private let turnedErrors: [Double]
  private let turnedError: Double
  /// Each row's weight, to a double; nil weighs all alike.
  private let weights: [Double]?
  /// Each row's leverage from absorbed effects, to a double.
  private let absorbedLeverage: [Double]?

  private static let slack = FloatingColumns.slack
  private static let precision = 256
  /// Weights beyond could leave the range in which doubles are relatively exact, or their products could.
  private static let weightRange = 0x1p-400...0x1p400

  private var n: Int { model.design.count }
  private var k: Int { range.scales.count }
}

extension FloatingSandwich {
  /// The covariance, or nil when doubles are too coarse for the design.
  static func covariance(
    _ model: LinearModel, partition: Partition, leverage: Leverage?
  ) -> BallMatrix? {
    guard let rows = FloatingSandwich(model), let residuals = Residuals(model, rows.range) else {
      return nil
    }
    return try? rows.covariance(residuals, partition, leverage)
  }

  /// The rows, by their number in the design, whose leverage may be one.
  static func rowsOfHighLeverage(_ model: LinearModel) -> [Int] {
    if let rows = FloatingSandwich(model), let suspects = try? rows.rowsOfHighLeverage() {
      return suspects
    }
    let design = model.design
    let absorbed = design.absorbedLeverage
    let x = design.matrix(precision: precision)
    let influence = x * BallMatrix(model.inverse, precision: precision)
    let one = Ball(.one, precision: precision)
    return (0..<design.count).filter { row in
      var h = Ball(.zero, precision: precision)
      for j in 0..<design.columns.count { h += influence[row, j] * x[row, j] }
      if let weights = design.weights {
        h *= Ball(weights.value(at: row), precision: precision)
      }
      if let absorbed { h += Ball(absorbed[row], precision: precision) }
      return !h.isCertainlyLess(than: one)
    }
  }

  private func rowsOfHighLeverage() throws(LinearAlgebraError) -> [Int] {
    try turnedBlocks(root, [Int]()) { (rows, block) in
      for row in block.rows {
        let leverage = leverage(of: row, in: block)
        if 1 - leverage.value <= 2 * leverage.error { rows.append(row) }
      }
    }.flatMap { $0 }
  }
}

// MARK: - Turned rows

/// Rows of a design times a matrix, column after column.
private struct TurnedBlock {
  /// The rows, by their number in the design.
  let rows: Range<Int>
  let values: UnsafeMutableBufferPointer<Double>

  func column(_ j: Int) -> UnsafeMutableBufferPointer<Double> {
    values.extracting(j * rows.count..<(j + 1) * rows.count)
  }
}

extension FloatingSandwich {
  init?(_ model: LinearModel) {
    let design = model.design
    let k = design.columns.count
    let range = FloatingRange(design.columns)
    // What a scaled column's one stands for.
    let units = zip(design.columns, range.scales).map {
      Ball($0.unit, precision: Self.precision)
        * Ball(startingValue: $1, precision: Self.precision)
    }
    guard let root = Self.approximateRoot(model.inverse, units: units) else { return nil }
    let l = BallMatrix(rows: k, columns: k, precision: Self.precision) { a, j in
      Ball(startingValue: root[a, j], precision: Self.precision) / units[a]
    }
    let gram = l.transposed * BallMatrix(model.gram, precision: Self.precision) * l
    guard let inverse = gram.inverse() else { return nil }
    let distance = (inverse - .identity(k, precision: Self.precision)).frobeniusBound
    let weights = design.weights.map { column in column.values.map(\.nearestDouble) }
    guard distance < 0.25, weights?.allSatisfy(Self.weightRange.contains) ?? true else {
      return nil
    }
    self.model = model
    self.range = range
    self.root = root
    self.weights = weights
    absorbedLeverage = design.absorbedLeverage?.map(\.nearestDouble)
    bread = l * inverse
    distortion = distance
    let errors = (0..<k).map { j in
      let size = (0..<k).reduce(0) { $0 + range.largest[$1] * root[$1, j].magnitude }
      return FloatingColumns.error(ofSum: k) * size
    }
    (turnedErrors, turnedError) = (errors, errors.reduce(0, +))
  }

  /// Each half's outcome of `body` on all its blocks of rows, the scaled columns times a matrix.
  ///
  /// Each number is within `FloatingColumns.error(ofSum: k)` of its products' absolute values.
  private func turnedBlocks<Outcome>(
    _ matrix: Matrix, _ start: Outcome,
    _ body: (inout Outcome, TurnedBlock) throws(LinearAlgebraError) -> Void
  ) throws(LinearAlgebraError) -> [Outcome] {
    let columns = model.design.columns
    let parts = FloatingColumns.halves(n) { half in
      Result { () throws(LinearAlgebraError) -> Outcome in
        var outcome = start
        var scaled = [Double](repeating: 0, count: FloatingColumns.blockRows * k)
        var product = [Double](repeating: 0, count: FloatingColumns.blockRows * matrix.columns)
        try FloatingColumns.blocks(half) { (rows) throws(LinearAlgebraError) in
          scaled.withUnsafeMutableBufferPointer { scaled in
            for j in 0..<k {
              columns[j].approximate(
                rows, times: 1 / range.scales[j],
                into: scaled.extracting(j * rows.count..<(j + 1) * rows.count))
            }
          }
          var span = product.mutableSpan
          try BLAS.gemm(
            scaled.span, MatrixShape(rows: rows.count, columns: k), matrix.elements.span,
            matrix.shape, into: &span)
          try product.withUnsafeMutableBufferPointer { (product) throws(LinearAlgebraError) in
            try body(&outcome, TurnedBlock(rows: rows, values: product))
          }
        }
        return outcome
      }
    }
    let first = try parts.0.get()
    guard let second = parts.1 else { return [first] }
    return [first, try second.get()]
  }

  /// The Cholesky factor of the inverse over the units, in doubles; nil when it breaks down.
  private static func approximateRoot(_ inverse: ExactMatrix, units: [Ball]) -> Matrix? {
    let k = units.count
    let scaled = Matrix(rows: k, columns: k) { i, j in
      (Ball(inverse[i, j], precision: 64) * units[i] * units[j]).approximation
    }
    let diagonal = (0..<k).map { scaled[$0, $0].squareRoot() }
    guard diagonal.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let correlation = Matrix(rows: k, columns: k) { scaled[$0, $1] / (diagonal[$0] * diagonal[$1]) }
    guard let factor = try? Cholesky(correlation).lower else { return nil }
    return Matrix(rows: k, columns: k) { factor[$0, $1] * diagonal[$0] }
  }
}

// MARK: - Residuals and leverages

/// The residuals times a unit, `y − x′b` of scaled columns.
private struct Residuals {
  let response: ExactColumn
  let scale: Double
  /// b.
  let factors: [Double]
  let unit: Exact
  /// A bound on the error of each number.
  let error: Double

  /// Nil when all are zero.
  init?(_ model: LinearModel, _ range: FloatingRange) {
    guard model.residualSquares.signum > 0 else { return nil }
    let design = model.design
    let own = FloatingRange([design.response])
    guard let power = Exact(binary: own.scales[0]) else { return nil }
    let unit = design.response.unit * power
    var factors: [Double] = []
    for (j, coefficient) in model.coefficients.enumerated() {
      guard let power = Exact(binary: range.scales[j]),
        let factor = (coefficient * design.columns[j].unit * power).divided(by: unit)
      else { return nil }
      factors.append(factor.nearestDouble)
    }
    // Of the factors as doubles, of their combination, of the response and of the difference.
    let error =
      2 * FloatingRange.combinationError(factors, range.largest)
      + FloatingColumns.error(ofSum: 1) * 2 * own.largest[0]
    response = design.response
    scale = own.scales[0]
    self.factors = factors
    self.unit = unit
    self.error = FloatingColumns.slack * error
  }
}

extension FloatingSandwich {
  /// A row's leverage, with a bound on its error.
  private func leverage(of row: Int, in block: TurnedBlock) -> (value: Double, error: Double) {
    let place = row - block.rows.lowerBound
    var square = 0.0
    for j in 0..<k {
      let value = block.values[j * block.rows.count + place]
      square += value * value
    }
    // Rounding of k squares and the distance of L from a root; √w |uⱼ| ≤ 1.3.
    let weight = weights?[row] ?? 1
    square *= weight
    let error =
      square * (Double(k + 4) * 0x1p-52 + distortion)
      + 4 * turnedError * weight.squareRoot() + turnedError * turnedError * weight
    guard let absorbedLeverage else { return (square, error * Self.slack) }
    return (square + absorbedLeverage[row], error * Self.slack + 0x1p-50)
  }

  /// Multiplies residuals by weights and divides them by powers of `1 − h`: each row's factor of its `u`
  /// in the score. A bound on the error of each, or nil where a leverage is too near one.
  private func weigh(
    _ factors: UnsafeMutableBufferPointer<Double>, error: Double, _ block: TurnedBlock,
    _ leverage: Leverage?
  ) -> Double? {
    if leverage == nil, weights == nil { return error }
    var largest = 0.0
    for (place, row) in block.rows.enumerated() {
      var factor = weights?[row] ?? 1
      // The relative error of the factor, and of its product with the residual.
      var relative = 0x1p-50
      if let leverage {
        let h = self.leverage(of: row, in: block)
        let rest = 1 - h.value
        let doubt = h.error + 0x1p-53
        guard rest > 16 * doubt else { return nil }
        factor /= leverage == .root ? rest.squareRoot() : rest
        relative += 1.2 * doubt / rest
      }
      factors[place] *= factor
      largest = max(largest, factors[place].magnitude * relative + 2 * error * factor)
    }
    return largest * Self.slack
  }
}

// MARK: - Scores

/// Sums over rows, with what bounds their errors.
private struct ScoreSums {
  /// The sums of `f u` over the rows of each cluster, column after column; empty where every row is a
  /// cluster of its own.
  var scores: [Double]
  /// Of such clusters the upper triangle of `Σ f² u u′`.
  var gram: [Double]
  /// Of each column of u, the sum of its squares and that of the block in which it is largest.
  var squares: [Double]
  var largestSquares: [Double]
  /// The sum of squares of f, and a bound on the error of each.
  var factorSquares = 0.0
  var factorError = 0.0
  /// Whether a leverage was too near one.
  var failed = false

  init(scores: Int, columns k: Int) {
    self.scores = [Double](repeating: 0, count: scores)
    gram = [Double](repeating: 0, count: scores == 0 ? k * k : 0)
    squares = [Double](repeating: 0, count: k)
    largestSquares = squares
  }

  mutating func add(_ other: ScoreSums) {
    for i in scores.indices { scores[i] += other.scores[i] }
    for i in gram.indices { gram[i] += other.gram[i] }
    for j in squares.indices {
      squares[j] += other.squares[j]
      largestSquares[j] = max(largestSquares[j], other.largestSquares[j])
    }
    factorSquares += other.factorSquares
    factorError = max(factorError, other.factorError)
    failed = failed || other.failed
  }
}

extension FloatingSandwich {
  private func covariance(
    _ residuals: Residuals, _ partition: Partition, _ leverage: Leverage?
  ) throws(LinearAlgebraError) -> BallMatrix? {
    let sums = try sums(residuals, partition, leverage)
    guard !sums.failed else { return nil }
    let products =
      sums.scores.isEmpty
      ? sums.gram : try Self.gram(sums.scores, rows: partition.count, columns: k)
    // A sum of m terms off by δ each is off by Σδ, whose square is at most m Σδ²: over all clusters
    // the errors of a column have a norm of at most √m times that of the rows' errors.
    let groupSize = partition.largestGroup
    let factorNorm = sums.factorSquares.squareRoot() * Self.slack
    let errors = (0..<k).map { j in
      let longest = sums.largestSquares[j].squareRoot() * Self.slack
      let rows =
        turnedErrors[j] * (factorNorm + sums.factorError * Double(n).squareRoot())
        + sums.factorError * sums.squares[j].squareRoot() * Self.slack
        + FloatingColumns.error(ofSum: groupSize) * longest * factorNorm
      return Self.slack * Double(groupSize).squareRoot() * rows
    }
    let norms = (0..<k).map { products[$0 * k + $0].squareRoot() * Self.slack }
    let summing = FloatingColumns.error(
      ofSum: FloatingColumns.blockRows + partition.count / FloatingColumns.blockRows)
    let meat = BallMatrix(rows: k, columns: k, precision: Self.precision) { i, j in
      let error =
        norms[i] * errors[j] + norms[j] * errors[i] + errors[i] * errors[j]
        + summing * norms[i] * norms[j]
      return Ball(
        startingValue: products[max(i, j) * k + min(i, j)], precision: Self.precision
      ).widened(by: Ball(startingValue: error * Self.slack, precision: 64))
    }
    let f = Ball(residuals.unit, precision: Self.precision) * bread
    return f * meat * f.transposed
  }

  private func sums(
    _ residuals: Residuals, _ partition: Partition, _ leverage: Leverage?
  ) throws(LinearAlgebraError) -> ScoreSums {
    let isSingle = partition.count == n
    // The last column of the turned rows are the fitted values.
    let matrix = Matrix(rows: k, columns: k + 1) {
      $1 < k ? root[$0, $1] : residuals.factors[$0]
    }
    let start = ScoreSums(scores: isSingle ? 0 : partition.count * k, columns: k)
    var parts = try turnedBlocks(matrix, start) {
      (sums: inout ScoreSums, block: TurnedBlock) throws(LinearAlgebraError) in
      let fitted = block.column(k)
      var factors = [Double](repeating: 0, count: block.rows.count)
      let error = factors.withUnsafeMutableBufferPointer { factors in
        residuals.response.approximate(block.rows, times: 1 / residuals.scale, into: factors)
        for row in 0..<factors.count { factors[row] -= fitted[row] }
        return weigh(factors, error: residuals.error, block, leverage)
      }
      guard let error else {
        sums.failed = true
        return
      }
      sums.factorError = max(sums.factorError, error)
      sums.factorSquares += try BLAS.dot(factors.span, factors.span)
      for j in 0..<k {
        let column = UnsafeBufferPointer(block.column(j))
        let square = try BLAS.dot(column.span, column.span)
        sums.squares[j] += square
        sums.largestSquares[j] = max(sums.largestSquares[j], square)
      }
      if isSingle {
        try add(factors, block, to: &sums.gram)
      } else {
        add(factors, block, partition, to: &sums.scores)
      }
    }
    var total = parts.removeFirst()
    for part in parts { total.add(part) }
    return total
  }

  /// Adds `f u` to the sums of each row's cluster.
  private func add(
    _ factors: [Double], _ block: TurnedBlock, _ partition: Partition, to scores: inout [Double]
  ) {
    let groups = partition.count
    scores.withUnsafeMutableBufferPointer { scores in
      partition.codes.withUnsafeBufferPointer { codes in
        factors.withUnsafeBufferPointer { factors in
          let codes = codes.extracting(block.rows)
          for j in 0..<k {
            let column = block.column(j)
            let sums = scores.extracting(j * groups..<(j + 1) * groups)
            for row in 0..<column.count { sums[codes[row]] += factors[row] * column[row] }
          }
        }
      }
    }
  }

  /// Adds `f² u u′` of each row; the block's columns are overwritten.
  private func add(
    _ factors: [Double], _ block: TurnedBlock, to gram: inout [Double]
  ) throws(LinearAlgebraError) {
    for j in 0..<k {
      let column = block.column(j)
      for row in 0..<column.count { column[row] *= factors[row] }
    }
    var out = gram.mutableSpan
    try BLAS.gram(
      UnsafeBufferPointer(block.values).span, MatrixShape(rows: block.rows.count, columns: k),
      adding: true, into: &out)
  }

  /// The upper triangle of the inner products of columns.
  private static func gram(
    _ values: [Double], rows: Int, columns k: Int
  ) throws(LinearAlgebraError) -> [Double] {
    var gram = [Double](repeating: 0, count: k * k)
    try FloatingColumns.blocks(0..<rows) { (block) throws(LinearAlgebraError) in
      var out = gram.mutableSpan
      try BLAS.gram(
        values.span.extracting(block.lowerBound..<values.count - rows + block.upperBound),
        MatrixShape(rows: block.count, columns: k, leadingDimension: rows), adding: true,
        into: &out)
    }
    return gram
  }
}

extension Partition {
  /// Rows of the largest group.
  fileprivate var largestGroup: Int {
    var sizes = [Int](repeating: 0, count: count)
    for code in codes { sizes[code] += 1 }
    return sizes.reduce(1) { max($0, $1) }
  }
}

extension Exact {
  /// A power of two.
  fileprivate init?(binary power: Double) {
    let size = Exact.two(power.exponent.magnitude)
    guard let value = power.exponent < 0 ? size.reciprocal : size else { return nil }
    self = value
  }

  private static func two(_ exponent: Int.Magnitude) -> Exact {
    (0..<exponent).reduce(.one) { value, _ in value * 2 }
  }

  /// A double near the value: for steering only.
  var nearestDouble: Double { Ball(self, precision: 64).approximation }
}

extension BallMatrix {
  /// A number that no entry's matrix within the enclosure exceeds in the Frobenius norm.
  fileprivate var frobeniusBound: Double {
    var sum = 0.0
    for i in 0..<rows {
      for j in 0..<columns { sum += self[i, j].magnitudeBound * self[i, j].magnitudeBound }
    }
    return sum.squareRoot() * (1 + 0x1p-40)
  }
}
