import Ledger
import Quantities
import Testing

/// The rules of the book; amounts are worked by hand.
@Suite struct BookTests {
  @Test func aSettlementIsBookedInDoubleEntry() throws {
    var office = try Office()
    // 11,000 with 1,000 tax, of which 4,000 were paid before.
    let number = try office.record(run(payable: 11_000, interim: 4_000), "2026-05-01")
    #expect(number == 1)
    #expect(
      try office.entry(1) == [
        "entitlement": 10_000, "tax": 1_000, "interim": -4_000, "payable": -7_000,
      ])
    #expect(office.history.book.open(try #require(office.history.book.item(1))) == 0)
    try office.post(1, "2026-05-02")
    #expect(office.history.book.open(try #require(office.history.book.item(1))) == 7_000)
    let payment = try office.pay([1], "2026-05-20")
    let record = try #require(office.history.book.payment(payment))
    #expect(record.payment.transfers.map(\.amount) == [7_000])
    #expect(record.payment.entry.lines.map(\.amount) == [7_000, -7_000])
  }

  @Test func pressingTwiceRecordsOnce() throws {
    var office = try Office()
    let settled = try run(payable: 11_000)
    #expect(try office.record(settled, "2026-05-01") == 1)
    #expect(try office.record(settled, "2026-05-09") == 1)
    #expect(office.history.records.count == 2)
    try office.post(1, "2026-05-10")
    let count = office.history.records.count
    #expect(try office.record(settled, "2026-05-11") == 1)
    #expect(try office.history.post(1, date: try day("2026-05-12")) == false)
    #expect(office.history.records.count == count)
    // Another bundle of another version of the program with the same figures is the same run.
    #expect(try office.record(run(payable: 11_000, bundle: "again"), "2026-05-11") == 1)
  }

  @Test func theSameRunWithAnotherResultIsTheLoudestError() throws {
    var office = try Office()
    _ = try office.record(run(payable: 11_000), "2026-05-01")
    #expect(code { try office.record(run(payable: 11_001), "2026-05-01") } == "J823")
    // Even after the first was voided.
    _ = try office.void(1, "2026-05-01")
    #expect(code { try office.record(run(payable: 11_001), "2026-05-01") } == "J823")
    #expect(LedgerProblem.otherResult(try run(payable: 1), recorded: 1).isDifference)
  }

  @Test func aPeriodIsSettledOnce() throws {
    var office = try Office()
    _ = try office.record(run(payable: 11_000, otherName: "アルファ"), "2026-05-01")
    #expect(code { try office.record(run(payable: 22, inputs: "b"), "2026-05-01") } == "J824")
    // The Japanese text of the same contract is no other contract.
    #expect(
      code { try office.record(run("アルファ", payable: 22, inputs: "b"), "2026-05-01") } == "J824")
    _ = try office.void(1, "2026-05-03")
    #expect(try office.record(run(payable: 22, inputs: "b"), "2026-05-03") == 3)
  }

  @Test func fourEyes() throws {
    var office = try Office()
    let number = try office.record(run(payable: 11_000), "2026-05-01")
    let statement = try #require(office.history.statement(number))
    let date = try day("2026-05-02")
    let (tanaka, suzuki) = (office.tanaka, office.suzuki)
    var history = office.history
    func sign(_ person: Person, _ role: Event.Role) throws {
      _ = try history.sign(number, text: person.signature(statement, role), date: date)
    }
    #expect(code { try history.post(number, date: date) } == "J867")
    #expect(code { try sign(tanaka, .approved) } == "J867")
    try sign(tanaka, .prepared)
    #expect(code { try sign(tanaka, .approved) } == "J868")
    #expect(code { try sign(suzuki, .prepared) } == "J866")
    #expect(code { try history.post(number, date: date) } == "J867")
    #expect(code { try sign(Person("yamada@city"), .approved) } == "J865")
    try sign(suzuki, .approved)
    #expect(try history.post(number, date: date))
    // The same signature again is found again; another comes too late.
    try sign(suzuki, .approved)
    #expect(code { try sign(tanaka, .approved) } == "J842")
  }

  @Test func aSignatureHoldsForOneItemOnly() throws {
    var office = try Office()
    let one = try office.record(run(payable: 11_000), "2026-05-01")
    let two = try office.record(run("beta", payable: 11_000), "2026-05-01")
    let statement = try #require(office.history.statement(one))
    let text = try office.tanaka.signature(statement, .prepared)
    let date = try day("2026-05-02")
    #expect(code { try office.history.sign(two, text: text, date: date) } == "J864")
    #expect(code { try office.history.sign(two, text: [65], date: date) } == "J862")
    #expect(code { try office.history.sign(9, text: text, date: date) } == "J841")
  }

  @Test func moneyOfAYearMovesUntil31May() throws {
    var office = try Office()
    #expect(code { try office.record(run(payable: 11), "2026-06-01") } == "J848")
    #expect(code { try office.record(run(payable: 11), "2025-03-31") } == "J848")
    let number = try office.record(run(payable: 11), "2026-05-31")
    try office.sign(number, "2026-05-31")
    #expect(code { try office.history.post(number, date: try day("2026-06-01")) } == "J848")
    #expect(code { try office.history.post(number, date: try day("2026-05-30")) } == "J847")
    #expect(try office.history.post(number, date: try day("2026-05-31")))
    #expect(code { try office.pay([number], "2026-06-01") } == "J848")
  }

  /// 11,000 is paid; the corrected settlement is 8,800. Worked by hand: entitlement −2,000, tax −200,
  /// so 2,200 come back; before 31 May into the year's appropriation, afterwards as revenue of a past year.
  @Test(arguments: [
    ("2026-05-31", Treatment.currentYear, 2025), ("2026-06-01", .priorYear, 2026),
    ("2027-03-31", .priorYear, 2026), ("2027-04-01", .priorYear, 2027),
  ])
  func restatements(date: String, treatment: Treatment, year: Int) throws {
    var office = try Office()
    let first = try office.record(run(payable: 11_000), "2026-05-01")
    try office.post(first, "2026-05-02")
    _ = try office.pay([first], "2026-05-20")
    let number = try office.restate([run(payable: 8_800, inputs: "b")], date)[0]
    #expect(try office.entry(number) == ["entitlement": -2_000, "tax": -200, "payable": 2_200])
    let item = try #require(office.history.book.item(number))
    #expect(item.treatment == treatment)
    #expect(item.budget == FiscalYear(year))
    guard case .restatement(let restatement) = item.event.content else { return }
    #expect(restatement.causes == [.data])
    try office.post(number, date)
    let posted = try #require(office.history.book.item(number))
    #expect(office.history.book.open(posted) == -2_200)
    #expect(code { try office.pay([number], date) } == "J881")
  }

  @Test func causesAreReadOffTheRuns() throws {
    var office = try Office()
    let first = try office.record(run(payable: 11_000), "2026-05-01")
    try office.post(first, "2026-05-02")
    let number = try office.restate(
      [run(payable: 8_800, inputs: "b", version: "v2", semantics: 2)], "2026-05-03")[0]
    guard case .restatement(let restatement)? = office.history.book.item(number)?.event.content
    else { return }
    #expect(restatement.causes == [.data, .contract, .engine])
  }

  @Test func unchangedIsZeroAndThereAndBackNetsToZero() throws {
    var office = try Office()
    let (a, b) = (try run(payable: 11_000), try run(payable: 8_800, inputs: "b"))
    let first = try office.record(a, "2026-05-01")
    try office.post(first, "2026-05-02")
    #expect(try office.restate([a], "2026-05-03") == [first])
    let there = try office.restate([b], "2026-05-03")[0]
    #expect(try office.restate([b], "2026-05-04") == [there])
    // What is signed is the reason and the treatment, too.
    let later = try day("2026-05-04")
    #expect(
      code { try office.history.restate([b], reason: "other", carried: false, date: later) }
        == "J889")
    #expect(
      code { try office.history.restate([b], reason: "late records", carried: true, date: later) }
        == "J889")
    try office.post(there, "2026-05-04")
    let back = try office.restate([a], "2026-05-05")[0]
    try office.post(back, "2026-05-06")
    let entries = [try office.entry(there), try office.entry(back)]
    let sum = entries[0].merging(entries[1]) { $0 + $1 }
    #expect(sum == ["entitlement": 0, "tax": 0, "payable": 0])
    // Both together leave nothing to be paid; with the first settlement they pay it.
    #expect(code { try office.pay([there, back], "2026-05-20") } == "J881")
    let payment = try office.pay([first, there, back], "2026-05-20")
    #expect(office.history.book.payment(payment)?.payment.transfers.map(\.amount) == [11_000])
  }

  @Test func aDifferenceMayBeLeftToTheNextSettlement() throws {
    var office = try Office()
    let first = try office.record(run(payable: 11_000), "2026-05-01")
    try office.post(first, "2026-05-02")
    let restated = try office.restate(
      [run(payable: 13_200, inputs: "b")], "2026-06-10", carried: true)[0]
    #expect(try office.entry(restated) == ["entitlement": 2_000, "tax": 200, "carried": -2_200])
    try office.post(restated, "2026-06-11")
    #expect(code { try office.pay([restated], "2026-06-12") } == "J881")
  }

  @Test func theNextSettlementTakesItIn() throws {
    var office = try Office()
    let first = try office.record(run(payable: 11_000), "2026-05-01")
    try office.post(first, "2026-05-02")
    let restated = try office.restate(
      [run(payable: 13_200, inputs: "b")], "2026-06-10", carried: true)[0]
    try office.post(restated, "2026-06-11")
    let next = try office.record(
      run("alpha", "2026", payable: 5_500), "2027-05-01", budget: 2026)
    #expect(
      try office.entry(next) == [
        "entitlement": 5_000, "tax": 500, "carried": 2_200, "payable": -7_700,
      ])
    let after = try office.record(
      run("alpha", "2027", payable: 5_500), "2028-05-01", budget: 2027)
    #expect(try office.entry(after) == ["entitlement": 5_000, "tax": 500, "payable": -5_500])
  }

  @Test func laterSettlementsAreRestatedToo() throws {
    var office = try Office()
    let first = try run(payable: 11_000)
    let second = try run("alpha", "2026", payable: 22_000, priors: [("2025", first.bundle)])
    try office.post(office.record(first, "2026-05-01"), "2026-05-01")
    try office.post(office.record(second, "2027-05-01", budget: 2026), "2027-05-01")
    let corrected = try run(payable: 12_100, inputs: "b")
    #expect(code { try office.restate([corrected], "2027-05-10") } == "J830")
    let again = try run(
      "alpha", "2026", payable: 20_900, priors: [("2025", corrected.bundle)])
    // One that was settled after yet another bundle is refused.
    let wrong = try run("alpha", "2026", payable: 20_900, priors: [("2025", "x")])
    var copy = office
    #expect(code { try copy.restate([corrected, wrong], "2027-05-10") } == "J827")
    let numbers = try office.restate([corrected, again], "2027-05-10")
    #expect(try office.entry(numbers[0])["payable"] == -1_100)
    #expect(try office.entry(numbers[1])["payable"] == 1_100)
    let items = numbers.compactMap(office.history.book.item)
    #expect(items.map(\.treatment) == [.priorYear, .currentYear])
    guard case .restatement(let restatement) = items[1].event.content else { return }
    #expect(restatement.causes == [.earlierSettlement])
    // The later one cannot be posted before what it stands on.
    try office.sign(numbers[1], "2027-05-11")
    #expect(
      code { try office.history.post(numbers[1], date: try day("2027-05-11")) } == "J827")
    try office.post(numbers[0], "2027-05-11")
    #expect(try office.history.post(numbers[1], date: try day("2027-05-11")))
    #expect(office.history.book.stale.isEmpty)
  }

  @Test func limitsCountPendingAmounts() throws {
    var office = try Office()
    #expect(
      code {
        try office.record(run(payable: 11_000, yearLimit: 10_999), "2026-05-01")
      } == "J825")
    let first = try office.record(
      run(payable: 11_000, yearLimit: 11_000, termLimit: 20_000), "2026-05-01")
    // Only pending, and already counted.
    func second(_ payable: Int) throws -> Run {
      try run("alpha", "2026", payable: payable, termLimit: 20_000)
    }
    #expect(code { try office.record(second(9_001), "2027-05-01", budget: 2026) } == "J825")
    let number = try office.record(second(9_000), "2027-05-01", budget: 2026)
    try office.post(first, "2026-05-02")
    try office.post(number, "2027-05-02")
    #expect(
      code {
        try office.restate([run(payable: 11_001, inputs: "b", termLimit: 20_000)], "2026-05-03")
      } == "J825")
  }

  @Test func takingBackALowerAmountCannotBreakALimit() throws {
    var office = try Office()
    let first = try run(payable: 11_000, termLimit: 20_000)
    let second = try run(
      "alpha", "2026", payable: 9_000, priors: [("2025", first.bundle)], termLimit: 20_000)
    try office.post(office.record(first, "2026-05-01"), "2026-05-01")
    try office.post(office.record(second, "2027-05-01", budget: 2026), "2027-05-01")
    let corrected = try run(payable: 12_000, inputs: "b", termLimit: 20_000)
    let again = try run(
      "alpha", "2026", payable: 8_000, priors: [("2025", corrected.bundle)], termLimit: 20_000)
    let numbers = try office.restate([corrected, again], "2027-05-02")
    #expect(code { try office.void(numbers[1], "2027-05-03") } == "J825")
    try office.post(numbers[0], "2027-05-03")
    try office.post(numbers[1], "2027-05-03")
  }

  @Test func aVoidIsTheOppositeOnce() throws {
    var office = try Office()
    let number = try office.record(run(payable: 11_000), "2026-05-01")
    try office.post(number, "2026-05-02")
    let void = try office.void(number, "2026-05-03")
    #expect(try office.entry(void) == ["entitlement": -10_000, "tax": -1_000, "payable": 11_000])
    #expect(try office.void(number, "2026-05-03") == void)
    #expect(code { try office.void(number, "2026-05-04") } == "J843")
    // Nothing is paid while it is pending, nor afterwards.
    #expect(code { try office.pay([number], "2026-05-04") } == "J843")
    #expect(code { try office.restate([run(payable: 1, inputs: "b")], "2026-05-04") } == "J843")
    try office.post(void, "2026-05-05")
    #expect(code { try office.pay([number], "2026-05-06") } == "J845")
    #expect(code { try office.void(number, "2026-05-06") } == "J845")
    #expect(code { try office.void(void, "2026-05-06") } == "J844")
    #expect(code { try office.pay([void], "2026-05-06") } == "J881")
    // A void that is taken back leaves the item as it was.
    let next = try office.record(run(payable: 5_500, inputs: "b"), "2026-05-07")
    try office.post(next, "2026-05-07")
    let second = try office.void(next, "2026-05-08")
    _ = try office.void(second, "2026-05-08")
    #expect(try office.pay([next], "2026-05-09") > 0)
  }

  @Test func aPaidVoidIsSetOff() throws {
    var office = try Office()
    let first = try office.record(run(payable: 11_000), "2026-05-01")
    try office.post(first, "2026-05-02")
    _ = try office.pay([first], "2026-05-03")
    let void = try office.void(first, "2026-05-04")
    try office.post(void, "2026-05-04")
    #expect(office.history.book.open(try #require(office.history.book.item(void))) == -11_000)
    let second = try office.record(run(payable: 13_200, inputs: "b"), "2026-05-05")
    try office.post(second, "2026-05-05")
    let payment = try office.pay([void, second], "2026-05-06")
    #expect(office.history.book.payment(payment)?.payment.transfers.map(\.amount) == [2_200])
  }

  @Test func aPaymentIsInstructedOnce() throws {
    var office = try Office()
    let number = try office.record(run(payable: 11_000), "2026-05-01")
    #expect(code { try office.pay([number], "2026-05-01") } == "J881")
    try office.post(number, "2026-05-02")
    let payment = try office.pay([number], "2026-05-03")
    #expect(code { try office.pay([number], "2026-05-03") } == "J882")
    let reissue = try office.reissue(payment, "2026-05-04")
    #expect(code { try office.pay([number], "2026-05-04") } == "J882")
    try office.post(reissue, "2026-05-05")
    let second = try office.pay([number], "2026-05-06")
    #expect(second > payment)
    #expect(code { try office.pay([number], "2026-05-06") } == "J882")
    #expect(
      code { try office.reissue(payment, "2026-05-07") } == "J845")
  }

  @Test func accountsAreClosedWhenNothingIsLeft() throws {
    var office = try Office()
    let year = FiscalYear(2025)
    let number = try office.record(run(payable: 11_000), "2026-05-01")
    func close(_ date: String) throws { _ = try office.history.close(year, date: try day(date)) }
    #expect(code { try close("2026-05-30") } == "J850")
    #expect(code { try close("2026-05-31") } == "J843")
    try office.post(number, "2026-05-02")
    #expect(code { try close("2026-05-31") } == "J850")
    _ = try office.pay([number], "2026-05-20")
    try close("2026-05-31")
    #expect(try office.history.close(year, date: try day("2026-06-01")) == false)
    #expect(
      code { try office.record(run("beta", payable: 11), "2026-05-31") } == "J849")
    // On the last day, but after closing: a past year.
    let restated = try office.restate([run(payable: 8_800, inputs: "b")], "2026-05-31")[0]
    #expect(office.history.book.item(restated)?.treatment == .priorYear)
  }

  @Test func signersChangeByTwoOfThem() throws {
    var office = try Office()
    let new = Person("sato@city")
    let list = office.tanaka.line + new.line
    let change = try office.propose(list, "2026-05-01")
    let number = try office.record(run(payable: 11_000), "2026-05-01")
    let statement = try #require(office.history.statement(number))
    let date = try day("2026-05-02")
    let early = try new.signature(statement, .prepared)
    #expect(code { try office.history.sign(number, text: early, date: date) } == "J865")
    try office.post(change, "2026-05-02")
    _ = try office.history.sign(number, text: early, date: date)
    let old = try office.suzuki.signature(statement, .approved)
    #expect(code { try office.history.sign(number, text: old, date: date) } == "J865")
    #expect(code { try office.history.propose(signers: "x", date: date) } == "J861")
  }

  @Test func reasonsAreNeeded() throws {
    var office = try Office()
    let number = try office.record(run(payable: 11_000), "2026-05-01")
    let date = try day("2026-05-02")
    #expect(code { try office.history.void(number, reason: " \n", date: date) } == "J846")
  }

  @Test func amountsStayInRange() throws {
    var office = try Office()
    let most = Int(Entry.largestAmount)
    let number = try office.record(run(payable: most, tax: 0), "2026-05-01")
    #expect(try office.entry(number)["payable"] == -999_999_999_999_999)
  }
}
