import Foundation
import Glibc
import TestSupport

/// A server of PostgreSQL that the tests start for themselves, reached by a socket in a directory of its own.
final class PostgreSQLServer: Sendable {
  struct Failure: Error {
    let text: String
  }

  /// Started when first asked for; ended with the process.
  static let shared = Result { try PostgreSQLServer() }

  private let directory: String
  private let programs: String
  private let server: Foundation.Process

  private init() throws {
    let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
    guard let newest = versions.max(by: { (Int($0) ?? 0) < (Int($1) ?? 0) }) else {
      throw Failure(text: "PostgreSQL is not installed: Scripts/install-packages --tests")
    }
    programs = "/usr/lib/postgresql/\(newest)/bin"
    var template = Array("/tmp/pfs-postgresql-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(text: "mkdtemp") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    server = Foundation.Process()
    if geteuid() == 0 {
      guard let user = getpwnam("postgres")?.pointee,
        chown(directory, user.pw_uid, user.pw_gid) == 0
      else { throw Failure(text: "there is no user postgres") }
    }
    try finished(programs + "/initdb", ["-D", directory, "-A", "trust", "-U", "pfs", "-E", "UTF8"])
    let start = Self.asServer([
      programs + "/postgres", "-D", directory, "-k", directory, "-c", "listen_addresses=",
    ])
    server.executableURL = URL(fileURLWithPath: start[0])
    server.arguments = Array(start.dropFirst())
    server.currentDirectoryURL = URL(fileURLWithPath: "/")
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    Self.started.withLock { $0.append((server.processIdentifier, directory)) }
    atexit { PostgreSQLServer.endAll() }
    for _ in 0..<200 {
      let probe = try Command.process(programs + "/pg_isready", ["-h", directory, "-U", "pfs"])
      if probe.status == 0 { return }
      usleep(50_000)
    }
    throw Failure(text: "the server does not answer")
  }

  /// The processes and their directories, ended and removed when the tests end.
  private static let started = Locked<[(pid_t, String)]>([])

  private static func endAll() {
    started.withLock { list in
      for (process, directory) in list {
        kill(process, SIGINT)
        usleep(300_000)
        try? FileManager.default.removeItem(atPath: directory)
      }
    }
  }

  /// PostgreSQL refuses to run as root.
  private static func asServer(_ command: [String]) -> [String] {
    guard geteuid() == 0 else { return command }
    return ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + command
  }

  @discardableResult
  private func finished(_ program: String, _ arguments: [String]) throws -> Finished {
    let command = Self.asServer([program] + arguments)
    let done = try Command.process(command[0], Array(command.dropFirst()), in: "/")
    guard done.status == 0 else { throw Failure(text: done.text) }
    return done
  }

  /// An empty database; the address that a ledger takes.
  func database(_ name: String) throws -> String {
    try finished(programs + "/createdb", ["-h", directory, "-U", "pfs", name])
    return address(name)
  }

  func address(_ name: String, user: String = "pfs") -> String {
    "postgresql:///\(name)?host=\(directory)&user=\(user)"
  }

  /// What somebody does with the tools of PostgreSQL; the error's message if it is refused.
  @discardableResult
  func attack(_ name: String, _ sql: String) throws -> String? {
    let done = try Command.process(
      programs + "/psql",
      ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", directory, "-U", "pfs", "-d", name, "-c", sql])
    return done.status == 0 ? nil : done.errors
  }

  /// The same, without waiting for its end.
  func begin(_ name: String, _ sql: String) throws -> RunningCommand {
    try RunningCommand(
      ["-X", "-q", "-h", directory, "-U", "pfs", "-d", name, "-c", sql], by: programs + "/psql")
  }

  /// The rows of a query, columns divided by `|`.
  func query(_ name: String, _ sql: String) throws -> [String] {
    let done = try Command.process(
      programs + "/psql", ["-X", "-A", "-t", "-h", directory, "-U", "pfs", "-d", name, "-c", sql])
    guard done.status == 0 else { throw Failure(text: done.errors) }
    return done.output.split(separator: "\n").map(String.init)
  }
}

/// A value behind a lock.
private final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func withLock(_ body: (inout Value) -> Void) {
    lock.lock()
    defer { lock.unlock() }
    body(&value)
  }
}
