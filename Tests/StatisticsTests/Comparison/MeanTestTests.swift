import Enclosures
import Quantities
import Statistics
import Testing

@Suite("Tests of means")
struct MeanTestTests {
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
