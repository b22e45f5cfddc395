import Enclosures
import Quantities

/// An effect pooled over strata by the weights of N. Mantel and W. Haenszel (1959).
public struct PooledEffect: Hashable, Sendable {
  /// A ratio or a difference.
  public enum Scale: Hashable, Sendable { case ratio, difference }

  /// The pooled ratio or difference; its `n` is all persons, or all events of a rate.
  public let estimate: Estimate
  /// The variance of the difference, or of the ratio's logarithm.
  public let variance: Exact
  /// What the variance is of.
  public let scale: Scale

  /// The square root of the variance.
  public var standardError: Real { Real(variance).squareRoot() }

  /// Limits by the normal distribution, of a ratio on the logarithmic scale.
  public func limits(_ level: ConfidenceLevel) -> ConfidenceLimits {
    switch scale {
    case .difference: .normal(Real(estimate.value), error: standardError, level)
    case .ratio: .logNormal(Real(estimate.value), error: standardError, level)
    }
  }
}

/// Tables of exposure by outcome in several strata.
///
/// In a stratum `a` and `b` are the exposed with and without the outcome, `c` and `d` the others; `n₁ = a + b`,
/// `n₀ = c + d`, `m = a + c`, `N` all. A stratum without anybody exposed, or not exposed, adds nothing.
public struct MantelHaenszel: Hashable, Sendable {
  public let tables: [TwoByTwo]
  private let n: Int

  /// - Throws: `StatisticsError.emptySample` without a table that has both exposed and others.
  public init(_ tables: [TwoByTwo]) throws(StatisticsError) {
    n = tables.reduce(0) { $0 + $1.n }
    self.tables = tables.filter { $0.a + $0.b > 0 && $0.c + $0.d > 0 }
    guard !self.tables.isEmpty else { throw .emptySample }
  }

  private func sum(_ term: (TwoByTwo) -> Exact) -> Exact {
    tables.reduce(Exact.zero) { $0 + term($1).over($1.n) }
  }

  /// The risk ratio `Σ a n₀/N / Σ c n₁/N`, with the variance of its logarithm by S. Greenland and
  /// J. M. Robins, Biometrics 41 (1985) 55–68: `Σ (m n₁ n₀ − a c N)/N² / (Σ a n₀/N · Σ c n₁/N)`.
  ///
  /// - Throws: `StatisticsError.zeroDenominator`, `.noEvents` when no exposed has the outcome.
  public func riskRatio() throws(StatisticsError) -> PooledEffect {
    let above = sum { Exact($0.a) * Exact($0.c + $0.d) }
    let below = sum { Exact($0.c) * Exact($0.a + $0.b) }
    let spread = sum {
      (Exact($0.a + $0.c) * Exact($0.a + $0.b) * Exact($0.c + $0.d)
        - Exact($0.a) * Exact($0.c) * Exact($0.n)).over($0.n)
    }
    return try ratio(above, below, spread, .riskRatio)
  }

  /// The odds ratio `R/S` with `R = Σ ad/N`, `S = Σ bc/N`, with the variance of its logarithm by
  /// J. M. Robins, N. E. Breslow and S. Greenland, Biometrics 42 (1986) 311–323:
  /// `ΣPR/2R² + Σ(PS + QR)/2RS + ΣQS/2S²` with `P = (a + d)/N` and `Q = (b + c)/N`.
  ///
  /// - Throws: `StatisticsError.zeroDenominator`, `.noEvents` when `R` is 0.
  public func oddsRatio() throws(StatisticsError) -> PooledEffect {
    let r = sum { Exact($0.a) * Exact($0.d) }
    let s = sum { Exact($0.b) * Exact($0.c) }
    guard let ratio = r.divided(by: s) else { throw .zeroDenominator(.oddsRatio) }
    func products(_ first: (TwoByTwo) -> Int, _ second: (TwoByTwo) -> Exact) -> Exact {
      sum { Exact(first($0)) * second($0).over($0.n) }
    }
    let concordant = { (table: TwoByTwo) in table.a + table.d }
    let discordant = { (table: TwoByTwo) in table.b + table.c }
    let top = { (table: TwoByTwo) in Exact(table.a) * Exact(table.d) }
    let bottom = { (table: TwoByTwo) in Exact(table.b) * Exact(table.c) }
    let mixed = products(concordant, bottom) + products(discordant, top)
    guard
      let first = products(concordant, top).divided(by: 2 * r * r),
      let second = mixed.divided(by: 2 * r * s),
      let third = products(discordant, bottom).divided(by: 2 * s * s)
    else { throw .noEvents }
    return PooledEffect(
      estimate: Estimate(ratio, n: n), variance: first + second + third, scale: .ratio)
  }

  /// The risk difference `Σ (a n₀ − c n₁)/N / Σ n₁n₀/N`, with the variance of Greenland and Robins
  /// (1985): `Σ (ab n₀³ + cd n₁³)/(n₁ n₀ N²) / (Σ n₁n₀/N)²`.
  public func riskDifference() -> PooledEffect {
    let weight = sum { Exact($0.a + $0.b) * Exact($0.c + $0.d) }
    let net = sum { Exact($0.a) * Exact($0.c + $0.d) - Exact($0.c) * Exact($0.a + $0.b) }
    let spread = sum { table in
      let (exposed, other) = (Exact(table.a + table.b), Exact(table.c + table.d))
      let first = (Exact(table.a) * Exact(table.b) * other * other).divided(by: exposed) ?? 0
      let second = (Exact(table.c) * Exact(table.d) * exposed * exposed).divided(by: other) ?? 0
      return (first + second).over(table.n)
    }
    return PooledEffect(
      estimate: Estimate(net.divided(by: weight) ?? 0, n: n),
      variance: spread.divided(by: weight * weight) ?? 0, scale: .difference)
  }

  /// The test of no effect in any stratum: `(|Σ (a − n₁m/N)| − c)² / Σ n₁n₀m(N − m)/(N²(N − 1))` with
  /// `c` = ½ when corrected, else 0; about chi-squared with one degree of freedom.
  ///
  /// - Throws: `StatisticsError.noEvents` when the outcome never varies within a stratum.
  public func chiSquared(continuityCorrected: Bool) throws(StatisticsError) -> Exact {
    let net = sum {
      Exact($0.a) * Exact($0.n) - Exact($0.a + $0.b) * Exact($0.a + $0.c)
    }.magnitude
    let spread = sum { table in
      (Exact(table.a + table.b) * Exact(table.c + table.d) * Exact(table.a + table.c)
        * Exact(table.b + table.d)).over(table.n * (table.n - 1))
    }
    let half = Exact(1).over(2)
    let distance = continuityCorrected ? max(net - half, 0) : net
    guard let statistic = (distance * distance).divided(by: spread) else { throw .noEvents }
    return statistic
  }

  private func ratio(
    _ above: Exact, _ below: Exact, _ spread: Exact, _ kind: StatisticsError.Ratio
  ) throws(StatisticsError) -> PooledEffect {
    guard let ratio = above.divided(by: below) else { throw .zeroDenominator(kind) }
    guard let variance = spread.divided(by: above * below) else { throw .noEvents }
    return PooledEffect(estimate: Estimate(ratio, n: n), variance: variance, scale: .ratio)
  }
}

/// Rates of two groups in several strata.
public struct MantelHaenszelRates: Hashable, Sendable {
  private let strata: [(exposed: Stratum, other: Stratum)]

  /// Pairs the strata of two groups; those in which either has nobody at risk add nothing.
  ///
  /// - Throws: `StatisticsError.lengthMismatch`, `.negativeCount`, `.emptySample` when no stratum is left.
  public init(exposed: [Stratum], other: [Stratum]) throws(StatisticsError) {
    guard exposed.count == other.count else {
      throw .lengthMismatch(expected: exposed.count, found: other.count)
    }
    for stratum in exposed + other where stratum.events < 0 {
      throw .negativeCount(Int64(stratum.events))
    }
    strata = Stratum.common(to: [exposed, other]).map { (exposed[$0], other[$0]) }
    guard !strata.isEmpty else { throw .emptySample }
  }

  /// The rate ratio `Σ a T₀/T / Σ c T₁/T` with `a` events in the time `T₁` of the exposed and `c` in `T₀` of
  /// the others, with the variance of its logarithm by Greenland and Robins (1985):
  /// `Σ (a + c) T₁T₀/T² / (Σ a T₀/T · Σ c T₁/T)`.
  ///
  /// - Throws: `StatisticsError.zeroDenominator`, `.noEvents` when no exposed has an event.
  public func rateRatio() throws(StatisticsError) -> PooledEffect {
    var (above, below, spread) = (Exact.zero, Exact.zero, Exact.zero)
    for (exposed, other) in strata {
      let share = exposed.base.divided(by: exposed.base + other.base) ?? 0
      above += Exact(exposed.events) * (1 - share)
      below += Exact(other.events) * share
      spread += Exact(exposed.events + other.events) * share * (1 - share)
    }
    guard let ratio = above.divided(by: below) else { throw .zeroDenominator(.rateRatio) }
    guard let variance = spread.divided(by: above * below) else { throw .noEvents }
    let events = strata.reduce(0) { $0 + $1.exposed.events + $1.other.events }
    return PooledEffect(
      estimate: Estimate(ratio, n: events), variance: variance, scale: .ratio)
  }

  public static func == (left: MantelHaenszelRates, right: MantelHaenszelRates) -> Bool {
    left.strata.map(\.exposed) == right.strata.map(\.exposed)
      && left.strata.map(\.other) == right.strata.map(\.other)
  }

  public func hash(into hasher: inout Hasher) {
    for (exposed, other) in strata {
      hasher.combine(exposed)
      hasher.combine(other)
    }
  }
}
