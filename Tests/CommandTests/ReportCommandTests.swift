import Foundation
import TestSupport
import Testing

@Suite struct ReportCommandTests {
  @Test(arguments: ["en", "ja"])
  func aReportIsOnePageThatOnlyItsOwnerReads(language: String) throws {
    let scratch = try Programme.settled()
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
    let scratch = try Programme.settled()
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
