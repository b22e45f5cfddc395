import Enclosures
import LinearAlgebra
import Quantities

/// Weights of persons by the probability of being in the group that they are in, from a logistic model
/// of the group (Rosenbaum and Rubin, Biometrika 70, 1983).
///
/// Sums over persons are over cells of equal covariates and group, and are made once per precision.
public struct PropensityWeights: Sendable {
  /// The model of the group; its response is the group.
  public let model: LogisticModel
  /// How the score becomes a weight.
  public let kind: WeightKind
  /// The least and the greatest score kept; nil keeps all.
  public let keeping: ClosedRange<Exact>?

  let cells: WeightCells
  /// Whether the rows of each cell are kept.
  let kept: [Bool]
  let values: Refinable<WeightValues?>

  private static let mostBits = 4096

  /// Weights the rows of a model.
  ///
  /// - Parameters:
  ///   - model: of the group, not fitted anew after rows are dropped.
  ///   - keeping: rows with a score outside are dropped (Crump and others, Biometrika 96, 2009).
  /// - Throws: `LogisticError.weighted`, `.bounds`, `.undecidedBound`, `.emptyGroup`.
  public init(
    _ model: LogisticModel, kind: WeightKind, keeping: ClosedRange<Exact>? = nil
  ) throws(LogisticError) {
    try model.checkUnweighted()
    let cells = WeightCells(model)
    var kept = [Bool](repeating: true, count: cells.cells.count)
    if let keeping {
      guard keeping.lowerBound >= .zero, keeping.upperBound <= .one,
        keeping.lowerBound < keeping.upperBound
      else {
        throw .bounds(lower: keeping.lowerBound, upper: keeping.upperBound)
      }
      let patterns = try Self.kept(model, keeping)
      kept = cells.cells.map { patterns[$0.pattern] }
    }
    for treated in [true, false]
    where !zip(cells.cells, kept).contains(where: { $0.treated == treated && $1 }) {
      throw .emptyGroup(column: "response", value: treated ? 1 : 0, rows: model.design.count)
    }
    self.model = model
    self.kind = kind
    self.keeping = keeping
    self.cells = cells
    self.kept = kept
    let share = Exact(model.events).over(model.design.count)
    let enclosure = model.enclosure
    values = Refinable { [kept] precision in
      enclosure.value(precision: precision).map {
        WeightValues($0, kind, cells, kept: kept, share: share)
      }
    }
  }

  /// Whether the score of each pattern lies within bounds, decided at whatever precision it takes.
  private static func kept(
    _ model: LogisticModel, _ bounds: ClosedRange<Exact>
  ) throws(LogisticError) -> [Bool] {
    var result: [Bool] = []
    for pattern in 0..<model.data.patterns.count {
      let sides = (
        try compare(model, pattern, with: bounds.lowerBound),
        try compare(model, pattern, with: bounds.upperBound)
      )
      result.append(sides.0 >= 0 && sides.1 <= 0)
    }
    return result
  }

  private static func compare(
    _ model: LogisticModel, _ pattern: Int, with bound: Exact
  ) throws(LogisticError) -> Int {
    var precision = 64
    while precision <= mostBits {
      if let fit = model.enclosure.value(precision: precision),
        let sign = (fit.probabilities[pattern] - Ball(bound, precision: precision)).certainSign
      {
        return sign
      }
      precision *= 2
    }
    let row = model.data.patterns.partition.codes.firstIndex(of: pattern) ?? 0
    throw .undecidedBound(row: model.design.rows[row], bound: bound)
  }
}

// MARK: - The weights

extension PropensityWeights {
  /// The rows kept, by their number in the table.
  public var rows: [Int] {
    zip(model.design.rows, cells.codes).filter { kept[$0.1] }.map(\.0)
  }

  /// The weight of each row kept, in the order of `rows`; rows of a cell share one value.
  public func weights() -> [Real] {
    let each = cells.cells.indices.map { cell in real { $0.weights[cell] } }
    return cells.codes.filter { kept[$0] }.map { each[$0] }
  }

  /// The smallest weight.
  public var smallest: Real { extreme { $0.minimum($1) } }

  /// The largest weight.
  public var largest: Real { extreme { $0.maximum($1) } }

  /// The mean weight of the rows kept.
  public var mean: Real {
    let count = rows.count
    return real { ($0.total[0] + $0.total[1]) / Ball(count) }
  }

  /// Kish's effective sample size of a group, `(Σ w)² / Σ w²` (Kish, "Survey Sampling", 1965).
  public func effectiveSampleSize(treated: Bool) -> Real {
    real { $0.total[treated ? 1 : 0].square() / $0.totalSquares[treated ? 1 : 0] }
  }

  private func extreme(_ choose: @escaping @Sendable (Ball, Ball) -> Ball) -> Real {
    let kept = kept
    return real { values in
      let weights = zip(values.weights, kept).filter(\.1).map(\.0)
      return weights.dropFirst().reduce(weights[0], choose)
    }
  }

  func real(_ body: @escaping @Sendable (WeightValues) -> Ball) -> Real {
    let values = values
    return Real { precision in
      values.value(precision: precision).map(body) ?? .indeterminate(precision: precision)
    }
  }

  /// The only column of a term, on the rows of the model.
  func column(_ term: Term) throws(LogisticError) -> ExactColumn {
    let design = model.design
    return try LogisticError.regression { () throws(RegressionError) in
      let presence = try term.presence(rows: design.tableRows)
      for row in design.rows where !presence[row] { throw .missingValue(row: row) }
      let columns = try term.columns(design.rows)
      guard columns.count == 1, let column = columns.first else { throw .noColumns }
      return column.values
    }
  }
}

/// The weights of the cells, enclosed, with their sums over persons.
struct WeightValues: Sendable {
  let fit: LogisticEnclosure
  /// The weight of a row of each cell; zero in cells that are not kept.
  let weights: [Ball]
  /// Its derivative by the linear predictor.
  let slopes: [Ball]
  /// `Σ w` in group 0 and in group 1.
  let total: [Ball]
  /// `Σ w²` in group 0 and in group 1.
  let totalSquares: [Ball]

  init(
    _ fit: LogisticEnclosure, _ kind: WeightKind, _ cells: WeightCells, kept: [Bool], share: Exact
  ) {
    let share = Ball(share, precision: fit.precision)
    var weights: [Ball] = []
    var slopes: [Ball] = []
    var total = [Ball(0), Ball(0)]
    var totalSquares = total
    for (cell, kept) in zip(cells.cells, kept) {
      guard kept else {
        weights.append(Ball(0))
        slopes.append(Ball(0))
        continue
      }
      let score = fit.probabilities[cell.pattern]
      let weight = kind.weight(score: score, treated: cell.treated, share: share)
      weights.append(weight)
      slopes.append(kind.slope(score: score, treated: cell.treated, share: share))
      let group = cell.treated ? 1 : 0
      total[group] += Ball(cell.count) * weight
      totalSquares[group] += Ball(cell.count) * weight.square()
    }
    self.fit = fit
    self.weights = weights
    self.slopes = slopes
    self.total = total
    self.totalSquares = totalSquares
  }

  /// The weighted mean of each group of a column with known sums in each cell.
  func means(_ sums: [Ball], _ cells: WeightCells) -> [Ball] {
    var tops = [Ball(0), Ball(0)]
    for (index, cell) in cells.cells.enumerated() {
      tops[cell.treated ? 1 : 0] += weights[index] * sums[index]
    }
    return [tops[0] / total[0], tops[1] / total[1]]
  }
}
