import Diagnostics
import Foundation
import Language

/// Files of the shared folder beside the project; `PFS_SHARED` names another place.
enum Shared {
  static let folder: URL =
    ProcessInfo.processInfo.environment["PFS_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }

  static func english() throws -> String { try text("design/samples/minato.en.pfs") }
  static func japanese() throws -> String { try text("design/samples/minato.ja.pfs") }

  static func vocabulary() throws -> Vocabulary {
    let source = SourceText(
      name: "minato.vocabulary.txt", text: try text("design/samples/minato.vocabulary.txt"))
    return Vocabulary.parse(source).0
  }
}

/// A generator with a seed, so that a failing variant can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

func parse(_ text: String, name: String = "test.pfs") -> ParseResult {
  Parser.parse(SourceText(name: name, text: text))
}

func parse(bytes: [UInt8], name: String = "test.pfs") -> ParseResult {
  Parser.parse(SourceText(name: name, utf8: bytes))
}

/// All messages of a text as the terminal shows them, without colours.
func rendered(_ diagnostics: [Diagnostic], _ tongue: Tongue) -> String {
  let renderer = TerminalRenderer(tongue: tongue, colour: false)
  return diagnostics.map { renderer.render($0) }.joined(separator: "\n")
}
