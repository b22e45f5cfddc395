import Foundation
import TestSupport
import Testing

/// The page on which contracts are tried out, asked as a browser asks.
@Suite struct ServeCommandTests {
  private func served(_ scratch: Scratch, _ more: String...) throws -> (RunningCommand, String) {
    let command = try RunningCommand(
      [
        "serve", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025",
      ] + more)
    let address = try #require(try command.firstLine(), "\(command.errors())")
    return (command, address)
  }

  private func query(_ fields: [String: String]) -> String {
    fields.map { name, value in
      let plain = CharacterSet.alphanumerics
      return name + "=" + (value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")
    }.joined(separator: "&")
  }

  /// The name of the field with a value, or with this label.
  private func field(_ audit: PageAudit, value: String? = nil, label: String? = nil) throws
    -> String
  {
    let labels = Dictionary(
      audit.all("label").map { ($0.attributes["for"] ?? "", $0.text) },
      uniquingKeysWith: { a, _ in a })
    let found = audit.all("input").first {
      (value == nil || $0.attributes["value"] == value)
        && (label == nil || labels[$0.attributes["name"] ?? ""] == label)
    }
    return try #require(found?.attributes["name"])
  }

  @Test(arguments: ["en", "ja"])
  func thePageIsAPlainFormWithItsResult(language: String) throws {
    let scratch = try Programme.scratch()
    let (command, address) = try served(scratch, "--language", language)
    let page = try HTTP.ask(address)
    #expect(page.status == 200)
    #expect(page.headers["content-type"] == "text/html; charset=utf-8")
    #expect(page.headers["cache-control"] == "no-store")
    #expect(page.headers["x-frame-options"] == "DENY")
    #expect(page.headers["referrer-policy"] == "no-referrer")
    let audit = PageAudit(page.body)
    #expect(audit.faults == [])
    #expect(!page.body.contains("CANARY"))
    #expect(audit.all("html").first?.attributes["lang"] == language)
    // 3 persons at 1,000 yen, and the tax: by hand.
    #expect(audit.all("b").map(\.text) == [language == "en" ? "3,300 yen" : "3,300円"])
    #expect(audit.all("script").count == 1)
    #expect(command.interrupt() == 0)
    #expect(try command.output() == address + "\n")
  }

  @Test func whatIsMovedIsSettledAtOnceFromRecordsReadOnce() throws {
    let scratch = try Programme.scratch()
    let (command, address) = try served(scratch)
    let audit = PageAudit(try HTTP.ask(address).body)
    // The records are read once: without them the page goes on.
    try scratch.remove("data/participant.csv")
    let amount = try field(audit, value: "1,000 yen per person × reach")
    let fields = [amount: "2,500 yen per person × reach"]
    let whole = PageAudit(try HTTP.ask(address + "?" + query(fields)).body)
    #expect(whole.faults == [])
    // 3 × 2,500 = 7,500, and 10 percent; 3,300 before.
    #expect(whole.all("b").map(\.text) == ["8,250 yen"])
    #expect(
      whole.all("small").map(\.text) == ["on the records as they are: 3,300 yen (+4,950 yen)"])
    #expect(
      whole.all("code").map(\.text).contains("amount 2,500 yen per person × reach (scenario)"))
    // The script asks for the same without the page around it.
    let part = try HTTP.ask(address + "result?" + query(fields)).body
    #expect(try HTTP.ask(address + "?" + query(fields)).body.contains(part))
    let reach = try field(audit, label: "reach")
    let assumed = PageAudit(
      try HTTP.ask(address + "?" + query([reach: "10 persons"])).body)
    #expect(assumed.all("b").map(\.text) == ["11,000 yen"])
    let further = PageAudit(try HTTP.ask(address + "?" + query(["more": "reach=4 persons"])).body)
    #expect(further.all("b").map(\.text) == ["4,400 yen"])
    #expect(further.all("textarea").map(\.text) == ["reach=4 persons"])
    #expect(command.interrupt() == 0)
  }

  @Test func theScenarioIsTextForTheContract() throws {
    let scratch = try Programme.scratch()
    let (command, address) = try served(scratch)
    let audit = PageAudit(try HTTP.ask(address).body)
    let fields = [
      try field(audit, value: "1,000 yen per person × reach"): "2,000 yen per person × reach",
      try field(audit, label: "reach"): "5 persons",
    ]
    let text = try HTTP.ask(address + "scenario.txt?" + query(fields))
    #expect(text.headers["content-disposition"] == "attachment; filename=\"scenario.txt\"")
    #expect(
      text.body == """
        scenario "under discussion"
          set  reach_fee amount = 2,000 yen per person × reach
          set  reach 5 persons

        """)
    #expect(command.interrupt() == 0)
    try scratch.write("with.pfs", Programme.contract + text.body)
    let run = try Command.run(
      "scenario", scratch["with.pfs"], "--data", scratch["data"], "--period", "2025", "--name",
      "under discussion", "--format", "json")
    #expect(run.status == 0, "\(run.errors)")
    // 5 × 2,000 and 10 percent.
    #expect(run.output.contains("\"due\":\"11000\""))
  }

  /// Whoever is enrolled is drawn: 3 persons in every replicate, so that the whole distribution is one amount, and an
  /// effect of two more persons moves it by 2 × 1,000 yen and 10 percent.
  @Test(arguments: ["en", "ja"])
  func anEffectMovesThePaymentAndItsDistribution(language: String) throws {
    let scratch = try Programme.scratch()
    let (command, address) = try served(scratch, "--language", language, "--replicates", "200")
    let plain = PageAudit(try HTTP.ask(address).body)
    #expect(plain.faults == [])
    let yen = { (amount: String) in language == "en" ? "\(amount) yen" : "\(amount)円" }
    let planned = language == "en" ? "planned " : "計画額 "
    #expect(plain.all("text").map(\.text).contains(planned + yen("3,300")))
    #expect(plain.all("input").contains { $0.attributes["placeholder"] == "3,300" })
    let effect = try #require(
      plain.all("input").first {
        $0.attributes["placeholder"] == "+1.0 persons ± 0.5 persons"
          || $0.attributes["placeholder"] == "+1.0 person ± 0.5 persons"
      }?.attributes["name"])
    let fields = [effect: "+2 persons", "plan": "5,000"]
    let page = PageAudit(try HTTP.ask(address + "?" + query(fields)).body)
    #expect(page.faults == [])
    #expect(page.all("b").map(\.text) == [yen("5,500")])
    let drawn = page.all("text").map(\.text)
    #expect(drawn.contains(planned + yen("5,000")))
    #expect(drawn.contains((language == "en" ? "expected " : "期待値 ") + yen("5,500")))
    let cells = page.all("td").map(\.text)
    // The city pays 500 yen more than planned, and the plan suffices in none of the replicates.
    #expect(cells.contains(yen("500")) && cells.contains("0.00%"))
    // The contract knows no effects: the figure that follows from it, and from what.
    let text = try HTTP.ask(address + "scenario.txt?" + query(fields)).body
    #expect(
      text == """
        scenario "under discussion"
          # assumed effect: reach=+2 persons
          set  reach 5 persons

        """)
    for (wrong, code) in [
      ([effect: "+2 yen"], "P924"), ([effect: "2"], "P924"), (["plan": "2,0"], "P938"),
      ([effect: "+1 persons", "more": "reach=4 persons"], "P923"),
    ] {
      let refused = PageAudit(try HTTP.ask(address + "?" + query(wrong)).body)
      #expect(refused.faults == [])
      let alert = refused.all("div").first { $0.attributes["role"] == "alert" }
      #expect(try #require(alert).text.contains(code), "\(wrong)")
    }
    #expect(command.interrupt() == 0)
    try scratch.write("with.pfs", Programme.contract + text)
    let run = try Command.run(
      "scenario", scratch["with.pfs"], "--data", scratch["data"], "--period", "2025", "--name",
      "under discussion", "--format", "json")
    #expect(run.output.contains("\"due\":\"5500\""), "\(run.errors)")
  }

  /// A contract whose figure cannot be drawn again is settled, and the page says what cannot be said.
  @Test func whatCannotBeDrawnIsSaid() throws {
    let contract = Programme.contract
      .replacing("indicator reach ", with: "indicator visits")
      .replacing(
        "  kind            persons\n  of              all\n",
        with: "  kind            reported\n  unit            kg\n"
      )
      .replacing("1,000 yen per person × reach", with: "1,000 yen per kg × visits")
      .replacing(
        "  amount          1,000 yen per kg × visits\n",
        with: "  amount          1,000 yen per kg × visits\n  round           down to 1 yen\n"
      )
      .replacing(
        "  set             reach 6 persons\n", with: "  set             visits 6.0 kg\n")
    let scratch = try Programme.scratch(contract: contract)
    try scratch.write("data/reported.csv", "figure,value,unit,evidence\nvisits,4.0,kg,Report\n")
    let (command, address) = try served(scratch)
    let page = PageAudit(try HTTP.ask(address).body)
    #expect(page.faults == [])
    #expect(page.all("b").map(\.text) == ["4,400 yen"])
    #expect(page.all("li").contains { $0.text.hasPrefix("E401: ") })
    #expect(page.all("div").allSatisfy { $0.attributes["role"] != "alert" })
    #expect(command.interrupt() == 0)
  }

  @Test func whatIsNoScenarioIsSaidAndWhatWasStays() throws {
    let scratch = try Programme.scratch()
    for (language, words) in [
      ("en", ("No scenario follows from this:", "3,300 yen")), ("ja", ("この仮定では試算できません。", "3,300円")),
    ] {
      let (command, address) = try served(scratch, "--language", language)
      for wrong in ["reach=3 yen", "nonsense", "reach=<script>alert(1)</script>"] {
        let page = try HTTP.ask(address + "?" + query(["more": wrong]))
        #expect(page.status == 200)
        let audit = PageAudit(page.body)
        #expect(audit.faults == [], "\(wrong)")
        #expect(audit.all("script").count == 1)
        let alert = audit.all("div").first { $0.attributes["role"] == "alert" }
        #expect(try #require(alert).text.contains(words.0))
        #expect(audit.all("b").map(\.text) == [words.1])
      }
      #expect(command.interrupt() == 0)
    }
  }

  @Test func aBundleIsTriedOutOnItsOwnCopies() throws {
    let scratch = try Programme.settled()
    try scratch.remove("data/participant.csv")
    let command = try RunningCommand(["serve", scratch["FY2025"]])
    let address = try #require(try command.firstLine(), "\(command.errors())")
    let page = PageAudit(try HTTP.ask(address + "?" + query(["more": "reach=2 persons"])).body)
    #expect(page.all("b").map(\.text) == ["2,200 yen"])
    #expect(command.interrupt() == 0)
    #expect(
      try Command.run("pack", scratch["FY2025"], "--output", scratch["FY2025.zip"]).status == 0)
    let packed = try RunningCommand(["serve", scratch["FY2025.zip"]])
    let other = try #require(try packed.firstLine(), "\(packed.errors())")
    let again = PageAudit(try HTTP.ask(other + "?" + query(["more": "reach=2 persons"])).body)
    #expect(again.all("b").map(\.text) == ["2,200 yen"])
    #expect(packed.interrupt() == 0)
    // Nothing of the records is left beside the archive.
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    #expect(left.allSatisfy { !$0.contains("inputs") }, "\(left)")
  }

  /// A value that changes nothing is no mistake, and can be saved.
  @Test func whatChangesNothingIsShown() throws {
    let scratch = try Programme.scratch()
    let (command, address) = try served(scratch)
    let page = PageAudit(try HTTP.ask(address + "?" + query(["more": "reach=3 persons"])).body)
    #expect(page.faults == [])
    #expect(page.all("div").allSatisfy { $0.attributes["role"] != "alert" })
    #expect(page.all("b").map(\.text) == ["3,300 yen"])
    #expect(page.all("a").contains { $0.attributes["href"]?.contains("scenario.txt") ?? false })
    #expect(command.interrupt() == 0)
  }

  /// Another page in the same browser, another name for this address, or a guess find nothing.
  @Test func onlyItsOwnPageIsAnswered() throws {
    let scratch = try Programme.scratch()
    let (command, address) = try served(scratch)
    let url = try #require(URL(string: address))
    let port = try #require(url.port)
    #expect(url.host == "127.0.0.1")
    let secret = url.pathComponents[1]
    #expect(secret.count == 32 && secret.allSatisfy(\.isHexDigit))
    for headers in [
      ["Host": "evil.example"], ["Host": "127.0.0.1:1"], ["Host": "127.0.0.1:\(port).evil.example"],
      ["Origin": "http://evil.example"], ["Origin": "null"],
      ["Origin": "https://127.0.0.1:\(port)"],
      ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
    ] {
      let answer = try HTTP.ask(address, headers: headers)
      #expect(answer.status == 403, "\(headers)")
      #expect(answer.body.isEmpty)
    }
    #expect(try HTTP.ask(address, headers: ["Host": "localhost:\(port)"]).status == 200)
    #expect(try HTTP.ask(address, headers: ["Sec-Fetch-Site": "same-origin"]).status == 200)
    let root = "http://127.0.0.1:\(port)/"
    for path in [
      "", "x/", String(secret.dropLast()) + "/", secret.uppercased() + "x/", secret + "/x",
    ] {
      let answer = try HTTP.ask(root + path)
      #expect(answer.status == 404, "\(path)")
      #expect(!answer.body.contains("yen"))
    }
    #expect(try HTTP.ask(address, method: "POST", body: "{}").status != 200)
    // It listens on the loopback address and nowhere else.
    let listening = try Self.listeners(port)
    #expect(listening == ["0100007F"])
    let (second, other) = try served(scratch)
    #expect(try #require(URL(string: other)).pathComponents[1] != secret)
    #expect(second.interrupt() == 0)
    let taken = try Command.run(
      "serve", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--port",
      "\(port)")
    #expect(taken.status == 4)
    #expect(
      taken.errors.hasPrefix(
        "error[P973]: the page cannot be served on port \(port) of this machine\n"))
    let japanese = try Command.run(
      "serve", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--port",
      "\(port)", "--language", "ja")
    #expect(japanese.errors.contains("この端末のポート\(port)でページを開けません\n"))
    #expect(command.interrupt() == 0)
  }

  /// The addresses on which a port is listened to, as the kernel writes them.
  private static func listeners(_ port: Int) throws -> [String] {
    let suffix = ":" + String(format: "%04X", port)
    return try ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { file in
      try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { line in
        let parts = line.split(separator: " ")
        guard parts.count > 3, parts[1].hasSuffix(suffix), parts[3] == "0A" else { return nil }
        return String(parts[1].dropLast(suffix.count))
      }
    }
  }

  @Test(arguments: [
    ["serve"], ["serve", "c.pfs", "--data", "d"], ["serve", "FY", "--prior", "x"],
    ["serve", "FY", "--port", "70000"], ["serve", "FY", "--replicates", "0"],
  ])
  func usageErrorsEndWithTwo(arguments: [String]) throws {
    #expect(try Command.run(arguments).status == 2)
  }
}
