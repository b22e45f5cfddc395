import Foundation
import TestSupport
import Testing

/// What `pfs check` says of a contract whose bounds are worked out by hand: 250,500 ÷ 1,000 = 250.5, so
/// the cap decides from 251 persons on; at most 650,500 a year, with tax 715,550, in two years 1,431,100.
@Suite struct ProofCommandTests {
  static let contract = """
    language en
    contract small "Small Programme"
      parties         client "A City", provider "B KK"
      term            from 2025-10-01 to 2027-03-31
      year starts     April
    table participant                                         per Art. 3
      key             person
      person          code
      weight          kg          range from 20 to 200
    population all                                            per Art. 4
      of              participant
    population light                                          per Art. 4
      of              all
      where           weight at most 60 kg
    indicator reach                                           per Art. 5
      kind            persons
      of              all
    indicator light_rate                                      per Art. 5
      kind            rate
      numerator       light
      denominator     all
      record          percent, 1 decimal, half up
    achievement light_level                                   per Art. 6
      measured by     light_rate
      below 30.0 percent                            0 percent
      from 30.0 to below 50.0 percent               50 percent
      at least 50.0 percent                         100 percent
    payment reach_fee                                         per Art. 7
      amount          1,000 yen per person × reach
      cap             250,500 yen
    payment light_fee                                         per Art. 7
      amount          400,000 yen × light_level
      only if         reach at least 10 persons
    settlement yearly                                         per Art. 8
      basis           each year on its own
      total           reach_fee + light_fee
      tax             10 percent
      tax round       down to 1 yen
    example "Annex 1"                                         per Annex 1
      year            2026
      given           reach 10 persons, light_rate 31.4 percent
      expect          reach_fee 10,000 yen, light_fee 200,000 yen

    """

  static let vocabulary = """
    small 小
    participant 参加者
    person 個人番号
    weight 体重
    all 全員
    light 軽量者
    reach 実績
    light_rate 軽量率
    light_level 軽量達成度
    reach_fee 参加報酬
    light_fee 軽量報酬
    yearly 年次
    "Small Programme" 「小事業」
    "A City" 「甲市」
    "B KK" 「乙社」
    "Annex 1" 「別紙1」

    """

  private let scratch: Scratch
  private let english: String
  private let japanese: String

  init() throws {
    scratch = try Scratch()
    try scratch.write("c.vocabulary.txt", Self.vocabulary)
    english = try scratch.write("c.en.pfs", Self.contract)
    let there = try Command.run("translate", "--to", "ja", english)
    #expect(there.status == 0, "\(there.errors)")
    japanese = try scratch.write("c.ja.pfs", there.output)
  }

  @Test func whatAContractCanPayIsPrintedInBothLanguages() throws {
    let first = try Command.run("check", english)
    #expect(first.status == 0)
    #expect(
      first.output == """
        \(english): no errors
        What it can pay
          2025 to 2026
            reach_fee  0 to 250,500 yen
            light_fee  0 to 400,000 yen
            ───────────────────────────
            total      0 to 650,500 yen
            with tax   0 to 715,550 yen
            reach_fee: reach at least 251 persons → cap 250,500 yen (line 30)
            light_fee: reach at least 10 persons, light_rate at least 50.0 percent → light_level 100 percent
          whole term: 0 to 1,431,100 yen
        How payments move
          reach_fee  rises with reach
          light_fee  rises with reach, light_rate

        """)
    let second = try Command.run("check", japanese)
    #expect(
      second.output == """
        \(japanese): エラーなし
        支払い得る額
          2025～2026年度
            参加報酬  0～250,500円
            軽量報酬  0～400,000円
            ──────────────────────
            合計      0～650,500円
            税込      0～715,550円
            参加報酬: 実績 251人以上 → 上限 250,500円 (30行目)
            軽量報酬: 実績 10人以上、軽量率 50.0%以上 → 軽量達成度 100%
          全期間: 0～1,431,100円
        支払の増減
          参加報酬  実績に応じて増加
          軽量報酬  実績、軽量率に応じて増加

        """)
  }

  /// The page says what the list in the terminal says: 2 of 8 places are exercised.
  @Test(arguments: ["en", "ja"])
  func theContractIsShownColouredByCoverage(language: String) throws {
    let scratch = try Scratch()
    try scratch.write("small.vocabulary.txt", Self.vocabulary)
    try scratch.write("small.en.pfs", Self.contract)
    let japanese = try Command.run("translate", "--to", "ja", scratch["small.en.pfs"])
    try scratch.write("small.ja.pfs", japanese.output)
    let run = try Command.run(
      "check", scratch["small.\(language).pfs"], "--coverage", "--html", scratch["page.html"])
    #expect(run.status == 0, "\(run.text)")
    let page = try scratch.text("page.html")
    #expect(page.contains("<html lang=\"\(language)\">"))
    #expect(page.contains(language == "en" ? "Exercised: 2 of 8" : "網羅: 8箇所中2箇所"))
    let rows = page.components(separatedBy: "<tr").dropFirst(2)
    #expect(rows.count == Self.contract.split(separator: "\n").count + 1)
    func lines(_ state: String) -> [String] {
      rows.filter { $0.hasPrefix(" class=\"\(state)\"") }.map { row in
        String(row.split(separator: "</th>")[0].split(separator: ">").last ?? "")
      }
    }
    // 31.4 percent lies in the second row; the condition held and never failed; the cap was not reached.
    #expect(lines("done") == ["26"])
    #expect(lines("part") == ["33"])
    // Nobody was counted, so the condition of the population was never judged.
    #expect(lines("never") == ["14", "25", "27", "30"])
    for mark in ["●", "◐", "○"] { #expect(page.contains(">\(mark) ")) }
    for forbidden in ["<script", "http:", "https:", "src=", "href=", "url(", " style=", "onload"] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
    let alone = try Command.run("check", scratch["small.en.pfs"], "--html", scratch["page.html"])
    #expect(alone.status == 2)
    #expect(alone.errors.contains("--html goes with --coverage of one contract."))
  }

  @Test func coverageAndReadingsArePrintedInBothLanguages() throws {
    // Three rows, a cap, a condition of a payment and one of a population, each holding or failing: the
    // example has one row and the payment's condition holds. The tax left as it is changes nothing; the rate
    // is given and not rounded. With exactly 10 persons 'above 10 persons' loses 200,000 yen and their tax.
    let first = try Command.run("check", "--coverage", "--readings", english)
    #expect(first.status == 0)
    #expect(
      first.output.hasSuffix(
        """
        Exercised: 2 of 8
        Never exercised
          line 14  light        condition holds, fails  where weight at most 60 kg
          line 25  light_level  row                     below 30.0 percent 0 percent
          line 27  light_level  row                     at least 50.0 percent 100 percent
          line 30  reach_fee    cap acts                cap 250,500 yen
          line 33  light_fee    condition fails         only if reach at least 10 persons
        Other readings, each alone
          -220,000 yen  line 33  light_fee  at least 10 persons → above 10 persons  Annex 1
        8 more change nothing here; 1 cannot be checked (line 22)

        """), "\(first.output)")
    let second = try Command.run("check", "--coverage", "--readings", japanese)
    #expect(
      second.output.hasSuffix(
        """
        網羅: 8箇所中2箇所
        一度も通らない箇所
          14行目  軽量者      条件を満たす・条件を満たさない  条件 体重 60kg以下
          25行目  軽量達成度  段                              30.0%未満 0%
          27行目  軽量達成度  段                              50.0%以上 100%
          30行目  参加報酬    上限が効く                      上限 250,500円
          33行目  軽量報酬    条件を満たさない                支払条件 実績 10人以上
        別の読み方(一箇所ずつ)
          -220,000円  33行目  軽量報酬  10人以上 → 10人超  別紙1
        ほかに、支払額の変わらないもの8件、確かめられないもの1件(22行目)

        """), "\(second.output)")
  }

  @Test func recordsAreUsedWhereTheyAreNamed() throws {
    // Twelve persons, of whom eleven weigh 60 kg or less: 91.7 percent; 12,000 + 400,000, and tax.
    let rows = (1...12).map { "P\($0),\($0 == 1 ? 80 : 60)\n" }.joined()
    try scratch.write("data/participant.csv", "person,weight\n" + rows)
    let run = try Command.run(
      "check", english, "--coverage", "--readings", "--data", scratch["data"], "--period", "2026")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("\nExercised: 5 of 8\n"))
    // Nobody below 60 kg: no light person, 400,000 yen and 40,000 yen of tax are lost.
    #expect(
      run.output.hasSuffix(
        """
        Other readings, each alone
          -440,000 yen  line 14  light  at most 60 kg → below 60 kg  2026
        9 more change nothing here; 0 cannot be checked

        """), "\(run.output)")
  }

  @Test func programsReadTheSame() throws {
    let run = try Command.run(
      "check", "--format", "json", "--coverage", "--readings", english)
    let objects = try run.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.count == 3)
    let proof = try #require(objects[0]["proof"] as? [String: Any])
    let term = try #require(proof["term"] as? [String: Any])
    #expect(term["most"] as? String == "1431100/1")
    #expect(term["reachesMost"] as? Bool == true)
    let coverage = try #require(objects[1]["coverage"] as? [String: Any])
    #expect(coverage["exercised"] as? Int == 2)
    #expect(coverage["of"] as? Int == 8)
    let readings = try #require(objects[2]["readings"] as? [String: Any])
    let worth = try #require((readings["worth"] as? [[String: Any]])?.first)
    #expect(worth["worth"] as? String == "-220000/1")
    #expect(worth["line"] as? Int == 33)
    #expect((readings["unchecked"] as? [Any])?.count == 1)
  }

  @Test func recordsAndTheirYearGoTogether() throws {
    let run = try Command.run("check", english, "--coverage", "--data", scratch["data"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--data and --period go together."))
    let unused = try Command.run(
      "check", english, "--data", scratch["data"], "--period", "2026")
    #expect(unused.status == 2)
    #expect(unused.errors.contains("Records are used by --coverage and --readings only."))
  }

  // MARK: - The samples of the design

  /// Beside the repository, or where `PFS_SHARED` says.
  private static let samples =
    (ProcessInfo.processInfo.environment["PFS_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared"))
    .appendingPathComponent("design/samples").path

  static var hasSamples: Bool { FileManager.default.fileExists(atPath: samples) }

  /// 12,000,000 + 3,000,000 + 16,200,000, from 2025 on 17,100,000; with tax 34,320,000 and twice
  /// 35,310,000: 104,940,000, of which the term cap leaves 84,000,000.
  @Test(.enabled(if: hasSamples)) func theSampleInEnglish() throws {
    let run = try Command.run("check", "\(Self.samples)/minato.en.pfs")
    #expect(
      run.output.contains(
        "warning[B801]: the payments of all years, each at its most, come to 104,940,000 yen, more than the term cap\n"
      ))
    #expect(
      run.output.hasSuffix(
        """
        minato.en.pfs: no errors, 1 warning
        What it can pay
          2024
            base_fee     12,000,000 yen
            reach_fee    0 to 3,000,000 yen
            outcome_fee  0 to 16,200,000 yen
            ─────────────────────────────────────────
            total        12,000,000 to 31,200,000 yen
            with tax     13,200,000 to 34,320,000 yen
            reach_fee: reach at least 667 persons → cap 3,000,000 yen (line 84)
            outcome_fee: outcome at least 90.0 percent → cap 16,200,000 yen (line 88)
          2025 to 2026
            base_fee     12,000,000 yen
            reach_fee    0 to 3,000,000 yen
            outcome_fee  0 to 17,100,000 yen
            ─────────────────────────────────────────
            total        12,000,000 to 32,100,000 yen
            with tax     13,200,000 to 35,310,000 yen
            outcome_fee: outcome at least 95.0 percent → cap 17,100,000 yen (line 88)
          whole term: 39,600,000 to 84,000,000 yen
        How payments move
          base_fee     fixed
          reach_fee    rises with reach
          outcome_fee  rises with attendance, gait_gain

        """), "\(run.output)")
  }

  @Test(.enabled(if: hasSamples)) func theSampleInJapanese() throws {
    let run = try Command.run("check", "\(Self.samples)/minato.ja.pfs")
    #expect(
      run.output.contains("警告[B801]: 全年度の支払は、それぞれ最大の場合に計104,940,000円となり、期間上限を超えます\n"))
    #expect(
      run.output.contains(
        "    成果報酬: 総合達成度 95.0%以上 → 上限 17,100,000円 (88行目)\n  全期間: 39,600,000～84,000,000円\n"))
  }

  /// A score of 54.57 percent recorded up is 54.6: 18,000 yen more, and 1,800 yen of tax. Not rounded it is
  /// 54 4/7: 1/14 percent of 18,000,000 are 12,857 yen, and 1,285 yen of tax.
  @Test(.enabled(if: hasSamples)) func theRoundingOfTheSampleIsTheLargestReading() throws {
    let run = try Command.run("check", "--readings", "\(Self.samples)/minato.en.pfs")
    #expect(
      run.output.hasSuffix(
        """
        Other readings, each alone
          +19,800 yen  line 78  outcome  down → half up  Annex 3, case A
          +19,800 yen  line 78  outcome  down → up       Annex 3, case A
          +14,142 yen  line 78  outcome  down → exact    Annex 3, case A
        18 more change nothing here; 2 cannot be checked (lines 50, 63)

        """), "\(run.output)")
  }
}
