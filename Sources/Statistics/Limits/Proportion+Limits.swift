import Enclosures
import Quantities

extension Proportion {
  /// Wilson's score limits (`ConfidenceLimits.wilson`).
  public func wilsonLimits(
    _ level: ConfidenceLevel, continuityCorrected: Bool
  ) -> ConfidenceLimits {
    ConfidenceLimits(
      wilson: Exact(part), of: Exact(whole), level, continuityCorrected: continuityCorrected)
  }

  /// The exact limits of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404–413: the proportions
  /// at which `x` or more, or `x` or fewer, of `n` have half the remaining probability.
  ///
  /// They are quantiles of beta distributions: `B(α/2; x, n − x + 1)` and `B(1 − α/2; x + 1, n − x)`.
  public func clopperPearsonLimits(_ level: ConfidenceLevel) -> ConfidenceLimits {
    let (x, rest) = (Exact(part), Exact(whole - part))
    return ConfidenceLimits(
      lower: part == 0 ? Real(0) : Distributions.betaQuantile(level.tail, a: x, b: rest + 1),
      upper: part == whole
        ? Real(1) : Distributions.betaQuantile(1 - level.tail, a: x + 1, b: rest))
  }

  /// Limits of the difference from another, independent proportion by Wilson's limits of both.
  ///
  /// With `l` and `u` the limits of each: `d − √((p₁ − l₁)² + (u₂ − p₂)²)` and
  /// `d + √((u₁ − p₁)² + (p₂ − l₂)²)`: method 10, with the continuity correction method 11, of
  /// R. G. Newcombe, "Interval estimation for the difference between independent proportions",
  /// Statistics in Medicine 17 (1998) 873–890.
  public func newcombeLimits(
    minus other: Proportion, _ level: ConfidenceLevel, continuityCorrected: Bool
  ) -> ConfidenceLimits {
    let first = wilsonLimits(level, continuityCorrected: continuityCorrected)
    let second = other.wilsonLimits(level, continuityCorrected: continuityCorrected)
    let (p, q) = (Real(estimate.value), Real(other.estimate.value))
    let below = (p - first.lower).square() + (second.upper - q).square()
    let above = (first.upper - p).square() + (q - second.lower).square()
    return ConfidenceLimits(
      lower: p - q - below.squareRoot(), upper: p - q + above.squareRoot())
  }
}

extension ConfidenceLimits {
  /// Wilson's score limits: the proportions `π` with `(p − π)² = z² π(1 − π) / n`.
  ///
  /// With the continuity correction: `(|p − π| − 1/(2n))² = z² π(1 − π) / n`. These are the methods 3 and
  /// 4 of R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
  /// Medicine 17 (1998) 857–872: the lower limit is 0 when nobody, the upper 1 when everybody has it.
  ///
  /// - Parameters:
  ///   - part: those who have it; it need not be whole, as with weights, but lies in `0 ... whole`.
  ///   - whole: all, or their effective number; above 0.
  /// - Throws: `StatisticsError.notPositive`, `.probability`.
  public static func wilson(
    part: Exact, of whole: Exact, _ level: ConfidenceLevel, continuityCorrected: Bool
  ) throws(StatisticsError) -> ConfidenceLimits {
    guard let share = part.divided(by: whole), whole > 0 else { throw .notPositive(whole) }
    guard share >= 0, share <= 1 else { throw .probability(share) }
    return ConfidenceLimits(
      wilson: part, of: whole, level, continuityCorrected: continuityCorrected)
  }

  fileprivate init(
    wilson part: Exact, of whole: Exact, _ level: ConfidenceLevel, continuityCorrected: Bool
  ) {
    let z = level.normalQuantile
    let scale = Real(2) * (Real(whole) + z.square())
    let share = part.divided(by: whole) ?? .zero
    // 4np(1 − p), exactly.
    let spread = 4 * share * (whole - part)
    func limit(side: Exact) -> Real {
      let corrected = spread - (whole.reciprocal ?? .zero) + side * (2 - 4 * share)
      let root = (z.square() + Real(continuityCorrected ? corrected : spread)).squareRoot()
      let shift = 2 * part + (continuityCorrected ? side : 0)
      return ((z.square() + Real(shift) + Real(side) * z * root) / scale).clamped(0, 1)
    }
    self.init(
      lower: part.isZero ? Real(0) : limit(side: -1),
      upper: part == whole ? Real(1) : limit(side: 1))
  }
}
