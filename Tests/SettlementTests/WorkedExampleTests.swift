import Contract
import Diagnostics
import Execution
import Quantities
import Settlement
import SettlementFixtures
import Testing

/// The worked example of the sample contract, to the yen.
@Suite struct WorkedExampleTests {
  @Test func exampleHolds() throws {
    let contract = try Minato.contract()
    #expect(Examples.check(contract, period: 2024).isEmpty)
    #expect(Examples.check(contract, period: 2025).isEmpty)
  }

  @Test func settlesFromMeasurements() throws {
    let contract = try Minato.contract()
    let period = try #require(contract.period(2024))
    let settlement = try Settler.settle(
      contract: contract, period: period, execution: Minato.execution(contract),
      interim: 6_600_000)
    func value(_ name: String) throws -> String {
      try #require(settlement.figure(named: name)).value.fraction
    }
    // By hand; see the comment on the fixture.
    #expect(try value("attendance.numerator") == "425/1")
    #expect(try value("attendance") == "332/5")
    #expect(try value("gait_gain") == "51/1000")
    #expect(try value("gait_level") == "310/7")
    #expect(try value("attendance_level") == "70/1")
    #expect(try value("outcome") == "109/2")
    #expect(try value("reach_fee") == "2880000/1")
    #expect(try value("outcome_fee") == "9810000/1")
    #expect(try value("total") == "24690000/1")
    #expect(try value("tax") == "2469000/1")
    #expect(try value("payable") == "27159000/1")
    #expect(try value("due") == "20559000/1")
    #expect(!settlement.isSuspended)
    #expect(
      settlement.figures.map(\.id.description) == [
        "reach", "attendance.numerator", "attendance.denominator", "attendance", "gait_gain",
        "gait_level", "attendance_level", "outcome", "base_fee", "reach_fee", "outcome_fee",
        "total", "tax", "payable", "due",
      ])
  }

  @Test func roundingsShowTheirYen() throws {
    let contract = try Minato.contract()
    let period = try #require(contract.period(2024))
    let settlement = try Settler.settle(
      contract: contract, period: period, execution: Minato.execution(contract),
      interim: 6_600_000)
    func effect(_ name: String) -> Exact? {
      settlement.effectOnDue(of: RoundingStep.ID(figure: FigureID(name), index: 0))
    }
    // Without rounding the score: 18,000,000 × 382/700 = 9,822,857.14…, down 9,822,857: 12,857 more
    // before tax. total 24,702,857, tax down 2,470,285, payable 27,173,142: 14,142 more with tax.
    #expect(effect("outcome") == -14_142)
    // attendance 66.40625 lies in the same row: nothing changes.
    #expect(effect("attendance") == 0)
    // gait 0.05096: (0.05096 − 0.020) / 0.070 × 100 = 44.22857…; 0.6 × that + 28 = 54.537…, down
    // to 54.5 as well: nothing changes.
    #expect(effect("gait_gain") == 0)
    #expect(effect("outcome_fee") == 0)
    #expect(effect("tax") == 0)
  }

  @Test func wrongExampleIsExplained() throws {
    let contract = try Minato.builder(expectedFee: 9_822_857).contract
    let found = Examples.check(contract, period: 2024)
    #expect(found.map(\.code) == ["X601"])
    let diagnostic = try #require(found.first)
    #expect(
      diagnostic.headline.en
        == "example \"Annex 3, case A\" expects 9,822,857 yen; the text gives 9,810,000 yen")
    #expect(
      diagnostic.headline.ja == "計算例「Annex 3, case A」は成果報酬を9,822,857円としていますが、条文どおりでは9,810,000円です")
    #expect(diagnostic.labels.first?.text.en == "9,810,000 yen (12,857 yen less)")
    #expect(diagnostic.labels.first?.text.ja == "9,810,000円(12,857円少ない)")
    let trace = try #require(diagnostic.remarks.first { $0.kind == .trace })
    #expect(
      trace.lines.map(\.en) == [
        "gait_gain 0.051 m/s → gait_level 44.2857… percent (Art. 6(1), row 2, linear)",
        "attendance 66.4 percent → attendance_level 70 percent (Art. 6(2), row 3)",
        "0.6 × 44.2857… + 0.4 × 70 = 54.5714… → recorded 54.5 percent, down (Art. 6(3))",
        "18,000,000 × 54.5 percent = 9,810,000 yen (Art. 8(3))",
      ])
    #expect(
      trace.lines.map(\.ja) == [
        "歩行速度改善 0.051m/s → 歩行達成度 44.2857…% (第6条第1項、2行目、直線補間)",
        "継続率 66.4% → 継続達成度 70% (第6条第2項、3行目)",
        "0.6 × 44.2857… + 0.4 × 70 = 54.5714… → 記録 54.5%、切捨て (第6条第3項)",
        "18,000,000 × 54.5% = 9,810,000円 (第8条第3項)",
      ])
    let hint = try #require(diagnostic.remarks.first { $0.kind == .hint })
    #expect(
      hint.lines.map(\.en) == [
        "9,822,857 yen is what you get if the score is not rounded before the fee is computed"
      ])
    #expect(hint.lines.map(\.ja) == ["成果報酬の計算前に総合達成度を端数処理しなければ9,822,857円になります"])
    #expect(diagnostic.remarks.contains { $0.kind == .note })
  }

  @Test func wrongExampleWithoutExplanationHasNoHint() throws {
    let contract = try Minato.builder(expectedFee: 9_000_000).contract
    let found = Examples.check(contract, period: 2024)
    #expect(found.map(\.code) == ["X601"])
    #expect(found.first?.remarks.map(\.kind) == [.trace])
    #expect(found.first?.labels.first?.text.en == "9,810,000 yen (810,000 yen more)")
  }

  @Test func exampleThatGivesTooLittle() throws {
    var b = try Minato.builder()
    let whole = try #require(b.examples.first)
    b.examples = [
      Example(
        title: whole.title, clause: nil, period: 2024, given: Array(whole.given.prefix(2)),
        interimPayments: nil, expectations: whole.expectations, span: whole.span)
    ]
    let found = Examples.check(try b.contract, period: 2024)
    #expect(found.map(\.code) == ["X602", "X602", "X602", "X602", "X602"])
    #expect(found.first?.labels.first?.text.en == "not given: gait_gain")
  }

  @Test func exampleOutsideTheTerm() throws {
    var b = try Minato.builder()
    b.examples = [
      Example(
        title: "late", clause: nil, period: 2031, given: [], interimPayments: nil, expectations: [],
        span: Span(start: 0, end: 0))
    ]
    #expect(Examples.check(try b.contract, period: 2031).map(\.code) == ["X603"])
  }

  @Test func scenarioShowsWhatChanges() throws {
    let contract = try Minato.contract()
    let period = try #require(contract.period(2024))
    let base = try Settler.settle(
      contract: contract, period: period, execution: Minato.execution(contract), interim: 6_600_000)
    let scenario = try Settler.settle(
      contract: contract, period: period, execution: Minato.execution(contract),
      assumed: [.indicator(2): try exact("0.025")], interim: 6_600_000)
    let changes = Comparison.changes(from: base, to: scenario)
    // (0.025 − 0.020) / 0.070 × 100 = 50/7; 0.6 × 50/7 + 28 = 226/7 = 32.28…, down 32.2;
    // 18,000,000 × 32.2 percent = 5,796,000; total 20,676,000; payable 22,743,600.
    #expect(
      changes.map { "\($0.id) \($0.before?.fraction ?? "–") \($0.after?.fraction ?? "–")" } == [
        "gait_gain 51/1000 1/40", "gait_level 310/7 50/7", "outcome 109/2 161/5",
        "outcome_fee 9810000/1 5796000/1", "total 24690000/1 20676000/1",
        "tax 2469000/1 2067600/1", "payable 27159000/1 22743600/1", "due 20559000/1 16143600/1",
      ])
    #expect(changes.last?.difference == -4_415_400)
    #expect(
      Comparison.unchanged(from: base, to: scenario, title: "effect halves", assumptions: []) == nil
    )
    let same = try Settler.settle(
      contract: contract, period: period, execution: Minato.execution(contract),
      assumed: [.indicator(2): try exact("0.051")], interim: 6_600_000)
    let diagnostic = Comparison.unchanged(
      from: base, to: same, title: "effect halves",
      assumptions: [
        Assumption(
          target: .figure(.indicator(2), try exact("0.051")), text: "gait_gain 0.051 m/s",
          span: Span(start: 0, end: 1))
      ])
    #expect(diagnostic?.code == "V702")
    #expect(
      diagnostic?.headline.en == "scenario \"effect halves\" does not affect any figure")
    #expect(diagnostic?.labels.first?.text.en == "already 0.051 m/s in the 2024 settlement")
  }
}
