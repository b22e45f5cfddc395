import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// The population of a genki data set by the words of `genki/INDICATORS.md`, with the models that several
/// of its indicators are read off.
final class GenkiStudy: Sendable {
  struct Person: Sendable {
    let id: String
    let district: String
    let participant: Bool
    let index: CivilDate
    let exit: CivilDate
    let age: Int
    let female: Bool
    let before: Measurements?
    let after: Measurements?
    /// The records of care with the day of certification, in their order.
    let care: [(on: CivilDate, yen: Int)]

    var certified: CivilDate? { care.map(\.on).min() }
  }

  /// What was measured at one wave.
  struct Measurements: Sendable {
    /// In tenths of a kilogram.
    let grip: Int64?
    /// In hundredths of a metre per second.
    let gait: Int64?
    let subjectiveHealth: Int64?
    let socialFrequency: Int64?
    /// 25 times the mean of the checklist's answers, if 20 are given.
    let frailty: Exact?
  }

  /// A person under observation for certification (I17).
  struct FollowUp: Sendable {
    let person: Person
    let days: Int64
    let certified: Bool
  }

  /// In the order of ids.
  let people: [Person]
  let followUps: [FollowUp]
  /// The exact fractions of `Tests/Oracles`, with which `Scripts/figures-check` and `Scripts/city-check`
  /// compare what the tool settles.
  let exact: [String: Exact]

  let ancova: Once<LinearModel>
  let ancovaDistricts: Once<Factor>

  static let small = Once {
    try GenkiStudy(SharedData.folder("genki/small/clean"), exact: "genki_small.json")
  }

  /// Of 57,000 residents; `Benchmarks/city-data` makes the data.
  static let city = Once { try GenkiStudy(cityFolder, exact: "genki_city.json") }
  static let cityFolder = SharedData.project.appending(path: ".build/benchmarks/city/clean")

  private init(_ folder: URL, exact name: String) throws {
    let fractions = try JSONDecoder().decode(
      [String: String].self,
      from: Data(contentsOf: SharedData.project.appending(path: "Tests/Oracles/\(name)")))
    exact = try fractions.mapValues { try #require(Exact(fraction: $0)) }
    let people = try Self.people(folder)
    self.people = people
    followUps = people.compactMap { person in
      let date = person.certified
      if let date, date <= person.index { return nil }
      let event = date.map { $0 <= person.exit } ?? false
      let stop = event ? date ?? person.exit : person.exit
      let days = stop.days(since: person.index)
      return days > 0 ? FollowUp(person: person, days: Int64(days), certified: event) : nil
    }
    ancova = Once { try Self.ancova(people) }
    ancovaDistricts = Once {
      Factor(
        name: "district",
        labels: people.filter { $0.before != nil && $0.after != nil }.map(\.district))
    }
  }

  // MARK: - Reading

  private static func people(_ folder: URL) throws -> [Person] {
    let residents = try Cells(folder.appending(path: "residents.csv"))
    var indexes: [String: CivilDate] = [:]
    let comparison = try Cells(folder.appending(path: "comparison.csv"))
    for (id, on) in zip(try comparison["resident_id"], try comparison["index_on"]) {
      indexes[id] = try date(on)
    }
    var care: [String: [(on: CivilDate, yen: Int)]] = [:]
    let records = try Cells(folder.appending(path: "care.csv"))
    for ((id, on), yen) in zip(
      zip(try records["resident_id"], try records["certified_on"]),
      try records["benefit_yen_month"])
    {
      care[id, default: []].append((try date(on), try #require(Int(yen))))
    }
    let waves = try measurements(folder)
    let columns = try [
      "resident_id", "birth_date", "sex", "district", "enrolled_on", "consent", "moved_out_on",
      "died_on",
    ].map { try residents[$0] }
    let end = try #require(CivilDate(year: 2024, month: 3, day: 31))
    var people: [Person] = []
    for row in columns[0].indices where columns[5][row] == "Y" {
      let id = columns[0][row]
      let participant = !columns[4][row].isEmpty
      guard let index = participant ? try date(columns[4][row]) : indexes[id] else { continue }
      let birth = try date(columns[1][row])
      let isBefore = (index.month, index.day) < (birth.month, birth.day)
      let age = index.year - birth.year - (isBefore ? 1 : 0)
      guard age >= 65 else { continue }
      var exit = end
      for text in [columns[6][row], columns[7][row]] where !text.isEmpty {
        exit = min(exit, try date(text))
      }
      people.append(
        Person(
          id: id, district: columns[3][row], participant: participant, index: index, exit: exit,
          age: age, female: columns[2][row] == "F", before: waves["baseline \(id)"],
          after: waves["followup \(id)"], care: care[id] ?? []))
    }
    return people.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  private static func measurements(_ folder: URL) throws -> [String: Measurements] {
    let table = try Cells(folder.appending(path: "health.csv"))
    let (ids, waves) = (try table["resident_id"], try table["wave"])
    let (grip, gait) = (try table["grip_kg"], try table["gait_mps"])
    let (health, social) = (try table["subjective_health"], try table["social_freq"])
    let answers = try (1...25).map { try table[$0 < 10 ? "k0\($0)" : "k\($0)"] }
    func scaled(_ text: String, _ factor: Exact) throws -> Int64? {
      text.isEmpty ? nil : (try #require(Exact(decimal: text)) * factor).int64
    }
    var result: [String: Measurements] = [:]
    for row in ids.indices {
      let given = answers.compactMap { Int($0[row]) }
      let frailty = given.count >= 20 ? Exact(25 * given.reduce(0, +), over: given.count) : nil
      result["\(waves[row]) \(ids[row])"] = Measurements(
        grip: try scaled(grip[row], 10), gait: try scaled(gait[row], 100),
        subjectiveHealth: Int64(health[row]), socialFrequency: Int64(social[row]),
        frailty: frailty)
    }
    return result
  }

  private static func date(_ text: String) throws -> CivilDate {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    try #require(parts.count == 3, "\(text)")
    return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
  }

  // MARK: - Persons and columns

  /// Those with both waves.
  var followed: [(person: Person, before: Measurements, after: Measurements)] {
    people.compactMap { person in
      person.before.flatMap { before in person.after.map { (person, before, $0) } }
    }
  }

  static func term(_ name: String, _ values: [Int64?], scale: Int = 0) throws -> Term {
    .numeric(
      name,
      try Sample(
        values: values.map { $0 ?? 0 }, scale: scale, validity: RowMask(values.map { $0 != nil })))
  }

  /// Grip at follow-up on participation and what was measured before (I14).
  private static func ancova(_ people: [Person]) throws -> LinearModel {
    let rows = people.filter { $0.before != nil && $0.after != nil }
    return try LinearModel(
      Design(
        response: term("grip_kg1", rows.map { $0.after?.grip }, scale: 1),
        terms: [
          term("treat", rows.map { $0.participant ? 1 : 0 }),
          term("grip_kg0", rows.map { $0.before?.grip }, scale: 1),
          term("age", rows.map { Int64($0.age) }), term("female", rows.map { $0.female ? 1 : 0 }),
          .exact("k_total0", rows.map { $0.before?.frailty }),
          term("subjective_health0", rows.map { $0.before?.subjectiveHealth }),
        ]))
  }
}

/// The cells of a plain file: no quotes, a header.
private struct Cells {
  private var columns: [String: [String]] = [:]

  init(_ file: URL) throws {
    let text = try #require(String(data: try Data(contentsOf: file), encoding: .utf8))
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map {
      $0.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    }
    let names = try #require(lines.first).map { String(Substring($0)) }
    var cells = [[String]](repeating: [], count: names.count)
    for line in lines.dropFirst() {
      try #require(line.count == names.count)
      for (index, cell) in line.enumerated() { cells[index].append(String(Substring(cell))) }
    }
    columns = Dictionary(uniqueKeysWithValues: zip(names, cells))
  }

  subscript(name: String) -> [String] { get throws { try #require(columns[name], "\(name)") } }
}
