import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Sums, means, variances")
struct MomentsTests {
  @Test func byHand() throws {
    // 0.1, 0.2, (missing), 0.6
    let sample = try Sample(
      values: [1, 2, 99, 6], scale: 1, validity: RowMask([true, true, false, true]))
    #expect(sample.rows == 4)
    #expect(sample.count == 3)
    #expect(try sample.sum().value == exact("9/10"))
    #expect(try sample.sumOfSquares().value == exact("41/100"))
    let mean = try sample.mean()
    #expect(try mean.value == exact("3/10"))
    #expect(mean.n == 3)
    #expect(mean.product?.routine == .dgemv)
    #expect(mean.product?.rows == 3)
    // (0.04 + 0.01 + 0.09) / 2
    let variance = try sample.variance()
    #expect(try variance.value == exact("7/100"))
    #expect(variance.product?.routine == .dgemm)
    #expect(try Moments(sample).squaredDeviations().value == exact("7/50"))
    #expect(try Moments(sample).mean().value == mean.value)
  }

  /// Of 1, 3 and 9 with the mean 13/3: (100 + 16 + 196) / 9 = 312/9, by 3 and by 2.
  @Test func bothVariances() throws {
    let moments = try Moments(Sample(values: [1, 3, 9], scale: 0))
    #expect(try moments.populationVariance().value == exact("104/9"))
    #expect(try moments.variance().value == exact("52/3"))
    let one = try Moments(Sample(values: [7], scale: 0))
    #expect(try one.populationVariance().value == exact("0"))
    #expect(throws: StatisticsError.emptySample) {
      _ = try Moments(Sample(values: [], scale: 0)).populationVariance()
    }
  }

  @Test func meanThatBinaryFractionsMiss() throws {
    // The mean of 0.01, 0.02, 0.01, 0.01 is exactly 0.0125.
    let sample = try Sample(values: [1, 2, 1, 1], scale: 2)
    #expect(try sample.mean().value == exact("1/80"))
  }

  @Test func largeValues() throws {
    let sample = try Sample(values: stream(9, 20_000, span: 1 << 36, low: -(1 << 35)), scale: 2)
    #expect(try sample.mean().value == exact("-589652210609/2000000"))
    let variance = try sample.variance()
    #expect(try variance.value == exact("158427257182226113109424349119/3999800000000"))
    #expect(variance.product?.limbs == 2)
    let reversed = try Sample(values: sample.values.reversed(), scale: 2)
    #expect(try reversed.variance() == variance)
  }

  @Test func beyondOneHundredAndTwentyFourBits() throws {
    // (2^62)² + (2^62)² = 2^125, at scale 18.
    let sample = try Sample(values: [1 << 62, -(1 << 62)], scale: 18)
    #expect(
      try sample.sumOfSquares().value
        == exact(
          "42535295865117307932921825928971026432/1000000000000000000000000000000000000"))
    #expect(try Sample(values: [.min, .min, -1]).sum().value == exact("-18446744073709551617"))
  }

  @Test func covarianceOfPairs() throws {
    let (before, after) = try pairs()
    let covariance = try before.covariance(with: after)
    #expect(try covariance.value == exact("326787/2000"))
    #expect(covariance.n == 4)
    #expect(try after.covariance(with: before).value == covariance.value)
  }

  @Test func pairedChange() throws {
    let (before, after) = try pairs()
    let change = try PairedChange(before: before, after: after)
    #expect(change.n == 4)
    #expect(try change.meanBefore == exact("717/40"))
    #expect(try change.meanAfter == exact("3831/200"))
    #expect(try change.mean.value == exact("123/100"))
    #expect(try change.variance().value == exact("38839/15000"))
    #expect(change.product.routine == .dgemm)
  }

  @Test func pairedChangeOfSleep() throws {
    // Student's sleep data: R's t.test(paired = TRUE) gives the mean 1.58 and sd 1.229995² = 1702/1125.
    let first = ["0.7", "-1.6", "-0.2", "-1.2", "-0.1", "3.4", "3.7", "0.8", "0.0", "2.0"]
    let second = ["1.9", "0.8", "1.1", "0.1", "-0.1", "4.4", "5.5", "1.6", "4.6", "3.4"]
    let change = try PairedChange(
      before: Sample(decimals: first), after: Sample(decimals: second))
    #expect(try change.mean.value == exact("79/50"))
    #expect(try change.variance().value == exact("1702/1125"))
  }

  @Test func samplesThatAreTooSmall() throws {
    let empty = try Sample(values: [])
    let missing = try Sample(values: [1], validity: RowMask([false]))
    let one = try Sample(values: [5])
    for sample in [empty, missing] {
      #expect(try sample.sum().value == 0)
      #expect(try sample.sumOfSquares().value == 0)
      #expect(throws: StatisticsError.emptySample) { try sample.mean() }
      #expect(throws: StatisticsError.emptySample) { try sample.variance() }
      #expect(throws: StatisticsError.emptySample) { try sample.median() }
      #expect(throws: StatisticsError.emptySample) { try sample.covariance(with: sample) }
      #expect(throws: StatisticsError.emptySample) {
        try PairedChange(before: sample, after: sample)
      }
    }
    #expect(try one.mean().value == 5)
    #expect(throws: StatisticsError.tooFew(found: 1, needed: 2)) { try one.variance() }
    #expect(throws: StatisticsError.tooFew(found: 1, needed: 2)) {
      try one.covariance(with: one)
    }
    #expect(throws: StatisticsError.tooFew(found: 1, needed: 2)) {
      try PairedChange(before: one, after: one).variance()
    }
  }

  @Test func inputsThatDoNotFit() throws {
    #expect(throws: StatisticsError.scale(19)) { try Sample(values: [], scale: 19) }
    #expect(throws: StatisticsError.scale(-1)) { try Sample(values: [], scale: -1) }
    #expect(throws: StatisticsError.lengthMismatch(expected: 1, found: 2)) {
      try Sample(values: [1], validity: RowMask([true, true]))
    }
    let one = try Sample(values: [5])
    let two = try Sample(values: [5, 6])
    #expect(throws: StatisticsError.lengthMismatch(expected: 1, found: 2)) {
      try one.covariance(with: two)
    }
    #expect(
      throws: StatisticsError.product(
        .overflow(routine: .dsyrk, rows: 2, largest: 1 << 63))
    ) {
      try Sample(values: [.min, .min]).variance()
    }
  }

  @Test func subsetsOfRows() throws {
    let sample = try Sample(values: [1, 2, 3], validity: RowMask([true, true, false]))
    let part = try sample.among(RowMask([false, true, true]))
    #expect(part.count == 1)
    #expect(try part.sum().value == 2)
  }

  /// Before and after at different scales; rows 1 and 2 lack one side.
  private func pairs() throws -> (Sample, Sample) {
    (
      try Sample(
        values: [184, 0, 225, 241, 302, -10], scale: 1,
        validity: RowMask([true, false, true, true, true, true])),
      try Sample(
        values: [1925, 500, 0, 2380, 3107, 250], scale: 2,
        validity: RowMask([true, true, false, true, true, true]))
    )
  }
}
