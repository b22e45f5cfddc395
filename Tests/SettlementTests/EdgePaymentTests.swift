import Contract
import Diagnostics
import Execution
import Quantities
import Settlement
import SettlementFixtures
import Testing

/// Payments of the edge table: caps, tiers, thirds, halving, negative effects and savings.
///
/// The figures are those of an independent script in exact fractions (`make_edge.py`, rows in order).
@Suite struct EdgePaymentTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let note: String
    let persons: Int
    let share: String
    let effect: String
    let lower: String
    let cost: (comparison: (Int, Int), treated: (Int, Int))
    let a, b, c, saving, d, total, tax, payable: Int
    var testDescription: String { note }
  }

  static let rows = [
    Row(
      note: "p exactly 30", persons: 60, share: "30/1", effect: "0/1", lower: "1.0",
      cost: ((100, 1), (100, 1)), a: 540_000, b: 300_000, c: 0, saving: 0, d: 0, total: 840_000,
      tax: 84_000, payable: 924_000),
    Row(
      note: "p just below 30", persons: 60, share: "2999999/100000", effect: "0/1", lower: "1.0",
      cost: ((0, 1), (0, 1)), a: 540_000, b: 0, c: 0, saving: 0, d: 0, total: 540_000,
      tax: 54_000, payable: 594_000),
    Row(
      note: "p exactly 40", persons: 133, share: "40/1", effect: "100/3", lower: "0.01",
      cost: ((10, 3), (1, 3)), a: 1_197_000, b: 600_000, c: 800_000, saving: 3, d: 2,
      total: 2_597_002, tax: 259_700, payable: 2_856_702),
    Row(
      note: "p exactly 50; cap A; C thirds", persons: 134, share: "50/1", effect: "100/7",
      lower: "0.01", cost: ((10_000, 3), (1_000, 3)), a: 1_200_000, b: 900_000, c: 571_428,
      saving: 3_000, d: 2_700, total: 2_674_128, tax: 267_412, payable: 2_941_540),
    Row(
      note: "lower limit exactly 0", persons: 10, share: "25/1", effect: "100/7", lower: "0.0",
      cost: ((10, 1), (0, 1)), a: 90_000, b: 0, c: 285_714, saving: 10, d: 3, total: 375_717,
      tax: 37_571, payable: 413_288),
    Row(
      note: "negative effect", persons: 10, share: "25/1", effect: "-100/7", lower: "0.5",
      cost: ((10, 1), (0, 1)), a: 90_000, b: 0, c: 0, saving: 10, d: 3, total: 90_003, tax: 9_000,
      payable: 99_003),
    Row(
      note: "C cap", persons: 10, share: "25/1", effect: "25/1", lower: "0.5",
      cost: ((10, 1), (0, 1)), a: 90_000, b: 0, c: 800_000, saving: 10, d: 3, total: 890_003,
      tax: 89_000, payable: 979_003),
    Row(
      note: "negative saving floors towards minus infinity", persons: 10, share: "25/1",
      effect: "0/1", lower: "0.5", cost: ((0, 1), (1, 3)), a: 90_000, b: 0, c: 0, saving: -1,
      d: 0, total: 90_000, tax: 9_000, payable: 99_000),
    Row(
      note: "D cap", persons: 10, share: "25/1", effect: "0/1", lower: "0.5",
      cost: ((50_000, 1), (0, 1000)), a: 90_000, b: 0, c: 0, saving: 50_000, d: 10_000_000,
      total: 10_090_000, tax: 1_009_000, payable: 11_099_000),
    Row(
      note: "D just under cap", persons: 10, share: "25/1", effect: "0/1", lower: "0.5",
      cost: ((33_333, 1), (0, 1000)), a: 90_000, b: 0, c: 0, saving: 33_333, d: 9_999_900,
      total: 10_089_900, tax: 1_008_990, payable: 11_098_890),
  ]

  @Test(arguments: rows) func row(_ row: Row) throws {
    let contract = try Self.contract()
    let period = try #require(contract.period(2024))
    let execution = measured(
      contract,
      [
        (0, nil, Exact(row.persons)), (1, nil, try exact(row.share)),
        (2, nil, try exact(row.effect)), (3, nil, try exact(row.lower)),
        (4, nil, Exact(row.cost.comparison.0)), (5, nil, Exact(row.cost.comparison.1)),
        (6, nil, Exact(row.cost.treated.0)), (7, nil, Exact(row.cost.treated.1)),
      ])
    let settlement = try Settler.settle(contract: contract, period: period, execution: execution)
    func value(_ name: String) -> String? { settlement.figure(named: name)?.value.fraction }
    #expect(value("A") == "\(row.a)/1")
    #expect(value("B") == "\(row.b)/1")
    #expect(value("C") == "\(row.c)/1")
    #expect(value("saving") == "\(row.saving)/1")
    #expect(value("D") == "\(row.d)/1")
    #expect(value("total") == "\(row.total)/1")
    #expect(value("tax") == "\(row.tax)/1")
    #expect(value("due") == "\(row.payable)/1")
  }

  static func contract() throws -> Contract {
    var b = ContractBuilder()
    let months = Unit("person-month")
    let monthly = Unit("yen", per: "person-month")
    b.indicators = [
      b.indicator("reach", .person), b.indicator("share", .percent),
      b.indicator("effect", .percentagePoint), b.indicator("lower", .percentagePoint),
      b.indicator("comparison_cost", .yen), b.indicator("comparison_months", months),
      b.indicator("treated_cost", .yen), b.indicator("treated_months", months),
      b.indicator(
        "saving", monthly,
        kind: .formula(
          .subtract(
            .divide(.figure(.indicator(4)), .figure(.indicator(5))),
            .divide(.figure(.indicator(6)), .figure(.indicator(7))))),
        record: Record(unit: monthly, decimals: 0, mode: .floor, span: Span(start: 0, end: 0))),
    ]
    b.achievements = [
      b.achievement(
        "tier", .indicator(1), .percent, .yen,
        [
          (step(nil, 30), .fixed(0)), (step(30, 40), .fixed(300_000)),
          (step(40, 50), .fixed(600_000)), (step(50, nil), .fixed(900_000)),
        ]),
      b.achievement(
        "certainty", .indicator(3), .percentagePoint, .percent,
        [
          (
            Interval(lower: nil, includesLower: false, upper: 0, includesUpper: true), .fixed(50)
          ),
          (
            Interval(lower: 0, includesLower: false, upper: nil, includesUpper: false),
            .fixed(100)
          ),
        ]),
    ]
    b.payments = [
      b.payment(
        "A",
        [
          .amount(
            .multiply(.constant(9_000, Unit("yen", per: "person")), .figure(.indicator(0)))),
          .cap(.constant(1_200_000, .yen)),
        ]),
      b.payment("B", [.amount(.figure(.achievement(0)))]),
      b.payment(
        "gain",
        [
          .amount(.multiply(.constant(40_000, Unit("yen", per: "pp")), .figure(.indicator(2)))),
          .round(.floor, quantum: 1), .cap(.constant(800_000, .yen)), .floor(.constant(0, .yen)),
        ]),
      b.payment(
        "C",
        [
          .amount(.multiply(.figure(.payment(2)), .figure(.achievement(1)))),
          .round(.down, quantum: 1),
        ]),
      b.payment(
        "D",
        [
          .amount(
            .multiply(
              .multiply(.figure(.indicator(8)), .figure(.indicator(7))), .constant(30, .percent))),
          .round(.floor, quantum: 1), .cap(.constant(10_000_000, .yen)), .floor(.constant(0, .yen)),
        ]),
    ]
    b.settle(
      .add(
        .add(.figure(.payment(0)), .figure(.payment(1))),
        .add(.figure(.payment(3)), .figure(.payment(4)))), tax: true)
    return try b.contract
  }

  @Test(arguments: [
    (0, 0), (9, 0), (10, 1), (99, 9), (100, 10), (999_999, 99_999), (2_706_697, 270_669),
    (9_822_192, 982_219),
  ]) func taxIsCutOff(net: Int, tax: Int) throws {
    var b = ContractBuilder()
    b.payments = [b.payment("fee", [.amount(.constant(Exact(net), .yen))])]
    b.settle(.figure(.payment(0)), tax: true)
    let contract = try b.contract
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(contract, []))
    #expect(settlement[.tax]?.value == Exact(tax))
    #expect(settlement[.payable]?.value == Exact(net + tax))
  }

  @Test func lawOnFractions() throws {
    func settled(_ text: String) throws -> Exact {
      RoundingLaw.settled(try exact(text), .yen, .standard)
    }
    #expect(try settled("1234567.89") == 1_234_567)
    #expect(try settled("0.4") == 1)
    #expect(try settled("-0.4") == 0)
    #expect(try settled("0") == 0)
    #expect(try settled("-12.9") == -12)
  }
}
