import CPostgreSQL
import Diagnostics
import Glibc

/// A connection to PostgreSQL that says what its promises stand on; closed when it goes.
final class PostgreSQLConnection {
  /// The address, as messages show it.
  let path: String
  private let handle: OpaquePointer

  /// A value that goes to the server in binary.
  enum Parameter {
    case integer(Int64)
    case bytes([UInt8])
    /// UTF-8.
    case text([UInt8])

    fileprivate var type: Oid {
      switch self {
      case .integer: 20
      case .bytes: 17
      case .text: 25
      }
    }

    fileprivate var binary: [UInt8] {
      switch self {
      case .integer(let value): withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
      case .bytes(let bytes), .text(let bytes): bytes
      }
    }
  }

  /// Connects, and refuses a server that does not bring commits to the disk.
  ///
  /// - Throws: `LedgerProblem.passwordInAddress`, `.storage`, or `.damaged` with the setting.
  init(_ address: String, patience: Double) throws(LedgerProblem) {
    try Self.requireNoPassword(address)
    path = LedgerDatabase.shown(address)
    guard let handle = PQconnectdb(address) else {
      throw .storage(path, SystemError.text(ENOMEM))
    }
    self.handle = handle
    guard PQstatus(handle) == CONNECTION_OK else {
      let message = String(cString: PQerrorMessage(handle)).split(separator: "\n").first ?? ""
      throw .storage(path, Text("PostgreSQL: \(message)"))
    }
    try run("SET search_path = pg_catalog")
    try run("SET client_encoding = 'UTF8'")
    try run("SET lock_timeout = '\(Int(patience * 1000))ms'")
    try require("fsync", ["on"])
    try require("server_encoding", ["UTF8"])
    try require("synchronous_commit", ["on", "local", "remote_write", "remote_apply"])
  }

  deinit { PQfinish(handle) }

  /// A password in an argument can be read by everybody on the machine.
  private static func requireNoPassword(_ address: String) throws(LedgerProblem) {
    guard let options = PQconninfoParse(address, nil) else {
      throw .storage("postgresql", Text(en: "no such address", ja: "接続先の書き方が正しくありません"))
    }
    defer { PQconninfoFree(options) }
    var option = options
    while option.pointee.keyword != nil {
      // libpq marks with a star what nobody may see: password, sslpassword.
      let isSecret = option.pointee.dispchar.map { $0.pointee == CChar(UInt8(ascii: "*")) } ?? false
      if isSecret, option.pointee.val != nil { throw .passwordInAddress }
      option += 1
    }
  }

  private func require(_ setting: String, _ values: [String]) throws(LedgerProblem) {
    let found = try run("SELECT current_setting('\(setting)')").first?.first ?? []
    guard values.contains(String(decoding: found, as: UTF8.self)) else {
      throw .damaged(path, detail: "PostgreSQL \(setting)")
    }
  }

  /// Ends a transaction; a server that cannot keep it says so here.
  func commit() throws(LedgerProblem) {
    guard let result = PQexec(handle, "COMMIT") else { throw lost() }
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK,
      String(cString: PQcmdStatus(result)) == "COMMIT"
    else { throw problem(result) }
  }

  /// Runs one statement; its rows with their columns in binary. A column that is null is empty.
  @discardableResult
  func run(_ sql: String, _ parameters: Parameter...) throws(LedgerProblem) -> [[[UInt8]]] {
    let values = parameters.map(\.binary)
    let result = Self.pointers(to: values[...]) { pointers in
      PQexecParams(
        handle, sql, Int32(parameters.count), parameters.map(\.type), pointers,
        values.map { Int32($0.count) }, [Int32](repeating: 1, count: values.count), 1)
    }
    guard let result else { throw lost() }
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK: return []
    case PGRES_TUPLES_OK: break
    default: throw problem(result)
    }
    let columns = PQnfields(result)
    return (0..<PQntuples(result)).map { row in
      (0..<columns).map { column in
        let start = UnsafeRawPointer(PQgetvalue(result, row, column))
        return [UInt8](
          UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column))))
      }
    }
  }

  /// Pointers to the bytes of values, each never null.
  private static func pointers<Result>(
    to values: ArraySlice<[UInt8]>, _ found: [UnsafePointer<CChar>?] = [],
    _ body: ([UnsafePointer<CChar>?]) -> Result
  ) -> Result {
    guard let first = values.first else { return body(found) }
    // An empty value has an address too: a null one would be NULL to the server.
    return (first + [0]).withUnsafeBytes { bytes in
      pointers(
        to: values.dropFirst(),
        found + [bytes.baseAddress?.assumingMemoryBound(to: CChar.self)], body)
    }
  }

  private func lost() -> LedgerProblem { .storage(path, SystemError.text(ECONNRESET)) }

  /// What an error of the server means for a ledger, by its SQLSTATE; its words may quote what is recorded.
  private func problem(_ result: OpaquePointer) -> LedgerProblem {
    guard PQstatus(handle) == CONNECTION_OK, let field = PQresultErrorField(result, pq_sqlstate)
    else { return lost() }
    let state = String(cString: field)
    switch state {
    // A lock was not to be had in time; two writers met, or a deadlock.
    case "55P03", "40001", "40P01", "23505": return .busy(path)
    case "53100": return .storage(path, SystemError.text(ENOSPC))
    case "53200": return .storage(path, SystemError.text(ENOMEM))
    case "42501", "25006": return .storage(path, SystemError.text(EACCES))
    default: return .storage(path, Text("PostgreSQL \(state)"))
    }
  }
}
