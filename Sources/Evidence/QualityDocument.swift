import Records
import Settlement

/// The account of all input rows as JSON.
public enum QualityDocument {
  /// What became of every row of every table.
  public static func json(_ data: DataSet) -> JSONValue {
    .object([.init("tables", .array(data.tables.map(table)))])
  }

  static func table(_ table: Table) -> JSONValue {
    let account = table.account
    func column(_ index: Int) -> JSONValue {
      table.schema.columns.indices.contains(index)
        ? .string(table.schema.columns[index].name) : .null
    }
    func cells(_ counts: [RowAccount.CellCount]) -> JSONValue {
      .array(
        counts.map {
          .object([.init("column", column($0.column)), .init("count", .count($0.count))])
        })
    }
    return .object([
      .init("table", .string(table.schema.name)),
      .init("files", .array(table.files.map { .string($0.name) })),
      .init("read", .count(account.read)),
      .init("used", .count(account.used)),
      .init(
        "rejected",
        .array(
          account.rejected.map {
            .object([
              .init("rule", .string($0.rule.name)), .init("column", column($0.column)),
              .init("count", .count($0.count)),
            ])
          })),
      .init("orphans", cells(account.orphans)),
      .init("repeatedIdentical", .count(account.repeatedIdentical)),
      .init("superseded", .count(account.superseded)),
      .init("outOfRangeMissing", cells(account.outOfRangeMissing)),
      .init("badValueMissing", cells(account.badValueMissing)),
      .init("orphanMissing", cells(account.orphanMissing)),
      .init("eraOverruns", cells(account.eraOverruns)),
    ])
  }
}
