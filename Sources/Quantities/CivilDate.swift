/// A day of the proleptic Gregorian calendar, years 1 to 9999, with no time and no time zone.
public struct CivilDate: Hashable, Sendable {
  /// Days since 1970-01-01, which is day 0.
  public let dayNumber: Int32

  /// The day 0001-01-01.
  public static let first = CivilDate(unchecked: -719_162)
  /// The day 9999-12-31.
  public static let last = CivilDate(unchecked: 2_932_896)

  @inlinable
  init(unchecked dayNumber: Int32) {
    self.dayNumber = dayNumber
  }

  /// The day with this number.
  ///
  /// - Precondition: the day lies in the years 1 to 9999. For numbers from outside, use
  ///   ``init(exactly:)``.
  @inlinable
  public init(dayNumber: Int32) {
    precondition(dayNumber >= -719_162 && dayNumber <= 2_932_896, "a day outside years 1 to 9999")
    self.dayNumber = dayNumber
  }

  /// The day with this number; `nil` outside the years 1 to 9999.
  @inlinable
  public init?(exactly dayNumber: Int) {
    guard dayNumber >= -719_162, dayNumber <= 2_932_896 else { return nil }
    self.dayNumber = Int32(dayNumber)
  }

  /// The day of a year, month and day of the month; `nil` if there is no such day.
  @inlinable
  public init?(year: Int, month: Int, day: Int) {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1,
      day <= 28 || day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    self.dayNumber = CivilDate.dayNumber(year: year, month: month, day: day)
  }

  /// Whether `year` has a 29 February.
  @inlinable
  public static func isLeap(year: Int) -> Bool {
    year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The length of a month in days.
  ///
  /// - Precondition: `month` is 1 to 12.
  @inlinable
  public static func daysInMonth(year: Int, month: Int) -> Int {
    precondition(month >= 1 && month <= 12, "a month is 1 to 12")
    if month == 2 { return isLeap(year: year) ? 29 : 28 }
    return 30 + ((month + month >> 3) & 1)
  }

  /// Counts years that begin in March, so that the leap day is the last of its year (H. Hinnant,
  /// "chrono-Compatible Low-Level Date Algorithms"). The parts must be those of a day.
  @inlinable
  static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
    let january = month <= 2
    let years = UInt32(truncatingIfNeeded: january ? year &- 1 : year)
    let months = UInt32(truncatingIfNeeded: january ? month &+ 9 : month &- 3)
    let leapDays = years / 4 &- years / 100 &+ years / 400
    let days = years &* 365 &+ leapDays &+ (153 &* months &+ 2) / 5
    return Int32(truncatingIfNeeded: days) &+ Int32(truncatingIfNeeded: day) &- 719_469
  }

  /// The year, month and day of the month.
  @inlinable
  public var components: (year: Int, month: Int, day: Int) {
    let days = Int(dayNumber) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The year, 1 to 9999.
  @inlinable public var year: Int { components.year }
  /// The month, 1 to 12.
  @inlinable public var month: Int { components.month }
  /// The day of the month, 1 to 31.
  @inlinable public var day: Int { components.day }

  /// A running number of the month: year × 12 + month − 1.
  @inlinable
  public var monthIndex: Int {
    let (year, month, _) = components
    return year * 12 + month - 1
  }
}

extension CivilDate: Comparable {
  @inlinable
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.dayNumber < right.dayNumber
  }
}

extension CivilDate: CustomStringConvertible {
  /// The ISO form, `2025-04-01`.
  public var description: String {
    let (year, month, day) = components
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: width - digits.utf8.count) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

// MARK: - Arithmetic

extension CivilDate {
  /// The day `days` later, or earlier if negative; held at the ends of the years 1 to 9999.
  @inlinable
  public func adding(days: Int) -> CivilDate {
    let (sum, overflow) = Int(dayNumber).addingReportingOverflow(days)
    if overflow { return days < 0 ? .first : .last }
    return CivilDate(exactly: sum) ?? (days < 0 ? .first : .last)
  }

  /// The same day of the month `months` later, or earlier if negative.
  ///
  /// Where that month has no such day, its last day (the rule of 民法 art. 143(2)): 31 January and
  /// one month is 28 or 29 February. Held at the ends of the years 1 to 9999.
  public func adding(months: Int) -> CivilDate {
    let (year, month, day) = components
    let (index, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    if overflow || index < 12 || index >= 120_000 { return months < 0 ? .first : .last }
    let (newYear, newMonth) = (index / 12, index % 12 + 1)
    let lastDay = CivilDate.daysInMonth(year: newYear, month: newMonth)
    return CivilDate(
      unchecked: CivilDate.dayNumber(
        year: newYear, month: newMonth, day: Swift.min(day, lastDay)))
  }

  /// The day after a period of months that begins on this day.
  ///
  /// The period ends on the day before the corresponding day of its last month, and where that month has
  /// no such day with its last day (民法 art. 143(2)): from 31 August six months end on 28 or 29 February,
  /// so that the day after is 1 March. Held at the ends of the years 1 to 9999.
  public func dayAfter(months: Int) -> CivilDate {
    let clamped = adding(months: months)
    return clamped.day < day && clamped != .last && clamped != .first
      ? clamped.adding(days: 1) : clamped
  }

  /// The first of a month as a group of a month is named: `2026-10`.
  public init?(monthText text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1])
    else { return nil }
    self.init(year: year, month: month, day: 1)
  }

  /// The last day of a period of months that begins on the day after this one (民法 art. 140, 143(2)): six
  /// months after 28 February end on 31 August.
  ///
  /// Held at the end of the year 9999.
  public func lastDay(ofMonthsAfter months: Int) -> CivilDate {
    guard self < .last else { return .last }
    let start = adding(days: 1)
    guard start.year * 12 + start.month - 1 + months < 10_000 * 12 else { return .last }
    return start.dayAfter(months: months).adding(days: -1)
  }

  /// The number of days from `earlier` to this day; negative if it is later.
  @inlinable
  public func days(since earlier: CivilDate) -> Int {
    Int(dayNumber) - Int(earlier.dayNumber)
  }

  /// The first day of this day's month.
  public var firstOfMonth: CivilDate {
    CivilDate(unchecked: dayNumber - Int32(day - 1))
  }
}
