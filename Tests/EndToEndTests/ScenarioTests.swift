import Foundation
import TestSupport
import Testing

/// Fiscal 2026 of the Yamaguchi contract. As settled: continuing 71.3, well 65.9, social 6.5 give
/// the levels 100, 63.6 and 65 and the score 78.5; the fees are 7,200,000 + 722,000 + 1,446,000 +
/// 700,000 + 9,000,000 × 78.5 percent = 17,133,000 and 18,846,300 with tax.
@Suite struct ScenarioTests {
  static func scenario(_ further: [String], _ tongue: Tongue = .en) throws -> Finished {
    // A contract is the same contract in either language, but an earlier bundle is of its own text.
    let prior = try Scratch()
    let first = try Command.run(
      Programme.yamaguchi.in(tongue).arguments("settle") + ["--output", prior["FY2025"]])
    try #require(first.status == 0, "\(first.errors)")
    return try Command.run(
      Programme.yamaguchi.in(tongue).of("2026").arguments("scenario")
        + ["--prior", prior["FY2025"], "--format", "json"] + further)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let changes: [String]
    let due: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let cases = [
    // 40 at 60.0 percent: 0.4 × 100 + 0.3 × 40 + 0.3 × 65 = 71.5 → 6,435,000.
    Case(
      arguments: ["--name", "wellness falls to 60 percent"],
      changes: [
        "kept_well 659/10 60/1", "wellness_level 318/5 40/1", "outcome 157/2 143/2",
        "outcome_fee 7065000/1 6435000/1", "total 17133000/1 16503000/1",
        "tax 1713300/1 1650300/1", "payable 18846300/1 18153300/1", "due 18846300/1 18153300/1",
      ], due: "18153300"),
    // 213 of 321 attend in eight months: 66.4 percent, still the last row, and no yen.
    Case(
      arguments: ["--name", "continuing from eight months"],
      changes: [
        "continuing_rate.numerator 229/1 213/1", "continuing_rate 713/10 332/5",
      ], due: "18846300"),
    // A figure: 100 at 75.0 percent: 40 + 30 + 19.5 = 89.5 → 8,055,000.
    Case(
      arguments: ["--set", "kept_well=75.0 percent"],
      changes: [
        "kept_well 659/10 75/1", "wellness_level 318/5 100/1", "outcome 157/2 179/2",
        "outcome_fee 7065000/1 8055000/1", "total 17133000/1 18123000/1",
        "tax 1713300/1 1812300/1", "payable 18846300/1 19935300/1", "due 18846300/1 19935300/1",
      ], due: "19935300"),
    // A line.
    Case(
      arguments: ["--set", "reach_fee cap=500,000 yen"],
      changes: [
        "reach_fee 722000/1 500000/1", "total 17133000/1 16911000/1", "tax 1713300/1 1691100/1",
        "payable 18846300/1 18602100/1", "due 18846300/1 18602100/1",
      ], due: "18602100"),
    // A bound: 71.3 is now in the row of 70: 28 + 19.08 + 19.5 = 66.58 → 66.5 → 5,985,000.
    Case(
      arguments: ["--set", "continuing_level 60.0 percent=75.0 percent"],
      changes: [
        "continuing_level 100/1 70/1", "outcome 157/2 133/2", "outcome_fee 7065000/1 5985000/1",
        "total 17133000/1 16053000/1", "tax 1713300/1 1605300/1",
        "payable 18846300/1 17658300/1", "due 18846300/1 17658300/1",
      ], due: "17658300"),
    // The term's limit: 20,000,000 − 6,546,100 of the year before. A tenth of tax in it is an eleventh of it,
    // 1,223,081.8…, rounded down.
    Case(
      arguments: ["--set", "yearly term cap=20,000,000 yen"],
      changes: [
        "total 17133000/1 12230819/1", "tax 1713300/1 1223081/1", "payable 18846300/1 13453900/1",
        "due 18846300/1 13453900/1",
      ], due: "13453900"),
    // Two together: 500,000 for persons and 8,055,000 by results.
    Case(
      arguments: ["--set", "kept_well=75.0 percent", "--set", "reach_fee cap=500,000 yen"],
      changes: [
        "kept_well 659/10 75/1", "wellness_level 318/5 100/1", "outcome 157/2 179/2",
        "reach_fee 722000/1 500000/1", "outcome_fee 7065000/1 8055000/1",
        "total 17133000/1 17901000/1", "tax 1713300/1 1790100/1", "payable 18846300/1 19691100/1",
        "due 18846300/1 19691100/1",
      ], due: "19691100"),
  ]

  @Test(arguments: cases)
  func whatChangesIsWhatWasComputedByHand(expected: Case) throws {
    let run = try Self.scenario(expected.arguments)
    try #require(run.status == 0, "\(run.errors)")
    let record = try JSONDecoder().decode(ScenarioRecord.self, from: Data(run.output.utf8))
    #expect(record.due == expected.due)
    // A figure that is assumed has no counts any more.
    let changes = record.summary.filter { !$0.hasSuffix(" –") }
    #expect(changes.sorted() == expected.changes.sorted())
  }

  @Test(arguments: [
    (["--set", "参加報酬 上限=500,000円"], "18602100"),
    (["--set", "健康維持率=75.0%"], "19935300"),
    (["--set", "継続達成度 60.0%=75.0%"], "17658300"),
  ])
  func assumptionsAreReadInJapanese(arguments: [String], due: String) throws {
    let run = try Self.scenario(arguments, .ja)
    try #require(run.status == 0, "\(run.errors)")
    #expect(try JSONDecoder().decode(ScenarioRecord.self, from: Data(run.output.utf8)).due == due)
  }

  /// What changes no figure is usually a typing error.
  @Test(arguments: [
    "kept_well=65.9 percent", "reach_fee cap=722,000 yen", "reach_fee cap=1,000,000 yen",
    "continuing_level 60.0 percent=61.0 percent", "yearly term cap=99,000,000 yen",
    "continuing where=regular_months at least 6",
  ])
  func whatChangesNothingIsAnError(assumption: String) throws {
    let run = try Self.scenario(["--set", assumption])
    #expect(run.status == 1)
    #expect(run.errors.contains("error[V702]: "), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test(arguments: [
    ["--set", "kept_wel=60.0 percent"], ["--set", "kept_well=60.0 yen"],
    ["--set", "reach_fee cap"], ["--set", "continuing_level 61.0 percent=75.0 percent"],
    ["--set", "continuing_level 60.0 percent=45.0 percent"], ["--name", "no such scenario"],
    ["--set", "reach_fee cap=-1 yen"],
  ])
  func wrongAssumptionsAreRefused(arguments: [String]) throws {
    let run = try Self.scenario(arguments)
    #expect(run.status == 1, "\(run.text)")
    #expect(run.errors.contains("error["))
    #expect(run.output.isEmpty)
  }

  @Test func withoutAnAssumptionItIsUsage() throws {
    #expect(try Command.run(Programme.yamaguchi.arguments("scenario")).status == 2)
  }
}
