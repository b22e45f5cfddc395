import Contract
import Diagnostics
import LinearAlgebra
import Quantities
import Statistics

/// A measured figure as a function of sums over units.
struct SummedFigure {
  /// The indicator's place in the contract.
  let indicator: Int
  let id: FigureID
  let form: Form
  /// Persons that the figure stands on, for `require at least n persons`; of an estimate, of each group.
  let persons: [UnitColumns.Index]

  enum Form {
    /// A count or a total.
    case sum(UnitColumns.Index)
    /// A mean, a share, or events per time; of nobody where the divisor is zero.
    case ratio(UnitColumns.Index, over: UnitColumns.Index, times: Exact)
    /// The mean of the differences of pairs.
    case change(
      before: UnitColumns.Index, after: UnitColumns.Index, pairs: UnitColumns.Index)
    /// The sample variance `(Σ x² − (Σ x)² / n) / (n − 1)`.
    case variance(count: UnitColumns.Index, sum: UnitColumns.Index, squares: UnitColumns.Index)
    /// The place of a quantile, which is read off the drawn rows in order.
    case quantile(Int)
    /// A comparison of the means of two groups.
    case comparison(Comparison)
  }

  /// Two groups: the treated first.
  struct Comparison {
    let kind: Kind
    let groups: [Group]
    /// Of a share in percent 100, else 1.
    let factor: Exact
    let estimation: Estimation

    enum Kind { case difference, ratio, differenceInDifferences }

    struct Group {
      let population: String
      let entered: UnitColumns.Index
      let analysed: UnitColumns.Index
      let outcome: UnitColumns.Index
      let before: UnitColumns.Index?
    }
  }

  /// What a set of drawn units gives.
  enum Result {
    case value(Exact)
    case stopped(Diagnostic)
    /// A rate, mean, quantile or variance of too few rows to have a value: the settlement is refused.
    case nobody
  }

  /// The figure of one set of drawn units.
  func result(
    _ sums: DrawnSums, quantiles: [Exact?], _ contract: Contract, _ period: SettlementPeriod
  ) -> Result {
    let own = contract.indicators[indicator]
    if let needed = own.minimum, let found = persons.map(sums.count).min(), found < needed {
      let few = ExecutionError.tooFewPersons(own, id.key, found: found, needed: needed)
      return .stopped(few.diagnostic(in: contract, period: period))
    }
    if case .comparison(let comparison) = form {
      do throws(EstimationHalt) {
        return .value(try comparison.estimate(sums))
      } catch {
        return .stopped(
          error.stop.diagnostic(of: own, id.key, at: error.span, in: contract, period: period))
      }
    }
    return value(sums, quantiles).map { .value($0) } ?? .nobody
  }

  private func value(_ sums: DrawnSums, _ quantiles: [Exact?]) -> Exact? {
    switch form {
    case .sum(let sum): return sums[sum]
    case .ratio(let sum, let over, let times):
      return sums[sum].divided(by: sums[over]).map { $0 * times }
    case .change(let before, let after, let pairs):
      return (sums[after] - sums[before]).divided(by: sums[pairs])
    case .variance(let count, let sum, let squares):
      let n = sums[count]
      guard n > 1, let square = (sums[sum] * sums[sum]).divided(by: n) else { return nil }
      return (sums[squares] - square).divided(by: n - 1)
    case .quantile(let place): return quantiles[place]
    case .comparison: return nil
    }
  }
}

extension SummedFigure.Comparison {
  /// The estimate, or why the contract has none of these persons.
  fileprivate func estimate(_ sums: DrawnSums) throws(EstimationHalt) -> Exact {
    for group in groups where sums.count(group.analysed) == 0 {
      throw EstimationHalt(
        .emptyGroup(population: group.population, entered: sums.count(group.entered)))
    }
    for rule in estimation.stops {
      for group in groups {
        try rule.checkLoss(
          of: group.population, entered: sums.count(group.entered),
          analysed: sums.count(group.analysed))
      }
    }
    // A line through two groups needs a third person.
    let analysed = groups.reduce(0) { $0 + sums.count($1.analysed) }
    guard analysed > 2 else {
      throw EstimationHalt(.tooFew(found: analysed, needed: 3, population: nil))
    }
    var means: [Exact] = []
    for group in groups {
      let change = sums[group.outcome] - (group.before.map { sums[$0] } ?? 0)
      means.append(change.divided(by: sums[group.analysed]) ?? 0)
    }
    switch kind {
    case .difference, .differenceInDifferences: return (means[0] - means[1]) * factor
    case .ratio:
      guard let ratio = means[0].divided(by: means[1]) else { throw EstimationHalt(.noVariation) }
      return ratio * 100
    }
  }
}

/// A quantile of drawn rows.
struct DrawnQuantile {
  /// Figures in ascending order with the unit of each, -1 for a row that is always there.
  private let rows: [(value: Int64, unit: Int32)]
  /// Those of the records as they are, and the places among them of each unit's rows.
  private let recorded: [Int64]
  private let places: [Int32: [Int]]
  private let scale: Int
  private let p: Exact
  private let type: QuantileType

  /// - Parameter units: the units of the records; those from there on are what they are where they lose records.
  init(
    _ rows: [(value: Int64, unit: Int32)], scale: Int, p: Exact, type: QuantileType, units: Int
  ) {
    self.rows = rows.sorted { $0.value < $1.value }
    let own = self.rows.filter { $0.unit < units }
    recorded = own.map(\.value)
    var places: [Int32: [Int]] = [:]
    for (place, row) in own.enumerated() where row.unit >= 0 {
      places[row.unit, default: []].append(place)
    }
    self.places = places
    self.scale = scale
    self.p = p
    self.type = type
  }

  /// The units that have a row.
  var units: [Int] { places.keys.map { Int($0) } }

  /// The quantile of the records as they are, without one unit; nil of nobody.
  func value(without unit: Int) -> Exact? {
    let left = places[Int32(truncatingIfNeeded: unit)] ?? []
    return value(of: recorded.count - left.count) { rank in
      // Each row that is left out before it moves a rank on.
      recorded[left.reduce(rank - 1) { $1 <= $0 ? $0 + 1 : $0 }]
    }
  }

  /// The quantile of `n` figures of which one is found by its rank from 1.
  private func value(of n: Int, _ figure: (Int) -> Int64) -> Exact? {
    guard n > 0 else { return nil }
    let (rank, share) = type.position(p, n: n)
    let (low, high) = (min(max(rank, 1), n), min(max(rank + 1, 1), n))
    let lower = Exact(unscaled: figure(low), scale: scale)
    return lower + share * (Exact(unscaled: figure(high), scale: scale) - lower)
  }

  /// The quantile where each unit is drawn so many times; nil of nobody.
  func value(_ times: (Int) -> Int) -> Exact? {
    func weight(_ unit: Int32) -> Int { unit < 0 ? 1 : times(Int(unit)) }
    let n = rows.reduce(0) { $0 + weight($1.unit) }
    guard n > 0 else { return nil }
    let (rank, share) = type.position(p, n: n)
    let (low, high) = (min(max(rank, 1), n), min(max(rank + 1, 1), n))
    var passed = 0
    var ends: [Int64] = []
    for row in rows {
      passed += weight(row.unit)
      if ends.isEmpty, passed >= low { ends.append(row.value) }
      if passed >= high {
        ends.append(row.value)
        break
      }
    }
    let lower = Exact(unscaled: ends[0], scale: scale)
    return lower + share * (Exact(unscaled: ends[1], scale: scale) - lower)
  }
}
