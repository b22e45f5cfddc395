import Enclosures
import LinearAlgebra
import Quantities

/// Why a regression, or a figure of one, has no value. It is never given as a number instead.
public enum RegressionError: Error, Hashable, Sendable {
  /// Two columns that must have as many rows have not.
  case lengthMismatch(column: String, expected: Int, found: Int)
  /// Two columns, or a column and the intercept, have the same name.
  case duplicateName(String)
  /// No column has this name.
  case unknownName(String, among: [String])
  /// There is nothing to estimate.
  case noColumns
  /// No row has all the columns.
  case noCompleteRow(rows: Int)
  /// A row of the model has no value in a column that is brought to it.
  case missingValue(row: Int)
  /// A row's code lies outside the levels of its factor.
  case levelCode(factor: String, row: Int, code: Int, levels: Int)
  /// A level of a factor has no complete row, so its effect cannot be estimated.
  case emptyLevel(factor: String, level: String)
  /// The reference level is not one of the factor's levels.
  case reference(factor: String, reference: Int, levels: Int)
  /// A numeric column has the same value in every complete row, beside an intercept or absorbed effects.
  case constantColumn(name: String, value: Exact)
  /// The columns are linearly dependent: those named are combinations of the others.
  case singular(dependent: [String], rank: Int, columns: Int)
  /// The columns could not be shown to be independent, with so many bits: those named are enclosed only.
  case notIndependent(enclosed: [String], bits: Int)
  /// A weight is not above zero, or not certainly.
  case weight(row: Int, value: Exact)
  /// The numbers of these rows lie so near to each other that no precision decided their order.
  case undecidedOrder(rows: [Int])
  /// Effects cannot be absorbed where weights or columns are known by enclosures.
  case absorbedEffects(String)
  /// As many parameters as rows, or more.
  case noResidualDegreesOfFreedom(rows: Int, parameters: Int)
  /// All rows belong to one cluster, or to none.
  case tooFewClusters(factor: String, found: Int)
  /// A row has no cluster.
  case missingCluster(factor: String, row: Int)
  /// A leverage is one: the error of that row cannot be estimated by this estimator.
  case fullLeverage(row: Int)
  /// The estimator needs absorbed effects that do not cross the clusters.
  case effectsCrossClusters(effects: String, clusters: String)
  /// A combination of variances is not positive, so it has no square root.
  case notPositive(name: String, variance: String)
  /// The residuals are all zero, or the estimate has no variance: there is nothing to compare with.
  case noVariation(name: String)
  /// The hypotheses tested jointly are not independent, or are none.
  case dependentHypotheses(count: Int, rank: Int)
  /// A significance level, or probability, outside the open interval from 0 to 1.
  case probability(Exact)
  /// More draws than can be enumerated or were allowed.
  case draws(requested: Int, most: Int)
  /// A product could not be formed or certified.
  case product(LinearAlgebraError)
  /// A column could not be read.
  case statistics(StatisticsError)
  /// A figure could not be enclosed.
  case enclosure(EnclosureError)

  /// Runs a product and passes its error on.
  static func product<Value>(
    _ body: () throws(LinearAlgebraError) -> Value
  ) throws(RegressionError) -> Value {
    do { return try body() } catch { throw .product(error) }
  }

  /// Runs a statistic and passes its error on.
  static func statistics<Value>(
    _ body: () throws(StatisticsError) -> Value
  ) throws(RegressionError) -> Value {
    do { return try body() } catch { throw .statistics(error) }
  }
}
