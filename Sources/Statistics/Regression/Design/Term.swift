import LinearAlgebra
import Quantities

/// A term of a linear model: what is written between the plus signs.
public indirect enum Term: Hashable, Sendable {
  /// A fixed-point column.
  case numeric(String, Sample)
  /// A column of rational numbers of any size; nil is missing.
  case exact(String, [Exact?])
  /// A category, as one column of zeros and ones for each level but the reference level.
  case category(Factor, reference: Int)
  /// The products of the columns of two terms.
  case interaction(Term, Term)

  /// Which rows have a value.
  func presence(rows: Int) throws(RegressionError) -> RowMask {
    func check(_ name: String, _ found: Int) throws(RegressionError) {
      guard found == rows else {
        throw .lengthMismatch(column: name, expected: rows, found: found)
      }
    }
    switch self {
    case .numeric(let name, let sample):
      try check(name, sample.rows)
      return sample.validity ?? RowMask(repeating: true, rows: rows)
    case .exact(let name, let values):
      try check(name, values.count)
      return RowMask(values.map { $0 != nil })
    case .category(let factor, _):
      try check(factor.name, factor.codes.count)
      return RowMask(factor.codes.map { $0 >= 0 })
    case .interaction(let first, let second):
      let left = try first.presence(rows: rows)
      let right = try second.presence(rows: rows)
      return try RegressionError.product { () throws(LinearAlgebraError) in
        try left.intersection(right)
      }
    }
  }

  /// The term's columns on chosen rows, ascending, where it has a value in each.
  func columns(_ rows: [Int]) throws(RegressionError) -> [(name: String, values: ExactColumn)] {
    switch self {
    case .numeric(let name, let sample):
      let unit = Exact(unscaled: 1, scale: sample.scale)
      let isWhole = rows.count == sample.rows
      return [
        (
          name,
          ExactColumn(isWhole ? sample.values : rows.map { sample.values[$0] }, unit: unit)
        )
      ]
    case .exact(let name, let values):
      return [(name, ExactColumn(rows.map { values[$0] ?? .zero }))]
    case .category(let factor, let reference):
      return try Self.indicators(factor, reference, rows)
    case .interaction(let first, let second):
      let right = try second.columns(rows)
      return try first.columns(rows).flatMap { left in
        right.map { ("\(left.name):\($0.name)", left.values.times($0.values)) }
      }
    }
  }

  private static func indicators(
    _ factor: Factor, _ reference: Int, _ rows: [Int]
  ) throws(RegressionError) -> [(name: String, values: ExactColumn)] {
    guard factor.levels.indices.contains(reference) else {
      throw .reference(
        factor: factor.name, reference: reference, levels: factor.levels.count)
    }
    let codes = rows.map { Int(factor.codes[$0]) }
    let present = Set(codes)
    for (code, level) in factor.levels.enumerated() where !present.contains(code) {
      throw .emptyLevel(factor: factor.name, level: level)
    }
    return factor.levels.indices.filter { $0 != reference }.map { level in
      (
        "\(factor.name)[\(factor.levels[level])]",
        ExactColumn(codes.map { $0 == level ? 1 : 0 })
      )
    }
  }
}
