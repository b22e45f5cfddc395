import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// Limits by published tables and by hand; `OracleFileTests` compares those of the shared data.
@Suite("Limits of proportions and counts")
struct IntervalTests {
  /// Newcombe (1998), Table I, method 4; the digits by scipy 1.17.1
  /// `binomtest(x, n).proportion_ci(method="wilsoncc")`.
  @Test(arguments: [
    (81, 263, "0.25350868229518514", "0.3681762010430035"),
    (15, 148, "0.059778208428498125", "0.16444977936483698"),
    (0, 20, "0.0", "0.20045334501348705"),
    (1, 29, "0.001802640213279666", "0.19628175100975953"),
    (20, 20, "0.799546654986513", "1.0"),
    (5, 10, "0.20142296959860723", "0.7985770304013928"),
    (9856, 12345, "0.7911691546638747", "0.8054039658790251"),
  ])
  func continuityCorrected(x: Int, n: Int, lower: String, upper: String) throws {
    let limits = try Proportion(part: x, whole: n).wilsonLimits(
      level("0.95"), continuityCorrected: true)
    #expect(try agrees(limits, [lower, upper], within: "0.0000000000001"))
  }

  @Test func mcNemar() throws {
    // 2 · (1 + 10 + 45) / 2^10 = 7/64.
    #expect(try agrees(McNemar(gained: 2, lost: 8).exactP, "0.109375"))
    #expect(try McNemar(gained: 5, lost: 4).exactP.exact == 1)
    #expect(try McNemar(gained: 2, lost: 8).chiSquared(continuityCorrected: false) == exact("18/5"))
    #expect(try McNemar(gained: 2, lost: 8).chiSquared(continuityCorrected: true) == exact("5/2"))
    #expect(throws: StatisticsError.noDiscordantPairs) { try McNemar(gained: 0, lost: 0) }
  }

  @Test func rateRatioWithoutEvents() throws {
    let some = try PersonTimeRate(events: 3, time: 10)
    let none = try PersonTimeRate(events: 0, time: 10)
    #expect(throws: StatisticsError.zeroDenominator(.rateRatio)) { try RateRatio(some, over: none) }
    let ratio = try RateRatio(none, over: some)
    #expect(try ratio.exactLimits(level("0.95")).lower.exact == 0)
    #expect(ratio.estimate.value == 0)
  }

  @Test func sharesThatAreNoCounts() throws {
    let wilson = { (part: Exact, whole: Exact) in
      try ConfidenceLimits.wilson(
        part: part, of: whole, level("0.95"), continuityCorrected: false)
    }
    #expect(throws: StatisticsError.notPositive(0)) { try wilson(0, 0) }
    #expect(throws: StatisticsError.notPositive(-2)) { try wilson(-1, -2) }
    #expect(throws: StatisticsError.probability(try exact("3/2"))) { try wilson(3, 2) }
    #expect(throws: StatisticsError.probability(try exact("-1/2"))) { try wilson(-1, 2) }
  }

  @Test(arguments: ["0", "1", "-0.5", "95"]) func levels(text: String) throws {
    let value = try #require(Exact(decimal: text))
    #expect(throws: StatisticsError.confidenceLevel(value)) { try ConfidenceLevel(value) }
  }
}
