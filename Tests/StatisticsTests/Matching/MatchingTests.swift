import Enclosures
import Foundation
import LinearAlgebra
import Quantities
import Statistics
import Testing

@Suite("Matching")
struct MatchingTests {
  private typealias MatchedSet = NearestNeighbourMatching.MatchedSet

  /// Treated 0 (score 50) and 1 (30); compared 2 (52), 3 (48), 4 (30), 5 (30), 6 (10).
  private let scores: [Int64] = [50, 30, 52, 48, 30, 30, 10]
  private let treated = RowMask([true, true, false, false, false, false, false])

  private func match(
    ratio: Int = 1, ranks: [Int]? = nil,
    replacement: NearestNeighbourMatching.Replacement = .without,
    shortage: NearestNeighbourMatching.Shortage = .keep, caliper: Caliper? = nil,
    strata: [Int32]? = nil
  ) throws -> NearestNeighbourMatching {
    try NearestNeighbourMatching(
      scores: Sample(values: scores, scale: 2), treated: treated, ranks: ranks ?? Array(0..<7),
      distance: .score,
      ratio: ratio, replacement: replacement, shortage: shortage, caliper: caliper, strata: strata)
  }

  @Test func tiesByRank() throws {
    // 52 and 48 are equally near to 50; 4 and 5 both equal 30.
    #expect(
      try match().sets == [
        MatchedSet(treated: 0, compared: [2]), MatchedSet(treated: 1, compared: [4]),
      ])
    #expect(
      try match(ranks: [0, 1, 3, 2, 6, 5, 4]).sets == [
        MatchedSet(treated: 0, compared: [3]), MatchedSet(treated: 1, compared: [5]),
      ])
  }

  @Test func shortage() throws {
    // Three each: 0 takes 2, 3 and, of 4 and 5 at distance 20, 4; then 1 takes 5 and 6.
    let kept = try match(ratio: 3)
    #expect(
      kept.sets == [
        MatchedSet(treated: 0, compared: [2, 3, 4]), MatchedSet(treated: 1, compared: [5, 6]),
      ])
    let discarded = try match(ratio: 3, shortage: .discard)
    #expect(discarded.sets == [MatchedSet(treated: 0, compared: [2, 3, 4])])
    #expect(discarded.unmatched == [1])
    let again = try match(ratio: 3, replacement: .with)
    #expect(again.sets[1].compared == [4, 5, 3])
    #expect(again.uses == [2: 1, 3: 2, 4: 2, 5: 1])
  }

  @Test func calipersAndStrata() throws {
    // A distance of 0.02 is within 0.02 and not within 0.019.
    let column = try Sample(values: scores, scale: 2)
    let wide = Caliper(column: column, width: .absolute(try exact("2/100")))
    #expect(try match(caliper: wide).sets.map(\.treated) == [0, 1])
    let narrow = Caliper(column: column, width: .absolute(try exact("19/1000")))
    #expect(try match(caliper: narrow).sets == [MatchedSet(treated: 1, compared: [4])])
    #expect(try match(caliper: narrow).unmatched == [0])
    // s₁² = 200 and s₀² = 1128/4 = 282 in hundredths, so s² = 241; a width w reaches the distance 2 from
    // 241 w² ≥ 4 on.
    for (width, sets) in [("128831/1000000", 1), ("128832/1000000", 2)] {
      let caliper = Caliper(column: column, width: .deviations(try exact(width)))
      #expect(try match(caliper: caliper).sets.count == sets)
    }
    let strata = try match(strata: [0, 1, 1, 1, 0, -1, 1])
    #expect(
      strata.sets == [
        MatchedSet(treated: 0, compared: [4]), MatchedSet(treated: 1, compared: [3]),
      ])
    #expect(strata.compared.present == 4)
  }

  @Test func difference() throws {
    // Sets {0: 2, 3} and {1: 4, 5}: 10 − (4 + 6)/2 = 5 and 7 − (1 + 2)/2 = 11/2.
    let column = try Sample(values: [10, 7, 4, 6, 1, 2, 100])
    let difference = try MatchedDifference(match(ratio: 2), of: column)
    #expect(difference.differences == [5, try exact("11/2")])
    #expect(difference.treatedMean == (try exact("17/2")))
    #expect(difference.comparedMean == (try exact("13/4")))
    #expect(difference.variance == (try exact("1/8")))
    // The error is √(1/16), the statistic 21/4 · 4 = 21 on one degree of freedom.
    let test = try difference.test()
    #expect(test.standardError.exact == (try exact("1/4")))
    #expect(test.statistic().exact == 21)
    #expect(difference.mostUses == 1)
    let balance = try MatchingBalance(match(ratio: 2), of: Sample(values: scores))
    // Before: 40 − 34; after: (50 − 50 + 30 − 30)/2; (200 + 282)/2.
    #expect(balance.before == 6)
    #expect(balance.after == 0)
    #expect(balance.pooledVariance == 241)
  }

  /// Pairs with replacement: 0 (50) and 1 (47) both with 3 (48), 2 (10) with 5 (12); 4 (40) with nobody.
  /// d = 9 − 4, 7 − 4, 1 − 2 with mean 7/3 and squares 56/3; person 3 stands twice, 2² − 2 = 2, and its nearest is
  /// 4: ½ (4 − 1)² = 9/2. V = (56/3 + 9)/9. With two neighbours, 4 and 5: ⅔ (4 − 3/2)² = 25/6.
  @Test func reuse() throws {
    let column = try Sample(values: [9, 7, 1, 4, 1, 2])
    let matching = try NearestNeighbourMatching(
      scores: Sample(values: [50, 47, 10, 48, 40, 12]),
      treated: RowMask([true, true, true, false, false, false]), ranks: Array(0..<6),
      distance: .score, ratio: 1,
      replacement: .with, shortage: .keep)
    #expect(matching.sets.map(\.compared) == [[3], [3], [5]])
    #expect(try MatchedDifference(matching, of: column).mostUses == 2)
    let one = try matching.effect(on: column, neighbours: 1)
    #expect(one.estimate.exact == (try exact("7/3")))
    #expect(one.variance.exact == (try exact("83/27")))
    let two = try matching.effect(on: column, neighbours: 2)
    #expect(two.variance.exact == (try exact("3")))
    #expect(throws: MatchingError.tooFewNeighbours(row: 3, found: 2, needed: 3)) {
      try matching.effect(on: column, neighbours: 3)
    }
    // Two each: {0: 3, 4}, {1: 3, 4}, {2: 5, 4}: Kᵢ² − Kᵢ′ is 1 − ½ for 3, (3/2)² − ¾ for 4 and 0 for 5; the
    // nearest of 4 is 3. d = 9 − 5/2, 7 − 5/2, 1 − 3/2 with squares 26; ½ · 9/2 + 3/2 · 9/2 = 9.
    let pairs = try NearestNeighbourMatching(
      scores: Sample(values: [50, 47, 10, 48, 40, 12]),
      treated: RowMask([true, true, true, false, false, false]), ranks: Array(0..<6),
      distance: .score, ratio: 2,
      replacement: .with, shortage: .keep)
    #expect(pairs.sets.map(\.compared) == [[3, 4], [3, 4], [5, 4]])
    #expect(try pairs.effect(on: column, neighbours: 1).variance.exact == (try exact("35/9")))
    // Nobody used twice: the paired differences alone, over m².
    let pair = try match(ratio: 2)
    let outcome = try Sample(values: [10, 7, 4, 6, 1, 2, 100])
    #expect(try pair.effect(on: outcome, neighbours: 1).variance.exact == (try exact("1/32")))
  }

  /// 185 treated of the NSW programme among 15,992 of the CPS (`real/permissive`): the earnings of 1975 in
  /// cents as score, ages at most two years apart, alike in four attributes, two compared persons each. Figures by
  /// Python's `fractions` with a search through everybody; most have earned nothing, so ties are many.
  @Test(arguments: [
    (
      NearestNeighbourMatching.Replacement.without, 167, 2_562_725, 1, "5199911/16700",
      "2366937483853407/4629574000", "2366937483853407/4657463000"
    ),
    (
      .with, 185, 2_380_726, 21, "5809799/3700", "95195474978119/219040000",
      "95870812062052297/151959000000"
    ),
  ])
  func employment(
    replacement: NearestNeighbourMatching.Replacement, matched: Int, rowSum: Int, mostUses: Int,
    mean: String, variance: String, abadieImbens: String
  ) throws {
    let rows =
      try CSV("real/permissive/nsw_dw.csv").rows.filter { $0["treat"] == "1" }
      + CSV("real/permissive/cps1.csv").rows
    func cents(_ name: String) throws -> Sample {
      try Sample(
        values: rows.map { row in
          let value = try #require(row[name].flatMap { Exact(decimal: $0) })
          return try #require((value.rounded(.halfEven, decimals: 2) * 100).int64)
        }, scale: 2)
    }
    let ages = try Sample(values: rows.map { try #require($0["age"].flatMap { Int64($0) }) })
    let strata = try rows.map { row in
      try ["black", "hisp", "marr", "nodegree"].reduce(Int32(0)) {
        try 2 * $0 + #require(row[$1].flatMap { Int32($0) })
      }
    }
    let matching = try NearestNeighbourMatching(
      scores: cents("re75"), treated: RowMask(rows.map { $0["treat"] == "1" }),
      ranks: Array(rows.indices), distance: .score, ratio: 2, replacement: replacement,
      shortage: .keep,
      caliper: Caliper(column: ages, width: .absolute(2)), strata: strata)
    #expect(matching.matched == matched)
    #expect(matching.unmatched.count == 185 - matched)
    #expect(matching.sets.reduce(0) { $0 + $1.compared.reduce(0, +) } == rowSum)
    let outcome = try cents("re78")
    let difference = try MatchedDifference(matching, of: outcome)
    #expect(difference.mean == (try exact(mean)))
    #expect(difference.mostUses == mostUses)
    #expect(try difference.test().variance.exact == exact(variance))
    #expect(
      try matching.effect(on: outcome, neighbours: 3).variance.exact == exact(abadieImbens))
  }

  /// By Python's `fractions`: the pooled covariance of these points is (96, 74; 74, 68)/5. (2, 0) is nearer to
  /// (0, 0) than (1, −1) is, along which the points vary less.
  @Test func mahalanobis() throws {
    let u = try Sample(values: [0, 2, 2, 0, 5, 1, -8])
    let v = try Sample(values: [0, 2, 0, 2, 5, -1, -6])
    func sets(_ columns: [Sample]) throws -> [[Int]] {
      try NearestNeighbourMatching(
        scores: Sample(values: scores), treated: treated, ranks: Array(0..<7),
        distance: .mahalanobis(columns), ratio: 2, replacement: .without, shortage: .keep
      ).sets.map(\.compared)
    }
    #expect(try sets([u, v]) == [[2, 5], [4, 3]])
    #expect(throws: MatchingError.singularCovariance(rank: 1, columns: 2)) { try sets([u, u]) }
    #expect(throws: MatchingError.noCovariates) { try sets([]) }
  }

  /// The same persons by Mahalanobis's distance of earnings, age and schooling, alike in two attributes: Python's
  /// integers, everybody compared.
  @Test func employmentByMahalanobis() throws {
    let rows =
      try CSV("real/permissive/nsw_dw.csv").rows.filter { $0["treat"] == "1" }
      + CSV("real/permissive/cps1.csv").rows
    func column(_ name: String, decimals: Int) throws -> Sample {
      try Sample(
        values: rows.map { row in
          let value = try #require(row[name].flatMap { Exact(decimal: $0) })
          return try #require(
            (value.rounded(.halfEven, decimals: decimals) * Exact.powerOfTen(decimals)).int64)
        }, scale: decimals)
    }
    let earnings = try column("re75", decimals: 2)
    let matching = try NearestNeighbourMatching(
      scores: earnings, treated: RowMask(rows.map { $0["treat"] == "1" }),
      ranks: Array(rows.indices),
      distance: .mahalanobis([
        earnings, column("age", decimals: 0), column("educ", decimals: 0),
      ]), ratio: 2, replacement: .without, shortage: .keep,
      strata: rows.map { ($0["black"] == "1" ? 2 : 0) + ($0["marr"] == "1" ? 1 : 0) })
    #expect(matching.matched == 185)
    #expect(matching.sets.reduce(0) { $0 + $1.compared.reduce(0, +) } == 2_965_006)
    let difference = try MatchedDifference(matching, of: column("re78", decimals: 2))
    #expect(difference.mean == (try exact("243171/740")))
  }

  @Test func refusals() throws {
    let one = try Sample(values: [1, 2, 3])
    func match(
      _ treated: [Bool], ranks: [Int] = [0, 1, 2], ratio: Int = 1, caliper: Exact? = nil
    ) throws -> NearestNeighbourMatching {
      try NearestNeighbourMatching(
        scores: one, treated: RowMask(treated), ranks: ranks, distance: .score, ratio: ratio,
        replacement: .without, shortage: .keep,
        caliper: caliper.map { Caliper(column: one, width: .absolute($0)) })
    }
    #expect(throws: MatchingError.nobodyTreated(persons: 3)) {
      try match([false, false, false])
    }
    #expect(throws: MatchingError.nobodyCompared(persons: 3)) { try match([true, true, true]) }
    #expect(throws: MatchingError.ratio(0)) { try match([true, false, false], ratio: 0) }
    #expect(throws: MatchingError.caliper(-1)) { try match([true, false, false], caliper: -1) }
    #expect(throws: MatchingError.duplicateRank(4, rows: [0, 2])) {
      try match([true, false, false], ranks: [4, 5, 4])
    }
    #expect(throws: MatchingError.lengthMismatch(expected: 3, found: 2)) {
      try match([true, false])
    }
    let few = try match([true, false, false])
    #expect(throws: MatchingError.tooFewMatched(found: 1, needed: 2, unmatched: 0)) {
      try MatchedDifference(few, of: one)
    }
    let two = try match([true, true, false], ratio: 1)
    #expect(two.unmatched == [0])
    let pairs = try NearestNeighbourMatching(
      scores: one, treated: RowMask([true, true, false]), ranks: [0, 1, 2], distance: .score,
      ratio: 1,
      replacement: .with, shortage: .keep)
    let gap = try Sample(values: [1, 2, 3], validity: RowMask([true, true, false]))
    #expect(throws: MatchingError.missingValue(row: 2)) { try MatchedDifference(pairs, of: gap) }
    #expect(throws: StatisticsError.noVariation(n: 2)) {
      try MatchedDifference(pairs, of: Sample(values: [1, 1, 0])).test()
    }
  }

  /// Random small tables against a search through everybody.
  @Test(arguments: 0..<400) func exhaustive(seed: Int) throws {
    let n = 3 + seed % 38
    let span = UInt64([4, 12, 1000][seed % 3])
    let scores = stream(UInt64(seed) + 1, n, span: span, low: -2)
    let others = stream(UInt64(seed) + 1001, n, span: span, low: 0)
    let flags = stream(UInt64(seed) + 2001, n, span: 3, low: 0).map { $0 == 0 }
    guard flags.contains(true), flags.contains(false) else { return }
    let ranks = stream(UInt64(seed) + 3001, n, span: 1 << 40, low: 0).map { Int($0) }
    let codes = stream(UInt64(seed) + 4001, n, span: 3, low: -1).map { Int32($0) }
    let strata = seed % 2 == 0 ? codes : nil
    let column = seed % 5 < 2 ? others : scores
    let width: Int64? = seed % 4 == 0 ? nil : Int64(span) / 4
    let ratio = 1 + seed % 3
    let replacement: NearestNeighbourMatching.Replacement = seed % 7 < 3 ? .with : .without
    let shortage: NearestNeighbourMatching.Shortage = seed % 11 < 5 ? .keep : .discard
    let taking = flags.indices.filter { (strata?[$0] ?? 0) >= 0 }
    guard taking.contains(where: { flags[$0] }), taking.contains(where: { !flags[$0] }) else {
      return
    }
    let matching = try NearestNeighbourMatching(
      scores: Sample(values: scores, scale: 1), treated: RowMask(flags), ranks: ranks,
      distance: .score,
      ratio: ratio, replacement: replacement, shortage: shortage,
      caliper: width.map {
        Caliper(
          column: try Sample(values: column, scale: 1),
          width: .absolute(Exact(unscaled: $0, scale: 1)))
      }, strata: strata)

    var used: Set<Int> = []
    var sets: [MatchedSet] = []
    var unmatched: [Int] = []
    let waiting = taking.filter { flags[$0] }
      .sorted { (-scores[$0], ranks[$0]) < (-scores[$1], ranks[$1]) }
    for row in waiting {
      let found = taking.filter { other in
        !flags[other] && !used.contains(other)
          && (strata.map { $0[other] == $0[row] } ?? true)
          && (width.map { abs(column[other] - column[row]) <= $0 } ?? true)
      }.sorted {
        (abs(scores[$0] - scores[row]), ranks[$0]) < (abs(scores[$1] - scores[row]), ranks[$1])
      }.prefix(ratio)
      if found.isEmpty || (found.count < ratio && shortage == .discard) {
        unmatched.append(row)
      } else {
        sets.append(MatchedSet(treated: row, compared: Array(found)))
        if replacement == .without { used.formUnion(found) }
      }
    }
    #expect(matching.sets == sets)
    #expect(matching.unmatched == unmatched)
  }

  /// 20,000 persons, of whom every fortieth is treated, in a scrambled order of rows.
  @Test func anyOrderOfRows() throws {
    let n = 20_000
    let scores = stream(7, n, span: 5000, low: 0)
    let flags = (0..<n).map { $0 % 40 == 0 }
    func sets(_ order: [Int]) throws -> [[Int]] {
      try NearestNeighbourMatching(
        scores: Sample(values: order.map { scores[$0] }, scale: 10),
        treated: RowMask(order.map { flags[$0] }), ranks: order, distance: .score, ratio: 3,
        replacement: .without, shortage: .keep
      ).sets.map { [order[$0.treated]] + $0.compared.map { order[$0] } }
    }
    let forward = try sets(Array(0..<n))
    #expect(forward.count == 500)
    #expect(try sets((0..<n).map { ($0 * 7919 + 3) % n }) == forward)
  }
}
