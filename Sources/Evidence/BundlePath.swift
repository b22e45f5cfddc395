/// Paths inside a bundle: relative, with `/`, never upwards.
enum BundlePath {
  static let contract = "contract.pfs"
  /// The contract where its text stands in a Markdown file.
  static let contractMarkdown = "contract.md"
  static let vocabulary = "vocabulary.txt"
  /// The texts that the contract takes scales from.
  static let scales = "scales/"
  static let inputs = "inputs/"
  static let inventory = "inventory.json"
  static let settlement = "settlement.json"
  static let trace = "trace.json"
  static let statement = "statement.html"
  static let quality = "quality.json"
  static let arguments = "arguments.json"
  static let manifest = "manifest-sha256.txt"
  /// Signatures are made of the manifest, so the manifest cannot list them.
  static let signatures = "signatures/"

  /// Whether a path stays inside the bundle and can be written down in one line.
  static func isValid(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }

  /// The directories that a path needs, outermost first.
  static func directories(of path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { parts[parts.startIndex...$0].joined(separator: "/") }
  }

  /// Whether a file is a signature, which no manifest lists.
  static func isSignature(_ path: String) -> Bool {
    path.utf8.starts(with: signatures.utf8) && path.hasSuffix(".sig")
  }
}
