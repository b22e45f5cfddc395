import Diagnostics

/// Shows rows of a file with every cell covered by dots, so that the place can be pointed at and the content
/// is not seen.
///
/// Only a declared code in a key column is shown as it is (`year1`): the contract text lists it.
struct RowExcerpt {
  let file: ByteFile
  /// The file as messages name it.
  let name: String
  let head: FileHead
  let schema: TableSchema
  let plans: [ColumnPlan]
  let limits: ReadLimits

  private static let maxDots = 16
  private static let maxFields = 4096

  /// The header line, for context; with every cell covered where it may be somebody's record.
  func header(isCovered: Bool = false) -> Place {
    let cells = head.names.prefix(Self.maxFields).map {
      isCovered ? String(repeating: "•", count: $0.unicodeScalars.count) : $0
    }
    return .excerpt(
      Excerpt(sourceName: name, line: 1, text: cells.joined(separator: delimiter)))
  }

  private var delimiter: String { String(UnicodeScalar(head.delimiter)) }

  /// A row that begins at a line and position of the file, with one field marked; `nil` marks all.
  func label(line: Int, start: Int, field: Int?, text: Text) -> Label {
    guard let cells = cells(at: start) else {
      return Label(
        excerpt: Excerpt(sourceName: name, line: line, text: "…", length: 1), text: text)
    }
    var shown = ""
    var column = 1
    var length = 0
    var position = 1
    for (i, cell) in cells.enumerated() {
      if i > 0 {
        shown += delimiter
        position += 1
      }
      if i == field {
        column = position
        length = cell.unicodeScalars.count
      }
      shown += cell
      position += cell.unicodeScalars.count
    }
    if field == nil { length = position - 1 }
    return Label(
      excerpt: Excerpt(
        sourceName: name, line: line, text: shown, column: column, length: length), text: text)
  }

  /// The physical line around a position, all but its delimiters and quotes covered, with one byte marked.
  func label(line: Int, position: Int, text: Text) -> Label {
    let reach = 4096
    let from = max(0, position - reach)
    let count = min(file.size - from, 2 * reach)
    let buffer = BlockBuffer(capacity: count + 1)
    guard (try? file.read(count, at: from, into: buffer.base)) != nil else {
      return Label(excerpt: Excerpt(sourceName: name, line: line, text: "…"), text: text)
    }
    let bytes = Array(UnsafeRawBufferPointer(start: buffer.base, count: count))
    let mark = position - from
    let start = bytes[..<mark].lastIndex(of: Byte.lineFeed).map { $0 + 1 } ?? 0
    let end = bytes[mark...].firstIndex(of: Byte.lineFeed) ?? count
    var shown = ""
    var column = 1
    var previous: UInt8 = 0
    for i in start..<end {
      let byte = bytes[i]
      if i == mark { column = shown.unicodeScalars.count + 1 }
      if byte == head.delimiter || byte == Byte.quote {
        shown.unicodeScalars.append(UnicodeScalar(byte))
      } else if byte != Byte.carriageReturn, isFirst(byte, previous, isMarked: i == mark) {
        shown += "•"
      }
      previous = byte
    }
    if mark >= end { column = shown.unicodeScalars.count + 1 }
    return Label(
      excerpt: Excerpt(sourceName: name, line: line, text: shown, column: column, length: 1),
      text: text)
  }

  /// Whether a byte begins a character, as far as one dot per character needs to know.
  private func isFirst(_ byte: UInt8, _ previous: UInt8, isMarked: Bool) -> Bool {
    isMarked || head.encoding == .cp932 || byte & 0xC0 != 0x80
  }

  /// Whether the row that begins at a position is one empty field.
  func isBlank(at start: Int) -> Bool { start >= 0 && cells(at: start) == [""] }

  /// Where a physical line (from 1) begins; 0 if the file cannot be read so far.
  func start(ofLine line: Int) -> Int {
    var finder = LineFinder(file: file)
    return finder.start(ofLine: line) ?? 0
  }

  private func cells(at start: Int) -> [String]? {
    RecordText(file: file, head: head, limits: limits).cells(at: start)?.enumerated()
      .map { cover($0.element, field: $0.offset) }
  }

  private func cover(_ text: [UInt8], field: Int) -> String {
    if let plan = plans.first(where: { $0.field == field }), schema.key.contains(plan.column),
      case .list(let codes) = plan.form
    {
      var normalised = text
      CellText.apply(plan.text.normalise, to: &normalised)
      if normalised.withPadding({ codes.find($0, $1) }) != nil {
        return String(decoding: normalised, as: UTF8.self)
      }
    }
    let scalars = String(decoding: text.prefix(4 * Self.maxDots), as: UTF8.self).unicodeScalars
    return String(repeating: "•", count: min(scalars.count, Self.maxDots))
  }
}
