import PFS
import TestSupport
import Testing

@Suite struct SweepTests {
  static let payment =
    "outcome_fee amount=600,000..900,000 yen per month step 150,000 × settlement months × outcome"

  static func run(_ texts: String..., assuming: [String] = []) throws -> SweepRun {
    try SweepRun.run(try SimulationTests.request(.yamaguchi), sweeping: texts, assuming: assuming)
  }

  static func codes(_ work: () throws(Refusal) -> Void) -> [String] {
    do throws(Refusal) {
      try work()
      return []
    } catch {
      return error.diagnostics.map(\.code)
    }
  }

  /// 150,000 yen a month more are 4 months × 150,000 × 75.4 percent = 452,400 more, 497,640 with tax.
  @Test func aPriceMovesThePaymentByItsShare() throws {
    let sweep = try Self.run(Self.payment).sweep
    #expect(sweep.axes[0].numerals == ["600,000", "750,000", "900,000"])
    #expect(
      sweep.axes[0].name
        == "outcome_fee amount=… yen per month × settlement months × outcome")
    let fees = sweep.cells.map { $0[FigureID("outcome_fee")] }
    #expect(fees == [1_809_600, 2_262_000, 2_714_400])
    #expect(sweep.base?.text("due") == "6546100")
    #expect(sweep.cells.map { $0[.due] } == [6_048_460, 6_546_100, 7_043_740])
  }

  /// Every cell is what the scenario with the same two assumptions gives: figures, thresholds and money
  /// blocks, put together or checked together, and rows that are read again.
  @Test(arguments: [
    ["kept_well=50.0..70.0 percent step 10.0", payment],
    ["continuing_level 60.0 percent=52.0..58.0 percent step 3.0", payment],
    [
      "reach_fee cap=100,000..300,000 yen step 100,000",
      "yearly year cap=5,000,000..7,000,000 yen step 1,000,000",
    ],
    // Of one block.
    [
      "continuing_level 60.0 percent=51.0..57.0 percent step 3.0",
      "continuing_level 50.0 percent=40.5..52.5 percent step 6.0",
    ],
    [
      "continuing_rate require=at least 20..40 persons step 10",
      "social_change=-5.0..5.0 percentage points step 5.0",
    ],
  ])
  func everyCellIsAScenario(texts: [String]) throws {
    let request = try SimulationTests.request(.yamaguchi)
    let sweep = try SweepRun.run(request, sweeping: texts).sweep
    #expect(sweep.cells.count == sweep.axes.reduce(1) { $0 * $1.values.count })
    var settled = 0
    for (i, first) in sweep.axes[0].assumptions.enumerated() {
      for (j, second) in sweep.axes[1].assumptions.enumerated() {
        let cell = sweep[[i, j]]
        let scenario: Settlement
        do throws(Refusal) {
          scenario = try ScenarioRun.run(request, .assumptions([first, second])).scenario
        } catch {
          // What changes nothing is no scenario, but a cell of its own.
          let isUnchanged = error.diagnostics.map(\.code) == ["V702"]
          if isUnchanged {
            #expect(cell[.due] == sweep.base?.due?.value)
          } else {
            #expect(cell[.due] == nil, "\(first), \(second)")
          }
          continue
        }
        settled += 1
        for id in sweep.columns + [FigureID("outcome"), FigureID("continuing_level")] {
          #expect(cell[id] == scenario[id]?.value, "\(first), \(second): \(id)")
        }
      }
    }
    #expect(settled >= 2)
  }

  @Test(arguments: [
    ("kept_well", "P926"), ("kept_well=5", "P926"), ("kept_well=50.0..70.0 percent", "P926"),
    ("kept_well=70.0..50.0 percent step 5.0", "P926"),
    ("kept_well=50.0..70.0 percent step 0", "P926"),
    ("kept_wel=50.0..60.0 percent step 10.0", "N101"),
    ("continuing_level 60.0 percent=20.0..30.0 percent step 5.0", "P928"),
  ])
  func wrongRangesAreRefused(text: String, code: String) throws {
    let request = try SimulationTests.request(.yamaguchi)
    #expect(
      Self.codes { () throws(Refusal) in _ = try SweepRun.run(request, sweeping: [text]) }.contains(
        code) || code == "P928")
  }

  /// A share of 110 percent can never be; the other values are settled, and why is said once.
  @Test func aValueThatCannotBeIsACellOfItsOwn() throws {
    let run = try Self.run("kept_well=90.0..110.0 percent step 10.0")
    #expect(run.sweep.cells.map { $0[.due] != nil } == [true, true, false])
    #expect(run.warnings.filter { $0.code == "V704" }.count == 1)
    #expect(run.warnings.allSatisfy { $0.severity == .warning })
  }

  /// The share is recorded with one decimal: there is nothing between 55.0 and 55.1 percent. Digits stand in groups of
  /// three.
  @Test(arguments: [
    "kept_well=55.0..56.0 percent step 0.05", "kept_well=55.00..55.05 percent step 0.05",
    "reach_fee cap=1,00..2,00 yen step 1,00", "reach_fee cap=100,000..400,000 yen step 100,00",
  ])
  func aStepHasTheFiguresDecimals(text: String) throws {
    let request = try SimulationTests.request(.yamaguchi)
    #expect(
      Self.codes { () throws(Refusal) in _ = try SweepRun.run(request, sweeping: [text]) }
        == ["P926"])
  }

  @Test func tooManyValuesAreRefused() throws {
    let codes = Self.codes { () throws(Refusal) in
      do {
        _ = try Self.run("kept_well=0.000..10.000 percent step 0.001")
      } catch let refusal as Refusal { throw refusal } catch {}
    }
    #expect(codes == ["P927"])
  }

  /// The same text in the other language lines up figure by figure.
  @Test func aTextInTheOtherLanguageLinesUp() throws {
    let request = try SimulationTests.request(.yamaguchi)
    let other = try ContractFile.load("\(Study.root)/Contracts/yamaguchi-genki/contract.ja.pfs")
    let run = try AlternativesRun.run(request, against: [other])
    for id in run.rows {
      #expect(run.figure(id, of: 1)?.value == run.figure(id, of: 0)?.value)
      #expect(run.figure(id, of: 1) != nil)
    }
    #expect(run.settlements[0].settlement.due?.value == 6_546_100)
    #expect(run.settlements[1].settlement.due?.value == 6_546_100)
  }

  /// A draft of the same contract takes the same earlier settlement.
  @Test func aDraftTakesTheEarlierSettlement() throws {
    let scratch = try Scratch()
    try withExtendedLifetime(scratch) {
      let file = try ContractFile.load(Study.yamaguchi.path)
      let first = SettlementRequest(
        file: file, data: Study.yamaguchi.directory, period: try SettlementRequest.period("2025"),
        output: "\(scratch.path)/FY2025")
      _ = try SettlementRun.settle(first)
      let request = SettlementRequest(
        file: file, data: Study.yamaguchi.directory, period: try SettlementRequest.period("2026"),
        priors: ["\(scratch.path)/FY2025"])
      let run = try AlternativesRun.run(request, against: [file])
      #expect(run.settlements.map { $0.settlement.due?.value } == [18_846_300, 18_846_300])
    }
  }

  /// A line that a later amendment changes can be assumed in the periods before it.
  @Test func aLineOfALaterAmendmentCanBeAssumedBefore() throws {
    let request = try SimulationTests.request(.yamaguchi)
    let run = try ScenarioRun.run(request, .declared("continuing from eight months"))
    #expect(run.base?.due?.value == 6_546_100)
    #expect(run.scenario.figure(named: "continuing_rate") != nil)
  }

  @Test func rangesAreReadInJapanese() throws {
    let study = Study.yamaguchi
    let request = SettlementRequest(
      file: try ContractFile.load("\(Study.root)/Contracts/\(study.contract)/contract.ja.pfs"),
      data: study.directory, period: try SettlementRequest.period("2025"))
    let run = try SweepRun.run(request, sweeping: ["参加報酬 上限=100,000..300,000円 刻み 100,000"])
    #expect(run.sweep.axes[0].values == [100_000, 200_000, 300_000])
    #expect(run.text(.ja).contains("  仮定に基づく試算であり、精算ではありません。\n"))
    // 5,951,000 − 356,000 + 100,000 = 5,695,000, and with tax 6,264,500.
    #expect(run.sweep.cells[0][.due] == 6_264_500)
  }

  @Test func theFormsHoldTheSameFigures() throws {
    let run = try Self.run("kept_well=50.0..70.0 percent step 10.0")
    let lines = run.csv.split(separator: "\n")
    #expect(
      lines[0]
        == "kept_well=… percent,base_fee,reach_fee,class_fee,service_fee,outcome_fee,total,payable,due"
    )
    #expect(lines.count == 4)
    // 0.4 × 70 + 0.3 × 0 + 0.3 × 100 = 58: 3,000,000 × 0.58 = 1,740,000.
    #expect(lines[1] == "50,2400000,356000,633000,300000,1740000,5429000,5971900,5971900")
    #expect(run.json.contains("\"certified\":false"))
    #expect(run.text(.en).contains("  An estimate under assumptions; it settles nothing.\n"))
  }
}

extension Settlement {
  /// The value of a figure as decimal text.
  fileprivate func text(_ name: String) -> String? { figure(named: name)?.value.decimalText }
}
