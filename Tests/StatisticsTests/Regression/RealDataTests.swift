import Enclosures
import Quantities
import Statistics
import Testing

/// Regressions on real data against statsmodels and R's sandwich.
@Suite("Regression on real data")
struct RealDataTests {
  private func check(
    _ oracles: Oracles, _ model: LinearModel, _ column: String, _ id: String,
    _ errors: [(suffix: String, CovarianceEstimator)]
  ) throws {
    try oracles.check(id, try model.coefficient(column))
    for (suffix, estimator) in errors {
      let inference = try model.covariance(estimator).inference(column, reference: .normal)
      try oracles.check(suffix, inference.standardError)
    }
  }

  @Test func quitSmokingCrude() throws {
    let oracles = try Oracles()
    let table = try Table("real/public_domain/nhefs.csv")
    let model = try LinearModel(
      Design(response: table.term("wt82_71"), terms: [table.term("qsmk")]))
    #expect(model.design.count == 1566)
    try check(
      oracles, model, "qsmk", "nh.crude.diff",
      [
        ("nh.crude.se.classical", .classical),
        ("nh.crude.se.HC0", .heteroskedastic(.hc0)), ("nh.crude.se.HC1", .heteroskedastic(.hc1)),
        ("nh.crude.se.HC2", .heteroskedastic(.hc2)), ("nh.crude.se.HC3", .heteroskedastic(.hc3)),
      ])
    try oracles.check("nh.crude.mean0", try model.coefficient(Design.intercept))
  }

  @Test func quitSmokingAdjusted() throws {
    let oracles = try Oracles()
    let table = try Table("real/public_domain/nhefs.csv")
    func category(_ name: String) throws -> Term {
      .category(Factor(name: name, labels: try table.text(name)), reference: 0)
    }
    func square(_ name: String) throws -> Term {
      .interaction(try table.term(name), try table.term(name))
    }
    let covariates: [Term] = try [
      table.term("sex"), table.term("race"), table.term("age"), square("age"),
      category("education"), table.term("smokeintensity"), square("smokeintensity"),
      table.term("smokeyrs"), square("smokeyrs"), category("exercise"), category("active"),
      table.term("wt71"), square("wt71"),
    ]
    let product = Term.interaction(try table.term("qsmk"), try table.term("smokeintensity"))
    let response = try table.term("wt82_71")
    let model = try LinearModel(
      Design(response: response, terms: [table.term("qsmk")] + covariates + [product]))
    try oracles.check("nh.or.qsmk", try model.coefficient("qsmk"))
    try oracles.check("nh.or.inter", try model.coefficient("qsmk:smokeintensity"))
    try oracles.check("nh.or.dispersion", model.residualVariance)
    try check(
      oracles, model, "qsmk", "nh.or.qsmk",
      [
        ("nh.or.qsmk.se", .classical), ("nh.or.qsmk.se.HC1", .heteroskedastic(.hc1)),
        ("nh.or.qsmk.se.HC3", .heteroskedastic(.hc3)),
      ])
    try check(
      oracles, model, "qsmk:smokeintensity", "nh.or.inter", [("nh.or.inter.se", .classical)])
    let plain = try LinearModel(
      Design(response: response, terms: [table.term("qsmk")] + covariates))
    try check(oracles, plain, "qsmk", "nh.or2.qsmk", [("nh.or2.qsmk.se", .classical)])
  }

  /// LaLonde's programme in the sample of Dehejia and Wahba, beside its experiment and beside CPS-1.
  @Test(arguments: ["exp", "cps"])
  func supportedWork(comparison: String) throws {
    let oracles = try Oracles()
    let experiment = try Table("real/permissive/nsw_dw.csv")
    let population = try Table("real/permissive/cps1.csv")
    let treated = try experiment.text("treat").map { $0 == "1" }
    func column(_ name: String) throws -> Term {
      let inside = try experiment.exact(name)
      if comparison == "exp" { return .exact(name, inside) }
      let kept = zip(inside, treated).filter(\.1).map(\.0)
      return .exact(name, kept + (try population.exact(name)))
    }
    let age = try column("age")
    let demographics: [Term] = try [
      age, .interaction(age, age), column("educ"), column("nodegree"), column("black"),
      column("hisp"), column("marr"),
    ]
    let lists: [(String, [Term])] = try [
      ("raw", []), ("demo", demographics), ("re75", [column("re75")]),
      ("demo_re75", demographics + [column("re75")]),
      ("demo_re74_re75", demographics + [column("re74"), column("re75")]),
    ]
    for (name, terms) in lists {
      let model = try LinearModel(
        Design(response: column("re78"), terms: [column("treat")] + terms))
      let id = "ll.\(comparison).adj.\(name)"
      try check(
        oracles, model, "treat", id,
        [
          ("\(id).se", .classical), ("\(id).se.HC1", .heteroskedastic(.hc1)),
          ("\(id).se.HC3", .heteroskedastic(.hc3)),
        ])
    }
    if comparison == "exp" {
      let model = try LinearModel(Design(response: column("re78"), terms: [column("treat")]))
      for (suffix, kind) in [
        ("HC0", CovarianceEstimator.Heteroskedasticity.hc0), ("HC1", .hc1), ("HC2", .hc2),
        ("HC3", .hc3),
      ] {
        try check(
          oracles, model, "treat", "ll.exp.diff",
          [("ll.exp.se.\(suffix)", .heteroskedastic(kind))])
      }
    }
  }

  /// Organ donor rates of 27 states in six quarters (Kessler and Roth 2014), with state and quarter effects
  /// as columns and with state effects absorbed.
  @Test(arguments: [false, true])
  func organDonations(absorbed: Bool) throws {
    let oracles = try Oracles()
    let table = try Table("real/permissive/organ_donations.csv")
    let states = try table.text("State")
    let quarters = try table.text("Quarter_Num").map { try #require(Int($0)) }
    let treated = zip(states, quarters).map { state, quarter in
      Exact(state == "California" && quarter > 3 ? 1 : 0) as Exact?
    }
    let state = Factor(name: "state", labels: states)
    let quarter = Term.category(
      Factor(name: "quarter", labels: quarters.map(String.init)), reference: 0)
    let treatment = Term.exact("treated", treated)
    let rate = try table.term("Rate")
    let design =
      try absorbed
      ? Design(response: rate, terms: [treatment, quarter], absorbing: state)
      : Design(response: rate, terms: [treatment, .category(state, reference: 0), quarter])
    let model = try LinearModel(design)
    #expect(model.design.parameters == 33)
    try check(
      oracles, model, "treated", "od.twfe",
      [
        ("od.twfe.se.CR0", .clustered(by: state, .simple(.cr0))),
        ("od.twfe.se.CR1", .clustered(by: state, .simple(.cr1(.all)))),
        ("od.twfe.se.nested", .clustered(by: state, .simple(.cr1(.withoutNestedEffects)))),
      ])
    let figures = try SharedData.json("oracles/satterthwaite_R.json")
    let values = try #require(figures["values"] as? [String: [String: Any]])
    let expected = try #require(values["organ_twfe_by_state"])
    let covariance = try model.covariance(.clustered(by: state, .bellMcCaffrey))
    try Satterthwaite.check(covariance, "treated", expected)
  }

  /// Castle doctrine laws (Cheng and Hoekstra 2013): weighted and unweighted, with state and year effects.
  @Test func castleDoctrine() throws {
    let oracles = try Oracles()
    let table = try Table("real/permissive/castle.csv")
    let state = Factor(name: "sid", labels: try table.text("sid"))
    let year = Factor(name: "year", labels: try table.text("year"))
    let terms: [Term] = try [
      table.term("post"), .category(state, reference: 0), .category(year, reference: 0),
    ]
    let weighted = try LinearModel(
      Design(
        response: table.term("l_homicide"), terms: terms, weights: table.term("popwt")))
    try check(
      oracles, weighted, "post", "ca.wls.post",
      [
        ("ca.wls.se.CR1", .clustered(by: state, .simple(.cr1(.all)))),
        ("ca.wls.se.nested", .clustered(by: state, .simple(.cr1(.withoutNestedEffects)))),
      ])
    let plain = try LinearModel(Design(response: table.term("l_homicide"), terms: terms))
    try check(
      oracles, plain, "post", "ca.ols.post",
      [("ca.ols.se.CR1", .clustered(by: state, .simple(.cr1(.all))))])
    // The absorbed effects give the same coefficients, exactly.
    let absorbed = try LinearModel(
      Design(
        response: table.term("l_homicide"),
        terms: [table.term("post"), .category(year, reference: 0)], absorbing: state,
        weights: table.term("popwt")))
    #expect(try absorbed.coefficient("post") == weighted.coefficient("post"))
    #expect(absorbed.residualSquares == weighted.residualSquares)
  }
}

/// Figures of R's clubSandwich.
enum Satterthwaite {
  static func check(
    _ covariance: CoefficientCovariance, _ column: String, _ expected: [String: Any],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let degrees = try #require(try covariance.satterthwaite(column))
    let inference = try covariance.inference(
      column, reference: .student(degreesOfFreedom: degrees))
    let limits = try inference.limits(level: exact("19/20"))
    let found: [(String, Real)] = [
      ("beta", inference.estimate), ("se_CR2", inference.standardError), ("df", degrees),
      ("p", inference.pValue()), ("lo95", limits.lower), ("hi95", limits.upper),
    ]
    #expect(covariance.clusters == expected["clusters"] as? Int, sourceLocation: location)
    for (key, value) in found {
      let number = try #require(expected[key] as? Double, sourceLocation: location)
      let target = try decimal(String(number))
      #expect(
        agree(try value.midpoint, target, within: Exact.powerOfTen(-9)),
        "\(key): \(value.approximation), expected \(number)", sourceLocation: location)
    }
  }
}
