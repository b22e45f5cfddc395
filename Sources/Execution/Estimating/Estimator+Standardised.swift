import Contract
import Diagnostics
import Enclosures
import LinearAlgebra
import Quantities
import Statistics

extension Estimator {
  /// Exact limits of more events take longer than anybody waits.
  private static let mostEvents: Int64 = 1_000_000

  /// A directly standardised share, in percent.
  func standardisedRate(_ scale: Scale) throws(EstimationHalt) -> EstimateFigures {
    var events = [Int](repeating: 0, count: scale.rows.count)
    var persons = [Int](repeating: 0, count: scale.rows.count)
    var places: [[Int64]: Int] = [:]
    var outside = 0
    for index in 0..<sample.count {
      let inputs = sample.further.map { $0.values[index] }
      let place: Int
      if let known = places[inputs] {
        place = known
      } else {
        let exact = zip(inputs, sample.further).map { Exact(unscaled: $0, scale: $1.scale) }
        place = scale.rows.firstIndex { $0.admits(exact) } ?? -1
        places[inputs] = place
      }
      guard place >= 0 else {
        outside += 1
        continue
      }
      persons[place] += 1
      if sample.outcome.values[index] != 0 { events[place] += 1 }
    }
    guard outside == 0 else { throw EstimationHalt(.outsideStandard(persons: outside)) }
    // Only rows that have persons in the standard need a rate.
    let used = scale.rows.indices.filter { !scale.rows[$0].result.isZero }
    if let empty = used.first(where: { persons[$0] == 0 }) {
      throw EstimationHalt(.emptyStratum(row: empty + 1))
    }
    let rate = try statistic { () throws(StatisticsError) in
      try DirectStandardisation(
        used.map { Stratum(events: events[$0], base: Exact(persons[$0])) },
        standard: used.map { scale.rows[$0].result })
    }
    let hundred = Exact(100)
    let isGamma = if case .gamma? = estimation.errors { true } else { false }
    @Sendable func limits(_ tail: Exact) -> ConfidenceLimits? {
      guard let level = try? ConfidenceLevel(Exact(1) - tail * 2) else { return nil }
      return (isGamma ? rate.gammaLimits(level) : rate.binomialLimits(level)).scaled(by: hundred)
    }
    let varies = isGamma || !rate.binomialVariance.isZero
    var diagnostics = sizes
    diagnostics += [
      EstimateFigures.Diagnostic(
        label: "events", kind: .count, value: Real(Exact(events.reduce(0, +))),
        unit: .number),
      EstimateFigures.Diagnostic(
        label: "crude rate", kind: .diagnostic,
        value: Real(Exact(events.reduce(0, +) * 100)) / Real(Exact(sample.count)),
        unit: .percent),
      EstimateFigures.Diagnostic(
        label: "strata", kind: .diagnostic, value: Real(Exact(used.count)), unit: .number),
    ]
    return EstimateFigures(
      estimate: Real(rate.rate.value * hundred),
      uncertainty: varies
        ? .limits(
          lower: { limits($0)?.lower ?? .undefined },
          upper: { tail in
            let upper = limits(tail)?.upper ?? .undefined
            return isGamma ? upper.clamped(0, hundred) : upper
          })
        : .undefined(.noVariation),
      diagnostics: diagnostics)
  }

  /// The outcome's total over the expected total of a published model.
  func observed(to prediction: Estimation.Prediction) throws(EstimationHalt) -> EstimateFigures {
    let observed = try statistic { () throws(StatisticsError) in
      try sample.outcome.sample.sum()
    }
    let expected = try positive(try total(sample.further[0], prediction))
    let unit = Exact.powerOfTen(-sample.outcome.scale)
    guard sample.outcome.values.allSatisfy({ $0 >= 0 && (Exact($0) * unit).isInteger }),
      let count = observed.value.int64
    else { throw EstimationHalt(.notEvents) }
    if case .limit = estimation.target, count > Self.mostEvents {
      throw EstimationHalt(.tooLarge(.events(Int(count), most: Int(Self.mostEvents))))
    }
    let events = try statistic { () throws(StatisticsError) in
      try PoissonCount(events: Int(count))
    }
    @Sendable func limits(_ tail: Exact) -> ConfidenceLimits? {
      (try? ConfidenceLevel(Exact(1) - tail * 2)).map { events.limits($0, .exact) }
    }
    return EstimateFigures(
      estimate: Real(observed.value) / expected,
      uncertainty: .limits(
        lower: { (limits($0)?.lower ?? .undefined) / expected },
        upper: { (limits($0)?.upper ?? .undefined) / expected }),
      diagnostics: sizes + [
        EstimateFigures.Diagnostic(
          label: "observed", kind: .count, value: Real(observed.value), unit: .number),
        EstimateFigures.Diagnostic(
          label: "expected", kind: .diagnostic, value: expected, unit: .number),
      ], products: observed.product.map { [$0] } ?? [])
  }

  /// The total that one published model predicts over what another expects.
  func predicted(
    _ predicted: Estimation.Prediction, to expected: Estimation.Prediction
  ) throws(EstimationHalt) -> EstimateFigures {
    let above = try total(sample.further[0], predicted)
    let below = try positive(try total(sample.further[1], expected))
    return EstimateFigures(
      estimate: above / below, uncertainty: .none,
      diagnostics: sizes + [
        EstimateFigures.Diagnostic(
          label: "predicted", kind: .diagnostic, value: above, unit: .number),
        EstimateFigures.Diagnostic(
          label: "expected", kind: .diagnostic, value: below, unit: .number),
      ])
  }

  /// The sum of a published model's predictions, the contract's predictor being its only term.
  private func total(
    _ predictor: EstimationSample.Numbers, _ prediction: Estimation.Prediction
  ) throws(EstimationHalt) -> Real {
    let name = "(predictor)"
    let column = try statistic { () throws(StatisticsError) in try predictor.sample }
    do throws(RiskAdjustmentError) {
      let model = try PublishedModel(
        link: prediction.isLogistic ? .logistic : .identity, intercept: 0,
        coefficients: [(name, 1)])
      return try model.predictions([.numeric(name, column)]).total
    } catch {
      throw EstimationHalt(.unsupported)
    }
  }

  /// An expectation that is certainly above zero.
  private func positive(_ expected: Real) throws(EstimationHalt) -> Real {
    let order = try EstimationHalt.decided(decimals: 20) { () throws(EnclosureError) in
      try expected.compared(with: .zero)
    }
    guard order > 0 else {
      throw EstimationHalt(
        .notPositive(
          Text(en: "the expected total", ja: "期待値の合計"), try expected.shown(decimals: 6)))
    }
    return expected
  }
}

extension ScaleRow {
  /// Whether the row is that of some inputs: numbers, or positions in their lists.
  fileprivate func admits(_ inputs: [Exact]) -> Bool {
    zip(patterns, inputs).allSatisfy { $0.covers($1) }
  }
}
