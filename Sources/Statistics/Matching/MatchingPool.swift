import LinearAlgebra

/// The compared persons of a stratum, from whom the nearest are taken.
struct MatchingPool {
  /// The persons' rows in the table.
  let rows: [Int]
  private let ranks: [Int]
  private let values: [Int128]
  private var used: Set<Int> = []
  private var upwards: Neighbours
  private var downwards: Neighbours

  init(rows: [Int], scores: [Int128], ranks: [Int], values: [Int128]) {
    self.rows = rows
    self.ranks = ranks
    self.values = values
    upwards = Neighbours(keys: scores, ranks: ranks, values: values)
    downwards = Neighbours(keys: scores.map { -$0 }, ranks: ranks, values: values)
  }

  /// The pools of the rows in a mask.
  ///
  /// - Parameter value: the caliper value of a row.
  static func byStratum(
    _ mask: RowMask, scores: Sample, ranks: [Int], strata: [Int32]?, value: (Int) -> Int128
  ) -> [Int32: MatchingPool] {
    var members: [Int32: [Int]] = [:]
    for row in 0..<mask.rows where mask[row] {
      members[strata?[row] ?? 0, default: []].append(row)
    }
    return members.mapValues { rows in
      MatchingPool(
        rows: rows, scores: rows.map { Int128(scores.values[$0]) },
        ranks: rows.map { ranks[$0] }, values: rows.map(value))
    }
  }

  /// The nearest persons not used, at most so many, the nearest first; of those equally near the one of the
  /// lowest rank first.
  mutating func nearest(
    _ count: Int, to score: Int128, within caliper: ClosedRange<Int128>
  ) -> [Int] {
    var above = upwards.start(score, strictly: false)
    var below = downwards.start(-score, strictly: true)
    var found: [Int] = []
    while found.count < count {
      let up = upwards.nearest(from: above, key: score, within: caliper)
      let down = downwards.nearest(from: below, key: -score, within: caliper)
      let person: Int
      if let up, down.map({ isNearer(up, $0) }) ?? true {
        person = up.person
        above = up.place + 1
      } else if let down {
        person = down.person
        below = down.place + 1
      } else {
        break
      }
      if caliper.contains(values[person]) { found.append(person) }
    }
    return found
  }

  /// The same by a metric or, without one, by the scores.
  mutating func nearest(
    _ count: Int, to row: Int, score: Int128, within caliper: ClosedRange<Int128>,
    by metric: MahalanobisMetric?
  ) -> [Int] {
    guard let metric else { return nearest(count, to: score, within: caliper) }
    let left = rows.indices.filter { !used.contains($0) && caliper.contains(values[$0]) }
    return metric.nearest(
      count, to: row, of: left.map { (person: $0, row: rows[$0]) }, rank: { ranks[$0] })
  }

  /// Takes a person out.
  mutating func use(_ person: Int) {
    used.insert(person)
    upwards.use(person)
    downwards.use(person)
  }

  private func isNearer(_ a: Neighbours.Candidate, _ b: Neighbours.Candidate) -> Bool {
    (a.distance, ranks[a.person]) < (b.distance, ranks[b.person])
  }
}
