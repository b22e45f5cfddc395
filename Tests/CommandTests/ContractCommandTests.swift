import Foundation
import TestSupport
import Testing

@Suite struct ContractCommandTests {
  @Test(arguments: ["en", "ja"])
  func newContractsCheckCleanAndAreFormatted(language: String) throws {
    let scratch = try Scratch()
    let new = try Command.run("new", "--language", language)
    #expect(new.status == 0)
    let path = try scratch.write("c.pfs", new.output)
    let check = try Command.run("check", path)
    #expect(check.status == 0)
    #expect(check.errors.isEmpty)
    #expect(check.output == "\(path): " + (language == "en" ? Self.english : Self.japanese))
    #expect(try Command.run("format", "--check", path).status == 0)
    #expect(try Command.run("format", path).output == new.output)
  }

  /// 6,000,000 + 1,500,000 + 5,000,000, with a tenth of tax, in three years; 1,500,000 ÷ 4,500 = 333.3.
  private static let english = """
    no errors
    What it can pay
      2026 to 2028
        base_fee     6,000,000 yen
        reach_fee    0 to 1,500,000 yen
        outcome_fee  0 to 5,000,000 yen
        ────────────────────────────────────────
        total        6,000,000 to 12,500,000 yen
        with tax     6,600,000 to 13,750,000 yen
        reach_fee: reach at least 334 persons → cap 1,500,000 yen (line 51)
        outcome_fee: attendance at least 70.0 percent → attendance_level 100 percent
      whole term: 19,800,000 to 41,250,000 yen
    How payments move
      base_fee     fixed
      reach_fee    rises with reach
      outcome_fee  rises with attendance

    """

  private static let japanese = """
    エラーなし
    支払い得る額
      2026～2028年度
        基本委託料  6,000,000円
        参加報酬    0～1,500,000円
        成果報酬    0～5,000,000円
        ───────────────────────────────────
        合計        6,000,000～12,500,000円
        税込        6,600,000～13,750,000円
        参加報酬: 参加者数 334人以上 → 上限 1,500,000円 (51行目)
        成果報酬: 継続率 70.0%以上 → 継続達成度 100%
      全期間: 19,800,000～41,250,000円
    支払の増減
      基本委託料  定額
      参加報酬    参加者数に応じて増加
      成果報酬    継続率に応じて増加

    """

  @Test func errorsAreReportedInTheContractsLanguage() throws {
    let scratch = try Scratch()
    let english = try scratch.write("en.pfs", "language en\nfoo bar\n")
    let japanese = try scratch.write("ja.pfs", "言語 ja\nほげ ふが\n")
    let first = try Command.run("check", english)
    #expect(first.status == 1)
    #expect(first.output.hasPrefix("error[L006]: "))
    #expect(first.output.contains("en.pfs:2:1\n"))
    #expect(first.output.hasSuffix("\(english): 1 error\n"))
    #expect(first.errors.isEmpty)
    let second = try Command.run("check", japanese)
    #expect(second.output.hasPrefix("エラー[L006]: "))
    let asked = try Command.run("check", japanese, "--language", "en")
    #expect(asked.output.hasPrefix("error[L006]: "))
  }

  @Test func oneBadFileDoesNotHideAnother() throws {
    let scratch = try Scratch()
    let bad = try scratch.write("bad.pfs", "language en\nfoo\n")
    let good = try scratch.write("good.pfs", Programme.contract)
    let both = try Command.run("check", bad, good)
    #expect(both.status == 1)
    #expect(both.output.contains("good.pfs: no errors"))
    let missing = try Command.run("check", bad, scratch["none.pfs"], good)
    #expect(missing.status == 4)
    #expect(missing.errors.contains("error[P911]: "))
  }

  @Test func diagnosticsAsJSONAreOneObjectALine() throws {
    let scratch = try Scratch()
    let bad = try scratch.write("bad.pfs", "language en\nfoo\n")
    let run = try Command.run("check", "--format", "json", bad)
    #expect(run.status == 1)
    #expect(run.errors.isEmpty)
    for line in run.output.split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["code"] as? String == "L006")
      #expect(object?["line"] as? Int == 2)
    }
  }

  @Test func formattingInPlaceChangesOnlyTheLayout() throws {
    let scratch = try Scratch()
    let wide = Programme.contract.replacing("  kind            ", with: "  kind     ")
    let path = try scratch.write("c.pfs", wide)
    #expect(chmod(path, 0o640) == 0)
    let check = try Command.run("format", "--check", path)
    #expect(check.status == 1)
    #expect(check.output == "\(path)\n")
    let inPlace = try Command.run("format", "--in-place", path)
    #expect(inPlace.status == 0)
    #expect(inPlace.output.isEmpty)
    #expect(try scratch.mode("c.pfs") == 0o640)
    #expect(try scratch.list() == ["c.pfs"])
    #expect(try Command.run("format", "--check", path).status == 0)
  }

  @Test func whatCannotBeReadIsNotFormatted() throws {
    let scratch = try Scratch()
    let text = "language en\n\tx\n"
    let path = try scratch.write("c.pfs", text)
    let run = try Command.run("format", "--in-place", path)
    #expect(run.status == 1)
    #expect(try scratch.text("c.pfs") == text)
  }

  @Test func translatingThereAndBackIsTheSame() throws {
    let scratch = try Scratch()
    try scratch.write(
      "c.vocabulary.txt",
      """
      small 小
      participant 参加者
      person 個人番号
      enrolled 登録日
      weight 体重
      all 全員
      reach 実績
      reach_fee 報酬
      yearly 年次
      "Small Programme" 「小事業」
      "A City" 「甲市」
      "B KK" 「乙社」
      "twice" 「二倍」
      """)
    let english = try scratch.write("c.en.pfs", Programme.contract)
    let there = try Command.run("translate", "--to", "ja", english)
    #expect(there.status == 0, "\(there.errors)")
    let japanese = try scratch.write("c.ja.pfs", there.output)
    #expect(there.output.hasPrefix("言語 ja\n契約 小 「小事業」\n"))
    let formatted = try Command.run("format", english).output
    #expect(try Command.run("translate", "--to", "en", japanese).output == formatted)
  }

  @Test func codesAreExplained() throws {
    let page = try Command.run("explain", "l003")
    #expect(page.status == 0)
    #expect(page.output.hasPrefix("L003: "))
    let index = try Command.run("explain")
    #expect(index.output.contains("\nP901  "))
    let unknown = try Command.run("explain", "Z999")
    #expect(unknown.status == 4)
    #expect(unknown.errors.hasPrefix("error[P957]"))
  }
}
