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
  private var slots: [FigureReference: Slot] = [:]

  /// What became of a block of the contract.
  enum Slot {
    /// Places in `figures`; a block with `for each` has one figure per key, then their sum.
    case derived([Member])
    case waiting(causes: [FigureID])
  }

  struct Member {
    let key: GroupKey?
    let figure: Int
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
  private mutating func derive(_ reference: FigureReference) {
    guard slots[reference] == nil else { return }
    for needed in contract.needs(of: reference) { derive(needed) }
    let id = contract.id(of: reference)
    do throws(Unavailable) {
      let members: [Member]
      if let value = inputs.assumed[reference] {
        members = [add(assumed(reference, id, value))]
      } else {
        switch reference {
        case .indicator(let index): members = try indicator(index)
        case .achievement(let index): members = try achievement(index)
        case .score(let index): members = try score(index)
        case .payment(let index): members = try payment(index)
        }
      }
      slots[reference] = .derived(members)
    } catch {
      slots[reference] = .waiting(causes: error.causes)
      suspended.append(Suspension(id: id, reference: reference, waitsFor: error.causes))
    }
  }

  /// Adds a figure to the end of the order.
  mutating func add(_ figure: Figure) -> Member {
    figures.append(figure)
    return Member(key: figure.id.key, figure: figures.count - 1)
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
    switch slots[reference] {
    case .derived(let members):
      if let key, let own = members.first(where: { $0.key == key }) { return figures[own.figure] }
      if let single = members.first(where: { $0.key == nil }) { return figures[single.figure] }
      throw Unavailable(causes: [contract.id(of: reference)])
    case .waiting(let causes): throw Unavailable(causes: causes)
    case nil: throw Unavailable(causes: [contract.id(of: reference)])
    }
  }

  /// The keys of a block that has figures by key only; otherwise the one figure without a key.
  func keys(of references: [FigureReference]) throws(Unavailable) -> [GroupKey?] {
    for reference in references {
      switch slots[reference] {
      case .waiting(let causes): throw Unavailable(causes: causes)
      case .derived(let members) where !members.contains(where: { $0.key == nil }):
        return members.map(\.key)
      case .derived, nil: continue
      }
    }
    return [nil]
  }

  /// Everything that a list of figures waits for, each once.
  func require(_ references: [FigureReference]) throws(Unavailable) {
    var causes: [FigureID] = []
    for reference in references {
      guard case .waiting(let more)? = slots[reference] else { continue }
      for cause in more where !causes.contains(cause) { causes.append(cause) }
    }
    if !causes.isEmpty { throw Unavailable(causes: causes) }
  }

  /// Whether a block waits for something that is stopped or not given.
  func isWaiting(_ reference: FigureReference) -> Bool {
    if case .waiting? = slots[reference] { true } else { false }
  }

  /// The place of a derived figure by key, for its keyed members in order.
  func keyedFigures(_ reference: FigureReference) -> [Figure] {
    guard case .derived(let members)? = slots[reference] else { return [] }
    return members.filter { $0.key != nil }.map { figures[$0.figure] }
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
      after: inputs.omitted == id ? value : certain ?? value.rounded(mode, toMultipleOf: quantum),
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
