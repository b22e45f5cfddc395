import Enclosures
import Quantities

/// A combination of columns that separates the ones from the zeros, proved in rational numbers.
struct Separation {
  /// The coefficients, of the columns' whole numbers.
  let direction: [Exact]
  /// Rows in which the combination is not zero.
  let rows: Int

  /// Bits after the point to which a direction is rounded, its largest effect at 1: of the roundings
  /// that separate the most rows the coarsest is taken, as it is the plainest and the least dependent
  /// on the iteration.
  private static let roundings = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32]

  /// Looks for one near a direction in which the likelihood grows for ever.
  ///
  /// Patterns whose predictor does not move, or that have both responses, must have a combination of
  /// exactly zero: the direction is projected onto the null space of their covariates, which is exact,
  /// by keeping the free coordinates; the signs in all other patterns are then checked exactly.
  init?(_ data: BinomialData, near direction: [Double]) {
    let n = data.patterns.count
    let columns = data.patterns.columns
    var moves = [Double](repeating: 0, count: n)
    for (column, factor) in zip(columns, direction) where factor != 0 {
      for (row, value) in column.approximateIntegers.enumerated() { moves[row] += value * factor }
    }
    let largest = moves.reduce(0.0) { max($0, $1.magnitude) }
    guard largest.isFinite, largest > 0 else { return nil }
    let overlap = (0..<n).filter { row in
      let mixed = data.events[row] > 0 && data.events[row] < data.patterns.counts[row]
      return mixed || moves[row].magnitude < 0.1
    }
    let sizes = columns.map(\.largestInteger)
    let effects = zip(direction, sizes).map { $0 * Ball($1, precision: 64).approximation }
    let scale = effects.reduce(0.0) { max($0, $1.magnitude) }
    guard scale.isFinite, scale > 0, let nullSpace = NullSpace(data, of: overlap) else {
      return nil
    }
    var best: Separation?
    for bits in Self.roundings {
      let candidate = nullSpace.vector(
        near: zip(effects, sizes).map {
          Self.round($0 / scale, bits: bits).divided(by: $1) ?? .zero
        })
      guard let rows = Self.separated(candidate, data), rows > best?.rows ?? 0 else { continue }
      best = Separation(direction: candidate, rows: rows)
    }
    guard let best else { return nil }
    self = best
  }

  private init(direction: [Exact], rows: Int) {
    self.direction = direction
    self.rows = rows
  }

  /// Rows in which a combination is not zero, when it separates; else nil.
  private static func separated(_ direction: [Exact], _ data: BinomialData) -> Int? {
    var separated = 0
    for row in 0..<data.patterns.count {
      let value = direction.indices.reduce(Exact.zero) {
        direction[$1].isZero
          ? $0 : $0 + data.patterns.columns[$1].integer(at: row) * direction[$1]
      }
      if value.isZero { continue }
      let expected = value.signum > 0 ? data.patterns.counts[row] : 0
      guard data.events[row] == expected else { return nil }
      separated += data.patterns.counts[row]
    }
    return separated > 0 ? separated : nil
  }

  /// A double on a grid of `2^-bits`; it is at most 1.
  private static func round(_ value: Double, bits: Int) -> Exact {
    Exact(Int64((value * Double(1 << bits)).rounded())).over(1 << bits)
  }
}

/// The combinations of columns that are zero in some patterns, exactly.
private struct NullSpace {
  private let reduced: ExactMatrix
  private let pivots: [Int]

  /// Nil when there is none but zero.
  init?(_ data: BinomialData, of patterns: [Int]) {
    let k = data.parameters
    let columns = data.patterns.columns
    let rows = ExactMatrix(rows: patterns.count, columns: k) {
      columns[$1].integer(at: patterns[$0])
    }
    // The Gram matrix has the same null space, in k rows.
    reduced = (rows.transposed * rows).reducedRowEchelonForm
    var pivots: [Int] = []
    for row in 0..<k {
      guard let pivot = (0..<k).first(where: { [reduced] in !reduced[row, $0].isZero }) else {
        break
      }
      pivots.append(pivot)
    }
    guard pivots.count < k else { return nil }
    self.pivots = pivots
  }

  /// The vector of the space with the same free coordinates.
  func vector(near values: [Exact]) -> [Exact] {
    var result = values
    for (row, pivot) in pivots.enumerated() {
      result[pivot] = values.indices.reduce(Exact.zero) {
        pivots.contains($1) ? $0 : $0 - reduced[row, $1] * values[$1]
      }
    }
    return result
  }
}

extension ExactColumn {
  /// The largest absolute whole number, at least 1.
  fileprivate var largestInteger: Exact {
    if limbs.count == 1 { return Exact(limbs[0].reduce(1) { max($0, $1.magnitude) }) }
    return (0..<rows).reduce(.one) { max($0, integer(at: $1).magnitude) }
  }
}
