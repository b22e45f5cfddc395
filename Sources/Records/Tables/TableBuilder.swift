import Synchronization

/// Makes a table out of the blocks of its files.
struct TableBuilder {
  let schema: TableSchema
  let threads: Int
  /// The tables whose keys could be read; a reference to another is kept as written.
  let knownTables: Set<Int>

  struct Outcome {
    /// `nil` if a column could not be put together.
    var table: Table?
    var account: RowAccount
    /// Everything that refuses the run, in the order of files and lines; positions are in the file.
    var spots: [RowSpot]
    /// Columns whose decimals do not fit.
    var overflows: [Int]
    /// Whether every row's key could be read.
    var isKeyWhole = false
  }

  /// Takes the rows out of the parts.
  func build(_ parts: inout [FilePart]) -> Outcome {
    var account = RowAccount()
    var spots: [RowSpot] = []
    var excluded: [ExcludedRow] = []
    var lines = LineMap()
    var files: [TableFile] = []
    var counts = [CellCounts](repeating: CellCounts(), count: schema.columns.count)
    var before: UInt32 = 0
    for (number, part) in parts.enumerated() {
      files.append(TableFile(name: part.location.name, linesBefore: before))
      var line = UInt32(part.head.lines + 1)
      for block in part.output.blocks {
        account.read += block.read
        for run in block.lineRuns {
          lines.append(line: before + line + run.line, count: Int(run.count))
        }
        for place in block.places {
          var place = place
          place.line += line
          place.start += block.offset
          spots.append(RowSpot(file: number, place: place))
        }
        for row in block.excluded {
          excluded.append(
            ExcludedRow(line: before + line + row.line, rule: row.rule, column: row.column))
        }
        for (plan, count) in zip(part.plans, block.counts) { counts[plan.column] += count }
        line += UInt32(block.lineBreaks)
      }
      before += line
    }
    let columns = assemble(&parts, rows: lines.count)
    let overflows = columns.indices.filter { columns[$0] == nil || counts[$0].overflows }
    let complete = columns.compactMap { $0 }
    var outcome = Outcome(account: account, spots: spots, overflows: overflows)
    guard complete.count == columns.count, overflows.isEmpty else {
      sort(&outcome.spots)
      return outcome
    }
    outcome.isKeyWhole = !spots.contains {
      $0.place.column < 0 || schema.key.isEmpty || schema.key.contains(Int($0.place.column))
    }
    var decision = RepeatedRows.Decision()
    let isRead = parts.allSatisfy { $0.output.fault == nil }
    if isRead, outcome.isKeyWhole || !schema.key.isEmpty {
      decision =
        RepeatedRows(
          columns: complete, schema: schema, rows: lines.count, threads: threads
        ).decide()
    }
    if !outcome.isKeyWhole {
      // Rows without a readable key look alike, and are not.
      decision.refused.removeAll { pair in schema.key.contains { complete[$0][pair.row] == nil } }
    }
    for (row, first, rule) in decision.refused {
      let own = files.place(ofLine: lines[row])
      let column = schema.key.first.map { Int16($0) } ?? -1
      outcome.spots.append(
        RowSpot(
          file: own.file,
          place: RowPlace(rule: rule, column: column, line: own.line, start: -1, detail: -1),
          first: files.place(ofLine: lines[first])))
    }
    sort(&outcome.spots)
    for (row, rule) in decision.dropped {
      excluded.append(ExcludedRow(line: lines[row], rule: rule, column: -1))
    }
    excluded.sort { $0.line < $1.line }
    fill(&outcome.account, excluded, counts, decision, used: lines.count)
    outcome.table = table(
      complete, lines, dropping: decision.dropped.map(\.row), outcome.account, excluded, files)
    return outcome
  }

  private func sort(_ spots: inout [RowSpot]) {
    spots.sort { a, b in
      (a.file, a.place.line, a.place.column, a.place.rule.rawValue)
        < (b.file, b.place.line, b.place.column, b.place.rule.rawValue)
    }
  }

  private func kind(of column: Int) -> Column.Kind {
    if let reference = schema.references.first(where: { $0.column == column }),
      knownTables.contains(reference.table)
    {
      return .reference(table: reference.table)
    }
    return switch schema.columns[column].type {
    case .code: .code
    case .text: .text
    case .oneOf: .oneOf
    case .date: .date
    case .decimal: .decimal
    }
  }

  private func list(of column: Int) -> ByteDictionary {
    guard case .oneOf(let values) = schema.columns[column].type else { return ByteDictionary() }
    return ByteDictionary(values.map(\.name))
  }

  /// The segments of one column in the order of rows, and whose codes they hold.
  private struct Pieces: Sendable {
    var segments: [Segment] = []
    /// The thread of each segment, an index into `dictionaries`.
    var workers: [Int] = []
    var dictionaries: [ByteDictionary] = []
    /// Whether a file has the column.
    var isPresent = false
  }

  /// One column per declared column; `nil` where decimals do not fit.
  ///
  /// Takes the segments out of the blocks, and lets go of those of a column as soon as it is made.
  private func assemble(_ parts: inout [FilePart], rows: Int) -> [Column?] {
    var pieces = [Pieces](repeating: Pieces(), count: schema.columns.count)
    for part in parts { take(part, into: &pieces) }
    for part in parts.indices {
      for block in parts[part].output.blocks.indices {
        parts[part].output.blocks[block].columns = []
      }
    }
    let store = Mutex(pieces)
    pieces = []
    return parallelMap(schema.columns.count, threads: rows > 1 << 16 ? threads : 1) { column in
      let kind = kind(of: column)
      let taken = store.withLock { store in
        defer { store[column] = Pieces() }
        return store[column]
      }
      guard taken.isPresent else {
        return Column(
          kind: kind, values: .allMissing(rows, kind: kind), dictionary: list(of: column),
          missingCount: rows, isPresent: false)
      }
      return ColumnAssembly(segments: taken.segments, workers: taken.workers, rows: rows)
        .column(kind, dictionaries: taken.dictionaries, list: list(of: column))
    }
  }

  /// Adds the rows of one file to those of the files before it; a column that it does not have is missing
  /// in its rows.
  private func take(_ part: FilePart, into pieces: inout [Pieces]) {
    // A block that is no text has no columns.
    let blocks = part.output.blocks.filter { !$0.columns.isEmpty }
    for column in pieces.indices {
      let before = pieces[column].dictionaries.count
      guard let plan = part.plans.firstIndex(where: { $0.column == column }) else {
        let isCoded =
          switch schema.columns[column].type {
          case .date, .decimal: false
          case .code, .text, .oneOf: true
          }
        let kept = part.output.blocks.reduce(0) { $0 + $1.kept }
        pieces[column].segments.append(Segment(missing: kept, isCoded: isCoded))
        pieces[column].workers.append(before)
        pieces[column].dictionaries.append(ByteDictionary())
        continue
      }
      pieces[column].isPresent = true
      pieces[column].segments += blocks.map { $0.columns[plan] }
      pieces[column].workers += blocks.map { before + $0.worker }
      pieces[column].dictionaries += part.output.dictionaries.map { $0[plan] }
    }
  }

  private func fill(
    _ account: inout RowAccount, _ excluded: [ExcludedRow], _ counts: [CellCounts],
    _ decision: RepeatedRows.Decision, used: Int
  ) {
    account.used = used - decision.dropped.count
    for row in excluded {
      switch row.rule {
      case .identicalRow: account.repeatedIdentical += 1
      case .superseded: account.superseded += 1
      case .orphan: account.orphans.add(1, column: Int(row.column))
      default:
        if let i = account.rejected.firstIndex(where: {
          $0.rule == row.rule && $0.column == Int(row.column)
        }) {
          account.rejected[i].count += 1
        } else {
          account.rejected.append(.init(rule: row.rule, column: Int(row.column), count: 1))
        }
      }
    }
    account.rejected.sort { ($0.column, $0.rule.rawValue) < ($1.column, $1.rule.rawValue) }
    account.orphans.sort { $0.column < $1.column }
    for (column, count) in counts.enumerated() {
      account.outOfRangeMissing.add(count.outOfRangeMissing, column: column)
      account.badValueMissing.add(count.badValueMissing, column: column)
      account.orphanMissing.add(count.orphanMissing, column: column)
      account.eraOverruns.add(count.eraOverruns, column: column)
    }
  }

  private func table(
    _ columns: [Column], _ lines: LineMap, dropping rows: [Int], _ account: RowAccount,
    _ excluded: [ExcludedRow], _ files: [TableFile]
  ) -> Table {
    let kept = parallelMap(columns.count, threads: lines.count > 1 << 16 ? threads : 1) { i in
      (rows.isEmpty ? columns[i] : columns[i].removing(rows)).withoutUnusedCodes()
    }
    return Table(
      schema: schema, rowCount: lines.count - rows.count, columns: kept,
      lines: rows.isEmpty ? lines : lines.removing(rows), account: account, excluded: excluded,
      files: files)
  }
}

extension [RowAccount.CellCount] {
  /// Adds to the count of a column, if there is anything to add.
  mutating func add(_ count: Int, column: Int) {
    guard count > 0 else { return }
    if let i = firstIndex(where: { $0.column == column }) {
      self[i].count += count
    } else {
      append(.init(column: column, count: count))
    }
  }
}

extension Column {
  /// Without the rows listed, which are ascending.
  func removing(_ rows: [Int]) -> Column {
    let kept = values.removing(rows)
    return Column(
      kind: kind, values: kept, dictionary: dictionary, scale: scale,
      missingCount: kept.missingCount(isCoded: isCoded), isPresent: isPresent)
  }

  /// With a dictionary of only the strings that some row has, so that rows left out leave no trace.
  func withoutUnusedCodes() -> Column {
    guard kind == .code || kind == .text, dictionary.count > 0 else { return self }
    var isUsed = [Bool](repeating: false, count: dictionary.count)
    switch values {
    case .int8(let a): for code in a where code >= 0 { isUsed[Int(code)] = true }
    case .int16(let a): for code in a where code >= 0 { isUsed[Int(code)] = true }
    case .int32(let a): for code in a where code >= 0 { isUsed[Int(code)] = true }
    case .int64(let a): for code in a where code >= 0 { isUsed[Int(code)] = true }
    }
    guard isUsed.contains(false) else { return self }
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    var codes: [Int32] = []
    for code in isUsed.indices {
      codes.append(isUsed[code] ? Int32(offsets.count - 1) : -1)
      guard isUsed[code] else { continue }
      bytes.append(contentsOf: dictionary[code])
      offsets.append(UInt32(bytes.count))
    }
    let smaller = values.recoded(codes, below: offsets.count - 1)
    return Column(
      kind: kind, values: smaller, dictionary: ByteDictionary(bytes: bytes, offsets: offsets),
      missingCount: missingCount, isPresent: isPresent)
  }
}

extension LineMap {
  /// Without the rows listed, which are ascending.
  func removing(_ removed: [Int]) -> LineMap {
    var result = LineMap()
    var row = 0
    for stop in removed + [count] {
      while row < stop {
        let (line, length) = run(from: row)
        let taken = Swift.min(length, stop - row)
        result.append(line: line, count: taken)
        row += taken
      }
      row = stop + 1
    }
    return result
  }
}
