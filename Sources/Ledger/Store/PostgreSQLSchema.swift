/// The tables of a ledger in PostgreSQL: those of `Schema`, in the other dialect.
enum PostgreSQLSchema {
  /// The comment on the schema; it names the version.
  static let mark = "pfs ledger, version 1"

  /// In the order of their names.
  static let functions: [(name: String, body: String)] = [
    (
      "event_in_order",
      """
      BEGIN
        IF NEW.number <> coalesce((SELECT max(number) FROM pfs.event), -1) + 1
          OR NEW.previous <> coalesce(
            (SELECT hash FROM pfs.event ORDER BY number DESC LIMIT 1), decode(repeat('00', 32), 'hex'))
        THEN RAISE EXCEPTION 'an event is only added at the end'; END IF;
        RETURN NEW;
      END
      """
    ),
    (
      "event_stands",
      """
      BEGIN
        RAISE EXCEPTION 'an event is never changed or removed';
      END
      """
    ),
  ]

  /// As `pg_trigger` has them, by name: always in force, the kind in bits, the function.
  static let triggers = [
    "event_in_order A 7 pfs.event_in_order", "event_not_changed A 19 pfs.event_stands",
    "event_not_emptied A 34 pfs.event_stands", "event_not_removed A 11 pfs.event_stands",
  ]

  /// Makes everything, in an empty database or beside other schemas.
  static let statements =
    [
      "CREATE SCHEMA pfs", "COMMENT ON SCHEMA pfs IS '\(mark)'",
      """
      CREATE TABLE pfs.event (
        number bigint PRIMARY KEY CHECK (number >= 0),
        previous bytea NOT NULL CHECK (octet_length(previous) = 32),
        body text NOT NULL,
        hash bytea NOT NULL CHECK (octet_length(hash) = 32)
      )
      """,
    ]
    + functions.map {
      """
      CREATE FUNCTION pfs.\($0.name)() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog AS '\($0.body.replacing("'", with: "''"))'
      """
    } + [
      trigger("event_in_order", "BEFORE INSERT", "ROW", "event_in_order"),
      trigger("event_not_changed", "BEFORE UPDATE", "ROW", "event_stands"),
      trigger("event_not_removed", "BEFORE DELETE", "ROW", "event_stands"),
      trigger("event_not_emptied", "BEFORE TRUNCATE", "STATEMENT", "event_stands"),
    ]
    + ["event_in_order", "event_not_changed", "event_not_removed", "event_not_emptied"].map {
      // Also for sessions that say they are replicas.
      "ALTER TABLE pfs.event ENABLE ALWAYS TRIGGER \($0)"
    } + [
      // For people who look with the tools of PostgreSQL.
      """
      CREATE VIEW pfs.line AS
      SELECT number, body::jsonb ->> 'date' AS date, body::jsonb ->> 'kind' AS kind,
        entry ->> 'account' AS account, (entry ->> 'amount')::bigint AS amount
      FROM pfs.event, jsonb_array_elements(body::jsonb -> 'entry') AS entry
      """
    ]

  private static func trigger(
    _ name: String, _ moment: String, _ each: String, _ function: String
  ) -> String {
    "CREATE TRIGGER \(name) \(moment) ON pfs.event FOR EACH \(each) EXECUTE FUNCTION pfs.\(function)()"
  }
}
