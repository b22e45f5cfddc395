import Contract
import Diagnostics
import Execution
import Quantities
import Records
import Reports
import Settlement
import SettlementFixtures
import Testing

/// Reports on the terminal, line by line, aligned by display width.
@Suite struct TerminalReportTests {
  private func settlement(_ tongue: Tongue) throws -> Settlement {
    let contract = try Minato.contract(tongue: tongue)
    return try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: Minato.execution(contract), interim: 6_600_000)
  }

  private func lines(_ text: String) -> [String] {
    #expect(text.hasSuffix("\n"))
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  @Test func settlementInJapanese() throws {
    let text = TerminalReport(tongue: .ja).settlement(try settlement(.ja))
    #expect(
      Array(lines(text).prefix(14)) == [
        "2024年度 精算: みなと市65歳以上健康増進事業",
        "  発注者 Minato City、受託者 Kenko Partners KK、令和6年4月1日から令和7年3月31日まで",
        "",
        "支払",
        "  基本委託料  12,000,000円  第8条第1項",
        "  参加報酬     2,880,000円  第8条第2項",
        "  成果報酬     9,810,000円  第8条第3項",
        "  ────────────────────────────────────",
        "  合計        24,690,000円  第9条",
        "  消費税       2,469,000円  第9条",
        "  税込支払額  27,159,000円  第9条",
        "  中間払控除  -6,600,000円",
        "  ────────────────────────────────────",
        "  差引支払額  20,559,000円  第9条",
      ])
  }

  @Test func settlementInTheOtherLanguage() throws {
    // The contract is Japanese, its reader is not.
    let text = TerminalReport(tongue: .en).settlement(try settlement(.ja))
    #expect(text.contains("  outcome_fee             9,810,000 yen  Art. 8(3)\n"))
    #expect(text.contains("row 2: from 0.020 to below 0.090 m/s, linear"))
  }

  @Test func explanationGoesDownToWhatWasMeasured() throws {
    let trace = Trace(try settlement(.en))
    let report = TerminalReport(tongue: .en)
    let text = try #require(report.explanation(trace, of: "attendance_level"))
    #expect(
      lines(text) == [
        "attendance_level = 70 percent  per Art. 6(2)",
        "│   row 3 (line 22): from 60.0 to below 70.0 percent",
        "└── attendance = 66.4 percent  per Art. 5(2)",
        "    │   line 6: indicator attendance",
        "    │   line 8: rounding half up to 0.1 percent: 66.40625 percent → 66.4 percent; "
          + "no effect on the amount due",
        "    ├── attendance.numerator = 425 persons  per Art. 5(2)",
        "    └── attendance.denominator = 640 persons  per Art. 5(2)",
      ])
    let due = try #require(report.explanation(trace))
    #expect(due.hasPrefix("due = 20,559,000 yen  per Art. 9\n"))
    #expect(due.contains("effect on the amount due -14,142 yen"))
    #expect(due.contains("line 42: term cap 84,000,000 yen (with tax)  (no effect)"))
    #expect(due.contains("total = 24,690,000 yen  per Art. 9  (see above)"))
    #expect(report.explanation(trace, of: "nothing") == nil)
    let japanese = try #require(TerminalReport(tongue: .ja).explanation(trace, of: "総合達成度"))
    #expect(japanese.hasPrefix("総合達成度 = 54.5%  根拠 第6条第3項\n"))
    #expect(japanese.contains("26行目: 端数処理 0.1%未満切捨て: 54.5714…% → 54.5%、支払額への影響 -14,142円"))
  }

  @Test func scenarioTable() throws {
    let base = try settlement(.en)
    let scenario = try Settler.settle(
      contract: base.contract, period: base.period, execution: Minato.execution(base.contract),
      assumed: [.indicator(2): try exact("0.025")], interim: 6_600_000)
    let text = TerminalReport(tongue: .en).scenario(
      title: "effect halves", contract: base.contract,
      changes: Comparison.changes(from: base, to: scenario))
    let found = lines(text)
    #expect(found.first == "Scenario: effect halves")
    #expect(
      found.contains(
        "  outcome          54.5 percent     32.2 percent      -22.3 percentage points"))
    #expect(
      found.last
        == "  due            20,559,000 yen   16,143,600 yen               -4,415,400 yen")
  }

  @Test func batchTable() {
    let text = TerminalReport(tongue: .ja).batch([
      .init(
        line: 2, contract: "minato.pfs", period: "2024",
        result: .settled(due: "20,559,000円", output: "out/1")),
      .init(line: 3, contract: "山口.pfs", period: "2025", result: .suspended(output: "out/2")),
      .init(line: 4, contract: "x.pfs", period: "2025", result: .failed("D201: \u{1B}[2J")),
    ])
    #expect(
      lines(text) == [
        "#  契約        年度  結果        差引支払額",
        String(repeating: "─", count: 62),
        "2  minato.pfs  2024  精算済    20,559,000円  out/1",
        "3  山口.pfs    2025  保留あり             –  out/2",
        "4  x.pfs       2025  失敗                 –  D201: ⟨U+001B⟩[2J",
        "3件中 精算済1件、保留あり1件、失敗1件",
      ])
  }

  @Test func suspendedPaymentsAreListed() throws {
    let contract = try Minato.contract()
    let settlement = try Settler.settle(
      contract: contract, period: try #require(contract.period(2024)),
      execution: measured(
        contract, [(0, nil, 640), (1, nil, 66)],
        stops: [.init(code: "S420", severity: .stop, headline: .init(en: "s", ja: "s"))]),
      interim: 0)
    let text = TerminalReport(tongue: .en).settlement(settlement)
    #expect(text.contains("  outcome_fee                 suspended  Art. 8(3)\n"))
    #expect(text.contains("  due          waits for gait_gain\n"))
    #expect(text.contains("  gait_gain    stopped\n"))
    let trace = Trace(settlement)
    let explained = try #require(TerminalReport(tongue: .en).explanation(trace))
    #expect(explained.contains("outcome_fee waits for gait_gain"))
  }

  @Test func qualityAccountsForEveryRow() {
    let schema = TableSchema(
      name: "参加者", fileNames: ["p.csv"], clause: .init(en: "Art. 3", ja: "第3条"), key: [],
      columns: [ColumnSchema(name: "生年月日", headers: ["birth"], type: .date)],
      repeated: RepeatedRule())
    var account = RowAccount()
    account.read = 1000
    account.used = 990
    account.rejected = [.init(rule: .badValue, column: 0, count: 6)]
    account.repeatedIdentical = 3
    account.superseded = 1
    account.eraOverruns = [.init(column: 0, count: 2)]
    let table = Table(
      schema: schema, rowCount: 990, columns: [], lines: LineMap(), account: account,
      excluded: [], files: [TableFile(name: "p.csv")])
    let file = InputFile(
      name: "p.csv", bytes: 54_321, rows: 1000, encoding: .cp932, isEncodingDeclared: false,
      sha256: String(repeating: "0a", count: 32), delimiter: ",")
    let text = TerminalReport(tongue: .ja).quality(
      DataSet(tables: [table], files: [file], warnings: []))
    #expect(
      lines(text) == [
        "参加者: p.csv, 54,321 バイト、CP932 (判定), sha256 0a0a0a0a0a0a…",
        "  読込行数  1,000",
        "  使用        990",
        "  除外          6  読み取れない値: 生年月日",
        "  除外          3  使用した行と同一",
        "  除外          1  同一キーの他の行を採用",
        "  警告          2  元号の期間外の日付: 生年月日",
      ])
  }
}
