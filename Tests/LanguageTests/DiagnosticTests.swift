import Diagnostics
import Language
import Testing

@Suite("Messages")
struct DiagnosticTests {
  private func diagnostics(_ test: DiagnosticCase) -> [Diagnostic] {
    switch test.kind {
    case .contract: return parse(test.source).diagnostics
    case .markdown: return parse(test.source, name: "test.md").diagnostics
    case .bytes:
      // 約 of CP932 between the marks.
      let marks: [UInt8] = [0x8C, 0x5F, 0x96, 0xF1]
      var rest = marks[...]
      let bytes = test.source.utf8.map { byte in
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") ? rest.removeFirst() : byte
      }
      return parse(bytes: bytes).diagnostics
    case .vocabulary:
      return Vocabulary.parse(SourceText(name: "test.pfs", text: test.source)).1
    case .translation:
      let parts = test.source.split(separator: "|").map(String.init)
      let document = parse(parts[0]).document
      let (vocabulary, _) = Vocabulary.parse(SourceText(name: "v", text: parts[1]))
      let to: Tongue = document.tongue == .en ? .ja : .en
      switch Translator.translate(document, to: to, vocabulary: vocabulary) {
      case .success: return []
      case .failure(let refusal): return refusal.items
      }
    }
  }

  @Test("are as reviewed, in both languages", arguments: DiagnosticCase.all)
  func text(test: DiagnosticCase) {
    let found = diagnostics(test)
    #expect(found.allSatisfy { $0.code == test.code })
    #expect(rendered(found, .en) == test.english)
    #expect(rendered(found, .ja) == test.japanese)
  }

  @Test("every code has a page and a case")
  func codes() {
    let pages = languageCodes.map(\.code)
    #expect(Set(DiagnosticCase.all.map(\.code)) == Set(pages))
    #expect(Set(pages).count == pages.count)
    #expect(CodeRegistry(languageCodes).duplicates.isEmpty)
    for entry in languageCodes {
      #expect(!entry.title.en.isEmpty && !entry.title.ja.isEmpty)
      #expect(!entry.explanation.en.isEmpty && !entry.explanation.ja.isEmpty)
    }
  }

  @Test("all faults of a file are reported in order, one a line, without follow-ons")
  func allErrors() {
    let result = parse(
      """
      language en
      payment base_fee per Art. V
        amout           3 yen
        cap             12,00 yen < 3
      kontract d
        currency        yen
        colour          red
      settlement yearly
        total           base_fee + (
        tax             10 percent

      """)
    #expect(result.diagnostics.map(\.code) == ["L009", "L007", "L011", "L006", "L019"])
    #expect(result.document.blocks.map(\.word) == [.payment, .settlement])
    #expect(result.document.blocks[1].body.count == 1)
    #expect(!result.isPrintable)
  }

  @Test("too many lines are one message, and those before are read")
  func tooManyLines() {
    let text = "language en\n" + String(repeating: "# note\n", count: 100_000) + "payment p\n"
    let result = parse(text)
    #expect(result.diagnostics.map(\.code) == ["L020"])
    #expect(result.diagnostics.first?.headline.en == "the file has more than 100,000 lines")
    #expect(parse("language en\n" + String(repeating: "\n", count: 99_999)).isValid)
  }

  @Test("a text that is only not composed can be printed, and is then composed")
  func composition() {
    let result = parse("言語 ja\n支払 か\u{3099}ん \"か\u{3099}\" # か\u{3099}\n  金額 5円\n")
    #expect(!result.isValid)
    #expect(result.isPrintable)
    let text = Formatter.format(result.document)
    let expected =
      "言語 ja\n支払 がん 「か\u{3099}」  # か\u{3099}\n  金額            5円\n"
    #expect(Array(text.utf8) == Array(expected.utf8))
    #expect(parse(text).isValid)
  }

  @Test("fixes that can be made by the program mend the text")
  func fixes() throws {
    for test in DiagnosticCase.all where test.kind == .contract {
      let found = diagnostics(test)
      guard let edit = found.first?.remarks.compactMap(\.edit).first else { continue }
      var bytes = Array(test.source.utf8)
      bytes.replaceSubrange(edit.span.start..<edit.span.end, with: Array(edit.replacement.utf8))
      #expect(parse(bytes: bytes).diagnostics.isEmpty, "\(test)")
    }
  }

  @Test("a wrong language line is answered in the language of its keyword")
  func wrongLanguageLine() {
    #expect(parse("言語 jp\n").document.tongue == .ja)
    #expect(parse("language jp\n").document.tongue == .en)
  }
}
