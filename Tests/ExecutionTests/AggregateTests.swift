import Contract
import Execution
import Quantities
import Testing

/// Four persons and their visits. Expected figures were read off the table by hand.
@Suite struct AggregateTests {
  static let keys = ["a", "b", "c", "d"]

  /// a: five visits, two of them on 10 May, one without minutes; b: one; c: two in April of the
  /// next year; d: none.
  static func plan() -> Plan {
    var plan = Plan()
    let person = plan.table(
      "person", [("id", .code), ("enrolled", .date)],
      csv: """
        a,2025-04-20
        b,2025-06-01
        c,
        d,2025-06-01

        """)
    plan.table(
      "visit",
      [
        ("id", .code), ("who", .reference(person)), ("held", .date), ("minutes", .number(.number)),
        ("kind", .oneOf(["trial", "regular"])), ("place", .code),
      ],
      csv: """
        1,a,2025-04-20,30,trial,P1
        2,a,2025-05-10,45.5,regular,P1
        3,a,2025-05-10,20,regular,P2
        4,a,2025-07-01,,regular,P2
        5,a,2026-04-01,90,regular,P2
        6,b,2025-08-31,60,regular,P1
        7,c,2026-04-01,10,regular,P1
        8,c,2026-04-30,20,regular,P3
        9,,2025-05-01,99,regular,P1

        """)
    return plan
  }

  static func selection(
    window: Window? = nil, population: Int? = nil, _ conditions: Condition...
  ) -> RowSelection {
    RowSelection.plain(
      table: 1, population: population, link: 1, window: window, conditions: conditions)
  }

  func figures(
    _ aggregate: Aggregate, window: Window? = nil, conditions: [Condition] = [],
    type: ValueType = .number(.number), missing: MissingRule = .staysMissing, decimals: Int? = nil
  ) throws -> [String] {
    var plan = Self.plan()
    let selection = RowSelection.plain(
      table: 1, population: nil, link: 1, window: window, conditions: conditions)
    let value = plan.value(
      of: 0, type: type, .rows(selection, aggregate), missing: missing, decimals: decimals)
    return try plan.figures(ofValue: value, keys: Self.keys)
  }

  let minutes = Expression.cell(.column(3))

  @Test func count() throws {
    #expect(try figures(.count) == ["5", "1", "2", "0"])
    #expect(try figures(.count, window: .settlementYear) == ["4", "1", "0", "0"])
    #expect(try figures(.count, window: .upToSettlementYearEnd) == ["4", "1", "0", "0"])
  }

  @Test func distinctDaysAndMonths() throws {
    #expect(try figures(.distinctDays) == ["4", "1", "2", "0"])
    #expect(try figures(.distinctDays, window: .settlementYear) == ["3", "1", "0", "0"])
    #expect(try figures(.distinctMonths) == ["4", "1", "1", "0"])
    // April, May | July | April of the next year.
    #expect(try figures(.monthsInARow) == ["2", "1", "1", "0"])
  }

  @Test func windowsOfDates() throws {
    let may = Plan.days(Plan.day(2025, 5, 10), Plan.day(2025, 7, 2))
    #expect(try figures(.count, window: .dates(may)) == ["3", "0", "0", "0"])
    let before = Plan.days(Plan.day(2025, 5, 11), Plan.day(2025, 7, 1))
    #expect(try figures(.count, window: .dates(before)) == ["0", "0", "0", "0"])
  }

  @Test func windowsOfDaysIncludeBothEnds() throws {
    let enrolled = Expression.cell(.column(1))
    func days(_ from: Int, _ to: Int, after: Bool = true) -> Window {
      .days(from: from, to: to, after: after, anchor: enrolled)
    }
    // From 20 April: 10 May is day 20, 1 July is day 72. From 1 June: 31 August is day 91.
    #expect(try figures(.count, window: days(0, 20)) == ["3", "0", "0", "0"])
    #expect(try figures(.count, window: days(1, 19)) == ["0", "0", "0", "0"])
    #expect(try figures(.count, window: days(20, 72)) == ["3", "0", "0", "0"])
    #expect(try figures(.count, window: days(1, 91)) == ["3", "1", "0", "0"])
    #expect(try figures(.count, window: days(1, 90)) == ["3", "0", "0", "0"])
    // Nobody came before enrolling; day 0 belongs to both directions.
    #expect(try figures(.count, window: days(0, 400, after: false)) == ["1", "0", "0", "0"])
  }

  @Test func sum() throws {
    #expect(try figures(.sum(minutes)) == ["-", "60", "30", "0"])
    #expect(try figures(.sum(minutes), missing: .countsAsZero) == ["185.5", "60", "30", "0"])
    let known: [Condition] = [.present(.column(3))]
    #expect(try figures(.sum(minutes), conditions: known) == ["185.5", "60", "30", "0"])
    #expect(
      try figures(.sum(minutes), conditions: known, decimals: 0) == ["186", "60", "30", "0"])
  }

  @Test func takeFirstAndLast() throws {
    let known: [Condition] = [.present(.column(3))]
    #expect(try figures(.take(minutes, .earliest)) == ["30", "60", "10", "-"])
    #expect(try figures(.take(minutes, .latest)) == ["90", "60", "20", "-"])
    // The latest row of the year has no minutes.
    #expect(
      try figures(.take(minutes, .latest), window: .settlementYear) == ["-", "60", "-", "-"])
    #expect(
      try figures(
        .take(minutes, .latest), window: .settlementYear, missing: .countsAsZero)
        == ["0", "60", "-", "-"])
    #expect(
      try figures(.take(minutes, .largest), conditions: known) == ["90", "60", "20", "-"])
    #expect(
      try figures(.take(minutes, .smallest), conditions: known) == ["20", "60", "10", "-"])
    #expect(try figures(.take(minutes, .largest)) == ["-", "60", "20", "-"])
  }

  @Test func takeDate() throws {
    var plan = Self.plan()
    let first = plan.value(
      of: 0, type: .date, .rows(Self.selection(), .take(.cell(.column(2)), .earliest)))
    let days = plan.value(
      of: 0, .expression(.subtract(.cell(.value(first)), .cell(.column(1)))))
    #expect(try plan.figures(ofValue: days, keys: Self.keys) == ["0", "91", "-", "-"])
  }

  @Test func takeMean() throws {
    let known: [Condition] = [.present(.column(3))]
    // 185.5 / 4 = 46.375.
    #expect(
      try figures(.take(minutes, .mean), conditions: known, decimals: 2)
        == ["46.38", "60", "15", "-"])
    #expect(
      try figures(.take(minutes, .mean), conditions: known, decimals: 0) == ["46", "60", "15", "-"])
    #expect(try figures(.take(minutes, .mean), decimals: 1) == ["-", "60", "15", "-"])
  }

  @Test func takeNearest() throws {
    var plan = Plan()
    plan.table(
      "person", [("id", .code), ("target", .date)],
      csv: "a,2025-05-10\nb,2025-05-10\nc,\nd,2025-05-10\n")
    plan.table(
      "visit",
      [
        ("id", .code), ("who", .reference(0)), ("held", .date), ("minutes", .number(.number)),
      ],
      csv: """
        1,a,2025-05-08,1
        2,a,2025-05-12,2
        3,a,2025-05-13,3
        4,b,2025-05-01,4
        5,b,2025-05-18,5
        6,c,2025-05-10,6

        """)
    for (tieEarlier, expected) in [(true, "1"), (false, "2")] {
      var plan = plan
      let value = plan.value(
        of: 0,
        .rows(
          Self.selection(),
          .take(minutes, .nearest(to: .cell(.column(1)), tieEarlier: tieEarlier))))
      #expect(try plan.figures(ofValue: value, keys: Self.keys) == [expected, "5", "-", "-"])
    }
  }

  @Test func takeOnly() throws {
    let trial: [Condition] = [.oneOf(.column(4), [0], negated: false)]
    #expect(try figures(.take(minutes, .only), conditions: trial) == ["30", "-", "-", "-"])

    var plan = Self.plan()
    let value = plan.value(of: 0, .rows(Self.selection(), .take(minutes, .only)))
    let all = plan.population(of: 0)
    plan.indicator("x", .totalSum(of: all, .cell(.value(value)), missing: .excluded))
    #expect(try plan.errors() == ["E304"])
  }

  @Test func takeCode() throws {
    var plan = Self.plan()
    let place = plan.value(
      of: 0, type: .code(table: 1, column: 5),
      .rows(
        Self.selection(window: .settlementYear),
        .take(.cell(.column(5)), .earliest)))
    let at = plan.population(of: 0, .code(.value(place), ["P1"], negated: false))
    plan.indicator("at", .persons(of: at, links: []))
    plan.indicator(
      "by", .persons(of: plan.population(of: 0, .present(.value(place))), links: []),
      by: .code(.value(place), table: 1, column: 5))
    let result = try plan.run()
    #expect(result.fraction("at") == "2/1")
    #expect(result.fraction("by", "P1") == "2/1")
    #expect(result.fraction("by", "P2") == "0/1")
    #expect(result.fraction("by", "P3") == "0/1")
  }

  @Test func tieWithDifferentFigures() throws {
    var plan = Self.plan()
    let held: [Condition] = [
      .dateIn(
        .cell(.column(2)),
        .dates(Plan.days(Plan.day(2025, 5, 1), Plan.day(2025, 6, 1))))
    ]
    let selection = RowSelection.plain(
      table: 1, population: nil, link: 1, window: nil, conditions: held)
    let value = plan.value(of: 0, .rows(selection, .take(minutes, .latest)))
    let all = plan.population(of: 0)
    plan.indicator("x", .totalSum(of: all, .cell(.value(value)), missing: .excluded))
    #expect(try plan.errors() == ["E303"])

    // The same day, and the same figure: no tie.
    let same = plan.value(of: 0, type: .date, .rows(selection, .take(.cell(.column(2)), .latest)))
    plan.indicators = []
    let known = plan.population(of: 0, .present(.value(same)))
    plan.indicator("n", .persons(of: known, links: []))
    #expect(try plan.run().fraction("n") == "1/1")
  }

  @Test func rowsOfAPopulation() throws {
    var plan = Self.plan()
    let regular = plan.population(of: 1, .oneOf(.column(4), [0], negated: true))
    let value = plan.value(
      of: 0,
      .rows(Self.selection(window: .settlementYear, population: regular), .distinctDays))
    #expect(try plan.figures(ofValue: value, keys: Self.keys) == ["2", "1", "0", "0"])
  }

  @Test func conditionOnThePersonOfARow() throws {
    let after: [Condition] = [
      .date(
        .cell(.column(2)), .after, .cell(.through(link: 1, table: 0, .column(1))))
    ]
    // Of person c, whose enrolment is missing, no row can be judged, so none counts.
    #expect(try figures(.count, conditions: after) == ["4", "1", "0", "0"])
  }

  @Test func datesFarApart() throws {
    var plan = Plan()
    plan.table("person", [("id", .code)], csv: "a\nb\n")
    plan.table(
      "visit", [("id", .code), ("who", .reference(0)), ("held", .date)],
      csv: """
        1,a,0001-01-31
        2,a,9999-12-31
        3,a,9999-12-31
        4,a,9999-11-01
        5,b,2025-12-31
        6,b,2026-01-01
        7,b,2026-02-01

        """)
    for (aggregate, expected) in [
      (Aggregate.distinctDays, ["3", "3"]), (.distinctMonths, ["3", "3"]),
      (.monthsInARow, ["2", "3"]),
    ] {
      var plan = plan
      let value = plan.value(of: 0, .rows(Self.selection(), aggregate))
      #expect(try plan.figures(ofValue: value, keys: ["a", "b"]) == expected)
    }
  }
}
