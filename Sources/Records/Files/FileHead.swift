/// The begin of a file: its encoding as far as it shows, and its header record.
struct FileHead: Sendable {
  /// The first bytes of the file, up to and with the header record, as they stand.
  let bytes: [UInt8]
  let hasBOM: Bool
  let encoding: TextEncoding
  /// Whether the encoding may still prove to be another one further down.
  let isGuess: Bool
  /// The header cells.
  let names: [String]
  /// Line breaks in the header record.
  let lines: Int
  let delimiter: UInt8

  enum Failure: Error {
    case file(ByteFile.Failure)
    case empty
    /// UTF-16, by its byte order mark.
    case utf16
    /// A fault in the header record, under an encoding that is certain or guessed.
    case fault(StructuralFault, TextEncoding, isGuess: Bool)
  }

  private static let probeBytes = 1 << 20
  private static let maxColumns = 16_384

  /// Reads the head of a file; `encoding` is what the data package or a second attempt says.
  init(_ file: ByteFile, encoding declared: TextEncoding?, delimiter: UInt8, limits: ReadLimits)
    throws(Failure)
  {
    guard file.size > 0 else { throw .empty }
    let count = min(file.size, Self.probeBytes)
    let buffer = BlockBuffer(capacity: count + 1)
    do { try file.read(count, at: 0, into: buffer.base) } catch { throw .file(error) }
    let raw = UnsafeRawBufferPointer(start: buffer.base, count: count)
    if raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) { throw .utf16 }
    hasBOM = declared != .cp932 && raw.starts(with: [0xEF, 0xBB, 0xBF])
    let start = hasBOM ? 3 : 0
    guard count > start else { throw .empty }
    if let declared {
      encoding = declared
      isGuess = false
    } else {
      encoding =
        hasBOM || Self.isUTF8(buffer.base, count, isWhole: count == file.size) ? .utf8 : .cp932
      isGuess = !hasBOM
    }
    // The bytes before the header cells are unquoted in place.
    let original = Array(raw)

    buffer.base.storeBytes(of: Byte.lineFeed, toByteOffset: count, as: UInt8.self)
    let scanner = QuotedScanner(
      base: buffer.base, count: count + 1, textCount: count, delimiter: delimiter, limits: limits,
      isCut: count < file.size)
    let fields = UnsafeMutablePointer<FieldTable.Field>.allocate(capacity: Self.maxColumns)
    defer { fields.deallocate() }
    let record: QuotedScanner.Record
    do throws(StructuralFault) {
      record = try scanner.scanRecord(at: start, line: 0, into: fields, columns: Self.maxColumns)
      if record.next > count, count < file.size {
        throw StructuralFault(kind: .longRecord, line: 0, position: start)
      }
      let nul = ByteScan.first(0, in: buffer.base, start..<min(record.next, count))
      if let nul { throw StructuralFault(kind: .nul, line: 0, position: nul) }
      if record.fields > Self.maxColumns {
        throw StructuralFault(kind: .longRecord, line: 0, position: start)
      }
      if let bad = encoding.firstFault(in: buffer.base, count: min(record.next, count)) {
        throw StructuralFault(kind: .encoding, line: 0, position: bad)
      }
    } catch {
      throw .fault(error, encoding, isGuess: isGuess)
    }
    let end = min(record.next, count)
    bytes = Array(original[..<end])
    lines = record.lineBreaks
    self.delimiter = delimiter
    let text = CellText(encoding: encoding, normalise: [])
    var cell: [UInt8] = []
    var names: [String] = []
    for i in 0..<record.fields {
      text.read(
        UnsafeRawBufferPointer(
          start: buffer.base + Int(fields[i].start),
          count: Int(fields[i].end - fields[i].start)), into: &cell)
      names.append(String(decoding: cell, as: UTF8.self))
    }
    self.names = names
  }

  /// Whether the probe is UTF-8; a character that the probe cuts off does not count against it.
  private static func isUTF8(_ base: UnsafeRawPointer, _ count: Int, isWhole: Bool) -> Bool {
    guard let fault = UTF8Check.firstFault(in: base, count: count) else { return true }
    guard !isWhole, count - fault < 4 else { return false }
    let lead = base.load(fromByteOffset: fault, as: UInt8.self)
    let expected = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
    return count - fault < expected
  }
}
