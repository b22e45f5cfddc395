import Contract
import Diagnostics
import Execution
import Language
import Quantities
import Settlement
import SettlementFixtures
import Testing

/// Payments for each key, conditions, formulas, concentration.
@Suite struct GroupTests {
  let byProvider = Grouping.code(.column(0), table: 0, column: 0)

  @Test func eachKeyIsRoundedAndTheSumIsTheirs() throws {
    var b = ContractBuilder()
    b.indicators = [b.indicator("classes", Unit("class"), grouping: byProvider)]
    b.payments = [
      b.payment(
        "class_fee", forEach: 0,
        [
          .amount(
            .multiply(
              .constant(try exact("1000.3"), Unit("yen", per: "class")), .figure(.indicator(0)))),
          .round(.down, quantum: 1), .cap(.constant(5_000, .yen)),
        ])
    ]
    b.settle(.figure(.payment(0)), tax: true)
    let contract = try b.contract
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(contract, [(0, "V01", 3), (0, "V02", 0), (0, "V10", 7)]))
    // 3,000.9 → 3,000; 0; 7,002.1 → 7,002, capped 5,000.
    #expect(
      settlement.figures.map { "\($0.id) \($0.value)" } == [
        "classes[V01] 3", "classes[V02] 0", "classes[V10] 7", "class_fee[V01] 3000",
        "class_fee[V02] 0", "class_fee[V10] 5000", "class_fee 8000", "total 8000", "tax 800",
        "payable 8800", "due 8800",
      ])
    #expect(settlement.payments == [FigureID("class_fee")])
    let v1 = RoundingStep.ID(figure: FigureID("class_fee", key: GroupKey("V01")), index: 0)
    // Unrounded 8,000.9; tax 800.09 → 800; 8,800.9 is settled as 8,800.
    #expect(settlement.effectOnDue(of: v1) == 0)
  }

  @Test func aStoppedKeySuspendsItselfAndTheSum() throws {
    var b = ContractBuilder()
    b.indicators = [
      b.indicator("effect", .percent, grouping: byProvider),
      b.indicator(
        "twice", .percent,
        kind: .formula(.add(.figure(.indicator(0)), .figure(.indicator(0))))),
      b.indicator("hhi", .number, kind: .concentration(of: 0)),
    ]
    b.achievements = [
      b.achievement("level", .indicator(1), .percent, .percent, [(step(0, 100), .fixed(50))])
    ]
    b.payments = [
      b.payment(
        "fee", forEach: 0,
        [.amount(.multiply(.constant(100, .yen), .figure(.achievement(0))))]),
      b.payment("base", [.amount(.constant(7, .yen))]),
    ]
    b.settle(.add(.figure(.payment(0)), .figure(.payment(1))))
    let contract = try b.contract
    let stop = StoppedFigure(
      indicator: 0, id: FigureID("effect", key: GroupKey("V02")),
      stop: Diagnostic(
        code: "S430", severity: .stop, headline: Text(en: "nobody", ja: "なし"), labels: [],
        remarks: []))
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: ExecutionResult(
        measurements: measured(contract, [(0, "V01", 3), (0, "V03", 60)]).measurements, flows: [],
        stopped: [stop]))
    // Of V03 2 × 60 lies in no row: that key waits for its own level.
    #expect(
      settlement.figures.map { "\($0.id) \($0.value)" } == [
        "effect[V01] 3", "effect[V03] 60", "twice[V01] 6", "twice[V03] 120", "level[V01] 50",
        "fee[V01] 50", "base 7",
      ])
    #expect(
      settlement.suspended.map { "\($0.id): \($0.waitsFor.map(\.description))" } == [
        "effect[V02]: [\"effect[V02]\"]", "twice[V02]: [\"effect[V02]\"]",
        "hhi: [\"effect[V02]\"]", "level[V02]: [\"effect[V02]\"]",
        "level[V03]: [\"level[V03]\"]", "fee[V02]: [\"effect[V02]\"]",
        "fee[V03]: [\"level[V03]\"]", "fee: [\"effect[V02]\", \"level[V03]\"]",
        "total: [\"effect[V02]\", \"level[V03]\"]", "payable: [\"effect[V02]\", \"level[V03]\"]",
        "due: [\"effect[V02]\", \"level[V03]\"]",
      ])
    #expect(settlement.stops.map(\.code) == ["S430", "F401"])
  }

  @Test func concentrationOfShares() throws {
    var b = ContractBuilder()
    b.indicators = [
      b.indicator("users", .person, grouping: byProvider),
      b.indicator(
        "hhi", .number, kind: .concentration(of: 0),
        record: Record(unit: .number, decimals: 4, mode: .halfUp, span: Span(start: 0, end: 0))),
    ]
    let contract = try b.contract
    let period = try #require(contract.period(2024))
    let settlement = try Settler.settle(
      contract: contract, period: period,
      execution: measured(contract, [(0, "a", 1), (0, "b", 2), (0, "c", 3)]))
    // (1 + 4 + 9) / 36 = 7/18 = 0.38888…
    #expect(settlement.figure(named: "hhi")?.value == (try exact("0.3889")))
    let nobody = try Settler.settle(
      contract: contract, period: period, execution: measured(contract, [(0, "a", 0)]))
    #expect(nobody.figure(named: "hhi") == nil)
    #expect(nobody.stops.map(\.code) == ["F402"])
  }

  @Test func conditionAndFloor() throws {
    var b = ContractBuilder()
    b.indicators = [b.indicator("rate", .percent)]
    b.payments = [
      b.payment(
        "bonus",
        [.amount(.constant(500, .yen)), .onlyIf(.indicator(0), step(60, nil), otherwise: 0)]),
      b.payment(
        "kept",
        [
          .amount(.constant(500, .yen)), .onlyIf(.indicator(0), step(60, nil), otherwise: 0),
          .floor(.constant(100, .yen)),
        ]),
    ]
    b.settle(.add(.figure(.payment(0)), .figure(.payment(1))))
    let contract = try b.contract
    let period = try #require(contract.period(2024))
    func due(_ rate: String) throws -> Exact? {
      try Settler.settle(
        contract: contract, period: period,
        execution: measured(contract, [(0, nil, try exact(rate))])
      ).due?.value
    }
    #expect(try due("60") == 1_000)
    #expect(try due("59.9") == 100)
  }

  @Test func conditionThatLeavesAShare() throws {
    var b = ContractBuilder()
    b.indicators = [b.indicator("rate", .percent)]
    b.payments = [
      b.payment(
        "bonus",
        [
          .amount(.constant(501, .yen)), .onlyIf(.indicator(0), step(60, nil), otherwise: 50),
          .round(.down, quantum: 1), .floor(.constant(100, .yen)),
        ])
    ]
    b.settle(.figure(.payment(0)))
    let contract = try b.contract
    let period = try #require(contract.period(2024))
    func bonus(_ rate: String) throws -> Figure? {
      try Settler.settle(
        contract: contract, period: period,
        execution: measured(contract, [(0, nil, try exact(rate))])
      ).figure(named: "bonus")
    }
    #expect(try bonus("60")?.value == 501)
    // Half of 501 is 250.5.
    let halved = try #require(try bonus("59.9"))
    #expect(halved.value == 250)
    func line(_ tongue: Tongue) -> String? {
      Working(contract: contract, tongue: tongue, showsNames: true, showsClause: false)
        .line(halved)
    }
    #expect(
      line(.en)
        == "501 yen = 501 yen → only if rate at least 60 percent: 59.9 percent, not met, 50 percent"
        + " paid = 250.5 yen → down to 1 yen = 250 yen")
    #expect(
      line(.ja)
        == "501円 = 501円 → 支払条件 rate 60%以上: 59.9%、非該当、50%を支払 = 250.5円 → 1円未満切捨て = 250円")
  }

  @Test func arithmeticOfFigures() throws {
    var b = ContractBuilder()
    b.payments = [
      b.payment("x", [.amount(.constant(700, .yen))]),
      b.payment(
        "most",
        [
          .amount(
            .greaterOf([
              .figure(.payment(0)), .multiply(.constant(10_000, .yen), .constant(5, .percent)),
            ]))
        ]),
      b.payment(
        "least", [.amount(.lesserOf([.figure(.payment(0)), .negate(.constant(1, .yen))]))]),
      b.payment(
        "monthly",
        [
          .amount(
            .multiply(.constant(100, Unit("yen", per: "month")), .settlementMonths))
        ]),
    ]
    b.settle(
      .add(
        .add(.figure(.payment(1)), .figure(.payment(2))),
        .subtract(.figure(.payment(3)), .constant(9, .yen))))
    b.term = ("2024-12-01", "2026-12-01")
    let contract = try b.contract
    func values(_ year: Int) throws -> [String] {
      try Settler.settle(
        contract: contract, period: try #require(contract.period(year)),
        execution: measured(contract, [])
      ).figures.map { "\($0.id) \($0.value)" }
    }
    // December to March are 4 months, April to March 12, April to November 8.
    #expect(
      try values(2024) == [
        "x 700", "most 700", "least -1", "monthly 400", "total 1090", "payable 1090", "due 1090",
      ])
    #expect(try values(2025).contains("monthly 1200"))
    #expect(try values(2026).contains("monthly 800"))
  }
}
