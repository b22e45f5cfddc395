import Contract
import Enclosures
import LinearAlgebra
import Quantities
import Statistics

/// How a covariate, or one code of a category, differs between the groups.
struct BalanceRow {
  let name: String
  let treatedMean: Exact
  let comparedMean: Exact
  /// Of the means, in standard deviations; nil where neither group varies.
  let before: Real?
  /// After weighting or matching, over the same standard deviation; nil without either.
  let after: Real?

  init(
    name: String, treatedMean: Exact, comparedMean: Exact, before: Real?, after: Real? = nil
  ) {
    self.name = name
    self.treatedMean = treatedMean
    self.comparedMean = comparedMean
    self.before = before
    self.after = after
  }

  /// The same row with a difference after weighting or matching.
  func with(after: Real?) -> BalanceRow {
    BalanceRow(
      name: name, treatedMean: treatedMean, comparedMean: comparedMean, before: before,
      after: after)
  }

  /// Rounded half even to four decimals.
  func shown() throws(EstimationHalt) -> EstimateAccount.Balance {
    EstimateAccount.Balance(
      name: name, treatedMean: treatedMean.rounded(.halfEven, decimals: 4),
      comparedMean: comparedMean.rounded(.halfEven, decimals: 4),
      differenceBefore: try shown(before), differenceAfter: try shown(after))
  }

  private func shown(_ difference: Real?) throws(EstimationHalt) -> Exact? {
    guard let difference else { return nil }
    return try difference.shown(decimals: 4)
  }
}

extension EstimationSample {
  /// The covariates as columns of numbers: of a category one of 0 and 1 for every code.
  var balanceColumns: [Numbers] {
    covariates.flatMap { covariate in
      switch covariate {
      case .numbers(let numbers): [numbers]
      case .categories(let categories):
        categories.levels.enumerated().map { level, name in
          Numbers(
            name: "\(categories.name) = \(name)",
            values: categories.codes.map { $0 == Int32(level) ? 1 : 0 }, scale: 0)
        }
      }
    }
  }

  /// The balance of the groups as they are, without weights, with how its sums were formed.
  func balance() throws(StatisticsError) -> (rows: [BalanceRow], products: [ProductRecord]) {
    let inTreated = RowMask(treated.map { $0 == 1 })
    let inCompared = RowMask(treated.map { $0 == 0 })
    var rows: [BalanceRow] = []
    var products: [ProductRecord] = []
    for column in balanceColumns {
      let sample = try Sample(values: column.values, scale: column.scale)
      let first = try Moments(sample.among(inTreated))
      let second = try Moments(sample.among(inCompared))
      let (one, other) = (try first.mean().value, try second.mean().value)
      rows.append(
        BalanceRow(
          name: column.name, treatedMean: one, comparedMean: other,
          before: try Self.standardised(one - other, first, second)))
      products += [first.product, second.product]
    }
    return (rows, ProductRecord.combined(products, rows: count))
  }

  /// A difference over the square root of the mean of two sample variances; nil if both are zero.
  private static func standardised(
    _ difference: Exact, _ first: Moments, _ second: Moments
  ) throws(StatisticsError) -> Real? {
    guard first.n > 1, second.n > 1 else { return nil }
    let variance = try first.variance().value + second.variance().value
    guard !variance.isZero, let half = variance.divided(by: 2) else { return nil }
    return Real(difference) / Real(half).squareRoot()
  }
}
