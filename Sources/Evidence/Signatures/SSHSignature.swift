import Crypto
import Foundation

/// A detached signature as `ssh-keygen -Y sign` makes it (OpenSSH `PROTOCOL.sshsig`).
///
/// Private keys never come near this program: people sign with `ssh-keygen`, an agent or a hardware
/// key, and only the result is read here.
public struct SSHSignature: Hashable, Sendable {
  public let key: SSHPublicKey
  /// What the signature is for, such as `pfs-settlement/approved`.
  public let namespace: String
  private let hash: Hash
  private let signature: [UInt8]

  private enum Hash: String, Hashable {
    case sha256, sha512
  }

  /// Why a text is no signature that can be verified here.
  public enum Problem: Error, Hashable, Sendable {
    case notASignature
    /// Another algorithm than Ed25519 or ECDSA.
    case otherKind
  }

  private static let magic = Array("SSHSIG".utf8)
  private static let begin = "-----BEGIN SSH SIGNATURE-----"
  private static let end = "-----END SSH SIGNATURE-----"

  /// Reads the armoured text.
  public init(armoured text: [UInt8]) throws(Problem) {
    guard let text = String(validating: text, as: UTF8.self) else { throw .notASignature }
    let lines = text.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }
    let (first, last) = (Self.begin.filter { $0 != " " }, Self.end.filter { $0 != " " })
    guard lines.count >= 3, lines.first == first, lines.last == last,
      let blob = Data(base64Encoded: lines.dropFirst().dropLast().joined())
    else { throw .notASignature }
    var reader = SSHReader(Array(blob))
    guard reader.matches(Self.magic), reader.number() == 1, let key = reader.string(),
      let namespace = reader.text(), reader.string() != nil,
      let hash = reader.text().flatMap(Hash.init(rawValue:)), let signature = reader.string(),
      reader.isAtEnd
    else { throw .notASignature }
    guard let key = SSHPublicKey(key) else { throw .otherKind }
    (self.key, self.namespace, self.hash, self.signature) = (key, namespace, hash, signature)
  }

  /// Whether it is the key's signature over `message`, for its namespace.
  public func isValid(for message: [UInt8]) -> Bool {
    let digest: [UInt8] =
      switch hash {
      case .sha256: Array(SHA256.hash(data: message))
      case .sha512: Array(SHA512.hash(data: message))
      }
    let signed =
      Self.magic + SSHReader.string(namespace.utf8) + SSHReader.string([])
      + SSHReader.string(hash.rawValue.utf8) + SSHReader.string(digest)
    return key.isValid(signature, over: signed)
  }
}
