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
    let document = JSONValue.object([
      .init(
        "contract",
        .object([
          .init("name", .string(contract.declaration.name)),
          .init("title", .text(contract.declaration.title)),
          .init("language", .string(contract.tongue.rawValue)),
        ])),
      .init("period", .string(period.name)),
      .init(
        "scenario",
        .object([
          .init("title", .string(title)),
          .init("assumptions", .array(assumptions.map { .string($0) })),
        ])),
      .init("certified", .bool(false)),
      .init("changes", .array(changes.map(Self.change))),
      .init("figures", .array(scenario.figures.map(Self.figure))),
      .init("due", .text(scenario.due?.value.decimalText)),
    ])
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
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

  private static func figure(_ figure: Figure) -> JSONValue {
    .object([
      .init("name", .string(figure.id.description)),
      .init("kind", .string(figure.kind)),
      .init("value", .string(figure.value.decimalText)),
      .init("exact", .string(figure.value.fraction)),
      .init("unit", .string(figure.unit.description)),
    ])
  }
}
