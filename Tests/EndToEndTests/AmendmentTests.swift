import Foundation
import TestSupport
import Testing

/// Lines that amendments change, add and take away, settled by the year; every expected figure by hand.
@Suite struct AmendmentTests {
  /// A level of outcome, a price by rank, points by a scale, two conditions and two shares.
  private static let signed = """
    language en
    contract ferry "Ferry"                                    per Art. 1
      parties         client "City", provider "Vendor"
      term            from 2024-04-01 to 2027-03-31
      year starts     April
      status          illustrative
    table trials                                              per Art. 2
      file            "trials.csv"
      key             trial
      trial           code
      grade           number      range from 1 to 9
    scale worth                                               per Art. 2
      input           number
      gives           number
      from 1 to 3                                   1
      from 4 to 9                                   2
    value points                                              per Art. 2
      of              trials
      formula         worth(grade)
    population all_trials                                     per Art. 2
      of              trials
      where           grade at least 2
      where           grade at most 8
    indicator merit                                           per Art. 2
      kind            total
      of              all_trials
      sum             points
    indicator reached                                         per Art. 2
      kind            reported
      unit            percent, range from 0 to 100
      record          percent, 0 decimals, half up
    indicator riders                                          per Art. 2
      kind            reported
      unit            person, range from 0 to 100
    achievement level                                         per Art. 3
      measured by     reached
      below 40 percent                              10 percent
      at least 40 percent                           50 percent
    achievement award                                         per Art. 3
      measured by     riders
      from 1 to 30 persons              each        5,000 yen
      above 30 persons                  each        0 yen
    payment fee                                               per Art. 4
      amount          1,000,000 yen × level
      only if         reached at least 20 percent
      only if         riders at least 10 persons
    payment bonus                                             per Art. 5
      amount          award + 1,000 yen × merit
    settlement yearly                                         per Art. 6
      basis           each year on its own
      total           fee + bonus
    split shares                                              per Art. 7
      of              due
      share           "Pref" 50 percent
      share           "City" remainder
      round           down to 1 yen

    """

  private static let first = """
    amendment 1                                               per "V1"
      signed          2025-02-14
      effective       2025-04-01
      change          fee only if
      was             riders at least 10 persons
      now             riders at least 12 persons
      change          shares share
      was             "Pref" 50 percent
      now             "Pref" 60 percent
      change          level row
      was             at least 40 percent 50 percent
      now             at least 40 percent 60 percent
      change          award row
      was             from 1 to 30 persons each 5,000 yen
      now             from 1 to 30 persons each 6,000 yen
      change          worth row
      was             from 1 to 3 1
      now             from 1 to 4 1
      change          worth row
      was             from 4 to 9 2
      now             from 5 to 9 3

    """

  private static let second = """
    amendment 2                                               per "V2"
      signed          2026-02-14
      effective       2026-04-01
      change          fee cap
      was             no line
      now             500,000 yen
      change          fee only if
      was             reached at least 20 percent
      now             no line
      change          fee only if
      was             no line
      now             merit at least 3
      change          bonus floor
      was             no line
      now             90,000 yen
      change          all_trials where
      was             grade at most 8
      now             grade at most 9
      change          level row
      was             below 40 percent 10 percent
      now             from 20 to below 40 percent 10 percent
      change          level row
      was             no line
      now             below 20 percent 5 percent

    """

  private let scratch: Scratch
  private let contract: String

  init() throws {
    scratch = try Scratch()
    contract = try scratch.write("ferry.en.pfs", Self.signed + Self.first + Self.second)
    // By the scale as signed 1 + 2 + 2 points, by the first amendment 1 + 1 + 3, by the second 3 more.
    _ = try scratch.write("trials.csv", "trial,grade\nT1,2\nT2,4\nT3,7\nT4,9\n")
  }

  private func settle(
    _ year: Int, reached: Int, riders: Int, into output: String? = nil
  ) throws -> [String: String] {
    _ = try scratch.write(
      "reported.csv",
      """
      figure,value,unit,evidence
      reached,\(reached),percent,report
      riders,\(riders),person,report

      """)
    var arguments = [
      "settle", contract, "--data", scratch.path, "--period", "\(year)", "--format", "json",
    ]
    if let output { arguments += ["--output", scratch[output]] }
    let run = try Command.run(arguments)
    #expect(run.status == 0, "\(run.text)")
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let root = try #require(object as? [String: Any])
    var found: [String: String] = [:]
    for figure in root["figures"] as? [[String: Any]] ?? [] {
      guard let name = figure["name"] as? String else { continue }
      let key = (figure["key"] as? String).map { " \($0)" } ?? ""
      found[name + key] = figure["value"] as? String
    }
    return found
  }

  private struct Year: Sendable {
    let year: Int
    let reached: Int
    let riders: Int
    let fee: String
    let bonus: String
    let due: String
  }

  /// As signed 12 riders give 1,000,000 × 50 percent and 12 × 5,000 + 5 × 1,000; 11 riders are enough and give
  /// 5,000 less, 10 percent reached are too few. From 2025 on 12 × 6,000 + 5 × 1,000 and 60 percent; 11 riders
  /// are too few: 11 × 6,000 + 5,000. From 2026 on at most 500,000, and at least 90,000 in place of 12 × 6,000 +
  /// 8 × 1,000; 10 percent reached suffice, and their row gives 5 percent; 30 reached give 10 percent.
  private static let years = [
    Year(year: 2024, reached: 50, riders: 12, fee: "500000", bonus: "65000", due: "565000"),
    Year(year: 2024, reached: 50, riders: 11, fee: "500000", bonus: "60000", due: "560000"),
    Year(year: 2024, reached: 10, riders: 12, fee: "0", bonus: "65000", due: "65000"),
    Year(year: 2025, reached: 50, riders: 12, fee: "600000", bonus: "77000", due: "677000"),
    Year(year: 2025, reached: 50, riders: 11, fee: "0", bonus: "71000", due: "71000"),
    Year(year: 2025, reached: 10, riders: 12, fee: "0", bonus: "77000", due: "77000"),
    Year(year: 2026, reached: 50, riders: 12, fee: "500000", bonus: "90000", due: "590000"),
    Year(year: 2026, reached: 50, riders: 11, fee: "0", bonus: "90000", due: "90000"),
    Year(year: 2026, reached: 10, riders: 12, fee: "50000", bonus: "90000", due: "140000"),
    Year(year: 2026, reached: 30, riders: 12, fee: "100000", bonus: "90000", due: "190000"),
  ]

  @Test(arguments: years.indices)
  func everyYearIsSettledUnderItsText(place: Int) throws {
    let year = Self.years[place]
    let found = try settle(year.year, reached: year.reached, riders: year.riders)
    #expect(found["fee"] == year.fee)
    #expect(found["bonus"] == year.bonus)
    #expect(found["due"] == year.due)
  }

  /// 50 percent of 565,000 are 282,500 yen; 60 percent of 677,000 are 406,200.
  @Test(arguments: [(2024, "282,500 yen"), (2025, "406,200 yen")])
  func theShareThatWasQuotedIsChanged(year: Int, share: String) throws {
    _ = try settle(year, reached: 50, riders: 12, into: "bundle")
    let page = try scratch.text("bundle/data/statement.html")
    #expect(page.contains(share))
  }

  @Test func theExplanationReadsTheLineInForceAndItsAmendment() throws {
    _ = try settle(2026, reached: 50, riders: 12, into: "bundle")
    let fee = try Command.run("explain", scratch["bundle"], "fee")
    #expect(fee.output.contains("cap 500,000 yen (\"V2\")"), "\(fee.text)")
    #expect(fee.output.contains("only if riders at least 12 persons (\"V1\")"), "\(fee.text)")
    #expect(fee.output.contains("only if merit at least 3 (\"V2\")"), "\(fee.text)")
    #expect(!fee.output.contains("reached at least 20 percent"), "\(fee.text)")
    let level = try Command.run("explain", scratch["bundle"], "level")
    #expect(level.output.contains("at least 40 percent 60 percent (\"V1\")"), "\(level.text)")
    let merit = try Command.run("explain", scratch["bundle"], "merit")
    #expect(merit.output.contains("grade at most 9 (\"V2\")"), "\(merit.text)")
    let replay = try Command.run("replay", scratch["bundle"])
    #expect(replay.status == 0, "\(replay.text)")
  }

  @Test func theTextIsCheckedAndCoveredAsAmended() throws {
    let check = try Command.run("check", contract)
    #expect(check.status == 0, "\(check.text)")
    let coverage = try Command.run("check", contract, "--coverage")
    #expect(coverage.output.contains("cap 500,000 yen (\"V2\")"), "\(coverage.text)")
    #expect(coverage.output.contains("below 20 percent 5 percent (\"V2\")"), "\(coverage.text)")
    #expect(coverage.output.contains("from 5 to 9 3 (\"V1\")"), "\(coverage.text)")
  }

  @Test func theTextIsFormattedAndTranslatedBothWays() throws {
    _ = try scratch.write(
      "vocabulary.txt",
      """
      ferry       渡船
      trials      試験
      trial       試験番号
      grade       評価
      worth       換算
      points      点数
      all_trials  全試験
      merit       点数計
      reached     到達率
      riders      利用者
      level       達成水準
      award       利用者単価
      fee         報酬
      bonus       加算
      yearly      年度精算
      shares      負担割合

      "Ferry"   「渡船」
      "City"    「市」
      "Vendor"  「事業者」
      "Pref"    「県」
      "V1"      「変更1」
      "V2"      「変更2」

      """)
    let text = try scratch.text("ferry.en.pfs")
    let formatted = try Command.run("format", contract, "--check")
    #expect(formatted.status == 0, "\(formatted.text)")
    let japanese = try Command.run("translate", contract, "--to", "ja")
    #expect(japanese.status == 0, "\(japanese.text)")
    #expect(
      japanese.output.contains(
        "  変更箇所        報酬 上限\n  変更前          定めなし\n  変更後          500,000円\n"))
    #expect(
      japanese.output.contains(
        "  変更箇所        達成水準 行\n  変更前          40%以上 50%\n  変更後          40%以上 60%\n"))
    let path = try scratch.write("ferry.ja.pfs", japanese.output)
    let check = try Command.run("check", path)
    #expect(check.status == 0, "\(check.text)")
    let back = try Command.run("translate", path, "--to", "en")
    #expect(back.output == text)
  }

  /// A line that was added can be changed and taken away in its turn, and be assumed in a scenario.
  @Test func anAddedLineIsALineLikeAnother() throws {
    let third = """
      amendment 3                                               per "V3"
        signed          2026-02-28
        effective       2026-04-01
        change          fee cap
        was             500,000 yen
        now             450,000 yen
        change          bonus floor
        was             90,000 yen
        now             no line
      scenario "lower cap"
        set             fee cap 400,000 yen

      """
    _ = try scratch.write("ferry.en.pfs", Self.signed + Self.first + Self.second + third)
    let found = try settle(2026, reached: 50, riders: 12)
    // 12 × 6,000 + 8 × 1,000, which nothing lifts to 90,000 any more.
    #expect(found["fee"] == "450000" && found["bonus"] == "80000" && found["due"] == "530000")
    let scenario = try Command.run(
      "scenario", contract, "--data", scratch.path, "--period", "2026", "--name", "lower cap")
    #expect(scenario.status == 0, "\(scenario.text)")
    #expect(scenario.output.contains("400,000 yen"), "\(scenario.text)")
    let check = try Command.run("check", contract)
    #expect(check.status == 0, "\(check.text)")
  }
}
