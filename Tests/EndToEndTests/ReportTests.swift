import Foundation
import TestSupport
import Testing

/// Reports of real contracts: what their pictures show, against the records and hand calculation.
@Suite struct ReportTests {
  /// Settles into a bundle and reports it.
  private func report(
    _ programme: Programme, prior: String? = nil, into scratch: Scratch, _ name: String,
    language: Tongue? = nil
  ) throws -> PageAudit {
    let bundle = scratch[name]
    if !scratch.exists(name) {
      let run = try Command.run(
        programme.arguments("settle") + ["--output", bundle]
          + (prior.map { ["--prior", $0] } ?? []))
      try #require([0, 3].contains(run.status), "\(run.errors)")
    }
    let page = "\(name)-\(language?.rawValue ?? "own").html"
    let run = try Command.run(
      ["report", bundle, "--output", scratch[page]] + (prior.map { ["--prior", $0] } ?? [])
        + (language.map { ["--language", $0.rawValue] } ?? []))
    try #require(run.status == 0, "\(run.errors)")
    return PageAudit(try scratch.text(page))
  }

  @Test(arguments: Tongue.allCases)
  func theSampleContractIsShownWhole(tongue: Tongue) throws {
    let scratch = try Scratch()
    _ = try report(.yamaguchi.in(tongue), into: scratch, "FY2025")
    let audit = try report(
      .yamaguchi.in(tongue).of("2026"), prior: scratch["FY2025"], into: scratch, "FY2026")
    #expect(audit.faults == [])
    let yen = tongue == .en ? " yen" : "円"
    // Tests/Oracles/yamaguchi_FY2026.json has these amounts; 18,846,300 = 17,133,000 × 1.1.
    let bars = [
      "7,200,000", "722,000", "1,446,000", "700,000", "7,065,000", "17,133,000", "1,713,300",
    ]
    let drawn = audit.all("text").map(\.text)
    for bar in bars + ["18,846,300"] { #expect(drawn.contains(bar + yen), "\(bar)") }
    // Where the year stands on its three tables.
    let standing =
      tongue == .en
      ? [
        "71.3 percent → 100 percent", "65.9 percent → 63.6 percent",
        "6.5 percentage points → 65 percent",
      ]
      : ["71.3% → 100%", "65.9% → 63.6%", "6.5ポイント → 65%"]
    for label in standing { #expect(drawn.contains(label), "\(label)") }
    // The flow of those who continued: 321 regular participants, 92 left out.
    let flow = tongue == .en ? "not met: n = 92" : "該当せず: n = 92"
    #expect(drawn.contains(flow) && drawn.contains("n = 229"))
    // Both periods, each with what it was to be paid.
    #expect(drawn.contains("6,546,100") && drawn.contains("18,846,300"))
    let headings = audit.all("h2").map(\.text)
    #expect(
      headings
        == (tongue == .en
          ? [
            "Payments", "Indicators and achievement", "Participants", "Roundings", "Periods",
            "The contract and its figures", "What it was made from",
          ] : ["支払", "指標と達成度", "対象者", "端数処理", "精算期間の推移", "契約本文と数値", "根拠資料"]))
    // The contract's own lines, with the figures of the year beside them.
    let figures = audit.all("td").filter { $0.attributes["class"] == "figures" }.map(\.text)
    #expect(
      figures.contains {
        $0.contains(
          tongue == .en ? "◆ continuing_rate 71.3 percent → 100 percent" : "◆ 継続率 71.3% → 100%")
      })
    #expect(figures.contains { $0.contains(tongue == .en ? "in force: " : "適用中: ") })
  }

  @Test func anEffectIsShownWithItsUncertaintyAndBalance() throws {
    let scratch = try Scratch()
    let programme = Programme(
      contract: "quit-smoking-effect", data: "\(Repository.root)/Datasets/nhefs", period: "1982")
    for language in Tongue.allCases {
      let audit = try report(programme, into: scratch, "FY1982", language: language)
      #expect(audit.faults == [])
      #expect(audit.all("html").first?.attributes["lang"] == language.rawValue)
      let drawn = audit.all("text").map(\.text)
      // Hernán and Robins, "What If": 3.463 kg by regression, 3.441 kg by weighting.
      let unit = language == .en ? " kg" : "kg"
      for effect in ["2.541", "3.463", "3.441", "2.603", "3.432"] {
        #expect(drawn.contains(effect + unit), "\(effect)")
      }
      let titles = audit.all("figcaption").map(\.text)
      #expect(
        titles.contains { $0.hasSuffix(language == .en ? ": balance of the groups" : ": 群間の均衡") })
      // The contract and its names are in the language of the page.
      #expect(audit.all("code").allSatisfy { $0.attributes["lang"] == nil })
      let code = audit.all("code").map(\.text).joined(separator: "\n")
      #expect(code.contains("indicator") == (language == .en))
      #expect(code.contains("指標") == (language == .ja))
    }
  }

  /// Every bundle of these contracts derives again from its record alone, and its waterfall adds up, or
  /// there would be none.
  @Test(arguments: Programme.allInBoth)
  func everyRecordDerivesAgain(programme: Programme) throws {
    let scratch = try Scratch()
    let audit = try report(programme, into: scratch, "bundle")
    #expect(audit.faults == [])
    #expect(
      audit.all("svg").contains {
        $0.attributes["aria-labelledby"]?.hasPrefix("waterfall") ?? false
      })
  }

  @Test func aFigureThatDoesNotFollowIsRefused() throws {
    let scratch = try Scratch()
    _ = try report(.yamaguchi, into: scratch, "FY2025")
    // One yen more, with every hash mended: the measured figures say otherwise.
    try scratch.forge(
      "FY2025", "data/settlement.json", replacing: "\"due\":\"6546100\"",
      with: "\"due\":\"6546101\"")
    let run = try Command.run("report", scratch["FY2025"], "--output", scratch["x.html"])
    #expect(run.status == 5, "\(run.text)")
    #expect(
      run.errors.hasPrefix("error[P972]: the figures of '\(scratch["FY2025"])' do not follow"))
    let japanese = try Command.run(
      "report", scratch["FY2025"], "--output", scratch["x.html"], "--language", "ja")
    #expect(japanese.errors.contains("の数値が、記録されている測定値から導かれません"))
    #expect(!scratch.exists("x.html"))
  }
}
