import Quantities

/// Round numbers that cover values: multiples of 1, 2 or 5 times a power of ten.
public struct Ticks: Sendable {
  /// At least two, rising by ``step``.
  public let values: [Exact]
  public let step: Exact

  /// The finest ticks of at most so many intervals that cover all values.
  ///
  /// - Parameters:
  ///   - values: without any, 0 to 1 is covered.
  ///   - intervals: at least 2.
  public init(covering values: [Exact], intervals: Int = 6) {
    var (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if low == high {
      let room = low.isZero ? Exact(1) : low.magnitude
      (low, high) = (low - room, high + room)
    }
    var step = Exact.powerOfTen(-18)
    let factors: [Exact] = [2, Exact(unscaled: 25, scale: 1), 2]
    var place = 0
    func first(_ step: Exact) -> Exact { low.rounded(.floor, toMultipleOf: step) }
    func last(_ step: Exact) -> Exact { high.rounded(.ceiling, toMultipleOf: step) }
    let most = Exact(max(intervals, 2))
    while (last(step) - first(step)) > step * most {
      step = step * factors[place % factors.count]
      place += 1
    }
    var ticks = [first(step)]
    while let tick = ticks.last, tick < high { ticks.append(tick + step) }
    self.values = ticks
    self.step = step
  }

  /// The decimals that write every tick.
  public var decimals: Int { step.exactDecimals ?? 0 }
}

/// A straight scale from exact values to pixels.
public struct Scale: Sendable {
  /// The value at `start` and at `end`.
  public let lower: Exact
  public let upper: Exact
  public let start: Double
  public let end: Double

  /// - Parameters:
  ///   - lower: less than `upper`, else everything stands in the middle.
  public init(_ lower: Exact, _ upper: Exact, from start: Double, to end: Double) {
    self.lower = lower
    self.upper = upper
    self.start = start
    self.end = end
  }

  /// Where a value stands; those beyond an end stand at it.
  public func place(_ value: Exact) -> Double {
    guard let share = (value - lower).divided(by: upper - lower), lower < upper else {
      return (start + end) / 2
    }
    let bounded = min(max(share, 0), 1)
    let millionths = (bounded * Self.million).rounded(.halfEven, decimals: 0).int64 ?? 0
    return start + (end - start) * Double(millionths) / 1_000_000
  }

  private static let million: Exact = 1_000_000
}
