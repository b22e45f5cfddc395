import Contract
import Diagnostics
import Foundation
import Language
import Testing

@Suite("Cases in plain text")
struct CaseTests {
  @Test("The checker says of every case exactly what the file says")
  func cases() throws {
    let rewrites = ProcessInfo.processInfo.environment["PFS_REWRITE_CASES"] == "1"
    let files = try CaseFile.all()
    #expect(files.count > 150)
    for file in files {
      let (text, _) = file.outcome()
      if rewrites, text != file.expected {
        try (file.head + text).write(to: file.url, atomically: true, encoding: .utf8)
        continue
      }
      #expect(text == file.expected, "\(file.url.lastPathComponent)")
    }
  }

  @Test("The base contracts have no error", arguments: ["minato", "wide"])
  func bases(stem: String) throws {
    for tongue in ["en", "ja"] {
      let name = "\(stem).\(tongue).pfs"
      let outcome = check(
        try Folder.base(name), name: name, vocabulary: try Folder.vocabulary(of: name))
      #expect(outcome.contract != nil)
      let errors = outcome.diagnostics.filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(rendered(errors, tongue == "en" ? .en : .ja))")
    }
  }
}
