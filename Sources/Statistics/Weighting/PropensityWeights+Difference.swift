import Enclosures
import Quantities

/// Weighted means of an outcome in two groups, and their difference.
public struct WeightedDifference: Sendable {
  /// The weighted mean in group 1.
  public let mean1: Inference
  /// The weighted mean in group 0.
  public let mean0: Inference
  /// `mean1 − mean0`, which is also the coefficient of the group in the weighted regression on it.
  public let difference: Inference
  /// `Σ w y` of group 1 less that of group 0, over all rows kept: the estimate of Horvitz and Thompson
  /// (JASA 47, 1952) when the weights are those of `WeightKind.ate`.
  public let totalsPerRow: Real

  /// What errors take into account.
  public enum Errors: Hashable, Sendable {
    /// The weights are taken as known: HC0 of the weighted regression of the outcome on the group.
    case weightsFixed
    /// The model of the weights is estimated from the same rows: the sandwich of the estimating equations of
    /// the model and of both means together, without a small-sample factor (Lunceford and
    /// Davidian, Stat Med 23, 2004; Stefanski and Boos, Am Stat 56, 2002). Which rows are dropped
    /// is taken as known.
    case modelEstimated
  }
}

extension PropensityWeights {
  /// The difference of an outcome's weighted means `Σ w y / Σ w` (Hájek) between the groups.
  ///
  /// - Parameter outcome: a single column with a value in every row of the model.
  /// - Throws: `LogisticError.regression` with `.missingValue`, `.lengthMismatch` or `.noColumns`.
  public func difference(
    of outcome: Term, errors: WeightedDifference.Errors
  ) throws(LogisticError) -> WeightedDifference {
    let column = try column(outcome)
    let sums = cells.sums(column)
    let (values, cells, unit, count) = (values, cells, column.unit, rows.count)
    let kept = kept
    let moments = Refinable<OutcomeMoments?> { precision in
      values.value(precision: precision).map {
        OutcomeMoments($0, cells, kept: kept, sums, errors, count: count)
      }
    }
    func real(_ factor: Exact, _ part: @escaping @Sendable (OutcomeMoments) -> Ball) -> Real {
      Real { precision in
        moments.value(precision: precision).map {
          part($0) * Ball(factor, precision: precision + 64)
        } ?? .indeterminate(precision: precision)
      }
    }
    func inference(
      _ estimate: @escaping @Sendable (OutcomeMoments) -> Ball,
      _ variance: @escaping @Sendable (OutcomeMoments) -> Ball
    ) -> Inference {
      Inference(
        estimate: real(unit, estimate), variance: real(unit * unit, variance),
        reference: .normal)
    }
    return WeightedDifference(
      mean1: inference({ $0.means[1] }, { $0.variances[1] }),
      mean0: inference({ $0.means[0] }, { $0.variances[0] }),
      difference: inference({ $0.means[1] - $0.means[0] }, { $0.differenceVariance }),
      totalsPerRow: real(unit) { $0.totalsPerRow })
  }
}

/// The weighted means of an outcome's whole numbers with their variances.
private struct OutcomeMoments: Sendable {
  let means: [Ball]
  let variances: [Ball]
  let differenceVariance: Ball
  let totalsPerRow: Ball

  init(
    _ values: WeightValues, _ cells: WeightCells, kept: [Bool],
    _ sums: [(sum: Exact, squares: Exact)], _ errors: WeightedDifference.Errors, count: Int
  ) {
    let precision = values.fit.precision
    let k = values.fit.x.columns
    let totals = sums.map { Ball($0.sum, precision: precision) }
    let squares = sums.map { Ball($0.squares, precision: precision) }
    let means = values.means(totals, cells)
    let (zero, two) = (Ball(0), Ball(2))

    // The derivative of each mean by the coefficients, times the inverse information.
    var pulls: [[Ball]]?
    if errors == .modelEstimated {
      var gradients = [[Ball]](repeating: [Ball](repeating: zero, count: k), count: 2)
      for (index, cell) in cells.cells.enumerated() where kept[index] {
        let group = cell.treated ? 1 : 0
        let centred = totals[index] - Ball(cell.count) * means[group]
        let pull = values.slopes[index] * centred / values.total[group]
        for j in 0..<k { gradients[group][j] += pull * values.fit.x[cell.pattern, j] }
      }
      let matrix = BallMatrix(rows: k, columns: 2, precision: precision) { gradients[$1][$0] }
      let effect = values.fit.x * (values.fit.inverse * matrix)
      pulls = (0..<effect.rows).map { [effect[$0, 0], effect[$0, 1]] }
    }

    // Each row's influence on a mean is a (y − mean) + c with a and c those of its cell.
    var variances = [zero, zero]
    var covariance = zero
    for (index, cell) in cells.cells.enumerated() {
      let group = cell.treated ? 1 : 0
      let n = Ball(cell.count)
      let a = values.weights[index] / values.total[group]
      let centred = totals[index] - n * means[group]
      let spread =
        squares[index] - two * means[group] * totals[index] + n * means[group].square()
      variances[group] += a.square() * spread
      guard let pulls else { continue }
      let residual = Ball(cell.treated ? 1 : 0) - values.fit.probabilities[cell.pattern]
      let c = pulls[cell.pattern].map { $0 * residual }
      variances[group] += two * a * c[group] * centred
      for part in 0..<2 { variances[part] += n * c[part].square() }
      covariance += a * c[1 - group] * centred + n * c[0] * c[1]
    }
    self.means = means
    self.variances = variances
    differenceVariance = variances[0] + variances[1] - two * covariance
    totalsPerRow =
      (means[1] * values.total[1] - means[0] * values.total[0]) / Ball(count)
  }
}
