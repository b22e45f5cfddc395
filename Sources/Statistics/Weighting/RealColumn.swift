import Enclosures
import LinearAlgebra
import Quantities

/// A real number for each row of a table: fitted probabilities, weights from them, products of weights.
///
/// Each number is enclosed as tightly as asked. A row without a number is missing, and missing in what is
/// computed from it. Rows that are known to be equal share one number.
public struct RealColumn: Sendable {
  /// Which rows have a number.
  public let presence: RowMask

  /// The place in `numbers` of each row that has one, in the order of the rows.
  let codes: [Int]
  /// The different numbers.
  let numbers: Refinable<[Ball]>

  /// A column of rational numbers; nil is missing.
  public init(_ values: [Exact?]) {
    var places: [Exact: Int] = [:]
    var distinct: [Exact] = []
    let codes = values.compactMap { $0 }.map { value in
      if let place = places[value] { return place }
      places[value] = distinct.count
      distinct.append(value)
      return distinct.count - 1
    }
    self.init(
      presence: RowMask(values.map { $0 != nil }), codes: codes,
      numbers: Refinable { [distinct] precision in
        distinct.map { Ball($0, precision: precision + Self.guardBits) }
      })
  }

  init(presence: RowMask, codes: [Int], numbers: Refinable<[Ball]>) {
    self.presence = presence
    self.codes = codes
    self.numbers = numbers
  }

  /// Bits beyond those asked for, which arithmetic uses up.
  private static let guardBits = 64

  /// Rows of the table.
  public var rows: Int { presence.rows }

  /// The number of a row; nil when it is missing.
  public subscript(row: Int) -> Real? {
    guard presence[row] else { return nil }
    let code = codes[(0..<row).count { presence[$0] }]
    return Real { [numbers] in numbers.value(precision: $0)[code] }
  }
}

// MARK: - Row by row

extension RealColumn {
  /// The products, where both columns have a number.
  ///
  /// - Throws: `RegressionError.lengthMismatch`.
  public static func * (left: RealColumn, right: RealColumn) throws(RegressionError) -> RealColumn {
    try combine(left, right) { $0 * $1 }
  }

  /// The quotients, where both columns have a number; undefined where `right` is zero.
  ///
  /// - Throws: `RegressionError.lengthMismatch`.
  public static func / (left: RealColumn, right: RealColumn) throws(RegressionError) -> RealColumn {
    try combine(left, right) { $0 / $1 }
  }

  /// One less each number: the probability of the contrary.
  public var complement: RealColumn {
    RealColumn(
      presence: presence, codes: codes,
      numbers: Refinable { [numbers] precision in
        numbers.value(precision: precision).map { Ball(1) - $0 }
      })
  }

  /// The same numbers in rows of a mask alone.
  ///
  /// - Throws: `RegressionError.lengthMismatch`.
  public func among(_ mask: RowMask) throws(RegressionError) -> RealColumn {
    let kept = try presence(andIn: mask)
    let codes = zip(presentRows, codes).filter { kept[$0.0] }.map(\.1)
    return RealColumn(presence: kept, codes: codes, numbers: numbers)
  }

  private static func combine(
    _ left: RealColumn, _ right: RealColumn,
    _ operation: @escaping @Sendable (Ball, Ball) -> Ball
  ) throws(RegressionError) -> RealColumn {
    let first = try left.among(right.presence)
    let second = try right.among(left.presence)
    var places: [Int: Int] = [:]
    var pairs: [(Int, Int)] = []
    let codes = zip(first.codes, second.codes).map { a, b in
      let pair = a << 32 | b
      if let place = places[pair] { return place }
      places[pair] = pairs.count
      pairs.append((a, b))
      return pairs.count - 1
    }
    return RealColumn(
      presence: first.presence, codes: codes,
      numbers: Refinable { [pairs] precision in
        let a = first.numbers.value(precision: precision)
        let b = second.numbers.value(precision: precision)
        return pairs.map { operation(a[$0.0], b[$0.1]) }
      })
  }

  private func presence(andIn mask: RowMask) throws(RegressionError) -> RowMask {
    guard mask.rows == rows else {
      throw .lengthMismatch(column: "weights", expected: rows, found: mask.rows)
    }
    return try RegressionError.product { () throws(LinearAlgebraError) in
      try presence.intersection(mask)
    }
  }

  /// The rows that have a number.
  var presentRows: [Int] { (0..<rows).filter { presence[$0] } }
}

// MARK: - Over the rows

extension RealColumn {
  /// Rows that have a number.
  public var count: Int { codes.count }

  /// The smallest number; undefined without rows.
  public var smallest: Real { figure { $0.dropFirst().reduce($0[0]) { $0.minimum($1) } } }

  /// The largest number; undefined without rows.
  public var largest: Real { figure { $0.dropFirst().reduce($0[0]) { $0.maximum($1) } } }

  /// The mean; undefined without rows.
  public var mean: Real { figure { $0.reduce(Ball(0), +) / Ball($0.count) } }

  /// The sample standard deviation, with n − 1; undefined with fewer than two rows.
  public var standardDeviation: Real {
    guard count > 1 else { return .undefined }
    return figure { numbers in
      let mean = numbers.reduce(Ball(0), +) / Ball(numbers.count)
      let squares = numbers.reduce(Ball(0)) { $0 + ($1 - mean).square() }
      return (squares / Ball(numbers.count - 1)).squareRoot()
    }
  }

  /// Kish's effective sample size of weights, `(Σ w)² / Σ w²` (Kish, "Survey Sampling", 1965).
  public var effectiveSize: Real {
    figure { numbers in
      numbers.reduce(Ball(0), +).square() / numbers.reduce(Ball(0)) { $0 + $1.square() }
    }
  }

  private func figure(_ body: @escaping @Sendable ([Ball]) -> Ball) -> Real {
    guard count > 0 else { return .undefined }
    return Real { [self] precision in
      let distinct = numbers.value(precision: precision)
      return body(codes.map { distinct[$0] })
    }
  }

  /// The numbers of some rows, in their order.
  ///
  /// - Throws: `RegressionError.lengthMismatch`, `.missingValue`.
  func gathered(
    _ rows: [Int], tableRows: Int, named name: String
  ) throws(RegressionError) -> Refinable<[Ball]> {
    guard self.rows == tableRows else {
      throw .lengthMismatch(column: name, expected: tableRows, found: self.rows)
    }
    var places = [Int](repeating: -1, count: tableRows)
    for (row, code) in zip(presentRows, codes) { places[row] = code }
    for row in rows where places[row] < 0 { throw .missingValue(row: row) }
    let codes = rows.map { places[$0] }
    return Refinable { [numbers] precision in
      let distinct = numbers.value(precision: precision)
      return codes.map { distinct[$0] }
    }
  }

  /// Refuses a number of these rows that is not certainly above zero.
  ///
  /// - Throws: `RegressionError.weight`, with the lower end of what is known.
  static func checkPositive(
    _ numbers: Refinable<[Ball]>, rows: [Int]
  ) throws(RegressionError) {
    var left = Array(rows.indices)
    var precision = 64
    while true {
      let balls = numbers.value(precision: precision)
      left = left.filter { balls[$0].certainSign != 1 }
      guard let place = left.first else { return }
      if balls[place].certainSign != nil || precision >= mostBits {
        throw .weight(row: rows[place], value: balls[place].lower ?? .zero)
      }
      precision *= 2
    }
  }

  /// Bits after which numbers that are still not told apart, or from zero, are given up.
  static let mostBits = 4096
}

// MARK: - Classes by order

extension RealColumn {
  /// Classes between the quantiles of the numbers at 1/count, 2/count, …: class 1 up to the first, which
  /// belongs to it, and so on. Classes of a propensity score are strata in which the groups are alike
  /// (Rosenbaum and Rubin, JASA 79, 1984).
  ///
  /// The numbers are compared with certainty, so that no row lands in a class by rounding. Equal numbers
  /// are in one class; a class may be empty.
  ///
  /// - Throws: `RegressionError.noCompleteRow`, `.undecidedOrder`.
  public func classes(
    _ count: Int, _ type: QuantileType, named name: String
  ) throws(RegressionError) -> Factor {
    precondition(count > 0, "there is at least one class")
    guard self.count > 0 else { throw .noCompleteRow(rows: rows) }
    let ranks = try ranks()
    let n = codes.count
    // The place in ascending order at which each run of equal numbers ends.
    let ordered = ranks.sorted()
    var lastOfRun = Array(0..<n)
    for place in (0..<n - 1).reversed() where ordered[place] == ordered[place + 1] {
      lastOfRun[place] = lastOfRun[place + 1]
    }
    // How many numbers are at most the quantile: it lies in the interval from one to the next.
    let atMost = (1..<count).map { cut in
      let (rank, weight) = type.position(Exact(cut).over(count), n: n)
      let low = min(max(rank, 1), n) - 1
      let high = min(max(rank + 1, 1), n) - 1
      return lastOfRun[weight == .one ? high : low] + 1
    }
    var classes = [Int32](repeating: -1, count: rows)
    for (row, rank) in zip(presentRows, ranks) {
      classes[row] = Int32(atMost.count { $0 <= rank })
    }
    return try Factor(name: name, codes: classes, levels: (1...count).map { "\($0)" })
  }

  /// For each number how many are smaller.
  private func ranks() throws(RegressionError) -> [Int] {
    let used = Set(codes).sorted()
    var precision = 64
    while true {
      let balls = numbers.value(precision: precision)
      let order = used.sorted { balls[$0].approximation < balls[$1].approximation }
      // Balls in a line, each certainly below the next, are in order whatever sorted them.
      let doubtful = zip(order, order.dropFirst()).first {
        !balls[$0].isCertainlyLess(than: balls[$1])
      }
      guard let doubtful else {
        var counts = [Int](repeating: 0, count: balls.count)
        for code in codes { counts[code] += 1 }
        var smaller = [Int](repeating: 0, count: balls.count)
        var before = 0
        for code in order {
          smaller[code] = before
          before += counts[code]
        }
        return codes.map { smaller[$0] }
      }
      guard precision < Self.mostBits else {
        let rows = presentRows
        let pair = [doubtful.0, doubtful.1].map { code in
          rows[codes.firstIndex(of: code) ?? 0]
        }
        throw .undecidedOrder(rows: pair)
      }
      precision *= 2
    }
  }
}

// MARK: - Where they come from

extension LogisticModel {
  /// The fitted probability of each row that takes part.
  public var fitted: RealColumn {
    let enclosure = enclosure
    let count = data.patterns.count
    return RealColumn(
      presence: design.mask, codes: data.patterns.partition.codes,
      numbers: Refinable { precision in
        enclosure.value(precision: precision)?.probabilities
          ?? [Ball](repeating: .indeterminate(precision: precision), count: count)
      })
  }
}

extension PropensityWeights {
  /// The weight of each row kept.
  public var column: RealColumn {
    var present = [Bool](repeating: false, count: model.design.tableRows)
    for row in rows { present[row] = true }
    let values = values
    let count = cells.cells.count
    return RealColumn(
      presence: RowMask(present), codes: cells.codes.filter { kept[$0] },
      numbers: Refinable { precision in
        values.value(precision: precision)?.weights
          ?? [Ball](repeating: .indeterminate(precision: precision), count: count)
      })
  }
}
