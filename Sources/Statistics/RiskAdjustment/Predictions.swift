import Enclosures
import Quantities

/// What a model predicts for each row.
///
/// Rows with the same linear predictor share their prediction: it is computed once for all of them.
public struct Predictions: Sendable {
  /// How the linear predictor became a prediction.
  public let link: PublishedModel.Link
  /// The rows that were predicted, by their number in the table.
  public let rows: [Int]
  /// Rows of the table.
  public let tableRows: Int
  /// The linear predictors that occur, in the order of their first row.
  private let distinct: [Exact]
  /// Each predicted row's place in `distinct`.
  private let patterns: [Int]
  private let enclosed: Refinable<BallColumn>

  /// Rows that were predicted.
  public var count: Int { rows.count }

  init(link: PublishedModel.Link, rows: [Int], tableRows: Int, predictors: [Exact]) {
    self.link = link
    self.rows = rows
    self.tableRows = tableRows
    var places: [Exact: Int] = [:]
    var distinct: [Exact] = []
    patterns = predictors.map { predictor in
      if let place = places[predictor] { return place }
      places[predictor] = distinct.count
      distinct.append(predictor)
      return distinct.count - 1
    }
    self.distinct = distinct
    enclosed = Refinable { [distinct] precision in
      let predictors = BallColumn(distinct, precision: precision)
      return switch link {
      case .identity: predictors
      case .logistic: predictors.logistic()
      case .logarithmic: predictors.exponential()
      }
    }
  }

  /// The linear predictor of a predicted row, by its place in `rows`.
  public func linearPredictor(_ position: Int) -> Exact { distinct[patterns[position]] }

  /// The prediction for a predicted row, by its place in `rows`; exact with the identity link.
  public subscript(position: Int) -> Real {
    let pattern = patterns[position]
    if link == .identity { return Real(distinct[pattern]) }
    return Real { [enclosed] in enclosed.value(precision: $0)[pattern] }
  }

  /// The sum of the predictions of all rows; exact with the identity link.
  public var total: Real {
    sums(by: Partition(codes: [Int](repeating: 0, count: count), count: 1))[0]
  }

  /// The sums of the predictions over groups of the predicted rows.
  func sums(by groups: Partition) -> [Real] {
    if link == .identity {
      var sums = [Exact](repeating: .zero, count: groups.count)
      for (row, group) in groups.codes.enumerated() { sums[group] += distinct[patterns[row]] }
      return sums.map { Real($0) }
    }
    return sums(by: groups) { $0 }
  }

  /// The sums over groups of the variances that the predictions imply: `p(1 − p)` of an event, the mean of
  /// a number of events; nil of a mean, which implies none.
  func varianceSums(by groups: Partition) -> [Real]? {
    switch link {
    case .identity: nil
    case .logistic: sums(by: groups) { $0.timesComplement() }
    case .logarithmic: sums(by: groups) { $0 }
    }
  }

  private func sums(
    by groups: Partition, _ value: @escaping @Sendable (BallColumn) -> BallColumn
  ) -> [Real] {
    let sums = Refinable { [enclosed, patterns] precision in
      value(enclosed.value(precision: precision))
        .sums(of: patterns, by: groups.codes, groupCount: groups.count)
    }
    return (0..<groups.count).map { group in Real { sums.value(precision: $0)[group] } }
  }
}
