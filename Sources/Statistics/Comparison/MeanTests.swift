import Enclosures
import LinearAlgebra
import Quantities

extension PairedChange {
  /// The paired t test: the mean change, its variance `s²/n`, and n − 1 degrees of freedom.
  ///
  /// - Throws: `StatisticsError.tooFew` for a single pair, `.noVariation` when all pairs change alike.
  public func test() throws(StatisticsError) -> Inference {
    try Inference.mean(mean.value, variance: variance().value, n: n)
  }
}

extension Moments {
  /// Student's t test of one sample: the mean, its variance `s²/n`, and n − 1 degrees of freedom.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.tooFew`, `.noVariation` when all values are equal.
  public func test() throws(StatisticsError) -> Inference {
    try Inference.mean(mean().value, variance: variance().value, n: n)
  }
}

extension Inference {
  fileprivate static func mean(
    _ mean: Exact, variance: Exact, n: Int
  ) throws(StatisticsError) -> Inference {
    guard variance.signum > 0 else { throw .noVariation(n: n) }
    return Inference(
      estimate: Real(mean), variance: Real(variance.over(n)), reference: .student(n - 1))
  }
}

/// The difference of the means of two independent samples, first minus second.
public struct MeanDifference: Sendable {
  /// The first sample's sums.
  public let first: Moments
  /// The second sample's sums.
  public let second: Moments

  /// Compares two samples.
  public init(first: Moments, second: Moments) {
    self.first = first
    self.second = second
  }

  /// Welch's test: variance `s₁²/n₁ + s₂²/n₂` with the degrees of freedom of Welch and Satterthwaite,
  /// `(v₁ + v₂)² / (v₁²/(n₁−1) + v₂²/(n₂−1))`, `vᵢ = sᵢ²/nᵢ` (B. L. Welch, Biometrika 34, 1947).
  ///
  /// - Throws: `StatisticsError.emptySample`, `.tooFew`, `.noVariation` when both samples are constant.
  public func welch() throws(StatisticsError) -> Inference {
    let (difference, v1, v2) = try parts()
    let variance = v1 + v2
    let spread = (v1 * v1).over(first.n - 1) + (v2 * v2).over(second.n - 1)
    guard let degrees = (variance * variance).divided(by: spread) else {
      throw .noVariation(n: first.n + second.n)
    }
    return Inference(
      estimate: Real(difference), variance: Real(variance),
      reference: .student(degreesOfFreedom: Real(degrees)))
  }

  /// Student's test with a common variance: `s² (1/n₁ + 1/n₂)`, s² pooled, n₁ + n₂ − 2 degrees of freedom.
  ///
  /// - Throws: `StatisticsError.emptySample`, `.tooFew` with fewer than three values in all,
  ///   `.noVariation` when both samples are constant.
  public func pooled() throws(StatisticsError) -> Inference {
    let n = first.n + second.n
    guard first.n > 0, second.n > 0 else { throw .emptySample }
    guard n > 2 else { throw .tooFew(found: n, needed: 3) }
    let difference = try first.mean().value - second.mean().value
    let within = try first.squaredDeviations().value + second.squaredDeviations().value
    guard within.signum > 0 else { throw .noVariation(n: n) }
    let variance = within.over(n - 2) * (Exact.one.over(first.n) + Exact.one.over(second.n))
    return Inference(
      estimate: Real(difference), variance: Real(variance), reference: .student(n - 2))
  }

  private func parts() throws(StatisticsError) -> (Exact, Exact, Exact) {
    (
      try first.mean().value - second.mean().value,
      try first.variance().value.over(first.n),
      try second.variance().value.over(second.n)
    )
  }
}
