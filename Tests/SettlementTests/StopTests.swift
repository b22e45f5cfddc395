import Contract
import Diagnostics
import Execution
import Quantities
import Settlement
import SettlementFixtures
import Testing

/// What the contract itself stops, and what is settled nevertheless.
@Suite struct StopTests {
  private func stop() -> Diagnostic {
    Diagnostic(
      code: "S420", severity: .stop, headline: Text(en: "gait_gain is suspended", ja: "保留"),
      labels: [], remarks: [])
  }

  @Test func paymentsThatDoNotDependAreSettled() throws {
    let contract = try Minato.contract()
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(contract, [(0, nil, 640), (1, nil, 66)], stops: [stop()]),
      interim: 0)
    #expect(settlement.isSuspended)
    #expect(settlement.due == nil)
    #expect(settlement.figure(named: "base_fee")?.value == 12_000_000)
    #expect(settlement.figure(named: "reach_fee")?.value == 2_880_000)
    #expect(
      settlement.suspended.map(\.id.description) == [
        "gait_gain", "gait_level", "outcome", "outcome_fee", "total", "tax", "payable", "due",
      ])
    #expect(settlement.suspended.allSatisfy { $0.waitsFor == [FigureID("gait_gain")] })
    #expect(settlement.stops.map(\.code) == ["S420"])
  }

  @Test func stopThatNoPaymentNeeds() throws {
    var b = ContractBuilder()
    b.indicators = [b.indicator("side", .person)]
    b.payments = [b.payment("fee", [.amount(.constant(5, .yen))])]
    b.settle(.figure(.payment(0)))
    let contract = try b.contract
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(contract, [], stops: [stop()]))
    #expect(settlement.due?.value == 5)
    #expect(!settlement.isSuspended)
    #expect(settlement.suspended.map(\.id.description) == ["side"])
  }

  @Test func notMeasuredWithoutAStopIsAFault() throws {
    let contract = try Minato.contract()
    let period = try #require(contract.period(2024))
    #expect(throws: Diagnostics.self) {
      try Settler.settle(
        contract: contract, period: period, execution: measured(contract, []), interim: 0)
    }
  }

  @Test func valueOutsideEveryRow() throws {
    var b = ContractBuilder()
    b.indicators = [b.indicator("rate", .percent)]
    b.achievements = [
      b.achievement("level", .indicator(0), .percent, .percent, [(step(0, 100), .fixed(1))])
    ]
    b.payments = [
      b.payment(
        "fee", [.amount(.multiply(.constant(100, .yen), .figure(.achievement(0))))])
    ]
    b.settle(.figure(.payment(0)))
    let contract = try b.contract
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(contract, [(0, nil, 100)]))
    #expect(settlement.stops.map(\.code) == ["F401"])
    #expect(settlement.stops.first?.severity == .stop)
    #expect(settlement.stops.first?.headline.en == "'level' has no row for 100 percent")
    #expect(settlement.stops.first?.headline.ja == "「level」には100%に当たる段がありません")
    #expect(
      settlement.suspended.map(\.id.description) == ["level", "fee", "total", "payable", "due"])
  }

  @Test func divisionByZeroIsNotZero() throws {
    var b = ContractBuilder()
    b.indicators = [
      b.indicator("cost", .yen), b.indicator("heads", .person),
      b.indicator(
        "each", Unit("yen", per: "person"),
        kind: .formula(.divide(.figure(.indicator(0)), .figure(.indicator(1))))),
    ]
    let contract = try b.contract
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(contract, [(0, nil, 100), (1, nil, 0)]))
    #expect(settlement.figure(named: "each") == nil)
    #expect(settlement.stops.map(\.code) == ["F402"])
  }
}
