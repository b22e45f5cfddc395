extension PaymentRecord {
  /// By which a transfer of this instruction is known at the bank: 顧客コード1 and 2 of a 全銀 file, `EndToEndId` of
  /// ISO 20022.
  public func bankReference(of transfer: Event.Payment.Transfer, in book: Book) -> String {
    guard let item = transfer.items.first else { return "" }
    return switch payment.format {
    case .zengin: "\(ZenginFile.customerCode(item))-\(ZenginFile.customerCode(number))"
    case .pain001:
      CreditTransferFile.reference(
        CreditTransferFile.name(ledger: book.ledger, payment: number), item)
    }
  }
}
