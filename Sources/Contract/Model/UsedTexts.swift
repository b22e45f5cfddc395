import Diagnostics
import Language

/// Texts outside the contract from which it takes scales, by the paths that it writes.
///
/// A path is relative to the contract and has no ending: `"../scales/bmi"` in an English contract is the
/// file `../scales/bmi.en.pfs`, in a Japanese one `../scales/bmi.ja.pfs`. Nothing else is searched.
public struct UsedTexts: Sendable {
  /// The paths in the order in which the contract names them first, each with its text if it was found.
  public let texts: [(path: String, source: SourceText?)]

  /// No texts at all.
  public static let none = UsedTexts(of: nil) { _, _ in nil }

  /// The texts that a contract names.
  ///
  /// - Parameter text: the text of a path and its place among the paths; nil if there is none.
  public init(of document: Document?, _ text: (_ place: Int, _ path: String) -> SourceText?) {
    texts = (document?.usedPaths ?? []).enumerated().map { place, path in
      (path, Self.isPath(path) ? text(place, path) : nil)
    }
  }

  /// The text of a path, if it was found.
  subscript(path: String) -> SourceText? {
    texts.first { $0.path.utf8.elementsEqual(path.utf8) }?.source
  }

  /// The file of a path, beside the contract.
  public static func fileName(_ path: String, in tongue: Tongue) -> String {
    "\(path).\(tongue.rawValue).pfs"
  }

  /// The name under which a record keeps the text of a path: its place among the paths, and its last part.
  public static func recordedName(_ place: Int, _ path: String, in tongue: Tongue) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return fileName("\(place + 1)-\(last)", in: tongue)
  }

  /// Whether a path leads from the contract to a file: parts of plain words, `..` only at its beginning.
  static func isPath(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let names = parts.drop { $0 == ".." }
    return !names.isEmpty && !path.hasSuffix(".pfs")
      && names.allSatisfy { !$0.isEmpty && $0.first != "." }
      && path.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" && $0 != "%"
      }
  }
}

/// A text from which scales of the contract in force are taken.
public struct UsedText: Sendable {
  /// As the contract writes it.
  public let path: String
  /// The version that both state.
  public let version: Int
  public let source: SourceText
}

extension Document {
  /// The paths of the texts that a contract uses, amendments and scenarios included, each once.
  var usedPaths: [String] {
    var paths: [String] = []
    for line in blocks.lazy.flatMap(\.body) {
      for (place, token) in line.tokens.enumerated().dropLast(2) {
        // `"../scales/bmi", version 1`
        guard case .text(let text) = token.kind, line.tokens[place + 1].kind == .symbol(.comma),
          line.tokens[place + 2].kind == .word(.version),
          !paths.contains(where: { $0.utf8.elementsEqual(text.text.utf8) })
        else { continue }
        paths.append(text.text)
      }
    }
    return paths
  }
}
