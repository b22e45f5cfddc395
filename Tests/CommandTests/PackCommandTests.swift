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
    #expect(!measured.output.contains("Rows"))
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
}
