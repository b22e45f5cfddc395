/// How the rows of one table differ between two data sets that were read by the same schema.
public struct TableDifference: Sendable {
  /// A row with the same key and other content.
  public struct Change: Hashable, Sendable {
    /// Where the row begins in the first data set.
    public let before: LinePlace
    /// Where it begins in the second.
    public let after: LinePlace
    /// The declared columns that differ, by index.
    public let columns: [Int]
  }

  /// The table, by its index among the schemas.
  public let table: Int
  /// Used rows that only the first data set has, in its order.
  public let removed: [LinePlace]
  /// Used rows that only the second data set has, in its order.
  public let added: [LinePlace]
  /// Used rows of both, with other content, in the order of the second.
  public let changed: [Change]

  /// Whether both have the same rows, in whatever order.
  public var isEmpty: Bool { removed.isEmpty && added.isEmpty && changed.isEmpty }

  /// Compares the used rows of a table, by key; rows of a table without a key by their whole content.
  public init(_ first: DataSet, _ second: DataSet, table: Int) {
    let (before, after) = (RowContent(first, table), RowContent(second, table))
    var rows: [[UInt8]: [Int]] = [:]
    for row in (0..<before.table.rowCount).reversed() {
      rows[before.identity(row), default: []].append(row)
    }
    var isFound = [Bool](repeating: false, count: before.table.rowCount)
    var added: [LinePlace] = []
    var changed: [Change] = []
    for row in 0..<after.table.rowCount {
      guard let old = rows[after.identity(row)]?.popLast() else {
        added.append(after.table.place(of: row))
        continue
      }
      isFound[old] = true
      let columns = before.table.columns.indices.filter {
        before.cell($0, old) != after.cell($0, row)
      }
      if !columns.isEmpty {
        changed.append(
          Change(
            before: before.table.place(of: old), after: after.table.place(of: row),
            columns: columns))
      }
    }
    self.table = table
    self.added = added
    self.changed = changed
    removed = isFound.indices.filter { !isFound[$0] }.map { before.table.place(of: $0) }
  }
}

extension DataSet {
  /// The used rows of a table that begin on some lines, by their keys (or whole content, if the table has
  /// no key) as bytes that are equal in another data set where the keys are.
  public func rowsByKey(of index: Int, at lines: [FileLines]) -> [[UInt8]: LinePlace] {
    let content = RowContent(self, index)
    var found: [[UInt8]: LinePlace] = [:]
    for row in lines.flatMap(content.table.rows(at:)).compactMap({ $0 }) {
      found[content.identity(row)] = content.table.place(of: row)
    }
    return found
  }
}

/// The rows of a table as bytes that are equal where the rows say the same.
private struct RowContent {
  let data: DataSet
  let table: Table
  private let judged: [Int]

  init(_ data: DataSet, _ index: Int) {
    self.data = data
    table = data.tables[index]
    judged = table.schema.key.isEmpty ? Array(table.columns.indices) : table.schema.key
  }

  /// The key, or the whole row if there is none.
  func identity(_ row: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for column in judged {
      let cell = cell(column, row)
      // No cell runs into the next.
      withUnsafeBytes(of: cell?.count ?? -1) { bytes.append(contentsOf: $0) }
      bytes += cell ?? []
    }
    return bytes
  }

  /// The content of a cell; nil if it is missing.
  func cell(_ column: Int, _ row: Int) -> [UInt8]? {
    cell(table.columns[column], row)
  }

  private func cell(_ column: Column, _ row: Int) -> [UInt8]? {
    guard let value = column[row] else { return nil }
    switch column.kind {
    case .code, .text, .oneOf: return Array(column.dictionary[Int(value)])
    case .date: return withUnsafeBytes(of: value) { Array($0) }
    case .decimal:
      // 1.5 and 1.50 are one number.
      var (value, scale) = (value, column.scale)
      while scale > 0, value % 10 == 0 { (value, scale) = (value / 10, scale - 1) }
      return withUnsafeBytes(of: (value, scale)) { Array($0) }
    case .reference(let other):
      let referred = data.tables[other]
      return cell(referred.columns[referred.schema.key[0]], Int(value))
    }
  }
}
