import Evidence
import Quantities

/// What a ledger says, after the events so far: the rules of who may do what, in which order.
///
/// A book is made from events alone and stores no balance. Every event is checked when it is applied,
/// whether it is new or read from the file: a ledger with a forbidden event cannot be read.
public struct Book: Hashable, Sendable {
  /// Which ledger it is; empty before the first event.
  public private(set) var ledger = ""
  /// The day on which the ledger began.
  public private(set) var opened: CivilDate?
  /// Who may sign.
  public internal(set) var signers: AllowedSigners?
  /// The number of the item by which two people signed the bank accounts that count.
  public internal(set) var accounts: Int?
  /// In the order of their numbers.
  public internal(set) var items: [Item] = []
  /// In the order of their numbers.
  public internal(set) var payments: [PaymentRecord] = []
  /// Years whose accounts are closed.
  public internal(set) var closed: Set<FiscalYear> = []

  /// A book without events.
  public init() {}

  /// The item with a number.
  public func item(_ number: Int) -> Item? { items.first { $0.number == number } }

  /// The payment with a number.
  public func payment(_ number: Int) -> PaymentRecord? { payments.first { $0.number == number } }

  // MARK: - Applying

  /// Applies an event.
  ///
  /// - Throws: the rule that forbids it; the book is then as it was.
  public mutating func apply(_ event: Event, number: Int) throws(LedgerProblem) {
    if case .opening(let opening) = event.content {
      guard number == 0, ledger.isEmpty else { throw .forbidden(number) }
      signers = try Self.signers(opening.signers)
      ledger = opening.ledger
      opened = event.date
      return
    }
    guard let opened else { throw .forbidden(number) }
    guard event.date >= opened else { throw .beforeOpening(opened) }
    switch event.content {
    case .opening: break
    case .settlement(let run, let budget, let entry):
      let due = try settlement(run, budget: budget, date: event.date)
      guard entry == due else { throw .forbidden(number) }
      items.append(Item(number: number, event: event))
    case .broughtForward(let run, let budget, let entry):
      let due = try broughtForward(run, budget: budget)
      guard entry == due else { throw .forbidden(number) }
      items.append(Item(number: number, event: event))
    case .restatement(let restatement):
      let due = try self.restatement(
        restatement.run, reason: restatement.reason,
        carried: restatement.treatment == .nextSettlement, date: event.date)
      guard restatement == due else { throw .forbidden(number) }
      items.append(Item(number: number, event: event))
    case .void(let void):
      let due = try self.void(void.of, reason: void.reason, date: event.date)
      guard void == due else { throw .forbidden(number) }
      var item = Item(number: number, event: event)
      if let target = items.firstIndex(where: { $0.number == void.of && $0.isPending }) {
        // What never took effect needs no second person to be taken back.
        items[target].state = .withdrawn(by: number)
        item.state = .withdrawn(by: number)
      }
      items.append(item)
    case .signature(let signature):
      let place = try place(signing: signature, on: event.date)
      items[place].signatures.append(signature)
      items[place].latest = max(items[place].latest, event.date)
    case .posting(let of):
      try post(of, by: number, on: event.date)
    case .payment(let payment):
      let due = try self.payment(
        payment.transfers.flatMap(\.items), format: payment.format, file: payment.file,
        sha256: payment.sha256, date: event.date)
      guard payment == due else { throw .forbidden(number) }
      payments.append(PaymentRecord(number: number, date: event.date, payment: payment))
    case .reissue(let reissue):
      let due = try self.reissue(reissue.of, reason: reissue.reason, date: event.date)
      guard reissue == due else { throw .forbidden(number) }
      items.append(Item(number: number, event: event))
    case .receipt(let receipt):
      let due = try self.receipt(receipt.of, date: event.date)
      guard receipt == due else { throw .forbidden(number) }
      items.append(Item(number: number, event: event))
    case .offset(let offset):
      let due = try self.offset(offset.items, date: event.date)
      guard offset == due else { throw .forbidden(number) }
      items.append(Item(number: number, event: event))
    case .accounts: items.append(Item(number: number, event: event))
    case .signers(let text):
      _ = try Self.signers(text)
      items.append(Item(number: number, event: event))
    case .closing(let year):
      try requireClosable(year, date: event.date)
      closed.insert(year)
    }
  }

  static func signers(_ text: String) throws(LedgerProblem) -> AllowedSigners {
    do throws(AllowedSigners.Problem) {
      return try AllowedSigners(Array(text.utf8))
    } catch { throw .signersUnreadable(lines: error.lines) }
  }

  // MARK: - What is in force

  /// The settlements, restatements, voids of them, receipts and set-offs for a period of a contract, in order.
  func items(of contract: Run.Contract, period: String) -> [Item] {
    items.filter { item in
      guard let run = run(behind: item) else { return false }
      return run.period.utf8.elementsEqual(period.utf8) && run.contract.isSame(as: contract)
    }
  }

  /// The run that an item records, reverses, receives money for or sets off.
  public func run(behind item: Item) -> Run? {
    if let run = item.run { return run }
    return switch item.event.content {
    case .void(let void): self.item(void.of).flatMap(run(behind:))
    case .receipt(let receipt): self.item(receipt.of).flatMap(run(behind:))
    case .offset(let offset): offset.items.first.flatMap(self.item).flatMap(run(behind:))
    default: nil
    }
  }

  /// The settlement or restatement that counts for a period; pending ones too if asked for.
  public func inForce(_ contract: Run.Contract, period: String, orPending: Bool = false) -> Item? {
    items(of: contract, period: period).last {
      $0.run != nil && ($0.isInForce || (orPending && $0.isPending))
    }
  }

  /// The periods of a contract that have a settlement, in order.
  func periods(of contract: Run.Contract) -> [String] {
    var found: [String] = []
    for run in items.compactMap(\.run) where run.contract.isSame(as: contract) {
      if !found.contains(where: { $0.utf8.elementsEqual(run.period.utf8) }) {
        found.append(run.period)
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What was posted on an account for a period.
  func posted(_ account: Account, _ contract: Run.Contract, period: String) -> Int64 {
    items(of: contract, period: period).filter(\.isBooked).reduce(0) { $0 + $1.entry[account] }
  }

  /// Corrections of a contract that its next settlement takes in, as a debit.
  func carried(_ contract: Run.Contract) -> Int64 {
    items.reduce(0) { sum, item in
      guard let run = run(behind: item), run.contract.isSame(as: contract) else { return sum }
      // A settlement takes them in as soon as it is recorded, so that no other does.
      let takesIn = if case .settlement = item.event.content { item.isPending } else { false }
      return item.isBooked || takesIn ? sum + item.entry[.carried] : sum
    }
  }

  /// The settlement that takes in what an item left to it: the first of its contract that was recorded after the
  /// item was posted.
  public func settlement(takingIn item: Item) -> Item? {
    guard item.entry[.carried] != 0, let posting = item.posting, let run = run(behind: item) else {
      return nil
    }
    return items.first { next in
      guard case .settlement(let own, _, _) = next.event.content else { return false }
      return next.number > posting && !next.isTakenBack && own.contract.isSame(as: run.contract)
    }
  }

  /// What is left to the next settlement of each contract, to the contractor positive.
  public var leftToNext: [(contract: Run.Contract, currency: String, amount: Int64)] {
    var contracts: [Run] = []
    for run in items.compactMap(\.run)
    where !contracts.contains(where: { $0.contract.isSame(as: run.contract) }) {
      contracts.append(run)
    }
    return contracts.map { ($0.contract, $0.currency, -carried($0.contract)) }
      .filter { $0.amount != 0 }
  }

  /// Whether a payment instruction for an item stands.
  public func standingPayment(of number: Int) -> PaymentRecord? {
    payments.last { record in
      record.replacedBy == nil && record.payment.transfers.contains { $0.items.contains(number) }
    }
  }

  /// Whether a payment instruction for an item was ever made, carried out or not.
  func wasInstructed(_ number: Int) -> Bool {
    payments.contains { $0.payment.transfers.contains { $0.items.contains(number) } }
  }

  /// The posted receipt of what an item asked back.
  public func receipt(for number: Int) -> Item? {
    items.last { item in
      guard case .receipt(let receipt) = item.event.content else { return false }
      return receipt.of == number && item.isInForce
    }
  }

  /// The posted set-off of an item.
  public func offset(of number: Int) -> Item? {
    items.last { item in
      guard case .offset(let offset) = item.event.content else { return false }
      return offset.items.contains(number) && item.isInForce
    }
  }

  /// Whether an item is done with: instructed to the bank, set off, or received.
  public func isMoved(_ number: Int) -> Bool {
    standingPayment(of: number) != nil || receipt(for: number) != nil || offset(of: number) != nil
  }

  /// What an item leaves to be paid (positive) or recovered (negative): zero once its money has moved. An item
  /// and its reversal leave nothing together unless the money of one of them has moved.
  public func open(_ item: Item) -> Int64 {
    guard item.isBooked, !isMoved(item.number) else { return 0 }
    switch item.event.content {
    case .settlement, .broughtForward, .restatement:
      if case .reversed(let by) = item.state, !isMoved(by) { return 0 }
      return item.owed
    case .void(let void): return isMoved(void.of) ? item.owed : 0
    case .offset: return item.owed
    default: return 0
    }
  }

  // MARK: - Limits

  /// The run that counts for a period, pending ones included, as if the item `ignored` were not there.
  private func counting(
    _ contract: Run.Contract, period: String, ignoring ignored: Int? = nil
  ) -> Run? {
    items(of: contract, period: period).last {
      $0.run != nil && $0.number != ignored && ($0.isInForce || $0.isPending)
    }?.run
  }

  /// Refuses a run that is above the limit of its year, or that is above the limit of the term together
  /// with what counts for the other periods of the contract, pending amounts included.
  func requireWithinLimits(_ run: Run) throws(LedgerProblem) {
    if let limit = run.yearLimit, run.counted(limit) > limit.amount {
      throw .aboveYearLimit(run, limit)
    }
    guard let limit = run.termLimit else { return }
    let others = periods(of: run.contract).filter { !$0.utf8.elementsEqual(run.period.utf8) }
    let sum = others.compactMap { counting(run.contract, period: $0) }.reduce(run.counted(limit)) {
      $0 + $1.counted(limit)
    }
    if sum > limit.amount { throw .aboveTermLimit(run, limit, sum: sum) }
  }

  /// Refuses to take back an item if what then counts would be above a limit.
  func requireWithinLimits(without item: Item) throws(LedgerProblem) {
    guard let run = item.run,
      let remaining = counting(run.contract, period: run.period, ignoring: item.number)
    else { return }
    try requireWithinLimits(remaining)
  }

  /// Refuses a run that was settled after another bundle of an earlier period than the one that counts, or
  /// after one that is not recorded.
  func requirePriors(_ run: Run, orPending: Bool) throws(LedgerProblem) {
    for prior in run.priors {
      let counted = inForce(run.contract, period: prior.period, orPending: orPending)?.run
      guard let counted, counted.bundle == prior.bundle else {
        throw .otherPrior(run, period: prior.period)
      }
    }
  }

  /// The settlements of other periods that count, pending ones included, and took a period's payment off.
  private func later(than run: Run) -> [(item: Item, bundle: String?)] {
    items.compactMap { item in
      guard let own = item.run, own.contract.isSame(as: run.contract),
        inForce(own.contract, period: own.period, orPending: true)?.number == item.number,
        let prior = own.priors.first(where: { $0.period.utf8.elementsEqual(run.period.utf8) })
      else { return nil }
      return (item, prior.bundle)
    }
  }

  /// Refuses to take back a settlement while a later one stands that took off what it paid.
  func requireNothingLater(than item: Item) throws(LedgerProblem) {
    guard let run = item.run else { return }
    let standing = later(than: run).filter { $0.bundle == run.bundle }.map(\.item.number)
    guard standing.isEmpty else { throw .laterStand(item.number, standing) }
  }

  /// Refuses a settlement to take effect while a later one stands that took off something else.
  func requireLaterAgree(_ run: Run) throws(LedgerProblem) {
    let others = later(than: run).filter { $0.bundle != run.bundle }.map(\.item.number)
    guard others.isEmpty else { throw .laterSettlements(others) }
  }

  /// Settlements that were made after an earlier one that has since been restated.
  public var stale: [Item] {
    items.filter { item in
      guard let run = item.run,
        inForce(run.contract, period: run.period, orPending: true)?.number == item.number
      else { return false }
      return run.priors.contains { prior in
        inForce(run.contract, period: prior.period, orPending: true)?.run?.bundle != prior.bundle
      }
    }
  }
}
