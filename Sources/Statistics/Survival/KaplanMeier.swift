import Enclosures
import Quantities

/// The share of persons without the event by time, `S(t) = Π (1 − d/n)` over the times with events up to
/// `t`: E. L. Kaplan and P. Meier, Journal of the American Statistical Association 53 (1958) 457–481.
public struct KaplanMeier: Hashable, Sendable {
  /// A time with events.
  public struct Step: Hashable, Sendable {
    public let time: Int64
    /// Persons at risk just before.
    public let atRisk: Int
    /// Events at this time.
    public let events: Int
  }

  /// The times with events, in ascending order.
  public let steps: [Step]
  /// Persons.
  public let n: Int
  /// The last time at which anybody was observed.
  public let last: Int64

  public init(_ times: SurvivalTimes) {
    steps = times.events.map {
      Step(time: $0.time, atRisk: times.atRisk(at: $0.time), events: $0.count)
    }
    n = times.n
    last = times.last
  }

  /// The survival just after a time, exact.
  ///
  /// - Throws: `StatisticsError.beyondFollowUp` when somebody is left and nobody was observed so long.
  public func survival(at time: Int64) throws(StatisticsError) -> Estimate {
    let steps = try steps(to: time)
    // Whoever is left after one time with events is often all who are at risk at the next.
    var tops: [Int: Int] = [:]
    for step in steps {
      tops[step.atRisk - step.events, default: 0] += 1
      tops[step.atRisk, default: 0] -= 1
    }
    let factors = tops.keys.sorted().filter { tops[$0] != 0 }.flatMap { number in
      let power = tops[number] ?? 0
      let factor = Exact(number)
      return [Exact](
        repeating: power > 0 ? factor : factor.reciprocal ?? 0, count: Int(power.magnitude))
    }
    return Estimate(Exact.balancedProduct(factors), n: n)
  }

  /// The error by M. Greenwood's formula (1926): `S(t) √(Σ d / (n(n − d)))`; 0 without an event.
  ///
  /// - Throws: `StatisticsError.beyondFollowUp`, `.noSurvivors`.
  public func standardError(at time: Int64) throws(StatisticsError) -> Real {
    let survival = try survival(at: time)
    return Real(survival.value) * (try relativeError(at: time))
  }

  /// On what scale limits are symmetrical.
  public enum LimitScale: Hashable, Sendable, CaseIterable {
    /// `S ∓ z · error`, within 0 and 1.
    case plain
    /// `S · exp(∓ z · error/S)`, at most 1.
    case logarithm
    /// `S` to the power `exp(± z · error/(S |log S|))`: within 0 and 1 by itself.
    case logMinusLog
  }

  /// Limits of the survival at a time; without an event both are 1.
  ///
  /// - Throws: `StatisticsError.beyondFollowUp`, `.noSurvivors`; `.noEvents` on the scale of log(−log).
  public func limits(
    at time: Int64, _ level: ConfidenceLevel, _ scale: LimitScale
  ) throws(StatisticsError) -> ConfidenceLimits {
    let survival = Real(try survival(at: time).value)
    let error = try relativeError(at: time)
    guard error.exact != 0 else {
      guard scale != .logMinusLog else { throw .noEvents }
      return ConfidenceLimits(lower: survival, upper: survival)
    }
    let reach = level.normalQuantile * error
    switch scale {
    case .plain:
      return ConfidenceLimits(
        lower: (survival - survival * reach).clamped(0, 1),
        upper: (survival + survival * reach).clamped(0, 1))
    case .logarithm:
      let factor = reach.exponential()
      return ConfidenceLimits(
        lower: survival / factor, upper: (survival * factor).clamped(0, 1))
    case .logMinusLog:
      let logarithm = survival.logarithm()
      let factor = (reach / logarithm.magnitude).exponential()
      return ConfidenceLimits(
        lower: (logarithm * factor).exponential(), upper: (logarithm / factor).exponential())
    }
  }

  /// The first time at which the survival is at most a share; nil when it never is.
  public func time(ofSurvival share: Exact) -> Int64? {
    var survival = Exact.one
    for step in steps {
      survival *= 1 - Exact(step.events).over(step.atRisk)
      if survival <= share { return step.time }
    }
    return nil
  }

  /// The error of the logarithm: `√(Σ d / (n(n − d)))`.
  private func relativeError(at time: Int64) throws(StatisticsError) -> Real {
    let steps = try steps(to: time)
    if let end = steps.first(where: { $0.events == $0.atRisk }) {
      throw .noSurvivors(time: end.time)
    }
    guard !steps.isEmpty else { return Real(0) }
    return Real { precision in
      let sum = steps.reduce(Ball(.zero, precision: precision)) { sum, step in
        let product = Exact(step.atRisk) * Exact(step.atRisk - step.events)
        return sum
          + Ball(Exact(step.events), precision: precision) / Ball(product, precision: precision)
      }
      return sum.squareRoot()
    }
  }

  private func steps(to time: Int64) throws(StatisticsError) -> ArraySlice<Step> {
    let end = steps.last.map { $0.events == $0.atRisk && $0.time == last } ?? false
    guard time <= last || end else { throw .beyondFollowUp(time: time, last: last) }
    return steps.prefix { $0.time <= time }
  }
}
