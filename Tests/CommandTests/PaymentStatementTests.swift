import Foundation
import TestSupport
import Testing

/// What the payee is handed (支払調書). All amounts are worked by hand from 1,000 yen a person and a tenth of tax.
@Suite struct PaymentStatementTests {
  private func statement(
    _ office: LedgerOffice, _ bundle: String, _ file: String, _ further: String...
  ) throws -> Finished {
    try Command.run(
      [
        "ledger", "payments", office.ledger, office.scratch[bundle], "--output",
        office.scratch[file],
      ] + further)
  }

  /// The rows of the table with a caption, cell by cell.
  private func rows(_ html: String, _ caption: String) throws -> [[String]] {
    let start = try #require(html.range(of: "<caption>\(caption)</caption>"))
    let end = try #require(html.range(of: "</table>", range: start.upperBound..<html.endIndex))
    return html[start.upperBound..<end.lowerBound].components(separatedBy: "<tr>").dropFirst().map {
      $0.matches(of: /<t[hd][^>]*>([^<]*)</).map { String($0.1) }
    }
  }

  private func settle(_ office: LedgerOffice, _ participants: String, _ output: String) throws {
    try office.scratch.write("data/participant.csv", participants)
    let run = try Command.run(
      "settle", office.scratch["contract.pfs"], "--data", office.scratch["data"], "--period",
      "2025", "--output", office.scratch[output])
    #expect(run.status == 0, "\(run.errors)")
  }

  /// Three persons are paid, then it turns out that there were two: 1,100 yen come back.
  @Test func fromTransferToWhatCameBack() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try office.accounts()
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    #expect(try office.pay().status == 0)
    try settle(
      office, Programme.participants.replacing("2026-03-31", with: "2026-04-30"), "corrected")
    try office.done(
      "restate", office.scratch["corrected"], "--reason", "CANARYreason", "--date", "2026-05-22")
    try office.post(10, "2026-05-23")
    let before = try office.scratch.bytes("ledger")
    // The corrected bundle is the one that counts now.
    let replaced = try statement(office, "FY2025", "x.html", "--as", "html")
    #expect(replaced.status == 1)
    #expect(replaced.errors.hasPrefix("error[P962]: "))
    let open = try statement(office, "corrected", "open.html", "--as", "html")
    #expect(open.status == 0, "\(open.errors)")
    var html = try office.scratch.text("open.html")
    #expect(PageAudit(html).faults.isEmpty, "\(PageAudit(html).faults)")
    #expect(
      try rows(html, "By period") == [
        ["Period", "entitlement", "consumption tax", "Amount", "Paid", "Open"],
        [
          "2025: 2025-10-01 to 2026-03-31", "2,000 yen", "200 yen", "2,200 yen", "3,300 yen",
          "-1,100 yen",
        ], ["Sum", "2,000 yen", "200 yen", "2,200 yen", "3,300 yen", "-1,100 yen"],
      ])
    #expect(try office.scratch.bytes("ledger") == before)

    try office.done("receive", "10", "--date", "2026-05-28")
    let receipt = try #require(try office.list()["items"] as? [[String: Any]]).last
    try office.post(try #require(receipt?["number"] as? Int), "2026-05-28")
    #expect(try statement(office, "corrected", "all.html", "--as", "html").status == 0)
    html = try office.scratch.text("all.html")
    #expect(try office.scratch.mode("all.html") == 0o600)
    let transfers = try rows(html, "Transfers")
    #expect(
      transfers.map { $0.suffix(2) } == [
        ["State", "Amount"], ["instructed", "3,300 yen"], ["came back", "-1,100 yen"],
        ["", "2,200 yen"],
      ])
    #expect(
      transfers[1].prefix(5) == ["2026-05-20", "9", "1", "2025", "0000000001-0000000009"])
    #expect(
      try rows(html, "By period").last
        == ["Sum", "2,000 yen", "200 yen", "2,200 yen", "2,200 yen", "0 yen"])
    let items = try rows(html, "Settlements and corrections")
    #expect(
      items.map { $0.last } == ["Amount", "3,300 yen", "-1,100 yen", "2,200 yen"])
    #expect(html.contains("<dd>A City</dd><dt>Payee</dt><dd>B KK</dd>"))
    #expect(html.contains("<b>2,200 yen</b>"))
    // Neither bank accounts, nor reasons, nor anybody whose records were settled.
    for word in ["CANARY", "7654321", "ミツビシ"] { #expect(!html.contains(word), "\(word)") }

    let japanese = try statement(
      office, "corrected", "ja.html", "--as", "html", "--language", "ja")
    #expect(japanese.status == 0)
    let page = try office.scratch.text("ja.html")
    #expect(page.contains("<html lang=\"ja\">"))
    #expect(page.contains("<h1>支払調書</h1>"))
    #expect(
      try rows(page, "振込").dropFirst().map { $0.last } == ["3,300円", "-1,100円", "2,200円"])
    #expect(try rows(page, "振込")[1].first == "令和8年5月20日")
    #expect(page.contains("所得税法第225条"))
    #expect(PageAudit(page).faults.isEmpty)
  }

  /// The same ledger gives the same bytes, whatever form; nothing is written over.
  @Test(arguments: ["html", "xlsx"])
  func theSameLedgerGivesTheSameBytes(form: String) throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    for name in ["first", "second"] {
      let run = try statement(office, "FY2025", name, "--as", form)
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try office.scratch.bytes("first") == office.scratch.bytes("second"))
    #expect(try statement(office, "FY2025", "first", "--as", form).status == 4)
    #expect(
      try Command.run("pack", office.scratch["FY2025"], "--output", office.scratch["b.zip"]).status
        == 0)
    #expect(try statement(office, "b.zip", "packed", "--as", form).status == 0)
    #expect(try office.scratch.bytes("first") == office.scratch.bytes("packed"))
    #expect(try statement(office, "FY2025", "other", "--as", "pdf").status == 2)
    // A settlement that the ledger does not know.
    try settle(office, Programme.participants + "CANARY9,2025-12-01,\n", "other")
    let stranger = try statement(office, "other", "y", "--as", form, "--language", "ja")
    #expect(stranger.status == 1)
    #expect(stranger.errors.hasPrefix("エラー[P962]: "), "\(stranger.errors)")
    #expect(!stranger.errors.contains("CANARY"))
  }

  /// 3,300 yen in four instalments: 825 each; of 3,301 the first would take one more (端数計算法 art. 3).
  /// A pending settlement is in nobody's books yet.
  @Test func instalmentsOfTheNamedSettlement() throws {
    let office = try LedgerOffice()
    let contract =
      Programme.contract.replacing("1,000 yen per person", with: "1,001 yen per person")
      .replacing(
        "scenario \"twice\"",
        with: """
          split plan "Instalments"                                per Art. 9
            of              due
            instalments     4 times
          scenario "twice"
          """)
    try office.scratch.write("contract.pfs", contract)
    try settle(office, Programme.participants, "planned")
    try office.done("record", office.scratch["planned"], "--budget", "2025", "--date", "2026-05-11")
    #expect(try statement(office, "planned", "plan.html", "--as", "html").status == 0)
    let html = try office.scratch.text("plan.html")
    // 3 × 1,001 = 3,003, tax 300.3 → 300: 3,303 = 4 × 825 + 3.
    #expect(
      try rows(html, "Instalments plan").dropFirst().map { $0.last }
        == ["828 yen", "825 yen", "825 yen", "825 yen"])
    #expect(html.contains("<b>0 yen</b>"))
    #expect(try rows(html, "Settlements and corrections").count == 2)
  }
}
