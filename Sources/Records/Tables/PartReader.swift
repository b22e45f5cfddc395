import Diagnostics

/// One file of a table as it was read: its rows in blocks, and how to point at them again.
struct FilePart: Sendable {
  let location: FileLocation
  /// In bytes. The file itself is closed: a table may have more files than a process may open.
  let size: Int
  let head: FileHead
  let binding: ColumnBinding
  let plans: [ColumnPlan]
  var output: FileReader.Output
  /// Where the file is not UTF-8, if it was tried as that first.
  let utf8Fault: StructuralFault?

  /// Lines of the file; one more if the last one does not end.
  var lines: Int { output.blocks.reduce(head.lines + 1) { $0 + $1.lineBreaks } }

  /// Whether the file could be read to its end and is the one that was declared.
  var isAsDeclared: Bool { output.fault == nil && !hasOtherHash }

  private var hasOtherHash: Bool { location.sha256.map { $0 != output.sha256 } ?? false }

  /// The file's entry in the inventory.
  var inventory: InputFile {
    let encoding: InputFile.Encoding =
      switch head.encoding {
      case .cp932: .cp932
      case .utf8: head.hasBOM ? .utf8WithBOM : .utf8
      }
    return InputFile(
      name: location.name, bytes: size, rows: output.blocks.reduce(0) { $0 + $1.read },
      encoding: encoding, isEncodingDeclared: location.encoding != nil, sha256: output.sha256,
      delimiter: String(UnicodeScalar(location.delimiter)))
  }

  /// Opens the file again; of one that is gone no content is shown.
  func excerpt(_ schema: TableSchema, _ limits: ReadLimits) -> RowExcerpt {
    RowExcerpt(
      file: (try? location.open()) ?? ByteFile(bytes: []), name: location.shown, head: head, schema: schema, plans: plans, limits: limits)
  }

  /// What is wrong with the file as a whole.
  func faults(_ schema: TableSchema, _ limits: ReadLimits) -> [Diagnostic] {
    if let fault = output.fault {
      let excerpt = excerpt(schema, limits)
      return [
        FaultMessages(name: location.shown, schema: schema, limits: limits).diagnostic(
          fault, encoding: head.encoding, wasTriedAsUTF8: utf8Fault,
          label: { excerpt.label(line: $0, position: $1, text: $2) })
      ]
    }
    guard hasOtherHash else { return [] }
    return [FileMessages(name: location.shown, schema: schema).hashMismatch(output.sha256)]
  }

  func warnings(_ schema: TableSchema) -> [Diagnostic] {
    guard !binding.unread.isEmpty else { return [] }
    return [FileMessages(name: location.shown, schema: schema).unreadColumns(binding.unread)]
  }
}

/// Reads one file of a table: finds its encoding and its columns, and reads its rows.
struct PartReader {
  typealias Failure = TableReader.Failure

  let schema: TableSchema
  let location: FileLocation
  /// Keys of the referenced tables, by table; none of one that was refused.
  let references: [Int: KeyIndex]
  let limits: ReadLimits
  let progress: (@Sendable (_ file: String, _ done: Int, _ total: Int) -> Void)?

  private var messages: FileMessages { FileMessages(name: location.shown, schema: schema) }

  func read() throws(Failure) -> FilePart {
    let file: ByteFile
    do { file = try location.open() } catch { throw unreadable(error) }
    var head = try head(of: file, encoding: location.encoding)
    if head.isGuess, head.encoding == .cp932 { try refuseMixture(file) }
    var binding = try bind(head, file)
    var output = try run(file, head, binding)
    var utf8Fault: StructuralFault?
    if head.isGuess, head.encoding == .utf8, let fault = output.fault, fault.kind == .encoding {
      // The file proved not to be UTF-8 further down; the only other encoding is CP932.
      utf8Fault = fault
      try refuseMixture(file)
      head = try self.head(of: file, encoding: .cp932)
      binding = try bind(head, file)
      output = try run(file, head, binding)
    } else if head.isGuess, head.encoding == .cp932, output.fault?.kind == .encoding {
      utf8Fault = firstUTF8Fault(of: file)
    }
    return FilePart(
      location: location, size: file.size, head: head, binding: binding, plans: plans(head, binding),
      output: output, utf8Fault: utf8Fault)
  }

  // MARK: - Steps

  /// Refuses a file that would be read as CP932 because one line is not UTF-8, while another one is.
  private func refuseMixture(_ file: ByteFile) throws(Failure) {
    let line: Int?
    do { line = try JapaneseUTF8.firstLine(in: file) } catch { throw unreadable(error) }
    guard let line else { return }
    throw Failure(diagnostics: [
      messages.mixedEncodings(utf8: line, other: firstUTF8Fault(of: file))
    ])
  }

  private func head(
    of file: ByteFile, encoding: TextEncoding?
  ) throws(Failure) -> FileHead {
    do {
      return try FileHead(
        file, encoding: encoding, delimiter: location.delimiter, limits: limits)
    } catch {
      switch error {
      case .file(let failure): throw unreadable(failure)
      case .empty: throw Failure(diagnostics: [messages.empty()])
      case .utf16: throw Failure(diagnostics: [messages.utf16()])
      case .fault(let fault, let encoding, let isGuess):
        let located = StructuralFault(
          kind: fault.kind, line: fault.line + 1, position: fault.position)
        throw Failure(
          diagnostics: [
            FaultMessages(name: location.shown, schema: schema, limits: limits).diagnostic(
              located, encoding: encoding,
              wasTriedAsUTF8: isGuess && fault.kind == .encoding ? firstUTF8Fault(of: file) : nil
            ) { line, position, text in
              Label(
                excerpt: Excerpt(sourceName: location.shown, line: line, text: "…", length: 1),
                text: text)
            }
          ])
      }
    }
  }

  private func bind(_ head: FileHead, _ file: ByteFile) throws(Failure) -> ColumnBinding {
    let binding = ColumnBinding(schema, header: head.names)
    let excerpt = RowExcerpt(
      file: file, name: location.shown, head: head, schema: schema, plans: [], limits: limits)
    let header = excerpt.header(isCovered: binding.isStrange)
    var found: [Diagnostic] = []
    if let duplicate = binding.duplicate, !binding.isStrange {
      found.append(messages.duplicateHeader(duplicate, line: header))
    }
    for (column, headers) in binding.ambiguous {
      found.append(messages.ambiguousColumn(schema.columns[column], headers, line: header))
    }
    if let other = ColumnBinding.otherDelimiter(schema, header: head.names) {
      throw Failure(diagnostics: [messages.otherDelimiter(other, header: header)])
    }
    found += messages.missingColumns(
      binding.missing.map { schema.columns[$0] }, header: header)
    if !found.isEmpty { throw Failure(diagnostics: found) }
    return binding
  }

  private func plans(_ head: FileHead, _ binding: ColumnBinding) -> [ColumnPlan] {
    schema.columns.enumerated().compactMap { i, column in
      guard let field = binding.fields[i] else { return nil }
      let reference = schema.references.first { $0.column == i }
      return ColumnPlan(
        schema: column, column: i, field: field, isKey: schema.key.contains(i),
        form: form(of: column, reference), orphans: reference?.orphans ?? .refuseRun,
        encoding: head.encoding)
    }
  }

  private func form(of column: ColumnSchema, _ reference: ReferenceSchema?) -> ColumnPlan.Form {
    // Without the other table nothing is an orphan: it is refused itself. The cells still tell the
    // rows of this table apart.
    if let reference, let index = references[reference.table] { return .reference(index) }
    switch column.type {
    case .code, .text: return .strings
    case .date: return .date
    case .decimal: return .decimal
    case .oneOf(let values):
      var entries: [(text: [UInt8], value: Int32)] = []
      for (code, value) in values.enumerated() {
        for spelling in [value.name] + value.spellings {
          entries.append((CellText.normalised(spelling, column.normalise), Int32(code)))
        }
      }
      return .list(KeyIndex(entries, count: values.count))
    }
  }

  private func run(
    _ file: ByteFile, _ head: FileHead, _ binding: ColumnBinding
  ) throws(Failure) -> FileReader.Output {
    let (name, total, report) = (location.name, file.size, progress)
    let reader = FileReader(
      file: file, head: head, plans: plans(head, binding), limits: limits,
      progress: { done in report?(name, done, total) })
    do { return try reader.run() } catch { throw unreadable(error) }
  }

  private func unreadable(_ failure: ByteFile.Failure) -> Failure {
    Failure(diagnostics: [messages.unreadable(failure)], isInputOutput: true)
  }

  /// Where a file stops being UTF-8, line from 1.
  private func firstUTF8Fault(of file: ByteFile) -> StructuralFault? {
    let buffer = BlockBuffer(capacity: file.size + 1)
    guard (try? file.read(file.size, at: 0, into: buffer.base)) != nil,
      let position = UTF8Check.firstFault(in: buffer.base, count: file.size)
    else { return nil }
    let line = ByteScan.count(Byte.lineFeed, in: buffer.base, 0..<position) + 1
    return StructuralFault(kind: .encoding, line: line, position: position)
  }
}
