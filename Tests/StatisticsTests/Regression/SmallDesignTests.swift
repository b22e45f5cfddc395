import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// Figures on eighteen rows that were computed with Python's `fractions` by fitting every replicate and
/// every cluster anew, and properties that hold exactly.
@Suite("Regression on a small design")
struct SmallDesignTests {
  private let x: [Int64] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3]
  private let z: [Int64] = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3]
  private let y: [Int64] = [5, 9, 2, 6, 1, 7, 3, 8, 9, 4, 2, 6, 7, 10, 5, 8, 1, 6]
  private let g = Factor(
    name: "g",
    labels: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d", "e", "e", "e"]
      + ["f", "f", "f"])
  private let h = Factor(
    name: "h",
    labels: ["0", "1", "2", "0", "1", "2", "0", "1", "2", "0", "1", "2", "0", "1", "2"]
      + ["0", "1", "3"])

  private func numeric(_ name: String, _ values: [Int64]) throws -> Term {
    .numeric(name, try Sample(values: values))
  }

  private func model() throws -> LinearModel {
    try LinearModel(
      Design(response: numeric("y", y), terms: [numeric("x", x), numeric("z", z)]))
  }

  @Test func coefficients() throws {
    let model = try model()
    #expect(
      model.coefficients == [
        try exact("1140985/331118"), try exact("60357/331118"), try exact("90033/331118"),
      ])
    #expect(model.residualVariance == (try exact("13136869/1655590")))
  }

  @Test func twoWayClustering() throws {
    let covariance = try model().covariance(.twoWay(g, h, .cr1(.all)))
    #expect(covariance.clusters == 4)
    let variance = try covariance.inference("z", reference: .normal).variance
    let expected = try exact("12142436908688484396931/676166558090161063824900")
    #expect(variance.enclosed(precision: 64).contains(expected))
    #expect(variance.enclosed(precision: 512).contains(expected))
    #expect(
      throws: RegressionError.notPositive(name: "x", variance: "-0.0114192")
    ) { try covariance.inference("x", reference: .normal) }
  }

  @Test func waldTests() throws {
    let model = try model()
    let slopes = ["x", "z"].map { LinearHypothesis([.init($0)]) }
    let classical = try model.covariance(.classical)
    let joint = try classical.waldTest(slopes, reference: .fisher(denominator: Real(15)))
    #expect(joint.statistic.exact == (try model.statistic()))
    // One hypothesis: the square of t, and the same p value.
    let robust = try model.covariance(.clustered(by: g, .simple(.cr1(.all))))
    let single = try robust.waldTest(
      [LinearHypothesis([.init("z")])], reference: .fisher(denominator: Real(5)))
    let inference = try robust.inference("z", reference: .student(5))
    #expect(
      agree(
        try single.statistic.midpoint, try inference.statistic().square().midpoint,
        within: Exact.powerOfTen(-12)))
    #expect(
      agree(
        try single.pValue.midpoint, try inference.pValue().midpoint, within: Exact.powerOfTen(-10)))
    let difference = try robust.inference(
      combining: [("x", 1), ("z", -1)], reference: .student(5))
    #expect(difference.estimate.exact == (try exact("-14838/165559")))
    #expect(throws: RegressionError.dependentHypotheses(count: 2, rank: 1)) {
      try classical.waldTest([slopes[0], slopes[0]], reference: .chiSquared)
    }
  }

  @Test(arguments: [("0", 22), ("1", 0), ("1/2", 4), ("3/2", 0)])
  func wildBootstrap(value: String, beyond: Int) throws {
    let bootstrap = try WildClusterBootstrap(
      model(), of: "x", by: g, weights: .rademacher, draws: .all)
    let outcome = bootstrap.test(against: try exact(value))
    #expect(outcome.beyond == beyond)
    #expect(outcome.tied == 2)
    #expect(outcome.replicates == 64)
    #expect(outcome.pValue == Exact(beyond + 2, over: 64))
  }

  @Test func wildBootstrapLimits() throws {
    let bootstrap = try WildClusterBootstrap(
      model(), of: "x", by: g, weights: .rademacher, draws: .all)
    let limits = try bootstrap.limits(level: exact("9/10"), decimals: 2)
    #expect(limits.lower == Exact(decimal: "-0.22"))
    #expect(limits.upper == Exact(decimal: "0.47"))
  }

  @Test func webbWeights() throws {
    let bootstrap = try WildClusterBootstrap(
      model(), of: "x", by: g, weights: .webb,
      draws: .random(200) { replicate, cluster in
        // The middle of the sixth that the weight is drawn from.
        let index = (replicate * 7 + cluster * 5 + (replicate * cluster) % 3) % 6
        return UInt64.max / 12 * UInt64(2 * index + 1)
      })
    let outcome = bootstrap.test()
    #expect(outcome.beyond == 67)
    #expect(outcome.tied == 0)
  }

  /// One cluster holds 34 of 40 rows and one far value, so that an eigenvalue of I − H of its rows is
  /// 0.00082. The errors are mpmath's, with 60 digits and its eigenvectors.
  @Test func errorsOfADominantCluster() throws {
    let rows = Array<Int64>(0..<40)
    let arm = rows.map { $0 % 2 == 0 ? Int64(1) : 0 }
    let far = rows.map { $0 == 5 ? 160 : $0 % 7 }
    let outcome = zip(rows, arm).map { (3 * $0 * $0 + 5 * $0) % 23 + 2 * $1 }
    let clusters = try Factor(
      name: "cluster", codes: rows.map { $0 < 34 ? 0 : $0 < 37 ? 1 : 2 }, levels: ["a", "b", "c"])
    let model = try LinearModel(
      Design(
        response: numeric("y", outcome), terms: [numeric("arm", arm), numeric("far", far)]))
    let covariance = try model.covariance(.clustered(by: clusters, .bellMcCaffrey))
    for (name, error) in [
      ("(intercept)", "1.590915617053349320475243"), ("arm", "1.155706113315222135690330"),
      ("far", "0.03426015190719385164669545"),
    ] {
      let found = try covariance.inference(name, reference: .normal).standardError
      let expected = try #require(Exact(decimal: Substring(error)))
      #expect(
        try found.rounded(.halfEven, decimals: 22) == expected.rounded(.halfEven, decimals: 22))
    }
  }

  @Test func absorbedEffectsAreColumns() throws {
    let columns = try LinearModel(
      Design(
        response: numeric("y", y),
        terms: [numeric("x", x), numeric("z", z), .category(g, reference: 0)]))
    let absorbed = try LinearModel(
      Design(
        response: numeric("y", y), terms: [numeric("x", x), numeric("z", z)], absorbing: g))
    let estimators: [CovarianceEstimator] = [
      .classical, .heteroskedastic(.hc0), .heteroskedastic(.hc1), .heteroskedastic(.hc2),
      .heteroskedastic(.hc3), .clustered(by: h, .simple(.cr1(.all))),
      .clustered(by: g, .simple(.cr1(.withoutNestedEffects))),
      .clustered(by: g, .bellMcCaffrey),
    ]
    #expect(absorbed.residualSquares == columns.residualSquares)
    #expect(absorbed.residualDegreesOfFreedom == columns.residualDegreesOfFreedom)
    for estimator in estimators {
      let (a, b) = (try absorbed.covariance(estimator), try columns.covariance(estimator))
      for name in ["x", "z"] {
        #expect(try absorbed.coefficient(name) == columns.coefficient(name))
        let pair = try (
          a.inference(name, reference: .normal).variance,
          b.inference(name, reference: .normal).variance
        )
        #expect(
          agree(try pair.0.midpoint, try pair.1.midpoint, within: Exact.powerOfTen(-11)),
          "\(name) \(estimator)")
      }
    }
    #expect(throws: RegressionError.effectsCrossClusters(effects: "g", clusters: "h")) {
      try absorbed.covariance(.clustered(by: h, .bellMcCaffrey))
    }
  }

  /// A weight of two is a row twice; a weight's scale does not matter to robust errors.
  @Test func weights() throws {
    let weight = x.map { Int64(1 + $0 % 2) }
    func repeated(_ values: [Int64]) -> [Int64] {
      zip(values, weight).flatMap { [Int64](repeating: $0.0, count: Int($0.1)) }
    }
    let weighted = try LinearModel(
      Design(
        response: numeric("y", y), terms: [numeric("x", x), numeric("z", z)],
        weights: numeric("w", weight)))
    let long = try LinearModel(
      Design(
        response: numeric("y", repeated(y)),
        terms: [numeric("x", repeated(x)), numeric("z", repeated(z))]))
    #expect(weighted.coefficients == long.coefficients)
    #expect(weighted.residualSquares == long.residualSquares)
    #expect(weighted.totalSquares == long.totalSquares)
    let scaled = try LinearModel(
      Design(
        response: numeric("y", y), terms: [numeric("x", x), numeric("z", z)],
        weights: numeric("w", weight.map { 7 * $0 })))
    for estimator: CovarianceEstimator in [
      .heteroskedastic(.hc1), .heteroskedastic(.hc3), .clustered(by: h, .simple(.cr0)),
      .clustered(by: g, .bellMcCaffrey),
    ] {
      let variance = try weighted.covariance(estimator).covariance("x", "z")
      let (near, nearer) = (
        variance.enclosed(precision: 64), variance.enclosed(precision: 256)
      )
      #expect(near.contains(nearer) && near.accuracy > 35)
      let pair = try (
        weighted.covariance(estimator).covariance("x", "x"),
        scaled.covariance(estimator).covariance("x", "x")
      )
      #expect(agree(try pair.0.midpoint, try pair.1.midpoint, within: Exact.powerOfTen(-12)))
    }
  }

  @Test func missingRowsAndOrder() throws {
    let mask = RowMask((0..<18).map { $0 % 5 != 2 })
    let kept = (0..<18).filter { mask[$0] }
    let masked = try LinearModel(
      Design(
        response: numeric("y", y),
        terms: [
          .numeric("x", Sample(values: x, validity: mask)), numeric("z", z),
        ]))
    let short = try LinearModel(
      Design(
        response: numeric("y", kept.reversed().map { y[$0] }),
        terms: [
          numeric("x", kept.reversed().map { x[$0] }), numeric("z", kept.reversed().map { z[$0] }),
        ]))
    #expect(masked.design.rows == kept)
    #expect(masked.coefficients == short.coefficients)
    for kind in CovarianceEstimator.Heteroskedasticity.allCases {
      let pair = try (
        masked.covariance(.heteroskedastic(kind)).covariance("x", "z"),
        short.covariance(.heteroskedastic(kind)).covariance("x", "z")
      )
      #expect(try pair.0.decimalText() == pair.1.decimalText(), "the order of rows shows")
      let (a, b) = (pair.0.enclosed(precision: 64), pair.1.enclosed(precision: 512))
      #expect(a.contains(b), "the grid and the balls do not agree")
    }
  }

  @Test func stops() throws {
    let response = try numeric("y", y)
    let ones = [Int64](repeating: 1, count: 18)
    #expect(throws: RegressionError.singular(dependent: ["s"], rank: 3, columns: 4)) {
      try LinearModel(
        Design(
          response: response,
          terms: [numeric("x", x), numeric("z", z), numeric("s", zip(x, z).map { $0 - 2 * $1 })]))
    }
    #expect(throws: RegressionError.constantColumn(name: "c", value: 1)) {
      try Design(response: response, terms: [numeric("c", ones)])
    }
    #expect(throws: RegressionError.noColumns) {
      try Design(response: response, terms: [], intercept: false)
    }
    #expect(throws: RegressionError.duplicateName("x")) {
      try Design(response: response, terms: [numeric("x", x), numeric("x", z)])
    }
    #expect(throws: RegressionError.lengthMismatch(column: "x", expected: 18, found: 3)) {
      try Design(response: response, terms: [numeric("x", [1, 2, 3])])
    }
    #expect(throws: RegressionError.noCompleteRow(rows: 18)) {
      try Design(
        response: response, terms: [numeric("x", x)], among: RowMask(repeating: false, rows: 18))
    }
    #expect(throws: RegressionError.noResidualDegreesOfFreedom(rows: 2, parameters: 2)) {
      try LinearModel(
        Design(
          response: response, terms: [numeric("x", x)], among: RowMask((0..<18).map { $0 < 2 })))
    }
    #expect(throws: RegressionError.emptyLevel(factor: "h", level: "3")) {
      try Design(
        response: response, terms: [.category(h, reference: 0)],
        among: RowMask((0..<18).map { $0 < 15 }))
    }
    #expect(throws: RegressionError.reference(factor: "h", reference: 9, levels: 4)) {
      try Design(response: response, terms: [.category(h, reference: 9)])
    }
    #expect(throws: RegressionError.weight(row: 1, value: 0)) {
      try Design(
        response: response, terms: [numeric("x", x)],
        weights: numeric("w", (0..<18).map { $0 == 1 ? 0 : 1 }))
    }
    #expect(throws: RegressionError.levelCode(factor: "f", row: 1, code: 2, levels: 2)) {
      try Factor(name: "f", codes: [0, 2], levels: ["a", "b"])
    }
    let model = try model()
    #expect(throws: RegressionError.unknownName("q", among: [Design.intercept, "x", "z"])) {
      try model.coefficient("q")
    }
    let one = Factor(name: "all", labels: Array(repeating: "k", count: 18))
    #expect(throws: RegressionError.tooFewClusters(factor: "all", found: 1)) {
      try model.covariance(.clustered(by: one, .bellMcCaffrey))
    }
    let some = Factor(name: "some", labels: (0..<18).map { $0 == 4 ? nil : "\($0 % 3)" })
    #expect(throws: RegressionError.missingCluster(factor: "some", row: 4)) {
      try model.covariance(.clustered(by: some, .simple(.cr0)))
    }
    #expect(throws: RegressionError.draws(requested: 6, most: 0)) {
      try WildClusterBootstrap(model, of: "x", by: g, weights: .webb, draws: .all)
    }
    // Level 3 of h has a single row: its dummy determines the row.
    let saturated = try LinearModel(
      Design(response: response, terms: [.category(h, reference: 0)]))
    #expect(throws: RegressionError.fullLeverage(row: 17)) {
      try saturated.covariance(.heteroskedastic(.hc3))
    }
    // HC0 of that effect is defined: the row's own residual is zero.
    let covariance = try saturated.covariance(.heteroskedastic(.hc0))
    #expect(try covariance.inference("h[3]", reference: .normal).variance.midpoint.signum == 1)
    #expect(throws: StatisticsError.probability(1)) {
      try covariance.inference("h[1]", reference: .normal).limits(level: 1)
    }
    let cells = { (cell: DifferenceInDifferences.Cell) throws(StatisticsError) in
      try Sample(values: cell == .treatedAfter ? [] : [1])
    }
    #expect(throws: RegressionError.emptyLevel(factor: "cell", level: "treated, after")) {
      try DifferenceInDifferences(cells)
    }
  }

  /// A fit without residuals has no error: its variances are exactly zero, and are refused.
  @Test func perfectFit() throws {
    let model = try LinearModel(
      Design(
        response: numeric("y", zip(x, z).map { 3 + 2 * $0 - $1 }),
        terms: [numeric("x", x), numeric("z", z)]))
    #expect(model.coefficients == [3, 2, -1])
    #expect(model.residualSquares == .zero)
    for estimator: CovarianceEstimator in [
      .classical, .heteroskedastic(.hc3), .clustered(by: g, .simple(.cr0)),
      .clustered(by: g, .bellMcCaffrey),
    ] {
      let covariance = try model.covariance(estimator)
      #expect(throws: RegressionError.noVariation(name: "x")) {
        try covariance.inference("x", reference: .normal)
      }
    }
    #expect(throws: RegressionError.noVariation(name: "residuals")) { try model.statistic() }
  }

  /// A coefficient whose rows are all fitted exactly while others are not: its variance is exactly zero.
  @Test func vanishingVariance() throws {
    let group: [Int64] = [0, 0, 0, 1, 1, 1]
    let model = try LinearModel(
      Design(
        response: numeric("y", [4, 4, 4, 1, 2, 6]), terms: [numeric("group", group)]))
    let covariance = try model.covariance(.heteroskedastic(.hc0))
    #expect(throws: RegressionError.noVariation(name: Design.intercept)) {
      try covariance.inference(Design.intercept, reference: .normal)
    }
    // 14/9 = Σ(y − 3)² / 3²: by hand.
    let variance = try covariance.inference("group", reference: .normal).variance
    #expect(variance.enclosed(precision: 64).contains(try exact("14/9")))
  }
}
