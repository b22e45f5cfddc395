import Foundation
import Language
import Diagnostics
import Testing

@Test func scratch() throws {
  let text = try Folder.base("wide.en.pfs")
  let o = check(text, name: "wide.en.pfs", vocabulary: try Folder.vocabulary(of: "wide.en.pfs"))
  print(rendered(o.diagnostics, .en))
  let d = Parser.parse(SourceText(name: "wide.en.pfs", text: text)).document
  print(Formatter.format(d) == text ? "FORMAT SAME" : "FORMAT DIFFERS")
  try Formatter.format(d).write(toFile: "/tmp/h-contract/wide.formatted", atomically: true, encoding: .utf8)
  switch Translator.translate(d, to: .ja, vocabulary: try Folder.vocabulary(of: "wide.en.pfs")!) {
  case .success(let t): try t.write(toFile: Folder.cases.appendingPathComponent("wide.ja.pfs").path, atomically: true, encoding: .utf8)
  case .failure(let e): print(rendered(e.items, .en))
  }
}
