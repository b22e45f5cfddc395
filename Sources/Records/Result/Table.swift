/// One table as it is used: typed columns, where each row came from, and the account of all rows read.
public struct Table: Sendable {
  /// What the contract declares.
  public let schema: TableSchema

  /// The number of used rows.
  public let rowCount: Int

  /// One column per declared column, in the same order; rows in the order of the files.
  public let columns: [Column]

  /// The line of each used row, counted through all files of the table.
  public let lines: LineMap

  /// What became of every row read.
  public let account: RowAccount

  /// The rows that were read and are not used, in the order of the files, with their reason; their
  /// lines are counted through all files.
  public let excluded: [ExcludedRow]

  /// The files that the table was read from, in byte order of their names; at least one.
  public let files: [TableFile]

  /// Creates a table; the columns have `rowCount` elements each.
  public init(
    schema: TableSchema, rowCount: Int, columns: [Column], lines: LineMap, account: RowAccount,
    excluded: [ExcludedRow], files: [TableFile]
  ) {
    self.schema = schema
    self.rowCount = rowCount
    self.columns = columns
    self.lines = lines
    self.account = account
    self.excluded = excluded
    self.files = files
  }

  /// Where a used row begins.
  public func place(of row: Int) -> LinePlace { place(ofLine: lines[row]) }

  /// The used rows that begin on lines of one file, line by line; nil where none does.
  public func rows(at lines: FileLines) -> [Int?] {
    let file = files.first { $0.name.utf8.elementsEqual(lines.file.utf8) }
    return lines.lines.map { line in
      file.flatMap { self.lines.row(ofLine: line + $0.linesBefore) }
    }
  }

  /// The file and its own line of a line that is counted through all files.
  public func place(ofLine line: UInt32) -> LinePlace { files.place(ofLine: line) }

  /// Where rows begin, file by file and in the order given; a file without any of them is left out.
  public func fileLines(of rows: some Sequence<Int>) -> [FileLines] {
    fileLines(at: rows.lazy.map { place(of: $0) })
  }

  /// Places file by file and in the order given; a file without any of them is left out.
  public func fileLines(at places: some Sequence<LinePlace>) -> [FileLines] {
    var lines = files.map { FileLines(file: $0.name, lines: []) }
    for place in places { lines[place.file].lines.append(place.line) }
    return lines.filter { !$0.lines.isEmpty }
  }
}

/// Lines of one file, without anything that stands in them.
public struct FileLines: Sendable, Hashable {
  /// The file's name relative to the data source.
  public let file: String

  /// Physical lines, from 1.
  public internal(set) var lines: [UInt32]

  /// Creates a list of lines.
  public init(file: String, lines: [UInt32]) {
    self.file = file
    self.lines = lines
  }
}

/// One of the files that a table was read from.
public struct TableFile: Sendable, Hashable {
  /// The name relative to the data source.
  public let name: String

  /// What is added to a line of the file where lines are counted through all files of the table.
  public let linesBefore: UInt32

  /// Creates a file of a table.
  public init(name: String, linesBefore: UInt32 = 0) {
    self.name = name
    self.linesBefore = linesBefore
  }
}

/// A physical line of one of a table's files.
public struct LinePlace: Sendable, Hashable {
  /// Index into ``Table/files``.
  public let file: Int

  /// From 1.
  public let line: UInt32
}

extension [TableFile] {
  /// The file and its own line of a line that is counted through all files.
  func place(ofLine line: UInt32) -> LinePlace {
    let file = Swift.max(partitionPoint { $0.linesBefore >= line } - 1, 0)
    return LinePlace(file: file, line: line - self[file].linesBefore)
  }
}

/// The line of each used row, kept as runs of consecutive lines.
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

  /// The row that begins on a line; nil if none does.
  func row(ofLine line: UInt32) -> Int? {
    let run = lines.partitionPoint { $0 > line } - 1
    guard run >= 0 else { return nil }
    let row = Int(rows[run]) + Int(line - lines[run])
    return row < (run + 1 < rows.count ? Int(rows[run + 1]) : count) ? row : nil
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
