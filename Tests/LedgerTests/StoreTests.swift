import Crypto
import Foundation
import GRDB
import Ledger
import Quantities
import TestSupport
import Testing

/// A ledger on disk with one settlement that is signed, posted and paid, and one that is pending.
private struct Shelf {
  let scratch: Scratch
  let file: LedgerFile
  let office: Office

  var path: String { scratch["ledger"] }

  init() throws {
    let office = try Office()
    scratch = try Scratch()
    self.office = office
    file = LedgerFile(scratch["ledger"], patience: 0.2)
    try furnish(file, office)
  }

  /// What somebody does with the tools of SQLite; the error's message if it is refused.
  @discardableResult
  func attack(_ statements: String...) -> String? {
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { database in
        for sql in statements { try database.execute(sql: sql) }
      }
      try queue.close()
      return nil
    } catch { return "\(error)" }
  }

  /// The rule that notices; nil if nothing is noticed.
  func noticed(_ checkpoint: Checkpoint? = nil) -> String? {
    code { try file.verify(checkpoint: checkpoint) }
  }
}

@Suite struct StoreTests {
  @Test func whatIsRecordedIsReadBack() throws {
    let shelf = try Shelf()
    let history = try shelf.file.verify()
    #expect(history.records.count == 11)
    #expect(history.book.payments.count == 1)
    #expect(try shelf.scratch.mode("ledger") == 0o600)
    #expect(try shelf.scratch.list() == ["ledger"])
  }

  /// The formula of the manual, worked on the rows by themselves.
  @Test func theChainIsSHA256OfStoredBytes() throws {
    let shelf = try Shelf()
    let queue = try DatabaseQueue(path: shelf.path)
    let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM event ORDER BY number") }
    var previous = Data(repeating: 0, count: 32)
    for (number, row) in rows.enumerated() {
      let body: String = row["body"]
      let place = withUnsafeBytes(of: UInt64(number).bigEndian) { Data($0) }
      #expect(row["previous"] == previous)
      previous = Data(SHA256.hash(data: previous + place + Data(body.utf8)))
      #expect(row["hash"] == previous)
    }
    let sums = try queue.read {
      try Int.fetchAll($0, sql: "SELECT sum(amount) FROM line GROUP BY number")
    }
    #expect(sums.count == 3 && sums.allSatisfy { $0 == 0 })
  }

  @Test func readingChangesNothing() throws {
    let shelf = try Shelf()
    let before = try shelf.scratch.bytes("ledger")
    _ = try shelf.file.read()
    _ = try shelf.file.verify()
    _ = code {
      try shelf.file.change { history throws(LedgerProblem) in
        _ = try history.void(10, reason: "x", date: history.events[6].date)
        throw .nothingToPay
      }
    }
    #expect(try shelf.scratch.bytes("ledger") == before)
  }

  @Test(arguments: [
    "UPDATE event SET body = body WHERE number = 1",
    "UPDATE event SET number = 9 WHERE number = 6", "DELETE FROM event WHERE number = 6",
    "DELETE FROM event", "INSERT OR REPLACE INTO event SELECT * FROM event WHERE number = 1",
    "REPLACE INTO event SELECT number, previous, '{}', hash FROM event WHERE number = 6",
    "INSERT INTO event SELECT 9, hash, body, hash FROM event WHERE number = 6",
    "INSERT INTO event SELECT 7, previous, body, hash FROM event WHERE number = 6",
    "INSERT INTO event VALUES (7.5, zeroblob(32), '', zeroblob(32))",
    "PRAGMA recursive_triggers = OFF; REPLACE INTO event SELECT * FROM event WHERE number = 0",
  ])
  func honestToolsCannotChangeIt(sql: String) throws {
    let shelf = try Shelf()
    #expect(shelf.attack(sql) != nil)
    #expect(shelf.noticed() == nil)
  }

  @Test func droppedTriggersAreNoticed() throws {
    for name in ["event_in_order", "event_not_changed", "event_not_removed"] {
      let shelf = try Shelf()
      #expect(shelf.attack("DROP TRIGGER \(name)") == nil)
      #expect(shelf.noticed() == "J807")
      #expect(code { try shelf.file.read() } == "J807")
    }
    for sql in ["DROP VIEW line", "CREATE TABLE other (x)", "PRAGMA user_version = 2"] {
      let shelf = try Shelf()
      #expect(shelf.attack(sql) == nil)
      #expect(shelf.noticed() == "J807")
    }
  }

  /// The triggers are taken away, a change is made, and they are put back as they were.
  @Test(arguments: [
    ("UPDATE event SET body = replace(body, '11000', '91000') WHERE number = 1", "J808"),
    ("DELETE FROM event WHERE number = 2", "J808"),
    ("UPDATE event SET hash = zeroblob(32) WHERE number = 6", "J808"),
    ("DELETE FROM event", "J808"),
  ])
  func changesBehindTheTriggersAreNoticed(sql: String, expected: String) throws {
    let shelf = try Shelf()
    let names = ["event_in_order", "event_not_changed", "event_not_removed"]
    let queue = try DatabaseQueue(path: shelf.path)
    let triggers = try queue.read {
      try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    }
    try queue.close()
    for name in names { shelf.attack("DROP TRIGGER \(name)") }
    #expect(shelf.attack(sql) == nil)
    for trigger in triggers { #expect(shelf.attack(trigger) == nil) }
    #expect(shelf.noticed() == expected)
  }

  /// Somebody rewrites events with a chain that holds. What was signed shows it, what the rules forbid
  /// shows it, and for the rest a checkpoint is needed.
  @Test func rewrittenChainsAreNoticedAsFarAsTheyCanBe() throws {
    func rewritten(_ change: (Int, String) -> String?) throws -> (Shelf, Checkpoint) {
      let shelf = try Shelf()
      let checkpoint = Checkpoint(try shelf.file.read())
      let queue = try DatabaseQueue(path: shelf.path)
      try queue.write { database in
        let triggers = try Row.fetchAll(
          database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        for row in triggers { try database.execute(sql: "DROP TRIGGER \(row["name"] as String)") }
        let bodies = try String.fetchAll(database, sql: "SELECT body FROM event ORDER BY number")
        try database.execute(sql: "DELETE FROM event")
        var previous = Data(repeating: 0, count: 32)
        var number = 0
        for (place, body) in bodies.enumerated() {
          guard let body = change(place, body) else { continue }
          let bytes = withUnsafeBytes(of: UInt64(number).bigEndian) { Data($0) }
          let hash = Data(SHA256.hash(data: previous + bytes + Data(body.utf8)))
          try database.execute(
            sql: "INSERT INTO event VALUES (?, ?, ?, ?)", arguments: [number, previous, body, hash])
          (previous, number) = (hash, number + 1)
        }
        for row in triggers { try database.execute(sql: row["sql"]) }
      }
      try queue.close()
      return (shelf, checkpoint)
    }
    // The same again: nothing to notice, so the attack itself works.
    let (same, known) = try rewritten { $1 }
    #expect(same.noticed(known) == nil)
    // An amount that was signed.
    let (signed, _) = try rewritten { $0 == 1 ? $1.replacing("11000", with: "22000") : $1 }
    #expect(signed.noticed() == "J809")
    // An entry that does not balance, a payment without its posting, an unknown word.
    let (unbalanced, _) = try rewritten { $0 == 10 ? $1.replacing("-5500", with: "-9900") : $1 }
    #expect(unbalanced.noticed() == "J809")
    let (unposted, _) = try rewritten { $0 == 4 ? nil : $1 }
    #expect(unposted.noticed() == "J809")
    let (unknown, _) = try rewritten { $0 == 10 ? $1.replacing("\"run\"", with: "\"ran\"") : $1 }
    #expect(unknown.noticed() == "J809")
    // What nobody has signed yet is left out: only the checkpoint knows.
    let (shortened, checkpoint) = try rewritten { $0 == 10 ? nil : $1 }
    #expect(shortened.noticed() == nil)
    #expect(shortened.noticed(checkpoint) == "J810")
  }

  @Test func anOlderCopyIsNoticedByTheCheckpointOnly() throws {
    let shelf = try Shelf()
    let old = try shelf.scratch.bytes("ledger")
    let date = try day("2026-05-02")
    try shelf.file.change { history throws(LedgerProblem) in
      _ = try history.void(10, reason: "x", date: date)
    }
    let checkpoint = Checkpoint(try shelf.file.read())
    #expect(Checkpoint(checkpoint.text) == checkpoint)
    #expect(shelf.noticed(checkpoint) == nil)
    // Later events leave the checkpoint contained.
    try shelf.file.change { history throws(LedgerProblem) in
      _ = try history.propose(signers: shelf.office.tanaka.line, date: date)
    }
    #expect(shelf.noticed(checkpoint) == nil)
    try shelf.scratch.write("ledger", old)
    chmod(shelf.path, 0o600)
    #expect(shelf.noticed() == nil)
    #expect(shelf.noticed(checkpoint) == "J810")
    let other = try Shelf()
    #expect(other.noticed(checkpoint) == "J812")
  }

  /// Every byte of the file, one after the other, with one bit turned over. A change is noticed, or it is in
  /// bytes that hold nothing: then everything that is recorded is read as it was.
  @Test func everyByteTurnedOver() throws {
    let shelf = try Shelf()
    let bytes = try shelf.scratch.bytes("ledger")
    let records = try shelf.file.read().records
    var (noticed, without) = (0, 0)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place % 8)
      let handle = try #require(FileHandle(forWritingAtPath: shelf.path))
      try handle.write(contentsOf: changed)
      try handle.close()
      do {
        let history = try shelf.file.verify()
        #expect(history.records == records, "byte \(place)")
        without += 1
      } catch { noticed += 1 }
      try? shelf.scratch.remove("ledger-journal")
    }
    print(
      "ledger of \(bytes.count) bytes: \(noticed) changes noticed, "
        + "\(without) in unused bytes and counters without effect, 0 read otherwise")
    #expect(noticed > bytes.count / 4)
    #expect(noticed + without == bytes.count)
  }

  @Test func aFileThatOthersCouldUseIsRefused() throws {
    let shelf = try Shelf()
    let link = shelf.scratch["link"]
    symlink(shelf.path, link)
    #expect(code { try LedgerFile(link).read() } == "J802")
    chmod(shelf.path, 0o640)
    #expect(shelf.noticed() == "J802")
    chmod(shelf.path, 0o600)
    let second = shelf.scratch["second"]
    #expect(Glibc.link(shelf.path, second) == 0)
    #expect(shelf.noticed() == "J802")
    #expect(code { try LedgerFile(shelf.scratch["none"]).read() } == "J801")
    #expect(code { try LedgerFile(shelf.scratch.path).read() } == "J802")
  }

  @Test func anotherJournalModeIsRefused() throws {
    let shelf = try Shelf()
    shelf.attack("PRAGMA journal_mode = WAL")
    #expect(shelf.noticed() == "J807")
  }

  @Test func aLedgerIsNotMadeOverAnything() throws {
    let shelf = try Shelf()
    let before = try shelf.scratch.bytes("ledger")
    let (line, date) = (shelf.office.tanaka.line, try day("2026-05-01"))
    #expect(code { try shelf.file.create(signers: line, date: date) } == "J803")
    #expect(try shelf.scratch.bytes("ledger") == before)
    try shelf.scratch.write("text", "a text")
    chmod(shelf.scratch["text"], 0o600)
    #expect(code { try LedgerFile(shelf.scratch["text"]).create(signers: line, date: date) } != nil)
    #expect(try shelf.scratch.text("text") == "a text")
    // What a run that was killed leaves is no obstacle.
    try shelf.scratch.write("empty", "")
    chmod(shelf.scratch["empty"], 0o600)
    let empty = LedgerFile(shelf.scratch["empty"])
    #expect(try empty.create(signers: line, date: date))
    // The same again is done already; other signers or another day would be another ledger.
    #expect(try empty.create(signers: line, date: date) == false)
    #expect(code { try empty.create(signers: line + line, date: date) } == "J803")
    #expect(code { try empty.create(signers: line, date: try day("2025-04-02")) } == "J803")
    #expect(code { try LedgerFile(shelf.scratch["new"]).create(signers: "", date: date) } == "J861")
    #expect(!shelf.scratch.exists("new"))
  }

  @Test func othersWaitForTheLock() throws {
    let shelf = try Shelf()
    let queue = try DatabaseQueue(path: shelf.path)
    try queue.inDatabase { database in
      try database.inTransaction(.exclusive) {
        #expect(shelf.noticed() == "J805")
        return .rollback
      }
    }
    #expect(shelf.noticed() == nil)
  }

  @Test func tenAtOnceRecordOnce() async throws {
    let shelf = try Shelf()
    let settled = try run("gamma", payable: 7_700)
    let date = try day("2026-05-02")
    let path = shelf.path
    let numbers = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
      for _ in 0..<10 {
        group.addTask {
          try LedgerFile(path).change { history throws(LedgerProblem) in
            try history.record(settled, budget: FiscalYear(2025), date: date)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(numbers.count == 10)
    #expect(Set(numbers.map(\.0)) == [11])
    #expect(numbers.filter(\.1).count == 1)
    #expect(try shelf.file.verify().records.count == 12)
  }

  @Test func fileSystemsOfOtherMachinesAreKnown() {
    // linux/magic.h: NFS, SMB, CIFS, SMB2, FUSE, 9P; ext4, xfs, btrfs, tmpfs, overlayfs.
    for type: UInt32 in [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997] {
      #expect(LedgerFile.isNetwork(type: type))
    }
    for type: UInt32 in [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630] {
      #expect(!LedgerFile.isNetwork(type: type))
    }
  }
}
