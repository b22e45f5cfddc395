import Enclosures
import LinearAlgebra
import Quantities

/// A logistic model `P(y = 1 | x) = 1 / (1 + e^(−x′b))`, fitted by maximum likelihood.
///
/// The coefficients are enclosures of the maximum itself, as tight as asked: they depend on the data
/// alone, not on steps, tolerances, processors or the order of the rows.
///
/// With weights w the maximum is that of `Σ w (y log p + (1 − y) log(1 − p))`, as of a marginal structural
/// model (Robins, Hernán and Brumback, Epidemiology 11, 2000); errors are then those of a sandwich, the
/// weights taken as known.
public struct LogisticModel: Sendable {
  /// The columns, of the rows that take part.
  public let design: Design
  /// The terms, as given.
  public let terms: [Term]
  /// Rows with response 1.
  public let events: Int
  /// The weights of the rows; nil weighs every row alike.
  public let weights: RealColumn?

  let data: BinomialData
  let response: [Bool]
  let enclosure: Refinable<LogisticEnclosure?>

  private static let mostBits = 1024

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - response: a column of 0 and 1.
  ///   - terms: the independent variables.
  ///   - intercept: whether there is a constant.
  ///   - among: rows that may take part; nil is all.
  ///   - weights: positive weights; a row without one takes no part. Nil weighs every row alike.
  /// - Throws: `LogisticError.regression`, `.notBinary`, `.constantResponse`, `.separation`,
  ///   `.notProved`.
  public init(
    response: Term, terms: [Term], intercept: Bool = true, among: RowMask? = nil,
    weights: RealColumn? = nil
  ) throws(LogisticError) {
    let (design, numbers) = try LogisticError.regression { () throws(RegressionError) in
      try Self.design(response, terms, intercept: intercept, among: among, weights: weights)
    }
    let ones = try design.response.binary(named: "response", rows: design.rows)
    let events = ones.count { $0 }
    guard events > 0, events < ones.count else {
      throw .constantResponse(value: events > 0 ? 1 : 0, rows: ones.count)
    }
    let data = BinomialData(
      columns: design.columns, hasConstant: design.hasIntercept, response: ones,
      weights: numbers)
    var separation: Separation?
    func looksSeparated(_ direction: [Double]) -> Bool {
      let whole = zip(direction, data.floating.columns.scales).map { $0 / $1 }
      separation = Separation(data, near: whole)
      return separation != nil
    }
    let start = try LogisticError.regression { () throws(RegressionError) in
      try RegressionError.product { () throws(LinearAlgebraError) in
        try NewtonStart(data.floating, isSeparation: looksSeparated)
      }
    }
    if separation != nil || !start.converged {
      try Self.checkRank(design)
      if separation != nil || looksSeparated(start.direction), let separation {
        throw Self.error(separation, data, design)
      }
    }
    let coefficients = start.coefficients
    let enclosure = Refinable<LogisticEnclosure?> { precision in
      LogisticEnclosure(data, start: coefficients, precision: precision)
    }
    var precision = LogisticEnclosure.floatingBits
    if enclosure.value(precision: precision) == nil {
      // A proof shows that the columns are independent.
      try Self.checkRank(design)
      repeat {
        precision *= 2
        guard precision <= Self.mostBits else {
          throw .notProved(
            steps: start.steps, largestPredictor: data.floating.largestPredictor(start.coefficients)
          )
        }
      } while enclosure.value(precision: precision) == nil
    }
    self.design = design
    self.terms = terms
    self.events = events
    self.weights = weights
    self.data = data
    self.response = ones
    self.enclosure = enclosure
  }

  /// The columns, and the weights of the rows that take part.
  private static func design(
    _ response: Term, _ terms: [Term], intercept: Bool, among: RowMask?, weights: RealColumn?
  ) throws(RegressionError) -> (Design, Refinable<[Ball]>?) {
    guard let weights else {
      let design = try Design(
        response: response, terms: terms, intercept: intercept, among: among)
      return (design, nil)
    }
    let mask = try among?.and(weights.presence) ?? weights.presence
    let design = try Design(response: response, terms: terms, intercept: intercept, among: mask)
    let numbers = try weights.gathered(
      design.rows, tableRows: design.tableRows, named: "weights")
    try RealColumn.checkPositive(numbers, rows: design.rows)
    return (design, numbers)
  }

  private static func checkRank(_ design: Design) throws(LogisticError) {
    let gram = try LogisticError.regression { () throws(RegressionError) in
      try CrossProducts.gram(design.columns).matrix
    }
    let pivots = Set(gram.pivotColumns)
    guard pivots.count == design.names.count else {
      let dependent = design.names.indices.filter { !pivots.contains($0) }
      throw .regression(
        .singular(
          dependent: dependent.map { design.names[$0] }, rank: pivots.count,
          columns: design.names.count))
    }
  }

  private static func error(
    _ separation: Separation, _ data: BinomialData, _ design: Design
  ) -> LogisticError {
    var columns: [LogisticError.Weighted] = []
    for j in design.columns.indices {
      let value = zip(data.combination(j), separation.direction).reduce(Exact.zero) {
        $0 + $1.0 * $1.1
      }
      if value.isZero { continue }
      // A coefficient of whole numbers is in the column's unit after division by the unit.
      let coefficient = value.divided(by: design.columns[j].unit) ?? .zero
      columns.append(LogisticError.Weighted(column: design.names[j], coefficient: coefficient))
    }
    return .separation(columns: columns, separated: separation.rows, rows: design.count)
  }
}

// MARK: - Figures

extension LogisticModel {
  /// The coefficients, log odds ratios for a unit of their columns, in the order of `design.names`.
  public var coefficients: [Real] { design.names.indices.map(coefficient(at:)) }

  /// The coefficient of a column.
  ///
  /// - Throws: `LogisticError.regression(.unknownName)`.
  public func coefficient(_ name: String) throws(LogisticError) -> Real {
    coefficient(at: try index(of: name))
  }

  /// The fitted probability of each row that takes part, in the order of `design.rows`.
  ///
  /// Rows with equal covariates share one value.
  public func probabilities() -> [Real] {
    let patterns = (0..<data.patterns.count).map { pattern in
      real { $0.probabilities[pattern] }
    }
    return data.patterns.partition.codes.map { patterns[$0] }
  }

  /// The deviance `−2 Σ w (y log p + (1 − y) log(1 − p))`, of rows with a response of 0 or 1.
  public var deviance: Real {
    let data = data
    return real { fit in
      let two = Ball(2)
      let tallies = data.tallies(precision: fit.precision)
      var sum = Ball(0)
      for (pattern, predictor) in fit.predictors.enumerated() {
        let events = data.events[pattern]
        if events > 0 {
          sum += tallies.events[pattern] * (-predictor).exponential().logarithmOfOnePlus()
        }
        if data.patterns.counts[pattern] > events {
          sum += tallies.others[pattern] * predictor.exponential().logarithmOfOnePlus()
        }
      }
      return two * sum
    }
  }

  /// Refuses a model with weights, where a figure over its rows would need to say whether they count.
  func checkUnweighted() throws(LogisticError) {
    if weights != nil { throw .weighted }
  }

  func index(of name: String) throws(LogisticError) -> Int {
    try LogisticError.regression { () throws(RegressionError) in try design.index(of: name) }
  }

  func coefficient(at index: Int) -> Real {
    let unit = design.columns[index].unit
    let combination = data.combination(index)
    return real { fit in
      let sum = combination.enumerated().reduce(Ball(0)) { sum, factor in
        factor.element.isZero
          ? sum
          : sum + Ball(factor.element, precision: fit.precision)
            * fit.coefficients[factor.offset, 0]
      }
      return sum / Ball(unit, precision: fit.precision)
    }
  }

  /// A figure of the fit; the whole line where the fit is not proved at a precision.
  func real(_ body: @escaping @Sendable (LogisticEnclosure) -> Ball) -> Real {
    let enclosure = enclosure
    return Real { precision in
      enclosure.value(precision: precision).map(body) ?? .indeterminate(precision: precision)
    }
  }
}

extension ExactColumn {
  /// The rows that are one, of a column of zeros and ones.
  func binary(named name: String, rows: [Int]) throws(LogisticError) -> [Bool] {
    var ones: [Bool] = []
    ones.reserveCapacity(self.rows)
    if limbs.count == 1, let one = unit.reciprocal?.int64,
      limbs[0].allSatisfy({ $0 == 0 || $0 == one })
    {
      return limbs[0].map { $0 != 0 }
    }
    for row in 0..<self.rows {
      let value = value(at: row)
      guard value == .zero || value == .one else {
        throw .notBinary(column: name, row: rows[row], value: value)
      }
      ones.append(value == .one)
    }
    return ones
  }
}
