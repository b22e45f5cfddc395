import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

@Suite("Logistic regression")
struct LogisticTests {
  /// A 2 × 2 table has its maximum in closed form: the logs of odds and odds ratios, the variance of
  /// which are sums of reciprocals of counts.
  @Test("A saturated model has the closed form of a 2 × 2 table")
  func saturated() throws {
    // 7 of 20 with x = 0, 12 of 17 with x = 1.
    var (x, y): ([Exact?], [Exact?]) = ([], [])
    for (value, ones, rows) in [(0, 7, 20), (1, 12, 17)] {
      x += [Exact?](repeating: Exact(value), count: rows)
      y += (0..<rows).map { Exact($0 < ones ? 1 : 0) }
    }
    let model = try LogisticModel(response: .exact("y", y), terms: [.exact("x", x)])
    let ratio = try model.coefficient("x").exponential()
    // (12 · 13) / (5 · 7)
    #expect(ratio.enclosed(precision: 128).contains(Exact(156).divided(by: 35) ?? .zero))
    let ball = ratio.enclosed(precision: 512)
    #expect(ball.accuracy > 400)
    let variance = try model.covariance(.information).covariance("x", "x")
    let expected = [7, 13, 12, 5].reduce(Exact.zero) { $0 + (Exact($1).reciprocal ?? .zero) }
    #expect(variance.enclosed(precision: 128).contains(expected))
    // The squares of the residuals sum to n p (1 − p) in each cell: HC0 is the same here.
    let robust = try model.covariance(.hc0).covariance("x", "x")
    #expect(robust.enclosed(precision: 128).contains(expected))
    let corrected = try model.covariance(.hc1).covariance("x", "x")
    let factor = try exact("37/35")
    #expect(corrected.enclosed(precision: 128).contains(expected * factor))
    let standard = try MarginalStandardisation(model.covariance(.information), group: "x")
    #expect(standard.risk1.estimate.enclosed(precision: 128).contains(try exact("12/17")))
    #expect(
      standard.difference.estimate.enclosed(precision: 128).contains(try exact("121/340")))
    // p (1 − p) / n of each cell.
    let spread = try exact("60/4913") + exact("91/8000")
    #expect(standard.difference.variance.enclosed(precision: 128).contains(spread))
    // 1/a − 1/n of each cell.
    let logSpread = try exact("1/12") - exact("1/17") + exact("1/7") - exact("1/20")
    #expect(standard.logRatio.variance.enclosed(precision: 128).contains(logSpread))
  }

  /// Death on quitting, age, sex and quitting × age, all 1,629 of NHEFS; clusters are the years of
  /// smoking. Errors by statsmodels 0.15.0 (GLM, tol 1e-15), risks by numpy from its coefficients.
  @Test("Death in NHEFS: sandwiches, clusters and standardised risks")
  func death() throws {
    let data = try QuitSmoking().data
    let model = try LogisticModel(
      response: data.term("death"),
      terms: [
        data.term("qsmk"), data.term("age"), data.term("sex"),
        .interaction(data.term("qsmk"), data.term("age")),
      ])
    let years = Factor(name: "years", labels: data["smokeyrs"].map { $0?.decimalText })
    let names = [Design.intercept, "qsmk", "age", "sex", "qsmk:age"]
    let robust = try model.covariance(.hc0)
    let clustered = try model.covariance(.clustered(years))
    #expect(clustered.clusters == 60)
    let expected = [
      ("-6.568092015886039", "0.4722511442794246", "0.3945174696898211"),
      ("-1.4286247412114081", "0.9459041778263658", "0.9443409800954159"),
      ("0.11281784810940408", "0.008950862628098027", "0.00810441303688497"),
      ("-0.6138380753948166", "0.14693704739329153", "0.12326974316854082"),
      ("0.02541445485298551", "0.017372869388111816", "0.017901249022491707"),
    ]
    for (name, figures) in zip(names, expected) {
      #expect(try agrees(model.coefficient(name), figures.0))
      #expect(try agrees(robust.inference(name).standardError, figures.1))
      #expect(try agrees(clustered.inference(name).standardError, figures.2))
    }
    let all = try MarginalStandardisation(model.covariance(.information), group: "qsmk")
    #expect(try agrees(all.risk1.estimate, "0.1858401574700182"))
    #expect(try agrees(all.risk1.standardError, "0.014662653027001746"))
    #expect(try agrees(all.risk0.estimate, "0.1973591153948698"))
    #expect(try agrees(all.difference.estimate, "-0.011518957924851608"))
    #expect(try agrees(all.difference.standardError, "0.01795428615406154"))
    #expect(try agrees(all.ratio.estimate, "0.9416345279932733"))
    #expect(try agrees(all.logRatio.standardError, "0.0947774831928429"))
    let treated = try MarginalStandardisation(clustered, group: "qsmk", to: .treated)
    #expect(try agrees(treated.difference.estimate, "-0.008172894808975567"))
    #expect(try agrees(treated.difference.standardError, "0.021856393841081432"))
    #expect(try agrees(treated.logRatio.standardError, "0.09077955411117326"))
    #expect(
      throws: LogisticError.notBinary(column: "age", row: 0, value: 42)
    ) {
      try MarginalStandardisation(robust, group: "age")
    }
    #expect(throws: LogisticError.notATerm(column: "income", terms: names)) {
      try MarginalStandardisation(robust, group: "income")
    }
  }

  @Test("Rows that are persons are clusters of themselves")
  func singletonClusters() throws {
    let study = try QuitSmoking()
    let model = try LogisticModel(
      response: study.data.term("qsmk"), terms: [study.data.term("age"), study.data.term("sex")],
      among: study.complete)
    let persons = Factor(name: "person", labels: (0..<study.data.rows).map { "\($0)" })
    let single = try model.covariance(.clustered(persons)).covariance("age", "sex")
    let simple = try model.covariance(.hc1).covariance("age", "sex")
    // G/(G−1) · (N−1)/(N−K) is N/(N−K) when G = N.
    let difference = (single - simple).enclosed(precision: 128)
    #expect(difference.contains(.zero) && difference.isFinite)
  }

  @Test("Refuses what has no maximum, with what shows it")
  func refusals() throws {
    func column(_ values: [Int]) -> [Exact?] { values.map { Exact($0) } }
    func fit(_ y: [Int], _ columns: [(String, [Int])]) throws {
      _ = try LogisticModel(
        response: .exact("y", column(y)), terms: columns.map { .exact($0.0, column($0.1)) })
    }
    #expect(throws: LogisticError.constantResponse(value: 1, rows: 3)) {
      try fit([1, 1, 1], [("x", [1, 2, 3])])
    }
    #expect(throws: LogisticError.notBinary(column: "response", row: 1, value: 2)) {
      try fit([1, 2, 0], [("x", [1, 2, 3])])
    }
    #expect(
      throws: LogisticError.regression(.singular(dependent: ["z"], rank: 2, columns: 3))
    ) {
      try fit([1, 0, 1, 0], [("x", [1, 2, 3, 5]), ("z", [3, 5, 7, 11])])
    }
    // Complete: ones above 3, zeros below.
    #expect(separated { try fit([0, 0, 0, 1, 1], [("x", [1, 2, 3, 4, 5])]) }?.1 == 5)
    // Quasi-complete: both responses at 3.
    let quasi = separated { try fit([0, 0, 0, 1, 1, 1], [("x", [1, 2, 3, 3, 4, 5])]) }
    #expect(quasi?.0 == ["(intercept)", "x"] && quasi?.1 == 4)
    // Nobody with z = 1 has response 0; x overlaps.
    let cell = separated {
      try fit(
        [0, 1, 0, 1, 1, 0, 1, 1, 1],
        [("x", [1, 2, 3, 1, 2, 3, 1, 2, 3]), ("z", [0, 0, 0, 0, 0, 0, 1, 1, 1])])
    }
    #expect(cell?.0 == ["z"] && cell?.1 == 3)
  }

  /// Either a maximum is proved or a separation is, which is checked here against its definition.
  @Test("Small random samples are fitted or separated, never neither", arguments: 1...300)
  func decided(seed: Int) throws {
    let seed = UInt64(seed)
    let rows = 8 + Int(seed % 5) * 3
    let y = stream(seed, rows, span: 2, low: 0)
    guard Set(y).count == 2 else { return }
    // A few values of which some separate only among rows that others leave at zero.
    let columns = (0..<4).map { stream(seed + 1000 * ($0 + 1), rows, span: 3 + $0, low: -1) }
    let terms = columns.enumerated().map { Term.exact("x\($0)", $1.map { Exact($0) }) }
    switch Result(catching: { () throws(LogisticError) in
      try LogisticModel(response: .exact("y", y.map { Exact($0) }), terms: terms)
    }) {
    case .success(let model):
      #expect(model.coefficients.allSatisfy { $0.enclosed(precision: 64).isFinite })
    case .failure(.separation(let weighted, let separated, let all)):
      #expect(all == rows)
      var found = 0
      for row in 0..<rows {
        let value = weighted.reduce(Exact.zero) { sum, part in
          let column = part.column.last.flatMap { Int(String($0)) }
          return sum + part.coefficient * (column.map { Exact(columns[$0][row]) } ?? .one)
        }
        #expect(value.signum == 0 || (value.signum > 0) == (y[row] == 1))
        found += value.isZero ? 0 : 1
      }
      #expect(found == separated && found > 0)
    case .failure(let error):
      Issue.record("\(error)")
    }
  }

  private func separated(_ body: () throws -> Void) -> (columns: [String], rows: Int)? {
    do {
      try body()
    } catch LogisticError.separation(let columns, let separated, _) {
      return (columns.map(\.column), separated)
    } catch {
      Issue.record("\(error)")
    }
    return nil
  }
}
