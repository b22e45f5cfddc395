import Foundation
import TestSupport
import Testing

/// The committed agreement in Markdown: two whole agreements whose blocks are one contract.
@Suite struct MarkdownContractTests {
  static func path(_ tongue: Tongue) -> String {
    "\(Repository.root)/Contracts/agreement-in-markdown/contract.\(tongue.rawValue).md"
  }

  /// The lines between ```` ```pfs ```` and ```` ``` ````.
  static func blocks(_ text: String) -> [Substring] {
    var isInside = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      let wasInside = isInside
      if line.hasPrefix("```") { isInside = line == "```pfs" }
      return wasInside && isInside
    }
  }

  @Test(arguments: [
    (Tongue.en, "note[G130]: no rule cites Art. 1, Art. 8 or Art. 9"),
    (.ja, "参考[G130]: 第1条・第8条・第9条を根拠とする定めがありません"),
  ])
  func theClausesThatNoRuleCitesAreNamed(tongue: Tongue, note: String) throws {
    let check = try Command.run("check", Self.path(tongue))
    #expect(check.status == 0, "\(check.text)")
    #expect(check.output.hasPrefix(note))
    let lines = check.output.split(separator: "\n")
    #expect(lines.count { $0.contains("[G130]") } == 1)
    #expect(!check.output.contains(tongue == .en ? "\nwarning" : "\n警告"))
  }

  @Test(arguments: Tongue.allCases)
  func itsExamplesHoldAndItsLayoutIsTheFormatters(tongue: Tongue) throws {
    let test = try Command.run("test", "--language", "en", Self.path(tongue))
    #expect(test.status == 0, "\(test.text)")
    #expect(test.output.hasSuffix("2 passed, 0 failed\n"), "\(test.output)")
    #expect(try Command.run("format", "--check", Self.path(tongue)).status == 0)
  }

  @Test(arguments: Tongue.allCases)
  func theBlocksAreOneContract(tongue: Tongue) throws {
    let other = tongue == .en ? Tongue.ja : .en
    let own = try String(contentsOfFile: Self.path(tongue), encoding: .utf8)
    let theirs = try String(contentsOfFile: Self.path(other), encoding: .utf8)
    let translated = try Command.run("translate", "--to", other.rawValue, Self.path(tongue))
    #expect(translated.status == 0, "\(translated.errors)")
    #expect(Self.blocks(translated.output) == Self.blocks(theirs))
    #expect(Self.blocks(own).count > 60)
    // The prose stays as it is.
    let title = try #require(own.split(separator: "\n").first)
    #expect(translated.output.hasPrefix(title))
  }
}
