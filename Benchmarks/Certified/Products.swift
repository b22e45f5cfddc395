import Enclosures
import LinearAlgebra
import Quantities

/// The exact inner products of columns of decimals.
enum Products {
  /// The inner products of the columns, with a column of ones before them.
  ///
  /// By BLAS on integers where the columns fit 64 bits at their own scale, by FLINT where they do not
  /// (the tenth power of a nine-digit decimal).
  static func gram(_ columns: [[Exact]]) -> ExactMatrix {
    if let fixed = fixedPoint(columns),
      let gram = try? IntegerColumn.with(
        fixed.columns,
        { (columns) throws(LinearAlgebraError) in
          try ExactProducts.gram(columns: columns, ones: true)
        })
    {
      return scaled(gram, fixed.scales)
    }
    let ones = [Exact](repeating: .one, count: columns.first?.count ?? 0)
    let all = [ones] + columns
    let x = ExactMatrix(rows: ones.count, columns: all.count) { all[$1][$0] }
    return x.transposed * x
  }

  /// The same for one column and each group of rows.
  static func gram(_ column: [Exact], groups: [Int32], count: Int) -> [ExactMatrix] {
    guard let fixed = fixedPoint([column]) else { return [] }
    let grams = groups.withUnsafeBufferPointer { groups in
      try? IntegerColumn.with(fixed.columns) { (columns) throws(LinearAlgebraError) in
        try ExactProducts.groupedGrams(
          columns: columns, groups: groups, groupCount: count, ones: true)
      }
    }
    return (grams ?? []).map { scaled($0, fixed.scales) }
  }

  private static func scaled(_ gram: GramMatrix, _ scales: [Int]) -> ExactMatrix {
    let scales = [0] + scales
    return ExactMatrix(rows: gram.order, columns: gram.order) {
      Exact(gram[$0, $1]) * Exact.powerOfTen(-scales[$0] - scales[$1])
    }
  }

  /// The columns as integers, each at the scale of its longest decimal; `nil` when one does not fit.
  private static func fixedPoint(
    _ columns: [[Exact]]
  ) -> (columns: [[Int64]], scales: [Int])? {
    var result: [[Int64]] = []
    var scales: [Int] = []
    for column in columns {
      let decimals = column.compactMap(\.exactDecimals)
      let scale = decimals.max() ?? 0
      let unscaled = column.compactMap { ($0 * Exact.powerOfTen(scale)).int64 }
      guard decimals.count == column.count, unscaled.count == column.count else { return nil }
      result.append(unscaled)
      scales.append(scale)
    }
    return (result, scales)
  }
}
