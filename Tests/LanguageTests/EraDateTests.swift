import Diagnostics
import Language
import Testing

/// Japanese text may write the years of an era; the formatter prints western ones.
@Suite struct EraDateTests {
  private func formatted(
    _ value: String, label: String = "契約期間", block: String = "契約 例 「例」"
  ) -> String {
    let text = "言語 ja\n\(block)\n  \(label)\(String(repeating: " ", count: 8))\(value)\n"
    let parsed = Parser.parse(SourceText(name: "c.pfs", text: text))
    let line = Formatter.format(parsed.document).split(separator: "\n").last ?? ""
    return String(line.drop { $0 == " " }.dropFirst(label.count).drop { $0 == " " })
  }

  /// The years by hand: 令和1 is 2019, 平成1 1989, 昭和1 1926, 大正1 1912, 明治1 1868.
  @Test(arguments: [
    ("令和8年4月1日から令和11年3月31日まで", "2026年4月1日から2029年3月31日まで"),
    ("令和元年5月1日から2029年3月31日まで", "2019年5月1日から2029年3月31日まで"),
    ("平成31年4月1日から平成31年5月1日まで", "2019年4月1日から2019年5月1日まで"),
    ("昭和64年1月7日から平成元年1月8日まで", "1989年1月7日から1989年1月8日まで"),
    ("明治45年7月29日から大正元年7月30日まで", "1912年7月29日から1912年7月30日まで"),
    ("令和８年４月１日から２０２９年３月３１日まで", "2026年4月1日から2029年3月31日まで"),
  ])
  func erasBecomeWesternYears(written: String, printed: String) {
    #expect(formatted(written) == printed)
    #expect(formatted(printed) == printed)
  }

  @Test(arguments: [("令和8年4月1日以後", "2026年4月1日以後"), ("令和8年4月1日", "2026年4月1日")])
  func whereverADateStands(written: String, printed: String) {
    let condition = "登録日 \(written)"
    let block = "集団 対象者"
    #expect(formatted(condition, label: "条件", block: block) == "登録日 \(printed)")
  }

  @Test(arguments: ["令和8年2月30日", "令和0年4月1日", "令和元年13月1日"])
  func daysThatDoNotExistAreRefused(written: String) {
    let text = "言語 ja\n変更契約 1\n  締結日          \(written)\n"
    let parsed = Parser.parse(SourceText(name: "c.pfs", text: text))
    #expect(parsed.diagnostics.map(\.code) == ["L015"])
    #expect(parsed.diagnostics.first?.headline.ja == "「\(written)」は日付ではありません")
  }
}
