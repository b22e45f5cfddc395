import Contract
import Diagnostics
import Quantities
import Reports
import Settlement

extension ScenarioRun {
  /// The comparison for people; without a base, the figures under the assumptions alone.
  public func text(_ tongue: Tongue) -> String {
    let report = TerminalReport(tongue: tongue)
    guard base == nil else {
      return report.scenario(title: title, contract: contract, changes: changes)
    }
    let head = Text(
      en:
        "Scenario: \(title)\n  An estimate under assumptions; it settles nothing, and without them "
        + "nothing can be settled.\n\n",
      ja: "試算: \(title)\n  仮定に基づく試算であり、精算ではありません。仮定なしには精算できません。\n\n")
    return head[tongue] + report.settlement(scenario)
  }

  /// The comparison as canonical JSON on one line.
  public var json: String {
    var members = AnalysisJSON.head(contract, period)
    members += [
      .init(
        "scenario",
        .object([
          .init("title", .string(title)),
          .init("assumptions", .array(assumptions.map { .string($0) })),
        ])),
      .init("changes", .array(changes.map(Self.change))),
      .init("figures", .array(scenario.figures.map(AnalysisJSON.figure))),
      .init("due", .text(scenario.due?.value.decimalText)),
    ]
    return AnalysisJSON.line(members)
  }

  static func change(_ change: FigureChange) -> JSONValue {
    .object([
      .init("name", .string(change.id.description)),
      .init("kind", .string(change.kind)),
      .init("before", .text(change.before?.fraction)),
      .init("after", .text(change.after?.fraction)),
      .init("difference", .text(change.difference?.fraction)),
      .init("unit", .string(change.unit.description)),
    ])
  }
}
