import Enclosures
import Quantities

/// The average effect of a group by augmented inverse probability weighting, which is consistent when
/// either the model of the group or that of the outcome is right (Robins, Rotnitzky and Zhao, JASA 89,
/// 1994; Bang and Robins, Biometrics 61, 2005).
///
/// Each row contributes `m₁ − m₀ + A (y − m₁) / e − (1 − A) (y − m₀) / (1 − e)`, m the linear outcome
/// model with the group set to 1 and to 0. The effect is the mean of the contributions, its variance
/// their sample variance over n.
public struct AugmentedWeighting: Sendable {
  /// The linear model of the outcome.
  public let outcome: LinearModel
  /// The average effect in everybody.
  public let effect: Inference

  /// Estimates the effect in the rows of a model of the group.
  ///
  /// - Parameters:
  ///   - propensity: the model of the group; its response is the group.
  ///   - outcome: a single column with a value in every row of that model.
  ///   - terms: of the outcome model, fitted in both groups together.
  ///   - group: the name of the group's column among `terms`.
  /// - Throws: `LogisticError.weighted`, `.notATerm`, `.regression`.
  public init(
    _ propensity: LogisticModel, outcome: Term, terms: [Term], group: String
  ) throws(LogisticError) {
    try propensity.checkUnweighted()
    let rows = propensity.design.rows
    let (model, one, zero) = try LogisticError.regression { () throws(RegressionError) in
      let among = propensity.design.mask
      let design = try Design(response: outcome, terms: terms, among: among)
      if design.count < rows.count {
        let present = Set(design.rows)
        let missing = rows.first { !present.contains($0) }
        throw RegressionError.missingValue(row: missing ?? 0)
      }
      return (
        try LinearModel(design),
        try design.columns(of: terms, setting: group, to: .one, rows: rows),
        try design.columns(of: terms, setting: group, to: .zero, rows: rows)
      )
    }
    guard terms.contains(where: { $0.isColumn(group) }) else {
      throw .notATerm(column: group, terms: model.design.names)
    }
    self.outcome = model
    let patterns = (CovariatePatterns(one), CovariatePatterns(zero))
    let coefficients = zip(model.coefficients, model.design.columns).map { $0 * $1.unit }
    let response = model.design.response
    let treated = propensity.response
    let codes = propensity.data.patterns.partition.codes
    let enclosure = propensity.enclosure
    let moments = Refinable<(mean: Ball, variance: Ball)?> { precision in
      guard let fit = enclosure.value(precision: precision) else { return nil }
      let bits = fit.precision
      let b = BallMatrix(ExactMatrix(column: coefficients), precision: bits)
      let means = (patterns.0.matrix(precision: bits) * b, patterns.1.matrix(precision: bits) * b)
      let unit = Ball(1)
      var sum = Ball(0)
      var contributions: [Ball] = []
      for row in treated.indices {
        let m1 = means.0[patterns.0.partition.codes[row], 0]
        let m0 = means.1[patterns.1.partition.codes[row], 0]
        let y = Ball(response.value(at: row), precision: bits)
        let e = fit.probabilities[codes[row]]
        let correction = treated[row] ? (y - m1) / e : -(y - m0) / (unit - e)
        let contribution = m1 - m0 + correction
        sum += contribution
        contributions.append(contribution)
      }
      let n = contributions.count
      let mean = sum / Ball(n)
      let squares = contributions.reduce(Ball(0)) { $0 + ($1 - mean).square() }
      return (mean, squares / Ball(n) / Ball(n - 1))
    }
    effect = Inference(
      estimate: Real { moments.value(precision: $0)?.mean ?? .indeterminate(precision: $0) },
      variance: Real { moments.value(precision: $0)?.variance ?? .indeterminate(precision: $0) },
      reference: .normal)
  }
}
