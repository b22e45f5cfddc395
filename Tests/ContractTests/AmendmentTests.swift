import Contract
import Diagnostics
import Language
import Quantities
import Testing

@Suite("Amendments by year")
struct AmendmentTests {
  private func cap(_ period: PeriodName?, _ text: String? = nil) throws -> (
    cap: Exact?, numbers: [Int]
  ) {
    let name = "minato.en.pfs"
    let outcome = check(
      try text ?? Folder.base(name), name: name, vocabulary: try Folder.vocabulary(of: name),
      period: period)
    let contract = try #require(outcome.contract)
    guard case .cap(.constant(let cap, _))? = contract.payments[2].lines.last?.step else {
      return (nil, [])
    }
    return (cap, contract.amendments)
  }

  private func expect(_ found: (cap: Exact?, numbers: [Int]), _ cap: (Exact?, [Int])) {
    #expect(found.cap == cap.0)
    #expect(found.numbers == cap.1)
  }

  @Test("The sample: 16,200,000 yen for 2024, 17,100,000 yen from 2025")
  func sample() throws {
    try expect(cap(nil), (16_200_000, []))
    try expect(cap(2024), (16_200_000, []))
    try expect(cap(2025), (17_100_000, [1]))
    try expect(cap(2026), (17_100_000, [1]))
  }

  @Test("A second amendment quotes what the first made of the text")
  func chain() throws {
    let second = """
      amendment 2                                               per Variation 2
        signed          2026-02-14
        effective       2026-04-01
        change          outcome_fee cap
        was             17100000 yen
        now             18,000,000 yen

      """
    let text = try Folder.base("minato.en.pfs") + second
    try expect(cap(2025, text), (17_100_000, [1]))
    try expect(cap(2026, text), (18_000_000, [1, 2]))
    try expect(cap(nil, text), (16_200_000, []))
    let wrong = text.replacing(
      "was             17100000 yen", with: "was             16,200,000 yen")
    let outcome = check(wrong, name: "minato.en.pfs")
    #expect(outcome.diagnostics.filter { $0.severity == .error }.map(\.code) == ["A501"])
  }

  @Test("The order is that of the days on which they take effect, not of the text")
  func order() throws {
    let text = try Folder.base("minato.en.pfs")
    let first = try #require(text.range(of: "amendment 1"))
    let rest = try #require(text.range(of: "scenario \"effect halves\""))
    let block = String(text[first.lowerBound..<rest.lowerBound])
    let later = block.replacing("amendment 1", with: "amendment 2")
      .replacing("2025-04-01", with: "2026-04-01").replacing("17,100,000", with: "18,000,000")
      .replacing("16,200,000", with: "17,100,000")
    let swapped = text.replacing(block, with: later + block)
    #expect(try cap(2026, swapped).cap == 18_000_000)
    #expect(try cap(2026, swapped).numbers == [1, 2])
  }

  @Test("A bound of a table is amended where two rows meet")
  func bounds() throws {
    let text = try Folder.base("minato.en.pfs")
      .replacing(
        "change          outcome_fee cap", with: "change          attendance_level 70.0 percent"
      )
      .replacing("was             16,200,000 yen", with: "was             70.0 percent")
      .replacing("now             17,100,000 yen", with: "now             75.0 percent")
    let before = try #require(check(text, name: "a.pfs", period: 2024).contract)
    let after = try #require(check(text, name: "a.pfs", period: 2025).contract)
    #expect(before.achievements[1].rows.compactMap(\.interval.lower) == [50, 60, 70])
    #expect(after.achievements[1].rows.compactMap(\.interval.lower) == [50, 60, 75])
    #expect(after.achievements[1].rows.compactMap(\.interval.upper) == [50, 60, 75])
  }
}
