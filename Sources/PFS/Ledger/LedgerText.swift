import Diagnostics
import Evidence
import Ledger
import Quantities
import Reports

/// A ledger in words and tables for people.
public struct LedgerText: Sendable {
  private let history: History
  private let tongue: Tongue

  /// Speaks of a ledger in a language.
  public init(_ history: History, tongue: Tongue) {
    (self.history, self.tongue) = (history, tongue)
  }

  private func words(_ en: String, _ ja: String) -> String { tongue == .en ? en : ja }

  // MARK: - All items

  /// One line for each item and payment, in the order of their numbers.
  public var list: String {
    var table = TextTable([.right, .left, .left, .left, .left, .right, .left])
    table.add(
      words("no.", "番号"), words("date", "日付"), words("what", "種別"), words("contract", "契約"),
      words("period", "年度"), words("amount", "金額"), words("state", "状態"))
    table.addRule()
    var rows: [(Int, [String])] = history.book.items.map { ($0.number, row($0)) }
    rows += history.book.payments.map { ($0.number, row($0)) }
    for (_, row) in rows.sorted(by: { $0.0 < $1.0 }) { table.add(row) }
    var lines = table.lines()
    let closed = history.book.closed.map(\.year).sorted().map(String.init)
    if !closed.isEmpty {
      lines.append(
        "  "
          + words(
            "accounts closed: fiscal \(closed.joined(separator: ", "))",
            "出納閉鎖: \(closed.joined(separator: "、"))年度"))
    }
    for left in history.book.leftToNext {
      let amount = money(left.amount, left.currency)
      lines.append(
        "  "
          + words(
            "left to the next settlement of \(left.contract.name): \(amount)",
            "\(left.contract.name)の次回精算で調整する額: \(amount)"))
    }
    for item in history.book.stale {
      lines.append(
        "  "
          + words(
            "number \(item.number) was settled after an earlier settlement that has since changed",
            "番号\(item.number)は、その後に変わった過去の精算をもとにしています"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ item: Item) -> [String] {
    let run = history.book.run(behind: item)
    return [
      "\(item.number)", "\(item.event.date)", kind(item.event), run?.contract.name ?? "",
      run?.period ?? "", run.map { amount(item, $0.currency) } ?? "", state(item),
    ]
  }

  /// What an item leaves to be paid or recovered, and what the next settlement takes in.
  private func amount(_ item: Item, _ currency: String) -> String {
    let carried = -item.entry[.carried]
    guard carried != 0 else { return money(item.owed, currency) }
    let own = item.owed == 0 ? "" : money(item.owed, currency) + words(" and ", "、")
    return own + words("carried \(money(carried, currency))", "繰越 \(money(carried, currency))")
  }

  private func row(_ record: PaymentRecord) -> [String] {
    let payment = record.payment
    let state =
      record.replacedBy.map {
        words("not carried out (no. \($0))", "不執行(番号\($0))")
      } ?? words("instructed", "指図済み")
    return [
      "\(record.number)", "\(record.date)", words("payment", "支払"),
      payment.transfers.map(\.contract).joined(separator: " "), "",
      money(payment.transfers.reduce(0) { $0 + $1.amount }, payment.currency), state,
    ]
  }

  /// What an item changes in what is owed: to the contractor positive.
  private func amount(_ item: Item) -> Int64 { item.owed - item.entry[.carried] }

  // MARK: - One item

  /// Everything about an item or a payment; nil if there is neither.
  public func page(_ number: Int) -> String? {
    if let item = history.book.item(number) { return page(item) }
    return history.book.payment(number).map(page)
  }

  private func page(_ item: Item) -> String {
    var table = TextTable([.left, .left])
    let run = history.book.run(behind: item)
    table.add(words("date", "日付"), "\(item.event.date)")
    table.add(words("state", "状態"), state(item))
    if let run {
      table.add(words("contract", "契約"), run.contract.name)
      table.add(words("period", "年度"), "\(run.period) (\(run.from) – \(run.to))")
      table.add(words("bundle", "精算の記録"), run.bundle)
    }
    if let budget = item.budget {
      table.add(words("fiscal year", "会計年度"), words("\(budget.year)", "\(budget.year)年度"))
    }
    if let treatment = item.treatment {
      table.add(words("treatment", "処理"), word(treatment, isRecovery: amount(item) < 0))
    }
    if case .restatement(let restatement) = item.event.content {
      table.add(
        words("replaces", "修正対象"),
        words("number \(restatement.replaces)", "番号\(restatement.replaces)"))
      table.add(
        words("cause", "原因"), restatement.causes.map(word).joined(separator: words(", ", "、")))
      table.add(words("reason", "理由"), restatement.reason)
    }
    if case .void(let void) = item.event.content {
      table.add(words("voids", "取消対象"), words("number \(void.of)", "番号\(void.of)"))
      table.add(words("reason", "理由"), void.reason)
    }
    if case .reissue(let reissue) = item.event.content {
      table.add(words("payment", "支払"), words("number \(reissue.of)", "番号\(reissue.of)"))
      table.add(words("reason", "理由"), reissue.reason)
    }
    if case .receipt(let receipt) = item.event.content {
      table.add(words("received for", "返納対象"), words("number \(receipt.of)", "番号\(receipt.of)"))
    }
    if case .offset(let offset) = item.event.content, let run {
      let numbers = offset.items.map(String.init)
      table.add(
        words("sets off", "相殺対象"),
        words(
          "number \(numbers.joined(separator: ", "))", "番号\(numbers.joined(separator: "、"))"))
      table.add(words("still to be recovered", "返納の残額"), money(-offset.rest, run.currency))
    }
    if case .accounts(let accounts) = item.event.content {
      table.add(words("payer's file", "委託者の口座"), "SHA-256 \(accounts.payer)")
      table.add(words("payees' file", "受取人の口座"), "SHA-256 \(accounts.payees)")
    }
    let takenIn = history.book.items.filter {
      history.book.settlement(takingIn: $0)?.number == item.number
    }
    if !takenIn.isEmpty {
      let numbers = takenIn.map { "\($0.number)" }
      table.add(
        words("takes in", "調整"),
        words("number \(numbers.joined(separator: ", "))", "番号\(numbers.joined(separator: "、"))"))
    }
    for signature in item.signatures {
      table.add(word(signature.role), "\(signature.person) (\(signature.key))")
    }
    var lines = ["\(item.number)  \(kind(item.event))"] + table.lines()
    if case .restatement(let restatement) = item.event.content, let run,
      let old = history.book.item(restatement.replaces)?.run
    {
      lines += [""] + comparison(old, run)
    }
    if let run, !item.entry.lines.isEmpty {
      lines += [""] + entry(item.entry, run.currency)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func comparison(_ old: Run, _ new: Run) -> [String] {
    var table = TextTable([.left, .right, .right, .right])
    table.add(
      "", words("replaced", "修正前"), words("restated", "修正後"), words("difference", "差額"))
    let rows: [(String, KeyPath<Run, Int64>)] = [
      (words("total", "合計"), \.total), (words("tax", "消費税"), \.tax),
      (words("payable", "支払額"), \.payable), (words("due", "差引支払額"), \.due),
    ]
    for (name, path) in rows {
      table.add(
        name, money(old[keyPath: path], old.currency), money(new[keyPath: path], new.currency),
        money(new[keyPath: path] - old[keyPath: path], new.currency))
    }
    return table.lines()
  }

  private func entry(_ entry: Entry, _ currency: String) -> [String] {
    var table = TextTable([.left, .right, .right])
    table.add("", words("debit", "借方"), words("credit", "貸方"))
    for line in entry.lines {
      let amount = money(Int64(line.amount.magnitude), currency)
      table.add(
        word(line.account), line.amount > 0 ? amount : "", line.amount < 0 ? amount : "")
    }
    return table.lines()
  }

  private func page(_ record: PaymentRecord) -> String {
    let payment = record.payment
    var table = TextTable([.left, .left])
    table.add(words("date", "振込日"), "\(record.date)")
    table.add(words("file", "ファイル"), "\(payment.file) (\(payment.format.rawValue))")
    table.add("SHA-256", payment.sha256)
    for transfer in payment.transfers {
      table.add(
        transfer.contract,
        money(transfer.amount, payment.currency) + "  "
          + words("number ", "番号") + transfer.items.map(String.init).joined(separator: ", "))
    }
    let lines = ["\(record.number)  \(words("payment", "支払"))"] + table.lines()
    return (lines + [""] + entry(payment.entry, payment.currency)).joined(separator: "\n") + "\n"
  }

  // MARK: - What was found

  /// What a verification confirmed.
  public var verified: String {
    let signatures = history.book.items.reduce(0) { $0 + $1.signatures.count }
    let (count, head) = (history.records.count, Checkpoint(history))
    return words(
      "verified: \(count) events in an unbroken chain, \(signatures) signatures, every event permitted\n"
        + "head: number \(head.number), \(hexadecimal(head.hash))\n",
      "検証済み: 出来事\(count)件の連鎖、署名\(signatures)件、規則への適合を確認しました\n"
        + "先頭: 番号\(head.number)、\(hexadecimal(head.hash))\n")
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String { Digest.hexadecimal(bytes) }

  // MARK: - Words

  /// An amount of the smallest unit in the words of its currency.
  func money(_ amount: Int64, _ currency: String) -> String {
    let (units, unit) = (UnitTable.standard, Unit(currency))
    let numeral = decimal(amount, currency, grouped: true)
    return tongue == .en ? units.english(numeral, unit) : units.japanese(numeral, unit)
  }

  /// An amount of the smallest unit as a decimal of its currency.
  func decimal(_ amount: Int64, _ currency: String, grouped: Bool = false) -> String {
    guard let smallest = UnitTable.standard.smallestAmount(of: Unit(currency)) else {
      return "\(amount)"
    }
    return (Exact(amount) * smallest).fixed(
      decimals: smallest.exactDecimals ?? 0, grouped: grouped)
  }

  func kind(_ event: Event) -> String {
    switch event.content {
    case .opening: words("opening", "開設")
    case .settlement: words("settlement", "精算")
    case .broughtForward: words("brought forward", "前期繰越")
    case .restatement: words("restatement", "修正")
    case .void: words("void", "取消し")
    case .signature: words("signature", "署名")
    case .posting: words("posting", "計上")
    case .payment: words("payment", "支払")
    case .reissue: words("reissue", "再発行")
    case .receipt: words("receipt", "返納")
    case .offset: words("set-off", "相殺")
    case .signers: words("signers", "署名者")
    case .accounts: words("bank accounts", "口座")
    case .closing: words("closing", "出納閉鎖")
    }
  }

  func state(_ item: Item) -> String {
    switch item.state {
    case .pending:
      let missing = item.missingRoles.map(word)
      if missing.isEmpty { return words("approved, to be posted", "承認済み・計上待ち") }
      return words("pending: to be ", "未処理: ") + missing.joined(separator: words(" and ", "、"))
        + words("", "待ち")
    case .withdrawn(let by):
      return by == item.number
        ? words("in effect", "有効") : words("voided by \(by)", "取消し(番号\(by))")
    case .reversed(let by):
      let open = history.book.open(item)
      return words("reversed by \(by)", "取消し(番号\(by))")
        + (open > 0 ? words(", to be paid", "・未払") : "")
    case .posted:
      if let payment = history.book.standingPayment(of: item.number) {
        return words("posted, paid by \(payment.number)", "計上・支払指図済み(番号\(payment.number))")
      }
      if let receipt = history.book.receipt(for: item.number) {
        return words("posted, received by \(receipt.number)", "計上・返納済み(番号\(receipt.number))")
      }
      if let offset = history.book.offset(of: item.number) {
        return words("posted, set off by \(offset.number)", "計上・相殺済み(番号\(offset.number))")
      }
      let open = history.book.open(item)
      if open > 0 { return words("posted, to be paid", "計上・未払") }
      if open < 0 { return words("posted, to be recovered", "計上・返納待ち") }
      if case .settlement = item.event.content { return words("posted", "計上") }
      if let next = history.book.settlement(takingIn: item) {
        return words("posted, taken in by \(next.number)", "計上・番号\(next.number)で調整済み")
      }
      if item.entry[.carried] != 0 {
        return words("posted, left to the next settlement", "計上・次回精算で調整")
      }
      return words("posted", "計上")
    }
  }

  /// The word for an account.
  func word(_ account: Account) -> String {
    switch account {
    case .entitlement: words("entitlement", "委託料")
    case .tax: words("consumption tax", "消費税及び地方消費税")
    case .interim: words("interim payments", "中間払")
    case .carried: words("carried to the next settlement", "次回精算への繰越")
    case .payable: words("payable", "未払金")
    case .payment: words("payment", "支払")
    }
  }

  private func word(_ role: Event.Role) -> String {
    switch role {
    case .prepared: words("prepared", "作成")
    case .approved: words("approved", "承認")
    }
  }

  private func word(_ cause: Event.Cause) -> String {
    switch cause {
    case .data: words("data", "データ")
    case .contract: words("contract interpretation", "契約の解釈")
    case .engine: words("engine", "計算プログラム")
    case .earlierSettlement: words("earlier settlement restated", "過去の精算の修正")
    }
  }

  private func word(_ treatment: Treatment, isRecovery: Bool) -> String {
    switch treatment {
    case .currentYear:
      isRecovery
        ? words("same year: repaid into the appropriation", "現年度: 戻入")
        : words("same year: additional expenditure", "現年度: 追加支出")
    case .priorYear:
      isRecovery
        ? words("past year: revenue", "過年度収入") : words("past year: expenditure", "過年度支出")
    case .nextSettlement: words("left to the next settlement", "次回精算で調整")
    }
  }
}
