import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// An analysis that is shown to people, read by programs, and opened as a table.
public protocol TabularAnalysis: Sendable {
  /// What there is to say about contract and data.
  var warnings: [Diagnostic] { get }
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

  /// What a page of the analysis needs besides: which analysis it is, and the currency.
  static func page(_ analysis: String, _ contract: Contract) -> [JSONValue.Member] {
    let decimals = contract.units.smallestAmount(of: contract.currency)?.exactDecimals ?? 0
    return [
      .init("analysis", .string(analysis)),
      .init(
        "currency",
        .object([
          .init("en", .string(contract.quantities(in: .en).word(contract.currency))),
          .init("ja", .string(contract.quantities(in: .ja).word(contract.currency))),
          .init("decimals", .count(decimals)),
        ])),
    ]
  }

  /// The name of a figure in both languages, with the decimals that it is recorded with.
  static func names(_ id: FigureID, _ contract: Contract) -> [JSONValue.Member] {
    [
      .init("names", both { contract.name(of: id, in: $0) }),
      .init("decimals", .count(contract.decimals(of: id))),
    ]
  }

  /// Words in both languages.
  static func both(_ words: (Tongue) -> String) -> JSONValue {
    .object([.init("en", .string(words(.en))), .init("ja", .string(words(.ja)))])
  }

  /// What was drawn: it can be drawn again from this alone.
  static func draws(_ draws: Simulation.Draws, _ contract: Contract) -> JSONValue {
    .object([
      .init("participants", .string(draws.participants)),
      .init("cluster", .text(draws.cluster)),
      .init("units", .count(draws.units)),
      .init("enrolled", .count(draws.enrolled)),
      .init("attrition", draws.attrition.map { attrition($0, contract) } ?? .null),
      .init("replicates", .count(draws.replicates)),
      .init("seed", .string(String(draws.seed))),
    ])
  }

  private static func attrition(_ attrition: Attrition, _ contract: Contract) -> JSONValue {
    let table = contract.tables[attrition.loss.table]
    var members: [JSONValue.Member] = [.init("table", .string(table.declaration.name))]
    switch attrition.loss.part {
    case .rows: break
    case .rowsOf(let column, let code):
      members.append(.init("column", .string(table.schema.columns[column].name)))
      if case .oneOf(let list) = table.types[column] {
        members.append(.init("code", .string(list[code])))
      }
    case .cells(let column):
      members.append(.init("cells", .string(table.schema.columns[column].name)))
    }
    return .object(members + [.init("rate", .string(attrition.rate.fraction))])
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
