import Evidence
import Ledger
import Settlement

/// A ledger as JSON for programs. Amounts are integers in the currency's smallest unit.
public struct LedgerJSON: Sendable {
  private let history: History

  /// Speaks of a ledger.
  public init(_ history: History) { self.history = history }

  private func line(_ value: JSONValue) -> String {
    String(decoding: value.canonicalBytes, as: UTF8.self) + "\n"
  }

  /// All items and payments.
  public var list: String {
    line(
      .object([
        .init("ledger", .string(history.book.ledger)),
        .init("items", .array(history.book.items.map(item))),
        .init("payments", .array(history.book.payments.map(payment))),
        .init("closed", .array(history.book.closed.map(\.year).sorted().map { .count($0) })),
        .init(
          "leftToNext",
          .array(
            history.book.leftToNext.map {
              .object([
                .init("contract", .string($0.contract.name)),
                .init("currency", .string($0.currency)), .init("amount", .integer($0.amount)),
              ])
            })),
        .init("stale", .array(history.book.stale.map { .count($0.number) })),
      ]))
  }

  /// One item or payment; nil if there is neither.
  public func page(_ number: Int) -> String? {
    if let found = history.book.item(number) { return line(item(found)) }
    return history.book.payment(number).map { line(payment($0)) }
  }

  /// What an action did.
  public func answer(_ answer: OfficeLedger.Answer) -> String {
    line(
      .object([
        .init("new", .bool(answer.isNew)),
        .init("numbers", .array(answer.numbers.map { .count($0) })),
        .init("items", .array(answer.numbers.compactMap(history.book.item).map(item))),
        .init(
          "payments", .array(answer.numbers.compactMap(history.book.payment).map(payment))),
      ]))
  }

  /// What a verification confirmed.
  public var verified: String {
    let head = Checkpoint(history)
    return line(
      .object([
        .init("ledger", .string(head.ledger)), .init("events", .count(history.records.count)),
        .init(
          "signatures", .count(history.book.items.reduce(0) { $0 + $1.signatures.count })),
        .init("number", .count(head.number)), .init("hash", .string(Digest.hexadecimal(head.hash))),
      ]))
  }

  private func item(_ item: Item) -> JSONValue {
    let (state, by): (String, Int?) =
      switch item.state {
      case .pending: ("pending", nil)
      case .posted: ("posted", nil)
      case .withdrawn(let by): ("withdrawn", by)
      case .reversed(let by): ("reversed", by)
      }
    return .object([
      .init("number", .count(item.number)), .init("event", item.event.json),
      .init("state", .string(state)), .init("by", by.map { .count($0) } ?? .null),
      .init("open", .integer(history.book.open(item))),
      .init(
        "signatures",
        .array(
          item.signatures.map {
            .object([
              .init("role", .string($0.role.rawValue)), .init("person", .string($0.person)),
              .init("key", .string($0.key)),
            ])
          })),
      .init(
        "paidBy",
        history.book.standingPayment(of: item.number).map { .count($0.number) } ?? .null),
      .init("setOffBy", history.book.offset(of: item.number).map { .count($0.number) } ?? .null),
      .init(
        "takenInBy", history.book.settlement(takingIn: item).map { .count($0.number) } ?? .null),
      .init(
        "receivedBy", history.book.receipt(for: item.number).map { .count($0.number) } ?? .null),
      .init("hash", .string(Digest.hexadecimal(history.records[item.number].hash))),
    ])
  }

  private func payment(_ record: PaymentRecord) -> JSONValue {
    .object([
      .init("number", .count(record.number)),
      .init("event", history.events[record.number].json),
      .init("replacedBy", record.replacedBy.map { .count($0) } ?? .null),
      .init("hash", .string(Digest.hexadecimal(history.records[record.number].hash))),
    ])
  }
}
