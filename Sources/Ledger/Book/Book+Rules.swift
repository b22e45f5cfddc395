import Evidence
import Quantities

// What each action records, or the rule that forbids it. A new event is made by these functions, and a
// stored one must be what they make.

extension Book {
  // MARK: - Settlements

  /// The entry of a settlement of a period that has none.
  package func settlement(_ run: Run, budget: FiscalYear, date: CivilDate) throws(LedgerProblem)
    -> Entry
  {
    try requireUnsettled(run)
    try requireOpen(budget, date)
    guard let end = CivilDate(iso: run.to), date >= end else { throw .beforeTheEnd(run) }
    try requireCurrency(run)
    try requirePriors(run, orPending: true)
    try requireWithinLimits(run)
    let carried = carried(run.contract)
    return try entry([
      .entitlement: run.payable - run.tax, .tax: run.tax, .interim: run.due - run.payable,
      .carried: -carried, .payable: carried - run.due,
    ])
  }

  /// The entry of a settlement that was paid before the ledger began: nothing of it is left to be paid.
  package func broughtForward(_ run: Run, budget: FiscalYear) throws(LedgerProblem) -> Entry {
    try requireUnsettled(run)
    guard let opened, let end = CivilDate(iso: run.to), end < opened,
      budget <= FiscalYear(containing: opened)
    else { throw .notBroughtForward(run) }
    try requireCurrency(run)
    try requirePriors(run, orPending: true)
    try requireWithinLimits(run)
    return try entry([
      .entitlement: run.payable - run.tax, .tax: run.tax, .interim: run.due - run.payable,
      .payment: -run.due,
    ])
  }

  private func requireUnsettled(_ run: Run) throws(LedgerProblem) {
    try requireSameResult(run)
    let others = items(of: run.contract, period: run.period)
    if let other = others.last(where: { $0.isPending || ($0.run != nil && $0.isInForce) }) {
      throw .periodSettled(run, by: other.number)
    }
  }

  /// A restatement: the difference between a run's figures and what was posted for its period.
  package func restatement(
    _ run: Run, reason: String, carried: Bool, date: CivilDate
  ) throws(LedgerProblem) -> Event.Restatement {
    try requireReason(reason)
    let all = items(of: run.contract, period: run.period)
    guard let base = inForce(run.contract, period: run.period), let old = base.run else {
      throw .nothingToRestate(run, pending: all.filter(\.isPending).map(\.number))
    }
    let pending = all.filter(\.isPending).map(\.number)
    guard pending.isEmpty else { throw .pendingItems(pending) }
    try requireSameResult(run)
    guard run.key != base.key else { throw .unchanged(base.number) }
    try requireCurrency(run)
    try requirePriors(run, orPending: true)
    let (treatment, budget) = try treatment(correcting: base, on: date, carried: carried)
    func difference(_ account: Account, _ new: Int64) -> Int64 {
      new - posted(account, run.contract, period: run.period)
    }
    var amounts: [Account: Int64] = [
      .entitlement: difference(.entitlement, run.payable - run.tax),
      .tax: difference(.tax, run.tax), .interim: difference(.interim, run.due - run.payable),
    ]
    amounts[carried ? .carried : .payable] = -amounts.values.reduce(0, +)
    return Event.Restatement(
      run: run, replaces: base.number, causes: Self.causes(from: old, to: run), reason: reason,
      treatment: treatment, budget: budget, entry: try entry(amounts))
  }

  /// Why the figures of one run may be others than those of another.
  static func causes(from old: Run, to new: Run) -> [Event.Cause] {
    var causes: Set<Event.Cause> = []
    if old.inputs != new.inputs { causes.insert(.data) }
    if old.contract.sha256 != new.contract.sha256 { causes.insert(.contract) }
    if old.semantics != new.semantics { causes.insert(.engine) }
    if old.priors != new.priors {
      causes.insert(.earlierSettlement)
    } else if old.parameters != new.parameters {
      causes.insert(.data)
    }
    return Event.Cause.allCases.filter(causes.contains)
  }

  /// How a correction of an item enters the accounts, and of which year: until 31 May those of the year
  /// that paid, afterwards those of the year of the day.
  func treatment(
    correcting base: Item, on date: CivilDate, carried: Bool
  ) throws(LedgerProblem) -> (Treatment, FiscalYear) {
    guard let paid = base.budget else { throw .notCorrectable(base.number) }
    guard date >= base.latest else { throw .backdated(base.number, not: base.latest) }
    if !carried, paid.admits(date), !closed.contains(paid) { return (.currentYear, paid) }
    let year = FiscalYear(containing: date)
    try requireOpen(year, date)
    return (carried ? .nextSettlement : .priorYear, year)
  }

  /// The opposite of an item.
  package func void(
    _ number: Int, reason: String, date: CivilDate
  ) throws(LedgerProblem) -> Event.Voiding {
    try requireReason(reason)
    guard let item = item(number) else { throw .noItem(number) }
    switch item.state {
    case .withdrawn(let by), .reversed(let by): throw .voided(number, by: by)
    case .pending:
      try requireNothingLater(than: item)
      guard date >= item.latest else { throw .backdated(number, not: item.latest) }
      try requireWithinLimits(without: item)
      return Event.Voiding(
        of: number, reason: reason, treatment: item.treatment, budget: item.budget,
        entry: item.entry.reversed)
    case .posted:
      try requireWithinLimits(without: item)
      try requireNothingLater(than: item)
    }
    guard let run = item.run else { throw .notCorrectable(number) }
    let pending = items(of: run.contract, period: run.period).filter(\.isPending).map(\.number)
    guard pending.isEmpty else { throw .pendingItems(pending) }
    guard let last = inForce(run.contract, period: run.period), last.number == number else {
      throw .notTheLatest(
        number, latest: inForce(run.contract, period: run.period)?.number ?? number)
    }
    let (treatment, budget) = try treatment(correcting: item, on: date, carried: false)
    return Event.Voiding(
      of: number, reason: reason, treatment: treatment, budget: budget, entry: item.entry.reversed)
  }

  // MARK: - Two people

  /// Where the item is that a signature is for. Whether the signature is the key's is checked by
  /// ``History``.
  func place(
    signing signature: Event.Signature, on date: CivilDate
  ) throws(LedgerProblem) -> Int {
    guard let place = items.firstIndex(where: { $0.number == signature.of }) else {
      throw .noItem(signature.of)
    }
    let item = items[place]
    guard item.isPending else { throw .notPending(item.number) }
    guard date >= item.latest else { throw .backdated(item.number, not: item.latest) }
    if item.signatures.contains(where: { $0.role == signature.role }) {
      throw .alreadySigned(item.number, signature.role)
    }
    if signature.role == .approved, item.signatures.isEmpty { throw .notPrepared(item.number) }
    let isSame = item.signatures.contains { $0.signatory.isSamePerson(as: signature.signatory) }
    guard !isSame else { throw .fourEyes(item.number) }
    return place
  }

  mutating func post(_ number: Int, by event: Int, on date: CivilDate) throws(LedgerProblem) {
    guard let place = items.firstIndex(where: { $0.number == number }) else {
      throw .noItem(number)
    }
    let item = items[place]
    guard item.isPending else { throw .notPending(number) }
    guard item.isApproved else { throw .notApproved(number, missing: item.missingRoles) }
    guard date >= item.latest else { throw .backdated(number, not: item.latest) }
    if let run = item.run {
      try requirePriors(run, orPending: false)
      try requireLaterAgree(run)
      try requireWithinLimits(run)
    }
    switch item.event.content {
    // The money of an earlier year moved before the ledger began.
    case .broughtForward: break
    default: if let budget = item.budget { try requireOpen(budget, date) }
    }
    switch item.event.content {
    case .void(let void):
      guard let target = items.firstIndex(where: { $0.number == void.of && $0.isInForce }) else {
        throw .notPending(number)
      }
      // What counts again must still agree with the later ones and the limits on this day.
      try requireNothingLater(than: items[target])
      try requireWithinLimits(without: items[target])
      items[target].state = .reversed(by: number)
    case .reissue(let reissue):
      guard let target = payments.firstIndex(where: { $0.number == reissue.of }) else {
        throw .noItem(reissue.of)
      }
      payments[target].replacedBy = number
    case .receipt(let receipt):
      guard let target = self.item(receipt.of), -open(target) == receipt.entry[.payment] else {
        throw .nothingToReceive(receipt.of)
      }
    case .offset(let offset):
      let amounts = offset.items.compactMap(self.item).map(open)
      guard !amounts.contains(0), amounts.reduce(0, +) == offset.rest else {
        throw .nothingToSetOff(offset.items)
      }
    case .accounts: accounts = number
    case .signers(let text): signers = try Self.signers(text)
    default: break
    }
    items[place].state = .posted(date)
    items[place].posting = event
    items[place].latest = date
  }

  // MARK: - Payment

  /// The payment instruction for posted items: one transfer for each contract.
  package func payment(
    _ numbers: [Int], format: PaymentFormat, file: String, sha256: String, date: CivilDate
  ) throws(LedgerProblem) -> Event.Payment {
    guard !numbers.isEmpty else { throw .nothingToPay }
    guard let accounts else { throw .noAccounts }
    var transfers: [Event.Payment.Transfer] = []
    var currency: String?
    for number in Set(numbers).sorted() {
      guard let item = item(number) else { throw .noItem(number) }
      guard let run = run(behind: item) else { throw .notPayable(number) }
      if case .receipt = item.event.content { throw .notPayable(number) }
      // What an earlier period was paid is not what this settlement took off.
      if stale.contains(where: { $0.number == number }), let own = item.run {
        try requirePriors(own, orPending: true)
      }
      if let standing = standingPayment(of: number) { throw .instructed(number, by: standing) }
      guard item.isBooked else {
        throw .notPosted(number)
      }
      try requireNothingPending(about: number)
      let amount = open(item)
      if amount == 0, case .reversed(let by) = item.state { throw .voided(number, by: by) }
      guard amount != 0 else { throw .notPayable(number) }
      if amount > 0 {
        let recoveries = items(of: run.contract, period: run.period).filter {
          open($0) < 0 && !numbers.contains($0.number)
        }
        guard recoveries.isEmpty else {
          throw .recoveryOpen(number, recoveries.map(\.number))
        }
      }
      guard currency == nil || currency == run.currency else { throw .otherCurrency(number) }
      currency = run.currency
      guard date >= item.latest else { throw .backdated(number, not: item.latest) }
      // What left the year in time and came back still belongs to the payee; what comes in belongs to the year
      // in which it does (地方自治法施行令 art. 160).
      if let budget = item.budget, amount > 0, !wasInstructed(number) {
        try requireOpen(budget, date)
      }
      if let place = transfers.firstIndex(where: { isPaid($0, run.contract) }) {
        let earlier = transfers[place]
        transfers[place] = .init(
          contract: earlier.contract, items: earlier.items + [number],
          amount: earlier.amount + amount)
      } else {
        transfers.append(.init(contract: run.contract.name, items: [number], amount: amount))
      }
    }
    for transfer in transfers where transfer.amount <= 0 { throw .nothingDue(transfer.items) }
    let sum = transfers.reduce(0) { $0 + $1.amount }
    return Event.Payment(
      transfers: transfers, accounts: accounts, currency: currency ?? "", format: format,
      file: file, sha256: sha256,
      entry: try entry([.payable: sum, .payment: -sum]))
  }

  private func isPaid(_ transfer: Event.Payment.Transfer, _ contract: Run.Contract) -> Bool {
    transfer.items.contains { number in
      item(number).flatMap(run(behind:))?.contract.isSame(as: contract) ?? false
    }
  }

  /// The declaration that a payment was not carried out.
  package func reissue(
    _ number: Int, reason: String, date: CivilDate
  ) throws(LedgerProblem) -> Event.Reissue {
    try requireReason(reason)
    guard let record = payment(number) else { throw .noItem(number) }
    guard date >= record.date else { throw .backdated(number, not: record.date) }
    if let by = record.replacedBy { throw .voided(number, by: by) }
    try requireNothingPending(about: number)
    return Event.Reissue(of: number, reason: reason, entry: record.payment.entry.reversed)
  }

  /// The declaration that what an item asked back has come in.
  package func receipt(_ number: Int, date: CivilDate) throws(LedgerProblem) -> Event.Receipt {
    guard let item = item(number) else { throw .noItem(number) }
    try requireNothingPending(about: number)
    let amount = -open(item)
    guard amount > 0, let paid = item.budget else { throw .nothingToReceive(number) }
    guard date >= item.latest else { throw .backdated(number, not: item.latest) }
    return Event.Receipt(
      of: number, budget: try yearOfRecovery(paid, date),
      entry: try entry([.payable: -amount, .payment: amount]))
  }

  /// A set-off of items of one contract that leave nothing to be paid: what is owed against what is to be
  /// recovered, of which the rest stays open.
  package func offset(_ numbers: [Int], date: CivilDate) throws(LedgerProblem) -> Event.Offset {
    let numbers = Set(numbers).sorted()
    let refusal = LedgerProblem.nothingToSetOff(numbers)
    var (sum, recovered): (Int64, Item?) = (0, nil)
    var (contract, isOwed): (Run.Contract?, Bool) = (nil, false)
    for number in numbers {
      guard let item = item(number) else { throw .noItem(number) }
      guard let run = run(behind: item) else { throw refusal }
      if let contract, !contract.isSame(as: run.contract) { throw refusal }
      contract = run.contract
      if stale.contains(where: { $0.number == number }), let own = item.run {
        try requirePriors(own, orPending: true)
      }
      guard item.isBooked else { throw .notPosted(number) }
      try requireNothingPending(about: number)
      let amount = open(item)
      guard amount != 0 else { throw refusal }
      guard date >= item.latest else { throw .backdated(number, not: item.latest) }
      if amount < 0 {
        recovered = item
      } else {
        isOwed = true
        if let budget = item.budget, !wasInstructed(number) { try requireOpen(budget, date) }
      }
      sum += amount
    }
    guard sum <= 0, isOwed, let year = recovered?.budget else { throw refusal }
    return Event.Offset(items: numbers, rest: sum, budget: try yearOfRecovery(year, date))
  }

  /// The year whose accounts money enters that comes in: the one that paid until 31 May, afterwards that of the
  /// day.
  private func yearOfRecovery(
    _ paid: FiscalYear, _ date: CivilDate
  ) throws(LedgerProblem) -> FiscalYear {
    let isInTime = paid.admits(date) && !closed.contains(paid)
    let budget = isInTime ? paid : FiscalYear(containing: date)
    try requireOpen(budget, date)
    return budget
  }

  /// Refuses while a void, a reissue, a receipt or a set-off of an item or payment waits for its signatures.
  private func requireNothingPending(about number: Int) throws(LedgerProblem) {
    let pending = items.filter { item in
      guard item.isPending else { return false }
      return switch item.event.content {
      case .void(let void): void.of == number
      case .reissue(let reissue): reissue.of == number
      case .receipt(let receipt): receipt.of == number
      case .offset(let offset): offset.items.contains(number)
      default: false
      }
    }.map(\.number)
    guard pending.isEmpty else { throw .pendingItems(pending) }
  }

  // MARK: - Years

  /// Refuses to close a year before 31 May, twice, or with something that would never be finished.
  func requireClosable(_ year: FiscalYear, date: CivilDate) throws(LedgerProblem) {
    guard let last = year.lastDayOfPayment, date >= last else { throw .tooEarlyToClose(year) }
    guard !closed.contains(year) else { throw .yearClosed(year) }
    let pending = items.filter { $0.isPending && $0.budget == year }.map(\.number)
    guard pending.isEmpty else { throw .pendingItems(pending) }
    let unpaid = items.filter { $0.budget == year && open($0) > 0 }.map(\.number)
    guard unpaid.isEmpty else { throw .unpaid(year, unpaid) }
  }

  func requireOpen(_ year: FiscalYear, _ date: CivilDate) throws(LedgerProblem) {
    guard !closed.contains(year) else { throw .yearClosed(year) }
    guard year.admits(date) else { throw .outsideYear(year, date) }
  }

  // MARK: - What every run must be

  /// The loudest error: the same key with another result.
  func requireSameResult(_ run: Run) throws(LedgerProblem) {
    let key = run.key
    for item in items {
      if item.key == key, let other = item.run, other.result != run.result {
        throw .otherResult(run, recorded: item.number)
      }
    }
  }

  private func requireCurrency(_ run: Run) throws(LedgerProblem) {
    for item in items {
      if let other = item.run, other.contract.isSame(as: run.contract),
        other.currency != run.currency
      {
        throw .otherCurrency(item.number)
      }
    }
  }

  private func requireReason(_ reason: String) throws(LedgerProblem) {
    let isText = reason.unicodeScalars.contains { !$0.properties.isWhitespace }
    guard isText, reason.utf8.count <= 1000 else { throw .noReason }
  }

  private func entry(_ amounts: [Account: Int64]) throws(LedgerProblem) -> Entry {
    guard let entry = Entry(amounts) else { throw .amountTooLarge }
    return entry
  }
}

extension Item {
  /// The signatures that it lacks.
  public var missingRoles: [Event.Role] {
    Event.Role.allCases.filter { role in !signatures.contains { $0.role == role } }
  }
}
