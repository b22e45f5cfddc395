import Foundation
import TestSupport
import Testing

/// The limit of a share over the term, where the earlier settlement was made from another text: in the
/// other language, or before there was the limit. 1,500 persons of 100 yen are 150,000 yen a year, half of
/// it 75,000; of 100,000 over the term 25,000 are left for the second year.
@Suite struct ShareLimitTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for year in ["2024", "2025"] {
      _ = try scratch.write(
        "\(year)/reported.csv", "figure,value,unit,evidence\nreach,1500,persons,list\n")
    }
  }

  private static func english(_ limit: String = ", in term to date at most 100,000 yen") -> String {
    """
    language en
    contract small "Small"
      parties  client "A", provider "B"
      term  from 2024-04-01 to 2027-03-31
      year starts  April
    indicator reach  per Art. 4
      kind  reported
      unit  person
    payment fee  per Art. 6
      amount  100 yen per person × reach
    settlement yearly  per Art. 7
      basis  each year on its own
      total  fee
    split bearers  per Art. 8
      of  due
      share  "Prefecture" 50 percent\(limit)
      share  "City" remainder
      round  down to 1 yen

    """
  }

  private static let japanese = """
    言語 ja
    契約 小 「小契約」
      当事者  発注者 「甲」、受託者 「乙」
      契約期間  2024年4月1日から2027年3月31日まで
      年度開始  4月
    指標 参加者  根拠 第4条
      種類  報告値
      単位  人
    支払 報酬  根拠 第6条
      金額  1人当たり100円 × 参加者
    精算 年次  根拠 第7条
      方式  各年度独立
      合計  報酬
    配分 負担者  根拠 第8条
      母体  差引支払額
      負担  「県」 50%、契約開始以来 100,000円以下
      負担  「市」 残額
      端数  1円未満切捨て

    """

  private static let names = """
    small  小
    reach  参加者
    fee  報酬
    yearly  年次
    bearers  負担者
    "A"  「甲」
    "B"  「乙」
    "Small"  「小契約」
    "City"  「市」

    """

  private func settle(
    _ contract: String, as name: String, _ year: String, prior: String? = nil, into output: String
  ) throws -> Finished {
    let path = try scratch.write(name, contract)
    return try Command.run(
      ["settle", path, "--data", scratch[year], "--period", year, "--output", scratch[output]]
        + (prior.map { ["--prior", scratch[$0]] } ?? []))
  }

  private func exact(_ bundle: String, _ figure: String) throws -> String {
    try Command.run("explain", scratch[bundle], figure).output.prefix { $0 != "\n" }
      .description
  }

  @Test func aPriorInTheOtherLanguageIsCounted() throws {
    _ = try scratch.write("vocabulary.txt", Self.names + "\"Prefecture\"  「県」\n")
    #expect(try settle(Self.english(), as: "c.en.pfs", "2024", into: "E24").status == 0)
    let run = try settle(Self.japanese, as: "c.ja.pfs", "2025", prior: "E24", into: "J25")
    #expect(run.status == 0, "\(run.text)")
    #expect(run.output.contains("県   25,000円"))
    #expect(run.output.contains("市  125,000円"))
    #expect(
      try settle(Self.english(), as: "c.en.pfs", "2025", prior: "E24", into: "E25").status == 0)
    let diff = try Command.run("diff", scratch["E25"], scratch["J25"])
    #expect(diff.status == 0, "\(diff.text)")
    #expect(diff.output.contains("Every figure is the same."))
    #expect(try Command.run("replay", scratch["J25"]).status == 0)
  }

  @Test func aShareWithoutAPairIsRefused() throws {
    _ = try scratch.write("vocabulary.txt", Self.names)
    #expect(try settle(Self.english(), as: "c.en.pfs", "2024", into: "E24").status == 0)
    let run = try settle(Self.japanese, as: "c.ja.pfs", "2025", prior: "E24", into: "J25")
    #expect(run.status == 1)
    #expect(run.errors.contains("エラー[P959]"))
    #expect(run.errors.contains("複数の精算にわたる限度が、次の名前の記録額を数えます：県"))
    #expect(!FileManager.default.fileExists(atPath: scratch["J25"]))
  }

  @Test(arguments: ["", ", in settlement period at most 80,000 yen"])
  func aLimitAddedLaterCountsWhatWasBorne(earlier: String) throws {
    #expect(try settle(Self.english(earlier), as: "old.en.pfs", "2024", into: "O24").status == 0)
    #expect(
      try exact("O24", "bearers[Prefecture]") == "bearers[Prefecture] = 75,000 yen  per Art. 8")
    let run = try settle(Self.english(), as: "c.en.pfs", "2025", prior: "O24", into: "O25")
    #expect(run.status == 0, "\(run.text)")
    #expect(run.output.contains("Prefecture   25,000 yen"))
    #expect(run.output.contains("75,000 yen used"))
  }

  /// A share that an earlier settlement did not have bore nothing of it.
  @Test func aShareAddedLaterBoreNothing() throws {
    let earlier = Self.english().replacing(
      "  share  \"Prefecture\" 50 percent, in term to date at most 100,000 yen\n",
      with: "  share  \"State\" 20 percent\n")
    let contract = Self.english().replacing(
      "  share  \"City\" remainder\n",
      with: "  share  \"State\" 20 percent\n  share  \"City\" remainder\n")
    #expect(try settle(earlier, as: "old.en.pfs", "2024", into: "O24").status == 0)
    let run = try settle(contract, as: "c.en.pfs", "2025", prior: "O24", into: "O25")
    #expect(run.status == 0, "\(run.text)")
    #expect(run.output.contains("Prefecture  75,000 yen"))
    #expect(!run.errors.contains("warning["))
  }

  /// Where the earlier settlement records a share or a block that the contract does not know, it may be the
  /// same one under its old name, and that is said.
  @Test(arguments: [
    ("\"Prefecture\"", "\"The Prefecture\"", "bearers[The Prefecture]"),
    ("split bearers", "split sharing", "sharing[Prefecture], sharing[City]"),
  ])
  func anotherNameIsDoubted(name: String, before: String, recorded: String) throws {
    let earlier = Self.english().replacing(name, with: before)
    #expect(try settle(earlier, as: "old.en.pfs", "2024", into: "O24").status == 0)
    let run = try settle(Self.english(), as: "c.en.pfs", "2025", prior: "O24", into: "O25")
    #expect(run.status == 0, "\(run.text)")
    #expect(
      run.errors.hasPrefix(
        "warning[P960]: the limit of \"Prefecture\" counts nothing of \(scratch["O24"])\n"))
    #expect(run.errors.contains("that settlement records other shares: \(recorded)\n"))
  }
}
