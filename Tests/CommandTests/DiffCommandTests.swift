import Foundation
import TestSupport
import Testing

@Suite struct DiffCommandTests {
  /// Three persons at 1,000 yen and 10 percent tax: 3,300. At 1,200 yen: 3,960, which is 660 more. One
  /// person less at 1,200 yen: 2,640, which is 1,320 less.
  @Test func theYenAreSeparatedByCause() throws {
    let scratch = try Programme.settled()
    try scratch.write(
      "other.pfs",
      Programme.contract.replacing("1,000 yen per person", with: "1,200 yen per person"))
    try scratch.write(
      "data/participant.csv",
      "person,enrolled,weight\nCANARY3,2026-03-31,71\nCANARY1,2025-10-02,61.50\n"
        + "CANARY4,2026-04-01,50\n")
    let settled = try Command.run(
      "settle", scratch["other.pfs"], "--data", scratch["data"], "--period", "2025",
      "--output", scratch["again"])
    #expect(settled.status == 0, "\(settled.errors)")
    try scratch.remove("data")
    let diff = try Command.run("diff", scratch["FY2025"], scratch["again"])
    #expect(diff.status == 5)
    #expect(!diff.text.contains("CANARY"))
    #expect(
      diff.output == """
        small, settlement 2025: differences

          due, by cause     before      after  difference
          the contract   3,300 yen  3,960 yen    +660 yen
          the data       3,960 yen  2,640 yen  -1,320 yen

                         first     second  difference  the contract    the data
          reach.n    3 persons  2 persons   -1 person                 -1 person
          reach      3 persons  2 persons   -1 person                 -1 person
          reach_fee  3,000 yen  2,400 yen    -600 yen      +600 yen  -1,200 yen
          total      3,000 yen  2,400 yen    -600 yen      +600 yen  -1,200 yen
          tax          300 yen    240 yen     -60 yen       +60 yen    -120 yen
          payable    3,300 yen  2,640 yen    -660 yen      +660 yen  -1,320 yen
          due        3,300 yen  2,640 yen    -660 yen      +660 yen  -1,320 yen

        Records
          participant, removed: participant.csv, 1 row, line 3
          participant, added: participant.csv, 1 row, line 4
          participant, changed in weight: participant.csv, 1 row, line 2

        Counted otherwise: the data
          all, only in the first: participant.csv, 1 row, line 3

        """)
    let run = try Command.run("diff", scratch["FY2025"], scratch["again"], "--format", "json")
    #expect(run.status == 5)
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let steps = try #require(json?["steps"] as? [[String: Any]])
    #expect(steps.map { $0["cause"] as? String } == ["contract", "data"])
    #expect(steps.map { $0["after"] as? String } == ["3960/1", "2640/1"])
    let table = try #require((json?["tables"] as? [[String: Any]])?.first)
    #expect(((table["changed"] as? [[String: Any]])?.first?["columns"] as? [String]) == ["weight"])
    let back = try Command.run("diff", scratch["again"], scratch["FY2025"], "--language", "ja")
    #expect(back.status == 5)
    #expect(back.output.contains("\n  契約                    2,640円  2,200円    -440円\n"))
    #expect(back.output.contains("\n  データ                  2,200円  3,300円  +1,100円\n"))
    #expect(back.output.contains("participant(追加): participant.csvの1行(3行目)"))
  }

  @Test func aSettlementDoesNotDifferFromItself() throws {
    let scratch = try Programme.settled()
    let same = try Command.run("diff", scratch["FY2025"], scratch["FY2025"])
    #expect(same.status == 0)
    #expect(same.output.contains("The amount due is the same."))
    #expect(same.output.contains("Every figure is the same."))
    let none = try Command.run("diff", scratch["FY2025"], scratch["data"])
    #expect(none.status == 4)
    let other = try Command.run(
      "settle", scratch["contract.pfs"], "--data", scratch["data"], "--period", "2026",
      "--output", scratch["FY2026"])
    #expect(other.status == 0)
    let periods = try Command.run("diff", scratch["FY2025"], scratch["FY2026"])
    #expect(periods.status == 1)
    #expect(periods.errors.hasPrefix("error[P958]: "))
  }

  /// The same records by the English and the Japanese text, in a bundle each: nothing differs. With a changed
  /// price 660 yen do, named as in the first text.
  @Test func theOtherLanguageIsNoDifference() throws {
    let scratch = try Programme.scratch()
    try scratch.write("vocabulary.txt", Programme.vocabulary)
    func settle(_ contract: String, _ output: String) throws {
      let run = try Command.run(
        "settle", scratch[contract], "--data", scratch["data"], "--period", "2025", "--output",
        scratch[output])
      #expect(run.status == 0, "\(run.errors)")
    }
    func translate(_ english: String, _ japanese: String) throws {
      let run = try Command.run("translate", "--to", "ja", scratch[english])
      #expect(run.status == 0, "\(run.errors)")
      try scratch.write(japanese, run.output)
    }
    try translate("contract.pfs", "japanese.pfs")
    try scratch.write(
      "dear.pfs", Programme.contract.replacing("1,000 yen per", with: "1,200 yen per"))
    try translate("dear.pfs", "dear-japanese.pfs")
    try settle("contract.pfs", "en")
    try settle("japanese.pfs", "ja")
    try settle("dear-japanese.pfs", "dear")
    let same = try Command.run("diff", scratch["en"], scratch["ja"])
    #expect(same.status == 0, "\(same.text)")
    #expect(same.output.contains("Every figure is the same."))
    let back = try Command.run("diff", scratch["ja"], scratch["en"])
    #expect(back.status == 0, "\(back.text)")
    let dear = try Command.run("diff", scratch["en"], scratch["dear"])
    #expect(dear.status == 5)
    #expect(
      dear.output.contains("  the contract   3,300 yen  3,960 yen    +660 yen\n"), "\(dear.output)")
    #expect(!dear.output.contains("到達") && !dear.output.contains("reach "), "\(dear.output)")
  }
}
