import BigInt
import LinearAlgebra
import Quantities

/// How far apart two persons of a matched set may be, by a column such as the logit of the score.
public struct Caliper: Hashable, Sendable {
  /// The distance allowed; two persons exactly so far apart may be matched.
  public enum Width: Hashable, Sendable {
    /// In the column's unit.
    case absolute(Exact)
    /// In pooled standard deviations `√((s₁² + s₀²)/2)` of the persons that take part.
    case deviations(Exact)
  }

  /// The column that is compared.
  public let column: Sample
  /// The distance allowed.
  public let width: Width

  public init(column: Sample, width: Width) {
    self.column = column
    self.width = width
  }

  /// The greatest distance allowed, in units of the column's last digit.
  func limit(treated: RowMask, compared: RowMask) throws(MatchingError) -> Int128 {
    let unit = Exact.powerOfTen(column.scale)
    switch width {
    case .absolute(let width):
      guard width.signum >= 0 else { throw .caliper(width) }
      return Self.bounded((width * unit).roundedToInteger(.floor).numerator)
    case .deviations(let width):
      guard width.signum >= 0 else { throw .caliper(width) }
      // d ≤ w s exactly when d² ≤ w² s², and d is whole.
      let variance = try column.pooledVariance(treated, compared)
      let square = (width * width * variance * unit * unit).roundedToInteger(.floor)
      return Self.bounded(square.numerator.squareRoot())
    }
  }

  /// No two values of a column are farther apart than 2^64.
  private static func bounded(_ limit: BigInt) -> Int128 {
    Int128(min(limit, BigInt(1) << 64))
  }
}

extension Sample {
  /// The mean `(s₁² + s₀²)/2` of the variances of two groups.
  func pooledVariance(
    _ first: RowMask, _ second: RowMask
  ) throws(MatchingError) -> Exact {
    try MatchingError.statistics { () throws(StatisticsError) in
      try (among(first).variance().value + among(second).variance().value).over(2)
    }
  }
}
