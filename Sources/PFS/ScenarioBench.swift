import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

/// A page on which scenarios are tried out: records that were read once, with the replicates of the scenario that
/// was asked last.
///
/// A change that moves only money settles the same replicates again; any other draws them anew, from the same seed.
public struct ScenarioBench: Sendable {
  private let records: ScenarioCase
  private let fields: [ScenarioField]
  private var question: SimulationQuestion
  private var drawn: (from: Source, simulator: Simulator)?

  /// What the replicates of a scenario are drawn from.
  private struct Source: Equatable {
    /// Assumptions that change how something is read or measured.
    let measuring: [String]
    let given: Set<FigureReference>
    /// Indicators of which an effect is assumed.
    let shifted: Set<Int>
    /// Indicators that no payment needs, and that nothing does: they may stay as measured.
    let spared: [Set<Int>]
  }

  /// Prepares a page.
  ///
  /// - Parameter question: how many replicates are drawn, from which seed and of whom.
  public init(_ records: ScenarioCase, simulating question: SimulationQuestion) {
    self.records = records
    self.question = question
    // Other figures are not shown.
    self.question.paymentsOnly = true
    fields = records.fields
  }

  /// The page with a form and what follows from what stands in it.
  public mutating func page(_ form: ScenarioForm, in tongue: Tongue) -> ScenarioPage {
    let texts = form.assumptions(fields)
    let effects = form.effects(fields)
    let settled = try? records.base.get()
    var outcome: ScenarioPage.Outcome
    var simulated: ScenarioPage.Simulated?
    do throws(Refusal) {
      if texts.isEmpty, case .failure(let refusal) = records.base { throw refusal }
      let asked = try records.asked(texts)
      let item = try records.measured(asked)
      outcome = try self.outcome(asked, item, effects, settled)
      simulated = try distribution(asked, item, effects, plan: form.plan, in: tongue)
    } catch {
      outcome = .refused(error.diagnostics, base: settled)
    }
    return ScenarioPage(
      contract: records.contract, period: records.period, fields: fields, form: form,
      outcome: outcome, simulated: simulated, tongue: tongue)
  }

  private func outcome(
    _ asked: AskedScenario, _ item: MeasuredCase, _ effects: [String], _ settled: Settlement?
  ) throws(Refusal) -> ScenarioPage.Outcome {
    if asked.assumptions.isEmpty, effects.isEmpty, let settled { return .settled(settled) }
    do throws(Refusal) {
      let run = try records.run(asked, item, effects: effects)
      // The counts of a figure that is assumed to be another do not stand beside it.
      return .scenario(
        run.scenario, base: run.base,
        changes: run.changes.filter { change in
          change.after != nil || !(run.base?[change.id]?.standsBeside ?? false)
        })
    } catch {
      // On a page of fields a value that changes nothing is no mistake.
      guard let settled, error.diagnostics.map(\.code) == ["V702"] else { throw error }
      return .scenario(settled, base: settled, changes: [])
    }
  }

  // MARK: - Distribution

  /// How sure the payment of a scenario is; why it cannot be said, if a figure cannot be drawn again.
  ///
  /// - Parameter plan: what the city plans to pay; empty takes what is due on the records without the scenario.
  private mutating func distribution(
    _ asked: AskedScenario, _ item: MeasuredCase, _ effects: [String], plan: String,
    in tongue: Tongue
  ) throws(Refusal) -> ScenarioPage.Simulated? {
    var budget = (try? records.base.get())?.due?.value
    if !plan.allSatisfy(\.isWhitespace) {
      guard let amount = NumberText.read(plan) else {
        throw Refusal(.notAnAmount(plan), tongue: records.contract.tongue)
      }
      budget = amount
    }
    do throws(Refusal) {
      let assumed = try item.effects(effects)
      let simulator = try simulator(asked, item, assumed)
      let simulation = try item.settling { () throws(Diagnostics) in
        try simulator.simulation(effects: assumed)
      }
      let run = SimulationRun(
        simulation: simulation, assumptions: item.assumptions, effects: effects, budget: budget,
        budgets: simulation.budgets(paidAfter: 0), warnings: [])
      return AnalysisReport(run.document, in: tongue).map { .drawn($0) }
    } catch {
      return .refused(error.diagnostics)
    }
  }

  /// The replicates of a scenario: those of the last one, if they are measured alike.
  private mutating func simulator(
    _ asked: AskedScenario, _ item: MeasuredCase, _ effects: [AssumedEffect]
  ) throws(Refusal) -> Simulator {
    let source = Source(
      measuring: asked.assumptions.filter { assumption in
        guard case .line(let edit) = assumption.target else { return false }
        return !records.contract.isMoneyBlock(edit.block)
      }.map(\.text), given: Set(item.terms.assumed.keys),
      shifted: Set(effects.map(\.indicator)), spared: [item.withoutPayment(), item.withoutUse()])
    if let drawn, drawn.from == source { return drawn.simulator.settling(item.terms) }
    let simulator = try item.simulator(
      question, replicates: 0..<question.replicates, holding: source.shifted)
    drawn = (source, simulator)
    return simulator
  }

  // MARK: - Text for the contract

  /// The scenario as the contract would write it, to be put at its end.
  ///
  /// An effect is no line of a contract: of a figure with one value the scenario gives the value that follows from
  /// it, and a comment says from what.
  public func text(_ form: ScenarioForm) -> String {
    let contract = records.contract
    let tongue = contract.tongue
    var texts = form.assumptions(fields)
    var comments: [String] = []
    let effects = form.effects(fields)
    if !effects.isEmpty, let asked = try? records.asked(texts),
      let item = try? records.measured(asked)
    {
      for text in effects {
        guard let effect = try? item.effects([text]).first,
          let shifted = try? item.terms.settle(item.execution, effects: [effect])
        else { continue }
        let name = contract.indicators[effect.indicator].declaration.name
        comments.append(tongue("assumed effect: ", "効果の仮定: ") + text)
        if let figure = shifted[FigureID(name)] {
          texts.append("\(name)=\(contract.text(figure, in: tongue))")
        }
      }
    }
    return AssumptionText.block(
      texts, title: tongue("under discussion", "検討中の案"), in: tongue, comments: comments)
  }
}
