import Diagnostics
import Quantities

/// What a person says by signing: a namespace of `ssh-keygen -Y`.
public enum SignatureRole: String, Hashable, Sendable, CaseIterable {
  case prepared, approved

  /// The namespace, `pfs-settlement/` and the role.
  public var namespace: String { "pfs-settlement/" + rawValue }

  /// The role of a namespace.
  init?(namespace: String) {
    guard let role = Self.allCases.first(where: { $0.namespace.utf8.elementsEqual(namespace.utf8) })
    else { return nil }
    self = role
  }
}

/// Who signed: a person, as the list of signers names them, and the fingerprint of the key.
public struct Signatory: Hashable, Sendable {
  public let person: String
  public let key: String

  /// Names who signed.
  public init(person: String, key: String) { (self.person, self.key) = (person, key) }

  /// Whether two could be one person, who must not both prepare and approve: the same key, or names that
  /// differ in case only.
  public func isSamePerson(as other: Signatory) -> Bool {
    key.utf8.elementsEqual(other.key.utf8)
      || person.lowercased().utf8.elementsEqual(other.person.lowercased().utf8)
  }
}

/// A signature in a bundle, and what is known of it.
///
/// It signs the tag manifest, and through the hashes there the whole bundle, for one of two roles, which is
/// its namespace.
public struct BundleSignature: Sendable {
  /// What is found.
  public enum Finding: Hashable, Sendable {
    /// A person who may do so signed this bundle.
    case valid(Signatory)
    /// It is no signature of this bundle: the bundle, or the signature, was changed.
    case invalid
    /// The key is on nobody's line of the list, or not for this role and day.
    case unknownSigner(fingerprint: String)
    /// It is a signature for another purpose.
    case otherPurpose(String)
    /// The file is no signature that can be read, or of a kind that is not.
    case unreadable
  }

  /// The file inside the bundle.
  public let file: String
  /// Nil if it is for another purpose or cannot be read.
  public let role: SignatureRole?
  public let finding: Finding

  /// Judges the bytes of a signature file.
  init(
    file: String, _ bytes: [UInt8], of message: [UInt8], by signers: AllowedSigners,
    on date: CivilDate
  ) {
    self.file = file
    let signature: SSHSignature
    do throws(SSHSignature.Problem) {
      signature = try SSHSignature(armoured: bytes)
    } catch {
      (role, finding) = (nil, .unreadable)
      return
    }
    guard let role = SignatureRole(namespace: signature.namespace) else {
      (self.role, finding) = (nil, .otherPurpose(signature.namespace))
      return
    }
    self.role = role
    if !signature.isValid(for: message) {
      finding = .invalid
    } else if let signer = signers.signer(signature.key, for: signature.namespace, on: date) {
      finding = .valid(
        Signatory(person: signer.person, key: signature.key.fingerprint))
    } else {
      finding = .unknownSigner(fingerprint: signature.key.fingerprint)
    }
  }
}

extension Bundle {
  /// The signatures in the bundle, in byte order of their files.
  ///
  /// - Parameters:
  ///   - signers: who may sign.
  ///   - date: the day on which they are asked.
  public func signatures(
    by signers: AllowedSigners, on date: CivilDate
  ) throws(BundleError) -> [BundleSignature] {
    let message = try read(BundlePath.tagManifest)
    var found: [BundleSignature] = []
    for file in try files() where BundlePath.isSignature(file) {
      found.append(
        BundleSignature(file: file, try read(file), of: message, by: signers, on: date))
    }
    return found
  }
}
