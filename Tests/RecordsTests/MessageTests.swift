import Diagnostics
import Quantities
import Records
import Testing

/// Messages as people see them, byte for byte.
@Suite struct MessageTests {
  private func measurement() -> TableSchema {
    var gait = column("gait", .decimal, tenths: 2...25)
    gait.range = (Exact(unscaled: 20, scale: 2), Exact(unscaled: 250, scale: 2))
    gait.rangeText = Text(en: "0.20 to 2.50", ja: "0.20以上2.50以下")
    gait.unit = Text(en: "m/s", ja: "m/s")
    let wave = column("wave", .oneOf([CodeValue(name: "baseline"), CodeValue(name: "year1")]))
    return table("measurement", key: [0, 1], [column("person", .code), wave, gait])
  }

  /// A file whose lines 318, 902 and 1411 have a gait out of range.
  private func source(_ bad: [Int]) throws -> Scratch {
    let scratch = try Scratch()
    var text = "person,wave,gait\n"
    for line in 2...1500 {
      let person = "P" + String(String(1_000_000 + line).dropFirst())
      text += "\(person),year1,\(bad.contains(line) ? "2.51" : "1.05")\n"
    }
    try scratch.write("measurement.csv", text)
    return scratch
  }

  @Test func outOfRange() throws {
    let scratch = try source([318, 902, 1411])
    let refusal = try scratch.refusal([measurement()])
    let text = TerminalRenderer(tongue: .en).render(refusal.diagnostics[0])
    let want = """
      error[D210]: gait is outside the range the contract allows
         ┌─ \(scratch.path)/measurement.csv:318:15
          │
        1 │ person,wave,gait
          ⋮
      318 │ •••••••,year1,••••
          │               ^^^^ gait in m/s is outside 0.20 to 2.50 (Art. 3(2))
          │
          = note: 3 rows fail this rule; the other two are at lines 902 and 1411
          = note: the value itself is not shown; `pfs data … --reveal FILE` writes it to a file \
      that only you can read
          = more: pfs explain D210

      """
    #expect(text == want)
    #expect(refusal.diagnostics.count == 1)
  }

  @Test func inJapanese() throws {
    let scratch = try source([318, 902])
    let refusal = try scratch.refusal([measurement()])
    let text = TerminalRenderer(tongue: .ja).render(refusal.diagnostics[0])
    #expect(text.hasPrefix("エラー[D210]: gaitが契約の定める範囲にありません\n"))
    #expect(text.contains("^^^^ gaitが0.20以上2.50以下の範囲にありません(第3条第2項)\n"))
    #expect(text.contains("この規則に反する行は2行です。ほかの1行は902行目にあります"))
  }

  @Test func atMostAHundredLinesAreListed() throws {
    let scratch = try source(Array(300..<500))
    let refusal = try scratch.refusal([measurement()])
    #expect(refusal.places.count == 200)
    let note = refusal.diagnostics[0].remarks[0].lines.map(\.en).joined(separator: " ")
    #expect(note.hasPrefix("200 rows fail this rule; the next 99 are at lines 301, 302,"))
    #expect(note.hasSuffix(" 398, 399"))
  }

  /// No message of any refusal shows what stands in a cell.
  @Test func noCellIsEverShown() throws {
    let secret = "秘密Geheim"
    let files = [
      "a,d,n\n\(secret),\(secret),1\n", "a,d,n\n\(secret),2025-04-01,\(secret)\n",
      "a,d,n\n\(secret),2025-04-01\n", "a,d,n\n\(secret),2025-04-01,99\n",
      "a,d,n\n\(secret),2025-04-01,1\n\(secret),2025-04-01,2\n",
      "a,d,n\n\"\(secret),2025-04-01,1\n",
      "a,d,n\n\"\(secret)\"\(secret),2025-04-01,1\n", "a,d,n\n\(secret)\"x,2025-04-01,1\n",
      "a,d,n\n\(secret)\0,2025-04-01,1\n", "a,d,n\n\(secret),,1\n",
      "a,d,n\n\"x\n\(secret)\",2025-02-30,1\n", "a,d,n\n\(secret)\r,2025-04-01,1\n",
    ]
    let schema = table(
      "t", key: [0],
      [column("a", .code), column("d", .date), column("n", .decimal, range: 0...10)])
    for file in files {
      let scratch = try Scratch()
      try scratch.write("t.csv", file)
      let refusal = try scratch.refusal([schema])
      for tongue in Tongue.allCases {
        let text = TerminalRenderer(tongue: tongue).render(refusal.diagnostics)
        #expect(!text.contains("秘") && !text.contains("Geheim"), "\(text)")
        let json = JSONRenderer(tongue: tongue).render(refusal.diagnostics)
        #expect(!json.contains("秘") && !json.contains("Geheim"))
      }
    }
  }

  /// What is hidden can be had, by line and column.
  @Test func revealing() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,d\n\"x\ny\",2025-02-30\nz,?\nw\n")
    let schema = table("t", [column("a", .code), column("d", .date)])
    let refusal = try scratch.refusal([schema])
    var lines: [String] = []
    try DataSource.open(scratch.path).reveal(refusal.places, of: [schema]) { place, text in
      lines.append("\(place.line):\(place.column) \(text)")
    }
    #expect(lines == ["2:1 2025-02-30", "4:1 ?", "5:-1 w"])
  }

  @Test func caretsUnderWideHeaders() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "氏名,登録日\n\"髙橋, 太郎\",2025-02-30\n")
    let refusal = try scratch.refusal([
      table("t", [column("氏名", .text), column("登録日", .date)])
    ])
    let lines = TerminalRenderer(tongue: .ja).render(refusal.diagnostics[0])
      .split(separator: "\n").map(String.init)
    #expect(lines[0] == "エラー[D211]: 登録日を日付として読めません")
    #expect(lines[4] == "2 │ ••••••,••••••••••")
    #expect(lines[5] == "  │        ^^^^^^^^^^ 日付として読めません(第3条第2項)")
  }

  @Test func repeatedKeyPointsAtTheRow() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a,b\n\"x\n1\",1\ny,2\n\"x\n1\",3\n")
    let refusal = try scratch.refusal([
      table("t", key: [0], [column("a", .code), column("b", .decimal)])
    ])
    let text = TerminalRenderer(tongue: .en).render(refusal.diagnostics[0])
    #expect(text.contains("t.csv:5:1\n"))
    #expect(text.contains("5 │ •••,•\n"))
    #expect(text.contains("^^^ same key as line 2 (Art. 3(2))\n"))
  }

  @Test func everyCodeHasItsPage() throws {
    let registry = CodeRegistry(recordsCodes)
    #expect(registry.duplicates.isEmpty)
    #expect(registry.entries.map(\.code) == (201...232).map { "D\($0)" })
    for rule in RowRule.allCases { #expect(registry.entry(rule.code) != nil) }
    for entry in registry.entries {
      #expect(!entry.title.ja.isEmpty && !entry.explanation.ja.isEmpty)
      #expect(!entry.explanation.en.hasSuffix("\n"))
    }
  }
}
