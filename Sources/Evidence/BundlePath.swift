/// Paths inside a bundle: relative, with `/`, never upwards.
enum BundlePath {
  /// What is settled and what follows from it; everything else describes it.
  static let payload = "data/"
  static let contract = payload + "contract.pfs"
  /// The contract where its text stands in a Markdown file.
  static let contractMarkdown = payload + "contract.md"
  /// The contract in the layout of the language guide, whatever the text as given looks like.
  static let canonicalContract = payload + "canonical.pfs"
  static let canonicalMarkdown = payload + "canonical.md"
  static let vocabulary = payload + "vocabulary.txt"
  /// The texts that the contract takes scales from.
  static let scales = payload + "scales/"
  static let inputs = payload + "inputs/"
  static let inventory = payload + "inventory.json"
  static let settlement = payload + "settlement.json"
  /// The figures of a public edition, which has no `settlement.json`.
  static let publicFigures = payload + "public.json"
  static let trace = payload + "trace.json"
  /// Which clause each figure follows.
  static let clauses = payload + "clauses.json"
  /// The identities and limits that were checked.
  static let invariants = payload + "invariants.json"
  static let statement = payload + "statement.html"
  static let quality = payload + "quality.json"
  static let arguments = payload + "arguments.json"
  /// The hashes of the payload.
  static let manifest = "manifest-sha256.txt"
  /// The hashes of the other files, that of the manifest among them.
  static let tagManifest = "tagmanifest-sha256.txt"
  static let declaration = "bagit.txt"
  static let information = "bag-info.txt"
  static let verification = "VERIFY.txt"
  static let environment = "environment.json"
  /// Signatures are made of the tag manifest, so that it cannot list them.
  static let signatures = "signatures/"

  /// Whether a path stays inside the bundle and stands in a manifest as it is: BagIt writes line breaks
  /// and percent signs otherwise, `sha256sum` backslashes.
  static func isValid(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && path.utf8.allSatisfy {
        $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "%")
      }
  }

  /// The directories that a path needs, outermost first.
  static func directories(of path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { parts[parts.startIndex...$0].joined(separator: "/") }
  }

  /// Whether a file is added to a finished bundle, so that no manifest lists it.
  static func isAttached(_ path: String) -> Bool { isSignature(path) || isTimeStamp(path) }

  /// Whether a file is a request for a time stamp, or a response.
  static func isTimeStamp(_ path: String) -> Bool {
    path.utf8.starts(with: signatures.utf8) && (path.hasSuffix(".tsq") || path.hasSuffix(".tsr"))
  }

  /// Whether a file is a signature.
  static func isSignature(_ path: String) -> Bool {
    path.utf8.starts(with: signatures.utf8) && path.hasSuffix(".sig")
  }
}
