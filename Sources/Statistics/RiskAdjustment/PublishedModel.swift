import LinearAlgebra
import Quantities

/// A risk model applied as it was published: its coefficients are given, nothing is estimated.
public struct PublishedModel: Hashable, Sendable {
  /// How the linear predictor η becomes a prediction.
  public enum Link: Hashable, Sendable {
    /// η itself: a mean.
    case identity
    /// `1 / (1 + e^−η)`: the probability of an event.
    case logistic
    /// `e^η`: a rate or a number of events.
    case logarithmic
  }

  /// How the linear predictor becomes a prediction.
  public let link: Link
  /// The constant of the linear predictor.
  public let intercept: Exact
  /// The coefficients' names, in the order given.
  public let names: [String]
  private let coefficients: [[UInt8]: Exact]

  /// States a model.
  ///
  /// - Throws: `RiskAdjustmentError.duplicateName`.
  public init(
    link: Link, intercept: Exact, coefficients: [(name: String, value: Exact)]
  ) throws(RiskAdjustmentError) {
    var known: [[UInt8]: Exact] = [:]
    for (name, value) in coefficients {
      guard known.updateValue(value, forKey: Array(name.utf8)) == nil else {
        throw .duplicateName(name)
      }
    }
    self.link = link
    self.intercept = intercept
    names = coefficients.map(\.name)
    self.coefficients = known
  }

  /// Predicts every row in which all terms have a value.
  ///
  /// The columns of the terms and the coefficients must be the same by name. A category's column is
  /// called `factor[level]`, and each level needs a row; where a level may be absent, give its indicator.
  ///
  /// - Parameters:
  ///   - terms: what the coefficients multiply.
  ///   - shifts: what each level of a factor adds to the linear predictor (a provider's effect).
  ///   - among: rows that may be predicted; nil is all.
  /// - Throws: `RiskAdjustmentError.noTerms`, `.duplicateName`, `.noCoefficient`, `.noColumn`, `.design`.
  public func predictions(
    _ terms: [Term], shifts: LevelShifts? = nil, among: RowMask? = nil
  ) throws(RiskAdjustmentError) -> Predictions {
    guard let tableRows = terms.first?.tableRows ?? shifts?.factor.codes.count ?? among?.rows else {
      throw .noTerms
    }
    let effects = shifts.map { [Term.category($0.factor, reference: 0)] } ?? []
    let rows = try RiskAdjustmentError.design { () throws(RegressionError) -> [Int] in
      var mask = among ?? RowMask(repeating: true, rows: tableRows)
      for term in terms + effects { mask = try mask.and(term.presence(rows: tableRows)) }
      let rows = (0..<tableRows).filter { mask[$0] }
      guard !rows.isEmpty else { throw .noCompleteRow(rows: tableRows) }
      return rows
    }
    var predictors = [Exact](repeating: intercept, count: rows.count)
    for (coefficient, column) in try matched(terms, on: rows) where !coefficient.isZero {
      for row in rows.indices { predictors[row] += coefficient * column.value(at: row) }
    }
    if let shifts {
      for (position, row) in rows.enumerated() {
        predictors[position] += shifts.values[Int(shifts.factor.codes[row])]
      }
    }
    return Predictions(link: link, rows: rows, tableRows: tableRows, predictors: predictors)
  }

  /// Each coefficient with its column.
  private func matched(
    _ terms: [Term], on rows: [Int]
  ) throws(RiskAdjustmentError) -> [(Exact, ExactColumn)] {
    let columns = try RiskAdjustmentError.design { () throws(RegressionError) in
      var columns: [(name: String, values: ExactColumn)] = []
      for term in terms { columns += try term.columns(rows) }
      return columns
    }
    var pairs: [(Exact, ExactColumn)] = []
    var seen: Set<[UInt8]> = []
    for (name, values) in columns {
      let key = Array(name.utf8)
      guard seen.insert(key).inserted else { throw .duplicateName(name) }
      guard let coefficient = coefficients[key] else {
        throw .noCoefficient(column: name, among: names)
      }
      pairs.append((coefficient, values))
    }
    for name in names where !seen.contains(Array(name.utf8)) {
      throw .noColumn(coefficient: name, among: columns.map(\.name))
    }
    return pairs
  }
}

/// What each level of a factor adds to a linear predictor.
public struct LevelShifts: Hashable, Sendable {
  /// The factor.
  public let factor: Factor
  /// The addition of each of its levels.
  public let values: [Exact]

  /// - Throws: `RiskAdjustmentError.levelCount` unless there is a value for each level.
  public init(factor: Factor, values: [Exact]) throws(RiskAdjustmentError) {
    guard values.count == factor.levels.count else {
      throw .levelCount(
        factor: factor.name, levels: factor.levels.count, found: values.count)
    }
    self.factor = factor
    self.values = values
  }
}
