import Enclosures
import LinearAlgebra
import Quantities

/// The exact products of the columns within each cluster.
struct ClusterProducts: Sendable {
  /// For each cluster, `S_g = X_g′W_gX_g`.
  let grams: [ExactMatrix]
  /// For each cluster, `X_g′W_gy_g`.
  let crosses: [ExactMatrix]
  /// How they were formed.
  let records: [ProductRecord]

  init(_ design: Design, partition: Partition) throws(RegressionError) {
    let k = design.columns.count
    let inner = Array(0..<k)
    var grams: [ExactMatrix] = []
    var crosses: [ExactMatrix] = []
    var records: [ProductRecord] = []
    for members in partition.members {
      let columns = (design.columns + [design.response]).map { $0.gathered(members) }
      let products = try CrossProducts.gram(
        columns, weights: design.weights?.gathered(members))
      grams.append(products.matrix.selecting(rows: inner, columns: inner))
      crosses.append(products.matrix.selecting(rows: inner, columns: [k]))
      records += products.records
    }
    self.records = ProductRecord.combined(records, rows: design.count)
    self.grams = grams
    self.crosses = crosses
  }

  /// For each cluster, `X_g′W_g(y_g − X_g b)`.
  func scores(_ coefficients: ExactMatrix) -> [ExactMatrix] {
    zip(grams, crosses).map { $1 - $0 * coefficients }
  }
}
