import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// Published models on NHEFS (`real/public_domain/nhefs.csv`), against sums of Python's `decimal` at 60 digits
/// and, for the propensity model's printed coefficients, against `oracles/real_oracles.json`.
@Suite("Risk adjustment")
struct RiskAdjustmentTests {
  private func number(_ text: String) throws -> Exact { try #require(Exact(decimal: text)) }

  /// The share of deaths by age, sex and cigarettes a day, with coefficients of three figures.
  private func deathModel(_ link: PublishedModel.Link) throws -> PublishedModel {
    try PublishedModel(
      link: link, intercept: number("-6.98"),
      coefficients: [
        ("age", number("0.0984")), ("sex", number("-0.527")),
        ("smokeintensity", number("0.0131")),
      ])
  }

  private func column(_ name: String, _ table: CSV) throws -> [Exact?] {
    try table.rows.map { try $0[name].map { try scientific(String($0)) } }
  }

  private func terms(_ table: CSV) throws -> [Term] {
    try ["age", "sex", "smokeintensity"].map { .exact($0, try column($0, table)) }
  }

  private func education(_ table: CSV) -> Factor {
    Factor(name: "education", labels: table.rows.map { $0["education"].map(String.init) })
  }

  private func deaths(_ table: CSV) throws -> Sample {
    try Sample(values: table.rows.map { $0["death"] == "1" ? 1 : 0 })
  }

  private let digits20 = "0.00000000000000000001"

  @Test func observedToExpectedByEducation() throws {
    let table = try CSV("real/public_domain/nhefs.csv")
    let predictions = try deathModel(.logistic).predictions(terms(table))
    #expect(predictions.count == 1629)
    let ratios = try RiskAdjustedRatios.observedToExpected(
      outcome: deaths(table), expected: predictions, groups: education(table))
    let expected = [
      (
        311, 121, "56.1038897568733223537655", "2.15671320695150579829447", "10.3130613517526916210"
      ),
      (
        351, 72, "37.8439259901900947422878", "1.90255102017332570769385",
        "6.30614576563763029941984"
      ),
      (
        659, 85, "58.2895972948165837593336", "1.45823618526797825596653",
        "3.91957289926942370874181"
      ),
      (
        126, 17, "10.3121239673839993995779", "1.64854496064718998979177",
        "2.37264091128510922830603"
      ),
      (
        182, 23, "15.6369552953225864537731", "1.47087457664343957481241",
        "2.08735207302567797374571"
      ),
      (
        1629, 318, "178.186492304586586708738", "1.78464706211523847088556",
        "11.9994662788529606043507"
      ),
    ]
    let found = ratios.groups + [ratios.total]
    #expect(found.map(\.level) == ["1", "2", "3", "4", "5", nil])
    for (ratio, (n, events, sum, value, score)) in zip(found, expected) {
      #expect(ratio.n == n)
      #expect(ratio.numerator.exact == Exact(events))
      #expect(try agrees(ratio.expected, sum, within: digits20))
      #expect(try agrees(ratio.ratio, value, within: digits20))
      #expect(try agrees(#require(ratio.score), score, within: digits20))
    }
  }

  /// scipy 1.17 `chi2.ppf` over the expected deaths.
  @Test func exactLimits() throws {
    let table = try CSV("real/public_domain/nhefs.csv")
    let ratios = try RiskAdjustedRatios.observedToExpected(
      outcome: deaths(table), expected: deathModel(.logistic).predictions(terms(table)),
      groups: education(table))
    let limits = try ratios.groups[0].limits(level("0.95"), .exact)
    #expect(
      try agrees(limits, ["1.7895834316985302", "2.5769970759241634"], within: "0.0000000000001"))
  }

  @Test func logarithmicLink() throws {
    let table = try CSV("real/public_domain/nhefs.csv")
    let total = try RiskAdjustedRatios.observedToExpected(
      outcome: deaths(table), expected: deathModel(.logarithmic).predictions(terms(table)),
      groups: education(table)
    ).total
    #expect(try agrees(total.expected, "246.427816375460560076257", within: digits20))
    #expect(
      try agrees(#require(total.score), "4.55931295042086130674791", within: digits20))
  }

  @Test func predictedToExpected() throws {
    let table = try CSV("real/public_domain/nhefs.csv")
    let model = try deathModel(.logistic)
    let shifts = try LevelShifts(
      factor: education(table),
      values: ["0.21", "0.05", "0", "-0.1", "-0.17"].map(number))
    let ratios = try RiskAdjustedRatios.predictedToExpected(
      predicted: model.predictions(terms(table), shifts: shifts),
      expected: model.predictions(terms(table)), groups: education(table))
    let expected = [
      ("1.15564680611440807418503", "0.22558225655353245608091"),
      ("1.03934708862138687988927", "0.20288055169889471895438"),
      ("1", "0.1952"),
      ("0.92530219880498701512873", "0.18061898920673346535312"),
      ("0.87202682856541326756044", "0.17021963693596866982779"),
    ]
    for (ratio, (value, rate)) in zip(ratios.groups, expected) {
      #expect(try agrees(ratio.ratio, value, within: digits20))
      #expect(
        try agrees(ratio.standardised(reference: number("0.1952")), rate, within: digits20))
      #expect(ratio.variance == nil)
    }
  }

  /// The propensity model as R and statsmodels print it gives back their weights, and the sum of its scores
  /// is the number who quit.
  @Test func propensityModelAsPublished() throws {
    let table = try CSV("real/public_domain/nhefs.csv")
    let figures = Dictionary(
      uniqueKeysWithValues: RealOracles.items.map { ($0.id, $0.values[0]) })
    let columns = [
      ("sex", "sex"), ("race", "race"), ("age", "age"), ("age:age", "age2"),
      ("education[2]", "educ2"), ("education[3]", "educ3"), ("education[4]", "educ4"),
      ("education[5]", "educ5"), ("smokeintensity", "si"),
      ("smokeintensity:smokeintensity", "si2"), ("smokeyrs", "sy"), ("smokeyrs:smokeyrs", "sy2"),
      ("exercise[1]", "ex1"), ("exercise[2]", "ex2"), ("active[1]", "ac1"), ("active[2]", "ac2"),
      ("wt71", "wt"), ("wt71:wt71", "wt2"),
    ]
    let model = try PublishedModel(
      link: .logistic, intercept: scientific(#require(figures["nh.ps.b.const"])),
      coefficients: columns.map { name, id in
        (name, try scientific(#require(figures["nh.ps.b.\(id)"])))
      })
    func term(_ name: String) throws -> Term { .exact(name, try column(name, table)) }
    func square(_ name: String) throws -> Term { .interaction(try term(name), try term(name)) }
    func category(_ name: String) throws -> Term {
      .category(
        Factor(name: name, labels: table.rows.map { $0[name].map(String.init) }), reference: 0)
    }
    let complete = RowMask(table.rows.map { $0["wt82"] != nil })
    let predictions = try model.predictions(
      [
        term("sex"), term("race"), term("age"), square("age"), category("education"),
        term("smokeintensity"), square("smokeintensity"), term("smokeyrs"), square("smokeyrs"),
        category("exercise"), category("active"), term("wt71"), square("wt71"),
      ], among: complete)
    #expect(predictions.count == 1566)
    let quit = predictions.rows.map { table.rows[$0]["qsmk"] == "1" }
    let scores = (0..<predictions.count).map { predictions[$0] }
    let weights = zip(quit, scores).map { Real(1) / ($0 ? $1 : Real(1) - $1) }
    let ordered = weights.sorted { $0.approximation < $1.approximation }
    let within = "0.000000000001"
    #expect(
      try agrees(#require(ordered.first), #require(figures["nh.ipw.w.min"]), within: within))
    #expect(
      try agrees(#require(ordered.last), #require(figures["nh.ipw.w.max"]), within: within))
    let mean = Real.sum(weights) / Real(Exact(weights.count))
    #expect(try agrees(mean, #require(figures["nh.ipw.w.mean"]), within: within))
    #expect(quit.count { $0 } == 403)
    #expect(try agrees(Real.sum(scores), "403", within: within))
  }

  /// By hand: predictions 1 + 2x of x = 1, 2 and 0.5 are 3, 5 and 2; a missing x takes no part.
  @Test func identityIsExact() throws {
    let model = try PublishedModel(link: .identity, intercept: 1, coefficients: [("x", 2)])
    let x = Term.exact("x", [1, 2, try number("0.5"), nil])
    let predictions = try model.predictions([x])
    #expect(predictions.rows == [0, 1, 2])
    #expect((0..<3).map { predictions[$0].exact } == [3, 5, 2])
    let groups = Factor(name: "site", labels: ["a", "b", "a", "b"])
    let ratios = try RiskAdjustedRatios.observedToExpected(
      outcome: Sample(values: [4, 5, 3, 0]), expected: predictions, groups: groups)
    #expect(ratios.groups.map(\.ratio.exact) == [Exact(7, over: 5), 1])
    #expect(ratios.groups.map(\.meanDifference.exact) == [1, 0])
    #expect(ratios.total.ratio.exact == Exact(12, over: 10))
    #expect(ratios.groups[0].standardised(reference: 10).exact == 14)
    #expect(ratios.total.score == nil)
  }

  @Test func stops() throws {
    let model = try PublishedModel(link: .identity, intercept: 0, coefficients: [("x", 1)])
    let x = Term.exact("x", [1, -1, 2])
    #expect(throws: RiskAdjustmentError.duplicateName("x")) {
      try PublishedModel(link: .identity, intercept: 0, coefficients: [("x", 1), ("x", 2)])
    }
    #expect(throws: RiskAdjustmentError.noTerms) { try model.predictions([]) }
    #expect(throws: RiskAdjustmentError.duplicateName("x")) { try model.predictions([x, x]) }
    #expect(throws: RiskAdjustmentError.noCoefficient(column: "y", among: ["x"])) {
      try model.predictions([x, .exact("y", [1, 1, 1])])
    }
    #expect(throws: RiskAdjustmentError.noColumn(coefficient: "x", among: [])) {
      try model.predictions([], among: RowMask(repeating: true, rows: 3))
    }
    #expect(throws: RiskAdjustmentError.design(.noCompleteRow(rows: 2))) {
      try model.predictions([.exact("x", [nil, nil])])
    }
    let groups = Factor(name: "site", labels: ["a", "a", "b"])
    #expect(throws: RiskAdjustmentError.levelCount(factor: "site", levels: 2, found: 1)) {
      try LevelShifts(factor: groups, values: [1])
    }
    let predictions = try model.predictions([x])
    #expect(throws: RiskAdjustmentError.nothingExpected(level: "a", rows: 2, expected: 0)) {
      try RiskAdjustedRatios.observedToExpected(
        outcome: Sample(values: [1, 1, 1]), expected: predictions, groups: groups)
    }
    #expect(throws: RiskAdjustmentError.missingOutcome(rows: 2, first: 1)) {
      try RiskAdjustedRatios.observedToExpected(
        outcome: Sample(values: [1, 1, 1], validity: RowMask([true, false, false])),
        expected: predictions, groups: groups)
    }
    #expect(throws: RiskAdjustmentError.differentRows(expected: 3, found: 2)) {
      try RiskAdjustedRatios.observedToExpected(
        outcome: Sample(values: [1, 1]), expected: predictions, groups: groups)
    }
    #expect(throws: RiskAdjustmentError.differentRows(expected: 3, found: 2)) {
      try RiskAdjustedRatios.predictedToExpected(
        predicted: model.predictions([x], among: RowMask([true, true, false])),
        expected: predictions, groups: groups)
    }
    #expect(throws: RiskAdjustmentError.notACount(level: nil)) {
      try RiskAdjustedRatios.observedToExpected(
        outcome: Sample(values: [1, 1, 1], scale: 1), expected: predictions,
        groups: Factor(name: "all", labels: ["a", "a", "a"])
      ).total.limits(level("0.95"), .exact)
    }
  }
}
