/// A category of each row: a unit, a period, a district, an arm.
public struct Factor: Hashable, Sendable {
  /// What the categories are called together.
  public let name: String
  /// Each row's level; a negative code is a missing one.
  public let codes: [Int32]
  /// The levels' names.
  public let levels: [String]

  /// Makes a factor from codes in `0 ..< levels.count`.
  ///
  /// - Throws: `RegressionError.levelCode`.
  public init(name: String, codes: [Int32], levels: [String]) throws(RegressionError) {
    for (row, code) in codes.enumerated() where Int(code) >= levels.count {
      throw .levelCode(factor: name, row: row, code: Int(code), levels: levels.count)
    }
    self.name = name
    self.codes = codes
    self.levels = levels
  }

  /// Makes a factor from the rows' labels; nil is missing. The levels stand in the order of their bytes.
  public init(name: String, labels: [String?]) {
    self.name = name
    let distinct = Set(labels.lazy.compactMap { $0.map { Array($0.utf8) } })
    let ordered = distinct.sorted { $0.lexicographicallyPrecedes($1) }
    var codes: [[UInt8]: Int32] = [:]
    for (code, label) in ordered.enumerated() { codes[label] = Int32(code) }
    self.codes = labels.map { label in label.flatMap { codes[Array($0.utf8)] } ?? -1 }
    levels = ordered.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The factor whose levels are the pairs of levels of two factors that occur together.
  public func crossed(with other: Factor) throws(RegressionError) -> Factor {
    guard other.codes.count == codes.count else {
      throw .lengthMismatch(column: other.name, expected: codes.count, found: other.codes.count)
    }
    let pairs = zip(codes, other.codes).map { pair in
      pair.0 < 0 || pair.1 < 0 ? -1 : Int(pair.0) * other.levels.count + Int(pair.1)
    }
    let present = Set(pairs.filter { $0 >= 0 }).sorted()
    var index: [Int: Int32] = [:]
    for (code, pair) in present.enumerated() { index[pair] = Int32(code) }
    return try Factor(
      name: "\(name):\(other.name)", codes: pairs.map { index[$0] ?? -1 },
      levels: present.map {
        "\(levels[$0 / other.levels.count]):\(other.levels[$0 % other.levels.count])"
      })
  }

  /// The codes of the rows of a list, numbered anew from 0 in the order of the levels that occur.
  func partition(of rows: [Int]) throws(RegressionError) -> Partition {
    var seen = [Bool](repeating: false, count: levels.count)
    for row in rows {
      guard codes[row] >= 0 else { throw .missingCluster(factor: name, row: row) }
      seen[Int(codes[row])] = true
    }
    var renumbered = [Int](repeating: -1, count: levels.count)
    var count = 0
    for level in levels.indices where seen[level] {
      renumbered[level] = count
      count += 1
    }
    return Partition(codes: rows.map { renumbered[Int(codes[$0])] }, count: count)
  }
}

/// A division of the rows of a design into groups that all have rows.
struct Partition: Hashable, Sendable {
  /// Each row's group, in `0 ..< count`.
  let codes: [Int]
  /// Number of groups.
  let count: Int

  /// Every row a group of its own.
  static func singletons(rows: Int) -> Partition {
    Partition(codes: Array(0..<rows), count: rows)
  }

  /// How many rows each group has.
  var counts: [Int] { counts { _ in true } }

  /// How many rows of each group a condition holds in.
  func counts(where holds: (Int) -> Bool) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    counts.withUnsafeMutableBufferPointer { counts in
      codes.withUnsafeBufferPointer { codes in
        for row in codes.indices where holds(row) { counts[codes[row]] += 1 }
      }
    }
    return counts
  }

  /// The rows of each group.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: count)
    for (row, code) in codes.enumerated() { members[code].append(row) }
    return members
  }

  /// Whether each group lies within one group of another division.
  func isNested(in other: Partition) -> Bool {
    var outer = [Int](repeating: -1, count: count)
    for (row, code) in codes.enumerated() {
      if outer[code] < 0 { outer[code] = other.codes[row] }
      if outer[code] != other.codes[row] { return false }
    }
    return true
  }

  /// The division into the pairs of groups that occur together.
  func crossed(with other: Partition) -> Partition {
    var index: [Int: Int] = [:]
    let codes = zip(codes, other.codes).map { first, second in
      let pair = first * other.count + second
      if let known = index[pair] { return known }
      index[pair] = index.count
      return index.count - 1
    }
    return Partition(codes: codes, count: index.count)
  }
}
