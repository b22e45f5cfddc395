import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// How likely the contract's own conditions are reached with so many participants, under assumed effects: the power
/// of the contract's rule. A scenario, which settles nothing.
public struct Power: Sendable {
  public let contract: Contract
  public let period: SettlementPeriod
  /// What was drawn; the number of participants is that of the records.
  public let draws: Simulation.Draws
  public let effects: [AssumedEffect]
  /// Numbers of participants, ascending.
  public let sizes: [Int]
  /// The power that is asked for, as a share of one.
  public let asked: Exact?
  public let goals: [Goal]

  /// A condition with how likely it is reached.
  public struct Goal: Sendable {
    public let event: Event
    /// The share of the replicates in which it is reached, for each number of participants.
    public let shares: [Exact]
    /// The fewest participants with whom it is reached with the power that is asked for.
    public let fewest: Fewest?
  }

  /// What can be reached.
  public enum Event: Hashable, Sendable {
    /// An achievement table gives at least this, one of the results of its rows.
    case achieved(FigureID, atLeast: Exact)
    /// The condition of a payment is met; the number counts its lines `only if` from 1.
    case condition(FigureID, number: Int)
    /// The contract stops nothing that the payment needs.
    case settled
  }

  /// The result of a search between 2 participants and ``Enrolment/most`` times those of the records.
  public enum Fewest: Hashable, Sendable {
    /// So many suffice, and one fewer does not.
    case participants(Int)
    /// As few as two suffice.
    case any
    /// The most that can be drawn do not suffice.
    case none
  }

  public init(
    contract: Contract, period: SettlementPeriod, draws: Simulation.Draws,
    effects: [AssumedEffect], sizes: [Int], asked: Exact?, goals: [Goal]
  ) {
    self.contract = contract
    self.period = period
    self.draws = draws
    self.effects = effects
    self.sizes = sizes
    self.asked = asked
    self.goals = goals
  }
}

extension Power.Event {
  /// Whether a settlement reaches it.
  public func holds(in settlement: Settlement) -> Bool {
    switch self {
    case .achieved(let id, let level):
      return settlement[id].map { $0.value >= level } ?? false
    case .condition(let id, let number):
      guard case .lines(let steps)? = settlement[id]?.derivation else { return false }
      let conditions = steps.compactMap { step in
        if case .onlyIf(let judged, _) = step.kind { judged.contains { $0.met } } else { nil }
      }
      return conditions.indices.contains(number - 1) && conditions[number - 1]
    case .settled: return !settlement.isSuspended
    }
  }

  /// What a contract lets be reached: each result of its tables but the least, each condition of its payments,
  /// and that nothing stops.
  static func all(of settlement: Settlement) -> [Power.Event] {
    let contract = settlement.contract
    var events: [Power.Event] = []
    for index in contract.achievements.indices where !contract.achievements[index].pricesByRank {
      let id = contract.id(of: .achievement(index))
      guard settlement[id] != nil || settlement.suspended.contains(where: { $0.id == id }) else {
        continue
      }
      let results = contract.achievements[index].rows.flatMap { row -> [Exact] in
        switch row.result {
        case .fixed(let value): [value]
        case .linear(let from, let to): [from, to]
        case .each: []
        }
      }
      events += Set(results).sorted().dropFirst().map { .achieved(id, atLeast: $0) }
    }
    for index in contract.payments.indices where contract.payments[index].forEach == nil {
      let conditions = contract.payments[index].lines.count {
        if case .onlyIf = $0.step { true } else { false }
      }
      let id = contract.id(of: .payment(index))
      guard conditions > 0, contract.payments[index].isDue(in: settlement.period.id) else {
        continue
      }
      events += (1...conditions).map { .condition(id, number: $0) }
    }
    return events + [.settled]
  }
}

extension Simulator {
  /// How likely each condition of the contract is reached with so many participants.
  ///
  /// - Parameters:
  ///   - sizes: numbers of participants, each as ``Enrolment/count(of:)`` allows.
  ///   - asked: a power, for which the fewest participants are searched.
  /// - Throws: why the records themselves cannot be settled, as `.refused`; `.overflow`.
  public func power(
    with sizes: [Int], asking asked: Exact?, effects: [AssumedEffect], progress: Progress? = nil
  ) throws(ResamplingObstacle) -> Power {
    let base: Settlement
    do throws(Diagnostics) {
      base = try self.base(effects: effects)
    } catch {
      throw .refused(error.items)
    }
    var search = PowerSearch(
      simulator: self, events: Power.Event.all(of: base), effects: effects, progress: progress)
    var fewest: [Power.Fewest?] = search.events.map { _ in nil }
    if let asked { fewest = try search.fewest(reaching: asked) }
    let sizes = Set(sizes).sorted()
    var shares: [[Exact]] = []
    for size in sizes { shares.append(try search.shares(with: size)) }
    return Power(
      contract: terms.contract, period: terms.period, draws: draws, effects: effects,
      sizes: sizes, asked: asked,
      goals: search.events.indices.map { place in
        Power.Goal(
          event: search.events[place], shares: shares.map { $0[place] }, fewest: fewest[place])
      })
  }
}

/// Simulations with different numbers of participants, each made once.
private struct PowerSearch {
  let simulator: Simulator
  let events: [Power.Event]
  let effects: [AssumedEffect]
  let progress: Simulator.Progress?
  private var known: [Int: [Exact]] = [:]

  init(
    simulator: Simulator, events: [Power.Event], effects: [AssumedEffect],
    progress: Simulator.Progress?
  ) {
    (self.simulator, self.events, self.effects) = (simulator, events, effects)
    self.progress = progress
  }

  /// The share of the replicates in which each event holds.
  mutating func shares(with size: Int) throws(ResamplingObstacle) -> [Exact] {
    if let found = known[size] { return found }
    let drawn = try simulator.drawing(size)
    let events = events
    let held = drawn.settled(effects: effects, progress: progress) { settlement in
      events.map { $0.holds(in: settlement) }
    }
    let shares = events.indices.map { place in
      Exact(held.count { $0?[place] ?? false }, over: max(held.count, 1)) ?? 0
    }
    known[size] = shares
    return shares
  }

  /// The fewest participants for each event: from the most that can be drawn downwards through halves, then
  /// between the last two.
  mutating func fewest(reaching asked: Exact) throws(ResamplingObstacle) -> [Power.Fewest?] {
    let most = simulator.measuring.units * Enrolment.most
    var sizes = [most]
    while let last = sizes.last, last > 2 { sizes.append(max(last / 2, 2)) }
    var fewest: [Power.Fewest?] = []
    for place in events.indices {
      var enough: Int?
      var few: Int?
      for size in sizes {
        guard try shares(with: size)[place] >= asked else {
          few = size
          break
        }
        enough = size
      }
      guard var high = enough else {
        fewest.append(Power.Fewest.none)
        continue
      }
      guard var low = few else {
        fewest.append(.any)
        continue
      }
      while high - low > 1 {
        let middle = (low + high) / 2
        if try shares(with: middle)[place] >= asked { high = middle } else { low = middle }
      }
      fewest.append(.participants(high))
    }
    return fewest
  }
}
