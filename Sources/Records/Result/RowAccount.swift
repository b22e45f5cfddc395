/// What became of every row of a table; the numbers add up or the run stops.
///
/// Order of judgement: cells, then references (an orphan is judged with its cell, before duplicates), then
/// identical rows, then rows with the same key. A row counts under the first rule that leaves it out; of
/// several columns the first in declared order.
public struct RowAccount: Sendable, Hashable {
  /// Rows left out by one rule at one column.
  public struct Rejection: Sendable, Hashable {
    public let rule: RowRule
    /// Index of the declared column.
    public let column: Int
    public internal(set) var count: Int

    public init(rule: RowRule, column: Int, count: Int) {
      self.rule = rule
      self.column = column
      self.count = count
    }
  }

  /// Cells of one column, of any row read.
  public struct CellCount: Sendable, Hashable {
    /// Index of the declared column.
    public let column: Int
    public internal(set) var count: Int

    public init(column: Int, count: Int) {
      self.column = column
      self.count = count
    }
  }

  /// Data rows in the files.
  public var read = 0

  /// Rows that the table holds.
  public var used = 0

  /// Rows left out because of a cell (not orphans), by rule and column.
  public var rejected: [Rejection] = []

  /// Rows left out because they refer to nobody, by referring column.
  public var orphans: [CellCount] = []

  /// Rows left out because an equal row is used.
  public var repeatedIdentical = 0

  /// Rows left out because another row with the same key prevails.
  public var superseded = 0

  /// Cells read as missing because they were out of range, by column.
  public var outOfRangeMissing: [CellCount] = []

  /// Cells read as missing because they could not be read, by column.
  public var badValueMissing: [CellCount] = []

  /// Cells read as missing because they refer to nobody, by column.
  public var orphanMissing: [CellCount] = []

  /// Wareki dates outside their era, read arithmetically, by column.
  public var eraOverruns: [CellCount] = []

  /// Creates an empty account.
  public init() {}

  /// Rows left out, of all reasons.
  public var excluded: Int {
    rejected.reduce(0) { $0 + $1.count } + orphans.reduce(0) { $0 + $1.count } + repeatedIdentical
      + superseded
  }

  /// Whether read = used + rejected + orphans + identical + superseded.
  public func reconciles() -> Bool { read == used + excluded }
}

/// The rule by which a row or cell is refused or left out.
public enum RowRule: UInt8, Sendable, Hashable, CaseIterable {
  /// A value is required and the cell is missing.
  case missingValue
  /// The cell cannot be read as the declared type.
  case badValue
  /// The number is outside the declared range.
  case outOfRange
  /// The cell refers to a row that does not exist.
  case orphan
  /// An equal row is used.
  case identicalRow
  /// Another row with the same key prevails.
  case superseded
  /// The key is repeated and the table does not say which row counts.
  case repeatedKey
  /// Rows with the same key tie in the column that should decide.
  case undecidedKey
  /// The row has another number of fields than the header line.
  case fieldCount
  /// A cell is longer than the limit.
  case longCell
}

extension RowRule {
  /// The stable name of a rule in JSON.
  public var name: String {
    switch self {
    case .missingValue: "missing value"
    case .badValue: "bad value"
    case .outOfRange: "out of range"
    case .orphan: "orphan"
    case .identicalRow: "identical row"
    case .superseded: "superseded"
    case .repeatedKey: "repeated key"
    case .undecidedKey: "undecided key"
    case .fieldCount: "field count"
    case .longCell: "long cell"
    }
  }
}

/// A row that was read and is not used.
public struct ExcludedRow: Sendable, Hashable {
  /// The line on which the row begins, counted through all files of the table: see ``Table/place(ofLine:)``.
  public let line: UInt32
  public let rule: RowRule
  /// Index of the declared column, or -1 if the whole row is meant.
  public let column: Int16

  public init(line: UInt32, rule: RowRule, column: Int16) {
    self.line = line
    self.rule = rule
    self.column = column
  }
}
