import Ledger
import Quantities
import Testing

/// What remains to be paid or recovered after corrections, failed transfers and the closing of a year; amounts
/// are worked by hand.
@Suite struct OpenAmountTests {
  private func open(_ office: Office, _ number: Int) throws -> Int64 {
    office.history.book.open(try #require(office.history.book.item(number)))
  }

  /// 150,000 are paid, restated to 140,000 and back to 150,000: -10,000 and +10,000 are open. Neither can be paid
  /// alone or with the other; set off, nothing is open and the year can be closed.
  @Test func thereAndBackIsSetOff() throws {
    var office = try Office()
    let first = try posted(&office, run(payable: 150_000), "2026-05-01")
    _ = try office.pay([first], "2026-05-02")
    let away = try office.restate([run(payable: 140_000, inputs: "b")], "2026-05-03")[0]
    try office.post(away, "2026-05-03")
    let back = try office.restate([run(payable: 150_000)], "2026-05-04")[0]
    try office.post(back, "2026-05-04")
    #expect(code { try office.instruct([back], "2026-05-05") } == "J884")
    #expect(code { try office.instruct([away, back], "2026-05-05") } == "J881")
    #expect(code { try office.history.close(FiscalYear(2025), date: day("2026-05-31")) } == "J850")
    let offset = try office.offset([back, away], "2026-05-05")
    #expect(try office.offset([away, back], "2026-05-05") == offset)
    // Meanwhile neither is received nor set off a second time.
    #expect(code { try office.history.receive(away, date: day("2026-05-05")) } == "J843")
    #expect(code { try office.offset([away, back], "2026-05-06") } == "J843")
    #expect(code { try office.history.post(offset, date: day("2026-05-05")) } == "J867")
    try office.post(offset, "2026-05-06")
    #expect(office.history.book.items.allSatisfy { office.history.book.open($0) == 0 })
    #expect(office.history.book.item(offset)?.owed == 0)
    #expect(code { try office.instruct([back], "2026-05-07") } == "J881")
    #expect(try office.history.close(FiscalYear(2025), date: day("2026-05-31")))
  }

  /// 10,000 are to come back, 4,000 are owed: set off, 6,000 are still to come back, and do.
  @Test func whatASetOffLeavesComesBack() throws {
    var office = try Office()
    let first = try posted(&office, run(payable: 150_000), "2026-05-01")
    _ = try office.pay([first], "2026-05-02")
    let less = try office.restate([run(payable: 140_000, inputs: "b")], "2026-05-03")[0]
    try office.post(less, "2026-05-03")
    let more = try office.restate([run(payable: 144_000, inputs: "c")], "2026-05-04")[0]
    try office.post(more, "2026-05-04")
    // Nothing to set off alone, with something that is done with, or with itself.
    for wrong in [[less], [more], [first, more], [more, more]] {
      #expect(code { try office.offset(wrong, "2026-05-05") } == "J887", "\(wrong)")
    }
    #expect(code { try office.offset([99, more], "2026-05-05") } == "J841")
    let offset = try office.offset([less, more], "2026-05-05")
    let statement = String(decoding: try #require(office.history.statement(offset)), as: UTF8.self)
    #expect(statement.contains("\nkind offset\n"))
    #expect(statement.contains("\nsets off \(less)\nsets off \(more)\nrest -6000\n"))
    try office.post(offset, "2026-05-06")
    let book = office.history.book
    #expect([first, less, more, offset].compactMap(book.item).map(book.open) == [0, 0, 0, -6000])
    let receipt = try office.history.receive(offset, date: day("2026-05-28")).number
    #expect(try office.entry(receipt) == ["payable": -6000, "payment": 6000])
    try office.post(receipt, "2026-05-28")
    #expect(office.history.book.items.allSatisfy { office.history.book.open($0) == 0 })
    // The stored events are read again by the same rules.
    var again = History()
    for event in office.history.events { try again.add(event) }
    #expect(again.book == office.history.book)
  }

  /// Records, signs and posts.
  private func posted(
    _ office: inout Office, _ run: Run, _ date: String, budget: Int = 2025
  ) throws -> Int {
    let number = try office.record(run, date, budget: budget)
    try office.post(number, date)
    return number
  }

  private func reissue(_ office: inout Office, _ payment: Int, _ date: String) throws {
    try office.post(office.reissue(payment, date), date)
  }

  /// 11,000 is instructed and then reversed; the reversal is set off against 13,200, so that 2,200 are
  /// instructed. The bank never carried out the 11,000: they are owed again, and 13,200 stand in the end.
  @Test func aFailedTransferIsOwedAgainThoughItsReversalWasSetOff() throws {
    var office = try Office()
    let first = try posted(&office, run(payable: 11_000), "2026-05-01")
    let payment = try office.pay([first], "2026-05-02")
    let void = try office.void(first, "2026-05-03")
    try office.post(void, "2026-05-03")
    let second = try posted(&office, run(payable: 13_200, inputs: "b"), "2026-05-04")
    _ = try office.pay([void, second], "2026-05-05")
    try reissue(&office, payment, "2026-05-06")
    #expect(try open(office, first) == 11_000)
    let again = try office.pay([first], "2026-05-07")
    #expect(office.history.book.payment(again)?.payment.transfers.map(\.amount) == [11_000])
    let standing = office.history.book.payments.filter { $0.replacedBy == nil }
    #expect(standing.flatMap(\.payment.transfers).reduce(0) { $0 + $1.amount } == 13_200)
  }

  /// The transfer of the last day fails and is declared so across the closing of the accounts. The money left
  /// the year; it still belongs to the payee.
  @Test(arguments: ["2026-05-30", "2026-06-02"])
  func aTransferThatFailsAcrossTheClosingIsPaidAgain(declared: String) throws {
    var office = try Office()
    let first = try posted(&office, run(payable: 11_000), "2026-05-01")
    let payment = try office.pay([first], "2026-05-20")
    var reissue: Int?
    if declared < "2026-05-31" {
      reissue = try office.reissue(payment, declared)
    }
    _ = try office.history.close(FiscalYear(2025), date: try day("2026-05-31"))
    let number = try reissue ?? office.reissue(payment, declared)
    try office.post(number, "2026-06-03")
    #expect(try open(office, first) == 11_000)
    #expect(try office.pay([first], "2026-06-04") > number)
  }

  /// 11,000 is posted, then restated to 8,800. Who pays one of the two alone pays 2,200 too much.
  @Test func nothingIsPaidInFullWhileARecoveryOfItsPeriodIsOpen() throws {
    var office = try Office()
    let first = try posted(&office, run(payable: 11_000), "2026-05-01")
    let restated = try office.restate([run(payable: 8_800, inputs: "b")], "2026-05-02")[0]
    try office.post(restated, "2026-05-02")
    #expect(code { try office.pay([first], "2026-05-03") } == "J884")
    let payment = try office.pay([first, restated], "2026-05-03")
    #expect(office.history.book.payment(payment)?.payment.transfers.map(\.amount) == [8_800])
  }

  // MARK: - Earlier and later periods

  @Test func aLaterPeriodStandsOnARecordedOne() throws {
    var office = try Office()
    let first = try run(payable: 11_000)
    let second = try run("alpha", "2026", payable: 22_000, priors: [("2025", first.bundle)])
    // Not recorded at all.
    #expect(code { try office.record(second, "2027-05-01", budget: 2026) } == "J827")
    let one = try posted(&office, first, "2026-05-01")
    // Recorded, and reversed.
    let void = try office.void(one, "2026-05-02")
    try office.post(void, "2026-05-02")
    #expect(code { try office.record(second, "2027-05-01", budget: 2026) } == "J827")
    _ = try posted(&office, first, "2026-05-03")
    #expect(try office.record(second, "2027-05-01", budget: 2026) > void)
  }

  @Test func whatALaterPeriodTookOffIsNotVoided() throws {
    var office = try Office()
    let first = try run(payable: 11_000)
    let second = try run("alpha", "2026", payable: 22_000, priors: [("2025", first.bundle)])
    let one = try office.record(first, "2026-05-01")
    let two = try office.record(second, "2027-05-01", budget: 2026)
    // Both pending.
    #expect(code { try office.void(one, "2027-05-02") } == "J831")
    _ = try office.void(two, "2027-05-02")
    _ = try office.void(one, "2027-05-03")
    let three = try office.record(first, "2026-05-31")
    try office.post(three, "2026-05-31")
    // A void that was recorded before the later period is not posted after it.
    let early = try office.void(three, "2027-05-03")
    let four = try office.record(second, "2027-05-04", budget: 2026)
    try office.sign(early, "2027-05-05")
    #expect(
      code { try office.history.post(early, date: try day("2027-05-05")) } == "J831")
    _ = try office.void(early, "2027-05-05")
    try office.post(four, "2027-05-05")
    #expect(code { try office.void(three, "2027-05-06") } == "J831")
    let void = try office.void(four, "2027-05-06")
    try office.post(void, "2027-05-06")
    #expect(try office.void(three, "2027-05-07") > void)
  }

  /// The second year is restated after the first. Taking its restatement back leaves a settlement that took
  /// off what no longer counts: it is not paid, and the first year's correction is not posted.
  @Test func whatTookOffSomethingElseIsNotPaid() throws {
    var office = try Office()
    let first = try run(payable: 11_000)
    let second = try run("alpha", "2026", payable: 22_000, priors: [("2025", first.bundle)])
    _ = try posted(&office, first, "2026-05-01")
    let two = try posted(&office, second, "2027-05-01", budget: 2026)
    let corrected = try run(payable: 12_100, inputs: "b")
    let again = try run("alpha", "2026", payable: 20_900, priors: [("2025", corrected.bundle)])
    let numbers = try office.restate([corrected, again], "2027-05-10")
    _ = try office.void(numbers[1], "2027-05-11")
    #expect(office.history.book.stale.map(\.number) == [two])
    #expect(code { try office.pay([two], "2027-05-12") } == "J827")
    try office.sign(numbers[0], "2027-05-12")
    #expect(
      code { try office.history.post(numbers[0], date: try day("2027-05-12")) } == "J830")
    _ = try office.void(numbers[0], "2027-05-13")
    #expect(try office.pay([two], "2027-05-14") > 0)
  }

  // MARK: - Money that comes in

  /// 11,000 is paid and restated to 8,800. The 2,200 come in on 28 May, or on 10 June: then as revenue of the
  /// year of the day. A later correction to 9,900 pays its 1,100 in full.
  @Test(arguments: [("2026-05-28", 2025), ("2026-06-10", 2026)])
  func whatComesInIsNotAskedForAgain(date: String, budget: Int) throws {
    var office = try Office()
    let first = try posted(&office, run(payable: 11_000), "2026-05-01")
    _ = try office.pay([first], "2026-05-02")
    let restated = try office.restate([run(payable: 8_800, inputs: "b")], "2026-05-03")[0]
    #expect(code { try office.history.receive(restated, date: try day(date)) } == "J886")
    try office.post(restated, "2026-05-03")
    #expect(code { try office.history.receive(first, date: try day(date)) } == "J886")
    let receipt = try office.history.receive(restated, date: try day(date)).number
    #expect(try office.history.receive(restated, date: try day(date)) == (receipt, false))
    #expect(try office.entry(receipt) == ["payable": -2_200, "payment": 2_200])
    #expect(office.history.book.item(receipt)?.budget == FiscalYear(budget))
    #expect(try open(office, restated) == -2_200)
    try office.post(receipt, date)
    #expect(try open(office, restated) == 0)
    #expect(code { try office.history.receive(restated, date: try day("2026-06-30")) } == "J886")
    #expect(code { try office.void(receipt, "2026-06-30") } == "J844")
    let again = try office.restate([run(payable: 9_900, inputs: "c")], "2026-07-01")[0]
    try office.post(again, "2026-07-01")
    let payment = try office.pay([again], "2026-07-02")
    #expect(office.history.book.payment(payment)?.payment.transfers.map(\.amount) == [1_100])
  }

  /// A settlement that was paid before the ledger began counts for what follows, and is never paid.
  @Test func whatIsBroughtForwardIsNotPaid() throws {
    var office = try Office()
    let first = try run("alpha", "2023", payable: 11_000, termLimit: 30_000)
    let next = try run(
      "alpha", "2025", payable: 20_000, priors: [("2023", first.bundle)], termLimit: 30_000)
    let date = try day("2025-04-01")
    #expect(
      code {
        try office.history.bringForward(run(payable: 1), budget: FiscalYear(2025), date: date)
      } == "J832")
    let number = try office.history.bringForward(
      first, budget: FiscalYear(2023), date: date
    ).number
    #expect(
      try office.entry(number) == [
        "entitlement": 10_000, "tax": 1_000, "payment": -11_000,
      ])
    try office.post(number, "2025-04-02")
    #expect(try open(office, number) == 0)
    #expect(code { try office.pay([number], "2025-05-01") } == "J881")
    #expect(code { try office.record(next, "2026-05-01") } == "J825")
    // Its correction is one of a past year: 2,200 less.
    let corrected = try run("alpha", "2023", payable: 8_800, inputs: "b", termLimit: 30_000)
    let restated = try office.restate([corrected], "2025-05-01")[0]
    #expect(office.history.book.item(restated)?.treatment == .priorYear)
    #expect(try office.entry(restated) == ["entitlement": -2_000, "tax": -200, "payable": 2_200])
  }

  // MARK: - Bank accounts

  @Test func nothingIsPaidToAccountsThatNobodySigned() throws {
    var office = try Office()
    let number = try posted(&office, run(payable: 11_000), "2026-05-01")
    #expect(code { try office.instruct([number], "2026-05-02") } == "J885")
    let accounts = Event.Accounts(payer: "1", payees: "2")
    let proposal = try office.history.propose(accounts: accounts, date: try day("2026-05-02"))
    #expect(code { try office.instruct([number], "2026-05-02") } == "J885")
    #expect(
      try office.history.propose(accounts: accounts, date: try day("2026-05-02"))
        == (proposal.number, false))
    try office.post(proposal.number, "2026-05-02")
    let text = String(
      decoding: try #require(office.history.statement(proposal.number)), as: UTF8.self)
    #expect(text.contains("\npayer 1\npayees 2\n"))
    let payment = try office.instruct([number], "2026-05-03")
    #expect(office.history.book.payment(payment)?.payment.accounts == proposal.number)
  }

  // MARK: - Dates

  @Test func nothingIsBeforeThePeriodsEndOrTheLedgersBeginning() throws {
    var office = try Office()
    #expect(code { try office.record(run(payable: 11_000), "2026-03-30") } == "J851")
    #expect(try office.record(run(payable: 11_000), "2026-03-31") == 1)
    #expect(code { try office.propose(office.tanaka.line, "2025-03-31") } == "J852")
    let number = try office.record(run("beta", payable: 11_000), "2026-05-01")
    try office.post(number, "2026-05-02")
    let payment = try office.pay([number], "2026-05-20")
    #expect(code { try office.reissue(payment, "2026-05-19") } == "J847")
  }
}
