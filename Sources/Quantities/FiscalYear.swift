/// 会計年度: April to March, with the money still moving until 31 May after it.
///
/// 地方自治法 art. 208(1) and art. 235-5 (出納の閉鎖): the accounts of a year are closed on 31 May of the next.
public struct FiscalYear: Hashable, Sendable, Comparable {
  /// The calendar year in which it begins.
  public let year: Int

  /// The fiscal year that begins in a calendar year.
  public init(_ year: Int) { self.year = year }

  /// The fiscal year in which a day lies.
  public init(containing date: CivilDate) {
    self.year = date.month >= 4 ? date.year : date.year - 1
  }

  public static func < (left: FiscalYear, right: FiscalYear) -> Bool { left.year < right.year }

  /// The last day on which money of the year may move: 31 May of the next calendar year.
  public var lastDayOfPayment: CivilDate? { CivilDate(year: year + 1, month: 5, day: 31) }

  /// Whether the accounts of the year can be used on a day.
  public func admits(_ date: CivilDate) -> Bool {
    guard let first = CivilDate(year: year, month: 4, day: 1), let last = lastDayOfPayment else {
      return false
    }
    return first <= date && date <= last
  }
}
