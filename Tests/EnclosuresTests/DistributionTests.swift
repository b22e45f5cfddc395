import Enclosures
import Foundation
import Quantities
import Testing

/// Figures of mpmath with 50 digits, printed with 25: `shared/data/oracles/intervals.json`.
@Suite("Distributions")
struct DistributionTests {
  /// `q|name=value,name=value` and the number printed for it.
  private struct Case {
    let first: Exact
    let parameters: [Exact]
    let printed: String

    init(_ key: String, _ value: Any) throws {
      let parts = key.split { "|=,".contains($0) }
      let numbers = parts.compactMap { Exact(decimal: $0) }
      first = try #require(numbers.first)
      parameters = Array(numbers.dropFirst())
      printed = try #require(value as? String)
    }
  }

  private func cases(_ part: String, _ name: String) throws -> [Case] {
    let oracle = try SharedData.json("oracles/intervals.json")
    let figures = try #require((oracle[part] as? [String: Any])?[name] as? [String: Any])
    #expect(!figures.isEmpty)
    return try figures.map { try Case($0.key, $0.value) }
  }

  /// Whether a number agrees in all 25 digits: within half a unit of the last, and a little for its rounding.
  private func agrees(_ number: Real, _ printed: String) throws -> Bool {
    let parts = printed.split(separator: "e")
    let power = Exact.powerOfTen(parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
    let value = try #require(Exact(decimal: parts[0])) * power
    if value.isZero { return number.exact == .zero }
    let error = (number - Real(value)).magnitude / Real(value.magnitude)
    return try error.compared(with: Exact(unscaled: 51, scale: 26)) < 0
  }

  private func integer(_ value: Any?) throws -> Exact {
    let number = try #require(value as? Int)
    return Exact(number)
  }

  @Test(.enabled(if: SharedData.isExpected, "the shared data are not there"))
  func normalQuantiles() throws {
    for item in try cases("quantiles", "normal") {
      #expect(try agrees(Distributions.normalQuantile(item.first), item.printed))
    }
  }

  @Test(.enabled(if: SharedData.isExpected, "the shared data are not there"))
  func studentQuantiles() throws {
    for item in try cases("quantiles", "t") {
      let degrees = Real(item.parameters[0])
      #expect(
        try agrees(
          Distributions.studentQuantile(item.first, degreesOfFreedom: degrees), item.printed))
      #expect(
        try agrees(
          -Distributions.studentQuantile(.one - item.first, degreesOfFreedom: degrees),
          item.printed))
    }
  }

  @Test(.enabled(if: SharedData.isExpected, "the shared data are not there"))
  func chiSquaredQuantiles() throws {
    for item in try cases("quantiles", "chi2") {
      let quantile = Distributions.chiSquaredQuantile(
        item.first, degreesOfFreedom: Real(item.parameters[0]))
      #expect(try agrees(quantile, item.printed))
    }
  }

  @Test(.enabled(if: SharedData.isExpected, "the shared data are not there"))
  func betaQuantiles() throws {
    for item in try cases("quantiles", "beta") {
      let (a, b) = (item.parameters[0], item.parameters[1])
      #expect(try agrees(Distributions.betaQuantile(item.first, a: a, b: b), item.printed))
      // F(2a, 2b) = (b / a) · x / (1 − x)
      let fisher = Distributions.fisherQuantile(
        item.first, degreesOfFreedom: (Real(a * 2), Real(b * 2)))
      let x = Real(a) * fisher / (Real(b) + Real(a) * fisher)
      #expect(try agrees(x, item.printed))
    }
  }

  @Test(.enabled(if: SharedData.isExpected, "the shared data are not there"))
  func tails() throws {
    for item in try cases("tail_probabilities", "t_two_sided_p") {
      let degrees = Real(item.parameters[0])
      let t = Real(item.first)
      #expect(
        try agrees(Distributions.studentTwoSided(t, degreesOfFreedom: degrees), item.printed))
      let lower = Distributions.studentCDF(-t, degreesOfFreedom: degrees)
      let upper = Real(1) - Distributions.studentCDF(t, degreesOfFreedom: degrees)
      #expect(try agrees(lower + upper, item.printed))
      // T² is F with (1, v) degrees of freedom.
      let fisher = Distributions.fisherUpperTail(t * t, degreesOfFreedom: (Real(1), degrees))
      #expect(try agrees(fisher, item.printed))
      let rest = Real(1) - Distributions.fisherCDF(t * t, degreesOfFreedom: (Real(1), degrees))
      #expect(try agrees(rest, item.printed))
    }
    for item in try cases("tail_probabilities", "normal_two_sided_p") {
      let z = Real(item.first)
      #expect(try agrees(Distributions.normalTwoSided(z), item.printed))
      #expect(try agrees(Real(2) * Distributions.normalCDF(-z), item.printed))
    }
    for item in try cases("tail_probabilities", "chi2_upper") {
      let degrees = Real(item.parameters[0])
      let x = Real(item.first)
      #expect(
        try agrees(
          Distributions.chiSquaredUpperTail(x, degreesOfFreedom: degrees), item.printed))
      let rest = Real(1) - Distributions.chiSquaredCDF(x, degreesOfFreedom: degrees)
      #expect(try agrees(rest, item.printed))
    }
  }

  /// The exact limits of Clopper and Pearson and of Garwood are quantiles of beta and gamma.
  @Test(.enabled(if: SharedData.isExpected, "the shared data are not there"))
  func exactLimits() throws {
    let oracle = try SharedData.json("oracles/intervals.json")
    let proportions = try #require(oracle["proportions"] as? [[String: Any]])
    var compared = 0
    for item in proportions {
      let x = try integer(item["x"])
      let n = try integer(item["n"])
      let level = try #require((item["conf"] as? String).flatMap { Exact(decimal: $0) })
      let limits = try #require(item["clopper_pearson"] as? [String])
      let tail = (Exact.one - level) * Exact(unscaled: 5, scale: 1)
      if x > .zero {
        let lower = Distributions.betaQuantile(tail, a: x, b: n - x + 1)
        #expect(try agrees(lower, limits[0]))
        compared += 1
      }
      if x < n {
        let upper = Distributions.betaQuantile(.one - tail, a: x + 1, b: n - x)
        #expect(try agrees(upper, limits[1]))
        compared += 1
      }
    }
    for item in try #require(oracle["poisson"] as? [[String: Any]]) {
      let events = try integer(item["events"])
      let level = try #require((item["conf"] as? String).flatMap { Exact(decimal: $0) })
      let limits = try #require(item["exact_count"] as? [String])
      let tail = (Exact.one - level) * Exact(unscaled: 5, scale: 1)
      if events > .zero {
        #expect(try agrees(Distributions.gammaQuantile(tail, shape: Real(events)), limits[0]))
        compared += 1
      }
      let upper = Distributions.gammaQuantile(.one - tail, shape: Real(events + 1))
      #expect(try agrees(upper, limits[1]))
      compared += 1
    }
    #expect(compared > 50)
  }

  /// Degrees of freedom that are known to six hundred bits fewer than asked for: the quartile of Cauchy's
  /// distribution, that of one degree, is 1.
  @Test func parametersMayTakeManyBits() throws {
    let degrees = Real { precision in
      Ball(.one, precision: precision).widened(by: Ball(2).power(Exact(600 - precision)))
    }
    let quartile = Distributions.studentQuantile(
      Exact(unscaled: 75, scale: 2), degreesOfFreedom: degrees)
    #expect(try quartile.rounded(.halfEven, decimals: 30) == .one)
  }

  @Test func byHand() throws {
    // Cauchy: F(1) = 3/4, and the quantile of 3/4 is 1.
    let quartile = try #require(Exact(decimal: "0.75"))
    #expect(
      Distributions.studentCDF(Real(1), degreesOfFreedom: Real(1)).enclosed(precision: 100)
        .contains(quartile))
    #expect(
      Distributions.studentQuantile(quartile, degreesOfFreedom: Real(1)).enclosed(precision: 100)
        .contains(1))
    // Exponential: P(1, x) = 1 − e^(−x).
    let x = Real(3)
    #expect(
      try Distributions.gammaCDF(x, shape: Real(1)).decimalText()
        == (Real(1) - Real(-3).exponential()).decimalText())
    // Poisson with mean 2: e⁻²(1 + 2 + 2).
    #expect(
      try Distributions.poissonCDF(2, mean: Real(2)).decimalText()
        == (Real(5) * Real(-2).exponential()).decimalText())
    #expect(Distributions.poissonCDF(-1, mean: Real(2)).exact == 0)
    // Binomial: 3 fair trials.
    #expect(
      Distributions.binomialCDF(1, trials: 3, probability: Distributions.median).exact
        == Distributions.median)
    #expect(
      Distributions.binomialCDF(1, trials: 4, probability: Exact(unscaled: 2, scale: 1)).exact
        == Exact(decimal: "0.8192"))
    // Above 500 trials an enclosure: half of an odd number of fair trials.
    #expect(
      Distributions.binomialCDF(500, trials: 1001, probability: Distributions.median)
        .enclosed(precision: 100).contains(Distributions.median))
    #expect(Distributions.normalCDF(Real(0)).exact == Distributions.median)
    #expect(Distributions.normalQuantile(Distributions.median).exact == 0)
  }

  @Test func farTails() throws {
    // A quantile's distribution function is its probability again.
    for p in [Exact.powerOfTen(-30), Exact.one - .powerOfTen(-30)] {
      for degrees in [1, 3, 1000, 10_001] as [Exact] {
        let t = Distributions.studentQuantile(p, degreesOfFreedom: Real(degrees))
        let back = Distributions.studentCDF(t, degreesOfFreedom: Real(degrees))
        #expect(back.enclosed(precision: 256).contains(p))
        let q = Distributions.chiSquaredQuantile(p, degreesOfFreedom: Real(degrees))
        let again = Distributions.chiSquaredCDF(q, degreesOfFreedom: Real(degrees))
        #expect(again.enclosed(precision: 256).contains(p))
        #expect(again.enclosed(precision: 256).accuracy > 128)
      }
    }
  }

  /// Degrees of freedom that are themselves only enclosed, as Satterthwaite's are.
  @Test func irrationalDegreesOfFreedom() throws {
    let degrees = Real(30).squareRoot()
    let p = Exact(unscaled: 975, scale: 3)
    let t = Distributions.studentQuantile(p, degreesOfFreedom: degrees)
    let (five, six) = (Real(5), Real(6))
    #expect(try t.compared(with: Distributions.studentQuantile(p, degreesOfFreedom: five)) < 0)
    #expect(try t.compared(with: Distributions.studentQuantile(p, degreesOfFreedom: six)) > 0)
    #expect(try t.rounded(.halfEven, decimals: 30) != 0)
  }

  @Test func outsideTheDomain() {
    for real in [
      Distributions.normalQuantile(0), Distributions.normalQuantile(1),
      Distributions.studentQuantile(2, degreesOfFreedom: Real(3)),
      Distributions.studentQuantile(Exact(unscaled: 9, scale: 1), degreesOfFreedom: Real(-1)),
      Distributions.studentCDF(Real(1), degreesOfFreedom: Real(0)),
      Distributions.chiSquaredCDF(Real(-1), degreesOfFreedom: Real(2)),
      Distributions.betaCDF(Real(2), a: Real(1), b: Real(1)),
      Distributions.binomialCDF(1, trials: 2, probability: 3),
      Distributions.normalCDF(.undefined),
    ] {
      #expect(throws: EnclosureError.notFinite) { try real.rounded(.halfUp, decimals: 3) }
    }
  }
}

extension Distributions {
  fileprivate static let median = Exact(unscaled: 5, scale: 1)
}
