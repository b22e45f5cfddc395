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
  /// Each row's weight, to a double; nil weighs all alike.
  private let weights: [Double]?
  /// Bits after the point of a turned value: so many that the largest takes 61.
  private let rowBits: Int
}

extension ScoreGrid {
  /// The covariance, or nil when the grid is too coarse for the design.
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
    let k = design.columns.count
    weights = design.weights.map { column in column.values.map(\.nearestDouble) }
    // |u|² ≤ 1.5 / w: turned values must stay below 2^127.
    if let weights, weights.reduce(.infinity, min) < 0x1p-26 { return nil }
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
    let sums = root.map { Self.turn(columns, $0, n: design.count) }
    let shift = sums.reduce(0) { max($0, $1.shift(toBits: 61)) }
    rowBits = Self.rootBits - shift
    turned = sums.map { $0.map { Int64(truncatingIfNeeded: $0 >> Int128(shift)) } }
    let unit = Double(sign: .plus, exponent: -shift, significand: 1)
    rowErrors = (0..<k).map { j in
      1 + (0..<k).reduce(0) { sum, a in
        sum + Double(root[j][a].magnitude) * columns[a].error * unit
      } * 1.000_001
    }
    guard rowErrors.allSatisfy({ $0 < 0x1p24 }) else { return nil }
  }

  /// `Σ_a x_a L_aj` of each row; the sum is below 2^127, so that it may be formed modulo 2^128.
  private static func turn(_ columns: [GridColumn], _ root: [Int128], n: Int) -> [Int128] {
    var sums = [Int128](repeating: 0, count: n)
    for (a, column) in columns.enumerated() where root[a] != 0 {
      let factor = root[a]
      column.words.withUnsafeBufferPointer { words in
        sums.withUnsafeMutableBufferPointer { sums in
          for row in 0..<n { sums[row] &+= Int128(words[row]) &* factor }
        }
      }
    }
    return sums
  }

  /// The Cholesky factor of the inverse over the units, in doubles; nil when it breaks down.
  private static func approximateRoot(_ inverse: ExactMatrix, units: [Exact]) -> [[Double]]? {
    let k = units.count
    let scaled = (0..<k).map { i in
      (0..<k).map { j in
        (inverse[i, j] * units[i] * units[j]).nearestDouble
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
    // |e| ≤ √(Σwe² / min w) < 2^size, so that |e| 2^bits < 2^120.
    let least = design.weights?.values.min() ?? .one
    guard let squares = model.residualSquares.divided(by: least) else { return nil }
    let size = (squares.numerator.bitWidth - squares.denominator.bitWidth) / 2 + 2
    let bits = 120 - size
    let power = Exact.powerOfTwo(bits)
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
    let shift = sums.shift(toBits: 61)
    values = sums.map { Int64(truncatingIfNeeded: $0 >> Int128(shift)) }
    self.error =
      error * 1.000_001 * Double(sign: .plus, exponent: -shift, significand: 1) + 1
    unit = .powerOfTwo(shift - bits)
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
    let unit = Double(sign: .plus, exponent: -rowBits, significand: 1)
    let slack = rowErrors.reduce(0, +) * unit
    return (0..<n).map { row in
      var square = 0.0
      for j in 0..<k {
        let u = Double(turned[j][row]) * unit
        square += u * u
      }
      // Rounding of k squares, of each u, and the distance of L from a root; √w |u_j| ≤ 1.3.
      let weight = weights?[row] ?? 1
      square *= weight
      let error =
        square * (Double(k + 4) * 0x1p-52 + distortion)
        + 4 * slack * weight.squareRoot() + slack * slack * weight
      guard let absorbed else { return (square, error * 1.000_001) }
      return (square + absorbed[row].nearestDouble, error * 1.000_001 + 0x1p-50)
    }
  }

  fileprivate func factors(
    _ residuals: Residuals, _ leverage: Leverage?, _ absorbed: [Exact]?
  ) -> Factors? {
    if leverage == nil, weights == nil {
      return Factors(values: residuals.values, unit: residuals.unit, error: residuals.error)
    }
    let leverages = leverage == nil ? nil : leverages(absorbed)
    var scaled = [Double](repeating: 0, count: n)
    var largest = 0.0
    var error = 0.0
    for row in 0..<n {
      var factor = weights?[row] ?? 1
      // The relative error of the factor, of the residual as a double and of their product.
      var relative = 0x1p-50
      if let leverages {
        let rest = 1 - leverages[row].value
        let doubt = leverages[row].error + 0x1p-53
        guard rest > 16 * doubt else { return nil }
        factor /= leverage == .root ? rest.squareRoot() : rest
        relative += 1.2 * doubt / rest
      }
      scaled[row] = Double(residuals.values[row]) * factor
      largest = max(largest, scaled[row].magnitude)
      error = max(error, scaled[row].magnitude * relative + 2 * residuals.error * factor)
    }
    guard largest > 0 else { return nil }
    // A power of two that brings the largest into 2^59 ..< 2^60: multiplication by it is exact.
    let exponent = 59 - Int(largest.exponent)
    let power = Double(sign: .plus, exponent: exponent, significand: 1)
    let unit = residuals.unit * .powerOfTwo(-exponent)
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
    // |factor| and |u| are below 2^61, a sum of a cluster's products less the spare bits below 2^126.
    let spare = max(0, groupBits - 4)
    let totals = turned.map { column in
      var sums = [Int128](repeating: 0, count: partition.count)
      for row in 0..<n {
        let product = Int128(factors.values[row]) * Int128(column[row])
        sums[partition.codes[row]] += product >> Int128(spare)
      }
      return sums
    }
    let shift = totals.reduce(0) { max($0, $1.shift(toBits: 61)) }
    let sums = totals.map { $0.map { Int64(truncatingIfNeeded: $0 >> Int128(shift)) } }
    let largest = factors.values.reduce(0.0) { max($0, Double($1.magnitude)) }
    let longest = turned.map { $0.reduce(0.0) { max($0, Double($1.magnitude)) } }
    let unit = Double(sign: .plus, exponent: -shift, significand: 1)
    let errors = (0..<k).map { j in
      let each =
        (largest * rowErrors[j] + longest[j] * factors.error + factors.error * rowErrors[j])
        * Double(sign: .plus, exponent: -spare, significand: 1) + 1
      return each * Double(groupSize) * unit * 1.000_001 + 1
    }
    guard let products = try? CrossProducts.gram(sums.map { ExactColumn($0) }) else { return nil }
    let sizes = sums.map { $0.reduce(0.0) { $0 + Double($1.magnitude) } * 1.000_001 }
    let precision = 256
    let meat = BallMatrix(rows: k, columns: k, precision: precision) { i, j in
      let error =
        sizes[i] * errors[j] + sizes[j] * errors[i]
        + Double(partition.count) * errors[i] * errors[j]
      return Ball(products[i, j], precision: precision)
        .widened(by: Ball(startingValue: error * 1.000_001, precision: 64))
    }
    // A score is its whole number times 2^(shift + spare), the factor's unit and 2^-rowBits.
    let scale = factors.unit * .powerOfTwo(shift + spare - rowBits)
    let f = Ball(scale, precision: precision) * bread
    return f * meat * f.transposed
  }
}

extension [Int128] {
  /// How far the numbers must be shifted down for the largest to take no more than so many bits.
  fileprivate func shift(toBits bits: Int) -> Int {
    let largest = reduce(UInt128(0)) { Swift.max($0, $1.magnitude) }
    return Swift.max(0, 128 - largest.leadingZeroBitCount - bits)
  }
}

extension Exact {
  /// Two to the power of a whole number.
  fileprivate static func powerOfTwo(_ exponent: Int) -> Exact {
    let power = Exact(BigInt(1) << Int(exponent.magnitude))
    return exponent >= 0 ? power : (power.reciprocal ?? .one)
  }

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
