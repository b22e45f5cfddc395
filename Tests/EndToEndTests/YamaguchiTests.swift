import Foundation
import TestSupport
import Testing

/// The illustrative Yamaguchi contract against exact fractions of `Tests/Oracles/yamaguchi.py`.
@Suite struct YamaguchiTests {
  static let forms = ["clean", "dirty", "dirty_cp932"]

  static func programme(_ form: String, _ tongue: Tongue, _ year: String) -> Programme {
    Programme.yamaguchi.in(tongue).of(year)
      .with(data: "\(Repository.root)/Datasets/yamaguchi-genki/\(form)")
  }

  /// Exact figures by the contract's own names.
  static func oracle(_ year: String) throws -> [String: String] {
    let text = try Repository.text("Tests/Oracles/yamaguchi_FY\(year).json")
    let all = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    let own = all.filter { $0.key.hasPrefix("contract.") }
    return Dictionary(uniqueKeysWithValues: own.map { (String($0.key.dropFirst(9)), $0.value) })
  }

  static func compare(_ record: Record, _ year: String, _ tongue: Tongue) throws {
    let words = tongue == .en ? [:] : try Repository.vocabulary("yamaguchi-genki")
    let oracle = try oracle(year)
    #expect(oracle.count > 30)
    for (name, exact) in oracle {
      let block = String(name.prefix { $0 != "." && $0 != "[" })
      let rest = name.dropFirst(block.count)
      #expect(record["\(words[block] ?? block)\(rest)"] == exact, "\(name)")
    }
  }

  @Test(arguments: forms, Tongue.allCases)
  func bothYearsAreTheOracles(form: String, tongue: Tongue) throws {
    let scratch = try Scratch()
    let first = try Self.programme(form, tongue, "2025").settled("--output", scratch["FY2025"])
    try Self.compare(first, "2025", tongue)
    let second = try Self.programme(form, tongue, "2026").settled("--prior", scratch["FY2025"])
    try Self.compare(second, "2026", tongue)
  }

  @Test(arguments: Tongue.allCases)
  func aLaterYearNeedsTheEarlierOnes(tongue: Tongue) throws {
    let scratch = try Scratch()
    let run = try Command.run(
      Self.programme("clean", tongue, "2026").arguments("settle") + ["--output", scratch["bundle"]])
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix(tongue == .en ? "error[F421]: " : "エラー[F421]: "))
    #expect(run.errors.contains("2025"))
    #expect(run.errors.contains("--prior"))
    #expect(run.errors.contains(tongue == .en ? "term cap" : "期間上限"))
    #expect(run.output.isEmpty)
    #expect(!scratch.exists("bundle"))
  }

  /// The year itself, one year twice, and the bundle of another programme are no earlier years.
  @Test func wrongEarlierYearsAreRefused() throws {
    let scratch = try Walks.settled()
    for year in ["2025", "2026"] {
      let run = try Command.run(
        Self.programme("clean", .en, year).arguments("settle") + ["--output", scratch[year]]
          + (year == "2026" ? ["--prior", scratch["2025"]] : []))
      try #require(run.status == 0, "\(run.errors)")
    }
    for priors in [["2026"], ["2025", "2025"], ["2025", "2026"], ["bundle"], ["2025", "bundle"]] {
      let run = try Command.run(
        Self.programme("clean", .en, "2026").arguments("settle")
          + priors.flatMap { ["--prior", scratch[$0]] })
      #expect(run.status == 1, "\(priors): \(run.text)")
      #expect(run.errors.contains("error["), "\(priors)")
      #expect(run.output.isEmpty, "\(priors)")
    }
  }

  @Test(arguments: ["2024", "2031", "1999"])
  func yearsOutsideTheTermAreRefused(year: String) throws {
    for tongue in Tongue.allCases {
      let run = try Command.run(Self.programme("clean", tongue, year).arguments("settle"))
      #expect(run.status == 1)
      #expect(run.errors.hasPrefix(tongue == .en ? "error[P901]: " : "エラー[P901]: "))
      #expect(run.errors.contains("2030"))
      #expect(run.output.isEmpty)
    }
  }

  /// The real records: 403 of 1,566 stopped; 12,000 yen each make 4,836,000.
  @Test(arguments: Tongue.allCases)
  func theRealRecordsGiveTheFiguresOfTheRecords(tongue: Tongue) throws {
    let record = try Programme.nhefs.in(tongue).settled()
    let words = tongue == .en ? [:] : try Repository.vocabulary("quit-smoking")
    func exact(_ name: String) -> String? { record[words[name] ?? name] }
    #expect(exact("enrolled_number") == "1629/1")
    #expect(exact("followed_up_number") == "1566/1")
    #expect(exact("quit_number") == "403/1")
    #expect(exact("quit_rate") == "257/10")
    // Sums of the file's decimals over 403 and 1,163 persons, by Python's fractions.
    #expect(exact("gain_of_quitters") == "1823606832850001061/403000000000000000")
    #expect(exact("gain_of_smokers") == "2307970632910002853/1163000000000000000")
    // 4.525… − 1.984… = 2.54; (4 − 2.54) ÷ 3 of 1,500,000 yen are 730,000.
    #expect(exact("gain_difference") == "127/50")
    #expect(exact("weight_fee") == "730000/1")
    #expect(record.due == "6122600")
  }
}
