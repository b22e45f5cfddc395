import Enclosures
import Quantities

/// The distinct rows of some columns, in the order in which they first occur.
struct CovariatePatterns: Sendable {
  /// The pattern of each row.
  let partition: Partition
  /// The columns, a row for each pattern.
  let columns: [ExactColumn]
  /// Rows of each pattern.
  let counts: [Int]

  init(_ columns: [ExactColumn]) {
    let rows = columns.first?.rows ?? 0
    let limbs = columns.flatMap(\.limbs)
    var index: [[Int64]: Int] = [:]
    var first: [Int] = []
    var counts: [Int] = []
    var codes: [Int] = []
    codes.reserveCapacity(rows)
    for row in 0..<rows {
      let key = limbs.map { $0[row] }
      let code = index[key] ?? first.count
      if code == first.count {
        index[key] = code
        first.append(row)
        counts.append(0)
      }
      counts[code] += 1
      codes.append(code)
    }
    partition = Partition(codes: codes, count: first.count)
    self.columns = columns.map { $0.gathered(first) }
    self.counts = counts
  }

  /// Number of patterns.
  var count: Int { counts.count }

  /// The whole numbers of the columns, without their units.
  func matrix(precision: Int) -> BallMatrix {
    BallMatrix(rows: count, columns: columns.count, precision: precision) {
      Ball(columns[$1].integer(at: $0), precision: precision)
    }
  }
}
