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
    let (item, simulator, effects) = try prepare(
      request, question, replicates: number..<number + 1, reading: reading)
    guard let settlement = simulator.settlement(number, effects: effects) else {
      throw Refusal(.noReplicate(number), tongue: item.contract.tongue)
    }
    return ReplicateRun(
      number: number, seed: question.seed, settlement: settlement, assumptions: item.assumptions,
      effects: question.effects, warnings: item.warnings)
  }

  static func prepare(
    _ request: SettlementRequest, _ question: SimulationQuestion, replicates: Range<Int>,
    reading: ContractData.Progress?
  ) throws(Refusal) -> (MeasuredCase, Simulator, [AssumedEffect]) {
    let item = try MeasuredCase(request, assuming: question.assumptions, progress: reading)
    var effects: [AssumedEffect] = []
    for text in question.effects {
      effects.append(try EffectText.read(text, request, item.contract))
    }
    let measuring = try item.resampled(
      participants: question.participants, holding: Set(effects.map(\.indicator)))
    do throws(ResamplingObstacle) {
      let simulator = try Simulator(
        item.terms, measuring, execution: item.execution, replicates: replicates,
        seed: question.seed)
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

/// Assumed effects from the command line: `NAME=+SHIFT ± DEVIATION`.
enum EffectText {
  /// Reads an effect; the values are read as the contract reads assumed values, with their units.
  ///
  /// - Throws: a refusal if the text is no effect of a measured figure.
  static func read(
    _ text: String, _ request: SettlementRequest, _ contract: Contract
  ) throws(Refusal) -> AssumedEffect {
    let parts = text.replacing("＝", with: "=").split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw Refusal(.notAnEffect(text), tongue: contract.tongue) }
    let name = parts[0].trimmed
    let values = parts[1].replacing("+-", with: "±").split(
      separator: "±", omittingEmptySubsequences: false)
    guard (1...2).contains(values.count) else {
      throw Refusal(.notAnEffect(text), tongue: contract.tongue)
    }
    var found: [(indicator: Int, value: Exact)] = []
    for (place, part) in values.enumerated() {
      var part = part.trimmed
      var sign: Exact = 1
      if let first = part.first, "+-−＋－".contains(first) {
        // A deviation has no sign.
        guard place == 0 else { throw Refusal(.notAnEffect(text), tongue: contract.tongue) }
        sign = "+＋".contains(first) ? 1 : -1
        part.removeFirst()
      }
      let read = try AssumptionText.read(
        ["\(name)=\(part.trimmed)"], request.file, settling: request.period)
      guard read.count == 1, case .figure(.indicator(let index), let value) = read[0].target,
        contract.indicators.indices.contains(index)
      else { throw Refusal(.notAnEffect(text), tongue: contract.tongue) }
      if case .formula = contract.indicators[index].kind {
        throw Refusal(.notAnEffect(text), tongue: contract.tongue)
      }
      found.append((index, sign * value))
    }
    return AssumedEffect(
      indicator: found[0].indicator, shift: found[0].value,
      deviation: found.count == 2 ? found[1].value : 0)
  }
}
