import Enclosures
import Foundation
import Quantities
import Statistics
import Testing

/// Limits against `oracles/intervals.json`: 25 digits by mpmath, published tables for some.
@Suite("Limits of proportions and counts")
struct IntervalTests {
  private let digits20 = "0.00000000000000000001"

  @Test func proportions() throws {
    let oracle = try SharedData.json("oracles/intervals.json")
    let items = try #require(oracle["proportions"] as? [[String: Any]])
    #expect(items.count == 42)
    for item in items {
      let proportion = try Proportion(
        part: try #require(item["x"] as? Int), whole: try #require(item["n"] as? Int))
      let level = try level(text(item["conf"]))
      let name = "\(proportion), \(level.value)"
      let wilson = try #require(item["wilson"] as? [String])
      let exact = try #require(item["clopper_pearson"] as? [String])
      #expect(
        try agrees(
          proportion.wilsonLimits(level, continuityCorrected: false), wilson, within: digits20),
        "\(name)")
      #expect(
        try agrees(proportion.clopperPearsonLimits(level), exact, within: digits20), "\(name)")
    }
  }

  @Test func differences() throws {
    let oracle = try SharedData.json("oracles/intervals.json")
    let items = try #require(oracle["difference_of_proportions"] as? [[String: Any]])
    #expect(items.count == 4)
    for item in items {
      let first = try Proportion(
        part: try #require(item["x1"] as? Int), whole: try #require(item["n1"] as? Int))
      let second = try Proportion(
        part: try #require(item["x2"] as? Int), whole: try #require(item["n2"] as? Int))
      let limits = try first.newcombeLimits(
        minus: second, level(text(item["conf"])), continuityCorrected: false)
      let expected = try #require(item["newcombe_hybrid_score"] as? [String])
      #expect(try agrees(limits, expected, within: digits20))
    }
  }

  @Test func counts() throws {
    let oracle = try SharedData.json("oracles/intervals.json")
    let items = try #require(oracle["poisson"] as? [[String: Any]])
    #expect(items.count == 33)
    for item in items {
      let events = try #require(item["events"] as? Int)
      let level = try level(text(item["conf"]))
      let count = try PoissonCount(events: events)
      let exact = try #require(item["exact_count"] as? [String])
      let byar = try #require(item["byar_count"] as? [String])
      #expect(try agrees(count.limits(level, .exact), exact, within: digits20), "\(events)")
      let limits = count.limits(level, .byar)
      #expect(try agrees(limits.upper, byar[1], within: digits20), "\(events)")
      // Where the formula falls below 0, the limit is 0.
      let lower = try scientific(byar[0]) < 0 ? "0" : byar[0]
      #expect(try agrees(limits.lower, lower, within: digits20), "\(events)")
      let time = try #require(Exact(decimal: try text(item["person_time"])))
      let rate = try PersonTimeRate(events: events, time: time)
      let rates = try #require(item["exact_rate"] as? [String])
      #expect(try agrees(rate.limits(level, .exact), rates, within: digits20), "\(events)")
    }
  }

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

  /// Genki I03, I07, I11.
  @Test func genki() throws {
    let indicators = try #require(
      try SharedData.json("genki/oracle_genki_small.json")["indicators"] as? [String: Any])
    for id in ["I03", "I07"] {
      let item = try #require(indicators[id] as? [String: Any])
      let proportion = try Proportion(
        part: try #require(item["x"] as? Int), whole: try #require(item["n"] as? Int))
      let wilson = proportion.wilsonLimits(try level("0.95"), continuityCorrected: false)
      #expect(try agrees(wilson, [text(item["wilson_lo"]), text(item["wilson_hi"])]))
      if item["cp_lo"] != nil {
        let exact = proportion.clopperPearsonLimits(try level("0.95"))
        #expect(try agrees(exact, [text(item["cp_lo"]), text(item["cp_hi"])]))
      }
    }
    let item = try #require(indicators["I11"] as? [String: Any])
    let changed = try McNemar(
      gained: try #require(item["n01"] as? Int), lost: try #require(item["n10"] as? Int))
    #expect(try agrees(changed.exactP, text(item["mcnemar_exact_p"]), within: "0.000000000001"))
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

  @Test(arguments: ["0", "1", "-0.5", "95"]) func levels(text: String) throws {
    let value = try #require(Exact(decimal: text))
    #expect(throws: StatisticsError.confidenceLevel(value)) { try ConfidenceLevel(value) }
  }
}
