import Contract
import Execution
import Quantities
import Testing

/// Five persons and what was granted to them, looked at on firsts of months. Expected figures were
/// counted by hand.
@Suite("Person-time grid") struct GridTests {
  static let keys = ["a", "b", "c", "d", "e"]

  /// a: from 1 April until the first of June; b: from the second of April until 30 June; c: nobody
  /// knows from when; d: the whole year, without a grant; e: from 2 May until the end of May.
  static let persons = """
    a,2025-04-01,2025-06-01
    b,2025-04-02,2025-06-30
    c,,2025-06-30
    d,2025-04-01,2026-03-31
    e,2025-05-02,2025-05-31

    """

  /// a: 100 from before the year, 250.5 from the first of May on; b: 40 from the second of May on.
  static let grants = """
    1,a,2025-03-31,100,
    2,a,2025-05-01,250.5,
    3,b,2025-05-02,40,
    4,c,2025-04-01,7,
    5,,2025-04-01,9,

    """

  static func plan(grants: String = grants) -> Plan {
    var plan = Plan()
    plan.table(
      "person", [("id", .code), ("start", .date), ("end", .date)], csv: persons)
    plan.table(
      "grants",
      [
        ("id", .code), ("who", .reference(0)), ("granted", .date), ("amount", .number(.number)),
        ("ends", .date),
      ], dated: 2, csv: grants)
    return plan
  }

  static let present: [Condition] = [
    .date(.cell(.column(1)), .onOrBefore, .observationDay),
    .date(.cell(.column(2)), .onOrAfter, .observationDay),
  ]

  static func inForce(_ conditions: Condition...) -> PersonTimeGrid.InForce {
    PersonTimeGrid.InForce(
      rows: RowSelection.plain(
        table: 1, population: nil, link: 1, window: nil,
        conditions: [.date(.cell(.column(2)), .onOrBefore, .observationDay)] + conditions),
      figure: .cell(.column(3)))
  }

  func figures(
    _ measure: PersonTimeGrid.Measure, dates: DateInterval? = nil,
    conditions: [Condition] = present, missing: MissingRule = .countsAsZero,
    decimals: Int? = nil, in plan: Plan = plan()
  ) throws -> [String] {
    var plan = plan
    let value = plan.value(
      of: 0, .grid(PersonTimeGrid(dates: dates, conditions: conditions.anywhere, measure: measure)),
      missing: missing, decimals: decimals)
    return try plan.figures(ofValue: value, keys: Self.keys)
  }

  /// The codes of what stops a run with a sum over the grid.
  func errors(grants: String, conditions: [Condition] = present) throws -> [String] {
    var plan = Self.plan(grants: grants)
    let value = plan.value(
      of: 0,
      .grid(
        PersonTimeGrid(dates: nil, conditions: conditions.anywhere, measure: .sum(Self.inForce()))),
      missing: .countsAsZero)
    plan.indicator(
      "x", .totalSum(of: plan.population(of: 0), .cell(.value(value)), missing: .excluded))
    return try plan.errors()
  }

  @Test("counts the firsts of months on which all conditions hold, both ends included")
  func count() throws {
    // a: April, May, June; b: May, June; d: the twelve months; e: no first of a month.
    #expect(try figures(.count) == ["3", "2", "0", "12", "0"])
    #expect(try figures(.count, missing: .staysMissing) == ["3", "2", "-", "12", "0"])
    #expect(try figures(.count, conditions: []) == ["12", "12", "12", "12", "12"])
  }

  @Test("sums the record in force: from before the window, of the same day, or none")
  func sum() throws {
    // a: 100 + 250.5 + 250.5; b: nothing yet on the first of May, then 40.
    #expect(try figures(.sum(Self.inForce())) == ["601", "40", "0", "0", "0"])
    // Who has no record on some day has no sum; nobody is missing on no day.
    #expect(
      try figures(.sum(Self.inForce()), missing: .staysMissing) == ["601", "-", "-", "-", "0"])
    #expect(
      try figures(.sum(Self.inForce()), decimals: 0) == ["601", "40", "0", "0", "0"])
  }

  @Test("takes the mean over the days of observation; there is none of no day")
  func mean() throws {
    #expect(
      try figures(.mean(Self.inForce()), decimals: 2) == ["200.33", "20", "-", "0", "-"])
    #expect(
      try figures(.mean(Self.inForce()), missing: .staysMissing, decimals: 0)
        == ["200", "-", "-", "-", "-"])
  }

  @Test("looks at the first days of its own dates only")
  func dates() throws {
    let may = Plan.days(Plan.day(2025, 4, 2), Plan.day(2025, 5, 2))
    #expect(try figures(.count, dates: may) == ["1", "1", "0", "1", "0"])
    #expect(try figures(.sum(Self.inForce()), dates: may) == ["250.5", "0", "0", "0", "0"])
    let none = Plan.days(Plan.day(2025, 4, 2), Plan.day(2025, 5, 1))
    #expect(try figures(.count, dates: none) == ["0", "0", "0", "0", "0"])
    #expect(
      try figures(.mean(Self.inForce()), dates: none, decimals: 0) == ["-", "-", "-", "-", "-"])
  }

  @Test("stops at two figures of one day, if the day is looked at and they are the latest")
  func ties() throws {
    let first = "1,a,2025-04-20,100,\n"
    #expect(try errors(grants: first + "2,a,2025-04-20,101,\n") == ["E303"])
    #expect(try errors(grants: first + "2,a,2025-04-20,100,\n").isEmpty)
    #expect(try errors(grants: first + "2,a,2025-04-20,,\n") == ["E303"])
    // A later record comes before the next first of a month.
    #expect(try errors(grants: first + "2,a,2025-04-20,101,\n3,a,2025-04-30,5,\n").isEmpty)
    // On the day itself it is the latest.
    #expect(try errors(grants: "1,a,2025-06-01,100,\n2,a,2025-06-01,101,\n") == ["E303"])
    // Nobody looks at a after the first of June, nor at e.
    #expect(try errors(grants: "1,a,2025-06-02,100,\n2,a,2025-06-02,101,\n").isEmpty)
    #expect(try errors(grants: "1,e,2025-04-02,100,\n2,e,2025-04-02,101,\n").isEmpty)
    #expect(
      try errors(grants: "1,e,2025-04-02,100,\n2,e,2025-04-02,101,\n", conditions: [])
        == ["E303"])
  }

  @Test("passes over records without a date; one without a figure has a missing figure")
  func missingCells() throws {
    let plan = Self.plan(grants: "1,a,2025-04-01,100,\n2,a,,900,\n3,a,2025-06-01,,\n")
    #expect(try figures(.sum(Self.inForce()), in: plan)[0] == "200")
    #expect(try figures(.sum(Self.inForce()), missing: .staysMissing, in: plan)[0] == "-")
    #expect(try figures(.mean(Self.inForce()), decimals: 2, in: plan)[0] == "66.67")
  }

  @Test("can select rows by the day as well")
  func rowsOfTheDay() throws {
    let plan = Self.plan(
      grants: "1,a,2025-04-01,100,2025-04-30\n2,d,2025-04-01,10,2025-06-01\n3,d,2025-05-15,1,\n")
    let open = Self.inForce(
      .date(.firstPresentOf([.cell(.column(4)), .observationDay]), .onOrAfter, .observationDay))
    // d: 10 in April and May, 1 from June on.
    #expect(try figures(.sum(open), in: plan) == ["100", "0", "0", "30", "0"])
    let recent = Self.inForce(
      .dateIn(
        .cell(.column(2)), .days(from: 0, to: 30, after: false, anchor: .observationDay)))
    // d: the first of April and of May; on the first of June only the record of 15 May.
    #expect(try figures(.sum(recent), in: plan) == ["200", "0", "0", "21", "0"])
  }

  @Test("says when a sum is too large")
  func overflow() throws {
    #expect(
      try errors(grants: "1,d,2025-04-01,900000000000000000,\n") == ["E305"])
  }

  @Test("gives the same whatever the order of rows, and what a loop over persons and days gives")
  func manyRows() throws {
    var random = SplitMix(state: 7)
    let count = 3_000
    var (people, grants) = ("", "")
    var expected: Int64 = 0
    var days = 0
    let firsts = (0..<12).map { Plan.day(2025, 4, 1).adding(months: $0) }
    for person in 0..<count {
      let start = Plan.day(2025, 3, 20).adding(days: Int(random.next() % 300))
      let end = start.adding(days: Int(random.next() % 200))
      people += "p\(person),\(start),\(end)\n"
      var granted: [(CivilDate, Int64)] = []
      for grant in 0..<Int(random.next() % 5) {
        let day = Plan.day(2025, 1, 1).adding(days: Int(random.next() % 450))
        // One figure per person and day: no ties.
        let amount = Int64(day.dayNumber % 97) + Int64(person)
        granted.append((day, amount))
        grants += "\(person)x\(grant),p\(person),\(day),\(amount),\n"
      }
      for first in firsts where start <= first && first <= end {
        days += 1
        expected += granted.filter { $0.0 <= first }.max { $0.0 < $1.0 }?.1 ?? 0
      }
    }
    var plan = Self.plan(grants: grants)
    plan.texts[0] = people
    let all = plan.population(of: 0)
    for (name, measure) in [
      ("days", PersonTimeGrid.Measure.count), ("sum", .sum(Self.inForce())),
    ] {
      let value = plan.value(
        of: 0,
        .grid(PersonTimeGrid(dates: nil, conditions: Self.present.anywhere, measure: measure)),
        missing: .countsAsZero)
      plan.indicator(
        name, .totalSum(of: all, .cell(.value(value)), missing: .excluded))
    }
    let result = try plan.run()
    #expect(result.fraction("days") == "\(days)/1")
    #expect(result.fraction("sum") == "\(expected)/1")
    #expect(try plan.run(shuffledBy: SplitMix(state: 11)).text == result.text)
  }
}
