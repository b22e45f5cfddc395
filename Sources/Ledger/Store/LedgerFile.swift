import Diagnostics
import Foundation
import GRDB
import Glibc
import Quantities

/// A ledger in a file of SQLite.
///
/// Every change is one transaction under SQLite's lock, brought to the disk before it is reported
/// (`journal_mode` DELETE, `synchronous` EXTRA). The file is never read or copied by other means while it
/// is open: closing it would drop the lock.
public struct LedgerFile: LedgerStore {
  private let place: LedgerPath
  /// How long to wait for another writer, in seconds.
  private let patience: Double

  /// The path, as messages show it.
  public var path: String { place.path }

  /// A ledger at a path; nothing is opened yet.
  public init(_ path: String, patience: Double = 30) {
    place = LedgerPath(path)
    self.patience = patience
  }

  public func create(signers: String, date: CivilDate) throws(LedgerProblem) -> Bool {
    try place.requireLocal()
    // A file is made only for a ledger that can begin.
    _ = try Book.signers(signers)
    try place.makeFile()
    return try connected { database throws(LedgerProblem) in
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

  /// Reads everything, with SQLite's own check of the file.
  public func verify(checkpoint: Checkpoint? = nil) throws(LedgerProblem) -> History {
    let history = try connected { database throws(LedgerProblem) in
      try database.checkIntegrity()
      return try database.history()
    }
    try require(checkpoint, in: history)
    return history
  }

  // MARK: - Connections

  /// Whether a file system of this number in `statfs(2)` is, or may be, of another machine.
  package static func isNetwork(type: UInt32) -> Bool { LedgerPath.isNetwork(type: type) }

  private func connected<Result>(
    _ work: (Connection) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    try place.requireLocal()
    let identity = try place.identity()
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.readonly = access(place.path, W_OK) != 0
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA synchronous = EXTRA;
          PRAGMA recursive_triggers = ON;
          PRAGMA trusted_schema = OFF;
          PRAGMA cell_size_check = ON;
          """)
    }
    do {
      let queue = try DatabaseQueue(path: place.path, configuration: configuration)
      guard try place.identity() == identity else { throw LedgerProblem.unsafeFile(place.path) }
      let result = try queue.inDatabase { database in
        let connection = Connection(database: database, path: place.path)
        try connection.requireSettings()
        return try work(connection)
      }
      try queue.close()
      return result
    } catch let problem as LedgerProblem {
      throw problem
    } catch {
      throw Connection.problem(error, place.path)
    }
  }
}

/// An open ledger file.
private struct Connection: LedgerConnection {
  let database: Database
  let path: String

  /// What SQLite's errors mean for a ledger.
  static func problem(_ error: any Error, _ path: String) -> LedgerProblem {
    guard let error = error as? DatabaseError else {
      return .storage(path, Text("\(type(of: error))"))
    }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path)
    case .SQLITE_FULL: return .storage(path, SystemError.text(ENOSPC))
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return .storage(path, SystemError.text(EACCES))
    case .SQLITE_IOERR: return .storage(path, SystemError.text(EIO))
    case .SQLITE_NOMEM: return .storage(path, SystemError.text(ENOMEM))
    case .SQLITE_CANTOPEN: return .storage(path, SystemError.text(EIO))
    default: return .damaged(path, detail: "SQLite \(error.extendedResultCode.rawValue)")
    }
  }

  private func run<Result>(_ work: () throws -> Result) throws(LedgerProblem) -> Result {
    do { return try work() } catch let problem as LedgerProblem { throw problem } catch {
      throw Self.problem(error, path)
    }
  }

  func transaction<Result>(
    _ work: (Connection) throws(LedgerProblem) -> Result
  ) throws(LedgerProblem) -> Result {
    var result: Result?
    try run {
      try database.inTransaction(.immediate) {
        result = try work(self)
        return .commit
      }
    }
    guard let result else { throw .storage(path, .none) }
    return result
  }

  private func setting(_ name: String) throws(LedgerProblem) -> DatabaseValue? {
    try run { try DatabaseValue.fetchOne(database, sql: "PRAGMA \(name)") }
  }

  /// Reads back what the promises stand on.
  func requireSettings() throws(LedgerProblem) {
    let expected: [(name: String, value: DatabaseValue)] = [
      ("journal_mode", "delete".databaseValue), ("synchronous", 3.databaseValue),
      ("recursive_triggers", 1.databaseValue), ("encoding", "UTF-8".databaseValue),
    ]
    for (name, value) in expected {
      guard try setting(name) == value else { throw .damaged(path, detail: name) }
    }
  }

  func isEmpty() throws(LedgerProblem) -> Bool {
    let objects = try run { try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") }
    let application = try setting("application_id")
    return objects == 0 && application == 0.databaseValue
  }

  func makeSchema() throws(LedgerProblem) {
    try run {
      try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(Schema.version)")
      for object in Schema.objects { try database.execute(sql: object.sql) }
    }
  }

  private func requireSchema() throws(LedgerProblem) {
    guard try setting("application_id") == Schema.applicationID.databaseValue else {
      throw .notALedger(path)
    }
    guard try setting("user_version") == Schema.version.databaseValue else {
      throw .damaged(path, detail: "user_version")
    }
    let found = try run {
      try Row.fetchAll(database, sql: "SELECT type, name, sql FROM sqlite_schema").map { row in
        Schema.Object(
          kind: row["type"] ?? "", name: row["name"] ?? "", sql: row["sql"] ?? "")
      }
    }
    guard Set(found) == Set(Schema.objects), found.count == Schema.objects.count else {
      throw .damaged(path, detail: "sqlite_schema")
    }
  }

  func checkIntegrity() throws(LedgerProblem) {
    let answers = try run { try String.fetchAll(database, sql: "PRAGMA integrity_check") }
    guard answers == ["ok"] else { throw .damaged(path, detail: "integrity_check") }
  }

  func history() throws(LedgerProblem) -> History {
    try requireSchema()
    // The bytes as they are stored, whatever they are.
    let rows = try run {
      try Row.fetchAll(
        database,
        sql: """
          SELECT number, CAST(previous AS BLOB) AS previous, CAST(body AS BLOB) AS body,
            CAST(hash AS BLOB) AS hash
          FROM event ORDER BY number
          """)
    }
    var history = History()
    for row in rows {
      guard let number = Int.fromDatabaseValue(row["number"]),
        case .int64 = (row["number"] as DatabaseValue).storage
      else { throw .chainBroken(history.records.count) }
      func bytes(_ name: String) -> [UInt8] { Array((row[name] as Data?) ?? Data()) }
      try history.restore(
        number: number, previous: bytes("previous"), body: bytes("body"), hash: bytes("hash"))
    }
    guard !history.records.isEmpty else { throw .chainBroken(0) }
    return history
  }

  func insert(_ records: ArraySlice<Record>, after head: [UInt8]) throws(LedgerProblem) {
    var previous = head
    try run {
      for record in records {
        try database.execute(
          sql: "INSERT INTO event (number, previous, body, hash) VALUES (?, ?, ?, ?)",
          arguments: [
            record.number, Data(previous), String(decoding: record.body, as: UTF8.self),
            Data(record.hash),
          ])
        previous = record.hash
      }
    }
  }
}
