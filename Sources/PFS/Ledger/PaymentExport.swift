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
    let payingAccounts = try Accounts.load(request.payer)
    let payer = try payingAccounts.payer()
    let payees = try Accounts.load(request.payees)
    let files = Event.Accounts(payer: payingAccounts.sha256, payees: payees.sha256)
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
    let staged = StagedFile(request.output, of: book.ledger)
    var sha256 = ""
    var leftovers: [String] = []
    var answer = try change { history throws(LedgerProblem) in
      let standing = history.book.payments.filter { $0.replacedBy == nil }
      leftovers = staged.removeLeftovers { sha256 in
        standing.contains { $0.payment.sha256 == sha256 }
      }
      if let standing = interrupted(history.book, staged) {
        // The file of another instruction waits for this name: it is finished before anything else.
        guard isSame(request, standing) else { throw .waiting(standing) }
        sha256 = standing.payment.sha256
        return ([standing.number], false)
      }
      if let standing = issued(history.book, staged), isSame(request, standing) {
        sha256 = standing.payment.sha256
        return ([standing.number], false)
      }
      try requireSigned(files, request, history.book)
      let (number, bytes) = try history.pay(
        request.items, format: request.format, named: staged.name, date: request.date
      ) { payment, number throws(LedgerProblem) in
        try Self.bytes(request, payer, payment, found, book, number)
      }
      guard !staged.isPublished else { throw .outputExists(request.output) }
      try staged.write(bytes)
      sha256 = Digest.sha256(bytes)
      return ([number], true)
    }
    let recorded = sha256
    try Self.refusing { () throws(LedgerProblem) in try staged.publish(sha256: recorded) }
    answer.warnings = Diagnostic.removed(leftovers)
    return answer
  }

  /// Refuses files of bank accounts that are not those which two people signed.
  private func requireSigned(
    _ files: Event.Accounts, _ request: PaymentRequest, _ book: Book
  ) throws(LedgerProblem) {
    guard let number = book.accounts,
      case .accounts(let signed)? = book.item(number)?.event.content
    else { throw .noAccounts }
    guard files.payer == signed.payer else { throw .otherAccounts(request.payer) }
    guard files.payees == signed.payees else { throw .otherAccounts(request.payees) }
  }

  /// The recorded instruction whose file has the name and is at its place.
  private func issued(_ book: Book, _ staged: StagedFile) -> PaymentRecord? {
    guard let there = staged.publishedSHA256 else { return nil }
    return book.payments.last { record in
      record.replacedBy == nil && record.payment.file == staged.name
        && record.payment.sha256 == there
    }
  }

  /// The recorded instruction whose file waits for the name and has not taken its place.
  private func interrupted(_ book: Book, _ staged: StagedFile) -> PaymentRecord? {
    guard let waiting = staged.waitingSHA256 else { return nil }
    return book.payments.last { record in
      record.replacedBy == nil && record.payment.file == staged.name
        && record.payment.sha256 == waiting
    }
  }

  /// Whether a request asks for what an instruction is.
  private func isSame(_ request: PaymentRequest, _ record: PaymentRecord) -> Bool {
    record.date == request.date && record.payment.format == request.format
      && Set(record.payment.transfers.flatMap(\.items)) == Set(request.items)
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
        payer: payer, orders: orders, day: request.date, separated: request.separated,
        payment: number)
    case .pain001:
      return try CreditTransferFile.bytes(
        payer: payer, orders: orders, day: request.date,
        name: CreditTransferFile.name(ledger: book.ledger, payment: number),
        currency: UnitTable.standard.currencyCode(of: unit), minorDigits: digits)
    }
  }
}
