import Foundation
import TestSupport
import Testing

@Suite struct TestCommandTests {
  private static let good = """
    example "Annex 1"                                         per Annex 1
      year            2025
      given           reach 3 persons
      expect          reach_fee 3,000 yen, payable 3,300 yen

    """
  private static let bad = """
    example "Annex 2"                                         per Annex 2
      year            2026
      given           reach 3 persons
      expect          reach_fee 3,001 yen

    """
  private static let still = """
    scenario "a cap that is not reached"
      set             reach 3 persons
      expect          no change

    """

  private func scratch() throws -> Scratch {
    let scratch = try Programme.scratch(contract: Programme.contract + Self.good)
    try scratch.write("all/a.pfs", Programme.contract + Self.good + Self.bad)
    try scratch.write(
      "all/deep/b.md", MarkdownCommandTests.contract + "\n```pfs\n\(Self.good)```\n")
    try scratch.write("all/README.md", "# Nothing\n")
    try scratch.write("all/.hidden/c.pfs", "nonsense")
    try scratch.write("all/FY2025/manifest-sha256.txt", "")
    try scratch.write("all/FY2025/data/contract.pfs", "nonsense")
    return scratch
  }

  @Test func examplesOfFilesAndDirectoriesAreWorked() throws {
    let scratch = try scratch()
    let one = try Command.run("test", scratch["contract.pfs"])
    #expect(one.status == 0, "\(one.text)")
    #expect(
      one.output == """
        \(scratch["contract.pfs"])
          passed   example "Annex 1" (2025)
        1 contract: 1 passed, 0 failed

        """)
    let all = try Command.run("test", scratch["all"], scratch["contract.pfs"])
    #expect(all.status == 1)
    #expect(all.errors.isEmpty)
    #expect(all.output.contains("  FAILED   example \"Annex 2\" (2026)\n"))
    #expect(
      all.output.contains(
        "error[X601]: example \"Annex 2\" expects 3,001 yen; the text gives 3,000 yen\n"))
    #expect(all.output.contains("deep/b.md\n  passed   example \"Annex 1\" (2025)\n"))
    #expect(!all.output.contains("hidden") && !all.output.contains("FY2025"))
    #expect(all.output.hasSuffix("3 contracts: 3 passed, 1 failed\n"))
    let japanese = try Command.run("test", scratch["all"], "--language", "ja")
    #expect(japanese.output.hasSuffix("契約2件: 一致2、不一致1\n"))
  }

  @Test func refusedContractsAndMissingFilesFail() throws {
    let scratch = try scratch()
    let bad = try scratch.write("bad.pfs", "language en\nfoo\n")
    let refused = try Command.run("test", bad, scratch["contract.pfs"])
    #expect(refused.status == 1)
    #expect(refused.output.contains("bad.pfs\n  REFUSED  errors: 1\n"))
    #expect(refused.output.contains("error[L006]"))
    #expect(refused.output.hasSuffix("2 contracts: 1 passed, 1 failed\n"))
    let missing = try Command.run("test", scratch["none.pfs"])
    #expect(missing.status == 4)
    #expect(missing.text.contains("P911"))
    #expect(try Command.run("test", scratch["contract.pfs"], "--data", scratch["data"]).status == 2)
  }

  @Test func scenariosThatExpectNoChangeNeedRecords() throws {
    let scratch = try scratch()
    let path = try scratch.write("s.pfs", Programme.contract + Self.still)
    let without = try Command.run("test", path)
    #expect(without.status == 0)
    #expect(
      without.output.contains(
        "  not run  scenario \"a cap that is not reached\": needs --data and --period\n"))
    #expect(without.output.hasSuffix("1 contract: 0 passed, 0 failed, 1 not run\n"))
    let with = try Command.run("test", path, "--data", scratch["data"], "--period", "2025")
    #expect(with.status == 0, "\(with.text)")
    #expect(with.output.hasSuffix("1 contract: 1 passed, 0 failed\n"))
    let more = try scratch.write(
      "t.pfs", Programme.contract + Self.still.replacing("3 persons", with: "4 persons"))
    let changed = try Command.run("test", more, "--data", scratch["data"], "--period", "2025")
    #expect(changed.status == 1)
    #expect(changed.output.contains("V703"))
  }

  @Test func resultsForProgramsAreJSONAndJUnit() throws {
    let scratch = try scratch()
    let json = try Command.run("test", scratch["all"], "--format", "json")
    let objects = try json.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(objects.map { $0?["result"] as? String } == ["passed", "failed", "passed"])
    #expect(objects.map { $0?["year"] as? Int } == [2025, 2026, 2025])
    let junit = try Command.run("test", scratch["all"], "--format", "junit")
    #expect(junit.status == 1)
    #expect(junit.output.contains("<testsuites tests=\"3\" failures=\"1\" skipped=\"0\">"))
    #expect(junit.output.contains("expects 3,001 yen"))
    #expect(junit.output.hasSuffix("</testsuites>\n"))
  }
}
