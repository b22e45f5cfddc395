import BigInt
import Enclosures
import Quantities

/// A sandwich computed in whole numbers on a fine grid, with a proved error.
///
/// The columns are turned by a matrix L near a root of `(X′X)⁻¹`, rounded to a grid, so that the rows
/// `u = L′x` are nearly orthonormal: `|u|² ≤ 1` or little more, whatever the units of the columns. Rows,
/// residuals and scores are then 62-bit integers with an error of known size, products of scores are
/// exact, and `V = F B F′` with `F = L (L′X′XL)⁻¹`, which is enclosed. How near L is to a root changes
/// the error, not the truth of the enclosure.
struct ScoreGrid {
  /// Bits after the point of a row's `u`.
  private static let rowBits = 61
  /// Bits after the point of L before the columns' units are taken out.
  private static let rootBits = 112

  private let columns: [GridColumn]
  /// L over the columns' units, times `2^rootBits`; `root[j][a]` is row a of column j.
  private let root: [[Int128]]
  /// F, enclosed.
  private let bread: BallMatrix
  /// A bound on `|u′(L′X′XL)⁻¹u − |u|²| / |u|²`.
  private let distortion: Double
  /// A bound on the error of each column's `u`, in units of the grid.
  private let rowErrors: [Double]
  private let n: Int

  /// The rows' turned values in units of `2^-rowBits`.
  private let turned: [[Int64]]
}

extension ScoreGrid {
  /// The covariance, or nil when the grid is too coarse for the design (or there are weights).
  static func sandwich(
    _ model: LinearModel, partition: Partition, leverage: Leverage?
  ) -> BallMatrix? {
    guard let grid = ScoreGrid(model), let residuals = Residuals(model) else { return nil }
    guard let factors = grid.factors(residuals, leverage, model.design.absorbedLeverage) else {
      return nil
    }
    return grid.covariance(factors, partition)
  }

  /// The rows, by their number in the design, whose leverage may be one.
  static func rowsOfHighLeverage(_ model: LinearModel) -> [Int] {
    let absorbed = model.design.absorbedLeverage
    if let grid = ScoreGrid(model) {
      let leverages = grid.leverages(absorbed)
      return leverages.indices.filter {
        1 - leverages[$0].value <= 2 * leverages[$0].error
      }
    }
    let precision = 256
    let design = model.design
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

// MARK: - Columns on the grid

/// A column as machine words times a unit, with the error of each word.
private struct GridColumn {
  let words: [Int64]
  let unit: Exact
  /// In units: 0 when the words are the column's values, else 1.
  let error: Double

  init?(_ column: ExactColumn) {
    if let words = column.words, words.allSatisfy({ $0.magnitude < 1 << 62 }) {
      self.words = words
      unit = column.unit
      error = 0
      return
    }
    guard column.limbs.count == 2 else { return nil }
    let wide = zip(column.limbs[0], column.limbs[1]).map { low, high in
      Int128(low) + Int128(high) << Int128(ExactColumn.limbBits)
    }
    let largest = wide.reduce(UInt128(0)) { max($0, $1.magnitude) }
    let shift = Int128(max(0, 128 - largest.leadingZeroBitCount - 61))
    words = wide.map { Int64($0 >> shift) }
    unit = column.unit * Exact(BigInt(1) << Int(shift))
    error = 1
  }

  var largest: Double { words.reduce(0) { max($0, Double($1.magnitude)) } }
}

extension ScoreGrid {
  init?(_ model: LinearModel) {
    let design = model.design
    guard design.weights == nil else { return nil }
    let k = design.columns.count
    var columns: [GridColumn] = []
    for column in design.columns {
      guard let column = GridColumn(column) else { return nil }
      columns.append(column)
    }
    guard let approximate = Self.approximateRoot(model.inverse, units: columns.map(\.unit))
    else { return nil }
    var root = [[Int128]](repeating: [Int128](repeating: 0, count: k), count: k)
    for j in 0..<k {
      for a in j..<k {
        let scaled =
          approximate[a][j] * Double(sign: .plus, exponent: Self.rootBits, significand: 1)
        guard scaled.magnitude < 0x1p122 else { return nil }
        root[j][a] = Int128(scaled)
      }
    }
    let precision = 256
    let scale = Exact(BigInt(1) << Self.rootBits)
    let exactRoot = ExactMatrix(rows: k, columns: k) { a, j in
      (Exact(root[j][a]).divided(by: scale * columns[a].unit)) ?? .zero
    }
    let l = BallMatrix(exactRoot, precision: precision)
    let gram = l.transposed * BallMatrix(model.gram, precision: precision) * l
    guard let inverse = gram.inverse() else { return nil }
    let distance = (inverse - .identity(k, precision: precision)).frobeniusBound
    guard distance < 0.25 else { return nil }
    self.columns = columns
    self.root = root
    bread = l * inverse
    distortion = distance
    n = design.count
    rowErrors = (0..<k).map { j in
      1 + (0..<k).reduce(0) { sum, a in
        sum + Double(root[j][a].magnitude) * columns[a].error * 0x1p-51
      } * 1.000_001
    }
    guard rowErrors.allSatisfy({ $0 < 0x1p24 }) else { return nil }
    turned = (0..<k).map { j in Self.turn(columns, root[j], n: design.count) }
  }

  /// `Σ_a x_a L_aj` of each row; the sum is below 2^127, so that it may be formed modulo 2^128.
  private static func turn(_ columns: [GridColumn], _ root: [Int128], n: Int) -> [Int64] {
    var sums = [Int128](repeating: 0, count: n)
    for (a, column) in columns.enumerated() where root[a] != 0 {
      let factor = root[a]
      column.words.withUnsafeBufferPointer { words in
        sums.withUnsafeMutableBufferPointer { sums in
          for row in 0..<n { sums[row] &+= Int128(words[row]) &* factor }
        }
      }
    }
    return sums.map { Int64(truncatingIfNeeded: $0 >> Int128(rootBits - rowBits)) }
  }

  /// The Cholesky factor of the inverse over the units, in doubles; nil when it breaks down.
  private static func approximateRoot(_ inverse: ExactMatrix, units: [Exact]) -> [[Double]]? {
    let k = units.count
    let scaled = (0..<k).map { i in
      (0..<k).map { j in
        (inverse[i, j].divided(by: units[i] * units[j]) ?? .zero).nearestDouble
      }
    }
    let diagonal = (0..<k).map { scaled[$0][$0].squareRoot() }
    guard diagonal.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var factor = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    for j in 0..<k {
      var pivot = 1.0
      for m in 0..<j { pivot -= factor[j][m] * factor[j][m] }
      guard pivot > 0x1p-44 else { return nil }
      factor[j][j] = pivot.squareRoot()
      for i in j + 1..<max(k, j + 1) {
        var sum = scaled[i][j] / (diagonal[i] * diagonal[j])
        for m in 0..<j { sum -= factor[i][m] * factor[j][m] }
        factor[i][j] = sum / factor[j][j]
      }
    }
    for i in 0..<k { for j in 0...i { factor[i][j] *= diagonal[i] } }
    return factor
  }
}

// MARK: - Residuals and leverages

/// Each row's residual as a 61-bit number times a unit.
private struct Residuals {
  let values: [Int64]
  let unit: Exact
  /// A bound on the error of a value, in units.
  let error: Double

  init?(_ model: LinearModel) {
    let design = model.design
    guard model.residualSquares.signum > 0, let response = GridColumn(design.response) else {
      return nil
    }
    // |e| ≤ √(Σe²) < 2^size, so that |e| 2^bits < 2^120.
    let squares = model.residualSquares
    let size = (squares.numerator.bitWidth - squares.denominator.bitWidth) / 2 + 2
    let bits = 120 - size
    let power =
      bits >= 0
      ? Exact(BigInt(1) << bits) : (Exact(BigInt(1) << -bits).reciprocal ?? .one)
    func grid(_ value: Exact) -> (Int128, Double) {
      let whole = (value * power).roundedToInteger(.halfEven)
      // Of the magnitude: the words of a negative BigInt are not reliable.
      let part = Int128(truncatingIfNeeded: whole.numerator.magnitude)
      return (whole.signum < 0 ? 0 &- part : part, whole.magnitude.nearestDouble)
    }
    let (factor, size0) = grid(response.unit)
    var error = response.error * size0 + response.largest
    var sums = response.words.map { Int128($0) &* factor }
    for (column, coefficient) in zip(design.columns, model.coefficients) {
      guard let column = GridColumn(column) else { return nil }
      let (factor, size) = grid(coefficient * column.unit)
      error += column.error * size + column.largest
      for row in sums.indices { sums[row] &-= Int128(column.words[row]) &* factor }
    }
    guard error.isFinite, error < 0x1p110 else { return nil }
    let shift = 60
    values = sums.map { Int64(truncatingIfNeeded: $0 >> Int128(shift)) }
    self.error = error * 1.000_001 * 0x1p-60 + 1
    unit = (Exact(BigInt(1) << shift)).divided(by: power) ?? .one
  }
}

/// Each row's factor of its `u` in the score, as a whole number times a unit.
private struct Factors {
  let values: [Int64]
  let unit: Exact
  let error: Double
}

extension ScoreGrid {
  /// Each row's leverage, with a bound on its error.
  fileprivate func leverages(_ absorbed: [Exact]?) -> [(value: Double, error: Double)] {
    let k = columns.count
    let slack = rowErrors.reduce(0, +) * 0x1p-61
    return (0..<n).map { row in
      var square = 0.0
      for j in 0..<k {
        let u = Double(turned[j][row]) * 0x1p-61
        square += u * u
      }
      // |u|² ≤ 1.5: rounding of k squares, of each u, and the distance of L from a root.
      let error =
        square * (Double(k + 2) * 0x1p-52 + distortion) + 4 * slack + slack * slack
      guard let absorbed else { return (square, error * 1.000_001) }
      return (square + absorbed[row].nearestDouble, error * 1.000_001 + 0x1p-50)
    }
  }

  fileprivate func factors(
    _ residuals: Residuals, _ leverage: Leverage?, _ absorbed: [Exact]?
  ) -> Factors? {
    guard let leverage else {
      return Factors(values: residuals.values, unit: residuals.unit, error: residuals.error)
    }
    let leverages = leverages(absorbed)
    var scaled = [Double](repeating: 0, count: n)
    var largest = 0.0
    var error = 0.0
    for row in 0..<n {
      let rest = 1 - leverages[row].value
      let doubt = leverages[row].error + 0x1p-53
      guard rest > 16 * doubt else { return nil }
      let residual = Double(residuals.values[row])
      let divisor = leverage == .root ? rest.squareRoot() : rest
      scaled[row] = residual / divisor
      largest = max(largest, scaled[row].magnitude)
      // d(1/x) ≤ doubt/x² · 1.2 relative to 1/x: 1.2 doubt/x; and three roundings.
      error = max(
        error,
        scaled[row].magnitude * (1.2 * doubt / rest + 0x1p-50) + 2 * residuals.error / divisor)
    }
    guard largest > 0 else { return nil }
    // A power of two that brings the largest into 2^59 ..< 2^60: multiplication by it is exact.
    let exponent = 59 - Int(largest.exponent)
    let power = Double(sign: .plus, exponent: exponent, significand: 1)
    let unit =
      exponent >= 0
      ? residuals.unit.divided(by: Exact(BigInt(1) << exponent))
      : residuals.unit * Exact(BigInt(1) << -exponent)
    guard let unit else { return nil }
    return Factors(
      values: scaled.map { Int64(($0 * power).rounded(.toNearestOrEven)) }, unit: unit,
      error: error * power * 1.000_001 + 1)
  }
}

// MARK: - Scores

extension ScoreGrid {
  fileprivate func covariance(_ factors: Factors, _ partition: Partition) -> BallMatrix? {
    let k = columns.count
    let groupSize = partition.members.reduce(1) { max($0, $1.count) }
    let groupBits = Int.bitWidth - groupSize.leadingZeroBitCount
    // |factor| < 2^61 and |u| < 2^62: the product less 2^62 is below 2^61, and so is a cluster's sum.
    let shift = 63 + groupBits
    let largest = factors.values.reduce(0.0) { max($0, Double($1.magnitude)) }
    var sums: [[Int64]] = []
    var errors: [Double] = []
    for j in 0..<k {
      var column = [Int64](repeating: 0, count: partition.count)
      for row in 0..<n {
        let product = Int128(factors.values[row]) * Int128(turned[j][row])
        column[partition.codes[row]] += Int64(truncatingIfNeeded: product >> Int128(shift))
      }
      sums.append(column)
      let each =
        (largest * rowErrors[j] + 0x1.8p61 * factors.error + factors.error * rowErrors[j])
        * Double(sign: .plus, exponent: -shift, significand: 1) + 1
      errors.append(each * Double(groupSize) * 1.000_001)
    }
    guard let products = try? CrossProducts.gram(sums.map { ExactColumn($0) }) else { return nil }
    let totals = sums.map { $0.reduce(0.0) { $0 + Double($1.magnitude) } * 1.000_001 }
    let precision = 256
    let meat = BallMatrix(rows: k, columns: k, precision: precision) { i, j in
      let error =
        totals[i] * errors[j] + totals[j] * errors[i]
        + Double(partition.count) * errors[i] * errors[j]
      return Ball(products[i, j], precision: precision)
        .widened(by: Ball(startingValue: error * 1.000_001, precision: 64))
    }
    // A score is its whole number times 2^shift, times the unit of the factor, times 2^-rowBits.
    let unit =
      factors.unit
      * (Exact(BigInt(1) << shift).divided(
        by: Exact(BigInt(1) << Self.rowBits)) ?? .one)
    let f = Ball(unit, precision: precision) * bread
    return f * meat * f.transposed
  }
}

extension Exact {
  /// A double near the value: for steering only.
  var nearestDouble: Double { Ball(self, precision: 64).approximation }
}

extension BallMatrix {
  /// A number that no entry's matrix within the enclosure exceeds in the Frobenius norm.
  var frobeniusBound: Double {
    var sum = 0.0
    for i in 0..<rows {
      for j in 0..<columns {
        let ball = self[i, j]
        guard ball.isFinite else { return .infinity }
        let size = ball.approximation.magnitude + ball.radius.approximation
        sum += size * size
      }
    }
    return sum.squareRoot() * (1 + 0x1p-40)
  }
}
