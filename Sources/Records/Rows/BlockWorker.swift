/// One thread's part in reading a file: takes blocks until there are no more.
final class BlockWorker {
  private let number: Int
  private let scanner: FieldScanner
  private let encoding: TextEncoding
  private let buffer: BlockBuffer
  private let table: FieldTable
  private let readers: [ColumnReader]
  private var fates = RowFates()

  init(
    number: Int, plans: [ColumnPlan], columns: Int, delimiter: UInt8, encoding: TextEncoding,
    limits: ReadLimits
  ) {
    self.number = number
    self.encoding = encoding
    scanner = FieldScanner(delimiter: delimiter, limits: limits)
    buffer = BlockBuffer(capacity: limits.blockBytes + 1)
    table = FieldTable(columns: columns)
    readers = plans.map { ColumnReader(plan: $0) }
  }

  /// What one thread found: its blocks, and the strings behind its codes, per plan.
  struct Output: Sendable {
    let blocks: [BlockResult]
    let dictionaries: [ByteDictionary]
  }

  func run(_ source: BlockSource) -> Output {
    var blocks: [BlockResult] = []
    while let block = source.next(into: buffer) {
      let result = read(block)
      blocks.append(result)
      if result.fault != nil { source.stop() }
    }
    return Output(
      blocks: blocks,
      dictionaries: readers.map { ByteDictionary(bytes: $0.bytes, offsets: $0.offsets) })
  }

  private func read(_ block: Block) -> BlockResult {
    var result = BlockResult(block: block.index, offset: block.offset, worker: number)
    if let bad = encoding.firstFault(in: buffer.base, count: block.count) {
      let line = ByteScan.count(Byte.lineFeed, in: buffer.base, 0..<bad)
      result.fault = StructuralFault(kind: .encoding, line: line, position: bad)
      return result
    }
    scanner.scan(block, buffer, into: table)
    result.fault = table.fault
    result.lineBreaks = table.lineBreaks
    result.read = table.rows + table.misfits.count
    fates.reset(rows: table.rows)
    for misfit in table.misfits { fates.refuse(place(of: misfit)) }
    for reader in readers {
      reader.read(table, buffer.base, fates: &fates)
      result.counts.append(reader.counts)
    }
    result.places = fates.places
    result.kept = table.rows - fates.rejected
    collectLines(into: &result)
    let kept = fates.rejected > 0 ? (0..<table.rows).filter { fates.reasons[$0] == 0 } : nil
    result.columns = readers.map { $0.pack(rows: table.rows, kept: kept) }
    return result
  }

  private func place(of misfit: FieldTable.Misfit) -> RowPlace {
    let rule: RowRule
    let detail: Int
    switch misfit.kind {
    case .fieldCount(let count): (rule, detail) = (.fieldCount, count)
    case .longCell(let field): (rule, detail) = (.longCell, field)
    }
    return RowPlace(
      rule: rule, column: -1, line: UInt32(misfit.line), start: misfit.start,
      detail: Int32(detail))
  }

  private func collectLines(into result: inout BlockResult) {
    if fates.rejected == 0, table.rowLines.isEmpty {
      if table.rows > 0 { result.lineRuns = [.init(line: 0, count: UInt32(table.rows))] }
      return
    }
    var runs: [BlockResult.LineRun] = []
    for row in 0..<table.rows {
      let line = UInt32(table.line(ofRow: row))
      let reason = fates.rejected > 0 ? fates.reasons[row] : 0
      if reason != 0 {
        if let rule = RowRule(rawValue: UInt8(reason >> 16 - 1)) {
          result.excluded.append(
            ExcludedRow(line: line, rule: rule, column: Int16(reason & 0xFFFF)))
        }
      } else if let last = runs.last, last.line + last.count == line {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(.init(line: line, count: 1))
      }
    }
    result.lineRuns = runs
  }
}

extension ColumnReader {
  /// The elements of the kept rows in the narrowest type that holds those of this block.
  func pack(rows: Int, kept: [Int]?) -> Segment {
    if let kept {
      for (target, row) in kept.enumerated() {
        if isWide { wide[target] = wide[row] } else { narrow[target] = narrow[row] }
      }
    }
    let count = kept?.count ?? rows
    if isWide {
      let values = UnsafeBufferPointer(start: wide, count: count)
      var low: Int64 = 0
      var high: Int64 = 0
      for value in values where value != .min {
        low = min(low, value)
        high = max(high, value)
      }
      return Segment(
        packing: values, width: ElementWidth(low: low, high: high), isCoded: false, scale: scale)
    }
    let values = UnsafeBufferPointer(start: narrow, count: count)
    if case .date = plan.form { return Segment(packing: values, width: .four, isCoded: false) }
    var high: Int32 = 0
    for value in values { high = max(high, value) }
    return Segment(
      packing: values, width: ElementWidth(low: -1, high: Int64(high)), isCoded: true)
  }
}
