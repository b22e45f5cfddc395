import Contract
import Execution
import Quantities
import Settlement

/// What would have been measured if the settlement stood on other numbers of persons.
///
/// A count or a rate follows from its numbers. A mean is kept, if as many persons can have it; so is a sum or a
/// quantile. Nothing else follows from numbers alone: see ``opaque(_:)``.
struct OtherSettlement {
  let contract: Contract
  let execution: ExecutionResult
  let system: CountSystem

  /// The measurements on other numbers; nil if the contract would have settled otherwise, or no records can have
  /// these numbers.
  func execution(with values: [Int]) -> ExecutionResult? {
    var changed: Set<Int> = []
    var measurements: [Measurement] = []
    for measurement in execution.measurements {
      guard isChanged(measurement.id, measurement.counts.map(\.label), values) else {
        measurements.append(measurement)
        continue
      }
      guard let other = other(measurement, values) else { return nil }
      changed.insert(measurement.indicator)
      measurements.append(other)
    }
    let isConcentrated = contract.indicators.contains {
      if case .concentration(let of) = $0.kind { changed.contains(of) } else { false }
    }
    guard !isConcentrated, execution.stopped.allSatisfy({ isStillStopped($0, values) }) else {
      return nil
    }
    return ExecutionResult(
      measurements: measurements, flows: execution.flows, stopped: execution.stopped)
  }

  /// Whether the figure rests on numbers that are not followed here, and few persons stand behind it.
  static func isOpaque(
    _ measurement: Measurement, of contract: Contract, below threshold: Int
  ) -> Bool {
    let least = Exact(1)
    func isSmall(_ value: Exact) -> Bool { value >= least && value < Exact(threshold) }
    switch contract.indicators[measurement.indicator].kind {
    case .variance, .standardDeviation, .personTimeRate, .estimate, .concentration:
      return measurement.counts.contains {
        $0.kind == .count && $0.label != "groups" && $0.label != "clusters" && isSmall($0.value)
      }
    // A number of persons that is no count of rows here.
    case .reported: return measurement.unit == .person && isSmall(measurement.value)
    // Of values that are one for those of whom something is so, it is their number.
    case .totalSum: return isSmall(measurement.value)
    case .mean: return measurement.counts.contains { $0.kind == .sum && isSmall($0.value) }
    default: return false
    }
  }

  private func variable(_ id: FigureID, _ label: String) -> Int? {
    system.places[.beside(id, label: label)]
  }

  private func isChanged(_ id: FigureID, _ labels: [String], _ values: [Int]) -> Bool {
    labels.contains { label in
      variable(id, label).map { values[$0] != system.variables[$0].value } ?? false
    }
  }

  private func other(_ measurement: Measurement, _ values: [Int]) -> Measurement? {
    let indicator = contract.indicators[measurement.indicator]
    func number(_ label: String) -> Int {
      if let variable = variable(measurement.id, label) { return values[variable] }
      let count = measurement.counts.first { $0.label.utf8.elementsEqual(label.utf8) }
      return count?.value.int64.map { Int($0) } ?? 0
    }
    guard number(Self.size(of: indicator)) >= max(indicator.minimum ?? 1, 1) else { return nil }
    let value: Exact?
    switch indicator.kind {
    case .persons: value = Exact(number("n"))
    case .totalRows: value = Exact(number("rows"))
    case .rate: value = Self.percent(number("numerator"), of: number("denominator"))
    case .transition(_, _, _, let states, let from, let to):
      let whole = states.reduce(0) { $0 + number("\(states[from])→\($1)") }
      value =
        whole < indicator.minimum ?? 1
        ? nil : Self.percent(number("\(states[from])→\(states[to])"), of: whole)
    case .mean:
      let sum = measurement.counts.first { $0.kind == .sum }
      value = Self.mean(measurement.value, sum: sum?.value, of: number("n"), indicator.record)
    case .meanChange:
      let n = measurement.counts.first { $0.label == "n" }
      value = Self.mean(
        measurement.value, sum: n.map { $0.value * measurement.value }, of: number("n"),
        indicator.record)
    case .totalSum, .quantile: value = measurement.value
    case .variance, .standardDeviation, .personTimeRate, .reported, .formula, .concentration,
      .estimate:
      value = nil
    }
    guard let value else { return nil }
    let counts = measurement.counts.map { count in
      variable(measurement.id, count.label).map {
        Count(count.label, Exact(values[$0]), count.unit, kind: count.kind)
      } ?? count
    }
    return Measurement(
      indicator: measurement.indicator, id: measurement.id, value: value,
      unit: measurement.unit, populations: measurement.populations, counts: counts,
      method: measurement.method, missingExcluded: measurement.missingExcluded,
      evidence: measurement.evidence, account: measurement.account)
  }

  /// The number that `require at least` counts.
  private static func size(of indicator: Indicator) -> String {
    switch indicator.kind {
    case .rate: "denominator"
    case .totalRows: "rows"
    default: "n"
    }
  }

  private static func percent(_ part: Int, of whole: Int) -> Exact? {
    part <= whole ? Exact(part * 100, over: whole) : nil
  }

  /// A mean of as many persons that is recorded as the given one; nil if no sum of theirs gives it.
  ///
  /// - Parameter sum: the sum that was measured: others have as many decimals.
  private static func mean(_ mean: Exact, sum: Exact?, of n: Int, _ record: Record?) -> Exact? {
    guard let decimals = sum?.exactDecimals else { return nil }
    let other = (mean * Exact(n)).rounded(.halfUp, decimals: decimals)
    guard let value = other.divided(by: Exact(n)) else { return nil }
    func recorded(_ value: Exact) -> Exact {
      record.map { value.rounded($0.mode, decimals: $0.decimals) } ?? value
    }
    return recorded(value) == recorded(mean) ? value : nil
  }

  /// Whether a figure that the contract stops for too few persons would be stopped.
  private func isStillStopped(_ stopped: StoppedFigure, _ values: [Int]) -> Bool {
    let indicator = contract.indicators[stopped.indicator]
    guard let needed = indicator.minimum,
      let size = variable(stopped.id, Self.size(of: indicator)),
      system.variables[size].value < needed
    else { return true }
    return values[size] < needed
  }
}
