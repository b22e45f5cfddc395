import Foundation
import TestSupport
import Testing

/// The calendar's edges, from `edge_cases.json`, through contract and data.
@Suite(.enabled(if: Repository.hasShared, "the edge cases are beside the repository, in ../shared"))
struct EdgeTests {
  struct Edges: Decodable {
    struct Age: Decodable {
      let birth, on: String
      let age_birthday, age_statute_end_of_day: Int
    }
    struct Year: Decodable {
      let date: String
      let fiscal_year: Int
    }
    struct Date: Decodable {
      let text, iso: String
    }
    struct Refused: Decodable {
      let text: String
    }
    struct Lenient: Decodable {
      let text: String
      let reading: String?
    }
    struct Tax: Decodable {
      let net, tax_floor, gross: Int
    }
    let age: [Age]
    let fiscal_year: [Year]
    let dates: [Date]
    let dates_must_be_rejected: [Refused]
    let dates_lenient: [Lenient]
    let consumption_tax_floor: [Tax]
  }

  static let edges = Result {
    try JSONDecoder().decode(
      Edges.self,
      from: Data(
        contentsOf: URL(fileURLWithPath: "\(Repository.shared)/data/edge/edge_cases.json")))
  }

  static let contract = """
    language en
    contract edges "Edges"
      parties         client "A City", provider "B KK"
      term            from 2020-04-01 to 2025-03-31
      year starts     April

    table person                                              per Art. 3
      key             person_no
      person_no       code
      birth           date
      on_day          date
    table event                                               per Art. 3
      key             event_no
      dated by        held
      normalise       NFKC
      event_no        code
      held            date
    value by_birthday                                         per Art. 4
      of              person
      age             birth at on_day, by birthday
    value by_statute                                          per Art. 4
      of              person
      age             birth at on_day, by statute
    value day_number                                          per Art. 4
      of              event
      formula         held − 1900-01-01
    population everybody                                     per Art. 4
      of              person
    population of_65                                          per Art. 4
      of              everybody
      where           by_birthday at least 65 years
    population of_65_by_statute                               per Art. 4
      of              everybody
      where           by_statute at least 65 years
    population events                                         per Art. 4
      of              event
    population of_the_year                                    per Art. 4
      of              events
      where           held in settlement year
    indicator birthday_age                                    per Art. 5
      kind            total
      of              everybody
      sum             by_birthday
      by              person_no
    indicator statute_age                                     per Art. 5
      kind            total
      of              everybody
      sum             by_statute
      by              person_no
    indicator old_enough                                      per Art. 5
      kind            persons
      of              of_65
    indicator old_enough_by_statute                           per Art. 5
      kind            persons
      of              of_65_by_statute
    indicator days                                            per Art. 5
      kind            total
      of              events
      sum             day_number
      by              event_no
    indicator in_year                                         per Art. 5
      kind            total
      of              of_the_year
      count           rows
      unit            service
    payment fee                                               per Art. 7
      amount          1 yen per service × in_year
    settlement yearly                                         per Art. 8
      basis           each year on its own
      total           fee

    """

  static func scratch(
    persons: [(birth: String, on: String)] = [], events: [String] = []
  ) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("c.pfs", contract)
    // No table is empty; the last rows are before the term, and of nobody of 65.
    let people = Sheet(
      header: ["person_no", "birth", "on_day"],
      rows: (persons + [("2000-01-01", "2000-01-01")]).enumerated().map {
        ["P\($0.offset + 1)", $0.element.birth, $0.element.on]
      })
    let held = Sheet(
      header: ["event_no", "held"],
      rows: (events + ["2000-01-01"]).enumerated().map { ["E\($0.offset + 1)", $0.element] })
    try scratch.write("data/person.csv", people.text())
    try scratch.write("data/event.csv", held.text())
    return scratch
  }

  static func settle(_ scratch: Scratch, _ period: Int = 2021) throws -> Finished {
    try Command.run(
      "settle", scratch["c.pfs"], "--data", scratch["data"], "--period", "\(period)", "--format",
      "json")
  }

  static func record(_ run: Finished) throws -> Record {
    try #require(run.status == 0, "\(run.errors)")
    return try Record(json: run.output)
  }

  /// Days since 1900-01-01, by counting years and months.
  static func dayNumber(_ iso: String) -> Int {
    let parts = iso.split(separator: "-").compactMap { Int($0) }
    func isLeap(_ year: Int) -> Bool {
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
    var days = parts[2] - 1
    for year in 1900..<parts[0] { days += isLeap(year) ? 366 : 365 }
    let lengths = [31, isLeap(parts[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return days + lengths.prefix(parts[1] - 1).reduce(0, +)
  }

  @Test func agesByBirthdayAndByStatute() throws {
    let ages = try Self.edges.get().age
    #expect(ages.count >= 9)
    let scratch = try Self.scratch(persons: ages.map { ($0.birth, $0.on) })
    let record = try Self.record(try Self.settle(scratch))
    for (number, age) in ages.enumerated() {
      #expect(record["birthday_age[P\(number + 1)]"] == "\(age.age_birthday)/1", "\(age)")
      #expect(record["statute_age[P\(number + 1)]"] == "\(age.age_statute_end_of_day)/1", "\(age)")
    }
    #expect(record["old_enough"] == "\(ages.filter { $0.age_birthday >= 65 }.count)/1")
    #expect(
      record["old_enough_by_statute"]
        == "\(ages.filter { $0.age_statute_end_of_day >= 65 }.count)/1")
  }

  @Test func eachDayIsInItsFiscalYear() throws {
    let years = try Self.edges.get().fiscal_year
    // And by hand the first and last day of the term, and those beside them.
    let days: [(date: String, year: Int)] =
      years.map { ($0.date, $0.fiscal_year) } + [
        ("2020-03-31", 2019), ("2020-04-01", 2020), ("2025-03-31", 2024), ("2025-04-01", 2025),
        ("2021-03-31", 2020), ("2021-04-01", 2021),
      ]
    let scratch = try Self.scratch(events: days.map(\.date))
    for year in 2020...2024 {
      let record = try Self.record(try Self.settle(scratch, year))
      #expect(record["in_year"] == "\(days.filter { $0.year == year }.count)/1", "\(year)")
      #expect(record.due == "\(days.filter { $0.year == year }.count)")
    }
  }

  @Test func datesAreReadAsWritten() throws {
    let dates = try Self.edges.get().dates
    #expect(dates.count >= 17)
    let scratch = try Self.scratch(events: dates.map(\.text))
    let run = try Self.settle(scratch)
    let record = try Self.record(run)
    for (number, date) in dates.enumerated() {
      #expect(record["days[E\(number + 1)]"] == "\(Self.dayNumber(date.iso))/1", "\(date.text)")
    }
    #expect(!run.errors.contains("D226"))
  }

  /// Dates beyond an era are read and counted; year 0 is refused with the impossible days.
  @Test func erasOverrunWithAWarning() throws {
    let lenient = try Self.edges.get().dates_lenient.filter { $0.reading != nil }
    let scratch = try Self.scratch(events: lenient.map(\.text))
    let run = try Self.settle(scratch)
    let record = try Self.record(run)
    for (number, date) in lenient.enumerated() {
      #expect(
        record["days[E\(number + 1)]"] == "\(Self.dayNumber(date.reading ?? ""))/1",
        "\(date.text)")
    }
    #expect(run.errors.contains("warning[D226]: "))
    #expect(run.errors.contains("\(lenient.count)"))
  }

  @Test func impossibleDatesAreRefusedEach() throws {
    let edges = try Self.edges.get()
    let texts =
      edges.dates_must_be_rejected.map(\.text)
      + edges.dates_lenient.filter { $0.reading == nil }.map(\.text)
    let scratch = try Self.scratch(events: texts)
    let run = try Command.run(
      "settle", scratch["c.pfs"], "--data", scratch["data"], "--period", "2021", "--output",
      scratch["bundle"])
    #expect(run.status == 1)
    for line in 2...(texts.count + 1) {
      #expect(try scratch.text("bundle-refused.csv").contains("event.csv,\(line),held,"), "\(line)")
    }
    #expect(!scratch.exists("bundle"))
  }

  /// Consumption tax is cut off below one yen.
  @Test func taxIsCutOff() throws {
    let scratch = try Scratch()
    try scratch.write(
      "c.pfs",
      """
      language en
      contract tax "Tax"
        parties         client "A City", provider "B KK"
        term            from 2021-04-01 to 2022-03-31
        year starts     April

      indicator net                                             per Art. 5
        kind            reported
        unit            yen
      payment fee                                               per Art. 7
        amount          net
        round           down to 1 yen
      settlement yearly                                         per Art. 8
        basis           each year on its own
        total           fee
        tax             10 percent
        tax round       down to 1 yen

      """)
    for tax in try Self.edges.get().consumption_tax_floor {
      try scratch.write(
        "data/reported.csv", "figure,value,unit,evidence\nnet,\(tax.net),yen,R\n")
      let record = try Self.record(try Self.settle(scratch))
      #expect(record["tax"] == "\(tax.tax_floor)/1", "\(tax.net)")
      #expect(record.due == "\(tax.gross)", "\(tax.net)")
    }
  }
}
