import Foundation
import TestSupport
import Testing

@Suite struct BundleCommandTests {
  @Test func figuresAreExplained() throws {
    let scratch = try Programme.settled()
    let due = try Command.run("explain", scratch["FY2025"])
    #expect(due.status == 0)
    #expect(due.output.hasPrefix("due = 3,300 yen  per Art. 8\n"))
    let fee = try Command.run("explain", scratch["FY2025"], "reach_fee")
    #expect(fee.output.hasPrefix("reach_fee = 3,000 yen  per Art. 7\n"))
    #expect(try Command.run("explain", scratch["FY2025"], "--list").output.contains("reach"))
    let unknown = try Command.run("explain", scratch["FY2025"], "reach_fe")
    #expect(unknown.status == 1)
    #expect(unknown.errors.hasPrefix("error[P951]: "))
    #expect(!(due.output + fee.output).contains("CANARY"))
  }

  /// The three participants stand on lines 2 to 4 of the only file.
  @Test func theLinesBehindAMeasuredFigureAreNamed() throws {
    let scratch = try Programme.settled()
    // Nothing outside the bundle is needed.
    try scratch.remove("data")
    func explain(_ further: String...) throws -> String {
      let run = try Command.run(["explain", scratch["FY2025"]] + further)
      #expect(run.status == 0, "\(run.errors)")
      #expect(!run.text.contains("CANARY"))
      return run.output
    }
    let lines = "\nRows\n  all: participant.csv, 3 rows, lines 2, 3, 4\n"
    #expect(try explain("reach").hasSuffix(lines))
    #expect(try explain("reach.n").hasSuffix(lines))
    #expect(try explain("reach", "--language", "ja").hasSuffix("participant.csvの3行(2、3、4行目)\n"))
    #expect(try !explain("reach", "--rows", "none").contains("Rows"))
    #expect(try !explain("reach_fee").contains("Rows"))
    #expect(try !explain().contains("Rows"))
    let json = try JSONSerialization.jsonObject(
      with: Data(try explain("reach", "--format", "json").utf8))
    let object = try #require(json as? [String: Any])
    let rows = try #require((object["rows"] as? [[String: Any]])?.first)
    let file = try #require((rows["files"] as? [[String: Any]])?.first)
    #expect(file["lines"] as? [Int] == [2, 3, 4])
    #expect(file["file"] as? String == "participant.csv")
    #expect((object["figure"] as? [String: Any])?["exact"] as? String == "3/1")
    let list = try JSONSerialization.jsonObject(
      with: Data(try explain("--list", "--format", "json").utf8))
    let figures = try #require((list as? [String: Any])?["figures"] as? [[String: Any]])
    let reach = try #require(figures.first { $0["figure"] as? String == "reach" })
    #expect((reach["value"] as? [String: String])?["en"] == "3 persons")
  }

  /// A table in two files settles to the same figures, and its lines are named file by file.
  @Test func aTableMayBeInSeveralFiles() throws {
    let scratch = try Programme.settled()
    func figures(_ bundle: String) throws -> NSArray? {
      let data = Data(try scratch.text("\(bundle)/data/settlement.json").utf8)
      let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      return json?["figures"] as? NSArray
    }
    let whole = try #require(try figures("FY2025"))
    try scratch.write(
      "contract.pfs",
      Programme.contract.replacing(
        "  key             person\n",
        with: "  file            \"part-*.csv\"\n  key             person\n"))
    try scratch.write(
      "data/part-2.csv", "weight,person,enrolled\n70,CANARY3,2026-03-31\n61.5,CANARY1,R7.10.2\n")
    try scratch.write("data/part-1.csv", "person,enrolled\nCANARY2,2025-12-01\n")
    let run = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025",
      "--output", scratch["parts"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try figures("parts") == whole)
    #expect(try scratch.text("parts/data/inputs/part-1.csv").hasSuffix("CANARY2,2025-12-01\n"))
    try scratch.remove("data")
    #expect(try Command.run("replay", scratch["parts"]).status == 0)
    let text = try Command.run("explain", scratch["parts"], "reach").output
    #expect(
      text.hasSuffix(
        """

        Rows
          all: part-1.csv, 1 row, line 2
          all: part-2.csv, 2 rows, lines 2, 3

        """))
    let quality = try scratch.text("parts/data/quality.json")
    #expect(quality.contains(#""files":["part-1.csv","part-2.csv"]"#))
    let inventory = try scratch.text("parts/data/inventory.json")
    for part in ["part-1.csv", "part-2.csv"] {
      #expect(inventory.contains(#""name":"\#(part)""#))
    }
  }

  @Test func manyLinesAreCutUnlessAllAreWanted() throws {
    let rows = (1...30).map { "CANARY\($0),2025-10-02,\n" }.joined()
    let scratch = try Programme.scratch(participants: "person,enrolled,weight\n" + rows)
    let settled = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025",
      "--output", scratch["FY2025"])
    #expect(settled.status == 0)
    let first = try Command.run("explain", scratch["FY2025"], "reach").output
    #expect(first.hasSuffix("20, 21 and 10 more\n"))
    let all = try Command.run("explain", scratch["FY2025"], "reach", "--rows", "all").output
    #expect(all.hasSuffix("30, 31\n"))
  }

  /// Kernels that somebody chose are kept; else a processor that executes AVX2 is not left with those of
  /// 2004. The settlement does not depend on it.
  @Test func theProcessorsOwnKernelsAreTaken() throws {
    let scratch = try Programme.scratch()
    func settle(_ output: String, _ environment: [String: String]) throws -> String {
      let run = try Command.run(
        ["settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2025"]
          + ["--output", scratch[output]], environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let data = Data(try scratch.text("\(output)/environment.json").utf8)
      let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      return try #require(object?["kernel"] as? String)
    }
    let taken = try settle("own", [:])
    let flags = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    if flags.contains(" avx2 "), flags.contains(" fma ") {
      #expect(taken != "Prescott")
      #expect(try settle("chosen", ["OPENBLAS_CORETYPE": "Prescott"]) == "Prescott")
      #expect(
        try scratch.text("own/data/settlement.json")
          == scratch.text("chosen/data/settlement.json"))
    }
  }

  @Test func anUntouchedBundleIsConfirmed() throws {
    let scratch = try Programme.settled()
    // Nothing outside the bundle is needed.
    try FileManager.default.removeItem(atPath: scratch["data"])
    try FileManager.default.removeItem(atPath: scratch["contract.pfs"])
    let run = try Command.run("replay", scratch["FY2025"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("identical: "))
  }

  @Test(arguments: [
    "data/contract.pfs", "data/settlement.json", "data/inputs/participant.csv",
    "data/statement.html", "manifest-sha256.txt", "environment.json", "VERIFY.txt",
  ])
  func aChangedByteIsNoticed(file: String) throws {
    let scratch = try Programme.settled()
    let name = "FY2025/\(file)"
    try scratch.write(name, try scratch.text(name) + " ")
    let replay = try Command.run("replay", scratch["FY2025"])
    let explain = try Command.run("explain", scratch["FY2025"])
    if file == "manifest-sha256.txt" {
      #expect(replay.status == 5)
      #expect(replay.errors.hasPrefix("error[K708]: "))
    } else {
      #expect(replay.status == 5)
      #expect(replay.output.contains(file))
      #expect(explain.status == 5)
      #expect(explain.errors.hasPrefix("error[P955]: "))
    }
  }

  @Test func changedCellsWithMendedHashesAreFound() throws {
    let scratch = try Programme.settled()
    let input = "FY2025/data/inputs/participant.csv"
    let old = try sha256(scratch[input])
    // The third person now enrols after the period; the file keeps its length.
    try scratch.write(input, try scratch.text(input).replacing("2026-03-31", with: "2026-04-30"))
    let new = try sha256(scratch[input])
    #expect(old != new)
    var manifest = ""
    for line in try scratch.text("FY2025/manifest-sha256.txt").split(separator: "\n") {
      let file = String(line.dropFirst(66))
      let name = "FY2025/\(file)"
      try scratch.write(name, try scratch.text(name).replacing(old, with: new))
      manifest += "\(try sha256(scratch[name]))  \(file)\n"
    }
    try scratch.write("FY2025/manifest-sha256.txt", manifest)
    var tags = ""
    for line in try scratch.text("FY2025/tagmanifest-sha256.txt").split(separator: "\n") {
      let file = String(line.dropFirst(66))
      tags += "\(try sha256(scratch["FY2025/\(file)"]))  \(file)\n"
    }
    try scratch.write("FY2025/tagmanifest-sha256.txt", tags)
    let replay = try Command.run("replay", scratch["FY2025"])
    #expect(replay.status == 5)
    #expect(replay.output.contains("first figure that differs: reach"))
    #expect(replay.output.contains("recorded 3 persons, recomputed 2 persons"))
  }

  @Test func whatIsNoBundleIsSaidToBeNone() throws {
    let scratch = try Programme.scratch()
    for path in [scratch["none"], scratch["data"], scratch["contract.pfs"]] {
      let run = try Command.run("replay", path)
      #expect(run.status == 4)
      #expect(run.errors.hasPrefix("error[K70"))
    }
  }

  @Test func batchesNameWhatFailed() throws {
    let scratch = try Programme.scratch()
    let list = try scratch.write(
      "list.csv",
      """
      contract,data,period,output
      contract.pfs,data,2025,out/FY2025
      contract.pfs,data,2031,out/FY2031
      contract.pfs,data,2026,out/FY2026
      """)
    let run = try Command.run("batch", list)
    #expect(run.status == 1)
    #expect(try scratch.list("out") == ["FY2025", "FY2026"])
    #expect(run.output.contains("2 settled, 0 suspended, 1 failed, of 3"))
    #expect(run.errors.contains("error[P901]: "))
    #expect(run.errors.hasSuffix("failed: line 3 (\(scratch["contract.pfs"]) 2031)\n"))
    let again = try Command.run("batch", list, "--language", "ja")
    #expect(again.status == 1)
    #expect(again.output.contains("失敗3件"))
    #expect(try Command.run("replay", scratch["out/FY2026"]).status == 0)
  }

  private func sha256(_ path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = [path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(String(decoding: data, as: UTF8.self).prefix(64))
  }
}
