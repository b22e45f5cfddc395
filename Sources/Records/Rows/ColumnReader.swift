import Quantities

/// Reads the cells of one column, block after block, on one thread.
///
/// Every distinct cell is judged once; the outcome is kept under the cell's raw bytes. What is rare about a
/// cell (missing, bad, out of range) is kept as a number below all values.
final class ColumnReader {
  /// The outcome of a cell that gives no plain value. Added to `Int32.min`.
  enum Outcome: Int32 {
    case missing = 0
    case requiredMissing
    case bad
    case orphan
    case outOfRange
  }

  /// Added to the day number of a wareki date outside its era; far above all days.
  private static let eraMark: Int32 = 1 << 28
  private static let leastValue = Int32.min + 16

  /// Slots that the nearest caches hold.
  private static let nearSlots = 4096

  let plan: ColumnPlan
  private let cache = CellCache()
  /// Codes of strings on this thread, and the strings.
  private let codes = CellCache()
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [UInt32] = [0]
  /// Decimals that are not plain ASCII, by the number in the cache.
  private var decimals: [DecimalText.Value] = []
  private var text: [UInt8] = []

  /// The elements of the current block, in one of the two.
  private(set) var narrow: UnsafeMutablePointer<Int32>
  private(set) var wide: UnsafeMutablePointer<Int64>
  private var memory = PageMemory(0)
  private(set) var scale = 0
  private(set) var counts = CellCounts()

  init(plan: ColumnPlan) {
    self.plan = plan
    narrow = memory.base.bindMemory(to: Int32.self, capacity: 0)
    wide = UnsafeMutableRawPointer(narrow).assumingMemoryBound(to: Int64.self)
  }

  var isWide: Bool {
    if case .decimal = plan.form { true } else { false }
  }

  /// Reads the column of all rows of a block.
  func read(_ table: FieldTable, _ base: UnsafeRawPointer, fates: inout RowFates) {
    counts = CellCounts()
    scale = 0
    let needed = table.rows * (isWide ? 8 : 4)
    if needed > memory.count {
      memory = PageMemory(needed + needed / 8)
      if isWide {
        wide = memory.base.bindMemory(to: Int64.self, capacity: memory.count / 8)
      } else {
        narrow = memory.base.bindMemory(to: Int32.self, capacity: memory.count / 4)
      }
    }
    switch plan.form {
    case .decimal: readDecimals(table, base, fates: &fates)
    case .date: readCached(table, base, missing: .min, fates: &fates)
    case .strings, .list, .reference: readCached(table, base, missing: -1, fates: &fates)
    }
  }

  // MARK: - Codes and dates

  /// Cells in lots of 32: in a table beyond the near caches all slots are touched first, so that the memory
  /// answers for many at once.
  private func readCached(
    _ table: FieldTable, _ base: UnsafeRawPointer, missing: Int32, fates: inout RowFates
  ) {
    let lot = 32
    let stride = table.columns
    let rows = table.rows
    let out = narrow
    var field = table.fields + plan.field
    let first = plan.direct ?? cache
    withUnsafeTemporaryAllocation(of: CellCache.Key.self, capacity: lot) { keys in
      guard let keys = keys.baseAddress else { return }
      var row = 0
      var touched: UInt32 = 0
      while row < rows {
        let end = min(row + lot, rows)
        let slots = first.slots
        let mask = first.mask
        var ahead = field
        for k in 0..<(end - row) {
          let cell = base + Int(ahead.pointee.start)
          let key = CellCache.key(cell, Int(ahead.pointee.end &- ahead.pointee.start))
          keys[k] = key
          if mask >= Self.nearSlots {
            touched ^= slots[Int(truncatingIfNeeded: key.hash) & mask].isUsed
          }
          ahead += stride
        }
        for k in 0..<(end - row) {
          let cell = base + Int(field.pointee.start)
          let value = first.find(keys[k], cell) ?? slowCell(keys[k], cell)
          out[row &+ k] =
            value >= Self.leastValue && value < Self.eraMark / 2
            ? value : settle(value, row: row &+ k, table, missing: missing, fates: &fates)
          field += stride
        }
        row = end
      }
      // Kept, so that the touching is not optimised away.
      lastTouched = touched
    }
  }

  /// A cell that is new, or that only this thread's own table can have.
  private func slowCell(_ key: CellCache.Key, _ cell: UnsafeRawPointer) -> Int32 {
    if plan.direct != nil, let known = cache.find(key, cell) { return known }
    let value = judge(cell, Int(key.length))
    cache.insert(key, cell, value: value)
    return value
  }

  private var lastTouched: UInt32 = 0

  /// Judges a distinct cell: a value, or `Int32.min` plus an outcome.
  private func judge(_ cell: UnsafeRawPointer, _ length: Int) -> Int32 {
    plan.text.read(UnsafeRawBufferPointer(start: cell, count: length), into: &text)
    if text.isEmpty || plan.missing.contains(text) {
      return Self.coded(plan.isRequired ? .requiredMissing : .missing)
    }
    switch plan.form {
    case .strings:
      return code()
    case .list(let index):
      return text.withPadding { index.find($0, $1) } ?? Self.coded(.bad)
    case .reference(let index):
      return text.withPadding { index.find($0, $1) } ?? Self.coded(.orphan)
    case .date:
      guard let reading = text.withUnsafeBufferPointer({ DateText.read($0) }) else {
        return Self.coded(.bad)
      }
      return reading.date.dayNumber + (reading.outsideEra ? Self.eraMark : 0)
    case .decimal:
      return judgeDecimal()
    }
  }

  private static func coded(_ outcome: Outcome) -> Int32 { .min + outcome.rawValue }

  private func code() -> Int32 {
    text.withPadding { base, length in
      let key = CellCache.key(base, length)
      if let known = codes.find(key, base) { return known }
      let code = Int32(offsets.count - 1)
      codes.insert(key, base, value: code)
      bytes.append(contentsOf: text)
      precondition(bytes.count <= Int(UInt32.max), "more than 4 GiB of distinct cells")
      offsets.append(UInt32(bytes.count))
      return code
    }
  }

  /// Does what the table says about a cell that is no plain value; yields the element to keep.
  private func settle(
    _ value: Int32, row: Int, _ table: FieldTable, missing: Int32, fates: inout RowFates
  ) -> Int32 {
    if value >= Self.eraMark / 2 {
      counts.eraOverruns += 1
      return value - Self.eraMark
    }
    guard let outcome = Outcome(rawValue: value - .min) else { return missing }
    settle(outcome, row: row, table, fates: &fates)
    return missing
  }

  private func settle(
    _ outcome: Outcome, row: Int, _ table: FieldTable, fates: inout RowFates
  ) {
    let rule: RowRule
    let action: BadRowAction
    switch outcome {
    case .missing: return
    case .requiredMissing: (rule, action) = (.missingValue, plan.badValue)
    case .bad: (rule, action) = (.badValue, plan.badValue)
    case .orphan: (rule, action) = (.orphan, plan.orphans)
    case .outOfRange: (rule, action) = (.outOfRange, plan.outOfRange)
    }
    switch action {
    case .missing:
      switch rule {
      case .outOfRange: counts.outOfRangeMissing += 1
      case .orphan: counts.orphanMissing += 1
      default: counts.badValueMissing += 1
      }
    case .rejectRow:
      fates.reject(row, rule: rule, column: plan.column)
    case .refuseRun:
      fates.refuse(
        RowPlace(
          rule: rule, column: Int16(plan.column), line: UInt32(table.line(ofRow: row)),
          start: table.start(ofRow: row), detail: Int32(plan.field)))
    }
  }

  // MARK: - Decimals

  private func readDecimals(
    _ table: FieldTable, _ base: UnsafeRawPointer, fates: inout RowFates
  ) {
    let stride = table.columns
    let rows = table.rows
    let out = wide
    var field = table.fields + plan.field
    let isDirect = !plan.hasNumericMissing
    var current = 0
    var lower = plan.lower[0]
    var upper = plan.upper[0]
    for row in 0..<rows {
      let cell = base + Int(field.pointee.start)
      let length = Int(field.pointee.end &- field.pointee.start)
      field += stride
      guard
        let value = (isDirect ? DecimalText.readPlain(cell, length) : nil)
          ?? slowDecimal(cell, length, row, table, &fates)
      else {
        out[row] = .min
        continue
      }
      if value.scale == current {
        if value.unscaled >= lower, value.unscaled <= upper {
          out[row] = value.unscaled
        } else {
          settle(.outOfRange, row: row, table, fates: &fates)
          out[row] = .min
        }
        continue
      }
      guard value.unscaled >= plan.lower[value.scale], value.unscaled <= plan.upper[value.scale]
      else {
        settle(.outOfRange, row: row, table, fates: &fates)
        out[row] = .min
        continue
      }
      if value.scale > current {
        rescale(out, row, by: value.scale - current)
        current = value.scale
        lower = plan.lower[current]
        upper = plan.upper[current]
        out[row] = value.unscaled
      } else {
        out[row] = value.unscaled
        rescale(out + row, 1, by: current - value.scale)
      }
    }
    scale = current
  }

  private func rescale(_ values: UnsafeMutablePointer<Int64>, _ count: Int, by digits: Int) {
    let factor = DecimalText.powers[digits]
    for i in 0..<count where values[i] != .min {
      let (product, overflow) = values[i].multipliedReportingOverflow(by: factor)
      values[i] = overflow ? 0 : product
      if overflow { counts.overflows = true }
    }
  }

  /// A decimal that is not plain ASCII digits; `nil` once what is said about it is done.
  private func slowDecimal(
    _ cell: UnsafeRawPointer, _ length: Int, _ row: Int, _ table: FieldTable,
    _ fates: inout RowFates
  ) -> DecimalText.Value? {
    let key = CellCache.key(cell, length)
    let number: Int32
    if let known = cache.find(key, cell) {
      number = known
    } else {
      number = judge(cell, length)
      cache.insert(key, cell, value: number)
    }
    if number >= 0 { return decimals[Int(number)] }
    if let outcome = Outcome(rawValue: number - .min) {
      settle(outcome, row: row, table, fates: &fates)
    }
    return nil
  }

  private func judgeDecimal() -> Int32 {
    var rest = text[...]
    for suffix in plan.suffixes
    where !suffix.isEmpty && rest.count > suffix.count && rest.suffix(suffix.count) == suffix[...] {
      rest = rest.dropLast(suffix.count)
      break
    }
    if plan.acceptsYenSign {
      for sign in ["¥", "￥"] where rest.starts(with: sign.utf8) {
        rest = rest.dropFirst(sign.utf8.count)
        break
      }
    }
    if plan.text.normalise.contains(.trim), rest.count < text.count {
      var inner = Array(rest)
      CellText.trim(&inner)
      rest = inner[...]
    }
    guard let value = DecimalText.read(rest) else { return Self.coded(.bad) }
    decimals.append(value)
    return Int32(decimals.count - 1)
  }
}
