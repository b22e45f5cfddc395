import Contract
import Diagnostics
import Quantities
import Settlement

/// An analysis that is shown to people, read by programs, and opened as a table.
public protocol TabularAnalysis: Sendable {
  /// For people.
  func text(_ tongue: Tongue) -> String
  /// Canonical JSON on one line.
  var json: String { get }
  /// CSV with a line of heads.
  var csv: String { get }
}

/// What the JSON of all analyses has in common.
enum AnalysisJSON {
  /// The contract and the period, and that nothing is certified.
  static func head(_ contract: Contract, _ period: SettlementPeriod) -> [JSONValue.Member] {
    [
      .init(
        "contract",
        .object([
          .init("name", .string(contract.declaration.name)),
          .init("title", .text(contract.declaration.title)),
          .init("language", .string(contract.tongue.rawValue)),
        ])),
      .init("period", .string(period.name)),
      .init("certified", .bool(false)),
    ]
  }

  static func figure(_ figure: Figure) -> JSONValue {
    .object([
      .init("name", .string(figure.id.description)),
      .init("kind", .string(figure.kind)),
      .init("value", .string(figure.value.decimalText)),
      .init("exact", .string(figure.value.fraction)),
      .init("unit", .string(figure.unit.description)),
    ])
  }

  static func line(_ members: [JSONValue.Member]) -> String {
    String(decoding: JSONValue.object(members).canonicalBytes, as: UTF8.self) + "\n"
  }
}
