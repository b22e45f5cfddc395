/// Reads single records of a file again, to point at them or to reveal them.
struct RecordText {
  let file: ByteFile
  let head: FileHead
  let limits: ReadLimits

  private static let maxFields = 4096
  private static let firstBytes = 64 << 10

  /// The cells of the record that begins at a position, in UTF-8; `nil` if it cannot be cut into cells.
  func cells(at start: Int) -> [[UInt8]]? {
    var count = min(file.size - start, Self.firstBytes)
    while count > 0 {
      if let cells = cells(at: start, within: count) { return cells }
      let more = min(file.size - start, limits.recordBytes, count * 8)
      if more == count { return nil }
      count = more
    }
    return nil
  }

  private func cells(at start: Int, within count: Int) -> [[UInt8]]? {
    let buffer = BlockBuffer(capacity: count + 1)
    guard (try? file.read(count, at: start, into: buffer.base)) != nil else { return nil }
    buffer.base.storeBytes(of: Byte.lineFeed, toByteOffset: count, as: UInt8.self)
    let fields = UnsafeMutablePointer<FieldTable.Field>.allocate(capacity: Self.maxFields)
    defer { fields.deallocate() }
    let scanner = QuotedScanner(
      base: buffer.base, count: count + 1, textCount: count, delimiter: head.delimiter,
      limits: limits, isCut: false)
    guard
      let record = try? scanner.scanRecord(
        at: 0, line: 0, into: fields, columns: Self.maxFields),
      record.next <= count || start + count == file.size
    else { return nil }
    let reader = CellText(encoding: head.encoding, normalise: [])
    return (0..<min(record.fields, Self.maxFields)).map { i in
      var text: [UInt8] = []
      reader.read(
        UnsafeRawBufferPointer(
          start: buffer.base + Int(fields[i].start), count: Int(fields[i].end - fields[i].start)),
        into: &text)
      return text
    }
  }
}
