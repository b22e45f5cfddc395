import Foundation
import Quantities

/// Who may sign: a file in the form of `ssh-keygen -Y verify -f allowed_signers` (`ssh-keygen(1)`).
///
/// Every line names one person and one key. Patterns, several names on one line, certificates and
/// times of day are refused: who may approve a payment should not need interpreting.
public struct AllowedSigners: Hashable, Sendable {
  /// One person's key.
  public struct Signer: Hashable, Sendable {
    /// The name of the person, such as `tanaka@office.example`.
    public let person: String
    public let key: SSHPublicKey
    /// What the key may sign; nil: anything.
    let namespaces: [String]?
    let validAfter: CivilDate?
    let validBefore: CivilDate?

    /// Whether the key may sign for a namespace on a day.
    func permits(_ namespace: String, on date: CivilDate) -> Bool {
      if let namespaces, !namespaces.contains(where: { $0.utf8.elementsEqual(namespace.utf8) }) {
        return false
      }
      if let validAfter, date < validAfter { return false }
      if let validBefore, date >= validBefore { return false }
      return true
    }
  }

  /// Which lines cannot be used; 0: the file as a whole.
  public struct Problem: Error, Hashable, Sendable {
    public let lines: [Int]
  }

  /// In the order of the file.
  public let signers: [Signer]
  /// The file as given.
  public let bytes: [UInt8]

  /// Reads a file.
  ///
  /// - Throws: the lines that cannot be used; if there is no signer at all, line 0.
  public init(_ bytes: [UInt8]) throws(Problem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(lines: [0])
    }
    var signers: [Signer] = []
    var wrong: [Int] = []
    for (place, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.isEmpty || line.first == "#" { continue }
      if let signer = Self.signer(line) { signers.append(signer) } else { wrong.append(place + 1) }
    }
    guard wrong.isEmpty else { throw Problem(lines: wrong) }
    guard !signers.isEmpty else { throw Problem(lines: [0]) }
    (self.signers, self.bytes) = (signers, bytes)
  }

  /// The signer that a key belongs to, if it may sign for a namespace on a day.
  public func signer(_ key: SSHPublicKey, for namespace: String, on date: CivilDate) -> Signer? {
    signers.first { $0.key == key && $0.permits(namespace, on: date) }
  }

  private static func signer(_ line: Substring) -> Signer? {
    var fields = fields(line)[...]
    guard let person = fields.popFirst(), !person.isEmpty,
      !person.contains(where: { "*?!,\"".contains($0) })
    else { return nil }
    var (namespaces, after, before): ([String]?, CivilDate?, CivilDate?) = (nil, nil, nil)
    if let options = fields.first, SSHPublicKey.Kind(rawValue: options) == nil {
      fields = fields.dropFirst()
      for option in Self.options(options) {
        guard let equals = option.firstIndex(of: "=") else { return nil }
        let value = option[option.index(after: equals)...].filter { $0 != "\"" }
        switch option[..<equals].lowercased() {
        case "namespaces":
          namespaces = value.split(separator: ",").map(String.init)
          if namespaces?.contains(where: { $0.contains("*") || $0.contains("?") }) ?? true {
            return nil
          }
        case "valid-after":
          guard let date = day(value) else { return nil }
          after = date
        case "valid-before":
          guard let date = day(value) else { return nil }
          before = date
        default: return nil
        }
      }
    }
    guard let kind = fields.popFirst(), let text = fields.popFirst(),
      let blob = Data(base64Encoded: text), let key = SSHPublicKey(Array(blob)),
      key.kind.rawValue == kind
    else { return nil }
    return Signer(
      person: person, key: key, namespaces: namespaces, validAfter: after, validBefore: before)
  }

  /// The words of a line; blanks inside quotation marks do not divide.
  private static func fields(_ line: Substring) -> [String] {
    divided(line) { $0 == " " || $0 == "\t" || $0 == "\r" }
  }

  private static func options(_ text: String) -> [String] { divided(text[...]) { $0 == "," } }

  private static func divided(_ text: Substring, at isSeparator: (Character) -> Bool) -> [String] {
    var (out, word, quoted) = ([String](), "", false)
    for character in text {
      if character == "\"" { quoted.toggle() }
      if !quoted, isSeparator(character) {
        if !word.isEmpty { out.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? out : out + [word]
  }

  /// `YYYYMMDD`
  private static func day(_ text: String) -> CivilDate? {
    guard text.utf8.count == 8, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(text)
    else { return nil }
    return CivilDate(year: number / 10000, month: number / 100 % 100, day: number % 100)
  }
}
