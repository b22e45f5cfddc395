import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// Records of a period that were read and measured once, to be settled again and again.
struct MeasuredCase: Sendable {
  let plan: SettlementPlan
  let data: ContractData
  let terms: SettlementTerms
  let execution: ExecutionResult
  /// The assumptions, as written.
  let assumptions: [String]
  /// Of the contract, earlier settlements and the data.
  let warnings: [Diagnostic]
  private let notMeasured: Set<Int>

  var contract: Contract { plan.contract }

  /// Reads and measures under assumptions of the form `NAME=VALUE`.
  ///
  /// - Parameter earlier: earlier periods that are simulated, in order.
  init(
    _ request: SettlementRequest, assuming texts: [String] = [], after earlier: [Simulator] = [],
    progress: ContractData.Progress? = nil
  ) throws(Refusal) {
    let signed = try SettlementPlan(request.file, settling: request.period)
    let read = try AssumptionText.read(texts, request.file, settling: request.period)
    let given = try GivenAssumptions(read, signed)
    let plan = try signed.edited(given.edits, in: request.file)
    let priors = try RecordedSettlement.priors(request.priors, of: plan.contract)
    let data = try ContractData.read(plan.contract, from: request.data, progress: progress)
    var settled = priors.settlements
    if let last = earlier.last {
      do throws(Diagnostics) {
        settled = try last.priors()
      } catch {
        throw Refusal(error.items, tongue: plan.contract.tongue)
      }
    }
    try self.init(
      plan, data, priors: settled, assuming: given.figures,
      written: read.map(\.text),
      warnings: plan.warnings + priors.warnings + data.all.warnings)
  }

  /// Measures what was read.
  ///
  /// - Parameter texts: the assumptions of plan and figures, as written.
  init(
    _ plan: SettlementPlan, _ data: ContractData, priors: [PriorSettlement],
    assuming figures: [FigureReference: Exact], written texts: [String], warnings: [Diagnostic]
  ) throws(Refusal) {
    let reported = try plan.reported(data)
    self.plan = plan
    self.data = data
    terms = plan.terms(reported: reported, priors: priors, assumed: figures)
    execution = try plan.measure(data, reported: reported, assumed: figures)
    notMeasured = plan.notMeasured(reported, assumed: figures)
    assumptions = texts
    self.warnings = warnings
  }

  /// Assumed changes of measured figures.
  ///
  /// - Throws: a refusal if a text is no effect, or if the figure is given.
  func effects(_ texts: [String]) throws(Refusal) -> [AssumedEffect] {
    var effects: [AssumedEffect] = []
    for text in texts {
      let effect = try EffectText.read(text, contract)
      // A given figure is not measured, and has no effect on it.
      if terms.assumed[.indicator(effect.indicator)] != nil {
        throw Refusal(.assumedTwice(text), tongue: contract.tongue)
      }
      effects.append(effect)
    }
    return effects
  }

  /// The measured figures as functions of sums over participants.
  ///
  /// What cannot be drawn again is refused if a payment needs it, and else stays as measured, as does what would have
  /// to be estimated anew in each replicate for no payment.
  ///
  /// - Parameters:
  ///   - held: indicators that may stay as measured all the same.
  ///   - attrition: which of the participants that are drawn lose records.
  ///   - paymentsOnly: leaves out the indicators that no payment, score or achievement table is made from.
  ///   - others: contracts with other terms that the replicates are settled by too.
  func resampled(
    participants: String?, holding held: Set<Int> = [], attrition: Attrition? = nil,
    paymentsOnly: Bool = false, settlingBy others: [Contract] = []
  ) throws(Refusal) -> ResampledMeasuring {
    do throws(ResamplingObstacle) {
      return try ResampledMeasuring(
        contract, data: data.records, period: plan.period, execution: execution,
        overridden: notMeasured, holding: held, sparing: withoutPayment(others),
        participants: participants, attrition: attrition,
        leavingOut: paymentsOnly ? withoutUse(others) : [])
    } catch {
      throw refusal(error)
    }
  }

  /// Indicators that no payment of the period is made from.
  func withoutPayment(_ others: [Contract] = []) -> Set<Int> {
    notNeeded(by: contract.payments.indices.map { .payment($0) }, others)
  }

  /// Indicators that no payment, score or achievement table is made from.
  func withoutUse(_ others: [Contract] = []) -> Set<Int> {
    let scores = contract.scores.indices.map { FigureReference.score($0) }
    let tables = contract.achievements.indices.map { FigureReference.achievement($0) }
    return notNeeded(by: contract.payments.indices.map { .payment($0) } + scores + tables, others)
  }

  /// Indicators that figures are made from neither by the contract nor by others with the same figures.
  private func notNeeded(by figures: [FigureReference], _ others: [Contract]) -> Set<Int> {
    var spare = Set(contract.indicators.indices)
    for contract in [contract] + others {
      var open = figures
      var needed: Set<FigureReference> = []
      while let next = open.popLast() {
        if needed.insert(next).inserted { open += contract.needs(of: next) }
      }
      spare = spare.filter { !needed.contains(.indicator($0)) }
    }
    return spare
  }

  func refusal(_ obstacle: ResamplingObstacle) -> Refusal {
    Refusal(obstacle.diagnostics(in: contract), tongue: contract.tongue)
  }

  func settling<Value>(_ body: () throws(Diagnostics) -> Value) throws(Refusal) -> Value {
    do throws(Diagnostics) {
      return try body()
    } catch {
      throw Refusal(error.items, tongue: contract.tongue)
    }
  }
}
