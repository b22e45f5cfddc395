import CPostgreSQL
import Diagnostics
import Quantities

/// A ledger in a database of PostgreSQL, in the schema `pfs`: one for each database.
///
/// Every change is one transaction under an advisory lock; it is reported when the server has brought it to
/// the disk (`fsync` and `synchronous_commit` on). Triggers keep honest programs from changing what is
/// recorded, the chain of hashes shows what others changed.
public struct LedgerDatabase: LedgerStore {
  /// A URI of libpq, without a password.
  private let address: String
  /// How long to wait for another writer, in seconds.
  private let patience: Double

  /// Whether a text is the address of a database, not of a file.
  public static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
  }

  /// The address as messages show it: options may say more than everybody should read.
  public var path: String { Self.shown(address) }

  static func shown(_ address: String) -> String { String(address.prefix { $0 != "?" }) }

  /// A ledger at an address; nothing is opened yet.
  public init(_ address: String, patience: Double = 30) {
    self.address = address
    self.patience = patience
  }

  public func create(signers: String, date: CivilDate) throws(LedgerProblem) -> Bool {
    try connected { database throws(LedgerProblem) in
      try database.create(signers: signers, date: date)
    }
  }

  public func read() throws(LedgerProblem) -> History {
    try connected { database throws(LedgerProblem) in try database.history() }
  }

  public func change<Result>(
    _ work: (inout History) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    try connected { database throws(LedgerProblem) in try database.change(work) }
  }

  public func verify(checkpoint: Checkpoint? = nil) throws(LedgerProblem) -> History {
    let history = try read()
    try require(checkpoint, in: history)
    return history
  }

  private func connected<Result>(
    _ work: (PostgreSQLConnection) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    let connection = try PostgreSQLConnection(address, patience: patience)
    return try work(connection)
  }
}

extension PostgreSQLConnection: LedgerConnection {
  /// The number of the lock that writers of a ledger hold: `pfs1`.
  private static let lock: Int64 = 0x7066_7331

  func transaction<Result>(
    _ work: (PostgreSQLConnection) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    try run("BEGIN ISOLATION LEVEL READ COMMITTED")
    do throws(LedgerProblem) {
      try run("SELECT pg_advisory_xact_lock($1)", .integer(Self.lock))
      let result = try work(self)
      try commit()
      return result
    } catch {
      _ = try? run("ROLLBACK")
      throw error
    }
  }

  func isEmpty() throws(LedgerProblem) -> Bool {
    try run("SELECT 1 FROM pg_namespace WHERE nspname = 'pfs'").isEmpty
  }

  func makeSchema() throws(LedgerProblem) {
    for statement in PostgreSQLSchema.statements { try run(statement) }
  }

  func history() throws(LedgerProblem) -> History {
    if try isEmpty() { throw .notALedger(path) }
    try requireSchema()
    var history = History()
    // One statement sees one moment, also without the lock.
    let rows = try run(
      "SELECT number, previous, convert_to(body, 'UTF8'), hash FROM pfs.event ORDER BY number")
    for row in rows {
      guard row.count == 4, row[0].count == 8 else { throw .chainBroken(history.records.count) }
      let number = row[0].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      try history.restore(
        number: Int(Int64(bitPattern: number)), previous: row[1], body: row[2], hash: row[3])
    }
    guard !history.records.isEmpty else { throw .chainBroken(0) }
    return history
  }

  func insert(_ records: ArraySlice<Record>, after head: [UInt8]) throws(LedgerProblem) {
    var previous = head
    for record in records {
      try run(
        "INSERT INTO pfs.event (number, previous, body, hash) VALUES ($1, $2, $3, $4)",
        .integer(Int64(record.number)), .bytes(previous), .text(record.body), .bytes(record.hash))
      previous = record.hash
    }
  }

  /// What keeps events as they are is still there, and in force.
  private func requireSchema() throws(LedgerProblem) {
    func lines(_ sql: String) throws(LedgerProblem) -> [String] {
      try run(sql).map { String(decoding: $0.first ?? [], as: UTF8.self) }
    }
    guard
      try lines("SELECT obj_description('pfs'::regnamespace, 'pg_namespace')")
        == [PostgreSQLSchema.mark]
    else { throw .notALedger(path) }
    let triggers = try lines(
      """
      SELECT concat_ws(' ', tgname, tgenabled, tgtype, tgfoid::regproc) FROM pg_trigger
      WHERE tgrelid = 'pfs.event'::regclass AND NOT tgisinternal ORDER BY tgname
      """)
    guard triggers == PostgreSQLSchema.triggers else { throw .damaged(path, detail: "triggers") }
    let functions = try lines(
      "SELECT prosrc FROM pg_proc WHERE pronamespace = 'pfs'::regnamespace ORDER BY proname")
    guard functions == PostgreSQLSchema.functions.map(\.body) else {
      throw .damaged(path, detail: "functions")
    }
    let others = try lines(
      "SELECT rulename FROM pg_rewrite WHERE ev_class = 'pfs.event'::regclass")
    guard others.isEmpty else { throw .damaged(path, detail: "rules") }
  }
}
