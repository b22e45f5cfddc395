import Quantities

/// The sums of the columns over drawn units, stratum by stratum: what a statistic is computed from.
public struct UnitSums: Hashable, Sendable {
  /// Units drawn from each stratum.
  public let units: [Int]
  private let sums: [Exact]
  private let columns: Int

  init(units: [Int], columns: Int, _ sum: (_ stratum: Int, _ column: Int) -> Exact) {
    self.units = units
    self.columns = columns
    sums = units.indices.flatMap { stratum in (0..<columns).map { sum(stratum, $0) } }
  }

  /// A column's sum over one stratum.
  public subscript(column: Int, stratum stratum: Int) -> Exact {
    precondition(units.indices.contains(stratum) && (0..<columns).contains(column))
    return sums[stratum * columns + column]
  }

  /// A column's sum over all strata.
  public subscript(column: Int) -> Exact {
    units.indices.reduce(Exact.zero) { $0 + self[column, stratum: $1] }
  }
}

/// A statistic of sums: nil where it has no value.
public struct ResampledStatistic: Sendable {
  let value: @Sendable (UnitSums) -> Exact?

  /// Any rational function of the sums.
  public init(_ value: @escaping @Sendable (UnitSums) -> Exact?) {
    self.value = value
  }

  /// A column's mean over the units of all strata.
  public static func mean(_ column: Int) -> ResampledStatistic {
    ResampledStatistic { $0[column].over($0.units.reduce(0, +)) }
  }

  /// A column's mean in one stratum minus that in another.
  public static func difference(
    _ column: Int, stratum first: Int, minus second: Int
  ) -> ResampledStatistic {
    ResampledStatistic {
      $0[column, stratum: first].over($0.units[first])
        - $0[column, stratum: second].over($0.units[second])
    }
  }

  /// One column's sum over another's: a ratio, a rate, or a mean over the persons of clusters.
  public static func ratio(_ column: Int, over other: Int) -> ResampledStatistic {
    ResampledStatistic { $0[column].divided(by: $0[other]) }
  }

  /// One statistic minus another: the difference of two groups' means, say.
  public static func - (
    left: ResampledStatistic, right: ResampledStatistic
  ) -> ResampledStatistic {
    ResampledStatistic { sums in
      guard let first = left.value(sums), let second = right.value(sums) else { return nil }
      return first - second
    }
  }
}
