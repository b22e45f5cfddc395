import Crypto
import Foundation

/// A public key as OpenSSH writes it (RFC 4253, 6.6; RFC 8709 for Ed25519; RFC 5656 for ECDSA).
public struct SSHPublicKey: Hashable, Sendable {
  /// The kinds that are verified here.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case p256 = "ecdsa-sha2-nistp256"
    case p384 = "ecdsa-sha2-nistp384"
    case p521 = "ecdsa-sha2-nistp521"
  }

  public let kind: Kind
  /// The key in the wire form; what its fingerprint is made of.
  public let blob: [UInt8]
  /// Ed25519: 32 bytes; ECDSA: the uncompressed point.
  let point: [UInt8]

  /// Reads the wire form; nil for other kinds and for anything that is left over.
  public init?(_ blob: [UInt8]) {
    var reader = SSHReader(blob)
    guard let kind = reader.text().flatMap(Kind.init(rawValue:)) else { return nil }
    if kind != .ed25519 {
      guard let curve = reader.text(), kind.rawValue == "ecdsa-sha2-\(curve)" else { return nil }
    }
    guard let point = reader.string(), reader.isAtEnd else { return nil }
    (self.kind, self.blob, self.point) = (kind, blob, point)
  }

  /// `SHA256:…` as `ssh-keygen -l` prints it.
  public var fingerprint: String {
    let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
    return "SHA256:" + digest.replacing("=", with: "")
  }

  /// Whether a signature in the wire form is this key's over `message`.
  func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    var reader = SSHReader(signature)
    guard reader.text() == kind.rawValue, let inner = reader.string(), reader.isAtEnd else {
      return false
    }
    switch kind {
    case .ed25519:
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point)
      return key?.isValidSignature(inner, for: message) ?? false
    case .p256:
      guard let raw = SSHReader.pair(inner, width: 32),
        let key = try? P256.Signing.PublicKey(x963Representation: point),
        let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: raw)
      else { return false }
      return key.isValidSignature(parsed, for: SHA256.hash(data: message))
    case .p384:
      guard let raw = SSHReader.pair(inner, width: 48),
        let key = try? P384.Signing.PublicKey(x963Representation: point),
        let parsed = try? P384.Signing.ECDSASignature(rawRepresentation: raw)
      else { return false }
      return key.isValidSignature(parsed, for: SHA384.hash(data: message))
    case .p521:
      guard let raw = SSHReader.pair(inner, width: 66),
        let key = try? P521.Signing.PublicKey(x963Representation: point),
        let parsed = try? P521.Signing.ECDSASignature(rawRepresentation: raw)
      else { return false }
      return key.isValidSignature(parsed, for: SHA512.hash(data: message))
    }
  }
}

/// The wire form of SSH: numbers of four bytes and strings with their length before them (RFC 4251, 5).
struct SSHReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number() -> UInt32? {
    guard rest.count >= 4 else { return nil }
    let value = rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    rest = rest.dropFirst(4)
    return value
  }

  mutating func string() -> [UInt8]? {
    guard let length = number(), rest.count >= Int(length) else { return nil }
    defer { rest = rest.dropFirst(Int(length)) }
    return Array(rest.prefix(Int(length)))
  }

  mutating func text() -> String? { string().flatMap { String(validating: $0, as: UTF8.self) } }

  mutating func matches(_ bytes: [UInt8]) -> Bool {
    guard rest.starts(with: bytes) else { return false }
    rest = rest.dropFirst(bytes.count)
    return true
  }

  /// The two integers of an ECDSA signature, each filled up to `width` bytes.
  static func pair(_ bytes: [UInt8], width: Int) -> [UInt8]? {
    var reader = SSHReader(bytes)
    guard let r = reader.string(), let s = reader.string(), reader.isAtEnd else { return nil }
    var out: [UInt8] = []
    for number in [r, s] {
      let digits = number.drop { $0 == 0 }
      guard digits.count <= width else { return nil }
      out += [UInt8](repeating: 0, count: width - digits.count) + digits
    }
    return out
  }

  /// A string with its length before it.
  static func string(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let length = UInt32(bytes.count)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + bytes
  }
}
