import Contract
import Diagnostics
import Execution
import Quantities
import Testing

/// What the order of rows, the number of cores and rows of others must not change.
@Suite struct OrderTests {
  /// Persons with visits, made by a generator; big enough that rows are shared between cores.
  static func plan(persons: Int, visits: Int) -> Plan {
    var random = SplitMix(state: 7)
    var plan = Plan()
    let person = plan.table(
      "person", [("id", .code), ("x", .number(.number)), ("town", .code), ("enrolled", .date)],
      csv: (0..<persons).map { index in
        let x = Int(random.next() % 2000)
        let town = Int(random.next() % 5)
        let day = Plan.day(2025, 4, 1).adding(days: Int(random.next() % 60))
        return "p\(index),\(x % 7 == 0 ? "" : "\(x / 10).\(x % 10)"),t\(town),\(day)\n"
      }.joined())
    plan.table(
      "visit",
      [
        ("id", .code), ("who", .reference(person)), ("held", .date), ("minutes", .number(.number)),
        ("kind", .oneOf(["trial", "regular"])),
      ],
      csv: (0..<visits).map { index in
        let who = Int(random.next() % UInt64(persons))
        let day = Plan.day(2025, 3, 1).adding(days: Int(random.next() % 500))
        let minutes = Int(random.next() % 200)
        return "v\(index),p\(who),\(day),\(minutes < 5 ? "" : "\(minutes)"),"
          + (random.next() % 4 == 0 ? "trial\n" : "regular\n")
      }.joined())
    let all = RowSelection.plain(table: 1, population: nil, link: 1, window: nil, conditions: [])
    let year = RowSelection.plain(
      table: 1, population: nil, link: 1, window: .settlementYear,
      conditions: [.oneOf(.column(4), [1], negated: false)])
    let soon = RowSelection.plain(
      table: 1, population: nil, link: 1,
      window: .days(from: 1, to: 90, after: true, anchor: .cell(.column(3))), conditions: [])
    let minutes = Expression.cell(.column(3))
    let values: [(RowSelection, Aggregate)] = [
      (all, .count), (year, .distinctDays), (year, .distinctMonths), (year, .monthsInARow),
      (soon, .count), (year, .sum(minutes)), (all, .take(minutes, .largest)),
      (all, .take(minutes, .smallest)), (soon, .take(minutes, .mean)),
      (year, .take(.cell(.column(2)), .latest)),
    ]
    let people = plan.population("people", of: 0)
    for (selection, aggregate) in values {
      let isDate = if case .take(.cell(.column(2)), _) = aggregate { true } else { false }
      let value = plan.value(
        of: 0, type: isDate ? .date : .number(.number), .rows(selection, aggregate),
        missing: .countsAsZero, decimals: isDate ? nil : 1)
      let figure: Expression =
        isDate
        ? .subtract(.cell(.value(value)), .date(Plan.day(2025, 1, 1))) : .cell(.value(value))
      plan.indicator("mean\(value)", .mean(of: people, figure, missing: .excluded))
      plan.indicator("variance\(value)", .variance(of: people, figure, missing: .excluded))
    }
    let rows = plan.population(
      "rows", of: 1, .present(.column(3)), .dateIn(.cell(.column(2)), .settlementYear),
      .date(.cell(.column(2)), .onOrAfter, .cell(.through(link: 1, table: 0, .column(3)))))
    let links = [Condition.Link(column: 1, table: 0)]
    plan.indicator("persons", .persons(of: rows, links: links))
    plan.indicator("minutes", .totalSum(of: rows, minutes, missing: .excluded))
    plan.indicator(
      "town", .persons(of: rows, links: links),
      by: .code(.through(link: 1, table: 0, .column(2)), table: 0, column: 2))
    plan.indicator("month", .totalRows(of: rows), by: .month(.column(2)))
    return plan
  }

  @Test func theOrderOfRowsChangesNothing() throws {
    let plan = Self.plan(persons: 300, visits: 5000)
    let text = try plan.run().text
    for seed in 1...3 {
      #expect(try plan.run(shuffledBy: SplitMix(state: UInt64(seed))).text == text)
    }
  }

  /// The same visits four times over, by four times as many persons, are enough rows for several
  /// cores; every count is then four times as large, and every mean the same.
  @Test func manyRowsEqualFewRows() throws {
    let few = Self.plan(persons: 1500, visits: 20_000)
    var many = few
    many.texts[0] = (0..<4).map { copy in
      few.texts[0].split(separator: "\n").map { "c\(copy)\($0)\n" }.joined()
    }.joined()
    many.texts[1] = (0..<4).map { copy in
      few.texts[1].split(separator: "\n").map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return (["c\(copy)\(cells[0])", "c\(copy)\(cells[1])"] + cells[2...].map(String.init))
          .joined(separator: ",") + "\n"
      }.joined()
    }.joined()
    let (a, b) = (try few.run(), try many.run())
    #expect(a.measurements.count == b.measurements.count)
    for (one, four) in zip(a.measurements, b.measurements) {
      #expect(one.id == four.id)
      if one.id.name.hasPrefix("mean") {
        #expect(one.value == four.value, "\(one.id)")
      } else if !one.id.name.hasPrefix("variance") {
        #expect(one.value * 4 == four.value, "\(one.id)")
      }
      #expect(one.missingExcluded * 4 == four.missingExcluded)
    }
    for (one, four) in zip(a.flows, b.flows) {
      #expect(one.steps.map { $0.missing * 4 } == four.steps.map(\.missing))
      #expect(one.steps.map { $0.excluded * 4 } == four.steps.map(\.excluded))
      #expect(one.persons.map { $0 * 4 } == four.persons)
    }
  }

  @Test func personsOutsideChangeNothing() throws {
    var plan = Self.plan(persons: 200, visits: 2000)
    let inside = plan.population(
      "inside", of: 0, .code(.column(2), ["t0", "t1", "t2", "t3", "t4"], negated: false))
    plan.indicators = plan.indicators.filter { $0.declaration.name.hasPrefix("mean") }.map {
      guard case .mean(_, let figure, let missing) = $0.kind else { return $0 }
      return Indicator(
        declaration: $0.declaration, kind: .mean(of: inside, figure, missing: missing),
        grouping: nil, record: nil, minimum: nil, unit: .number, kindWord: .mean,
        kindSpan: $0.kindSpan)
    }
    let before = try plan.run()
    plan.texts[0] += "stranger,1999.9,elsewhere,2025-04-01\n"
    plan.texts[1] += "s1,stranger,2025-05-01,199,regular\n"
    let after = try plan.run()
    #expect(before.measurements.map(\.value) == after.measurements.map(\.value))
    #expect(before.measurements.map(\.counts) == after.measurements.map(\.counts))
    #expect(before.measurements.map(\.method) == after.measurements.map(\.method))
  }

  @Test func tiesAreErrorsInAnyOrder() throws {
    var plan = Plan()
    plan.table("person", [("id", .code)], csv: "a\n")
    plan.table(
      "visit",
      [("id", .code), ("who", .reference(0)), ("held", .date), ("minutes", .number(.number))],
      csv: "1,a,2025-05-01,5\n2,a,2025-05-01,6\n3,a,2025-05-01,5\n4,a,2025-04-01,7\n")
    let value = plan.value(
      of: 0,
      .rows(
        RowSelection.plain(table: 1, population: nil, link: 1, window: nil, conditions: []),
        .take(.cell(.column(3)), .latest)))
    let all = plan.population(of: 0)
    plan.indicator("x", .totalSum(of: all, .cell(.value(value)), missing: .excluded))
    for seed in 0..<6 {
      #expect(throws: Diagnostics.self) {
        try plan.run(shuffledBy: SplitMix(state: UInt64(seed)))
      }
    }
  }
}
