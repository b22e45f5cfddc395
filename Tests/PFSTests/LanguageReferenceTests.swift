import Foundation
import PFS
import Testing

/// The examples of the language reference are contract text in the layout of the formatter.
@Suite struct LanguageReferenceTests {
  /// The indented blocks of a page, each below an empty line, with the line that the page says is to be
  /// thought above them.
  private func examples(_ name: String, _ tongue: Tongue) throws -> [String] {
    let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Documentation/\(name)")
    let language = tongue == .en ? "language en\n" : "言語 ja\n"
    var found: [String] = []
    var open = ""
    var previous = ""
    for line in try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n") {
      if line.hasPrefix("    "), !open.isEmpty || previous.isEmpty {
        open += line.dropFirst(4) + "\n"
      } else if !open.isEmpty {
        found.append(open.hasPrefix(language) ? open : language + open)
        open = ""
      }
      previous = line
    }
    return found
  }

  private func document(_ text: String) -> ParseResult {
    Parser.parse(SourceText(name: "reference.pfs", text: text))
  }

  @Test(arguments: [("Language.md", Tongue.en), ("Language.ja.md", .ja)])
  func everyExampleIsReadAndPrintedAsItStands(name: String, tongue: Tongue) throws {
    let examples = try examples(name, tongue)
    #expect(examples.count >= 10)
    let renderer = TerminalRenderer(tongue: tongue)
    for text in examples {
      let result = document(text)
      #expect(renderer.render(result.diagnostics) == "")
      #expect(Formatter.format(result.document) == text)
    }
  }

  /// Names, texts and files differ; blocks, labels, figures and words do not.
  @Test func bothPagesShowTheSameContracts() throws {
    func shape(_ text: String) -> [String] {
      document(text).document.blocks.flatMap { block in
        ["\(block.word) \(block.clause.map { $0.citation.text(in: .en) } ?? "")"]
          + block.body.map { line in
            let words = line.tokens.compactMap { token -> String? in
              switch token.kind {
              case .word(let word): word.english
              case .numeral(let number): number.digits
              case .date(let date): "\(date)"
              default: nil
              }
            }
            let label = line.keyword?.english ?? (line.label == .row ? "row" : "column")
            return ([label] + words).joined(separator: " ")
          }
      }
    }
    let english = try examples("Language.md", .en).map(shape)
    let japanese = try examples("Language.ja.md", .ja).map(shape)
    #expect(english.count == japanese.count)
    for (left, right) in zip(english, japanese) { #expect(left == right) }
  }
}
