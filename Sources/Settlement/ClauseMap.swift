import Contract
import Diagnostics
import Execution
import Language

/// Which clause each declaration of a contract stands on, and which figures of a settlement follow it.
///
/// It is read off the contract and the figures: whoever holds the paper contract finds from a clause its lines, its
/// figures and its payments, and what follows no clause.
public enum ClauseMap {
  /// A block of the contract with what it gave.
  private struct Item {
    let kind: String
    let declaration: Declaration
    let line: Int
    let figures: [FigureID]
    let suspended: [FigureID]
  }

  /// The map as canonical JSON, clause by clause in the order in which the text first cites them.
  public static func json(_ settlement: Settlement) -> JSONValue {
    var order: [Text?] = []
    var groups: [Text?: [Item]] = [:]
    for item in items(of: settlement) {
      let clause = item.declaration.clause.map { Text(en: $0.text(in: .en), ja: $0.text(in: .ja)) }
      if groups[clause] == nil { order.append(clause) }
      groups[clause, default: []].append(item)
    }
    return .object([
      .init(
        "clauses",
        .array(
          order.map { clause in
            .object([
              .init(
                "clause",
                clause.map {
                  .object([.init("en", .string($0.en)), .init("ja", .string($0.ja))])
                } ?? .null),
              .init("declarations", .array((groups[clause] ?? []).map(json))),
            ])
          }))
    ])
  }

  private static func json(_ item: Item) -> JSONValue {
    func names(_ ids: [FigureID]) -> JSONValue { .array(ids.map { .string($0.description) }) }
    return .object([
      .init("kind", .string(item.kind)), .init("name", .string(item.declaration.name)),
      .init("title", .text(item.declaration.title)), .init("line", .count(item.line)),
      .init("figures", names(item.figures)), .init("suspended", names(item.suspended)),
    ])
  }

  /// The declarations in the order of the text.
  private static func items(of settlement: Settlement) -> [Item] {
    let contract = settlement.contract
    func item(
      _ kind: String, _ declaration: Declaration, follows: (FigureID) -> Bool
    ) -> Item {
      Item(
        kind: kind, declaration: declaration, line: settlement.line(declaration.span),
        figures: settlement.figures.map(\.id).filter(follows),
        suspended: settlement.suspended.map(\.id).filter(follows))
    }
    func plain(_ kind: String, _ declarations: [Declaration]) -> [Item] {
      declarations.map { item(kind, $0) { _ in false } }
    }
    func figures(_ kind: String, _ declarations: [Declaration]) -> [Item] {
      declarations.map { declaration in
        // A number beside a figure is named after it: `reach.n`.
        item(kind, declaration) {
          $0.name.prefix { $0 != "." }.utf8.elementsEqual(declaration.name.utf8)
        }
      }
    }
    let lines = [FigureID.total, .tax, .payable, .due]
    let all =
      plain("table", contract.tables.map(\.declaration))
      + plain("scale", contract.scales.map(\.declaration))
      + plain("value", contract.values.map(\.declaration))
      + plain("population", contract.populations.map(\.declaration))
      + figures("indicator", contract.indicators.map(\.declaration))
      + figures("achievement", contract.achievements.map(\.declaration))
      + figures("score", contract.scores.map(\.declaration))
      + figures("payment", contract.payments.map(\.declaration))
      + [item("settlement", contract.settlement.declaration) { lines.contains(FigureID($0.name)) }]
      + figures("split", contract.splits.map(\.declaration))
    return all.sorted { $0.line < $1.line }
  }
}
