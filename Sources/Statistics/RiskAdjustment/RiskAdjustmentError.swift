import LinearAlgebra
import Quantities

/// Why a published model could not be applied, or a ratio to what it expects has no value.
public enum RiskAdjustmentError: Error, Hashable, Sendable {
  /// There is nothing to predict from: no term, no shift, no rows named.
  case noTerms
  /// Two coefficients, or two columns, have the same name.
  case duplicateName(String)
  /// The model has no coefficient for a column.
  case noCoefficient(column: String, among: [String])
  /// No term has a column for a coefficient.
  case noColumn(coefficient: String, among: [String])
  /// A value is wanted for each level of a factor.
  case levelCount(factor: String, levels: Int, found: Int)
  /// The terms do not fit together; see the error.
  case design(RegressionError)
  /// The outcome is missing in rows that were predicted; the first of them.
  case missingOutcome(rows: Int, first: Int)
  /// The outcome and the predictions, or two predictions, are not of the same rows.
  case differentRows(expected: Int, found: Int)
  /// What is expected of a group is not above zero; nil is all rows together.
  case nothingExpected(level: String?, rows: Int, expected: Exact)
  /// Limits of a count were asked for a numerator that is not one.
  case notACount(level: String?)

  /// Runs what lays out columns and passes its error on.
  static func design<Value>(
    _ body: () throws(RegressionError) -> Value
  ) throws(RiskAdjustmentError) -> Value {
    do { return try body() } catch { throw .design(error) }
  }
}
