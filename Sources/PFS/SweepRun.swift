import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// A settlement under every combination of one or two parameters. It settles nothing and is never
/// recorded.
public struct SweepRun: Sendable {
  public let sweep: Sweep
  /// What all combinations assume besides, as written.
  public let assumptions: [String]
  public let warnings: [Diagnostic]

  /// Reads the records once and settles every combination.
  ///
  /// - Parameters:
  ///   - texts: one or two parameters, each an assumption with a range.
  ///   - assumptions: `NAME=VALUE` for all combinations.
  /// - Throws: a refusal if the contract, the data or a parameter is wrong, or if the contract holds with
  ///   no combination.
  public static func run(
    _ request: SettlementRequest, sweeping texts: [String], assuming assumptions: [String] = [],
    reading: ContractData.Progress? = nil, progress: Simulator.Progress? = nil
  ) throws(Refusal) -> SweepRun {
    let tongue = request.file.tongue
    let common = try AssumptionText.read(assumptions, request.file, settling: request.period)
    let axes = try SweepText.axes(texts, tongue)
    let signed = try SettlementPlan(request.file, settling: request.period)
    var parameters: [Parameter] = []
    for axis in axes {
      parameters.append(try Parameter(axis, common, signed, request, progress: progress))
    }
    let swept = parameters
    let plan = try swept[0].firstPlan(signed)
    let priors = try RecordedSettlement.priors(request.priors, of: plan.contract)
    let data = try ContractData.read(plan.contract, from: request.data, progress: reading)
    let reported = try plan.reported(data)
    let figures = parameters.reduce(into: [FigureReference: Exact]()) { sum, parameter in
      sum.merge(parameter.firstFigures) { $1 }
    }
    let cells: [Sweep.Cell]
    if parameters.allSatisfy(\.changesMoneyOnly) {
      let execution = try plan.measure(data, reported: reported, assumed: figures)
      cells = Sweep.cells(of: axes, progress: progress) { places in
        guard let item = Parameter.joined(swept, places, request) else { return nil }
        return try? item.plan.terms(
          reported: reported, priors: priors.settlements, assumed: item.figures
        ).settle(execution)
      }
    } else {
      cells = Sweep.cells(of: axes, progress: progress) { places in
        guard let item = Parameter.joined(swept, places, request) else { return nil }
        return try? item.plan.settle(
          data, reported: reported, priors: priors.settlements, assumed: item.figures)
      }
    }
    let isRefused = cells.allSatisfy { if case .refused = $0 { true } else { false } }
    if isRefused { throw Refusal(.noCell(texts), tongue: tongue) }
    let base = try? signed.settle(data, reported: reported, priors: priors.settlements)
    return SweepRun(
      sweep: Sweep(
        contract: plan.contract, period: plan.period, axes: axes, base: base, cells: cells),
      assumptions: common.map(\.text),
      warnings: plan.warnings + priors.warnings + data.all.warnings
        + parameters.compactMap { $0.reason?.asWarning })
  }
}

/// A parameter of a sweep with the contract under each of its values.
struct Parameter: Sendable {
  /// One value: figures that are given, lines that are replaced, and the contract with these lines.
  struct Setting: Sendable {
    let figures: [FigureReference: Exact]
    let edits: [ContractEdit]
    /// Nil if the contract does not hold with the value.
    let plan: SettlementPlan?
  }

  let settings: [Setting]
  /// Blocks that the parameter changes.
  let blocks: Set<String>
  /// Whether nothing that is read or measured depends on it.
  let changesMoneyOnly: Bool
  /// The same of the parameter alone, without what all combinations assume.
  let movesMoneyOnly: Bool
  /// Why the first of its values that cannot be is refused; nil if the contract holds with all.
  let reason: Diagnostic?

  init(
    _ axis: Sweep.Axis, _ common: [Assumption], _ signed: SettlementPlan,
    _ request: SettlementRequest, progress: Simulator.Progress? = nil
  ) throws(Refusal) {
    let read = Self.read(axis.assumptions, request)
    var given: [GivenAssumptions?] = []
    for own in read {
      guard let own = try? own.get() else {
        given.append(nil)
        continue
      }
      given.append(try GivenAssumptions(common + [own], signed))
    }
    let items = given
    let plans = Parallel.map(items.count, progress) { place in
      items[place].map { own in
        Result { () throws(Refusal) in try signed.edited(own.edits, in: request.file) }
      }
    }
    settings = zip(items, plans).map { own, plan in
      Setting(
        figures: own?.figures ?? [:], edits: own?.edits ?? [], plan: plan.flatMap { try? $0.get() })
    }
    blocks = Set(items.flatMap { $0?.edits.map(\.block) ?? [] })
    changesMoneyOnly = blocks.allSatisfy { signed.contract.isMoneyBlock($0) }
    movesMoneyOnly = read.compactMap { try? $0.get() }.allSatisfy { own in
      guard case .line(let edit) = own.target else { return true }
      return signed.contract.isMoneyBlock(edit.block)
    }
    try Self.checkStep(axis, read, signed.contract)
    let refusals = zip(read, plans).compactMap { $0.refusal ?? $1?.refusal }
    reason = refusals.first?.diagnostics.first { $0.severity.isFailure }
    if let refusal = refusals.first, refusals.count == items.count { throw refusal }
  }

  /// The assumption of each value: all in one reading of the contract or, if a value cannot be, each in its own.
  private static func read(
    _ texts: [String], _ request: SettlementRequest
  ) -> [Result<Assumption, Refusal>] {
    if let all = try? AssumptionText.read(texts, request.file, settling: request.period),
      all.count == texts.count
    {
      return all.map { .success($0) }
    }
    return Parallel.map(texts.count) { place in
      Result { () throws(Refusal) in
        let found = try AssumptionText.read(
          [texts[place]], request.file, settling: request.period)
        guard let one = found.first else {
          throw Refusal(.notAnAssumption(texts[place]), tongue: request.file.tongue)
        }
        return one
      }
    }
  }

  /// Refuses values of a figure between those that it is recorded with.
  private static func checkStep(
    _ axis: Sweep.Axis, _ read: [Result<Assumption, Refusal>], _ contract: Contract
  ) throws(Refusal) {
    for case .figure(let reference, _) in read.compactMap({ try? $0.get().target }) {
      let decimals = contract.decimals(of: contract.id(of: reference))
      guard
        zip(axis.values, read).contains(where: { value, own in
          own.refusal != nil && (value.exactDecimals ?? .max) > decimals
        })
      else { return }
      throw Refusal(
        .stepTooFine(axis.name, decimals: decimals), tongue: contract.tongue)
    }
  }

  /// Whether it gives a figure instead of changing a line.
  func gives(_ figure: FigureReference) -> Bool { settings.contains { $0.figures[figure] != nil } }

  var firstFigures: [FigureReference: Exact] { settings.first?.figures ?? [:] }

  /// The contract under the first value with which it holds.
  func firstPlan(_ signed: SettlementPlan) throws(Refusal) -> SettlementPlan {
    settings.lazy.compactMap(\.plan).first ?? signed
  }

  /// The contract and the given figures of a combination; nil if it does not hold.
  ///
  /// Changes of different money blocks are put together; others are checked together.
  static func joined(
    _ parameters: [Parameter], _ places: [Int], _ request: SettlementRequest
  ) -> (plan: SettlementPlan, figures: [FigureReference: Exact])? {
    let own = zip(parameters, places).map { $0.settings[$1] }
    let figures = own.reduce(into: [FigureReference: Exact]()) { sum, setting in
      sum.merge(setting.figures) { $1 }
    }
    guard let first = own.first, var plan = first.plan else { return nil }
    var (edits, blocks) = (first.edits, parameters[0].blocks)
    for (parameter, setting) in zip(parameters, own).dropFirst() {
      guard let other = setting.plan else { return nil }
      if setting.edits.isEmpty { continue }
      let isFirst = edits.isEmpty
      let isApart = parameter.blocks.isDisjoint(with: blocks)
      edits += setting.edits
      blocks.formUnion(parameter.blocks)
      if isFirst {
        plan = other
        continue
      }
      var contract: Contract? = isApart ? plan.contract : nil
      for block in parameter.blocks { contract = contract?.taking(block, from: other.contract) }
      if let contract {
        plan = SettlementPlan(contract: contract, period: plan.period, warnings: plan.warnings)
      } else {
        guard
          let together = try? SettlementPlan(
            request.file, settling: request.period, edits: edits)
        else { return nil }
        plan = together
      }
    }
    return (plan, figures)
  }
}

extension Result where Failure == Refusal {
  /// Why there is no value.
  fileprivate var refusal: Refusal? {
    if case .failure(let refusal) = self { refusal } else { nil }
  }
}
