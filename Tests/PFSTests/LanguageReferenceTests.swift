import Foundation
import PFS
import Testing

/// The examples of the language reference are contract text in the layout of the formatter.
@Suite struct LanguageReferenceTests {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The indented blocks of a page, each below an empty line, with the line that the page says is to be
  /// thought above them.
  private func examples(_ name: String, _ tongue: Tongue) throws -> [String] {
    let page = Self.root.appendingPathComponent("Documentation/\(name)")
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

  /// Every example is part of a contract without errors, whose own worked examples hold. In Japanese what stands
  /// around it is translated, and the example is that of the Japanese page.
  @Test(arguments: ReferenceContracts.around.indices)
  func everyExampleHoldsInAContract(place: Int) throws {
    let english = try examples("Language.md", .en)
    let japanese = try examples("Language.ja.md", .ja)
    try #require(english.count == ReferenceContracts.around.count)
    let example = english[place].dropFirst("language en\n".count)
    let header = place == 0 ? "" : ReferenceContracts.header
    let around = "language en\n" + header + ReferenceContracts.around[place]
    #expect(try failures(around + example, "en", place) == "")

    let (vocabulary, _) = Vocabulary.parse(
      SourceText(name: "names", text: ReferenceContracts.vocabulary(place)))
    let text = try Translator.translate(document(around).document, to: .ja, vocabulary: vocabulary)
      .get()
    #expect(try failures(text + japanese[place].dropFirst("言語 ja\n".count), "ja", place) == "")
  }

  private func failures(_ text: String, _ tongue: String, _ place: Int) throws -> String {
    let file = ContractFile(
      path: "reference.\(tongue).pfs",
      source: SourceText(name: "reference.\(tongue).pfs", text: text),
      vocabularySource: SourceText(name: "names", text: ReferenceContracts.vocabulary(place))
    ) { _, _, path in
      // `../scales/NAME`, as from a folder of the sample contracts.
      let scale = Self.root.appendingPathComponent(
        "Contracts/\(path.dropFirst("../".count)).\(tongue).pfs")
      return (try? String(contentsOf: scale, encoding: .utf8)).map {
        SourceText(name: scale.lastPathComponent, text: $0)
      }
    }
    return TerminalRenderer(tongue: .en).render(
      ContractCheck(file).diagnostics.filter(\.severity.isFailure))
  }
}
