import Foundation
import TestSupport
import Testing

/// Payment rules of real contracts, settled from reported figures; every expected figure by hand.
@Suite struct RuleTests {
  private static let head = """
    language en
    contract rules "Rules"
      parties         client "C", provider "P"
      term            from 2023-04-01 to 2026-03-31
      year starts     April
      status          illustrative

    """

  /// An indicator that is reported.
  private static func reported(_ name: String, _ unit: String) -> String {
    "indicator \(name)  per Art. 1\n  kind  reported\n  unit  \(unit)\n"
  }

  /// Settles a contract from a report; the figures by name.
  private func settle(
    _ body: String, _ figures: [String], period: String = "2023", prior: String? = nil,
    into output: String? = nil
  ) throws -> [String: String] {
    let scratch = try Scratch()
    let contract = try scratch.write("contract.pfs", Self.head + body)
    _ = try scratch.write(
      "reported.csv",
      (["figure,value,unit,evidence"] + figures.map { "\($0),report" }).joined(separator: "\n")
        + "\n")
    var arguments = [
      "settle", contract, "--data", scratch.path, "--period", period, "--format", "json",
    ]
    if let prior { arguments += ["--prior", prior] }
    if let output { arguments += ["--output", output] }
    let run = try Command.run(arguments)
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

  /// 寒河江市: 41,000 yen for the first couple, 2,000 more for each further one, 30 couples at most.
  @Test(arguments: [
    (0, "0"), (1, "41000"), (2, "84000"), (3, "129000"), (29, "2001000"), (30, "2100000"),
    (31, "2100000"), (45, "2100000"),
  ])
  func pricesRiseByRank(couples: Int, award: String) throws {
    let found = try settle(
      Self.reported("marriages", "couple")
        + """
        achievement award  per Art. 2
          measured by  marriages
          from 1 to 30 couples  each  41,000 yen, rising 2,000 yen
          above 30 couples  each  0 yen
        payment fee  per Art. 3
          amount  award
        settlement yearly  per Art. 4
          basis  each year on its own
          total  fee

        """, ["marriages,\(couples),couple"])
    #expect(found["award"] == award && found["due"] == award)
  }

  /// Bands of volume: ten at 1,000 yen, the next ten falling from 900 by 10 to 810, further ones 500.
  @Test(arguments: [
    (10, "10000"), (11, "10900"), (12, "11790"), (20, "18550"), (23, "20050"),
  ])
  func pricesFallInBands(count: Int, award: String) throws {
    let found = try settle(
      Self.reported("visits", "time")
        + """
        achievement award  per Art. 2
          measured by  visits
          at most 10 times  each  1,000 yen
          from 11 to 20 times  each  900 yen, falling 10 yen
          above 20 times  each  500 yen
        payment fee  per Art. 3
          amount  award
        settlement yearly  per Art. 4
          basis  each year on its own
          total  fee

        """, ["visits,\(count),time"])
    #expect(found["award"] == award)
  }

  /// The greater of two achievements; a cap and a floor that are arithmetic; a gate by another figure.
  @Test func limitsAndGatesAreFigures() throws {
    func found(_ rate: String, _ target: String, _ members: Int) throws -> [String: String] {
      try settle(
        Self.reported("reached", "percent") + Self.reported("improved", "percent")
          + Self.reported("target", "percent") + Self.reported("members", "person")
            + """
            score quality  per Art. 2
              formula  greater of (reached, improved)
            payment base  per Art. 3
              amount  200,000 yen
            payment fee  per Art. 3
              amount  30,000 yen per person × members
              cap  base + 100,000 yen
              floor  base ÷ 4
              round  down to 1 yen
            payment bonus  per Art. 3
              amount  100,000 yen
              only if  quality at least target or members at least 50 persons
            settlement yearly  per Art. 4
              basis  each year on its own
              total  base + fee + bonus

            """,
        [
          "reached,40,percent", "improved,\(rate),percent", "target,\(target),percent",
          "members,\(members),person",
        ])
    }
    var figures = try found("62.5", "62.5", 5)
    #expect(figures["quality"] == "62.5" && figures["fee"] == "150000")
    #expect(figures["bonus"] == "100000" && figures["due"] == "450000")
    figures = try found("39", "40.1", 12)
    #expect(figures["quality"] == "40" && figures["fee"] == "300000")
    #expect(figures["bonus"] == "0")
    figures = try found("39", "40.1", 50)
    #expect(figures["bonus"] == "100000")
    figures = try found("39", "41", 1)
    #expect(figures["fee"] == "50000")
  }

  /// A payment of some years asks for nothing in the others, and last year's figure stands in the bundle.
  @Test func yearsAndLastYear() throws {
    let body =
      Self.reported("members", "person") + Self.reported("survey", "percent")
        + """
        payment growth  per Art. 2
          amount  10,000 yen per person × greater of (members − previous year (members, first year 8 persons), 0 persons)
        payment survey_fee  per Art. 3
          years  2024, 2025
          amount  1,000 yen × survey
          round  down to 1 yen
        payment months_fee  per Art. 4
          amount  100 yen per month × months to date + 1 yen per month × settlement months
        settlement yearly  per Art. 5
          basis  each year on its own
          total  growth + survey_fee + months_fee

        """
    let scratch = try Scratch()
    let first = scratch.path + "/FY2023"
    // The survey is not reported in 2023.
    let one = try settle(body, ["members,12,person"], into: first)
    #expect(one["survey_fee"] == "0" && one["survey"] == nil && one["due"] == "41212")
    let both = try settle(body, ["members,12,person", "survey,50.5,percent"], into: first + "b")
    #expect(both["growth"] == "40000" && both["survey_fee"] == "0")
    #expect(both["months_fee"] == "1212" && both["due"] == "41212")
    let second = try settle(
      body, ["members,15,person", "survey,50.5,percent"], period: "2024", prior: first + "b",
      into: first + "c")
    #expect(second["growth"] == "30000" && second["survey_fee"] == "505")
    #expect(second["months_fee"] == "2412")
    let replay = try Command.run("replay", first + "c")
    #expect(replay.status == 0, "\(replay.text)")
    let alone = try Command.run("explain", first + "c", "growth")
    #expect(alone.output.contains("previous year members 12 persons"))
  }

  /// Cumulative: the entitlement to date less what was paid; an overpayment comes back.
  @Test func cumulativeSettlements() throws {
    let body =
      Self.reported("rate_to_date", "percent")
        + """
        payment fee  per Art. 2
          amount  100,000 yen per month × months to date × rate_to_date
          round  down to 1 yen
        settlement yearly  per Art. 3
          basis  cumulative
          total  fee
          tax  10 percent
          tax round  down to 1 yen

        """
    let scratch = try Scratch()
    let first = scratch.path + "/FY2023"
    let one = try settle(body, ["rate_to_date,80,percent"], into: first)
    #expect(one["total"] == "960000" && one["due"] == "1056000")
    // 24 months at 30 percent are 720,000 yen: 240,000 yen too much was paid.
    let two = try settle(
      body, ["rate_to_date,30,percent"], period: "2024", prior: first, into: scratch.path + "/b")
    #expect(two["fee"] == "720000" && two["total"] == "-240000" && two["due"] == "-264000")
  }

  /// Tax: included, and by the day of supply.
  @Test func taxes() throws {
    func found(_ tax: String, period: String = "2023") throws -> [String: String] {
      try settle(
        Self.reported("cost", "yen")
          + """
          payment fee  per Art. 2
            amount  cost
            cap  1,000,000 yen
          settlement yearly  per Art. 3
            basis  each year on its own
            total  fee
          \(tax)
            tax round  down to 1 yen

          """, ["cost,999999,yen"], period: period)
    }
    let included = try found("  tax  10 percent, included")
    // 999,999 × 10 ÷ 110 = 90,909
    #expect(included["tax"] == "90909" && included["payable"] == "999999")
    let dated =
      "  tax  8 percent, on or after 2024-10-01 10 percent\n  tax date  settlement year end"
    #expect(try found(dated)["tax"] == "79999")
    #expect(try found(dated, period: "2024")["tax"] == "99999")
    let start = dated.replacing("year end", with: "year start")
    #expect(try found(start, period: "2024")["tax"] == "79999")
  }

  /// 100 yen in six instalments are 20, 16, 16, 16, 16, 16 (端数計算法 art. 3); shares make the whole.
  @Test func splits() throws {
    let found = try settle(
      Self.reported("cost", "yen")
        + """
        payment fee  per Art. 2
          amount  cost
        settlement yearly  per Art. 3
          basis  each year on its own
          total  fee
        split plan  per Art. 4
          of  due
          instalments  6 times
        split bearers  per Art. 5
          of  fee
          share  "Prefecture" 33.3 percent, in settlement period at most 30 yen
          share  "City" remainder
          share  "Town" 12.5 percent
          round  half up to 1 yen

        """, ["cost,100,yen"])
    #expect((1...6).map { found["plan[\($0)]"] } == ["20", "16", "16", "16", "16", "16"])
    // 33.3 → 33, at most 30; 12.5 → 13; the city bears 57.
    #expect(found["bearers[Prefecture]"] == "30" && found["bearers[Town]"] == "13")
    #expect(found["bearers[City]"] == "57")
  }

  /// A count is whole and not negative; money has no fraction of a yen; a price is reported in its unit.
  @Test(arguments: [
    ("members,0.5,person", "P934"), ("members,-5,person", "P934"), ("cost,794.5,yen", "P934"),
    ("cost,-794,yen", nil), ("price,12.5,yen per person", nil), ("price,12.5,1人当たり円", nil),
    ("price,12,yen", "P933"),
  ])
  func reportedFiguresArePossible(row: String, code: String?) throws {
    let scratch = try Scratch()
    let contract = try scratch.write(
      "contract.pfs",
      Self.head + Self.reported("members", "person") + Self.reported("cost", "yen")
        + Self.reported("price", "yen per person")
          + """
          payment fee  per Art. 2
            amount  price × members + cost
            round  down to 1 yen
          settlement yearly  per Art. 3
            basis  each year on its own
            total  fee

          """)
    let name = row.prefix { $0 != "," }
    let others = ["members,2,person", "cost,10,yen", "price,3,yen per person"].filter {
      !$0.hasPrefix(name)
    }
    _ = try scratch.write(
      "reported.csv",
      (["figure,value,unit,evidence"] + ([row] + others).map { "\($0),report" }).joined(
        separator: "\n") + "\n")
    let run = try Command.run("settle", contract, "--data", scratch.path, "--period", "2023")
    if let code {
      #expect(run.status == 1 && run.errors.contains("[\(code)]"), "\(run.text)")
    } else {
      #expect(run.status == 0, "\(run.text)")
    }
  }

  /// A final contract is settled once; a limit over its term asks for no earlier settlement.
  @Test func finalSettlementWithALimitOverTheTerm() throws {
    let found = try settle(
      Self.reported("cost", "yen")
        + """
        payment fee  per Art. 2
          amount  cost
        settlement once  per Art. 3
          basis  final
          total  fee
          term cap  500 yen

        """, ["cost,700,yen"], period: "2025")
    #expect(found["due"] == "500")
  }

  /// An example of a later year says what the year before recorded, or leaves out what needs it.
  @Test(arguments: [
    ("  given  previous year members 12 persons", "30,000", 0),
    ("  given  previous year members 12 persons", "30,001", 1), ("", "30,000", 1),
  ])
  func examplesOfLaterYears(given: String, growth: String, status: Int32) throws {
    let scratch = try Scratch()
    let contract = try scratch.write(
      "contract.pfs",
      Self.head + Self.reported("members", "person")
        + """
        payment growth  per Art. 2
          amount  10,000 yen per person × (members − previous year (members, first year 8 persons))
        settlement yearly  per Art. 3
          basis  each year on its own
          total  growth
        example "second year"  per Annex 1
          year  2024
          given  members 15 persons
        \(given)
          expect  growth \(growth) yen

        """)
    let run = try Command.run("check", contract)
    #expect(run.status == status, "\(run.text)")
    if given.isEmpty { #expect(run.text.contains("[X602]"), "\(run.text)") }
  }
}
