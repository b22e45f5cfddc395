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
  /// Estimates an indicator, or suspends it with the numbers that show why; of a grouped indicator
  /// each group for itself.
  ///
  /// - Throws: `Failure.recorded`.
  mutating func estimate(
    _ index: Int, _ indicator: Indicator, _ estimation: Estimation
  ) throws(Failure) {
    let reading = EstimationReading(
      evaluator: evaluator, indicator: indicator, estimation: estimation)
    let masks = try reading.masks()
    guard let grouping = indicator.grouping else {
      return try estimate(index, nil, estimation, reading.sample(masks))
    }
    let groups = try Groups(grouping, of: masks[0], in: reading.table, evaluator: evaluator)
    if groups.ungrouped > 0 {
      throw evaluator.record(.ungrouped(indicator, rows: groups.ungrouped))
    }
    for (place, key) in groups.keys.enumerated() {
      let sample = try reading.sample([groups.mask(place)] + masks.dropFirst())
      estimate(index, key, estimation, sample)
    }
  }

  private mutating func estimate(
    _ index: Int, _ key: GroupKey?, _ estimation: Estimation, _ sample: EstimationSample
  ) {
    let contract = evaluator.contract
    let indicator = contract.indicators[index]
    let names = sample.groups.map { contract.populations[$0.population].declaration.name }
    var figures: EstimateFigures?
    // Each group must have the persons that the contract requires.
    if let few = tooFew(indicator, key, sample.groups.map(\.analysed).min() ?? 0) {
      return stop(index, key, few, findings: Findings(estimation, sample, names, nil))
    }
    do throws(EstimationHalt) {
      try sample.checkGroups(names)
      try sample.checkLoss(estimation.stops, names)
      let found = try EstimateFigures(
        estimation, of: sample, contract: contract, names: names,
        decimals: indicator.record?.decimals ?? 0)
      figures = found
      // Those whom matching or limits of the score leave out carry no figure.
      if let few = tooFew(indicator, key, found.kept?.min() ?? .max) {
        return stop(index, key, few, findings: Findings(estimation, sample, names, found))
      }
      try found.check(estimation.stops)
      add(try measurement(index, key, estimation, found, sample, names))
    } catch {
      stop(
        index, key,
        error.stop.diagnostic(
          of: indicator, key, at: error.span, in: contract, period: evaluator.period),
        findings: Findings(estimation, sample, names, figures, error.stop))
    }
  }

  private mutating func stop(
    _ index: Int, _ key: GroupKey?, _ diagnostic: Diagnostic, findings: Findings
  ) {
    stop(index, key, diagnostic, account: findings.account, numbers: findings.numbers)
  }

  private func measurement(
    _ index: Int, _ key: GroupKey?, _ estimation: Estimation, _ figures: EstimateFigures,
    _ sample: EstimationSample, _ names: [String]
  ) throws(EstimationHalt) -> Measurement {
    let indicator = evaluator.contract.indicators[index]
    let value = try figures.value(of: estimation.target)
    let recorded = try value.recorded(as: indicator.record)
    let account = EstimateAccount(
      statement: MethodStatement(estimation: estimation, uncertainty: figures.uncertainty).text,
      groups: sample.accounts(names, kept: figures.kept), balance: try figures.balanceTable())
    let entered = account.groups.reduce(0) { $0 + $1.entered }
    let analysed = account.groups.reduce(0) { $0 + $1.analysed }
    return Measurement(
      indicator: index, id: FigureID(indicator.declaration.name, key: key),
      value: try value.digits().value, recorded: recorded, unit: indicator.unit,
      populations: account.groups.map(\.population),
      counts: try figures.counts(unit: indicator.unit, target: estimation.target),
      method: figures.products, missingExcluded: entered - analysed, account: account)
  }
}

/// What had been found of an estimate when it was stopped. Anything that cannot be shown by then is
/// left out; nothing here can stop again.
private struct Findings {
  let account: EstimateAccount
  let numbers: [Count]

  /// - Parameter figures: nil when the estimate itself was not reached.
  init(
    _ estimation: Estimation, _ sample: EstimationSample, _ names: [String],
    _ figures: EstimateFigures?, _ stop: EstimationStop? = nil
  ) {
    let rows: [BalanceRow]
    if let figures {
      rows = figures.balance
    } else if sample.groups.count == 2, sample.groups.allSatisfy({ $0.analysed > 0 }) {
      rows = (try? sample.balance())?.rows ?? []
    } else {
      rows = []
    }
    account = EstimateAccount(
      statement: MethodStatement(estimation: estimation, uncertainty: nil).text,
      groups: sample.accounts(names, kept: figures?.kept),
      balance: rows.compactMap { try? $0.shown() })
    numbers =
      (figures?.diagnostics ?? sample.sizes(names)).compactMap { try? $0.count() }
      + (stop?.numbers ?? [])
  }
}

extension Estimation.Stop {
  /// Stops if this is a bound on the loss of a group, and the loss of persons meets it.
  func checkLoss(
    of population: String, entered: Int, analysed: Int
  ) throws(EstimationHalt) {
    guard case .loss = quantity,
      let percent = Exact(100 * (entered - analysed)).divided(by: Exact(entered)),
      interval.contains(percent)
    else { return }
    throw EstimationHalt(
      .loss(population: population, entered: entered, analysed: analysed, percent: percent),
      at: span)
  }
}

extension EstimationSample {
  /// Stops where a group has nobody to be analysed.
  fileprivate func checkGroups(_ names: [String]) throws(EstimationHalt) {
    for (name, group) in zip(names, groups) where group.analysed == 0 {
      throw EstimationHalt(.emptyGroup(population: name, entered: group.entered))
    }
  }

  /// Stops where a bound of the contract on the loss of a group is met.
  fileprivate func checkLoss(
    _ stops: [Estimation.Stop], _ names: [String]
  ) throws(EstimationHalt) {
    for rule in stops {
      for (name, group) in zip(names, groups) {
        try rule.checkLoss(of: name, entered: group.entered, analysed: group.analysed)
      }
    }
  }

  /// How many persons of each group there are, are analysed and are kept.
  fileprivate func accounts(_ names: [String], kept: [Int]?) -> [EstimateAccount.Group] {
    zip(names, groups).enumerated().map { place, item in
      EstimateAccount.Group(
        population: item.0, entered: item.1.entered, analysed: item.1.analysed,
        kept: kept?[place])
    }
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
      case .notFinite: throw EstimationHalt(.notEnclosed)
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

  /// What is recorded of the number, certain to its last decimal; nil if nothing says how.
  func recorded(as record: Record?) throws(EstimationHalt) -> Exact? {
    guard let record else { return nil }
    return try EstimationHalt.decided(decimals: record.decimals) { () throws(EnclosureError) in
      try rounded(record.mode, decimals: record.decimals)
    }
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
