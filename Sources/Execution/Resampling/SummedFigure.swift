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
    /// The place of an estimate that is made of the drawn persons themselves.
    case estimate(Int, groups: [Size], stops: [Estimation.Stop])
  }

  /// The size of a group of an estimate.
  struct Size {
    let population: String
    let entered: UnitColumns.Index
    let analysed: UnitColumns.Index
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
      let size: Size
      let outcome: UnitColumns.Index
      let before: UnitColumns.Index?
    }
  }

  /// What a set of drawn units gives.
  enum Result {
    case value(Exact, recorded: Exact? = nil)
    case stopped(Diagnostic)
    /// A rate, mean, quantile or variance of too few rows to have a value: the settlement is refused.
    case nobody
  }

  /// The figure of one set of drawn units.
  ///
  /// - Parameter drawn: what is no function of sums.
  func result(
    _ sums: DrawnSums, _ drawn: DrawnFigures, _ contract: Contract, _ period: SettlementPeriod
  ) -> Result {
    let own = contract.indicators[indicator]
    func few(_ found: Int, _ needed: Int) -> Result {
      let few = ExecutionError.tooFewPersons(own, id.key, found: found, needed: needed)
      return .stopped(few.diagnostic(in: contract, period: period))
    }
    if let needed = own.minimum, let found = persons.map(sums.count).min(), found < needed {
      return few(found, needed)
    }
    do throws(EstimationHalt) {
      switch form {
      case .comparison(let comparison):
        return .value(try comparison.estimate(sums))
      case .estimate(let place, let groups, let stops):
        try sums.check(groups, stops)
        switch drawn.estimates[place] {
        case .found(let value, let recorded): return .value(value, recorded: recorded)
        case .tooFewKept(let found): return few(found, own.minimum ?? 0)
        case .halted(let halt): throw halt
        }
      default: return value(sums, drawn.quantiles).map { .value($0) } ?? .nobody
      }
    } catch {
      return .stopped(
        error.stop.diagnostic(of: own, id.key, at: error.span, in: contract, period: period))
    }
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
    case .comparison, .estimate: return nil
    }
  }
}

/// What one set of drawn units gives besides sums.
struct DrawnFigures {
  var quantiles: [Exact?]
  var estimates: [DrawnEstimate.Outcome]
}

extension DrawnSums {
  /// Stops where a group of an estimate has nobody, or where a bound of the contract on its loss is met.
  fileprivate func check(
    _ groups: [SummedFigure.Size], _ stops: [Estimation.Stop]
  ) throws(EstimationHalt) {
    for group in groups where count(group.analysed) == 0 {
      throw EstimationHalt(
        .emptyGroup(population: group.population, entered: count(group.entered)))
    }
    for rule in stops {
      for group in groups {
        try rule.checkLoss(
          of: group.population, entered: count(group.entered), analysed: count(group.analysed))
      }
    }
  }
}

extension SummedFigure.Comparison {
  /// The estimate, or why the contract has none of these persons.
  fileprivate func estimate(_ sums: DrawnSums) throws(EstimationHalt) -> Exact {
    try sums.check(groups.map(\.size), estimation.stops)
    // A line through two groups needs a third person.
    let analysed = groups.reduce(0) { $0 + sums.count($1.size.analysed) }
    guard analysed > 2 else {
      throw EstimationHalt(.tooFew(found: analysed, needed: 3, population: nil))
    }
    var means: [Exact] = []
    for group in groups {
      let change = sums[group.outcome] - (group.before.map { sums[$0] } ?? 0)
      means.append(change.divided(by: sums[group.size.analysed]) ?? 0)
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
  /// Figures in ascending order.
  private let values: [Int64]
  /// The unit of each, -1 for a row that is always there.
  private let owners: [Int32]
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
    let rows = rows.sorted { $0.value < $1.value }
    values = rows.map(\.value)
    owners = rows.map(\.unit)
    let own = rows.filter { $0.unit < units }
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
    let n = recorded.count - left.count
    guard n > 0 else { return nil }
    let (low, high, share) = ranks(of: n)
    // Each row that is left out before it moves a rank on.
    func figure(_ rank: Int) -> Int64 {
      recorded[left.reduce(rank - 1) { $1 <= $0 ? $0 + 1 : $0 }]
    }
    return between(figure(low), figure(high), share)
  }

  /// The quantile where each unit is drawn so many times; nil of nobody.
  ///
  /// Inlined, because it looks at every row of every replicate.
  @inline(__always)
  func value(_ times: (Int) -> Int) -> Exact? {
    owners.withUnsafeBufferPointer { owners -> Exact? in
      var n = 0
      for owner in owners { n &+= owner < 0 ? 1 : times(Int(owner)) }
      guard n > 0 else { return nil }
      let (low, high, share) = ranks(of: n)
      var passed = 0
      var place = 0
      while passed < low {
        passed &+= owners[place] < 0 ? 1 : times(Int(owners[place]))
        place &+= 1
      }
      let lower = values[place - 1]
      while passed < high {
        passed &+= owners[place] < 0 ? 1 : times(Int(owners[place]))
        place &+= 1
      }
      return between(lower, values[place - 1], share)
    }
  }

  /// The ranks between which the quantile of `n` figures lies, from 1, and how far from the lower one.
  private func ranks(of n: Int) -> (low: Int, high: Int, share: Exact) {
    let (rank, share) = type.position(p, n: n)
    return (min(max(rank, 1), n), min(max(rank + 1, 1), n), share)
  }

  private func between(_ low: Int64, _ high: Int64, _ share: Exact) -> Exact {
    let lower = Exact(unscaled: low, scale: scale)
    return lower + share * (Exact(unscaled: high, scale: scale) - lower)
  }
}
