import Diagnostics
import Testing

@Suite struct SourceTextTests {
  @Test func positions() {
    let text = SourceText(name: "a", text: "山x\n\nab")
    let expected = [
      (0, 1, 1), (3, 1, 2), (4, 1, 3), (5, 2, 1), (6, 3, 1), (7, 3, 2), (8, 3, 3), (99, 3, 3),
    ]
    for (offset, line, column) in expected {
      #expect(text.position(offset) == (line, column))
    }
    #expect(text.lineCount == 3)
    #expect(text.lines == ["山x", "", "ab"])
  }

  @Test func lineEnds() {
    let text = SourceText(name: "a", text: "a\r\n\r\nb\n")
    #expect(text.lines == ["a", "", "b", ""])
    #expect(text.span(ofLine: 1) == Span(start: 0, end: 1))
    #expect(text.span(ofLine: 2) == Span(start: 3, end: 3))
    #expect(SourceText(name: "a", text: "").lines == [""])
    #expect(SourceText(name: "a", text: "\n").lines == ["", ""])
  }

  @Test func byteOrderMark() {
    let text = SourceText(name: "a", utf8: [0xEF, 0xBB, 0xBF, 0x61, 0x0A, 0x62])
    #expect(text.position(3) == (1, 1))
    #expect(text.position(0) == (1, 1))
    #expect(text.position(5) == (2, 1))
    #expect(text.line(1) == "a")
  }

  @Test func brokenBytes() {
    let text = SourceText(name: "a", utf8: [0x61, 0xFF, 0x62])
    #expect(text.line(1) == "a\u{FFFD}b")
    #expect(text.utf8 == [0x61, 0xFF, 0x62])
    #expect(text.position(2) == (1, 3))
  }

  @Test func spans() {
    let text = SourceText(name: "a", text: "条件 件数")
    #expect(text.text(Span(start: 7, end: 13)) == "件数")
    #expect(text.text(Span(start: 7, end: 99)) == "件数")
    #expect(text.text(Span(start: 90, end: 99)) == "")
    #expect(text.span.length == 13)
    #expect(Span(start: 3, end: 5).union(Span(start: 1, end: 4)) == Span(start: 1, end: 5))
  }
}
