import Quantities
import Records
import Settlement

/// The inventory of the input files as JSON, with the control totals of what was used of them.
public enum InventoryDocument {
  /// Each file with its hash, and each table with its rows, the days they are of, and the sum of each column of
  /// numbers: whoever delivered the files has the same totals, or other records.
  public static func json(_ data: DataSet) -> JSONValue {
    .object([
      .init("inputs", .array(data.files.map { file($0, of: data) })),
      .init("tables", .array(data.tables.map(table))),
    ])
  }

  private static func file(_ file: InputFile, of data: DataSet) -> JSONValue {
    .object([
      .init("name", .string(file.name)),
      .init("bytes", .count(file.bytes)),
      .init("rows", .count(file.rows)),
      .init("encoding", .string(file.encoding.rawValue)),
      .init("encodingDeclared", .bool(file.isEncodingDeclared)),
      .init("delimiter", .string(file.delimiter)),
      .init("sha256", .string(file.sha256)),
      .init(
        "tables",
        .array(
          data.tables.filter { table in
            table.files.contains { $0.name.utf8.elementsEqual(file.name.utf8) }
          }.map { .string($0.schema.name) })),
    ])
  }

  private static func table(_ table: Table) -> JSONValue {
    .object([
      .init("table", .string(table.schema.name)),
      .init("rows", .count(table.rowCount)),
      .init(
        "totals",
        .array(
          table.columns.indices.compactMap { index in
            let column = table.columns[index]
            guard column.isPresent, case .decimal = column.kind else { return nil }
            return .object([
              .init("column", .string(table.schema.columns[index].name)),
              .init("values", .count(column.count - column.missingCount)),
              .init("sum", .string(column.total.decimalText)),
            ])
          })),
    ])
  }
}

extension Column {
  /// The sum of the values that are there, of a column of numbers.
  fileprivate var total: Exact {
    switch values {
    case .int8(let values): total(values)
    case .int16(let values): total(values)
    case .int32(let values): total(values)
    case .int64(let values): total(values)
    }
  }

  private func total<Element: FixedWidthInteger>(_ values: [Element]) -> Exact {
    let sum = values.withUnsafeBufferPointer { values in
      values.reduce(Int128(0)) { $1 == .min ? $0 : $0 + Int128($1) }
    }
    return Exact(sum) * Exact.powerOfTen(-scale)
  }
}
