import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// The sample contract of a city's programme for people of 65 and over, from the indicators on.
///
/// Its worked example (Annex 3, case A) was computed by hand:
/// gait 0.051 m/s lies in 0.020 … 0.090, so (0.051 − 0.020) / 0.070 × 100 = 310/7 = 44.2857… percent;
/// attendance 66.4 earns 70; 0.6 × 310/7 + 0.4 × 70 = 382/7 = 54.5714…, recorded down as 54.5;
/// 18,000,000 × 54.5 percent = 9,810,000; with 12,000,000 and 640 × 4,500 = 2,880,000 the total is
/// 24,690,000, tax 2,469,000, payable 27,159,000, less 6,600,000: due 20,559,000 yen.
package enum Minato {
  package static func builder(
    tongue: Tongue = .en, expectedFee: Exact = 9_810_000, feeRounding: Rounding.Mode = .down
  ) throws -> ContractBuilder {
    var b = ContractBuilder(text: text, name: "minato.en.pfs")
    b.tongue = tongue
    b.name = tongue == .en ? "minato_65plus" : "みなと65健康増進"
    b.title =
      tongue == .en
      ? "Minato City 65+ Active Ageing Programme" : "みなと市65歳以上健康増進事業"
    func named(
      _ en: String, _ ja: String, _ article: Int, _ paragraph: Int?, _ line: String
    ) -> Declaration {
      b.declaration(
        tongue == .en ? en : ja, other: tongue == .en ? ja : en, article: article,
        paragraph: paragraph, line: line)
    }
    let speed = Unit("m/s")
    b.indicators = [
      Indicator(
        declaration: named("reach", "参加者数", 5, 1, "indicator reach"),
        kind: .persons(of: 0, links: []), grouping: nil, record: nil, minimum: nil, unit: .person,
        kindWord: .persons, kindSpan: Span(start: 0, end: 0)),
      Indicator(
        declaration: named("attendance", "継続率", 5, 2, "indicator attendance"),
        kind: .rate(numerator: 0, denominator: 0), grouping: nil,
        record: Record(
          unit: .percent, decimals: 1, mode: .halfUp,
          span: b.span("record          percent, 1 decimal, half up")),
        minimum: nil, unit: .percent, kindWord: .rate, kindSpan: Span(start: 0, end: 0)),
      Indicator(
        declaration: named("gait_gain", "歩行速度改善", 5, 3, "indicator gait_gain"),
        kind: .reported, grouping: nil,
        record: Record(
          unit: speed, decimals: 3, mode: .halfUp,
          span: b.span("record          m/s, 3 decimals, half up")),
        minimum: nil, unit: speed, kindWord: .differenceInDifferences,
        kindSpan: Span(start: 0, end: 0)),
    ]
    b.achievements = [
      Achievement(
        declaration: named("gait_level", "歩行達成度", 6, 1, "achievement gait_level"),
        measured: .indicator(2), inputUnit: speed, unit: .percent,
        rows: [
          row(b, "below 0.020 m/s", step(nil, try exact("0.020")), .fixed(0)),
          row(
            b, "from 0.020 to below 0.090 m/s", step(try exact("0.020"), try exact("0.090")),
            .linear(from: 0, to: 100)),
          row(b, "at least 0.090 m/s", step(try exact("0.090"), nil), .fixed(100)),
        ]),
      Achievement(
        declaration: named("attendance_level", "継続達成度", 6, 2, "achievement attendance_level"),
        measured: .indicator(1), inputUnit: .percent, unit: .percent,
        rows: [
          row(b, "below 50.0 percent", step(nil, 50), .fixed(0)),
          row(b, "from 50.0 to below 60.0 percent", step(50, 60), .fixed(40)),
          row(b, "from 60.0 to below 70.0 percent", step(60, 70), .fixed(70)),
          row(b, "at least 70.0 percent", step(70, nil), .fixed(100)),
        ]),
    ]
    b.scores = [
      Score(
        declaration: named("outcome", "総合達成度", 6, 3, "score outcome"),
        rule: .weighted(
          [(.achievement(0), 60), (.achievement(1), 40)], sharesOutMissing: false),
        record: Record(
          unit: .percent, decimals: 1, mode: .down,
          span: b.span("record          percent, 1 decimal, down")), unit: .percent)
    ]
    b.payments = [
      Payment(
        declaration: named("base_fee", "基本委託料", 8, 1, "payment base_fee"), forEach: nil,
        lines: [line(b, "amount          12,000,000 yen", .amount(.constant(12_000_000, .yen)))]),
      Payment(
        declaration: named("reach_fee", "参加報酬", 8, 2, "payment reach_fee"), forEach: nil,
        lines: [
          line(
            b, "amount          4,500 yen per person × reach",
            .amount(
              .multiply(
                .constant(4_500, Unit("yen", per: "person")), .figure(.indicator(0))))),
          line(b, "cap             3,000,000 yen", .cap(.constant(3_000_000, .yen))),
        ]),
      Payment(
        declaration: named("outcome_fee", "成果報酬", 8, 3, "payment outcome_fee"), forEach: nil,
        lines: [
          line(
            b, "amount          18,000,000 yen × outcome",
            .amount(.multiply(.constant(18_000_000, .yen), .figure(.score(0))))),
          line(b, "round           down to 1 yen", .round(feeRounding, quantum: 1)),
          line(b, "cap             16,200,000 yen", .cap(.constant(16_200_000, .yen))),
        ]),
    ]
    b.settlement = SettlementRule(
      declaration: named("yearly", "年次", 9, nil, "settlement yearly"), basis: .eachYearOnItsOwn,
      basisSpan: b.span("basis           each year on its own"),
      total: .add(
        .add(.figure(.payment(0)), .figure(.payment(1))), .figure(.payment(2))),
      totalSpan: b.span("total           base_fee + reach_fee + outcome_fee"),
      tax: .init(
        rates: [.init(percent: 10)], mode: .down, quantum: 1,
        span: b.span("tax             10 percent"),
        roundSpan: b.span("tax round       down to 1 yen")), yearCap: nil,
      termCap: .init(
        amount: 84_000_000, includesTax: true, span: b.span("term cap        84,000,000 yen")),
      deductsInterimPayments: true, deductionSpan: b.span("less            interim payments"))
    func expects(_ figure: Example.Expected, _ value: Exact, _ unit: Unit, _ text: String)
      -> Example.Expectation
    {
      Example.Expectation(figure: figure, value: value, unit: unit, span: b.span(text))
    }
    b.examples = [
      Example(
        title: "Annex 3, case A", clause: .annex(3), period: 2024,
        given: [
          (.indicator(0), nil, 640, b.span("reach 640 persons")),
          (.indicator(1), nil, try exact("66.4"), b.span("attendance 66.4 percent")),
          (.indicator(2), nil, try exact("0.051"), b.span("gait_gain 0.051 m/s")),
        ], interimPayments: 6_600_000,
        expectations: [
          expects(.figure(.score(0)), try exact("54.5"), .percent, "outcome 54.5 percent"),
          expects(.figure(.payment(2)), expectedFee, .yen, "outcome_fee 9,810,000 yen"),
          expects(.tax, 2_469_000, .yen, "tax 2,469,000 yen"),
          expects(.payable, 27_159_000, .yen, "payable 27,159,000 yen"),
          expects(.due, 20_559_000, .yen, "due 20,559,000 yen"),
        ], span: b.span("example \"Annex 3, case A\""))
    ]
    return b
  }

  package static func contract(tongue: Tongue = .en) throws -> Contract {
    try builder(tongue: tongue).contract
  }

  /// The figures of the worked example as an execution would give them.
  package static func execution(_ contract: Contract) throws -> ExecutionResult {
    let flow = Flow(
      population: contract.tongue == .en ? "treated" : "介入群",
      clause: .article(4, paragraph: 2, item: nil),
      table: contract.tongue == .en ? "participant" : "参加者", rows: 1000,
      base: contract.tongue == .en ? "eligible" : "対象者",
      steps: [
        FlowStep(
          reason: "arm = programme", span: Span(start: 0, end: 0), entered: 900, excluded: 250,
          missing: 10, remaining: 640)
      ].compactMap { $0 }, remaining: 640, persons: nil)
    return measured(
      contract,
      [(0, nil, 640), (1, nil, try exact("66.40625")), (2, nil, try exact("0.05096"))],
      counts: [1: [Count("numerator", 425, .person), Count("denominator", 640, .person)]],
      flows: [flow])
  }

  private static func row(
    _ b: ContractBuilder, _ text: String, _ interval: Interval, _ result: AchievementRow.Result
  ) -> AchievementRow {
    AchievementRow(interval: interval, result: result, span: b.span(text))
  }

  private static func line(_ b: ContractBuilder, _ text: String, _ step: Payment.Step)
    -> Payment.Line
  {
    Payment.Line(step: step, span: b.span(text))
  }

  package static let text = """
    language en
    contract minato_65plus "Minato City 65+ Active Ageing Programme"

    indicator reach                                           per Art. 5(1)
      kind            persons
    indicator attendance                                      per Art. 5(2)
      kind            rate
      record          percent, 1 decimal, half up
    indicator gait_gain                                       per Art. 5(3)
      kind            difference in differences
      record          m/s, 3 decimals, half up

    achievement gait_level                                    per Art. 6(1)
      measured by     gait_gain
      below 0.020 m/s                               0 percent
      from 0.020 to below 0.090 m/s     linear      0 to 100 percent
      at least 0.090 m/s                            100 percent
    achievement attendance_level                              per Art. 6(2)
      measured by     attendance
      below 50.0 percent                            0 percent
      from 50.0 to below 60.0 percent               40 percent
      from 60.0 to below 70.0 percent               70 percent
      at least 70.0 percent                         100 percent
    score outcome                                             per Art. 6(3)
      weight          gait_level 60 percent, attendance_level 40 percent
      record          percent, 1 decimal, down

    payment base_fee                                          per Art. 8(1)
      amount          12,000,000 yen
    payment reach_fee                                         per Art. 8(2)
      amount          4,500 yen per person × reach
      cap             3,000,000 yen
    payment outcome_fee                                       per Art. 8(3)
      amount          18,000,000 yen × outcome
      round           down to 1 yen
      cap             16,200,000 yen
    settlement yearly                                         per Art. 9
      basis           each year on its own
      total           base_fee + reach_fee + outcome_fee
      tax             10 percent
      tax round       down to 1 yen
      term cap        84,000,000 yen
      less            interim payments

    example "Annex 3, case A"                                 per Annex 3
      year            2024
      given           reach 640 persons, attendance 66.4 percent, gait_gain 0.051 m/s
      given           interim payments 6,600,000 yen
      expect          outcome 54.5 percent, outcome_fee 9,810,000 yen
      expect          tax 2,469,000 yen, payable 27,159,000 yen, due 20,559,000 yen

    """
}
