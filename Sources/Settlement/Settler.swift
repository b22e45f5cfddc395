import Contract
import Diagnostics
import Execution
import Quantities

/// Turns measured figures into achievement, score, payment and the amount due.
///
/// The one evaluator: settlements, examples, scenarios, replays and effects of roundings all use it.
public enum Settler {
  /// Settles a period.
  ///
  /// - Parameters:
  ///   - contract: as in force in the period.
  ///   - execution: what was measured; stops suspend what depends on them.
  ///   - assumed: figures that are given instead of derived, as recorded.
  ///   - interim: interim payments of the period, if the contract deducts or uses them.
  ///   - priors: earlier settlements, if the contract has a limit over the term or is cumulative.
  /// - Throws: what is missing or contradictory, all of it; nothing missing counts as zero.
  public static func settle(
    contract: Contract, period: SettlementPeriod, execution: ExecutionResult,
    assumed: [FigureReference: Exact] = [:], interim: Exact? = nil,
    priors: [PriorSettlement] = []
  ) throws(Diagnostics) -> Settlement {
    let inputs = SettlementInputs(
      contract: contract, period: period, execution: execution, assumed: assumed, interim: interim,
      priors: priors, isExample: false)
    let refusals = inputs.refusals()
    guard refusals.isEmpty else { throw Diagnostics(items: refusals) }
    var evaluator = Evaluator(inputs)
    evaluator.run()
    guard evaluator.errors.isEmpty else { throw Diagnostics(items: evaluator.errors) }
    return evaluator.settlement
  }

  /// Works with figures that are given instead of measured, as the example of an annex does: what
  /// needs others is left out, and so is the limit over the term after its first year.
  ///
  /// - Parameters:
  ///   - given: figures as recorded.
  ///   - interim: interim payments, if they are given.
  public static func worked(
    _ contract: Contract, _ period: SettlementPeriod, given: [FigureReference: Exact],
    interim: Exact? = nil
  ) -> Settlement {
    var evaluator = Evaluator(
      .worked(contract, period, given: given, interim: interim))
    evaluator.run()
    return evaluator.settlement
  }
}
