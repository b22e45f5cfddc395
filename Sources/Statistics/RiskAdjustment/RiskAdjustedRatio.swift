import Enclosures
import Quantities

/// What happened in a group, or is predicted for it, beside what a model expects of the same persons
/// (indirect standardisation by a model, リスク調整).
public struct RiskAdjustedRatio: Sendable {
  /// The group's name; nil of all rows together.
  public let level: String?
  /// Rows of the group.
  public let n: Int
  /// The sum observed (O) or predicted (P), in the outcome's unit.
  public let numerator: Real
  /// The sum expected (E), in the same unit.
  public let expected: Real
  /// The variance of the observed sum if the expected model is right: `Σ p(1 − p)` of events, E of numbers
  /// of events; nil when the model implies none.
  public let variance: Real?

  /// `O / E` or `P / E`.
  public var ratio: Real { numerator / expected }

  /// The mean difference of a row, `(O − E) / n`.
  public var meanDifference: Real {
    (numerator - expected) / Real(Exact(n))
  }

  /// The indirectly standardised figure: a reference's rate or mean times the ratio.
  public func standardised(reference: Exact) -> Real { Real(reference) * ratio }

  /// `(O − E) / √variance`, to compare with the normal distribution; nil when there is no variance.
  public var score: Real? {
    variance.map { (numerator - expected) / $0.squareRoot() }
  }

  /// Limits of `O / E`: those of the observed events as a Poisson count over the expected, which are taken
  /// as known.
  ///
  /// - Throws: `RiskAdjustmentError.notACount` unless the numerator is a whole number from 0.
  public func limits(
    _ level: ConfidenceLevel, _ method: PoissonCount.Method
  ) throws(RiskAdjustmentError) -> ConfidenceLimits {
    guard let events = numerator.exact?.int64, let count = try? PoissonCount(events: Int(events))
    else { throw .notACount(level: self.level) }
    let limits = count.limits(level, method)
    return ConfidenceLimits(lower: limits.lower / expected, upper: limits.upper / expected)
  }
}

/// Ratios of groups and of all their rows together.
public struct RiskAdjustedRatios: Sendable {
  /// The groups that have rows, in the order of the factor's levels.
  public let groups: [RiskAdjustedRatio]
  /// All rows together.
  public let total: RiskAdjustedRatio

  /// Observed over expected (O/E) in each group.
  ///
  /// Every predicted row must have an outcome: make the predictions `among` the rows that have one.
  ///
  /// - Parameters:
  ///   - outcome: what was observed, a value for each row of the table.
  ///   - expected: what a published model predicts.
  ///   - groups: the providers, districts or arms.
  /// - Throws: `RiskAdjustmentError.differentRows`, `.missingOutcome`, `.nothingExpected`, `.design`.
  public static func observedToExpected(
    outcome: Sample, expected: Predictions, groups: Factor
  ) throws(RiskAdjustmentError) -> RiskAdjustedRatios {
    guard outcome.rows == expected.tableRows else {
      throw .differentRows(expected: expected.tableRows, found: outcome.rows)
    }
    if let validity = outcome.validity {
      let missing = expected.rows.filter { !validity[$0] }
      if let first = missing.first { throw .missingOutcome(rows: missing.count, first: first) }
    }
    return try RiskAdjustedRatios(expected: expected, groups: groups, withVariance: true) {
      partition in
      var sums = [Exact](repeating: .zero, count: partition.count)
      for (row, group) in zip(expected.rows, partition.codes) {
        sums[group] += Exact(unscaled: outcome.values[row], scale: outcome.scale)
      }
      return sums.map { Real($0) }
    }
  }

  /// Predicted over expected (P/E) in each group: what a model that knows the groups' effects predicts over
  /// what the same model expects of an average group.
  ///
  /// - Parameters:
  ///   - predicted: the predictions with the groups' effects (see `LevelShifts`).
  ///   - expected: the predictions without.
  ///   - groups: the providers, districts or arms.
  /// - Throws: `RiskAdjustmentError.differentRows`, `.nothingExpected`, `.design`.
  public static func predictedToExpected(
    predicted: Predictions, expected: Predictions, groups: Factor
  ) throws(RiskAdjustmentError) -> RiskAdjustedRatios {
    guard predicted.rows == expected.rows else {
      throw .differentRows(expected: expected.count, found: predicted.count)
    }
    return try RiskAdjustedRatios(expected: expected, groups: groups, withVariance: false) {
      predicted.sums(by: $0)
    }
  }

  private init(
    expected: Predictions, groups: Factor, withVariance: Bool,
    numerators: (Partition) -> [Real]
  ) throws(RiskAdjustmentError) {
    guard groups.codes.count == expected.tableRows else {
      throw .differentRows(expected: expected.tableRows, found: groups.codes.count)
    }
    let partition = try RiskAdjustmentError.design { () throws(RegressionError) in
      try groups.partition(of: expected.rows)
    }
    let present = Set(expected.rows.map { Int(groups.codes[$0]) }).sorted()
    let levels = present.map { groups.levels[$0] }
    func ratios(
      _ partition: Partition, _ levels: [String?]
    ) throws(RiskAdjustmentError) -> [RiskAdjustedRatio] {
      let numerators = numerators(partition)
      let sums = expected.sums(by: partition)
      let variances = withVariance ? expected.varianceSums(by: partition) : nil
      let sizes = partition.codes.reduce(into: [Int](repeating: 0, count: partition.count)) {
        $0[$1] += 1
      }
      var result: [RiskAdjustedRatio] = []
      for (group, level) in levels.enumerated() {
        if let exact = sums[group].exact, exact.signum <= 0 {
          throw .nothingExpected(level: level, rows: sizes[group], expected: exact)
        }
        result.append(
          RiskAdjustedRatio(
            level: level, n: sizes[group], numerator: numerators[group], expected: sums[group],
            variance: variances?[group]))
      }
      return result
    }
    self.groups = try ratios(partition, levels)
    let whole = Partition(codes: [Int](repeating: 0, count: expected.count), count: 1)
    total = try ratios(whole, [nil])[0]
  }
}
