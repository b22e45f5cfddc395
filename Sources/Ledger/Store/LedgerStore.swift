import Quantities

/// Where a ledger is kept: a file of SQLite for one office, a database of PostgreSQL for several.
///
/// Both hold the same events in the same chain; everything else follows from these. A store knows no rule of
/// the book: it keeps what `History` holds, all of a change or none, and nobody's beside it.
public protocol LedgerStore: Sendable {
  /// Where it is, as messages show it.
  var path: String { get }

  /// Makes a ledger with its first event; one that began with the same signers on the same day is found again.
  ///
  /// - Returns: whether it was made now.
  func create(signers: String, date: CivilDate) throws(LedgerProblem) -> Bool

  /// Reads everything that is recorded.
  func read() throws(LedgerProblem) -> History

  /// Reads, lets `work` add events, and records them: all or none.
  ///
  /// Others wait meanwhile, and see the ledger as it was or as it is afterwards.
  func change<Result>(
    _ work: (inout History) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result

  /// Reads everything, with the store's own checks.
  ///
  /// - Parameter checkpoint: kept by another office; the ledger must contain it.
  func verify(checkpoint: Checkpoint?) throws(LedgerProblem) -> History
}

extension LedgerStore {
  /// Refuses a ledger that does not contain a checkpoint.
  func require(_ checkpoint: Checkpoint?, in history: History) throws(LedgerProblem) {
    guard let checkpoint else { return }
    guard checkpoint.ledger == history.book.ledger else { throw .otherLedger(path) }
    guard history.records.indices.contains(checkpoint.number),
      history.records[checkpoint.number].hash == checkpoint.hash
    else { throw .rolledBack(checkpoint: checkpoint.number, events: history.records.count) }
  }
}
