import Contract
import Enclosures
import Quantities
import Statistics

extension Estimator {
  /// The wild cluster bootstrap of a coefficient: its test against no effect, and the limits that the
  /// contract pays on, searched on the grid of the recorded decimals.
  func bootstrap(
    _ model: LinearModel, of name: String, _ definition: Estimation.WildBootstrap
  ) throws(EstimationHalt) -> ModelErrors {
    let found = try regression { () throws(RegressionError) -> WildClusterBootstrap? in
      let factor = try factor(sample.clusters[0])
      do throws(RegressionError) {
        return try WildClusterBootstrap(
          model, of: name, by: factor, weights: definition.weights.kind,
          draws: definition.draws.source)
      } catch {
        guard case .noVariation = error else { throw error }
        return nil
      }
    }
    guard let bootstrap = found else { return ModelErrors(uncertainty: .undefined(.noVariation)) }
    let test = bootstrap.test()
    var uncertainty = EstimateFigures.Uncertainty.none
    if case .limit(let limit) = estimation.target {
      let (lower, upper) = try regression { () throws(RegressionError) in
        try bootstrap.limits(level: limit.confidence, decimals: decimals)
      }
      uncertainty = .limits(lower: { _ in Real(lower) }, upper: { _ in Real(upper) })
    }
    return ModelErrors(
      uncertainty: uncertainty,
      diagnostics: clusters(bootstrap.clusters) + [
        EstimateFigures.Diagnostic(
          label: "draws", kind: .diagnostic, value: Real(Exact(test.replicates)), unit: .number),
        EstimateFigures.Diagnostic(
          label: "p value", kind: .diagnostic, value: Real(test.pValue), unit: .number,
          quantity: .pValue),
      ], products: bootstrap.products)
  }
}

extension Estimation.WildBootstrap.Weights {
  fileprivate var kind: WildClusterBootstrap.Weights {
    switch self {
    case .rademacher: .rademacher
    case .webb: .webb
    }
  }
}

extension Estimation.WildBootstrap.Draws {
  fileprivate var source: WildClusterBootstrap.Draws {
    switch self {
    case .every: return .all
    case .random(let count, let seed, let stream):
      let key = StreamKey(contract: seed, stream: stream)
      return .random(count) { key.bits(replicate: $0, unit: $1) }
    }
  }
}
