import Crypto
import Foundation
import Ledger
import Quantities
import TestSupport
import Testing

/// The ledger of `Shelf` in a database of its own.
private struct Room {
  let server: PostgreSQLServer
  let name: String
  let address: String
  let ledger: LedgerDatabase
  let office: Office

  init() throws {
    server = try PostgreSQLServer.shared.get()
    name = "ledger_\(UInt64.random(in: .min ... .max))"
    address = try server.database(name)
    ledger = LedgerDatabase(address, patience: 0.2)
    office = try Office()
    try furnish(ledger, office)
  }

  @discardableResult
  func attack(_ sql: String) throws -> String? { try server.attack(name, sql) }

  /// The rule that notices; nil if nothing is noticed.
  func noticed(_ checkpoint: Checkpoint? = nil) -> String? {
    code { try ledger.verify(checkpoint: checkpoint) }
  }
}

@Suite struct PostgreSQLTests {
  @Test func whatIsRecordedIsReadBack() throws {
    let room = try Room()
    let history = try room.ledger.verify()
    #expect(history.records.count == 11)
    #expect(history.book.payments.count == 1)
    // The same events in a file have the same bodies, but for signatures, which name the ledger.
    let scratch = try Scratch()
    let file = LedgerFile(scratch["ledger"])
    try furnish(file, room.office)
    func bodies(_ history: History) -> [String] {
      history.records.dropFirst().map { String(decoding: $0.body, as: UTF8.self) }
        .filter { !$0.contains("SSH SIGNATURE") }
    }
    #expect(bodies(history).count == 6)
    #expect(try bodies(file.read()) == bodies(history))
  }

  /// The formula of the manual, worked on the rows by themselves; entries of an event add up to nothing.
  @Test func theChainIsSHA256OfStoredBytes() throws {
    let room = try Room()
    var previous = String(repeating: "0", count: 64)
    let rows = try room.server.query(
      room.name,
      "SELECT number, encode(previous, 'hex'), encode(hash, 'hex'), encode(convert_to(body, 'UTF8'), 'hex') "
        + "FROM pfs.event ORDER BY number")
    #expect(rows.count == 11)
    for (number, row) in rows.enumerated() {
      let columns = row.split(separator: "|").map(String.init)
      #expect(columns[0] == String(number))
      #expect(columns[1] == previous)
      let place = withUnsafeBytes(of: UInt64(number).bigEndian) { Data($0) }
      let sum = SHA256.hash(data: bytes(previous) + place + bytes(columns[3]))
      previous = sum.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(columns[2] == previous)
    }
    let sums = try room.server.query(
      room.name, "SELECT sum(amount) FROM pfs.line GROUP BY number")
    #expect(sums.count == 3 && sums.allSatisfy { $0 == "0" })
  }

  private func bytes(_ hexadecimal: String) -> Data {
    let digits = Array(hexadecimal)
    return Data(
      stride(from: 0, to: digits.count, by: 2).map {
        UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0
      })
  }

  @Test(arguments: [
    "UPDATE pfs.event SET body = body WHERE number = 1",
    "UPDATE pfs.event SET number = 19 WHERE number = 6",
    "DELETE FROM pfs.event WHERE number = 6", "DELETE FROM pfs.event", "TRUNCATE pfs.event",
    "INSERT INTO pfs.event SELECT 12, hash, body, hash FROM pfs.event WHERE number = 10",
    "INSERT INTO pfs.event SELECT 11, previous, body, hash FROM pfs.event WHERE number = 10",
    "INSERT INTO pfs.event SELECT 1, hash, body, hash FROM pfs.event WHERE number = 10",
    "INSERT INTO pfs.event SELECT * FROM pfs.event WHERE number = 1 ON CONFLICT (number) "
      + "DO UPDATE SET body = '{}'",
    "SET session_replication_role = replica; DELETE FROM pfs.event",
  ])
  func honestToolsCannotChangeIt(sql: String) throws {
    let room = try Room()
    #expect(try room.attack(sql) != nil)
    #expect(room.noticed() == nil)
  }

  @Test(arguments: [
    "DROP TRIGGER event_in_order ON pfs.event", "DROP TRIGGER event_not_changed ON pfs.event",
    "DROP TRIGGER event_not_removed ON pfs.event", "DROP TRIGGER event_not_emptied ON pfs.event",
    "ALTER TABLE pfs.event DISABLE TRIGGER event_not_changed",
    "ALTER TABLE pfs.event ENABLE TRIGGER event_not_changed",
    "CREATE OR REPLACE FUNCTION pfs.event_stands() RETURNS trigger LANGUAGE plpgsql "
      + "AS 'BEGIN RETURN NEW; END'",
    "CREATE RULE quiet AS ON UPDATE TO pfs.event DO INSTEAD NOTHING",
  ])
  func guardsThatAreTakenAwayAreNoticed(sql: String) throws {
    let room = try Room()
    #expect(try room.attack(sql) == nil)
    #expect(room.noticed() == "J807")
    #expect(code { try room.ledger.read() } == "J807")
  }

  /// The triggers are out of force for a change, and then in force again.
  @Test(arguments: [
    ("UPDATE pfs.event SET body = replace(body, '11000', '91000') WHERE number = 1", "J808"),
    ("DELETE FROM pfs.event WHERE number = 2", "J808"), ("TRUNCATE pfs.event", "J808"),
    ("UPDATE pfs.event SET hash = decode(repeat('00', 32), 'hex') WHERE number = 6", "J808"),
  ])
  func changesBehindTheTriggersAreNoticed(sql: String, expected: String) throws {
    let room = try Room()
    let names = ["in_order", "not_changed", "not_removed", "not_emptied"].map { "event_\($0)" }
    let off = names.map { "ALTER TABLE pfs.event DISABLE TRIGGER \($0);" }.joined()
    let on = names.map { "ALTER TABLE pfs.event ENABLE ALWAYS TRIGGER \($0);" }.joined()
    #expect(try room.attack(off + sql + ";" + on) == nil)
    #expect(room.noticed() == expected)
  }

  @Test func aShorterLedgerIsNoticedByTheCheckpointOnly() throws {
    let room = try Room()
    let checkpoint = Checkpoint(try room.ledger.read())
    #expect(room.noticed(checkpoint) == nil)
    #expect(
      try room.attack(
        """
        ALTER TABLE pfs.event DISABLE TRIGGER event_not_removed;
        DELETE FROM pfs.event WHERE number = 10;
        ALTER TABLE pfs.event ENABLE ALWAYS TRIGGER event_not_removed
        """) == nil)
    #expect(room.noticed() == nil)
    #expect(room.noticed(checkpoint) == "J810")
  }

  @Test func tenAtOnceRecordOnce() async throws {
    let room = try Room()
    let settled = try run("gamma", payable: 7_700)
    let date = try day("2026-05-02")
    let address = room.address
    let numbers = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
      for _ in 0..<10 {
        group.addTask {
          try LedgerDatabase(address).change { history throws(LedgerProblem) in
            try history.record(settled, budget: FiscalYear(2025), date: date)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(numbers.map(\.0)) == [11])
    #expect(numbers.filter(\.1).count == 1)
    #expect(try room.ledger.verify().records.count == 12)
  }

  /// Another session holds the lock: who waits longer than he may is told so, and nothing is recorded.
  @Test func othersWaitForTheLock() throws {
    let room = try Room()
    let holder = try room.server.begin(
      room.name, "BEGIN; SELECT pg_advisory_xact_lock(1885762353); SELECT pg_sleep(5)")
    let date = try day("2026-05-02")
    var refusals: [String?] = []
    // The other session takes its time to begin.
    let end = ContinuousClock.now + .seconds(60)
    while !refusals.contains("J805"), ContinuousClock.now < end {
      refusals.append(
        code {
          try room.ledger.change { history throws(LedgerProblem) in
            _ = try history.propose(signers: room.office.tanaka.line, date: date)
            throw .nothingToPay
          }
        })
    }
    #expect(refusals.contains("J805"))
    #expect(holder.wait() == 0)
    #expect(try room.ledger.verify().records.count == 11)
  }

  /// The server ends the session in the middle of a change: nothing of it is there.
  @Test func aLostConnectionLeavesNothing() throws {
    let room = try Room()
    let date = try day("2026-05-02")
    let refusal = code {
      try room.ledger.change { history throws(LedgerProblem) in
        _ = try history.propose(signers: room.office.tanaka.line, date: date)
        do {
          try room.attack(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
              + "WHERE datname = current_database() AND pid <> pg_backend_pid()")
        } catch { throw .nothingToPay }
      }
    }
    #expect(refusal == "J806")
    #expect(try room.ledger.verify().records.count == 11)
  }

  @Test func aLedgerIsMadeOnce() throws {
    let server = try PostgreSQLServer.shared.get()
    let ledger = LedgerDatabase(try server.database("empty"))
    let (line, date) = (try Office().tanaka.line, try day("2026-05-01"))
    #expect(code { try ledger.read() } == "J801")
    #expect(try ledger.create(signers: line, date: date))
    #expect(try ledger.create(signers: line, date: date) == false)
    #expect(code { try ledger.create(signers: line + line, date: date) } == "J803")
    #expect(code { try ledger.create(signers: line, date: try day("2025-04-02")) } == "J803")
    #expect(try ledger.read().records.count == 1)
  }

  /// A clerk may add and read; he is not the owner.
  @Test func aClerkNeedsNoMoreThanToAddAndRead() throws {
    let room = try Room()
    #expect(
      try room.attack(
        "CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA pfs TO clerk; "
          + "GRANT SELECT, INSERT ON pfs.event TO clerk") == nil)
    let clerk = LedgerDatabase(room.server.address(room.name, user: "clerk"))
    let date = try day("2026-05-02")
    try clerk.change { history throws(LedgerProblem) in
      _ = try history.void(10, reason: "x", date: date)
    }
    #expect(try room.ledger.verify().records.count == 12)
  }

  @Test func whatCannotBeReachedIsSaidPlainly() throws {
    #expect(code { try LedgerDatabase("postgresql://u:secret@h/x").read() } == "J813")
    #expect(code { try LedgerDatabase("postgresql://u@h/x?password=secret").read() } == "J813")
    #expect(code { try LedgerDatabase("postgresql://u@h/x?sslpassword=secret").read() } == "J813")
    do {
      _ = try LedgerDatabase("postgresql:///x?host=/nowhere").read()
    } catch {
      let words = error.diagnostic.headline
      #expect(words.en.contains("'postgresql:///x'") && words.ja.contains("「postgresql:///x」"))
    }
    #expect(code { try LedgerDatabase("postgresql:///x?host=/nowhere").read() } == "J806")
    let room = try Room()
    let off = LedgerDatabase(
      room.address + "&options=-c%20synchronous_commit%3Doff", patience: 0.2)
    #expect(code { try off.read() } == "J807")
  }
}
