import Enclosures
import LinearAlgebra
import Quantities

/// One-way analysis of variance: how much of a column's variation lies between groups.
public struct AnalysisOfVariance: Hashable, Sendable {
  /// Rows that take part.
  public let n: Int
  /// Groups.
  public let groups: Int
  /// `Σ n_g (ȳ_g − ȳ)²`.
  public let betweenSquares: Exact
  /// `Σ (y_i − ȳ_g)²`.
  public let withinSquares: Exact

  /// Divides a column's variation; rows without a value or without a group do not take part.
  ///
  /// - Throws: `RegressionError.lengthMismatch`, `.noCompleteRow`, `.emptyLevel`,
  ///   `.tooFewClusters` with a single group, `.noResidualDegreesOfFreedom`, `.statistics`.
  public init(of sample: Sample, by factor: Factor) throws(RegressionError) {
    guard factor.codes.count == sample.rows else {
      throw .lengthMismatch(
        column: factor.name, expected: sample.rows, found: factor.codes.count)
    }
    let grouped = RowMask(factor.codes.map { $0 >= 0 })
    let used = try RegressionError.statistics { () throws(StatisticsError) in
      try sample.among(grouped)
    }
    guard used.count > 0 else { throw .noCompleteRow(rows: sample.rows) }
    let moments = try RegressionError.statistics { () throws(StatisticsError) in
      try Moments(used)
    }
    var counts = [Int](repeating: 0, count: factor.levels.count)
    var sums = [Int128](repeating: 0, count: factor.levels.count)
    for row in 0..<used.rows where used.validity?[row] ?? true {
      counts[Int(factor.codes[row])] += 1
      sums[Int(factor.codes[row])] += Int128(used.values[row])
    }
    for (level, count) in counts.enumerated() where count == 0 {
      throw .emptyLevel(factor: factor.name, level: factor.levels[level])
    }
    guard counts.count > 1 else {
      throw .tooFewClusters(factor: factor.name, found: counts.count)
    }
    guard used.count > counts.count else {
      throw .noResidualDegreesOfFreedom(rows: used.count, parameters: counts.count)
    }
    let levels = zip(sums, counts).reduce(Exact.zero) { total, group in
      let sum = Exact(group.0, scale: sample.scale)
      return total + (sum * sum).over(group.1)
    }
    n = used.count
    groups = counts.count
    betweenSquares = levels - (moments.sum * moments.sum).over(n)
    withinSquares = moments.sumOfSquares - levels
  }

  /// Groups less one.
  public var betweenDegreesOfFreedom: Int { groups - 1 }
  /// Rows less groups.
  public var withinDegreesOfFreedom: Int { n - groups }
  /// The squares between groups over their degrees of freedom.
  public var betweenMeanSquare: Exact { betweenSquares.over(betweenDegreesOfFreedom) }
  /// The squares within groups over their degrees of freedom: the residual variance.
  public var withinMeanSquare: Exact { withinSquares.over(withinDegreesOfFreedom) }

  /// The share of the variation that lies between groups.
  ///
  /// - Throws: `RegressionError.noVariation` when all values are equal.
  public func rSquared() throws(RegressionError) -> Exact {
    guard let share = betweenSquares.divided(by: betweenSquares + withinSquares) else {
      throw .noVariation(name: "total")
    }
    return share
  }

  /// Fisher's F, the mean square between over the mean square within.
  ///
  /// - Throws: `RegressionError.noVariation` when the values of every group are equal.
  public func statistic() throws(RegressionError) -> Exact {
    guard let statistic = betweenMeanSquare.divided(by: withinMeanSquare) else {
      throw .noVariation(name: "within")
    }
    return statistic
  }

  /// The chance of an F at least as great when the groups do not differ.
  ///
  /// - Throws: `RegressionError.noVariation`.
  public func pValue() throws(RegressionError) -> Real {
    Distributions.fisherUpperTail(
      Real(try statistic()),
      degreesOfFreedom: (
        Real(Exact(betweenDegreesOfFreedom)), Real(Exact(withinDegreesOfFreedom))
      ))
  }
}
