import LinearAlgebra
import Quantities

/// Samples drawn with replacement from the units of each stratum, as many as it has.
///
/// B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979) 1–26. A
/// replicate is a count of draws per unit; all replicates' sums are one exact matrix product, which every
/// statistic of the same columns shares.
public struct Bootstrap: Sendable {
  /// What is drawn.
  public let units: ResamplingUnits
  private let sums: ReplicateSums
  private let totals: UnitSums

  /// Draws replicates 0, 1, 2, ….
  ///
  /// - Throws: `ResamplingError.tooFewReplicates`, `.statistic`, or what the source refuses.
  public init(
    _ units: ResamplingUnits, replicates: Int, source: some DrawSource
  ) throws(ResamplingError) {
    guard replicates > 1 else { throw .tooFewReplicates(replicates) }
    try source.check(replicates: replicates, pools: units.strata)
    self.units = units
    sums = try Self.sums(units, 0..<replicates, source)
    totals = Self.totals(units)
  }

  /// The sums of one replicate, drawn alone.
  ///
  /// - Throws: `ResamplingError.statistic`, or what the source refuses.
  public static func replicate(
    _ number: Int, of units: ResamplingUnits, source: some DrawSource
  ) throws(ResamplingError) -> UnitSums {
    try source.check(replicates: number + 1, pools: units.strata)
    return view(try sums(units, number..<number + 1, source), 0, units)
  }

  /// Number of replicates.
  public var replicates: Int { sums.replicates }

  /// How the replicates' sums were made.
  public var product: ProductRecord { sums.record }

  /// A statistic's value on the sample and on every replicate.
  ///
  /// - Throws: `ResamplingError.undefinedEstimate`, `.undefinedReplicates`.
  public func distribution(
    of statistic: ResampledStatistic
  ) throws(ResamplingError) -> BootstrapDistribution {
    guard let estimate = statistic.value(totals) else { throw .undefinedEstimate }
    let values = (0..<replicates).map { statistic.value(Self.view(sums, $0, units)) }
    guard let first = values.firstIndex(where: { $0 == nil }) else {
      return BootstrapDistribution(estimate: estimate, values: values.compactMap { $0 })
    }
    throw .undefinedReplicates(
      count: values.count { $0 == nil }, of: replicates, first: first)
  }

  /// A statistic's values with each unit left out in turn, stratum by stratum.
  ///
  /// - Throws: `ResamplingError.undefinedJackknife`.
  public func jackknife(
    of statistic: ResampledStatistic
  ) throws(ResamplingError) -> Jackknife {
    var strata: [[Exact]] = []
    for (stratum, range) in units.strata.enumerated() {
      var sizes = totals.units
      sizes[stratum] -= 1
      var values: [Exact] = []
      for unit in range {
        let sums = UnitSums(units: sizes, columns: units.columns.count) { other, column in
          let total = totals[column, stratum: other]
          guard other == stratum else { return total }
          return total - Exact(Int128(units.columns[column][unit]), scale: units.scales[column])
        }
        guard let value = statistic.value(sums) else { throw .undefinedJackknife(unit: unit) }
        values.append(value)
      }
      strata.append(values)
    }
    return Jackknife(strata)
  }

  private static func sums(
    _ units: ResamplingUnits, _ replicates: Range<Int>, _ source: some DrawSource
  ) throws(ResamplingError) -> ReplicateSums {
    do throws(LinearAlgebraError) {
      let pools = units.strata
      return try IntegerColumn.with(units.columns) { (columns) throws(LinearAlgebraError) in
        try ExactProducts.replicateSums(columns: columns, pools: pools, replicates: replicates) {
          source.count(replicate: $0, pools: pools, into: &$1)
        }
      }
    } catch {
      throw .statistic(.product(error))
    }
  }

  private static func view(
    _ sums: ReplicateSums, _ replicate: Int, _ units: ResamplingUnits
  ) -> UnitSums {
    UnitSums(units: units.strata.map(\.count), columns: sums.columns) { stratum, column in
      Exact(sums[replicate, pool: stratum, column], scale: units.scales[column])
    }
  }

  private static func totals(_ units: ResamplingUnits) -> UnitSums {
    UnitSums(units: units.strata.map(\.count), columns: units.columns.count) { stratum, column in
      let sum = units.columns[column][units.strata[stratum]].reduce(Int128(0)) { $0 + Int128($1) }
      return Exact(sum, scale: units.scales[column])
    }
  }
}
