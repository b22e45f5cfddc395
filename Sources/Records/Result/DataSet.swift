import Diagnostics

/// All tables of a contract as read, with the inventory of files and the warnings.
public struct DataSet: Sendable {
  /// One table per schema, in the same order.
  public let tables: [Table]

  /// The files read, in the order of the schemas and of their names.
  public let files: [InputFile]

  /// Counted remarks that refuse nothing: columns not read, wareki outside their era.
  public let warnings: [Diagnostic]

  /// The rows that were read and are not used, in the order of tables and lines; their files are numbered
  /// through all tables.
  public var leftOut: (places: [RefusedPlace], files: [RefusedFile]) {
    var places: [RefusedPlace] = []
    var files: [RefusedFile] = []
    for (index, table) in tables.enumerated() {
      for row in table.excluded {
        let place = table.place(ofLine: row.line)
        places.append(
          RefusedPlace(
            file: UInt16(files.count + place.file), column: row.column, line: place.line,
            rule: row.rule))
      }
      files += table.files.map { RefusedFile(name: $0.name, table: index) }
    }
    return (places, files)
  }

  /// Creates a data set.
  public init(tables: [Table], files: [InputFile], warnings: [Diagnostic]) {
    self.tables = tables
    self.files = files
    self.warnings = warnings
  }
}

/// One input file as it was read.
public struct InputFile: Sendable, Hashable {
  /// How the bytes of a file are read as text.
  public enum Encoding: String, Sendable, Hashable {
    case utf8 = "UTF-8"
    case utf8WithBOM = "UTF-8 with BOM"
    case cp932 = "CP932"
  }

  /// Path relative to the data source.
  public let name: String

  /// Size in bytes.
  public let bytes: Int

  /// Data rows (without the header line).
  public let rows: Int

  public let encoding: Encoding

  /// Whether the encoding was declared by the data package rather than detected.
  public let isEncodingDeclared: Bool

  /// SHA-256 of the file's bytes, lower-case hexadecimal.
  public let sha256: String

  /// The field delimiter, one ASCII character.
  public let delimiter: String

  /// Creates an inventory entry.
  public init(
    name: String, bytes: Int, rows: Int, encoding: Encoding, isEncodingDeclared: Bool,
    sha256: String, delimiter: String
  ) {
    self.name = name
    self.bytes = bytes
    self.rows = rows
    self.encoding = encoding
    self.isEncodingDeclared = isEncodingDeclared
    self.sha256 = sha256
    self.delimiter = delimiter
  }
}
