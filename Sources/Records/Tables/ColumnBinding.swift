/// Which field of a file each declared column is, by the header line.
struct ColumnBinding {
  /// The field of each declared column; `nil` for an absent optional one.
  var fields: [Int?] = []
  /// Declared columns that are required and absent.
  var missing: [Int] = []
  /// A header that stands twice.
  var duplicate: String?
  /// Columns for which several headers would do, with those headers.
  var ambiguous: [(column: Int, headers: [String])] = []
  /// Headers that no column declares.
  var unread: [String] = []
  /// Whether no field bears a declared header: the line may be somebody's record, not a header.
  var isStrange: Bool { fields.allSatisfy { $0 == nil } }

  init(_ schema: TableSchema, header: [String]) {
    // Compared as bytes: equal-looking strings of other scalars are other headers.
    let cells = header.map { Array($0.utf8) }
    var seen: Set<[UInt8]> = []
    for (i, cell) in cells.enumerated() where !seen.insert(cell).inserted {
      if duplicate == nil { duplicate = header[i] }
    }
    var used = [Bool](repeating: false, count: cells.count)
    for (i, column) in schema.columns.enumerated() {
      let accepted = Set(column.headers.map { Array($0.utf8) })
      let found = cells.indices.filter { accepted.contains(cells[$0]) }
      for field in found { used[field] = true }
      fields.append(found.first)
      if found.isEmpty {
        if !column.isOptional || schema.key.contains(i) { missing.append(i) }
      } else if Set(found.map { cells[$0] }).count > 1 {
        ambiguous.append((i, found.map { header[$0] }))
      }
    }
    unread = header.indices.filter { !used[$0] }.map { header[$0] }
  }

  /// The sign that seems to divide a header line of one cell: divided by it, declared columns appear.
  static func otherDelimiter(_ schema: TableSchema, header: [String]) -> Character? {
    guard header.count == 1, let cell = header.first else { return nil }
    let known = Set(schema.columns.flatMap(\.headers).map { Array($0.utf8) })
    return [";", "\t"].first { (delimiter: Character) in
      let parts = cell.split(separator: delimiter)
      return parts.count > 1 && parts.contains { known.contains(Array($0.utf8)) }
    }
  }
}
