/// The name of a period of settlement: `2026` for a settlement year, `2026-P2` for the second of the
/// periods that it is divided into.
public struct PeriodName: Hashable, Sendable {
  /// The calendar year in which the settlement year begins.
  public let year: Int
  /// The place among the periods of the whole year, from 1; nil for the year itself.
  public let number: Int?

  /// Names a period.
  public init(_ year: Int, number: Int? = nil) {
    self.year = year
    self.number = number
  }

  /// Reads a name as ``description`` writes it; nil if the text is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    func digits(_ part: Substring, _ lengths: ClosedRange<Int>) -> Int? {
      guard lengths.contains(part.utf8.count), part.utf8.first != UInt8(ascii: "0"),
        part.utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
      return Int(part)
    }
    guard let year = parts.first.flatMap({ digits($0, 1...4) }) else { return nil }
    switch parts.count {
    case 1: self.init(year)
    case 2 where parts[1].first == "P":
      guard let number = digits(parts[1].dropFirst(), 1...2), number <= 12 else { return nil }
      self.init(year, number: number)
    default: return nil
    }
  }

  /// As Japanese text names it: 2026年度, 2026年度第2期.
  public var japanese: String { "\(year)年度" + (number.map { "第\($0)期" } ?? "") }
}

extension PeriodName: ExpressibleByIntegerLiteral {
  public init(integerLiteral year: Int) { self.init(year) }
}

extension PeriodName: Comparable {
  public static func < (left: PeriodName, right: PeriodName) -> Bool {
    (left.year, left.number ?? 0) < (right.year, right.number ?? 0)
  }
}

extension PeriodName: CustomStringConvertible {
  public var description: String { "\(year)" + (number.map { "-P\($0)" } ?? "") }
}

extension PeriodName {
  /// Whether periods, as they are written, are in the order of time: 2026-P2 before 2026-P10.
  public static func areInOrder(_ left: String, _ right: String) -> Bool {
    guard let first = PeriodName(left), let second = PeriodName(right) else {
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    return first < second
  }
}
