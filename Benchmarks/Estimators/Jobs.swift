import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics

/// A job reads its data, then measures the work alone.
typealias Job = @Sendable (URL) throws -> Measured

/// To add an estimator: a function here, its name in this table and a function of the same name in
/// `statistics_peers.py`.
let jobs: [String: Job] = [
  "gram-exact": gramExact, "gram-floating": gramFloating, "bootstrap": bootstrap,
  "bootstrap-product": bootstrapProduct, "ols-clustered": olsClustered, "logistic": logistic,
]

/// The Gram matrix of 1,000,000 × 20 integers, exact.
func gramExact(_ folder: URL) throws -> Measured {
  let table = try Table(folder.appending(path: "gram.i64"), columns: 20)
  return try Measured.of {
    let gram = try IntegerColumn.with(table.columns) { (columns) throws(LinearAlgebraError) in
      try ExactProducts.gram(columns: columns)
    }
    return "\(gram[0, 19])"
  }
}

/// The same by one floating-point `dsyrk` on one thread, from columns that are doubles already.
func gramFloating(_ folder: URL) throws -> Measured {
  let table = try Table(folder.appending(path: "gram.i64"), columns: 20)
  let values = table.columns.joined().map { Double($0) }
  let shape = MatrixShape(rows: table.rows, columns: 20)
  return try Measured.of {
    var gram = [Double](repeating: 0, count: 400)
    var out = gram.mutableSpan
    try BLAS.syrkTransposed(values.span, shape, into: &out)
    return "\(Int128(gram[19 * 20]))"
  }
}

/// 10,000 replicates of 50,000 persons, the sums of 10 columns.
func bootstrap(_ folder: URL) throws -> Measured {
  let units = try bootstrapUnits(folder)
  return try Measured.of {
    let bootstrap = try Bootstrap(
      units, replicates: 10_000, source: PhiloxDraws(key: StreamKey(contract: 1)))
    return try bootstrap.distribution(of: .mean(0)).standardError.decimalText(
      significantDigits: 6)
  }
}

/// The matrix product of the same size with weights that cost nothing.
func bootstrapProduct(_ folder: URL) throws -> Measured {
  let units = try bootstrapUnits(folder)
  return try Measured.of {
    let bootstrap = try Bootstrap(units, replicates: 10_000, source: OneEach())
    return "\(bootstrap.product.blocks)"
  }
}

private func bootstrapUnits(_ folder: URL) throws -> ResamplingUnits {
  let table = try Table(folder.appending(path: "bootstrap.i64"), columns: 10)
  return try ResamplingUnits(persons: table.columns.map { try Sample(values: $0) })
}

/// Draws every unit once.
private struct OneEach: DrawSource {
  func count(replicate: Int, pools: [Range<Int>], into counts: inout MutableSpan<UInt8>) {
    counts.withUnsafeMutableBufferPointer { $0.update(repeating: 1) }
  }
}

/// Least squares of 200,000 × 20 with errors clustered by 2,000, to the digits that peers print.
func olsClustered(_ folder: URL) throws -> Measured {
  let table = try regressionTable(folder)
  let clusters = try Factor(
    name: "cluster", codes: table.columns[22].map { Int32($0) },
    levels: (0..<2_000).map { "\($0)" })
  return try Measured.of {
    let design = try Design(
      response: .numeric("y", try Sample(values: table.columns[20])),
      terms: try regressors(table))
    let model = try LinearModel(design)
    let inference = try model.covariance(.clustered(by: clusters, .simple(.cr1(.all))))
      .inference("x0", reference: .student(1_999))
    let error = try inference.standardError.decimalText(significantDigits: 9)
    return "\(try Real(model.coefficient("x0")).decimalText(significantDigits: 12)) \(error)"
  }
}

/// A logistic model of 200,000 × 20, its maximum proved.
func logistic(_ folder: URL) throws -> Measured {
  let table = try regressionTable(folder)
  return try Measured.of {
    let model = try LogisticModel(
      response: .numeric("event", try Sample(values: table.columns[21])),
      terms: try regressors(table))
    let inference = try model.covariance(.information).inference("x0")
    let error = try inference.standardError.decimalText(significantDigits: 6)
    return "\(try inference.estimate.decimalText(significantDigits: 9)) \(error)"
  }
}

private func regressionTable(_ folder: URL) throws -> Table {
  try Table(folder.appending(path: "regression.i64"), columns: 23)
}

private func regressors(_ table: Table) throws -> [Term] {
  try (0..<20).map { .numeric("x\($0)", try Sample(values: table.columns[$0])) }
}
