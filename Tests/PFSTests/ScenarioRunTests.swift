import Foundation
import PFS
import TestSupport
import Testing

@Suite struct ScenarioRunTests {
  func run(_ scratch: Scratch, _ texts: String...) throws -> ScenarioRun {
    try ScenarioRun.run(try scratch.request(2025), .assumptions(texts))
  }

  /// With a base, without one, and with figures that are no longer derived.
  @Test func satisfiesThePublishedSchema() throws {
    let schema = try JSONSchema("scenario")
    let unreported = try SmallContract.scratch(reported: "figure,value,unit,evidence\n中間払,0,円,x\n")
    let scratch = try SmallContract.scratch()
    let runs = [
      try ScenarioRun.run(try scratch.request(2025), .declared("no effect")),
      try run(scratch, "reach=2 persons"),
      try run(unreported, "effect=12 points"),
    ]
    for run in runs {
      let value = try JSONSerialization.jsonObject(with: Data(run.json.utf8))
      #expect(try schema.faults(value) == [])
    }
    let certified = runs[0].json.replacing("\"certified\":false", with: "\"certified\":true")
    let broken = try JSONSerialization.jsonObject(with: Data(certified.utf8))
    #expect(try schema.faults(broken) == ["$.certified: not false"])
  }

  @Test func declaredScenariosAndAssumptionsAgree() throws {
    let scratch = try SmallContract.scratch()
    let declared = try ScenarioRun.run(try scratch.request(2025), .declared("no effect"))
    let given = try run(scratch, "effect=5 points")
    for scenario in [declared, given] {
      // Only the reach fee is left: 3,000 + 300 tax − 4,000 interim payments.
      #expect(scenario.base?.text("due") == "10300")
      #expect(scenario.scenario.text("due") == "-700")
      #expect(
        scenario.changes.map(\.id.description) == [
          "effect", "effect_level", "outcome_fee", "total", "tax", "payable", "due",
        ])
    }
  }

  @Test(arguments: [
    "outcome_fee amount=20,000 yen × effect_level",
    "outcome_fee amount = 20,000 yen × effect_level",
  ])
  func linesCanBeReplaced(text: String) throws {
    let scenario = try run(try SmallContract.scratch(), text)
    // 3,000 + 20,000 = 23,000; with tax 25,300, the term's limit leaves 20,000, of which 20,000 ÷ 11 = 1,818.1…
    // are tax; less 4,000.
    #expect(scenario.scenario.text("total") == "18182")
    #expect(scenario.scenario.text("due") == "16000")
  }

  @Test func boundsCanBeMoved() throws {
    let scenario = try run(try SmallContract.scratch(), "effect_level 10 points=13 points")
    #expect(scenario.scenario.text("effect_level") == "0")
  }

  @Test func anAssumedReportNeedsNoReport() throws {
    let scratch = try SmallContract.scratch(
      reported: "figure,value,unit,evidence\ninterim payments,4000,yen,I\n")
    let scenario = try run(scratch, "effect=12 points")
    #expect(scenario.base == nil)
    #expect(scenario.scenario.text("due") == "10300")
    #expect(scenario.warnings.map(\.code) == ["E307"])
    #expect(scenario.text(.en).hasPrefix("Scenario: effect 12 points\n  An estimate under"))
    #expect(scenario.text(.en).contains("10,300 yen"))
    #expect(scenario.json.contains("\"certified\":false"))
  }

  @Test(arguments: [
    ("effect=12 points", "V702"), ("efect=5 points", "N101"), ("effect=5 yen", "U202"),
    ("", "P922"), ("effect=5 points\npayment x", "P922"), ("# effect", "P922"),
  ])
  func wrongAssumptionsAreRefused(text: String, code: String) throws {
    let scratch = try SmallContract.scratch()
    #expect(try codes { _ = try run(scratch, text) } == [code])
  }

  @Test func unknownTitlesAndDoubleAssumptionsAreRefused() throws {
    let scratch = try SmallContract.scratch()
    #expect(
      try codes { _ = try ScenarioRun.run(try scratch.request(2025), .declared("No effect")) }
        == ["P921"])
    #expect(try codes { _ = try run(scratch, "effect=5 points", "effect=6 points") } == ["P923"])
  }

  /// The small contract with `expect no change` below a scenario that sets the effect.
  private func expecting(_ effect: String) throws -> ScenarioRun {
    let scratch = try SmallContract.scratch(
      contract: SmallContract.english
        + "scenario \"as it is\"\n  set             effect \(effect)\n  expect          no change\n"
    )
    return try ScenarioRun.run(try scratch.request(2025), .declared("as it is"))
  }

  @Test func noChangeIsHonoured() throws {
    #expect(try expecting("12 points").outcome == .done)
    #expect(try codes { _ = try expecting("5 points") } == ["V703"])
  }
}
