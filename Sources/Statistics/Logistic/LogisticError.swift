import Enclosures
import Quantities

/// Why a logistic model, or what is weighted by one, has no value. It is never given as a number instead.
public enum LogisticError: Error, Hashable, Sendable {
  /// The columns cannot be laid out, or they are linearly dependent (`RegressionError.singular`).
  case regression(RegressionError)
  /// A column that must be 0 or 1 has another value, in this row of the table.
  case notBinary(column: String, row: Int, value: Exact)
  /// The response is the same in every complete row, so that there is no maximum.
  case constantResponse(value: Int, rows: Int)
  /// A combination of columns separates the responses, so that the likelihood has no maximum: it is not
  /// negative in any row with response 1, not positive in any with 0, and not zero in `separated` rows.
  ///
  /// The separation is complete when `separated` is `rows`, else quasi-complete (Albert and Anderson,
  /// Biometrika 71, 1984).
  case separation(columns: [Weighted], separated: Int, rows: Int)
  /// The maximum could not be proved, nor that there is none.
  case notProved(steps: Int, largestPredictor: Double)
  /// The model was fitted with weights, and what is asked for is not defined then: it would not say
  /// whether the rows that it averages over count by their weights.
  case weighted
  /// The column does not have both values among the rows that take part.
  case oneGroup(column: String, value: Exact, rows: Int)
  /// The group's column is not a term of the model.
  case notATerm(column: String, terms: [String])
  /// The bounds for scores do not satisfy `0 ≤ lower < upper ≤ 1`.
  case bounds(lower: Exact, upper: Exact)
  /// A score lies so near to a bound that no precision decided on which side.
  case undecidedBound(row: Int, bound: Exact)
  /// No row of a group is left between the bounds.
  case emptyGroup(column: String, value: Int, rows: Int)
  /// A group has too few rows for a variance.
  case tooFewRows(column: String, value: Int, rows: Int)
  /// A covariate does not vary within either group, so that a difference of it has no scale.
  case noVariation(column: String)

  /// A column of the model with its coefficient.
  public struct Weighted: Hashable, Sendable {
    /// The column's name.
    public let column: String
    /// Its coefficient in the combination; not zero.
    public let coefficient: Exact
  }

  /// Runs what belongs to linear models and passes its error on.
  static func regression<Value>(
    _ body: () throws(RegressionError) -> Value
  ) throws(LogisticError) -> Value {
    do { return try body() } catch { throw .regression(error) }
  }
}
