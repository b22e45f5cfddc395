/// The tables of a ledger file.
///
/// One table holds the events, one after the other; everything else follows from them. Its triggers keep
/// honest programs from changing what is recorded, the chain of hashes shows what others changed. Money
/// is never added up here.
enum Schema {
  /// `pfs1`
  static let applicationID: Int64 = 0x7066_7331
  static let version: Int64 = 1

  /// An object of the database, as `sqlite_schema` lists it.
  struct Object: Hashable {
    let kind: String
    let name: String
    let sql: String
  }

  /// In the order in which they are made.
  static let objects = [
    Object(
      kind: "table", name: "event",
      sql: """
        CREATE TABLE event (
          number INTEGER PRIMARY KEY CHECK (number >= 0),
          previous BLOB NOT NULL CHECK (length(previous) = 32),
          body TEXT NOT NULL,
          hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT
        """),
    // REPLACE removes rows without a DELETE trigger unless recursive_triggers is on: this one stops it.
    Object(
      kind: "trigger", name: "event_in_order",
      sql: """
        CREATE TRIGGER event_in_order BEFORE INSERT ON event
        WHEN NEW.number <> coalesce((SELECT max(number) FROM event), -1) + 1
          OR NEW.previous <> coalesce((SELECT hash FROM event ORDER BY number DESC LIMIT 1), zeroblob(32))
        BEGIN SELECT RAISE(ABORT, 'an event is only added at the end'); END
        """),
    Object(
      kind: "trigger", name: "event_not_changed",
      sql: """
        CREATE TRIGGER event_not_changed BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END
        """),
    Object(
      kind: "trigger", name: "event_not_removed",
      sql: """
        CREATE TRIGGER event_not_removed BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END
        """),
    // For people who look with the tools of SQLite.
    Object(
      kind: "view", name: "line",
      sql: """
        CREATE VIEW line AS
        SELECT number, json_extract(body, '$.date') AS date, json_extract(body, '$.kind') AS kind,
          json_extract(value, '$.account') AS account, json_extract(value, '$.amount') AS amount
        FROM event, json_each(body, '$.entry')
        """),
  ]
}
