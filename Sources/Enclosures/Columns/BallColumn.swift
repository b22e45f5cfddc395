import CFLINT
import Quantities

/// A column of balls in one piece of memory: a real number per row, each enclosed.
///
/// Operations work row by row at the column's precision and return new columns; the radii cover what is
/// rounded. The result depends on nothing but the operands.
public struct BallColumn: Sendable {
  /// Owns an array of Arb, which nothing changes after its initialisation.
  private final class Storage: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<arb_struct>
    let count: Int

    init(count: Int) {
      pointer = .allocate(capacity: max(count, 1))
      for row in 0..<count { arb_init(pointer + row) }
      self.count = count
    }

    deinit {
      for row in 0..<count { arb_clear(pointer + row) }
      pointer.deallocate()
    }
  }

  /// Bits to which results are rounded.
  public let precision: Int
  private let storage: Storage

  /// Number of rows.
  public var count: Int { storage.count }

  private init(
    count: Int, precision: Int, fill: (UnsafeMutablePointer<arb_struct>) -> Void
  ) {
    precondition(precision >= 2, "a precision is at least two bits")
    self.precision = precision
    storage = Storage(count: count)
    fill(storage.pointer)
  }

  private func with<Result>(_ body: (UnsafePointer<arb_struct>) -> Result) -> Result {
    withExtendedLifetime(storage) { body(storage.pointer) }
  }

  /// Rational numbers, each rounded to `precision` bits.
  public init(_ values: [Exact], precision: Int) {
    self.init(count: values.count, precision: precision) { rows in
      for (row, value) in values.enumerated() {
        Ball(value, precision: precision).with { arb_set(rows + row, $0) }
      }
    }
  }

  /// The ball of a row.
  public subscript(row: Int) -> Ball {
    precondition((0..<count).contains(row), "no such row")
    return Ball(precision: precision) { ball in with { arb_set(ball, $0 + row) } }
  }
}

// MARK: - Row by row

extension BallColumn {
  private typealias Unary = (
    UnsafeMutablePointer<arb_struct>, UnsafePointer<arb_struct>, Int
  ) -> Void

  private func map(_ operation: Unary) -> BallColumn {
    BallColumn(count: count, precision: precision) { result in
      with { rows in for row in 0..<count { operation(result + row, rows + row, precision) } }
    }
  }

  /// eˣ of each row.
  public func exponential() -> BallColumn { map(arb_exp) }

  /// The logistic function `1 / (1 + e^−x)` of each row.
  public func logistic() -> BallColumn {
    map { result, row, precision in
      arb_neg(result, row)
      arb_exp(result, result, precision)
      arb_add_ui(result, result, 1, precision)
      arb_ui_div(result, 1, result, precision)
    }
  }

  /// `x(1 − x)` of each row: the variance of an event of probability x.
  public func timesComplement() -> BallColumn {
    map { result, row, precision in
      arb_sub_ui(result, row, 1, precision)
      arb_mul(result, result, row, precision)
      arb_neg(result, result)
    }
  }
}

// MARK: - Over the rows

extension BallColumn {
  /// The sums over groups of rows of a longer table whose row `i` has the ball of row `patterns[i]` here.
  ///
  /// - Precondition: `patterns[i]` is a row of this column and `groups[i]` in `0 ..< groupCount`.
  public func sums(of patterns: [Int], by groups: [Int], groupCount: Int) -> BallColumn {
    precondition(patterns.count == groups.count, "a group for each row")
    return BallColumn(count: groupCount, precision: precision) { result in
      with { rows in
        for (pattern, group) in zip(patterns, groups) {
          precondition(
            (0..<count).contains(pattern) && (0..<groupCount).contains(group), "no such row")
          arb_add(result + group, result + group, rows + pattern, precision)
        }
      }
    }
  }
}
