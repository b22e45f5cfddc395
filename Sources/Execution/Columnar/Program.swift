import LinearAlgebra
import Quantities

/// One operation on the registers of a block. Numbers first, then states.
enum Step {
  case load(Vector, into: Int)
  /// The element of the row that another register holds.
  case gather(Vector, rows: Int, into: Int)
  case fill(Int64, into: Int)
  /// `a · fa + b · fb`
  case combine(Int, Int64, Int, Int64, into: Int)
  case multiply(Int, Int, into: Int)
  case choose(Choice, Int, Int64, Int, Int64, into: Int)
  case missingAsZero(Int, into: Int)
  /// `a · factor`, or `a / divisor` rounded.
  case rescale(Int, factor: Int64, divisor: Int64, Rounding.Mode, into: Int)
  case age(birth: Int, on: Int, AgeRule, into: Int)
  /// The day after a period of months that begins some days after a date.
  case dayAfter(Int, skip: Int, months: Int, into: Int)
  /// The last day of so many months after a date.
  case monthsAfter(Int, months: Int, into: Int)
  /// - Parameter mark: the mark of the scale's first row; nil if nobody asks which rows are used.
  case look(ScaleTable, [Int], into: Int, mark: Int?)
  case stateAsNumber(Int, into: Int)

  case loadState(Vector, into: Int)
  case gatherState(Vector, rows: Int, into: Int)
  case fillState(UInt8, into: Int)
  case within(Int, low: Int64, high: Int64, into: Int)
  case compare(Int, Order, Int, into: Int)
  case listed(Int, [UInt8], into: Int)
  case isMissing(Int, negated: Bool, into: Int)
  case isStateMissing(Int, negated: Bool, into: Int)
  /// `within`, `listed` and `isMissing` of the block's own rows of a column, without loading it.
  case columnWithin(Vector, low: Int64, high: Int64, into: Int)
  case columnListed(Vector, [UInt8], into: Int)
  case columnMissing(Vector, negated: Bool, into: Int)
  case member(RowMask, into: Int)
  case gatherMember(RowMask, rows: Int, into: Int)
  case and(Int, Int, into: Int)
  case or(Int, Int, into: Int)
  case not(Int, into: Int)
  case missingAsUnmet(Int, into: Int)
  /// Marks of conditions that are joined whether one is met, is not met, and alone decides: three marks each.
  case tally([Int], all: Bool, mark: Int)

  enum Choice { case smallest, largest, firstPresent }
  enum Order { case less, lessOrEqual }
}

/// A list of operations that is run on a block of rows at a time.
struct Program {
  var steps: [Step] = []
  var numbers = 0
  var states = 0
  /// What rows may do that the observer asks for.
  var marks: [RowEvent] = []
  var observer: RowObserver?

  /// Runs the program over all rows of a table and hands each block's registers to `body`.
  ///
  /// `body` gets the worker's number, the first row of the block and how many rows it has. Blocks
  /// of one worker come in ascending order; blocks of different workers at the same time.
  ///
  /// - Returns: rows without a result; the caller stops the run unless there are none.
  func run(
    rows: Int, workers: Int, _ body: (Int, Int, Int, Registers) -> Void
  ) -> Trouble {
    let workings = (0..<workers).map { _ in working }
    Workers.run(workers) { worker in
      let registers = workings[worker]
      let range = Workers.range(worker, of: workers, rows: rows)
      var first = range.lowerBound
      while first < range.upperBound {
        let count = min(Workers.blockRows, range.upperBound - first)
        for step in steps { step.run(registers, first, count) }
        body(worker, first, count, registers)
        first += count
      }
    }
    return finish(workings)
  }

  /// Runs the program over the rows of a mask, which it takes from a register.
  ///
  /// `body` gets the worker's number, how many rows of the mask came before the block, how many are
  /// in it, and the registers. Rows of different workers lie in different words of the mask.
  func run(
    _ mask: RowMask, into register: Int, workers: Int, _ body: (Int, Int, Int, Registers) -> Void
  ) -> Trouble {
    let workings = (0..<workers).map { _ in working }
    let words = mask.words
    let starts =
      (0..<workers).map { worker in
        Workers.range(worker, of: workers, rows: words.count * 64).lowerBound / 64
      } + [words.count]
    Workers.run(workers) { worker in
      let registers = workings[worker]
      let rows = registers.number(register)
      var rank = words[..<starts[worker]].reduce(0) { $0 + $1.nonzeroBitCount }
      var count = 0
      func flush() {
        for step in steps { step.run(registers, 0, count) }
        body(worker, rank, count, registers)
        rank += count
        count = 0
      }
      for index in starts[worker]..<starts[worker + 1] {
        var word = words[index]
        if count + 64 > Workers.blockRows { flush() }
        while word != 0 {
          rows[count] = Int64(index << 6 | word.trailingZeroBitCount)
          count += 1
          word &= word &- 1
        }
      }
      if count > 0 { flush() }
    }
    return finish(workings)
  }

  /// Registers for one worker.
  private var working: Registers {
    Registers(numbers: numbers, states: states, marks: marks.count)
  }

  /// Hands on what the workers' rows did.
  private func finish(_ workings: [Registers]) -> Trouble {
    for (mark, event) in marks.enumerated() where workings.contains(where: { $0.marks[mark] }) {
      observer?.add(event)
    }
    return workings.reduce(into: Trouble()) { $0.add($1.trouble) }
  }
}

extension Step {
  @inline(__always)
  private static func widen<Element: FixedWidthInteger & SignedInteger>(
    _ values: [Element], _ vector: Vector, _ first: Int, _ count: Int,
    _ out: UnsafeMutablePointer<Int64>
  ) {
    values.withUnsafeBufferPointer { values in
      guard vector.hasMissing else {
        for index in 0..<count { out[index] = Int64(values[first + index]) }
        return
      }
      let missing: Element = vector.kind == .code ? -1 : .min
      for index in 0..<count {
        let value = values[first + index]
        out[index] = value == missing ? .min : Int64(value)
      }
    }
  }

  @inline(__always)
  private static func pick<Element: FixedWidthInteger & SignedInteger>(
    _ values: [Element], _ vector: Vector, _ rows: UnsafePointer<Int64>, _ count: Int,
    _ out: UnsafeMutablePointer<Int64>
  ) {
    values.withUnsafeBufferPointer { values in
      let missing: Element = vector.kind == .code ? -1 : .min
      for index in 0..<count {
        let row = rows[index]
        if row < 0 {
          out[index] = .min
        } else {
          let value = values[Int(row)]
          out[index] = value == missing ? .min : Int64(value)
        }
      }
    }
  }

  func run(_ registers: Registers, _ first: Int, _ count: Int) {
    switch self {
    case .load(let vector, let into):
      let out = registers.number(into)
      switch vector.values {
      case .int8(let a): Self.widen(a, vector, first, count, out)
      case .int16(let a): Self.widen(a, vector, first, count, out)
      case .int32(let a): Self.widen(a, vector, first, count, out)
      case .int64(let a): Self.widen(a, vector, first, count, out)
      }
    case .gather(let vector, let rows, let into):
      let out = registers.number(into)
      let rows = UnsafePointer(registers.number(rows))
      switch vector.values {
      case .int8(let a): Self.pick(a, vector, rows, count, out)
      case .int16(let a): Self.pick(a, vector, rows, count, out)
      case .int32(let a): Self.pick(a, vector, rows, count, out)
      case .int64(let a): Self.pick(a, vector, rows, count, out)
      }
    case .fill(let value, let into):
      registers.number(into).update(repeating: value, count: count)
    case .combine(let a, let fa, let b, let fb, let into):
      let (a, b, out) = (registers.number(a), registers.number(b), registers.number(into))
      for index in 0..<count {
        let (x, y) = (a[index], b[index])
        let sum = x &* fa &+ y &* fb
        out[index] = x == .min || y == .min ? .min : sum
      }
    case .multiply(let a, let b, let into):
      let (a, b, out) = (registers.number(a), registers.number(b), registers.number(into))
      for index in 0..<count {
        let (x, y) = (a[index], b[index])
        out[index] = x == .min || y == .min ? .min : x &* y
      }
    case .choose(let choice, let a, let fa, let b, let fb, let into):
      Self.choose(
        choice, registers.number(a), fa, registers.number(b), fb, count, registers.number(into))
    case .missingAsZero(let a, let into):
      let (a, out) = (registers.number(a), registers.number(into))
      for index in 0..<count { out[index] = a[index] == .min ? 0 : a[index] }
    case .rescale(let a, let factor, let divisor, let mode, let into):
      let (a, out) = (registers.number(a), registers.number(into))
      for index in 0..<count {
        let value = a[index]
        out[index] = value == .min ? .min : mode.quotient(value &* factor, by: divisor)
      }
    case .age(let birth, let on, let rule, let into):
      let (birth, on, out) = (registers.number(birth), registers.number(on), registers.number(into))
      for index in 0..<count {
        let (from, at) = (birth[index], on[index])
        if from == .min || at == .min {
          out[index] = .min
        } else if let from = CivilDate(exactly: Int(from)), let at = CivilDate(exactly: Int(at)) {
          out[index] = Int64(from.age(on: at, by: rule))
        } else {
          out[index] = .min
          registers.trouble.outsideCalendar += 1
        }
      }
    case .dayAfter(let dates, let skip, let months, let into):
      Self.eachDate(dates, registers, count, into) {
        $0.adding(days: skip).dayAfter(months: months)
      }
    case .monthsAfter(let dates, let months, let into):
      Self.eachDate(dates, registers, count, into) { $0.lastDay(ofMonthsAfter: months) }
    case .look(let table, let inputs, let into, let mark):
      registers.trouble.uncovered += table.look(
        inputs.map { UnsafePointer(registers.number($0)) }, count, registers.number(into),
        marks: mark.map { registers.marks + $0 })
    case .stateAsNumber(let a, let into):
      let (a, out) = (registers.state(a), registers.number(into))
      for index in 0..<count {
        let state = a[index]
        out[index] = state == State.missing ? .min : Int64(state >> 1)
      }
    default: runState(registers, first, count)
    }
  }

  /// Makes a date of each date of a block.
  @inline(__always)
  private static func eachDate(
    _ dates: Int, _ registers: Registers, _ count: Int, _ into: Int,
    _ make: (CivilDate) -> CivilDate
  ) {
    let (dates, out) = (registers.number(dates), registers.number(into))
    for index in 0..<count {
      if dates[index] == .min {
        out[index] = .min
      } else if let date = CivilDate(exactly: Int(dates[index])) {
        out[index] = Int64(make(date).dayNumber)
      } else {
        out[index] = .min
        registers.trouble.outsideCalendar += 1
      }
    }
  }

  private static func choose(
    _ choice: Choice, _ a: UnsafePointer<Int64>, _ fa: Int64, _ b: UnsafePointer<Int64>,
    _ fb: Int64, _ count: Int, _ out: UnsafeMutablePointer<Int64>
  ) {
    for index in 0..<count {
      let (x, y) = (a[index], b[index])
      if x == .min {
        out[index] = y == .min ? .min : y &* fb
      } else if y == .min {
        out[index] = x &* fa
      } else {
        let (left, right) = (x &* fa, y &* fb)
        switch choice {
        case .smallest: out[index] = min(left, right)
        case .largest: out[index] = max(left, right)
        case .firstPresent: out[index] = left
        }
      }
    }
  }

  @inline(__always)
  private static func within<Element: FixedWidthInteger & SignedInteger>(
    _ values: [Element], _ vector: Vector, _ low: Int64, _ high: Int64, _ first: Int, _ count: Int,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    values.withUnsafeBufferPointer { values in
      guard low <= high, let from = Element(clamping: low, above: true),
        let to = Element(clamping: high, above: false)
      else {
        for index in 0..<count {
          out[index] = values[first + index] == .min ? State.missing : State.unmet
        }
        return
      }
      for index in 0..<count {
        let value = values[first + index]
        let inside: UInt8 = value >= from && value <= to ? State.met : State.unmet
        out[index] = value == .min ? State.missing : inside
      }
    }
  }

  @inline(__always)
  private static func listed<Element: FixedWidthInteger & SignedInteger>(
    _ values: [Element], _ table: [UInt8], _ first: Int, _ count: Int,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    values.withUnsafeBufferPointer { values in
      table.withUnsafeBufferPointer { table in
        for index in 0..<count {
          let code = Int(values[first + index])
          out[index] = code < 0 ? State.missing : table[code]
        }
      }
    }
  }

  @inline(__always)
  private static func missing<Element: FixedWidthInteger & SignedInteger>(
    _ values: [Element], _ vector: Vector, _ negated: Bool, _ first: Int, _ count: Int,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    values.withUnsafeBufferPointer { values in
      let missing: Element = vector.kind == .code ? -1 : .min
      for index in 0..<count {
        out[index] = (values[first + index] == missing) != negated ? State.met : State.unmet
      }
    }
  }

  /// The condition of a row alone decides if, of all, it is the only one that is not met, or, of any, the only one
  /// that is.
  private static func tally(
    _ states: [UnsafeMutablePointer<UInt8>], all: Bool, _ count: Int,
    _ marks: UnsafeMutablePointer<Bool>
  ) {
    for index in 0..<count {
      var deciding = 0
      var last = 0
      for (place, state) in states.enumerated() {
        let state = state[index]
        if state == State.met { marks[3 * place] = true }
        if state == State.unmet { marks[3 * place + 1] = true }
        if (state == State.met) != all {
          deciding += 1
          last = place
        }
      }
      if deciding == 1 { marks[3 * last + 2] = true }
    }
  }

  private func runState(_ registers: Registers, _ first: Int, _ count: Int) {
    switch self {
    case .loadState(let vector, let into):
      guard case .int8(let values) = vector.values else { return }
      let out = registers.state(into)
      for index in 0..<count { out[index] = UInt8(truncatingIfNeeded: values[first + index]) }
    case .gatherState(let vector, let rows, let into):
      guard case .int8(let values) = vector.values else { return }
      let (rows, out) = (registers.number(rows), registers.state(into))
      for index in 0..<count {
        let row = rows[index]
        out[index] = row < 0 ? State.missing : UInt8(truncatingIfNeeded: values[Int(row)])
      }
    case .fillState(let state, let into):
      registers.state(into).update(repeating: state, count: count)
    case .within(let a, let low, let high, let into):
      let (a, out) = (registers.number(a), registers.state(into))
      for index in 0..<count {
        let value = a[index]
        let inside = value >= low && value <= high ? State.met : State.unmet
        out[index] = value == .min ? State.missing : inside
      }
    case .compare(let a, let order, let b, let into):
      let (a, b, out) = (registers.number(a), registers.number(b), registers.state(into))
      let slack: Int64 = order == .less ? 1 : 0
      for index in 0..<count {
        let (x, y) = (a[index], b[index])
        let holds = x &+ slack <= y ? State.met : State.unmet
        out[index] = x == .min || y == .min ? State.missing : holds
      }
    case .listed(let a, let table, let into):
      let (a, out) = (registers.number(a), registers.state(into))
      table.withUnsafeBufferPointer { table in
        for index in 0..<count {
          let code = a[index]
          out[index] = code < 0 ? State.missing : table[Int(code)]
        }
      }
    case .isMissing(let a, let negated, let into):
      let (a, out) = (registers.number(a), registers.state(into))
      for index in 0..<count {
        out[index] = (a[index] == .min) != negated ? State.met : State.unmet
      }
    case .isStateMissing(let a, let negated, let into):
      let (a, out) = (registers.state(a), registers.state(into))
      for index in 0..<count {
        out[index] = (a[index] == State.missing) != negated ? State.met : State.unmet
      }
    case .columnWithin(let vector, let low, let high, let into):
      let out = registers.state(into)
      switch vector.values {
      case .int8(let a): Self.within(a, vector, low, high, first, count, out)
      case .int16(let a): Self.within(a, vector, low, high, first, count, out)
      case .int32(let a): Self.within(a, vector, low, high, first, count, out)
      case .int64(let a): Self.within(a, vector, low, high, first, count, out)
      }
    case .columnListed(let vector, let table, let into):
      let out = registers.state(into)
      switch vector.values {
      case .int8(let a): Self.listed(a, table, first, count, out)
      case .int16(let a): Self.listed(a, table, first, count, out)
      case .int32(let a): Self.listed(a, table, first, count, out)
      case .int64(let a): Self.listed(a, table, first, count, out)
      }
    case .columnMissing(let vector, let negated, let into):
      let out = registers.state(into)
      switch vector.values {
      case .int8(let a): Self.missing(a, vector, negated, first, count, out)
      case .int16(let a): Self.missing(a, vector, negated, first, count, out)
      case .int32(let a): Self.missing(a, vector, negated, first, count, out)
      case .int64(let a): Self.missing(a, vector, negated, first, count, out)
      }
    case .member(let mask, let into):
      let out = registers.state(into)
      mask.words.withUnsafeBufferPointer { words in
        for index in 0..<count {
          let row = first + index
          out[index] = UInt8(truncatingIfNeeded: words[row >> 6] >> UInt64(row & 63) & 1) << 1
        }
      }
    case .gatherMember(let mask, let rows, let into):
      let (rows, out) = (registers.number(rows), registers.state(into))
      mask.words.withUnsafeBufferPointer { words in
        for index in 0..<count {
          let row = Int(rows[index])
          out[index] =
            row < 0
            ? State.missing
            : UInt8(truncatingIfNeeded: words[row >> 6] >> UInt64(row & 63) & 1) << 1
        }
      }
    case .and(let a, let b, let into):
      let (a, b, out) = (registers.state(a), registers.state(b), registers.state(into))
      for index in 0..<count { out[index] = min(a[index], b[index]) }
    case .or(let a, let b, let into):
      let (a, b, out) = (registers.state(a), registers.state(b), registers.state(into))
      for index in 0..<count { out[index] = max(a[index], b[index]) }
    case .not(let a, let into):
      let (a, out) = (registers.state(a), registers.state(into))
      for index in 0..<count { out[index] = 2 &- a[index] }
    case .missingAsUnmet(let a, let into):
      let (a, out) = (registers.state(a), registers.state(into))
      for index in 0..<count { out[index] = a[index] & State.met }
    case .tally(let states, let all, let mark):
      Self.tally(states.map { registers.state($0) }, all: all, count, registers.marks + mark)
    default: return
    }
  }
}

extension FixedWidthInteger {
  /// A bound of an interval in a narrower type; nil if no number of the type is on its inner side.
  ///
  /// - Parameter above: the bound is a least number, so that one below the type's range is no
  ///   bound.
  fileprivate init?(clamping bound: Int64, above: Bool) {
    if let exact = Self(exactly: bound) {
      self = exact
    } else if above == (bound < 0) {
      self = above ? .min : .max
    } else {
      return nil
    }
  }
}
