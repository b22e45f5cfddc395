import Glibc

/// Cuts a block into cells by the rules of RFC 4180, byte by byte where it must.
struct QuotedScanner {
  let base: UnsafeMutableRawPointer
  /// Bytes with the line feed that ends the last record.
  let count: Int
  /// Bytes of the file in the block.
  let textCount: Int
  let delimiter: UInt8
  let limits: ReadLimits
  let isCut: Bool

  /// One record: where it ends, how many fields it has, and its line breaks.
  struct Record {
    var next: Int
    var fields: Int
    var lineBreaks: Int
    var longCell: Int?
  }

  func scan(into table: FieldTable) {
    let nul = ByteScan.first(0, in: base, 0..<textCount)
    var i = 0
    var line = 0
    var needsLines = false
    while i < textCount {
      do throws(StructuralFault) {
        let row = table.rows
        let record = try scanRecord(
          at: i, line: line, into: table.fields + row * table.columns, columns: table.columns)
        if let nul, nul < record.next { break }
        if isCut, record.next >= textCount {
          throw StructuralFault(kind: .longRecord, line: line, position: i)
        }
        if record.fields != table.columns {
          table.misfits.append(.init(kind: .fieldCount(record.fields), line: line, start: i))
          needsLines = true
        } else if let cell = record.longCell {
          table.misfits.append(.init(kind: .longCell(cell), line: line, start: i))
          needsLines = true
        } else {
          table.rowLines.append(UInt32(line))
          table.rowStarts.append(UInt32(i))
          table.rows += 1
        }
        if record.lineBreaks != 1 { needsLines = true }
        i = record.next
        line += record.lineBreaks
      } catch {
        if let nul, nul < error.position { break }
        table.fault = error
        table.lineBreaks = line
        return
      }
    }
    table.lineBreaks = line
    if i < textCount, let nul {
      let before = ByteScan.count(Byte.lineFeed, in: base, i..<nul)
      table.fault = StructuralFault(kind: .nul, line: line + before, position: nul)
    }
    if !needsLines { table.rowLines.removeAll(keepingCapacity: true) }
  }

  /// Cuts one record; only the first `columns` fields are stored, but all are counted.
  func scanRecord(
    at start: Int, line: Int, into fields: UnsafeMutablePointer<FieldTable.Field>, columns: Int
  ) throws(StructuralFault) -> Record {
    var record = Record(next: start, fields: 0, lineBreaks: 0, longCell: nil)
    var i = start
    while true {
      let from: Int
      let to: Int
      if byte(i) == Byte.quote {
        from = i + 1
        (to, i) = try scanQuoted(from: from, line: line, record: &record)
      } else {
        from = i
        i = try scanUnquoted(from: from, line: line + record.lineBreaks)
        to = i
      }
      if to - from > limits.cellBytes, record.longCell == nil { record.longCell = record.fields }
      if record.fields < columns {
        fields[record.fields] = FieldTable.Field(start: UInt32(from), end: UInt32(to))
      }
      record.fields += 1
      if byte(i) == delimiter {
        i += 1
        continue
      }
      // A line break, by the checks of both scans.
      i += byte(i) == Byte.carriageReturn ? 2 : 1
      record.lineBreaks += 1
      record.next = i
      return record
    }
  }

  private func scanUnquoted(from start: Int, line: Int) throws(StructuralFault) -> Int {
    var i = start
    while true {
      let here = byte(i)
      if here == delimiter || here == Byte.lineFeed { return i }
      if here == Byte.carriageReturn {
        if byte(i + 1) == Byte.lineFeed, i + 1 < count { return i }
        throw StructuralFault(kind: .carriageReturn, line: line, position: i)
      }
      if here == Byte.quote {
        throw StructuralFault(kind: .quoteInCell, line: line, position: i)
      }
      i += 1
    }
  }

  /// Unquotes in place; yields the end of the content and the position after the closing quote.
  private func scanQuoted(
    from start: Int, line: Int, record: inout Record
  ) throws(StructuralFault) -> (end: Int, next: Int) {
    let firstLine = line + record.lineBreaks
    var read = start
    var write = start
    while true {
      guard let quote = ByteScan.first(Byte.quote, in: base, read..<textCount) else {
        throw StructuralFault(
          kind: .unterminatedQuote, line: firstLine, position: start - 1)
      }
      record.lineBreaks += ByteScan.count(Byte.lineFeed, in: base, read..<quote)
      if write != read { memmove(base + write, base + read, quote - read) }
      write += quote - read
      if quote + 1 < textCount, byte(quote + 1) == Byte.quote {
        base.storeBytes(of: Byte.quote, toByteOffset: write, as: UInt8.self)
        write += 1
        read = quote + 2
        continue
      }
      let next = quote + 1
      let after = byte(next)
      let ends =
        after == delimiter || after == Byte.lineFeed
        || (after == Byte.carriageReturn && byte(next + 1) == Byte.lineFeed && next + 1 < count)
      guard ends else {
        throw StructuralFault(
          kind: .textAfterQuote, line: line + record.lineBreaks, position: next)
      }
      return (write, next)
    }
  }

  @inline(__always)
  private func byte(_ i: Int) -> UInt8 { base.load(fromByteOffset: i, as: UInt8.self) }
}
