import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

extension SimulationRun: TabularAnalysis {
  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).simulation(
      simulation, assuming: assumptions + effects, plan: budget, budgets: budgets)
  }

  /// The distributions as canonical JSON on one line.
  public var json: String { AnalysisJSON.line(members) }

  /// The distributions as the document that a page is made from.
  var document: JSONValue { .object(members) }

  private var members: [JSONValue.Member] {
    var members = AnalysisJSON.head(simulation.contract, simulation.period)
    members += AnalysisJSON.page("simulation", simulation.contract)
    members += [
      .init("assumptions", .array(assumptions.map { .string($0) })),
      .init("effects", .array(effects.map { .string($0) })),
      .init("draws", AnalysisJSON.draws(simulation.draws, simulation.contract)),
      .init("held", .array(simulation.held.map { .string($0.description) })),
      .init("suspended", .count(simulation.suspended)),
      .init("refused", .count(simulation.refused)),
      .init(
        "refusals",
        .array(
          simulation.refusals.map {
            .object([
              .init("reason", .string($0.reason[simulation.contract.tongue])),
              .init("count", .count($0.count)),
            ])
          })),
      .init("figures", .array(simulation.figures.map(figure))),
    ]
    if let distribution = simulation.due?.distribution,
      let plan = budget ?? simulation.base.due?.value
    {
      let risk = PaymentRisk(distribution, plan: plan)
      members.append(
        .init(
          "risk",
          .object([
            .init("plan", .string(risk.plan.fraction)),
            .init("expected", .string(risk.expected.fraction)),
            .init("level", .string(PaymentRisk.level.fraction)),
            .init("city", .string(risk.cityAtRisk.fraction)),
            .init("contractor", .string(risk.contractorAtRisk.fraction)),
            .init("covered", .string(risk.covered.fraction)),
          ])))
    }
    members.append(.init("budgets", .array(budgets.map(member))))
    return members
  }

  private func member(_ budget: FiscalBudget) -> JSONValue {
    .object([
      .init("fiscalYear", .string(String(budget.year.year))),
      .init("periods", .array(budget.periods.map { .string($0.description) })),
      .init("settled", .string(budget.settled.fraction)),
      .init("recorded", .text(budget.base?.fraction)),
      .init("mean", .text(budget.distribution?.mean.fraction)),
      .init("withoutPayment", .count(budget.withoutPayment)),
      .init(
        "covering",
        .array(
          FiscalBudget.levels.map { level in
            .object([
              .init("percent", .count(level)),
              .init("amount", .text(budget.covering(level)?.fraction)),
            ])
          })),
    ])
  }

  /// Fields in which amounts are counted.
  private static let mostBins = 20

  private func figure(_ figure: SimulatedFigure) -> JSONValue {
    let contract = simulation.contract
    var members: [JSONValue.Member] = [
      .init("name", .string(figure.id.description)),
      .init("kind", .string(figure.kind)),
      .init("unit", .string(figure.unit.description)),
      .init("unitWords", AnalysisJSON.both { contract.quantities(in: $0).word(figure.unit) }),
      .init("recorded", .text(figure.base?.fraction)),
      .init("mean", .text(figure.distribution?.mean.fraction)),
      .init(
        "quantiles",
        .array(
          TerminalReport.shownPercentiles.map { p in
            .object([
              .init("percent", .count(p)),
              .init(
                "value",
                .text(
                  figure.distribution?.quantile(Exact(unscaled: Int64(p), scale: 2)).fraction)),
            ])
          })),
    ]
    members += AnalysisJSON.names(figure.id, contract)
    if figure.unit == contract.currency {
      let bins = figure.distribution?.bins(atMost: Self.mostBins) ?? []
      members.append(
        .init(
          "histogram",
          .array(
            bins.map { bin in
              .object([
                .init("lower", .string(bin.lower.fraction)),
                .init("upper", .string(bin.upper.fraction)), .init("replicates", .count(bin.count)),
              ])
            })))
    }
    if case .achievement(let index) = figure.reference {
      let achievement = simulation.contract.achievements[index]
      let rows = achievement.rows
      members.append(
        .init("rows", .array(rows.indices.map { .count(figure.replicates(inRow: $0 + 1)) })))
      if !achievement.pricesByRank {
        let decimals = contract.decimals(of: contract.id(of: achievement.measured))
        members.append(
          .init(
            "rowNames",
            .array(
              rows.map { row in
                AnalysisJSON.both {
                  contract.quantities(in: $0).interval(
                    row.interval, achievement.inputUnit, decimals: decimals)
                }
              })))
      }
    }
    return .object(members)
  }

  /// One line for each replicate, one column for each figure; an empty cell where it is not derived.
  public var csv: String {
    var rows = [["replicate"] + simulation.figures.map { CSVText.field($0.id.description) }]
    for number in 0..<simulation.draws.replicates {
      let cells = simulation.figures.map { figure -> String in
        figure.values[number].map(CSVText.number) ?? ""
      }
      rows.append([String(number)] + cells)
    }
    return CSVText.table(rows)
  }
}

extension ReplicateRun: TabularAnalysis {
  /// How the run ends: `stopped` if the contract suspends something that the payment needs.
  public var outcome: Outcome { settlement.isSuspended ? .stopped : .done }

  /// For people: the settlement of the replicate under a heading that says what it is.
  public func text(_ tongue: Tongue) -> String {
    let head = Text(
      en:
        "Scenario: replicate \(number) of seed \(seed)\n  An estimate under assumptions; it settles nothing.\n",
      ja: "試算: シード\(seed)の\(number)番の再抽出\n  仮定に基づく試算であり、精算ではありません。\n")
    return head[tongue] + "\n" + TerminalReport(tongue: tongue).settlement(settlement)
  }

  /// As canonical JSON on one line.
  public var json: String {
    var members = AnalysisJSON.head(settlement.contract, settlement.period)
    members += [
      .init("assumptions", .array(assumptions.map { .string($0) })),
      .init("effects", .array(effects.map { .string($0) })),
      .init("replicate", .count(number)),
      .init("seed", .string(String(seed))),
      .init("figures", .array(settlement.figures.map(AnalysisJSON.figure))),
      .init("due", .text(settlement.due?.value.decimalText)),
    ]
    return AnalysisJSON.line(members)
  }

  /// The figures, one line each.
  public var csv: String {
    let figures = settlement.figures.filter { !$0.standsBeside }
    let head = ["replicate"] + figures.map { CSVText.field($0.id.description) }
    let cells = [String(number)] + figures.map { CSVText.number($0.value) }
    return CSVText.table([head, cells])
  }
}
