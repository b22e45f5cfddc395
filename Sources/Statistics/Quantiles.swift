import Quantities

/// How a quantile is read off an ordered sample: the nine types of Hyndman and Fan,
/// "Sample quantiles in statistical packages", The American Statistician 50 (1996) 361–365.
///
/// With `h = n·p + m`, `j = ⌊h⌋` and `g = h − j`, the quantile is `(1 − γ)·x₍ⱼ₎ + γ·x₍ⱼ₊₁₎`, where `m` and
/// `γ` depend on the type, and `x₍₀₎ = x₍₁₎`, `x₍ₙ₊₁₎ = x₍ₙ₎`.
public enum QuantileType: Int, CaseIterable, Hashable, Sendable {
  /// Inverse of the empirical distribution function: `m = 0`, `γ` is 0 if `g = 0`, else 1.
  case type1 = 1
  /// The same, averaged where it jumps (SAS's default): `m = 0`, `γ` is ½ if `g = 0`, else 1.
  case type2
  /// Nearest even order statistic: `m = −½`, `γ` is 0 if `g = 0` and `j` is even, else 1.
  case type3
  /// Linear interpolation of the empirical distribution function: `m = 0`, `γ = g`.
  case type4
  /// Knots at `(k − ½)/n`: `m = ½`, `γ = g`.
  case type5
  /// Knots at `k/(n + 1)` (Excel's PERCENTILE.EXC, SPSS, Minitab): `m = p`, `γ = g`.
  case type6
  /// Knots at `(k − 1)/(n − 1)` (R's default, Excel's PERCENTILE.INC): `m = 1 − p`, `γ = g`.
  case type7
  /// Approximately median-unbiased for any distribution: `m = (p + 1)/3`, `γ = g`.
  case type8
  /// Approximately unbiased for normal data: `m = p/4 + 3/8`, `γ = g`.
  case type9

  /// The rank `j` (which may lie outside `1 ... n`) and the weight `γ` of the next order statistic.
  package func position(_ p: Exact, n: Int) -> (rank: Int, weight: Exact) {
    let half = Exact(unscaled: 5, scale: 1)
    let shift: Exact =
      switch self {
      case .type1, .type2, .type4: 0
      case .type3: -half
      case .type5: half
      case .type6: p
      case .type7: Exact(1) - p
      case .type8: (p + Exact(1)).over(3)
      case .type9: p.over(4) + Exact(unscaled: 375, scale: 3)
      }
    let h = Exact(n) * p + shift
    let floor = h.rounded(.floor, decimals: 0)
    // Between −1 and n + 1, since p is between 0 and 1.
    let rank = Int(floor.int64 ?? 0)
    let g = h - floor
    return switch self {
    case .type1: (rank, g.isZero ? 0 : 1)
    case .type2: (rank, g.isZero ? half : 1)
    case .type3: (rank, g.isZero && rank.isMultiple(of: 2) ? 0 : 1)
    default: (rank, g)
    }
  }
}

extension Sample {
  /// The quantile of a probability, exact.
  ///
  /// - Throws: `StatisticsError.probability`, `.emptySample`.
  public func quantile(_ p: Exact, type: QuantileType) throws(StatisticsError) -> Estimate {
    try check(p)
    var values = presentValues()
    let n = values.count
    let (rank, weight) = type.position(p, n: n)
    let low = min(max(rank, 1), n) - 1
    let high = min(max(rank + 1, 1), n) - 1
    let pair = values.withUnsafeMutableBufferPointer { Selection.pair(in: $0, low, high) }
    return Estimate(interpolate(pair.0, pair.1, weight), n: n)
  }

  /// The quantiles of several probabilities, in the order given; the sample is sorted once.
  ///
  /// - Throws: `StatisticsError.probability`, `.emptySample`.
  public func quantiles(
    _ probabilities: [Exact], type: QuantileType
  ) throws(StatisticsError) -> [Estimate] {
    for p in probabilities { try check(p) }
    let values = presentValues().sorted()
    let n = values.count
    return probabilities.map { p in
      let (rank, weight) = type.position(p, n: n)
      return Estimate(
        interpolate(
          values[min(max(rank, 1), n) - 1], values[min(max(rank + 1, 1), n) - 1], weight),
        n: n)
    }
  }

  /// The median: the middle value, or the mean of the two middle values.
  ///
  /// - Throws: `StatisticsError.emptySample`.
  public func median() throws(StatisticsError) -> Estimate {
    try quantile(Exact(unscaled: 5, scale: 1), type: .type2)
  }

  private func check(_ p: Exact) throws(StatisticsError) {
    guard p >= 0, p <= 1 else { throw .probability(p) }
    guard count > 0 else { throw .emptySample }
  }

  private func interpolate(_ low: Int64, _ high: Int64, _ weight: Exact) -> Exact {
    let lower = Exact(unscaled: low, scale: scale)
    return lower + weight * (Exact(unscaled: high, scale: scale) - lower)
  }
}
