import Foundation
import Testing

/// The engine knows no programme: no name of a data set, a column or an indicator stands in it.
@Suite struct NamesInSourcesTests {
  /// Names of contracts and data that are also words of the language, of units, or of plain
  /// English; they say nothing about a programme.
  static let everydayWords: Set = [
    "active", "age", "baseline", "category", "comparison", "date", "enrolled", "extra", "final",
    "group", "ID", "kind", "level", "members", "minutes", "outcome", "participant",
    "participants", "participation", "programs", "reach", "refused", "regular", "service",
    "services", "版", "回", "講座", "区分", "参加者", "年次", "yearly", "benefit", "care", "trial",
    "health", "sleep", "sex", "女", "男", "race",
  ]

  /// Files that hold an example of a contract for people to read: the text of `pfs new`, the pages of
  /// the codes, and help.
  static func isExampleText(_ file: String) -> Bool {
    file == "PFS/StarterContract.swift" || file.hasSuffix("Codes.swift")
      || file.hasSuffix("Command.swift")
  }

  static func sources() throws -> [(file: String, lines: [(number: Int, text: String)])] {
    let root = "\(Repository.root)/Sources"
    return try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
      .filter { $0.hasSuffix(".swift") }
      .map { file in
        let text = try Repository.text("Sources/\(file)")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // What follows // is for people; so is a whole line of a comment block.
        let code = lines.enumerated().map { ($0 + 1, String(Self.code($1))) }
        return (file, code)
      }
  }

  static func code(_ line: Substring) -> Substring {
    guard let comment = line.firstRange(of: "//") else { return line }
    return line[..<comment.lowerBound]
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

  @Test func noNameOfAProgrammeStandsInTheSources() throws {
    let names = try Self.names()
    #expect(names.count > 300)
    let words = /[A-Za-z_][A-Za-z_0-9]*|[\p{Han}\p{Hiragana}\p{Katakana}ー]+/
    var found: [String] = []
    for (file, lines) in try Self.sources() where !Self.isExampleText(file) {
      for (number, text) in lines {
        for match in text.matches(of: words) where names.contains(String(match.output)) {
          found.append("\(file):\(number): \(match.output)")
        }
      }
    }
    #expect(found == [])
  }

  /// Words that cannot be of another programme, anywhere, comments and examples too.
  @Test(arguments: [
    "nhefs", "genki", "yamaguchi", "resident_id", "eq_mobility", "grip_", "grip ", "gait",
    "subjective_health", "social_freq", "qsmk", "checklist", "基本チェック", "握力", "歩行速度",
  ])
  func unmistakableNamesStandNowhere(name: String) throws {
    for (file, _) in try Self.sources() {
      let text = try Repository.text("Sources/\(file)").lowercased()
      let line = text.split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex { $0.contains(name) }
      #expect(line == nil, "\(file):\((line ?? 0) + 1) has \(name)")
    }
  }
}
