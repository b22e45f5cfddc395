import Evidence
import Foundation
import TestSupport
import Testing

/// Requests and responses of RFC 3161 against OpenSSL, which nobody here wrote.
@Suite struct TimeStampTests {
  private static let data = Data("what is stamped\n".utf8)

  /// By `sha256sum`.
  private func sha256(_ scratch: Scratch) throws -> [UInt8] {
    let run = try Command.process("/usr/bin/sha256sum", [scratch["data"]])
    let digits = Array(run.output.utf8.prefix(64))
    return stride(from: 0, to: 64, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
  }

  private func openssl(_ arguments: String...) throws -> Finished {
    try Command.process("/usr/bin/openssl", arguments)
  }

  /// The same bytes as OpenSSL writes, without a nonce.
  @Test func aRequestIsThatOfOpenSSL() throws {
    let scratch = try Scratch()
    try scratch.write("data", Self.data)
    let request = try #require(TimeStampRequest(sha256: sha256(scratch)))
    let made = try openssl(
      "ts", "-query", "-data", scratch["data"], "-sha256", "-cert", "-no_nonce", "-out",
      scratch["q.tsq"])
    #expect(made.status == 0)
    #expect(request.bytes == [UInt8](try scratch.bytes("q.tsq")))
    #expect(TimeStampRequest(request.bytes) == request)
    for nonce in [1, 127, 128, 255, 1 << 32, UInt64.max] {
      let request = try #require(TimeStampRequest(sha256: sha256(scratch), nonce: nonce))
      try scratch.write("n.tsq", Data(request.bytes))
      let text = try openssl("ts", "-query", "-in", scratch["n.tsq"], "-text")
      let hexadecimal = String(nonce, radix: 16, uppercase: true)
      #expect(
        text.output.contains("Nonce: 0x\(hexadecimal.count % 2 == 1 ? "0" : "")\(hexadecimal)\n"))
      #expect(TimeStampRequest(request.bytes) == request)
    }
    #expect(TimeStampRequest(sha256: [1, 2, 3]) == nil)
  }

  @Test func aResponseIsReadAsOpenSSLReadsIt() throws {
    let scratch = try Scratch()
    try scratch.write("data", Self.data)
    let authority = try TimeStampAuthority()
    let hash = try sha256(scratch)
    let request = try #require(TimeStampRequest(sha256: hash, nonce: 0x8000_0000_0000_0001))
    try scratch.write("q.tsq", Data(request.bytes))
    try authority.answer(scratch["q.tsq"], to: scratch["r.tsr"])
    #expect(try authority.accepts(scratch["r.tsr"], on: scratch["data"]))
    let bytes = [UInt8](try scratch.bytes("r.tsr"))
    let stamp = try #require(TimeStampResponse(bytes)?.stamp)
    #expect(stamp.sha256 == hash && stamp.policy == "1.2.3.4.1" && stamp.serial == "02")
    let text = try openssl("ts", "-reply", "-in", scratch["r.tsr"], "-text").output
    #expect(text.contains("Serial number: 0x02\n"))
    // "Nov 30 13:40:49 2026 GMT" beside "2026-11-30T13:40:49Z".
    let parts = try #require(text.firstMatch(of: /Time stamp: (\w+) +(\d+) ([\d:]+) (\d+) GMT/))
      .output
    #expect(stamp.time.hasPrefix("\(parts.4)-") && stamp.time.hasSuffix("T\(parts.3)Z"))
    func finding(_ request: TimeStampRequest?, of hash: [UInt8]) -> TimeStamp.Finding {
      TimeStamp(file: "r", response: bytes, request: request?.bytes, of: hash).finding
    }
    #expect(finding(request, of: hash) == .granted(stamp))
    #expect(finding(nil, of: hash) == .granted(stamp))
    #expect(finding(request, of: Array(hash.reversed())) == .otherContent)
    #expect(finding(TimeStampRequest(sha256: hash, nonce: 5), of: hash) == .otherRequest)
  }

  /// A service that takes no SHA-256 refuses; a stamp by SHA-512 is none on a SHA-256.
  @Test func whatIsNotGrantedIsNoStamp() throws {
    let scratch = try Scratch()
    try scratch.write("data", Self.data)
    let authority = try TimeStampAuthority()
    let made = try openssl(
      "ts", "-query", "-data", scratch["data"], "-sha512", "-out", scratch["q.tsq"])
    #expect(made.status == 0)
    try authority.answer(scratch["q.tsq"], to: scratch["r.tsr"])
    let response = try #require(TimeStampResponse([UInt8](scratch.bytes("r.tsr"))))
    #expect(response.status == 2 && response.stamp == nil)
    #expect(TimeStampRequest([UInt8](try scratch.bytes("q.tsq"))) == nil)
  }

  /// Every byte changed to several others, every length: no crash, and nothing else is taken for a stamp on the data.
  @Test func damagedResponsesAreNoStamps() throws {
    let scratch = try Scratch()
    try scratch.write("data", Self.data)
    let hash = try sha256(scratch)
    let request = try #require(TimeStampRequest(sha256: hash, nonce: 77))
    try scratch.write("q.tsq", Data(request.bytes))
    try TimeStampAuthority().answer(scratch["q.tsq"], to: scratch["r.tsr"])
    let whole = [UInt8](try scratch.bytes("r.tsr"))
    for length in 0..<whole.count {
      #expect(TimeStampResponse(Array(whole[..<length])) == nil)
    }
    var read = 0
    for place in whole.indices {
      for change in [1, 0x80, 0xFF] as [UInt8] {
        var damaged = whole
        damaged[place] ^= change
        guard let response = TimeStampResponse(damaged) else { continue }
        read += 1
        if let stamp = response.stamp { #expect(stamp.sha256.isEmpty || stamp.sha256.count == 32) }
      }
    }
    // What changes in the signature and in the certificates is for OpenSSL to see.
    #expect(read > 0 && read < whole.count * 3)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let noise = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
        UInt8.random(in: 0...255)
      }
      #expect(TimeStampResponse(noise)?.stamp == nil)
      #expect(TimeStampRequest(noise) == nil)
    }
    // Sequences within sequences, deeper than any stamp.
    #expect(TimeStampResponse([UInt8](repeating: 0x30, count: 100_000)) == nil)
    #expect(
      TimeStampResponse((0..<400).reversed().flatMap { _ in [0x30, 0x80] as [UInt8] }) == nil)
  }
}
