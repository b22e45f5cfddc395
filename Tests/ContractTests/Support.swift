import Contract
import Diagnostics
import Foundation
import Language

/// The folders that the tests read.
enum Folder {
  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let project = tests.deletingLastPathComponent().deletingLastPathComponent()
  static let cases = tests.appendingPathComponent("Cases").resolvingSymlinksInPath()
  /// The shared folder beside the project; `PFS_SHARED` names another place.
  static let samples =
    (ProcessInfo.processInfo.environment["PFS_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? project.deletingLastPathComponent().appendingPathComponent("shared"))
    .appendingPathComponent("design/samples")

  /// A base contract: one of the samples, or a file beside the cases.
  static func base(_ name: String) throws -> String {
    let folder = name.hasPrefix("minato.") ? samples : cases
    return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  static func vocabulary(of base: String) throws -> Vocabulary? {
    let stem = base.split(separator: ".").first.map(String.init) ?? base
    let name = stem + ".vocabulary.txt"
    guard stem == "minato" || stem == "wide" else { return nil }
    return Vocabulary.parse(SourceText(name: name, text: try Self.base(name))).0
  }
}

/// Everything the checker says about a text.
func check(
  _ text: String, name: String, vocabulary: Vocabulary? = nil, period: PeriodName? = nil,
  edits: [ContractEdit] = [], used: [String: SourceText] = [:]
) -> ContractCompiler.Outcome {
  let source = SourceText(name: name, text: text)
  return ContractCompiler.check(
    source, vocabulary: vocabulary, period: period, edits: edits,
    used: UsedTexts(of: Parser.parse(source).document) { used[$1] })
}

/// Messages as the terminal shows them, without colours.
func rendered(_ diagnostics: [Diagnostic], _ tongue: Tongue) -> String {
  let renderer = TerminalRenderer(tongue: tongue, colour: false)
  return diagnostics.map { renderer.render($0) }.joined(separator: "\n")
}

func tongue(of text: String) -> Tongue {
  text.hasPrefix("言語") || text.contains("\n言語 ja\n") ? .ja : .en
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
