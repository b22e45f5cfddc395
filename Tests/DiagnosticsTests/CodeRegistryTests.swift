import Diagnostics
import Testing

@Suite struct CodeRegistryTests {
  private let registry = CodeRegistry([
    CodeEntry(
      code: "U201", title: Text(en: "Units do not combine", ja: "単位が合いません"),
      explanation: Text(en: "First.\n\nSecond.", ja: "一。")),
    CodeEntry(code: "A501", title: Text("amendment"), explanation: Text("x")),
  ])

  @Test func lookup() {
    #expect(registry.entries.map(\.code) == ["A501", "U201"])
    #expect(registry.entry("U201")?.title.ja == "単位が合いません")
    #expect(registry.entry("u201")?.code == "U201")
    #expect(registry.entry("U2") == nil)
    #expect(registry.entry("Z999") == nil)
    #expect(CodeRegistry([]).entry("U201") == nil)
  }

  @Test func page() {
    #expect(
      registry.page("U201", tongue: .en) == "U201: Units do not combine\n\nFirst.\n\nSecond.\n")
    #expect(registry.page("U201", tongue: .ja) == "U201: 単位が合いません\n\n一。\n")
    #expect(registry.page("U202", tongue: .en) == nil)
    #expect(registry.index(tongue: .en) == "A501  amendment\nU201  Units do not combine\n")
  }

  @Test func duplicates() {
    #expect(registry.duplicates.isEmpty)
    let more = registry.adding([
      CodeEntry(code: "U201", title: Text("again"), explanation: Text("y")),
      CodeEntry(code: "B801", title: Text("texts"), explanation: Text("z")),
    ])
    #expect(more.entries.map(\.code) == ["A501", "B801", "U201"])
    #expect(more.duplicates == ["U201"])
    #expect(more.entry("U201")?.title.en == "Units do not combine")
  }
}
