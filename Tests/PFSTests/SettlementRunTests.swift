import Foundation
import PFS
import TestSupport
import Testing

/// Expected yen by hand: 3 persons enrolled by the end of fiscal 2025, 5 by the end of 2026.
@Suite struct SettlementRunTests {
  @Test func settlesWithReportedFiguresAndInterimPayments() throws {
    let scratch = try SmallContract.scratch()
    let run = try SettlementRun.settle(try scratch.request(2025))
    let settlement = run.settlement
    #expect(run.period.days.start.description == "2025-10-01")
    #expect(settlement.text("reach") == "3")
    #expect(settlement.text("effect") == "12")
    #expect(settlement.text("total") == "13000")
    #expect(settlement.text("tax") == "1300")
    #expect(settlement.text("payable") == "14300")
    #expect(settlement.text("due") == "10300")
    #expect(run.outcome == .done)
    #expect(run.data.all.files.map(\.name) == ["participant.csv", "reported.csv"])
  }

  @Test func earlierSettlementsCountAgainstTheTermCap() throws {
    let scratch = try SmallContract.scratch()
    _ = try SettlementRun.settle(try scratch.request(2025, output: "FY2025"))
    let run = try SettlementRun.settle(try scratch.request(2026, priors: ["FY2025"]))
    // 15,000 + 1,500 tax = 16,500; 20,000 − 14,300 = 5,700 are left of the term's limit.
    // They contain 5,700 ÷ 11 = 518.1… yen of tax.
    #expect(run.settlement.text("tax") == "518")
    #expect(run.settlement.text("total") == "5182")
    #expect(run.settlement.text("payable") == "5700")
    #expect(run.settlement.text("due") == "5700")
  }

  @Test func absentPriorsReportsAndInterimPaymentsAreErrors() throws {
    let scratch = try SmallContract.scratch(reported: nil)
    let found = try codes { _ = try SettlementRun.settle(try scratch.request(2026)) }
    #expect(found == ["E307"])
    try scratch.write("data/reported.csv", "figure,value,unit,evidence\neffect,12,points,R\n")
    let further = try codes { _ = try SettlementRun.settle(try scratch.request(2026)) }
    #expect(Set(further).count == 2)
    #expect(further.allSatisfy { $0.hasPrefix("F") || $0.hasPrefix("V") })
  }

  @Test(arguments: [
    ("effct,12,points,R", "P931"), ("reach,3,persons,R", "P931"), ("effect,12,yen,R", "P933"),
    ("effect,12,points,R\neffect,12,points,R", "P932"),
  ])
  func wrongReportsAreRefused(rows: String, code: String) throws {
    let scratch = try SmallContract.scratch(
      reported: "figure,value,unit,evidence\n\(rows)\ninterim payments,0,yen,-\n")
    #expect(try codes { _ = try SettlementRun.settle(try scratch.request(2025)) } == [code])
  }

  @Test(arguments: [2024, 2027, 1, 9999])
  func yearsOutsideTheTermAreRefused(year: Int) throws {
    let scratch = try SmallContract.scratch()
    do {
      _ = try SettlementRun.settle(try scratch.request(PeriodName(year)))
      Issue.record("settled \(year)")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["P901"])
      #expect(error.outcome == .refused)
      let help = error.diagnostics[0].remarks.flatMap(\.lines).map(\.en)
      #expect(help == ["2025: 2025-10-01 to 2026-03-31", "2026: 2026-04-01 to 2027-03-31"])
    }
  }

  @Test func periodsAreYears() throws {
    #expect(try SettlementRequest.period("2026") == 2026)
    #expect(try SettlementRequest.period("2026-P12") == PeriodName(2026, number: 12))
    for text in [
      "", "FY2026", "20261", "-1", "2026 ", "0", "２０２６", "2026-P", "2026-P0", "2026-P13", "2026-2",
      "2026-P02", "2026-P1-P2",
    ] {
      #expect(try codes { _ = try SettlementRequest.period(text) } == ["P902"])
    }
  }

  @Test func everyRefusedPlaceIsListedWithoutItsContent() throws {
    let rows = (1...150).map { "CANARY\($0),2025-02-30\n" }.joined()
    let scratch = try SmallContract.scratch(participants: "person,enrolled\n" + rows)
    do {
      _ = try SettlementRun.settle(try scratch.request(2025))
      Issue.record("settled")
    } catch {
      let data = try #require(error.data)
      #expect(data.places.count == 150)
      let list = data.list(.en)
      #expect(list.split(separator: "\n").count == 151)
      #expect(list.hasPrefix("file,line,column,rule\nparticipant.csv,2,enrolled,cannot be read\n"))
      #expect(!list.contains("CANARY"))
      #expect(
        data.revealed(.en).contains("\nparticipant.csv,2,enrolled,cannot be read,2025-02-30\n"))
    }
  }

  @Test func replayRecomputesFromTheBundleAlone() throws {
    let scratch = try SmallContract.scratch()
    _ = try SettlementRun.settle(try scratch.request(2025, output: "FY2025"))
    _ = try SettlementRun.settle(
      try scratch.request(2026, priors: ["FY2025"], output: "FY2026"))
    for name in ["FY2025", "FY2026"] {
      #expect(try RecordedSettlement.replay("\(scratch.path)/\(name)").isConfirmed)
    }
  }

  @Test func earlierSettlementsAreRecordedWithTheirManifests() throws {
    let scratch = try SmallContract.scratch()
    _ = try SettlementRun.settle(try scratch.request(2025, output: "FY2025"))
    let run = try SettlementRun.settle(
      try scratch.request(2026, priors: ["FY2025"], output: "FY2026"))
    let sum = try Command.process(
      "/usr/bin/sha256sum", [scratch["FY2025/manifest-sha256.txt"]]
    ).output.prefix(64)
    #expect(run.settlement.priors.map(\.manifestSHA256) == [String(sum)])
    for file in ["arguments.json", "settlement.json", "statement.html"] {
      #expect(try scratch.text("FY2026/data/\(file)").contains(sum), "\(file)")
    }
    #expect(run.warnings.isEmpty)
    let value = try JSONSerialization.jsonObject(with: scratch.bytes("FY2026/data/settlement.json"))
    #expect(try JSONSchema("settlement").faults(value) == [])
  }

  @Test func anEarlierSettlementInTheOtherLanguageIsNoted() throws {
    let scratch = try SmallContract.scratch()
    try scratch.write(
      "vocabulary.txt",
      """
      small 小
      participant 参加者
      person 個人番号
      enrolled 登録日
      all 全員
      reach 実績
      effect 効果
      effect_level 効果達成度
      reach_fee 実績報酬
      outcome_fee 成果報酬
      yearly 年次
      "Small Programme" 「小事業」
      "A City" 「甲市」
      "B KK" 「乙社」
      "no effect" 「効果なし」
      """)
    _ = try SettlementRun.settle(try scratch.request(2025, output: "FY2025"))
    let english = try ContractFile.load(scratch["contract.pfs"])
    try scratch.write("contract.pfs", try english.translated(to: .ja))
    let run = try SettlementRun.settle(try scratch.request(2026, priors: ["FY2025"]))
    #expect(run.warnings.map(\.code) == ["P956"])
    #expect(run.warnings.map(\.severity) == [.warning])
    #expect(run.settlement.text("due") == "5700")
  }

  @Test func priorsMustBeOfTheSameContract() throws {
    let scratch = try SmallContract.scratch()
    _ = try SettlementRun.settle(try scratch.request(2025, output: "FY2025"))
    try scratch.write(
      "contract.pfs", SmallContract.english.replacing("contract small", with: "contract other"))
    let found = try codes {
      _ = try SettlementRun.settle(try scratch.request(2026, priors: ["FY2025"]))
    }
    #expect(found == ["P953"])
  }
}
