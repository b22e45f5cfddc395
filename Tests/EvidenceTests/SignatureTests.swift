import Evidence
import Quantities
import TestSupport
import Testing

/// Signatures that OpenSSH's own tool makes and verifies.
@Suite struct SignatureTests {
  private static let program = "/usr/bin/ssh-keygen"
  private let message = "number 1\npayable 18846300\n"

  private func keygen(_ arguments: String..., in scratch: Scratch) throws {
    let run = try Command.process(Self.program, arguments, in: scratch.path)
    #expect(run.status == 0, "\(run.errors)")
  }

  /// A key of a kind, and its signature over the message.
  private func signed(
    _ kind: String, bits: String? = nil, namespace: String = "pfs-settlement/approved"
  ) throws -> Scratch {
    let scratch = try Scratch()
    try keygen("-q", "-t", kind, "-b", bits ?? "256", "-N", "", "-f", "key", in: scratch)
    try scratch.write("text", message)
    try keygen("-q", "-Y", "sign", "-f", "key", "-n", namespace, "text", in: scratch)
    let fields = try scratch.text("key.pub").split(separator: " ").prefix(2)
    try scratch.write(
      "allowed", "# who may sign\n\nperson@city \(fields.joined(separator: " "))\n")
    return scratch
  }

  @Test(arguments: [("ed25519", "256"), ("ecdsa", "256"), ("ecdsa", "384"), ("ecdsa", "521")])
  func agreesWithOpenSSH(kind: String, bits: String) throws {
    let scratch = try signed(kind, bits: bits)
    let signature = try SSHSignature(armoured: Array(try scratch.bytes("text.sig")))
    #expect(signature.namespace == "pfs-settlement/approved")
    #expect(signature.isValid(for: Array(message.utf8)))
    #expect(!signature.isValid(for: Array((message + " ").utf8)))
    let signers = try AllowedSigners(Array(try scratch.bytes("allowed")))
    let day = try #require(CivilDate(year: 2026, month: 5, day: 1))
    let signer = signers.signer(signature.key, for: signature.namespace, on: day)
    #expect(signer?.person == "person@city")
    let verified = try Command.process(
      Self.program,
      [
        "-Y", "verify", "-f", "allowed", "-I", "person@city", "-n", "pfs-settlement/approved",
        "-s", "text.sig",
      ], in: scratch.path, input: try scratch.bytes("text"))
    #expect(verified.status == 0)
    let listed = try Command.process(Self.program, ["-l", "-f", "key.pub"], in: scratch.path)
    #expect(listed.output.contains(" \(signature.key.fingerprint) "))
  }

  @Test func otherKindsAreSaidToBeOthers() throws {
    let scratch = try signed("rsa", bits: "2048")
    #expect(throws: SSHSignature.Problem.otherKind) {
      try SSHSignature(armoured: Array(try scratch.bytes("text.sig")))
    }
    for text in ["", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", "x"] {
      #expect(throws: SSHSignature.Problem.notASignature) {
        try SSHSignature(armoured: Array(text.utf8))
      }
    }
  }

  /// Every bit of the signature that OpenSSH refuses is refused here.
  @Test func everyByteTurnedOver() throws {
    let scratch = try signed("ed25519")
    let bytes = Array(try scratch.bytes("text.sig"))
    let original = try SSHSignature(armoured: bytes)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1
      let again = try? SSHSignature(armoured: changed)
      if again == original { continue }
      let isTrusted =
        again.map {
          $0.key == original.key && $0.namespace == original.namespace
            && $0.isValid(for: Array(message.utf8))
        } ?? false
      #expect(!isTrusted, "byte \(place)")
    }
  }

  @Test func signersAreReadStrictly() throws {
    let scratch = try signed("ed25519")
    let fields = try scratch.text("key.pub").split(separator: " ").prefix(2)
      .joined(separator: " ")
    func lines(_ text: String) -> [Int]? {
      do {
        _ = try AllowedSigners(Array(text.utf8))
        return nil
      } catch { return error.lines }
    }
    #expect(lines("a@city \(fields) a comment\n") == nil)
    #expect(lines("a@city namespaces=\"x,pfs-settlement/prepared\" \(fields)\n") == nil)
    #expect(lines("") == [0])
    #expect(lines("*@city \(fields)\n\na@city,b@city \(fields)\n") == [1, 3])
    #expect(lines("a@city cert-authority \(fields)\n") == [1])
    #expect(lines("a@city namespaces=\"pfs-*\" \(fields)\n") == [1])
    #expect(lines("a@city ssh-ed25519 AAAA\n") == [1])
    #expect(lines("a@city valid-after=\"202605011200\" \(fields)\n") == [1])

    let text =
      "a@city namespaces=\"x\",valid-after=\"20260501\",valid-before=\"20270401\" \(fields)\n"
    let signers = try AllowedSigners(Array(text.utf8))
    let key = try #require(signers.signers.first).key
    func isAllowed(_ namespace: String, _ year: Int, _ month: Int, _ day: Int) throws -> Bool {
      let date = try #require(CivilDate(year: year, month: month, day: day))
      return signers.signer(key, for: namespace, on: date) != nil
    }
    #expect(try isAllowed("x", 2026, 5, 1))
    #expect(try !isAllowed("y", 2026, 5, 1))
    #expect(try !isAllowed("x", 2026, 4, 30))
    #expect(try isAllowed("x", 2027, 3, 31))
    #expect(try !isAllowed("x", 2027, 4, 1))
  }
}
