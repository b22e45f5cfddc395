import Synchronization

/// Makes a table out of the blocks of its file.
struct TableBuilder {
  let schema: TableSchema
  let fileName: String
  let head: FileHead
  let binding: ColumnBinding
  let plans: [ColumnPlan]
  let threads: Int
  /// The tables whose keys could be read; a reference to another is kept as written.
  let knownTables: Set<Int>

  struct Outcome {
    /// `nil` if a column could not be put together.
    var table: Table?
    var account: RowAccount
    /// Everything that refuses the run, in the order of lines; positions are in the file.
    var spots: [RowMessages.Spot]
    /// Columns whose decimals do not fit.
    var overflows: [Int]
    /// Whether every row's key could be read.
    var isKeyWhole = false
  }

  func build(_ output: inout FileReader.Output) -> Outcome {
    var account = RowAccount()
    var spots: [RowMessages.Spot] = []
    var excluded: [ExcludedRow] = []
    var lines = LineMap()
    var counts = [CellCounts](repeating: CellCounts(), count: plans.count)
    var starts: [Int] = []
    var line = UInt32(head.lines + 1)
    for block in output.blocks {
      account.read += block.read
      for run in block.lineRuns { lines.append(line: line + run.line, count: Int(run.count)) }
      for place in block.places {
        var place = place
        place.line += line
        place.start += block.offset
        spots.append((place, nil))
      }
      for row in block.excluded {
        excluded.append(ExcludedRow(line: row.line + line, rule: row.rule, column: row.column))
      }
      for (i, count) in block.counts.enumerated() { counts[i] += count }
      starts.append(lines.count)
      line += UInt32(block.lineBreaks)
    }
    let columns = assemble(&output, rows: lines.count)
    let overflows = plans.indices
      .filter { columns[plans[$0].column] == nil || counts[$0].overflows }
      .map { plans[$0].column }
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
    if output.fault == nil, outcome.isKeyWhole || !schema.key.isEmpty {
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
      let line = lines[row]
      let column = schema.key.first.map { Int16($0) } ?? -1
      let place = RowPlace(
        rule: rule, column: column, line: line, start: -1, detail: -1)
      outcome.spots.append((place, Int(lines[first])))
    }
    sort(&outcome.spots)
    for (row, rule) in decision.dropped {
      excluded.append(ExcludedRow(line: lines[row], rule: rule, column: -1))
    }
    excluded.sort { $0.line < $1.line }
    fill(&outcome.account, excluded, counts, decision, used: lines.count)
    outcome.table = table(
      complete, lines, dropping: decision.dropped.map(\.row), outcome.account, excluded)
    return outcome
  }

  private func sort(_ spots: inout [RowMessages.Spot]) {
    spots.sort { a, b in
      (a.place.line, a.place.column, a.place.rule.rawValue)
        < (b.place.line, b.place.column, b.place.rule.rawValue)
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

  /// One column per declared column; `nil` where decimals do not fit.
  ///
  /// Takes the segments out of the blocks, and lets go of those of a column as soon as it is made.
  private func assemble(_ output: inout FileReader.Output, rows: Int) -> [Column?] {
    // A block that is no text has no columns.
    let workers = output.blocks.filter { !$0.columns.isEmpty }.map(\.worker)
    var segments: [[Segment]?] = []
    for plan in plans.indices {
      segments.append(output.blocks.compactMap { $0.columns.isEmpty ? nil : $0.columns[plan] })
    }
    for i in output.blocks.indices { output.blocks[i].columns = [] }
    let store = Mutex(segments)
    segments = []
    let dictionaries = plans.indices.map { plan in output.dictionaries.map { $0[plan] } }
    let planOf = schema.columns.indices.map { column in
      plans.firstIndex { $0.column == column }
    }
    return parallelMap(planOf.count, threads: rows > 1 << 16 ? threads : 1) { column in
      let kind = kind(of: column)
      guard let plan = planOf[column] else {
        return Column(
          kind: kind, values: .allMissing(rows, kind: kind), dictionary: list(of: column),
          missingCount: rows, isPresent: false)
      }
      let taken = store.withLock { store in
        defer { store[plan] = nil }
        return store[plan] ?? []
      }
      return ColumnAssembly(segments: taken, workers: workers, rows: rows)
        .column(kind, dictionaries: dictionaries[plan], list: list(of: column))
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
    for (plan, count) in zip(plans, counts) {
      account.outOfRangeMissing.add(count.outOfRangeMissing, column: plan.column)
      account.badValueMissing.add(count.badValueMissing, column: plan.column)
      account.orphanMissing.add(count.orphanMissing, column: plan.column)
      account.eraOverruns.add(count.eraOverruns, column: plan.column)
    }
  }

  private func table(
    _ columns: [Column], _ lines: LineMap, dropping rows: [Int], _ account: RowAccount,
    _ excluded: [ExcludedRow]
  ) -> Table {
    let kept = parallelMap(columns.count, threads: lines.count > 1 << 16 ? threads : 1) { i in
      (rows.isEmpty ? columns[i] : columns[i].removing(rows)).withoutUnusedCodes()
    }
    return Table(
      schema: schema, rowCount: lines.count - rows.count, columns: kept,
      lines: rows.isEmpty ? lines : lines.removing(rows), account: account, excluded: excluded,
      fileName: fileName)
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
