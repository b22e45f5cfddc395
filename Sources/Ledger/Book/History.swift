import Crypto
import Evidence
import Quantities
import Settlement

/// An event as it is stored, with its place in the chain.
public struct Record: Hashable, Sendable {
  public let number: Int
  /// The stored bytes: canonical JSON.
  public let body: [UInt8]
  /// SHA-256 of the hash before it, its number in eight bytes (most significant first), and its bytes.
  public let hash: [UInt8]

  /// The hash before the first event.
  static let start = [UInt8](repeating: 0, count: 32)

  static func hash(after previous: [UInt8], _ number: Int, _ body: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: previous)
    hash.update(
      data: (0..<8).reversed().map { UInt8(truncatingIfNeeded: UInt64(number) >> ($0 * 8)) })
    hash.update(data: body)
    return Array(hash.finalize())
  }
}

/// The events of a ledger with the book that follows from them. It only grows.
public struct History: Sendable {
  public private(set) var records: [Record] = []
  public private(set) var events: [Event] = []
  public private(set) var book = Book()

  /// Nothing yet.
  public init() {}

  /// The hash of the last event; zeros before the first.
  public var head: [UInt8] { records.last?.hash ?? Record.start }

  /// Adds a new event.
  ///
  /// - Returns: its number.
  @discardableResult
  public mutating func add(_ event: Event) throws(LedgerProblem) -> Int {
    let number = records.count
    try accept(event, number)
    let body = event.json.canonicalBytes
    records.append(
      Record(number: number, body: body, hash: Record.hash(after: head, number, body)))
    return number
  }

  /// Takes a stored event in, after checking the chain, its form, the rules and its signature.
  mutating func restore(
    number: Int, previous: [UInt8], body: [UInt8], hash: [UInt8]
  ) throws(LedgerProblem) {
    guard number == records.count, previous == head,
      hash == Record.hash(after: previous, number, body)
    else { throw .chainBroken(records.count) }
    let json: JSONValue
    do throws(CanonicalJSONError) { json = try JSONValue(canonical: body) } catch {
      throw .forbidden(number)
    }
    guard let event = Event(json) else { throw .forbidden(number) }
    do throws(LedgerProblem) { try accept(event, number) } catch { throw .forbidden(number) }
    records.append(Record(number: number, body: body, hash: hash))
  }

  private mutating func accept(_ event: Event, _ number: Int) throws(LedgerProblem) {
    if case .signature(let signature) = event.content { try verify(signature, event.date) }
    try book.apply(event, number: number)
    events.append(event)
  }

  // MARK: - Signatures

  /// What people sign for an item; nil if there is no such item.
  public func statement(_ number: Int) -> [UInt8]? {
    book.item(number)?.statement(ledger: book.ledger, hash: records[number].hash)
  }

  /// Whose signature a text is, and for what.
  ///
  /// - Throws: that it is none, that it is not over this item, or that its key may not sign.
  public func signature(
    of number: Int, text: [UInt8], date: CivilDate
  ) throws(LedgerProblem) -> Event.Signature {
    guard let statement = statement(number) else { throw .noItem(number) }
    let signature: SSHSignature
    do throws(SSHSignature.Problem) { signature = try SSHSignature(armoured: text) } catch {
      throw .signatureUnreadable(error)
    }
    guard let role = Event.Role.allCases.first(where: { $0.namespace == signature.namespace })
    else { throw .otherNamespace }
    guard signature.isValid(for: statement) else { throw .signatureInvalid(number) }
    guard let signer = book.signers?.signer(signature.key, for: role.namespace, on: date) else {
      throw .unknownSigner(signature.key.fingerprint, role)
    }
    return Event.Signature(
      of: number, role: role, person: signer.person, key: signature.key.fingerprint,
      text: String(decoding: text, as: UTF8.self))
  }

  /// The items with signatures that a list, kept by somebody else, gives to nobody or to another person.
  public func strangers(to list: AllowedSigners) -> [Int] {
    var found: Set<Int> = []
    for event in events {
      guard case .signature(let recorded) = event.content else { continue }
      let signature = try? SSHSignature(armoured: Array(recorded.text.utf8))
      let signer = signature.flatMap {
        list.signer($0.key, for: recorded.role.namespace, on: event.date)
      }
      let isKnown = signer?.person.utf8.elementsEqual(recorded.person.utf8) ?? false
      if !isKnown { found.insert(recorded.of) }
    }
    return found.sorted()
  }

  private func verify(_ signature: Event.Signature, _ date: CivilDate) throws(LedgerProblem) {
    let again = try self.signature(
      of: signature.of, text: Array(signature.text.utf8), date: date)
    guard again == signature else { throw .signatureInvalid(signature.of) }
  }

  // MARK: - Actions

  /// Records a settlement of a period that has none; a run that is recorded already is found again.
  ///
  /// - Returns: its number, and whether it is new.
  public mutating func record(
    _ run: Run, budget: FiscalYear, date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    if let number = try stored(run) { return (number, false) }
    let entry = try book.settlement(run, budget: budget, date: date)
    return (try add(Event(date: date, content: .settlement(run, budget: budget, entry))), true)
  }

  /// Records a settlement that was paid before the ledger began; one that is recorded already is found again.
  ///
  /// - Returns: its number, and whether it is new.
  public mutating func bringForward(
    _ run: Run, budget: FiscalYear, date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    if let number = try stored(run) { return (number, false) }
    let entry = try book.broughtForward(run, budget: budget)
    return (
      try add(Event(date: date, content: .broughtForward(run, budget: budget, entry))), true
    )
  }

  /// Restates periods, the earliest first, and with them everything that was settled after them.
  ///
  /// - Returns: the numbers; those of runs that are in force already, with a difference of zero, are not new.
  public mutating func restate(
    _ runs: [Run], reason: String, carried: Bool, date: CivilDate
  ) throws(LedgerProblem) -> [(number: Int, isNew: Bool)] {
    var numbers: [(number: Int, isNew: Bool)] = []
    for run in runs {
      if let number = try counting(run) {
        if case .restatement(let known) = book.item(number)?.event.content {
          guard known.reason.utf8.elementsEqual(reason.utf8),
            (known.treatment == .nextSettlement) == carried
          else { throw .restatedOtherwise(number) }
        }
        numbers.append((number, false))
        continue
      }
      let restatement = try book.restatement(run, reason: reason, carried: carried, date: date)
      numbers.append((try add(Event(date: date, content: .restatement(restatement))), true))
    }
    for run in runs { try book.requireWithinLimits(run) }
    let stale = book.stale.filter { item in
      runs.contains { item.run?.contract.isSame(as: $0.contract) ?? false }
    }
    guard stale.isEmpty else { throw .laterSettlements(stale.map(\.number)) }
    return numbers
  }

  /// The number of the item that records a run and has not been taken back.
  private func stored(_ run: Run) throws(LedgerProblem) -> Int? {
    try book.requireSameResult(run)
    let key = run.key
    return book.items.last { $0.key == key && ($0.isPending || $0.isInForce) }?.number
  }

  /// The number of the item that counts for a run's period, if it records this very run.
  private func counting(_ run: Run) throws(LedgerProblem) -> Int? {
    try book.requireSameResult(run)
    let item = book.inForce(run.contract, period: run.period, orPending: true)
    return item?.key == run.key ? item?.number : nil
  }

  // What is declared of an item or a payment is found again if the same was declared on the same day.

  private mutating func declare(
    _ date: CivilDate, isSame: (Event.Content) -> Bool,
    _ content: (Book) throws(LedgerProblem) -> Event.Content
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    let found = book.items.last {
      $0.event.date == date && !$0.isTakenBack && isSame($0.event.content)
    }
    if let found { return (found.number, false) }
    return (try add(Event(date: date, content: try content(book))), true)
  }

  /// Records the opposite of an item.
  public mutating func void(
    _ number: Int, reason: String, date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    try declare(
      date,
      isSame: {
        if case .void(let void) = $0 { void.of == number && void.reason == reason } else { false }
      }
    ) { book throws(LedgerProblem) in .void(try book.void(number, reason: reason, date: date)) }
  }

  /// Records a person's signature on an item; the same signature again is found again.
  public mutating func sign(
    _ number: Int, text: [UInt8], date: CivilDate
  ) throws(LedgerProblem) -> (signature: Event.Signature, isNew: Bool) {
    let signature = try signature(of: number, text: text, date: date)
    if book.item(number)?.signatures.contains(signature) ?? false { return (signature, false) }
    try add(Event(date: date, content: .signature(signature)))
    return (signature, true)
  }

  /// Posts an item; one that is posted already stays so.
  ///
  /// - Returns: whether it was posted now.
  public mutating func post(_ number: Int, date: CivilDate) throws(LedgerProblem) -> Bool {
    if case .posted = book.item(number)?.state { return false }
    try add(Event(date: date, content: .posting(of: number)))
    return true
  }

  /// Declares a payment not carried out, so that after approval it can be instructed again.
  public mutating func reissue(
    _ number: Int, reason: String, date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    try declare(
      date,
      isSame: {
        if case .reissue(let old) = $0 { old.of == number && old.reason == reason } else { false }
      }
    ) { book throws(LedgerProblem) in
      .reissue(try book.reissue(number, reason: reason, date: date))
    }
  }

  /// Declares that what an item asked back has come in.
  public mutating func receive(
    _ number: Int, date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    try declare(
      date, isSame: { if case .receipt(let receipt) = $0 { receipt.of == number } else { false } }
    ) { book throws(LedgerProblem) in .receipt(try book.receipt(number, date: date)) }
  }

  /// Sets off items of one contract that leave nothing to be paid.
  public mutating func offset(
    _ numbers: [Int], date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    let items = Set(numbers).sorted()
    return try declare(
      date, isSame: { if case .offset(let offset) = $0 { offset.items == items } else { false } }
    ) { book throws(LedgerProblem) in .offset(try book.offset(items, date: date)) }
  }

  /// Records a payment instruction for posted items.
  ///
  /// - Parameter file: makes the bytes of the instruction's file from it and its number.
  /// - Returns: its number and those bytes.
  public mutating func pay(
    _ items: [Int], format: PaymentFormat, named name: String, date: CivilDate,
    file: (Event.Payment, Int) throws(LedgerProblem) -> [UInt8]
  ) throws(LedgerProblem) -> (number: Int, bytes: [UInt8]) {
    let draft = try book.payment(items, format: format, file: name, sha256: "", date: date)
    let bytes = try file(draft, records.count)
    let payment = try book.payment(
      items, format: format, file: name, sha256: Digest.sha256(bytes), date: date)
    return (try add(Event(date: date, content: .payment(payment))), bytes)
  }

  /// Proposes other people who may sign.
  public mutating func propose(
    signers: String, date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    try propose(.signers(signers), date)
  }

  /// Proposes other bank accounts to pay from and to.
  public mutating func propose(
    accounts: Event.Accounts, date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    try propose(.accounts(accounts), date)
  }

  /// What the last proposal of its kind proposes already is found again.
  private mutating func propose(
    _ content: Event.Content, _ date: CivilDate
  ) throws(LedgerProblem) -> (number: Int, isNew: Bool) {
    let proposal = Event(date: date, content: content)
    let last = book.items.last { $0.event.kind == proposal.kind && !$0.isTakenBack }
    if let last, last.event.content == content { return (last.number, false) }
    return (try add(proposal), true)
  }

  /// Closes the accounts of a year; a closed one stays so.
  ///
  /// - Returns: whether it was closed now.
  public mutating func close(_ year: FiscalYear, date: CivilDate) throws(LedgerProblem) -> Bool {
    if book.closed.contains(year) { return false }
    try add(Event(date: date, content: .closing(year)))
    return true
  }
}
