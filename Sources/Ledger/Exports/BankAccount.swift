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

  /// Describes an account; what it may hold is checked when a file is made.
  public init(
    bank: String, bankName: String, branch: String, branchName: String, kind: Kind, number: String,
    holder: String
  ) {
    (self.bank, self.bankName, self.branch, self.branchName) = (bank, bankName, branch, branchName)
    (self.kind, self.number, self.holder) = (kind, number, holder)
  }
}

/// Who pays.
public struct Payer: Hashable, Sendable {
  /// 委託者コード, up to ten digits.
  public let code: String
  public let account: BankAccount

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

  /// Describes a transfer.
  public init(payee: BankAccount, amount: Int64, item: Int) {
    (self.payee, self.amount, self.item) = (payee, amount, item)
  }
}
