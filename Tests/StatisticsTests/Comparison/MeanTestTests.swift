import Enclosures
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Tests of means")
struct MeanTestTests {
  @Test func signedRanks() throws {
    // 1, −2, 3, 4 and a zero: 1 + 3 + 4; of sixteen choices of signs three give at most 2.
    let zeros = try Sample(values: [0, 0, 0, 0, 0])
    let test = try SignedRank(before: zeros, after: Sample(values: [1, -2, 0, 3, 4]))
    #expect(test.n == 4 && test.zeros == 1)
    #expect(test.positive == 8 && test.negative == 2)
    #expect(try test.exactP == exact("3/8"))
    // 1, 1, −1, and half as large: ranks 2 and 7/2 on average.
    let ties = try SignedRank(
      before: Sample(values: [0, 5, 9, 0, 7], validity: RowMask([true, true, true, true, false])),
      after: Sample(values: [1, 6, 8, 2, 0]))
    #expect(ties.positive == 8 && ties.negative == 2)
    // Of 2, 2, 2 and 4 nothing, or a single 2: four of sixteen choices, twice.
    #expect(try ties.exactP == exact("1/2"))
    // All of Student's nine changes that are not zero go one way: 2 / 2⁹.
    let sleep = try PanelFigures.Sleep()
    #expect(try SignedRank(before: sleep.first, after: sleep.second).exactP == exact("1/256"))
    #expect(throws: StatisticsError.noDiscordantPairs) {
      try SignedRank(before: zeros, after: zeros)
    }
    #expect(throws: StatisticsError.scale(1)) {
      try SignedRank(before: zeros, after: Sample(values: [1, 1, 1, 1, 1], scale: 1))
    }
    #expect(throws: StatisticsError.emptySample) {
      try SignedRank(before: Sample(values: []), after: Sample(values: []))
    }
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
