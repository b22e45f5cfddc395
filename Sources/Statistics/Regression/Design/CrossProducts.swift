import Enclosures
import LinearAlgebra
import Quantities

/// Exact sums of products of columns.
enum CrossProducts {
  /// A matrix of sums of products, with how they were formed.
  struct Gram {
    let matrix: ExactMatrix
    let records: [ProductRecord]
  }

  /// The symmetric matrix of `Σᵢ aᵢ bᵢ` of all pairs of columns.
  static func gram(_ columns: [ExactColumn]) throws(RegressionError) -> Gram {
    let limbs = columns.flatMap(\.limbs)
    let gram = try RegressionError.product { () throws(LinearAlgebraError) in
      try IntegerColumn.with(limbs) { (views) throws(LinearAlgebraError) in
        try ExactProducts.gram(columns: views)
      }
    }
    let starts = starts(columns)
    let matrix = ExactMatrix(rows: columns.count, columns: columns.count) { i, j in
      var sum = Exact.zero
      for p in columns[i].limbs.indices {
        for q in columns[j].limbs.indices {
          sum += Exact(gram[starts[i] + p, starts[j] + q]) * power(p + q)
        }
      }
      return sum * columns[i].unit * columns[j].unit
    }
    return Gram(matrix: matrix, records: [gram.record])
  }

  /// The matrix of `Σᵢ wᵢ aᵢ bᵢ` of all pairs of columns.
  static func gram(
    _ columns: [ExactColumn], weights: ExactColumn?
  ) throws(RegressionError) -> Gram {
    guard let weights else { return try gram(columns) }
    let weighted = columns.map { $0.times(weights) }
    var entries = [[Exact]](
      repeating: [Exact](repeating: .zero, count: columns.count), count: columns.count)
    var records: [ProductRecord] = []
    for i in columns.indices {
      for j in 0...i {
        entries[i][j] = try dot(weighted[i], columns[j], &records)
        entries[j][i] = entries[i][j]
      }
    }
    return Gram(
      matrix: ExactMatrix(rows: columns.count, columns: columns.count) { entries[$0][$1] },
      records: ProductRecord.combined(records, rows: weights.rows))
  }

  /// The inner product `Σᵢ aᵢ bᵢ`.
  private static func dot(
    _ a: ExactColumn, _ b: ExactColumn, _ records: inout [ProductRecord]
  ) throws(RegressionError) -> Exact {
    var sum = Exact.zero
    for (p, left) in a.limbs.enumerated() {
      for (q, right) in b.limbs.enumerated() {
        let part = try RegressionError.product { () throws(LinearAlgebraError) in
          try IntegerColumn.with([left, right]) { (views) throws(LinearAlgebraError) in
            try ExactProducts.dot(views[0], views[1])
          }
        }
        records.append(part.record)
        sum += Exact(part.value) * power(p + q)
      }
    }
    return sum * a.unit * b.unit
  }

  private static func starts(_ columns: [ExactColumn]) -> [Int] {
    var starts: [Int] = []
    var next = 0
    for column in columns {
      starts.append(next)
      next += column.limbs.count
    }
    return starts
  }

  private static func power(_ limbs: Int) -> Exact {
    (0..<limbs).reduce(.one) { value, _ in value * ExactColumn.base }
  }
}
