import Diagnostics

/// Reads one table: opens its file, reads the rows, and judges repeated keys.
struct TableReader {
  let schema: TableSchema
  let location: FileLocation
  /// Keys of the referenced tables, by table; none of one that was refused.
  let references: [Int: KeyIndex]
  let limits: ReadLimits
  let progress: (@Sendable (_ file: String, _ done: Int, _ total: Int) -> Void)?

  /// A table that was read, with its entry in the inventory.
  struct Success: Sendable {
    let table: Table
    let file: InputFile
    let warnings: [Diagnostic]
  }

  /// Why a table was refused.
  struct Failure: Error {
    var diagnostics: [Diagnostic]
    var places: [RowPlace] = []
    var isInputOutput = false
    /// The rows, if every key in them could be read: what refers to them can still be judged.
    var table: Table?
  }

  private var messages: FileMessages { FileMessages(name: location.shown, schema: schema) }

  func read() throws(Failure) -> Success {
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
    let excerpt = RowExcerpt(
      file: file, name: location.shown, head: head, schema: schema,
      plans: plans(head, binding), limits: limits)
    let builder = TableBuilder(
      schema: schema, fileName: location.name, head: head, binding: binding,
      plans: excerpt.plans, threads: limits.threads,
      knownTables: Set(references.keys))
    let outcome = builder.build(&output)
    try refuse(outcome, output, head, excerpt, utf8Fault)
    guard let table = outcome.table else {
      throw Failure(diagnostics: [messages.unreconciled(outcome.account)])
    }
    return Success(
      table: table, file: inventory(file, head, output, rows: outcome.account.read),
      warnings: warnings(binding, outcome.account))
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

  /// Refuses the table if anything in it refuses the run.
  private func refuse(
    _ outcome: TableBuilder.Outcome, _ output: FileReader.Output, _ head: FileHead,
    _ excerpt: RowExcerpt, _ utf8Fault: StructuralFault?
  ) throws(Failure) {
    var failure = Failure(diagnostics: [], places: outcome.spots.map(\.place))
    if let fault = output.fault {
      failure.diagnostics.append(
        FaultMessages(name: location.shown, schema: schema, limits: limits).diagnostic(
          fault, encoding: head.encoding, wasTriedAsUTF8: utf8Fault,
          label: { excerpt.label(line: $0, position: $1, text: $2) }))
    }
    if let hash = location.sha256, hash != output.sha256, output.fault == nil {
      failure.diagnostics.append(messages.hashMismatch(output.sha256))
    }
    if outcome.account.read > limits.rows {
      failure.diagnostics.append(messages.tooManyRows(limits.rows))
    }
    for column in outcome.overflows {
      failure.diagnostics.append(messages.tooManyDigits(column: schema.columns[column]))
    }
    failure.diagnostics += RowMessages(excerpt: excerpt, schema: schema)
      .diagnostics(outcome.spots)
    if failure.diagnostics.isEmpty, let table = outcome.table, !table.account.reconciles() {
      failure.diagnostics.append(messages.unreconciled(table.account))
    }
    guard !failure.diagnostics.isEmpty else { return }
    let isRead = output.fault == nil && (location.sha256 == nil || location.sha256 == output.sha256)
    if isRead, outcome.isKeyWhole { failure.table = outcome.table }
    throw failure
  }

  private func inventory(
    _ file: ByteFile, _ head: FileHead, _ output: FileReader.Output, rows: Int
  ) -> InputFile {
    let encoding: InputFile.Encoding =
      switch head.encoding {
      case .cp932: .cp932
      case .utf8: head.hasBOM ? .utf8WithBOM : .utf8
      }
    return InputFile(
      name: location.name, bytes: file.size, rows: rows, encoding: encoding,
      isEncodingDeclared: location.encoding != nil, sha256: output.sha256,
      delimiter: String(UnicodeScalar(location.delimiter)))
  }

  private func warnings(_ binding: ColumnBinding, _ account: RowAccount) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    if !binding.unread.isEmpty { warnings.append(messages.unreadColumns(binding.unread)) }
    for count in account.eraOverruns {
      warnings.append(
        messages.eraOverruns(schema.columns[count.column], count: count.count))
    }
    return warnings
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
