import Diagnostics

/// Data that cannot be used: everything found wrong in all files, at once.
public struct DataRefusal: Error, Sendable {
  /// One diagnostic per file, rule and column, each with at most 100 places and the total count; in the
  /// order of the schemas.
  public let diagnostics: [Diagnostic]

  /// Every refused place, in the order of files and lines, for a file that only the caller can read.
  public let places: [RefusedPlace]

  /// The files that `RefusedPlace.file` numbers, in the order of the tables.
  public let files: [RefusedFile]

  /// Whether a file could not be opened or read at all (exit code 4 rather than 1).
  public let isInputOutput: Bool

  /// Creates a refusal.
  public init(
    diagnostics: [Diagnostic], places: [RefusedPlace] = [], files: [RefusedFile] = [],
    isInputOutput: Bool = false
  ) {
    self.diagnostics = diagnostics
    self.places = places
    self.files = files
    self.isInputOutput = isInputOutput
  }
}

/// A file in which places are refused, or its name if there is none.
public struct RefusedFile: Sendable, Hashable {
  /// The name relative to the data source.
  public let name: String
  /// The number of its table.
  public let table: Int

  /// Creates a file.
  public init(name: String, table: Int) {
    self.name = name
    self.table = table
  }
}

/// One refused place, without its content.
public struct RefusedPlace: Sendable, Hashable {
  /// Index into `DataRefusal.files`.
  public let file: UInt16
  /// Index of the declared column, or -1 if the whole row is meant.
  public let column: Int16
  /// The physical line (from 1) on which the row begins.
  public let line: UInt32
  public let rule: RowRule

  public init(file: UInt16, column: Int16, line: UInt32, rule: RowRule) {
    self.file = file
    self.column = column
    self.line = line
    self.rule = rule
  }
}
