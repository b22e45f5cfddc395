import Contract
import Diagnostics
import Evidence
import Exports
import Ledger
import Quantities
import Reports
import Settlement

/// Forms of the statement of payments.
public enum PaymentStatementForm: String, CaseIterable, Sendable {
  /// A page to print.
  case html
  /// A workbook of Excel, values only.
  case xlsx
}

extension OfficeLedger {
  /// The statement of payments (支払調書) under a contract, to be handed to the payee.
  ///
  /// - Parameter record: a settlement of the contract that counts in the ledger; parties and instalments are
  ///   read from it, everything else from the ledger.
  /// - Throws: a refusal if the settlement does not count in the ledger.
  public func paymentStatement(
    _ record: RecordedSettlement, as form: PaymentStatementForm, in tongue: Tongue
  ) throws(Refusal) -> [UInt8] {
    let history = try history()
    let sha256 = record.bundle.manifest.sha256
    let book = history.book
    guard let run = book.items.last(where: { $0.run?.bundle == sha256 })?.run,
      book.inForce(run.contract, period: run.period, orPending: true)?.run?.bundle == sha256
    else { throw Refusal(.notTheRecordedBundle(record.path), tongue: record.tongue) }
    let payments = ContractorPayments(
      history: history, run: run, contract: try record.plan().contract, trace: try record.trace(),
      tongue: tongue)
    switch form {
    case .html: return Array(payments.statement.html.utf8)
    case .xlsx:
      return try Workbook.file(payments.statement.sheets, title: payments.statement.title)
    }
  }
}

/// What a ledger says about the payments under one contract.
private struct ContractorPayments {
  let history: History
  /// A run of the contract that counts.
  let run: Run
  let contract: Contract
  /// Of the same settlement.
  let trace: Trace
  let tongue: Tongue

  private var book: Book { history.book }
  private var text: LedgerText { LedgerText(history, tongue: tongue) }

  var statement: PaymentStatement {
    let sum = settled.reduce(0) { $0 + paid($1) }
    return PaymentStatement(
      tongue: tongue, subject: contract.declaration.title ?? contract.declaration.name,
      isIllustrative: contract.isIllustrative,
      facts: [
        (tongue("Payer", "支払者"), contract.parties.client),
        (tongue("Payee", "支払先"), contract.parties.provider),
        (tongue("Term of contract", "契約期間"), days(contract.term.start, contract.term.lastDay)),
        (
          tongue("As of", "時点"),
          tongue(
            "\(day(history.events.last?.date)), number \(head.number) of the ledger",
            "\(day(history.events.last?.date))(台帳の番号\(head.number)まで)")
        ),
      ],
      paid: money(sum), tables: [transfers, periods, items] + instalments, notes: notes,
      evidence: evidence)
  }

  private var head: Checkpoint { Checkpoint(history) }

  // MARK: - What there is

  /// Settlements, corrections and reversals of the contract that are in the books.
  private var settled: [Item] {
    book.items.filter { item in
      if case .receipt = item.event.content { return false }
      return item.isBooked && isOfContract(item)
    }
  }

  private func isOfContract(_ item: Item) -> Bool {
    book.run(behind: item)?.contract.isSame(as: run.contract) ?? false
  }

  /// What an item changes in what is owed, before it is known how that is paid.
  private func amount(_ item: Item) -> Int64 {
    [Account.entitlement, .tax, .interim, .carried].reduce(0) { $0 + item.entry[$1] }
  }

  /// What of it has been paid: before the ledger, by an instruction that stands, or back by the payee.
  private func paid(_ item: Item) -> Int64 {
    let before = -item.entry[.payment]
    // What a set-off leaves to be recovered has not come back yet.
    let left: Int64 = if case .offset(let offset) = item.event.content { -offset.rest } else { 0 }
    return before + left + (book.isMoved(item.number) ? item.owed : 0)
  }

  // MARK: - Tables

  /// A movement of money between payer and payee.
  private struct Movement {
    let number: Int
    let date: CivilDate
    let items: [Int]
    let reference: String
    let state: String
    /// To the payee positive.
    let amount: Int64
  }

  /// What was instructed to the bank, came back, or was paid before the ledger began.
  private var movements: [Movement] {
    var found = settled.filter { $0.entry[.payment] != 0 }.map { item in
      Movement(
        number: item.number, date: item.event.date, items: [item.number], reference: "",
        state: tongue("before the ledger", "台帳開設前"), amount: -item.entry[.payment])
    }
    for record in book.payments {
      for transfer in record.payment.transfers
      where transfer.items.compactMap(book.item).contains(where: isOfContract) {
        let failed = record.replacedBy.map {
          tongue("not carried out (no. \($0))", "不執行(番号\($0))")
        }
        found.append(
          Movement(
            number: record.number, date: record.date, items: transfer.items,
            reference: record.bankReference(of: transfer, in: book),
            state: failed ?? tongue("instructed", "指図済み"),
            amount: failed == nil ? transfer.amount : 0))
      }
    }
    for item in book.items where item.isInForce && isOfContract(item) {
      guard case .receipt(let receipt) = item.event.content else { continue }
      found.append(
        Movement(
          number: item.number, date: item.event.date, items: [receipt.of], reference: "",
          state: tongue("came back", "返納"), amount: -item.entry[.payment]))
    }
    return found.sorted { $0.number < $1.number }
  }

  private var transfers: PaymentStatement.Table {
    let movements = movements
    return PaymentStatement.Table(
      caption: tongue("Transfers", "振込"),
      heads: [
        .init(tongue("Day", "振込日")), .init(tongue("No.", "番号")),
        .init(tongue("Items", "対象の案件")), .init(tongue("Fiscal year", "会計年度")),
        .init(tongue("Reference at the bank", "振込の照合番号")), .init(tongue("State", "状態")),
        .init(tongue("Amount", "金額"), isAmount: true),
      ],
      rows: movements.map { movement in
        [
          .text(day(movement.date)), .text("\(movement.number)"),
          .text(movement.items.map(String.init).joined(separator: tongue(", ", "、"))),
          .text(years(movement.items.compactMap(book.item))), .text(movement.reference),
          .text(movement.state), money(movement.amount),
        ]
      },
      sums: [.text(tongue("Sum", "合計"))] + blanks(5)
        + [money(movements.reduce(0) { $0 + $1.amount })])
  }

  /// Each settled period with its tax, and what of it is paid.
  private var periods: PaymentStatement.Table {
    var names: [String] = []
    for item in settled {
      guard let period = book.run(behind: item)?.period else { continue }
      if !names.contains(where: { $0.utf8.elementsEqual(period.utf8) }) { names.append(period) }
    }
    names.sort(by: PeriodName.areInOrder)
    let rows = names.map { name in
      let own = settled.filter {
        book.run(behind: $0)?.period.utf8.elementsEqual(name.utf8) ?? false
      }
      let period = own.last.flatMap(book.run(behind:))
      return [.text(period.map(self.period) ?? name)] + amounts(own)
    }
    return PaymentStatement.Table(
      caption: tongue("By period", "対象期間別"),
      heads: [.init(tongue("Period", "対象期間"))]
        + accounts.map { .init(text.word($0), isAmount: true) } + [
          .init(tongue("Amount", "支払額"), isAmount: true),
          .init(tongue("Paid", "支払済"), isAmount: true),
          .init(tongue("Open", "未払"), isAmount: true),
        ], rows: rows, sums: [.text(tongue("Sum", "合計"))] + amounts(settled))
  }

  /// The accounts that the contract's items have, in their order.
  private var accounts: [Account] {
    [.entitlement, .tax, .interim, .carried].filter { account in
      [.entitlement, .tax].contains(account) || settled.contains { $0.entry[account] != 0 }
    }
  }

  private func amounts(_ items: [Item]) -> [PaymentStatement.Cell] {
    let sums = accounts.map { account in items.reduce(0) { $0 + $1.entry[account] } }
    let rest = [amount, paid, book.open].map { value in items.reduce(0) { $0 + value($1) } }
    return (sums + rest).map(money)
  }

  /// Each settlement, correction and reversal.
  private var items: PaymentStatement.Table {
    let rows = settled.map { item -> [PaymentStatement.Cell] in
      [
        .text("\(item.number)"), .text(day(item.event.date)), .text(text.kind(item.event)),
        .text(book.run(behind: item).map(period) ?? ""), .text(years([item])),
        .text(text.state(item)), money(amount(item)),
      ]
    }
    return PaymentStatement.Table(
      caption: tongue("Settlements and corrections", "精算と修正"),
      heads: [
        .init(tongue("No.", "番号")), .init(tongue("Day", "日付")), .init(tongue("What", "種別")),
        .init(tongue("Period", "対象期間")), .init(tongue("Fiscal year", "会計年度")),
        .init(tongue("State", "状態")), .init(tongue("Amount", "支払額"), isAmount: true),
      ], rows: rows,
      sums: [.text(tongue("Sum", "合計"))] + blanks(5)
        + [money(settled.reduce(0) { $0 + amount($1) })])
  }

  /// The instalments into which the contract divides an amount of the settlement.
  private var instalments: [PaymentStatement.Table] {
    let plans = contract.splits.filter { split in
      if case .instalments = split.rule { true } else { false }
    }
    return plans.compactMap { plan -> PaymentStatement.Table? in
      let parts = trace.entries.filter { entry in
        entry.kind == FigureKind.split && entry.id.hasPrefix(plan.declaration.name + "[")
      }
      guard !parts.isEmpty else { return nil }
      let title = plan.declaration.title ?? plan.declaration.name
      return PaymentStatement.Table(
        caption: tongue("Instalments", "分割払") + " " + plan.declaration.name,
        heads: [
          .init("\(title) (\(run.period))"), .init(tongue("Clause", "根拠条項")),
          .init(tongue("Amount", "金額"), isAmount: true),
        ],
        rows: parts.map { part in
          [
            .text(part.name[tongue]), .text(part.clause?[tongue] ?? ""),
            .amount(decimal: part.exact.decimalText, words: part.value[tongue]),
          ]
        })
    }
  }

  // MARK: - Words

  private var notes: [String] {
    var notes = [
      tongue(
        "Paid is what the payer instructed its bank to transfer and has not declared failed; what the bank did "
          + "with it, its own advice says.",
        "支払済額は、支払者が金融機関に振込を指図し、不執行として扱っていない額です。"),
      tongue(
        "This statement tells the payee what was paid, when and for what. It is not the record of payments that "
          + "a payer submits to the tax office (所得税法 art. 225).",
        "この調書は、支払の額・日付・対象を支払先に知らせるもので、所得税法第225条により税務署に提出する支払調書ではありません。"),
    ]
    if accounts.contains(.interim) {
      notes.insert(
        tongue(
          "Interim payments were made before the settlement that takes them off; they are not among the transfers.",
          "中間払は、差し引いた精算より前に支払われたもので、振込の表には含みません。"), at: 1)
    }
    return notes
  }

  private var evidence: [String] {
    var lines = [
      tongue("ledger ", "台帳 ") + book.ledger,
      tongue("head of the chain ", "連鎖の先頭 ") + "\(head.number) \(Digest.hexadecimal(head.hash))",
    ]
    for record in book.payments {
      let items = record.payment.transfers.flatMap(\.items).compactMap(book.item)
      guard items.contains(where: isOfContract) else { continue }
      lines.append(
        tongue("payment \(record.number): ", "支払 番号\(record.number): ")
          + "\(record.payment.file) (\(record.payment.format.rawValue)) sha256 \(record.payment.sha256)"
      )
    }
    return lines
  }

  private func money(_ amount: Int64) -> PaymentStatement.Cell {
    .amount(
      decimal: text.decimal(amount, run.currency), words: text.money(amount, run.currency))
  }

  private func blanks(_ count: Int) -> [PaymentStatement.Cell] {
    Array(repeating: .text(""), count: count)
  }

  private func years(_ items: [Item]) -> String {
    Set(items.compactMap(\.budget)).sorted().map { tongue("\($0.year)", "\($0.year)年度") }
      .joined(separator: tongue(", ", "、"))
  }

  private func period(_ run: Run) -> String {
    tongue("\(run.period): ", "\(run.period): ")
      + days(CivilDate(iso: run.from), CivilDate(iso: run.to))
  }

  private func days(_ first: CivilDate?, _ last: CivilDate?) -> String {
    tongue("\(day(first)) to \(day(last))", "\(day(first))から\(day(last))まで")
  }

  private func day(_ date: CivilDate?) -> String {
    date.map { tongue("\($0)", DateText.wareki($0)) } ?? ""
  }
}
