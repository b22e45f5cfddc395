import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// The oracle is ball arithmetic on every row, another path from the data to the figures.
@Suite("Sandwiches in doubles")
struct FloatingSandwichTests {
  @Test(
    "Every entry of doubles encloses that of balls",
    arguments: [
      (rows: 40, clusters: 5, squares: false, weighted: false, absorbed: false),
      (rows: 900, clusters: 300, squares: true, weighted: false, absorbed: false),
      (rows: 900, clusters: 12, squares: true, weighted: true, absorbed: false),
      (rows: 600, clusters: 40, squares: false, weighted: false, absorbed: true),
      (rows: 18_000, clusters: 30, squares: false, weighted: false, absorbed: false),
    ])
  func encloses(
    _ data: (rows: Int, clusters: Int, squares: Bool, weighted: Bool, absorbed: Bool)
  ) throws {
    func draw(_ part: UInt64, _ span: UInt64, low: Int64 = 0) -> [Int] {
      stream(UInt64(data.rows) &* 100 + part, data.rows, span: span, low: low).map { Int($0) }
    }
    func term(_ name: String, _ values: [Int], over unit: Int = 1) -> Term {
      .exact(name, values.map { Exact($0).divided(by: Exact(unit)) })
    }
    let (age, price, group) = (draw(1, 40, low: 60), draw(2, 900_000), draw(3, 2))
    let y = age.indices.map { 37 * age[$0] - price[$0] / 1_000 + 900 * group[$0] }
    let noise = draw(4, 4_001, low: -2_000)
    var terms = [term("age", age, over: 10), term("price", price), term("group", group)]
    if data.squares { terms.append(.interaction(terms[0], terms[0])) }
    let labels = draw(5, UInt64(data.clusters)).map { "\($0)" }
    let clusters = Factor(name: "cluster", labels: labels)
    let unit = Factor(name: "unit", labels: age.indices.map { "\($0 / 3)" })
    let design = try Design(
      response: term("y", zip(y, noise).map { $0 + $1 }, over: 100), terms: terms,
      absorbing: data.absorbed ? unit : nil,
      weights: data.weighted ? term("w", draw(6, 50, low: 1), over: 7) : nil)
    let model = try LinearModel(design)
    var estimators: [(String, CovarianceEstimator)] = [
      ("HC1", .heteroskedastic(.hc1)), ("HC2", .heteroskedastic(.hc2)),
      ("HC3", .heteroskedastic(.hc3)),
      ("CR1", .clustered(by: clusters, .simple(.cr1(.all)))),
    ]
    if !data.absorbed { estimators.append(("two-way", .twoWay(clusters, unit, .cr0))) }
    for (name, estimator) in estimators {
      let covariance = try model.covariance(estimator)
      for other in ["age", "price", "group"] {
        let entry = try covariance.covariance("group", other)
        let rough = entry.enclosed(precision: 64)
        let fine = entry.enclosed(precision: 192)
        #expect(rough.contains(fine), "\(name) \(other)")
        #expect(fine.accuracy > 120, "\(name) \(other): \(fine.accuracy) bits")
        // Doubles were used, and are of use.
        #expect(rough.accuracy < 60, "\(name) \(other): \(rough.accuracy) bits")
        if other == "group" { #expect(rough.accuracy > 20, "\(name): \(rough.accuracy) bits") }
      }
    }
  }
}
