import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// NHEFS, 1,629 persons (Hernán and Robins, "Causal Inference: What If"). Each model is fitted once.
enum QuitSmokingFigures {
  typealias Entry = RealFigures.Entry

  static let nhefs = Once { try QuitSmoking() }

  // MARK: Means, quantiles, the crude comparison

  private static let crude = Once {
    let data = try nhefs.value.data
    return try LinearModel(Design(response: data.term("wt82_71"), terms: [data.term("qsmk")]))
  }

  private static let arms = Once {
    let data = try nhefs.value.data
    func moments(_ arm: Exact) throws -> Moments {
      // Fifteen decimals are kept of the column's sixteen.
      try Moments(
        Sample(
          values: zip(data["wt82_71"], data["qsmk"]).compactMap { value, group in
            guard group == arm, let value else { return nil }
            return (value.rounded(.halfEven, decimals: 15) * Exact.powerOfTen(15)).int64
          }, scale: 15))
    }
    return MeanDifference(first: try moments(1), second: try moments(0))
  }

  private static let welch = Once { try arms.value.welch() }

  static let quitSmoking: [Entry] =
    [
      Entry("nh.n_total", count: { try nhefs.value.data.rows }),
      Entry("nh.n_complete", count: { try nhefs.value.complete.present }),
      Entry(
        "nh.censored.q1",
        count: {
          let study = try nhefs.value
          return study.data["qsmk"].indices.count {
            study.data["qsmk"][$0] == .one && !study.complete[$0]
          }
        }),
      Entry("nh.crude.mean0") {
        [
          Real(try crude.value.coefficient(Design.intercept)),
          Real(try arms.value.second.mean().value),
        ]
      },
      Entry("nh.crude.mean1") {
        let model = try crude.value
        return [
          Real(try model.coefficient(Design.intercept) + model.coefficient("qsmk")),
          Real(try arms.value.first.mean().value),
        ]
      },
      Entry("nh.crude.diff") {
        [Real(try crude.value.coefficient("qsmk")), try welch.value.estimate]
      },
      // The pooled error is the classical one of the regression on the arm.
      Entry("nh.crude.se.classical") {
        [
          try RealFigures.error(crude.value, "qsmk", .classical),
          try arms.value.pooled().standardError,
        ]
      },
      Entry("nh.crude.welch.t", real: { try welch.value.statistic() }),
      Entry("nh.crude.welch.df", real: { try #require(welch.value.degreesOfFreedom) }),
      Entry("nh.crude.welch.p", real: { try welch.value.pValue() }),
      Entry("nh.crude.welch.lo", real: { try welch.value.limits(level: exact("19/20")).lower }),
      Entry("nh.crude.welch.hi", real: { try welch.value.limits(level: exact("19/20")).upper }),
    ]
    + CovarianceEstimator.Heteroskedasticity.allCases.map { kind in
      Entry(
        "nh.crude.se.\("\(kind)".uppercased())",
        real: { try RealFigures.error(crude.value, "qsmk", .heteroskedastic(kind)) })
    }
    + ["age", "wt71", "smokeyrs"].flatMap { name in
      [25, 50, 75].map { percent in
        Entry(
          "nh.q7.\(name).qsmk0.p\(percent)",
          exact: {
            let study = try nhefs.value
            let values = (0..<study.data.rows).compactMap { row in
              study.data["qsmk"][row] == .zero && study.complete[row] ? study.data[name][row] : nil
            }
            let sample = try Sample(decimals: values.map(\.decimalText))
            return try sample.quantile(Exact(percent) * exact("1/100"), type: .type7).value
          })
      }
    }
    + zip(QuitSmoking.names, 0...).flatMap { name, index in
      [
        Entry("nh.ps.b.\(name)", real: { try propensity.value.coefficients[index] }),
        Entry(
          "nh.ps.se.\(name)",
          real: {
            let model = try propensity.value
            return try information.value.inference(model.design.names[index]).standardError
          }),
      ]
    }
    + [Entry("nh.ps.deviance", real: { try propensity.value.deviance })]

  static let propensity = Once {
    let model = try nhefs.value.propensity()
    #expect(model.design.count == 1566)
    return model
  }
  private static let information = Once { try propensity.value.covariance(.information) }

  // MARK: Weights by the propensity score

  private static let inverse = Once { try PropensityWeights(propensity.value, kind: .ate) }
  private static let stabilised = Once {
    try PropensityWeights(propensity.value, kind: .stabilised)
  }
  private static let trimmed = Once {
    try PropensityWeights(propensity.value, kind: .ate, keeping: exact("1/10")...exact("9/10"))
  }

  private static func difference(_ weights: PropensityWeights) throws -> WeightedDifference {
    try weights.difference(of: nhefs.value.data.term("wt82_71"), errors: .weightsFixed)
  }

  /// The weighted regression of the weight gained on the group, its errors by HC0.
  private static func regression(_ weights: RealColumn) throws -> EnclosedLinearModel.Covariance {
    let data = try nhefs.value.data
    let design = try Design(
      response: data.term("wt82_71"), terms: [data.term("qsmk")], among: weights.presence)
    return try EnclosedLinearModel(design, weights: weights).covariance(.heteroskedastic(.hc0))
  }

  private static let inverseDifference = Once { try difference(inverse.value) }
  private static let stabilisedDifference = Once { try difference(stabilised.value) }
  private static let inverseRegression = Once { try regression(inverse.value.column) }
  private static let stabilisedRegression = Once { try regression(stabilised.value.column) }

  private static func inference(
    _ regression: Once<EnclosedLinearModel.Covariance>, _ name: String
  ) throws -> Inference {
    try regression.value.inference(name, reference: .normal)
  }

  private static func differences(
    _ name: String, _ difference: Once<WeightedDifference>,
    _ regression: Once<EnclosedLinearModel.Covariance>
  ) -> [Entry] {
    [
      Entry("nh.\(name).mean0") {
        [
          try difference.value.mean0.estimate,
          try inference(regression, Design.intercept).estimate,
        ]
      },
      Entry("nh.\(name).se.mean0") {
        [
          try difference.value.mean0.standardError,
          try inference(regression, Design.intercept).standardError,
        ]
      },
      Entry("nh.\(name).diff") {
        [
          try difference.value.difference.estimate,
          try inference(regression, "qsmk").estimate,
        ]
      },
      Entry("nh.\(name).se.diff") {
        [
          try difference.value.difference.standardError,
          try inference(regression, "qsmk").standardError,
        ]
      },
    ]
  }

  private static func sizes(_ name: String, _ weights: Once<PropensityWeights>) -> [Entry] {
    [
      Entry("nh.\(name).w.min") {
        [try weights.value.smallest, try weights.value.column.smallest]
      },
      Entry("nh.\(name).w.mean") { [try weights.value.mean, try weights.value.column.mean] },
      Entry("nh.\(name).w.max") {
        [try weights.value.largest, try weights.value.column.largest]
      },
    ]
  }

  static let weighting: [Entry] =
    sizes("ipw", inverse) + sizes("sw", stabilised)
    + differences("ipw", inverseDifference, inverseRegression)
    + differences("sw", stabilisedDifference, stabilisedRegression)
    + [
      Entry("nh.ipw.w.sd", real: { try inverse.value.column.standardDeviation }),
      Entry(
        "nh.ipw.lo",
        real: { try inverseDifference.value.difference.limits(level: exact("19/20")).lower }),
      Entry(
        "nh.ipw.hi",
        real: { try inverseDifference.value.difference.limits(level: exact("19/20")).upper }),
      Entry("nh.ipw_trim10.n", count: { try trimmed.value.rows.count }),
      Entry("nh.ipw_trim10.diff", real: { try difference(trimmed.value).difference.estimate }),
    ]
    + [(WeightKind.overlap, "overlap"), (.att, "att")].flatMap { kind, name in
      let found = Once { try difference(PropensityWeights(propensity.value, kind: kind)) }
      return [
        Entry("nh.\(name).diff", real: { try found.value.difference.estimate }),
        Entry("nh.\(name).se.HC0", real: { try found.value.difference.standardError }),
      ]
    }
    + ["age", "wt71", "smokeintensity"].flatMap { name in
      let row = Once {
        let rows = try inverse.value.balance(of: [nhefs.value.data.term(name)])
        return try #require(rows.first { $0.name == name })
      }
      return [
        Entry("nh.smd.raw.\(name)", real: { try row.value.standardisedDifference }),
        Entry("nh.smd.ipw.\(name)", real: { try row.value.weightedDifference }),
      ]
    }

  // MARK: Marginal structural models

  /// P(A | sex) / P(A | L), on those with a weight in 1982.
  private static let bySex = Once {
    let study = try nhefs.value
    let sex = try LogisticModel(
      response: study.data.term("qsmk"), terms: [study.data.term("sex")], among: study.complete)
    return try inverse.value.column / PropensityWeights(sex, kind: .ate).column
  }

  private static let modification = Once {
    let data = try nhefs.value.data
    let design = try Design(
      response: data.term("wt82_71"),
      terms: [
        data.term("qsmk"), data.term("sex"), .interaction(data.term("qsmk"), data.term("sex")),
      ])
    return try EnclosedLinearModel(design, weights: bySex.value)
      .covariance(.heteroskedastic(.hc0))
  }

  private static let weightedDeath = Once {
    let data = try nhefs.value.data
    let model = try LogisticModel(
      response: data.term("death"), terms: [data.term("qsmk")], weights: stabilised.value.column)
    return try model.covariance(.hc0)
  }

  /// Weights of treatment P(A) / P(A | L), fitted on all, times those of being followed up,
  /// P(C = 0 | A) / P(C = 0 | A, L).
  private static let followed = Once {
    let study = try nhefs.value
    var data = study.data
    data["followed"] = (0..<data.rows).map { study.complete[$0] ? 1 : 0 }
    let treatment = try PropensityWeights(
      LogisticModel(response: data.term("qsmk"), terms: study.covariates), kind: .stabilised
    ).column
    let marginal = try LogisticModel(
      response: data.term("followed"), terms: [data.term("qsmk")])
    let conditional = try LogisticModel(
      response: data.term("followed"), terms: [data.term("qsmk")] + study.covariates)
    return try treatment * (marginal.fitted / conditional.fitted)
  }

  private static let followedRegression = Once {
    try regression(followed.value.among(nhefs.value.complete))
  }

  static let marginalStructural: [Entry] =
    [
      (Design.intercept, "const"), ("qsmk", "qsmk"), ("sex", "sex"), ("qsmk:sex", "qsmk_sex"),
    ].flatMap { column, name in
      [
        Entry("nh.emm.\(name)", real: { try inference(modification, column).estimate }),
        Entry("nh.emm.se.\(name)", real: { try inference(modification, column).standardError }),
      ]
    }
    + [(Design.intercept, "const"), ("qsmk", "qsmk")].flatMap { column, name in
      [
        Entry(
          "nh.msm_death.b.\(name)", real: { try weightedDeath.value.inference(column).estimate }),
        Entry(
          "nh.msm_death.se.\(name)",
          real: { try weightedDeath.value.inference(column).standardError }),
      ]
    }
    + [
      Entry("nh.ipcw.w.min", real: { try followed.value.smallest }),
      Entry("nh.ipcw.w.mean", real: { try followed.value.mean }),
      Entry("nh.ipcw.w.max", real: { try followed.value.largest }),
      Entry("nh.ipcw.w.sd", real: { try followed.value.standardDeviation }),
      Entry(
        "nh.ipcw.wu.mean", real: { try followed.value.among(nhefs.value.complete).mean }),
      Entry(
        "nh.ipcw.wu.max", real: { try followed.value.among(nhefs.value.complete).largest }),
      Entry(
        "nh.ipcw.mean0", real: { try inference(followedRegression, Design.intercept).estimate }),
      Entry(
        "nh.ipcw.se.mean0",
        real: { try inference(followedRegression, Design.intercept).standardError }),
      Entry("nh.ipcw.diff", real: { try inference(followedRegression, "qsmk").estimate }),
      Entry("nh.ipcw.se.diff", real: { try inference(followedRegression, "qsmk").standardError }),
    ]

  // MARK: Outcome models

  private static let adjusted = Once {
    let study = try nhefs.value
    return try LinearModel(
      Design(response: study.data.term("wt82_71"), terms: study.outcomeTerms))
  }

  private static let plain = Once {
    let study = try nhefs.value
    return try LinearModel(
      Design(
        response: study.data.term("wt82_71"), terms: [study.data.term("qsmk")] + study.covariates))
  }

  private static let augmented = Once {
    let study = try nhefs.value
    return try AugmentedWeighting(
      propensity.value, outcome: study.data.term("wt82_71"), terms: study.outcomeTerms,
      group: "qsmk")
  }

  /// Fitted where the outcome is known, standardised to all 1,629.
  private static let standardised = Once {
    let standard = try LinearStandardisation(
      adjusted.value.covariance(.classical), terms: nhefs.value.outcomeTerms, group: "qsmk")
    #expect(standard.count == 1629)
    #expect(standard.difference.estimate.exact != nil)
    return standard
  }

  /// The propensity score of all 1,629, whether their weight in 1982 is known or not.
  private static let score = Once {
    let study = try nhefs.value
    return try LogisticModel(response: study.data.term("qsmk"), terms: study.covariates).fitted
  }

  private static let onScore = Once {
    let data = try nhefs.value.data
    let design = try Design(response: data.term("wt82_71"), terms: [data.term("qsmk")])
    return try EnclosedLinearModel(design, columns: [("score", score.value)])
      .covariance(.classical)
  }

  private static let onClasses = Once {
    let data = try nhefs.value.data
    let tenths = try score.value.classes(10, .type7, named: "tenth")
    return try LinearModel(
      Design(
        response: data.term("wt82_71"),
        terms: [data.term("qsmk"), .category(tenths, reference: 0)]))
  }

  static let outcomeModels: [Entry] = [
    Entry("nh.or.qsmk") {
      [
        Real(try adjusted.value.coefficient("qsmk")),
        Real(try augmented.value.outcome.coefficient("qsmk")),
      ]
    },
    Entry("nh.or.qsmk.se", real: { try RealFigures.error(adjusted.value, "qsmk", .classical) }),
    Entry(
      "nh.or.qsmk.se.HC1",
      real: { try RealFigures.error(adjusted.value, "qsmk", .heteroskedastic(.hc1)) }),
    Entry(
      "nh.or.qsmk.se.HC3",
      real: { try RealFigures.error(adjusted.value, "qsmk", .heteroskedastic(.hc3)) }),
    Entry("nh.or.inter", exact: { try adjusted.value.coefficient("qsmk:smokeintensity") }),
    Entry(
      "nh.or.inter.se",
      real: { try RealFigures.error(adjusted.value, "qsmk:smokeintensity", .classical) }),
    Entry("nh.or.dispersion", exact: { try adjusted.value.residualVariance }),
    Entry("nh.gformula.mean0", real: { try standardised.value.mean0.estimate }),
    Entry("nh.gformula.mean1", real: { try standardised.value.mean1.estimate }),
    Entry("nh.gformula.diff", real: { try standardised.value.difference.estimate }),
    Entry("nh.aipw.diff", real: { try augmented.value.effect.estimate }),
    Entry("nh.aipw.se", real: { try augmented.value.effect.standardError }),
    Entry("nh.or2.qsmk", exact: { try plain.value.coefficient("qsmk") }),
    Entry("nh.or2.qsmk.se", real: { try RealFigures.error(plain.value, "qsmk", .classical) }),
    Entry("nh.psreg.qsmk", real: { try inference(onScore, "qsmk").estimate }),
    Entry("nh.psreg.qsmk.se", real: { try inference(onScore, "qsmk").standardError }),
    Entry("nh.psdec.qsmk", exact: { try onClasses.value.coefficient("qsmk") }),
    Entry("nh.psdec.qsmk.se", real: { try RealFigures.error(onClasses.value, "qsmk", .classical) }),
  ]

  // MARK: Death

  private struct Deaths: Sendable {
    /// Months from the start of 1983, at most 120.
    let months: [Int64]
    let died: [Bool]
    let columns: [String: [Int64]]
  }

  private static let deathTimes = Once {
    let rows = try CSV("real/public_domain/nhefs.csv").rows
    let died = rows.map { $0["death"] == "1" }
    let months = try zip(rows, died).map { row, died in
      guard died else { return Int64(120) }
      let year = try #require(row["yrdth"].flatMap { Double($0) })
      let month = try #require(row["modth"].flatMap { Double($0) })
      return Int64(year - 83) * 12 + Int64(month)
    }
    var columns: [String: [Int64]] = [:]
    for name in ["qsmk", "age", "sex"] {
      columns[name] = try rows.map { try #require($0[name].flatMap { Int64($0) }) }
    }
    return Deaths(months: months, died: died, columns: columns)
  }

  private static let groups = Once {
    let deaths = try deathTimes.value
    let quit = try #require(deaths.columns["qsmk"])
    return try [0, 1].map { group in
      try SurvivalTimes(
        exit: deaths.months, event: RowMask(deaths.died), among: RowMask(quit.map { $0 == group }))
    }
  }

  /// A row for each month that a person lived to see: whether it was survived, by quitting, time and their
  /// products (pooled logistic regression).
  private static let personMonths = Once {
    let deaths = try deathTimes.value
    let quit = try #require(deaths.columns["qsmk"])
    var (survived, group, time): ([Int64], [Int64], [Int64]) = ([], [], [])
    for person in deaths.months.indices {
      let last = deaths.months[person] - 1
      for month in 0...last {
        survived.append(deaths.died[person] && month == last ? 0 : 1)
        group.append(quit[person])
        time.append(month)
      }
    }
    let (a, t): (Term, Term) = (
      .numeric("qsmk", try Sample(values: group)), .numeric("t", try Sample(values: time))
    )
    let square = Term.interaction(t, t)
    return try LogisticModel(
      response: .numeric("survived", Sample(values: survived)),
      terms: [a, .interaction(a, t), .interaction(a, square), t, square])
  }

  static let survival: [Entry] =
    [
      Entry("nh.logrank.chi2", exact: { try LogRank(groups.value).statistic }),
      Entry(
        "nh.km120.qsmk0", exact: { try KaplanMeier(groups.value[0]).survival(at: 120).value }),
      Entry(
        "nh.km120.qsmk1", exact: { try KaplanMeier(groups.value[1]).survival(at: 120).value }),
      Entry("nh.pooled.n", count: { try personMonths.value.design.count }),
      Entry("nh.pooled.deviance", real: { try personMonths.value.deviance }),
    ]
    + [
      (Design.intercept, "const"), ("qsmk", "qsmk"), ("qsmk:t", "qsmk_t"),
      ("qsmk:t:t", "qsmk_t2"), ("t", "t"), ("t:t", "t2"),
    ].map { column, name in
      Entry("nh.pooled.b.\(name)", real: { try personMonths.value.coefficient(column) })
    }
    + TiesMethod.allCases.flatMap { ties in
      let model = Once {
        let deaths = try deathTimes.value
        let model = try CoxModel(
          exit: deaths.months, event: RowMask(deaths.died),
          terms: ["qsmk", "age", "sex"].map { name in
            .numeric(name, try Sample(values: #require(deaths.columns[name])))
          }, ties: ties)
        #expect(model.n == 1629)
        #expect(model.events == 318)
        return model
      }
      return ["qsmk", "age", "sex"].flatMap { name in
        [
          Entry("nh.cox.\(ties).\(name)", real: { try model.value.inference(name).estimate }),
          Entry(
            "nh.cox.\(ties).se.\(name)",
            real: { try model.value.inference(name).standardError }),
        ]
      }
    }

  static let all: [Entry] =
    quitSmoking + weighting + marginalStructural + outcomeModels + survival
}
