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
    let terms = try effect(model)
    let estimate = try estimate(model, terms)
    let errors: ModelErrors
    if let stop = thinGroup() {
      errors = ModelErrors(uncertainty: .undefined(stop))
    } else if case .wildBootstrap(_, let bootstrap)? = estimation.errors {
      errors = try self.bootstrap(model, of: terms[0].name, bootstrap)
    } else {
      errors = try self.errors(model, terms)
    }
    let balance = try balance()
    return EstimateFigures(
      estimate: Real(estimate), uncertainty: errors.uncertainty,
      diagnostics: sizes + errors.diagnostics, balance: balance.rows,
      products: model.products + errors.products + balance.products)
  }

  /// The uncertainty of a combination of coefficients, with the numbers and products beside it.
  struct ModelErrors {
    let uncertainty: EstimateFigures.Uncertainty
    var diagnostics: [EstimateFigures.Diagnostic] = []
    var products: [ProductRecord] = []
  }

  private func errors(
    _ model: LinearModel, _ terms: [(name: String, factor: Exact)]
  ) throws(EstimationHalt) -> ModelErrors {
    let covariance = try regression { () throws(RegressionError) in
      try model.covariance(try estimator())
    }
    let degrees = try degreesOfFreedom(covariance, terms)
    let uncertainty: EstimateFigures.Uncertainty
    do throws(RegressionError) {
      let inference = try covariance.inference(
        combining: terms, reference: .student(degreesOfFreedom: degrees))
      uncertainty = .standardError(inference.standardError, degreesOfFreedom: degrees)
    } catch {
      // The coefficients are right without a variance; a limit stops where it is asked for.
      switch error {
      case .noVariation: uncertainty = .undefined(.noVariation)
      case .notPositive: uncertainty = .undefined(.notPositiveVariance)
      default: throw EstimationHalt(EstimationStop(error))
      }
    }
    return ModelErrors(
      uncertainty: uncertainty, diagnostics: clusters(covariance.clusters),
      products: covariance.products)
  }

  /// Why a group says nothing about its own spread, where the errors take it from each group: robust errors,
  /// those of Welch and those of weights need two persons of each, errors by cluster two clusters of each. A
  /// single one has no residual of its own, and would be taken for one without error.
  ///
  /// - Parameter kept: of each group those whom bounds of the score keep; nil is all analysed.
  func thinGroup(kept: [Int]? = nil) -> EstimationStop? {
    switch estimation.errors {
    case .robust?, .unequalVariances?, .stackedEquations?, .influenceFunction?:
      let counts = kept ?? sample.groups.map(\.analysed)
      for (name, count) in zip(names, counts) where count < 2 {
        return .tooFew(found: count, needed: 2, population: name)
      }
    case .clustered?, .wildBootstrap?:
      for column in sample.clusters where Set(column.codes).count > 1 {
        for (group, name) in zip([Int64(1), 0], names) {
          let codes = Set(
            sample.treated.indices.filter { sample.treated[$0] == group }.map { column.codes[$0] })
          if codes.count == 1 {
            return .tooFewClusters(name: column.name, found: 1, population: name)
          }
        }
      }
    default: break
    }
    return nil
  }

  /// The number of clusters beside the figure.
  func clusters(_ count: Int?) -> [EstimateFigures.Diagnostic] {
    guard let count else { return [] }
    return [
      EstimateFigures.Diagnostic(
        label: "clusters", kind: .diagnostic, value: Real(Exact(count)), unit: .number)
    ]
  }

  /// The ratio of the means × 100, or the combination of coefficients.
  private func estimate(
    _ model: LinearModel, _ terms: [(name: String, factor: Exact)]
  ) throws(EstimationHalt) -> Exact {
    if case .ratio = estimation.method {
      return Exact(100) * (.one + (try share(model).share))
    }
    var sum = Exact.zero
    for term in terms {
      sum += try regression { () throws(RegressionError) in
        term.factor * (try model.coefficient(term.name))
      }
    }
    return sum
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

  func balance() throws(EstimationHalt) -> (rows: [BalanceRow], products: [ProductRecord]) {
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
    case .clustered(_, let kind)?:
      let factors = try sample.clusters.map { (column) throws(RegressionError) in
        try factor(column)
      }
      let correction = CovarianceEstimator.ClusterCorrection.Simple.cr1(
        kind == .cr1WithoutNestedEffects ? .withoutNestedEffects : .all)
      if factors.count == 2 { return .twoWay(factors[0], factors[1], correction) }
      return .clustered(by: factors[0], kind == .cr2 ? .bellMcCaffrey : .simple(correction))
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
    let difference = try statistic { () throws(StatisticsError) -> MeanDifference in
      let column = try outcome.sample
      return MeanDifference(
        first: try Moments(column.among(RowMask(sample.treated.map { $0 == 1 }))),
        second: try Moments(column.among(RowMask(sample.treated.map { $0 == 0 }))))
    }
    let estimate = try statistic { () throws(StatisticsError) in
      try difference.first.mean().value - difference.second.mean().value
    }
    let uncertainty: EstimateFigures.Uncertainty
    if let stop = thinGroup() {
      uncertainty = .undefined(stop)
    } else {
      uncertainty = try self.uncertainty { () throws(StatisticsError) in try difference.welch() }
    }
    return EstimateFigures(
      estimate: Real(estimate), uncertainty: uncertainty, diagnostics: sizes,
      products: [difference.first.product, difference.second.product])
  }

  /// The standard error of a test; an estimate about which nothing varies has none.
  func uncertainty(
    _ test: () throws(StatisticsError) -> Inference
  ) throws(EstimationHalt) -> EstimateFigures.Uncertainty {
    do throws(StatisticsError) {
      let inference = try test()
      return .standardError(
        inference.standardError, degreesOfFreedom: inference.degreesOfFreedom)
    } catch {
      if case .noVariation = error { return .undefined(.noVariation) }
      throw EstimationHalt(EstimationStop(error))
    }
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
