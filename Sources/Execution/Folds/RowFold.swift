/// A block of selected rows on its way into figures of persons.
struct FoldBlock {
  /// The person's row, `Int64.min` if the row refers to nobody.
  let persons: UnsafePointer<Int64>
  /// The row's date as a day number; the zero block where no date is needed.
  let dates: UnsafePointer<Int64>
  /// The row's figure; the zero block where none is needed.
  let figures: UnsafePointer<Int64>
  /// The date that is compared with, of `nearest`.
  let anchors: UnsafePointer<Int64>
  let count: Int
}

/// What one worker knows of every person so far.
///
/// Joining two folds gives the same whatever rows each has seen, so a result depends neither on the
/// order of rows nor on the number of workers.
class RowFold {
  let persons: Int
  /// A person of whom a figure that was needed is missing.
  let unknown: UnsafeMutablePointer<UInt8>
  private let missingStaysMissing: Bool

  init(persons: Int, missingStaysMissing: Bool) {
    self.persons = persons
    self.missingStaysMissing = missingStaysMissing
    unknown = .allocate(capacity: max(persons, 1))
    unknown.initialize(repeating: 0, count: max(persons, 1))
  }

  deinit { unknown.deallocate() }

  /// Notes that a selected row's figure is missing; of a figure that counts as zero, nothing.
  @inline(__always)
  final func miss(_ person: Int) {
    if missingStaysMissing { unknown[person] = 1 }
  }

  /// Whether a missing figure makes the person's figure missing.
  final var isStrict: Bool { missingStaysMissing }

  /// Adds the rows of a block; those that refer to nobody are passed over.
  func add(_ block: FoldBlock) {}

  /// Adds what another worker has seen.
  func join(_ other: RowFold) {
    for person in 0..<persons { unknown[person] |= other.unknown[person] }
  }

  /// The person's figure, `Int64.min` if it is missing; not asked of unknown persons.
  func figure(_ person: Int) -> Int64 { .min }

  /// All figures.
  final func figures() -> [Int64] {
    (0..<persons).map { unknown[$0] != 0 ? .min : figure($0) }
  }
}

/// Counts rows.
final class CountFold: RowFold {
  private let counts: UnsafeMutablePointer<Int32>

  override init(persons: Int, missingStaysMissing: Bool) {
    counts = .allocate(capacity: max(persons, 1))
    counts.initialize(repeating: 0, count: max(persons, 1))
    super.init(persons: persons, missingStaysMissing: missingStaysMissing)
  }

  deinit { counts.deallocate() }

  override func add(_ block: FoldBlock) {
    for row in 0..<block.count where block.persons[row] >= 0 {
      counts[Int(block.persons[row])] += 1
    }
  }

  override func join(_ other: RowFold) {
    super.join(other)
    guard let other = other as? CountFold else { return }
    for person in 0..<persons { counts[person] += other.counts[person] }
  }

  override func figure(_ person: Int) -> Int64 { Int64(counts[person]) }
}

/// Adds figures. The caller has shown that no sum leaves `Total`.
final class SumFold<Total: FixedWidthInteger & SignedInteger>: RowFold {
  private let totals: UnsafeMutablePointer<Total>
  private let counts: UnsafeMutablePointer<Int32>
  /// Persons whose sum is not a figure of 64 bits.
  private(set) var overflows = 0
  private let mean: ((Total, Int32) -> Int64?)?

  /// - Parameter mean: how a sum and its number of rows become a mean; nil: the sum is wanted.
  init(persons: Int, missingStaysMissing: Bool, mean: ((Total, Int32) -> Int64?)?) {
    self.mean = mean
    totals = .allocate(capacity: max(persons, 1))
    totals.initialize(repeating: 0, count: max(persons, 1))
    counts = .allocate(capacity: max(persons, 1))
    counts.initialize(repeating: 0, count: max(persons, 1))
    super.init(persons: persons, missingStaysMissing: missingStaysMissing)
  }

  deinit {
    totals.deallocate()
    counts.deallocate()
  }

  override func add(_ block: FoldBlock) {
    for row in 0..<block.count where block.persons[row] >= 0 {
      let person = Int(block.persons[row])
      let figure = block.figures[row]
      counts[person] += 1
      if figure == .min { miss(person) } else { totals[person] &+= Total(figure) }
    }
  }

  override func join(_ other: RowFold) {
    super.join(other)
    guard let other = other as? SumFold<Total> else { return }
    for person in 0..<persons {
      totals[person] &+= other.totals[person]
      counts[person] += other.counts[person]
    }
  }

  override func figure(_ person: Int) -> Int64 {
    let result: Int64?
    if let mean {
      if counts[person] == 0 { return .min }
      result = mean(totals[person], counts[person])
    } else {
      result = Int64(exactly: totals[person])
    }
    guard let result, result != .min else {
      overflows += 1
      return .min
    }
    return result
  }
}
