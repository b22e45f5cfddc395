import Contract
import Enclosures
import LinearAlgebra
import Quantities
import Statistics

extension EstimateFigures {
  /// Computes an estimate by its method.
  init(
    _ estimation: Estimation, of sample: EstimationSample, contract: Contract, names: [String]
  ) throws(EstimationHalt) {
    throw EstimationHalt(.unsupported("not yet"))
  }
}
