import Enclosures
import Quantities

/// A combination of columns that separates the ones from the zeros, proved in rational numbers.
struct Separation {
  /// The coefficients, of the columns' whole numbers.
  let direction: [Exact]
  /// Rows in which the combination is not zero.
  let rows: Int

  /// Bits to which a direction is rounded, relative to its largest effect.
  private static let bits = 24

  /// Looks for one near a direction in which the likelihood grows for ever.
  ///
  /// Patterns whose predictor does not move, or that have both responses, must have a combination of
  /// exactly zero: the direction is projected onto the null space of their covariates, which is exact,
  /// by keeping the free coordinates; the signs in all other patterns are then checked exactly.
  init?(_ data: BinomialData, near direction: [Double]) {
    let (n, k) = (data.patterns.count, data.parameters)
    let columns = data.patterns.columns
    let moves = (0..<n).map { row in
      (0..<k).reduce(0.0) { $0 + columns[$1].approximateInteger(at: row) * direction[$1] }
    }
    let largest = moves.reduce(0.0) { max($0, $1.magnitude) }
    guard largest.isFinite, largest > 0 else { return nil }
    let overlap = (0..<n).filter { row in
      let mixed = data.events[row] > 0 && data.events[row] < data.patterns.counts[row]
      return mixed || moves[row].magnitude < 0.1
    }
    guard let candidate = Self.project(direction, data, vanishingOn: overlap) else { return nil }
    var separated = 0
    for row in 0..<n {
      let value = (0..<k).reduce(Exact.zero) {
        candidate[$1].isZero ? $0 : $0 + columns[$1].integer(at: row) * candidate[$1]
      }
      if value.isZero { continue }
      let expected = value.signum > 0 ? data.patterns.counts[row] : 0
      guard data.events[row] == expected else { return nil }
      separated += data.patterns.counts[row]
    }
    guard separated > 0 else { return nil }
    self.direction = candidate
    rows = separated
  }

  /// A rational vector near a direction with a product of exactly zero with some patterns.
  private static func project(
    _ direction: [Double], _ data: BinomialData, vanishingOn overlap: [Int]
  ) -> [Exact]? {
    let k = data.parameters
    let columns = data.patterns.columns
    let rounded = zip(columns, direction).map { column, value in
      let size = column.largestInteger
      return size.reciprocal.map { $0 * round(value * approximate(size)) } ?? .zero
    }
    if overlap.isEmpty { return rounded }
    // The Gram matrix has the null space of the patterns, in k rows.
    let rows = ExactMatrix(rows: overlap.count, columns: k) { columns[$1].integer(at: overlap[$0]) }
    let reduced = (rows.transposed * rows).reducedRowEchelonForm
    var pivots: [Int] = []
    for row in 0..<k {
      guard let pivot = (0..<k).first(where: { !reduced[row, $0].isZero }) else { break }
      pivots.append(pivot)
    }
    guard pivots.count < k else { return nil }
    var result = rounded
    for (row, pivot) in pivots.enumerated() {
      result[pivot] = (0..<k).reduce(Exact.zero) {
        pivots.contains($1) ? $0 : $0 - reduced[row, $1] * rounded[$1]
      }
    }
    return result
  }

  /// A double on a grid of `2^-bits`.
  private static func round(_ value: Double) -> Exact {
    let scaled = (value * Double(1 << bits)).rounded()
    guard scaled.magnitude < 0x1p62 else { return .zero }
    return Exact(Int64(scaled)).over(1 << bits)
  }

  private static func approximate(_ value: Exact) -> Double {
    Ball(value, precision: 64).approximation
  }
}
