import Diagnostics
import Ledger
import Quantities

/// The journal of a ledger (仕訳帳) as CSV for spreadsheets: one row for each line that is in the books.
public struct Journal: Sendable {
  private let history: History
  private let tongue: Tongue

  /// The journal of a ledger in a language.
  public init(_ history: History, tongue: Tongue) {
    (self.history, self.tongue) = (history, tongue)
  }

  /// UTF-8 with a byte order mark, CR and LF. Amounts are in the smallest unit, and never negative; a text
  /// that a spreadsheet could run begins with an apostrophe.
  public var csv: String {
    let text = LedgerText(history, tongue: tongue)
    let heading =
      tongue == .en
      ? [
        "number", "item", "date", "fiscal year", "kind", "contract", "period", "account", "debit",
        "credit", "currency",
      ]
      : ["番号", "案件", "日付", "会計年度", "種別", "契約", "年度", "勘定", "借方", "貸方", "通貨"]
    var rows = [heading]
    for (number, event) in history.events.enumerated() {
      for booking in bookings(event, number) {
        for line in booking.lines {
          let amount = "\(line.amount.magnitude)"
          rows.append([
            "\(number)", "\(booking.item)", "\(event.date)",
            booking.budget.map { "\($0.year)" } ?? "", booking.kind, booking.contract,
            booking.period, text.word(line.account), line.amount > 0 ? amount : "",
            line.amount < 0 ? amount : "", booking.currency,
          ])
        }
      }
    }
    return "\u{FEFF}" + CSVText.table(rows.map { $0.map(CSVText.field) }, lineEnd: "\r\n")
  }

  private struct Booking {
    let item: Int
    let lines: [(account: Account, amount: Int64)]
    let kind: String
    let contract: String
    let period: String
    let currency: String
    let budget: FiscalYear?
  }

  /// What an event puts into the books: a posting its item's lines, a payment its own.
  private func bookings(_ event: Event, _ number: Int) -> [Booking] {
    let book = history.book
    switch event.content {
    case .posting(let of):
      guard let item = book.item(of) else { return [] }
      if case .reissue(let reissue) = item.event.content, let record = book.payment(reissue.of) {
        return transfers(
          record.payment.transfers.flatMap(\.items), item: of, kind: item.event.kind,
          isReversed: true)
      }
      if case .offset(let offset) = item.event.content {
        // Gross, like a payment; what is still to be recovered is taken back under the set-off itself.
        return transfers(offset.items, item: of, kind: item.event.kind, isReversed: false)
          + transfers([of], item: of, kind: item.event.kind, isReversed: true)
      }
      let run = book.run(behind: item)
      return [
        Booking(
          item: of, lines: item.entry.lines.map { ($0.account, $0.amount) },
          kind: item.event.kind, contract: run?.contract.name ?? "",
          period: run?.period ?? "", currency: run?.currency ?? "", budget: item.budget)
      ]
    case .payment(let payment):
      return transfers(
        payment.transfers.flatMap(\.items), item: number, kind: event.kind, isReversed: false)
    default: return []
    }
  }

  /// The parts of a payment or set-off by its items, each with the fiscal year of its own; set-offs are
  /// written gross (総計予算主義, 地方自治法 art. 210).
  private func transfers(
    _ items: [Int], item number: Int, kind: String, isReversed: Bool
  ) -> [Booking] {
    items.compactMap { paid in
      guard let item = history.book.item(paid), let run = history.book.run(behind: item) else {
        return nil
      }
      let amount = -item.owed
      guard amount != 0 else { return nil }
      return Booking(
        item: number,
        lines: [
          (.payable, isReversed ? amount : -amount), (.payment, isReversed ? -amount : amount),
        ],
        kind: kind, contract: run.contract.name, period: run.period, currency: run.currency,
        budget: item.budget)
    }
  }
}
