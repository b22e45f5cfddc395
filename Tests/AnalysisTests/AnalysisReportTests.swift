import Foundation
import PFS
import Reports
import TestSupport
import Testing

/// The pages of analyses, made from their JSON alone.
@Suite struct AnalysisReportTests {
  static func page(_ json: String, _ tongue: Tongue) throws -> String {
    let scratch = try Scratch()
    return try withExtendedLifetime(scratch) {
      try scratch.write("analysis.json", json)
      let run = try #require(try AnalysisReportRun.open("\(scratch.path)/analysis.json"))
      #expect(run.tongue == .en)
      return try run.html(in: tongue)
    }
  }

  /// On the records 50,000 + 30,000 yen and 10 percent: 88,000. By hand.
  @Test(arguments: Tongue.allCases)
  func aSimulationIsAPage(tongue: Tongue) throws {
    var question = SimulationQuestion(replicates: 200, seed: 3)
    question.effects = ["quit_share=+1.0 percent"]
    let run = try PowerTests.small { try SimulationRun.run($0, question) }
    let html = try Self.page(run.json, tongue)
    let audit = PageAudit(html)
    #expect(audit.faults == [])
    #expect(!html.contains("<script"))
    #expect(html.contains("default-src &#39;none&#39;"))
    #expect(audit.all("html").first?.attributes["lang"] == tongue.rawValue)
    #expect(audit.all("h1").map(\.text) == [tongue == .en ? "Simulation report" : "試算報告書"])
    let drawn = audit.all("text").map(\.text)
    #expect(drawn.contains(tongue == .en ? "planned 88,000 yen" : "計画額 88,000円"))
    #expect(html.contains("quit_share=+1.0 percent"))
    #expect(
      html.contains(tongue == .en ? "from 30.0 to below 60.0 percent" : "30.0以上60.0%未満"))
    // Every picture has a table.
    #expect(audit.all("svg").count == 1)
    #expect(audit.all("figure").count == 1)
    #expect(html.contains("<details>"))
  }

  /// The fields of a histogram hold every replicate once, between round numbers.
  @Test func theFieldsHoldEveryReplicate() throws {
    let values: [Exact] = [10, 20, 20, 33, 40, 40]
    let found = try #require(Distribution(values)).bins(atMost: 4)
    // Steps of 10 from 10 to 40; the last field has its upper end.
    #expect(found.map(\.lower) == [10, 20, 30])
    #expect(found.map(\.upper) == [20, 30, 40])
    #expect(found.map(\.count) == [1, 2, 3])
    let one = try #require(Distribution([5, 5])).bins(atMost: 4)
    #expect(one.reduce(0) { $0 + $1.count } == 2)
  }

  @Test(arguments: Tongue.allCases)
  func aSensitivityIsAPage(tongue: Tongue) throws {
    let run = try PowerTests.small {
      try SensitivityTests.run($0, varying: ["loss_fee amount=40,000..80,000 yen × loss_level"])
    }
    let html = try Self.page(run.json, tongue)
    let audit = PageAudit(html)
    #expect(audit.faults == [])
    #expect(audit.all("svg").count == 1)
    #expect(
      audit.all("h1").map(\.text) == [tongue == .en ? "Sensitivity report" : "感度分析報告書"])
    // 50,000 + 20,000 and 50,000 + 40,000 yen, with 10 percent: 77,000 and 99,000. By hand.
    let drawn = audit.all("text").map(\.text)
    #expect(drawn.contains("77,000"))
    #expect(drawn.contains("99,000"))
    #expect(!html.contains("people.csv"))
  }

  @Test(arguments: Tongue.allCases)
  func aPowerIsAPage(tongue: Tongue) throws {
    let run = try PowerTests.small {
      try PowerRun.run(
        $0, SimulationQuestion(replicates: 100, seed: 3), with: ["9", "20", "40"], asking: "80%")
    }
    let html = try Self.page(run.json, tongue)
    let audit = PageAudit(html)
    #expect(audit.faults == [])
    #expect(audit.all("h1").map(\.text) == [tongue == .en ? "Power report" : "検出力報告書"])
    #expect(audit.all("svg").count == 1)
    let drawn = audit.all("text").map(\.text)
    #expect(drawn.contains(tongue == .en ? "asked 80.00%" : "求める確率 80.00%"))
    // Nothing stops this contract: certain with any number of participants.
    #expect(drawn.contains(tongue == .en ? "nothing stops the payment" : "支払が保留にならない"))
    #expect(audit.all("td").map(\.text).contains("100.00%"))
  }

  @Test(arguments: Tongue.allCases)
  func aBreakEvenIsAPage(tongue: Tongue) throws {
    let run = try PowerTests.small {
      try BreakEvenRun.run(
        $0, SimulationQuestion(replicates: 50, seed: 3), reaching: "quit_share=100,000")
    }
    let html = try Self.page(run.json, tongue)
    let audit = PageAudit(html)
    #expect(audit.faults == [])
    #expect(audit.all("svg").count == 1)
    #expect(audit.all("h1").map(\.text) == [tongue == .en ? "Break-even report" : "損益分岐点報告書"])
    #expect(
      audit.all("text").map(\.text).contains(tongue == .en ? "goal 100,000 yen" : "目標 100,000円"))
    let effect = try #require(run.breakEven.effect).fixed(decimals: 1)
    #expect(
      audit.all("strong").map(\.text).contains {
        $0.contains(tongue == .en ? "+\(effect) percentage points" : "+\(effect)ポイント")
      })
  }

  @Test(arguments: Tongue.allCases)
  func aDesignIsAPage(tongue: Tongue) throws {
    var question = SimulationQuestion(replicates: 30, seed: 3)
    question.budget = 90_000
    let asked = question
    let run = try PowerTests.small {
      try DesignRun.run(
        $0, asked,
        moving: [
          "share_level 60.0 percent=50.0..90.0 percent step 20.0",
          "share_fee amount=80,000..120,000 yen step 40,000 × share_level",
        ], least: nil)
    }
    let html = try Self.page(run.json, tongue)
    let audit = PageAudit(html)
    #expect(audit.faults == [])
    #expect(audit.all("h1").map(\.text) == [tongue == .en ? "Design report" : "設計報告書"])
    #expect(audit.all("svg").count == 1)
    // Three thresholds by two prices.
    #expect(audit.all("text").map(\.text).contains("A 50.0, B 80,000"))
    #expect(audit.all("th").map(\.text).contains("90.0 / 120,000"))
    #expect(html.contains(tongue == .en ? "budget yes" : "予算 可"))
  }

  @Test(arguments: ["{\"analysis\":\"simulation\"}", "{\"period\":\"2025\"}", "{ not json"])
  func anythingElseIsRefused(text: String) throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      try scratch.write("x.json", text)
      let codes = SweepTests.codes { () throws(Refusal) in
        _ = try AnalysisReportRun.open("\(scratch.path)/x.json")
      }
      #expect(codes == ["P974"])
    }
  }
}
