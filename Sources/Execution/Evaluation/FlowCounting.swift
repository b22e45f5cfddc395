import Contract
import LinearAlgebra

/// Runs the conditions of a population in order and counts what each does.
struct FlowCounting {
  let evaluator: Evaluator
  let population: Population

  /// - Throws: `Failure.recorded`.
  func members() throws(Failure) -> Evaluator.Members {
    let table = population.subject
    let rows = evaluator.rows(of: table)
    let place = ProgramBuilder.Place(table: table, rows: nil)
    var builder = ProgramBuilder(evaluator)
    var start: Int?
    if let base = population.base {
      start = builder.member(of: try evaluator.population(base), at: place)
    }
    var states: [Int] = []
    for step in population.steps {
      do throws(Failure) {
        states.append(try builder.state(step.condition, at: place))
      } catch {
        throw error == .needsExact
          ? evaluator.inconsistent("a date that is not a whole day") : error
      }
    }
    let counted = try count(builder, start: start, states: states, rows: rows)
    guard let mask = RowMask(words: counted.words, rows: rows) else {
      throw evaluator.inconsistent("a mask of another table")
    }

    var steps: [FlowStep] = []
    var entered = counted.entered
    for (step, numbers) in zip(population.steps, counted.steps) {
      guard
        let made = FlowStep(
          reason: step.reason, span: step.span, entered: entered, excluded: numbers.unmet,
          missing: numbers.missing, remaining: numbers.met)
      else { throw evaluator.record(.unbalancedFlow(population.declaration)) }
      steps.append(made)
      entered = made.remaining
    }
    guard entered == mask.present else {
      throw evaluator.record(.unbalancedFlow(population.declaration))
    }
    let contract = evaluator.contract
    let flow = Flow(
      population: population.declaration.name, clause: population.declaration.clause,
      table: contract.tables[table].declaration.name, rows: rows,
      base: population.base.map { contract.populations[$0].declaration.name }, steps: steps,
      remaining: mask.present, persons: evaluator.persons(of: mask, in: table))
    return Evaluator.Members(mask: mask, flow: flow)
  }

  private struct StepCount {
    var unmet = 0
    var missing = 0
    var met = 0
  }

  private struct Counted {
    let words: [UInt64]
    let entered: Int
    let steps: [StepCount]
  }

  private func count(
    _ builder: ProgramBuilder, start: Int?, states: [Int], rows: Int
  ) throws(Failure) -> Counted {
    let workers = Workers.count(rows: rows)
    let wordCount = (rows + 63) / 64
    let counters = UnsafeMutablePointer<StepCount>.allocate(capacity: workers * (states.count + 1))
    counters.initialize(repeating: StepCount(), count: workers * (states.count + 1))
    defer { counters.deallocate() }
    var trouble = Trouble()
    let words = [UInt64](unsafeUninitializedCapacity: wordCount) { buffer, initialised in
      if let base = buffer.baseAddress {
        base.initialize(repeating: 0, count: wordCount)
        // Blocks begin at multiples of 64 rows, so workers write disjoint words and counters.
        nonisolated(unsafe) let out = base
        nonisolated(unsafe) let all = counters
        trouble = builder.program.run(rows: rows, workers: workers) {
          worker, first, count, registers in
          Self.narrow(
            registers, start: start, states: states, count: count,
            counters: all + worker * (states.count + 1), out: out + first / 64)
        }
      }
      initialised = wordCount
    }
    try evaluator.check(trouble, in: population.declaration)
    var totals = [StepCount](repeating: StepCount(), count: states.count + 1)
    for worker in 0..<workers {
      for step in totals.indices {
        let part = counters[worker * totals.count + step]
        totals[step].unmet += part.unmet
        totals[step].missing += part.missing
        totals[step].met += part.met
      }
    }
    return Counted(words: words, entered: totals[0].met, steps: Array(totals.dropFirst()))
  }

  /// Takes one block through all steps, 64 rows at a time.
  private static func narrow(
    _ registers: Registers, start: Int?, states: [Int], count: Int,
    counters: UnsafeMutablePointer<StepCount>, out: UnsafeMutablePointer<UInt64>
  ) {
    var row = 0
    while row < count {
      let width = min(64, count - row)
      var inside: UInt64 = width == 64 ? .max : (1 << UInt64(width)) &- 1
      if let start { inside &= bits(registers.state(start) + row, width, equal: State.met) }
      counters[0].met += inside.nonzeroBitCount
      for (index, register) in states.enumerated() where inside != 0 {
        let state = registers.state(register) + row
        let met = inside & bits(state, width, equal: State.met)
        let missing = inside & bits(state, width, equal: State.missing)
        counters[index + 1].met += met.nonzeroBitCount
        counters[index + 1].missing += missing.nonzeroBitCount
        counters[index + 1].unmet += (inside & ~met & ~missing).nonzeroBitCount
        inside = met
      }
      out[row / 64] = inside
      row += 64
    }
  }

  @inline(__always)
  private static func bits(
    _ states: UnsafePointer<UInt8>, _ width: Int, equal state: UInt8
  ) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<width {
      word |= (states[index] == state ? 1 : 0) << UInt64(index)
    }
    return word
  }
}

extension Evaluator {
  /// Distinct rows of another table that the rows of a mask refer to through their key: of sessions by
  /// participant the participants. Nil if the key refers to no table.
  func persons(of mask: RowMask, in table: Int) -> Int? {
    guard let link = keyLink(of: table) else { return nil }
    return distinct(mask, links: [link], from: table)?.count
  }

  /// The first column of a table's key that refers to another table.
  func keyLink(of table: Int) -> Condition.Link? {
    for column in data.tables[table].schema.key {
      if case .reference(let target) = data.tables[table].columns[column].kind {
        return Condition.Link(column: column, table: target)
      }
    }
    return nil
  }

  /// The distinct rows that the rows of a mask lead to, and how many rows lead nowhere; nil if a link
  /// refers to no row.
  func distinct(
    _ mask: RowMask, links: [Condition.Link], from table: Int
  ) -> (count: Int, lost: Int, words: [UInt64])? {
    guard let last = links.last else { return (mask.present, 0, mask.words) }
    var words = [UInt64](repeating: 0, count: (rows(of: last.table) + 63) / 64)
    var vectors: [Vector] = []
    var at = table
    for link in links {
      guard data.tables[at].columns[link.column].kind == .reference(table: link.table) else {
        return nil
      }
      vectors.append(column(link.column, of: at))
      at = link.table
    }
    var lost = 0
    if vectors.count == 1, case .int32(let targets) = vectors[0].values {
      mask.forEachRow { row in
        let target = Int(targets[row])
        if target < 0 { lost += 1 } else { words[target >> 6] |= 1 << UInt64(target & 63) }
      }
    } else {
      mask.forEachRow { row in
        var target = row
        for vector in vectors {
          guard let next = vector[target] else {
            lost += 1
            return
          }
          target = Int(next)
        }
        words[target >> 6] |= 1 << UInt64(target & 63)
      }
    }
    return (words.reduce(0) { $0 + $1.nonzeroBitCount }, lost, words)
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
