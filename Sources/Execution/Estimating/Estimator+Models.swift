import Contract
import Enclosures
import Quantities
import Statistics

extension Estimator {
  func riskDifference() throws(EstimationHalt) -> EstimateFigures {
    throw EstimationHalt(.unsupported("not yet"))
  }

  func weighted(_ weighting: Estimation.Weighting) throws(EstimationHalt) -> EstimateFigures {
    throw EstimationHalt(.unsupported("not yet"))
  }

  func matched(_ matching: Estimation.Matching) throws(EstimationHalt) -> EstimateFigures {
    throw EstimationHalt(.unsupported("not yet"))
  }
}
