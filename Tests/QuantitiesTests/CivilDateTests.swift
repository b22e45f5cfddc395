import Quantities
import Testing

@Suite struct CivilDateTests {
  /// Day numbers from Python's `datetime.date`.
  @Test(arguments: [
    (1, 1, 1, -719_162), (1600, 2, 29, -135_081), (1868, 1, 25, -37_231), (1900, 2, 28, -25_509),
    (1900, 3, 1, -25_508), (1969, 12, 31, -1), (1970, 1, 1, 0), (2000, 2, 29, 11_016),
    (2019, 5, 1, 18_017), (2024, 12, 31, 20_088), (9999, 12, 31, 2_932_896),
  ])
  func dayNumbers(year: Int, month: Int, day: Int, number: Int) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(date.dayNumber == Int32(number))
    #expect(CivilDate(dayNumber: Int32(number)) == date)
    #expect(date.components == (year, month, day))
    #expect((date.year, date.month, date.day) == (year, month, day))
  }

  /// 民法 art. 143(2): the day before the corresponding day, else the last day of the month.
  @Test(arguments: [
    ("2026-04-01", 6, "2026-10-01"), ("2026-08-31", 6, "2027-03-01"),
    ("2026-03-01", 6, "2026-09-01"),
    ("2026-03-31", 1, "2026-05-01"), ("2027-08-31", 6, "2028-03-01"),
    ("2028-02-29", 12, "2029-03-01"),
    ("2026-08-31", 0, "2026-08-31"), ("2026-08-28", 6, "2027-02-28"),
  ])
  func periodsOfMonthsEnd(first: String, months: Int, dayAfter: String) throws {
    func day(_ text: String) throws -> CivilDate {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
    }
    #expect(try day(first).dayAfter(months: months) == day(dayAfter))
  }

  /// Months that would end after the calendar end with it.
  @Test func monthsAtTheEndOfTheCalendar() throws {
    for (month, day, months) in [(12, 31, 1), (6, 30, 6), (11, 30, 1), (12, 30, 1)] {
      let date = try #require(CivilDate(year: 9999, month: month, day: day))
      #expect(date.lastDay(ofMonthsAfter: months) == .last)
    }
    let date = try #require(CivilDate(year: 9999, month: 10, day: 30))
    #expect(date.lastDay(ofMonthsAfter: 2) == CivilDate(year: 9999, month: 12, day: 30))
  }

  /// 民法 art. 140: the period begins on the day after.
  @Test(arguments: [
    ("2026-04-10", 6, "2026-10-10"), ("2026-08-30", 6, "2027-02-28"),
    ("2027-02-28", 6, "2027-08-31"), ("2026-08-31", 1, "2026-09-30"),
    ("2027-08-29", 6, "2028-02-29"), ("2026-12-31", 12, "2027-12-31"),
  ])
  func monthsAfterADayEnd(day: String, months: Int, last: String) throws {
    func date(_ text: String) throws -> CivilDate {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
    }
    #expect(try date(day).lastDay(ofMonthsAfter: months) == date(last))
  }

  /// Counts through every day of 800 years, two whole Gregorian cycles.
  @Test func consecutiveDays() {
    var number: Int32 = -135_141  // 1599-12-31, Python
    var failures = 0
    for year in 1600..<2400 {
      let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (index, length) in [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        for day in 1...length {
          number += 1
          let date = CivilDate(year: year, month: index + 1, day: day)
          if date?.dayNumber != number
            || date.map({ $0.components == (year, index + 1, day) }) != true
          {
            failures += 1
          }
        }
        if CivilDate(year: year, month: index + 1, day: length + 1) != nil { failures += 1 }
        if CivilDate.daysInMonth(year: year, month: index + 1) != length { failures += 1 }
      }
    }
    #expect(failures == 0)
    #expect(number == 157_053)  // 2399-12-31, Python
  }

  @Test func impossibleDays() {
    for (year, month, day) in [
      (2023, 2, 29), (1900, 2, 29), (2025, 4, 31), (2025, 0, 1), (2025, 13, 1), (2025, 1, 0),
      (2025, 1, 32), (0, 1, 1), (10_000, 1, 1), (-1, 1, 1), (2025, 1, -1),
    ] {
      #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
    #expect(CivilDate(exactly: 2_932_897) == nil)
    #expect(CivilDate(exactly: -719_163) == nil)
    #expect(CivilDate(exactly: 0)?.description == "1970-01-01")
  }

  @Test func text() throws {
    #expect(try date("2025-04-01").description == "2025-04-01")
    #expect(CivilDate.first.description == "0001-01-01")
    #expect(CivilDate.last.description == "9999-12-31")
  }

  @Test func addingDays() throws {
    #expect(try date("2024-02-28").adding(days: 2) == date("2024-03-01"))
    #expect(try date("2024-03-01").adding(days: -366) == date("2023-03-01"))
    #expect(try date("2025-03-31").days(since: date("2024-04-01")) == 364)
    #expect(try date("2025-03-31").adding(days: Int.max) == .last)
    #expect(try date("1950-03-31").adding(days: Int.min) == .first)
    #expect(CivilDate.last.adding(days: 1) == .last)
  }

  /// A month later is the same day of the month, or the last day if there is none (民法 143(2)).
  @Test func addingMonths() throws {
    #expect(try date("2025-01-31").adding(months: 1) == date("2025-02-28"))
    #expect(try date("2024-01-31").adding(months: 1) == date("2024-02-29"))
    #expect(try date("2024-02-29").adding(months: 12) == date("2025-02-28"))
    #expect(try date("2024-10-31").adding(months: 1) == date("2024-11-30"))
    #expect(try date("2025-01-15").adding(months: -1) == date("2024-12-15"))
    #expect(try date("2025-12-31").adding(months: -10) == date("2025-02-28"))
    #expect(CivilDate.last.adding(months: 1) == .last)
    #expect(CivilDate.first.adding(months: -1) == .first)
    #expect(CivilDate.first.adding(months: Int.min) == .first)
    #expect(CivilDate.last.adding(months: Int.max) == .last)
  }

  @Test func months() throws {
    #expect(try date("2025-04-01").monthIndex == 2025 * 12 + 3)
    #expect(try date("2025-04-17").firstOfMonth == date("2025-04-01"))
  }

  /// Reference data, `fiscal_year`: a year from 1 April.
  @Test func fiscalYears() throws {
    for row in try SharedData.edgeCases("fiscal_year") {
      let day = try date(#require(row["date"] as? String))
      let year = try #require(row["fiscal_year"] as? Int)
      #expect((day.monthIndex - 3) / 12 == year)
    }
  }
}

/// A date from its ISO text, by its parts.
func date(_ text: String) throws -> CivilDate {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  try #require(parts.count == 3)
  return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
}
