import Enclosures
import Quantities

/// A number of events, whose limits are those of a Poisson mean.
public struct PoissonCount: Hashable, Sendable {
  /// Events counted.
  public let events: Int

  /// - Throws: `StatisticsError.negativeCount`.
  public init(events: Int) throws(StatisticsError) {
    guard events >= 0 else { throw .negativeCount(Int64(events)) }
    self.events = events
  }

  /// How limits of a count are made.
  public enum Method: Hashable, Sendable, CaseIterable {
    /// `χ²(α/2; 2x)/2` and `χ²(1 − α/2; 2x + 2)/2`: F. Garwood, Biometrika 28 (1936) 437–442.
    case exact
    /// `x(1 − 1/(9x) − z/(3√x))³` (not below 0) and `y(1 − 1/(9y) + z/(3√y))³` with `y = x + 1`: Byar's
    /// approximation, in N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (1987).
    case byar
  }

  /// Limits of the expected number of events; the lower is 0 without events.
  public func limits(_ level: ConfidenceLevel, _ method: Method) -> ConfidenceLimits {
    switch method {
    case .exact:
      ConfidenceLimits(
        lower: events == 0 ? Real(0) : Self.garwood(level.tail, events),
        upper: Self.garwood(1 - level.tail, events + 1))
    case .byar:
      ConfidenceLimits(
        lower: events == 0
          ? Real(0) : Self.byar(events, -level.normalQuantile).clamped(0),
        upper: Self.byar(events + 1, level.normalQuantile))
    }
  }

  private static func garwood(_ p: Exact, _ shape: Int) -> Real {
    Distributions.chiSquaredQuantile(p, degreesOfFreedom: Real(Exact(2 * shape))) / Real(2)
  }

  private static func byar(_ count: Int, _ z: Real) -> Real {
    let root = Real(Exact(count)).squareRoot()
    let base = Real(1 - Exact(1).over(9 * count)) + z / (Real(3) * root)
    return Real(Exact(count)) * base.power(3)
  }
}

extension PersonTimeRate {
  /// Limits of the rate, per unit of its time: those of its events over the time.
  public func limits(_ level: ConfidenceLevel, _ method: PoissonCount.Method) -> ConfidenceLimits {
    guard let count = try? PoissonCount(events: events), let perTime = time.reciprocal else {
      return ConfidenceLimits(lower: .undefined, upper: .undefined)
    }
    return count.limits(level, method).scaled(by: perTime)
  }
}
