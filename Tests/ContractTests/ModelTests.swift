import Contract
import Diagnostics
import Language
import Quantities
import Testing

/// The typed model of the contract with every construct, read against its text.
@Suite("Typed model")
struct ModelTests {
  private let contract: Contract

  init() throws {
    let name = "wide.en.pfs"
    let outcome = check(
      try Folder.base(name), name: name, vocabulary: try Folder.vocabulary(of: name))
    contract = try #require(outcome.contract)
  }

  private func table(_ name: String) throws -> (index: Int, table: TableDefinition) {
    let index = try #require(contract.tables.firstIndex { $0.declaration.name == name })
    return (index, contract.tables[index])
  }

  private func column(_ name: String, of table: String) throws -> Int {
    try #require(try self.table(table).table.schema.columns.firstIndex { $0.name == name })
  }

  private func value(_ name: String) throws -> (index: Int, value: Value) {
    let index = try #require(contract.values.firstIndex { $0.declaration.name == name })
    return (index, contract.values[index])
  }

  private func population(_ name: String) throws -> (index: Int, population: Population) {
    let index = try #require(contract.populations.firstIndex { $0.declaration.name == name })
    return (index, contract.populations[index])
  }

  private func indicator(_ name: String) throws -> (index: Int, indicator: Indicator) {
    let index = try #require(contract.indicators.firstIndex { $0.declaration.name == name })
    return (index, contract.indicators[index])
  }

  @Test("The header, and part-length first and last years")
  func header() throws {
    #expect(contract.isIllustrative)
    #expect(contract.parties.client == "Client City")
    #expect(contract.term.start.description == "2025-12-01")
    #expect(contract.term.lastDay.description == "2028-11-30")
    #expect(contract.currency == .yen)
    #expect(contract.periods.map(\.name) == ["2025", "2026", "2027", "2028"])
    let first = try #require(contract.period(2025))
    #expect(first.days.start.description == "2025-12-01")
    #expect(first.days.lastDay.description == "2026-03-31")
    #expect(first.fullYear.start.description == "2025-04-01")
    #expect(contract.period(2024) == nil)
    #expect(contract.declaration.otherName == "広域事業")
  }

  @Test("References: stated, and by the name of another table's key")
  func references() throws {
    let (attendance, definition) = try table("attendance")
    let (resident, class_) = (try table("resident").index, try table("class").index)
    let provider = try table("business").index
    #expect(
      definition.schema.references.map { [$0.column, $0.table] } == [
        [try column("participant_id", of: "attendance"), resident],
        [try column("class_id", of: "attendance"), class_],
      ])
    #expect(definition.schema.references.map(\.orphans) == [.rejectRow, .refuseRun])
    #expect(try table("class").table.schema.references.map(\.table) == [provider])
    // A part of a key refers; the whole key of a table does not refer to another of the same key.
    #expect(try table("health").table.schema.references.map(\.table) == [resident])
    #expect(try table("resident").table.schema.references.isEmpty)
    #expect(definition.schema.key.count == 3)
    #expect(attendance != resident)
  }

  @Test("What a table says of its file")
  func tables() throws {
    let resident = try table("resident").table
    let schema = resident.schema
    #expect(schema.fileNames == ["residents.csv"])
    #expect(try table("health").table.schema.fileNames == ["health.csv", "測定.csv"])
    let id = schema.columns[try column("resident_id", of: "resident")]
    #expect(id.headers == ["resident_id", "住民番号", "住民ID", "住民番号"])
    #expect(id.normalise == [.trim, .nfkc, .upperCase])
    #expect(schema.columns[try column("birth", of: "resident")].normalise == [.trim])
    #expect(schema.columns[try column("district", of: "resident")].normalise == [])
    #expect(id.missingSpellings == ["NA", "不明"])
    #expect(resident.dateColumn == (try column("updated_on", of: "resident")))
    #expect(schema.repeated.identicalOnce)
    #expect(schema.repeated.sameKey == .latest(try column("updated_on", of: "resident")))
    guard case .oneOf(let codes) = schema.columns[try column("sex", of: "resident")].type else {
      Issue.record("sex is a list")
      return
    }
    #expect(codes.map(\.name) == ["female", "male"])
    #expect(codes.map(\.spellings) == [["女性", "F", "女"], ["男性", "M", "男"]])
    let minutes = try table("attendance").table.schema.columns[
      try column("minutes", of: "attendance")]
    #expect(minutes.outOfRange == .rejectRow && minutes.badValue == .refuseRun)
    #expect(minutes.range?.lower == 10 && minutes.range?.upper == 480)
    #expect(minutes.unitSuffixes == ["分"])
    // The only date column needs no line.
    #expect(
      try table("attendance").table.dateColumn == (try column("attended_on", of: "attendance")))
  }

  @Test("Ages by statute and by birthday, at a date of the person or a value")
  func ages() throws {
    let members = try population("members").population
    guard case .number(.cell(.value(let local)), let bound) = members.steps[1].condition,
      case .age(.cell(.column(let birth)), .cell(.column(let on)), let rule) =
        contract.values[local].definition
    else {
      Issue.record("the second step is a bound of the age")
      return
    }
    #expect(rule == .statute)
    #expect(birth == (try column("birth", of: "resident")))
    #expect(on == (try column("enrolled", of: "resident")))
    #expect(bound == Interval(lower: 65, includesLower: true, upper: nil, includesUpper: false))
    #expect(contract.values[local].declaration.name == "members.age")
    guard
      case .age(_, .cell(.value(let exit)), .birthday) = try value("age_at_exit").value.definition
    else {
      Issue.record("the age at the exit is by birthday")
      return
    }
    #expect(exit == (try value("exit").index))
  }

  @Test("Steps of the flow, with the lines of the contract as reasons")
  func flows() throws {
    let visits = try population("visits").population
    #expect(visits.base == nil)
    #expect(visits.subject == (try table("attendance").index))
    #expect(
      visits.steps.map(\.reason) == [
        "limited to members", "where attended_on in settlement year",
        "where attended_on on or after enrolled",
      ])
    let link = Condition.Link(
      column: try column("participant_id", of: "attendance"), table: try table("resident").index)
    guard case .member(let of, let links) = visits.steps[0].condition,
      case .dateIn(_, .settlementYear) = visits.steps[1].condition,
      case .date(
        .cell(.column(let attended)), .onOrAfter,
        .cell(.through(let column, let resident, .column(let enrolled)))) =
        visits.steps[2].condition
    else {
      Issue.record("three kinds of steps")
      return
    }
    #expect(of == (try population("members").index) && links == [link])
    #expect(attended == (try self.column("attended_on", of: "attendance")))
    #expect(column == link.column && resident == link.table)
    #expect(enrolled == (try self.column("enrolled", of: "resident")))
    let regular = try population("regular_visits").population
    #expect(regular.base == (try population("visits").index))
    guard case .oneOf(_, [1], negated: false) = regular.steps[0].condition else {
      Issue.record("the second code")
      return
    }
    guard case .missing = try population("members").population.steps[2].condition,
      case .present = try population("starters").population.steps[0].condition,
      case .flag(_, true) = try population("healthy").population.steps[0].condition
    else {
      Issue.record("missing, present, yes")
      return
    }
    guard
      case .number(_, let closed) = try population("aged").population.steps[0].condition,
      case .number(_, let open) = try population("movers").population.steps[0].condition
    else {
      Issue.record("two intervals")
      return
    }
    #expect(closed == Interval(lower: 75, includesLower: true, upper: 100, includesUpper: true))
    #expect(open == Interval(lower: 24, includesLower: true, upper: 100, includesUpper: false))
  }

  @Test("Windows")
  func windows() throws {
    func window(_ name: String) throws -> Window? {
      guard case .rows(let rows, _) = try value(name).value.definition else { return nil }
      return rows.window?.content
    }
    guard
      case .days(1, 90, after: true, .cell(.value(let trial)))? = try window(
        "visits_after_trial")
    else {
      Issue.record("1 to 90 days after a value")
      return
    }
    #expect(trial == (try value("first_trial").index))
    guard case .dates(let dates)? = try window("grip_mean"),
      case .upToSettlementYearEnd? = try window("weak_after"),
      case .settlementYear? = try window("minutes_sum"), nil == (try window("first_trial")),
      case .days(180, 400, after: true, .cell(.column))? = try window("grip_after")
    else {
      Issue.record("windows by dates, year end, year, none, days of a column")
      return
    }
    #expect(dates.start.description == "2025-12-01" && dates.end.description == "2028-12-01")
  }

  @Test("Taking, counting and summing rows")
  func rows() throws {
    func aggregate(_ name: String) throws -> Aggregate? {
      guard case .rows(_, let aggregate) = try value(name).value.definition else { return nil }
      return aggregate
    }
    guard case .take(.cell(.column), .earliest)? = try aggregate("first_trial"),
      case .distinctDays? = try aggregate("visits_after_trial"),
      case .monthsInARow? = try aggregate("months_in_row"),
      case .sum? = try aggregate("minutes_sum"), case .count? = try aggregate("visit_count"),
      case .take(_, .only)? = try aggregate("grip_before"),
      case .take(_, .nearest(.cell(.column), tieEarlier: true))? = try aggregate("grip_after"),
      case .take(_, .mean)? = try aggregate("grip_mean"),
      case .take(.cell(.value(let weak)), .only)? = try aggregate("weak_before")
    else {
      Issue.record("one of the aggregates is another")
      return
    }
    #expect(weak == (try value("weak").index))
    #expect(try value("first_trial").value.type == .date)
    #expect(try value("weak_before").value.type == .flag)
    #expect(try value("visits_after_trial").value.type == .number(.day))
    #expect(try value("months_in_row").value.type == .number(.month))
    #expect(try value("visit_count").value.type == .number(Unit("time")))
    #expect(try value("minutes_sum").value.type == .number(Unit("min")))
    guard case .rows(let selection, _) = try value("event_on").value.definition else { return }
    #expect(selection.conditions.count == 2)
    guard case .rows(let limited, _) = try value("months_in_row").value.definition else { return }
    #expect(limited.population == (try population("regular_visits").index))
    #expect(limited.link == (try column("participant_id", of: "attendance")))
    let record = try #require(try value("grip_mean").value.record)
    #expect(record.decimals == 1 && record.mode == .halfUp && record.unit == Unit("kg"))
  }

  @Test("Days of observation, and the record in force on each")
  func grids() throws {
    func grid(_ name: String) throws -> PersonTimeGrid? {
      guard case .grid(let grid) = try value(name).value.definition else { return nil }
      return grid
    }
    let observed = try #require(try grid("observed_time"))
    #expect(observed.dates == nil && observed.conditions.count == 2)
    guard case .count = observed.measure,
      case .date(.cell(.column), .onOrBefore, .observationDay) = observed.conditions[0].content,
      case .date(.cell(.value), .onOrAfter, .observationDay) = observed.conditions[1].content
    else {
      Issue.record("two conditions on the day")
      return
    }
    #expect(try value("observed_time").value.type == .number(.personMonth))
    let sum = try #require(try grid("allowance_sum"))
    #expect(sum.dates?.description == "2025-12-01 to 2026-11-30")
    guard case .sum(let inForce) = sum.measure, inForce.rows.conditions.count == 2,
      case .date(.cell(.column(let date)), .onOrBefore, .observationDay) = inForce.rows
        .conditions[0].content
    else {
      Issue.record("rows on or before the day")
      return
    }
    #expect(date == (try column("granted_on", of: "allowance")))
    guard case .mean? = try grid("allowance_mean")?.measure else {
      Issue.record("a mean")
      return
    }
    #expect(try value("allowance_mean").value.missing == .staysMissing)
    let rate = try #require(
      contract.indicators.first { $0.declaration.name == "allowance_rate" })
    #expect(rate.unit == Unit("yen", per: "person-month"))
    let relief = try #require(contract.payments.last)
    guard case .onlyIf(_, otherwise: 30) = relief.lines[1].step else {
      Issue.record("a share of 30 percent")
      return
    }
  }

  @Test("Scales: exact values, steps, codes, several inputs")
  func scales() throws {
    let mobility = contract.scales[0]
    #expect(mobility.inputs == [.number(.number)] && mobility.unit == .number)
    #expect(
      mobility.rows.map(\.result.fraction)
        == ["0/1", "12773/200000", "121458/500000"].map {
          Exact(fraction: $0)?.fraction ?? ""
        })
    let one = Interval(lower: 1, includesLower: true, upper: 1, includesUpper: true)
    let steps = Interval(lower: 2, includesLower: true, upper: 4, includesUpper: false)
    let rest = Interval(lower: 4, includesLower: true, upper: nil, includesUpper: false)
    #expect(
      mobility.rows.map(\.patterns) == [[.interval(one)], [.interval(steps)], [.interval(rest)]])
    let care = contract.scales[1]
    #expect(care.inputs == [.oneOf(["good", "poor"]), .number(.number)])
    #expect(care.rows.map(\.result) == [0, 1, 2, 3])
    #expect(care.rows.map { $0.patterns[0] } == [.code(0), .code(0), .code(1), .code(1)])
    guard
      case .expression(.scale(1, let inputs)) = try value("burden").value.definition,
      case .expression(.subtract(.constant(1), .scale(0, _))) =
        try value("utility").value.definition
    else {
      Issue.record("formulas with scales")
      return
    }
    #expect(inputs.count == 2)
    guard case .anyOf(let any) = try value("weak").value.definition,
      case .allOf(let all) = try value("well").value.definition
    else {
      Issue.record("conditions")
      return
    }
    #expect(any.count == 3 && all.count == 2)
    guard case .countsAsZero = try value("weak").value.missing,
      case .staysMissing = try value("well").value.missing
    else {
      Issue.record("what missing does")
      return
    }
  }

  @Test("Groups by a code far away, by a list and by month")
  func groups() throws {
    let classes = try table("class").index
    guard
      case .code(
        .through(let link, classes, .column(let provider)), let table, let column)? =
        try indicator("visits_by_provider").indicator.grouping
    else {
      Issue.record("by a code of the class")
      return
    }
    #expect(link == (try self.column("class_id", of: "attendance")))
    // The code is that of the class; the list of groups is its column.
    #expect(table == classes && column == provider)
    #expect(provider == (try self.column("provider_id", of: "class")))
    guard
      case .code(.through(_, _, .through(_, _, .column)), let business, let size)? =
        try indicator("visits_by_size").indicator.grouping,
      case .month(.column)? = try indicator("visits_by_month").indicator.grouping
    else {
      Issue.record("by a list of the provider, by month")
      return
    }
    #expect(business == (try self.table("business").index))
    #expect(size == (try self.column("size", of: "business")))
    guard case .persons(_, let links) = try indicator("visitors").indicator.kind else { return }
    #expect(links.map(\.table) == [try self.table("resident").index])
    guard case .persons(_, let none) = try indicator("reach").indicator.kind else { return }
    #expect(none.isEmpty)
    #expect(try indicator("reach").indicator.minimum == 20)
    #expect(try indicator("visits_by_provider").indicator.unit == Unit("bundle"))
    #expect(try indicator("visits_by_month").indicator.unit == Unit("time"))
  }

  @Test("Kinds of indicators")
  func kinds() throws {
    guard
      case .rate(let above, let below) = try indicator("stay_rate").indicator.kind,
      case .mean(_, _, .excluded) = try indicator("grip_mean_all").indicator.kind,
      case .meanChange = try indicator("grip_change").indicator.kind,
      case .quantile(_, _, let median, 7, .never) = try indicator("share_median").indicator.kind,
      case .quantile(_, _, let p90, 6, .never) = try indicator("share_p90").indicator.kind,
      case .variance = try indicator("share_variance").indicator.kind,
      case .transition(_, _, _, ["no", "yes"], from: 0, to: 0) =
        try indicator("kept_well").indicator.kind,
      case .personTimeRate(_, _, _, _, per: 1000, let days) =
        try indicator("incidence").indicator.kind,
      case .reported = try indicator("satisfaction").indicator.kind,
      case .formula = try indicator("combined").indicator.kind,
      case .concentration(let of) = try indicator("concentration_index").indicator.kind,
      case .totalSum(_, _, .countsAsZero) = try indicator("utility_sum").indicator.kind
    else {
      Issue.record("one of the kinds is another")
      return
    }
    #expect(above == (try population("stayers").index))
    #expect(below == (try population("starters").index))
    #expect(median == Exact(unscaled: 5, scale: 1) && p90 == Exact(unscaled: 9, scale: 1))
    #expect(days == Exact(unscaled: 36525, scale: 2))
    #expect(of == (try indicator("visits_by_provider").index))
    #expect(try indicator("stay_rate").indicator.unit == .percent)
    #expect(try indicator("share_variance").indicator.unit.id == "min²")
    // A percentage less percentage points is a percentage; so is half of one.
    #expect(try indicator("combined").indicator.unit == .percent)
  }

  @Test("Payments from top to bottom, and the settlement")
  func payments() throws {
    #expect(contract.payments.map(\.declaration.name) == ["base", "visit_fee", "bonus", "relief"])
    #expect(contract.payments[0].forEach == nil)
    #expect(contract.payments[1].forEach == (try indicator("visits_by_provider").index))
    let bonus = contract.payments[2].lines.map(\.step)
    guard case .amount(.greaterOf) = bonus[0],
      case .round(.halfUp, quantum: 100, remainder: nil) = bonus[1],
      case .onlyIf(let conditions, otherwise: 0) = bonus[2],
      case .floor(.constant(10_000, .yen)) = bonus[3]
    else {
      Issue.record("amount, round, only if, floor")
      return
    }
    #expect(conditions.map(\.figure) == [.indicator(try indicator("reach").index)])
    guard case .interval(let bound)? = conditions.first?.bound else {
      Issue.record("a bound")
      return
    }
    #expect(bound.lower == 30 && bound.includesLower && bound.upper == nil)
    let rule = contract.settlement
    #expect(rule.basis == .eachYearOnItsOwn && rule.deductsInterimPayments)
    #expect(
      rule.tax?.rates.map(\.percent) == [10] && rule.tax?.mode == .down && rule.tax?.quantum == 1)
    // Above the tax line without tax, below it with tax.
    #expect(rule.yearCap?.amount == 9_000_000 && rule.yearCap?.includesTax == false)
    #expect(rule.termCap?.amount == 30_000_000 && rule.termCap?.includesTax == true)
  }

  @Test("Everything comes after what it is derived from")
  func order() throws {
    func place(_ reference: FigureReference) throws -> Int {
      try #require(contract.order.firstIndex(of: reference))
    }
    #expect(Set(contract.order).count == contract.order.count)
    let combined = try indicator("combined").index
    #expect(try place(.indicator(combined)) > place(.indicator(try indicator("kept_well").index)))
    #expect(try place(.achievement(0)) > place(.indicator(try indicator("stay_rate").index)))
    #expect(try place(.score(0)) > place(.achievement(1)))
    #expect(contract.order.count == contract.indicators.count + 3)
  }

  @Test("Scenarios: a line, a bound, a figure")
  func scenarios() throws {
    #expect(contract.scenarios.map(\.title) == ["higher cap", "lower bar", "given rate"])
    guard case .line(let cap) = contract.scenarios[0].assumptions[0].target,
      case .line(let bar) = contract.scenarios[1].assumptions[0].target,
      case .figure(let reference, 70) = contract.scenarios[2].assumptions[0].target
    else {
      Issue.record("three kinds of assumptions")
      return
    }
    #expect(reference == .indicator(try indicator("stay_rate").index))
    let name = "wide.en.pfs"
    let vocabulary = try Folder.vocabulary(of: name)
    let higher = try #require(
      check(try Folder.base(name), name: name, vocabulary: vocabulary, edits: [cap]).contract)
    guard case .cap(.constant(500_000, .yen))? = higher.payments[1].lines.last?.step else {
      Issue.record("the cap is replaced")
      return
    }
    let lower = try #require(
      check(try Folder.base(name), name: name, vocabulary: vocabulary, edits: [bar]).contract)
    // Both rows that meet at the bound are moved, so that no gap opens.
    #expect(lower.achievements[1].rows[0].interval.upper == 45)
    #expect(lower.achievements[1].rows[1].interval.lower == 45)
    #expect(lower.achievements[0].rows[1].interval.lower == 40)
  }
}
