import LinearAlgebra
import Quantities

/// Counts of moves between levels: from the level before to the level after.
public struct Transitions: Hashable, Sendable {
  /// Number of levels.
  public let levels: Int
  /// Rows counted.
  public let n: Int
  private let cells: [Int]

  /// Counts the rows of a population by level before and after.
  ///
  /// - Parameters:
  ///   - before: each row's level before, in `0 ..< levels`.
  ///   - after: each row's level after.
  ///   - mask: the rows where both are present; nil when all are.
  /// - Throws: `StatisticsError.lengthMismatch`, `.levelCode`.
  public init(
    before: [Int32], after: [Int32], levels: Int, mask: RowMask? = nil
  ) throws(StatisticsError) {
    guard after.count == before.count else {
      throw .lengthMismatch(expected: before.count, found: after.count)
    }
    if let mask, mask.rows != before.count {
      throw .lengthMismatch(expected: before.count, found: mask.rows)
    }
    self.levels = max(levels, 0)
    n = mask?.present ?? before.count
    var cells = [Int](repeating: 0, count: self.levels * self.levels)
    for row in before.indices where mask?[row] ?? true {
      let from = Int(before[row])
      let to = Int(after[row])
      for code in [from, to] where code < 0 || code >= levels {
        throw .levelCode(row: row, code: code, levels: levels)
      }
      cells[from * levels + to] += 1
    }
    self.cells = cells
  }

  /// Rows that moved from one level to another (or stayed, when they are the same).
  public subscript(from before: Int, to after: Int) -> Int {
    precondition((0..<levels).contains(before) && (0..<levels).contains(after))
    return cells[before * levels + after]
  }

  /// Rows whose level stayed.
  public var unchanged: Int { count { $0 == $1 } }
  /// Rows whose level code rose.
  public var raised: Int { count { $0 < $1 } }
  /// Rows whose level code fell.
  public var lowered: Int { count { $0 > $1 } }

  /// Rows that moved to a level that stands in a given relation to the level before.
  private func count(_ relation: (Int, Int) -> Bool) -> Int {
    var total = 0
    for before in 0..<levels {
      for after in 0..<levels where relation(before, after) {
        total += cells[before * levels + after]
      }
    }
    return total
  }
}
