import Foundation
import TestSupport
import Testing

/// Expected yen by hand: 3 persons at 1,000 yen, and 10 percent tax.
@Suite struct SettleCommandTests {
  func settle(
    _ scratch: Scratch, _ further: String..., period: String = "2025",
    environment: [String: String] = [:], outputTo: String? = nil
  ) throws -> Finished {
    try Command.run(
      ["settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", period] + further,
      environment: environment, outputTo: outputTo)
  }

  @Test func theStatementStandsOnTheTerminal() throws {
    let scratch = try Programme.scratch()
    let run = try settle(scratch)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("Settlement 2025: Small Programme\n"))
    #expect(run.output.contains("3,300 yen"))
    #expect(run.errors.isEmpty)
    let japanese = try settle(scratch, "--language", "ja")
    #expect(japanese.output.contains("3,300円"))
    #expect(!(run.output + japanese.output).contains("CANARY"))
  }

  @Test func jsonHoldsTheExactFigures() throws {
    let run = try settle(try Programme.scratch(), "--format", "json")
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(json?["due"] as? String == "3300")
    let figures = json?["figures"] as? [[String: Any]] ?? []
    let reach = figures.first { $0["name"] as? String == "reach" }
    #expect(reach?["exact"] as? String == "3/1")
    #expect(run.output.hasSuffix("}\n"))
  }

  @Test func theBundleIsPrivateAndWhole() throws {
    let scratch = try Programme.settled()
    #expect(try scratch.mode("FY2025") == 0o700)
    for directory in ["data", "data/inputs"] {
      #expect(try scratch.mode("FY2025/\(directory)") == 0o700)
    }
    for file in try scratch.files("FY2025") {
      #expect(try scratch.mode("FY2025/\(file)") == 0o600)
    }
    let sums = Process()
    sums.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    sums.arguments = ["-c", "--strict", "--quiet", "manifest-sha256.txt"]
    sums.currentDirectoryURL = URL(fileURLWithPath: scratch["FY2025"])
    try sums.run()
    sums.waitUntilExit()
    #expect(sums.terminationStatus == 0)
  }

  @Test func theSameInputsGiveTheSameBytesAnywhere() throws {
    let scratch = try Programme.settled()
    let manifest = try scratch.text("FY2025/manifest-sha256.txt")
    let again = try Command.run(
      "settle", "contract.pfs", "--data", "data", "--period", "2025", "--output", "again",
      environment: ["TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8", "LC_ALL": "tr_TR.UTF-8"],
      in: scratch.path)
    #expect(again.status == 0)
    #expect(try scratch.text("again/manifest-sha256.txt") == manifest)
  }

  @Test func outputsThatExistAreNeverChanged() throws {
    let scratch = try Programme.settled()
    let before = try scratch.list("FY2025")
    let run = try settle(scratch, "--output", scratch["FY2025"])
    #expect(run.status == 4)
    #expect(run.errors.hasPrefix("error[K701]: "))
    #expect(run.output.isEmpty)
    #expect(try scratch.list("FY2025") == before)
  }

  @Test func outputsThatCannotBeWrittenAreInputOutput() throws {
    let scratch = try Programme.scratch()
    for output in ["/dev/null/bundle", "/proc/bundle", "/sys/bundle"] {
      let run = try settle(scratch, "--output", output)
      #expect(run.status == 4)
      #expect(run.errors.hasPrefix("error[K70"))
    }
  }

  @Test func aFullDeviceIsNoticed() throws {
    let scratch = try Programme.scratch()
    let run = try settle(scratch, outputTo: "/dev/full")
    #expect(run.status == 4)
    #expect(run.errors.hasPrefix("error[P914]: "))
    #expect(try Command.run("--help", outputTo: "/dev/full").status == 4)
    #expect(try Command.run("explain", outputTo: "/dev/full").status == 4)
  }

  @Test func periodsOutsideTheTermAreRefused() throws {
    let scratch = try Programme.scratch()
    let run = try settle(scratch, period: "2027")
    #expect(run.status == 1)
    #expect(run.errors.contains("error[P901]: "))
    #expect(run.errors.contains("2025: 2025-10-01 to 2026-03-31"))
    #expect(try settle(scratch, period: "FY2025").errors.hasPrefix("error[P902]: "))
  }

  @Test func refusedDataNeverShowsItsCells() throws {
    let rows = (1...130).map { "CANARY\($0),CANARYDATE,CANARYKG\n" }.joined()
    let scratch = try Programme.scratch(participants: "person,enrolled,weight\n" + rows)
    let run = try settle(scratch, "--output", scratch["FY2025"])
    #expect(run.status == 1)
    #expect(!(run.output + run.errors).contains("CANARY"))
    #expect(run.errors.contains("participant.csv:2:"))
    #expect(!scratch.exists("FY2025"))
    #expect(try scratch.mode("FY2025-refused.csv") == 0o600)
    let list = try scratch.text("FY2025-refused.csv")
    #expect(list.split(separator: "\n").count == 261)
    #expect(!list.contains("CANARY"))
  }

  @Test func theContractCanStopTheSettlement() throws {
    let scratch = try Programme.scratch(
      contract: Programme.contract.replacing(
        "  of              all\n",
        with: "  of              all\n  require         at least 5 persons\n"
      ))
    let run = try settle(scratch, "--output", scratch["FY2025"])
    #expect(run.status == 3)
    #expect(run.errors.contains("stop[E302]: "))
    #expect(run.output.contains("Suspended\n"))
    #expect(scratch.exists("FY2025/manifest-sha256.txt"))
    let replay = try Command.run("replay", scratch["FY2025"])
    #expect(replay.status == 0)
  }

  @Test func theQualityReportAccountsForEveryRow() throws {
    let scratch = try Programme.scratch()
    let text = try Command.run("data", scratch["contract.pfs"], "--data", scratch["data"])
    #expect(text.status == 0)
    #expect(text.output.contains("rows read  3\n"))
    let run = try Command.run(
      "data", scratch["contract.pfs"], "--data", scratch["data"], "--format", "json")
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let table = (json?["tables"] as? [[String: Any]])?.first
    #expect(table?["read"] as? Int == 3)
    #expect(table?["used"] as? Int == 3)
    let missing = try Command.run("data", scratch["contract.pfs"], "--data", scratch["none"])
    #expect(missing.status == 4)
  }

  @Test func contentIsRevealedOnlyIntoAPrivateFile() throws {
    let scratch = try Programme.scratch(
      participants: Programme.participants + "CANARY4,CANARYDATE,80\n")
    let command = [
      "data", scratch["contract.pfs"], "--data", scratch["data"], "--reveal",
      scratch["private.csv"],
    ]
    let run = try Command.run(command)
    #expect(run.status == 1)
    #expect(!(run.output + run.errors).contains("CANARY"))
    #expect(try scratch.mode("private.csv") == 0o600)
    #expect(try scratch.text("private.csv").contains(",5,enrolled,cannot be read,CANARYDATE\n"))
    // Nothing is written over it.
    #expect(try Command.run(command).status == 4)
  }

  @Test func scenariosShowWhatChanges() throws {
    let scratch = try Programme.scratch()
    func scenario(_ further: String...) throws -> Finished {
      try Command.run(
        ["scenario", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025"]
          + further)
    }
    for further in [["--name", "twice"], ["--set", "reach=6 persons"]] {
      let run = try scenario(further[0], further[1])
      #expect(run.status == 0)
      #expect(run.output.contains("+3,300 yen"))
    }
    let unchanged = try scenario("--set", "reach=3 persons")
    #expect(unchanged.status == 1)
    #expect(unchanged.errors.hasPrefix("error[V702]: "))
    #expect(try scratch.list() == ["contract.pfs", "data"])
  }
}
