import BigInt
import LinearAlgebra
import Quantities

/// A column of rational numbers on one grid: whole numbers times a unit.
///
/// The whole numbers are kept as limbs of 48 bits, `Σ limbₗ · 2^48ˡ`, so that sums of products of any
/// column are exact products of integer columns. A column of up to 14 digits is one limb.
struct ExactColumn: Hashable, Sendable {
  /// Bits of a limb: the products of 2^30 rows of them fit 127 bits.
  static let limbBits = 48

  /// The limbs, the lowest first; at least one, each in `−2^48 ..< 2^48`.
  let limbs: [[Int64]]
  /// What one of the whole numbers stands for; positive.
  let unit: Exact

  /// Whole numbers of one machine word times a unit.
  init(_ values: [Int64], unit: Exact = .one) {
    self.unit = unit
    let bound = Int64(1) << Int64(Self.limbBits)
    // The bits in which a value differs from its sign.
    let used = values.withUnsafeBufferPointer { values in
      values.reduce(0) { $0 | ($1 ^ ($1 >> 63)) }
    }
    if used < bound {
      limbs = [values]
    } else {
      limbs = [
        values.map { $0 & (bound - 1) },
        values.map { $0 >> Int64(Self.limbBits) },
      ]
    }
  }

  /// Any rational numbers: the unit is one over their least common denominator.
  init(_ values: [Exact]) {
    var denominator = BigInt(1)
    for value in values where !value.isInteger {
      let next = value.denominator
      denominator = denominator / denominator.greatestCommonDivisor(with: next) * next
    }
    let scale = Exact(denominator)
    let whole = values.map { ($0 * scale).numerator }
    let unit = scale.reciprocal ?? .one
    let words = whole.map { Int64(exactly: $0) }
    if words.allSatisfy({ $0 != nil }) {
      self.init(words.map { $0 ?? 0 }, unit: unit)
      return
    }
    let bits = whole.reduce(1) { Swift.max($0, $1.magnitude.bitWidth) }
    let count = (bits + Self.limbBits - 1) / Self.limbBits
    let mask = (BigUInt(1) << Self.limbBits) - 1
    // Every limb has the sign of the whole number.
    let limbs = (0..<count).map { limb in
      whole.map { value in
        let part = Int64(value.magnitude >> (limb * Self.limbBits) & mask)
        return value.signum() < 0 ? -part : part
      }
    }
    self.init(limbs: limbs, unit: unit)
  }

  /// Number of rows.
  var rows: Int { limbs[0].count }

  /// A row's whole number.
  func integer(at row: Int) -> Exact {
    var value = Exact(limbs[limbs.count - 1][row])
    for limb in limbs.dropLast().reversed() {
      value = value * Self.base + Exact(limb[row])
    }
    return value
  }

  /// A row's value.
  func value(at row: Int) -> Exact { integer(at: row) * unit }

  /// All values.
  var values: [Exact] { (0..<rows).map(value(at:)) }

  /// The whole numbers as machine words, if each fits one.
  var words: [Int64]? {
    switch limbs.count {
    case 1: return limbs[0]
    case 2:
      let bound = Int64(1) << Int64(63 - Self.limbBits)
      guard limbs[1].allSatisfy({ $0 >= -bound && $0 < bound }) else { return nil }
      return zip(limbs[0], limbs[1]).map { $0 + $1 << Int64(Self.limbBits) }
    default: return nil
    }
  }

  /// The rows of a list, in its order.
  func gathered(_ rows: [Int]) -> ExactColumn {
    ExactColumn(limbs: limbs.map { limb in rows.map { limb[$0] } }, unit: unit)
  }

  private init(limbs: [[Int64]], unit: Exact) {
    self.limbs = limbs
    self.unit = unit
  }

  /// The product of two columns, row by row.
  func times(_ other: ExactColumn) -> ExactColumn {
    if let left = words, let right = other.words {
      var product: [Int64] = []
      product.reserveCapacity(rows)
      for (a, b) in zip(left, right) {
        let (value, overflow) = a.multipliedReportingOverflow(by: b)
        if overflow { break }
        product.append(value)
      }
      if product.count == rows { return ExactColumn(product, unit: unit * other.unit) }
    }
    let wide = (0..<rows).map { integer(at: $0) * other.integer(at: $0) }
    return ExactColumn(wide).scaled(by: unit * other.unit)
  }

  /// The same whole numbers in a unit so many times as large.
  func scaled(by factor: Exact) -> ExactColumn {
    ExactColumn(limbs: limbs, unit: unit * factor)
  }

  /// The value of all rows, if it is one.
  var constant: Exact? {
    guard rows > 0 else { return nil }
    for limb in limbs where limb.contains(where: { $0 != limb[0] }) { return nil }
    return value(at: 0)
  }

  static let base = Exact(BigInt(1) << limbBits)
}
