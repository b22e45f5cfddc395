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
  /// Contracts with other terms that the replicates are settled by too.
  var settlingBy: [Contract] = []
  /// The first period that is simulated; those before it are given. Nil: only the period that is asked for.
  public var from: PeriodName?
  /// How many months after the end of a period it is paid.
  public var paidAfter = 0
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
  /// What is payable by fiscal year.
  public let budgets: [FiscalBudget]
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
      request, question, replicates: 0..<question.replicates, reading: reading, drawing: progress)
    let simulation = try item.settling { () throws(Diagnostics) in
      try simulator.simulation(effects: effects, progress: progress)
    }
    return SimulationRun(
      simulation: simulation, assumptions: item.assumptions, effects: question.effects,
      budget: question.budget, budgets: simulation.budgets(paidAfter: question.paidAfter),
      warnings: item.warnings)
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
    holding held: Set<Int> = [], reading: ContractData.Progress?,
    drawing: Simulator.Progress? = nil
  ) throws(Refusal) -> (MeasuredCase, Simulator, [AssumedEffect]) {
    var earlier: [Simulator] = []
    if let from = question.from {
      for period in try periods(from: from, before: request) {
        var own = request
        own.period = period
        let (_, simulator, _) = try prepare(
          own, question, replicates: replicates, holding: held, after: earlier, reading: reading,
          drawing: drawing)
        earlier.append(simulator)
      }
    }
    return try prepare(
      request, question, replicates: replicates, holding: held, after: earlier, reading: reading,
      drawing: drawing)
  }

  /// The periods from one on, before the period that is asked for.
  private static func periods(
    from first: PeriodName, before request: SettlementRequest
  ) throws(Refusal) -> [PeriodName] {
    let plan = try SettlementPlan(request.file, settling: request.period)
    let all = plan.contract.periods.map(\.id)
    guard all.contains(first), first <= request.period else {
      throw Refusal(.notAnEarlierPeriod(first, than: request.period), tongue: request.file.tongue)
    }
    return all.filter { first <= $0 && $0 < request.period }
  }

  private static func prepare(
    _ request: SettlementRequest, _ question: SimulationQuestion, replicates: Range<Int>,
    holding held: Set<Int>, after earlier: [Simulator], reading: ContractData.Progress?,
    drawing: Simulator.Progress?
  ) throws(Refusal) -> (MeasuredCase, Simulator, [AssumedEffect]) {
    let item = try MeasuredCase(
      request, assuming: question.assumptions, after: earlier, progress: reading)
    let effects = try item.effects(question.effects)
    let simulator = try item.simulator(
      question, replicates: replicates, holding: held.union(effects.map(\.indicator)),
      after: earlier, drawing: drawing)
    return (item, simulator, effects)
  }
}

extension MeasuredCase {
  /// Draws replicates of what was measured.
  ///
  /// - Parameter held: indicators that may stay as measured.
  func simulator(
    _ question: SimulationQuestion, replicates: Range<Int>, holding held: Set<Int>,
    after earlier: [Simulator] = [], drawing: Simulator.Progress? = nil
  ) throws(Refusal) -> Simulator {
    let enrolment = try question.enrolment.map { text throws(Refusal) in
      try SamplingText.enrolment(text, contract.tongue)
    }
    let attrition = try question.attrition.map { text throws(Refusal) in
      try SamplingText.attrition(text, contract)
    }
    let measuring = try resampled(
      participants: question.participants, holding: held, attrition: attrition,
      paymentsOnly: question.paymentsOnly, settlingBy: question.settlingBy)
    do throws(ResamplingObstacle) {
      return try Simulator(
        terms, measuring, execution: execution, replicates: replicates, seed: question.seed,
        enrolment: enrolment, after: earlier, progress: drawing)
    } catch {
      throw refusal(error)
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
