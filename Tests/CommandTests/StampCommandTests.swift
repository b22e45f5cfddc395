import Foundation
import TestSupport
import Testing

/// Time stamps as files beside a bundle and a checkpoint, answered and accepted by OpenSSL.
@Suite struct StampCommandTests {
  @Test func aBundleIsStamped() throws {
    let scratch = try Programme.settled()
    let authority = try TimeStampAuthority()
    let asked = try Command.run("stamp", scratch["FY2025"], "--nonce")
    #expect(asked.status == 0)
    #expect(asked.output == "request: \(scratch["FY2025/signatures/time.tsq"])\n")
    #expect(try scratch.mode("FY2025/signatures/time.tsq") == 0o600)
    #expect(try Command.run("stamp", scratch["FY2025"]).status == 4)
    let waiting = try Command.run("verify", scratch["FY2025"])
    #expect(waiting.status == 0)
    #expect(
      waiting.output.hasSuffix(
        "\ntime stamp requested: signatures/time.tsq has no response yet\n"))
    try authority.answer(
      scratch["FY2025/signatures/time.tsq"], to: scratch["FY2025/signatures/time.tsr"])
    let verified = try Command.run("verify", scratch["FY2025"])
    #expect(verified.status == 0)
    let stamp =
      /time stamp signatures\/time\.tsr: 20\d\d-\d\d-\d\dT[\d:]+Z, serial 02, policy 1\.2\.3\.4\.1\n/
    #expect(verified.output.contains(stamp), "\(verified.output)")
    // The command that is printed, in the directory of the bundle.
    let line = try #require(verified.output.firstMatch(of: /whose it is: (.*) CA_FILE\n/)).output.1
    let check = try Command.process(
      "/bin/sh", ["-c", "\(line) '\(authority.certificate)'"], in: scratch["FY2025"])
    #expect(check.status == 0, "\(check.text)")
    #expect(try Command.run("replay", scratch["FY2025"]).status == 0)
    let json = try Command.run("verify", scratch["FY2025"], "--format", "json")
    #expect(json.output.contains("\"file\":\"signatures/time.tsr\",\"policy\":\"1.2.3.4.1\""))
    let pack = try Command.run("pack", scratch["FY2025"], "--output", scratch["b.zip"])
    #expect(pack.status == 0)
    #expect(try Command.run("verify", scratch["b.zip"]).output == verified.output)
    let japanese = try Command.run("verify", scratch["FY2025"], "--language", "ja")
    #expect(japanese.output.contains("\nタイムスタンプ signatures/time.tsr: 20"))
    // The answer to another request, and one for another bundle.
    let other = try Programme.settled()
    try scratch.remove("FY2025/signatures/time.tsq")
    #expect(try Command.run("stamp", scratch["FY2025"], "--nonce").status == 0)
    let answer = try Command.run("verify", scratch["FY2025"])
    #expect(answer.status == 5)
    #expect(
      answer.output.hasSuffix(
        "\nOTHER REQUEST: signatures/time.tsr does not answer the request beside it\n"))
    #expect(try Command.run("stamp", other["FY2025"]).status == 0)
    try FileManager.default.copyItem(
      atPath: scratch["FY2025/signatures/time.tsr"], toPath: other["FY2025/signatures/time.tsr"])
    try other.write(
      "FY2025/environment.json", try other.text("FY2025/environment.json"))
    let moved = try Command.run("verify", other["FY2025"])
    // Two runs of one settlement differ in when they were written, and so does what is stamped.
    let isSame =
      try other.text("FY2025/tagmanifest-sha256.txt")
      == scratch.text("FY2025/tagmanifest-sha256.txt")
    #expect(isSame || moved.output.contains("\nOTHER CONTENT: signatures/time.tsr is a time"))
    try scratch.write("FY2025/signatures/time.tsr", "no stamp")
    let broken = try Command.run("verify", scratch["FY2025"])
    #expect(broken.status == 5 && broken.output.contains("\nUNREADABLE: signatures/time.tsr is no"))
  }

  @Test func aCheckpointIsStamped() throws {
    let office = try LedgerOffice()
    let authority = try TimeStampAuthority()
    let ledger = office.ledger
    let checkpoint = try Command.run("ledger", "checkpoint", ledger)
    try office.scratch.write("checkpoint.txt", checkpoint.output)
    let path = office.scratch["checkpoint.txt"]
    #expect(try Command.run("stamp", path).status == 0)
    try authority.answer(path + ".tsq", to: path + ".tsr")
    #expect(try authority.accepts(path + ".tsr", on: path))
    let verified = try Command.run(
      "ledger", "verify", ledger, "--checkpoint", path, "--time-stamp", path + ".tsr")
    #expect(verified.status == 0, "\(verified.text)")
    #expect(verified.output.contains("\ntime stamp \(path).tsr: 20"))
    try office.scratch.write("other.txt", checkpoint.output + "\n")
    let other = try Command.run(
      "ledger", "verify", ledger, "--checkpoint", office.scratch["other.txt"], "--time-stamp",
      path + ".tsr")
    #expect(other.status != 0)
    #expect(
      try Command.run("ledger", "verify", ledger, "--time-stamp", path + ".tsr").status == 2)
  }
}
