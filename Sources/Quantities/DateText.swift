/// A date as it was read from text.
public struct DateReading: Hashable, Sendable {
  /// The day.
  public let date: CivilDate
  /// Whether the text names a year of an era that was not in force on that day (`H31.5.1`): the
  /// reading is arithmetical and the caller counts a warning.
  public let outsideEra: Bool

  @inlinable
  public init(date: CivilDate, outsideEra: Bool = false) {
    self.date = date
    self.outsideEra = outsideEra
  }
}

/// Reading and writing of dates in the forms that Japanese offices use.
///
/// Forms: `2025-04-01`, `2025/4/1`, `20250401`, `R7.4.1`, `R07/04/01`, `令和7年4月1日`,
/// `令和元年5月1日`, `2025年4月1日`, with ASCII or full-width digits and signs. Nothing around the date is skipped, and
/// a two-digit year without an era is not a date. Reading allocates nothing.
public enum DateText {
  /// Reads a date from UTF-8; `nil` if it has none of the forms or there is no such day.
  @inlinable
  public static func read(_ utf8: UnsafeBufferPointer<UInt8>) -> DateReading? {
    if utf8.count == 10, let date = readISO(utf8) { return DateReading(date: date) }
    return readAnyForm(utf8)
  }

  /// Reads a date from text; `nil` if it has none of the forms or there is no such day.
  public static func read(_ text: String) -> DateReading? {
    if let reading = text.utf8.withContiguousStorageIfAvailable({ read($0) }) { return reading }
    return Array(text.utf8).withUnsafeBufferPointer { read($0) }
  }

  /// `YYYY-MM-DD` in ten ASCII bytes, the form of nearly every row.
  @inlinable
  static func readISO(_ utf8: UnsafeBufferPointer<UInt8>) -> CivilDate? {
    guard utf8[4] == UInt8(ascii: "-"), utf8[7] == UInt8(ascii: "-") else { return nil }
    // A byte that is no digit becomes at least 10 by the wrapping subtraction.
    @inline(__always)
    func digit(_ index: Int) -> Int { Int(utf8[index] &- UInt8(ascii: "0")) }
    let (y0, y1, y2, y3) = (digit(0), digit(1), digit(2), digit(3))
    let (m0, m1, d0, d1) = (digit(5), digit(6), digit(8), digit(9))
    guard y0 < 10, y1 < 10, y2 < 10, y3 < 10, m0 < 10, m1 < 10, d0 < 10, d1 < 10 else {
      return nil
    }
    return CivilDate(
      year: ((y0 * 10 + y1) * 10 + y2) * 10 + y3, month: m0 * 10 + m1, day: d0 * 10 + d1)
  }

  @usableFromInline
  static func readAnyForm(_ utf8: UnsafeBufferPointer<UInt8>) -> DateReading? {
    var scanner = DateScanner(utf8)
    return scanner.read()
  }

  /// The era form, `令和7年4月1日`, with 元 for a first year; before 25 January 1868 the western year.
  public static func wareki(_ date: CivilDate) -> String {
    guard let era = Era.containing(date) else { return japanese(date) }
    let (year, month, day) = date.components
    let eraYear = year - era.base
    return "\(era.name)\(eraYear == 1 ? "元" : String(eraYear))年\(month)月\(day)日"
  }

  /// The names with which a date in the era form begins.
  public static let eraNames = Era.allCases.map(\.name)

  /// The western year in Japanese, `2025年4月1日`.
  public static func japanese(_ date: CivilDate) -> String {
    let (year, month, day) = date.components
    return "\(year)年\(month)月\(day)日"
  }
}
