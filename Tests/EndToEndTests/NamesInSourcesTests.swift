import Foundation
import TestSupport
import Testing

/// The engine knows no programme: no name of a data set, a column or an indicator stands in it.
@Suite struct NamesInSourcesTests {
  /// Names of contracts and data that are also words of the program, of units, or of both languages;
  /// they say nothing about a programme.
  static let everydayWords: Set = [
    "A", "B", "C", "D", "ID", "active", "age", "baseline", "black", "category", "city",
    "comparison", "date",
    "enrolled", "extra",
    "final", "group", "kind", "members", "minutes", "outcome", "participant", "participants",
    "participation",
    "programs",
    "reach", "reduction", "refused", "sent", "service", "services", "wave", "参加者", "参加者数", "測定回",
    "対象者", "版",
    "生年月日", "講座", "通常",
  ]

  /// Files that hold an example of a contract for people to read: the text of `pfs new`, the pages of
  /// the codes, and help.
  static func isExampleText(_ file: String) -> Bool {
    file.hasPrefix("PFS/Starters/") || file.hasSuffix("Codes.swift")
      || file.hasSuffix("Command.swift")
  }

  struct Line: Sendable {
    let file: String
    let number: Int
    let code: String

    var place: String { "\(file):\(number)" }
  }

  /// The lines of the sources without what follows `//`, which is for people.
  static let lines = Result {
    let root = "\(Repository.root)/Sources"
    let files = try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
      let text = try Repository.text("Sources/\(file)").utf8
      let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      return lines.enumerated().map { number, line in
        let slashes = zip(line.indices, line.indices.dropFirst()).first {
          line[$0] == UInt8(ascii: "/") && line[$1] == UInt8(ascii: "/")
        }
        let code = slashes.map { line[..<$0.0] } ?? line
        return Line(file: file, number: number + 1, code: String(decoding: code, as: UTF8.self))
      }
    }
  }

  /// Every name that a contract declares in either language, and every header of the data.
  static func names() throws -> Set<String> {
    var names: Set = ["nhefs", "NHEFS", "genki", "Genki", "yamaguchi", "Yamaguchi", "山口", "元気"]
    for contract in Repository.contracts {
      for (english, japanese) in try Repository.vocabulary(contract) {
        names.formUnion([english, japanese])
      }
    }
    let datasets = "\(Repository.root)/Datasets"
    for file in try FileManager.default.subpathsOfDirectory(atPath: datasets)
    where file.hasSuffix(".csv") {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(datasets)/\(file)"))
      guard let text = String(data: bytes, encoding: .utf8) else { continue }
      let header = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
      names.formUnion(String(header).split(separator: ",").map(String.init))
    }
    return names.subtracting(everydayWords)
  }

  /// Runs of letters, digits and underscores of one script; 継続率 is a word in 「継続率の」.
  static func words(_ code: String) -> [String] {
    enum Kind { case latin, kanji, kana, other }
    var words: [String] = []
    var last = Kind.other
    for scalar in code.unicodeScalars {
      let kind: Kind =
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: .latin
        case 0x3041...0x3096: .kana
        case 0x30A0...0x30FF, 0x3400...0x9FFF, 0x3005: .kanji
        default: .other
        }
      defer { last = kind }
      if kind == .other { continue }
      if kind == last {
        words[words.count - 1].unicodeScalars.append(scalar)
      } else {
        words.append(String(scalar))
      }
    }
    return words
  }

  @Test func noNameOfAProgrammeStandsInTheSources() throws {
    let names = try Self.names()
    #expect(names.count > 300)
    let lines = try Self.lines.get()
    #expect(lines.count > 1000)
    let found = lines.filter { !Self.isExampleText($0.file) }.flatMap { line in
      Self.words(line.code).filter(names.contains).map { "\(line.place): \($0)" }
    }
    #expect(found == [])
  }

  /// What cannot be of another programme stands in examples and help neither.
  @Test func unmistakableNamesStandNowhere() throws {
    let names = [
      "nhefs", "genki", "yamaguchi", "resident_id", "eq_mobility", "grip", "gait", "qsmk",
      "subjective_health", "social_freq", "checklist", "基本チェック", "握力", "歩行速度", "山口",
    ]
    let found = try Self.lines.get().flatMap { line in
      let code = line.code.lowercased()
      return names.filter(code.contains).map { "\(line.place): \($0)" }
    }
    #expect(found == [])
  }
}
