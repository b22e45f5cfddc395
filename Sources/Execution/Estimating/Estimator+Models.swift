import Contract
import Enclosures
import LinearAlgebra
import Quantities
import Statistics

extension Estimator {
  /// Runs a logistic model; what it lacks becomes a stop.
  func logistic<Value>(
    _ body: () throws(LogisticError) -> Value
  ) throws(EstimationHalt) -> Value {
    do throws(LogisticError) {
      return try body()
    } catch {
      throw EstimationHalt(EstimationStop(error))
    }
  }

  /// Runs a matching; what it lacks becomes a stop.
  private func matching<Value>(
    _ body: () throws(MatchingError) -> Value
  ) throws(EstimationHalt) -> Value {
    do throws(MatchingError) {
      return try body()
    } catch {
      throw EstimationHalt(EstimationStop(error))
    }
  }

  /// The group, and the covariates, as terms of a model.
  private func terms() throws(EstimationHalt) -> (group: Term, covariates: [Term]) {
    let group = try statistic { () throws(StatisticsError) in try Sample(values: sample.treated) }
    let covariates = try regression { () throws(RegressionError) in
      try sample.covariates.map { (covariate) throws(RegressionError) in try term(covariate) }
    }
    return (.numeric(Self.group, group), covariates)
  }

  // MARK: - Standardised risks

  /// The difference of standardised shares, in percentage points.
  func riskDifference() throws(EstimationHalt) -> EstimateFigures {
    let risks = try risks()
    let hundred = Real(Exact(100))
    let difference = risks.standardised.difference
    return try figures(
      risks, estimate: difference.estimate * hundred,
      uncertainty: thinGroup().map { .undefined($0) }
        ?? .standardError(difference.standardError * hundred, degreesOfFreedom: nil))
  }

  /// The ratio of standardised shares. Its limits are powers of e of those of its logarithm.
  func riskRatio() throws(EstimationHalt) -> EstimateFigures {
    let risks = try risks()
    let logarithm = risks.standardised.logRatio
    let ratio = risks.standardised.ratio
    @Sendable func limit(_ tail: Exact, isLower: Bool) -> Real {
      let reach = Distributions.normalQuantile(.one - tail) * logarithm.standardError
      return (isLower ? logarithm.estimate - reach : logarithm.estimate + reach).exponential()
    }
    return try figures(
      risks, estimate: ratio.estimate,
      uncertainty: thinGroup().map { .undefined($0) }
        ?? .limits(lower: { limit($0, isLower: true) }, upper: { limit($0, isLower: false) }),
      more: [
        EstimateFigures.Diagnostic(
          label: "standard error", kind: .standardError, value: ratio.standardError, unit: .number)
      ])
  }

  private struct Risks {
    let standardised: MarginalStandardisation
    let clusters: Int?
  }

  /// The logistic model, standardised over everybody analysed.
  private func risks() throws(EstimationHalt) -> Risks {
    let (group, covariates) = try terms()
    let response = Term.numeric(
      "(outcome)", try statistic { () throws(StatisticsError) in try sample.outcome.sample })
    let estimator: LogisticCovarianceEstimator
    switch estimation.errors {
    case .robust(.hc0)?: estimator = .hc0
    case .robust(.hc1)?: estimator = .hc1
    case .clustered?:
      estimator = .clustered(
        try regression { () throws(RegressionError) in try factor(sample.clusters[0]) })
    default: estimator = .information
    }
    return try logistic { () throws(LogisticError) in
      let model = try LogisticModel(response: response, terms: [group] + covariates)
      let covariance = try model.covariance(estimator)
      return Risks(
        standardised: try MarginalStandardisation(covariance, group: Self.group),
        clusters: covariance.clusters)
    }
  }

  private func figures(
    _ risks: Risks, estimate: Real, uncertainty: EstimateFigures.Uncertainty,
    more: [EstimateFigures.Diagnostic] = []
  ) throws(EstimationHalt) -> EstimateFigures {
    let shares = [
      ("share treated", risks.standardised.risk1), ("share compared", risks.standardised.risk0),
    ].map { label, risk in
      EstimateFigures.Diagnostic(
        label: label, kind: .diagnostic, value: risk.estimate * Real(Exact(100)), unit: .percent)
    }
    let balance = try balance()
    return EstimateFigures(
      estimate: estimate, uncertainty: uncertainty,
      diagnostics: sizes + clusters(risks.clusters) + shares + more, balance: balance.rows,
      products: balance.products)
  }

  // MARK: - Matching

  /// The propensity model: the group on the covariates.
  func propensityModel() throws(EstimationHalt) -> LogisticModel {
    let (group, covariates) = try terms()
    return try logistic { () throws(LogisticError) in
      try LogisticModel(response: group, terms: covariates)
    }
  }

  /// Decimals that a score is rounded to before it decides who is matched with whom.
  private static let scoreDecimals = 10

  func matched(_ matching: Estimation.Matching) throws(EstimationHalt) -> EstimateFigures {
    let scores = try propensityModel().probabilities()
    let rounded = try column(scores)
    var caliper: Caliper?
    if let width = matching.caliper {
      let one = Real(Exact(1))
      caliper = Caliper(
        column: try column(scores.map { ($0 / (one - $0)).logarithm() }),
        width: .deviations(width))
    }
    let limit = caliper
    let sets = try self.matching { () throws(MatchingError) in
      try NearestNeighbourMatching(
        scores: rounded, treated: RowMask(sample.treated.map { $0 == 1 }), ranks: sample.order,
        distance: .score, ratio: matching.ratio,
        replacement: matching.withReplacement ? .with : .without,
        shortage: matching.keepsSmallerSets == false ? .discard : .keep, caliper: limit)
    }
    let column = try statistic { () throws(StatisticsError) in try outcome.sample }
    let difference = try self.matching { () throws(MatchingError) in
      try MatchedDifference(sets, of: column)
    }
    let uncertainty = try self.uncertainty { () throws(StatisticsError) in
      try difference.test()
    }
    let before = try self.balance()
    var balance: [BalanceRow] = []
    for (row, numbers) in zip(before.rows, sample.balanceColumns) {
      guard row.before != nil else {
        balance.append(row)
        continue
      }
      let covariate = try statistic { () throws(StatisticsError) in try numbers.sample }
      let after = try self.matching { () throws(MatchingError) in
        try MatchingBalance(sets, of: covariate)
      }
      balance.append(row.with(after: after.standardisedAfter))
    }
    return EstimateFigures(
      estimate: Real(difference.mean), uncertainty: uncertainty,
      diagnostics: sizes + [
        EstimateFigures.Diagnostic(
          label: "matched", kind: .diagnostic, value: Real(Exact(sets.matched)), unit: .number)
      ], balance: balance, products: before.products, kept: [sets.matched, sets.uses.count])
  }

  /// Enclosed numbers as a column of decimals, rounded half even.
  private func column(_ numbers: [Real]) throws(EstimationHalt) -> Sample {
    var values: [Int64] = []
    values.reserveCapacity(numbers.count)
    let scale = Exact.powerOfTen(Self.scoreDecimals)
    for number in numbers {
      let decimal = try number.shown(decimals: Self.scoreDecimals)
      guard let value = (decimal * scale).int64 else {
        throw EstimationHalt(.tooLarge(.score))
      }
      values.append(value)
    }
    return try statistic { () throws(StatisticsError) in
      try Sample(values: values, scale: Self.scoreDecimals)
    }
  }

  // MARK: - Weights

  func weighted(
    _ weighting: Estimation.Weighting, _ scores: ClosedRange<Exact>?
  ) throws(EstimationHalt) -> EstimateFigures {
    let model = try propensityModel()
    let response = Term.numeric(
      "(outcome)", try statistic { () throws(StatisticsError) in try outcome.sample })
    let isStacked = if case .stackedEquations? = estimation.errors { true } else { false }
    let weights = try kept { () throws(LogisticError) in
      try PropensityWeights(model, kind: weighting.kind, keeping: scores)
    }
    let difference = try logistic { () throws(LogisticError) in
      try weights.difference(of: response, errors: isStacked ? .modelEstimated : .weightsFixed)
        .difference
    }
    let rows = weights.rows
    let treated = rows.count { sample.treated[$0] == 1 }
    let kept = [treated, rows.count - treated]
    let balance = try balance(weights)
    return EstimateFigures(
      estimate: difference.estimate,
      uncertainty: (thinGroup(kept: kept) ?? (variesWithinGroups(rows) ? nil : .noVariation))
        .map { .undefined($0) }
        ?? .standardError(difference.standardError, degreesOfFreedom: nil),
      diagnostics: sizes + diagnostics(weights), balance: balance.rows,
      products: balance.products, kept: scores.map { _ in kept })
  }

  /// The effect in everybody by a model of the group and a linear model of the outcome. Balance and
  /// weights are those of the propensity model, 1/e and 1/(1−e).
  func doublyRobust() throws(EstimationHalt) -> EstimateFigures {
    let model = try propensityModel()
    let response = Term.numeric(
      "(outcome)", try statistic { () throws(StatisticsError) in try outcome.sample })
    let (group, covariates) = try terms()
    let (augmented, weights) = try logistic { () throws(LogisticError) in
      (
        try AugmentedWeighting(
          model, outcome: response, terms: [group] + covariates, group: Self.group),
        try PropensityWeights(model, kind: .ate)
      )
    }
    let balance = try balance(weights)
    return EstimateFigures(
      estimate: augmented.effect.estimate,
      // Without residuals every contribution is the coefficient of the group.
      uncertainty: (thinGroup()
        ?? (augmented.outcome.residualSquares.isZero ? .noVariation : nil))
        .map { .undefined($0) }
        ?? .standardError(augmented.effect.standardError, degreesOfFreedom: nil),
      diagnostics: sizes + diagnostics(weights), balance: balance.rows,
      products: augmented.outcome.products + balance.products)
  }

  /// Weights, of which limits of the score may leave a group without anybody.
  private func kept(
    _ body: () throws(LogisticError) -> PropensityWeights
  ) throws(EstimationHalt) -> PropensityWeights {
    do throws(LogisticError) {
      return try body()
    } catch {
      guard case .emptyGroup(_, let value, _) = error else {
        throw EstimationHalt(EstimationStop(error))
      }
      let place = value == 1 ? 0 : 1
      throw EstimationHalt(
        .nobodyKept(population: names[place], analysed: sample.groups[place].analysed))
    }
  }

  /// Whether the outcome of some rows differs within a group.
  private func variesWithinGroups(_ rows: [Int]) -> Bool {
    var first: [Int64: Int64] = [:]
    return rows.contains { row in
      let value = sample.outcome.values[row]
      let known = first[sample.treated[row]]
      first[sample.treated[row]] = known ?? value
      return (known ?? value) != value
    }
  }

  /// The balance of the covariates before weighting and after.
  private func balance(
    _ weights: PropensityWeights
  ) throws(EstimationHalt) -> (rows: [BalanceRow], products: [ProductRecord]) {
    let before = try balance()
    var varying: [Term] = []
    for (row, numbers) in zip(before.rows, sample.balanceColumns) where row.before != nil {
      let column = try statistic { () throws(StatisticsError) in try numbers.sample }
      varying.append(.numeric(numbers.name, column))
    }
    let covariates = varying
    var after = try logistic { () throws(LogisticError) in
      try weights.balance(of: covariates)
    }.makeIterator()
    return (
      before.rows.map { row in
        row.before == nil ? row : row.with(after: after.next()?.weightedDifference)
      }, before.products
    )
  }

  private func diagnostics(_ weights: PropensityWeights) -> [EstimateFigures.Diagnostic] {
    [
      EstimateFigures.Diagnostic(
        label: "largest weight", kind: .diagnostic, value: weights.largest, unit: .number,
        quantity: .largestWeight),
      EstimateFigures.Diagnostic(
        label: "effective treated", kind: .diagnostic,
        value: weights.effectiveSampleSize(treated: true), unit: .person,
        quantity: .effectiveSample, population: names.first),
      EstimateFigures.Diagnostic(
        label: "effective compared", kind: .diagnostic,
        value: weights.effectiveSampleSize(treated: false), unit: .person,
        quantity: .effectiveSample, population: names.last),
    ]
  }
}

extension Estimation.Weighting {
  fileprivate var kind: WeightKind {
    switch self {
    case .treated: .att
    case .population: .ate
    case .stabilised: .stabilised
    case .overlap: .overlap
    }
  }
}

extension EstimationStop {
  init(_ error: LogisticError) {
    switch error {
    case .regression(let error): self = EstimationStop(error)
    case .constantResponse(let value, let rows):
      self = .sameOutcome(isEvent: value == 1, persons: rows)
    case .oneGroup: self = .noVariation
    case .separation(let columns, let separated, let rows):
      self = .separated(columns: columns.map(\.column), persons: separated, of: rows)
    case .notProved(let steps, let predictor):
      self = .notConverged(iterations: steps, hundreds: Int(min(predictor, 1e6) / 100))
    case .undecidedBound(_, let bound): self = .scoreOnBound(bound)
    default: self = .unsupported
    }
  }

  init(_ error: MatchingError) {
    switch error {
    case .tooFewMatched(let found, let needed, _): self = .unmatched(matched: found, needed: needed)
    case .nobodyTreated, .nobodyCompared: self = .unmatched(matched: 0, needed: 2)
    case .statistics(let error): self = EstimationStop(error)
    default: self = .unsupported
    }
  }
}
