import Quantities

/// ISO 20022 customer credit transfer initiation, `pain.001.001.09`, with banks named by their numbers in
/// the Zengin system (clearing system code JPZGN).
public enum CreditTransferFile {
  /// The file as UTF-8.
  ///
  /// - Parameters:
  ///   - name: of the message, at most 35 characters, unique for the payer.
  ///   - currency: ISO 4217.
  ///   - minorDigits: of the currency: yen 0.
  /// - Throws: the first account or amount that no payment file can hold.
  public static func bytes(
    payer: Payer, orders: [TransferOrder], day: CivilDate, name: String, currency: String,
    minorDigits: Int
  ) throws(LedgerProblem) -> [UInt8] {
    try payer.account.check(Payer.field)
    for order in orders { try order.check() }
    func amount(_ value: Int64) -> String {
      Exact(unscaled: value, scale: minorDigits).fixed(decimals: minorDigits)
    }
    let sum = amount(orders.reduce(0) { $0 + $1.amount })
    let totals = element("NbOfTxs", "\(orders.count)") + element("CtrlSum", sum)
    let transfers = orders.map { order in
      element(
        "CdtTrfTxInf",
        element("PmtId", element("EndToEndId", reference(name, order.item)))
          + element(
            "Amt",
            "<InstdAmt Ccy=\"\(currency)\">\(amount(order.amount))</InstdAmt>")
          + element("CdtrAgt", agent(order.payee))
          + element("Cdtr", element("Nm", escaped(order.payee.holder)))
          + element("CdtrAcct", account(order.payee)))
    }
    let document =
      element(
        "GrpHdr",
        element("MsgId", name) + element("CreDtTm", "\(day)T00:00:00") + totals
          + element("InitgPty", element("Nm", escaped(payer.account.holder))))
      + element(
        "PmtInf",
        element("PmtInfId", name) + element("PmtMtd", "TRF") + totals
          + element("ReqdExctnDt", element("Dt", "\(day)"))
          + element("Dbtr", element("Nm", escaped(payer.account.holder)))
          + element("DbtrAcct", account(payer.account, currency: currency))
          + element("DbtrAgt", agent(payer.account)) + transfers.joined())
    let text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">"
      + element("CstmrCdtTrfInitn", document) + "</Document>\n"
    return Array(text.utf8)
  }

  /// The name of a payment's message.
  public static func name(ledger: String, payment number: Int) -> String {
    "\(ledger.prefix(12))-\(number)"
  }

  /// By which payer and payee know one transfer of a message: `EndToEndId`.
  static func reference(_ name: String, _ item: Int) -> String { "\(name)-\(item)" }

  private static func element(_ name: String, _ content: String) -> String {
    "<\(name)>\(content)</\(name)>"
  }

  private static func agent(_ account: BankAccount) -> String {
    element(
      "FinInstnId",
      element(
        "ClrSysMmbId",
        element("ClrSysId", element("Cd", "JPZGN")) + element("MmbId", escaped(account.bank)))
        + element("Nm", escaped(account.bankName)))
      + element("BrnchId", element("Id", escaped(account.branch)))
  }

  private static func account(_ account: BankAccount, currency: String? = nil) -> String {
    element("Id", element("Othr", element("Id", escaped(account.number))))
      + element("Tp", element("Prtry", "\(account.kind.rawValue)"))
      + (currency.map { element("Ccy", $0) } ?? "")
  }

  /// Text without what XML reads as markup; an account holds no control characters.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
