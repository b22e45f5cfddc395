import Foundation
import FoundationXML
import Ledger
import Quantities
import Testing

/// Payment files against records written out by hand.
@Suite struct ExportTests {
  private let payer = Payer(
    code: "123456",
    account: BankAccount(
      bank: "0001", bankName: "ミズホ", branch: "001", branchName: "ホンテン", kind: .current,
      number: "123", holder: "みなとし かいけいかんりしゃ"))
  private let payee = BankAccount(
    bank: "0005", bankName: "ﾐﾂﾋﾞｼ", branch: "123", branchName: "ヤマグチ", kind: .ordinary,
    number: "7654321", holder: "カ)ゲンキプロジェクト")

  private func zengin(
    _ orders: [TransferOrder], separated: Bool = false
  ) throws -> [UInt8] {
    try ZenginFile.bytes(
      payer: payer, orders: orders, day: day("2026-05-09"), separated: separated, payment: 20)
  }

  /// Half-width kana as their bytes of JIS X 0201, everything else as ASCII.
  private func jis(_ text: String) -> [UInt8] {
    text.unicodeScalars.map {
      $0.value >= 0xFF61 ? UInt8($0.value - 0xFF61 + 0xA1) : UInt8($0.value)
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.unicodeScalars.count)
  }

  @Test func recordsAreThoseOfTheFormat() throws {
    let bytes = try zengin([
      TransferOrder(payee: payee, amount: 6_546_100, item: 1),
      TransferOrder(payee: payee, amount: 9_999_999_999, item: 12),
    ])
    let payeeFields =
      "0005" + padded("ﾐﾂﾋﾞｼ", 15) + "123" + padded("ﾔﾏｸﾞﾁ", 15) + "0000" + "1" + "7654321"
      + padded("ｶ)ｹﾞﾝｷﾌﾟﾛｼﾞｴｸﾄ", 30)
    let expected = [
      "1" + "21" + "0" + "0000123456" + padded("ﾐﾅﾄｼ ｶｲｹｲｶﾝﾘｼﾔ", 40) + "0509" + "0001"
        + padded("ﾐｽﾞﾎ", 15) + "001" + padded("ﾎﾝﾃﾝ", 15) + "2" + "0000123" + padded("", 17),
      "2" + payeeFields + "0006546100" + "0" + "0000000001" + "0000000020" + "7" + padded("", 8),
      "2" + payeeFields + "9999999999" + "0" + "0000000012" + "0000000020" + "7" + padded("", 8),
      // 6,546,100 + 9,999,999,999 = 10,006,546,099
      "8" + "000002" + "010006546099" + padded("", 101), "9" + padded("", 119),
    ]
    #expect(bytes.count == 5 * 120)
    for (place, record) in expected.enumerated() {
      #expect(Array(bytes[place * 120..<place * 120 + 120]) == jis(record), "record \(place)")
    }
    let separated = try zengin([TransferOrder(payee: payee, amount: 1, item: 1)], separated: true)
    #expect(separated.count == 4 * 122)
    #expect(Array(separated[120..<122]) == [13, 10] && Array(separated.suffix(2)) == [13, 10])
  }

  @Test(arguments: [
    "カブシキガイシャ　ヤマ", "ｶﾌﾞｼｷｶﾞｲｼｬ ﾔﾏ", "かぶしきがいしゃ やま", "カフ\u{3099}シキカ\u{3099}イシャ ヤマ",
  ])
  func spellingsOfANameAreOne(name: String) throws {
    #expect(try field(name) == jis("ｶﾌﾞｼｷｶﾞｲｼﾔ ﾔﾏ"))
  }

  @Test func signsAndLetters() throws {
    #expect(try field("ａｂｃ１２－．／（）ー") == jis("ABC12-./()-"))
    #expect(try field("「ヴ」パ") == jis("｢ｳﾞ｣ﾊﾟ"))
  }

  /// The holder's field without the blanks that fill it up.
  private func field(_ holder: String) throws -> [UInt8] {
    let account = BankAccount(
      bank: "0005", bankName: "A", branch: "123", branchName: "B", kind: .savings, number: "1",
      holder: holder)
    let bytes = try zengin([TransferOrder(payee: account, amount: 1, item: 1)])
    // 1 + 4 + 15 + 3 + 15 + 4 + 1 + 7 bytes come before it.
    var field = Array(bytes[120 + 50..<120 + 80])
    while field.last == 0x20 { field.removeLast() }
    return field
  }

  @Test func nothingIsCutOffOrReplaced() throws {
    let wrong: [BankAccount] = [
      .init(
        bank: "5", bankName: "A", branch: "123", branchName: "B", kind: .ordinary, number: "1",
        holder: "A"),
      .init(
        bank: "0005", bankName: "A", branch: "123", branchName: "B", kind: .ordinary,
        number: "12345678", holder: "A"),
      .init(
        bank: "0005", bankName: "A", branch: "123", branchName: "B", kind: .ordinary, number: "1",
        holder: "山田太郎"),
      // 15 voiced kana are 30 characters; 16 are too many.
      .init(
        bank: "0005", bankName: "A", branch: "123", branchName: "B", kind: .ordinary, number: "1",
        holder: String(repeating: "ガ", count: 16)),
      .init(
        bank: "0005", bankName: "A", branch: "123", branchName: "B", kind: .ordinary, number: "1",
        holder: ""),
      .init(
        bank: "0005", bankName: "A・B", branch: "123", branchName: "B", kind: .ordinary,
        number: "1", holder: "A"),
    ]
    for account in wrong {
      #expect(
        code { try zengin([TransferOrder(payee: account, amount: 1, item: 1)]) } == "J883")
    }
    #expect(try field(String(repeating: "ガ", count: 15)).count == 30)
    #expect(
      code { try zengin([TransferOrder(payee: payee, amount: 10_000_000_000, item: 1)]) }
        == "J883")
    #expect(code { try zengin([TransferOrder(payee: payee, amount: 0, item: 1)]) } == "J881")
  }

  /// What is no account is one in neither form; names may be written as people do in ISO 20022.
  @Test func oneRuleForAccountsInBothForms() throws {
    func files(_ account: BankAccount, amount: Int64 = 1) -> [String?] {
      let order = TransferOrder(payee: account, amount: amount, item: 1)
      return [
        code { try zengin([order]) },
        code {
          try CreditTransferFile.bytes(
            payer: payer, orders: [order], day: day("2026-05-09"), name: "a", currency: "JPY",
            minorDigits: 0)
        },
        code {
          try CreditTransferFile.bytes(
            payer: Payer(code: "1", account: account), orders: [], day: day("2026-05-09"),
            name: "a",
            currency: "JPY", minorDigits: 0)
        },
      ]
    }
    func account(
      _ bank: String = "0005", _ branch: String = "123", _ number: String = "7654321",
      bankName: String = "A", branchName: String = "B", holder: String = "C"
    ) -> BankAccount {
      BankAccount(
        bank: bank, bankName: bankName, branch: branch, branchName: branchName, kind: .ordinary,
        number: number, holder: holder)
    }
    #expect(files(account()) == [nil, nil, nil])
    #expect(files(account(holder: "山田太郎")) == ["J883", nil, nil])
    for wrong in [
      account("5"), account("00005"), account("000A"), account("０００５"), account("0005", "12"),
      account("0005", "1234"), account("0005", "123", ""), account("0005", "123", "12345678"),
      account("0005", "123", "123-456"), account(holder: ""), account(holder: "A\u{1}"),
      account(bankName: "A\n"), account(branchName: ""),
      account(holder: String(repeating: "A", count: 141)),
    ] {
      #expect(files(wrong) == ["J883", "J883", "J883"])
    }
    #expect(files(account(), amount: 0).prefix(2) == ["J881", "J881"])
  }

  /// A message never shows whose account it is.
  @Test func messagesNameNobody() throws {
    let account = BankAccount(
      bank: "0005", bankName: "A", branch: "123", branchName: "B", kind: .ordinary, number: "1",
      holder: "山田太郎")
    do {
      _ = try zengin([TransferOrder(payee: account, amount: 1, item: 7)])
      Issue.record("not refused")
    } catch {
      let problem = try #require(error as? LedgerProblem)
      #expect(
        problem.diagnostic.headline.en == "the payee of number 7 cannot stand in a transfer file: "
          + "a name there has kana, letters, digits and ( ) - . / only")
      #expect(
        problem.diagnostic.headline.ja
          == "番号7の受取人を振込ファイルに書けません: 名義に使えるのは、カナ・英字・数字・( ) - . / だけです")
    }
  }

  @Test func creditTransfers() throws {
    let bytes = try CreditTransferFile.bytes(
      payer: payer,
      orders: [
        TransferOrder(payee: payee, amount: 6_546_100, item: 1),
        TransferOrder(payee: payee, amount: 1, item: 2),
      ], day: try day("2026-05-09"), name: "abc-5", currency: "JPY", minorDigits: 0)
    let document = try XMLDocument(data: Data(bytes))
    func texts(_ path: String) throws -> [String] {
      let path = path.split(separator: "/").map { "*[local-name()='\($0)']" }
      return try document.nodes(forXPath: "//" + path.joined(separator: "/")).compactMap(
        \.stringValue)
    }
    #expect(try texts("InstdAmt") == ["6546100", "1"])
    #expect(try texts("GrpHdr/CtrlSum") == ["6546101"])
    #expect(try texts("PmtInf/NbOfTxs") == ["2"])
    #expect(try texts("ReqdExctnDt/Dt") == ["2026-05-09"])
    #expect(try texts("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId") == ["0005", "0005"])
    #expect(try texts("Cdtr/Nm") == ["カ)ゲンキプロジェクト", "カ)ゲンキプロジェクト"])
    #expect(try texts("EndToEndId") == ["abc-5-1", "abc-5-2"])
    let dollars = try CreditTransferFile.bytes(
      payer: payer, orders: [TransferOrder(payee: payee, amount: 1_205, item: 1)],
      day: try day("2026-05-09"), name: "a", currency: "USD", minorDigits: 2)
    #expect(String(decoding: dollars, as: UTF8.self).contains("<InstdAmt Ccy=\"USD\">12.05<"))
  }
}
