import Contract
import Diagnostics
import Execution
import Quantities
import Settlement
import SettlementFixtures
import Testing

/// Caps of the year and the term, earlier settlements, interim payments.
@Suite struct LimitTests {
  /// One fixed fee, settled with what was given.
  func settle(
    fee: Exact = 10_000_000, year: Int = 2024, interim: Exact? = nil,
    priors: [PriorSettlement] = [], _ rule: (inout ContractBuilder) -> Void
  ) throws -> Settlement {
    var b = ContractBuilder()
    b.payments = [b.payment("fee", [.amount(.constant(fee, .yen))])]
    rule(&b)
    let contract = try b.contract
    return try Settler.settle(
      contract: contract, period: try #require(contract.period(year)),
      execution: measured(contract, []), interim: interim, priors: priors)
  }

  func codes(_ body: () throws -> Settlement) -> [String] {
    do {
      _ = try body()
      return []
    } catch let error as Diagnostics {
      return error.items.map(\.code)
    } catch { return ["\(error)"] }
  }

  let fee = FigureExpression.figure(.payment(0))

  @Test func yearCapWithoutTax() throws {
    let s = try settle { b in
      b.settle(fee, tax: true, yearCap: b.cap(9_000_000, withTax: false))
    }
    #expect(s[.total]?.value == 9_000_000)
    #expect(s[.payable]?.value == 9_900_000)
  }

  /// Of 11,000,000 yen with tax the limit leaves 9,000,000. They contain 9,000,000 × 10 ÷ 110 = 818,181.8… yen
  /// of tax, rounded down, and 8,181,819 yen without it.
  @Test func yearCapWithTax() throws {
    let s = try settle { b in
      b.settle(fee, tax: true, yearCap: b.cap(9_000_000, withTax: true))
    }
    #expect(s[.total]?.value == 8_181_819)
    #expect(s[.tax]?.value == 818_181)
    #expect(s[.payable]?.value == 9_000_000)
    #expect(s.due?.value == 9_000_000)
  }

  /// The fee of 10,000,000 yen in the second year of an example, worked with what it says was paid before.
  private func example(
    paidEarlier: Exact? = nil, withTax: Exact? = nil, capWithTax: Bool
  ) throws -> Settlement {
    var b = ContractBuilder()
    b.payments = [b.payment("fee", [.amount(.constant(10_000_000, .yen))])]
    b.settle(fee, tax: true, termCap: b.cap(12_000_000, withTax: capWithTax))
    let contract = try b.contract
    let second = try #require(contract.periods.dropFirst().first)
    return try #require(
      Examples.settlement(
        of: Example(
          title: "", clause: nil, period: second.id, given: [], interimPayments: nil,
          paidEarlier: [
            paidEarlier.map { EarlierPayment($0, includesTax: false) },
            withTax.map { EarlierPayment($0, includesTax: true) },
          ].compactMap { $0 }, expectations: [], span: Span(start: 0, end: 0)),
        in: contract))
  }

  /// A limit that counts the tax is used up with tax, one that does not without; what is not said of it leaves it
  /// out.
  @Test func anExampleSaysWhatWasPaidBefore() throws {
    // 12,000,000 less 9,900,000 leave 2,100,000 with tax: 190,909.09… of it is tax, rounded down.
    var s = try example(withTax: 9_900_000, capWithTax: true)
    #expect(s[.payable]?.value == 2_100_000 && s[.tax]?.value == 190_909)
    // 12,000,000 less 9,000,000 leave 3,000,000, and 10 percent of it.
    s = try example(paidEarlier: 9_000_000, capWithTax: false)
    #expect(s[.total]?.value == 3_000_000 && s[.payable]?.value == 3_300_000)
    s = try example(paidEarlier: 9_000_000, capWithTax: true)
    #expect(s[.payable]?.value == 11_000_000)
    s = try example(withTax: 9_900_000, capWithTax: false)
    #expect(s[.total]?.value == 10_000_000)
  }

  @Test func termCapUsesEarlierSettlements() throws {
    let priors = [
      PriorSettlement(period: "2025", total: 10_000_000, payable: 11_000_000),
      PriorSettlement(period: "2024", total: 12_000_000, payable: 13_200_000),
    ]
    let withTax = try settle(year: 2026, priors: priors) { b in
      b.settle(fee, tax: true, termCap: b.cap(30_000_000, withTax: true))
    }
    // 30,000,000 − 24,200,000, of which 5,800,000 ÷ 11 = 527,272.7… are tax.
    #expect(withTax[.payable]?.value == 5_800_000)
    #expect(withTax[.tax]?.value == 527_272)
    #expect(withTax[.total]?.value == 5_272_728)
    let withoutTax = try settle(year: 2026, priors: priors) { b in
      b.settle(fee, tax: true, termCap: b.cap(30_000_000, withTax: false))
    }
    // 30,000,000 − 22,000,000.
    #expect(withoutTax[.total]?.value == 8_000_000)
    #expect(withoutTax.priors.map(\.period) == ["2024", "2025"])
    let used = try settle(year: 2026, priors: priors) { b in
      b.settle(fee, tax: true, termCap: b.cap(20_000_000, withTax: true))
    }
    #expect(used[.payable]?.value == 0)
  }

  @Test func termCapNeedsEveryEarlierSettlement() throws {
    let rule: (inout ContractBuilder) -> Void = { b in
      b.settle(self.fee, termCap: b.cap(30_000_000, withTax: false))
    }
    #expect(codes { try settle(year: 2024, rule) } == [])
    #expect(codes { try settle(year: 2025, rule) } == ["F421"])
    let one = [PriorSettlement(period: "2025", total: 1, payable: 1)]
    #expect(codes { try settle(year: 2026, priors: one, rule) } == ["F421"])
    #expect(codes { try settle(year: 2024, priors: one, rule) } == ["F422"])
    #expect(codes { try settle(year: 2025, priors: one, rule) } == ["F421", "F422"])
    let twice = [PriorSettlement(period: "2024", total: 1, payable: 1)]
    #expect(codes { try settle(year: 2025, priors: twice + twice, rule) } == ["F423"])
  }

  @Test func cumulativeTakesOffWhatWasPaid() throws {
    let s = try settle(
      year: 2025, priors: [PriorSettlement(period: "2024", total: 4_000_000, payable: 4_400_000)]
    ) { b in b.settle(fee, tax: true, basis: .cumulative) }
    #expect(s[.total]?.value == 6_000_000)
    #expect(s[.payable]?.value == 6_600_000)
  }

  @Test func finalIsSettledOnce() throws {
    let rule: (inout ContractBuilder) -> Void = { b in b.settle(self.fee, basis: .final) }
    #expect(codes { try settle(year: 2025, rule) } == ["F424"])
    #expect(codes { try settle(year: 2026, rule) } == [])
  }

  @Test func interimPayments() throws {
    let deducts: (inout ContractBuilder) -> Void = { b in b.settle(self.fee, interim: true) }
    let plain: (inout ContractBuilder) -> Void = { b in b.settle(self.fee) }
    #expect(codes { try settle(deducts) } == ["F411"])
    #expect(codes { try settle(interim: 1, plain) } == ["F412"])
    #expect(codes { try settle(interim: 0, plain) } == [])
    #expect(codes { try settle(interim: -1, deducts) } == ["F413"])
    #expect(codes { try settle(interim: try exact("0.5"), deducts) } == ["F413"])
    #expect(try settle(interim: 0, deducts).due?.value == 10_000_000)
    // A repayment is negative.
    #expect(try settle(interim: 12_000_000, deducts).due?.value == -2_000_000)
  }

  @Test func namesOfSettlementLinesAreTaken() {
    let found = codes {
      try settle { b in
        b.payments.append(b.payment("due", [.amount(.constant(1, .yen))]))
        b.settle(fee)
      }
    }
    #expect(found == ["F425"])
  }

  @Test func everyCodeHasItsPage() {
    let codes = settlementCodes.map(\.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    #expect(codes.filter { $0.hasPrefix("F") }.count == 16)
  }

  @Test func fractionIsAFaultOfTheProgram() throws {
    #expect(codes { try settle(fee: try exact("0.5")) { b in b.settle(fee) } } == ["F492"])
  }

  @Test func missingInterimIsExplainedInBothLanguages() throws {
    do {
      _ = try settle { b in b.settle(fee, interim: true) }
    } catch let error as Diagnostics {
      let item = try #require(error.items.first)
      #expect(item.headline.en == "the interim payments of 2024 were not given")
      #expect(item.headline.ja == "2024年度の中間払の額が指定されていません")
    }
  }
}
