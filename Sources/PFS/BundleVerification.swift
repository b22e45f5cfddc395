import Diagnostics
import Evidence
import Ledger
import Quantities
import Settlement

/// Whether a bundle is as it was made, and who signed it; nothing is recomputed and nothing unpacked.
public struct BundleVerification: Sendable {
  /// Files that are not as their manifests say.
  public let damages: [Bundle.Damage]
  /// How many files were compared.
  public let files: Int
  /// Whether it is an edition for the public.
  public let isPublic: Bool
  /// Requests for time stamps, and responses.
  public let timeStamps: [TimeStamp]
  /// Nil if nobody's signatures were asked for.
  public let signatures: [BundleSignature]?

  /// Compares a bundle, or its archive, with its manifests, and its signatures with a list of signers.
  ///
  /// - Parameter signers: the list's file, and the day on which it is asked; nil looks at no signature.
  /// - Throws: a refusal if there is no bundle, or if the list cannot be read.
  public static func verify(
    _ path: String, signers: (path: String, date: CivilDate)? = nil
  ) throws(Refusal) -> BundleVerification {
    let bundle = try RecordedSettlement.reading { () throws(BundleError) in try Bundle(path) }
    let damages = try RecordedSettlement.reading { () throws(BundleError) in
      try bundle.damages()
    }
    let timeStamps = try RecordedSettlement.reading { () throws(BundleError) in
      try bundle.timeStamps()
    }
    var signatures: [BundleSignature]?
    if let signers {
      let list = try OfficeLedger.signers(signers.path)
      signatures = try RecordedSettlement.reading { () throws(BundleError) in
        try bundle.signatures(by: list, on: signers.date)
      }
    }
    return BundleVerification(
      damages: damages, files: bundle.manifest.entries.count + bundle.tags.entries.count,
      isPublic: bundle.isPublic, timeStamps: timeStamps, signatures: signatures)
  }

  /// Who validly signed for a role.
  private func signatories(_ role: SignatureRole) -> [Signatory] {
    (signatures ?? []).compactMap { signature in
      guard signature.role == role, case .valid(let who) = signature.finding else { return nil }
      return who
    }
  }

  /// Whether one person signed both roles.
  public var isSignedAlone: Bool {
    signatories(.prepared).contains { signatories(.approved).contains(where: $0.isSamePerson(as:)) }
  }

  /// Whether nothing was changed, no time stamp is of something else and, if signatures were asked for, there are both, each is valid, and nobody
  /// signed both as prepared and as approved.
  public var isConfirmed: Bool {
    guard damages.isEmpty, timeStamps.allSatisfy(\.isSound) else { return false }
    guard let signatures else { return true }
    let areValid = signatures.allSatisfy {
      if case .valid = $0.finding { true } else { false }
    }
    let isWhole = SignatureRole.allCases.allSatisfy { !signatories($0).isEmpty }
    return areValid && isWhole && !isSignedAlone
  }

  /// The result in words, one line each; the first is the verdict on the files.
  public var lines: [Text] {
    var lines =
      damages.isEmpty
      ? [
        Text(
          en: "unchanged: \(files) files are as the manifests say",
          ja: "変更なし: \(files)個のファイルが目録と一致します")
      ]
      : [
        Text(
          en:
            "CHANGED: \(damages.count == 1 ? "1 file is" : "\(damages.count) files are") not as the "
            + "manifests say",
          ja: "変更あり: 目録と異なるファイルが\(damages.count)個あります")
      ] + damages.map(\.text)
    if isPublic {
      lines.append(
        Text(
          en: "edition for the public: figures without the records they stand on",
          ja: "公表用の版: 数値だけを含み、基礎となる記録を含みません"))
    }
    lines += timeStamps.flatMap { $0.lines(on: Bundle.stampedFile) }
    guard let signatures else { return lines }
    if signatures.isEmpty {
      lines.append(Text(en: "NOT SIGNED: there is no signature", ja: "署名なし: 署名がありません"))
    }
    lines += signatures.map(\.text)
    if !signatures.isEmpty {
      for role in SignatureRole.allCases where signatories(role).isEmpty {
        lines.append(
          Text(
            en: "NOT \(role.text.en.uppercased()): nobody who may has signed so",
            ja: "\(role.text.ja)の署名なし: 署名できる人の有効な署名がありません"))
      }
    }
    if isSignedAlone {
      lines.append(
        Text(
          en: "NOT APPROVED: the same person prepared and approved it",
          ja: "承認無効: 作成者と承認者が同一人です"))
    }
    return lines
  }

  /// The result as canonical JSON on one line.
  public var json: String {
    let document = JSONValue.object([
      .init("confirmed", .bool(isConfirmed)), .init("files", .count(files)),
      .init("public", .bool(isPublic)),
      .init("damages", .array(damages.map { .string($0.path) })),
      .init("timeStamps", .array(timeStamps.map(\.json))),
      .init(
        "signatures",
        signatures.map { list in
          .array(
            list.map { signature in
              var person: String?
              if case .valid(let who) = signature.finding { person = who.person }
              return .object([
                .init("file", .string(signature.file)),
                .init("namespace", .text(signature.role?.namespace)),
                .init("person", .text(person)), .init("valid", .bool(person != nil)),
              ])
            })
        } ?? .null),
    ])
    return String(decoding: document.canonicalBytes, as: UTF8.self) + "\n"
  }
}

extension BundleSignature {
  /// What is found, in words.
  var text: Text {
    let role = role?.text ?? Text(en: "signature", ja: "署名")
    return switch finding {
    case .valid(let who):
      Text(en: "\(role.en) by \(who.person)", ja: "\(role.ja): \(who.person)")
    case .invalid:
      Text(
        en: "INVALID: \(file) is no signature of this bundle", ja: "無効: \(file) はこの記録の署名ではありません")
    case .unknownSigner(let fingerprint):
      Text(
        en:
          "UNKNOWN SIGNER: \(file) (\(role.en)), key \(fingerprint), is nobody's who may sign so on that "
          + "day",
        ja: "署名者不明: \(file)(\(role.ja))の鍵 \(fingerprint) は、その日に署名できる人のものではありません")
    case .otherPurpose(let namespace):
      Text(
        en: "OTHER PURPOSE: \(file) signs for '\(namespace)'",
        ja: "目的外: \(file) は「\(namespace)」の署名です")
    case .unreadable:
      Text(
        en: "UNREADABLE: \(file) is no signature by Ed25519 or ECDSA",
        ja: "判読不能: \(file) はEd25519またはECDSAの署名ではありません")
    }
  }
}

extension SignatureRole {
  fileprivate var text: Text {
    switch self {
    case .prepared: Text(en: "prepared", ja: "作成")
    case .approved: Text(en: "approved", ja: "承認")
    }
  }
}
