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
struct FloatingSandwich {
  private let model: LinearModel
  private let columns: FloatingColumns
  /// L, of the scaled columns: its entries are these doubles.
  private let root: Matrix
  /// F, of the columns as they are.
  private let bread: BallMatrix
  /// A bound on `|u′(L′X′WXL)⁻¹u − |u|²| / |u|²`.
  private let distortion: Double
  /// The turned rows, column after column, and a bound on the error of each column's.
  private let turned: [Double]
  private let turnedErrors: [Double]
  /// Each row's weight, to a double; nil weighs all alike.
  private let weights: [Double]?

  private static let u = FloatingColumns.u
  private static let slack = FloatingColumns.slack
  private static let precision = 256
  /// Weights beyond could leave the range in which doubles are relatively exact, or their products could.
  private static let weightRange = 0x1p-400...0x1p400

  private var n: Int { columns.count }
  private var k: Int { columns.width }
}

extension FloatingSandwich {
  /// The covariance, or nil when doubles are too coarse for the design.
  static func covariance(
    _ model: LinearModel, partition: Partition, leverage: Leverage?
  ) -> BallMatrix? {
    guard let rows = FloatingSandwich(model),
      let residuals = rows.residuals(),
      let factors = rows.factors(residuals, leverage)
    else { return nil }
    return try? rows.covariance(factors, partition)
  }

  /// The rows, by their number in the design, whose leverage may be one.
  static func rowsOfHighLeverage(_ model: LinearModel) -> [Int] {
    if let rows = FloatingSandwich(model) {
      let leverages = rows.leverages()
      return leverages.indices.filter {
        1 - leverages[$0].value <= 2 * leverages[$0].error
      }
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
}

// MARK: - Turned rows

extension FloatingSandwich {
  init?(_ model: LinearModel) {
    let design = model.design
    let k = design.columns.count
    let columns = FloatingColumns(design.columns)
    // What a scaled column's one stands for.
    let units = zip(design.columns, columns.scales).map {
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
    guard distance < 0.25, weights?.allSatisfy(Self.weightRange.contains) ?? true,
      let turned = try? Self.turn(columns, root)
    else { return nil }
    self.model = model
    self.columns = columns
    self.root = root
    self.turned = turned
    bread = l * inverse
    distortion = distance
    self.weights = weights
    turnedErrors = (0..<k).map { j in
      let size = (0..<k).reduce(0) { $0 + columns.largest[$1] * root[$1, j].magnitude }
      return FloatingColumns.error(ofSum: k) * size
    }
  }

  private static func turn(
    _ columns: FloatingColumns, _ root: Matrix
  ) throws(LinearAlgebraError) -> [Double] {
    let (n, k) = (columns.count, columns.width)
    var turned = [Double](repeating: 0, count: n * k)
    try turned.withUnsafeMutableBufferPointer { (turned) throws(LinearAlgebraError) in
      nonisolated(unsafe) let turned = turned
      let parts = columns.halves { range in
        Result { () throws(LinearAlgebraError) in
          var product = [Double](repeating: 0, count: FloatingColumns.blockRows * k)
          try FloatingColumns.blocks(range) { (block) throws(LinearAlgebraError) in
            try columns.product(block, root, into: &product)
            for j in 0..<k {
              for row in 0..<block.count {
                turned[j * n + block.lowerBound + row] = product[j * block.count + row]
              }
            }
          }
        }
      }
      try parts.0.get()
      try parts.1?.get()
    }
    return turned
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

/// A number of each row times a unit, with a bound on the error of each number.
private struct RowNumbers {
  let values: [Double]
  let unit: Exact
  let error: Double
}

extension FloatingSandwich {
  /// The residuals; nil when all are zero.
  fileprivate func residuals() -> RowNumbers? {
    let design = model.design
    guard model.residualSquares.signum > 0 else { return nil }
    let response = FloatingColumns([design.response])
    guard let scale = Exact(binary: response.scales[0]) else { return nil }
    let unit = design.response.unit * scale
    var factors: [Double] = []
    for (j, coefficient) in model.coefficients.enumerated() {
      guard let power = Exact(binary: columns.scales[j]),
        let factor = (coefficient * design.columns[j].unit * power).divided(by: unit)
      else { return nil }
      factors.append(factor.nearestDouble)
    }
    let fitted = columns.combination(factors)
    var values = response.values
    for row in values.indices { values[row] -= fitted[row] }
    // Of the factors as doubles, of their combination, of the response and of the difference.
    let error =
      2 * columns.combinationError(factors)
      + FloatingColumns.error(ofSum: 1) * 2 * response.largest[0]
    return RowNumbers(values: values, unit: unit, error: Self.slack * error)
  }

  /// Each row's leverage, with a bound on its error.
  fileprivate func leverages() -> [(value: Double, error: Double)] {
    let absorbed = model.design.absorbedLeverage
    let slack = turnedErrors.reduce(0, +)
    return (0..<n).map { row in
      var square = 0.0
      for j in 0..<k { square += turned[j * n + row] * turned[j * n + row] }
      // Rounding of k squares and the distance of L from a root; √w |uⱼ| ≤ 1.3.
      let weight = weights?[row] ?? 1
      square *= weight
      let error =
        square * (Double(k + 4) * 0x1p-52 + distortion)
        + 4 * slack * weight.squareRoot() + slack * slack * weight
      guard let absorbed else { return (square, error * Self.slack) }
      return (square + absorbed[row].nearestDouble, error * Self.slack + 0x1p-50)
    }
  }

  /// Each row's factor of its `u` in the score.
  fileprivate func factors(_ residuals: RowNumbers, _ leverage: Leverage?) -> RowNumbers? {
    if leverage == nil, weights == nil { return residuals }
    let leverages = leverage == nil ? nil : leverages()
    var scaled = residuals.values
    var error = 0.0
    for row in 0..<n {
      var factor = weights?[row] ?? 1
      // The relative error of the factor, and of its product with the residual.
      var relative = 0x1p-50
      if let leverages, let leverage {
        let rest = 1 - leverages[row].value
        let doubt = leverages[row].error + 0x1p-53
        guard rest > 16 * doubt else { return nil }
        factor /= leverage == .root ? rest.squareRoot() : rest
        relative += 1.2 * doubt / rest
      }
      scaled[row] *= factor
      error = max(error, scaled[row].magnitude * relative + 2 * residuals.error * factor)
    }
    return RowNumbers(values: scaled, unit: residuals.unit, error: error * Self.slack)
  }
}

// MARK: - Scores

extension FloatingSandwich {
  fileprivate func covariance(
    _ factors: RowNumbers, _ partition: Partition
  ) throws(LinearAlgebraError) -> BallMatrix {
    let scores = scores(factors, partition)
    let products = try FloatingSandwich.gram(scores, rows: partition.count, columns: k)
    // A sum of m terms off by δ each is off by Σδ, whose square is at most m Σδ²: over all clusters
    // the errors of a column have a norm of at most √m times that of the rows' errors.
    let groupSize = partition.members.reduce(1) { max($0, $1.count) }
    let factorNorm = Self.norm(factors.values)
    let errors = (0..<k).map { j in
      let column = turned[j * n..<(j + 1) * n]
      let longest = column.reduce(0) { max($0, $1.magnitude) }
      let rows =
        turnedErrors[j] * (factorNorm + factors.error * Double(n).squareRoot())
        + factors.error * Self.norm(column)
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
    let f = Ball(factors.unit, precision: Self.precision) * bread
    return f * meat * f.transposed
  }

  /// The sums of `f u` over the rows of each cluster, column after column.
  private func scores(_ factors: RowNumbers, _ partition: Partition) -> [Double] {
    let groups = partition.count
    return [Double](unsafeUninitializedCapacity: groups * k) { out, filled in
      nonisolated(unsafe) let scores = out
      scores.update(repeating: 0)
      let work = { (range: Range<Int>) in
        turned.withUnsafeBufferPointer { turned in
          factors.values.withUnsafeBufferPointer { factors in
            partition.codes.withUnsafeBufferPointer { codes in
              for j in range {
                let column = turned.extracting(j * n..<(j + 1) * n)
                let sums = scores.extracting(j * groups..<(j + 1) * groups)
                for row in 0..<n { sums[codes[row]] += factors[row] * column[row] }
              }
            }
          }
        }
      }
      _ = Halves.both { work($0 == 0 ? 0..<k / 2 : k / 2..<k) }
      filled = groups * k
    }
  }

  /// The upper triangle of the inner products of columns.
  private static func gram(
    _ values: [Double], rows: Int, columns k: Int
  ) throws(LinearAlgebraError) -> [Double] {
    var gram = [Double](repeating: 0, count: k * k)
    try FloatingColumns.blocks(0..<rows) { (block) throws(LinearAlgebraError) in
      var out = gram.mutableSpan
      try BLAS.syrkTransposed(
        values.span.extracting(block.lowerBound..<values.count - rows + block.upperBound),
        MatrixShape(rows: block.count, columns: k, leadingDimension: rows), adding: true,
        into: &out)
    }
    return gram
  }

  /// No less than the Euclidean norm.
  private static func norm(_ values: some Sequence<Double>) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot() * slack
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
