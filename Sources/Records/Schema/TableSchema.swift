import Diagnostics

/// What one table of a contract declares: its file, its columns, its key, and what happens to bad rows.
///
/// Nothing that can change a figure has a default: whatever the contract text leaves open refuses the run
/// when it happens.
public struct TableSchema: Sendable {
  /// The table's name in the contract text.
  public var name: String

  /// The same name in the contract's other language, if the vocabulary pairs it.
  public var alternateName: String?

  /// Accepted file names, such as `residents.csv`; exactly one of them must exist.
  public var fileNames: [String]

  /// The clause that the table stands on, for messages; empty texts if none is cited.
  public var clause: Text

  /// Indices of the columns that make up the key; empty if no key is declared.
  public var key: [Int]

  /// The declared columns, in the order of the contract text.
  public var columns: [ColumnSchema]

  /// What happens to repeated rows.
  public var repeated: RepeatedRule

  /// Columns that refer to the key of another table.
  public var references: [ReferenceSchema]

  /// Whether a contract declares the table; the program's own lists have fixed headers.
  public var isInContract: Bool

  /// Creates the schema of one table.
  public init(
    name: String, alternateName: String? = nil, fileNames: [String], clause: Text, key: [Int],
    columns: [ColumnSchema], repeated: RepeatedRule, references: [ReferenceSchema] = [],
    isInContract: Bool = true
  ) {
    self.name = name
    self.alternateName = alternateName
    self.fileNames = fileNames
    self.clause = clause
    self.key = key
    self.columns = columns
    self.repeated = repeated
    self.references = references
    self.isInContract = isInContract
  }
}
