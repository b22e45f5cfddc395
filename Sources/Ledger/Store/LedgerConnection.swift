import Evidence
import Quantities

/// A ledger that is open: what each kind of store does in its own way.
protocol LedgerConnection {
  /// Where the ledger is, as messages show it.
  var path: String { get }

  /// Holds the lock, and commits what was done unless it fails.
  func transaction<Result>(
    _ work: (Self) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result

  /// Whether there is no ledger yet.
  func isEmpty() throws(LedgerProblem) -> Bool

  /// Makes the tables, and what keeps events as they are.
  func makeSchema() throws(LedgerProblem)

  /// Everything that is recorded, at one moment.
  func history() throws(LedgerProblem) -> History

  /// Records events after the one with the hash `head`.
  func insert(_ records: ArraySlice<Record>, after head: [UInt8]) throws(LedgerProblem)
}

extension LedgerConnection {
  /// Makes a ledger with its first event, or finds the one that began so.
  ///
  /// - Returns: whether it was made now.
  func create(signers: String, date: CivilDate) throws(LedgerProblem) -> Bool {
    let opening = try opening(signers: signers, date: date)
    return try transaction { database throws(LedgerProblem) in
      guard try database.isEmpty() else {
        try requireOpening(try? database.history(), signers: signers, date: date)
        return false
      }
      try database.makeSchema()
      try database.insert(opening.records[...], after: Record.start)
      return true
    }
  }

  /// Records what `work` adds, under the lock: all or none.
  func change<Result>(
    _ work: (inout History) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    try transaction { database throws(LedgerProblem) in
      var history = try database.history()
      let (count, head) = (history.records.count, history.head)
      let result = try work(&history)
      try database.insert(history.records[count...], after: head)
      return result
    }
  }

  /// The history of a ledger that is only made.
  private func opening(signers: String, date: CivilDate) throws(LedgerProblem) -> History {
    var history = History()
    let name = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    try history.add(
      Event(
        date: date,
        content: .opening(.init(ledger: Digest.hexadecimal(name), signers: signers))))
    return history
  }

  /// Refuses a ledger that did not begin so.
  private func requireOpening(
    _ history: History?, signers: String, date: CivilDate
  ) throws(LedgerProblem) {
    guard let first = history?.events.first, case .opening(let opening) = first.content,
      first.date == date, opening.signers.utf8.elementsEqual(signers.utf8)
    else { throw .exists(path) }
  }
}
