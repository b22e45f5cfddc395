import Contract
import Execution
import Quantities
import Testing

/// Flows and conditions, counted by hand.
@Suite struct PopulationTests {
  static func plan() -> Plan {
    var plan = Plan()
    let place = plan.table(
      "place", [("id", .code), ("town", .code)], csv: "P1,north\nP2,south\nP3,\n")
    let person = plan.table(
      "person",
      [
        ("id", .code), ("age", .number(.age)),
        ("arm", .oneOf(["programme", "comparison", "other"])),
        ("home", .reference(place)), ("enrolled", .date),
      ],
      csv: """
        a,64,programme,P1,2025-04-01
        b,65,programme,P2,2026-03-31
        c,66,comparison,P3,2026-04-01
        d,,programme,,2025-03-31
        e,70,,P1,
        f,80,other,P1,2025-12-01

        """)
    plan.table(
      "visit", [("who", .reference(person)), ("held", .date)], key: [0, 1],
      csv: """
        a,2025-05-01
        a,2025-06-01
        b,2025-05-01
        f,2027-05-01
        f,2025-05-01

        """)
    return plan
  }

  func persons(_ conditions: Condition..., in plan: Plan = PopulationTests.plan()) throws -> String?
  {
    var plan = plan
    plan.populations.append(
      Population(
        declaration: Plan.declare("p"), subject: 1, base: nil,
        steps: conditions.map {
          Population.Step(condition: $0, reason: "", span: .init(start: 0, end: 0))
        }))
    plan.indicator("n", .persons(of: plan.populations.count - 1, links: []))
    return try plan.run().fraction("n")
  }

  @Test func stepsAddUp() throws {
    var plan = Self.plan()
    let old = plan.population(
      "old", of: 1,
      .number(
        .cell(.column(1)),
        Interval(lower: 65, includesLower: true, upper: nil, includesUpper: false)))
    let programme = plan.population(
      "programme", of: 1, base: old, .oneOf(.column(2), [0], negated: false),
      .date(.cell(.column(4)), .onOrBefore, .settlementYearEnd))
    plan.indicator("n", .persons(of: programme, links: []))
    let flows = try plan.run().flows
    #expect(flows.map(\.population) == ["old", "programme"])
    #expect(flows.map(\.rows) == [6, 6])
    #expect(flows.map(\.base) == [nil, "old"])
    #expect(flows.map(\.remaining) == [4, 1])
    #expect(flows.map(\.persons) == [nil, nil])
    let numbers = flows.flatMap(\.steps).map {
      [$0.entered, $0.excluded, $0.missing, $0.remaining]
    }
    #expect(numbers == [[6, 1, 1, 4], [4, 2, 1, 1], [1, 0, 0, 1]])
    #expect(flows[0].steps[0].reason == "where 0")
    #expect(flows[0].clause == .article(5, paragraph: 1, item: nil))
    #expect(flows[0].table == "person")
  }

  @Test func rowsKnowTheirPersons() throws {
    var plan = Self.plan()
    let visits = plan.population(of: 2, .dateIn(.cell(.column(1)), .settlementYear))
    plan.indicator("n", .persons(of: visits, links: [.init(column: 0, table: 1)]))
    plan.indicator("rows", .totalRows(of: visits))
    let result = try plan.run()
    #expect(result.flows[0].remaining == 4)
    #expect(result.flows[0].persons == 3)
    #expect(result.fraction("n") == "3/1")
    #expect(result.count("rows", of: "n") == "4")
    #expect(result.fraction("rows") == "4/1")
    #expect(result.count("persons", of: "rows") == "3")
  }

  @Test func onlyFlowsThatFiguresRestOn() throws {
    var plan = Self.plan()
    plan.population("unused", of: 1)
    let used = plan.population("used", of: 1)
    plan.indicator("n", .persons(of: used, links: []))
    #expect(try plan.run().flows.map(\.population) == ["used"])
  }

  @Test func bounds() throws {
    func between(_ low: Exact?, _ high: Exact?, _ includesLow: Bool, _ includesHigh: Bool)
      -> Condition
    {
      .number(
        .cell(.column(1)),
        Interval(
          lower: low, includesLower: includesLow, upper: high, includesUpper: includesHigh))
    }
    #expect(try persons(between(65, nil, true, false)) == "4/1")
    #expect(try persons(between(65, nil, false, false)) == "3/1")
    #expect(try persons(between(nil, 65, false, true)) == "2/1")
    #expect(try persons(between(nil, 65, false, false)) == "1/1")
    #expect(try persons(between(65, 70, true, false)) == "2/1")
    #expect(try persons(between(65, 70, true, true)) == "3/1")
    // No whole number of years lies between.
    let half = Exact(unscaled: 655, scale: 1)
    #expect(try persons(between(half, Exact(unscaled: 659, scale: 1), true, true)) == "0/1")
    #expect(try persons(between(half, nil, true, false)) == "3/1")
  }

  @Test func boundOfADivision() throws {
    // 70 / 3 = 23.33…: above 23.3, not above 23.34.
    func over(_ bound: Exact) -> Condition {
      .number(
        .divide(.cell(.column(1)), .constant(3)),
        Interval(lower: bound, includesLower: false, upper: nil, includesUpper: false))
    }
    #expect(try persons(over(Exact(unscaled: 233, scale: 1))) == "2/1")
    #expect(try persons(over(Exact(unscaled: 2334, scale: 2))) == "1/1")
  }

  @Test func dates() throws {
    let enrolled = Expression.cell(.column(4))
    let day = Expression.date(Plan.day(2026, 3, 31))
    #expect(try persons(.date(enrolled, .onOrBefore, day)) == "4/1")
    #expect(try persons(.date(enrolled, .before, day)) == "3/1")
    #expect(try persons(.date(enrolled, .onOrAfter, day)) == "2/1")
    #expect(try persons(.date(enrolled, .after, day)) == "1/1")
    #expect(try persons(.date(enrolled, .onOrAfter, .settlementYearStart)) == "4/1")
    #expect(try persons(.dateIn(enrolled, .settlementYear)) == "3/1")
    #expect(try persons(.dateIn(enrolled, .upToSettlementYearEnd)) == "4/1")
    let window = Window.days(
      from: 0, to: 1, after: true, anchor: .date(Plan.day(2026, 3, 31)))
    #expect(try persons(.dateIn(enrolled, window)) == "2/1")
    let before = Window.days(
      from: 0, to: 1, after: false, anchor: .date(Plan.day(2026, 4, 1)))
    #expect(try persons(.dateIn(enrolled, before)) == "2/1")
  }

  @Test func codes() throws {
    #expect(try persons(.oneOf(.column(2), [0, 2], negated: false)) == "4/1")
    #expect(try persons(.oneOf(.column(2), [0, 2], negated: true)) == "1/1")
    #expect(try persons(.code(.column(0), ["a", "f", "nobody"], negated: false)) == "2/1")
    #expect(try persons(.code(.column(0), ["a"], negated: true)) == "5/1")
    // A referring column is compared by the key it refers to.
    #expect(try persons(.code(.column(3), ["P1"], negated: false)) == "3/1")
    #expect(try persons(.code(.column(3), ["P1"], negated: true)) == "2/1")
    let town = CellPath.through(link: 3, table: 0, .column(1))
    #expect(try persons(.code(town, ["north"], negated: false)) == "3/1")
    #expect(try persons(.code(town, ["north"], negated: true)) == "1/1")
  }

  @Test func codesCompareAsBytes() throws {
    // U+8FBB with and without a variation selector, and U+FA12, are three codes; so are the
    // composed and the decomposed が, which Swift's == calls equal.
    let codes = ["辻", "辻\u{E0100}", "\u{FA12}", "が", "か\u{3099}"]
    var plan = Plan()
    plan.table(
      "person", [("id", .code)], csv: codes.joined(separator: "\n") + "\n")
    let all = plan.population(of: 0)
    for (index, code) in codes.enumerated() {
      let one = plan.population(of: 0, .code(.column(0), [code], negated: false))
      plan.indicator("n\(index)", .persons(of: one, links: []))
    }
    plan.indicator(
      "by", .persons(of: all, links: []), by: .code(.column(0), table: 0, column: 0))
    let result = try plan.run()
    for index in codes.indices { #expect(result.fraction("n\(index)") == "1/1") }
    #expect(result.measurements.filter { $0.id.name == "by" }.count == 5)
  }

  @Test func presence() throws {
    #expect(try persons(.missing(.column(1))) == "1/1")
    #expect(try persons(.present(.column(1))) == "5/1")
    #expect(try persons(.missing(.column(3))) == "1/1")
    #expect(try persons(.missing(.through(link: 3, table: 0, .column(1)))) == "2/1")
  }

  @Test func membership() throws {
    var plan = Self.plan()
    let north = plan.population(of: 0, .code(.column(1), ["north"], negated: false))
    let living = plan.population(
      of: 1, .member(population: north, links: [.init(column: 3, table: 0)]))
    let visits = plan.population(
      of: 2,
      .member(
        population: north,
        links: [.init(column: 0, table: 1), .init(column: 3, table: 0)]))
    plan.indicator("living", .persons(of: living, links: []))
    plan.indicator("visits", .totalRows(of: visits))
    let result = try plan.run()
    #expect(result.fraction("living") == "3/1")
    // d, without a home, cannot be judged.
    let step = result.flows.first { $0.population == "population1" }?.steps.first
    #expect(step?.missing == 1)
    #expect(step?.excluded == 2)
    #expect(result.fraction("visits") == "4/1")
  }
}
