import Foundation
import PFS
import Testing

@Suite struct CodesTests {
  @Test func everyCodeHasOnePage() {
    #expect(Codes.registry.duplicates == [])
    #expect(Codes.registry.entries.count > 100)
  }

  /// A code stands in the sources as a literal of its own.
  @Test func everyCodeInTheSourcesHasAPage() throws {
    let sources = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var used: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /"([A-Z][0-9]{3})"/) { used.insert(String(match.1)) }
    }
    #expect(used.count > 100)
    for code in used.sorted() {
      for tongue in Tongue.allCases {
        #expect(Codes.registry.page(code, tongue: tongue) != nil, "\(code)")
      }
    }
  }

  @Test func pagesAreInBothLanguages() {
    for entry in Codes.registry.entries {
      for text in [entry.title, entry.explanation] {
        #expect(!text.en.isEmpty && !text.ja.isEmpty, "\(entry.code)")
        #expect(text.en != text.ja, "\(entry.code)")
      }
    }
  }
}
