import Diagnostics
import Evidence
import Ledger
import Quantities
import Settlement

/// The ledger of an office with what its people do: settlements come in as bundles, signatures and lists
/// of signers as files.
public struct OfficeLedger: Sendable {
  let file: any LedgerStore

  /// A ledger in a file, or in the database of an address `postgresql://…`; nothing is opened yet.
  public init(_ place: String) {
    file = LedgerDatabase.isAddress(place) ? LedgerDatabase(place) : LedgerFile(place)
  }

  /// What an action did: an item or event, and whether it is new.
  public struct Answer: Sendable {
    /// The numbers of what was recorded or found.
    public let numbers: [Int]
    /// Whether something was recorded; otherwise all of it was there already.
    public let isNew: Bool
    /// The ledger afterwards.
    public let history: History
    /// What there is to say about earlier runs.
    public var warnings: [Diagnostic] = []
  }

  // MARK: - Reading

  /// Everything that is recorded.
  public func history() throws(Refusal) -> History { try Self.refusing(file.read) }

  /// The text that people sign for an item.
  public func statement(_ number: Int) throws(Refusal) -> [UInt8] {
    guard let statement = try history().statement(number) else {
      throw Refusal(LedgerProblem.noItem(number))
    }
    return statement
  }

  /// Checks the file, the chain, the rules and the signatures, that a checkpoint is contained, and that the
  /// signatures are of the people on a list that somebody else keeps.
  public func verify(
    checkpoint path: String?, signers: String? = nil
  ) throws(Refusal) -> History {
    var checkpoint: Checkpoint?
    if let path {
      let text = String(decoding: try FileBytes.read(path, largest: 4096), as: UTF8.self)
      checkpoint = Checkpoint(text)
      if checkpoint == nil { throw Refusal(LedgerProblem.checkpointUnreadable(path)) }
    }
    let expected = checkpoint
    var list: AllowedSigners?
    if let signers { list = try Self.signers(signers) }
    let known = list
    return try Self.refusing { () throws(LedgerProblem) in
      let history = try file.verify(checkpoint: expected)
      let strangers = known.map(history.strangers) ?? []
      guard strangers.isEmpty else { throw .otherSigners(strangers) }
      return history
    }
  }

  // MARK: - Recording

  /// Makes a ledger, or finds the one that was made so.
  ///
  /// - Returns: whether it was made now.
  public func create(signers path: String, date: CivilDate) throws(Refusal) -> Bool {
    let signers = try Self.text(path)
    return try Self.refusing { () throws(LedgerProblem) in
      try file.create(signers: signers, date: date)
    }
  }

  /// Records the settlement of a bundle, which must recompute to the same bytes.
  ///
  /// - Parameter broughtForward: it was paid before the ledger began.
  public func record(
    _ bundle: String, budget: FiscalYear, broughtForward: Bool = false, date: CivilDate
  ) throws(Refusal) -> Answer {
    let run = try Self.run(bundle)
    return try one { history throws(LedgerProblem) in
      broughtForward
        ? try history.bringForward(run, budget: budget, date: date)
        : try history.record(run, budget: budget, date: date)
    }
  }

  /// Records a signature that `ssh-keygen -Y sign` made.
  public func approve(
    _ number: Int, signature path: String, date: CivilDate
  ) throws(Refusal) -> Answer {
    let text = try FileBytes.read(path, largest: 64 << 10)
    return try change { history throws(LedgerProblem) in
      ([number], try history.sign(number, text: text, date: date).isNew)
    }
  }

  /// Posts items in the given order: all or none.
  public func post(_ numbers: [Int], date: CivilDate) throws(Refusal) -> Answer {
    try change { history throws(LedgerProblem) in
      var isNew = false
      for number in numbers {
        let now = try history.post(number, date: date)
        isNew = isNew || now
      }
      return (numbers, isNew)
    }
  }

  /// Records the opposite of an item.
  public func void(_ number: Int, reason: String, date: CivilDate) throws(Refusal) -> Answer {
    try one { history throws(LedgerProblem) in
      try history.void(number, reason: reason, date: date)
    }
  }

  /// Declares a payment instruction not carried out.
  public func reissue(_ number: Int, reason: String, date: CivilDate) throws(Refusal) -> Answer {
    try one { history throws(LedgerProblem) in
      try history.reissue(number, reason: reason, date: date)
    }
  }

  /// Declares that what an item asked back has come in.
  public func receive(_ number: Int, date: CivilDate) throws(Refusal) -> Answer {
    try one { history throws(LedgerProblem) in try history.receive(number, date: date) }
  }

  /// Sets off items that leave nothing to be paid.
  public func offset(_ numbers: [Int], date: CivilDate) throws(Refusal) -> Answer {
    try one { history throws(LedgerProblem) in try history.offset(numbers, date: date) }
  }

  /// Proposes other bank accounts to pay from and to; what is recorded are the hashes of the files.
  public func propose(
    payer: String, payees: String, date: CivilDate
  ) throws(Refusal) -> Answer {
    let payees = try Accounts.load(payees)
    let book = try history().book
    try payees.requireNoneTwice(book.items.compactMap { book.run(behind: $0)?.contract })
    let accounts = Event.Accounts(
      payer: try Accounts.load(payer).onePayer().sha256, payees: payees.sha256)
    return try one { history throws(LedgerProblem) in
      try history.propose(accounts: accounts, date: date)
    }
  }

  /// Proposes other people who may sign.
  public func propose(signers path: String, date: CivilDate) throws(Refusal) -> Answer {
    let signers = try Self.text(path)
    return try one { history throws(LedgerProblem) in
      try history.propose(signers: signers, date: date)
    }
  }

  /// Closes the accounts of a fiscal year.
  public func close(_ year: FiscalYear, date: CivilDate) throws(Refusal) -> Answer {
    try change { history throws(LedgerProblem) in
      ([], try history.close(year, date: date))
    }
  }

  // MARK: - Refusals

  func change(
    _ work: (inout History) throws(LedgerProblem) -> (numbers: [Int], isNew: Bool)
  ) throws(Refusal) -> Answer {
    try Self.refusing { () throws(LedgerProblem) in
      try file.change { history throws(LedgerProblem) in
        let (numbers, isNew) = try work(&history)
        return Answer(numbers: numbers, isNew: isNew, history: history)
      }
    }
  }

  private func one(
    _ work: (inout History) throws(LedgerProblem) -> (number: Int, isNew: Bool)
  ) throws(Refusal) -> Answer {
    try change { history throws(LedgerProblem) in
      let (number, isNew) = try work(&history)
      return ([number], isNew)
    }
  }

  static func refusing<Result>(
    _ work: () throws(LedgerProblem) -> Result
  ) throws(Refusal) -> Result {
    do throws(LedgerProblem) { return try work() } catch { throw Refusal(error) }
  }

  /// What the ledger records of a bundle that recomputes to the same bytes.
  static func run(_ path: String) throws(Refusal) -> Run {
    let result = try RecordedSettlement.replay(path)
    guard result.isConfirmed else {
      throw Refusal(
        .notReplayed(path, result.lines), tongue: RecordedSettlement.tongue(of: path),
        outcome: .differs)
    }
    let bundle = try RecordedSettlement.reading { () throws(BundleError) in try Bundle(path) }
    return try refusing { () throws(LedgerProblem) in try Run(bundle) }
  }

  /// Reads a list of signers.
  static func signers(_ path: String) throws(Refusal) -> AllowedSigners {
    let bytes = try FileBytes.read(path, largest: 1 << 20)
    do throws(AllowedSigners.Problem) { return try AllowedSigners(bytes) } catch {
      throw Refusal(LedgerProblem.signersUnreadable(lines: error.lines))
    }
  }

  private static func text(_ path: String) throws(Refusal) -> String {
    String(decoding: try FileBytes.read(path, largest: 1 << 20), as: UTF8.self)
  }
}

extension Refusal {
  /// The ledger has neither an item nor a payment of a number.
  public static func noItem(_ number: Int) -> Refusal { Refusal(LedgerProblem.noItem(number)) }

  /// Says why the ledger refuses.
  init(_ problem: LedgerProblem) {
    let outcome: Outcome =
      problem.isDifference ? .differs : problem.isInputOutput ? .inputOutput : .refused
    self.init(problem.diagnostic, outcome: outcome)
  }
}
