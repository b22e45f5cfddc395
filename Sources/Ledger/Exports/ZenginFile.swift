import Diagnostics
import Quantities

/// 総合振込 in the format of the Japanese Bankers Association (全銀協規定フォーマット): records of 120 bytes in
/// JIS X 0201, one header, one for each transfer, a trailer with the totals, and an end.
///
/// The date has no year. Amounts are yen.
public enum ZenginFile {
  static let width = 120

  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - day: of the transfer.
  ///   - separated: CR and LF after each record, which some banks ask for.
  ///   - payment: the number of the instruction in the ledger.
  /// - Throws: the first name, number or amount that has no place in its field. Nothing is cut off.
  public static func bytes(
    payer: Payer, orders: [TransferOrder], day: CivilDate, separated: Bool, payment: Int
  ) throws(LedgerProblem) -> [UInt8] {
    let account = payer.account
    try account.check(Payer.field)
    var header = ZenginRecord("1210", field: Payer.field)
    try header.digits(payer.code, 10)
    try header.text(account.holder, 40)
    try header.digits(two(day.month) + two(day.day), 4)
    try header.bank(account)
    try header.account(account)
    header.blank(17)

    var records = [header.bytes]
    var sum: Int64 = 0
    for order in orders {
      try order.check()
      let payee = order.payee
      var record = ZenginRecord("2", field: order.field)
      try record.bank(payee)
      record.zeros(4)
      try record.account(payee)
      try record.text(payee.holder, 30)
      try record.digits(String(order.amount), 10)
      record.zeros(1)
      try record.digits(customerCode(order.item), 10)
      // An item that is instructed again, after a transfer failed, has another instruction.
      try record.digits(customerCode(payment), 10)
      // 電信扱
      try record.digits("7", 1)
      record.blank(8)
      records.append(record.bytes)
      sum += order.amount
    }
    var trailer = ZenginRecord("8", field: Text(en: "the totals", ja: "合計"))
    try trailer.digits(String(orders.count), 6)
    try trailer.digits(String(sum), 12)
    trailer.blank(101)
    var end = ZenginRecord("9", field: Text(en: "the end", ja: "エンド"))
    end.blank(119)
    records += [trailer.bytes, end.bytes]
    precondition(records.allSatisfy { $0.count == width }, "a record has 120 bytes")
    return Array(records.joined(separator: separated ? [13, 10] : []))
      + (separated ? [13, 10] : [])
  }

  /// A number as 顧客コード: the first is that of the item, the second that of the instruction, and both together
  /// are never used twice.
  static func customerCode(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A record that is being written.
private struct ZenginRecord {
  private(set) var bytes: [UInt8]
  /// Whose data it is, for messages; the data themselves are never shown.
  private let field: Text

  init(_ start: String, field: Text) {
    bytes = Array(start.utf8)
    self.field = field
  }

  mutating func zeros(_ count: Int) { bytes += [UInt8](repeating: 0x30, count: count) }

  mutating func blank(_ count: Int) { bytes += [UInt8](repeating: 0x20, count: count) }

  mutating func digits(_ text: String, _ width: Int) throws(LedgerProblem) {
    let digits = Array(text.utf8)
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.count <= width
    else {
      throw .notWritable(
        Text(en: "a number there has at most \(width) digits", ja: "数字は\(width)桁以内です"),
        field: field)
    }
    zeros(width - digits.count)
    bytes += digits
  }

  mutating func text(_ text: String, _ width: Int) throws(LedgerProblem) {
    guard let found = ZenginText.bytes(text) else {
      throw .notWritable(
        Text(
          en: "a name there has kana, letters, digits and ( ) - . / only",
          ja: "名義に使えるのは、カナ・英字・数字・( ) - . / だけです"), field: field)
    }
    guard !found.isEmpty, found.count <= width else {
      throw .notWritable(
        Text(
          en: "a name there has 1 to \(width) characters, marks of voice counted",
          ja: "名義は濁点・半濁点を含めて1〜\(width)文字です"), field: field)
    }
    bytes += found
    blank(width - found.count)
  }

  mutating func bank(_ account: BankAccount) throws(LedgerProblem) {
    try digits(account.bank, 4)
    try text(account.bankName, 15)
    try digits(account.branch, 3)
    try text(account.branchName, 15)
  }

  mutating func account(_ account: BankAccount) throws(LedgerProblem) {
    try digits(String(account.kind.rawValue), 1)
    try digits(account.number, 7)
  }
}
