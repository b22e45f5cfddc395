import Enclosures
import Quantities

/// The rows of a propensity model by covariates and group: rows of a cell share their weight.
struct WeightCells: Sendable {
  struct Cell: Sendable {
    /// The pattern of covariates.
    let pattern: Int
    /// Whether the rows are of group 1.
    let treated: Bool
    /// Rows of the cell.
    let count: Int
  }

  let cells: [Cell]
  /// The cell of each row of the design.
  let codes: [Int]

  init(_ model: LogisticModel) {
    let patterns = model.data.patterns.partition
    let groups = Partition(codes: model.response.map { $0 ? 1 : 0 }, count: 2)
    let crossed = patterns.crossed(with: groups)
    codes = crossed.codes
    var first = [Int](repeating: -1, count: crossed.count)
    var counts = [Int](repeating: 0, count: crossed.count)
    for (row, code) in codes.enumerated() {
      if first[code] < 0 { first[code] = row }
      counts[code] += 1
    }
    cells = first.indices.map {
      Cell(
        pattern: patterns.codes[first[$0]], treated: model.response[first[$0]],
        count: counts[$0])
    }
  }

  /// Sums of a column's whole numbers and of their squares in each cell.
  func sums(_ column: ExactColumn) -> [(sum: Exact, squares: Exact)] {
    var sums = [(sum: Exact, squares: Exact)](repeating: (.zero, .zero), count: cells.count)
    for (row, code) in codes.enumerated() {
      let value = column.integer(at: row)
      sums[code].sum += value
      sums[code].squares += value * value
    }
    return sums
  }
}
