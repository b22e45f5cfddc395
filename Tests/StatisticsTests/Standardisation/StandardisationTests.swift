import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// Standardised rates by hand; `OracleFileTests` compares those of the shared data.
@Suite("Standardisation")
struct StandardisationTests {
  @Test func normalLimitsAndComparison() throws {
    // Two strata of weight 1 and 3: 2/10 and 6/20 events, against 1/10 and 1/20.
    let first = try DirectStandardisation(
      [Stratum(events: 2, base: 10), Stratum(events: 6, base: 20)], standard: [1, 3])
    let second = try DirectStandardisation(
      [Stratum(events: 1, base: 10), Stratum(events: 1, base: 20)], standard: [1, 3])
    // 1/4 · 1/5 + 3/4 · 3/10 = 11/40; variance 1/16 · 2/100 + 9/16 · 6/400 = 31/3200.
    #expect(first.rate.value == (try exact("11/40")))
    #expect(first.variance == (try exact("31/3200")))
    #expect(first.largestWeight == (try exact("3/80")))
    #expect(second.rate.value == (try exact("1/16")))
    #expect(second.variance == (try exact("13/6400")))
    let pair = StandardisedComparison(first, second)
    #expect(pair.difference.value == (try exact("17/80")))
    #expect(try pair.ratio().value == exact("22/5"))
    // √(62/6400 + 13/6400) = √75/80; z = 1.959963984540054235524594.
    let limits = pair.differenceLimits(try level("0.95"))
    #expect(try agrees(limits, ["0.000327674860717783162", "0.424672325139282217"]))
    #expect(try agrees(pair.differenceError, "0.108253175473054831"))
    let none = try DirectStandardisation([Stratum(events: 0, base: 10)], standard: [1])
    #expect(none.gammaLimits(try level("0.95")).lower.exact == 0)
    // Without events the upper limit is that of one event: −log 0.025 / 10.
    #expect(try agrees(none.gammaLimits(level("0.95")).upper, "0.3688879454113936302852456"))
    #expect(throws: StatisticsError.noEvents) { try none.dobsonLimits(level("0.95"), .exact) }
    #expect(throws: StatisticsError.zeroDenominator(.standardisedRatio)) {
      try StandardisedComparison(first, none).ratio()
    }
  }

  @Test func indirect() throws {
    let reference = [Stratum(events: 10, base: 1000), Stratum(events: 40, base: 1000)]
    let group = try IndirectStandardisation(observed: 12, base: [200, 150], reference: reference)
    // 200/100 + 150/25 = 8.
    #expect(group.expected == 8)
    #expect(group.ratio.value == (try exact("3/2")))
    #expect(group.rate == (try exact("3/80")))
    // Garwood's limits of 12: 6.2006, 20.9616 (oracles/intervals.json), over 8.
    let limits = try group.limits(level("0.95"), .exact)
    let oracle = try SharedData.json("oracles/intervals.json")
    let items = try #require(oracle["poisson"] as? [[String: Any]])
    let found = items.first { $0["events"] as? Int == 12 && $0["conf"] as? String == "0.95" }
    let item = try #require(found)
    let counts = try #require(item["exact_count"] as? [String]).map { try scientific($0) }
    #expect(try agrees(limits, counts.map { ($0 * Exact(unscaled: 125, scale: 3)).decimalText }))
    #expect(throws: StatisticsError.notPositive(0)) {
      try IndirectStandardisation(observed: 1, base: [0, 0], rates: [1, 1])
    }
  }

  @Test func refusals() throws {
    let stratum = Stratum(events: 1, base: 10)
    #expect(throws: StatisticsError.emptyStratum(1)) {
      try DirectStandardisation([stratum, Stratum(events: 0, base: 0)], standard: [1, 1])
    }
    #expect(throws: StatisticsError.standard(total: 0)) {
      try DirectStandardisation([stratum], standard: [0])
    }
    #expect(throws: StatisticsError.lengthMismatch(expected: 1, found: 2)) {
      try DirectStandardisation([stratum], standard: [1, 2])
    }
    #expect(throws: StatisticsError.emptySample) { try DirectStandardisation([], standard: []) }
    #expect(
      Stratum.common(to: [[stratum, stratum], [stratum, Stratum(events: 0, base: 0)]]) == [0])
  }
}

@Suite("Mantel–Haenszel")
struct MantelHaenszelTests {
  private func tables() throws -> [TwoByTwo] {
    try [
      TwoByTwo(a: 10, b: 90, c: 5, d: 95), TwoByTwo(a: 22, b: 30, c: 11, d: 47),
      TwoByTwo(a: 3, b: 17, c: 0, d: 9), TwoByTwo(a: 40, b: 25, c: 31, d: 44),
    ]
  }

  /// statsmodels 0.15.0, `StratifiedTable`.
  @Test func statsmodels() throws {
    let pooled = try MantelHaenszel(tables())
    let odds = try pooled.oddsRatio()
    #expect(try agrees(odds.estimate.value, "2.56380452158027"))
    #expect(try agrees(odds.standardError, "0.24349803825341165"))
    #expect(
      try agrees(odds.limits(level("0.95")), ["1.5908125305972345", "4.131909636396765"]))
    #expect(try agrees(pooled.riskRatio().estimate.value, "1.7634480528891712"))
    #expect(try agrees(pooled.chiSquared(continuityCorrected: true), "14.355908703771178"))
    #expect(try agrees(pooled.chiSquared(continuityCorrected: false), "15.246445583418547"))
  }

  /// The errors by Python's fractions: each stratum's own variance `p(1 − p)/n` under its weight, and the
  /// formula of Greenland and Robins for the ratio.
  @Test func errors() throws {
    let pooled = try MantelHaenszel(tables())
    #expect(try agrees(pooled.riskRatio().standardError, "0.1484563063452015"))
    #expect(pooled.riskDifference().estimate.value == (try exact("753269/5289821")))
    #expect(try agrees(pooled.riskDifference().standardError, "0.035357703533542624"))
  }

  @Test func oneStratum() throws {
    // A single table gives the plain ratios and Katz's and Woolf's variances.
    let table = try TwoByTwo(a: 10, b: 90, c: 5, d: 95)
    let pooled = try MantelHaenszel([table])
    #expect(try pooled.riskRatio().estimate.value == 2)
    #expect(try pooled.riskRatio().variance == exact("28/100"))
    #expect(try pooled.oddsRatio().estimate.value == table.oddsRatio().value)
    #expect(
      try pooled.oddsRatio().variance == exact("1/10") + exact("1/90") + exact("1/5")
        + exact("1/95"))
    let rates = try MantelHaenszelRates(
      exposed: [Stratum(events: 10, base: 50)], other: [Stratum(events: 5, base: 100)])
    #expect(try rates.rateRatio().estimate.value == 4)
    #expect(try rates.rateRatio().variance == exact("3/10"))
  }

  @Test func rates() throws {
    // Strata of 3/10 against 1/20 and 2/30 against 4/10.
    let rates = try MantelHaenszelRates(
      exposed: [Stratum(events: 3, base: 10), Stratum(events: 2, base: 30)],
      other: [Stratum(events: 1, base: 20), Stratum(events: 4, base: 10)])
    // (3 · 20/30 + 2 · 10/40) / (1 · 10/30 + 4 · 30/40) = (5/2)/(10/3).
    #expect(try rates.rateRatio().estimate.value == exact("3/4"))
    // (4 · 200/900 + 6 · 300/1600) / (5/2 · 10/3) = (8/9 + 9/8) · 3/25.
    #expect(try rates.rateRatio().variance == exact("29/120"))
  }

  @Test func refusals() throws {
    let empty = try TwoByTwo(a: 1, b: 2, c: 0, d: 0)
    #expect(throws: StatisticsError.emptySample) { try MantelHaenszel([empty]) }
    let none = try MantelHaenszel([TwoByTwo(a: 1, b: 2, c: 0, d: 3)])
    #expect(throws: StatisticsError.zeroDenominator(.riskRatio)) { try none.riskRatio() }
    let zero = try MantelHaenszel([TwoByTwo(a: 0, b: 2, c: 1, d: 3)])
    #expect(throws: StatisticsError.noEvents) { try zero.riskRatio() }
    #expect(throws: StatisticsError.noEvents) { try zero.oddsRatio() }
    let constant = try MantelHaenszel([TwoByTwo(a: 0, b: 2, c: 0, d: 3)])
    #expect(throws: StatisticsError.noEvents) {
      try constant.chiSquared(continuityCorrected: false)
    }
  }
}
