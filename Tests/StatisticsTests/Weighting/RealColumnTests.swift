import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Columns of real numbers")
struct RealColumnTests {
  private func column(_ values: [Int?]) -> RealColumn {
    RealColumn(values.map { $0.map { Exact($0) } })
  }

  @Test func byHand() throws {
    // 2, (missing), 4, 6 times 1/2, 1, (missing), 1/3: 1 and 2 in rows 0 and 3.
    let left = column([2, nil, 4, 6])
    let right = RealColumn([try exact("1/2"), 1, nil, try exact("1/3")])
    let product = try left * right
    #expect(product.count == 2)
    #expect(product.presence == RowMask([true, false, false, true]))
    #expect(product[1] == nil)
    #expect(try #require(product[3]).enclosed(precision: 64).contains(2))
    let quotient = try left / right
    #expect(try #require(quotient[3]).enclosed(precision: 64).contains(18))
    #expect(try #require(right.complement[3]).enclosed(precision: 64).contains(exact("2/3")))
    let figures: [(Real, String)] = [
      (left.smallest, "2/1"), (left.largest, "6/1"), (left.mean, "4/1"),
      // (4 + 0 + 4) / 2; 12² / (4 + 16 + 36).
      (left.standardDeviation, "2/1"), (left.effectiveSize, "18/7"),
    ]
    for (figure, expected) in figures {
      let ball = figure.enclosed(precision: 128)
      #expect(try ball.contains(exact(expected)) && ball.accuracy > 100)
    }
    #expect(try left.among(RowMask([true, true, false, false])).count == 1)
    #expect(throws: RegressionError.lengthMismatch(column: "weights", expected: 4, found: 1)) {
      try left * column([1])
    }
    #expect(throws: EnclosureError.notFinite) {
      try column([nil]).mean.compared(with: .zero)
    }
    #expect(throws: EnclosureError.notFinite) {
      try column([1]).standardDeviation.compared(with: .zero)
    }
  }

  /// The class of a number is one more than the number of quantiles below it.
  @Test(arguments: QuantileType.allCases) func classes(type: QuantileType) throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      let n = 1 + Int(seed % 17)
      let values = stream(seed, n, span: 9, low: -3)
      let sample = try Sample(values: values)
      for count in 1...5 {
        let factor = try RealColumn(values.map { Exact($0) }).classes(count, type, named: "class")
        #expect(factor.levels == (1...count).map { "\($0)" })
        let cuts = try (1..<count).map { part in
          try sample.quantile(#require(Exact(part, over: count)), type: type).value
        }
        let expected = values.map { value in Int32(cuts.count { $0 < Exact(value) }) }
        #expect(factor.codes == expected, "\(values), \(count)")
      }
    }
  }

  @Test func undecidedOrder() throws {
    let factor = try column([3, nil, 1]).classes(2, .type7, named: "half")
    #expect(factor.codes == [1, -1, 0])
    // 1/3 · 3 and 1 are equal, which no enclosure shows.
    let product = try RealColumn([exact("1/3"), 1]) * column([3, 1])
    #expect(throws: RegressionError.undecidedOrder(rows: [0, 1])) {
      try product.classes(2, .type7, named: "half")
    }
    #expect(throws: RegressionError.noCompleteRow(rows: 1)) {
      try column([nil]).classes(2, .type7, named: "half")
    }
  }
}

/// Weights and columns that are whole numbers after all: the exact models are the oracle.
@Suite("Models with real weights and columns")
struct EnclosedModelTests {
  private let y = stream(3, 24, span: 50, low: -20)
  private let x = stream(4, 24, span: 9, low: 0)
  private let z = stream(5, 24, span: 11, low: 1)
  private let weights = stream(6, 24, span: 4, low: 1)
  private let clusters = Factor(name: "cluster", labels: (0..<24).map { "\($0 % 7)" })

  private func term(_ name: String, _ values: [Int64]) throws -> Term {
    .numeric(name, try Sample(values: values))
  }

  private func column(_ values: [Int64]) -> RealColumn { RealColumn(values.map { Exact($0) }) }

  @Test func weightedLeastSquares() throws {
    let exact = try LinearModel(
      Design(
        response: term("y", y), terms: [term("x", x), term("z", z)], weights: term("w", weights)))
    let design = try Design(response: term("y", y), terms: [term("x", x)])
    let own = try Design(
      response: term("y", y), terms: [term("x", x)], weights: term("w", weights))
    let models = [
      try EnclosedLinearModel(
        design, columns: [("z", column(z))], weights: column(weights)),
      // The design's weights, and both kinds multiplied.
      try EnclosedLinearModel(own, columns: [("z", column(z))]),
      try EnclosedLinearModel(
        own, columns: [("z", column(z))], weights: column([Int64](repeating: 3, count: 24))),
    ]
    let kinds = CovarianceEstimator.Heteroskedasticity.allCases
    let estimators: [(CovarianceEstimator, EnclosedLinearModel.Estimator)] =
      [
        (.classical, .classical),
        (
          .clustered(by: clusters, .simple(.cr1(.all))),
          .clustered(by: clusters, .cr1(.all))
        ),
      ] + kinds.map { (.heteroskedastic($0), .heteroskedastic($0)) }
    for model in models {
      #expect(model.names == [Design.intercept, "x", "z"])
      #expect(model.residualDegreesOfFreedom == 21)
      for name in model.names {
        let found = try model.coefficient(name).enclosed(precision: 128)
        #expect(try found.contains(exact.coefficient(name)) && found.accuracy > 100)
        for (estimator, enclosed) in estimators {
          let expected = try exact.covariance(estimator).covariance("z", name)
          let covariance = try model.covariance(enclosed).covariance("z", name)
          let difference = (expected - covariance).enclosed(precision: 192)
          #expect(difference.contains(.zero) && difference.isFinite)
          #expect(covariance.enclosed(precision: 192).accuracy > 150)
        }
      }
    }
  }

  /// A row of weight w is w rows; that they are one person is a cluster.
  @Test func weightedLikelihood() throws {
    let events = zip(y, x).map { $0 + 2 * $1 > 14 ? Int64(1) : 0 }
    let model = try LogisticModel(
      response: term("event", events), terms: [term("x", x), term("z", z)],
      weights: column(weights))
    let rows = weights.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) }
    let repeated = try LogisticModel(
      response: term("event", rows.map { events[$0] }),
      terms: [term("x", rows.map { x[$0] }), term("z", rows.map { z[$0] })])
    let person = Factor(name: "person", labels: rows.map { "\($0)" })
    let cluster = Factor(name: "cluster", labels: rows.map { "\($0 % 7)" })
    func same(_ a: Real, _ b: Real) -> Bool {
      let difference = (a - b).enclosed(precision: 256)
      return difference.contains(.zero) && a.enclosed(precision: 256).accuracy > 180
    }
    #expect(same(model.deviance, repeated.deviance))
    let robust = try model.covariance(.hc0)
    let clustered = try model.covariance(.clustered(clusters))
    let persons = try repeated.covariance(.clustered(person))
    let others = try repeated.covariance(.clustered(cluster))
    let (n, k) = (rows.count, 3)
    // G/(G−1) · (N−1)/(N−K) of the repeated rows; of the weighted ones N is 24.
    let factor = Real(try exact("24/23")) * Real(try #require(Exact(n - 1, over: n - k)))
    let share = Real(try #require(Exact((n - 1) * (24 - k), over: (n - k) * 23)))
    for name in model.design.names {
      #expect(same(try model.coefficient(name), try repeated.coefficient(name)))
      #expect(
        same(
          try model.covariance(.information).covariance("x", name),
          try repeated.covariance(.information).covariance("x", name)))
      #expect(
        same(try factor * robust.covariance("x", name), try persons.covariance("x", name)))
      #expect(
        same(try share * clustered.covariance("x", name), try others.covariance("x", name)))
    }
    // What would have to say whether rows count by their weights is not given.
    #expect(throws: LogisticError.weighted) { try PropensityWeights(model, kind: .ate) }
    #expect(throws: LogisticError.weighted) {
      try MarginalStandardisation(robust, group: "x")
    }
    #expect(throws: LogisticError.weighted) {
      try AugmentedWeighting(
        model, outcome: term("y", y), terms: [term("x", x)], group: "x")
    }
    #expect(model.fitted.count == 24)
  }

  @Test func refusals() throws {
    let design = try Design(response: term("y", y), terms: [term("x", x)])
    let nobody = RealColumn([Exact?](repeating: nil, count: 23) + [1])
    #expect(throws: RegressionError.missingValue(row: 0)) {
      try EnclosedLinearModel(design, weights: nobody)
    }
    #expect(throws: RegressionError.lengthMismatch(column: "weights", expected: 24, found: 1)) {
      try EnclosedLinearModel(design, weights: column([1]))
    }
    let negative = column([Int64](repeating: 2, count: 23) + [-1])
    #expect(throws: RegressionError.weight(row: 23, value: -1)) {
      try EnclosedLinearModel(design, weights: negative)
    }
    #expect(throws: LogisticError.regression(.weight(row: 23, value: -1))) {
      try LogisticModel(
        response: term("b", y.map { $0 > 0 ? 1 : 0 }), terms: [term("x", x)], weights: negative)
    }
    #expect(throws: RegressionError.duplicateName("x")) {
      try EnclosedLinearModel(design, columns: [("x", column(z))])
    }
    // A column twice: no precision tells them apart.
    #expect(throws: RegressionError.notIndependent(enclosed: ["again"], bits: 1024)) {
      try EnclosedLinearModel(design, columns: [("again", column(x))])
    }
    let twice = try Design(
      response: term("y", y), terms: [term("x", x), term("double", x.map { 2 * $0 })])
    #expect(throws: RegressionError.singular(dependent: ["double"], rank: 2, columns: 3)) {
      try EnclosedLinearModel(twice, weights: column(weights))
    }
    let absorbed = try Design(
      response: term("y", y), terms: [term("x", x)], absorbing: clusters)
    #expect(throws: RegressionError.absorbedEffects("cluster")) {
      try EnclosedLinearModel(absorbed, weights: column(weights))
    }
    let few = try Design(
      response: term("y", Array(y.prefix(2))), terms: [term("x", Array(x.prefix(2)))])
    #expect(throws: RegressionError.noResidualDegreesOfFreedom(rows: 2, parameters: 2)) {
      try EnclosedLinearModel(few)
    }
    #expect(throws: RegressionError.unknownName("z", among: [Design.intercept, "x"])) {
      try EnclosedLinearModel(design).coefficient("z")
    }
  }
}
