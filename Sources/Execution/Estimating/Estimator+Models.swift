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

  // MARK: - Risk difference

  /// The difference of standardised shares, in percentage points.
  func riskDifference() throws(EstimationHalt) -> EstimateFigures {
    let (group, covariates) = try terms()
    let response = Term.numeric(
      "(outcome)", try statistic { () throws(StatisticsError) in try sample.outcome.sample })
    let estimator: LogisticCovarianceEstimator
    switch estimation.errors {
    case .robust(.hc0)?: estimator = .hc0
    case .robust(.hc1)?: estimator = .hc1
    case .clustered?:
      guard let clusters = sample.clusters else {
        throw EstimationHalt(.unsupported)
      }
      estimator = .clustered(
        try regression { () throws(RegressionError) in try factor(clusters) })
    default: estimator = .information
    }
    let (standardised, clusters) = try logistic {
      () throws(LogisticError) -> (MarginalStandardisation, Int?) in
      let model = try LogisticModel(response: response, terms: [group] + covariates)
      let covariance = try model.covariance(estimator)
      return (try MarginalStandardisation(covariance, group: Self.group), covariance.clusters)
    }
    let hundred = Real(Exact(100))
    var diagnostics = sizes
    if let clusters {
      diagnostics.append(
        EstimateFigures.Diagnostic(
          label: "clusters", kind: .diagnostic, value: Real(Exact(clusters)), unit: .number))
    }
    for (label, risk) in [
      ("share treated", standardised.risk1), ("share compared", standardised.risk0),
    ] {
      diagnostics.append(
        EstimateFigures.Diagnostic(
          label: label, kind: .diagnostic, value: risk.estimate * hundred, unit: .percent))
    }
    return EstimateFigures(
      estimate: standardised.difference.estimate * hundred,
      uncertainty: .standardError(
        standardised.difference.standardError * hundred, degreesOfFreedom: nil),
      diagnostics: diagnostics, balance: try balance(), products: [])
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
        replacement: matching.withReplacement ? .with : .without, shortage: .keep,
        caliper: limit)
    }
    let column = try statistic { () throws(StatisticsError) in try outcome.sample }
    let difference = try self.matching { () throws(MatchingError) in
      try MatchedDifference(sets, of: column)
    }
    let test = try statistic { () throws(StatisticsError) in try difference.test() }
    var balance: [BalanceRow] = []
    for (row, numbers) in zip(try self.balance(), sample.balanceColumns) {
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
      estimate: test.estimate,
      uncertainty: .standardError(test.standardError, degreesOfFreedom: test.degreesOfFreedom),
      diagnostics: sizes + [
        EstimateFigures.Diagnostic(
          label: "matched", kind: .diagnostic, value: Real(Exact(sets.matched)), unit: .number)
      ], balance: balance, products: [])
  }

  /// Enclosed numbers as a column of decimals, rounded half even.
  private func column(_ numbers: [Real]) throws(EstimationHalt) -> Sample {
    var values: [Int64] = []
    values.reserveCapacity(numbers.count)
    let scale = Exact.powerOfTen(Self.scoreDecimals)
    for number in numbers {
      let decimal = try number.shown(decimals: Self.scoreDecimals)
      guard let value = (decimal * scale).int64 else {
        throw EstimationHalt(.tooLarge)
      }
      values.append(value)
    }
    return try statistic { () throws(StatisticsError) in
      try Sample(values: values, scale: Self.scoreDecimals)
    }
  }

  // MARK: - Weights

  func weighted(_ weighting: Estimation.Weighting) throws(EstimationHalt) -> EstimateFigures {
    let model = try propensityModel()
    let response = Term.numeric(
      "(outcome)", try statistic { () throws(StatisticsError) in try outcome.sample })
    let isStacked = if case .stackedEquations? = estimation.errors { true } else { false }
    let columns = sample.balanceColumns
    let rows = try balance()
    var varying: [Term] = []
    for (row, numbers) in zip(rows, columns) where row.before != nil {
      let column = try statistic { () throws(StatisticsError) in try numbers.sample }
      varying.append(.numeric(numbers.name, column))
    }
    let covariates = varying
    let (weights, difference, after) = try logistic {
      () throws(LogisticError) -> (PropensityWeights, WeightedDifference, [Statistics.Balance]) in
      let weights = try PropensityWeights(model, kind: weighting.kind)
      return (
        weights,
        try weights.difference(of: response, errors: isStacked ? .modelEstimated : .weightsFixed),
        try weights.balance(of: covariates)
      )
    }
    var found = after.makeIterator()
    return EstimateFigures(
      estimate: difference.difference.estimate,
      uncertainty: .standardError(
        difference.difference.standardError, degreesOfFreedom: nil),
      diagnostics: sizes + diagnostics(weights),
      balance: rows.map { row in
        row.before == nil ? row : row.with(after: found.next()?.weightedDifference)
      }, products: [])
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
    case .constantResponse, .oneGroup: self = .noVariation
    case .separation(let columns, _, _): self = .separated(columns: columns.map(\.column))
    case .notProved(let steps, _): self = .notConverged(iterations: steps)
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
