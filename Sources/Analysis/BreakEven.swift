import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

/// The effect on one measured figure from which on a payment is reached: a scenario, which settles nothing.
public struct BreakEven: Sendable {
  /// The indicator's place in the contract.
  public let indicator: Int
  public let goal: Goal
  /// The search goes in steps of this: the last decimal that the figure is recorded with.
  public let step: Exact
  /// The effect nearest to none that reaches the goal and, where none is needed, the farthest that still does;
  /// nil if no effect within the search reaches it, or if every effect does.
  public let effect: Exact?
  /// Whether the goal is reached without an effect.
  public let isReachedWithout: Bool
  /// Effects that were tried, ascending, with the expected amount due; nil where nothing is due.
  public let tried: [Point]
  /// Whether what was tried moves in one direction, so that there is no other such effect between.
  public var isMonotone: Bool {
    let dues = tried.compactMap(\.due)
    return zip(dues, dues.dropFirst()).allSatisfy { $0 <= $1 }
      || zip(dues, dues.dropFirst()).allSatisfy { $0 >= $1 }
  }
  /// The figures without the effect, and with it.
  public let without: Simulation
  public let with: Simulation?

  /// What is to be reached.
  public enum Goal: Hashable, Sendable {
    /// An expected amount due, with tax.
    case due(Exact)
    /// On the records as they are, a higher result of an achievement table.
    case nextRow
  }

  public struct Point: Hashable, Sendable {
    public let effect: Exact
    public let due: Exact?
  }
}

extension Simulator {
  /// Searches the effect on an indicator from which on a goal is reached.
  ///
  /// The search doubles a step until the goal is passed, then halves; every value is the mean over the same
  /// replicates. Of a share effects stay within 100 percentage points.
  ///
  /// - Parameter effects: what is assumed besides, on this indicator or on others.
  /// - Throws: why the records themselves cannot be settled.
  public func breakEven(
    on indicator: Int, reaching goal: BreakEven.Goal, effects: [AssumedEffect],
    progress: Progress? = nil
  ) throws(Diagnostics) -> BreakEven {
    let decimals = terms.contract.indicators[indicator].record?.decimals ?? 0
    let step = Exact(unscaled: 1, scale: decimals)
    let without = try simulation(effects: effects, progress: progress)
    var search = BreakEvenSearch(
      simulator: self, indicator: indicator, goal: goal, effects: effects, step: step,
      base: without.base, progress: progress)
    let found = search.effect()
    var with: Simulation?
    if let found {
      with = try? simulation(
        effects: effects + [AssumedEffect(indicator: indicator, shift: found)], progress: progress)
    }
    return BreakEven(
      indicator: indicator, goal: goal, step: step, effect: found,
      isReachedWithout: search.isReached(0), tried: search.points, without: without, with: with)
  }
}

/// Effects in whole steps, each simulated once.
private struct BreakEvenSearch {
  let simulator: Simulator
  let indicator: Int
  let goal: BreakEven.Goal
  let effects: [AssumedEffect]
  let step: Exact
  let base: Settlement
  let progress: Simulator.Progress?
  private var known: [Int: Exact?] = [:]
  /// Doublings of a step after which the search gives up.
  private static let most = 24

  init(
    simulator: Simulator, indicator: Int, goal: BreakEven.Goal, effects: [AssumedEffect],
    step: Exact, base: Settlement, progress: Simulator.Progress?
  ) {
    (self.simulator, self.indicator, self.goal) = (simulator, indicator, goal)
    (self.effects, self.step, self.base, self.progress) = (effects, step, base, progress)
  }

  var points: [BreakEven.Point] {
    known.sorted { $0.key < $1.key }.map {
      BreakEven.Point(effect: Exact($0.key) * step, due: $0.value)
    }
  }

  private func assumed(_ steps: Int) -> [AssumedEffect] {
    effects + [AssumedEffect(indicator: indicator, shift: Exact(steps) * step)]
  }

  /// Whether an effect of so many steps reaches the goal.
  mutating func isReached(_ steps: Int) -> Bool {
    switch goal {
    case .due(let amount): return expected(steps).map { $0 >= amount } ?? false
    case .nextRow:
      guard let settlement = try? simulator.base(effects: assumed(steps)) else { return false }
      return settlement.figures.contains { figure in
        guard case .achievement = figure.reference, let before = base[figure.id] else {
          return false
        }
        return figure.value > before.value
      }
    }
  }

  private mutating func expected(_ steps: Int) -> Exact? {
    if let found = known[steps] { return found }
    let dues = simulator.settled(effects: assumed(steps), progress: progress) { $0.due?.value }
    let mean = Distribution(dues.compactMap { $0 ?? nil })?.mean
    known[steps] = mean
    return mean
  }

  /// The steps at which a share has moved through all its values; nil of other figures.
  private var limit: Int? {
    guard simulator.terms.contract.indicators[indicator].isShare else { return nil }
    return Exact(100).divided(by: step)?.int64.map { Int($0) }
  }

  mutating func effect() -> Exact? {
    let wanted = !isReached(0)
    // Where the goal is reached already, a loss is what is asked for first.
    for direction in wanted ? [1, -1] : [-1, 1] {
      guard let (near, far) = bracket(direction, wanted) else { continue }
      var (low, high) = (near, far)
      while high - low > 1 {
        let middle = (low + high) / 2
        if isReached(direction * middle) == wanted { high = middle } else { low = middle }
      }
      return Exact(direction * (wanted ? high : low)) * step
    }
    return nil
  }

  /// Magnitudes between which the goal begins, or ceases, to be reached.
  private mutating func bracket(_ direction: Int, _ wanted: Bool) -> (near: Int, far: Int)? {
    var near = 0
    for doubling in 0...Self.most {
      let far = min(1 << doubling, limit ?? .max)
      if isReached(direction * far) == wanted { return (near, far) }
      if far == limit { return nil }
      near = far
    }
    return nil
  }
}
