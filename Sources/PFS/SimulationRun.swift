import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// What is simulated, as it is given by the user.
public struct SimulationQuestion: Sendable {
  /// Assumptions as `NAME=VALUE`, in the words of the contract.
  public var assumptions: [String] = []
  /// Assumed changes of measured figures as `NAME=+SHIFT ± DEVIATION`.
  public var effects: [String] = []
  public var replicates: Int
  public var seed: UInt64
  /// The table of participants; nil finds it.
  public var participants: String?
  /// How many participants are drawn, as a number or a percentage of those on record.
  public var enrolment: String?
  /// Which share of the participants loses records, as `TABLE=RATE` or `TABLE COLUMN=RATE`.
  public var attrition: String?
  /// Whether figures are left out that no payment, score or achievement table is made from.
  public var paymentsOnly = false
  /// What the city has planned to pay, with tax; nil takes the payment on the records as they are.
  public var budget: Exact?

  public init(replicates: Int, seed: UInt64) {
    self.replicates = replicates
    self.seed = seed
  }
}

/// A simulation with everything it was made from. It settles nothing and is never recorded.
public struct SimulationRun: Sendable {
  public let simulation: Simulation
  /// The assumptions and the assumed effects, as written.
  public let assumptions: [String]
  public let effects: [String]
  /// What the payment is compared with, if it was given.
  public let budget: Exact?
  public let warnings: [Diagnostic]

  /// Reads, measures, draws and settles every replicate.
  ///
  /// - Throws: a refusal if the contract, the data or the assumptions are wrong, or if a figure cannot be
  ///   resampled.
  public static func run(
    _ request: SettlementRequest, _ question: SimulationQuestion,
    reading: ContractData.Progress? = nil, progress: Simulator.Progress? = nil
  ) throws(Refusal) -> SimulationRun {
    let (item, simulator, effects) = try prepare(
      request, question, replicates: 0..<question.replicates, reading: reading)
    let simulation = try item.settling { () throws(Diagnostics) in
      try simulator.simulation(effects: effects, progress: progress)
    }
    return SimulationRun(
      simulation: simulation, assumptions: item.assumptions, effects: question.effects,
      budget: question.budget, warnings: item.warnings)
  }

  /// One replicate alone, by its number: the same figures as among all.
  ///
  /// - Throws: a refusal as for all; or that the replicate has no settlement.
  public static func replicate(
    _ number: Int, _ request: SettlementRequest, _ question: SimulationQuestion,
    reading: ContractData.Progress? = nil
  ) throws(Refusal) -> ReplicateRun {
    // Alone it is shown as a settlement, with all its figures.
    var whole = question
    whole.paymentsOnly = false
    let (item, simulator, effects) = try prepare(
      request, whole, replicates: number..<number + 1, reading: reading)
    let settlement: Settlement
    switch simulator.outcome(number, effects: effects) {
    case .settled(let own): settlement = own
    case .nobody: throw Refusal(.noReplicate(number), tongue: item.contract.tongue)
    case .refused(let reasons): throw Refusal(reasons, tongue: item.contract.tongue)
    }
    return ReplicateRun(
      number: number, seed: question.seed, settlement: settlement, assumptions: item.assumptions,
      effects: question.effects, warnings: item.warnings)
  }

  /// Reads, measures and draws.
  ///
  /// - Parameter held: indicators that may stay as measured, besides those of which an effect is assumed.
  static func prepare(
    _ request: SettlementRequest, _ question: SimulationQuestion, replicates: Range<Int>,
    holding held: Set<Int> = [], reading: ContractData.Progress?
  ) throws(Refusal) -> (MeasuredCase, Simulator, [AssumedEffect]) {
    let item = try MeasuredCase(request, assuming: question.assumptions, progress: reading)
    var effects: [AssumedEffect] = []
    for text in question.effects {
      let effect = try EffectText.read(text, item.contract)
      // A given figure is not measured, and has no effect on it.
      if item.terms.assumed[.indicator(effect.indicator)] != nil {
        throw Refusal(.assumedTwice(text), tongue: item.contract.tongue)
      }
      effects.append(effect)
    }
    let tongue = item.contract.tongue
    let enrolment = try question.enrolment.map { text throws(Refusal) in
      try SamplingText.enrolment(text, tongue)
    }
    let attrition = try question.attrition.map { text throws(Refusal) in
      try SamplingText.attrition(text, item.contract)
    }
    let measuring = try item.resampled(
      participants: question.participants, holding: held.union(effects.map(\.indicator)),
      attrition: attrition, paymentsOnly: question.paymentsOnly)
    do throws(ResamplingObstacle) {
      let simulator = try Simulator(
        item.terms, measuring, execution: item.execution, replicates: replicates,
        seed: question.seed, enrolment: enrolment)
      return (item, simulator, effects)
    } catch {
      throw item.refusal(error)
    }
  }
}

/// One replicate of a simulation. It settles nothing and is never recorded.
public struct ReplicateRun: Sendable {
  public let number: Int
  public let seed: UInt64
  public let settlement: Settlement
  public let assumptions: [String]
  public let effects: [String]
  public let warnings: [Diagnostic]
}
