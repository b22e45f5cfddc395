import Contract
import Diagnostics
import Foundation
import Testing

@Suite("Codes")
struct CodeTests {
  /// The codes that stand in the source of the checker.
  private func reported() throws -> Set<String> {
    let folder = Folder.project.appendingPathComponent("Sources/Contract/Checking")
      .resolvingSymlinksInPath()
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    var codes: Set<String> = []
    for file in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /"([A-Z][0-9]{3})"/) { codes.insert(String(match.1)) }
    }
    // Codes of the reader: one that the checker gives too, and two that it looks for.
    return codes.subtracting(["L012", "L006", "L008"])
  }

  @Test("Every code that the checker reports has its page, and no page is without its code")
  func pages() throws {
    #expect(try reported() == Set(contractCodes.map(\.code)))
    #expect(CodeRegistry(contractCodes).duplicates.isEmpty)
    for entry in contractCodes {
      for tongue in [Tongue.en, .ja] {
        #expect(!entry.title[tongue].isEmpty && !entry.title[tongue].hasSuffix("."))
        #expect(entry.explanation[tongue].utf8.count > 40)
      }
      #expect(entry.title.ja.unicodeScalars.contains { $0.value > 0x3000 })
    }
  }

  @Test("Every code has a case, in both languages")
  func cases() throws {
    var seen: [Tongue: Set<String>] = [:]
    for file in try CaseFile.all() {
      seen[tongue(of: file.contract), default: []].formUnion(file.outcome().codes)
    }
    #expect(try reported().subtracting(seen[.en] ?? []) == [])
    #expect(try reported().subtracting(seen[.ja] ?? []) == [])
  }
}
