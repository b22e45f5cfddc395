/// A span of days, half open: `start` belongs to it, `end` does not. It is never empty.
public struct DateInterval: Hashable, Sendable {
  /// The first day.
  public let start: CivilDate
  /// The day after the last day.
  public let end: CivilDate

  /// The days from `start` up to, not including, `end`; `nil` unless `start` is before `end`.
  @inlinable
  public init?(start: CivilDate, end: CivilDate) {
    guard start < end else { return nil }
    self.start = start
    self.end = end
  }

  /// The days from `first` to `last`, both included; `nil` if `last` is before `first`.
  @inlinable
  public init?(first: CivilDate, last: CivilDate) {
    self.init(start: first, end: last.adding(days: 1))
  }

  /// Whether `date` is one of the days.
  @inlinable
  public func contains(_ date: CivilDate) -> Bool {
    start <= date && date < end
  }

  /// Whether every day of `other` is one of the days.
  @inlinable
  public func contains(_ other: DateInterval) -> Bool {
    start <= other.start && other.end <= end
  }

  /// The number of days, at least 1.
  @inlinable
  public var days: Int {
    end.days(since: start)
  }

  /// The last day.
  @inlinable
  public var lastDay: CivilDate {
    end.adding(days: -1)
  }

  /// The days in both; `nil` if there is none.
  @inlinable
  public func intersection(_ other: DateInterval) -> DateInterval? {
    DateInterval(start: max(start, other.start), end: min(end, other.end))
  }

  /// The length in months if it ends on the day of the month on which it begins, else `nil`.
  public var wholeMonths: Int? {
    start.day == end.day ? end.monthIndex - start.monthIndex : nil
  }

  /// The firsts of months among the days, in order.
  public var firstsOfMonths: [CivilDate] {
    months.map(\.start).filter { $0.day == 1 }
  }

  /// The interval cut at the first of each month, in order: one part for each calendar month that
  /// it touches.
  public var months: [DateInterval] {
    var parts: [DateInterval] = []
    var day = start
    while day < end {
      let next = min(day.firstOfMonth.adding(months: 1), end)
      guard let part = DateInterval(start: day, end: next) else { break }
      parts.append(part)
      day = next
    }
    return parts
  }
}

extension DateInterval: CustomStringConvertible {
  /// First and last day, `2025-04-01 to 2026-03-31`.
  public var description: String {
    "\(start) to \(lastDay)"
  }
}
