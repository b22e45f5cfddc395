import Foundation
import TestSupport
import Testing

@Suite struct LedgerCommandTests {
  @Test func fromTheBundleToTheTransferFile() throws {
    let office = try LedgerOffice()
    #expect(try office.scratch.mode("ledger") == 0o600)
    let recorded = try office.done(
      "record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    #expect(recorded.contains("state        pending: to be prepared and approved\n"))
    #expect(recorded.contains("  entitlement      3,000 yen\n"))
    #expect(recorded.contains("  consumption tax    300 yen\n"))
    let early = try office.run("post", "1", "--date", "2026-05-12")
    #expect(early.status == 1)
    #expect(
      early.errors.hasPrefix(
        "error[J867]: number 1 lacks signatures: pfs-settlement/prepared, pfs-settlement/approved\n"
      )
    )
    try office.post(1, "2026-05-12")
    try office.accounts()
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    let paid = try office.pay()
    #expect(paid.status == 0, "\(paid.errors)")
    #expect(try office.scratch.list("out") == ["transfer"])
    #expect(try office.scratch.mode("out/transfer") == 0o600)
    let bytes = Array(try office.scratch.bytes("out/transfer"))
    #expect(bytes.count == 480)
    // Amounts: 10 digits from byte 80 of the second record, 12 from byte 7 of the third.
    #expect(String(decoding: bytes[200..<210], as: UTF8.self) == "0000003300")
    #expect(String(decoding: bytes[240..<259], as: UTF8.self) == "8000001000000003300")
    // The same again is done already; nothing is written, and nothing under another name or day.
    let again = try office.pay()
    #expect(again.status == 0)
    #expect(again.errors.contains("recorded before; nothing was added\n"))
    #expect(Array(try office.scratch.bytes("out/transfer")) == bytes)
    let other = try Command.run(
      ["ledger", "export", office.ledger]
        + office.payment.map { $0.replacing("05-20", with: "05-21") })
    #expect(other.status == 1)
    #expect(other.errors.hasPrefix("error[J882]: number 1 has its payment instruction already"))
    // Nor after somebody has taken the file away.
    try office.scratch.remove("out/transfer")
    #expect(try office.pay().status == 1)
    #expect(try office.scratch.list("out").isEmpty)

    let journal = office.scratch["journal.csv"]
    for _ in 1...2 { try office.done("export", "--to", "journal", "--output", journal) }
    let rows = try office.scratch.text("journal.csv").split(separator: "\r\n")
    #expect(rows.count == 6)
    #expect(rows[1].hasSuffix(",1,2026-05-12,2025,settlement,small,2025,entitlement,3000,,yen"))
    #expect(rows[5].hasSuffix(",2025,payment,small,2025,payment,,3300,yen"))

    #expect(
      try office.done("list", "--language", "ja").contains("計上・支払指図済み(番号9)\n"))
    try office.done("close", "2025", "--date", "2026-05-31")
    #expect(try office.list()["closed"] as? [Int] == [2025])
    #expect(try office.done("verify").hasPrefix("verified: 11 events in an unbroken chain, 4 sig"))
    let events = (paid.text + again.text + recorded)
    #expect(!events.contains("CANARY"))
    #expect(!(try office.scratch.bytes("ledger").range(of: Data("CANARY".utf8)) != nil))
  }

  @Test func whatOpenSSHSignedItAlsoVerifies() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    let signature = try office.signature(1, "tanaka", "prepared")
    let verified = try Command.process(
      "/usr/bin/ssh-keygen",
      [
        "-Y", "verify", "-f", office.scratch["signers"], "-I", "tanaka@city", "-n",
        "pfs-settlement/prepared", "-s", signature,
      ], input: Data(try office.done("show", "1", "--statement").utf8))
    #expect(verified.status == 0, "\(verified.text)")
    let approved = try office.run("approve", "1", "--signature", signature, "--date", "2026-05-11")
    #expect(approved.status == 0)
    #expect(approved.output.contains("  prepared     tanaka@city (SHA256:"))
  }

  @Test func aBundleThatDoesNotRecomputeIsNotRecorded() throws {
    let office = try LedgerOffice()
    let name = "FY2025/data/settlement.json"
    try office.scratch.write(
      name, try office.scratch.text(name).replacing("\"3300", with: "\"9300"))
    let run = try office.run(
      "record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    #expect(run.status == 5)
    #expect(run.errors.hasPrefix("error[P961]: "))
    #expect((try office.list()["items"] as? [Any])?.isEmpty == true)
  }

  @Test func tenAtOnceRecordAndPayOnce() throws {
    let office = try LedgerOffice()
    func tenTimes(_ work: @escaping @Sendable () throws -> Int32) throws -> [Int32] {
      nonisolated(unsafe) var statuses: [Int32] = []
      let lock = NSLock()
      DispatchQueue.concurrentPerform(iterations: 10) { _ in
        let status = (try? work()) ?? -1
        lock.withLock { statuses.append(status) }
      }
      return statuses.sorted()
    }
    let (ledger, bundle, payment) = (office.ledger, office.scratch["FY2025"], office.payment)
    let recorded = try tenTimes {
      try Command.run(
        "ledger", "record", ledger, bundle, "--budget", "2025", "--date", "2026-05-11"
      ).status
    }
    #expect(recorded == Array(repeating: 0, count: 10))
    #expect((try office.list()["items"] as? [Any])?.count == 1)
    try office.post(1, "2026-05-12")
    try office.accounts()
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    let paid = try tenTimes { try Command.run(["ledger", "export", ledger] + payment).status }
    // One makes the file. Another may find it waiting and put it in its place: then the file is the same.
    #expect(paid.contains(0))
    #expect(paid.allSatisfy { $0 == 0 || $0 == 1 })
    #expect(try office.scratch.list("out") == ["transfer"])
    #expect((try office.list()["payments"] as? [Any])?.count == 1)
  }

  @Test func aCorrectionRestatesTheYear() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    // The third person turns out to have enrolled later: 2 × 1,000 yen and tax, 1,100 yen less.
    try office.scratch.write(
      "data/participant.csv", Programme.participants.replacing("2026-03-31", with: "2026-04-30"))
    let settled = try Command.run(
      "settle", office.scratch["contract.pfs"], "--data", office.scratch["data"], "--period",
      "2025", "--output", office.scratch["corrected"])
    #expect(settled.status == 0)
    let again = try office.run(
      "record", office.scratch["corrected"], "--budget", "2025", "--date", "2026-05-20")
    #expect(again.status == 1)
    #expect(again.errors.hasPrefix("error[J824]: small 2025 is settled already, by number 1\n"))
    let restated = try office.done(
      "restate", office.scratch["corrected"], "--reason", "late record", "--date", "2026-05-31")
    #expect(restated.contains("treatment    same year: repaid into the appropriation\n"))
    #expect(restated.contains("cause        data\n"))
    #expect(restated.contains("  payable  3,300 yen  2,200 yen  -1,100 yen\n"))
    let japanese = try office.done("show", "5", "--language", "ja")
    #expect(japanese.contains("現年度: 戻入\n"))
    #expect(japanese.contains("3,300円  2,200円  -1,100円\n"))
  }

  /// Three persons, then two, then three again: the corrections make nothing together, and what counts is the
  /// first bundle. The same bundle once more is no correction.
  @Test func thereAndBackMakesNothing() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try office.scratch.write(
      "data/participant.csv", Programme.participants.replacing("2026-03-31", with: "2026-04-30"))
    let settled = try Command.run(
      "settle", office.scratch["contract.pfs"], "--data", office.scratch["data"], "--period",
      "2025", "--output", office.scratch["corrected"])
    #expect(settled.status == 0)
    for (bundle, number, date) in [("corrected", 5, "2026-05-20"), ("FY2025", 9, "2026-05-21")] {
      try office.done("restate", office.scratch[bundle], "--reason", "late record", "--date", date)
      try office.post(number, date)
    }
    let items = try #require(try office.list()["items"] as? [[String: Any]])
    #expect(items.map { $0["open"] as? Int } == [3300, -1100, 1100])
    let again = try office.run(
      "restate", office.scratch["FY2025"], "--reason", "late record", "--date", "2026-05-22")
    #expect(again.status == 0)
    #expect(again.errors == "recorded before; nothing was added\n")
    #expect(try office.run("verify").status == 0)
  }

  /// What is owed and what is to come back are set off: nothing is transferred, and everything is done with.
  @Test func whatMakesNothingIsSetOff() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try office.accounts()
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    #expect(try office.pay().status == 0)
    try office.scratch.write(
      "data/participant.csv", Programme.participants.replacing("2026-03-31", with: "2026-04-30"))
    let settled = try Command.run(
      "settle", office.scratch["contract.pfs"], "--data", office.scratch["data"], "--period",
      "2025", "--output", office.scratch["corrected"])
    #expect(settled.status == 0)
    for (bundle, number, date) in [("corrected", 10, "2026-05-21"), ("FY2025", 14, "2026-05-22")] {
      try office.done("restate", office.scratch[bundle], "--reason", "late record", "--date", date)
      try office.post(number, date)
    }
    let both = office.payment.map {
      $0 == "1"
        ? "10" : $0.replacing("transfer", with: "second").replacing("05-20", with: "05-23")
    }
    let paid = try Command.run(["ledger", "export", office.ledger, "14"] + both)
    #expect(paid.status == 1)
    #expect(paid.errors.contains("set them off with 'pfs ledger offset'"), "\(paid.errors)")
    let offset = try office.done("offset", "10", "14", "--date", "2026-05-23")
    #expect(offset.hasPrefix("18  set-off\n"))
    #expect(offset.contains("  sets off               number 10, 14\n"), "\(offset)")
    try office.post(18, "2026-05-24")
    let list = try office.done("list", "--language", "ja")
    #expect(list.contains("計上・相殺済み(番号18)\n"))
    #expect(list.contains("  相殺  "))
    let items = try #require(try office.list()["items"] as? [[String: Any]])
    #expect(items.allSatisfy { $0["open"] as? Int == 0 })
    // Gross in the journal, to nothing together; and the payee sees that nothing is open.
    try office.done("export", "--to", "journal", "--output", office.scratch["journal.csv"])
    let rows = try office.scratch.text("journal.csv").split(separator: "\r\n").filter {
      $0.contains(",offset,")
    }
    #expect(
      rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).suffix(4) } == [
        ["payable", "", "1100", "yen"], ["payment", "1100", "", "yen"],
        ["payable", "1100", "", "yen"], ["payment", "", "1100", "yen"],
      ])
    let page = office.scratch["payments.html"]
    try office.done(
      "payments", office.scratch["FY2025"], "--as", "html", "--output", page)
    #expect(try office.scratch.text("payments.html").contains("<b>3,300 yen</b>"))
    try office.done("close", "2025", "--date", "2026-05-31")
    #expect(try office.run("verify").status == 0)
    let refused = try office.run("offset", "1", "14", "--date", "2026-05-31", "--language", "ja")
    #expect(refused.status == 1)
    #expect(refused.errors.hasPrefix("エラー[J887]: 番号1、14は相殺できません\n"), "\(refused.errors)")
  }

  /// A file that waits belongs to the instruction that was recorded for it: nobody else writes over it, and the
  /// same command finishes it.
  @Test func aFileThatWaitsIsFinishedFirst() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try office.accounts()
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    #expect(try office.pay().status == 0)
    let file = try office.scratch.bytes("out/transfer")
    // As if the process had been killed before the file took its place, and another before it recorded anything.
    let ledger = try office.name()
    try FileManager.default.moveItem(
      atPath: office.scratch["out/transfer"],
      toPath: office.scratch["out/.transfer.\(ledger).waiting"])
    try office.scratch.write("out/.older.\(ledger).waiting", "of no instruction")
    try office.scratch.write("out/.foreign.0123456789ab.waiting", "of another ledger")
    let other = office.payment.map { $0 == "2026-05-20" ? "2026-05-21" : $0 }
    let refused = try Command.run(["ledger", "export", office.ledger] + other)
    #expect(refused.status == 1)
    #expect(
      refused.errors.hasPrefix(
        "error[J882]: the file 'transfer' of payment instruction 9 waits for its place\n"
          + "  = help: an interrupted export is taken up by the same command: items 1, --to zengin, "
          + "--date 2026-05-20, the file 'transfer'\n"), "\(refused.errors)")
    // Under another name the instruction is said too.
    let renamed = try Command.run(
      ["ledger", "export", office.ledger]
        + office.payment.map { $0.replacing("out/transfer", with: "out/other") })
    #expect(renamed.status == 1)
    #expect(renamed.errors.contains("--date 2026-05-20, the file 'transfer'\n"))
    #expect(try office.scratch.bytes("out/.transfer.\(ledger).waiting") == file)
    // What is left over goes with the first export that looks, also one that is refused.
    #expect(!office.scratch.exists("out/.older.\(ledger).waiting"))
    try office.scratch.write("out/.older.\(ledger).waiting", "of no instruction")
    let finished = try office.pay()
    #expect(finished.status == 0)
    #expect(finished.errors.hasPrefix("warning[P966]: "), "\(finished.errors)")
    #expect(finished.errors.contains(".older.\(ledger).waiting"))
    #expect(try office.scratch.bytes("out/transfer") == file)
    #expect(try office.scratch.list("out") == [".foreign.0123456789ab.waiting", "transfer"])
  }

  /// The programme with a limit over the term.
  private func limited(_ office: LedgerOffice) throws -> String {
    try office.scratch.write(
      "limited.pfs",
      Programme.contract.replacing(
        "  total           reach_fee\n",
        with: "  total           reach_fee\n  term cap        5,000 yen\n"))
  }

  private func settle(
    _ contract: String, _ office: LedgerOffice, _ year: String, _ output: String, _ prior: [String]
  ) throws {
    let run = try Command.run(
      ["settle", contract, "--data", office.scratch["data"], "--period", year, "--output"]
        + [office.scratch[output]] + (prior.isEmpty ? [] : ["--prior"] + prior))
    #expect(run.status == 0, "\(run.errors)")
  }

  /// The second year was settled after one bundle of the first: another one of the first year is refused,
  /// because what it paid is not what the second year took off.
  @Test func anEarlierYearIsTheOneThatTheLaterTookOff() throws {
    let office = try LedgerOffice()
    let contract = try limited(office)
    try settle(contract, office, "2025", "first", [])
    try settle(contract, office, "2026", "second", [office.scratch["first"]])
    try office.scratch.write(
      "data/participant.csv", Programme.participants.replacing("2026-03-31", with: "2026-04-30"))
    try settle(contract, office, "2025", "other", [])
    func record(_ bundle: String, is code: String?) throws {
      let run = try office.run(
        "record", office.scratch[bundle], "--budget", "2026", "--date", "2027-05-11")
      #expect(run.status == (code == nil ? 0 : 1), "\(run.errors)")
      if let code { #expect(run.errors.hasPrefix("error[\(code)]: "), "\(run.errors)") }
    }
    // Before the first year is recorded at all, and beside another bundle of it.
    try record("second", is: "J827")
    try record("other", is: nil)
    try record("second", is: "J827")
    try office.done("void", "1", "--reason", "mistaken", "--date", "2027-05-11")
    try record("first", is: nil)
    try record("second", is: nil)
  }

  /// The first year is lowered from 3,000 to 2,000 yen, so that the second may have 3,000 of 5,000: to take the
  /// correction back would make 6,000 of it.
  @Test func takingACorrectionBackKeepsTheLimit() throws {
    let office = try LedgerOffice()
    let contract = try limited(office)
    try settle(contract, office, "2025", "first", [])
    try office.done("record", office.scratch["first"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try office.scratch.write(
      "data/participant.csv", Programme.participants.replacing("2026-03-31", with: "2026-04-30"))
    try settle(contract, office, "2025", "corrected", [])
    try office.done(
      "restate", office.scratch["corrected"], "--reason", "late record", "--date", "2026-05-20")
    try office.post(5, "2026-05-21")
    try settle(contract, office, "2026", "second", [office.scratch["corrected"]])
    try office.done("record", office.scratch["second"], "--budget", "2026", "--date", "2027-05-11")
    let refused = try office.run("void", "5", "--reason", "mistaken", "--date", "2027-05-12")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("above the limit of the term"), "\(refused.errors)")
  }

  /// The term is limited to 5,000 yen without tax. Three persons in the first year leave 2,000 yen to the
  /// second; two leave 3,000. So the first year falls by 1,000 and the second rises by as much, with tax.
  @Test func laterYearsAreSettledAgainAndRestatedToo() throws {
    let office = try LedgerOffice()
    let contract = try limited(office)
    func settle(_ year: String, _ output: String, _ prior: String...) throws {
      try self.settle(contract, office, year, output, prior)
    }
    try settle("2025", "first")
    try settle("2026", "second", office.scratch["first"])
    for (bundle, budget, date, number) in [
      ("first", "2025", "2026-05-11", 1), ("second", "2026", "2027-05-11", 5),
    ] {
      try office.done(
        "record", office.scratch[bundle], "--budget", budget, "--date", date)
      try office.post(number, date)
    }
    let participants = Programme.participants.replacing("2026-03-31", with: "2026-04-30")
    try office.scratch.write("data/participant.csv", participants)
    try settle("2025", "corrected")
    let reason = ["--reason", "late record", "--date", "2027-06-10"]
    let alone = try Command.run(
      ["ledger", "restate", office.ledger, office.scratch["corrected"]] + reason)
    #expect(alone.status == 1)
    #expect(alone.errors.contains("restated with it: number 5\n"))
    let arguments =
      ["ledger", "restate", office.ledger, office.scratch["corrected"], "--later"]
      + [office.scratch["second"], "--output", office.scratch["again"]] + reason
    let restated = try Command.run(arguments)
    #expect(restated.status == 0, "\(restated.errors)")
    #expect(restated.output.contains("  payable  3,300 yen  2,200 yen  -1,100 yen\n"))
    #expect(restated.output.contains("  payable  2,200 yen  3,300 yen   1,100 yen\n"))
    #expect(restated.output.contains("treatment    past year: revenue\n"))
    #expect(restated.output.contains("treatment    past year: expenditure\n"))
    #expect(restated.output.contains("cause        earlier settlement restated\n"))
    // What was settled again is what the records of that year give after the corrected bundle.
    try office.scratch.write("data/participant.csv", Programme.participants)
    try settle("2026", "by hand", office.scratch["corrected"])
    #expect(
      try office.scratch.text("again/2026/manifest-sha256.txt")
        == office.scratch.text("by hand/manifest-sha256.txt"))
    // The same again finds its bundles and its items.
    let twice = try Command.run(arguments)
    #expect(twice.status == 0, "\(twice.errors)")
    #expect(twice.errors == "recorded before; nothing was added\n")
    #expect(try office.run("verify").status == 0)
  }

  /// The same as above, left to the next settlement: the first year's 1,100 less and the second year's 1,100 more
  /// stand in the list, by item and together, until a third settlement takes them in.
  @Test func whatIsLeftToTheNextSettlementIsShown() throws {
    let office = try LedgerOffice()
    let contract = try limited(office)
    try settle(contract, office, "2025", "first", [])
    try office.done("record", office.scratch["first"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try office.scratch.write(
      "data/participant.csv", Programme.participants.replacing("2026-03-31", with: "2026-04-30"))
    try settle(contract, office, "2025", "corrected", [])
    try office.done(
      "restate", office.scratch["corrected"], "--next", "--reason", "late", "--date", "2026-06-10")
    try office.post(5, "2026-06-11")
    let list = try office.done("list")
    #expect(list.contains("-1,100 yen  posted, left to the next settlement\n"), "\(list)")
    #expect(list.contains("  left to the next settlement of small: -1,100 yen\n"))
    let left = try #require(try office.list()["leftToNext"] as? [[String: Any]])
    #expect(left.map { $0["amount"] as? Int } == [-1_100])
    try settle(contract, office, "2026", "second", [office.scratch["corrected"]])
    let next = try office.done(
      "record", office.scratch["second"], "--budget", "2026", "--date", "2027-05-11")
    #expect(next.contains("  takes in     number 5\n"), "\(next)")
    let after = try office.done("list", "--language", "ja")
    #expect(after.contains("計上・番号9で調整済み\n"), "\(after)")
    #expect(!after.contains("次回精算で調整する額"))
  }

  /// Two accounts for one contract are refused before anybody signs them, also under its two names.
  @Test func oneAccountForAContract() throws {
    let office = try LedgerOffice()
    let first = try office.scratch.text("payees.csv").split(separator: "\n").map(String.init)
    try office.scratch.write(
      "payees.csv",
      (first + [first[1].replacing("7654321", with: "1111111")]).joined(separator: "\n"))
    let twice = try office.run(
      "accounts", "--payer", office.scratch["payer.csv"], "--payees", office.scratch["payees.csv"],
      "--date", "2026-05-12")
    #expect(twice.status == 1)
    #expect(
      twice.errors.hasPrefix(
        "error[P965]: \(office.scratch["payees.csv"]) has several accounts for 'small': lines 2, 3\n"
      ),
      "\(twice.errors)")
    #expect(!twice.errors.contains("1111111") && !twice.errors.contains("CANARY"))
    #expect((try office.list()["items"] as? [Any])?.isEmpty == true)
  }

  /// The files of bank accounts are those that were signed, byte for byte; what is wrong in them is said before.
  @Test func onlySignedAccountsArePaid() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    #expect(
      try office.pay().errors.hasPrefix("error[J885]: no bank accounts are signed and posted"))
    try office.accounts()
    let payees = try office.scratch.text("payees.csv")
    try office.scratch.write("payees.csv", payees.replacing("7654321", with: "7654320"))
    let changed = try office.pay()
    #expect(changed.status == 1)
    #expect(
      changed.errors.hasPrefix(
        "error[J885]: '\(office.scratch["payees.csv"])' is not the file of bank accounts that was signed\n"
      ))
    #expect(try office.scratch.list("out").isEmpty)
    try office.scratch.write(
      "payees.csv",
      payees.replacing("0005", with: "5") + "\nother,0009,X,12,Y,普通,12345678,CANARY\n")
    let wrong = try office.run(
      "accounts", "--payer", office.scratch["payer.csv"], "--payees", office.scratch["payees.csv"],
      "--date", "2026-05-13")
    #expect(wrong.status == 1)
    #expect(
      wrong.errors.contains("the account of line 2 cannot stand in a transfer file: a bank number"))
    #expect(
      wrong.errors.contains(
        "the account of line 3 cannot stand in a transfer file: a branch number"))
    #expect(!wrong.errors.contains("CANARY"))
    try office.scratch.write("payees.csv", payees)
    #expect(try office.pay().status == 0)
  }

  /// The auditor's own list: the ledger's could be one that its keeper made.
  @Test func signaturesAreComparedWithAnotherList() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    let signers = try office.scratch.text("signers")
    #expect(try office.run("verify", "--signers", office.scratch["signers"]).status == 0)
    let lines = signers.split(separator: "\n").map(String.init)
    for (name, list) in [
      ("one", lines[0] + "\n"), ("renamed", signers.replacing("suzuki@", with: "sato@")),
      ("later", signers.replacing("tanaka@city ", with: "tanaka@city valid-after=\"20260601\" ")),
    ] {
      let path = try office.scratch.write("list-\(name)", list)
      let run = try office.run("verify", "--signers", path)
      #expect(run.status == 5, "\(name)")
      #expect(
        run.errors.hasPrefix(
          "error[J869]: signatures of people who are not on the list: number 1\n"),
        "\(name): \(run.errors)")
    }
    #expect(try office.run("verify", "--signers", office.scratch["payees.csv"]).status == 1)
  }

  /// 3,300 is paid, then reversed; the money comes back and is recorded with two signatures.
  @Test func whatComesBackIsReceived() throws {
    let office = try LedgerOffice()
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    try office.post(1, "2026-05-12")
    try office.accounts()
    try FileManager.default.createDirectory(
      atPath: office.scratch["out"], withIntermediateDirectories: true)
    #expect(try office.pay().status == 0)
    let void = ["void", "1", "--reason", "mistaken", "--date", "2026-05-21"]
    try office.done(void[0], void[1], void[2], void[3], void[4], void[5])
    let again = try office.run(void[0], void[1], void[2], void[3], void[4], void[5])
    #expect(again.status == 0 && again.errors == "recorded before; nothing was added\n")
    try office.post(10, "2026-05-22")
    #expect(try office.done("list").contains("posted, to be recovered\n"))
    try office.done("receive", "10", "--date", "2026-05-28")
    try office.post(14, "2026-05-28")
    #expect(try office.done("list").contains("posted, received by 14\n"))
    try office.done("export", "--to", "journal", "--output", office.scratch["journal.csv"])
    let rows = try office.scratch.text("journal.csv").split(separator: "\r\n")
    #expect(rows.last?.hasSuffix("2026-05-28,2025,receipt,small,2025,payment,3300,,yen") == true)
  }

  @Test func rollbackIsNoticedWithTheCheckpoint() throws {
    let office = try LedgerOffice()
    let old = try office.scratch.bytes("ledger")
    try office.done("record", office.scratch["FY2025"], "--budget", "2025", "--date", "2026-05-11")
    let checkpoint = try office.scratch.write("checkpoint", try office.done("checkpoint"))
    #expect(try office.run("verify", "--checkpoint", checkpoint).status == 0)
    try office.scratch.write("ledger", old)
    chmod(office.ledger, 0o600)
    let alone = try office.run("verify")
    #expect(alone.status == 0)
    #expect(alone.errors == "without a checkpoint an older copy that was put back is not noticed\n")
    let compared = try office.run("verify", "--checkpoint", checkpoint)
    #expect(compared.status == 5)
    #expect(
      compared.errors.hasPrefix(
        "error[J810]: the ledger does not contain the checkpoint at number 1; its last number is 0\n"
      )
    )
  }

  @Test func usageAndMessages() throws {
    let office = try LedgerOffice()
    let payment = try office.run("export", "1", "--to", "zengin", "--output", "x")
    #expect(payment.status == 2)
    let none = try Command.run("ledger", "list", office.scratch["none"], "--language", "ja")
    #expect(none.status == 4)
    #expect(none.errors.contains("エラー[J801]: 「\(office.scratch["none"])」は台帳ではありません\n"))
    let day = try office.run("close", "2025", "--date", "2026-02-30")
    #expect(day.status == 2)
    let item = try office.run("show", "7")
    #expect(item.status == 1)
    for command in [
      "create", "record", "list", "show", "approve", "post", "void", "restate", "close", "export",
      "reissue", "receive", "accounts", "signers", "verify", "checkpoint",
    ] {
      for language in ["en", "ja"] {
        let help = try Command.run("ledger", command, "--help", "--language", language)
        #expect(help.status == 0)
        #expect(help.output.contains("pfs ledger \(command) office.ledger"), "\(command)")
      }
    }
  }
}
