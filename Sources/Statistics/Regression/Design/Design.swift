import LinearAlgebra
import Quantities

/// The columns of a linear model `y = Xb + e` on the rows that are complete, exact.
///
/// A row takes part when the response, every term, the weight and the absorbed effect have a value
/// in it, and when `among` leaves it in. Effects that are absorbed are taken out of the response and of
/// every column by subtracting each level's (weighted) mean, which gives the coefficients and the
/// residuals of a column per level (Frisch and Waugh, Econometrica 1, 1933; Lovell, JASA 58, 1963).
public struct Design: Sendable {
  /// The name of the intercept's column.
  public static let intercept = "(intercept)"

  /// The columns' names, the intercept first.
  public let names: [String]
  /// The rows that take part, by their number in the table.
  public let rows: [Int]
  /// Rows of the table.
  public let tableRows: Int
  /// Whether a constant lies in the span of the columns or of the absorbed effects by construction.
  public let hasIntercept: Bool
  /// The effects that were absorbed.
  public let absorbing: Factor?

  let columns: [ExactColumn]
  let response: ExactColumn
  let weights: ExactColumn?
  let absorbed: Partition?
  /// The effects written as columns, with the division of the rows that each makes.
  let categories: [Partition]

  /// Rows that take part.
  public var count: Int { rows.count }
  /// Parameters, with a parameter for each level of the absorbed effects.
  public var parameters: Int { columns.count + (absorbed?.count ?? 0) }

  /// Lays out the columns of a model.
  ///
  /// - Parameters:
  ///   - response: the dependent variable; a single column.
  ///   - terms: the independent variables.
  ///   - intercept: whether there is a constant; absorbed effects contain it.
  ///   - absorbing: effects to take out rather than to write as columns.
  ///   - weights: a positive weight of each row; nil weighs every row alike.
  ///   - among: rows that may take part; nil is all.
  /// - Throws: `RegressionError.lengthMismatch`, `.duplicateName`, `.noColumns`, `.noCompleteRow`,
  ///   `.emptyLevel`, `.reference`, `.constantColumn`, `.weight`.
  public init(
    response: Term, terms: [Term], intercept: Bool = true, absorbing: Factor? = nil,
    weights: Term? = nil, among: RowMask? = nil
  ) throws(RegressionError) {
    tableRows = response.tableRows
    var mask = among ?? RowMask(repeating: true, rows: tableRows)
    let effects = absorbing.map { [Term.category($0, reference: 0)] } ?? []
    for term in [response] + terms + effects + (weights.map { [$0] } ?? []) {
      mask = try mask.and(term.presence(rows: tableRows))
    }
    let present = (0..<tableRows).filter { mask[$0] }
    guard !present.isEmpty else { throw .noCompleteRow(rows: tableRows) }
    rows = present
    self.absorbing = absorbing
    hasIntercept = intercept || absorbing != nil
    absorbed = try absorbing.map { (factor) throws(RegressionError) in
      try factor.partition(of: present)
    }
    self.weights = try weights?.single(present)
    try self.weights?.checkPositive(rows: present)

    var names: [String] = []
    var columns: [ExactColumn] = []
    if intercept, absorbing == nil {
      names.append(Self.intercept)
      columns.append(ExactColumn([Int64](repeating: 1, count: present.count)))
    }
    let isLong = present.count > FloatingColumns.parallelRows
    let laidOut = Halves.map(terms.count, parallel: isLong) { index in
      Result { () throws(RegressionError) in try terms[index].columns(present) }
    }
    for term in laidOut {
      for (name, values) in try term.get() {
        if hasIntercept, let value = values.constant {
          throw .constantColumn(name: name, value: value)
        }
        names.append(name)
        columns.append(values)
      }
    }
    guard !columns.isEmpty else { throw .noColumns }
    var seen: Set<[UInt8]> = []
    for name in names where !seen.insert(Array(name.utf8)).inserted {
      throw .duplicateName(name)
    }
    self.names = names
    var categories: [Partition] = []
    for case .category(let factor, _) in terms {
      categories.append(try factor.partition(of: present))
    }
    self.categories = categories
    let outcome = try response.single(present)
    if let absorbed {
      let means = GroupMeans(partition: absorbed, weights: self.weights)
      self.response = means.removed(from: outcome)
      self.columns = columns.map { means.removed(from: $0) }
    } else {
      self.response = outcome
      self.columns = columns
    }
  }

  /// The number of a column.
  ///
  /// - Throws: `RegressionError.unknownName`.
  public func index(of name: String) throws(RegressionError) -> Int {
    guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      throw .unknownName(name, among: names)
    }
    return index
  }

  /// The rows that take part, of all rows of the table.
  var mask: RowMask {
    var present = [Bool](repeating: false, count: tableRows)
    for row in rows { present[row] = true }
    return RowMask(present)
  }

  /// Each row's leverage from the absorbed effects alone, its weight over its level's weight.
  var absorbedLeverage: [Exact]? {
    guard let absorbed else { return nil }
    let means = GroupMeans(partition: absorbed, weights: weights)
    return (0..<count).map { row in
      let weight = weights?.value(at: row) ?? .one
      return weight.divided(by: means.totals[absorbed.codes[row]]) ?? .zero
    }
  }
}

/// The weighted means of groups, to be taken out of columns.
private struct GroupMeans {
  let partition: Partition
  let weights: ExactColumn?
  /// The weight of each group.
  let totals: [Exact]

  init(partition: Partition, weights: ExactColumn?) {
    self.partition = partition
    self.weights = weights
    var totals = [Exact](repeating: .zero, count: partition.count)
    for (row, code) in partition.codes.enumerated() {
      totals[code] += weights?.value(at: row) ?? .one
    }
    self.totals = totals
  }

  func removed(from column: ExactColumn) -> ExactColumn {
    let values = column.values
    var sums = [Exact](repeating: .zero, count: partition.count)
    for (row, code) in partition.codes.enumerated() {
      sums[code] += values[row] * (weights?.value(at: row) ?? .one)
    }
    let means = zip(sums, totals).map { $0.divided(by: $1) ?? .zero }
    return ExactColumn(zip(values, partition.codes).map { $0 - means[$1] })
  }
}

extension ExactColumn {
  fileprivate func checkPositive(rows: [Int]) throws(RegressionError) {
    for (position, row) in rows.enumerated() where value(at: position).signum <= 0 {
      throw .weight(row: row, value: value(at: position))
    }
  }
}

extension RowMask {
  /// The rows that are in both.
  func and(_ other: RowMask) throws(RegressionError) -> RowMask {
    try RegressionError.product { () throws(LinearAlgebraError) in try intersection(other) }
  }
}

extension Term {
  /// Rows of the table that the term was made from.
  var tableRows: Int {
    switch self {
    case .numeric(_, let sample): sample.rows
    case .exact(_, let values): values.count
    case .category(let factor, _): factor.codes.count
    case .interaction(let first, _): first.tableRows
    }
  }

  /// The only column of the term.
  fileprivate func single(_ rows: [Int]) throws(RegressionError) -> ExactColumn {
    let columns = try columns(rows)
    guard columns.count == 1, let column = columns.first else { throw .noColumns }
    return column.values
  }
}
