/// Persons in the order in which they are met going from a score in one direction, those with the same
/// score by rank; who is used is skipped in almost constant time.
struct Neighbours {
  /// The scores, ascending; negated for the direction downwards.
  private let keys: [Int128]
  /// The persons of these scores, and where each of them is.
  private let persons: [Int]
  private let places: [Int]
  /// Points towards the first person not used from here on (disjoint sets with path halving: R. E. Tarjan
  /// and J. van Leeuwen, Journal of the ACM 31 (1984) 245–281).
  private var next: [Int]
  /// The least and the greatest caliper value from each place on.
  private let reach: [ClosedRange<Int128>]

  /// - Parameters:
  ///   - keys: each person's score, or its negative.
  ///   - ranks: decide between persons with one key.
  ///   - values: the caliper values.
  init(keys: [Int128], ranks: [Int], values: [Int128]) {
    persons = keys.indices.sorted { (keys[$0], ranks[$0]) < (keys[$1], ranks[$1]) }
    self.keys = persons.map { keys[$0] }
    var places = [Int](repeating: 0, count: keys.count)
    for (place, person) in persons.enumerated() { places[person] = place }
    self.places = places
    next = Array(0...keys.count)
    var reach: [ClosedRange<Int128>] = []
    for person in persons.reversed() {
      let value = values[person]
      let before = reach.last ?? value...value
      reach.append(min(before.lowerBound, value)...max(before.upperBound, value))
    }
    self.reach = reach.reversed()
  }

  /// The first place whose key is at least (or, strictly, more than) a key.
  func start(_ key: Int128, strictly: Bool) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key || (strictly && keys[middle] == key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The first person not used, from a place on, and how far away; nil when nobody from there on can be
  /// within the caliper.
  mutating func nearest(
    from place: Int, key: Int128, within caliper: ClosedRange<Int128>
  ) -> Candidate? {
    let place = find(place)
    guard place < persons.count, reach[place].overlaps(caliper) else { return nil }
    return Candidate(person: persons[place], distance: keys[place] - key, place: place)
  }

  /// Uses a person.
  mutating func use(_ person: Int) { next[places[person]] = places[person] + 1 }

  private mutating func find(_ place: Int) -> Int {
    var place = place
    while next[place] != place {
      next[place] = next[next[place]]
      place = next[place]
    }
    return place
  }

  struct Candidate {
    let person: Int
    let distance: Int128
    let place: Int
  }
}
