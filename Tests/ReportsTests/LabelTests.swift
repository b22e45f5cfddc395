import Contract
import Diagnostics
import Execution
import Quantities
import Records
import Reports
import Settlement
import SettlementFixtures
import Testing

/// Names, labels and recorded decimals, in the language of the reader.
@Suite struct LabelTests {
  private func settlement(
    _ tongue: Tongue, attendance: String = "66.40625", counts: [Count]? = nil
  ) throws -> Settlement {
    let contract = try Minato.contract(tongue: tongue)
    return try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(
        contract, [(0, nil, 640), (1, nil, try exact(attendance)), (2, nil, try exact("0.01"))],
        counts: [
          1: counts ?? [Count("numerator", 425, .person), Count("denominator", 640, .person)]
        ]), interim: 6_600_000)
  }

  @Test func labelsBesideFiguresAreInTheLanguageOfTheReader() throws {
    for contract in Tongue.allCases {
      let settlement = try settlement(contract)
      let trace = Trace(settlement)
      let japanese = try #require(
        TerminalReport(tongue: .ja).explanation(trace, of: "継続率"))
      #expect(japanese.contains("├── 継続率.分子 = 425人"))
      #expect(japanese.contains("└── 継続率.分母 = 640人"))
      #expect(TerminalReport(tongue: .ja).figures(trace).contains("継続率.分子"))
      let english = try #require(TerminalReport(tongue: .en).explanation(trace, of: "attendance"))
      #expect(english.contains("attendance.denominator = 640 persons"))
      #expect(trace.entry("継続率.分子") == trace.entry("attendance.numerator"))
    }
  }

  @Test func statesOfATransitionAreTranslatedWhereTheyAreYesAndNo() throws {
    for (label, tongue) in [("no→yes", Tongue.en), ("いいえ→はい", .ja)] {
      let settlement = try settlement(
        tongue, counts: [Count(label, 3, .person), Count("weak→fit", 4, .person)])
      #expect(TerminalReport(tongue: .en).settlement(settlement).contains("no→yes 3 persons"))
      #expect(TerminalReport(tongue: .ja).settlement(settlement).contains("いいえ→はい 3人"))
      #expect(TerminalReport(tongue: .ja).settlement(settlement).contains("weak→fit 4人"))
    }
  }

  @Test func whatIsWaitedForIsNamedInTheLanguageOfTheReader() throws {
    let contract = try Minato.contract(tongue: .ja)
    #expect(contract.name(of: FigureID("interim payments"), in: .ja) == "中間払")
    #expect(contract.name(of: FigureID("interim payments"), in: .en) == "interim payments")
  }

  @Test func recordedFiguresShowTheirDecimals() throws {
    // 70 percent is recorded with one decimal, 0.01 m/s with three.
    let settlement = try settlement(.en, attendance: "70")
    let text = TerminalReport(tongue: .en).settlement(settlement)
    #expect(text.contains("  attendance        70.0 percent  Art. 5(2)"))
    #expect(text.contains("  gait_gain            0.010 m/s  Art. 5(3)"))
    #expect(text.contains("row 4: at least 70.0 percent"))
    #expect(text.contains("row 1: below 0.020 m/s"))
    let trace = Trace(settlement)
    let explained = try #require(TerminalReport(tongue: .ja).explanation(trace, of: "継続率"))
    #expect(explained.hasPrefix("継続率 = 70.0%"))
    #expect(explained.contains("70% → 70.0%"))
    let level = try #require(trace.entry("attendance_level"))
    #expect(
      level.working?.en
        == "attendance 70.0 percent → attendance_level 100 percent (Art. 6(2), row 4)")
    let page = Statement(
      settlement: settlement, trace: trace, inputs: [], contractSHA256: ""
    ).html
    #expect(page.contains("<td class=\"number\">70.0 percent</td>"))
    #expect(page.contains(">70.0</text>"))
    // JSON has the shortest decimal.
    let figures = SettlementDocument.json(settlement, contractSHA256: "", inputs: [])["figures"]
    let attendance = figures?.elements.first { $0["name"]?.string == "attendance" }
    #expect(attendance?["value"]?.string == "70")
  }

  @Test func aScenarioShowsRecordedDecimals() throws {
    let base = try settlement(.en, attendance: "70")
    let scenario = try settlement(.en, attendance: "68.5")
    let text = TerminalReport(tongue: .en).scenario(
      title: "fewer", contract: base.contract,
      changes: Comparison.changes(from: base, to: scenario))
    #expect(text.contains("  70.0 percent    68.5 percent   -1.5 percentage points\n"))
    #expect(text.contains("  40.0 percent    28.0 percent  -12.0 percentage points\n"))
  }

  @Test func rowsAreNamedByTheirLines() {
    let rows = [
      ListedRows("eligible", FileLines(file: "p.csv", lines: Array(2...25))),
      ListedRows("none", FileLines(file: "p.csv", lines: [])),
      ListedRows("parts", FileLines(file: "p-1.csv", lines: [7])),
      ListedRows("parts", FileLines(file: "p-2.csv", lines: [2, 3])),
    ]
    #expect(
      TerminalReport(tongue: .en).rows(rows, most: 3) == """

        Rows
          eligible: p.csv, 24 rows, lines 2, 3, 4 and 21 more
          none: p.csv, 0 rows
          parts: p-1.csv, 1 row, line 7
          parts: p-2.csv, 2 rows, lines 2, 3

        """)
    #expect(
      TerminalReport(tongue: .ja).rows(rows, most: 3) == """

        根拠となる行
          eligible: p.csvの24行(2、3、4行目、ほか21行)
          none: p.csvの0行
          parts: p-1.csvの1行(7行目)
          parts: p-2.csvの2行(2、3行目)

        """)
    #expect(TerminalReport(tongue: .en).rows(rows, most: nil).contains("24, 25\n"))
    let named = ListedRows(
      "parts", FileLines(file: "p.csv", lines: [2, 3, 9]), participants: ["AB", nil, "EF"])
    #expect(
      TerminalReport(tongue: .en).rowsLeftOut([named], most: 2) == """

        Left out
          parts: p.csv, 3 rows
            line 2  AB
            line 3  –
            and 1 more

        """)
    #expect(TerminalReport(tongue: .en).rows([], most: nil).isEmpty)
  }

  /// A condition that is not met leaves nothing of what stands above it.
  @Test func anUnmetConditionIsNamedAndNotTheFloorAboveIt() throws {
    var b = ContractBuilder()
    b.indicators = [b.indicator("rate", .percent)]
    let above = Interval(lower: 50, includesLower: true, upper: nil, includesUpper: false)
    b.payments = [
      b.payment(
        "undone",
        [
          .amount(.constant(10, .yen)), .floor(.constant(100, .yen)),
          .onlyIf(.indicator(0), above, otherwise: 0),
        ]),
      b.payment(
        "first",
        [
          .onlyIf(.indicator(0), above, otherwise: 0), .amount(.constant(10, .yen)),
          .cap(.constant(5, .yen)),
        ]),
      b.payment("floored", [.amount(.constant(10, .yen)), .floor(.constant(100, .yen))]),
      b.payment(
        "halved",
        [.amount(.constant(10, .yen)), .onlyIf(.indicator(0), above, otherwise: 50)]),
    ]
    b.settle(.figure(.payment(0)))
    let contract = try b.contract
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(contract, [(0, nil, 40)]))
    let lines = TerminalReport(tongue: .en).settlement(settlement).split(separator: "\n")
    func line(_ name: String) -> String {
      lines.first { $0.hasPrefix("  \(name) ") }.map(String.init) ?? ""
    }
    let condition = "only if rate at least 50 percent: 40 percent, not met"
    #expect(line("undone") == "  undone     0 yen  Art. 8  \(condition)")
    #expect(line("first") == "  first      0 yen  Art. 8  \(condition)")
    #expect(line("floored") == "  floored  100 yen  Art. 8  floor 100 yen")
    #expect(line("halved") == "  halved     5 yen  Art. 8  \(condition), 50 percent paid")
    let page = Statement(
      settlement: settlement, trace: Trace(settlement), inputs: [], contractSHA256: ""
    ).html
    #expect(page.contains("floor 100 yen (no effect)"))
    #expect(page.contains("floor 100 yen (applied: 100 yen)"))
  }
}
