import Enclosures
import Quantities

extension Real {
  /// The value, or the nearer bound where it lies outside the bounds.
  package func clamped(_ low: Exact, _ high: Exact? = nil) -> Real {
    @Sendable func clamp(_ value: Exact) -> Exact {
      if let high, value > high { return high }
      return value < low ? low : value
    }
    if let exact { return Real(clamp(exact)) }
    return Real { precision in
      let ball = enclosed(precision: precision)
      guard let lower = ball.lower, let upper = ball.upper else { return ball }
      if lower >= low, high.map({ upper <= $0 }) ?? true { return ball }
      return Ball(lower: clamp(lower), upper: clamp(upper), precision: precision)
    }
  }
}
