import Enclosures
import Quantities

/// The balance of a covariate between two groups, before and after weighting.
public struct Balance: Sendable {
  /// The covariate's column.
  public let name: String
  /// Means of group 1 and group 0 over all rows of the model.
  public let means: (treated: Exact, untreated: Exact)
  /// Weighted means of group 1 and group 0 over the rows kept.
  public let weightedMeans: (treated: Real, untreated: Real)
  /// The difference of means over the unweighted `√((s₁² + s₀²) / 2)`, s² with n − 1 (Austin, Stat
  /// Med 28, 2009).
  public let standardisedDifference: Real
  /// The difference of weighted means over the same denominator.
  public let weightedDifference: Real
}

extension PropensityWeights {
  /// The balance of covariates, a row for each column of the terms.
  ///
  /// - Throws: `LogisticError.regression` with `.missingValue` or `.lengthMismatch`, `.noVariation`,
  ///   `.tooFewRows`.
  public func balance(of terms: [Term]) throws(LogisticError) -> [Balance] {
    let design = model.design
    var rows: [Balance] = []
    for term in terms {
      let columns = try LogisticError.regression { () throws(RegressionError) in
        let presence = try term.presence(rows: design.tableRows)
        for row in design.rows where !presence[row] { throw .missingValue(row: row) }
        return try term.columns(design.rows)
      }
      for (name, column) in columns { rows.append(try balance(name, column)) }
    }
    return rows
  }

  private func balance(_ name: String, _ column: ExactColumn) throws(LogisticError) -> Balance {
    let sums = cells.sums(column)
    var counts = [0, 0]
    var totals = [Exact.zero, .zero]
    var squares = totals
    for (cell, sum) in zip(cells.cells, sums) {
      let group = cell.treated ? 1 : 0
      counts[group] += cell.count
      totals[group] += sum.sum
      squares[group] += sum.squares
    }
    var pooled = Exact.zero
    for group in 0..<2 {
      guard counts[group] > 1 else {
        throw .tooFewRows(column: name, value: group, rows: counts[group])
      }
      let spread = squares[group] - totals[group] * totals[group].over(counts[group])
      pooled += spread.over(2 * (counts[group] - 1))
    }
    guard !pooled.isZero else { throw .noVariation(column: name) }
    let unit = column.unit
    let means = (0..<2).map { totals[$0].over(counts[$0]) * unit }
    let scale = Real(pooled * unit * unit).squareRoot()
    let cells = cells
    let weighted = (0..<2).map { group in
      real { values in
        let precision = values.fit.precision
        let totals = sums.map { Ball($0.sum, precision: precision) }
        return values.means(totals, cells)[group] * Ball(unit, precision: precision)
      }
    }
    return Balance(
      name: name, means: (means[1], means[0]), weightedMeans: (weighted[1], weighted[0]),
      standardisedDifference: Real(means[1] - means[0]) / scale,
      weightedDifference: (weighted[1] - weighted[0]) / scale)
  }
}
