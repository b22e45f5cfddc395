import Diagnostics
import Evidence
import Ledger
import Quantities
import Settlement

/// The ledger of an office with what its people do: settlements come in as bundles, signatures and lists
/// of signers as files.
public struct OfficeLedger: Sendable {
  let file: LedgerFile

  /// A ledger at a path; nothing is opened yet.
  public init(_ path: String) { file = LedgerFile(path) }

  /// What an action did: an item or event, and whether it is new.
  public struct Answer: Sendable {
    /// The numbers of what was recorded or found.
    public let numbers: [Int]
    /// Whether something was recorded; otherwise all of it was there already.
    public let isNew: Bool
    /// The ledger afterwards.
    public let history: History
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

  /// Checks the file, the chain, the rules and the signatures, and that a checkpoint is contained.
  public func verify(checkpoint path: String?) throws(Refusal) -> History {
    var checkpoint: Checkpoint?
    if let path {
      let text = String(decoding: try FileBytes.read(path, largest: 4096), as: UTF8.self)
      checkpoint = Checkpoint(text)
      if checkpoint == nil { throw Refusal(LedgerProblem.checkpointUnreadable(path)) }
    }
    let expected = checkpoint
    return try Self.refusing { () throws(LedgerProblem) in try file.verify(checkpoint: expected) }
  }

  // MARK: - Recording

  /// Makes a ledger.
  public func create(signers path: String, date: CivilDate) throws(Refusal) {
    let signers = try Self.text(path)
    try Self.refusing { () throws(LedgerProblem) in
      try file.create(signers: signers, date: date)
    }
  }

  /// Records the settlement of a bundle, which must recompute to the same bytes.
  public func record(
    _ bundle: String, budget: FiscalYear, date: CivilDate
  ) throws(Refusal) -> Answer {
    let run = try Self.run(bundle)
    return try change { history throws(LedgerProblem) in
      let (number, isNew) = try history.record(run, budget: budget, date: date)
      return ([number], isNew)
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
    try change { history throws(LedgerProblem) in
      ([try history.void(number, reason: reason, date: date)], true)
    }
  }

  /// Declares a payment instruction not carried out.
  public func reissue(_ number: Int, reason: String, date: CivilDate) throws(Refusal) -> Answer {
    try change { history throws(LedgerProblem) in
      ([try history.reissue(number, reason: reason, date: date)], true)
    }
  }

  /// Proposes other people who may sign.
  public func propose(signers path: String, date: CivilDate) throws(Refusal) -> Answer {
    let signers = try Self.text(path)
    return try change { history throws(LedgerProblem) in
      ([try history.propose(signers: signers, date: date)], true)
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

  static func refusing<Result>(
    _ work: () throws(LedgerProblem) -> Result
  ) throws(Refusal) -> Result {
    do throws(LedgerProblem) { return try work() } catch { throw Refusal(error) }
  }

  /// What the ledger records of a bundle that recomputes to the same bytes.
  static func run(_ path: String) throws(Refusal) -> Run {
    let result = try RecordedSettlement.replay(path)
    guard result.isConfirmed else {
      throw Refusal(.notReplayed(path, result.lines), outcome: .differs)
    }
    let bundle = try RecordedSettlement.reading { () throws(BundleError) in try Bundle(path) }
    return try refusing { () throws(LedgerProblem) in try Run(bundle) }
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
