import Diagnostics
import Foundation
import Quantities
import Records

/// A directory for one test, removed with it.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "records-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  /// Reads one table from one file.
  func read(_ schema: TableSchema, limits: ReadLimits = ReadLimits()) throws -> Table {
    try DataSource.open(path).read([schema], limits: limits).tables[0]
  }

  /// The refusal of reading some tables.
  func refusal(_ schemas: [TableSchema], limits: ReadLimits = ReadLimits()) throws -> DataRefusal {
    do {
      _ = try DataSource.open(path).read(schemas, limits: limits)
    } catch {
      return error
    }
    throw NotRefused()
  }

  struct NotRefused: Error {}
}

/// Where the committed files of these tests are.
let fixtures =
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Fixtures").path

func exactTenths(_ value: Int) -> Exact { Exact(unscaled: Int64(value), scale: 1) }

/// A column with short names for tests.
func column(
  _ name: String, _ type: ColumnType, optional: Bool = false, headers: [String] = [],
  normalise: Normalisation = [], missing: [String] = [], suffixes: [String] = [],
  range: ClosedRange<Int>? = nil, tenths: ClosedRange<Int>? = nil,
  outOfRange: BadRowAction = .refuseRun, badValue: BadRowAction = .refuseRun
) -> ColumnSchema {
  ColumnSchema(
    name: name, headers: [name] + headers, type: type, isOptional: optional,
    range: range.map { (Exact($0.lowerBound), Exact($0.upperBound)) }
      ?? tenths.map { (exactTenths($0.lowerBound), exactTenths($0.upperBound)) },
    missingSpellings: missing, unitSuffixes: suffixes, normalise: normalise,
    outOfRange: outOfRange, badValue: badValue)
}

func table(
  _ name: String, key: [Int] = [], _ columns: [ColumnSchema],
  repeated: RepeatedRule = RepeatedRule(), references: [ReferenceSchema] = []
) -> TableSchema {
  TableSchema(
    name: name, fileNames: [name + ".csv"], clause: Text(en: "Art. 3(2)", ja: "第3条第2項"), key: key,
    columns: columns, repeated: repeated, references: references)
}

extension DataRefusal {
  /// The messages as on a terminal.
  func text(_ tongue: Tongue = .en) -> String {
    TerminalRenderer(tongue: tongue).render(diagnostics)
  }
}

extension Table {
  /// The rows as text: codes as strings, dates in ISO form, decimals without trailing zeros, missing as "".
  func texts(_ tables: [Table] = []) -> [[String]] {
    (0..<rowCount).map { row in columns.map { $0.text(row, tables) } }
  }
}

extension Column {
  func text(_ row: Int, _ tables: [Table]) -> String {
    guard let value = self[row] else { return "" }
    switch kind {
    case .code, .text, .oneOf: return dictionary.string(Int(value))
    case .date: return CivilDate(dayNumber: Int32(value)).description
    case .decimal: return Exact(unscaled: value, scale: scale).decimalText
    case .reference(let index):
      let other = tables[index]
      return other.columns[other.schema.key[0]].text(Int(value), tables)
    }
  }
}
