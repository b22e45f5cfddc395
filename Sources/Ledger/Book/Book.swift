import Evidence
import Quantities

/// What a ledger says, after the events so far: the rules of who may do what, in which order.
///
/// A book is made from events alone and stores no balance. Every event is checked when it is applied,
/// whether it is new or read from the file: a ledger with a forbidden event cannot be read.
public struct Book: Hashable, Sendable {
  /// Which ledger it is; empty before the first event.
  public private(set) var ledger = ""
  /// Who may sign.
  public internal(set) var signers: AllowedSigners?
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
      return
    }
    guard !ledger.isEmpty else { throw .forbidden(number) }
    switch event.content {
    case .opening: break
    case .settlement(let run, let budget, let entry):
      let due = try settlement(run, budget: budget, date: event.date)
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
      try post(of, on: event.date)
    case .payment(let payment):
      let due = try self.payment(
        payment.transfers.flatMap(\.items), format: payment.format, file: payment.file,
        sha256: payment.sha256, date: event.date)
      guard payment == due else { throw .forbidden(number) }
      payments.append(PaymentRecord(number: number, date: event.date, payment: payment))
    case .reissue(let reissue):
      let due = try self.reissue(reissue.of, reason: reissue.reason)
      guard reissue == due else { throw .forbidden(number) }
      items.append(Item(number: number, event: event))
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

  /// The settlements, restatements and voids of them for a period of a contract, in order.
  func items(of contract: Run.Contract, period: String) -> [Item] {
    items.filter { item in
      guard let run = run(behind: item) else { return false }
      return run.period.utf8.elementsEqual(period.utf8) && run.contract.isSame(as: contract)
    }
  }

  /// The run that an item records or reverses.
  public func run(behind item: Item) -> Run? {
    if let run = item.run { return run }
    guard case .void(let void) = item.event.content, let target = self.item(void.of) else {
      return nil
    }
    return target.run
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

  /// Whether a payment instruction for an item stands.
  public func standingPayment(of number: Int) -> PaymentRecord? {
    payments.last { record in
      record.replacedBy == nil && record.payment.transfers.contains { $0.items.contains(number) }
    }
  }

  /// What an item leaves to be paid (positive) or recovered (negative): zero once it is instructed,
  /// reversed before it was paid, or not in force.
  public func open(_ item: Item) -> Int64 {
    guard item.isBooked, standingPayment(of: item.number) == nil else { return 0 }
    switch item.event.content {
    case .settlement, .restatement:
      return item.isInForce ? -item.entry[.payable] : 0
    case .void(let void):
      // A reversal asks for money back only if money was instructed.
      return standingPayment(of: void.of) == nil ? 0 : -item.entry[.payable]
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

  /// Refuses a run that was settled after another bundle of an earlier period than the one that counts.
  func requirePriors(_ run: Run, orPending: Bool) throws(LedgerProblem) {
    for prior in run.priors {
      let isRecorded = items(of: run.contract, period: prior.period).contains {
        $0.run != nil && ($0.isInForce || $0.isPending)
      }
      guard isRecorded else { continue }
      let counted = inForce(run.contract, period: prior.period, orPending: orPending)?.run
      guard let counted, counted.bundle == prior.bundle else {
        throw .otherPrior(run, period: prior.period)
      }
    }
  }

  /// Refuses a settlement if one of a later period was made after another of its period.
  func requireLaterAgree(_ run: Run) throws(LedgerProblem) {
    for item in items where item.isPending || item.isInForce {
      guard let later = item.run, later.contract.isSame(as: run.contract) else { continue }
      let others = later.priors.contains {
        $0.period.utf8.elementsEqual(run.period.utf8) && $0.bundle != nil && $0.bundle != run.bundle
      }
      if others { throw .otherPrior(later, period: run.period) }
    }
  }

  /// Settlements that were made after an earlier one that has since been restated.
  public var stale: [Item] {
    items.filter { item in
      guard let run = item.run, item.isPending || item.isInForce,
        inForce(run.contract, period: run.period, orPending: true)?.number == item.number
      else { return false }
      return run.priors.contains { prior in
        guard let bundle = prior.bundle,
          let latest = inForce(run.contract, period: prior.period, orPending: true)?.run
        else { return false }
        return latest.bundle != bundle
      }
    }
  }
}
