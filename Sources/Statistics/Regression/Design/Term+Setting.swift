import LinearAlgebra
import Quantities

extension Design {
  /// The columns of terms with a column of theirs set to one value, in the units of the fitted columns;
  /// products with it are formed anew.
  ///
  /// - Parameters:
  ///   - terms: those of the design.
  ///   - rows: by their number in the table; each has all the terms.
  func columns(
    of terms: [Term], setting name: String, to value: Exact, rows: [Int]
  ) throws(RegressionError) -> [ExactColumn] {
    var columns: [ExactColumn] = []
    if hasIntercept { columns.append(ExactColumn([Int64](repeating: 1, count: rows.count))) }
    for term in terms {
      columns += try term.setting(name, to: value).columns(rows).map(\.values)
    }
    return zip(columns, self.columns).map { $0.inUnit($1.unit) }
  }
}

extension Term {
  /// Whether the term is the column of this name.
  func isColumn(_ name: String) -> Bool {
    switch self {
    case .numeric(let own, _), .exact(let own, _): own.utf8.elementsEqual(name.utf8)
    case .category, .interaction: false
    }
  }

  /// The term with a column set to one value in every row.
  fileprivate func setting(_ name: String, to value: Exact) -> Term {
    switch self {
    case .numeric(let own, let sample) where isColumn(name):
      .exact(own, [Exact?](repeating: value, count: sample.rows))
    case .exact(let own, let values) where isColumn(name):
      .exact(own, [Exact?](repeating: value, count: values.count))
    case .interaction(let first, let second):
      .interaction(first.setting(name, to: value), second.setting(name, to: value))
    case .numeric, .exact, .category: self
    }
  }
}

extension ExactColumn {
  /// The same values, as whole numbers times another unit of which they are multiples.
  fileprivate func inUnit(_ unit: Exact) -> ExactColumn {
    guard unit != self.unit, let scale = unit.reciprocal else { return self }
    return ExactColumn(values.map { $0 * scale }).scaled(by: unit)
  }
}
