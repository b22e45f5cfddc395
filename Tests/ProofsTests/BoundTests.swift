import Contract
import Diagnostics
import Language
import Quantities
import Settlement
import Proofs
import Testing

/// Every bound is worked out by hand beside its contract.
@Suite struct BoundTests {
  private func reach(_ lines: String, before: String = "") throws -> Reach {
    try Small.proof(Small.fee(lines, before: before)).fee.reach
  }

  @Test func aCapDecidesFromWhereItIsReached() throws {
    // 3,000,000 ÷ 4,500 = 666.67: from 667 persons on.
    let proof = try Small.proof(
      Small.fee("  amount  4,500 yen per person × reach\n  cap  3,000,000 yen"))
    let fee = try proof.fee
    #expect(fee.reach.interval == .from(0, to: 3_000_000))
    #expect(fee.reach.reachesLeast && fee.reach.reachesMost)
    #expect(
      try proof.path == "fee: reach at least 667 persons → cap 3,000,000 yen (line 39)")
    #expect(try proof.movement("reach").kind == .rising)
    #expect(try proof.fee.movements.count == 1)
  }

  @Test func withoutACapThereIsNoLimit() throws {
    let proof = try Small.proof(Small.fee("  amount  1,000 yen per person × reach"))
    let fee = try proof.fee
    #expect(fee.reach.interval == .from(0))
    #expect(fee.reach.reachesLeast && !fee.reach.reachesMost)
    #expect(try proof.path == "fee: reach has no limit; a 'cap' line would set one")
    #expect(proof.term.interval == .from(0))
  }

  @Test func floorsAndCaps() throws {
    let found = try reach(
      """
        amount          10,000 yen per person × reach
        floor           500,000 yen
        cap             800,000 yen
      """)
    #expect(found.interval == .from(500_000, to: 800_000))
    #expect(found.reachesLeast && found.reachesMost)
  }

  @Test func aConditionOnTheSameFigureIsExact() throws {
    // At most 500 persons are paid for: 500 × 4,500; one more and nothing is paid.
    let proof = try Small.proof(
      Small.fee(
        "  amount  4,500 yen per person × reach\n  only if  reach at most 500 persons"))
    let fee = try proof.fee
    #expect(fee.reach.interval == .from(0, to: 2_250_000))
    #expect(fee.reach.reachesLeast && fee.reach.reachesMost)
    let movement = try proof.movement("reach")
    #expect(movement.kind == .turning)
    let loss = try #require(movement.turns.first)
    #expect(movement.turns.count == 1)
    #expect(
      [loss.turn.before.value, loss.turn.after.value, loss.before, loss.after] == [
        500, 501, 2_250_000, 0,
      ])
  }

  /// Each year earns 300,000 to 600,000 yen: the two together at least 600,000, and at most the limit. After a first
  /// year of 600,000 only 100,000 are left for the second, but then more was paid before; after 300,000 there are
  /// 400,000 left.
  @Test func theLeastOfATermUnderItsLimit() throws {
    let contract = try Small.contract(
      """
      payment fee                                               per Art. 5
        amount          300,000 yen + 300,000 yen × good_rate
      settlement yearly                                         per Art. 6
        basis           each year on its own
        total           fee
        term cap        700,000 yen

      """)
    let proof = ContractProof(contract.periods.map { (contract, $0) })
    #expect(proof.years.last?.payable.interval == .from(100_000, to: 400_000))
    #expect(proof.term.interval == .from(600_000, to: 700_000))
  }

  /// Forty payments, each a yen more than the one before: bounded, but beyond the longest chain not shown to be
  /// reached. A recursion as deep as the chain would end the program.
  @Test func longChainsAreBounded() throws {
    let chain = (1..<40).map {
      "payment p\($0)                                                per Art. 5\n  amount          p\($0 - 1) + 1 yen\n"
    }.joined()
    let proof = try Small.proof(
      """
      payment p0                                                per Art. 5
        amount          1 yen
      \(chain)settlement yearly                                         per Art. 6
        basis           each year on its own
        total           p39

      """)
    let payments = try #require(proof.years.first).payments
    #expect(payments[39].reach.interval == .point(40))
    #expect(payments[20].reach.reachesMost)
    #expect(!payments[39].reach.reachesMost)
  }

  /// A payment for each person, and others that add a yen per person to the one before where the rate is reached;
  /// all of them are paid.
  private func chain(of count: Int) throws -> Contract {
    let payments = (1..<count).map {
      """
      payment p\($0)                                                per Art. 5
        amount          p\($0 - 1) + 1 yen per person × reach
        only if         good_rate at least 30.0 percent

      """
    }
    let names = (0..<count).map { "p\($0)" }.joined(separator: " + ")
    return try Small.contract(
      """
      payment p0                                                per Art. 5
        amount          1 yen per person × reach
      \(payments.joined())settlement yearly                                         per Art. 6
        basis           each year on its own
        total           \(names)

      """)
  }

  /// Nobody may come, or any number: nothing to no limit. Of the first three payments nothing depends on the others.
  @Test func chainsAreProvedInLinearTime() throws {
    func seconds(_ count: Int) throws -> Double {
      let contract = try chain(of: count)
      let period = try #require(contract.periods.first)
      var proof: ContractProof?
      let time = ContinuousClock().measure { proof = ContractProof([(contract, period)]) }
      let payments = try #require(proof?.years.first).payments
      #expect(payments.allSatisfy { $0.reach.interval == .from(0) && $0.reach.reachesLeast })
      // More persons, and a rate that reaches the condition, pay more.
      #expect(payments[count - 1].movements.map(\.kind) == [.rising, .rising])
      return time / .seconds(1)
    }
    let (few, many) = (try seconds(100), try seconds(800))
    // Eight times the payments: the square would be 64 times as long.
    #expect(many < 30 * few)
  }

  /// 400 payments of a yen each, in one sum: 400 yen, and the evaluator says so.
  @Test func longSumsAreWorkedOut() throws {
    let payments = (0..<400).map {
      "payment p\($0)                                                per Art. 5\n  amount          1 yen\n"
    }
    let names = (0..<400).map { "p\($0)" }.joined(separator: " + ")
    let proof = try Small.proof(
      """
      \(payments.joined())settlement yearly                                         per Art. 6
        basis           each year on its own
        total           \(names)

      """)
    let year = try #require(proof.years.first)
    #expect(year.total == .point(400))
    #expect(year.payable.reachesLeast && year.payable.reachesMost)
  }

  static let levels = """
    achievement level                                         per Art. 4
      measured by     good_rate
      below 50.0 percent                            0 percent
      from 50.0 to below 60.0 percent               40 percent
      from 60.0 to below 70.0 percent               30 percent
      at least 70.0 percent                         100 percent

    """

  @Test func moreThatPaysLessIsFound() throws {
    let proof = try Small.proof(
      Small.fee("  amount  1,000,000 yen × level", before: Self.levels))
    #expect(try proof.fee.reach.interval == .from(0, to: 1_000_000))
    #expect(try proof.path == "fee: good_rate at least 70.0 percent → level 100 percent")
    let movement = try proof.movement("good_rate")
    #expect(movement.kind == .turning)
    let loss = try #require(movement.turns.first)
    #expect(movement.turns.count == 1)
    #expect(loss.turn.before.value == Exact(unscaled: 599, scale: 1))
    #expect(loss.turn.after.value == 60)
    #expect([loss.before, loss.after] == [400_000, 300_000])
    #expect(
      rendered(proof.diagnostics) == """
        warning[B805]: more of 'good_rate' can pay less of 'fee'
          ┌─ small.pfs:41:3
           │
        40 │   from 50.0 to below 60.0 percent               40 percent
           │   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        41 │   from 60.0 to below 70.0 percent               30 percent
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           │
           = why:  good_rate from 59.9 percent to 60.0 percent: the most falls from 400,000 yen to 300,000 yen, 100,000 yen less
           = more: pfs explain B805

        """)
  }

  @Test func lessIsBetter() throws {
    let proof = try Small.proof(
      Small.fee(
        "  amount  1,000,000 yen × level\n  round  down to 1 yen",
        before: """
          achievement level                                         per Art. 4
            measured by     good_rate
            below 10.0 percent                            100 percent
            from 10.0 to below 40.0 percent   linear      100 to 0 percent
            at least 40.0 percent                         0 percent

          """))
    #expect(try proof.movement("good_rate").kind == .falling)
    #expect(try proof.fee.reach.interval == .from(0, to: 1_000_000))
    #expect(proof.diagnostics.isEmpty)
  }

  @Test func anEndThatIsNotReached() throws {
    // Just below 10 points nearly 1,000 yen, rounded down to 999; with 10 points 500.
    let found = try reach(
      "  amount  1,000 yen × level\n  round  down to 1 yen",
      before: """
        achievement level                                         per Art. 4
          measured by     mean_marks
          below 0                                       0 percent
          from 0 to below 10                linear      0 to 100 percent
          at least 10                                   50 percent

        """)
    #expect(found.interval == .from(0, to: 999))
    #expect(found.reachesLeast && !found.reachesMost)
  }

  @Test func otherwiseASharePays() throws {
    let proof = try Small.proof(
      Small.fee(
        "  amount  1,000,000 yen\n  only if  good_rate at least 20.0 percent, otherwise 50 percent")
    )
    #expect(try proof.fee.reach.interval == .from(500_000, to: 1_000_000))
    #expect(try proof.fee.reach.reachesLeast)
    #expect(try proof.fee.reach.reachesMost)
    #expect(try proof.movement("good_rate").kind == .rising)
    #expect(try proof.path == "fee: good_rate at least 20.0 percent")
  }

  @Test func pricesByRank() throws {
    // Ten at 41,000 rising 2,000: 410,000 + 2,000 × 45 = 500,000; the next at 60,000 each.
    let found = try reach(
      "  amount  award\n  cap  2,000,000 yen",
      before: """
        achievement award                                         per Art. 4
          measured by     reach
          from 1 to 10 persons              each        41,000 yen, rising 2,000 yen
          above 10 persons                  each        60,000 yen

        """)
    #expect(found.interval == .from(0, to: 2_000_000))
    #expect(found.reachesLeast && found.reachesMost)
    let capped = try reach(
      "  amount  award",
      before: """
        achievement award                                         per Art. 4
          measured by     reach
          from 1 to 10 persons              each        41,000 yen, rising 2,000 yen
          above 10 persons                  each        0 yen

        """)
    // Further persons add nothing.
    #expect(capped.interval == .from(0, to: 500_000))
    #expect(capped.reachesMost)
  }

  @Test func groupsOfAList() throws {
    // Three places, at most 200,000 yen each.
    let list = try reach(
      """
        for each        by_place
        amount          1,000 yen per person × by_place
        cap             200,000 yen
      """)
    #expect(list.interval == .from(0, to: 600_000))
  }

  @Test func aPotIsDividedButNotMultiplied() throws {
    let pot = try reach(
      """
        for each        by_place
        amount          900,000 yen × share of by_place
        round           down to 1 yen, remainder largest fraction first
      """)
    #expect(pot.interval == .from(0, to: 900_000))
  }

  @Test func meansStayWithinTheRangeOfTheirColumn() throws {
    // 0 to 10 points at 100,000 yen.
    let found = try reach("  amount  100,000 yen × mean_marks\n  round  down to 1 yen")
    #expect(found.interval == .from(0, to: 1_000_000))
    #expect(found.reachesLeast && found.reachesMost)
  }

  // MARK: - Years

  static let monthly = """
    payment fee                                               per Art. 5
      amount          100,000 yen per month × settlement months
    settlement yearly                                         per Art. 6
      basis           each year on its own
      total           fee
      tax             10 percent
      tax round       down to 1 yen

    """

  @Test func partYearsAndTax() throws {
    // October to March: six months; then twelve. With tax 660,000 and 1,320,000.
    let proof = try Small.proof(Self.monthly)
    #expect(proof.years.map(\.total) == [.point(600_000), .point(1_200_000)])
    #expect(proof.years.map(\.payable.interval) == [.point(660_000), .point(1_320_000)])
    #expect(proof.years.allSatisfy { $0.payable.reachesLeast && $0.payable.reachesMost })
    #expect(proof.term.interval == .point(1_980_000))
    #expect(proof.diagnostics.isEmpty)
  }

  @Test func includedTaxAddsNothing() throws {
    let proof = try Small.proof(
      Self.monthly.replacing("10 percent\n", with: "10 percent, included\n"))
    #expect(proof.term.interval == .point(1_800_000))
  }

  @Test func ratesByDate() throws {
    // 8 percent on 600,000, then 10 percent on 1,200,000.
    let proof = try Small.proof(
      Self.monthly.replacing(
        "10 percent\n",
        with:
          "8 percent, on or after 2026-04-01 10 percent\n  tax date        settlement year end\n"))
    #expect(proof.years.map(\.payable.interval) == [.point(648_000), .point(1_320_000)])
  }

  @Test func limitsOfYearAndTerm() throws {
    // 660,000, then 1,320,000 limited to 1,000,000: 1,660,000, of which 1,500,000 are left.
    let proof = try Small.proof(
      Self.monthly + "  year cap        1,000,000 yen\n  term cap        1,500,000 yen\n")
    #expect(proof.years.map(\.payable.interval) == [.point(660_000), .point(840_000)])
    #expect(proof.term.interval == .point(1_500_000))
    #expect(
      rendered(proof.diagnostics) == """
        warning[B801]: the payments of 2026, each at its most, come to 1,320,000 yen, more than the year cap
          ┌─ small.pfs:44:3
           │
        44 │   year cap        1,000,000 yen
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ then 1,000,000 yen is paid
           │
           = why:  what the payments promise beyond the limit is never paid
           = more: pfs explain B801

        warning[B801]: the payments of all years, each at its most, come to 1,660,000 yen, more than the term cap
          ┌─ small.pfs:45:3
           │
        45 │   term cap        1,500,000 yen
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ then 1,500,000 yen is paid
           │
           = why:  what the payments promise beyond the limit is never paid
           = more: pfs explain B801

        """)
  }

  @Test func limitsThatNeverAct() throws {
    let proof = try Small.proof(
      Self.monthly.replacing(
        "settlement months\n", with: "settlement months\n  cap             9,000,000 yen\n")
        + "  year cap        5,000,000 yen\n")
    #expect(
      rendered(proof.diagnostics, .ja) == """
        警告[B802]: この年度上限が効くことはありません
          ┌─ small.pfs:45:3
           │
        45 │   year cap        5,000,000 yen
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           │
           ＝ 注意　金額は最大1,320,000円です
           ＝ 詳細　pfs explain B802

        警告[B802]: この上限が効くことはありません
          ┌─ small.pfs:39:3
           │
        39 │   cap             9,000,000 yen
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           │
           ＝ 注意　金額は最大1,200,000円です
           ＝ 詳細　pfs explain B802

        """)
  }

  @Test func yearsOfAPayment() throws {
    let proof = try Small.proof(
      Small.fee("  years  2026\n  amount  700,000 yen"))
    #expect(proof.years.map(\.total) == [.point(0), .point(700_000)])
    #expect(proof.years.map { $0.payments[0].isDue } == [false, true])
  }

  @Test func aCumulativeSettlementPaysTheSumOnce() throws {
    // 100,000 a month to date: 600,000, then 1,800,000 less 600,000; with a tenth of tax 1,980,000.
    let proof = try Small.proof(
      Self.monthly.replacing("each year on its own", with: "cumulative")
        .replacing("settlement months", with: "months to date"))
    #expect(proof.years.map(\.total) == [.point(600_000), .point(1_200_000)])
    #expect(proof.term.interval == .point(1_980_000))
  }

  @Test func aFinalSettlementIsThatOfTheLastYear() throws {
    let proof = try Small.proof(
      Self.monthly.replacing("each year on its own", with: "final"))
    #expect(proof.years.map(\.period.year) == [2026])
    #expect(proof.term.interval == .point(1_320_000))
  }

  @Test func aRoundingBetweenTheAmountAndItsCapIsNotOverlooked() throws {
    // From 667 persons on 3,001,500 and more are rounded down to 3,000,000: below the cap.
    let proof = try Small.proof(
      Small.fee(
        """
          amount          4,500 yen per person × reach
          round           down to 10,000 yen
          cap             3,001,000 yen
        """))
    #expect(try proof.fee.reach.interval == .from(0, to: 3_001_000))
    #expect(try proof.path == "fee: cap 3,001,000 yen (line 40)")
  }

  // MARK: - Conditions that decide nothing

  @Test func conditionsThatAlwaysOrNeverHold() throws {
    let always = try Small.proof(
      Small.fee("  amount  100 yen\n  only if  good_rate at least 0.0 percent"))
    #expect(try always.fee.reach.interval == .point(100))
    #expect(
      rendered(always.diagnostics) == """
        warning[B803]: the condition on 'good_rate' always holds
          ┌─ small.pfs:39:3
           │
        39 │   only if  good_rate at least 0.0 percent
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           │
           = note: possible figures of 'good_rate': from 0.0 to 100.0 percent
           = more: pfs explain B803

        """)
    let never = try Small.proof(
      Small.fee("  amount  100 yen\n  only if  good_rate above 100.0 percent"))
    #expect(try never.fee.reach.interval == .point(0))
    #expect(
      rendered(never.diagnostics, .ja) == """
        警告[B804]: 「good_rate」についての条件が満たされることはありません
          ┌─ small.pfs:39:3
           │
        39 │   only if  good_rate above 100.0 percent
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           │
           ＝ 注意　「good_rate」の取り得る値: 0.0以上100.0%以下
           ＝ 詳細　pfs explain B804

        """)
  }

  @Test func unusedIndicatorsAreNamed() throws {
    let proof = try Small.proof(Small.fee("  amount  1,000 yen per person × reach"))
    let year = try #require(proof.years.first)
    #expect(
      year.unusedIndicators.map { year.contract.declaration(of: $0).name }
        == ["visits", "good_rate", "mean_marks", "by_place"])
  }

  // MARK: - What is reported

  /// A count that is reported is whole and not negative: 300,000 − 100 × 0 at most.
  @Test func reportedCountsBeginAtZero() throws {
    let found = try reach(
      "  amount  300,000 yen − 100 yen per time × missed\n  floor  0 yen",
      before: """
        indicator missed                                          per Art. 4
          kind            reported
          unit            time

        """)
    #expect(found.interval == .from(0, to: 300_000))
    #expect(found.reachesLeast && found.reachesMost)
  }

  /// The figure is not recorded, so no last value stands below 60 percent.
  @Test func moreThatPaysLessIsFoundBetweenFiguresWithoutSteps() throws {
    let proof = try Small.proof(
      Small.fee(
        "  amount  1,000,000 yen × level\n  round  down to 1 yen",
        before: """
          indicator kept                                            per Art. 3
            kind            reported
            unit            percent, range from 0 to 100
          achievement level                                         per Art. 4
            measured by     kept
            below 60 percent                              40 percent
            from 60 to below 70 percent                   30 percent
            from 70 to 80 percent             linear      30 to 100 percent
            above 80 percent                              90 percent

          """))
    let movement = try proof.movement("kept")
    #expect(movement.kind == .turning)
    #expect(
      movement.turns.map { [$0.before, $0.after] } == [[400_000, 300_000], [1_000_000, 900_000]])
    let english = ProofText(try #require(proof.years.first?.contract), .en)
    #expect(
      movement.turns.map(english.loss) == [
        "kept from just below 60 percent to 60 percent: the most falls from 400,000 yen to 300,000 yen, 100,000 yen less",
        "kept from 80 percent to just above 80 percent: the most falls from 1,000,000 yen to 900,000 yen, 100,000 yen less",
      ])
    let gate = try Small.proof(
      Small.fee(
        "  amount  100 yen × mean_marks\n  only if  mean_marks at most 4.5\n  round  down to 1 yen")
    )
    let loss = try #require(try gate.movement("mean_marks").turns.first)
    #expect(loss.before == 450 && loss.after == 0)
  }

  /// Grades are listed from the best: a better one pays more, but C pays more than B.
  @Test func betterGrades() throws {
    func proof(_ c: Int) throws -> ContractProof {
      try Small.proof(
        Small.fee(
          "  amount  1,000 yen × level",
          before: """
            indicator judged                                          per Art. 3
              kind            reported
              grades          A, B, C
            achievement level                                         per Art. 4
              measured by     judged
              A                                             100 percent
              B                                             50 percent
              C                                             \(c) percent

            """))
    }
    let plain = try proof(10)
    #expect(try plain.movement("judged").kind == .rising)
    #expect(plain.diagnostics.isEmpty)
    let turned = try proof(60)
    #expect(try turned.movement("judged").kind == .turning)
    #expect(
      rendered(turned.diagnostics) == """
        warning[B805]: a better 'judged' can pay less of 'fee'
          ┌─ small.pfs:43:3
           │
        43 │   B                                             50 percent
           │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        44 │   C                                             60 percent
           │   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
           │
           = why:  judged from C to B: the most falls from 600 yen to 500 yen, 100 yen less
           = more: pfs explain B805

        """)
  }

  /// A limit that is exactly what can be due says what the ceiling is; a higher one never acts.
  @Test func aLimitThatIsTheMostIsNoFault() throws {
    func found(_ cap: String, _ year: String) throws -> [String] {
      try Small.proof(
        Self.monthly.replacing(
          "settlement months\n", with: "settlement months\n  cap  \(cap) yen\n")
          + "  year cap  \(year) yen\n"
      ).diagnostics.map(\.code)
    }
    #expect(try found("1,200,000", "1,320,000") == [])
    #expect(try found("1,200,001", "1,320,001") == ["B802", "B802"])
  }

  // MARK: - Soundness

  /// Whatever is measured, the evaluator stays within the bounds and moves as was said.
  @Test func theEvaluatorStaysWithin() throws {
    let contract = try Small.contract(
      Self.levels + """
        achievement ease                                          per Art. 4
          measured by     mean_marks
          below 3                                       100 percent
          from 3 to below 8                 linear      100 to 20 percent
          at least 8                                    20 percent
        score outcome                                             per Art. 4
          weight          level 70 percent, ease 30 percent
          record          percent, 1 decimal, down
        payment fee                                               per Art. 5
          amount          3,000 yen per person × reach × outcome + 200,000 yen × ease
          only if         good_rate at least 30.0 percent or reach above 40 persons, otherwise 60 percent
          round           half up to 100 yen
          floor           1,000 yen
          cap             400,000 yen
        settlement yearly                                         per Art. 6
          basis           each year on its own
          total           fee
          tax             10 percent
          tax round       down to 1 yen

        """)
    let period = try #require(contract.periods.first)
    let proof = ContractProof([(contract, period)])
    let fee = try proof.fee
    // Nobody, the least ease and no condition met: 60 percent of 40,000.
    #expect(fee.reach.interval == .from(24_000, to: 400_000))
    var random = SystemRandomNumberGenerator()
    let payment = FigureReference.payment(0)
    for _ in 0..<500 {
      let given: [FigureReference: Exact] = [
        .indicator(0): Exact(Int.random(in: 0...300, using: &random)),
        .indicator(2): Exact(unscaled: Int64.random(in: 0...1_000, using: &random), scale: 1),
        .indicator(3): Exact(unscaled: Int64.random(in: 0...10_000, using: &random), scale: 3),
      ]
      let settled = Settler.worked(contract, period, given: given)
      let value = try #require(settled[contract.id(of: payment)]?.value)
      #expect(fee.reach.interval.contains(value), "\(given)")
      var more = given
      more[.indicator(0)] = (given[.indicator(0)] ?? 0) + 1
      let after = try #require(
        Settler.worked(contract, period, given: more)[contract.id(of: payment)]?.value)
      #expect(try proof.movement("reach").kind == .rising)
      #expect(after >= value, "\(given)")
    }
  }

  /// From 15 October to March there are no whole months; from April on there are twelve. Not counted in that year,
  /// nothing stops.
  @Test func monthsThatAreNotWhole() throws {
    func found(_ years: String) throws -> [String] {
      let text = Small.text(
        Small.fee("\(years)  amount  7,000 yen per month × settlement months")
      ).replacing("from 2025-10-01", with: "from 2025-10-15")
      let outcome = ContractCompiler.check(
        SourceText(name: "small.pfs", text: text), vocabulary: nil)
      let contract = try #require(outcome.contract, "\(rendered(outcome.diagnostics))")
      return ContractProof(contract.periods.map { (contract, $0) }).diagnostics
        .filter { $0.code == "B806" }.map(\.headline.en)
    }
    #expect(
      try found("") == ["'fee' counts calendar months, of which 2025 has no whole number"])
    #expect(try found("  years  2026\n").isEmpty)
  }

  /// A place earns at most 1,000 × 200 = 200,000 yen, 220,000 with tax: a limit of 100,000 for each payee is
  /// exceeded, one of 300,000 never acts.
  @Test func limitsOfEachPayee() throws {
    func found(_ cap: String) throws -> [String] {
      try Small.proof(
        """
        payment fee                                               per Art. 5
          for each        by_place
          amount          1,000 yen per person × by_place
          cap             200,000 yen
        settlement yearly                                         per Art. 6
          for each        by_place
          basis           each year on its own
          total           fee
          tax             10 percent
          tax round       down to 1 yen
          year cap        \(cap) yen

        """
      ).diagnostics.map { "\($0.code): \($0.headline.en)" }
    }
    #expect(
      try found("100,000") == [
        "B801: the payments of 2025 to a payee, each at its most, come to 220,000 yen, more than the year cap"
      ])
    #expect(try found("300,000") == ["B802: this year cap can never act"])
    #expect(try found("220,000").isEmpty)
  }
}
