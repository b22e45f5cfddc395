import Contract

/// Takes the figure of the row whose key is least.
final class TakeFold: RowFold {
  /// How a row's key is made of its date, figure and the person's anchor.
  enum Key {
    case earliest
    case latest
    case largest
    case smallest
    case nearest(tieEarlier: Bool)
    /// All rows have the same key: a second row is a tie whatever its figure.
    case only
  }

  private static let none = Int64.max

  private let key: Key
  private let keys: UnsafeMutablePointer<Int64>
  private let taken: UnsafeMutablePointer<Int64>
  private let ties: UnsafeMutablePointer<UInt8>

  init(persons: Int, missingStaysMissing: Bool, key: Key) {
    self.key = key
    keys = .allocate(capacity: max(persons, 1))
    keys.initialize(repeating: Self.none, count: max(persons, 1))
    taken = .allocate(capacity: max(persons, 1))
    taken.initialize(repeating: .min, count: max(persons, 1))
    ties = .allocate(capacity: max(persons, 1))
    ties.initialize(repeating: 0, count: max(persons, 1))
    super.init(persons: persons, missingStaysMissing: missingStaysMissing)
  }

  deinit {
    keys.deallocate()
    taken.deallocate()
    ties.deallocate()
  }

  override func add(_ block: FoldBlock) {
    switch key {
    case .earliest:
      offer(block) { block, row in block.dates[row] }
    case .latest:
      offer(block) { block, row in
        block.dates[row] == .min ? .min : -block.dates[row]
      }
    case .largest:
      offer(block) { block, row in
        block.figures[row] == .min ? .min : -block.figures[row]
      }
    case .smallest:
      offer(block) { block, row in block.figures[row] }
    case .nearest(let tieEarlier):
      offer(block) { block, row in
        let (date, anchor) = (block.dates[row], block.anchors[row])
        if date == .min || anchor == .min { return .min }
        let isPreferred = tieEarlier ? date <= anchor : date >= anchor
        return abs(date - anchor) * 2 + (isPreferred ? 0 : 1)
      }
    case .only:
      offer(block) { _, _ in 0 }
    }
  }

  /// A key of `Int64.min` is missing.
  @inline(__always)
  private func offer(_ block: FoldBlock, _ key: (FoldBlock, Int) -> Int64) {
    for row in 0..<block.count where block.persons[row] >= 0 {
      let person = Int(block.persons[row])
      let key = key(block, row)
      if key == .min {
        miss(person)
      } else {
        settle(person, key, block.figures[row], 0)
      }
    }
  }

  @inline(__always)
  private func settle(_ person: Int, _ key: Int64, _ figure: Int64, _ tie: UInt8) {
    if key < keys[person] {
      keys[person] = key
      taken[person] = figure
      ties[person] = tie
    } else if key == keys[person] {
      var differs = figure != taken[person]
      if case .only = self.key { differs = true }
      ties[person] |= tie | (differs ? 1 : 0)
    }
  }

  override func join(_ other: RowFold) {
    super.join(other)
    guard let other = other as? TakeFold else { return }
    for person in 0..<persons where other.keys[person] != Self.none {
      settle(person, other.keys[person], other.taken[person], other.ties[person])
    }
  }

  override func figure(_ person: Int) -> Int64 {
    if keys[person] == Self.none { return .min }
    return taken[person] == .min && !isStrict ? 0 : taken[person]
  }

  /// Persons whose taken rows tie and differ, ascending.
  var tied: [Int] { (0..<persons).filter { ties[$0] != 0 && unknown[$0] == 0 } }
}
