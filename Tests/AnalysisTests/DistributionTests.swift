import Analysis
import Quantities
import Testing

@Suite struct DistributionTests {
  let values: [Exact] = [50, 10, 20, 40, 30]

  /// The mean and quantiles of 10 to 50, by hand.
  @Test func quantilesAreValuesThatOccur() throws {
    let found = try #require(Distribution(values))
    #expect(found.mean == 30)
    #expect(found.quantile(0) == 10)
    #expect(found.quantile(Exact(unscaled: 2, scale: 1)) == 10)
    #expect(found.quantile(Exact(unscaled: 21, scale: 2)) == 20)
    #expect(found.quantile(Exact(unscaled: 5, scale: 1)) == 30)
    #expect(found.quantile(1) == 50)
  }

  @Test func sharesCountWhatDoesNotExceed() throws {
    let found = try #require(Distribution(values))
    #expect(found.share(atMost: 9) == 0)
    #expect(found.share(atMost: 10) == Exact(unscaled: 2, scale: 1))
    #expect(found.share(atMost: 39) == Exact(unscaled: 6, scale: 1))
    #expect(found.share(atMost: 50) == 1)
  }

  @Test func nothingHasNoDistribution() {
    #expect(Distribution([]) == nil)
  }
}
