import Quantities

extension Distributions {
  /// Where a distribution lives, and how the real line is mapped onto it.
  enum Support {
    case line
    /// 0 to infinity, by the exponential.
    case positive
    /// 0 to 1, by the logistic function.
    case unit

    func value(_ y: Ball) -> Ball {
      switch self {
      case .line: y
      case .positive: y.exponential()
      case .unit: Ball(1) / (Ball(1) + (-y).exponential())
      }
    }
  }

  /// Bits at which the first bracket is looked for.
  private static let startBits = 96

  /// The x with `distribution(x) = p`, for a distribution function that increases strictly.
  static func quantile(
    _ p: Exact, support: Support, parameters: [Real],
    _ distribution: @escaping @Sendable (_ x: Ball, _ parameters: [Ball]) -> Ball
  ) -> Real {
    guard isProper(p) else { return .undefined }
    let search = QuantileSearch(
      probability: p, support: support, parameters: parameters, distribution: distribution)
    let start = Refinable { search.start(precision: $0) }
    return Real { precision in
      // Parameters that are wide at few bits give no bracket there.
      var bits = startBits
      while bits <= max(precision, startBits) {
        if let start = start.value(precision: bits) {
          return search.enclosure(from: start, precision: precision)
        }
        bits *= 2
      }
      return .indeterminate(precision: precision)
    }
  }
}

/// The search for a quantile on the real line that a support maps.
private struct QuantileSearch: Sendable {
  let probability: Exact
  let support: Distributions.Support
  let parameters: [Real]
  let distribution: @Sendable (_ x: Ball, _ parameters: [Ball]) -> Ball

  /// The distribution function less the probability, at a point of the line.
  private func excess(_ precision: Int) -> (Ball) -> Ball {
    let parameters = parameters.map { $0.enclosed(precision: precision) }
    let target = Ball(probability, precision: precision)
    return { distribution(support.value($0), parameters) - target }
  }

  /// A bracket narrow enough for secants, by the Illinois method; `nil` if there is none in reach.
  ///
  /// Doubles only steer the search: what is found is proved afterwards.
  func start(precision: Int) -> (Double, Double)? {
    let excess = excess(precision)
    func value(_ y: Double) -> Double? {
      let ball = excess(Ball(startingValue: y, precision: precision))
      return ball.isFinite ? ball.approximation : nil
    }
    var (low, high) = (-1.0, 1.0)
    guard var below = value(low), var above = value(high) else { return nil }
    while below > 0 {
      (high, above) = (low, below)
      low *= 2
      guard low > -0x1p60, let next = value(low) else { return nil }
      below = next
    }
    while above < 0 {
      (low, below) = (high, above)
      high *= 2
      guard high < 0x1p60, let next = value(high) else { return nil }
      above = next
    }
    for step in 0..<200 where high - low > 0x1p-12 * max(high.magnitude, 0x1p-20) {
      var middle = (low * above - high * below) / (above - below)
      if step % 3 == 2 || !(middle > low && middle < high) { middle = low + (high - low) / 2 }
      guard middle > low, middle < high, let found = value(middle) else { break }
      if found < 0 {
        (low, below) = (middle, found)
        above /= 2
      } else {
        (high, above) = (middle, found)
        below /= 2
      }
    }
    return (low, high)
  }

  /// A ball of about `precision` bits that is proved to hold the quantile, or one that is not finite.
  func enclosure(from start: (Double, Double), precision: Int) -> Ball {
    let working = precision + 2 * Distributions.guardBits
    let excess = excess(working)
    let tolerance = Ball(2).power(Exact(-precision - 4))
    var last = Ball(startingValue: start.0, precision: working)
    var point = Ball(startingValue: start.1, precision: working)
    var lastValue = excess(last).midpoint
    for _ in 0..<32 {
      let value = excess(point).midpoint
      let slope = (value - lastValue) / (point - last)
      let next = (point - value / slope).midpoint
      guard next.isFinite else { break }
      (last, lastValue) = (point, value)
      point = next
      let scale = Ball(1) + point.magnitude
      if (point - last).magnitude.isCertainlyLess(than: scale * tolerance) { break }
    }
    var radius = ((Ball(1) + point.magnitude) * tolerance).midpoint
    // Parameters may be known to far fewer bits than asked for: each step is twice as long as the last.
    var step = Ball(64)
    while radius.isCertainlyLess(than: Ball(1)) {
      if excess(point - radius).certainSign == -1, excess(point + radius).certainSign == 1 {
        return support.value(point.widened(by: radius))
      }
      radius *= step
      step = step.square()
    }
    return .indeterminate(precision: precision)
  }
}
