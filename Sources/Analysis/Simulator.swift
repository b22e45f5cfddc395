import Contract
import Diagnostics
import Dispatch
import Enclosures
import Execution
import Quantities
import Settlement
import Synchronization

/// Draws participants again and again, and settles each replicate exactly.
public struct Simulator: Sendable {
  public let terms: SettlementTerms
  public let measuring: ResampledMeasuring
  public let replicates: Int
  public let seed: UInt64
  /// How many participants or clusters are drawn.
  public let enrolled: Int
  /// What the records themselves measured.
  public let execution: ExecutionResult
  /// Earlier periods in order: in every replicate their settlements are earlier ones of this.
  public let earlier: [Simulator]
  private let blocks: [DrawnReplicates]

  /// Replicates whose sums are made at a time.
  private static let blockReplicates = 1024

  /// Called now and then with how many of all steps are done.
  public typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

  /// Draws the replicates 0, 1, 2, …, or one of them alone.
  ///
  /// - Parameters:
  ///   - enrolment: how many participants are drawn; nil: as many as there are.
  ///   - earlier: earlier periods of the same replicates, in order.
  /// - Throws: an obstacle; `.inconsistent` if the records' own figures made from sums differ from those
  ///   that were measured; `.otherParticipants` if an earlier period draws others.
  public init(
    _ terms: SettlementTerms, _ measuring: ResampledMeasuring, execution: ExecutionResult,
    replicates: Range<Int>, seed: UInt64, enrolment: Enrolment? = nil,
    after earlier: [Simulator] = [], progress: Progress? = nil
  ) throws(ResamplingObstacle) {
    try Self.check(terms, measuring, execution)
    for item in earlier where !measuring.drawsAlike(item.measuring) {
      throw .otherParticipants(item.terms.period.name, terms.period.name)
    }
    var enrolled = measuring.units
    if let enrolment {
      guard let count = enrolment.count(of: measuring.units) else {
        throw .enrolment(units: measuring.units)
      }
      enrolled = count
    }
    try self.init(
      drawing: replicates, seed, of: enrolled, terms, measuring, execution,
      earlier.map(\.alone), progress)
  }

  /// The period without those before it.
  private var alone: Simulator {
    Simulator(terms, measuring, replicates, seed, enrolled, execution, [], blocks)
  }

  /// The same with another number of participants; the participants that are drawn first are the same.
  public func drawing(_ enrolled: Int) throws(ResamplingObstacle) -> Simulator {
    let first = blocks.first?.numbers.lowerBound ?? 0
    var before: [Simulator] = []
    for item in earlier { before.append(try item.drawing(enrolled)) }
    return try Simulator(
      drawing: first..<first + replicates, seed, of: enrolled, terms, measuring, execution, before,
      nil)
  }

  /// The same replicates under other terms, whose figures are measured alike.
  public func settling(_ terms: SettlementTerms) -> Simulator {
    Simulator(terms, measuring, replicates, seed, enrolled, execution, earlier, blocks)
  }

  /// The same replicates beside the same figures as functions of other units: of single participants, where
  /// clusters are drawn.
  public func beside(_ measuring: ResampledMeasuring) -> Simulator {
    Simulator(terms, measuring, replicates, seed, enrolled, execution, earlier, blocks)
  }

  private init(
    _ terms: SettlementTerms, _ measuring: ResampledMeasuring, _ replicates: Int, _ seed: UInt64,
    _ enrolled: Int, _ execution: ExecutionResult, _ earlier: [Simulator],
    _ blocks: [DrawnReplicates]
  ) {
    (self.terms, self.measuring, self.replicates) = (terms, measuring, replicates)
    (self.seed, self.enrolled, self.execution) = (seed, enrolled, execution)
    (self.earlier, self.blocks) = (earlier, blocks)
  }

  private init(
    drawing replicates: Range<Int>, _ seed: UInt64, of enrolled: Int, _ terms: SettlementTerms,
    _ measuring: ResampledMeasuring, _ execution: ExecutionResult, _ earlier: [Simulator],
    _ progress: Progress?
  ) throws(ResamplingObstacle) {
    var blocks: [DrawnReplicates] = []
    for start in stride(
      from: replicates.lowerBound, to: replicates.upperBound, by: Self.blockReplicates)
    {
      let end = min(start + Self.blockReplicates, replicates.upperBound)
      let block = try measuring.draw(start..<end, seed: seed, enrolled: enrolled)
      let before = start - replicates.lowerBound
      guard measuring.isEstimatedAnew else {
        blocks.append(block)
        progress?(end - replicates.lowerBound, replicates.count)
        continue
      }
      var tell: Progress?
      if let progress { tell = { done, _ in progress(before + done, replicates.count) } }
      blocks.append(
        block.with(
          Parallel.map(end - start, blockSize: 1, tell) {
            measuring.estimates(of: start + $0, seed: seed, enrolled: enrolled)
          }))
    }
    self.init(terms, measuring, replicates.count, seed, enrolled, execution, earlier, blocks)
  }

  /// Refuses sums that do not give what was measured.
  private static func check(
    _ terms: SettlementTerms, _ measuring: ResampledMeasuring, _ execution: ExecutionResult
  ) throws(ResamplingObstacle) {
    guard case .measured(let summed) = measuring.asRecorded else {
      throw .inconsistent("nobody to be measured on")
    }
    let measured: Settlement
    let made: Settlement
    do throws(Diagnostics) {
      measured = try terms.settle(execution)
      made = try terms.settle(summed)
    } catch {
      throw .refused(error.items)
    }
    for figure in measured.principal where made[figure.id]?.value != figure.value {
      throw .inconsistent(figure.id.description)
    }
    guard measured.principal.count == made.principal.count else {
      throw .inconsistent("more figures than were measured")
    }
  }

  /// What is drawn.
  public var draws: Simulation.Draws {
    Simulation.Draws(
      participants: measuring.participants.name, cluster: measuring.cluster,
      units: measuring.units, enrolled: enrolled, attrition: measuring.attrition,
      replicates: replicates, seed: seed)
  }

  // MARK: - Settling

  /// What becomes of a replicate.
  public enum Outcome: Sendable {
    case settled(Settlement)
    /// These figures have nobody to be measured on.
    case nobody([FigureID])
    /// Such figures would not be settled.
    case refused([Diagnostic])

    var settlement: Settlement? { if case .settled(let own) = self { own } else { nil } }
  }

  /// One replicate under assumed effects.
  ///
  /// - Parameter number: one of the replicates that were drawn.
  public func outcome(_ number: Int, effects: [AssumedEffect] = []) -> Outcome {
    outcomes(number, effects).last ?? .refused([])
  }

  /// One replicate in every period, the last one behind.
  private func outcomes(_ number: Int, _ effects: [AssumedEffect]) -> [Outcome] {
    var shifts: [Int: Exact] = [:]
    for (place, effect) in effects.enumerated() {
      // The quantile of a rational between 0 and 1 is finite, and its digits are decided.
      guard let shift = try? effect.drawn(number, seed: seed, place: place) else {
        return [.refused([])]
      }
      shifts[effect.indicator, default: 0] += shift
    }
    var priors: [PriorSettlement] = []
    let simulated = earlier.map(\.terms.period.name)
    return (earlier + [self]).enumerated().map { place, item in
      let outcome = item.own(
        number, shifts, after: priors, of: Array(simulated.prefix(place)))
      if let prior = outcome.settlement?.prior(taking: item.terms.contract.previousFigures) {
        priors.append(prior)
      }
      return outcome
    }
  }

  /// One replicate of this period alone.
  ///
  /// - Parameters:
  ///   - priors: its settlements of earlier periods.
  ///   - simulated: their names; of a period without a payment there is none.
  private func own(
    _ number: Int, _ shifts: [Int: Exact], after priors: [PriorSettlement],
    of simulated: [String]
  ) -> Outcome {
    guard let block = blocks.first(where: { $0.numbers.contains(number) }) else {
      return .refused([])
    }
    switch block[number] {
    case .nobody(let figures): return .nobody(figures)
    case .measured(let execution):
      do throws(Diagnostics) {
        return .settled(
          try terms.following(priors, inPlaceOf: simulated)
            .settle(execution.shifted(shifts, in: terms.contract)))
      } catch {
        return .refused(error.items)
      }
    }
  }

  /// The records as they are, with the assumed shifts.
  public func base(effects: [AssumedEffect] = []) throws(Diagnostics) -> Settlement {
    let all = try bases(effects)
    return all[all.count - 1]
  }

  /// What a later period has as earlier settlements: those of this one, then its own on the records as they are.
  public func priors() throws(Diagnostics) -> [PriorSettlement] {
    let own = try terms.settle(execution).prior(taking: terms.contract.previousFigures)
    return terms.priors + [own].compactMap { $0 }
  }

  /// The records as they are in every period, the last one behind.
  private func bases(_ effects: [AssumedEffect]) throws(Diagnostics) -> [Settlement] {
    var all: [Settlement] = []
    for item in earlier + [self] {
      let priors = zip(earlier, all).compactMap {
        $1.prior(taking: $0.terms.contract.previousFigures)
      }
      all.append(
        try item.terms.following(priors, inPlaceOf: priors.map(\.period))
          .settle(item.execution, effects: effects))
    }
    return all
  }

  /// Settles every replicate under assumed effects.
  ///
  /// - Throws: why the records themselves cannot be settled.
  public func simulation(
    effects: [AssumedEffect] = [], progress: Progress? = nil
  ) throws(Diagnostics) -> Simulation {
    let bases = try bases(effects)
    let base = bases[bases.count - 1]
    let leftOut = Set(measuring.leftOut.map { FigureReference.indicator($0) })
    let principal = base.principal.filter { $0.reference.map { !leftOut.contains($0) } ?? true }
    var places: [FigureID: Int] = [:]
    for figure in principal { places[figure.id] = places.count }
    // What is suspended on the records may be derived on a replicate.
    for item in base.suspended where places[item.id] == nil { places[item.id] = places.count }
    let known = places
    let results = mapped(progress) { number in
      let outcomes = outcomes(number, effects)
      let last = outcomes.last ?? .refused([])
      return Settled(
        replicate: last.settlement.map { Replicate($0, known) }, reason: last.reason,
        payable: outcomes.map { $0.settlement?[.payable]?.value })
    }
    let ordered = places.sorted { $0.value < $1.value }
    let figures = Parallel.map(ordered.count, blockSize: 1) { index in
      let (id, place) = ordered[index]
      let own = principal.first { $0.id == id }
      let reference = own?.reference ?? base.suspended.first { $0.id == id }?.reference
      let values = results.map { $0.replicate?.values[place] ?? nil }
      let isTable = if case .achievement = reference { true } else { false }
      return SimulatedFigure(
        id: id, kind: own?.kind ?? reference.map(terms.contract.kind(of:)) ?? id.name,
        reference: reference,
        unit: own?.unit ?? reference.map(terms.contract.unit(of:)) ?? terms.contract.currency,
        base: own?.value, values: values,
        rows: isTable ? results.map { $0.replicate?.rows[place] ?? 0 } : [],
        distribution: Distribution(values.compactMap { $0 }))
    }
    return Simulation(
      contract: terms.contract, period: terms.period,
      draws: draws,
      effects: effects, base: base, figures: figures,
      held: measuring.held.map { terms.contract.id(of: .indicator($0)) },
      suspended: results.count { $0.replicate?.isSuspended ?? false },
      refusals: Simulation.Refusal.counted(results.compactMap(\.reason)),
      payable: bases.enumerated().map { place, base in
        Simulation.Payable(
          period: base.period, base: base[.payable]?.value,
          values: results.map { $0.payable.indices.contains(place) ? $0.payable[place] : nil })
      }, settled: (earlier.first ?? self).terms.priors)
  }

  /// Something of the settlement of every replicate, in the order of their numbers; nil for one without.
  func settled<Value: Sendable>(
    effects: [AssumedEffect] = [], progress: Progress? = nil,
    _ value: @Sendable (Settlement) -> Value
  ) -> [Value?] {
    mapped(progress) { number in outcome(number, effects: effects).settlement.map(value) }
  }

  /// A replicate, or why it has no settlement.
  private struct Settled: Sendable {
    let replicate: Replicate?
    let reason: Text?
    /// What is payable of each period.
    let payable: [Exact?]
  }

  /// What is kept of a replicate.
  private struct Replicate: Sendable {
    var values: [Exact?]
    var rows: [Int]
    let isSuspended: Bool

    init(_ settlement: Settlement, _ places: [FigureID: Int]) {
      values = Array(repeating: nil, count: places.count)
      rows = Array(repeating: 0, count: places.count)
      isSuspended = settlement.isSuspended
      for figure in settlement.figures {
        guard !figure.standsBeside, let place = places[figure.id] else { continue }
        values[place] = figure.value
        if case .row(let row) = figure.derivation { rows[place] = row.number }
      }
    }
  }

  /// Runs a function on every replicate, in parallel; the results stand in the order of the numbers.
  private func mapped<Value: Sendable>(
    _ progress: Progress? = nil, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    guard let first = blocks.first?.numbers.lowerBound else { return [] }
    return Parallel.map(replicates, progress) { body(first + $0) }
  }
}

extension Simulator.Outcome {
  /// Why there is no settlement; nil if there is one.
  fileprivate var reason: Text? {
    switch self {
    case .settled: return nil
    case .nobody(let figures):
      let names = figures.map(\.description)
      return Text(
        en: "nobody to be measured on: \(names.joined(separator: ", "))",
        ja: "対象者のいない数値: \(names.joined(separator: "、"))")
    case .refused(let reasons): return reasons.first?.headline ?? Text.none
    }
  }
}

/// Work on numbered items, shared between cores. What is computed does not depend on how.
package enum Parallel {
  package static func map<Value: Sendable>(
    _ count: Int, blockSize: Int = 16, _ progress: Simulator.Progress? = nil,
    _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let blocks = (count + blockSize - 1) / blockSize
    let results = Mutex([[Value]](repeating: [], count: blocks))
    let done = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      let range = block * blockSize..<min((block + 1) * blockSize, count)
      let own = range.map(body)
      results.withLock { $0[block] = own }
      // In the lock, so that what is told never goes back.
      done.withLock {
        $0 += own.count
        progress?($0, count)
      }
    }
    return results.withLock { $0.flatMap { $0 } }
  }
}
