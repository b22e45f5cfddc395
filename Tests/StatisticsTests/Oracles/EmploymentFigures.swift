import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// LaLonde's programme in the sample of Dehejia and Wahba (JASA 94, 1999), beside its experiment and beside
/// the comparison group CPS-1.
enum EmploymentFigures {
  typealias Entry = RealFigures.Entry

  private static let experiment = Once { try EmploymentData(comparison: .experiment) }
  private static let survey = Once { try EmploymentData(comparison: .survey) }

  private static let demographics = ["age", "age2", "educ", "nodegree", "black", "hisp", "marr"]
  private static let adjustments: [(name: String, terms: [String])] = [
    ("raw", []), ("demo", demographics), ("re75", ["re75"]), ("demo_re75", demographics + ["re75"]),
    ("demo_re74_re75", demographics + ["re74", "re75"]),
  ]

  private static func fitted(_ data: Once<EmploymentData>, _ terms: [String]) -> Once<LinearModel> {
    Once {
      let data = try data.value
      return try LinearModel(
        Design(
          response: data.term("re78"), terms: [data.term("treat")] + terms.map { data.term($0) }))
    }
  }

  /// The effect adjusted for lists of covariates (Angrist and Pischke 2009, Table 3.3.3).
  private static func adjusted(_ comparison: String, _ data: Once<EmploymentData>) -> [Entry] {
    adjustments.flatMap { name, terms in
      let model = fitted(data, terms)
      let id = "ll.\(comparison).adj.\(name)"
      return [
        Entry(id, exact: { try model.value.coefficient("treat") }),
        Entry("\(id).se", real: { try RealFigures.error(model.value, "treat", .classical) }),
        Entry(
          "\(id).se.HC1",
          real: { try RealFigures.error(model.value, "treat", .heteroskedastic(.hc1)) }),
        Entry(
          "\(id).se.HC3",
          real: { try RealFigures.error(model.value, "treat", .heteroskedastic(.hc3)) }),
      ]
    }
  }

  /// With the covariates that Dehejia and Wahba list, without marital status.
  private static func listed(_ comparison: String, _ data: Once<EmploymentData>) -> [Entry] {
    let model = fitted(
      data, ["age", "age2", "educ", "nodegree", "black", "hisp", "re74", "re75"])
    return [
      Entry("ll.\(comparison).dw", exact: { try model.value.coefficient("treat") }),
      Entry(
        "ll.\(comparison).dw.se", real: { try RealFigures.error(model.value, "treat", .classical) }),
    ]
  }

  // Scores here go down to 1e-10: weights of a few persons outweigh all others.
  private static let score = Once {
    let model = try survey.value.propensity()
    #expect(model.design.count == 16177)
    return model
  }
  private static let untrimmed = Once {
    try PropensityWeights(score.value, kind: .ate)
      .difference(of: survey.value.term("re78"), errors: .weightsFixed)
  }
  private static let trimmed = Once {
    try PropensityWeights(score.value, kind: .ate, keeping: exact("1/10")...exact("9/10"))
  }
  private static let kept = Once {
    try trimmed.value.difference(of: survey.value.term("re78"), errors: .weightsFixed)
  }

  static let all: [Entry] = {
    let raw = fitted(experiment, [])
    return adjusted("exp", experiment) + adjusted("cps", survey)
      + listed("exp", experiment) + listed("cps", survey)
      + CovarianceEstimator.Heteroskedasticity.allCases.map { kind in
        Entry(
          "ll.exp.se.\("\(kind)".uppercased())",
          real: { try RealFigures.error(raw.value, "treat", .heteroskedastic(kind)) })
      }
      + [
        Entry("ll.exp.diff") {
          let data = try experiment.value
          let means = try ["1", "0"].map { try data.mean("re78", treated: exact($0)) }
          return [Real(try raw.value.coefficient("treat")), Real(means[0] - means[1])]
        },
        Entry(
          "ll.exp.se.classical", real: { try RealFigures.error(raw.value, "treat", .classical) }),
        Entry("ll.exp.did") {
          // As the difference of mean changes, and by the regression of the stacked waves.
          let data = try experiment.value
          let change = try LinearModel(
            Design(response: data.term("change"), terms: [data.term("treat")]))
          let treat = data.data["treat"]
          let n = data.data.rows
          let stacked = try LinearModel(
            .differenceInDifferences(
              response: .exact("re", data.data["re75"] + data.data["re78"]),
              treated: .exact("treat", treat + treat),
              after: .exact("after", (0..<2 * n).map { $0 < n ? .zero : .one })))
          return [
            Real(try change.coefficient("treat")), Real(try stacked.coefficient("treat:after")),
          ]
        },
        Entry("ll.cps.ipw.ht", real: { try untrimmed.value.totalsPerRow }),
        Entry("ll.cps.ipw.hajek", real: { try untrimmed.value.difference.estimate }),
        Entry("ll.cps.ipw.trim.n", count: { try trimmed.value.rows.count }),
        Entry("ll.cps.ipw.trim.ht", real: { try kept.value.totalsPerRow }),
        Entry("ll.cps.ipw.trim.hajek", real: { try kept.value.difference.estimate }),
      ]
  }()
}

/// The participants of the National Supported Work programme, beside those who were randomly left out of
/// it or beside the survey CPS-1.
struct EmploymentData: Sendable {
  enum Comparison: Sendable { case experiment, survey }

  private(set) var data: Covariates

  init(comparison: Comparison) throws {
    let names = [
      "treat", "age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75", "re78",
    ]
    let programme = try Covariates(CSV("real/permissive/nsw_dw.csv"), names)
    switch comparison {
    case .experiment: data = programme
    case .survey:
      let others = try Covariates(CSV("real/permissive/cps1.csv"), names)
      let treated = (0..<programme.rows).filter { programme["treat"][$0] == .one }
      data = Covariates(rows: treated.count + others.rows)
      for name in names {
        let column = programme[name]
        data[name] = treated.map { column[$0] } + others[name]
      }
    }
    for (name, income) in [("u74", "re74"), ("u75", "re75")] {
      data[name] = data[income].map { $0 == .zero ? .one : .zero }
    }
    data["change"] = zip(data["re78"], data["re75"]).map { after, before in
      after.flatMap { after in before.map { after - $0 } }
    }
  }

  func term(_ name: String) -> Term {
    name == "age2" ? data.square("age") : .column(name, data[name])
  }

  func mean(_ name: String, treated: Exact) throws -> Exact {
    let values = zip(data[name], data["treat"]).compactMap { $1 == treated ? $0 : nil }
    return try #require(values.reduce(.zero, +).divided(by: Exact(values.count)))
  }

  /// The model of Cunningham, "Causal Inference: The Mixtape", ch. 5.
  func propensity() throws -> LogisticModel {
    try LogisticModel(
      response: term("treat"),
      terms: ["age", "educ", "marr", "nodegree", "black", "hisp", "re74", "re75", "u74", "u75"]
        .map { term($0) } + [
          data.square("age"), .interaction(data.square("age"), data.term("age")),
          data.square("educ"), .interaction(data.term("educ"), data.term("re74")),
        ])
  }
}
