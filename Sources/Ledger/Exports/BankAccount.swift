import Diagnostics

/// An account at a Japanese bank. It comes from a file that the office keeps, never from a contract, and
/// is not recorded in the ledger.
public struct BankAccount: Hashable, Sendable {
  /// 預金種目
  public enum Kind: Int, Hashable, Sendable, CaseIterable {
    /// 普通
    case ordinary = 1
    /// 当座
    case current = 2
    /// 貯蓄
    case savings = 4
  }

  /// Four digits.
  public let bank: String
  public let bankName: String
  /// Three digits.
  public let branch: String
  public let branchName: String
  public let kind: Kind
  /// Up to seven digits.
  public let number: String
  /// The holder in kana, as the bank has it.
  public let holder: String

  /// Describes an account; ``check(_:)`` tells whether it can be one.
  public init(
    bank: String, bankName: String, branch: String, branchName: String, kind: Kind, number: String,
    holder: String
  ) {
    (self.bank, self.bankName, self.branch, self.branchName) = (bank, bankName, branch, branchName)
    (self.kind, self.number, self.holder) = (kind, number, holder)
  }
}

extension BankAccount {
  /// Refuses what cannot be an account: numbers of other lengths, names that are missing, too long for any
  /// payment file, or hold control characters.
  ///
  /// - Parameter field: whose account it is, for the message, which never shows it.
  public func check(_ field: Text) throws(LedgerProblem) {
    func digits(_ text: String, _ count: ClosedRange<Int>, _ en: String, _ ja: String)
      throws(LedgerProblem)
    {
      guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else { throw .notWritable(Text(en: en, ja: ja), field: field) }
    }
    try digits(bank, 4...4, "a bank number has 4 digits", "銀行番号は4桁の数字です")
    try digits(branch, 3...3, "a branch number has 3 digits", "支店番号は3桁の数字です")
    try digits(number, 1...7, "an account number has up to 7 digits", "口座番号は7桁以内の数字です")
    for name in [bankName, branchName, holder] {
      let isText = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      guard isText, (1...140).contains(name.unicodeScalars.count) else {
        throw .notWritable(
          Text(
            en: "a name has 1 to 140 characters and no control characters",
            ja: "名称は1〜140文字で、制御文字は使えません"), field: field)
      }
    }
  }
}

/// Who pays.
public struct Payer: Hashable, Sendable {
  /// 委託者コード, up to ten digits.
  public let code: String
  public let account: BankAccount

  /// The payer in messages.
  static let field = Text(en: "the payer", ja: "委託者")

  /// Describes the payer.
  public init(code: String, account: BankAccount) { (self.code, self.account) = (code, account) }
}

/// One transfer with its payee.
public struct TransferOrder: Hashable, Sendable {
  public let payee: BankAccount
  /// In the smallest unit, above zero.
  public let amount: Int64
  /// The first item of the ledger that it pays.
  public let item: Int

  /// The payee in messages.
  var field: Text {
    Text(en: "the payee of number \(item)", ja: "番号\(item)の受取人")
  }

  /// Refuses a transfer that no payment file can hold.
  func check() throws(LedgerProblem) {
    try payee.check(field)
    guard amount > 0 else { throw .nothingDue([item]) }
  }

  /// Describes a transfer.
  public init(payee: BankAccount, amount: Int64, item: Int) {
    (self.payee, self.amount, self.item) = (payee, amount, item)
  }
}
