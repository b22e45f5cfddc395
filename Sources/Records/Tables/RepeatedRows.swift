/// Finds rows that repeat a key, or repeat each other, and decides which are used.
///
/// Each row's key is packed into one word (or hashed, if it is wider); two bit tables sieve out the rows
/// whose word may occur twice, and only these are compared. Nothing depends on the order of rows, except
/// that of equal rows the first stands for all.
struct RepeatedRows {
  let columns: [Column]
  let schema: TableSchema
  let rows: Int
  let threads: Int

  struct Decision {
    /// Rows left out, ascending.
    var dropped: [(row: Int, rule: RowRule)] = []
    /// Rows that refuse the run, with the row whose key they repeat.
    var refused: [(row: Int, first: Int, rule: RowRule)] = []
  }

  func decide() -> Decision {
    let judged = schema.key.isEmpty ? Array(columns.indices) : schema.key
    guard rows > 1, !schema.key.isEmpty || schema.repeated.identicalOnce else {
      return Decision()
    }
    let words = KeyWords(columns: judged.map { columns[$0] })
    var candidates = KeySieve(words: words, rows: rows, threads: threads).candidates()
    candidates.sort { ($0.word, $0.row) < ($1.word, $1.row) }
    var decision = Decision()
    var start = 0
    while start < candidates.count {
      var end = start + 1
      while end < candidates.count, candidates[end].word == candidates[start].word { end += 1 }
      if end - start > 1 {
        split(candidates[start..<end].map { Int($0.row) }, by: judged, into: &decision)
      }
      start = end
    }
    decision.dropped.sort { $0.row < $1.row }
    decision.refused.sort { $0.row < $1.row }
    return decision
  }

  /// Rows of equal words, which may still differ if the words are hashes.
  private func split(_ rows: [Int], by judged: [Int], into decision: inout Decision) {
    for group in classes(of: rows, by: judged) where group.count > 1 {
      resolve(group, into: &decision)
    }
  }

  /// Classes of rows that are equal in some columns; rows ascend in each.
  private func classes(of rows: [Int], by judged: [Int]) -> [[Int]] {
    let sorted = rows.sorted { a, b in
      let order = compare(a, b, judged)
      return order == 0 ? a < b : order < 0
    }
    var classes: [[Int]] = []
    for row in sorted {
      if let last = classes.last, compare(last[0], row, judged) == 0 {
        classes[classes.count - 1].append(row)
      } else {
        classes.append([row])
      }
    }
    return classes
  }

  private func compare(_ a: Int, _ b: Int, _ judged: [Int]) -> Int {
    for column in judged {
      let left = columns[column][a] ?? .min
      let right = columns[column][b] ?? .min
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }

  private func resolve(_ rows: [Int], into decision: inout Decision) {
    var contents = classes(of: rows, by: Array(columns.indices))
    if schema.repeated.identicalOnce {
      for i in contents.indices {
        for row in contents[i].dropFirst() { decision.dropped.append((row, .identicalRow)) }
        contents[i].removeSubrange(1...)
      }
    }
    guard !schema.key.isEmpty, contents.count > 1 || contents[0].count > 1 else { return }
    let remaining = contents.flatMap { $0 }.sorted()
    guard let rule = schema.repeated.sameKey, let (column, wantsGreatest) = rule.deciding else {
      return refuse(remaining, .repeatedKey, into: &decision)
    }
    let values = contents.map { columns[column][$0[0]] }
    guard !values.contains(nil) else {
      return refuse(remaining, .undecidedKey, into: &decision)
    }
    let known = values.compactMap { $0 }
    let best = wantsGreatest ? known.max() : known.min()
    let winners = contents.indices.filter { values[$0] == best }
    guard winners.count == 1 else { return refuse(remaining, .undecidedKey, into: &decision) }
    for row in remaining where row != contents[winners[0]][0] {
      decision.dropped.append((row, .superseded))
    }
  }

  private func refuse(_ rows: [Int], _ rule: RowRule, into decision: inout Decision) {
    for row in rows.dropFirst() { decision.refused.append((row, rows[0], rule)) }
  }
}

extension SameKeyRule {
  /// The deciding column, and whether its greatest value prevails; `nil` if nothing decides.
  var deciding: (column: Int, wantsGreatest: Bool)? {
    switch self {
    case .refuse: nil
    case .latest(let column), .largest(let column): (column, true)
    case .earliest(let column), .smallest(let column): (column, false)
    }
  }
}
