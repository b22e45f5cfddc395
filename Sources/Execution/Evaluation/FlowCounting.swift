import Contract
import LinearAlgebra

/// Makes a population and its flow.
struct FlowCounting {
  let evaluator: Evaluator
  let population: Population

  /// - Throws: `Failure.recorded`.
  func members() throws(Failure) -> Evaluator.Members {
    let table = population.subject
    var start: RowMask?
    if let base = population.base { start = try evaluator.population(base) }
    let narrowing = try Narrowing(
      of: table, from: start, population.steps.map { .condition($0.condition) },
      evaluator: evaluator, in: population.declaration)

    evaluator.observer?.add(narrowing.steps, at: population.steps.map(\.span))

    var steps: [FlowStep] = []
    var entered = narrowing.entered
    for (step, numbers) in zip(population.steps, narrowing.steps) {
      guard
        let made = FlowStep(
          reason: step.reason, span: step.span, entered: entered, excluded: numbers.unmet,
          missing: numbers.missing, remaining: numbers.met)
      else { throw evaluator.record(.unbalancedFlow(population.declaration)) }
      steps.append(made)
      entered = made.remaining
    }
    let rows = evaluator.rows(of: table)
    guard entered == narrowing.mask.present, narrowing.entered == start?.present ?? rows else {
      throw evaluator.record(.unbalancedFlow(population.declaration))
    }
    let contract = evaluator.contract
    let flow = Flow(
      population: population.declaration.name, clause: population.declaration.clause,
      table: contract.tables[table].declaration.name, rows: rows,
      base: population.base.map { contract.populations[$0].declaration.name }, steps: steps,
      remaining: narrowing.mask.present, persons: evaluator.persons(of: narrowing.mask, in: table))
    return Evaluator.Members(mask: narrowing.mask, flow: flow)
  }
}

extension RowMask {
  /// Calls `body` with every row that is present, ascending.
  @inline(__always)
  func forEachRow(_ body: (Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      for index in words.indices {
        var word = words[index]
        while word != 0 {
          body(index << 6 | word.trailingZeroBitCount)
          word &= word &- 1
        }
      }
    }
  }
}
