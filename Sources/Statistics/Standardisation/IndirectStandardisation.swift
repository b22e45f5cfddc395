import Enclosures
import Quantities

/// Events observed beside those expected at the rates of a reference population (間接法).
public struct IndirectStandardisation: Hashable, Sendable {
  /// Events observed.
  public let observed: Int
  /// Events expected, `Σ nᵢ Rᵢ` with the reference's rates `Rᵢ`.
  public let expected: Exact
  /// The reference's rate without standardisation; nil when only its strata's rates are known.
  public let referenceRate: Exact?

  /// Applies the reference's rate of each stratum to a group's base.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.lengthMismatch`, `.negativeCount`, `.notPositive` for a
  ///   negative base or an expected number of 0, `.emptyStratum` of the reference.
  public init(
    observed: Int, base: [Exact], reference: [Stratum]
  ) throws(StatisticsError) {
    guard base.count == reference.count else {
      throw .lengthMismatch(expected: reference.count, found: base.count)
    }
    try Stratum.check(reference)
    let events = reference.reduce(0) { $0 + $1.events }
    let total = reference.reduce(Exact.zero) { $0 + $1.base }
    try self.init(
      observed: observed, base: base, rates: reference.map { $0.rate ?? 0 },
      referenceRate: Exact(events).divided(by: total))
  }

  /// Applies published rates of each stratum to a group's base.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.lengthMismatch`, `.negativeCount`, `.notPositive`.
  public init(observed: Int, base: [Exact], rates: [Exact]) throws(StatisticsError) {
    try self.init(observed: observed, base: base, rates: rates, referenceRate: nil)
  }

  private init(
    observed: Int, base: [Exact], rates: [Exact], referenceRate: Exact?
  ) throws(StatisticsError) {
    guard observed >= 0 else { throw .negativeCount(Int64(observed)) }
    guard !base.isEmpty else { throw .emptySample }
    guard base.count == rates.count else {
      throw .lengthMismatch(expected: base.count, found: rates.count)
    }
    for value in base + rates where value < 0 { throw .notPositive(value) }
    let expected = zip(base, rates).reduce(Exact.zero) { $0 + $1.0 * $1.1 }
    guard expected > 0 else { throw .notPositive(expected) }
    self.observed = observed
    self.expected = expected
    self.referenceRate = referenceRate
  }

  /// Observed over expected (standardised mortality or incidence ratio, SMR); its `n` is the events.
  public var ratio: Estimate {
    Estimate(Exact(observed).divided(by: expected) ?? 0, n: observed)
  }

  /// The reference's rate times the ratio (indirectly standardised rate); nil when only its strata's
  /// rates are known.
  public var rate: Exact? { referenceRate.map { $0 * ratio.value } }

  /// Limits of the ratio: those of the observed events over the expected; the expected are taken as known.
  public func limits(
    _ level: ConfidenceLevel, _ method: PoissonCount.Method
  ) throws(StatisticsError) -> ConfidenceLimits {
    try PoissonCount(events: observed).limits(level, method)
      .scaled(by: expected.reciprocal ?? 0)
  }
}
