import LinearAlgebra
import Quantities

/// Counts of two yes-or-no properties.
///
/// |              | outcome | no outcome |
/// |--------------|---------|------------|
/// | exposed      | `a`     | `b`        |
/// | not exposed  | `c`     | `d`        |
public struct TwoByTwo: Hashable, Sendable {
  /// Exposed, with the outcome.
  public let a: Int
  /// Exposed, without the outcome.
  public let b: Int
  /// Not exposed, with the outcome.
  public let c: Int
  /// Not exposed, without the outcome.
  public let d: Int

  /// Makes a table of four counts.
  ///
  /// - Throws: `StatisticsError.negativeCount`.
  public init(a: Int, b: Int, c: Int, d: Int) throws(StatisticsError) {
    for count in [a, b, c, d] where count < 0 { throw .negativeCount(Int64(count)) }
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  /// Counts rows of a population by exposure and outcome.
  ///
  /// - Throws: `StatisticsError.lengthMismatch`.
  public init(
    exposed: RowMask, outcome: RowMask, among population: RowMask
  ) throws(StatisticsError) {
    for mask in [exposed, outcome] where mask.rows != population.rows {
      throw .lengthMismatch(expected: population.rows, found: mask.rows)
    }
    let (inside, both, outcomes) = try StatisticsError.product {
      () throws(LinearAlgebraError) -> (Int, Int, Int) in
      let inside = try exposed.intersection(population)
      return (
        inside.present, try inside.intersection(outcome).present,
        try outcome.intersection(population).present
      )
    }
    a = both
    b = inside - both
    c = outcomes - both
    d = population.present - inside - (outcomes - both)
  }

  /// All cases.
  public var n: Int { a + b + c + d }

  /// The risk difference `a/(a+b) − c/(c+d)`.
  ///
  /// - Throws: `StatisticsError.emptySample` when a row of the table is empty.
  public func riskDifference() throws(StatisticsError) -> Estimate {
    let (exposed, other) = try risks()
    return Estimate(exposed - other, n: n)
  }

  /// The risk ratio `(a/(a+b)) / (c/(c+d))`.
  ///
  /// - Throws: `StatisticsError.emptySample` when a row of the table is empty, `.zeroDenominator` when
  ///   `c` is zero.
  public func riskRatio() throws(StatisticsError) -> Estimate {
    let (exposed, other) = try risks()
    guard let ratio = exposed.divided(by: other) else { throw .zeroDenominator(.riskRatio) }
    return Estimate(ratio, n: n)
  }

  /// The odds ratio `ad / bc`.
  ///
  /// - Throws: `StatisticsError.zeroDenominator` when `b` or `c` is zero.
  public func oddsRatio() throws(StatisticsError) -> Estimate {
    guard let ratio = (Exact(a) * Exact(d)).divided(by: Exact(b) * Exact(c)) else {
      throw .zeroDenominator(.oddsRatio)
    }
    return Estimate(ratio, n: n)
  }

  private func risks() throws(StatisticsError) -> (exposed: Exact, other: Exact) {
    guard
      let exposed = Exact(a).divided(by: Exact(a + b)),
      let other = Exact(c).divided(by: Exact(c + d))
    else { throw .emptySample }
    return (exposed, other)
  }
}
