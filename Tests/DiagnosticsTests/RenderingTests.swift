import Diagnostics
import Testing

/// What the model messages do not show.
@Suite struct RenderingTests {
  private func lines(
    _ labels: [Label], context: [Place] = [], tongue: Tongue = .en, severity: Severity = .error
  ) -> [String] {
    TerminalRenderer(tongue: tongue).render(
      Diagnostic(
        code: "Z999", severity: severity, headline: Text(en: "wrong", ja: "誤り"), labels: labels,
        context: context)
    ).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Half-width kana take one column, and so do their sound marks; kanji take two.
  @Test func halfWidthKana() throws {
    let text = source("a.pfs", [(1, "氏名ｶﾞｷﾞ 山")])
    #expect(
      try lines([text.label(1, "ｶﾞｷﾞ", "kana"), text.label(1, "山")])[3...5] == [
        "1 │ 氏名ｶﾞｷﾞ 山", "  │     ^^^^ kana", "  │          ^^",
      ])
  }

  /// Decomposed が and a zero-width space: marks that take no column.
  @Test func combiningMarks() throws {
    let text = source("a.pfs", [(1, "か\u{3099}\u{200B}x")])
    #expect(try lines([text.label(1, "x")])[4] == "  │   ^")
    #expect(try lines([text.label(1, "か\u{3099}")])[4] == "  │ ^^")
  }

  @Test func tabsStay() throws {
    let text = source("a.csv", [(1, "a\t山\tb")])
    #expect(try lines([text.label(1, "b", "here")])[3...4] == ["1 │ a\t山\tb", "  │  \t  \t^ here"])
  }

  @Test func controlCharacters() throws {
    let text = source("a.csv", [(1, "a\u{1B}[31m\u{202E}b\u{7F}")])
    #expect(try lines([text.label(1, "b")])[3...4] == ["1 │ a␛[31m\u{FFFD}b␡", "  │        ^"])
  }

  @Test func carriageReturnsAndMark() throws {
    let text = SourceText(name: "a.csv", text: "\u{FEFF}ab\r\ncd\r\n")
    #expect(
      try lines([text.label(1, "b", "one"), text.label(2, "cd", "two")]).prefix(7) == [
        "error[Z999]: wrong", " ┌─ a.csv:1:2", "  │", "1 │ ab", "  │  ^ one", "2 │ cd",
        "  │ ^^ two",
      ])
  }

  /// An empty span, also at the end of the text, is shown as one mark.
  @Test func emptySpans() throws {
    let text = SourceText(name: "a", text: "ab\n")
    let end = Label(span: Span(start: 2, end: 2), source: text)
    #expect(lines([end])[3...4] == ["1 │ ab", "  │   ^"])
    let last = Label(span: Span(start: 3, end: 3), source: text)
    #expect(lines([last])[1...4] == [" ┌─ a:2:1", "  │", "2 │", "  │ ^"])
    let beyond = Label(span: Span(start: 90, end: 99), source: text)
    #expect(lines([beyond])[4] == "  │ ^")
  }

  @Test func spanOverLines() throws {
    let text = SourceText(name: "a", text: "one two\nthree\n")
    #expect(
      lines([Label(span: Span(start: 4, end: 13), source: text)])[3...4] == [
        "1 │ one two", "  │     ^^^",
      ])
  }

  /// Lines in file order, ⋮ over a gap, the gutter as wide as the largest number, marks of one
  /// line in their order, and the heading at the first label.
  @Test func manyLabels() throws {
    let text = source("a", [(8, "alpha beta"), (9, "gamma"), (11, "delta")])
    let shown = try lines(
      [
        text.label(11, "delta", "third"), text.label(8, "beta", "second"),
        text.label(8, "alpha", "first", primary: false), text.label(9, "gamma"),
      ], context: [text.context(8), text.context(9)])
    #expect(
      shown == [
        "error[Z999]: wrong", "  ┌─ a:11:1", "   │", " 8 │ alpha beta", "   │ ~~~~~ first",
        "   │       ^^^^ second", " 9 │ gamma", "   │ ^^^^^", "   ⋮", "11 │ delta",
        "   │ ^^^^^ third", "   │", "   = more: pfs explain Z999", "",
      ])
  }

  @Test func withoutPlace() {
    #expect(
      lines([], severity: .warning) == ["warning[Z999]: wrong", "  = more: pfs explain Z999", ""])
    #expect(
      lines([], tongue: .ja, severity: .warning) == ["警告[Z999]: 誤り", "  ＝ 詳細　pfs explain Z999", ""])
  }

  @Test func severities() {
    let english = Severity.allCases.map(\.text.en)
    #expect(english == ["error", "warning", "stop", "internal", "note"])
    #expect(Severity.allCases.map(\.text.ja) == ["エラー", "警告", "中止", "内部エラー", "参考"])
    #expect(Severity.allCases.filter(\.isFailure) == [.error, .stop, .internal])
  }

  /// Japanese key words have two characters each, so that everything aligns; none is used twice.
  @Test func keyWords() {
    let words = Remark.Kind.allCases.map(\.text.ja) + ["詳細"]
    #expect(words.allSatisfy { $0.unicodeScalars.count == 2 })
    #expect(Set(words).count == words.count)
    #expect(Remark.Kind.allCases.allSatisfy { $0.text.en == $0.rawValue })
  }

  @Test func automaticFixInEnglish() throws {
    let text = source("a", [(1, "count24")])
    let edit = Edit(span: text.span, replacement: "count 24")
    let diagnostic = Diagnostic(
      code: "L012", severity: .error, headline: Text("run together"),
      labels: [try text.label(1, "count24")],
      remarks: [Remark(kind: .fix, lines: [Text("count 24")], edit: edit)])
    let fix = "  = fix:  count 24"
    #expect(
      TerminalRenderer(tongue: .en).render(diagnostic).contains(
        "\n" + fix + String(repeating: " ", count: 70 - fix.count)
          + "[can be fixed automatically]\n"))
  }

  @Test func severalDiagnostics() {
    let items = ["D1", "D2", "D1", "D1"].map {
      Diagnostic(code: $0, severity: .note, headline: Text("x"))
    }
    #expect(
      TerminalRenderer(tongue: .en).render(items, limitPerCode: 2) == """
        note[D1]: x
          = more: pfs explain D1

        note[D2]: x
          = more: pfs explain D2

        note[D1]: x
          = more: pfs explain D1

        D1: 1 more not shown

        """)
    #expect(
      TerminalRenderer(tongue: .ja).render(items, limitPerCode: 1).hasSuffix("\nD1: ほか2件は省略\n"))
  }

  /// Colour adds escape sequences and changes nothing else.
  @Test func colour() throws {
    let text = source("a", [(3, "alpha beta"), (9, "gamma")])
    let diagnostic = Diagnostic(
      code: "Z999", severity: .error, headline: Text(en: "wrong", ja: "誤り"),
      labels: [try text.label(3, "beta", "b"), try text.label(9, "gamma", primary: false)],
      remarks: [remark(.rule, "one", "two")])
    for tongue in Tongue.allCases {
      let plain = TerminalRenderer(tongue: tongue).render(diagnostic)
      let coloured = TerminalRenderer(tongue: tongue, colour: true).render(diagnostic)
      #expect(coloured.hasPrefix("\u{1B}[1;31m"))
      #expect(coloured.replacing(/\x{1B}\[[0-9;]*m/, with: "") == plain)
    }
  }
}
