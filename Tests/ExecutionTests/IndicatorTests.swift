import Contract
import Diagnostics
import Execution
import LinearAlgebra
import Quantities
import Testing

/// Every kind of indicator on a few persons, expected figures by hand.
@Suite struct IndicatorTests {
  static func plan() -> Plan {
    var plan = Plan()
    let provider = plan.table(
      "provider", [("id", .code), ("group", .code)], csv: "V1,x\nV2,y\nV3,x\n")
    let person = plan.table(
      "person",
      [
        ("id", .code), ("before", .number(.number)), ("after", .number(.number)),
        ("was", .oneOf(["weak", "fit"])), ("is", .oneOf(["weak", "fit"])),
        ("start", .date), ("end", .date), ("event", .date), ("by", .reference(provider)),
      ],
      csv: """
        a,10,12.5,weak,fit,2025-04-01,2026-03-31,,V1
        b,20,20,weak,weak,2025-04-01,2026-03-31,2025-04-11,V1
        c,30,,weak,,2025-04-01,2026-03-31,2025-04-01,V2
        d,40,41,fit,weak,2025-04-01,2025-04-01,,V2
        e,,50,fit,fit,2025-04-01,2025-05-01,2025-06-01,V2
        f,7,6,weak,weak,,2025-05-01,,

        """)
    plan.table(
      "visit",
      [("id", .code), ("who", .reference(person)), ("held", .date), ("minutes", .number(.number))],
      csv: """
        1,a,2025-04-02,30
        2,a,2025-04-03,40
        3,a,2025-05-03,50
        4,b,2025-04-30,60
        5,c,2025-06-01,70
        6,d,2026-03-31,
        7,d,2026-04-01,90

        """)
    return plan
  }

  private func column(_ index: Int) -> Expression { .cell(.column(index)) }

  private func measure(
    _ kind: (Int) -> Indicator.Kind, of table: Int = 1
  ) throws -> (value: String, counts: [String: String], missing: Int, methods: Int) {
    var plan = Self.plan()
    let all = plan.population("all", of: table)
    plan.indicator("x", kind(all))
    let figure = try #require(try plan.run().measurements.first)
    #expect(figure.populations == ["all"])
    return (
      figure.value.fraction,
      Dictionary(uniqueKeysWithValues: figure.counts.map { ($0.label, $0.value.fraction) }),
      figure.missingExcluded, figure.method.count
    )
  }

  @Test func totals() throws {
    let rows = try measure({ .totalRows(of: $0) }, of: 2)
    #expect(rows.value == "7/1")
    let sum = try measure({ .totalSum(of: $0, column(3), missing: .excluded) }, of: 2)
    #expect(sum.value == "340/1")
    #expect(sum.missing == 1)
    #expect(sum.counts == ["n": "6/1"])
    #expect(sum.methods == 1)
  }

  @Test func rate() throws {
    var plan = Self.plan()
    let known = plan.population("known", of: 1, .present(.column(4)))
    let fit = plan.population("fit", of: 1, base: known, .oneOf(.column(4), [1], negated: false))
    plan.indicator("x", .rate(numerator: fit, denominator: known), unit: .percent)
    let result = try plan.run()
    // 2 of 5.
    #expect(result.fraction("x") == "40/1")
    #expect(result.count("numerator", of: "x") == "2")
    #expect(result.count("denominator", of: "x") == "5")
    #expect(result.measurements[0].populations == ["fit", "known"])
    #expect(result.measurements[0].unit == .percent)
  }

  @Test func numeratorIsCountedInsideTheDenominator() throws {
    var plan = Self.plan()
    let few = plan.population(of: 1, .code(.column(0), ["a", "b", "c"], negated: false))
    let fit = plan.population(of: 1, .oneOf(.column(4), [1], negated: false))
    plan.indicator("x", .rate(numerator: fit, denominator: few), unit: .percent)
    #expect(try plan.run().fraction("x") == "100/3")
  }

  @Test func mean() throws {
    let mean = try measure { .mean(of: $0, column(1), missing: .excluded) }
    // (10 + 20 + 30 + 40 + 7) / 5
    #expect(mean.value == "107/5")
    #expect(mean.counts == ["n": "5/1", "sum": "107/1"])
    #expect(mean.missing == 1)
    #expect(mean.methods == 1)
    let zero = try measure { .mean(of: $0, column(1), missing: .countsAsZero) }
    #expect(zero.value == "107/6")
    #expect(zero.missing == 0)
  }

  @Test func meanChange() throws {
    let change = try measure {
      .meanChange(of: $0, before: column(1), after: column(2))
    }
    // a +2.5, b 0, d +1, f −1: 2.5 / 4.
    #expect(change.value == "5/8")
    #expect(
      change.counts == ["n": "4/1", "mean before": "77/4", "mean after": "159/8"])
    #expect(change.missing == 2)
    #expect(change.methods == 1)
  }

  @Test func quantiles() throws {
    let half = Exact(unscaled: 5, scale: 1)
    let quarter = Exact(unscaled: 25, scale: 2)
    func quantile(_ p: Exact, _ type: Int) throws -> String {
      try measure { .quantile(of: $0, column(1), p: p, type: type, missing: .excluded) }.value
    }
    // 7, 10, 20, 30, 40.
    for type in [2, 6, 7] { #expect(try quantile(half, type) == "20/1") }
    #expect(try quantile(quarter, 2) == "10/1")
    // Rank 6/4 = 1.5; rank 1 + 4/4 = 2.
    #expect(try quantile(quarter, 6) == "17/2")
    #expect(try quantile(quarter, 7) == "10/1")
  }

  @Test func variance() throws {
    let variance = try measure { .variance(of: $0, column(1), missing: .excluded) }
    // Σx² = 49 + 100 + 400 + 900 + 1600 = 3049; (3049 − 107²/5) / 4 = 3796/20.
    #expect(variance.value == "949/5")
    #expect(variance.counts == ["n": "5/1", "sum": "107/1", "sum of squares": "3049/1"])
  }

  @Test func numbersBesideAFigureHaveTheirKindAndUnit() throws {
    var plan = Self.plan()
    let all = plan.population(of: 1)
    let points = plan.indicator(
      "v", .variance(of: all, column(1), missing: .excluded), unit: Unit.point.squared)
    let change = plan.indicator(
      "c", .meanChange(of: all, before: column(1), after: column(2)), unit: .percentagePoint)
    let mean = plan.indicator("m", .mean(of: all, column(1), missing: .excluded), unit: .point)
    let result = try plan.run()
    func beside(_ index: Int) -> [String] {
      result.measurements[index].counts.map { "\($0.label), \($0.kind.rawValue), \($0.unit)" }
    }
    #expect(
      beside(points) == [
        "n, count, person", "sum, sum, point", "sum of squares, sum of squares, point²",
      ])
    #expect(
      beside(change) == [
        "n, count, person", "mean before, mean, percent", "mean after, mean, percent",
      ])
    #expect(beside(mean) == ["n, count, person", "sum, sum, point"])
  }

  @Test func transition() throws {
    let moved = try measure {
      .transition(
        of: $0, start: .column(3), end: .column(4), states: ["weak", "fit"], from: 0, to: 1)
    }
    // weak→fit: a; weak→weak: b, f; fit→weak: d; fit→fit: e. c has no second state.
    #expect(moved.value == "100/3")
    #expect(
      moved.counts == [
        "n": "5/1", "weak→weak": "2/1", "weak→fit": "1/1", "fit→weak": "1/1", "fit→fit": "1/1",
      ])
    #expect(moved.missing == 1)
  }

  @Test func transitionOfFlags() throws {
    var plan = Self.plan()
    func weak(_ column: Int) -> Value.Definition {
      .allOf([.oneOf(.column(column), [0], negated: false)].anywhere)
    }
    let before = plan.value(of: 1, type: .flag, weak(3))
    let after = plan.value(of: 1, type: .flag, weak(4))
    let all = plan.population(of: 1)
    plan.indicator(
      "x",
      .transition(
        of: all, start: .value(before), end: .value(after), states: ["no", "yes"], from: 1, to: 0))
    let result = try plan.run()
    #expect(result.fraction("x") == "100/3")
    #expect(result.count("yes→no", of: "x") == "1")
    #expect(result.count("yes→yes", of: "x") == "2")
    #expect(result.count("no→yes", of: "x") == "1")
    #expect(
      result.measurements[0].counts.map(\.label) == ["n", "no→no", "no→yes", "yes→no", "yes→yes"])
  }

  @Test func personTimeRate() throws {
    let rate = try measure {
      .personTimeRate(
        of: $0, from: column(5), until: column(6), event: column(7), per: 1000,
        yearDays: Exact(unscaled: 36525, scale: 2))
    }
    // a: 364 days; b: 10 days, event; c: event on the first day, out; d: no time; e: 30 days, the
    // event is later; f: no start. 1 · 1000 · 365.25 / 404.
    #expect(rate.value == "182625/202")
    #expect(
      rate.counts == [
        "n": "3/1", "events": "1/1", "days": "404/1", "event before start": "1/1",
        "no follow-up": "1/1",
      ])
    #expect(rate.missing == 1)
    #expect(rate.methods == 1)
  }

  @Test func sumsAboveTheReachOfADoubleAreExact() throws {
    var plan = Plan()
    // 2^53 + 1, which no double holds.
    plan.table(
      "person", [("id", .code), ("x", .number(.number))],
      csv: "a,9007199254740993\nb,9007199254740993\nc,9007199254740993\n")
    let all = plan.population(of: 0)
    plan.indicator("sum", .totalSum(of: all, column(1), missing: .excluded))
    plan.indicator("mean", .mean(of: all, column(1), missing: .excluded))
    plan.indicator("variance", .variance(of: all, column(1), missing: .excluded))
    let result = try plan.run()
    #expect(result.fraction("sum") == "27021597764222979/1")
    #expect(result.fraction("mean") == "9007199254740993/1")
    #expect(result.fraction("variance") == "0/1")
    for measurement in result.measurements {
      let record = try #require(measurement.method.first)
      #expect(record.routine != .integer)
      #expect(record.limbs > 1)
      #expect(record.rows == 3)
      #expect(record.bound < 1 << 53)
    }
  }

  @Test func groupsByCode() throws {
    var plan = Self.plan()
    let visits = plan.population(of: 2)
    let links = [Condition.Link(column: 1, table: 1)]
    let provider = CellPath.through(link: 1, table: 1, .column(8))
    plan.indicator(
      "persons", .persons(of: visits, links: links), by: .code(provider, table: 1, column: 8),
      unit: .person)
    plan.indicator(
      "minutes", .totalSum(of: visits, column(3), missing: .excluded),
      by: .code(
        .through(link: 1, table: 1, .through(link: 8, table: 0, .column(1))), table: 0, column: 1))
    plan.indicator("share", .concentration(of: 0))
    let result = try plan.run()
    #expect(
      result.measurements.map(\.id.description) == [
        "persons[V1]", "persons[V2]", "persons[V3]", "minutes[x]", "minutes[y]", "share",
      ])
    #expect(
      result.measurements.map(\.value.fraction)
        == ["2/1", "2/1", "0/1", "180/1", "160/1", "1/2"])
    #expect(result.count("total", of: "share") == "4")
  }

  @Test func rowsWithoutAKey() throws {
    var plan = Self.plan()
    let all = plan.population(of: 1)
    plan.indicator("x", .persons(of: all, links: []), by: .code(.column(8), table: 1, column: 8))
    // One person has no provider: counted for nobody, so the run says so instead of paying nobody.
    #expect(try plan.errors() == ["E315"])
    plan = Self.plan()
    let known = plan.population(of: 1, .present(.column(8)))
    plan.indicator("x", .persons(of: known, links: []), by: .code(.column(8), table: 1, column: 8))
    #expect(try plan.run().fraction("x", "V2") == "3/1")
  }

  @Test func groupsByPositionInAList() throws {
    var plan = Self.plan()
    let all = plan.population(of: 1)
    plan.indicator("x", .persons(of: all, links: []), by: .code(.column(3), table: 1, column: 3))
    let result = try plan.run()
    // Byte order of the names, not the order of the list.
    #expect(result.measurements.map(\.id.description) == ["x[fit]", "x[weak]"])
    #expect(result.measurements.map(\.value.fraction) == ["2/1", "4/1"])
  }

  @Test func groupsByMonth() throws {
    var plan = Self.plan()
    let visits = plan.population(of: 2)
    plan.indicator(
      "x", .persons(of: visits, links: [.init(column: 1, table: 1)]), by: .month(.column(2)))
    let result = try plan.run()
    #expect(
      result.measurements.map { $0.id.key?.text ?? "" } == [
        "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11",
        "2025-12", "2026-01", "2026-02", "2026-03",
      ])
    #expect(
      result.measurements.map { $0.value.fraction.split(separator: "/")[0] } == [
        "2", "1", "1", "0", "0", "0", "0", "0", "0", "0", "0", "1",
      ])
    // A visit in the next year belongs to no month of the period.
    #expect(result.count("rows without key", of: "x", "2025-04") == "1")
  }

  @Test func monthsOfAPartYear() throws {
    var plan = Self.plan()
    plan.term = Plan.days(Plan.day(2025, 4, 3), Plan.day(2025, 6, 1))
    let visits = plan.population(of: 2)
    plan.indicator("x", .totalRows(of: visits), by: .month(.column(2)))
    let result = try plan.run()
    #expect(result.measurements.map(\.id.description) == ["x[2025-04]", "x[2025-05]"])
    #expect(result.measurements.map(\.value.fraction) == ["2/1", "1/1"])
  }

  @Test func reported() throws {
    var plan = Self.plan()
    plan.indicator("gain", .reported, unit: Unit("m/s"))
    #expect(try plan.errors() == ["E307"])
    let value = ReportedValue(
      value: Exact(unscaled: 51, scale: 3), unit: Unit("m/s"), evidence: "report 2025, table 3")
    let result = try plan.run(reported: ["gain": value])
    #expect(result.fraction("gain") == "51/1000")
    #expect(result.measurements[0].evidence == "report 2025, table 3")
    let wrong = ReportedValue(value: 1, unit: .percent, evidence: "")
    #expect(try plan.errors(reported: ["gain": wrong]) == ["E308"])
  }

  @Test func formulasAndAssumedFiguresAreNotMeasured() throws {
    var plan = Self.plan()
    let all = plan.population(of: 1)
    plan.indicator("n", .persons(of: all, links: []))
    plan.indicator("f", .formula(.figure(.indicator(0))))
    let later = plan.indicator("later", .reported)
    let result = try plan.run(overridden: [later])
    #expect(result.measurements.map(\.id.name) == ["n"])
    #expect(try plan.errors() == ["E307"])
  }

  @Test func tooFewPersonsStopOneIndicator() throws {
    var plan = Self.plan()
    let all = plan.population(of: 1)
    plan.indicator("enough", .persons(of: all, links: []), minimum: 6)
    plan.indicator("few", .persons(of: all, links: []), minimum: 7)
    plan.indicator("mean", .mean(of: all, column(1), missing: .excluded), minimum: 6)
    let result = try plan.run()
    #expect(result.measurements.map(\.id.name) == ["enough"])
    #expect(result.stopped.map(\.indicator) == [1, 2])
    #expect(result.stops.map(\.code) == ["E302", "E302"])
    #expect(result.stops.allSatisfy { $0.severity == .stop })
    #expect(result.stops[1].headline.en == "mean 2025 is suspended: 5 persons, required at least 6")
    #expect(
      result.stops[1].headline.ja == "2025年度の「mean」を中止します:対象者は5人で、必要な6人に足りません")
  }

  @Test func theContractStopsWhereNobodyIs() throws {
    var plan = Self.plan()
    let none = plan.population(of: 1, .code(.column(0), ["z"], negated: false))
    plan.indicator("rate", .rate(numerator: none, denominator: none), minimum: 1, unit: .percent)
    plan.indicator("mean", .mean(of: none, column(1), missing: .excluded), minimum: 6)
    let result = try plan.run()
    #expect(result.measurements.isEmpty)
    #expect(result.stops.map(\.code) == ["E302", "E302"])
    #expect(result.stops[1].headline.en == "mean 2025 is suspended: 0 persons, required at least 6")
  }

  @Test func nobody() throws {
    var plan = Self.plan()
    let none = plan.population(of: 1, .code(.column(0), ["z"], negated: false))
    plan.indicator("rate", .rate(numerator: none, denominator: none), unit: .percent)
    plan.indicator("mean", .mean(of: none, column(1), missing: .excluded))
    plan.indicator("change", .meanChange(of: none, before: column(1), after: column(2)))
    plan.indicator(
      "median",
      .quantile(of: none, column(1), p: Exact(unscaled: 5, scale: 1), type: 7, missing: .excluded))
    plan.indicator(
      "time",
      .personTimeRate(
        of: none, from: column(5), until: column(6), event: column(7), per: 1, yearDays: 365))
    #expect(try plan.errors() == ["E301", "E301", "E301", "E301", "E301"])

    plan.indicators = []
    plan.indicator("n", .persons(of: none, links: []))
    plan.indicator("sum", .totalSum(of: none, column(1), missing: .excluded))
    let result = try plan.run()
    #expect(result.fraction("n") == "0/1")
    #expect(result.fraction("sum") == "0/1")
  }

  @Test func varianceOfOnePerson() throws {
    var plan = Self.plan()
    let one = plan.population(of: 1, .code(.column(0), ["a"], negated: false))
    plan.indicator("x", .variance(of: one, column(1), missing: .excluded))
    #expect(try plan.errors() == ["E312"])
  }

  @Test func sharesOfNothing() throws {
    var plan = Self.plan()
    let none = plan.population(of: 1, .code(.column(0), ["z"], negated: false))
    plan.indicator("n", .persons(of: none, links: []), by: .code(.column(8), table: 1, column: 8))
    plan.indicator("share", .concentration(of: 0))
    #expect(try plan.errors() == ["E313"])
  }

  @Test func missingWhereItCannotBe() throws {
    var plan = Self.plan()
    let all = plan.population(of: 1)
    plan.indicator("x", .mean(of: all, column(1), missing: .never))
    #expect(try plan.errors() == ["E392"])
  }

  @Test func allErrorsOfAllIndicatorsOnce() throws {
    var plan = Self.plan()
    let value = plan.value(
      of: 1,
      .rows(
        RowSelection.plain(table: 2, population: nil, link: 1, window: nil, conditions: []),
        .take(column(3), .only)))
    let known = plan.population(of: 1, .present(.value(value)))
    plan.indicator("a", .persons(of: known, links: []))
    plan.indicator("b", .mean(of: known, .cell(.value(value)), missing: .excluded))
    plan.indicator("c", .reported)
    // The value's error is said once; what depends on it adds nothing.
    #expect(try plan.errors().sorted() == ["E304", "E307"])
  }

  @Test func aMessageShowsLinesAndNoCells() throws {
    var plan = Self.plan()
    let value = plan.value(
      of: 1,
      .rows(
        RowSelection.plain(table: 2, population: nil, link: 1, window: nil, conditions: []),
        .take(column(3), .only)))
    let known = plan.population(of: 1, .present(.value(value)))
    plan.indicator("a", .persons(of: known, links: []))
    let refusal = #expect(throws: Diagnostics.self) { try plan.run() }
    let item = try #require(refusal?.items.first)
    #expect(item.headline.en == "'value0' allows one row, and 2 persons have more")
    // Persons a and d stand on lines 2 and 5, below the header.
    #expect(item.remarks.first?.lines.first?.en == "person.csv, lines 2, 5")
    #expect(item.remarks.first?.lines.first?.ja == "person.csv の2、5行目")
    #expect(item.labels.first?.text.en == "Art. 5(1)")
    #expect(item.labels.first?.text.ja == "第5条第1項")
  }

  @Test func everyCodeIsExplained() {
    let registry = CodeRegistry(executionCodes)
    #expect(registry.duplicates.isEmpty)
    for number in Array(301...314) + Array(390...393) {
      let entry = registry.entry("E\(number)")
      #expect(entry?.title.en.isEmpty == false && entry?.explanation.ja.isEmpty == false)
    }
  }
}
