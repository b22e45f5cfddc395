import Settlement

/// The accounts of the ledger.
public enum Account: String, Hashable, Sendable, CaseIterable {
  /// What the contractor is entitled to, without tax (委託料).
  case entitlement
  /// Consumption tax on it.
  case tax
  /// Interim payments, made earlier and deducted now.
  case interim
  /// Corrections that the next settlement takes in.
  case carried
  /// Owed to the contractor.
  case payable
  /// Instructed to the bank.
  case payment
}

/// An amount on an account: debit positive, credit negative, in the currency's smallest unit.
public struct EntryLine: Hashable, Sendable {
  public let account: Account
  public let amount: Int64
}

/// Lines in double entry: their sum is zero.
public struct Entry: Hashable, Sendable {
  /// In the order of the accounts, without zeros.
  public let lines: [EntryLine]

  /// Nothing.
  static let empty = Entry(balanced: [])

  /// The largest amount of one line: 999 trillion. Thousands of lines can be added up in 64 bits.
  public static let largestAmount: Int64 = 999_999_999_999_999

  private init(balanced lines: [EntryLine]) { self.lines = lines }

  /// Lines by account; nil unless they balance and every amount is in range.
  init?(_ amounts: [Account: Int64]) {
    let lines = Account.allCases.compactMap { account -> EntryLine? in
      guard let amount = amounts[account], amount != 0 else { return nil }
      return EntryLine(account: account, amount: amount)
    }
    self.init(lines)
  }

  /// Nil unless the lines balance, stand in order, each account once, and are in range.
  init?(_ lines: [EntryLine]) {
    let order = lines.compactMap { Account.allCases.firstIndex(of: $0.account) }
    guard zip(order, order.dropFirst()).allSatisfy(<),
      lines.allSatisfy({ $0.amount != 0 && $0.amount.magnitude <= Self.largestAmount.magnitude }),
      lines.reduce(0, { $0 + $1.amount }) == 0
    else { return nil }
    self.lines = lines
  }

  /// The amount on an account, zero if it has no line.
  public subscript(account: Account) -> Int64 {
    lines.first { $0.account == account }?.amount ?? 0
  }

  /// The opposite entry.
  var reversed: Entry {
    Entry(balanced: lines.map { EntryLine(account: $0.account, amount: -$0.amount) })
  }
}
