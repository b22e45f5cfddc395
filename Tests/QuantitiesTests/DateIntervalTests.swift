import Quantities
import Testing

@Suite struct DateIntervalTests {
  private func interval(_ start: String, _ end: String) throws -> DateInterval {
    try #require(DateInterval(start: date(start), end: date(end)))
  }

  @Test func halfOpen() throws {
    let year = try interval("2025-04-01", "2026-04-01")
    #expect(try year.contains(date("2025-04-01")))
    #expect(try year.contains(date("2026-03-31")))
    #expect(try !year.contains(date("2026-04-01")))
    #expect(try !year.contains(date("2025-03-31")))
    #expect(year.days == 365)
    #expect(try year.lastDay == date("2026-03-31"))
    #expect(try DateInterval(first: date("2025-04-01"), last: date("2026-03-31")) == year)
    #expect(try DateInterval(start: date("2025-04-01"), end: date("2025-04-01")) == nil)
    #expect(try DateInterval(start: date("2025-04-02"), end: date("2025-04-01")) == nil)
    #expect(year.description == "2025-04-01 to 2026-03-31")
  }

  @Test func intersection() throws {
    let year = try interval("2025-04-01", "2026-04-01")
    let summer = try interval("2025-03-15", "2025-06-01")
    #expect(try year.intersection(summer) == interval("2025-04-01", "2025-06-01"))
    #expect(try year.intersection(interval("2026-04-01", "2026-05-01")) == nil)
    #expect(year.contains(year))
    #expect(!year.contains(summer))
  }

  @Test func wholeMonths() throws {
    #expect(try interval("2025-04-01", "2026-04-01").wholeMonths == 12)
    #expect(try interval("2025-04-15", "2025-05-15").wholeMonths == 1)
    #expect(try interval("2025-04-01", "2025-04-30").wholeMonths == nil)
    #expect(try interval("2025-01-31", "2025-02-28").wholeMonths == nil)
    #expect(try interval("2025-01-31", "2025-03-31").wholeMonths == 2)
  }

  @Test func firstsOfMonths() throws {
    func firsts(_ start: String, _ end: String) throws -> [String] {
      try interval(start, end).firstsOfMonths.map(\.description)
    }
    #expect(try firsts("2025-01-01", "2025-03-02") == ["2025-01-01", "2025-02-01", "2025-03-01"])
    #expect(try firsts("2025-01-02", "2025-03-01") == ["2025-02-01"])
    #expect(try firsts("2025-01-02", "2025-02-01").isEmpty)
  }

  @Test func months() throws {
    let parts = try interval("2025-01-20", "2025-04-03").months
    #expect(
      parts.map(\.description) == [
        "2025-01-20 to 2025-01-31", "2025-02-01 to 2025-02-28", "2025-03-01 to 2025-03-31",
        "2025-04-01 to 2025-04-02",
      ])
    #expect(try interval("2025-04-01", "2026-04-01").months.count == 12)
    #expect(try interval("2025-04-05", "2025-04-06").months.count == 1)
    #expect(try interval("9999-12-01", "9999-12-31").months.count == 1)
  }
}
