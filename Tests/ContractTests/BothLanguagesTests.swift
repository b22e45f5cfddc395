import Contract
import Diagnostics
import Language
import Testing

@Suite("Both languages")
struct BothLanguagesTests {
  private func contract(_ name: String, period: PeriodName? = nil) throws -> Contract {
    let outcome = check(
      try Folder.base(name), name: name, vocabulary: try Folder.vocabulary(of: name),
      period: period)
    return try #require(outcome.contract)
  }

  @Test("The English and the Japanese text are the same contract", arguments: ["minato", "wide"])
  func sameContract(stem: String) throws {
    let vocabulary = try #require(try Folder.vocabulary(of: stem + ".en.pfs"))
    for period in [nil, 2024, 2025, 2026] as [PeriodName?] {
      let english = StructuralDump(
        try contract(stem + ".en.pfs", period: period), vocabulary: vocabulary)
      let japanese = StructuralDump(
        try contract(stem + ".ja.pfs", period: period), vocabulary: vocabulary)
      let pairs = zip(english.text.split(separator: "\n"), japanese.text.split(separator: "\n"))
      for (left, right) in pairs where left != right {
        Issue.record("\(left) is \(right)")
        break
      }
      let isSame = english.text == japanese.text
      #expect(isSame)
      #expect(english.text.utf8.count > 5_000)
    }
  }

  @Test(
    "Formatting changes nothing; translating there and back neither", arguments: ["minato", "wide"])
  func printing(stem: String) throws {
    let vocabulary = try #require(try Folder.vocabulary(of: stem + ".en.pfs"))
    let texts = [
      (Tongue.en, try Folder.base(stem + ".en.pfs")),
      (Tongue.ja, try Folder.base(stem + ".ja.pfs")),
    ]
    for (index, (tongue, text)) in texts.enumerated() {
      let document = Parser.parse(SourceText(name: stem, text: text)).document
      #expect(Formatter.format(document) == text)
      let other: Tongue = tongue == .en ? .ja : .en
      let translated = try Translator.translate(document, to: other, vocabulary: vocabulary).get()
      // The comment of the file stays in its language.
      func plain(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      }
      #expect(plain(translated) == plain(texts[1 - index].1))
      let back = try Translator.translate(
        Parser.parse(SourceText(name: stem, text: translated)).document, to: tongue,
        vocabulary: vocabulary
      ).get()
      #expect(back == text)
    }
  }
}
