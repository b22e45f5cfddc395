import Foundation
import TestSupport
import Testing

@Suite struct VerifyCommandTests {
  /// Signs the bundle as a person would, from the directory that it is in.
  private func sign(
    _ office: LedgerOffice, _ person: String, _ role: String,
    of file: String = "tagmanifest-sha256.txt"
  ) throws {
    let place = office.scratch["FY2025"]
    let run = try Command.process(
      "/bin/sh",
      [
        "-c",
        "umask 077; mkdir -p signatures; ssh-keygen -q -Y sign -f ../\(person) "
          + "-n pfs-settlement/\(role) < \(file) > signatures/\(role).sig",
      ], in: place)
    try #require(run.status == 0, "\(run.errors)")
  }

  private func verify(_ office: LedgerOffice, _ bundle: String = "FY2025") throws -> Finished {
    try Command.run(
      "verify", office.scratch[bundle], "--signers", office.scratch["signers"], "--date",
      "2026-05-12")
  }

  @Test func filesAndSignaturesAreCompared() throws {
    let office = try LedgerOffice(create: false)
    let files = try Command.run("verify", office.scratch["FY2025"])
    #expect(files.status == 0)
    #expect(files.output == "unchanged: 16 files are as the manifests say\n")
    let unsigned = try verify(office)
    #expect(unsigned.status == 5)
    #expect(unsigned.output.hasSuffix("NOT SIGNED: there is no signature\n"))
    try sign(office, "tanaka", "prepared")
    let half = try verify(office)
    #expect(half.status == 5)
    #expect(half.output.hasSuffix("NOT APPROVED: nobody who may has signed so\n"))
    try sign(office, "suzuki", "approved")
    let signed = try verify(office)
    #expect(signed.status == 0, "\(signed.text)")
    #expect(signed.output.hasSuffix("\napproved by suzuki@city\nprepared by tanaka@city\n"))
    // The same is seen by the tool of OpenSSH, by a replay, and in the archive.
    let ssh = try Command.process(
      "/usr/bin/ssh-keygen",
      [
        "-Y", "verify", "-f", office.scratch["signers"], "-I", "suzuki@city", "-n",
        "pfs-settlement/approved", "-s", office.scratch["FY2025/signatures/approved.sig"],
      ], input: try office.scratch.bytes("FY2025/tagmanifest-sha256.txt"))
    #expect(ssh.status == 0, "\(ssh.text)")
    #expect(try Command.run("replay", office.scratch["FY2025"]).status == 0)
    let pack = try Command.run(
      "pack", office.scratch["FY2025"], "--output", office.scratch["FY2025.zip"])
    #expect(pack.status == 0)
    #expect(try verify(office, "FY2025.zip").output == signed.output)
    let json = try Command.run(
      "verify", office.scratch["FY2025.zip"], "--signers", office.scratch["signers"], "--date",
      "2026-05-12", "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["confirmed"] as? Bool == true)
    let persons = (object?["signatures"] as? [[String: Any]])?.map { $0["person"] as? String }
    #expect(persons == ["suzuki@city", "tanaka@city"])
    let japanese = try Command.run(
      "verify", office.scratch["FY2025"], "--signers", office.scratch["signers"], "--date",
      "2026-05-12", "--language", "ja")
    #expect(japanese.output.hasSuffix("\n承認: suzuki@city\n作成: tanaka@city\n"))
  }

  @Test func nothingElseCountsAsApproved() throws {
    let office = try LedgerOffice(create: false)
    // One person in both roles.
    try sign(office, "tanaka", "prepared")
    try sign(office, "tanaka", "approved")
    let alone = try verify(office)
    #expect(alone.status == 5)
    #expect(alone.output.hasSuffix("NOT APPROVED: the same person prepared and approved it\n"))
    // Another purpose, a stranger, another bundle's signature, no signature.
    try sign(office, "suzuki", "paid")
    #expect(try verify(office).output.contains("OTHER PURPOSE: signatures/paid.sig signs for"))
    try office.scratch.remove("FY2025/signatures/paid.sig")
    try office.scratch.write(
      "signers",
      try office.scratch.text("signers").split(separator: "\n").filter { !$0.hasPrefix("suzuki") }
        .map { $0 + "\n" }.joined())
    try sign(office, "suzuki", "approved")
    let stranger = try verify(office)
    #expect(stranger.status == 5)
    #expect(
      stranger.output.contains("UNKNOWN SIGNER: signatures/approved.sig (approved), key SHA256:"))
    let tags = try office.scratch.text("FY2025/tagmanifest-sha256.txt")
    try office.scratch.write("FY2025/tagmanifest-sha256.txt", "x" + tags.dropFirst())
    #expect(try verify(office).status == 5)
    try office.scratch.write("FY2025/tagmanifest-sha256.txt", tags)
    try office.scratch.write("FY2025/signatures/approved.sig", "x")
    #expect(try verify(office).output.contains("UNREADABLE: signatures/approved.sig"))
    // What is signed is every byte: a payload that changed is named, whatever the signatures say.
    try office.scratch.write("FY2025/data/contract.pfs", "x")
    let changed = try verify(office)
    #expect(changed.status == 5)
    #expect(changed.output.hasPrefix("CHANGED: 1 file is not as the manifests say\n"))
    #expect(changed.output.contains("data/contract.pfs was changed\n"))
  }

  /// A signature of other bytes is none of this bundle's.
  @Test func aSignatureIsOfOneBundle() throws {
    let office = try LedgerOffice(create: false)
    try sign(office, "tanaka", "prepared", of: "manifest-sha256.txt")
    let run = try verify(office)
    #expect(run.status == 5)
    #expect(run.output.contains("INVALID: signatures/prepared.sig is no signature of this bundle"))
  }

  @Test func optionsBelongTogether() throws {
    let scratch = try Programme.settled()
    #expect(try Command.run("verify", scratch["FY2025"], "--signers", "x").status == 2)
    #expect(try Command.run("verify", scratch["FY2025"], "--date", "2026-05-12").status == 2)
    #expect(try Command.run("verify", scratch["none"]).status == 4)
    let missing = try Command.run(
      "verify", scratch["FY2025"], "--signers", scratch["none"], "--date", "2026-05-12")
    #expect(missing.status == 4)
  }
}
