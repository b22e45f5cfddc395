import Foundation
import TestSupport
import Testing

/// What the words mean is nowhere but in the contract: other words give the same figures.
@Suite(.enabled(if: Repository.hasShared, "the genki data are beside the repository, in ../shared"))
struct RenamedTests {
  /// A contract and its data in words of nobody's language.
  struct Disguise: Sendable {
    /// What stands for names of the contract, file names, and headers.
    var names: [String: String] = [:]
    var files: [String: String] = [:]
    var headers: [String: String] = [:]
    /// Which column a header is of, and what stands for the spellings of a column's codes.
    var columns: [String: String] = [:]
    var spellings: [String: [String: String]] = [:]
    private(set) var contract = ""

    /// Disguises what the vocabulary and the quoted words of the contract declare.
    init(_ programme: Programme) throws {
      let text = try String(contentsOfFile: programme.path, encoding: .utf8)
      let declared = try Repository.vocabulary(programme.contract).keys.sorted()
      for (number, name) in declared.enumerated() {
        names[name] = number.isMultiple(of: 2) ? "zq\(number)x" : "項目\(number)号"
      }
      var lines: [String] = []
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        let words = line.split(separator: " ").map(String.init)
        let parts =
          line.hasPrefix("#")
          ? [line] : line.split(separator: "\"", omittingEmptySubsequences: false)
        let pieces = parts.enumerated().map { number, piece in
          number.isMultiple(of: 2)
            ? renamed(piece, line) : quoted(String(piece), words[0], words[1])
        }
        lines.append(pieces.joined(separator: "\""))
      }
      contract = lines.joined(separator: "\n")
    }

    private func renamed(_ piece: Substring, _ line: Substring) -> String {
      if line.hasPrefix("#") { return String(piece) }
      return String(piece).replacing(/[A-Za-z_][A-Za-z_0-9]*/) {
        names[String($0.output)] ?? String($0.output)
      }
    }

    private mutating func quoted(_ text: String, _ label: String, _ column: String) -> String {
      switch label {
      case "file": return Self.given(text, &files, "datei") + ".csv"
      case "header":
        columns[text] = column
        return Self.given(text, &headers, "列 ")
      case "codes": return Self.given(text, &spellings[column, default: [:]], "印")
      default: return text
      }
    }

    private static func given(
      _ text: String, _ words: inout [String: String], _ stem: String
    ) -> String {
      let word = words[text] ?? "\(stem)\(words.count + 1)"
      words[text] = word
      return word
    }

    func sheet(_ old: Sheet) -> Sheet {
      var sheet = old
      for header in old.header {
        let codes = spellings[columns[header] ?? header]
        sheet.map(header) { cell in
          codes.map { $0[cell] ?? names[cell] ?? cell } ?? recoded(cell, of: header)
        }
      }
      sheet.header = old.header.map { headers[$0] ?? names[$0] ?? $0 }
      return sheet
    }

    /// Ids in another order and another form; measurements and dates stay.
    func recoded(_ cell: String, of column: String) -> String {
      guard column.hasSuffix("_id") || column == "district", let first = cell.first else {
        return cell
      }
      guard let number = Int(cell.dropFirst()) else { return cell }
      return "\(first)－\(9_000_000 - number)"
    }

    /// What the name of a figure has become.
    func figure(_ name: String) -> String {
      name.replacing(/[A-Za-z_][A-Za-z_0-9]*|\[V[0-9]+\]/) { match in
        let word = String(match.output)
        if word.hasPrefix("[") {
          // NFKC makes the full-width hyphen an ASCII one.
          let id = recoded(String(word.dropFirst().dropLast()), of: "provider_id")
          return "[\(id.replacing("－", with: "-"))]"
        }
        // The part of an indicator after the dot is a word of the language.
        let isPart = match.range.lowerBound > name.startIndex
        return isPart ? word : names[word] ?? word
      }
    }
  }

  static func clean() throws -> (disguise: Disguise, scratch: Scratch) {
    let disguise = try Disguise(.genki)
    let scratch = try Scratch()
    try scratch.write("anything.pfs", disguise.contract)
    for (file, stem) in disguise.files {
      let sheet = try Sheet(path: "\(Programme.genki.data)/\(file)")
      try scratch.write("data/\(stem).csv", disguise.sheet(sheet).text())
    }
    return (disguise, scratch)
  }

  @Test func otherWordsGiveTheSameFigures() throws {
    let (disguise, scratch) = try Self.clean()
    let check = try Command.run("check", scratch["anything.pfs"])
    #expect(check.status == 0, "\(check.errors)")
    let old = try Programme.genki.settled()
    let new = try Record.settling([
      "settle", scratch["anything.pfs"], "--data", scratch["data"], "--period", "2022",
    ])
    #expect(old.figures.count > 100)
    #expect(new.figures.count == old.figures.count)
    let found = Dictionary(uniqueKeysWithValues: new.figures.map { ($0.name, $0) })
    for figure in old.figures {
      let other = found[disguise.figure(figure.name)]
      #expect(other?.exact == figure.exact, "\(figure.name)")
      #expect(other?.value == figure.value, "\(figure.name)")
      #expect(other?.kind == figure.kind, "\(figure.name)")
    }
    #expect(new.due == old.due)
    #expect(new.flows.map(\.remaining) == old.flows.map(\.remaining))
    // Nothing of the old words is left.
    let words = Set(
      new.figures.map(\.name) + new.payments.map(\.name) + new.flows.map(\.population))
    #expect(words.isDisjoint(with: disguise.names.keys))
  }

  /// Exact figures of `Tests/Oracles/genki_small.json`, made by nobody's engine.
  @Test(arguments: [
    ("I01.count", "reach"), ("I02.count", "frequent"), ("I03.x", "frequent_rate.numerator"),
    ("I03.n", "frequent_rate.denominator"), ("I04.total", "days_total"),
    ("I04.mean", "days_mean"), ("I04.variance", "days_variance"), ("I05.p90", "days_p90"),
    ("I06.minutes", "minutes_total"), ("I06.hours", "hours_total"),
    ("I08.by_provider.V03", "reach_by_provider[V03]"), ("I08.hhi", "provider_concentration"),
    ("I24.by_month.2023-03", "reach_by_month[2023-03]"), ("I09.mean", "grip_mean_change"),
    ("I09.variance", "grip_change_variance"), ("I10.median", "gait_change_median"),
    ("I10.q25", "gait_change_p25"), ("I11.n01", "risk_resolved.no→yes"),
    ("I12.value.mean", "eq_index_mean_change"),
    ("I12.value.variance", "eq_index_change_variance"), ("I23.A", "frequent_fee"),
    ("I23.B", "rate_fee"), ("I17.treat.rate", "participant_incidence"),
    ("I17.rate_ratio", "incidence_ratio"), ("I19.treat_pm", "participant_months"),
    ("I19.comp_mean", "compared_monthly_benefit"),
    ("I23.saving_per_person_month", "monthly_saving"), ("I23.C", "social_fee"),
    ("I23.D", "saving_fee"), ("I23.total", "total"), ("I23.tax", "tax"),
    ("I23.total_with_tax", "due"),
  ])
  func otherWordsGiveTheOraclesFigures(oracle: String, figure: String) throws {
    let exact = try JSONDecoder().decode(
      [String: String].self, from: Data(try Repository.text("Tests/Oracles/genki_small.json").utf8))
    let (disguise, record) = try Self.renamed.get()
    let expected = try #require(exact[oracle])
    #expect(record[disguise.figure(figure)] == expected)
  }

  /// Settled once for all the figures above.
  static let renamed = Result {
    let (disguise, scratch) = try clean()
    let record = try Record.settling([
      "settle", scratch["anything.pfs"], "--data", scratch["data"], "--period", "2022",
    ])
    return (disguise, record)
  }
}
