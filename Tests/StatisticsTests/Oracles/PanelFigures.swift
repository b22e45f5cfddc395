import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

enum PanelFigures {
  typealias Entry = RealFigures.Entry

  // MARK: - Organ donor rates

  /// 27 states in six quarters (Kessler and Roth 2014).
  struct OrganDonations: Sendable {
    let state: Factor
    let quarter: Factor
    let treated: Term
    let rate: Term
    /// Whether a row is of the state that changed its rule, and after the change.
    let cells: [(isCalifornia: Bool, isAfter: Bool)]
    let rates: [Exact]

    init() throws {
      let table = try Table("real/permissive/organ_donations.csv")
      let states = try table.text("State")
      let quarters = try table.text("Quarter_Num").map { try #require(Int($0)) }
      state = Factor(name: "state", labels: states)
      quarter = Factor(name: "quarter", labels: quarters.map(String.init))
      cells = zip(states, quarters).map { ($0 == "California", $1 > 3) }
      treated = .exact("treated", cells.map { $0.isCalifornia && $0.isAfter ? .one : .zero })
      rate = try table.term("Rate")
      rates = try table.exact("Rate").map { try #require($0) }
    }

    /// With state and quarter effects as columns, or with the states' absorbed.
    func model(absorbed: Bool) throws -> LinearModel {
      let quarter = Term.category(quarter, reference: 0)
      let model = try LinearModel(
        absorbed
          ? Design(response: rate, terms: [treated, quarter], absorbing: state)
          : Design(response: rate, terms: [treated, .category(state, reference: 0), quarter]))
      #expect(model.design.parameters == 33)
      return model
    }
  }

  static let organData = Once { try OrganDonations() }
  static let organModels = Once {
    [try organData.value.model(absorbed: false), try organData.value.model(absorbed: true)]
  }

  private static func organErrors(
    _ correction: CovarianceEstimator.ClusterCorrection.Simple
  ) throws -> [Real] {
    let state = try organData.value.state
    return try organModels.value.map {
      try RealFigures.error($0, "treated", .clustered(by: state, .simple(correction)))
    }
  }

  // MARK: - Castle doctrine

  /// Castle doctrine laws (Cheng and Hoekstra 2013), with state and year effects.
  private static let castle = Once { try Table("real/permissive/castle.csv") }
  private static let castleState = Once {
    Factor(name: "sid", labels: try castle.value.text("sid"))
  }

  private static func castleModel(weighted: Bool, absorbed: Bool) -> Once<LinearModel> {
    Once {
      let table = try castle.value
      let state = try castleState.value
      let year = Term.category(Factor(name: "year", labels: try table.text("year")), reference: 0)
      let weights = weighted ? try table.term("popwt") : nil
      let (response, post) = (try table.term("l_homicide"), try table.term("post"))
      return try LinearModel(
        absorbed
          ? Design(response: response, terms: [post, year], absorbing: state, weights: weights)
          : Design(
            response: response, terms: [post, .category(state, reference: 0), year],
            weights: weights))
    }
  }

  private static let castleWeighted = castleModel(weighted: true, absorbed: false)
  private static let castlePlain = castleModel(weighted: false, absorbed: false)
  /// The absorbed effects give the same coefficients, exactly.
  private static let castleAbsorbed = Once {
    let absorbed = try castleModel(weighted: true, absorbed: true).value
    #expect(try absorbed.coefficient("post") == castleWeighted.value.coefficient("post"))
    #expect(try absorbed.residualSquares == castleWeighted.value.residualSquares)
    return absorbed
  }

  private static func castleError(
    _ model: LinearModel, _ counted: CovarianceEstimator.ParameterCount
  ) throws -> Real {
    try RealFigures.error(model, "post", .clustered(by: castleState.value, .simple(.cr1(counted))))
  }

  private static let panels: [Entry] = [
    Entry("od.twfe") { try organModels.value.map { Real(try $0.coefficient("treated")) } },
    Entry("od.twfe.se.CR0") { try organErrors(.cr0) },
    Entry("od.twfe.se.CR1") { try organErrors(.cr1(.all)) },
    Entry("od.twfe.se.nested") { try organErrors(.cr1(.withoutNestedEffects)) },
    Entry(
      "od.2x2",
      exact: {
        let organs = try organData.value
        let means = try DifferenceInDifferences { (cell) throws(StatisticsError) in
          let chosen = zip(organs.cells, organs.rates).filter { place, _ in
            switch cell {
            case .treatedBefore: place.isCalifornia && !place.isAfter
            case .treatedAfter: place.isCalifornia && place.isAfter
            case .comparisonBefore: !place.isCalifornia && !place.isAfter
            case .comparisonAfter: !place.isCalifornia && place.isAfter
            }
          }
          return try Sample(
            values: chosen.compactMap { ($0.1 * Exact.powerOfTen(17)).int64 }, scale: 17)
        }
        #expect(means.means.values.reduce(0) { $0 + $1.n } == organs.rates.count)
        return means.estimate
      }),
    Entry("ca.wls.post") {
      [
        Real(try castleWeighted.value.coefficient("post")),
        Real(try castleAbsorbed.value.coefficient("post")),
      ]
    },
    Entry("ca.wls.se.CR1", real: { try castleError(castleWeighted.value, .all) }),
    Entry(
      "ca.wls.se.nested", real: { try castleError(castleWeighted.value, .withoutNestedEffects) }),
    Entry("ca.ols.post", exact: { try castlePlain.value.coefficient("post") }),
    Entry("ca.ols.se.CR1", real: { try castleError(castlePlain.value, .all) }),
  ]

  // MARK: - Sleep

  /// Student's sleep data (Biometrika 6, 1908), group 1 minus group 2.
  struct Sleep: Sendable {
    let first: Sample
    let second: Sample

    init() throws {
      let table = try Table("real/public_domain/sleep_student1908.csv")
      let rows = zip(try table.text("extra"), try table.text("group"))
      first = try Sample(decimals: rows.filter { $0.1 == "1" }.map(\.0))
      second = try Sample(decimals: rows.filter { $0.1 == "2" }.map(\.0))
    }
  }

  private static let sleepers = Once { try Sleep() }
  private static let paired = Once {
    let test = try PairedChange(before: sleepers.value.second, after: sleepers.value.first).test()
    #expect(test.degreesOfFreedom?.exact == 9)
    return test
  }

  private static let sleep: [Entry] = [
    Entry("sleep.mean_diff", real: { try paired.value.estimate }),
    Entry("sleep.t", real: { try paired.value.statistic() }),
    Entry("sleep.p", real: { try paired.value.pValue() }),
    Entry("sleep.lo", real: { try paired.value.limits(level: exact("19/20")).lower }),
    Entry("sleep.hi", real: { try paired.value.limits(level: exact("19/20")).upper }),
    Entry(
      "sleep.wilcoxon.V",
      exact: {
        let test = try SignedRank(before: sleepers.value.second, after: sleepers.value.first)
        #expect(test.zeros == 1)
        return test.positive
      }),
  ]

  static let all: [Entry] = panels + sleep
}
