import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Bootstrap")
struct BootstrapTests {
  @Test func recordedRows() throws {
    let units = try ResamplingUnits(persons: [Sample(values: [1, 2])])
    #expect(throws: ResamplingError.recordedRow(replicate: 2, expected: 2, found: 0)) {
      try Bootstrap(units, replicates: 3, source: RecordedDraws([[0, 1], [1, 1]], units: 2))
    }
  }

  /// Against the exact distribution of the bootstrap mean (10^10 resamples enumerated): the engine's own
  /// generator lies within five Monte Carlo errors.
  @Test func ownGenerator() throws {
    let values: [Int64] = [12, 24, 13, 13, 0, 10, 18, 8, 46, 14]
    let units = try ResamplingUnits(persons: [Sample(values: values, scale: 1)])
    let bootstrap = try Bootstrap(
      units, replicates: 20_000, source: PhiloxDraws(key: StreamKey(contract: 20_240_401)))
    let means = try bootstrap.distribution(of: .mean(0))
    // √(0.025 · 0.975 / 20,000) = 0.0011 of share: type-1 limits of 0.95 and 2.38 move by a few hundredths.
    let limits = try means.percentileLimits(level("0.95"), .type1)
    #expect(abs(limits.lower.approximation - 0.95) < 0.03)
    #expect(abs(limits.upper.approximation - 2.38) < 0.06)
    #expect(abs(means.standardError.approximation - 0.36899864498396195) < 0.01)
  }

  /// scipy 1.17.1, `stats.bootstrap(..., method="BCa")` given the replicates of the same SplitMix64 draws.
  @Test func acceleratedRatio() throws {
    let x: [Int64] = [76, 138, 67, 29, 381, 23, 37, 120, 61, 387]
    let y: [Int64] = [80, 143, 67, 50, 464, 48, 63, 115, 69, 459]
    let units = try ResamplingUnits(persons: [Sample(values: x), Sample(values: y)])
    let bootstrap = try Bootstrap(units, replicates: 1999, source: SplitMix64Draws(seed: 7))
    let ratio = ResampledStatistic.ratio(1, over: 0)
    let values = try bootstrap.distribution(of: ratio)
    let jackknife = try bootstrap.jackknife(of: ratio)
    for (share, expected, percentiles) in [
      (
        "0.9", ["1.1057952814120542", "1.260611912523388"],
        ["1.1032316881237454", "1.2591157865360167"]
      ),
      (
        "0.95", ["1.087004335124833", "1.2808278126725425"],
        ["1.0856261720357978", "1.2794435483003732"]
      ),
    ] {
      let limits = try values.acceleratedLimits(level(share), .type7, jackknife: jackknife)
      #expect(try agrees(limits, expected))
      #expect(try agrees(values.percentileLimits(level(share), .type7), percentiles))
    }
    #expect(try agrees(values.standardError, "0.0479278009332282"))
  }

  @Test func acceleratedDifference() throws {
    let values: [Int64] = [310, 470, 220, 890, 500, 613, 777, 120, 940, 330, 291, 71]
    let strata = [Int32](repeating: 0, count: 7) + [Int32](repeating: 1, count: 5)
    let units = try ResamplingUnits(
      persons: [Sample(values: values, scale: 2)], strata: strata, strataCount: 2)
    let bootstrap = try Bootstrap(units, replicates: 1999, source: SplitMix64Draws(seed: 8))
    let difference = ResampledStatistic.difference(0, stratum: 0, minus: 1)
    let distribution = try bootstrap.distribution(of: difference)
    #expect(try agrees(distribution.values[0], "1.3374285714285712"))
    #expect(try agrees(distribution.values[1998], "2.822285714285716"))
    let limits = try distribution.acceleratedLimits(
      level("0.95"), .type7, jackknife: bootstrap.jackknife(of: difference))
    #expect(try agrees(limits, ["-2.713461922599903", "4.4366876158433985"]))
  }

  @Test func anyReplicateAlone() throws {
    let strata: [Int32] = (0..<3000).map { $0 % 3 == 0 ? 1 : 0 }
    let units = try ResamplingUnits(
      persons: [
        Sample(values: stream(1, 3000, span: 1 << 20, low: -500_000)),
        Sample(values: stream(2, 3000, span: 1 << 52, low: -(1 << 51))),
      ], strata: strata, strataCount: 2)
    let source = PhiloxDraws(key: StreamKey(contract: 3))
    let bootstrap = try Bootstrap(units, replicates: 100, source: source)
    for column in 0..<2 {
      let all = try bootstrap.distribution(of: .difference(column, stratum: 0, minus: 1))
      for replicate in [0, 31, 32, 63, 64, 99] {
        let alone = try Bootstrap.replicate(replicate, of: units, source: source)
        #expect(
          alone[column, stratum: 0].divided(by: Exact(2000)).map {
            $0 - (alone[column, stratum: 1].divided(by: Exact(1000)) ?? 0)
          } == all.values[replicate])
      }
    }
    #expect(bootstrap.product.limbs > 1)
    // By plain integers: the counts of one replicate times the second column.
    var counts = [UInt8](repeating: 0, count: 3000)
    var span = counts.mutableSpan
    source.count(replicate: 64, pools: units.strata, into: &span)
    let values = stream(2, 3000, span: 1 << 52, low: -(1 << 51))
    let ordered = values.indices.filter { $0 % 3 != 0 } + values.indices.filter { $0 % 3 == 0 }
    let sum = zip(counts, ordered).reduce(Int128(0)) { $0 + Int128($1.0) * Int128(values[$1.1]) }
    #expect(try Bootstrap.replicate(64, of: units, source: source)[1] == Exact(sum))
  }

  @Test func clusters() throws {
    // Three clusters, drawn whole: recorded draws of clusters 0, 0, 2 and 1, 2, 2.
    let values = try Sample(values: [1, 2, 3, 4, 5, 6])
    let ones = try Sample(values: [1, 1, 1, 1, 1, 1])
    let units = try ResamplingUnits(
      totals: [values, ones], clusters: [2, 0, 1, 1, 2, 2], clusterCount: 3)
    #expect(units.count == 3)
    let bootstrap = try Bootstrap(
      units, replicates: 2, source: RecordedDraws([[0, 0, 2], [1, 2, 2]], units: 3))
    let means = try bootstrap.distribution(of: .ratio(0, over: 1))
    #expect(means.estimate == (try exact("7/2")))
    // (2 + 2 + 12)/5 and (7 + 24)/8.
    #expect(means.values == [try exact("16/5"), try exact("31/8")])
    #expect(throws: ResamplingError.statistic(.levelCode(row: 2, code: 1, levels: 3))) {
      try ResamplingUnits(
        totals: [values], clusters: [2, 0, 1, 1, 2, 2], clusterCount: 3,
        strata: [0, 0, 1, 0, 0, 0], strataCount: 2)
    }
  }

  @Test func missingRows() throws {
    let first = try Sample(values: [1, 2, 3], validity: RowMask([true, false, true]))
    let units = try ResamplingUnits(persons: [first, Sample(values: [5, 6, 7])])
    #expect(units.count == 2)
    #expect(throws: ResamplingError.emptyStratum(1)) {
      try ResamplingUnits(persons: [first], strata: [0, 1, 0], strataCount: 2)
    }
  }

  @Test func refusals() throws {
    let zeros = try ResamplingUnits(
      persons: [Sample(values: [1, 2]), Sample(values: [0, 1])])
    let source = try RecordedDraws([[0, 1], [0, 0], [0, 0]], units: 2)
    #expect(throws: ResamplingError.tooFewReplicates(1)) {
      try Bootstrap(zeros, replicates: 1, source: source)
    }
    let bootstrap = try Bootstrap(zeros, replicates: 3, source: source)
    #expect(throws: ResamplingError.undefinedReplicates(count: 2, of: 3, first: 1)) {
      try bootstrap.distribution(of: .ratio(0, over: 1))
    }
    #expect(throws: ResamplingError.undefinedJackknife(unit: 1)) {
      try bootstrap.jackknife(of: .ratio(0, over: 1))
    }
    let low = try Bootstrap(
      zeros, replicates: 3, source: RecordedDraws([[0, 0], [0, 0], [0, 0]], units: 2))
    #expect(throws: ResamplingError.oneSided(below: 3, of: 3)) {
      try low.distribution(of: .mean(0)).acceleratedLimits(
        level("0.95"), .type7, jackknife: low.jackknife(of: .mean(0)))
    }
    #expect(throws: ResamplingError.recordedDraw(replicate: 0, index: 2, units: 2)) {
      try RecordedDraws([[0, 2]], units: 2)
    }
    let same = try ResamplingUnits(persons: [Sample(values: [4, 4])])
    let constant = try Bootstrap(same, replicates: 3, source: source)
    #expect(throws: ResamplingError.constantJackknife) {
      try constant.jackknife(of: .mean(0)).acceleration()
    }
  }
}
