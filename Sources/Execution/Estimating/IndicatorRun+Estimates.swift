import Contract
import Diagnostics
import Enclosures
import Quantities

/// A stop with the line of the contract that states it; nil for a stop of the method.
struct EstimationHalt: Error {
  let stop: EstimationStop
  let span: Span?

  init(_ stop: EstimationStop, at span: Span? = nil) {
    self.stop = stop
    self.span = span
  }
}

extension IndicatorRun {
  /// Estimates an indicator, or suspends it with the numbers that show why.
  ///
  /// - Throws: `Failure.recorded`.
  mutating func estimate(
    _ index: Int, _ indicator: Indicator, _ estimation: Estimation
  ) throws(Failure) {
    let contract = evaluator.contract
    let sample = try EstimationReading(
      evaluator: evaluator, indicator: indicator, estimation: estimation
    ).sample()
    func name(_ population: Int) -> String { contract.populations[population].declaration.name }
    if suspended(index, indicator, sample.groups.map { (nil, $0.analysed) }) { return }
    do throws(EstimationHalt) {
      try checkGroups(sample, name)
      try checkLoss(sample, estimation, name)
      let figures = try EstimateFigures(
        estimation, of: sample, contract: contract, names: sample.groups.map { name($0.population) }
      )
      try figures.check(estimation.stops)
      add(
        try measurement(
          index, indicator, estimation, figures,
          EstimateAccount(
            statement: MethodStatement(estimation: estimation).text,
            groups: sample.groups.map {
              EstimateAccount.Group(
                population: name($0.population), entered: $0.entered, analysed: $0.analysed)
            }, balance: try figures.balanceTable())))
    } catch {
      stop(
        index,
        error.stop.diagnostic(
          of: indicator, at: error.span, in: contract, period: evaluator.period))
    }
  }

  private func checkGroups(
    _ sample: EstimationSample, _ name: (Int) -> String
  ) throws(EstimationHalt) {
    for group in sample.groups where group.analysed == 0 {
      throw EstimationHalt(
        .emptyGroup(population: name(group.population), entered: group.entered))
    }
  }

  private func checkLoss(
    _ sample: EstimationSample, _ estimation: Estimation, _ name: (Int) -> String
  ) throws(EstimationHalt) {
    for rule in estimation.stops {
      guard case .loss = rule.quantity else { continue }
      for group in sample.groups {
        guard
          let percent = Exact(100 * (group.entered - group.analysed))
            .divided(by: Exact(group.entered)), rule.interval.contains(percent)
        else { continue }
        throw EstimationHalt(
          .loss(
            population: name(group.population), entered: group.entered, analysed: group.analysed,
            percent: percent), at: rule.span)
      }
    }
  }

  private func measurement(
    _ index: Int, _ indicator: Indicator, _ estimation: Estimation, _ figures: EstimateFigures,
    _ account: EstimateAccount
  ) throws(EstimationHalt) -> Measurement {
    let value = try figures.value(of: estimation.target)
    let recorded: Exact?
    if let record = indicator.record {
      recorded = try EstimationHalt.decided(decimals: record.decimals) {
        () throws(EnclosureError) in
        try value.rounded(record.mode, decimals: record.decimals)
      }
    } else {
      recorded = nil
    }
    let entered = account.groups.reduce(0) { $0 + $1.entered }
    let analysed = account.groups.reduce(0) { $0 + $1.analysed }
    return Measurement(
      indicator: index, id: FigureID(indicator.declaration.name),
      value: try value.digits().value, recorded: recorded, unit: indicator.unit,
      populations: account.groups.map(\.population),
      counts: try figures.counts(unit: indicator.unit, target: estimation.target),
      method: figures.products, missingExcluded: entered - analysed, account: account)
  }
}

extension EstimationHalt {
  /// Runs a decision on an enclosure; one that stays open is a stop.
  static func decided<Value>(
    decimals: Int, _ body: () throws(EnclosureError) -> Value
  ) throws(EstimationHalt) -> Value {
    do throws(EnclosureError) {
      return try body()
    } catch {
      switch error {
      case .undecided(let decimals, let lower, let upper):
        throw EstimationHalt(.undecided(decimals: decimals, lower: lower, upper: upper))
      case .incomparable(_, let lower, let upper):
        throw EstimationHalt(.undecided(decimals: decimals, lower: lower, upper: upper))
      case .notFinite: throw EstimationHalt(.noVariation)
      }
    }
  }
}

extension Real {
  /// Numbers with this many zeros after the point are shown as zero.
  private static let zeroDecimals = 60

  /// The number itself if it is rational, else its first 20 significant digits, half even.
  func digits() throws(EstimationHalt) -> (value: Exact, isExact: Bool) {
    if let exact { return (exact, true) }
    let text = try EstimationHalt.decided(decimals: 20) { () throws(EnclosureError) in
      // What is zero but not known to be has no first digit.
      if !enclosed(precision: 64).isCertainlyBeyond(decimals: Self.zeroDecimals),
        try rounded(.halfEven, decimals: Self.zeroDecimals).isZero
      {
        return "0"
      }
      return try decimalText(significantDigits: 20)
    }
    return (Exact(decimal: text) ?? .zero, false)
  }

  /// Rounded half even to a number of decimals, for tables.
  func shown(decimals: Int) throws(EstimationHalt) -> Exact {
    try EstimationHalt.decided(decimals: decimals) { () throws(EnclosureError) in
      try rounded(.halfEven, decimals: decimals)
    }
  }
}

extension Ball {
  /// Whether every number of the ball is further from zero than one in the last of so many decimals.
  fileprivate func isCertainlyBeyond(decimals: Int) -> Bool {
    guard let lower = magnitude.lower else { return false }
    return lower > Exact.powerOfTen(-decimals)
  }
}
