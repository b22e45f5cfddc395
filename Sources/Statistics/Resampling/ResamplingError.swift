import Enclosures
import Quantities

/// Why a bootstrap has no figure.
public enum ResamplingError: Error, Hashable, Sendable {
  /// Fewer than two replicates were asked for.
  case tooFewReplicates(Int)
  /// A stratum has no unit.
  case emptyStratum(Int)
  /// A sum could not be formed, or the columns do not fit each other.
  case statistic(StatisticsError)
  /// A product of two columns, or a cluster's total, does not fit 64 bits.
  case overflow(row: Int)
  /// A recorded index is not a unit, or is drawn more than 255 times in one replicate.
  case recordedDraw(replicate: Int, index: Int, units: Int)
  /// A replicate was not recorded, or with another number of draws.
  case recordedRow(replicate: Int, expected: Int, found: Int)
  /// The statistic has no value on some replicates: a zero denominator or a singular design.
  case undefinedReplicates(count: Int, of: Int, first: Int)
  /// The statistic has no value on the sample itself.
  case undefinedEstimate
  /// The statistic has no value when one unit is left out.
  case undefinedJackknife(unit: Int)
  /// No replicate, or every one, lies below the estimate: the bias correction is not finite.
  case oneSided(below: Int, of: Int)
  /// Leaving out any unit changes nothing: the acceleration is 0/0.
  case constantJackknife
  /// A limit's adjusted level is not between 0 and 1: the acceleration, about this, is too great.
  case acceleration(lower: Exact?, upper: Exact?)
  /// An enclosure could not be decided.
  case enclosure(EnclosureError)
}
