import LinearAlgebra
import Quantities

/// Events over the time that persons were at risk (incidence rate, 人時法の率).
public struct PersonTimeRate: Hashable, Sendable {
  /// Events counted.
  public let events: Int
  /// Time at risk, summed over persons, in its own unit (person-years, person-months).
  public let time: Exact
  /// Persons whose time was summed; nil when only the total was given.
  public let persons: Int?
  /// How the time was summed; nil when only the total was given.
  public let product: ProductRecord?

  /// Makes a rate of a count and a total time.
  ///
  /// - Throws: `StatisticsError.negativeCount`, `.notPositive` for the time.
  public init(events: Int, time: Exact) throws(StatisticsError) {
    try self.init(events: events, time: time, persons: nil, product: nil)
  }

  /// Makes a rate of a count and a column of each person's time.
  ///
  /// - Throws: `StatisticsError.negativeCount`, `.emptySample`, `.notPositive`, `.product`.
  public init(events: Int, times: Sample) throws(StatisticsError) {
    guard times.count > 0 else { throw .emptySample }
    let sum = try times.sum()
    try self.init(events: events, time: sum.value, persons: sum.n, product: sum.product)
  }

  private init(
    events: Int, time: Exact, persons: Int?, product: ProductRecord?
  ) throws(StatisticsError) {
    guard events >= 0 else { throw .negativeCount(Int64(events)) }
    guard time > 0 else { throw .notPositive(time) }
    self.events = events
    self.time = time
    self.persons = persons
    self.product = product
  }

  /// The rate `events / time`; its `n` is the number of persons, or of events when that is unknown.
  public var estimate: Estimate {
    Estimate(
      Exact(events).divided(by: time) ?? 0, n: persons ?? events, product: product)
  }
}
