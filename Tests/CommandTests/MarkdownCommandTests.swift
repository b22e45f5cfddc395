import Foundation
import TestSupport
import Testing

@Suite struct MarkdownCommandTests {
  /// The programme of `Support`, as the City's paper contract with the text between its articles.
  static let contract: String = {
    let lines = Programme.contract.split(separator: "\n", omittingEmptySubsequences: false)
    var out = "# Agreement\r\n\r\n"
    var isOpen = false
    for line in lines.dropLast() {
      let parts = line.components(separatedBy: "per Art. ")
      if line.first != " ", parts.count == 2 {
        if isOpen { out += "```\n" }
        out += "\n## Article \(parts[1]) (Rules)\nProse  of the article.\n\n```pfs\n"
        out += parts[0].trimmingCharacters(in: .whitespaces) + "\n"
        isOpen = true
      } else if line.hasPrefix("scenario") {
        out += "```\n### Estimates\n```pfs\n\(line)\n"
      } else {
        if !isOpen { out += "```pfs\n" }
        isOpen = true
        out += line + "\n"
      }
    }
    return out + "```\n\n## Article 9 (Law)\nThe law of Japan.\n"
  }()

  private func scratch() throws -> Scratch {
    let scratch = try Programme.scratch()
    try scratch.write("contract.md", Self.contract)
    return scratch
  }

  @Test func checkNamesTheClausesThatNoRuleCites() throws {
    let scratch = try scratch()
    let check = try Command.run("check", scratch["contract.md"])
    #expect(check.status == 0, "\(check.text)")
    #expect(check.output.contains("note[G130]: no rule cites Art. 9\n"))
    let above = try #require(Self.contract.range(of: "## Article 9"))
    // CR LF is one character of Swift and one line end of the file.
    let line = Self.contract[..<above.lowerBound].utf8.count { $0 == UInt8(ascii: "\n") } + 1
    #expect(check.output.contains("contract.md:\(line):4\n"))
    #expect(check.output.contains("contract.md: no errors\n"))
  }

  @Test func itSettlesLikeThePlainTextAndReplays() throws {
    let scratch = try scratch()
    func settle(_ name: String, _ output: String) throws -> String {
      let run = try Command.run(
        "settle", scratch[name], "--data", scratch["data"], "--period", "2025", "--output",
        scratch[output])
      #expect(run.status == 0, "\(run.errors)")
      return run.output.replacing(scratch[output], with: "")
    }
    #expect(try settle("contract.md", "A") == settle("contract.pfs", "B"))
    #expect(try scratch.bytes("A/data/contract.md") == Data(Self.contract.utf8))
    #expect(!scratch.exists("A/data/contract.pfs"))
    let replay = try Command.run("replay", scratch["A"])
    #expect(replay.status == 0, "\(replay.text)")
    let explained = try Command.run("explain", scratch["A"], "reach_fee")
    #expect(explained.output.contains("Art. 7"))
    try FileManager.default.removeItem(atPath: scratch["A/data/contract.md"])
    #expect(try Command.run("replay", scratch["A"]).status == 5)
  }

  @Test func scenariosAndAssumptionsAreRead() throws {
    let scratch = try scratch()
    let arguments = [
      "scenario", scratch["contract.md"], "--data", scratch["data"], "--period", "2025",
    ]
    let named = try Command.run(arguments + ["--name", "twice"])
    #expect(named.status == 0, "\(named.errors)")
    let set = try Command.run(arguments + ["--set", "reach=6 persons"])
    #expect(set.status == 0, "\(set.errors)")
    // 6 × 1,000 and 10 percent.
    #expect(set.output.contains("6,600"))
  }

  @Test func formattingKeepsTheProseByteForByte() throws {
    let scratch = try scratch()
    let wide = Self.contract.replacing("  kind            ", with: "  kind     ")
    let path = try scratch.write("wide.md", wide)
    #expect(try Command.run("format", "--check", path).status == 1)
    #expect(try Command.run("format", "--in-place", path).status == 0)
    #expect(try scratch.text("wide.md") == Self.contract)
    #expect(try Command.run("format", "--check", path).status == 0)
  }
}
