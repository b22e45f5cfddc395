import Contract
import Enclosures
import LinearAlgebra
import Quantities

/// An estimate of drawn persons, by the estimator of settlements: each person stands in the sample as often as he
/// is drawn.
///
/// What a regression, a weight or a confidence limit is of sums, it is by the same program as in a settlement, with
/// the same proofs that a recorded figure is certain.
struct DrawnEstimate {
  /// What a set of drawn persons gives.
  enum Outcome: Sendable {
    /// The figure, and what is recorded of it.
    case found(value: Exact, recorded: Exact?)
    case halted(EstimationHalt)
    /// Fewer persons than the contract requires are kept by limits of a score.
    case tooFewKept(Int)
  }

  let indicator: Indicator
  private let estimation: Estimation
  private let contract: Contract
  private let sample: EstimationSample
  /// Of each person of the sample his unit, -1 for one who is always there.
  private let units: [Int32]
  /// How many units are as on record.
  private let recorded: Int
  /// Of each column of clusters whether each of its codes lies in one unit: a copy of a unit is then another cluster.
  private let copiesClusters: [Bool]

  /// - Parameter sample: the persons of the records, and those they are where they lose records.
  init(_ reading: EstimationReading, _ sample: EstimationSample, _ map: UnitMap) {
    self.sample = sample
    indicator = reading.indicator
    estimation = reading.estimation
    contract = reading.evaluator.contract
    recorded = map.recorded
    var units: [Int32] = []
    sample.rows.forEachRow { row in
      units.append(Int32(truncatingIfNeeded: map.unit(ofRow: row, in: reading.table) ?? -1))
    }
    self.units = units
    let own = units.map { $0 < 0 ? $0 : $0 % Int32(truncatingIfNeeded: map.recorded) }
    copiesClusters = sample.clusters.map { $0.isWithin(own) }
  }

  private var names: [String] {
    sample.groups.map { contract.populations[$0.population].declaration.name }
  }

  /// The units that have a person in the sample.
  var members: Set<Int> { Set(units.filter { $0 >= 0 }.map { Int($0) }) }

  /// The estimate where each unit is drawn so many times, of groups that each have a person.
  func outcome(_ times: (Int) -> Int) -> Outcome {
    var ranks: [Int] = []
    var copies: [Int32] = []
    for (rank, unit) in units.enumerated() {
      // Those of a unit that lose records are copies behind those that do not.
      let before = unit < recorded ? 0 : times(Int(unit) - recorded)
      for copy in 0..<(unit < 0 ? 1 : times(Int(unit))) {
        ranks.append(rank)
        copies.append(Int32(truncatingIfNeeded: before + copy))
      }
    }
    let drawn = sample.drawn(ranks, copies: copies, separating: copiesClusters)
    do throws(EstimationHalt) {
      for (name, group) in zip(names, drawn.groups) where group.analysed == 0 {
        throw EstimationHalt(.emptyGroup(population: name, entered: group.entered))
      }
      let found = try EstimateFigures(
        estimation, of: drawn, contract: contract, names: names,
        decimals: indicator.record?.decimals ?? 0)
      if let needed = indicator.minimum, let kept = found.kept?.min(), kept < needed {
        return .tooFewKept(kept)
      }
      try found.check(estimation.stops)
      let value = try found.value(of: estimation.target)
      return .found(
        value: try value.digits().value, recorded: try value.recorded(as: indicator.record))
    } catch {
      return .halted(error)
    }
  }
}

/// The estimates of one replicate that are no functions of sums.
public struct DrawnEstimates: Sendable {
  let outcomes: [DrawnEstimate.Outcome]
}

extension EstimationSample {
  /// The persons of some ranks, each as often as his rank is there.
  ///
  /// - Parameters:
  ///   - copies: of each which copy of him it is.
  ///   - separating: of each column of clusters whether copies are clusters of their own.
  fileprivate func drawn(
    _ ranks: [Int], copies: [Int32], separating: [Bool]
  ) -> EstimationSample {
    let own = ranks.map { treated[$0] }
    return EstimationSample(
      treated: own, outcome: outcome.picked(ranks), before: before?.picked(ranks),
      covariates: covariates.map { $0.picked(ranks) },
      clusters: zip(clusters, separating).map { column, isSeparated in
        isSeparated ? column.separated(ranks, copies) : column.picked(ranks)
      }, further: further.map { $0.picked(ranks) }, order: Array(ranks.indices),
      groups: groups.enumerated().map { place, group in
        GroupSize(
          population: group.population, entered: group.entered,
          analysed: groups.count == 1 ? ranks.count : own.count { ($0 == 1) == (place == 0) })
      }, rows: rows)
  }
}

extension EstimationSample.Categories {
  /// Whether the persons of each code are of one unit.
  fileprivate func isWithin(_ units: [Int32]) -> Bool {
    var found: [Int32: Int32] = [:]
    return zip(codes, units).allSatisfy { code, unit in
      (found.updateValue(unit, forKey: code) ?? unit) == unit
    }
  }

  /// The entries of some ranks, where each copy of a code is a code of its own, behind the one before.
  fileprivate func separated(_ ranks: [Int], _ copies: [Int32]) -> Self {
    struct Key: Hashable, Comparable {
      let code: Int32
      let copy: Int32
      static func < (left: Key, right: Key) -> Bool {
        (left.code, left.copy) < (right.code, right.copy)
      }
    }
    let keys = zip(ranks, copies).map { Key(code: codes[$0], copy: $1) }
    let used = Set(keys).sorted()
    var place: [Key: Int32] = [:]
    for (index, key) in used.enumerated() { place[key] = Int32(truncatingIfNeeded: index) }
    return Self(
      name: name, codes: keys.map { place[$0] ?? -1 },
      levels: used.map { "\(levels[Int($0.code)]) \($0.copy + 1)" })
  }
}
