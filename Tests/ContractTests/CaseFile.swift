import Contract
import Diagnostics
import Foundation
import Language

/// A case in plain text: a contract by its difference from a base, and what the checker must say.
///
/// ```text
/// # what the case shows
/// base wide.en.pfs
/// year 2025
/// @@
///  a line that stays
/// -a line that goes
/// +a line that comes
/// =====
/// the messages byte for byte, or OK
/// ```
///
/// `uses PATH FILE` gives the text of a path that the contract uses, from a file beside the cases.
/// Instead of `base`, `text NAME` begins a whole contract, up to the line `=====`. Warnings and notes
/// that the base itself gives are left out.
struct CaseFile {
  let url: URL
  /// Everything above the line `=====`, and that line.
  let head: String
  let expected: String
  let name: String
  let contract: String
  let vocabulary: Vocabulary?
  let period: PeriodName?
  /// The texts that the contract uses, by their paths.
  private let used: [String: SourceText]
  private let base: String?

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  init(_ url: URL) throws {
    self.url = url
    let all = try String(contentsOf: url, encoding: .utf8)
    guard let divider = all.range(of: "\n=====\n") else {
      throw Fault(description: "\(url.lastPathComponent) has no line =====")
    }
    head = String(all[..<divider.upperBound])
    expected = String(all[divider.upperBound...])
    var lines = all[..<divider.lowerBound].split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    var name = ""
    var period: PeriodName?
    var text: String?
    var used: [String: SourceText] = [:]
    while let line = lines.first {
      if line.hasPrefix("base ") {
        name = String(line.dropFirst(5))
        text = try Folder.base(name)
      } else if line.hasPrefix("period ") {
        period = PeriodName(String(line.dropFirst(7)))
      } else if line.hasPrefix("uses ") {
        let words = line.split(separator: " ").map(String.init)
        used[words[1]] = SourceText(name: words[2], text: try Folder.base(words[2]))
      } else if line.hasPrefix("text ") {
        name = String(line.dropFirst(5))
        lines.removeFirst()
        break
      } else if !line.hasPrefix("#"), !line.isEmpty {
        break
      }
      lines.removeFirst()
    }
    self.name = name
    self.period = period
    self.used = used
    base = text
    vocabulary = try text.flatMap { _ in try Folder.vocabulary(of: name) }
    contract =
      try text.map { try Self.patched($0, by: lines, url) }
      ?? lines.joined(separator: "\n") + "\n"
  }

  private static func patched(_ text: String, by lines: [String], _ url: URL) throws -> String {
    var text = text
    for hunk in lines.split(whereSeparator: { $0 == "@@" }) {
      func side(_ sign: Character) throws -> String {
        try hunk.filter { line in
          guard let first = line.first, " -+".contains(first) else {
            throw Fault(
              description: "\(url.lastPathComponent): a line of a hunk begins with a sign")
          }
          return first == " " || first == sign
        }.map { $0.dropFirst() + "\n" }.joined()
      }
      let (old, new) = (try side("-"), try side("+"))
      let places = ("\n" + text).components(separatedBy: "\n" + old).count - 1
      guard places == 1, !old.isEmpty else {
        throw Fault(
          description: "\(url.lastPathComponent): found \(places) times, must be once:\n\(old)")
      }
      text = String(
        ("\n" + text).replacingOccurrences(of: "\n" + old, with: "\n" + new).dropFirst())
    }
    return text
  }

  /// What the checker says, without what it says of the base.
  func outcome() -> (text: String, codes: [String]) {
    let tongue = tongue(of: contract)
    func key(_ diagnostic: Diagnostic) -> String {
      let label = diagnostic.labels.first
      let line = label?.source.map { $0.line($0.line(at: label?.span?.start ?? 0)) } ?? ""
      return diagnostic.code + diagnostic.headline.en + line
    }
    var known =
      base.map { check($0, name: name, vocabulary: vocabulary).diagnostics.map(key) } ?? []
    let found = check(
      contract, name: name, vocabulary: vocabulary, period: period, used: used)
    let new = found.diagnostics.filter { diagnostic in
      guard let place = known.firstIndex(of: key(diagnostic)) else { return true }
      known.remove(at: place)
      return false
    }
    let text = new.isEmpty ? "OK\n" : rendered(new, tongue)
    return (text, new.map(\.code))
  }

  static func all() throws -> [CaseFile] {
    try FileManager.default.contentsOfDirectory(
      at: Folder.cases, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "case" }.sorted { $0.path < $1.path }.map { try CaseFile($0) }
  }
}
