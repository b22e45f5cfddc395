import Foundation
import TestSupport
import Testing

@Suite struct ExplainTests {
  /// The tool groups thousands; `1,234.5…` and `-3`.
  static func grouped(_ digits: Substring) -> String {
    var text = ""
    for (place, digit) in digits.reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { text = "," + text }
      text = String(digit) + text
    }
    return text
  }

  /// How a value begins when it is printed: its whole part, and up to four decimals.
  static func shown(_ value: String) -> String {
    let sign = value.hasPrefix("-") ? "-" : ""
    let parts = value.drop { $0 == "-" }.split(separator: ".")
    return sign + grouped(parts[0]) + (parts.count > 1 ? "." + parts[1].prefix(4) : "")
  }

  @Test(arguments: Programme.allInBoth.filter { $0.contract != "genki-2022" || $0.tongue == .ja })
  func everyFigureIsExplained(programme: Programme) throws {
    let scratch = try Scratch()
    let run = try Command.run(programme.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    let record = try Record(json: try scratch.bytes("bundle/data/settlement.json"))
    let per = programme.tongue == .en ? "per" : "根拠"
    for figure in record.figures {
      let explained = try Command.run("explain", scratch["bundle"], figure.name)
      let clause = try #require(figure.clause)
      #expect(explained.status == 0, "\(figure.name)")
      let first = explained.output.prefix { $0 != "\n" }
      // In Japanese the words of a price stand before its number: 1人月当たり13,029円.
      let value = try Regex(
        " = (1[^ ]+当たり)?" + NSRegularExpression.escapedPattern(for: Self.shown(figure.value)))
      #expect(first.contains(value), "\(figure.name): \(first)")
      #expect(
        first.hasSuffix(
          "\(per) \(clause.trimmingCharacters(in: CharacterSet(charactersIn: "\"「」")))")
          || first.hasSuffix("\(per) \(clause)"), "\(figure.name): \(first)")
    }
    let list = try Command.run("explain", scratch["bundle"], "--list")
    #expect(list.status == 0)
    #expect(list.output.split(separator: "\n").count == record.figures.count)
    let due = try Command.run("explain", scratch["bundle"])
    #expect(due.output.contains(Self.shown(record.due ?? "")))
  }

  @Test func aDerivationNamesTableRowsRoundingsAndTheirYen() throws {
    let scratch = try Scratch()
    let run = try Command.run(
      Programme.yamaguchi.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    let text = try Command.run("explain", scratch["bundle"], "outcome_fee").output
    // 79 of 150 continue: 52.7 percent, the third row; 64.5 percent stay well: 58 percent.
    #expect(text.contains("outcome_fee = 2,262,000 yen  per Art. 10(5)"))
    #expect(text.contains("row 3"))
    #expect(text.contains("from 50.0 to below 60.0 percent 70 percent"))
    #expect(text.contains("half up to 0.1 percent: 52.6666… percent → 52.7 percent"))
    // 0.4 × 70 + 0.3 × 58 + 0.3 × 100 = 75.4, nothing is cut.
    #expect(text.contains("= 75.4"))
    #expect(text.contains("750,000 yen per month × 4 months × outcome 75.4 percent"))
  }

  @Test(arguments: ["reach_", "", "REACH", "reach[V01]", "../reach", "due "])
  func aFigureThatIsNotThereIsRefused(name: String) throws {
    let scratch = try Walks.settled()
    let run = try Command.run("explain", scratch["bundle"], name)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("error[P951]: "))
  }
}

@Suite struct AccountingTests {
  /// Everybody who enters a step is excluded, missing, or remains; the next step begins with those.
  @Test(arguments: Programme.allInBoth)
  func flowsAddUp(programme: Programme) throws {
    let record = try programme.settled()
    #expect(!record.flows.isEmpty)
    let remaining = Dictionary(
      uniqueKeysWithValues: record.flows.map { ($0.population, $0.remaining) })
    let read = Dictionary(grouping: record.flows, by: \.table)
    for flow in record.flows {
      var present = flow.rows
      if let base = flow.base {
        present = try #require(remaining[base], "\(flow.population) is of \(base)")
      }
      for step in flow.steps {
        #expect(step.entered == present, "\(flow.population): \(step.reason)")
        #expect(step.entered == step.excluded + step.missing + step.remaining)
        #expect(step.excluded >= 0 && step.missing >= 0 && step.remaining >= 0)
        #expect(!step.reason.isEmpty)
        present = step.remaining
      }
      #expect(flow.remaining == present, "\(flow.population)")
      #expect(Set(read[flow.table]?.map(\.rows) ?? []).count == 1, "\(flow.table)")
    }
  }

  @Test(arguments: ["clean", "dirty", "dirty_cp932"], Tongue.allCases)
  func everyRowIsAccountedFor(form: String, tongue: Tongue) throws {
    let data = "\(Repository.root)/Datasets/yamaguchi-genki"
    let programme = Programme.yamaguchi.in(tongue).with(data: "\(data)/\(form)")
    let scratch = try Scratch()
    let run = try Command.run(programme.arguments("settle") + ["--output", scratch["bundle"]])
    try #require(run.status == 0, "\(run.errors)")
    let quality = try JSONDecoder().decode(
      QualityRecord.self, from: try scratch.bytes("bundle/data/quality.json"))
    #expect(
      quality.tables.flatMap(\.files) == [
        "residents.csv", "programs.csv", "participation.csv", "health.csv", "services.csv",
      ])
    for table in quality.tables {
      let dropped =
        table.rejected.map(\.count).reduce(0, +) + table.orphans.map(\.count).reduce(0, +)
      #expect(table.read == table.used + dropped + table.repeatedIdentical + table.superseded)
      // What is used of the dirty files are the rows of the clean ones.
      #expect(table.used == (try Sheet(path: "\(data)/clean/\(table.files[0])")).rows.count)
      if form == "dirty" {
        #expect(table.read == (try Sheet(path: "\(data)/dirty/\(table.files[0])")).rows.count)
      }
    }
    // `pfs data` reports the same.
    let report = try Command.run(
      "data", programme.path, "--data", programme.data, "--format", "json")
    #expect(report.status == 0)
    let again = try JSONDecoder().decode(QualityRecord.self, from: Data(report.output.utf8))
    #expect(again.tables.map(\.read) == quality.tables.map(\.read))
    #expect(again.tables.map(\.used) == quality.tables.map(\.used))
  }

  /// A rejected, an orphan, an identical and a superseded row are each counted once.
  @Test func reasonsAreCounted() throws {
    let scratch = try Walks.scratch(
      persons: Data(
        (Walks.persons + "CANARYb,1950-01-02,70,R,\n" + "CANARYb,1950-01-02,71,R,\n"
          + "CANARYc,1950-01-02,300,R,\n").utf8),
      visits: Data((Walks.visits + "CANARYz,2025-05-01\nCANARYc,2025-05-01\n").utf8))
    try scratch.write(
      "contract.pfs",
      Walks.english
        .replacing(
          "  key             person_no\n",
          with: """
              key             person_no
              out of range    weight reject row
              repeated        identical rows once, same key largest weight

            """
        )
        .replacing("person_no person\n", with: "person_no person, orphans reject row\n"))
    let run = try Command.run(
      "data", scratch["contract.pfs"], "--data", scratch["data"], "--format", "json")
    try #require(run.status == 0, "\(run.text)")
    let tables = try JSONDecoder().decode(QualityRecord.self, from: Data(run.output.utf8)).tables
    #expect(tables.map(\.read) == [5, 5])
    #expect(tables.map(\.used) == [2, 3])
    #expect(tables[0].repeatedIdentical == 1)
    #expect(tables[0].superseded == 1)
    #expect(tables[0].rejected.map(\.count) == [1])
    #expect(tables[0].rejected.map(\.column) == ["weight"])
    // CANARYz never was there; CANARYc was, and its row was rejected.
    #expect(tables[1].orphans.map(\.count) == [2])
    #expect(!run.text.contains(Walks.mark))
  }
}
