import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Survival")
struct SurvivalTests {
  private let times: [Int64] = [
    21, 10, 26, 4, 5, 35, 7, 24, 38, 4, 33, 14, 3, 6, 28, 27, 5, 16, 6, 36, 28, 4, 37, 8, 15, 38,
    4, 37, 38, 26, 4, 15, 3, 36, 9, 19, 27, 10, 35, 8, 37, 20, 36, 12, 7, 38, 37, 13, 24, 7, 36, 5,
    37, 4, 40, 14, 32, 35, 28, 21,
  ]
  private let events = RowMask(
    [
      1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0,
      1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1,
    ].map { $0 == 1 })

  /// statsmodels 0.15.0: `SurvfuncRight` and `survdiff` of three groups (row modulo 3).
  @Test func statsmodels() throws {
    let all = try SurvivalTimes(exit: times, event: events)
    let curve = KaplanMeier(all)
    #expect(curve.steps.count == 23)
    #expect(try agrees(curve.survival(at: 20).value, "0.6257670084239801"))
    #expect(try agrees(curve.standardError(at: 20), "0.06687680116146666"))
    #expect(try curve.survival(at: 40).value == 0)
    #expect(try curve.survival(at: 400).value == 0)
    #expect(throws: StatisticsError.noSurvivors(time: 40)) { try curve.standardError(at: 41) }
    let test = try LogRank(
      (0..<3).map { group in
        try SurvivalTimes(
          exit: times, event: events, among: RowMask(times.indices.map { $0 % 3 == group }))
      })
    #expect(try agrees(test.statistic, "0.5028352612903672"))
    #expect(try agrees(test.p, "0.7776975134140358"))
    #expect(test.observed.reduce(0, +) == 40)
    #expect(test.expected.reduce(Exact.zero, +) == 40)
  }

  /// The 6-MP arm of Freireich et al. (1963): 6, 6, 6, 6+, 7, 9+, 10, 10+, 11+, 13, 16, 17+, 19+, 20+, 22, 23,
  /// 25+, 32+, 32+, 34+, 35+, and the placebo arm, as in any textbook.
  @Test func leukaemia() throws {
    let treated: [Int64] = [
      6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35,
    ]
    let marks = "111010100110001100000".map { $0 == "1" }
    let placebo: [Int64] = [
      1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
    ]
    let first = try SurvivalTimes(exit: treated, event: RowMask(marks))
    let second = try SurvivalTimes(exit: placebo, event: RowMask(repeating: true, rows: 21))
    let curve = KaplanMeier(first)
    // 18/21 · 16/17 · 14/15 · 11/12 · 10/11.
    #expect(try curve.survival(at: 20).value == exact("32/51"))
    // Kalbfleisch and Prentice: Var S(10) = 0.0093 (0.7529: 0.0963²).
    #expect(try curve.survival(at: 10).value.rounded(.halfUp, decimals: 4) == exact("7529/10000"))
    #expect(try curve.standardError(at: 10).rounded(.halfUp, decimals: 4) == exact("963/10000"))
    // R's survdiff: 16.79 on one degree of freedom.
    let test = try LogRank([first, second])
    #expect(test.statistic.rounded(.halfUp, decimals: 2) == (try exact("1679/100")))
    #expect(test.observed == [9, 21])
    #expect(test.expected[0].rounded(.halfUp, decimals: 2) == (try exact("1925/100")))
    #expect(KaplanMeier(second).time(ofSurvival: try exact("1/2")) == 8)
    #expect(try first.rate(unit: 1).estimate.value == exact("9/359"))
    #expect(throws: StatisticsError.beyondFollowUp(time: 36, last: 35)) {
      try curve.survival(at: 36)
    }
    #expect(try curve.survival(at: 5).value == 1)
    #expect(try curve.limits(at: 5, level("0.95"), .plain).lower.exact == 1)
    #expect(throws: StatisticsError.noEvents) {
      try curve.limits(at: 5, level("0.95"), .logMinusLog)
    }
  }

  /// Limits by Python's decimal from S = 32/51 and Σ d/(n(n − d)) of the same arm at 20 weeks.
  @Test(arguments: [
    (KaplanMeier.LimitScale.plain, "0.40390951219133770250", "0.85099244859297602298"),
    (.logarithm, "0.43939392496876699343", "0.89599493853508200332"),
    (.logMinusLog, "0.36751085598750202011", "0.80491218947184132231"),
  ])
  func limits(scale: KaplanMeier.LimitScale, lower: String, upper: String) throws {
    let treated: [Int64] = [
      6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35,
    ]
    let marks = "111010100110001100000".map { $0 == "1" }
    let curve = KaplanMeier(try SurvivalTimes(exit: treated, event: RowMask(marks)))
    #expect(try agrees(curve.limits(at: 20, level("0.95"), scale), [lower, upper]))
  }

  @Test func lateEntry() throws {
    // Entry < t ≤ exit: at 3 persons 0, 1 (2 enters at 3); at 5 persons 0, 2; at 7 person 0.
    let entry: [Int64] = [0, 1, 3, 5]
    let exit: [Int64] = [7, 3, 5, 6]
    let times = try SurvivalTimes(
      entry: entry, exit: exit, event: RowMask([true, true, true, false]))
    let steps = KaplanMeier(times).steps
    #expect(steps.map(\.time) == [3, 5, 7])
    #expect(steps.map(\.atRisk) == [2, 2, 1])
    #expect(steps.map(\.events) == [1, 1, 1])
    #expect(try KaplanMeier(times).survival(at: 6).value == exact("1/4"))
    #expect(times.timeAtRisk == 12)
    #expect(throws: StatisticsError.interval(row: 0, entry: 7, exit: 7)) {
      try SurvivalTimes(entry: [7], exit: [7], event: RowMask([true]))
    }
  }

  @Test func refusals() throws {
    let none = try SurvivalTimes(exit: [1, 2], event: RowMask([false, false]))
    let early = try SurvivalTimes(exit: [1], event: RowMask([true]))
    let late = try SurvivalTimes(entry: [5], exit: [9], event: RowMask([true]))
    #expect(throws: StatisticsError.noEvents) { try LogRank([none, none]) }
    #expect(throws: StatisticsError.singularVariance(rank: 0, needed: 1)) {
      try LogRank([early, late])
    }
    #expect(throws: StatisticsError.tooFew(found: 1, needed: 2)) { try LogRank([early]) }
    #expect(throws: StatisticsError.emptySample) {
      try SurvivalTimes(exit: [], event: RowMask([Bool]()))
    }
  }
}
