import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// Everything that a settlement is made of except what was measured.
///
/// Analyses settle the same terms on many sets of measured figures, by the one evaluator of settlements.
public struct SettlementTerms: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  /// Figures that are given instead of derived, as recorded.
  public let assumed: [FigureReference: Exact]
  /// Interim payments of the period.
  public let interim: Exact?
  /// Earlier settlements of the contract.
  public let priors: [PriorSettlement]

  public init(
    contract: Contract, period: SettlementPeriod, assumed: [FigureReference: Exact] = [:],
    interim: Exact? = nil, priors: [PriorSettlement] = []
  ) {
    self.contract = contract
    self.period = period
    self.assumed = assumed
    self.interim = interim
    self.priors = priors
  }

  /// The same behind other earlier settlements.
  ///
  /// - Parameter periods: whose earlier settlements they replace.
  func following(
    _ earlier: [PriorSettlement], inPlaceOf periods: [String]
  ) -> SettlementTerms {
    if periods.isEmpty { return self }
    return SettlementTerms(
      contract: contract, period: period, assumed: assumed, interim: interim,
      priors: priors.filter { !periods.contains($0.period) } + earlier)
  }

  /// Settles measured figures.
  public func settle(_ execution: ExecutionResult) throws(Diagnostics) -> Settlement {
    try Settler.settle(
      contract: contract, period: period, execution: execution, assumed: assumed,
      interim: interim, priors: priors)
  }
}

extension Settlement {
  /// The figures that a contract defines and the lines of the settlement, without the counts that stand
  /// beside them.
  var principal: [Figure] { figures.filter { !$0.standsBeside } }
}
