import Enclosures
import Quantities

/// Marginal standardisation (regression standardisation, g-computation): the mean of the probabilities
/// that a logistic model gives when a column is set to 1 for everybody, and to 0.
///
/// Products with the column are formed anew. Errors are by the delta method from a covariance of the
/// coefficients, the covariates of the rows taken as fixed: they hold for these people, and leave out
/// that other people would have other covariates (Greenland, Am J Epidemiol 160, 2004).
public struct MarginalStandardisation: Sendable {
  /// The mean probability with everybody 1.
  public let risk1: Inference
  /// The mean probability with everybody 0.
  public let risk0: Inference
  /// `risk1 − risk0`.
  public let difference: Inference
  /// The natural logarithm of `risk1 / risk0`; limits of the ratio are powers of e of its limits.
  public let logRatio: Inference

  /// `risk1 / risk0`, its variance by the delta method.
  public var ratio: Inference {
    let ratio = risk1.estimate / risk0.estimate
    return Inference(
      estimate: ratio, variance: ratio.square() * logRatio.variance, reference: .normal)
  }

  /// Standardises to the rows of a model, or to those of them that are in `group` 1 or 0.
  ///
  /// - Parameters:
  ///   - covariance: of the model's coefficients.
  ///   - group: the name of a column of 0 and 1 that is a term of the model.
  ///   - to: whose covariates: everybody's, or those of one group.
  /// - Throws: `LogisticError.weighted`, `.notATerm`, `.notBinary`, `.oneGroup`, `.regression`.
  public init(
    _ covariance: LogisticCovariance, group: String, to: StandardPopulation = .everybody
  ) throws(LogisticError) {
    let model = covariance.model
    try model.checkUnweighted()
    let design = model.design
    guard model.terms.contains(where: { $0.isColumn(group) }) else {
      throw .notATerm(column: group, terms: design.names)
    }
    let column = design.columns[try model.index(of: group)]
    let members = try column.binary(named: group, rows: design.rows)
    if let value = column.constant {
      throw .oneGroup(column: group, value: value, rows: members.count)
    }
    let chosen = members.indices.filter { row in
      switch to {
      case .everybody: true
      case .treated: members[row]
      case .untreated: !members[row]
      }
    }
    var counterfactuals: [CovariatePatterns] = []
    for value in [Exact.zero, .one] {
      let columns = try LogisticError.regression { () throws(RegressionError) in
        try design.columns(of: model.terms, setting: group, to: value, rows: design.rows)
      }
      counterfactuals.append(model.data.patterns(of: columns.map { $0.gathered(chosen) }))
    }
    let (zero, one) = (counterfactuals[0], counterfactuals[1])
    let matrix = covariance.matrix
    let enclosure = model.enclosure
    let figures = Refinable<Figures?> { precision in
      guard let fit = enclosure.value(precision: precision),
        let matrix = matrix.value(precision: precision)
      else { return nil }
      return Figures(fit, matrix, zero, one)
    }
    func inference(_ figure: @escaping @Sendable (Figures) -> (Ball, Ball)) -> Inference {
      func real(_ part: @escaping @Sendable ((Ball, Ball)) -> Ball) -> Real {
        Real { precision in
          figures.value(precision: precision).map { part(figure($0)) }
            ?? .indeterminate(precision: precision)
        }
      }
      return Inference(
        estimate: real { $0.0 }, variance: real { $0.1 }, reference: .normal)
    }
    risk1 = inference { $0.risk1 }
    risk0 = inference { $0.risk0 }
    difference = inference { $0.difference }
    logRatio = inference { $0.logRatio }
  }

  /// Whose covariates are standardised to.
  public enum StandardPopulation: Hashable, Sendable {
    /// All rows that take part.
    case everybody
    /// Those with the group's column at 1.
    case treated
    /// Those with the group's column at 0.
    case untreated
  }

  private struct Figures: Sendable {
    let risk1: (Ball, Ball)
    let risk0: (Ball, Ball)
    let difference: (Ball, Ball)
    let logRatio: (Ball, Ball)

    init(
      _ fit: LogisticEnclosure, _ covariance: BallMatrix, _ zero: CovariatePatterns,
      _ one: CovariatePatterns
    ) {
      let (r0, g0) = fit.mean(zero)
      let (r1, g1) = fit.mean(one)
      func variance(_ gradient: BallMatrix) -> Ball {
        (gradient.transposed * covariance * gradient)[0, 0]
      }
      let unit = Ball(1)
      risk1 = (r1, variance(g1))
      risk0 = (r0, variance(g0))
      difference = (r1 - r0, variance(g1 - g0))
      logRatio = ((r1 / r0).logarithm(), variance((unit / r1) * g1 - (unit / r0) * g0))
    }
  }
}
