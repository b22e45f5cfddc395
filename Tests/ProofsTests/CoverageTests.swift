import Contract
import Quantities
import Settlement
import Proofs
import Testing

@Suite struct CoverageTests {
  static let money = """
    achievement level                                         per Art. 4
      measured by     good_rate
      below 50.0 percent                            0 percent
      at least 50.0 percent                         100 percent
    payment fee                                               per Art. 5
      amount          500,000 yen × level
      only if         good_rate at least 20.0 percent or reach at least 100 persons
      cap             400,000 yen
    settlement yearly                                         per Art. 6
      basis           each year on its own
      total           fee
    example "high"                                            per Art. 7
      year            2026
      given           good_rate 60.0 percent, reach 10 persons
      expect          fee 400,000 yen

    """

  private func coverage(_ given: [(rate: Int, reach: Int)]) throws -> Coverage {
    let contract = try Small.contract(Self.money)
    let period = try #require(contract.periods.last)
    var coverage = Coverage(of: [contract])
    for one in given {
      coverage.add(
        Settler.worked(
          contract, period,
          given: [.indicator(2): Exact(one.rate), .indicator(0): Exact(one.reach)]),
        as: "\(one.rate), \(one.reach)")
    }
    return coverage
  }

  private func missing(_ coverage: Coverage) -> [String] {
    coverage.points.filter { !$0.isExercised }.map { "\($0.kind.rawValue) \($0.condition)" }
  }

  @Test func everyOutcomeOfEveryPlaceIsAPoint() throws {
    // Two rows, a cap, for each of two conditions: holds, fails, alone decides; and the condition of a
    // population, which holds or fails.
    let none = try coverage([])
    #expect(none.points.count == 11)
    #expect(none.exercised == 0)
    let example = try coverage([(60, 10)])
    #expect(example.exercised == 5)
    #expect(
      missing(example) == [
        "condition holds 1", "condition fails 1", "row 0", "condition fails 1", "condition holds 2",
        "condition alone decides 2",
      ])
  }

  @Test func eachConditionAloneDecides() throws {
    // Both hold: neither decides. Then the second alone, then none.
    #expect(
      missing(try coverage([(60, 100)])) == [
        "condition holds 1", "condition fails 1", "row 0", "condition fails 1",
        "condition alone decides 1", "condition fails 2",
        "condition alone decides 2",
      ])
    #expect(try coverage([(60, 10), (10, 100)]).exercised == 9)
    #expect(try coverage([(60, 10), (10, 10)]).exercised == 7)
  }

  static let gates = """
    payment fee                                               per Art. 5
      amount          500,000 yen
      only if         good_rate at least 20.0 percent
      only if         reach at least 100 persons
    settlement yearly                                         per Art. 6
      basis           each year on its own
      total           fee

    """

  private func decided(_ given: [(rate: Int, reach: Int)]) throws -> [Bool] {
    let contract = try Small.contract(Self.gates)
    let period = try #require(contract.periods.last)
    var coverage = Coverage(of: [contract])
    for one in given {
      coverage.add(
        Settler.worked(
          contract, period,
          given: [.indicator(2): Exact(one.rate), .indicator(0): Exact(one.reach)]),
        as: "")
    }
    return coverage.points.filter { $0.kind == .conditionDecides }.map(\.isExercised)
  }

  @Test func eachOfSeveralLinesAloneDecides() throws {
    #expect(try decided([(60, 100)]) == [false, false])
    #expect(try decided([(10, 10)]) == [false, false])
    #expect(try decided([(10, 100)]) == [true, false])
    #expect(try decided([(10, 100), (60, 10)]) == [true, true])
  }

  /// Three rows: one meets both conditions, one the first alone, one neither.
  @Test func eachStepOfAPopulationAloneDecides() throws {
    let contract = try Small.contract(
      """
      population best                                           per Art. 2
        of              participant
        where           marks at least 5
        where           place = north
      indicator best_number                                     per Art. 3
        kind            persons
        of              best

      """ + Small.fee("  amount  1,000 yen per person × best_number") + """
        example "rows"                                            per Art. 7
          year            2026
          data            participant person, marks, place
          row             "A", 7, north
          row             "B", 7, south
          row             "C", 1, south
          expect          best_number 1 person
        """)
    var coverage = Coverage(of: [contract])
    let example = try #require(contract.examples.first)
    coverage.add(
      try #require(Examples.settlement(of: example, in: contract)), as: "rows")
    let best = coverage.points.filter { $0.block == "best" }
    #expect(
      best.map { "\($0.kind.rawValue) \($0.isExercised)" } == [
        "condition holds true", "condition fails true", "condition alone decides false",
        "condition holds true", "condition fails true", "condition alone decides true",
      ])
  }

  @Test func examplesExerciseTheirOwnPlaces() throws {
    let contract = try Small.contract(Self.money)
    let example = try #require(contract.examples.first)
    var coverage = Coverage(of: [contract])
    coverage.add(
      try #require(Examples.settlement(of: example, in: contract)), as: example.title)
    #expect(coverage.exercised == 5)
    #expect(Set(coverage.points.flatMap(\.exercisedBy)) == ["high"])
  }
}
