import Contract
import Quantities
import Records

/// A health programme of a town as a plan made by hand: residents, a comparison group, attendance
/// at programmes, and health checks before and after. Figures are named as in `Tests/Oracles`.
struct HealthProgramme {
  private(set) var plan = Plan()

  private let residents = 0
  private let attendance = 2
  private let checks = 4

  init() {
    plan.year = 2022
    plan.term = Plan.days(Plan.day(2021, 4, 1), Plan.day(2024, 4, 1))
    addTables()
    addPopulations()
    addAttendance()
    addPhysicalChange()
    addChecklist()
    addQualityOfLife()
  }

  private mutating func addTables() {
    plan.table(
      "residents",
      [
        ("resident_id", .code), ("birth_date", .date), ("sex", .oneOf(["M", "F"])),
        ("district", .code), ("enrolled_on", .date), ("consent", .oneOf(["Y", "N"])),
        ("moved_out_on", .date), ("died_on", .date), ("updated_on", .date),
      ], csv: "")
    plan.table(
      "comparison", [("resident_id", .reference(0)), ("index_on", .date)], csv: "")
    plan.table(
      "participation",
      [
        ("participant_id", .reference(0)), ("program_id", .reference(3)), ("date", .date),
        ("minutes", .number(Unit("min"))), ("kind", .oneOf(["trial", "regular"])),
      ], key: [0, 1, 2], csv: "")
    plan.table(
      "programs",
      [
        ("program_id", .code), ("provider_id", .code), ("provider_name", .code),
        ("category", .code),
      ], csv: "")
    let answers: [(String, Plan.Kind)] = (1...25).map {
      ($0 < 10 ? "k0\($0)" : "k\($0)", .number(.point))
    }
    let levels = ["mobility", "selfcare", "usual", "pain", "anxiety"].map {
      ("eq_\($0)", Plan.Kind.number(.number))
    }
    plan.table(
      "health",
      [
        ("resident_id", .reference(0)), ("measured_on", .date),
        ("wave", .oneOf(["baseline", "followup"])), ("grip_kg", .number(Unit("kg"))),
        ("gait_mps", .number(Unit("m/s"))),
      ] + answers + levels + [
        ("subjective_health", .number(.number)), ("social_freq", .number(.number)),
      ], key: [0, 2], csv: "")
  }

  private func cell(_ column: Int) -> Expression { .cell(.column(column)) }

  private func value(_ index: Int) -> Expression { .cell(.value(index)) }

  private func atLeast(_ bound: Exact) -> Interval {
    Interval(lower: bound, includesLower: true, upper: nil, includesUpper: false)
  }

  private var exit = 0
  private var eligible = 0
  private var participants = 0

  private mutating func addPopulations() {
    let compared = plan.value(
      of: residents, type: .date,
      .rows(
        RowSelection.plain(table: 1, population: nil, link: 0, window: nil, conditions: []),
        .take(cell(1), .only)))
    let index = plan.value(
      of: residents, type: .date, .expression(.firstPresentOf([cell(4), value(compared)])))
    let age = plan.value(
      of: residents, type: .number(.age),
      .age(birth: cell(1), on: value(index), rule: .birthday))
    exit = plan.value(
      of: residents, type: .date,
      .expression(.smallestOf([cell(7), cell(6), .date(Plan.day(2024, 3, 31))])))
    eligible = plan.population(
      "population", of: residents, .oneOf(.column(5), [0], negated: false),
      .number(value(age), atLeast(65)))
    participants = plan.population(
      "participants", of: residents, base: eligible, .present(.column(4)))
    plan.indicator("POP.population", .persons(of: eligible, links: []), unit: .person)
    plan.indicator("POP.participants", .persons(of: participants, links: []), unit: .person)
  }

  private mutating func addAttendance() {
    let person = [Condition.Link(column: 0, table: residents)]
    let minutes = Interval(lower: 10, includesLower: true, upper: 480, includesUpper: true)
    let valid = plan.population(
      "valid", of: attendance, .member(population: participants, links: person),
      .number(cell(3), minutes),
      .date(cell(2), .onOrAfter, .cell(.through(link: 0, table: residents, .column(4)))),
      .date(cell(2), .onOrBefore, .cell(.through(link: 0, table: residents, .value(exit)))))
    let year = plan.population(
      "year", of: attendance, base: valid, .dateIn(cell(2), .settlementYear))
    plan.indicator("VALID.valid", .totalRows(of: valid))
    plan.indicator("I01.count", .persons(of: year, links: person), unit: .person)

    func days(_ conditions: Condition...) -> Value.Definition {
      .rows(
        RowSelection.plain(
          table: attendance, population: year, link: 0, window: nil, conditions: conditions),
        .distinctDays)
    }
    let regular = plan.value(of: residents, days(.oneOf(.column(4), [1], negated: false)))
    let once = plan.population(
      "once", of: residents, base: participants, .number(value(regular), atLeast(1)))
    let often = plan.population(
      "often", of: residents, base: once, .number(value(regular), atLeast(24)))
    plan.indicator("I02.count", .persons(of: often, links: []), unit: .person)
    plan.indicator("I03.rate", .rate(numerator: often, denominator: once), unit: .percent)

    let all = plan.value(of: residents, days())
    let reached = plan.population(
      "reached", of: residents, base: participants, .number(value(all), atLeast(1)))
    plan.indicator("I04.total", .totalSum(of: reached, value(all), missing: .never))
    plan.indicator("I04.mean", .mean(of: reached, value(all), missing: .never))
    plan.indicator("I04.variance", .variance(of: reached, value(all), missing: .never))
    for percent in [10, 25, 50, 75, 90] {
      plan.indicator(
        "I05.p\(percent)",
        .quantile(
          of: reached, value(all), p: Exact(unscaled: Int64(percent), scale: 2), type: 7,
          missing: .never))
    }
    plan.indicator("I06.minutes", .totalSum(of: year, cell(3), missing: .never))

    let first = plan.value(
      of: residents, type: .date,
      .rows(
        RowSelection.plain(
          table: attendance, population: valid, link: 0,
          window: .dates(
            Plan.days(Plan.day(2022, 4, 1), Plan.day(2022, 10, 1))),
          conditions: [.oneOf(.column(4), [0], negated: false)]),
        .take(cell(2), .earliest)))
    let came = plan.value(
      of: residents,
      .rows(
        RowSelection.plain(
          table: attendance, population: valid, link: 0,
          window: .days(from: 1, to: 90, after: true, anchor: value(first)),
          conditions: [.oneOf(.column(4), [1], negated: false)]),
        .count))
    let tried = plan.population(
      "tried", of: residents, base: participants, .present(.value(first)))
    let stayed = plan.population(
      "stayed", of: residents, base: tried, .number(value(came), atLeast(1)))
    plan.indicator("I07.rate", .rate(numerator: stayed, denominator: tried), unit: .percent)

    let providers = plan.indicator(
      "I08.by_provider", .persons(of: year, links: person),
      by: .code(.through(link: 1, table: 3, .column(1)), table: 3, column: 1), unit: .person)
    plan.indicator("I08.hhi", .concentration(of: providers))
    plan.indicator(
      "I24.by_month", .persons(of: year, links: person), by: .month(.column(2)), unit: .person)
  }

  /// A figure of one wave's check.
  private mutating func check(
    _ wave: Int, _ expression: Expression, type: ValueType = .number(.number)
  ) -> Int {
    plan.value(
      of: residents, type: type,
      .rows(
        RowSelection.plain(
          table: checks, population: nil, link: 0, window: nil,
          conditions: [.oneOf(.column(2), [wave], negated: false)]),
        .take(expression, .only)))
  }

  private mutating func addPhysicalChange() {
    let grip = (check(0, cell(3)), check(1, cell(3)))
    let change = plan.value(of: residents, .expression(.subtract(value(grip.1), value(grip.0))))
    plan.indicator(
      "I09.mean", .meanChange(of: participants, before: value(grip.0), after: value(grip.1)))
    plan.indicator("I09.variance", .variance(of: participants, value(change), missing: .excluded))

    let gait = (check(0, cell(4)), check(1, cell(4)))
    let speed = plan.value(
      of: residents, .expression(.subtract(value(gait.1), value(gait.0))), decimals: 2)
    for (name, p) in [("median", 50), ("q25", 25), ("q75", 75)] {
      plan.indicator(
        "I10.\(name)",
        .quantile(
          of: participants, value(speed), p: Exact(unscaled: Int64(p), scale: 2), type: 7,
          missing: .excluded))
    }
    let measured = plan.population(
      "measured", of: residents, base: participants, .present(.value(speed)))
    let faster = plan.population(
      "faster", of: residents, base: measured,
      .number(value(speed), atLeast(Exact(unscaled: 5, scale: 2))))
    plan.indicator("I10.share", .rate(numerator: faster, denominator: measured), unit: .percent)
  }

  private mutating func addChecklist() {
    func sum(_ items: ClosedRange<Int>) -> Value.Definition {
      let cells = items.map { cell(4 + $0) }
      return .expression(cells.dropFirst().reduce(cells[0]) { .add($0, $1) })
    }
    var conditions: [Condition] = []
    for (items, least) in [
      (1...20, 10), (6...10, 3), (11...12, 2), (13...15, 2), (16...16, 1), (18...20, 1),
      (21...25, 2),
    ] {
      let points = plan.value(of: checks, sum(items), missing: .countsAsZero)
      conditions.append(.number(value(points), atLeast(Exact(least))))
    }
    let risk = plan.value(of: checks, type: .flag, .anyOf(conditions.anywhere))
    let states = (
      check(0, value(risk), type: .flag), check(1, value(risk), type: .flag)
    )
    plan.indicator(
      "I11",
      .transition(
        of: participants, start: .value(states.0), end: .value(states.1), states: ["0", "1"],
        from: 1, to: 0), unit: .percent)
  }

  /// The Japanese EQ-5D-5L coefficients that the oracle uses.
  private mutating func addQualityOfLife() {
    let levels = (30...34).map { cell($0) }
    let sum = levels.dropFirst().reduce(levels[0]) { Expression.add($0, $1) }
    let total = plan.value(of: checks, .expression(sum))
    let both = (check(0, value(total)), check(1, value(total)))
    let change = plan.value(of: residents, .expression(.subtract(value(both.1), value(both.0))))
    plan.indicator("I12.levels.mean", .mean(of: participants, value(change), missing: .excluded))
    plan.indicator(
      "I12.levels.variance", .variance(of: participants, value(change), missing: .excluded))

    func exactly(_ value: Exact) -> ScalePattern {
      .interval(Interval(lower: value, includesLower: true, upper: value, includesUpper: true))
    }
    let losses: [[Int64]] = [
      [0, 63865, 112618, 179043, 242916], [0, 43632, 76660, 124265, 159659],
      [0, 50407, 91131, 147929, 174786], [0, 44545, 68178, 131436, 191203],
      [0, 71779, 110496, 168171, 195961],
    ]
    let any = plan.scale(
      [.number(.number)],
      [
        ([exactly(5)], 1000_000),
        (
          [
            .interval(
              Interval(lower: 5, includesLower: false, upper: nil, includesUpper: false))
          ], 939_076
        ),
      ])
    var index = Expression.scale(any, [value(total)])
    for (dimension, loss) in losses.enumerated() {
      let scale = plan.scale(
        [.number(.number)],
        loss.enumerated().map { ([exactly(Exact($0 + 1))], Exact(unscaled: $1, scale: 6)) })
      index = .subtract(
        index, .multiply(.constant(1000_000), .scale(scale, [levels[dimension]])))
    }
    let worth = plan.value(
      of: checks, .expression(.multiply(index, .constant(Exact(unscaled: 1, scale: 6)))))
    let before = check(0, value(worth))
    let after = check(1, value(worth))
    let gain = plan.value(of: residents, .expression(.subtract(value(after), value(before))))
    plan.indicator("I12.value.mean", .mean(of: participants, value(gain), missing: .excluded))
    plan.indicator(
      "I12.value.variance", .variance(of: participants, value(gain), missing: .excluded))
  }
}
