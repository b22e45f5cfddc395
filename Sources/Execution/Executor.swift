import Contract
import Diagnostics
import LinearAlgebra
import Quantities
import Records
import Statistics

/// Measures the indicators of a contract on the records of one period.
public enum Executor {
  /// Measures every indicator that is not overridden.
  ///
  /// The result depends on nothing but the arguments: not on the order of rows in a file, nor on
  /// the number of cores. Indicators of the kind `formula` are derived by the settlement and not
  /// measured.
  ///
  /// - Parameters:
  ///   - data: one table per table of the contract, in the same order.
  ///   - reported: figures given from outside, by name; of a grouped indicator `name[key]`.
  ///   - overridden: indices of indicators whose figures are assumed.
  ///   - values: indices of values whose figures are wanted row by row.
  ///   - observing: whether to note what rows did at the conditions and the rows of scales; it changes no
  ///     figure.
  /// - Throws: all errors of all indicators. An indicator that the contract itself suspends is no
  ///   error;
  ///   it is among `stops`.
  public static func run(
    _ contract: Contract, data: DataSet, period: SettlementPeriod,
    reported: [String: ReportedValue] = [:], overridden: Set<Int> = [],
    values: [Int] = [], observing: Bool = false
  ) throws(Diagnostics) -> ExecutionResult {
    BLAS.prepare()
    let observer = observing ? RowObserver() : nil
    let evaluator = Evaluator(contract: contract, data: data, period: period, observer: observer)
    var run = IndicatorRun(evaluator: evaluator, reported: reported, overridden: overridden)
    for index in contract.indicators.indices where !overridden.contains(index) {
      // What went wrong is among the evaluator's diagnostics; the other indicators go on.
      try? run.measure(index)
    }
    let figures = values.compactMap { try? evaluator.figures(of: $0) }
    if !evaluator.diagnostics.isEmpty {
      var list = DiagnosticList()
      list.append(contentsOf: evaluator.diagnostics)
      throw Diagnostics(items: list.ordered)
    }
    return ExecutionResult(
      measurements: run.measurements, flows: evaluator.flows, stopped: run.stopped,
      values: figures, rowEvents: observer?.events ?? [])
  }
}

/// The indicators of one run, in the order of the contract.
struct IndicatorRun {
  let evaluator: Evaluator
  let reported: [String: ReportedValue]
  let overridden: Set<Int>
  private(set) var measurements: [Measurement] = []
  private(set) var stopped: [StoppedFigure] = []

  init(evaluator: Evaluator, reported: [String: ReportedValue], overridden: Set<Int>) {
    self.evaluator = evaluator
    self.reported = reported
    self.overridden = overridden
  }

  /// - Throws: `Failure.recorded`.
  mutating func measure(_ index: Int) throws(Failure) {
    let indicator = evaluator.contract.indicators[index]
    switch indicator.kind {
    case .formula: return
    case .estimate(let estimation): try estimate(index, indicator, estimation)
    case .reported: try takeReported(index, indicator)
    case .concentration(let other): try concentration(index, indicator, of: other)
    case .persons, .totalRows, .totalSum, .rate, .mean, .meanChange, .quantile, .variance,
      .standardDeviation, .transition, .personTimeRate:
      for figure in try figures(of: indicator) {
        if let few = tooFew(indicator, figure.key, figure.measured.persons) {
          stop(index, figure.key, few)
          continue
        }
        measurements.append(
          Measurement(
            indicator: index, id: FigureID(indicator.declaration.name, key: figure.key),
            value: figure.measured.value, recorded: figure.measured.recorded,
            unit: indicator.unit, populations: figure.populations,
            counts: figure.measured.counts, method: figure.measured.method,
            missingExcluded: figure.measured.missing))
      }
    }
  }

  private struct Keyed {
    let key: GroupKey?
    let measured: Measured
    let populations: [String]
  }

  private func figures(of indicator: Indicator) throws(Failure) -> [Keyed] {
    guard let measuring = try KindMeasuring(indicator, evaluator: evaluator) else {
      throw evaluator.inconsistent("a kind without a population")
    }
    let contract = evaluator.contract
    let mask = try evaluator.population(measuring.population)
    let names = measuring.populations.map { contract.populations[$0].declaration.name }
    guard let grouping = indicator.grouping else {
      return [
        Keyed(key: nil, measured: try measuring.measure(mask, key: nil), populations: names)
      ]
    }
    let groups = try Groups(
      grouping, of: mask, in: contract.populations[measuring.population].subject,
      evaluator: evaluator)
    if case .code = grouping, groups.ungrouped > 0 {
      throw evaluator.record(.ungrouped(indicator, rows: groups.ungrouped))
    }
    var figures: [Keyed] = []
    for (index, key) in groups.keys.enumerated() {
      var measured = try measuring.measure(groups.mask(index), key: key)
      if groups.ungrouped > 0 {
        measured.counts.append(Count("rows without key", Exact(groups.ungrouped), .number))
      }
      figures.append(Keyed(key: key, measured: measured, populations: names))
    }
    return figures
  }

  mutating func add(_ measurement: Measurement) { measurements.append(measurement) }

  /// Suspends a figure; of a grouped indicator that of one group, and the others go on.
  mutating func stop(
    _ index: Int, _ key: GroupKey?, _ diagnostic: Diagnostic, account: EstimateAccount? = nil,
    numbers: [Count] = []
  ) {
    let name = evaluator.contract.indicators[index].declaration.name
    stopped.append(
      StoppedFigure(
        indicator: index, id: FigureID(name, key: key), stop: diagnostic, account: account,
        numbers: numbers))
  }

  /// The stop of a figure that stands on fewer persons than the contract requires.
  func tooFew(_ indicator: Indicator, _ key: GroupKey?, _ persons: Int) -> Diagnostic? {
    guard let needed = indicator.minimum, persons < needed else { return nil }
    return ExecutionError.tooFewPersons(indicator, key, found: persons, needed: needed)
      .diagnostic(in: evaluator.contract, period: evaluator.period)
  }

  private mutating func takeReported(_ index: Int, _ indicator: Indicator) throws(Failure) {
    let name = indicator.declaration.name
    var found: [(id: FigureID, value: ReportedValue)] = []
    if let value = reported[name] { found.append((FigureID(name), value)) }
    let prefix = Array("\(name)[".utf8)
    for key in reported.keys.sorted(by: { GroupKey($0) < GroupKey($1) }) {
      let bytes = Array(key.utf8)
      guard indicator.grouping != nil, bytes.starts(with: prefix), bytes.last == UInt8(ascii: "]"),
        let value = reported[key]
      else { continue }
      let inner = String(decoding: bytes[prefix.count..<bytes.count - 1], as: UTF8.self)
      found.append((FigureID(name, key: GroupKey(inner)), value))
    }
    if found.isEmpty { throw evaluator.record(.reportedMissing(indicator)) }
    for (id, value) in found {
      guard value.unit == indicator.unit else {
        throw evaluator.record(.reportedUnit(indicator, found: value.unit))
      }
      measurements.append(
        Measurement(
          indicator: index, id: id, value: value.value, unit: value.unit,
          evidence: value.evidence))
    }
  }

  /// The shares are those of the figures as the other indicator records them.
  private mutating func concentration(
    _ index: Int, _ indicator: Indicator, of other: Int
  ) throws(Failure) {
    let base = evaluator.contract.indicators[other]
    if overridden.contains(other) {
      throw evaluator.record(.notMeasured(indicator, of: base.declaration))
    }
    let figures = try figures(of: base)
    // Shares are of all groups: one that is suspended takes them with it, and says so where it stands.
    guard figures.allSatisfy({ tooFew(base, $0.key, $0.measured.persons) == nil }) else { return }
    let values = figures.map { figure in
      base.record.map { figure.measured.value.rounded($0.mode, decimals: $0.decimals) }
        ?? figure.measured.value
    }
    let decimals = values.map { $0.fixedDecimals ?? 0 }.max() ?? 0
    let unscaled = values.compactMap { $0.unscaled(decimals) }
    let total = values.reduce(Exact(0)) { $0 + $1 }
    guard unscaled.count == values.count else { throw evaluator.record(.noTotal(indicator)) }
    let estimate: Estimate
    do throws(StatisticsError) {
      estimate = try Concentration.herfindahl(counts: unscaled)
    } catch {
      if case .product(let product) = error {
        throw evaluator.record(.uncertified(indicator, "\(product)"))
      }
      throw evaluator.record(.noTotal(indicator))
    }
    let persons = figures.reduce(0) { $0 + $1.measured.persons }
    if let few = tooFew(indicator, nil, persons) { return stop(index, nil, few) }
    measurements.append(
      Measurement(
        indicator: index, id: FigureID(indicator.declaration.name), value: estimate.value,
        unit: indicator.unit, populations: figures.first?.populations ?? [],
        counts: [
          Count("groups", Exact(figures.count), .number),
          Count("total", total, base.unit, kind: .sum),
        ],
        method: estimate.product.map { [$0] } ?? []))
  }
}
