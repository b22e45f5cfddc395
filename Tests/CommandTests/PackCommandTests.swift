import Foundation
import TestSupport
import Testing

@Suite struct PackCommandTests {
  @Test func aBundleTravelsAsOneFile() throws {
    let scratch = try Programme.settled()
    let run = try Command.run("pack", scratch["FY2025"], "--output", scratch["FY2025.zip"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.text.isEmpty)
    #expect(try scratch.mode("FY2025.zip") == 0o600)
    let again = try Command.run("pack", scratch["FY2025"], "--output", scratch["FY2025.zip"])
    #expect(again.status == 4)
    #expect(again.errors.hasPrefix("error[K701]: "))
    let explain = try Command.run("explain", scratch["FY2025.zip"], "reach_fee")
    #expect(explain.output.hasPrefix("reach_fee = 3,000 yen  per Art. 7\n"))
    let measured = try Command.run("explain", scratch["FY2025.zip"], "reach")
    #expect(measured.status == 0)
    #expect(measured.output.hasPrefix("reach = 3 persons  per Art. 5\n"))
    // What cannot be shown is said, and what is asked for is refused.
    #expect(measured.output.hasSuffix("\nRows: unpack the bundle to see them\n"))
    #expect(!explain.output.contains("Rows"))
    let japanese = try Command.run("explain", scratch["FY2025.zip"], "reach", "--language", "ja")
    #expect(japanese.output.hasSuffix("\n根拠の行: 記録を展開すると示せます\n"))
    let json = try Command.run("explain", scratch["FY2025.zip"], "reach", "--format", "json")
    #expect(json.output.hasSuffix(",\"rows\":null}\n"))
    for rows in ["first", "all"] {
      let asked = try Command.run("explain", scratch["FY2025.zip"], "reach", "--rows", rows)
      #expect(asked.status == 4 && asked.errors.hasPrefix("error[K710]: "))
    }
    let without = try Command.run("explain", scratch["FY2025.zip"], "reach", "--rows", "none")
    #expect(without.status == 0 && !without.output.contains("Rows"))
    let replay = try Command.run("replay", scratch["FY2025.zip"])
    #expect(replay.status == 4)
    #expect(replay.errors.hasPrefix("error[K710]: "))
    let unzip = try Command.process(
      "/usr/bin/python3", ["-m", "zipfile", "-e", "FY2025.zip", "."], in: scratch.path)
    #expect(unzip.status == 0, "\(unzip.errors)")
    #expect(try Command.run("replay", scratch["settlement-2025"]).status == 0)
    let none = try Command.run("pack", scratch["data"], "--output", scratch["x.zip"])
    #expect(none.status == 4)
    #expect(none.errors.hasPrefix("error[K707]: "))
  }

  /// Codes are listed and explained for programs too.
  @Test func codesAreExplainedAsJSON() throws {
    func object(_ arguments: String...) throws -> [String: Any] {
      let run = try Command.run(["explain"] + arguments + ["--format", "json"])
      #expect(run.status == 0, "\(run.errors)")
      let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      return try #require(json as? [String: Any])
    }
    let page = try object("u201")
    #expect(page["code"] as? String == "U201")
    let title = try #require(page["title"] as? [String: String])
    let shown = try Command.run("explain", "U201")
    #expect(shown.output.hasPrefix("U201: \(title["en"] ?? "?")\n"))
    #expect(title["ja"]?.isEmpty == false)
    for arguments in [[String](), ["--list"]] {
      let run = try Command.run(["explain", "--format", "json"] + arguments)
      let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let codes = try #require(json?["codes"] as? [[String: Any]])
      let lines = try Command.run("explain").output.split(separator: "\n").count
      #expect(codes.count == lines)
    }
  }
}
