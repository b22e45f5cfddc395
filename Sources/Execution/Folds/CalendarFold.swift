import Quantities

/// What is counted of the dates of a person's rows.
enum CalendarUnit {
  case days
  case months
  case monthsInARow

  /// The number of a date: of its day, or of its month.
  func index(_ day: Int64) -> Int64 {
    switch self {
    case .days: return day
    case .months, .monthsInARow:
      guard let date = CivilDate(exactly: Int(day)) else { return day }
      return Int64(date.monthIndex)
    }
  }
}

/// Distinct days or months, one bit each: for dates that lie close together. A row without a date
/// adds none.
final class CalendarFold: RowFold {
  /// More memory than this per worker goes to the sorting fold.
  static let mostBytes = 48 << 20

  private let unit: CalendarUnit
  private let first: Int64
  private let width: Int
  private let bits: UnsafeMutablePointer<UInt64>
  /// The bit of each day of the range.
  private let places: [Int32]

  /// Nil when the bits would take too much memory.
  ///
  /// - Parameter days: a range that holds the date of every selected row.
  init?(persons: Int, unit: CalendarUnit, days: ClosedRange<Int64>) {
    let low = unit.index(days.lowerBound)
    let high = unit.index(days.upperBound)
    let span = Int(high - low) + 1
    width = (span + 63) / 64
    guard days.upperBound - days.lowerBound < 1 << 20,
      width * max(persons, 1) * 8 <= Self.mostBytes
    else { return nil }
    self.unit = unit
    first = days.lowerBound
    places = days.map { Int32(truncatingIfNeeded: unit.index($0) - low) }
    bits = .allocate(capacity: width * max(persons, 1))
    bits.initialize(repeating: 0, count: width * max(persons, 1))
    super.init(persons: persons, missingStaysMissing: false)
  }

  deinit { bits.deallocate() }

  override func add(_ block: FoldBlock) {
    places.withUnsafeBufferPointer { places in
      for row in 0..<block.count where block.persons[row] >= 0 {
        let person = Int(block.persons[row])
        let date = block.dates[row]
        if date != .min {
          let place = Int(places[Int(date &- first)])
          bits[person &* width &+ place >> 6] |= 1 &<< UInt64(place & 63)
        }
      }
    }
  }

  override func join(_ other: RowFold) {
    super.join(other)
    guard let other = other as? CalendarFold else { return }
    for index in 0..<width * persons { bits[index] |= other.bits[index] }
  }

  override func figure(_ person: Int) -> Int64 {
    let words = UnsafeBufferPointer(start: bits + person * width, count: width)
    guard case .monthsInARow = unit else {
      return words.reduce(0) { $0 + Int64($1.nonzeroBitCount) }
    }
    var longest = 0
    var run = 0
    for word in words {
      var rest = word
      var left = 64
      while left > 0 {
        if rest & 1 == 0 {
          run = 0
          let skip = min(rest.trailingZeroBitCount, left)
          rest = skip == 64 ? 0 : rest >> UInt64(skip)
          left -= skip
        } else {
          let length = min((~rest).trailingZeroBitCount, left)
          run += length
          longest = max(longest, run)
          rest = length == 64 ? 0 : rest >> UInt64(length)
          left -= length
        }
      }
    }
    return Int64(longest)
  }
}

/// Distinct days or months by sorting: for dates that lie far apart.
final class SortedCalendarFold: RowFold {
  private let unit: CalendarUnit
  /// The person above, the number of the day or month below.
  private var entries: [UInt64] = []
  private var results: [Int64] = []

  init(persons: Int, unit: CalendarUnit) {
    self.unit = unit
    super.init(persons: persons, missingStaysMissing: false)
  }

  override func add(_ block: FoldBlock) {
    for row in 0..<block.count where block.persons[row] >= 0 {
      let person = Int(block.persons[row])
      let date = block.dates[row]
      if date != .min {
        let place = UInt32(bitPattern: Int32(truncatingIfNeeded: unit.index(date)))
        // The sign bit is turned so that earlier dates sort first.
        entries.append(UInt64(person) << 32 | UInt64(place ^ 1 << 31))
      }
    }
  }

  override func join(_ other: RowFold) {
    super.join(other)
    guard let other = other as? SortedCalendarFold else { return }
    entries.append(contentsOf: other.entries)
  }

  override func figure(_ person: Int) -> Int64 {
    if results.isEmpty { count() }
    return results[person]
  }

  private func count() {
    entries.sort()
    results = Array(repeating: 0, count: persons)
    var run: Int64 = 0
    var previous: UInt64?
    for entry in entries where entry != previous {
      let person = Int(entry >> 32)
      switch unit {
      case .days, .months: results[person] += 1
      case .monthsInARow:
        let follows = previous.map { $0 >> 32 == entry >> 32 && $0 + 1 == entry } ?? false
        run = follows ? run + 1 : 1
        results[person] = max(results[person], run)
      }
      previous = entry
    }
  }
}
