import Quantities

/// Events and what they are counted against in one stratum: persons, or their time at risk.
public struct Stratum: Hashable, Sendable {
  /// Events counted.
  public let events: Int
  /// Persons, or time at risk.
  public let base: Exact

  public init(events: Int, base: Exact) {
    self.events = events
    self.base = base
  }

  /// The stratum's own rate; nil when nobody is at risk.
  var rate: Exact? { Exact(events).divided(by: base) }

  /// Refuses negative counts and strata without anybody.
  static func check(_ strata: [Stratum]) throws(StatisticsError) {
    guard !strata.isEmpty else { throw .emptySample }
    for (index, stratum) in strata.enumerated() {
      guard stratum.events >= 0 else { throw .negativeCount(Int64(stratum.events)) }
      guard stratum.base > 0 else { throw .emptyStratum(index) }
    }
  }

  /// The strata in which every group has somebody at risk, by number: the others have no rate.
  public static func common(to groups: [[Stratum]]) -> [Int] {
    let count = groups.map(\.count).min() ?? 0
    return (0..<count).filter { index in groups.allSatisfy { $0[index].base > 0 } }
  }
}
