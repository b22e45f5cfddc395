import Contract
import Diagnostics
import Evidence
import Execution
import Language
import Quantities
import Settlement

/// The question of a scenario: what if some figures or lines were others?
public enum ScenarioQuestion: Sendable {
  /// A scenario that the contract declares, by its title.
  case declared(String)
  /// Assumptions as `NAME=VALUE`, in the words of the contract.
  case assumptions([String])
}

/// A settlement under assumptions beside the real one. It settles nothing and is never recorded.
public struct ScenarioRun: Sendable {
  public let title: String
  /// The assumptions as written.
  public let assumptions: [String]
  public let contract: Contract
  public let period: SettlementPeriod
  /// The settlement without the assumptions; nil if it cannot be made without them.
  public let base: Settlement?
  public let scenario: Settlement
  /// What differs, figure by figure; empty without a base.
  public let changes: [FigureChange]
  /// Warnings, and why there is no base.
  public let warnings: [Diagnostic]

  /// How the run ends: `stopped` if the contract suspends something that the payment needs.
  public var outcome: Outcome { scenario.isSuspended ? .stopped : .done }

  /// Settles with and without the assumptions, by the same evaluator.
  ///
  /// - Throws: a refusal if the contract, the data or the assumptions are wrong, if the assumptions
  ///   change nothing, or if they change something where the scenario expects no change.
  public static func run(
    _ request: SettlementRequest, _ question: ScenarioQuestion,
    progress: ContractData.Progress? = nil
  ) throws(Refusal) -> ScenarioRun {
    let plan = try SettlementPlan(request.file, settling: request.period)
    let asked = try AskedScenario(question, plan, request.file)
    return try ScenarioCase(plan, of: request, progress: progress).run(asked)
  }
}

/// Records of a period that were read once, to be settled under one assumption after the other.
public struct ScenarioCase: Sendable {
  public let file: ContractFile
  public let contract: Contract
  public let period: SettlementPeriod
  /// The settlement without assumptions, or why there is none.
  public let base: Result<Settlement, Refusal>
  let plan: SettlementPlan
  private let data: ContractData
  private let priors: [PriorSettlement]
  /// Of the contract, earlier settlements and the data.
  public let warnings: [Diagnostic]

  /// Reads the records.
  ///
  /// - Throws: a refusal if the contract or the records are wrong.
  public init(
    _ request: SettlementRequest, progress: ContractData.Progress? = nil
  ) throws(Refusal) {
    let plan = try SettlementPlan(request.file, settling: request.period)
    try self.init(plan, of: request, progress: progress)
  }

  init(
    _ plan: SettlementPlan, of request: SettlementRequest, progress: ContractData.Progress?
  ) throws(Refusal) {
    let data = try ContractData.read(plan.contract, from: request.data, progress: progress)
    let priors = try RecordedSettlement.priors(request.priors, of: plan.contract)
    self.init(
      file: request.file, plan, data, priors: priors.settlements,
      warnings: plan.warnings + priors.warnings + data.all.warnings)
  }

  /// Reads the copies of the records in a bundle.
  ///
  /// - Throws: a refusal if they cannot be read.
  public init(
    _ record: RecordedSettlement, _ copies: RecordedInputs,
    progress: ContractData.Progress? = nil
  ) throws(Refusal) {
    let inputs = copies.inputs
    let file = ContractFile(of: inputs.text, path: record.path)
    let plan = try SettlementPlan(file, settling: inputs.arguments.period)
    let data = try ContractData.read(
      plan.contract, from: inputs.inputsDirectory, progress: progress)
    self.init(
      file: file, plan, data, priors: inputs.arguments.priors,
      warnings: plan.warnings + data.all.warnings)
  }

  private init(
    file: ContractFile, _ plan: SettlementPlan, _ data: ContractData, priors: [PriorSettlement],
    warnings: [Diagnostic]
  ) {
    self.file = file
    self.plan = plan
    self.data = data
    self.priors = priors
    self.warnings = warnings
    contract = plan.contract
    period = plan.period
    base = Result { () throws(Refusal) in
      try plan.settle(data, reported: try plan.reported(data), priors: priors)
    }
  }

  /// Settles under assumptions, by the same evaluator.
  ///
  /// - Throws: as ``ScenarioRun/run(_:_:progress:)``.
  public func run(_ question: ScenarioQuestion) throws(Refusal) -> ScenarioRun {
    try run(try AskedScenario(question, plan, file))
  }

  fileprivate func run(_ asked: AskedScenario) throws(Refusal) -> ScenarioRun {
    try run(asked, try measured(asked))
  }

  /// Reads assumptions of the form `NAME=VALUE`.
  func asked(_ texts: [String]) throws(Refusal) -> AskedScenario {
    try AskedScenario(.assumptions(texts), plan, file)
  }

  /// The figures that are measured under assumptions.
  func measured(_ asked: AskedScenario) throws(Refusal) -> MeasuredCase {
    // A line of a table may change how the records are read.
    let changedData =
      asked.given.changesTables
      ? try ContractData.read(asked.plan.contract, from: data.directory) : data
    return try MeasuredCase(
      asked.plan, changedData, priors: priors, assuming: asked.given.figures,
      written: asked.assumptions.map(\.text), warnings: warnings)
  }

  /// Settles what was measured, with assumed changes of single figures.
  func run(
    _ asked: AskedScenario, _ item: MeasuredCase, effects: [String] = []
  ) throws(Refusal) -> ScenarioRun {
    let assumed = try item.effects(effects)
    let scenario = try item.settling { () throws(Diagnostics) in
      try item.terms.settle(item.execution, effects: assumed)
    }
    var warnings = warnings
    let settled: Settlement?
    switch base {
    case .success(let settlement): settled = settlement
    case .failure(let refusal):
      // A figure that cannot be measured yet may still be assumed; other faults stay faults.
      guard refusal.diagnostics.allSatisfy({ asked.given.answers($0, in: contract) }) else {
        throw refusal
      }
      settled = nil
      warnings += refusal.diagnostics.map(\.asWarning)
    }
    if let settled {
      let fault =
        if let noChange = asked.noChange {
          Comparison.changed(from: settled, to: scenario, title: asked.title, expected: noChange)
        } else {
          Comparison.unchanged(
            from: settled, to: scenario, title: asked.title,
            assumptions: asked.isDeclared ? asked.assumptions : [])
        }
      if let fault { throw Refusal(fault, tongue: contract.tongue) }
    }
    return ScenarioRun(
      title: asked.title, assumptions: item.assumptions + effects,
      contract: asked.plan.contract, period: period, base: settled, scenario: scenario,
      changes: settled.map { Comparison.changes(from: $0, to: scenario) } ?? [],
      warnings: warnings)
  }
}

/// A scenario that was read: its assumptions, and the contract under them.
struct AskedScenario {
  let title: String
  let assumptions: [Assumption]
  let noChange: Span?
  let isDeclared: Bool
  let given: GivenAssumptions
  let plan: SettlementPlan

  init(
    _ question: ScenarioQuestion, _ signed: SettlementPlan, _ file: ContractFile
  ) throws(Refusal) {
    (title, assumptions, noChange) = try Self.read(question, signed, file)
    isDeclared = question.isDeclared
    given = try GivenAssumptions(assumptions, signed)
    plan = try signed.edited(given.edits, in: file)
  }

  private static func read(
    _ question: ScenarioQuestion, _ plan: SettlementPlan, _ file: ContractFile
  ) throws(Refusal) -> (title: String, assumptions: [Assumption], noChange: Span?) {
    switch question {
    case .declared(let title):
      let found = plan.contract.scenarios.first { $0.title.utf8.elementsEqual(title.utf8) }
      guard let found else {
        let known = plan.contract.scenarios.map(\.title)
        throw Refusal(
          .noScenario(title, known: known), tongue: file.tongue)
      }
      return (found.title, found.assumptions, found.noChangeExpected)
    case .assumptions(let texts):
      let assumptions = try AssumptionText.read(texts, file, settling: plan.period.id)
      return (assumptions.map(\.text).joined(separator: ", "), assumptions, nil)
    }
  }
}

extension ScenarioQuestion {
  fileprivate var isDeclared: Bool { if case .declared = self { true } else { false } }
}

extension Diagnostic {
  /// The same message as a warning.
  var asWarning: Diagnostic {
    Diagnostic(
      code: code, severity: .warning, headline: headline, labels: labels, context: context,
      remarks: remarks)
  }
}
