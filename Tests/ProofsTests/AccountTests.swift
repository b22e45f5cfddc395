import Contract
import Execution
import Proofs
import Quantities
import Settlement
import Testing

/// The limits of years, terms and payees; every bound is worked out by hand.
@Suite struct AccountTests {
  private static func cost(_ range: String = "range from 0 to 3,000") -> String {
    """
    indicator cost                                            per Art. 3
      kind            reported
      unit            yen, \(range)
    payment fee                                               per Art. 5
      amount          cost

    """
  }

  private static func settlement(_ lines: String) -> String {
    "settlement yearly                                         per Art. 6\n" + lines + "\n"
  }

  /// Two half years of at most 3,000 yen each under a limit of 4,000 yen a year; the first year of the term has
  /// one of them.
  @Test func eachPeriodOnItsOwn() throws {
    let proof = try Small.proof(
      Self.cost()
        + Self.settlement(
          """
            basis           each period on its own
            period          6 months
            total           fee
            year cap        4,000 yen
          """))
    #expect(proof.years.map(\.period.name) == ["2025-P2", "2026-P1", "2026-P2"])
    #expect(proof.years.map(\.payable.interval) == [3_000, 3_000, 3_000].map { .from(0, to: $0) })
    #expect(proof.term.interval == .from(0, to: 7_000))
    let open = try Small.proof(
      Self.cost("range from 0 to 1,000,000")
        + Self.settlement(
          """
            basis           each period on its own
            period          6 months
            total           fee
            tax             10 percent
            tax round       down to 1 yen
            year cap        4,000 yen
          """))
    #expect(open.term.interval == .from(0, to: 8_000))
    // What 4,000 yen are without the tax in them, but for a yen of rounding: 4,000 ÷ 1.1 = 3,636.4.
    #expect(open.years.allSatisfy { ($0.total.upper ?? 9_999) < 3_638 })
  }

  /// The year is settled as a whole: its periods have an end on both sides, because the year has a limit.
  @Test(arguments: ["", "  tax             10 percent\n  tax round       down to 1 yen\n"])
  func paymentsOnAccountHaveTheLimitOfTheYear(tax: String) throws {
    let proof = try Small.proof(
      Self.cost("range from 0 to 1,000,000,000")
        + Self.settlement(
          """
            basis           each year on its own
            period          3 months
            total           fee
          \(tax)  year cap        4,000 yen
          """))
    #expect(proof.years.count == 6)
    // Every invoice rounds its tax: 5 and 5 yen bear none, but the 10 yen that are repaid together bear one.
    let slack: Exact = tax.isEmpty ? 0 : 5
    for year in proof.years {
      let reach = year.payable.interval
      let (least, most) = (try #require(reach.lower), try #require(reach.upper))
      #expect(most >= 4_000 && most <= 4_000 + slack)
      // Everything that was paid before may have to be repaid.
      let repaid: Exact = ["2025-P3", "2026-P1"].contains(year.period.name) ? 0 : -4_000
      #expect(least <= repaid && least >= repaid - slack)
    }
    let (least, most) = (
      try #require(proof.term.interval.lower), try #require(proof.term.interval.upper)
    )
    #expect(most == 8_000 && least <= 0 && least >= -2 * slack)
  }

  /// Three places, each at most 1,000 yen a year and with its own rounding of the tax.
  @Test func everyPayeeHasItsLimit() throws {
    let proof = try Small.proof(
      """
      payment fee                                               per Art. 5
        for each        by_place
        amount          100 yen per person × by_place
      settlement yearly                                         per Art. 6
        for each        by_place
        basis           each year on its own
        total           fee
        year cap        1,000 yen

      """)
    #expect(proof.years.map(\.payable.interval) == [.from(0, to: 3_000), .from(0, to: 3_000)])
    #expect(proof.years.map(\.eachPayee) == [.from(0, to: 1_000), .from(0, to: 1_000)])
    #expect(proof.term.interval == .from(0, to: 6_000))
  }

  /// A pot that a formula divides is not multiplied by the number of its parts.
  @Test func aPotInAFormula() throws {
    let proof = try Small.proof(
      """
      indicator part                                            per Art. 4
        kind            formula
        formula         900,000 yen × share of by_place
      payment fee                                               per Art. 5
        for each        by_place
        amount          part
        round           down to 1 yen, remainder largest fraction first
      settlement yearly                                         per Art. 6
        basis           each year on its own
        total           fee

      """)
    #expect(try proof.fee.reach.interval == .from(0, to: 900_000))
  }

  /// Whatever the periods cost, the evaluator stays within what was proved of them and of the term.
  @Test(arguments: [
    "each year on its own", "each period on its own", "cumulative",
  ])
  func theEvaluatorStaysWithin(basis: String) throws {
    let caps = ["", "year cap        5,000 yen", "term cap        9,000 yen"]
    var random = SystemRandomNumberGenerator()
    for above in caps {
      for below in caps where below != above || below.isEmpty {
        let contract = try Small.contract(
          Self.cost("range from -200 to 3,000")
            + Self.settlement(
              """
                basis           \(basis)
                period          3 months
                total           fee
                \(above)
                tax             10 percent
                tax round       half up to 1 yen
                \(below)
              """.split(separator: "\n").filter { $0.contains { $0 != " " } }.joined(
                separator: "\n")))
        let proof = ContractProof(contract.periods.map { (contract, $0) })
        for _ in 0..<60 {
          var priors: [PriorSettlement] = []
          for (period, proved) in zip(contract.periods, proof.years) {
            let cost = Exact(Int.random(in: -200...3_000, using: &random))
            let settled = try Settler.settle(
              contract: contract, period: period,
              execution: ExecutionResult(measurements: [], flows: []),
              assumed: [
                .indicator(0): 0, .indicator(1): 0, .indicator(2): 0, .indicator(3): 0,
                .indicator(5): cost,
              ], priors: priors)
            let total = try #require(settled[.total]?.value)
            let payable = try #require(settled[.payable]?.value)
            #expect(proved.total.contains(total), "\(above)\(below) \(period.name) \(total)")
            #expect(
              proved.payable.interval.contains(payable),
              "\(above)\(below) \(period.name) \(payable)")
            #expect(try total + #require(settled[.tax]?.value) == payable)
            priors.append(
              PriorSettlement(period: period.name, total: total, payable: payable))
          }
          let sum = priors.reduce(Exact(0)) { $0 + $1.payable }
          #expect(proof.term.interval.contains(sum), "\(above)\(below) \(sum)")
        }
      }
    }
  }
}
