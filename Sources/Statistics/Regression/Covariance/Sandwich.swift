import Enclosures
import Quantities

/// The power of `1 − hᵢ` that divides a residual.
enum Leverage: Sendable {
  /// The square root: HC2.
  case root
  /// The first power: HC3.
  case whole
}

/// `(X′WX)⁻¹ (Σ_g s_g s_g′) (X′WX)⁻¹` with `s_g = Σ wᵢ eᵢ xᵢ` over the rows of a cluster, enclosed.
///
/// Up to 64 bits the sums over rows are formed in doubles with bounds (`FloatingSandwich`); where that is
/// not tight enough, in ball arithmetic on every row.
struct Sandwich: Sendable {
  let model: LinearModel
  let partition: Partition
  let leverage: Leverage?

  init(
    _ model: LinearModel, partition: Partition, leverage: Leverage?
  ) throws(RegressionError) {
    self.model = model
    self.partition = partition
    self.leverage = leverage
    if leverage != nil { try checkLeverage() }
  }

  func enclosed(precision: Int) -> BallMatrix {
    if precision <= 64,
      let matrix = FloatingSandwich.covariance(
        model, partition: partition, leverage: leverage)
    {
      return matrix
    }
    return balls(precision: precision + 64)
  }

  private func balls(precision: Int) -> BallMatrix {
    let design = model.design
    let x = design.matrix(precision: precision)
    let b = BallMatrix(ExactMatrix(column: model.coefficients), precision: precision)
    let fitted = x * b
    func balls(_ value: (Int) -> Exact) -> [Ball] {
      (0..<design.count).map { Ball(value($0), precision: precision) }
    }
    let residuals = balls { design.response.value(at: $0) }.enumerated().map {
      $1 - fitted[$0, 0]
    }
    let sums = RowScores(
      x: x, inverse: BallMatrix(model.inverse, precision: precision), residuals: residuals,
      weights: design.weights.map { weights in balls { weights.value(at: $0) } },
      absorbedLeverage: design.absorbedLeverage.map { absorbed in balls { absorbed[$0] } }
    ).sums(partition, leverage: leverage)
    let vanishing = vanishingColumns(sums)
    let zero = Ball(.zero, precision: precision)
    let scores = BallMatrix(
      rows: partition.count, columns: x.columns, precision: precision
    ) {
      vanishing.contains($1) ? zero : sums[$0][$1]
    }
    return scores.transposed * scores
  }

  /// The columns whose scores are zero in every cluster, proved in rational numbers.
  private func vanishingColumns(_ sums: [[Ball]]) -> Set<Int> {
    let k = model.coefficients.count
    let candidates = (0..<k).filter { j in sums.allSatisfy { $0[j].contains(.zero) } }
    if candidates.isEmpty { return [] }
    let design = model.design
    let residuals = model.residuals()
    let columns = design.columns.map(\.values)
    return Set(
      candidates.filter { j in
        var exact = [Exact](repeating: .zero, count: partition.count)
        for (row, code) in partition.codes.enumerated() where !residuals[row].isZero {
          let influence = (0..<k).reduce(Exact.zero) {
            $0 + columns[$1][row] * model.inverse[$1, j]
          }
          // A residual divided by a power of its leverage vanishes with the residual: with such
          // a division every row is a cluster of its own.
          exact[code] += (design.weights?.value(at: row) ?? .one) * residuals[row] * influence
        }
        return exact.allSatisfy(\.isZero)
      })
  }

  /// Refuses rows that determine a coefficient alone.
  private func checkLeverage() throws(RegressionError) {
    let design = model.design
    let absorbed = design.absorbedLeverage
    let suspects = FloatingSandwich.rowsOfHighLeverage(model)
    for row in suspects {
      let x = ExactMatrix(column: design.columns.map { $0.value(at: row) })
      var h = (x.transposed * model.inverse * x)[0, 0]
      if let weights = design.weights { h *= weights.value(at: row) }
      if let absorbed { h += absorbed[row] }
      if h >= .one { throw .fullLeverage(row: design.rows[row]) }
    }
  }
}

/// The rows of a (weighted) least squares fit in balls.
struct RowScores {
  let x: BallMatrix
  /// (X′WX)⁻¹.
  let inverse: BallMatrix
  let residuals: [Ball]
  let weights: [Ball]?
  /// Each row's leverage from absorbed effects.
  var absorbedLeverage: [Ball]?

  /// Each row's `wᵢ eᵢ (X′WX)⁻¹ xᵢ`, the residual divided by a power of `1 − hᵢ`, summed by cluster.
  func sums(_ partition: Partition, leverage: Leverage?) -> [[Ball]] {
    let precision = x.precision
    let influence = x * inverse
    let zero = Ball(.zero, precision: precision)
    let one = Ball(.one, precision: precision)
    var sums = [[Ball]](
      repeating: [Ball](repeating: zero, count: x.columns), count: partition.count)
    for row in 0..<x.rows {
      var score = residuals[row]
      let weight = weights?[row]
      if let leverage {
        var h = zero
        for j in 0..<x.columns { h += influence[row, j] * x[row, j] }
        if let weight { h *= weight }
        if let absorbedLeverage { h += absorbedLeverage[row] }
        score = score / (leverage == .root ? (one - h).squareRoot() : one - h)
      }
      if let weight { score *= weight }
      for j in 0..<x.columns { sums[partition.codes[row]][j] += score * influence[row, j] }
    }
    return sums
  }
}

extension Design {
  /// The columns as a matrix of balls.
  func matrix(precision: Int) -> BallMatrix {
    BallMatrix(rows: count, columns: columns.count, precision: precision) {
      Ball(columns[$1].value(at: $0), precision: precision)
    }
  }
}
