import Foundation
import TestSupport
import Testing

@Suite struct ReportCommandTests {
  @Test(arguments: ["en", "ja"])
  func aReportIsOnePageThatOnlyItsOwnerReads(language: String) throws {
    let scratch = try Programme.settled(vocabulary: true)
    let run = try Command.run(
      "report", scratch["FY2025"], "--output", scratch["report.html"], "--language", language)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.text.isEmpty)
    #expect(try scratch.mode("report.html") == 0o600)
    let html = try scratch.text("report.html")
    let audit = PageAudit(html)
    #expect(audit.faults == [])
    #expect(audit.all("html").first?.attributes["lang"] == language)
    #expect(!html.contains("CANARY"))
    #expect(!html.contains("<script"))
    // 3 persons at 1,000 yen, and 10 percent: by hand.
    let amounts =
      language == "en" ? ["3,000 yen", "300 yen", "3,300 yen"] : ["3,000円", "300円", "3,300円"]
    let drawn = audit.all("text").map(\.text)
    for amount in amounts { #expect(drawn.contains(amount)) }
    #expect(audit.all("h1").map(\.text) == [language == "en" ? "Settlement report" : "精算報告書"])
    // Names, titles and lines of the contract are in the language too.
    for word in ["到達", "小事業", "甲市", "集団 全員"] {
      #expect(html.contains(word) == (language == "ja"), "\(word)")
    }
    for word in ["reach_fee", "Small Programme", "A City", "population all"] {
      #expect(html.contains(word) == (language == "en"), "\(word)")
    }
  }

  /// A page is in one language: without the names of the other it is refused.
  @Test func aContractWithoutItsOtherNamesIsNotShownInTheOtherLanguage() throws {
    let scratch = try Programme.settled()
    for command in [["report"], ["export", "--as", "html"]] {
      let run = try Command.run(
        [command[0], scratch["FY2025"]] + command.dropFirst()
          + ["--output", scratch["x.html"], "--language", "ja"])
      #expect(run.status == 1, "\(run.text)")
      #expect(run.errors.contains("エラー[P983]: "), "\(run.errors)")
      #expect(!scratch.exists("x.html"))
    }
  }

  @Test func theSameRecordGivesTheSameBytesPackedOrNot() throws {
    let scratch = try Programme.settled()
    #expect(
      try Command.run("pack", scratch["FY2025"], "--output", scratch["FY2025.zip"]).status == 0)
    for (bundle, page) in [("FY2025", "a.html"), ("FY2025.zip", "b.html"), ("FY2025", "c.html")] {
      let run = try Command.run("report", scratch[bundle], "--output", scratch[page])
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try scratch.bytes("a.html") == scratch.bytes("b.html"))
    #expect(try scratch.bytes("a.html") == scratch.bytes("c.html"))
  }

  @Test func aDamagedBundleIsNotShown() throws {
    let scratch = try Programme.settled()
    try scratch.remove("FY2025/data/inputs/participant.csv")
    let run = try Command.run("report", scratch["FY2025"], "--output", scratch["x.html"])
    #expect(run.status == 5)
    #expect(run.errors.hasPrefix("error[P955]: "))
    #expect(!scratch.exists("x.html"))
  }

  @Test func whatIsThereIsNeverReplaced() throws {
    let scratch = try Programme.settled()
    try scratch.write("report.html", "mine")
    let run = try Command.run("report", scratch["FY2025"], "--output", scratch["report.html"])
    #expect(run.status == 4)
    #expect(run.errors.hasPrefix("error[P914]: "))
    #expect(try scratch.text("report.html") == "mine")
    let none = try Command.run("report", scratch["data"], "--output", scratch["y.html"])
    #expect(none.status == 4)
  }

  @Test func onlyEarlierPeriodsOfTheSameContractAreShown() throws {
    let scratch = try Programme.settled(vocabulary: true)
    let same = try Command.run(
      "report", scratch["FY2025"], "--prior", scratch["FY2025"], "--output", scratch["x.html"])
    #expect(same.status == 1)
    #expect(
      same.errors.hasPrefix(
        "error[P971]: \(scratch["FY2025"]) settles 2025, which is not one more period before 2025\n"
      ))
    let japanese = try Command.run(
      "report", scratch["FY2025"], "--prior", scratch["FY2025"], "--output", scratch["x.html"],
      "--language", "ja")
    #expect(japanese.errors.contains("は2025年度の精算であり、2025年度より前の新たな期間ではありません\n"))
    let other = try Programme.scratch(
      contract: Programme.contract.replacingOccurrences(
        of: "contract small", with: "contract other"))
    #expect(
      try Command.run(
        "settle", other["contract.pfs"], "--data", other["data"], "--period", "2025", "--output",
        other["FY2025"]
      ).status == 0)
    let foreign = try Command.run(
      "report", scratch["FY2025"], "--prior", other["FY2025"], "--output", scratch["x.html"])
    #expect(foreign.status == 1)
    #expect(foreign.errors.hasPrefix("error[P953]: "))
    #expect(!scratch.exists("x.html"))
  }

  @Test func earlierPeriodsAreDrawn() throws {
    let scratch = try Programme.settled()
    let second = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2026", "--output",
      scratch["FY2026"])
    #expect(second.status == 0, "\(second.errors)")
    let run = try Command.run(
      "report", scratch["FY2026"], "--prior", scratch["FY2025"], "--output", scratch["r.html"])
    #expect(run.status == 0, "\(run.errors)")
    let audit = PageAudit(try scratch.text("r.html"))
    #expect(audit.faults == [])
    let history = audit.all("desc").map(\.text).first { $0.hasPrefix("2025 ") }
    #expect(history == "2025 3,300 yen; 2026 3,300 yen.")
  }

  private static let monthly = """
    language en
    contract small "Small"
      parties  client "A", provider "B"
      term  from 2024-04-01 to 2027-03-31
      year starts  April
    indicator reach  per Art. 4
      kind  reported
      unit  person
    payment fee  per Art. 6
      amount  100 yen per person × reach
    settlement monthly  per Art. 7
      basis  each period on its own
      period  1 month
      total  fee

    """

  private func monthly(_ contract: String = Self.monthly) throws -> Scratch {
    let scratch = try Scratch()
    _ = try scratch.write("contract.pfs", contract)
    for (month, reach) in [("P1", 1), ("P2", 2), ("P10", 10), ("P11", 11)] {
      _ = try scratch.write(
        "data/\(month)/reported.csv", "figure,value,unit,evidence\nreach,\(reach),persons,list\n")
    }
    return scratch
  }

  private func settle(
    _ scratch: Scratch, _ month: String, as name: String? = nil, prior: [String] = []
  ) throws {
    let run = try Command.run(
      ["settle", scratch["contract.pfs"], "--data", scratch["data/\(month)"], "--period"]
        + ["2024-\(month)", "--output", scratch[name ?? month]]
        + prior.flatMap { ["--prior", scratch[$0]] })
    try #require(run.status == 0, "\(run.text)")
  }

  @Test func periodsStandInTheOrderOfTime() throws {
    let scratch = try monthly()
    for month in ["P1", "P2", "P10", "P11"] { try settle(scratch, month) }
    let run = try Command.run(
      ["report", scratch["P11"], "--output", scratch["r.html"]]
        + ["P10", "P2", "P1"].flatMap { ["--prior", scratch[$0]] })
    #expect(run.status == 0, "\(run.errors)")
    let audit = PageAudit(try scratch.text("r.html"))
    let history = audit.all("desc").map(\.text).first { $0.hasPrefix("2024-P1 ") }
    #expect(
      history == "2024-P1 100 yen; 2024-P2 200 yen; 2024-P10 1,000 yen; 2024-P11 1,100 yen.")
  }

  /// The report shows the settlement that this one was made with, not another of its period.
  @Test func anotherSettlementOfAnEarlierPeriodIsRefused() throws {
    let scratch = try monthly(
      Self.monthly.replacingOccurrences(
        of: "each period on its own", with: "each year on its own"))
    try settle(scratch, "P1")
    try settle(scratch, "P2", prior: ["P1"])
    _ = try scratch.write(
      "data/P1/reported.csv", "figure,value,unit,evidence\nreach,3,persons,list\n")
    try settle(scratch, "P1", as: "corrected")
    let run = try Command.run(
      "report", scratch["P2"], "--prior", scratch["corrected"], "--output", scratch["r.html"])
    #expect(run.status == 1)
    #expect(
      run.errors.hasPrefix(
        "error[P979]: \(scratch["corrected"]) is another settlement of 2024-P1 than the one that"
          + " 2024-P2 was settled with\n"))
    #expect(!scratch.exists("r.html"))
    let own = try Command.run(
      "report", scratch["P2"], "--prior", scratch["P1"], "--output", scratch["r.html"])
    #expect(own.status == 0, "\(own.errors)")
  }

  /// A figure that the contract stops is read back with what stopped it, and no waterfall is drawn.
  @Test func whatIsSuspendedIsShownAsSuspended() throws {
    let scratch = try Programme.scratch(
      contract: Programme.contract.replacingOccurrences(
        of: "  of              all\npayment",
        with: "  of              all\n  require         at least 5 persons\npayment"))
    let settled = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025", "--output",
      scratch["FY2025"])
    #expect(settled.status == 3, "\(settled.errors)")
    let run = try Command.run("report", scratch["FY2025"], "--output", scratch["report.html"])
    #expect(run.status == 0, "\(run.errors)")
    let html = try scratch.text("report.html")
    let audit = PageAudit(html)
    #expect(audit.faults == [])
    #expect(audit.all("b").map(\.text) == ["suspended"])
    #expect(!html.contains("waterfall-title"))
    let captions = audit.all("caption").map(\.text)
    #expect(captions.contains("Suspended by the contract"))
  }
}
