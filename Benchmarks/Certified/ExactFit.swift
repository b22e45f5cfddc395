import Enclosures
import Quantities

/// The figures of a data set in exact arithmetic; only square roots are enclosures.
enum ExactFit {
  static func figures(_ data: DataSet) -> [Real] {
    switch data.family {
    case .univariate: univariate(data.rows.map { $0[0] })
    case .regression: regression(data)
    case .anova: anova(data.rows)
    }
  }

  private static func univariate(_ values: [Exact]) -> [Real] {
    let gram = Products.gram([values])
    let mean = quotient(gram[0, 1], gram[0, 0])
    let squares = gram[1, 1] - mean * gram[0, 1]
    // Σ (xᵢ − m)(xᵢ₊₁ − m)
    let pairs = Products.gram([Array(values.dropLast()), Array(values.dropFirst())])
    let lagged =
      pairs[1, 2] - mean * (pairs[0, 1] + pairs[0, 2]) + mean * mean * pairs[0, 0]
    return [
      Real(mean), Real(quotient(squares, gram[0, 0] - 1)).squareRoot(),
      Real(lagged) / Real(squares),
    ]
  }

  /// b = (XᵀX)⁻¹Xᵀy, the residual sum of squares yᵀy − bᵀXᵀy, and what follows from them.
  private static func regression(_ data: DataSet) -> [Real] {
    let (y, columns) = data.regression
    let gram = Products.gram(columns + [y])
    let last = columns.count + 1
    let design = Array((data.hasIntercept ? 0 : 1)..<last)
    let products = gram.selecting(rows: design, columns: [last])
    guard let inverse = gram.selecting(rows: design, columns: design).inverse() else { return [] }
    let coefficients = inverse * products
    let residual = gram[last, last] - (coefficients.transposed * products)[0, 0]
    let mean = quotient(gram[0, last], gram[0, 0])
    let total = gram[last, last] - (data.hasIntercept ? mean * gram[0, last] : .zero)
    let variance = quotient(residual, Exact(y.count - design.count))
    return coefficients.column(0).map { Real($0) }
      + design.indices.map { Real(variance * inverse[$0, $0]).squareRoot() }
      + summary(total: total, residual: residual, model: columns.count, variance: variance)
  }

  private static func anova(_ rows: [[Exact]]) -> [Real] {
    let labels = rows.map { $0[0] }
    let codes = Dictionary(
      uniqueKeysWithValues: Set(labels).sorted().enumerated().map { ($1, Int32($0)) })
    let groups = Products.gram(
      rows.map { $0[1] }, groups: labels.compactMap { codes[$0] }, count: codes.count)
    let all = groups.dropFirst().reduce(groups[0]) { $0 + $1 }
    let squares = { (gram: ExactMatrix) in
      gram[1, 1] - quotient(gram[0, 1] * gram[0, 1], gram[0, 0])
    }
    let residual = groups.reduce(Exact.zero) { $0 + squares($1) }
    return summary(
      total: squares(all), residual: residual, model: groups.count - 1,
      variance: quotient(residual, Exact(rows.count - groups.count)))
  }

  /// The residual standard deviation, R² and F.
  private static func summary(
    total: Exact, residual: Exact, model: Int, variance: Exact
  ) -> [Real] {
    [
      Real(variance).squareRoot(), Real(1) - Real(residual) / Real(total),
      Real(quotient(total - residual, Exact(model))) / Real(variance),
    ]
  }

  private static func quotient(_ top: Exact, _ bottom: Exact) -> Exact {
    top.divided(by: bottom) ?? .zero
  }
}
