import Contract
import Diagnostics
import Enclosures
import LinearAlgebra
import Quantities
import Statistics

extension Estimator {
  /// The column of 1 for the treated and 0 for the compared.
  static let group = "(group)"
  private static let period = "(period)"

  /// Differences, ratios and regressions by least squares, exact.
  func leastSquares() throws(EstimationHalt) -> EstimateFigures {
    if case .difference = estimation.method, case .unequalVariances? = estimation.errors {
      return try welch()
    }
    let model = try regression { () throws(RegressionError) in try LinearModel(try design()) }
    let covariance = try regression { () throws(RegressionError) in
      try model.covariance(try estimator())
    }
    let terms = try effect(model)
    let degrees = try degreesOfFreedom(covariance, terms)
    let inference = try regression { () throws(RegressionError) in
      try covariance.inference(
        combining: terms, reference: .student(degreesOfFreedom: degrees))
    }
    let estimate = try ratio(model) ?? inference.estimate
    var diagnostics = sizes
    if let clusters = covariance.clusters {
      diagnostics.append(
        EstimateFigures.Diagnostic(
          label: "clusters", kind: .diagnostic, value: Real(Exact(clusters)), unit: .number))
    }
    return EstimateFigures(
      estimate: estimate,
      uncertainty: .standardError(inference.standardError, degreesOfFreedom: degrees),
      diagnostics: diagnostics, balance: try balance(), products: [])
  }

  /// The combination of coefficients whose error is that of the figure: of a ratio by the delta method,
  /// with the gradient at the estimate.
  private func effect(
    _ model: LinearModel
  ) throws(EstimationHalt) -> [(name: String, factor: Exact)] {
    switch estimation.method {
    case .differenceInDifferences: return [("\(Self.group):\(Self.period)", .one)]
    case .ratio:
      let (share, inverse) = try share(model)
      return [
        (Design.intercept, Exact(-100) * share * inverse), (Self.group, Exact(100) * inverse),
      ]
    default: return [(Self.group, .one)]
    }
  }

  /// The ratio of the means × 100; nil for other methods.
  private func ratio(_ model: LinearModel) throws(EstimationHalt) -> Real? {
    guard case .ratio = estimation.method else { return nil }
    return Real(Exact(100) * (.one + (try share(model).share)))
  }

  /// The difference as a share of the compared mean, and the inverse of that mean.
  private func share(
    _ model: LinearModel
  ) throws(EstimationHalt) -> (share: Exact, inverse: Exact) {
    let (compared, difference) = try regression { () throws(RegressionError) in
      (try model.coefficient(Design.intercept), try model.coefficient(Self.group))
    }
    guard compared.signum > 0, let inverse = compared.reciprocal else {
      throw EstimationHalt(
        .notPositive(
          Text(en: "the mean of the compared group", ja: "対照側の平均"),
          compared.rounded(.halfEven, decimals: 6)))
    }
    return (difference * inverse, inverse)
  }

  func balance() throws(EstimationHalt) -> [BalanceRow] {
    try statistic { () throws(StatisticsError) in try sample.balance() }
  }

  // MARK: - Columns

  /// Reads columns; what they lack is an error of the regression.
  private func columns<Value>(
    _ body: () throws(StatisticsError) -> Value
  ) throws(RegressionError) -> Value {
    do { return try body() } catch { throw .statistics(error) }
  }

  private func design() throws(RegressionError) -> Design {
    let (response, terms) = try columns {
      () throws(StatisticsError) -> (Term, [Term]) in
      if let before = sample.before { return try stacked(scaled(before)) }
      return (
        .numeric("(outcome)", try outcome.sample),
        [.numeric(Self.group, try Sample(values: sample.treated))]
      )
    }
    var all = terms
    for covariate in sample.covariates {
      let term = try self.term(covariate)
      all.append(term)
      if let period = terms.count == 3 ? terms[1] : nil { all.append(.interaction(term, period)) }
    }
    return try Design(response: response, terms: all)
  }

  /// Both waves of each person, the first wave's rows before the second's.
  private func stacked(
    _ before: EstimationSample.Numbers
  ) throws(StatisticsError) -> (Term, [Term]) {
    let scale = max(before.scale, outcome.scale)
    let first = try before.rescaled(to: scale)
    let second = try outcome.rescaled(to: scale)
    let group = Term.numeric(Self.group, try Sample(values: sample.treated + sample.treated))
    let period = Term.numeric(
      Self.period,
      try Sample(
        values: [Int64](repeating: 0, count: sample.count)
          + [Int64](repeating: 1, count: sample.count)))
    return (
      .numeric("(outcome)", try Sample(values: first + second, scale: scale)),
      [group, period, .interaction(group, period)]
    )
  }

  /// Whether each person stands in two rows.
  var waves: Int { sample.before == nil ? 1 : 2 }

  /// A covariate as a term of a model, once for each wave.
  func term(_ covariate: EstimationSample.Covariate) throws(RegressionError) -> Term {
    switch covariate {
    case .numbers(let numbers):
      let sample = try columns { () throws(StatisticsError) in
        try Sample(
          values: (0..<waves).flatMap { _ in numbers.values }, scale: numbers.scale)
      }
      return .numeric(numbers.name, sample)
    case .categories(let categories):
      return .category(try factor(categories), reference: 0)
    }
  }

  func factor(_ categories: EstimationSample.Categories) throws(RegressionError) -> Factor {
    try Factor(
      name: categories.name, codes: (0..<waves).flatMap { _ in categories.codes },
      levels: categories.levels)
  }

  // MARK: - Errors

  private func estimator() throws(RegressionError) -> CovarianceEstimator {
    switch estimation.errors {
    case .robust(.hc0)?: return .heteroskedastic(.hc0)
    case .robust(.hc1)?: return .heteroskedastic(.hc1)
    case .robust(.hc3)?: return .heteroskedastic(.hc3)
    case .clustered(_, _, let kind)?:
      guard let clusters = sample.clusters else { return .classical }
      return .clustered(
        by: try factor(clusters),
        kind == .cr2 ? .bellMcCaffrey : .simple(.cr1(.all)))
    default: return .classical
    }
  }

  private func degreesOfFreedom(
    _ covariance: CoefficientCovariance, _ terms: [(name: String, factor: Exact)]
  ) throws(EstimationHalt) -> Real {
    let satterthwaite = try regression { () throws(RegressionError) in
      try covariance.satterthwaite(terms)
    }
    if let satterthwaite { return satterthwaite }
    if let clusters = covariance.clusters { return Real(Exact(clusters - 1)) }
    return Real(Exact(covariance.model.residualDegreesOfFreedom))
  }

  /// Two means with a variance each.
  private func welch() throws(EstimationHalt) -> EstimateFigures {
    let inference = try statistic { () throws(StatisticsError) -> Inference in
      let column = try outcome.sample
      return try MeanDifference(
        first: try Moments(column.among(RowMask(sample.treated.map { $0 == 1 }))),
        second: try Moments(column.among(RowMask(sample.treated.map { $0 == 0 })))
      ).welch()
    }
    return EstimateFigures(
      estimate: inference.estimate,
      uncertainty: .standardError(
        inference.standardError, degreesOfFreedom: inference.degreesOfFreedom),
      diagnostics: sizes, balance: [], products: [])
  }
}

extension EstimationSample.Numbers {
  /// The column as a statistic takes it.
  var sample: Sample {
    get throws(StatisticsError) { try Sample(values: values, scale: scale) }
  }

  /// The whole numbers at another scale, not smaller than this one.
  func rescaled(to other: Int) throws(StatisticsError) -> [Int64] {
    guard let factor = PowerOfTen.int64(other - scale) else { throw .scale(other) }
    var scaled: [Int64] = []
    scaled.reserveCapacity(values.count)
    for value in values {
      let (product, overflow) = value.multipliedReportingOverflow(by: factor)
      guard !overflow else { throw .scale(other) }
      scaled.append(product)
    }
    return scaled
  }
}
