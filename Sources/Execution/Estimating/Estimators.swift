import Contract
import Enclosures
import LinearAlgebra
import Quantities
import Statistics

extension EstimateFigures {
  /// Computes an estimate by its method.
  init(
    _ estimation: Estimation, of sample: EstimationSample, contract: Contract, names: [String],
    decimals: Int
  ) throws(EstimationHalt) {
    let estimator = Estimator(
      estimation: estimation, sample: sample, names: names, decimals: decimals)
    for case .categories(let categories) in sample.covariates where categories.levels.count < 2 {
      throw EstimationHalt(.constant(column: categories.name))
    }
    switch estimation.method {
    case .difference, .ratio, .differenceInDifferences, .adjustedDifference:
      self = try estimator.leastSquares()
    case .riskDifference: self = try estimator.riskDifference()
    case .riskRatio: self = try estimator.riskRatio()
    case .weightedDifference(let weighting, let scores):
      self = try estimator.weighted(weighting, scores)
    case .doublyRobustDifference: self = try estimator.doublyRobust()
    case .matchedDifference(let matching): self = try estimator.matched(matching)
    case .standardisedRate(let standard):
      self = try estimator.standardisedRate(contract.scales[standard.scale])
    case .observedToExpected(let expected): self = try estimator.observed(to: expected)
    case .predictedToExpected(let predicted, let expected):
      self = try estimator.predicted(predicted, to: expected)
    }
  }
}

/// One estimate: what the contract states, and the persons it stands on. One file per family of
/// methods extends it.
struct Estimator {
  let estimation: Estimation
  let sample: EstimationSample
  /// Names of the groups' populations.
  let names: [String]
  /// Decimals that the figure is recorded with: the grid that a bootstrap's limits are searched on.
  let decimals: Int

  /// Of a share in percent 100, else 1.
  var factor: Int64 { estimation.outcome.isFlag ? 100 : 1 }

  /// The sizes of the groups, which stand first beside every figure.
  var sizes: [EstimateFigures.Diagnostic] { sample.sizes(names) }

  /// The outcome in the unit of the figure.
  var outcome: EstimationSample.Numbers { scaled(sample.outcome) }

  func scaled(_ numbers: EstimationSample.Numbers) -> EstimationSample.Numbers {
    guard factor != 1 else { return numbers }
    return EstimationSample.Numbers(
      name: numbers.name, values: numbers.values.map { $0 * factor }, scale: numbers.scale)
  }

  /// Runs a statistic; what it lacks becomes a stop.
  func statistic<Value>(
    _ body: () throws(StatisticsError) -> Value
  ) throws(EstimationHalt) -> Value {
    do throws(StatisticsError) {
      return try body()
    } catch {
      throw EstimationHalt(EstimationStop(error))
    }
  }

  /// Runs a regression; what it lacks becomes a stop.
  func regression<Value>(
    _ body: () throws(RegressionError) -> Value
  ) throws(EstimationHalt) -> Value {
    do throws(RegressionError) {
      return try body()
    } catch {
      if case .noResidualDegreesOfFreedom(_, let parameters) = error {
        throw EstimationHalt(
          .tooFew(found: sample.count, needed: parameters / waves + 1, population: nil))
      }
      throw EstimationHalt(EstimationStop(error))
    }
  }
}

extension EstimationSample {
  /// The sizes of the groups.
  func sizes(_ names: [String]) -> [EstimateFigures.Diagnostic] {
    zip(names, groups).enumerated().map { index, group in
      EstimateFigures.Diagnostic(
        label: groups.count == 1 ? "n" : index == 0 ? "n treated" : "n compared",
        kind: .count, value: Real(Exact(group.1.analysed)), unit: .person)
    }
  }
}

extension EstimationStop {
  init(_ error: StatisticsError) {
    switch error {
    case .tooFew(let found, let needed):
      self = .tooFew(found: found, needed: needed, population: nil)
    case .emptySample: self = .tooFew(found: 0, needed: 1, population: nil)
    case .noVariation: self = .noVariation
    case .emptyStratum(let index): self = .emptyStratum(row: index + 1)
    case .scale(let decimals): self = .tooLarge(.decimals(decimals))
    case .product(let error): self = EstimationStop(error)
    default: self = .unsupported
    }
  }

  private init(_ error: LinearAlgebraError) {
    if case .overflow(_, let rows, let largest) = error {
      self = .tooLarge(.sum(rows: rows, digits: "\(largest)".count))
    } else {
      self = .unsupported
    }
  }

  init(_ error: RegressionError) {
    switch error {
    case .noCompleteRow, .noColumns: self = .tooFew(found: 0, needed: 1, population: nil)
    case .constantColumn(let name, _): self = .constant(column: name)
    case .singular(let dependent, let rank, let columns):
      self = .singular(columns: dependent, rank: rank, of: columns)
    case .noResidualDegreesOfFreedom(let rows, let parameters):
      self = .tooFew(found: rows, needed: parameters + 1, population: nil)
    case .tooFewClusters(let factor, let found):
      self = .tooFewClusters(name: factor, found: found, population: nil)
    case .noVariation: self = .noVariation
    case .notPositive: self = .notPositiveVariance
    case .statistics(let error): self = EstimationStop(error)
    case .product(let error): self = EstimationStop(error)
    case .enclosure(.undecided(let decimals, let lower, let upper)):
      self = .undecided(decimals: decimals, lower: lower, upper: upper)
    case .fullLeverage: self = .fullLeverage
    case .draws(let requested, let most):
      self = requested > most ? .tooManyClusters(requested, most: most) : .tooFewDraws(requested)
    default: self = .unsupported
    }
  }
}
