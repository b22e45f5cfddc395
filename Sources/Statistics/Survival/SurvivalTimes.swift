import LinearAlgebra
import Quantities

/// Each person's time at risk and whether it ended with the event, in whole units such as days.
///
/// A person is at risk at the times `t` with `entry < t ≤ exit` (late entry, 遅延登録); without an entry
/// at all times up to the exit. At a time with events, those censored at that time are still at risk.
public struct SurvivalTimes: Hashable, Sendable {
  /// When the persons left, in ascending order.
  private let exits: [Int64]
  /// When they entered, in ascending order; nil when all were at risk from the start.
  private let entries: [Int64]?
  /// The times with events and their number, in ascending order.
  let events: [(time: Int64, count: Int)]
  /// The sum of all times at risk.
  public let timeAtRisk: Int128

  /// Collects the persons that the mask leaves in.
  ///
  /// - Throws: `StatisticsError.lengthMismatch`, `.emptySample`, `.interval`.
  public init(
    entry: [Int64]? = nil, exit: [Int64], event: RowMask, among mask: RowMask? = nil
  ) throws(StatisticsError) {
    for rows in [entry?.count, event.rows, mask?.rows] {
      if let rows, rows != exit.count {
        throw .lengthMismatch(expected: exit.count, found: rows)
      }
    }
    let rows = exit.indices.filter { mask?[$0] ?? true }
    guard !rows.isEmpty else { throw .emptySample }
    if let entry {
      for row in rows where entry[row] >= exit[row] {
        throw .interval(row: row, entry: entry[row], exit: exit[row])
      }
    }
    exits = rows.map { exit[$0] }.sorted()
    entries = entry.map { entry in rows.map { entry[$0] }.sorted() }
    timeAtRisk =
      exits.reduce(Int128(0)) { $0 + Int128($1) }
      - (entries ?? []).reduce(Int128(0)) { $0 + Int128($1) }
    var events: [(time: Int64, count: Int)] = []
    for time in rows.filter({ event[$0] }).map({ exit[$0] }).sorted() {
      if let last = events.last, last.time == time {
        events[events.count - 1].count += 1
      } else {
        events.append((time, 1))
      }
    }
    self.events = events
  }

  /// Persons.
  public var n: Int { exits.count }

  /// Events over all times.
  public var eventCount: Int { events.reduce(0) { $0 + $1.count } }

  /// The last time at which anybody was observed.
  public var last: Int64 { exits.last ?? 0 }

  /// Persons at risk at a time.
  public func atRisk(at time: Int64) -> Int {
    n - Self.below(time, in: exits) - (entries.map { n - Self.below(time, in: $0) } ?? 0)
  }

  /// Events over the time at risk, in a unit of so many of the times' own: 365.25 days, say.
  ///
  /// - Throws: `StatisticsError.notPositive` for the time.
  public func rate(unit: Exact) throws(StatisticsError) -> PersonTimeRate {
    guard let time = Exact(timeAtRisk, scale: 0).divided(by: unit) else {
      throw .notPositive(unit)
    }
    return try PersonTimeRate(events: eventCount, time: time)
  }

  /// How many of an ascending list are below a time.
  private static func below(_ time: Int64, in list: [Int64]) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = low + (high - low) / 2
      if list[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  public static func == (left: SurvivalTimes, right: SurvivalTimes) -> Bool {
    left.exits == right.exits && left.entries == right.entries
      && left.events.elementsEqual(right.events) { $0 == $1 }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(exits)
    hasher.combine(entries)
    hasher.combine(events.map(\.time))
    hasher.combine(events.map(\.count))
  }
}
