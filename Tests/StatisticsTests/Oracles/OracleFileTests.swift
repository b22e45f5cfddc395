import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

/// The files of `oracles` beside that of the real data, each walked from end to end: a figure that nothing
/// compares fails by its path.
@Suite("Files of expected figures")
struct OracleFileTests {
  // MARK: - Limits and distributions

  /// 25 digits by mpmath, published tables for some.
  @Test func intervals() throws {
    let within = "1e-20"
    let file = try Ledger("oracles/intervals.json")
    for note in ["note", "versions", "max_relative_difference_vs_scipy_statsmodels"] {
      try file[note].isNote()
    }
    for item in file["proportions"].elements {
      let proportion = try Proportion(part: item["x"].integer, whole: item["n"].integer)
      let level = try ConfidenceLevel(item["conf"].exact)
      let limits: [(String, ConfidenceLimits)] = [
        ("wilson", proportion.wilsonLimits(level, continuityCorrected: false)),
        ("clopper_pearson", proportion.clopperPearsonLimits(level)),
      ]
      try item["p"].expect(proportion.estimate.value, within: within)
      for (name, limits) in limits {
        try expect(item[name], limits, within: within)
        guard item["published"].exists else { continue }
        try item["published"][name][0].expectPrinted(limits.lower)
        try item["published"][name][1].expectPrinted(limits.upper)
      }
      if item["published"].exists {
        try item["published"]["source"].isNote()
        try item["published"]["agrees"].isNote()
      }
    }
    for item in file["difference_of_proportions"].elements {
      let first = try Proportion(part: item["x1"].integer, whole: item["n1"].integer)
      let second = try Proportion(part: item["x2"].integer, whole: item["n2"].integer)
      let limits = try first.newcombeLimits(
        minus: second, ConfidenceLevel(item["conf"].exact), continuityCorrected: false)
      try item["diff"].expect(first.estimate.value - second.estimate.value, within: within)
      try expect(item["newcombe_hybrid_score"], limits, within: within)
      let published = item["published"]
      for (index, limit) in [limits.lower, limits.upper].enumerated() {
        try published["ci"][index].expectPrinted(limit)
        try published["got"][index].expectPrinted(limit)
      }
      try published["source"].isNote()
      try published["agrees"].isNote()
    }
    for item in file["poisson"].elements {
      let count = try PoissonCount(events: item["events"].integer)
      let rate = try PersonTimeRate(events: count.events, time: item["person_time"].exact)
      let level = try ConfidenceLevel(item["conf"].exact)
      try item["rate"].expect(rate.estimate.value, within: within)
      try expect(item["exact_count"], count.limits(level, .exact), within: within)
      try expect(item["exact_rate"], rate.limits(level, .exact), within: within)
      try expect(item["byar_count"], count.limits(level, .byar), within: within)
    }
    let help = file["poisson_published"]
    let rate = try PersonTimeRate(events: 137, time: decimal("24.19893"))
    let limits = try rate.limits(level("0.95"), .exact)
    let found = [Real(rate.estimate.value), limits.lower, limits.upper]
    try help["source"].isNote()
    try help["rate"].expectPrinted(found[0])
    for index in 0..<2 { try help["exact_rate_95"][index].expectPrinted(found[index + 1]) }
    // Cut off after ten characters.
    for index in 0..<3 { try help["computed"][index].expectPrinted(found[index], .down) }
    try distributions(file, within: within)
    file.expectComplete()
  }

  private func distributions(_ file: Ledger, within: String) throws {
    func numbers(_ key: String) throws -> [Exact] {
      try key.split { "|,".contains($0) }.map { part in
        try decimal(String(try #require(part.split(separator: "=").last)))
      }
    }
    func walk(_ part: String, _ name: String, _ figure: ([Exact]) throws -> Real) throws {
      let figures = file[part][name]
      #expect(!figures.keys.isEmpty, "\(name)")
      for key in figures.keys {
        try figures[key].expect(figure(numbers(key)), within: within)
      }
    }
    try walk("quantiles", "normal") { Distributions.normalQuantile($0[0]) }
    try walk("quantiles", "t") {
      Distributions.studentQuantile($0[0], degreesOfFreedom: Real($0[1]))
    }
    try walk("quantiles", "chi2") {
      Distributions.chiSquaredQuantile($0[0], degreesOfFreedom: Real($0[1]))
    }
    try walk("quantiles", "beta") { Distributions.betaQuantile($0[0], a: $0[1], b: $0[2]) }
    try walk("tail_probabilities", "t_two_sided_p") {
      Distributions.studentTwoSided(Real($0[0]), degreesOfFreedom: Real($0[1]))
    }
    try walk("tail_probabilities", "normal_two_sided_p") {
      Distributions.normalTwoSided(Real($0[0]))
    }
    try walk("tail_probabilities", "chi2_upper") {
      Distributions.chiSquaredUpperTail(Real($0[0]), degreesOfFreedom: Real($0[1]))
    }
  }

  /// Both limits; where a formula of the oracle falls below 0, our limit is 0.
  private func expect(
    _ entry: Ledger.Entry, _ limits: ConfidenceLimits, from first: Int = 0,
    within: String = "1e-12"
  ) throws {
    for (index, limit) in [limits.lower, limits.upper].enumerated() {
      let entry = entry[first + index]
      if limit.exact == .zero || limit.enclosed(precision: 64).certainSign == 0 {
        try entry.expect(Real(0), absolutely: decimal("0.03"))
      } else {
        try entry.expect(limit, within: within)
      }
    }
  }

  // MARK: - Quantiles

  @Test func quantiles() throws {
    let file = try Ledger("oracles/quantiles.json")
    try file["definition"].isNote()
    #expect(file["differs_from_R"].elements.isEmpty)
    let probabilities = try file["probabilities"].elements.map { try $0.exact }
    let sets = file["data"].keys
    #expect(file["results"].elements.count == 9 * sets.count)
    for result in file["results"].elements {
      let text = try file["data"][result["set"].input].input
      let sample = try Sample(decimals: text.split(separator: " "))
      let type = try #require(QuantileType(rawValue: result["type"].integer))
      let all = try sample.quantiles(probabilities, type: type)
      for (index, p) in probabilities.enumerated() {
        try result["values"][index].expect(fraction: all[index].value)
        try result["decimal"][index].expect(
          sample.quantile(p, type: type).value, within: "1e-15")
      }
    }
    file.expectComplete()
  }

  // MARK: - Resampling

  /// Replays a recorded index matrix of numpy; the exact distribution of the bootstrap mean, 10^10 resamples
  /// enumerated, is approached by our own generator.
  @Test func bootstrap() throws {
    let file = try Ledger("oracles/bootstrap.json")
    for note in [
      "data", "index_matrix", "note", "tolerance_for_an_engine_with_its_own_generator",
    ] {
      try file[note].isNote()
    }
    let lines = try #require(
      String(data: try SharedData.read("oracles/bootstrap_index.csv"), encoding: .utf8))
    let indices = lines.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",").compactMap { Int($0) }
    }
    #expect(indices.count == 2000)
    let sleep = try PanelFigures.Sleep()
    let differences = zip(sleep.first.values, sleep.second.values).map { $1 - $0 }
    let units = try ResamplingUnits(persons: [Sample(values: differences, scale: 1)])
    let means = try Bootstrap(
      units, replicates: 2000, source: RecordedDraws(indices, units: 10)
    ).distribution(of: .mean(0))
    try file["mean"].expect(means.estimate)
    for index in 0..<5 { try file["replicate_mean_first5"][index].expect(means.values[index]) }
    try file["sum_of_replicate_means"].expect(means.values.reduce(.zero, +))
    try file["sd_of_replicate_means_ddof1"].expect(means.standardError)
    // The medians of the same replicates, in hundredths.
    let medians = try Sample(
      values: indices.map { row in
        let median = try Sample(values: row.map { differences[$0] }, scale: 1).median().value
        return try #require((median * 100).int64)
      }, scale: 2)
    let shares = try ["0.025", "0.05", "0.5", "0.95", "0.975"].map { try decimal($0) }
    for (name, type) in [("type2", QuantileType.type2), ("type6", .type6), ("type7", .type7)] {
      for (index, share) in shares.enumerated() {
        let mean = try means.quantile(share, type)
        try file["percentile_mean"][name][index].expect(mean)
        try file["percentile_median"][name][index].expect(
          medians.quantile(share, type: type).value)
        let both = try means.percentileLimits(level("0.95"), type)
        if index == 0 { #expect(both.lower.exact == mean) }
        if index == 4 { #expect(both.upper.exact == mean) }
      }
    }
    let own = try Bootstrap(
      units, replicates: 200_000, source: PhiloxDraws(key: StreamKey(contract: 20_240_401))
    ).distribution(of: .mean(0))
    let distribution = file["exact_bootstrap_distribution_of_mean"]
    try distribution["resamples"].isNote()
    for key in distribution["inverse_cdf"].keys {
      // Of 2,000 replicates a limit has a Monte Carlo error of 2 % of the range: of 200,000 a tenth; five
      // of these of 1.43.
      try distribution["inverse_cdf"][key].expect(
        Real(own.quantile(decimal(key), .type1)), absolutely: decimal("0.0143"))
    }
    // 0.369 / √(2 · 200,000), five times.
    try distribution["exact_sd"].expect(own.standardError, absolutely: decimal("0.003"))
    file.expectComplete()
  }

  // MARK: - Errors

  /// NHEFS: the errors with the propensity model estimated, and with the weights taken as fixed.
  @Test func stackedEquations() throws {
    let file = try Ledger("oracles/mestimation.json")
    try file["note"].isNote()
    try file["delicatessen"].isNote()
    let outcome = try QuitSmokingFigures.nhefs.value.data.term("wt82_71")
    for (kind, name) in [(WeightKind.ate, "ipw"), (.overlap, "overlap"), (.att, "att")] {
      let item = file["nhefs"][name]
      let weights = try PropensityWeights(QuitSmokingFigures.propensity.value, kind: kind)
      let found = try weights.difference(of: outcome, errors: .modelEstimated)
      let fixed = try weights.difference(of: outcome, errors: .weightsFixed)
      try item["mean1"].expect(found.mean1.estimate)
      try item["mean0"].expect(found.mean0.estimate)
      try item["diff"].expect(found.difference.estimate)
      try item["se_stacked"].expect(found.difference.standardError)
      try item["se_weights_fixed_HC0"].expect(fixed.difference.standardError)
      try item["delicatessen_diff"].expect(found.difference.estimate)
      try item["delicatessen_se"].expect(found.difference.standardError, within: "1e-11")
      try item["rel_diff"].isNote()
    }
    file.expectComplete()
  }

  /// R's clubSandwich: CR2 with Satterthwaite's degrees of freedom.
  @Test func satterthwaite() throws {
    let file = try Ledger("oracles/satterthwaite_R.json")
    try file["R"].isNote()
    try file["clubSandwich"].isNote()
    let organs = try PanelFigures.organData.value
    let genki = try GenkiStudy.small.value
    let cases: [(String, [LinearModel], Factor, String)] = [
      // With absorbed effects the degrees of freedom are the same.
      ("organ_twfe_by_state", try PanelFigures.organModels.value, organs.state, "treated"),
      ("genki_I14_by_district", [try genki.ancova.value], try genki.ancovaDistricts.value, "treat"),
    ]
    for (name, models, clusters, column) in cases {
      let item = file["values"][name]
      for (index, model) in models.enumerated() {
        let covariance = try model.covariance(.clustered(by: clusters, .bellMcCaffrey))
        let degrees = try #require(try covariance.satterthwaite(column))
        let inference = try covariance.inference(
          column, reference: .student(degreesOfFreedom: degrees))
        let limits = try inference.limits(level: exact("19/20"))
        let found: [(String, Real)] = [
          ("beta", inference.estimate), ("se_CR2", inference.standardError), ("df", degrees),
          ("p", inference.pValue()), ("lo95", limits.lower), ("hi95", limits.upper),
        ]
        guard index == 0 else {
          #expect(try inference.estimate.exact == models[0].coefficient(column))
          let first = try models[0].covariance(.clustered(by: clusters, .bellMcCaffrey))
          let others = try #require(try first.satterthwaite(column))
          #expect(try agree(degrees.midpoint, others.midpoint, within: decimal("1e-15")))
          #expect(
            try agree(
              inference.variance.midpoint, first.covariance(column, column).midpoint,
              within: decimal("1e-15")))
          continue
        }
        try item["clusters"].expect(#require(covariance.clusters))
        for (key, value) in found { try item[key].expect(value, within: "1e-9") }
      }
    }
    file.expectComplete()
  }

  // MARK: - Standardisation

  /// UKHSA's PHEindicatormethods, and Fay and Feuer (1997), Table 1.
  @Test func standardisation() throws {
    let file = try Ledger("oracles/standardisation.json", nan: true)
    try file["versions"].isNote()
    try file["source_ukhsa"].isNote()
    let inputs = file["ukhsa_dsr_inputs"]
    for item in file["ukhsa"].elements {
      let words = try item["case"].input.split(whereSeparator: { " =/x".contains($0) })
        .map(String.init)
      // The package prints nan where Byar's formula falls below 0, and the 99.8 % limits of its data of
      // 1976 tenfold.
      let kind = try item["kind"].input
      let found: [Real]
      switch kind {
      case "byar_count":
        let limits = try PoissonCount(events: try #require(Int(words[0])))
          .limits(level(words[2]), .byar)
        found = [limits.lower, limits.upper]
      case "wilson":
        let limits = try ConfidenceLimits.wilson(
          part: decimal(words[0]) * (words[0].contains(".") ? decimal(words[2]) : 1),
          of: decimal(words[2]), level(words[4]), continuityCorrected: false)
        found = [limits.lower, limits.upper]
      case "proportion_wilson":
        let (part, whole) = try counts(words)
        let proportion = try Proportion(part: part, whole: whole)
        found = try figures(proportion.estimate.value, words[2]) {
          proportion.wilsonLimits($0, continuityCorrected: false)
        }
      case "rate_exact_lt10_byar":
        let (events, time) = try counts(words)
        let rate = try PersonTimeRate(events: events, time: Exact(time))
        found = try figures(rate.estimate.value, words[2]) {
          rate.limits($0, events < 10 ? .exact : .byar)
        }
      case "mean_t": found = try mean(item, words.joined(separator: " "))
      case "dsr_dobson":
        let area = inputs["areas"][words[0]]
        let standard = try (area["std"].exists ? area["std"] : inputs["esp2013"]).elements
          .map { try $0.exact }
        let rate = try DirectStandardisation(
          strata(area["count"], area["pop"]), standard: standard)
        found = try figures(rate.rate.value, words[2]) { (level) throws(StatisticsError) in
          try rate.dobsonLimits(level, .byar)
        }
      default:
        Issue.record("\(item.name): \(kind)")
        continue
      }
      try compare(item, found, isMisprinted: words[0] == "testdata_1976")
      try item["max_rel_diff"].isNote()
      try item["agrees_1e8"].isNote()
    }
    // No case is made of these, and bands have names.
    for name in inputs["areas"].keys { try inputs["areas"][name]["ageband"].isNote() }
    try inputs["areas"]["testdata_tiny"]["count"].isNote()
    try inputs["areas"]["testdata_tiny"]["pop"].isNote()
    try fayFeuer(file["fay_feuer"])
    file.expectComplete()
  }

  private func compare(_ item: Ledger.Entry, _ found: [Real], isMisprinted: Bool) throws {
    for (index, figure) in found.enumerated() {
      let isZero = figure.exact == .zero || figure.enclosed(precision: 64).certainSign == 0
      if isZero {
        // Byar's formula for one event at 99.8 % gives −0.003.
        try item["ours"][index].expect(figure, absolutely: decimal("0.003"))
        try item["ukhsa"][index].isNote()
      } else {
        try item["ours"][index].expect(figure)
        try item["ukhsa"][index].expect(
          isMisprinted && index >= 3 ? Real(10) * figure : figure)
      }
    }
  }

  /// The counts of a case; large ones are printed with six digits, of which these are what they round.
  private func counts(_ words: [String]) throws -> (Int, Int) {
    if words[0] == "7.77646e+06", words[1] == "7.56434e+09" { return (7_776_456, 7_564_336_677) }
    return (try #require(Int(words[0])), try #require(Int(words[1])))
  }

  /// A figure and its limits at 95 % and 99.8 %, times a factor.
  private func figures(
    _ value: Exact, _ factor: String,
    _ limits: (ConfidenceLevel) throws(StatisticsError) -> ConfidenceLimits
  ) throws -> [Real] {
    let factor = try decimal(factor)
    let both = try ["0.95", "0.998"].map { try limits(level($0)).scaled(by: factor) }
    return [Real(value * factor)] + both.flatMap { [$0.lower, $0.upper] }
  }

  /// The data of the means are not in the file: the error is taken from the upper limit at 95 %, with the
  /// number of rows at which that at 99.8 % belongs to it; the other limits must follow.
  private func mean(_ item: Ledger.Entry, _ name: String) throws -> [Real] {
    let rows = try #require(["Area1": 8, "Area2": 18, "No grouping": 26][name], "\(name)")
    let ours = try item.peek("ours")
    let (mean, upper) = (ours[0], ours[2])
    let reference = ReferenceDistribution.student(rows - 1)
    let quantile = Distributions.studentQuantile(
      try exact("39/40"), degreesOfFreedom: Real(Exact(rows - 1)))
    let inference = Inference(
      estimate: Real(mean), variance: (Real(upper - mean) / quantile).square(),
      reference: reference)
    let limits = try ["19/20", "499/500"].map { try inference.limits(level: exact($0)) }
    return [Real(mean)] + limits.flatMap { [$0.lower, $0.upper] }
  }

  private func strata(_ counts: Ledger.Entry, _ bases: Ledger.Entry) throws -> [Stratum] {
    try zip(counts.elements, bases.elements).map {
      Stratum(events: try #require($0.exact.int64.map { Int($0) }), base: try $1.exact)
    }
  }

  private func fayFeuer(_ table: Ledger.Entry) throws {
    try table["source"].isNote()
    let standard = try table["standard"].elements.map { try $0.exact }
    for (index, result) in table["results"].elements.enumerated() {
      let rate = try DirectStandardisation(
        strata(table["count"][index], table["pop"][index]), standard: standard)
      #expect(try result["birth_order"].integer == index + 1)
      try result["agrees"].isNote()
      let limits = rate.gammaLimits(try level("0.95"))
      let found = [Real(rate.crude), Real(rate.rate.value), limits.lower, limits.upper]
      for (index, figure) in found.enumerated() {
        try result["crude_adj_lo_hi"][index].expect(figure)
        // As printed, per 100,000.
        try result["published_per_1e5"][index].expectPrinted(Real(100_000) * figure)
      }
    }
  }
}
