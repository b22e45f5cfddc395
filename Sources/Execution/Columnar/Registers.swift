/// Rows that have no result, for a reason that stops the run.
struct Trouble {
  /// Rows that no line of a scale covers.
  var uncovered = 0
  /// Rows with a date outside the years 1 to 9999.
  var outsideCalendar = 0
  /// Rows where a divisor is zero.
  var zeroDivisor = 0

  mutating func add(_ other: Trouble) {
    uncovered += other.uncovered
    outsideCalendar += other.outsideCalendar
    zeroDivisor += other.zeroDivisor
  }
}

/// The working memory of one worker: blocks of numbers and blocks of states.
final class Registers {
  private let numberMemory: UnsafeMutablePointer<Int64>
  private let stateMemory: UnsafeMutablePointer<UInt8>
  /// What rows did, one for each mark of the program.
  let marks: UnsafeMutablePointer<Bool>
  var trouble = Trouble()

  init(numbers: Int, states: Int, marks: Int) {
    self.marks = .allocate(capacity: max(marks, 1))
    self.marks.initialize(repeating: false, count: max(marks, 1))
    numberMemory = .allocate(capacity: max(numbers, 1) * Workers.blockRows)
    stateMemory = .allocate(capacity: max(states, 1) * Workers.blockRows)
    numberMemory.initialize(repeating: 0, count: max(numbers, 1) * Workers.blockRows)
    stateMemory.initialize(repeating: 0, count: max(states, 1) * Workers.blockRows)
  }

  deinit {
    numberMemory.deallocate()
    stateMemory.deallocate()
    marks.deallocate()
  }

  /// A block of numbers; `Int64.min` is missing.
  func number(_ index: Int) -> UnsafeMutablePointer<Int64> {
    numberMemory + index * Workers.blockRows
  }

  /// A block of states.
  func state(_ index: Int) -> UnsafeMutablePointer<UInt8> {
    stateMemory + index * Workers.blockRows
  }
}
