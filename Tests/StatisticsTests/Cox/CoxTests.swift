import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Cox")
struct CoxTests {
  /// Whether two real numbers agree to 40 digits.
  private func same(_ a: Real, _ b: Real) -> Bool {
    let difference = (a - b).enclosed(precision: 192)
    let bound = Ball(Exact.powerOfTen(-40), precision: 64)
    return difference.magnitude.isCertainlyLess(than: bound)
  }

  private func term(_ name: String, _ values: [Int64], scale: Int = 0) throws -> Term {
    .numeric(name, try Sample(values: values, scale: scale))
  }

  /// Three persons, x = 1, 0, 1, in this order: with θ = exp b the likelihood is θ/(2θ+1) · 1/(1+θ), largest where
  /// 1/(2θ+1) = θ/(1+θ), θ = 1/√2; the information is 2θ/(2θ+1)² + θ/(1+θ)².
  @Test(arguments: TiesMethod.allCases) func byHand(ties: TiesMethod) throws {
    let model = try CoxModel(
      exit: [1, 2, 3], event: RowMask([true, true, true]), terms: [term("x", [1, 0, 1])],
      ties: ties)
    let ratio = Real(1) / Real(2).squareRoot()
    #expect(same(try model.coefficient("x"), ratio.logarithm()))
    #expect(same(try model.hazardRatio("x"), ratio))
    let first = Real(2) * ratio + Real(1)
    let second = Real(1) + ratio
    let information = Real(2) * ratio / first.square() + ratio / second.square()
    #expect(same(try model.covariance("x", "x"), Real(1) / information))
    #expect(same(model.logLikelihood, (ratio / first / second).logarithm()))
    #expect(same(model.nullLogLikelihood, -Real(6).logarithm()))
    // U(0) = 1 − 2/3 − 1/2 and I(0) = 2/9 + 1/4: 1/36 · 36/17.
    #expect(same(model.scoreTest.statistic, Real(try exact("1/17"))))
    #expect(same(model.waldTest.statistic, ratio.logarithm().square() * information))
    // In tenths, and from another origin, the coefficient is ten times as large.
    let tenths = try CoxModel(
      exit: [1, 2, 3], event: RowMask([true, true, true]),
      terms: [term("x", [1_000_001, 1_000_000, 1_000_001], scale: 1)], ties: ties)
    #expect(same(try tenths.coefficient("x"), Real(10) * ratio.logarithm()))
    // Large numbers far apart, and digits without end.
    let large = try CoxModel(
      exit: [1, 2, 3], event: RowMask([true, true, true]),
      terms: [term("x", [3_000_000_000_000_007, 7, 3_000_000_000_000_007])], ties: ties)
    let unit = Real(Exact(3) * Exact.powerOfTen(15))
    #expect(same(unit * (try large.coefficient("x")), ratio.logarithm()))
    #expect(
      try model.coefficient("x").rounded(.halfEven, decimals: 300)
        == (-(Real(2).logarithm() / Real(2))).rounded(.halfEven, decimals: 300))
  }

  /// Who enters at 1 is not at risk at 1: θ/(2θ+1) · 1/(2+θ) is largest at θ = 1.
  @Test func lateEntry() throws {
    let model = try CoxModel(
      entry: [0, 0, 0, 1], exit: [1, 2, 3, 2], event: RowMask([true, true, true, false]),
      terms: [term("x", [1, 0, 1, 0])], ties: .efron)
    #expect(same(try model.coefficient("x"), Real(0)))
    // 2/9 + 2/9.
    #expect(same(try model.covariance("x", "x"), Real(try exact("9/4"))))
    #expect(throws: CoxError.interval(row: 1, entry: 2, exit: 2)) {
      try CoxModel(
        entry: [0, 2, 0], exit: [1, 2, 3], event: RowMask([true, true, true]),
        terms: [term("x", [1, 0, 1])], ties: .efron)
    }
  }

  /// Two of four at once, one of each kind, then one of two: θ/(2θ+2)² · θ/(1+θ) by Breslow, and by Efron
  /// θ/((2θ+2)(3θ/2 + 3/2)) · θ/(1+θ), both largest at θ = 2.
  @Test func ties() throws {
    for (ties, likelihood) in [(TiesMethod.breslow, "1/27"), (.efron, "4/81")] {
      let model = try CoxModel(
        exit: [1, 1, 2, 3], event: RowMask([true, true, true, false]),
        terms: [term("x", [1, 0, 1, 0])], ties: ties)
      #expect(same(try model.hazardRatio("x"), Real(2)))
      #expect(same(model.logLikelihood, Real(try exact(likelihood)).logarithm()))
    }
  }

  /// The remission times of Freireich et al. (1963): R's `coxph` on MASS's `gehan` prints 1.5721, 0.4124, a
  /// likelihood ratio of 16.35 (Efron); Kleinbaum and Klein print 1.509, 0.410 and −86.380 (Breslow).
  @Test func leukaemia() throws {
    let exit: [Int64] = [
      6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35,
      1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
    ]
    let event = RowMask("111010100110001100000111111111111111111111".map { $0 == "1" })
    let placebo = exit.indices.map { Int64($0 < 21 ? 0 : 1) }
    let efron = try CoxModel(
      exit: exit, event: event, terms: [term("placebo", placebo)], ties: .efron)
    let test = try efron.inference("placebo")
    #expect(try test.estimate.rounded(.halfEven, decimals: 4) == exact("15721/10000"))
    #expect(try test.standardError.rounded(.halfEven, decimals: 4) == exact("4124/10000"))
    let ratio = efron.likelihoodRatioTest
    #expect(try ratio.statistic.rounded(.halfEven, decimals: 2) == exact("1635/100"))
    #expect(ratio.degreesOfFreedom == 1)
    let breslow = try CoxModel(
      exit: exit, event: event, terms: [term("placebo", placebo)], ties: .breslow)
    #expect(
      try breslow.coefficient("placebo").rounded(.halfEven, decimals: 3) == exact("1509/1000"))
    #expect(
      try breslow.logLikelihood.rounded(.halfEven, decimals: 3) == exact("-86380/1000"))
    #expect(
      try breslow.inference("placebo").standardError.rounded(.halfEven, decimals: 3)
        == exact("410/1000"))
  }

  /// Late entry and ties among 120 made-up persons: statsmodels 0.15.0 (`PHReg`'s score and Hessian, iterated to a
  /// score below 1e-13) lifelines 0.30.3 agrees to 1e-7. No entry is at an event's time, where
  /// statsmodels would count the person.
  @Test(arguments: [
    (
      TiesMethod.breslow,
      ["-0.023442143278543357", "-0.00551636934327162", "0.016446847422713608"],
      ["0.24228410556242566", "0.009793158946984596", "0.06035889474943358"],
      [
        "-272.13041967017017", "-272.3284193586679", "0.3965155667803769",
        "0.3967862212691483",
      ]
    ),
    (
      .efron,
      ["-0.020137347963350153", "-0.005882750333645225", "0.020896555322027336"],
      ["0.24258063619317097", "0.009820326287164087", "0.06079675857235718"],
      [
        "-267.2488688033576", "-267.48278627094965", "0.4682954232291568",
        "0.468641255317326",
      ]
    ),
  ])
  func lateEntryWithTies(
    ties: TiesMethod, coefficients: [String], errors: [String], tests: [String]
  ) throws {
    let n = 120
    let entry = stream(1, n, span: 10, low: 0).map { 2 * $0 }
    let exit = zip(entry, stream(2, n, span: 12, low: 0)).map { $0 + 2 * $1 + 1 }
    let model = try CoxModel(
      entry: entry, exit: exit, event: RowMask(stream(3, n, span: 3, low: 0).map { $0 > 0 }),
      terms: [
        term("a", stream(4, n, span: 2, low: 0)), term("b", stream(5, n, span: 40, low: -20)),
        term("c", stream(6, n, span: 7, low: 0)),
      ], ties: ties)
    #expect(model.events == 74)
    for (index, name) in model.names.enumerated() {
      let inference = try model.inference(name)
      #expect(try agrees(inference.estimate, coefficients[index], within: "0.000000000001"))
      #expect(try agrees(inference.standardError, errors[index], within: "0.000000000001"))
    }
    for (value, expected) in zip(
      [
        model.logLikelihood, model.nullLogLikelihood, model.waldTest.statistic,
        model.scoreTest.statistic,
      ], tests)
    {
      #expect(try agrees(value, expected, within: "0.000000000001"))
    }
  }

  /// With b − a for b the coefficient of a is the sum of both; rows without a value take no part.
  @Test func combinations() throws {
    let n = 60
    let exit = stream(1, n, span: 30, low: 1)
    let event = RowMask(stream(2, n, span: 3, low: 0).map { $0 > 0 })
    let a = stream(3, n, span: 5, low: 0)
    let b = stream(4, n, span: 9, low: -3)
    let both = try CoxModel(
      exit: exit, event: event, terms: [term("a", a), term("b", b)], ties: .efron)
    let sum = try both.inference(combining: [("a", 1), ("b", 1)])
    let other = try CoxModel(
      exit: exit, event: event, terms: [term("a", a), term("d", zip(b, a).map { $0 - $1 })],
      ties: .efron)
    #expect(same(sum.estimate, try other.coefficient("a")))
    #expect(same(sum.variance, try other.covariance("a", "a")))

    let known = RowMask((0..<n).map { $0 < 50 })
    let gaps = try CoxModel(
      exit: exit, event: event,
      terms: [.numeric("a", try Sample(values: a, validity: known)), term("b", b)], ties: .efron)
    let short = try CoxModel(
      exit: Array(exit[..<50]), event: RowMask((0..<50).map { event[$0] }),
      terms: [term("a", Array(a[..<50])), term("b", Array(b[..<50]))], ties: .efron)
    #expect(gaps.rows == Array(0..<50))
    #expect(same(try gaps.coefficient("a"), try short.coefficient("a")))
    #expect(same(try gaps.coefficient("a"), try both.coefficient("a")) == false)
  }

  /// Without ties the score test of one group is the log-rank test.
  @Test(arguments: 1..<6) func logRank(seed: Int) throws {
    let n = 60
    let exit = (0..<n).map { Int64($0 * 37 % 61 + 10) }
    let entry = stream(UInt64(seed), n, span: 9, low: 0)
    let event = stream(UInt64(seed) + 10, n, span: 3, low: 0).map { $0 > 0 }
    let group = stream(UInt64(seed) + 20, n, span: 2, low: 0)
    let model = try CoxModel(
      entry: entry, exit: exit, event: RowMask(event), terms: [term("group", group)],
      ties: .efron)
    let test = try LogRank(
      [0, 1].map { code in
        try SurvivalTimes(
          entry: entry, exit: exit, event: RowMask(event), among: RowMask(group.map { $0 == code }))
      })
    #expect(same(model.scoreTest.statistic, Real(test.statistic)))
    // Any order of the rows gives the same text.
    let order = (0..<n).map { ($0 * 7 + 5) % n }
    let other = try CoxModel(
      entry: order.map { entry[$0] }, exit: order.map { exit[$0] },
      event: RowMask(order.map { event[$0] }),
      terms: [term("group", order.map { group[$0] })], ties: .efron)
    let ball = try model.coefficient("group").enclosed(precision: 128)
    let again = try other.coefficient("group").enclosed(precision: 128)
    #expect(ball.lower == again.lower && ball.upper == again.upper)
  }

  @Test func refusals() throws {
    let all = RowMask([true, true, true, true])
    let exit: [Int64] = [1, 2, 3, 4]
    func fit(_ terms: [Term], event: RowMask? = nil, entry: [Int64]? = nil) throws -> CoxModel {
      try CoxModel(entry: entry, exit: exit, event: event ?? all, terms: terms, ties: .efron)
    }
    let x = try term("x", [1, 0, 1, 0])
    #expect(throws: CoxError.noEvents(persons: 4)) {
      try fit([x], event: RowMask([false, false, false, false]))
    }
    #expect(throws: CoxError.design(.noColumns)) { try fit([]) }
    #expect(throws: CoxError.design(.constantColumn(name: "c", value: 7))) {
      try fit([term("c", [7, 7, 7, 7])])
    }
    #expect(throws: CoxError.singular(dependent: ["y"], rank: 1, columns: 2)) {
      try fit([x, term("y", [5, 2, 5, 2])])
    }
    // Those who differ are never at risk together.
    #expect(throws: CoxError.singular(dependent: ["late"], rank: 0, columns: 1)) {
      try fit([term("late", [0, 0, 1, 1])], entry: [0, 0, 2, 2])
    }
    // Nobody with x = 1 has the event; then the events go by descending z.
    #expect(
      throws: CoxError.monotoneLikelihood(columns: ["x"], factors: [-1], events: 2)
    ) { try fit([x], event: RowMask([false, true, false, true])) }
    #expect(throws: CoxError.monotoneLikelihood(columns: ["z"], factors: [1], events: 4)) {
      try fit([term("z", [4, 3, 2, 1])])
    }
    #expect(throws: CoxError.lengthMismatch(expected: 4, found: 3)) {
      try fit([x], event: RowMask([true, true, true]))
    }
    #expect(throws: CoxError.unknownName("w", among: ["x"])) {
      try fit([term("x", [1, 0, 0, 1])]).coefficient("w")
    }
  }

  /// The likelihood increases with a + b, 4, 3, 2, 1 in the order of the events, and has a maximum in neither
  /// alone; nobody with g = 1 has the event, beside a column with a finite coefficient.
  @Test func monotoneCombinations() throws {
    let all = RowMask([true, true, true, true])
    let a = try term("a", [3, 0, 2, 0])
    let b = try term("b", [1, 3, 0, 1])
    for single in [a, b] {
      _ = try CoxModel(exit: [1, 2, 3, 4], event: all, terms: [single], ties: .efron)
    }
    let refusal = #expect(throws: CoxError.self) {
      try CoxModel(exit: [1, 2, 3, 4], event: all, terms: [a, b], ties: .efron)
    }
    guard case .monotoneLikelihood(["a", "b"], let factors, 4)? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    let sums = zip([3, 0, 2, 0], [1, 3, 0, 1]).map { factors[0] * $0 + factors[1] * $1 }
    #expect(zip(sums, sums.dropFirst()).allSatisfy { $0 >= $1 })
    // Late entry: 2 is foremost whenever it is there, and 9 is not there yet.
    #expect(throws: CoxError.monotoneLikelihood(columns: ["z"], factors: [1], events: 2)) {
      try CoxModel(
        entry: [0, 0, 0, 2], exit: [1, 2, 3, 4], event: RowMask([true, true, false, false]),
        terms: [term("z", [2, 1, 0, 9])], ties: .breslow)
    }
    let n = 40
    let g = (0..<n).map { Int64($0 % 4 == 0 ? 1 : 0) }
    #expect(throws: CoxError.monotoneLikelihood(columns: ["g"], factors: [-1], events: 30)) {
      try CoxModel(
        exit: (1...n).map { Int64($0) }, event: RowMask(g.map { $0 == 0 }),
        terms: [term("z", stream(3, n, span: 50, low: 0)), term("g", g)], ties: .efron)
    }
  }
}
