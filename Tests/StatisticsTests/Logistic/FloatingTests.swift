import Enclosures
import Quantities
import Statistics
import Testing

/// The oracle is ball arithmetic with 256 bits, another path from the data to the figures.
@Suite("Logistic regression in doubles")
struct FloatingTests {
  @Test("Powers of e keep their bound")
  func exponential() {
    var worst = 0.0
    for size in [1e-9, 0.3, 1, 30, FloatingExponential.largest] {
      for part in stream(7, 2_000, span: 1 << 43, low: 0) {
        let m = Double(part) * 0x1p-43 * size
        let expected = (-Ball(startingValue: m, precision: 128)).exponential()
        let found = Ball(startingValue: FloatingExponential.negative(m), precision: 128)
        worst = max(worst, ((found - expected) / expected).magnitudeBound)
      }
    }
    #expect(FloatingExponential.negative(0) == 1)
    // The bound is a proof with something to spare; 2⁻⁵² would be the best that rounding allows.
    #expect(worst < FloatingExponential.relativeError / 3 && worst > 0x1p-54)
  }

  /// A model of so many rows, its predictor at most about `size` beside the offset.
  private func model(
    rows: Int, columns: Int, size: Int, offset: Int, squares: Bool, seed: UInt64
  ) throws -> (model: LogisticModel, clusters: Factor) {
    func draw(_ part: UInt64, _ span: UInt64, low: Int64 = 0) -> [Int] {
      stream(seed &* 100 + part, rows, span: span, low: low).map { Int($0) }
    }
    let values = (0..<columns).map { draw(UInt64($0), 60, low: 40) }
    let dice = (0..<6).map { draw(20 + UInt64($0), 41, low: -20) }
    let (group, cluster) = (draw(40, 2), draw(41, 12))
    let y = (0..<rows).map { row in
      // Roughly logistic: the sum of six dice about the predictor.
      let centre = (0..<columns).reduce(0) { $0 + (values[$1][row] - 70) * ($1 % 3 - 1) }
      let noise = dice.reduce(0) { $0 + $1[row] }
      return centre * size / 30 + noise + offset > 0 ? 1 : 0
    }
    func term(_ name: String, _ column: [Int]) -> Term {
      .exact(name, column.map { Exact($0) })
    }
    var terms = values.enumerated().map { term("x\($0)", $1) }
    terms.append(term("group", group))
    if squares { terms += terms.prefix(columns).map { .interaction($0, $0) } }
    let clusters = Factor(name: "cluster", labels: cluster.map { "\($0)" })
    return (try LogisticModel(response: term("y", y), terms: terms), clusters)
  }

  @Test(
    "Every figure of doubles encloses that of balls",
    arguments: [
      (rows: 60, columns: 1, size: 10, offset: 0, squares: false),
      (rows: 800, columns: 3, size: 20, offset: 0, squares: false),
      (rows: 1_500, columns: 2, size: 10, offset: 5, squares: true),
      (rows: 3_000, columns: 2, size: 3, offset: -75, squares: false),
      (rows: 20_000, columns: 2, size: 10, offset: -20, squares: false),
    ])
  func encloses(_ data: (rows: Int, columns: Int, size: Int, offset: Int, squares: Bool)) throws {
    let (model, clusters) = try model(
      rows: data.rows, columns: data.columns, size: data.size, offset: data.offset,
      squares: data.squares, seed: UInt64(data.rows))
    var figures = model.coefficients.enumerated().map { ("b\($0)", $1) }
    let estimators: [LogisticCovarianceEstimator] = [
      .information, .hc0, .hc1, .clustered(clusters),
    ]
    for estimator in estimators {
      let covariance = try model.covariance(estimator)
      figures.append(("\(estimator) x0", try covariance.covariance("x0", "x0")))
      figures.append(("\(estimator) cross", try covariance.covariance("x0", "group")))
      let standard = try MarginalStandardisation(covariance, group: "group")
      figures.append(("risk", standard.risk1.estimate))
      figures.append(("difference", standard.difference.estimate))
      figures.append(("\(estimator) difference", standard.difference.variance))
      figures.append(("\(estimator) ratio", standard.logRatio.variance))
    }
    figures.append(("deviance", model.deviance))
    for (row, p) in model.probabilities().enumerated().prefix(200) {
      figures.append(("p\(row)", p))
    }
    for (name, figure) in figures {
      let rough = figure.enclosed(precision: 64)
      let fine = figure.enclosed(precision: 256)
      #expect(rough.contains(fine), "\(name)")
      // Doubles were used, and are of use: not exact, and known to some digits.
      #expect(rough.accuracy > 12 && rough.accuracy < 60, "\(name): \(rough.accuracy) bits")
      #expect(fine.accuracy > 180, "\(name): \(fine.accuracy) bits")
    }
  }
}
