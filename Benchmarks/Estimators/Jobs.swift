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
  "bootstrap-product": bootstrapProduct,
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
