import Contract
import LinearAlgebra

/// Takes the rows of a table through conditions in order and counts what each does.
struct Narrowing {
  /// What became of the rows that reached one condition.
  struct StepCount {
    var unmet = 0
    var missing = 0
    var met = 0
    /// Rows that meet every condition but this one; counted for an observer only.
    var alone = 0
    /// Of the rows that are looked at, those that this condition alone has stopped so far.
    fileprivate var stopped: UInt64 = 0
  }

  /// The rows that meet all conditions.
  let mask: RowMask
  /// Rows that reached the first condition.
  let entered: Int
  let steps: [StepCount]

  /// What a row is tested for.
  enum Test {
    case condition(Condition)
    /// The row's date lies in a window of days from a date of the row that a link leads to.
    case near(Expression, Window, anchors: Vector, Condition.Link)

    /// Adds the test to a program and returns its register of states.
    func state(
      _ builder: inout ProgramBuilder, at place: ProgramBuilder.Place
    ) throws(Failure) -> Int {
      switch self {
      case .condition(let condition): return try builder.state(condition, at: place)
      case .near(let expression, let window, let anchors, let link):
        let date = try builder.number(expression, at: place, missingAsZero: false)
        let anchor = builder.load(anchors, at: try builder.follow(link, from: place))
        return try builder.inside(date, window, at: place, anchor: anchor)
      }
    }
  }

  /// - Parameter start: the rows to begin with; nil for all.
  /// - Throws: `Failure.recorded`.
  init(
    of table: Int, from start: RowMask?, _ tests: [Test], evaluator: Evaluator,
    in declaration: Declaration
  ) throws(Failure) {
    let rows = evaluator.rows(of: table)
    if let start, tests.isEmpty {
      self.init(mask: start, entered: start.present, steps: [])
      return
    }
    var builder = ProgramBuilder(evaluator)
    // Few rows are looked at one by one, many a block at a time.
    let isSparse = start.map { $0.present < rows / 2 } ?? false
    let rowRegister = isSparse ? builder.newNumber() : nil
    let place = ProgramBuilder.Place(table: table, rows: rowRegister)
    var first: Int?
    if let start, !isSparse { first = builder.member(of: start, at: place) }
    var states: [Int] = []
    for test in tests {
      do throws(Failure) {
        states.append(try test.state(&builder, at: place))
      } catch {
        throw error == .needsExact
          ? evaluator.inconsistent("a date that is not a whole day") : error
      }
    }
    let workers = Workers.count(rows: isSparse ? start?.present ?? 0 : rows)
    let counters = Counters(
      workers: workers, steps: states.count, countsAlone: evaluator.observer != nil)
    let wordCount = (rows + 63) / 64
    var trouble = Trouble()
    let words = [UInt64](unsafeUninitializedCapacity: wordCount) { buffer, initialised in
      initialised = wordCount
      guard let base = buffer.baseAddress else { return }
      base.initialize(repeating: 0, count: wordCount)
      // Workers have disjoint words: their rows begin at multiples of 64.
      nonisolated(unsafe) let out = base
      nonisolated(unsafe) let counters = counters
      if let start, let rowRegister {
        trouble = builder.program.run(start, into: rowRegister, workers: workers) {
          worker, _, count, registers in
          let rows = registers.number(rowRegister)
          counters.narrow(worker, registers, first: nil, states, count) { rank, inside in
            var inside = inside
            while inside != 0 {
              let row = Int(rows[rank + inside.trailingZeroBitCount])
              out[row >> 6] |= 1 << UInt64(row & 63)
              inside &= inside &- 1
            }
          }
        }
      } else {
        trouble = builder.program.run(rows: rows, workers: workers) {
          worker, begin, count, registers in
          counters.narrow(worker, registers, first: first, states, count) { row, inside in
            out[(begin + row) / 64] = inside
          }
        }
      }
    }
    try evaluator.check(trouble, in: declaration)
    guard let mask = RowMask(words: words, rows: rows) else {
      throw evaluator.inconsistent("a mask of another table")
    }
    let totals = counters.totals
    self.init(mask: mask, entered: totals[0].met, steps: Array(totals.dropFirst()))
  }

  private init(mask: RowMask, entered: Int, steps: [StepCount]) {
    self.mask = mask
    self.entered = entered
    self.steps = steps
  }
}

/// The counts of every worker; the first of each is of the rows to begin with.
private final class Counters {
  private let memory: UnsafeMutablePointer<Narrowing.StepCount>
  private let workers: Int
  private let width: Int
  private let countsAlone: Bool

  init(workers: Int, steps: Int, countsAlone: Bool) {
    self.workers = workers
    self.countsAlone = countsAlone
    width = steps + 1
    memory = .allocate(capacity: workers * width)
    memory.initialize(repeating: Narrowing.StepCount(), count: workers * width)
  }

  deinit { memory.deallocate() }

  var totals: [Narrowing.StepCount] {
    (0..<width).map { step in
      (0..<workers).reduce(into: Narrowing.StepCount()) { total, worker in
        let part = memory[worker * width + step]
        total.unmet += part.unmet
        total.missing += part.missing
        total.met += part.met
        total.alone += part.alone
      }
    }
  }

  /// Takes one block through all conditions, 64 rows at a time, and hands on those that remain.
  @inline(__always)
  func narrow(
    _ worker: Int, _ registers: Registers, first: Int?, _ states: [Int], _ count: Int,
    _ emit: (Int, UInt64) -> Void
  ) {
    let counters = memory + worker * width
    var row = 0
    while row < count {
      let width = min(64, count - row)
      var inside: UInt64 = width == 64 ? .max : (1 << UInt64(width)) &- 1
      if let first { inside &= bits(registers.state(first) + row, width).met }
      counters[0].met += inside.nonzeroBitCount
      var open = inside
      for (index, register) in states.enumerated() where open != 0 {
        let found = bits(registers.state(register) + row, width)
        let met = inside & found.met
        let missing = inside & found.missing
        counters[index + 1].met += met.nonzeroBitCount
        counters[index + 1].missing += missing.nonzeroBitCount
        counters[index + 1].unmet += (inside & ~met & ~missing).nonzeroBitCount
        open = met
        if countsAlone {
          counters[index + 1].stopped = inside & ~met
          for earlier in 1..<index + 1 { counters[earlier].stopped &= found.met }
          for step in 1..<index + 2 { open |= counters[step].stopped }
        }
        inside = met
      }
      if countsAlone {
        for step in 1..<states.count + 1 {
          counters[step].alone += counters[step].stopped.nonzeroBitCount
          counters[step].stopped = 0
        }
      }
      emit(row, inside)
      row += 64
    }
  }

  /// One bit per row whose state is missing, and one per row whose state is met.
  ///
  /// Eight states at a time: a multiplication gathers the lowest bits of eight bytes into one byte.
  /// Reading past the last row stays within the register, whose length is a multiple of eight.
  @inline(__always)
  private func bits(
    _ states: UnsafePointer<UInt8>, _ width: Int
  ) -> (missing: UInt64, met: UInt64) {
    var missing: UInt64 = 0
    var met: UInt64 = 0
    let lowest: UInt64 = 0x0101_0101_0101_0101
    let gather: UInt64 = 0x0102_0408_1020_4080
    var index = 0
    while index < width {
      let eight = UnsafeRawPointer(states + index).loadUnaligned(as: UInt64.self)
      missing |= (((eight & lowest) &* gather) >> 56) << UInt64(index)
      met |= (((eight >> 1 & lowest) &* gather) >> 56) << UInt64(index)
      index += 8
    }
    return (missing, met)
  }
}
