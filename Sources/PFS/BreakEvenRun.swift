import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

/// The effect from which on a payment is reached. It settles nothing and is never recorded.
public struct BreakEvenRun: Sendable {
  public let breakEven: BreakEven
  /// The assumptions and the effects that are assumed besides, as written.
  public let assumptions: [String]
  public let effects: [String]
  public let warnings: [Diagnostic]

  /// Reads, measures and draws once, and searches.
  ///
  /// - Parameter text: `NAME=AMOUNT` or `NAME=next`.
  /// - Throws: a refusal as of a simulation, or if the text names no measured figure or no amount.
  public static func run(
    _ request: SettlementRequest, _ question: SimulationQuestion, reaching text: String,
    reading: ContractData.Progress? = nil, progress: Simulator.Progress? = nil
  ) throws(Refusal) -> BreakEvenRun {
    let (signed, _) = try request.file.contract(period: request.period)
    let (indicator, goal) = try BreakEvenText.read(text, signed)
    let (item, simulator, effects) = try SimulationRun.prepare(
      request, question, replicates: 0..<question.replicates, holding: [indicator],
      reading: reading, drawing: progress)
    if item.terms.assumed[.indicator(indicator)] != nil {
      throw Refusal(.assumedTwice(text), tongue: item.contract.tongue)
    }
    let found = try item.settling { () throws(Diagnostics) in
      try simulator.breakEven(
        on: indicator, reaching: goal, effects: effects, progress: progress)
    }
    return BreakEvenRun(
      breakEven: found, assumptions: item.assumptions, effects: question.effects,
      warnings: item.warnings)
  }
}

/// The goal of a break-even from the command line.
private enum BreakEvenText {
  static func read(
    _ text: String, _ contract: Contract
  ) throws(Refusal) -> (indicator: Int, goal: BreakEven.Goal) {
    guard let (index, rest) = contract.measuredFigure(in: text) else {
      throw refusal(text, contract)
    }
    let goal = rest.trimmed
    if ["next", "次の段"].contains(String(goal)) {
      guard contract.tablesReading(index) else { throw refusal(text, contract) }
      return (index, .nextRow)
    }
    let words = Tongue.allCases.map { contract.quantities(in: $0).word(contract.currency) }
    let number = words.first { !$0.isEmpty && goal.hasSuffix($0) }.map { goal.dropLast($0.count) }
    guard let amount = NumberText.read(number ?? goal) else {
      throw refusal(text, contract)
    }
    return (index, .due(amount))
  }

  private static func refusal(_ text: String, _ contract: Contract) -> Refusal {
    Refusal(.notABreakEven(text, figures: contract.measuredNames), tongue: contract.tongue)
  }
}

extension Contract {
  /// Whether an achievement table reads an indicator, itself or through others.
  fileprivate func tablesReading(_ indicator: Int) -> Bool {
    var open = achievements.indices.map { FigureReference.achievement($0) }
    var seen: Set<FigureReference> = []
    while let next = open.popLast() {
      if next == .indicator(indicator) { return true }
      if seen.insert(next).inserted { open += needs(of: next) }
    }
    return false
  }
}

extension BreakEvenRun: TabularAnalysis {
  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).breakEven(breakEven, assuming: assumptions + effects)
  }

  /// As canonical JSON on one line.
  public var json: String {
    let contract = breakEven.without.contract
    var members = AnalysisJSON.head(contract, breakEven.without.period)
    members += AnalysisJSON.page("break-even", contract)
    let indicator = contract.indicators[breakEven.indicator]
    let unit = UnitAlgebra.difference(indicator.unit, indicator.unit) ?? indicator.unit
    members += AnalysisJSON.names(contract.id(of: .indicator(breakEven.indicator)), contract)
    members += [
      .init("unitWords", AnalysisJSON.both { contract.quantities(in: $0).word(unit) }),
      .init("goalWords", AnalysisJSON.both { TerminalReport(tongue: $0).goal(breakEven) }),
      .init("answerWords", AnalysisJSON.both { TerminalReport(tongue: $0).answer(breakEven) }),
      .init(
        "effectWords",
        breakEven.effect.map { effect in
          AnalysisJSON.both { TerminalReport(tongue: $0).effect(effect, of: breakEven) }
        } ?? .null),
    ]
    let goal: JSONValue.Member =
      switch breakEven.goal {
      case .due(let amount): .init("due", .string(amount.fraction))
      case .nextRow: .init("nextRow", .bool(true))
      }
    members += [
      .init("assumptions", .array(assumptions.map { .string($0) })),
      .init("effects", .array(effects.map { .string($0) })),
      .init("draws", AnalysisJSON.draws(breakEven.without.draws, contract)),
      .init(
        "figure", .string(contract.id(of: .indicator(breakEven.indicator)).description)),
      .init("goal", .object([goal])),
      .init("step", .string(breakEven.step.fraction)),
      .init("effect", .text(breakEven.effect?.fraction)),
      .init("reachedWithout", .bool(breakEven.isReachedWithout)),
      .init("monotone", .bool(breakEven.isMonotone)),
      .init(
        "tried",
        .array(
          breakEven.tried.map {
            .object([
              .init("effect", .string($0.effect.fraction)),
              .init("expected", .text($0.due?.fraction)),
            ])
          })),
      .init("expected", .array(TerminalReport.payments(of: breakEven).map(payment))),
    ]
    return AnalysisJSON.line(members)
  }

  private func payment(
    _ item: (id: FigureID, without: Exact?, with: Exact?)
  ) -> JSONValue {
    .object([
      .init("name", .string(item.id.description)),
      .init(
        "names",
        AnalysisJSON.both { breakEven.without.contract.name(of: item.id, in: $0) }),
      .init("without", .text(item.without?.fraction)), .init("with", .text(item.with?.fraction)),
    ])
  }

  /// The effects that were tried with the expected amounts due.
  public var csv: String {
    CSVText.table(
      [["effect", "expected"]]
        + breakEven.tried.map { [CSVText.number($0.effect), $0.due.map(CSVText.number) ?? ""] })
  }
}
