import LinearAlgebra
import Quantities

/// Why a statistic has no value. It is never given as a number instead.
public enum StatisticsError: Error, Hashable, Sendable {
  /// No row is present.
  case emptySample
  /// The statistic needs more rows than are present.
  case tooFew(found: Int, needed: Int)
  /// Two columns that must have as many rows have not.
  case lengthMismatch(expected: Int, found: Int)
  /// A decimal scale outside `0 ... 18`.
  case scale(Int)
  /// A probability outside `0 ... 1`.
  case probability(Exact)
  /// A count below zero.
  case negativeCount(Int64)
  /// A part greater than its whole.
  case partExceedsWhole(part: Int, whole: Int)
  /// A time at risk, or a total, that is not above zero.
  case notPositive(Exact)
  /// A row's level code lies outside `0 ..< levels`.
  case levelCode(row: Int, code: Int, levels: Int)
  /// All values are equal: there is no error to compare a difference with.
  case noVariation(n: Int)
  /// A ratio whose denominator is zero.
  case zeroDenominator(Ratio)
  /// A confidence level that is not strictly between 0 and 1.
  case confidenceLevel(Exact)
  /// A stratum, counted from 0, without persons or time at risk.
  case emptyStratum(Int)
  /// Weights of a standard that are negative, or that add up to nothing.
  case standard(total: Exact)
  /// An effect whose error cannot be estimated: no event on one side, or on either.
  case noEvents
  /// No pair of the two waves differs.
  case noDiscordantPairs
  /// A person's time at risk does not end after it begins.
  case interval(row: Int, entry: Int64, exit: Int64)
  /// A survival is asked for after the last time at which anybody was observed.
  case beyondFollowUp(time: Int64, last: Int64)
  /// Nobody is left at a time: the survival is 0 and its error is not defined.
  case noSurvivors(time: Int64)
  /// The variance of a test over several groups is singular.
  case singularVariance(rank: Int, needed: Int)
  /// A product could not be formed or certified.
  case product(LinearAlgebraError)

  /// A ratio of a two-by-two table.
  public enum Ratio: Hashable, Sendable {
    case riskRatio, oddsRatio, rateRatio, standardisedRatio
  }

  /// Runs a product and passes its error on as a statistic's.
  static func product<Value>(
    _ body: () throws(LinearAlgebraError) -> Value
  ) throws(StatisticsError) -> Value {
    do { return try body() } catch { throw .product(error) }
  }
}
