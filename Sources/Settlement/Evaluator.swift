import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// A figure cannot be derived now, because something it needs is stopped or not given.
struct Unavailable: Error {
  /// The figures that are stopped or not given.
  let causes: [FigureID]
}

/// Derives the figures of a contract once, from left to right.
struct Evaluator {
  let inputs: SettlementInputs
  var figures: [Figure] = []
  var suspended: [Suspension] = []
  var stops: [Diagnostic]
  var errors: [Diagnostic] = []
  /// What became of each block: one figure, or one per key; with `for each`, then their sum.
  private var slots: [FigureReference: [Member]] = [:]

  /// A figure of a block.
  struct Member {
    let key: GroupKey?
    let state: State

    enum State {
      /// Its place in `figures`.
      case derived(Int)
      case waiting(causes: [FigureID])
    }

    /// What it waits for; nil if it is derived.
    var causes: [FigureID]? {
      if case .waiting(let causes) = state { causes } else { nil }
    }
  }

  var contract: Contract { inputs.contract }

  init(_ inputs: SettlementInputs) {
    self.inputs = inputs
    self.stops = inputs.execution.stops
  }

  var settlement: Settlement {
    Settlement(inputs: inputs, figures: figures, suspended: suspended, stops: stops)
  }

  mutating func run() {
    for reference in contract.order { derive(reference) }
    for index in contract.payments.indices { derive(.payment(index)) }
    deriveSettlementLines()
    deriveSplits()
  }

  /// Derives a block after the blocks it needs, once.
  mutating func derive(_ reference: FigureReference) {
    guard slots[reference] == nil else { return }
    for needed in contract.needs(of: reference) { derive(needed) }
    let id = contract.id(of: reference)
    do throws(Unavailable) {
      if let value = inputs.assumed[reference] {
        slots[reference] = [add(assumed(reference, id, value))]
      } else if let groups = inputs.assumedGroups[reference] {
        slots[reference] = groups.map { (id: FigureID(id.name, key: $0), value: $1) }
          .sorted { $0.id < $1.id }.map { add(assumed(reference, $0.id, $0.value)) }
      } else {
        slots[reference] =
          switch reference {
          case .indicator(let index): try indicator(index)
          case .achievement(let index): try achievement(index)
          case .score(let index): try score(index)
          case .payment(let index): try payment(index)
          }
      }
    } catch {
      slots[reference] = [suspend(id, reference, waitingFor: error.causes)]
    }
  }

  /// Adds a figure to the end of the order.
  mutating func add(_ figure: Figure) -> Member {
    figures.append(figure)
    return Member(key: figure.id.key, state: .derived(figures.count - 1))
  }

  /// Lists a figure that is not derived for now.
  mutating func suspend(
    _ id: FigureID, _ reference: FigureReference, waitingFor causes: [FigureID]
  ) -> Member {
    suspended.append(Suspension(id: id, reference: reference, waitsFor: causes))
    return Member(key: id.key, state: .waiting(causes: causes))
  }

  /// One figure of a block, which waits alone: what has another key is derived.
  mutating func member(
    _ id: FigureID, _ reference: FigureReference,
    _ figure: (inout Evaluator) throws(Unavailable) -> Figure
  ) -> Member {
    do throws(Unavailable) {
      return add(try figure(&self))
    } catch {
      return suspend(id, reference, waitingFor: error.causes)
    }
  }

  private func assumed(_ reference: FigureReference, _ id: FigureID, _ value: Exact) -> Figure {
    let declaration = contract.declaration(of: reference)
    return Figure(
      id: id, kind: contract.kind(of: reference), reference: reference, value: value,
      unit: contract.unit(of: reference), clause: declaration.clause, span: declaration.span,
      derivation: .given, inputs: [], roundings: [])
  }

  // MARK: - Looking up

  /// The figure that a name means for a key: the key's own if there is one, else the single one.
  func figure(_ reference: FigureReference, key: GroupKey?) throws(Unavailable) -> Figure {
    switch found(reference, key: key)?.state {
    case .derived(let place): return figures[place]
    case .waiting(let causes): throw Unavailable(causes: causes)
    case nil: throw Unavailable(causes: [contract.id(of: reference)])
    }
  }

  /// The member that a name means for a key.
  private func found(_ reference: FigureReference, key: GroupKey?) -> Member? {
    let members = slots[reference] ?? []
    return key.flatMap { key in members.first { $0.key == key } }
      ?? members.first { $0.key == nil }
  }

  /// The keys of a block that has figures by key only; otherwise the one figure without a key.
  func keys(of references: [FigureReference]) -> [GroupKey?] {
    for reference in references {
      if let members = slots[reference], !members.contains(where: { $0.key == nil }) {
        return members.map(\.key)
      }
    }
    return [nil]
  }

  /// Everything that a list of figures waits for with a key, each once.
  func require(_ references: [FigureReference], key: GroupKey? = nil) throws(Unavailable) {
    let causes = references.flatMap { found($0, key: key)?.causes ?? [] }.distinct
    if !causes.isEmpty { throw Unavailable(causes: causes) }
  }

  /// Whether a figure waits, with a key, for something that is stopped or not given.
  func isWaiting(_ reference: FigureReference, key: GroupKey?) -> Bool {
    found(reference, key: key)?.causes != nil
  }

  /// The figures of a block by key, in order.
  func keyedFigures(_ reference: FigureReference) throws(Unavailable) -> [Figure] {
    try figures((slots[reference] ?? []).filter { $0.key != nil })
  }

  /// The figures of some members, if none of them waits.
  func figures(_ members: [Member]) throws(Unavailable) -> [Figure] {
    let causes = members.flatMap { $0.causes ?? [] }.distinct
    guard causes.isEmpty else { throw Unavailable(causes: causes) }
    return members.compactMap { member in
      if case .derived(let place) = member.state { figures[place] } else { nil }
    }
  }

  // MARK: - Rounding

  /// Rounds a value and remembers the step; leaves it alone if this rounding is to be left out.
  ///
  /// - Parameter certain: the rounded value of an estimate, found from its enclosure; `value` then
  ///   holds its first digits.
  func rounded(
    _ value: Exact, _ mode: Rounding.Mode, quantum: Exact, unit: Unit, of figure: FigureID,
    index: Int, clause: Citation?, span: Span, as certain: Exact? = nil
  ) -> RoundingStep {
    let id = RoundingStep.ID(figure: figure, index: index)
    return RoundingStep(
      id: id, before: value,
      after: inputs.omitted.contains(id)
        ? value : certain ?? value.rounded(mode, toMultipleOf: quantum),
      mode: mode,
      quantum: quantum, unit: unit, clause: clause, span: span)
  }

  /// Applies a `record` line.
  func recorded(
    _ value: Exact, _ record: Record?, of figure: FigureID, clause: Citation?,
    as certain: Exact? = nil
  ) -> (value: Exact, steps: [RoundingStep]) {
    guard let record else { return (value, []) }
    let step = rounded(
      value, record.mode, quantum: Exact.powerOfTen(-record.decimals), unit: record.unit,
      of: figure, index: 0, clause: clause, span: record.span, as: certain)
    return (step.after, [step])
  }

  /// Records that a figure itself cannot be derived, as a stop of the contract.
  mutating func stop(_ problem: SettlementProblem, at id: FigureID) -> Unavailable {
    stops.append(inputs.problem(problem))
    return Unavailable(causes: [id])
  }

  /// Records an error of the program or of what was given.
  mutating func fail(_ problem: SettlementProblem, at id: FigureID) -> Unavailable {
    errors.append(inputs.problem(problem))
    return Unavailable(causes: [id])
  }
}
