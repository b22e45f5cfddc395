import Enclosures
import LinearAlgebra
import Quantities

/// The parametric g-formula with a linear model: the mean of the outcomes that it gives when a column
/// is set to 1 for everybody, and to 0 (Robins, Mathematical Modelling 7, 1986).
///
/// Estimates are rational. Errors are those of the linear combination of coefficients, the covariates of
/// the rows standardised to taken as fixed.
public struct LinearStandardisation: Sendable {
  /// The mean outcome with everybody 1.
  public let mean1: Inference
  /// The mean outcome with everybody 0.
  public let mean0: Inference
  /// `mean1 − mean0`.
  public let difference: Inference
  /// Rows standardised to.
  public let count: Int

  /// Standardises to rows that have all the terms, with an outcome or without.
  ///
  /// - Parameters:
  ///   - covariance: of the model's coefficients.
  ///   - terms: those of the model, in their order.
  ///   - group: the name of a column that is a term of the model.
  ///   - among: the rows standardised to; nil is all of the table.
  ///   - reference: what the differences are compared with.
  /// - Throws: `LogisticError.notATerm`, `.regression`.
  public init(
    _ covariance: CoefficientCovariance, terms: [Term], group: String, among: RowMask? = nil,
    reference: ReferenceDistribution = .normal
  ) throws(LogisticError) {
    let design = covariance.model.design
    guard terms.contains(where: { $0.isColumn(group) }) else {
      throw .notATerm(column: group, terms: design.names)
    }
    let rows = try LogisticError.regression { () throws(RegressionError) in
      try Design.rows(with: terms, among: among, tableRows: design.tableRows)
    }
    func means(_ value: Exact) throws(RegressionError) -> [Exact] {
      try design.columns(of: terms, setting: group, to: value, rows: rows).map {
        $0.values.reduce(.zero, +).over(rows.count)
      }
    }
    func inference(_ factors: [Exact]) throws(RegressionError) -> Inference {
      try covariance.inference(
        combining: zip(design.names, factors).map { ($0, $1) }, reference: reference)
    }
    (mean1, mean0, difference) = try LogisticError.regression { () throws(RegressionError) in
      let (one, zero) = (try means(.one), try means(.zero))
      return (
        try inference(one), try inference(zero), try inference(zip(one, zero).map { $0 - $1 })
      )
    }
    count = rows.count
  }
}

extension Design {
  /// The rows of a table that have all of some terms.
  fileprivate static func rows(
    with terms: [Term], among: RowMask?, tableRows: Int
  ) throws(RegressionError) -> [Int] {
    let presence = try terms.map { (term) throws(RegressionError) in
      try term.presence(rows: tableRows)
    }
    if let among, among.rows != tableRows {
      throw .lengthMismatch(column: "among", expected: tableRows, found: among.rows)
    }
    let rows = (0..<tableRows).filter { row in
      among?[row] ?? true && presence.allSatisfy { $0[row] }
    }
    guard !rows.isEmpty else { throw .noCompleteRow(rows: tableRows) }
    return rows
  }
}
