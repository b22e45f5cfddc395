import Diagnostics
import Evidence
import Ledger
import Quantities

/// A payment file that is to be made.
public struct PaymentRequest: Sendable {
  public var items: [Int]
  public var format: PaymentFormat
  /// The CSV file with the payer's account.
  public var payer: String
  /// The CSV file with the payees' accounts.
  public var payees: String
  public var output: String
  /// CR and LF after each record of a 全銀 file.
  public var separated: Bool
  /// The day of the transfer.
  public var date: CivilDate

  /// Describes a payment file.
  public init(
    items: [Int], format: PaymentFormat, payer: String, payees: String, output: String,
    separated: Bool, date: CivilDate
  ) {
    (self.items, self.format, self.payer, self.payees) = (items, format, payer, payees)
    (self.output, self.separated, self.date) = (output, separated, date)
  }
}

extension OfficeLedger {
  /// Records a payment instruction and publishes its file: one of both, whatever happens in between.
  ///
  /// The whole file lies beside its place before the instruction is recorded, and takes its place by one
  /// rename afterwards. A run that was stopped between the two is taken up by the same command; once the
  /// file has taken its place there is no second.
  public func pay(_ request: PaymentRequest) throws(Refusal) -> Answer {
    let payer = try Accounts.load(request.payer).payer()
    let payees = try Accounts.load(request.payees)
    // Accounts are found before anything is recorded; the rules decide again under the lock.
    let book = try history().book
    var accounts: [(contract: Run.Contract, account: BankAccount)] = []
    for number in request.items {
      guard let run = book.item(number).flatMap(book.run(behind:)) else { continue }
      if !accounts.contains(where: { $0.contract.isSame(as: run.contract) }) {
        accounts.append((run.contract, try payees.payee(run.contract)))
      }
    }
    let found = accounts
    let staged = StagedFile(request.output)
    let answer = try change { history throws(LedgerProblem) in
      if let standing = interrupted(request, history.book, staged) { return ([standing], false) }
      let (number, bytes) = try history.pay(
        request.items, format: request.format, named: staged.name, date: request.date
      ) { payment, number throws(LedgerProblem) in
        try Self.bytes(request, payer, payment, found, book, number)
      }
      guard !staged.isPublished else { throw .outputExists(request.output) }
      try staged.write(bytes)
      return ([number], true)
    }
    try Self.refusing(staged.publish)
    return answer
  }

  /// The number of the very same instruction if it is recorded and its file has not taken its place.
  private func interrupted(
    _ request: PaymentRequest, _ book: Book, _ staged: StagedFile
  ) -> Int? {
    guard staged.isWaiting else { return nil }
    return book.payments.last { record in
      record.replacedBy == nil && record.date == request.date
        && record.payment.format == request.format && record.payment.file == staged.name
        && Set(record.payment.transfers.flatMap(\.items)) == Set(request.items)
        && staged.waitingSHA256 == record.payment.sha256
    }?.number
  }

  private static func bytes(
    _ request: PaymentRequest, _ payer: Payer, _ payment: Event.Payment,
    _ accounts: [(contract: Run.Contract, account: BankAccount)], _ book: Book, _ number: Int
  ) throws(LedgerProblem) -> [UInt8] {
    var orders: [TransferOrder] = []
    for transfer in payment.transfers {
      guard let item = transfer.items.first,
        let run = book.item(item).flatMap(book.run(behind:)),
        let account = accounts.first(where: { $0.contract.isSame(as: run.contract) })?.account
      else { throw .nothingToPay }
      orders.append(TransferOrder(payee: account, amount: transfer.amount, item: item))
    }
    let unit = Unit(payment.currency)
    let digits = UnitTable.standard.smallestAmount(of: unit)?.exactDecimals ?? 0
    switch request.format {
    case .zengin:
      guard unit == .yen else { throw .otherCurrency(payment.transfers[0].items[0]) }
      return try ZenginFile.bytes(
        payer: payer, orders: orders, day: request.date, separated: request.separated)
    case .pain001:
      return CreditTransferFile.bytes(
        payer: payer, orders: orders, day: request.date,
        name: "\(book.ledger.prefix(12))-\(number)",
        currency: unit == .yen ? "JPY" : payment.currency.uppercased(), minorDigits: digits)
    }
  }
}
