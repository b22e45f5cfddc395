import Diagnostics
import PFS
import Testing

/// Coverage of a contract over its whole term: amended text is a place of its own.
@Suite struct CoverageRunTests {
  private func coverage(_ examples: String) throws -> [String] {
    let text = """
      language en
      contract small "Small"
        parties         client "City", provider "Provider"
        term            from 2024-04-01 to 2027-03-31
        year starts     April
      indicator r                                               per Art. 1
        kind            reported
        unit            percent, range from 0 to 100
      payment p                                                 per Art. 3
        amount          1,000,000 yen
        only if         r at least 40 percent
        cap             900,000 yen
      settlement s                                              per Art. 4
        basis           each year on its own
        total           p
      amendment 1                                               per "V1"
        signed          2025-02-14
        effective       2025-04-01
        change          p only if
        was             r at least 40 percent
        now             r at least 60 percent or r at most 10 percent
      amendment 2                                               per "V2"
        signed          2026-02-14
        effective       2026-04-01
        change          p cap
        was             900,000 yen
        now             9,500,000 yen
      \(examples)
      """
    let run = try CoverageRun.run(
      Rehearsal(
        ContractFile(
          path: "c.pfs", source: SourceText(name: "c.pfs", text: text), vocabularySource: nil),
        request: nil))
    return run.coverage.points.map {
      "\($0.kind.rawValue) \($0.number), \($0.text): \($0.exercisedBy.joined(separator: " "))"
    }
  }

  private func example(_ title: String, _ year: Int, _ rate: Int, _ fee: String) -> String {
    """

    example "\(title)"                                               per Art. 4
      year            \(year)
      given           r \(rate) percent
      expect          p \(fee) yen
    """
  }

  /// 40 percent hold under the first text and not under the second, of which 5 percent meet the other condition
  /// alone; the second limit of 9,500,000 yen never acts.
  @Test func whatAnAmendmentWritesIsItsOwnPlace() throws {
    let amended = "only if r at least 60 percent or r at most 10 percent (\"V1\")"
    #expect(
      try coverage(example("a", 2024, 40, "900,000") + example("b", 2025, 5, "900,000")) == [
        "condition holds 1, only if r at least 40 percent: a",
        "condition fails 1, only if r at least 40 percent: ",
        "condition holds 1, \(amended): ",
        "condition fails 1, \(amended): b",
        "condition alone decides 1, \(amended): ",
        "condition holds 2, \(amended): b",
        "condition fails 2, \(amended): ",
        "condition alone decides 2, \(amended): b",
        "cap 0, cap 900,000 yen: a b",
        "cap 0, cap 9,500,000 yen (\"V2\"): ",
      ])
  }
}
