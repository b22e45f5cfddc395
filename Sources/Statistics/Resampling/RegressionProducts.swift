import Enclosures
import LinearAlgebra
import Quantities

/// The products of a regression's columns, whose sums give its coefficients on any sample: replicate by
/// replicate the normal equations are solved exactly.
public struct RegressionProducts: Hashable, Sendable {
  /// The products row by row, to be resampled: of the constant 1 and the regressors, each with each, and
  /// of each with the outcome.
  public let columns: [Sample]
  private let order: Int

  /// Multiplies the columns of a linear regression with a constant.
  ///
  /// - Throws: `ResamplingError.statistic`, `.overflow` for a product that passes 64 bits.
  public init(outcome: Sample, regressors: [Sample]) throws(ResamplingError) {
    let rows = outcome.rows
    for column in regressors where column.rows != rows {
      throw .statistic(.lengthMismatch(expected: rows, found: column.rows))
    }
    order = regressors.count + 1
    do throws(StatisticsError) {
      let constant = try Sample(values: [Int64](repeating: 1, count: rows))
      let design = [constant] + regressors
      var columns: [Sample] = []
      for j in 0..<order {
        for i in 0...j { columns.append(try design[i].times(design[j])) }
      }
      for column in design { columns.append(try column.times(outcome)) }
      self.columns = columns
    } catch {
      if case .product(.overflow(_, let row, _)) = error { throw .overflow(row: row) }
      throw .statistic(error)
    }
  }

  /// The least-squares coefficient of a regressor, from 1; 0 is the constant. It has no value where the
  /// design is singular.
  ///
  /// - Parameter first: the number of the first of these columns among those that are resampled.
  public func coefficient(_ index: Int, columnsFrom first: Int = 0) -> ResampledStatistic {
    let order = order
    precondition((0..<order).contains(index), "no such regressor")
    return ResampledStatistic { sums in
      let gram = ExactMatrix(rows: order, columns: order) { i, j in
        let (low, high) = i <= j ? (i, j) : (j, i)
        return sums[first + high * (high + 1) / 2 + low]
      }
      let start = first + order * (order + 1) / 2
      let right = ExactMatrix(column: (0..<order).map { sums[start + $0] })
      return gram.solve(right)?[index, 0]
    }
  }
}

extension Sample {
  /// The product with another column, present where both are.
  fileprivate func times(_ other: Sample) throws(StatisticsError) -> Sample {
    let mask = try paired(with: other)
    var products = [Int64](repeating: 0, count: rows)
    for row in 0..<rows where mask?[row] ?? true {
      let (product, overflow) = values[row].multipliedReportingOverflow(by: other.values[row])
      guard !overflow else {
        throw .product(
          .overflow(
            routine: .integer, rows: row,
            largest: max(values[row].magnitude, other.values[row].magnitude)))
      }
      products[row] = product
    }
    return try Sample(values: products, scale: scale + other.scale, validity: mask)
  }
}
