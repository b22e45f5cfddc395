import Foundation
import PFS
import Testing

@Suite struct WordTableTests {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
  }

  /// `Scripts/write-words` writes these files anew.
  @Test(arguments: [("Language.md", Tongue.en), ("Language.ja.md", .ja)])
  func theReferenceHoldsTheWordsOfTheCode(name: String, tongue: Tongue) throws {
    let parts = try text("Documentation/\(name)").components(separatedBy: "<!-- words -->\n")
    #expect(parts.count == 3)
    #expect(parts[1] == WordTable.markdown(tongue))
  }

  @Test func theGrammarsAreMadeFromTheWords() throws {
    #expect(try text("Documentation/editors/pfs.tmLanguage.json") == WordTable.grammar)
    #expect(
      try text("Documentation/editors/pfs.markdown.tmLanguage.json") == WordTable.markdownGrammar)
    for grammar in [WordTable.grammar, WordTable.markdownGrammar] {
      let object = try JSONSerialization.jsonObject(with: Data(grammar.utf8)) as? [String: Any]
      #expect(object?["scopeName"] is String)
    }
  }

  /// The patterns of the grammar are regular expressions; those of keywords find every keyword.
  @Test func everyWordIsColoured() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(WordTable.grammar.utf8)) as? [String: Any])
    let patterns = try #require(object["patterns"] as? [[String: Any]])
    var expressions: [String: NSRegularExpression] = [:]
    for pattern in patterns {
      let match = try #require(pattern["match"] as? String)
      let name = pattern["name"] as? String ?? "block"
      expressions[name] = try NSRegularExpression(pattern: match)
    }
    func finds(_ name: String, _ line: String, _ word: String) -> Bool {
      let range = NSRange(line.startIndex..., in: line)
      let found = expressions[name]?.matches(in: line, range: range) ?? []
      return found.contains { match in
        Range(match.range, in: line).map { line[$0].contains(word) } ?? false
      }
    }
    for tongue in Tongue.allCases {
      for word in BlockWord.allCases {
        #expect(finds("block", "\(word[tongue]) name", word[tongue]))
      }
      for word in LabelWord.allCases {
        #expect(
          finds("keyword.other.label.pfs", "  \(word[tongue])  value", word[tongue]),
          "\(word[tongue])")
      }
      for word in ValueWord.allCases {
        #expect(
          finds("keyword.operator.word.pfs", "  kind            \(word[tongue])", word[tongue]),
          "\(word[tongue])")
      }
    }
  }
}
