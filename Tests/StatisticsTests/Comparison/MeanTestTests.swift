import Enclosures
import Quantities
import Statistics
import Testing

@Suite("Tests of means")
struct MeanTestTests {
  /// Student's sleep data (Biometrika 6, 1908), group 1 minus group 2.
  @Test func pairedSleep() throws {
    let oracles = try Oracles()
    let table = try Table("real/public_domain/sleep_student1908.csv")
    let extra = try table.text("extra")
    let group = try table.text("group")
    let first = zip(extra, group).filter { $0.1 == "1" }.map(\.0)
    let second = zip(extra, group).filter { $0.1 == "2" }.map(\.0)
    let change = try PairedChange(
      before: Sample(decimals: second), after: Sample(decimals: first))
    let test = try change.test()
    try oracles.check("sleep.mean_diff", test.estimate)
    try oracles.check("sleep.t", test.statistic())
    try oracles.check("sleep.p", test.pValue())
    let limits = try test.limits(level: exact("19/20"))
    try oracles.check("sleep.lo", limits.lower)
    try oracles.check("sleep.hi", limits.upper)
    #expect(test.degreesOfFreedom?.exact == 9)
    #expect(try limits.lower.rounded(.halfUp, decimals: 7) == decimal("-2.4598858"))
  }

  @Test func welchAndPooled() throws {
    let oracles = try Oracles()
    let table = try Table("real/public_domain/nhefs.csv")
    let change = try table.exact("wt82_71")
    let quit = try table.text("qsmk")
    func sample(_ arm: String) throws -> Moments {
      // Twelve decimals are kept of the figures' sixteen: the difference is below 1e-12.
      try Moments(
        Sample(
          values: zip(change, quit).compactMap { value, group in
            guard group == arm, let value else { return nil }
            let rounded = value.rounded(.halfEven, decimals: 15) * Exact.powerOfTen(15)
            return rounded.int64
          }, scale: 15))
    }
    let difference = MeanDifference(first: try sample("1"), second: try sample("0"))
    let welch = try difference.welch()
    try oracles.check("nh.crude.diff", welch.estimate)
    try oracles.check("nh.crude.welch.t", welch.statistic())
    try oracles.check("nh.crude.welch.df", #require(welch.degreesOfFreedom))
    try oracles.check("nh.crude.welch.p", welch.pValue())
    let limits = try welch.limits(level: exact("19/20"))
    try oracles.check("nh.crude.welch.lo", limits.lower)
    try oracles.check("nh.crude.welch.hi", limits.upper)
    // The pooled error is the classical one of the regression on the arm.
    try oracles.check("nh.crude.se.classical", try difference.pooled().standardError)
  }

  @Test func stops() throws {
    let constant = try Moments(Sample(values: [4, 4, 4]))
    #expect(throws: StatisticsError.noVariation(n: 3)) { try constant.test() }
    let one = try Moments(Sample(values: [4]))
    #expect(throws: StatisticsError.tooFew(found: 1, needed: 2)) { try one.test() }
    let empty = try Moments(Sample(values: []))
    #expect(throws: StatisticsError.emptySample) {
      try MeanDifference(first: constant, second: empty).welch()
    }
    #expect(throws: StatisticsError.noVariation(n: 6)) {
      try MeanDifference(first: constant, second: constant).welch()
    }
    #expect(throws: StatisticsError.noVariation(n: 6)) {
      try MeanDifference(first: constant, second: constant).pooled()
    }
    let sample = try Sample(values: [1, 2, 3])
    #expect(throws: RegressionError.tooFewClusters(factor: "g", found: 1)) {
      try AnalysisOfVariance(of: sample, by: Factor(name: "g", labels: ["a", "a", "a"]))
    }
    #expect(throws: RegressionError.emptyLevel(factor: "g", level: "b")) {
      try AnalysisOfVariance(
        of: sample, by: Factor(name: "g", codes: [0, 0, 0], levels: ["a", "b"]))
    }
    #expect(throws: RegressionError.noResidualDegreesOfFreedom(rows: 3, parameters: 3)) {
      try AnalysisOfVariance(of: sample, by: Factor(name: "g", labels: ["a", "b", "c"]))
    }
  }
}
