/// A list of a bundle's files with their SHA-256, in the form of BagIt and of `sha256sum`.
///
/// A stranger verifies it with `sha256sum -c --strict manifest-sha256.txt`.
public struct Manifest: Hashable, Sendable {
  /// One file of the bundle.
  public struct Entry: Hashable, Sendable {
    public let path: String
    public let sha256: String
  }

  /// In byte order of the paths.
  public let entries: [Entry]

  init(_ entries: [Entry]) {
    self.entries = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Reads a manifest; nil unless it is exactly as this module writes it.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), text.hasSuffix("\n") else {
      return nil
    }
    var entries: [Entry] = []
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      let digest = line.utf8.prefix(64)
      guard line.utf8.count > 66, line.utf8.dropFirst(64).starts(with: "  ".utf8),
        digest.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
      else { return nil }
      let path = String(decoding: line.utf8.dropFirst(66), as: UTF8.self)
      guard BundlePath.isValid(path) else { return nil }
      entries.append(Entry(path: path, sha256: String(decoding: digest, as: UTF8.self)))
    }
    self.init(entries)
    guard Array(self.text.utf8) == bytes else { return nil }
  }

  /// Whether a path is listed; compared as bytes.
  func lists(_ path: String) -> Bool {
    entries.contains { $0.path.utf8.elementsEqual(path.utf8) }
  }

  /// The SHA-256 of the list itself, lower-case hexadecimal.
  public var sha256: String { Digest.sha256(Array(text.utf8)) }

  /// The SHA-256 of a file of the bundle; nil if it is not listed.
  public func sha256(of path: String) -> String? {
    entries.first { $0.path.utf8.elementsEqual(path.utf8) }?.sha256
  }

  /// The file's content.
  var text: String { entries.map { "\($0.sha256)  \($0.path)\n" }.joined() }
}
