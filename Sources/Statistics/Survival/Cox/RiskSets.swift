import Quantities

/// The persons of a proportional hazards model in the order of their times, whatever the order of the rows.
///
/// Persons with the same covariates share a pattern. A person is at risk at `t` when `entry < t ≤ exit`.
struct RiskSets: Sendable {
  struct Person: Sendable {
    let entry: Int64?
    let exit: Int64
    let event: Bool
    let pattern: Int
  }

  /// The distinct rows of covariates, in ascending order.
  let patterns: [[Exact]]
  /// The persons, the last exit first.
  let persons: [Person]
  /// Those of the persons who enter late, the last entry first.
  private let entrants: [Person]
  /// Events.
  let events: Int

  init(covariates: [[Exact]], entry: [Int64]?, exit: [Int64], event: [Bool]) {
    let patterns = Set(covariates).sorted { $0.lexicographicallyPrecedes($1) }
    let index = Dictionary(uniqueKeysWithValues: zip(patterns, patterns.indices))
    self.patterns = patterns
    persons = covariates.indices.map { row in
      Person(
        entry: entry?[row], exit: exit[row], event: event[row],
        pattern: index[covariates[row]] ?? 0)
    }.sorted { ($0.exit, $0.pattern) > ($1.exit, $1.pattern) }
    entrants =
      entry == nil
      ? []
      : persons.sorted { ($0.entry ?? 0, $0.pattern) > ($1.entry ?? 0, $1.pattern) }
    events = event.count { $0 }
  }

  /// The number of columns.
  var columns: Int { patterns.first?.count ?? 0 }

  /// Calls `body` for each time with events, the last first, with the sums of a vector per pattern over those
  /// at risk and over those with the event, and the number of these.
  func forEachEventTime<Scalar: RiskScalar>(
    _ vectors: [[Scalar]], _ body: (_ risk: [Scalar], _ event: [Scalar], _ count: Int) -> Void
  ) {
    let zero = [Scalar](repeating: Scalar(0), count: vectors.first?.count ?? 0)
    var risk = zero
    var entered = 0
    var next = 0
    while next < persons.count {
      let time = persons[next].exit
      var event = zero
      var count = 0
      while next < persons.count, persons[next].exit == time {
        let vector = vectors[persons[next].pattern]
        for i in vector.indices { risk[i] = risk[i] + vector[i] }
        if persons[next].event {
          for i in vector.indices { event[i] = event[i] + vector[i] }
          count += 1
        }
        next += 1
      }
      guard count > 0 else { continue }
      while entered < entrants.count, let entry = entrants[entered].entry, entry >= time {
        let vector = vectors[entrants[entered].pattern]
        for i in vector.indices { risk[i] = risk[i] - vector[i] }
        entered += 1
      }
      body(risk, event, count)
    }
  }

  /// Whether at each event whoever has it ranks as high as anybody at risk.
  func everyEventIsForemost(rankOfPattern ranks: [Int]) -> Bool {
    var start = 0
    while start < persons.count {
      let time = persons[start].exit
      let end = persons[start...].firstIndex { $0.exit != time } ?? persons.count
      let lowest = persons[start..<end].lazy.filter(\.event).map { ranks[$0.pattern] }.min()
      if let lowest {
        let exceeded = persons[..<end].contains {
          ranks[$0.pattern] > lowest && ($0.entry.map { $0 < time } ?? true)
        }
        if exceeded { return false }
      }
      start = end
    }
    return true
  }
}

/// What sums over persons at risk are made of: doubles to find a maximum, balls to prove it, rational
/// numbers to see whether there is one.
protocol RiskScalar: Sendable {
  init(_ value: Int)
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
}

extension Exact: RiskScalar {}
