import Contract
import LinearAlgebra
import Quantities

/// Columns of whole numbers per unit of resampling: what every sum over drawn units is made of.
struct UnitColumns {
  /// A column by its place; equal columns are one.
  typealias Index = Int

  /// Of each column a value per unit.
  private(set) var values: [[Int64]] = []
  /// Of each column the sum over rows that belong to no unit and are always there.
  private(set) var fixed: [Int128] = []
  /// Decimals of each column: a value is `values · 10^-scale`.
  private(set) var scales: [Int] = []
  private var places: [Key: Index] = [:]
  private let map: UnitMap

  private struct Key: Hashable {
    let values: [Int64]
    let fixed: Int128
    let scale: Int
  }

  init(_ map: UnitMap) { self.map = map }

  /// Adds up a figure of the rows of a mask, unit by unit.
  ///
  /// - Parameter figure: of the row with this rank among those of the mask; nil leaves it out.
  mutating func add(
    _ mask: RowMask, of table: Int, scale: Int = 0, _ figure: (_ rank: Int) -> Int64?
  ) throws(ResamplingObstacle) -> Index {
    var sums = [Int64](repeating: 0, count: map.count)
    var rest: Int128 = 0
    var rank = 0
    var hasOverflown = false
    mask.forEachRow { row in
      if let value = figure(rank) {
        if let unit = map.unit(ofRow: row, in: table) {
          let (sum, overflow) = sums[unit].addingReportingOverflow(value)
          sums[unit] = sum
          hasOverflown = hasOverflown || overflow
        } else {
          rest += Int128(value)
        }
      }
      rank += 1
    }
    if hasOverflown { throw .overflow(nil) }
    let key = Key(values: sums, fixed: rest, scale: scale)
    if let known = places[key] { return known }
    values.append(sums)
    fixed.append(rest)
    scales.append(scale)
    places[key] = values.count - 1
    return values.count - 1
  }

  /// How many rows of a mask each unit has.
  mutating func count(_ mask: RowMask, of table: Int) throws(ResamplingObstacle) -> Index {
    try add(mask, of: table) { _ in 1 }
  }
}

/// The sums of all columns for one set of drawn units.
struct DrawnSums {
  let columns: UnitColumns
  /// Of each column the sum over the drawn units, without the rows that are always there.
  let drawn: (UnitColumns.Index) -> Int128

  /// A column's sum.
  subscript(column: UnitColumns.Index) -> Exact {
    let sum = drawn(column) + columns.fixed[column]
    return Exact(sum) * Exact(unscaled: 1, scale: columns.scales[column])
  }

  /// A column of counts.
  func count(_ column: UnitColumns.Index) -> Int {
    Int(truncatingIfNeeded: drawn(column) + columns.fixed[column])
  }
}
