import Contract
import Diagnostics
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
    let (title, assumptions, noChange) = try read(question, plan, request)
    let given = try GivenAssumptions(assumptions, plan)
    let changed =
      given.edits.isEmpty
      ? plan : try SettlementPlan(request.file, settling: request.period, edits: given.edits)
    let data = try ContractData.read(plan.contract, from: request.data, progress: progress)
    // A line of a table may change how the records are read.
    let changedData =
      given.changesTables
      ? try ContractData.read(changed.contract, from: request.data, progress: progress) : data
    let priors = try RecordedSettlement.priors(request.priors, of: plan.contract)
    let scenario = try changed.settle(
      changedData, reported: try changed.reported(changedData), priors: priors.settlements,
      assumed: given.figures)
    var warnings = plan.warnings + priors.warnings + data.all.warnings
    let base: Settlement?
    do throws(Refusal) {
      base = try plan.settle(data, reported: try plan.reported(data), priors: priors.settlements)
    } catch {
      // A figure that cannot be measured yet may still be assumed; other faults stay faults.
      guard error.diagnostics.allSatisfy({ given.answers($0, in: plan.contract) }) else {
        throw error
      }
      base = nil
      warnings += error.diagnostics.map(\.asWarning)
    }
    if let base {
      let fault =
        if let noChange {
          Comparison.changed(from: base, to: scenario, title: title, expected: noChange)
        } else {
          Comparison.unchanged(
            from: base, to: scenario, title: title,
            assumptions: question.isDeclared ? assumptions : [])
        }
      if let fault { throw Refusal(fault, tongue: plan.contract.tongue) }
    }
    return ScenarioRun(
      title: title, assumptions: assumptions.map(\.text), contract: changed.contract,
      period: plan.period, base: base, scenario: scenario,
      changes: base.map { Comparison.changes(from: $0, to: scenario) } ?? [], warnings: warnings)
  }

  private static func read(
    _ question: ScenarioQuestion, _ plan: SettlementPlan, _ request: SettlementRequest
  ) throws(Refusal) -> (title: String, assumptions: [Assumption], noChange: Span?) {
    switch question {
    case .declared(let title):
      let found = plan.contract.scenarios.first { $0.title.utf8.elementsEqual(title.utf8) }
      guard let found else {
        let known = plan.contract.scenarios.map(\.title)
        throw Refusal(
          .noScenario(title, known: known), tongue: request.file.tongue)
      }
      return (found.title, found.assumptions, found.noChangeExpected)
    case .assumptions(let texts):
      let assumptions = try AssumptionText.read(texts, request.file, settling: request.period)
      return (assumptions.map(\.text).joined(separator: ", "), assumptions, nil)
    }
  }
}

extension ScenarioQuestion {
  fileprivate var isDeclared: Bool { if case .declared = self { true } else { false } }
}

extension Diagnostic {
  /// The same message as a warning.
  fileprivate var asWarning: Diagnostic {
    Diagnostic(
      code: code, severity: .warning, headline: headline, labels: labels, context: context,
      remarks: remarks)
  }
}
