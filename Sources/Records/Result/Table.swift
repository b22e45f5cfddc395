/// One table as it is used: typed columns, where each row came from, and the account of all rows read.
public struct Table: Sendable {
  /// What the contract declares.
  public let schema: TableSchema

  /// The number of used rows.
  public let rowCount: Int

  /// One column per declared column, in the same order; rows in the order of the file.
  public let columns: [Column]

  /// The physical line of each used row.
  public let lines: LineMap

  /// What became of every row read.
  public let account: RowAccount

  /// The rows that were read and are not used, in the order of the file, with their reason.
  public let excluded: [ExcludedRow]

  /// The name of the file that the table was read from, relative to the data source.
  public let fileName: String

  /// Creates a table; the columns have `rowCount` elements each.
  public init(
    schema: TableSchema, rowCount: Int, columns: [Column], lines: LineMap, account: RowAccount,
    excluded: [ExcludedRow], fileName: String
  ) {
    self.schema = schema
    self.rowCount = rowCount
    self.columns = columns
    self.lines = lines
    self.account = account
    self.excluded = excluded
    self.fileName = fileName
  }

  /// The physical line (from 1) on which a used row begins.
  public func line(of row: Int) -> UInt32 { lines[row] }
}

/// The physical line of each used row, kept as runs of consecutive lines.
public struct LineMap: Sendable, Hashable {
  /// The first row of each run, ascending.
  private(set) var rows: [UInt32] = []

  /// The line of the first row of each run.
  private(set) var lines: [UInt32] = []

  /// The number of rows.
  public private(set) var count = 0

  /// Creates an empty map.
  public init() {}

  /// Adds the next row.
  mutating func append(line: UInt32) {
    append(line: line, count: 1)
  }

  /// Adds `count` rows that begin on consecutive lines.
  mutating func append(line: UInt32, count added: Int) {
    guard added > 0 else { return }
    if let row = rows.last, let first = lines.last, line == first + UInt32(count) - row {
      count += added
      return
    }
    rows.append(UInt32(count))
    lines.append(line)
    count += added
  }

  /// The line of a row.
  public subscript(row: Int) -> UInt32 {
    precondition(row >= 0 && row < count, "no such row")
    return run(from: row).line
  }

  /// The line of a row, and how many rows from it on lie on consecutive lines.
  func run(from row: Int) -> (line: UInt32, length: Int) {
    var low = 0
    var high = rows.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if rows[middle] <= row { low = middle } else { high = middle }
    }
    let end = low + 1 < rows.count ? Int(rows[low + 1]) : count
    return (lines[low] + UInt32(row) - rows[low], end - row)
  }
}
