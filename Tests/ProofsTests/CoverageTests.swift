import Contract
import Diagnostics
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
    coverage.points.filter { !$0.isExercised }.map { "\($0.kind.rawValue) \($0.number)" }
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

  /// What the rows of a contract's only example do at the places of one block, a line for each place in the order
  /// of the text.
  private func rows(
    _ blocks: String, example: String, of block: String, used: SourceText? = nil
  ) throws -> [String] {
    let contract = try Small.contract(
      blocks + Small.fee("  amount  1,000 yen per person × counted") + """
        example "rows"                                            per Art. 7
          year            2026
        \(example)
        """, used: used)
    var coverage = Coverage(of: [contract])
    let worked = try #require(contract.examples.first)
    #expect(Examples.check(worked, of: contract).isEmpty)
    coverage.add(try #require(Examples.settlement(of: worked, in: contract)), as: "rows")
    let points = coverage.points.filter { $0.block == block }
    var places: [(span: Span, number: Int)] = []
    for point in points where places.last.map({ $0 != (point.span, point.number) }) ?? true {
      places.append((point.span, point.number))
    }
    return places.map { place in
      let own = points.filter { ($0.span, $0.number) == place }
      let done = own.filter(\.isExercised).map { $0.kind.rawValue.split(separator: " ").last ?? "" }
      return (own.first?.text ?? "") + ": " + done.joined(separator: ", ")
    }
  }

  private func persons(_ value: String, _ expected: String) throws -> [String] {
    try rows(
      """
      table person                                              per Art. 1
        key             id
        id              code
        age             years  optional
        home            one of north, south
      \(value)
      population fit_people                                     per Art. 2
        of              person
        where           fit
      indicator counted                                         per Art. 3
        kind            persons
        of              fit_people

      """,
      // A meets both, B the first alone, C neither; of D the age is missing, which is neither met nor unmet.
      example: """
          data            participant person, marks, place
          row             "A", 5, north
          data            person id, age, home
          row             "A", 70, north
          row             "B", 70, south
          row             "C", 60, south
          row             "D", missing, south
          expect          counted \(expected)
        """, of: "fit")
  }

  @Test func anyOfSeveralConditions() throws {
    // B is fit by age alone, nobody by home alone.
    #expect(
      try persons(
        """
        value fit                                                 per Art. 2
          of              person
          any of          age at least 65 years, home = north
          missing         stays missing
        """, "2 persons") == [
          "age at least 65 years: holds, fails, decides", "home = north: holds, fails",
        ])
  }

  @Test func allOfSeveralConditions() throws {
    // B is left out by home alone, nobody by age alone.
    #expect(
      try persons(
        """
        value fit                                                 per Art. 2
          of              person
          all of          age at least 65 years
          all of          home = north
          missing         stays missing
        """, "1 person") == [
          "age at least 65 years: holds, fails", "home = north: holds, fails, decides",
        ])
  }

  private static let visits = """
    table visit                                               per Art. 1
      key             person, day
      refers to       person participant
      person          code
      day             date
      minutes         min
      dated by        day
    value visit_count                                         per Art. 2
      of              participant
      count           rows
      rows            visit in settlement year
      where           minutes at least 30 min
    population fit_people                                     per Art. 2
      of              participant
      where           visit_count at least 1 time
    indicator counted                                         per Art. 3
      kind            persons
      of              fit_people

    """

  /// The window is a condition as the lines below it are.
  @Test(arguments: [
    ("2026-05-02, 30", "in settlement year: holds", "minutes at least 30 min: holds"),
    (
      "2026-05-02, 29", "in settlement year: holds",
      "minutes at least 30 min: holds, fails, decides"
    ),
    (
      "2025-11-01, 30", "in settlement year: holds, fails, decides",
      "minutes at least 30 min: holds"
    ),
    // What lies outside the window is not asked for its minutes.
    ("2025-11-01, 29", "in settlement year: holds, fails", "minutes at least 30 min: holds"),
  ])
  func theRowsThatAValueLooksAt(second: String, window: String, condition: String) throws {
    #expect(
      try rows(
        Self.visits,
        example: """
            data            participant person, marks, place
            row             "A", 5, north
            data            visit person, day, minutes
            row             "A", 2026-05-01, 30
            row             "A", \(second)
            expect          counted 1 person
          """, of: "visit_count") == [window, condition])
  }

  @Test func theDaysOnWhichSomebodyIsObserved() throws {
    // On 1 April A has not come, on 1 May A is there, on 1 June A is there still.
    #expect(
      try rows(
        """
        table stay                                                per Art. 1
          key             id
          id              code
          came            date
          left            date
        value observed                                            per Art. 2
          of              stay
          each            first of month from 2026-04-01 to 2026-06-30
          while           came on or before that day
          while           left on or after that day
          count           person-months
        population stayed                                         per Art. 2
          of              stay
          where           observed at least 2 person-months
        indicator counted                                         per Art. 3
          kind            persons
          of              stayed

        """,
        example: """
            data            participant person, marks, place
            row             "A", 5, north
            data            stay id, came, left
            row             "A", 2026-04-15, 2026-06-15
            expect          counted 1 person
          """, of: "observed") == [
          "came on or before that day: holds, fails, decides", "left on or after that day: holds",
        ])
  }

  private static let score = """
    scale score                                               per Annex 1
      input           years
      input           one of north, south
      gives           point
      below 65, any                     0 points
      from 65 to below 75, north        2 points
      from 65 to below 75, south        1 point
      at least 75, north                3 points
      all others                                        4 points

    """

  /// Of 60 and 70 in the north and 80 in the south; the row with `any` is asked after those without.
  private func scaled(
    _ scale: String, _ figure: String, used: SourceText? = nil
  ) throws -> [String] {
    try rows(
      scale + """
        table person                                              per Art. 1
          key             id
          id              code
          age             years
          home            one of north, south
        value points                                              per Art. 2
          of              person
          formula         \(figure)
        population good_people                                    per Art. 2
          of              person
          where           points at least 2 points
        indicator counted                                         per Art. 3
          kind            persons
          of              good_people

        """,
      example: """
          data            participant person, marks, place
          row             "A", 5, north
          data            person id, age, home
          row             "A", 60, north
          row             "B", 70, north
          row             "C", 80, south
          expect          counted 2 persons
        """, of: "score", used: used)
  }

  /// By whole columns, and row by row in exact fractions.
  @Test(arguments: ["score(age, home)", "score(age × 2 ÷ 3 × 3 ÷ 2, home)"])
  func rowsOfAScale(figure: String) throws {
    #expect(
      try scaled(Self.score, figure) == [
        "below 65, any 0 points: row", "from 65 to below 75, north 2 points: row",
        "from 65 to below 75, south 1 point: ", "at least 75, north 3 points: ",
        "all others 4 points: row",
      ])
  }

  /// Rows that stand in another text are told by their number there, beside the line that uses them.
  @Test func rowsOfAScaleFromAnotherText() throws {
    let other = SourceText(
      name: "score.en.pfs",
      text: """
        language en
        contract scores "Scores"
          parties         client "A City", provider "B KK"
          term            from 2025-10-01 to 2027-03-31
          year starts     April
          version         2
        \(Self.score)
        """)
    let using = """
      scale score                                               per Annex 1
        use             "score", version 2

      """
    #expect(
      try scaled(using, "score(age, home)", used: other) == [
        "below 65, any 0 points: row", "from 65 to below 75, north 2 points: row",
        "from 65 to below 75, south 1 point: ", "at least 75, north 3 points: ",
        "all others 4 points: row",
      ])
    let contract = try Small.contract(
      using + Small.fee("  amount  1,000 yen per person × reach"), used: other)
    let points = Coverage(of: [contract]).points.filter { $0.block == "score" }
    #expect(points.map(\.number) == [1, 2, 3, 4, 5])
    #expect(
      Set(points.map { contract.source.text($0.span) }) == ["use             \"score\", version 2"])
  }

  /// What rows did stands in no record, so the page of a recorded settlement does not speak of it.
  @Test func recordsTellOfNoRows() throws {
    let contract = try Small.contract(
      Self.visits + Small.fee("  amount  1,000 yen per person × counted"))
    #expect(Coverage(of: [contract]).points.contains { $0.block == "visit_count" })
    let recorded = Coverage(of: [contract], asRecorded: true)
    #expect(!recorded.points.contains { $0.block == "visit_count" })
    #expect(
      recorded.points.filter { $0.block == "fit_people" }.map(\.kind.rawValue) == [
        "condition holds", "condition fails",
      ])
  }

  /// Half of 500,000 yen, at most 200,000: the limit acts; half of 100,000 lies below it.
  @Test func theLimitOfAShare() throws {
    let contract = try Small.contract(
      Small.fee("  amount  1,000 yen per person × reach") + """
        split bearers                                             per Art. 8
          of              due
          share           "Prefecture" 50 percent, in settlement period at most 200,000 yen
          share           "City" remainder
          round           down to 1 yen

        """)
    let period = try #require(contract.periods.last)
    func isExercised(_ reach: Int) -> [Bool] {
      var coverage = Coverage(of: [contract])
      coverage.add(
        Settler.worked(contract, period, given: [.indicator(0): Exact(reach)]), as: "\(reach)")
      return coverage.points.filter { $0.block == "bearers" }.map(\.isExercised)
    }
    #expect(isExercised(500) == [true])
    #expect(isExercised(100) == [false])
  }

  /// Each place is paid up to 2,000 yen: of 3, 2 and 1 persons the first place is limited, 2,000 + 2,000 + 1,000.
  @Test func anExampleGivesGroupByGroup() throws {
    let contract = try Small.contract(
      """
      payment fee                                               per Art. 5
        for each        by_place
        amount          1,000 yen per person × by_place
        cap             2,000 yen
      settlement yearly                                         per Art. 6
        basis           each year on its own
        total           fee
      example "places"                                          per Art. 7
        year            2026
        given           by_place north 3 persons, by_place south 2 persons, by_place west 1 person
        expect          fee north 2,000 yen, fee south 2,000 yen, fee west 1,000 yen, fee 5,000 yen
        expect          due 5,000 yen

      """)
    let example = try #require(contract.examples.first)
    #expect(Examples.check(example, of: contract).isEmpty)
    var coverage = Coverage(of: [contract])
    coverage.add(try #require(Examples.settlement(of: example, in: contract)), as: "places")
    #expect(coverage.points.filter { $0.block == "fee" }.map(\.isExercised) == [true])
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
