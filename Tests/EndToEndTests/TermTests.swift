import Foundation
import TestSupport
import Testing

/// Periods, terms, payees and currencies, settled through the command; every expected figure by hand.
@Suite struct TermTests {
  private static func head(_ term: String = "from 2026-04-01 to 2028-03-31", _ more: String = "")
    -> String
  {
    """
    language en
    contract rules "Rules"
      parties  client "C", provider "P"
      term  \(term)
      year starts  April
      status  illustrative
    \(more)

    """
  }

  private static func reported(_ name: String, _ unit: String) -> String {
    "indicator \(name)  per Art. 1\n  kind  reported\n  unit  \(unit)\n"
  }

  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func run(
    _ contract: String, _ period: String, _ figures: [String] = [], prior: [String] = [],
    into output: String? = nil
  ) throws -> Finished {
    let path = try scratch.write("contract.pfs", contract)
    if !figures.isEmpty {
      _ = try scratch.write(
        "reported.csv",
        (["figure,value,unit,evidence"] + figures.map { "\($0),report" })
          .joined(separator: "\n") + "\n")
    }
    var arguments = [
      "settle", path, "--data", scratch.path, "--period", period, "--format", "json",
    ]
    for name in prior { arguments += ["--prior", scratch[name]] }
    if let output { arguments += ["--output", scratch[output]] }
    return try Command.run(arguments)
  }

  /// The figures of a settlement by name.
  private func settle(
    _ contract: String, _ period: String, _ figures: [String] = [], prior: [String] = [],
    into output: String? = nil
  ) throws -> [String: String] {
    let run = try run(contract, period, figures, prior: prior, into: output)
    #expect(run.status == 0, "\(run.text)")
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let root = try #require(object as? [String: Any])
    var found: [String: String] = [:]
    for figure in root["figures"] as? [[String: Any]] ?? [] {
      guard let name = figure["name"] as? String else { continue }
      found[name] = figure["value"] as? String
    }
    return found
  }

  private func passes(_ contract: String) throws {
    let path = try scratch.write("contract.pfs", contract)
    let run = try Command.run("test", path)
    #expect(run.status == 0, "\(run.text)")
  }

  // MARK: - Periods

  private static let advances =
    head() + reported("done", "person")
      + """
      payment advance  per Art. 2
        periods  1, 2, 3
        amount  1,000,000 yen per month × settlement months
      payment outcome  per Art. 2
        periods  4
        amount  100,000 yen per person × done
      settlement quarterly  per Art. 3
        basis  each year on its own
        period  3 months
        total  advance + outcome
        year cap  11,000,000 yen
        tax  10 percent
        tax round  down to 1 yen

      """

  /// Three payments on account of 3,000,000 yen, then what the year earned less them, at most 11,000,000
  /// in the year; 50 persons earn less than was paid.
  @Test(arguments: [
    (105, "1500000", "1650000"), (200, "2000000", "2200000"), (50, "-4000000", "-4400000"),
  ])
  func theLastPeriodIsTheTrueUp(done: Int, total: String, due: String) throws {
    var paid: [String] = []
    for number in 1...3 {
      let found = try settle(Self.advances, "2026-P\(number)", prior: paid, into: "P\(number)")
      #expect(found["advance"] == "\(3_000_000 * number)")
      #expect(found["total"] == "3000000" && found["due"] == "3300000")
      paid.append("P\(number)")
    }
    let last = try settle(
      Self.advances, "2026-P4", ["done,\(done),person"], prior: paid, into: "P4")
    #expect(last["total"] == total && last["due"] == due)
    // The next year is another account.
    let next = try settle(Self.advances, "2027-P1")
    #expect(next["total"] == "3000000")
    let replay = try Command.run("replay", scratch["P4"])
    #expect(replay.status == 0, "\(replay.text)")
    let page = try String(contentsOfFile: scratch["P4"] + "/data/statement.html", encoding: .utf8)
    #expect(page.contains("less earlier settlements 9,000,000 yen"))
  }

  /// Below the tax a limit of 7,500,000 yen leaves 900,000 of the third 3,300,000 yen. 5,500,000 are owed
  /// with tax for 50 persons, 2,000,000 less than the 7,500,000 that were paid; of 11,550,000 for 105 the
  /// limit leaves nothing more. The 900,000 contain 900,000 ÷ 11 = 81,818.1… yen of tax; without tax
  /// 3,000,000 + 3,000,000 + 818,182 = 6,818,182 yen were paid, of which 5,000,000 leave −1,818,182 and a
  /// tenth of that as tax.
  @Test(arguments: [
    (50, "-2000000", "-181818"), (105, "0", "0"), (60, "-900000", "-81818"),
  ])
  func whatALimitHeldBackIsNotSetOff(done: Int, due: String, tax: String) throws {
    let contract = Self.advances.replacing("  year cap  11,000,000 yen\n", with: "")
      .replacing(
        "  tax round  down to 1 yen\n",
        with: "  tax round  down to 1 yen\n  year cap  7,500,000 yen\n")
    var paid: [String] = []
    for (number, amount) in [(1, "3300000"), (2, "3300000"), (3, "900000")] {
      let found = try settle(contract, "2026-P\(number)", prior: paid, into: "P\(number)")
      #expect(found["due"] == amount)
      #expect(found["tax"] == (number == 3 ? "81818" : "300000"))
      #expect(found["total"] == (number == 3 ? "818182" : "3000000"))
      paid.append("P\(number)")
    }
    let page = try String(contentsOfFile: scratch["P3"] + "/data/statement.html", encoding: .utf8)
    #expect(page.contains("900,000 yen × 10 ÷ 110"))
    let last = try settle(
      contract, "2026-P4", ["done,\(done),person"], prior: paid, into: "P4")
    #expect(last["due"] == due && last["tax"] == tax)
    let replay = try Command.run("replay", scratch["P4"])
    #expect(replay.status == 0, "\(replay.text)")
    let explained = try Command.run("explain", scratch["P4"], "total")
    #expect(explained.output.contains("less earlier settlements 6,818,182 yen"))
  }

  /// The limit of a year holds over its periods, and what it held back is not borne when an amount is repaid.
  ///
  /// A half of 20,000,000, 16,000,000 and −4,000,000 yen: 10,000,000, then 8,000,000 of which 5,000,000 are
  /// left; then the half of 32,000,000 is still above 15,000,000. The next year begins again.
  @Test(arguments: [
    ("in settlement year", ["10000000", "5000000", "0"], "10000000"),
    ("in term to date", ["10000000", "5000000", "0"], "0"),
    ("in settlement period", ["10000000", "8000000", "-2000000"], "10000000"),
  ])
  func aLimitOfAShareHoldsOverPeriods(scope: String, grant: [String], next: String) throws {
    let contract =
      Self.head() + Self.reported("cost", "yen")
        + """
        payment fee  per Art. 2
          amount  cost
        settlement quarterly  per Art. 3
          basis  each period on its own
          period  3 months
          total  fee
        split bearers  per Art. 4
          of  due
          share  "Grant" 50 percent, \(scope) at most 15,000,000 yen
          share  "City" remainder
          round  down to 1 yen

        """
    var paid: [String] = []
    for (place, cost) in [20_000_000, 16_000_000, -4_000_000].enumerated() {
      let period = "2026-P\(place + 1)"
      let found = try settle(
        contract, period, ["cost,\(cost),yen"], prior: paid, into: period)
      #expect(found["bearers[Grant]"] == grant[place])
      let city = try #require(found["bearers[City]"].flatMap { Int($0) })
      #expect(city == cost - (Int(grant[place]) ?? 0))
      paid.append(period)
    }
    let needed = try run(contract, "2026-P4", ["cost,0,yen"])
    #expect(needed.text.contains("F421") == (scope != "in settlement period"))
    let last = try settle(
      contract, "2026-P4", ["cost,0,yen"], prior: paid, into: "2026-P4")
    #expect(last["bearers[Grant]"] == "0")
    let later = try settle(
      contract, "2027-P1", ["cost,20000000,yen"], prior: paid + ["2026-P4"], into: "2027-P1")
    #expect(later["bearers[Grant]"] == next)
    let replay = try Command.run("replay", scratch["2026-P2"])
    #expect(replay.status == 0, "\(replay.text)")
    let explained = try Command.run("explain", scratch["2026-P2"], "bearers[Grant]")
    if scope == "in settlement year" {
      #expect(
        explained.output.contains("in settlement year at most 15,000,000 yen, 10,000,000 yen used"))
    }
  }

  /// 16,000 yen over 32, 33 and 80 persons are 3,531 1/29, 3,641 11/29 and 8,827 17/29: rounded down 15,999.
  /// The yen that is left goes to the largest fraction, or to nobody; by 100 yen two of 200 are left, for 41 and
  /// 31 rather than 27. Whoever fails the gate has no fraction.
  @Test(arguments: [
    ("1 yen, remainder largest fraction first", "", ["3531", "3641", "8828"]),
    ("1 yen, remainder not paid", "", ["3531", "3641", "8827"]),
    ("100 yen, remainder largest fraction first", "", ["3500", "3700", "8800"]),
    ("100 yen, remainder not paid", "", ["3500", "3600", "8800"]),
    (
      "1 yen, remainder largest fraction first", "  only if  by_zone at most 40 persons\n",
      ["3531", "3641", "0"]
    ),
  ])
  func whatRoundingLeavesOfAPot(round: String, gate: String, parts: [String]) throws {
    let contract =
      Self.head()
        + """
        table places  per Art. 1
          key  place
          place  code
          zone  code
          inhabitants  person
        population all  per Art. 1
          of  places
        indicator by_zone  per Art. 1
          kind  total
          of  all
          sum  inhabitants
          by  zone
        payment divided  per Art. 2
          for each  by_zone
          amount  16,000 yen × share of by_zone
        \(gate)  round  down to \(round)
        settlement yearly  per Art. 3
          basis  each year on its own
          total  divided

        """
    _ = try scratch.write("places.csv", "place,zone,inhabitants\nA,Z1,32\nB,Z2,33\nC,Z3,80\n")
    let found = try settle(contract, "2026", into: "FY2026")
    #expect(["Z1", "Z2", "Z3"].map { found["divided[\($0)]"] } == parts)
    #expect(found["due"] == String(parts.reduce(0) { $0 + (Int($1) ?? 0) }))
    let replay = try Command.run("replay", scratch["FY2026"])
    #expect(replay.status == 0, "\(replay.text)")
    if gate.isEmpty, round.hasPrefix("1 yen, remainder largest") {
      let explained = try Command.run("explain", scratch["FY2026"], "divided[Z3]")
      #expect(
        explained.output.contains("plus 1 yen of the remainder 1 yen, largest fraction first"))
    }
  }

  /// Examples name the figure of a group, of a payee and of a share. A third of 6,000 yen is 2,000 yen; of the
  /// fourths of 10,000 and 2,000 points 6,000 are half.
  @Test func examplesNameGroupsPayeesAndShares() throws {
    let contract =
      Self.head() + Self.reported("quality", "percent")
        + """
        table visits  per Art. 1
          key  visit
          visit  code
          provider  code
        population all  per Art. 1
          of  visits
        indicator by_provider  per Art. 1
          kind  total
          of  all
          count  rows
          unit  time
          by  provider
        score both  per Art. 1
          weight  quality 1 ÷ 3, quality 2 ÷ 3
        payment fee  per Art. 2
          for each  by_provider
          amount  6,000 yen × share of by_provider
          round  down to 1,000 yen, remainder largest fraction first
        payment bonus  per Art. 2
          for each  by_provider
          amount  100 yen × both
          round  down to 1 yen
        settlement yearly  per Art. 3
          for each  by_provider
          basis  each year on its own
          total  fee + bonus
        split bearers  per Art. 4
          of  fee
          share  "Grant" 1 ÷ 3, in settlement period at most 1,900 yen
          share  "Fund" 1 ÷ 3
          share  "City" remainder
          round  down to 1 yen
        example "rows"  per Art. 5
          year  2026
          data  visits visit, provider
          row  "A", "P1"
          row  "B", "P1"
          row  "C", "P2"
          row  "D", "P2"
          row  "E", "P3"
          given  quality 60 percent
          expect  by_provider "P2" 2 times, fee "P1" 3,000 yen, fee "P2" 2,000 yen, fee "P3" 1,000 yen
          expect  fee 6,000 yen, due "P3" 1,060 yen, due 6,180 yen
          expect  bearers "Grant" 1,900 yen, bearers "Fund" 2,000 yen, bearers "City" 2,100 yen

        """
    try passes(contract)
    let wrong = try scratch.write(
      "wrong.pfs", contract.replacing("fee \"P2\" 2,000", with: "fee \"P2\" 2,400"))
    let run = try Command.run("test", wrong)
    #expect(run.status == 1 && run.text.contains("expects 2,400 yen; the text gives 2,000 yen"))
    let absent = try scratch.write(
      "absent.pfs", contract.replacing("due \"P3\"", with: "due \"P9\""))
    #expect(try Command.run("test", absent).text.contains("[X602]"))
  }

  /// A column 'provider' hides no word of the parties; kg/m² is the unit kg/m2.
  @Test func namesHideNoWordsOfTheParties() throws {
    _ = try scratch.write(
      "c.vocabulary.txt",
      "rules 規則\nvisits 訪問\nvisit 番号\nprovider 事業者\nbmi 体格指数\nall 全件\nby_provider 事業者別\n"
        + "fee 報酬\nyearly 年次\n\"Rules\" 「規則」\n\"C\" 「市」\n\"P\" 「社」\n")
    let path = try scratch.write(
      "c.en.pfs",
      Self.head()
        + """
        table visits  per Art. 1
          key  visit
          visit  code
          provider  code
          bmi  kg/m²  range from 10 to 80
        population all  per Art. 1
          of  visits
          where  bmi below 18.5 kg/m²
        indicator by_provider  per Art. 1
          kind  total
          of  all
          count  rows
          unit  time
          by  provider
        payment fee  per Art. 2
          for each  by_provider
          amount  100 yen per time × by_provider
        settlement yearly  per Art. 3
          basis  each year on its own
          total  fee

        """)
    let check = try Command.run("check", path)
    #expect(check.status == 0, "\(check.text)")
    let japanese = try Command.run("translate", "--to", "ja", path)
    #expect(japanese.output.contains("発注者 「市」、受託者 「社」"), "\(japanese.text)")
    #expect(japanese.output.contains("18.5kg/m2未満"), "\(japanese.text)")
  }

  @Test func aPeriodNeedsTheEarlierOnesOfItsYear() throws {
    let run = try run(Self.advances, "2026-P2")
    #expect(run.status == 1 && run.text.contains("F421") && run.text.contains("2026-P1"))
    let whole = try self.run(Self.advances, "2026")
    #expect(whole.status == 1 && whole.text.contains("P901") && whole.text.contains("2027-P4"))
    #expect(try self.run(Self.advances, "2026-P5").text.contains("P901"))
    #expect(try self.run(Self.advances, "2026-2").text.contains("P902"))
  }

  /// A term that begins in October has the third and the fourth period of its first year.
  @Test func periodsAreCountedFromTheBeginningOfTheYear() throws {
    let contract = Self.advances.replacing("from 2026-04-01", with: "from 2026-10-01")
    #expect(try run(contract, "2026-P1").text.contains("P901"))
    let found = try settle(contract, "2026-P3")
    #expect(found["advance"] == "3000000" && found["total"] == "3000000")
  }

  /// Four persons-visits a period on their own: only the days of the period count, and the cap of the year
  /// holds over them.
  @Test func eachPeriodOnItsOwn() throws {
    let contract =
      Self.head()
        + """
        table visits  per Art. 1
          key  visit
          visit  code
          given_on  date
        population counted  per Art. 1
          of  visits
          where  given_on in settlement period
        population so_far  per Art. 1
          of  visits
          where  given_on in settlement year
        indicator number  per Art. 1
          kind  total
          of  counted
          count  rows
          unit  time
        indicator number_so_far  per Art. 1
          kind  total
          of  so_far
          count  rows
          unit  time
        payment fee  per Art. 2
          amount  1,000 yen per time × number
        settlement half_yearly  per Art. 3
          basis  each period on its own
          period  6 months
          total  fee
          year cap  3,000 yen
        example "months"  per Art. 3
          year  2026
          period  2
          given  number 1 time, paid earlier 2,500 yen
          expect  total 500 yen

        """
    _ = try scratch.write(
      "visits.csv",
      "visit,given_on\nA,2026-04-01\nB,2026-09-30\nC,2026-10-01\nD,2027-03-31\nE,2027-04-01\n")
    try passes(contract)
    var found = try settle(contract, "2026-P1", into: "P1")
    #expect(found["number"] == "2" && found["number_so_far"] == "2" && found["due"] == "2000")
    found = try settle(contract, "2026-P2", prior: ["P1"])
    #expect(found["number"] == "2" && found["number_so_far"] == "4" && found["due"] == "1000")
    #expect(try settle(contract, "2027-P1")["due"] == "1000")
  }

  /// Of the year up to the period B1 earned 200,000 yen and was paid 100,000; B2 earned 3,100,000 and was paid
  /// 100,000, and of its 3,300,000 yen with tax the year leaves 3,300,000 less 110,000.
  @Test func anExampleSaysWhatEachPayeeWasPaid() throws {
    try passes(
      Self.head("from 2025-10-01 to 2028-03-31") + """
        table participant  per Art. 2
          key  person_no
          person_no  code
          office  code
        population all  per Art. 3
          of  participant
        indicator reach  per Art. 4
          kind  persons
          of  all
          by  office
        payment fee  per Art. 6
          for each  reach
          amount  1,000 yen per person × reach
        settlement half_yearly  per Art. 7
          for each  reach
          basis  each year on its own
          period  6 months
          total  fee
          tax  10 percent
          tax round  down to 1 yen
          year cap  3,300,000 yen
        example "payees"  per Annex 3
          year  2026
          period  2
          given  reach "B1" 200 persons, reach "B2" 3,100 persons
          given  paid earlier "B1" 100,000 yen, paid earlier with tax "B1" 110,000 yen
          given  paid earlier "B2" 100,000 yen, paid earlier with tax "B2" 110,000 yen
          expect  due "B1" 110,000 yen, due "B2" 3,190,000 yen, due 3,300,000 yen

        """)
  }

  @Test func theProofAddsThePeriodsOfAYearOnce() throws {
    let contract = Self.advances.replacing("  year cap  11,000,000 yen\n", with: "")
      .replacing("person × done", with: "person × done\n  cap  12,000,000 yen")
    let path = try scratch.write("contract.pfs", contract)
    let run = try Command.run("check", path)
    #expect(run.status == 0, "\(run.text)")
    // Two years of at most 12,000,000 yen and their tax.
    #expect(run.output.contains("26,400,0"), "\(run.output)")
  }

  // MARK: - Months after a date

  /// From 30 August 2026: after it, six months end on 28 February; from it, too, since February has no 30th.
  @Test func civilMonths() throws {
    let rows = [
      "2026-08-30", "2026-08-31", "2027-02-28", "2027-03-01", "2027-05-30", "2027-05-31",
      "2027-06-01",
    ]
    let contract =
      Self.head()
        + """
        table people  per Art. 1
          key  person
          person  code
          started  date
        table jobs  per Art. 1
          key  person, worked_on
          refers to  person people
          person  code
          worked_on  date
        value first_half  per Art. 2
          of  people
          rows  jobs 1 to 6 months after started
          count  rows
        value third_quarter  per Art. 2
          of  people
          rows  jobs 7 to 9 months after started
          count  rows
        value counted_from  per Art. 2
          of  people
          rows  jobs 1 to 6 months from started
          count  rows
        value two_days  per Art. 2
          of  people
          rows  jobs 1 to 2 days from started
          count  rows
        population all  per Art. 2
          of  people
        indicator a  per Art. 2
          kind  total
          of  all
          sum  first_half
        indicator b  per Art. 2
          kind  total
          of  all
          sum  third_quarter
        indicator c  per Art. 2
          kind  total
          of  all
          sum  counted_from
        indicator d  per Art. 2
          kind  total
          of  all
          sum  two_days
        payment fee  per Art. 3
          amount  1 yen
        settlement yearly  per Art. 4
          basis  each year on its own
          total  fee
        example "months"  per Art. 2
          year  2026
          data  people person, started
          row  "P1", 2026-08-30
          data  jobs person, worked_on
        \(rows.map { "  row  \"P1\", \($0)" }.joined(separator: "\n"))
          expect  a 2 times, b 2 times, c 3 times, d 2 times

        """
    try passes(contract)
  }

  /// A date and whole months: the last day of the months after it, as windows count them. Six months after
  /// 30 August 2026 end on 28 February 2027 (182 days later), after 28 February on 31 August (184 days, the
  /// period begins on 1 March), after 10 April on 10 October (183 days). The reading nearest to that day is
  /// taken, of two that are as near the earlier: of 26 February and 2 March, both two days away, 9.5.
  @Test func monthsAreAddedToADate() throws {
    let contract =
      Self.head()
        + """
        table people  per Art. 1
          key  person
          person  code
          started  date
        table readings  per Art. 1
          key  person, read_on
          refers to  person people
          person  code
          read_on  date
          level  number
        value six_months_on  per Art. 2
          of  people
          formula  started + 6 months
        value days_until  per Art. 2
          of  people
          formula  six_months_on − started
        value twice  per Art. 2
          of  people
          formula  (started + 6 months − started) × 0.5
          record  days, 1 decimal, down
        value level_then  per Art. 2
          of  people
          rows  readings
          take  level, nearest to six_months_on, tie earlier
        population all  per Art. 2
          of  people
        indicator heads  per Art. 2
          kind  persons
          of  all
        payment fee  per Art. 3
          amount  1 yen per person × heads
        settlement yearly  per Art. 4
          basis  each year on its own
          total  fee
        example "six months on"  per Art. 2
          year  2026
          data  people person, started
          row  "P1", 2026-08-30
          row  "P2", 2027-02-28
          row  "P3", 2026-04-10
          data  readings person, read_on, level
          row  "P1", 2026-09-01, 7.5
          row  "P1", 2027-02-26, 9.5
          row  "P1", 2027-03-02, 8.5
          row  "P3", 2026-10-11, 3
          row  "P3", 2026-10-08, 4
          expect  days_until "P1" 182 days, days_until "P2" 184 days, days_until "P3" 183 days
          expect  twice "P1" 91.0 days, twice "P2" 92.0 days, twice "P3" 91.5 days
          expect  level_then "P1" 9.5, level_then "P2" missing, level_then "P3" 3

        """
    try passes(contract)
    for wrong in ["started + 1.5 months", "started + 0 months"] {
      let run = try Command.run(
        "check",
        try scratch.write(
          "wrong.pfs",
          contract.replacing("formula  started + 6 months", with: "formula  \(wrong)")))
      #expect(run.status == 1)
      #expect(
        run.text.contains(
          "error[U203]: months are added to a date as a whole number: … + 6 months"), "\(run.text)")
    }
    let minus = try Command.run(
      "check",
      try scratch.write(
        "minus.pfs", contract.replacing("started + 6 months\n", with: "started − 6 months\n")))
    #expect(minus.status == 1 && minus.text.contains("these cannot be subtracted"), "\(minus.text)")
  }

  // MARK: - Amendments of the term

  private static func amended(_ now: String, _ effective: String) -> String {
    head("from 2026-04-01 to 2028-03-31")
      + """
      payment fee  per Art. 2
        amount  100 yen per month × settlement months
      settlement yearly  per Art. 3
        basis  each year on its own
        total  fee
      amendment 1  per Variation 1
        signed  2026-12-01
        effective  \(effective)
        change  rules term
        was  from 2026-04-01 to 2028-03-31
        now  \(now)

      """
  }

  @Test func aTermIsLengthened() throws {
    let longer =
      Self.amended("from 2026-04-01 to 2029-06-30", "2028-04-01")
      + "example \"last\"  per Art. 2\n  year  2029\n  expect  fee 300 yen\n"
    #expect(try settle(longer, "2027")["due"] == "1200")
    #expect(try settle(longer, "2028")["due"] == "1200")
    #expect(try settle(longer, "2029")["due"] == "300")
    #expect(try run(longer, "2030").text.contains("P901"))
    try passes(longer)
    let check = try Command.run("check", scratch["contract.pfs"])
    #expect(check.status == 0 && check.output.contains("whole term: 3,900 yen"), "\(check.text)")
  }

  /// The term ends within a year, which is cut; the year before stays as it was, later years are gone.
  @Test func aTermIsShortened() throws {
    let shorter = Self.amended("from 2026-04-01 to 2027-09-30", "2027-10-01")
    #expect(try settle(shorter, "2026")["due"] == "1200")
    #expect(try settle(shorter, "2027")["due"] == "600")
    let gone = Self.amended("from 2026-04-01 to 2027-03-31", "2027-03-31")
    #expect(try run(gone, "2027").text.contains("P901"))
    #expect(try settle(gone, "2026")["due"] == "1200")
  }

  // MARK: - Prices by date

  /// Two visits in September at 4,500 yen and three from October on at 4,700.
  @Test func aPriceChangesWithinAYear() throws {
    let contract =
      Self.head()
        + """
        table visits  per Art. 1
          key  visit
          visit  code
          given_on  date
        population counted  per Art. 1
          of  visits
          where  given_on in settlement year
        indicator by_month  per Art. 1
          kind  total
          of  counted
          count  rows
          unit  time
          by  month of given_on
        payment fee  per Art. 2
          for each  by_month
          amount  by_month × (4,500 yen per time, on or after 2026-10-01 4,700 yen per time)
        payment lump  per Art. 2
          amount  (100 yen, on or after 2027-04-01 200 yen)
        settlement yearly  per Art. 3
          basis  each year on its own
          total  fee + lump

        """
    _ = try scratch.write(
      "visits.csv",
      "visit,given_on\nA,2026-09-01\nB,2026-09-30\nC,2026-10-01\nD,2026-10-31\nE,2027-03-31\n")
    let found = try settle(contract, "2026")
    #expect(found["fee[2026-09]"] == "9000" && found["fee[2026-10]"] == "9400")
    #expect(found["fee"] == "23100" && found["lump"] == "100")
    #expect(try settle(contract, "2027")["lump"] == "200")
  }

  // MARK: - Payees

  /// 3 × 333 = 999 yen and 99 of tax; 4 × 333 = 1,332 and 133: 232 of tax, where one invoice had 233.
  @Test func everyPayeeHasAnInvoice() throws {
    let contract =
      Self.head()
        + """
        table visits  per Art. 1
          key  visit
          visit  code
          center  code
          given_on  date
        population counted  per Art. 1
          of  visits
          where  given_on in settlement year
        indicator number  per Art. 1
          kind  total
          of  counted
          count  rows
          unit  time
          by  center
        payment fee  per Art. 2
          for each  number
          amount  333 yen per time × number
        settlement yearly  per Art. 3
          for each  number
          basis  each year on its own
          total  fee
          tax  10 percent
          tax round  down to 1 yen
          term cap  2,000 yen

        """
    var rows = "visit,center,given_on\n"
    for (index, center) in ["A", "A", "A", "B", "B", "B", "B"].enumerated() {
      rows += "V\(index),\(center),2026-05-01\n"
    }
    rows += "W0,A,2027-05-01\nW1,B,2027-05-01\nW2,B,2027-05-01\n"
    _ = try scratch.write("visits.csv", rows)
    var found = try settle(contract, "2026", into: "FY2026")
    #expect(found["tax[A]"] == "99" && found["due[A]"] == "1098")
    #expect(found["tax[B]"] == "133" && found["due[B]"] == "1465")
    #expect(found["total"] == "2331" && found["tax"] == "232" && found["due"] == "2563")
    let page = try String(
      contentsOfFile: scratch["FY2026"] + "/data/statement.html", encoding: .utf8)
    #expect(page.contains("Payees") && page.contains("1,465 yen"))
    // What each was paid limits it alone: B has 2,000 − 1,465 yen left.
    found = try settle(contract, "2027", prior: ["FY2026"])
    #expect(found["due[A]"] == "366" && found["due[B]"] == "535" && found["due"] == "901")
  }

  /// B was paid 1,000 yen with 100 of tax for a visit that a correction takes away. As one of the listed
  /// codes it has a figure of zero and gives them back; as a code that no row has it would be forgotten.
  @Test func aPayeeWhoIsGoneIsSetOff() throws {
    let listed =
      Self.head()
        + """
        table visits  per Art. 1
          key  visit
          visit  code
          center  one of A, B
          given_on  date
        population counted  per Art. 1
          of  visits
          where  given_on in settlement year
        indicator number  per Art. 1
          kind  total
          of  counted
          count  rows
          unit  time
          by  center
        payment fee  per Art. 2
          for each  number
          amount  1,000 yen per time × number
        settlement halves  per Art. 3
          for each  number
          basis  each year on its own
          period  6 months
          total  fee
          tax  10 percent
          tax round  down to 1 yen

        """
    let open = listed.replacing("one of A, B", with: "code")
    let first = "visit,center,given_on\nV1,A,2026-05-01\nV2,A,2026-06-01\nV3,B,2026-06-02\n"
    let second = "visit,center,given_on\nV1,A,2026-05-01\nV2,A,2026-06-01\nV4,A,2026-11-01\n"
    _ = try scratch.write("visits.csv", first)
    #expect(try settle(listed, "2026-P1", into: "L1")["due[B]"] == "1100")
    #expect(try settle(open, "2026-P1", into: "O1")["due"] == "3300")
    _ = try scratch.write("visits.csv", second)
    let found = try settle(listed, "2026-P2", prior: ["L1"])
    #expect(found["due[A]"] == "1100" && found["due[B]"] == "-1100" && found["due"] == "0")
    let path = try scratch.write("open.pfs", open)
    let refused = try Command.run(
      "settle", path, "--data", scratch.path, "--period", "2026-P2", "--prior", scratch["O1"])
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains("error[F427]: earlier periods paid 'B', and 2026-P2 has no figure"))
  }

  // MARK: - Currencies, totals, reports

  @Test func aContractHasItsOwnCurrency() throws {
    let contract =
      Self.head("from 2026-04-01 to 2028-03-31", "  currency  crown, 2 decimals")
      + Self.reported("done", "person") + Self.reported("cost", "crown")
        + """
        payment fee  per Art. 2
          amount  0.75 crown per person × done + cost ÷ 3
          round  half up to 0.01 crown
        settlement yearly  per Art. 3
          basis  each year on its own
          total  fee

        """
    // 0.75 × 3 + 0.1 ÷ 3 = 2.28333…
    let found = try settle(contract, "2026", ["done,3,person", "cost,0.10,crown"])
    #expect(found["due"] == "2.28")
    let path = try scratch.write(
      "contract.pfs", contract.replacing("crown, 2 decimals", with: "pound, 2 decimals"))
    #expect(try Command.run("check", path).text.contains("N102"))
  }

  /// Pounds: a debt of less than a penny is no law's concern, and pence are rounded as the contract says.
  @Test func pounds() throws {
    let contract =
      Self.head("from 2026-04-01 to 2028-03-31", "  currency  pound")
      + Self.reported("done", "person")
        + """
        payment fee  per Art. 2
          amount  0.333 pounds per person × done
          round  half up to 0.01 pounds
        settlement yearly  per Art. 3
          basis  each year on its own
          total  fee

        """
    #expect(try settle(contract, "2026", ["done,5,person"])["due"] == "1.67")
  }

  /// A running total of persons, and one of money that a payment keeps of itself.
  @Test func aRunningTotal() throws {
    let contract =
      Self.head() + Self.reported("done", "person")
        + """
        indicator so_far  per Art. 1
          kind  formula
          formula  previous year (so_far, first year 100 persons) + done
        payment fee  per Art. 2
          amount  10 yen per person × so_far + previous year (fee, first year 0 yen)
        settlement yearly  per Art. 3
          basis  each year on its own
          total  fee

        """
    let first = try settle(contract, "2026", ["done,5,person"], into: "FY2026")
    #expect(first["so_far"] == "105" && first["due"] == "1050")
    let second = try settle(contract, "2027", ["done,7,person"], prior: ["FY2026"])
    #expect(second["so_far"] == "112" && second["due"] == "2170")
    let path = try scratch.write(
      "contract.pfs", contract.replacing("first year 100 persons", with: "first year 100 points"))
    #expect(try Command.run("check", path).text.contains("U202"))
  }

  @Test func contractsShareAReport() throws {
    let contract =
      Self.head() + Self.reported("done", "person")
        + """
        payment fee  per Art. 2
          amount  10 yen per person × done
        settlement yearly  per Art. 3
          basis  each year on its own
          total  fee

        """
    func report(_ lines: String) throws {
      _ = try scratch.write("reported.csv", "figure,value,unit,evidence,contract\n\(lines)\n")
    }
    try report(
      "done,5,person,report,rules\nother,7,percent,report,another\ndone,9,person,r,another")
    #expect(try settle(contract, "2026")["due"] == "50")
    try report("done,5,person,report,rules\nother,7,percent,report,rules")
    #expect(try run(contract, "2026").text.contains("P931"))
    // A line that names no contract is everybody's.
    try report("done,5,person,report,\nother,7,percent,report,")
    #expect(try run(contract, "2026").text.contains("P931"))
  }
}
