import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Propensity weights")
struct WeightingTests {
  @Test("NHEFS: Hájek differences with the weights taken as fixed")
  func nhefs() throws {
    let figures = try Figures()
    let study = try QuitSmoking()
    let model = try study.propensity()
    let outcome = study.data.term("wt82_71")
    for (kind, name) in [(WeightKind.ate, "ipw"), (.stabilised, "sw")] {
      let weights = try PropensityWeights(model, kind: kind)
      #expect(try agrees(weights.smallest, figures["nh.\(name).w.min"]))
      #expect(try agrees(weights.mean, figures["nh.\(name).w.mean"]))
      #expect(try agrees(weights.largest, figures["nh.\(name).w.max"]))
      let found = try weights.difference(of: outcome, errors: .weightsFixed)
      #expect(try agrees(found.mean0.estimate, figures["nh.\(name).mean0"]))
      #expect(try agrees(found.mean0.standardError, figures["nh.\(name).se.mean0"]))
      #expect(try agrees(found.difference.estimate, figures["nh.\(name).diff"]))
      #expect(try agrees(found.difference.standardError, figures["nh.\(name).se.diff"]))
      if name == "ipw" {
        let limits = try found.difference.limits(level: exact("19/20"))
        #expect(try agrees(limits.lower, figures["nh.ipw.lo"]))
        #expect(try agrees(limits.upper, figures["nh.ipw.hi"]))
      }
    }
    for (kind, name) in [(WeightKind.overlap, "overlap"), (.att, "att")] {
      let found = try PropensityWeights(model, kind: kind)
        .difference(of: outcome, errors: .weightsFixed)
      #expect(try agrees(found.difference.estimate, figures["nh.\(name).diff"]))
      #expect(try agrees(found.difference.standardError, figures["nh.\(name).se.HC0"]))
    }
    let trimmed = try PropensityWeights(
      model, kind: .ate, keeping: exact("1/10")...exact("9/10"))
    #expect(try agrees(Exact(trimmed.rows.count), figures["nh.ipw_trim10.n"]))
    let found = try trimmed.difference(of: outcome, errors: .weightsFixed)
    #expect(try agrees(found.difference.estimate, figures["nh.ipw_trim10.diff"]))
  }

  @Test("NHEFS: the errors with the propensity model estimated")
  func stackedEquations() throws {
    let file = try SharedData.json("oracles/mestimation.json")
    let oracles = try #require(file["nhefs"] as? [String: [String: Any]])
    let study = try QuitSmoking()
    let model = try study.propensity()
    for (kind, name) in [(WeightKind.ate, "ipw"), (.overlap, "overlap"), (.att, "att")] {
      let oracle = try #require(oracles[name])
      let weights = try PropensityWeights(model, kind: kind)
      let found = try weights.difference(
        of: study.data.term("wt82_71"), errors: .modelEstimated)
      #expect(try agrees(found.mean1.estimate, text(oracle["mean1"])))
      #expect(try agrees(found.mean0.estimate, text(oracle["mean0"])))
      #expect(try agrees(found.difference.estimate, text(oracle["diff"])))
      #expect(try agrees(found.difference.standardError, text(oracle["se_stacked"])), "\(name)")
      #expect(try agrees(found.difference.standardError, text(oracle["delicatessen_se"])))
    }
  }

  @Test("NHEFS: augmented weighting and the g-formula")
  func outcomeModels() throws {
    let figures = try Figures()
    let study = try QuitSmoking()
    let augmented = try AugmentedWeighting(
      study.propensity(), outcome: study.data.term("wt82_71"), terms: study.outcomeTerms,
      group: "qsmk")
    #expect(try agrees(augmented.effect.estimate, figures["nh.aipw.diff"]))
    #expect(try agrees(augmented.effect.standardError, figures["nh.aipw.se"]))
    #expect(try agrees(augmented.outcome.coefficient("qsmk"), figures["nh.or.qsmk"]))
    // Fitted where the outcome is known, standardised to all 1,629.
    let standard = try LinearStandardisation(
      augmented.outcome.covariance(.classical), terms: study.outcomeTerms, group: "qsmk")
    #expect(standard.count == 1629)
    #expect(try agrees(standard.mean1.estimate, figures["nh.gformula.mean1"]))
    #expect(try agrees(standard.mean0.estimate, figures["nh.gformula.mean0"]))
    #expect(try agrees(standard.difference.estimate, figures["nh.gformula.diff"]))
    #expect(standard.difference.estimate.exact != nil)
  }

  @Test("NHEFS: standardised mean differences")
  func balance() throws {
    let figures = try Figures()
    let study = try QuitSmoking()
    let names = ["age", "wt71", "smokeintensity"]
    let rows = try PropensityWeights(study.propensity(), kind: .ate)
      .balance(of: names.map { study.data.term($0) })
    #expect(rows.map(\.name) == names)
    for row in rows {
      #expect(try agrees(row.standardisedDifference, figures["nh.smd.raw.\(row.name)"]))
      #expect(try agrees(row.weightedDifference, figures["nh.smd.ipw.\(row.name)"]))
    }
  }

  /// Scores here go down to 1e-10: weights of a few persons outweigh all others.
  @Test("LaLonde with CPS-1: extreme weights, and after trimming")
  func employment() throws {
    let figures = try Figures()
    let study = try Employment()
    let model = try study.propensity()
    #expect(model.design.count == 16177)
    let all = try PropensityWeights(model, kind: .ate)
      .difference(of: study.data.term("re78"), errors: .weightsFixed)
    #expect(try agrees(all.difference.estimate, figures["ll.cps.ipw.hajek"]))
    #expect(try agrees(all.totalsPerRow, figures["ll.cps.ipw.ht"]))
    let trimmed = try PropensityWeights(
      model, kind: .ate, keeping: exact("1/10")...exact("9/10"))
    #expect(try agrees(Exact(trimmed.rows.count), figures["ll.cps.ipw.trim.n"]))
    let kept = try trimmed.difference(of: study.data.term("re78"), errors: .weightsFixed)
    #expect(try agrees(kept.difference.estimate, figures["ll.cps.ipw.trim.hajek"]))
    #expect(try agrees(kept.totalsPerRow, figures["ll.cps.ipw.trim.ht"]))
  }

  @Test("Refuses bounds that are none, and groups left empty")
  func refusals() throws {
    let x: [Exact?] = [0, 0, 0, 0, 1, 1, 1, 1]
    let y: [Exact?] = [1, 0, 0, 0, 1, 1, 1, 0]
    let model = try LogisticModel(response: .exact("y", y), terms: [.exact("x", x)])
    let half = try exact("1/2")
    #expect(throws: LogisticError.bounds(lower: half, upper: 2)) {
      try PropensityWeights(model, kind: .ate, keeping: half...2)
    }
    // The scores are 1/4 and 3/4.
    #expect(throws: LogisticError.emptyGroup(column: "response", value: 1, rows: 8)) {
      try PropensityWeights(model, kind: .ate, keeping: exact("2/5")...half)
    }
    // No enclosure decides on which side of 1/4 a score of 1/4 lies.
    let quarter = try exact("1/4")
    #expect(throws: LogisticError.undecidedBound(row: 0, bound: quarter)) {
      try PropensityWeights(model, kind: .ate, keeping: quarter...half)
    }
    let weights = try PropensityWeights(model, kind: .ate)
    #expect(throws: LogisticError.regression(.missingValue(row: 2))) {
      try weights.difference(
        of: .exact("z", [1, 2, nil, 4, 5, 6, 7, 8]), errors: .weightsFixed)
    }
    #expect(throws: LogisticError.noVariation(column: "z")) {
      try weights.balance(of: [.exact("z", [Exact?](repeating: 3, count: 8))])
    }
  }
}

/// The treated of the National Supported Work programme and the comparison group CPS-1 (Dehejia and
/// Wahba, JASA 94, 1999), with the propensity model of Cunningham, "Causal Inference: The Mixtape", ch. 5.
private struct Employment {
  var data: Covariates

  init() throws {
    let names = [
      "treat", "age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75", "re78",
    ]
    let programme = try Covariates(CSV("real/permissive/nsw_dw.csv"), names)
    let others = try Covariates(CSV("real/permissive/cps1.csv"), names)
    let treated = (0..<programme.rows).filter { programme["treat"][$0] == .one }
    data = Covariates(rows: treated.count + others.rows)
    for name in names {
      let column = programme[name]
      data[name] = treated.map { column[$0] } + others[name]
    }
    for (name, income) in [("u74", "re74"), ("u75", "re75")] {
      data[name] = data[income].map { $0 == .zero ? .one : .zero }
    }
  }

  func propensity() throws -> LogisticModel {
    try LogisticModel(
      response: data.term("treat"),
      terms: ["age", "educ", "marr", "nodegree", "black", "hisp", "re74", "re75", "u74", "u75"]
        .map { data.term($0) } + [
          data.square("age"), .interaction(data.square("age"), data.term("age")),
          data.square("educ"), .interaction(data.term("educ"), data.term("re74")),
        ])
  }
}
