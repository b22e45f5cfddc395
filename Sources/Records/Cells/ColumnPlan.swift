import Quantities

/// All that is needed to read the cells of one column, prepared once per file and shared by all threads.
struct ColumnPlan: Sendable {
  enum Form: Sendable {
    /// Distinct strings get codes as they come.
    case strings
    /// One of these strings, by index of the declared code.
    case list(KeyIndex)
    /// A key of another table.
    case reference(KeyIndex)
    case date
    case decimal
  }

  /// Index of the declared column.
  let column: Int
  /// Place among the fields of a row.
  let field: Int
  let form: Form
  let text: CellText
  let missing: [[UInt8]]
  /// Whether a number may mean missing, so that no number may be read without a look at the spellings.
  let hasNumericMissing: Bool
  /// Unit words, the longest first.
  let suffixes: [[UInt8]]
  let acceptsYenSign: Bool
  /// Whether a missing cell is a bad value.
  let isRequired: Bool
  let badValue: BadRowAction
  let outOfRange: BadRowAction
  let orphans: BadRowAction
  /// The other table's keys, if a cell that is one of them byte for byte means it without more ado.
  let direct: CellCache?
  /// Inclusive bounds of unscaled values, by their scale.
  let lower: [Int64]
  let upper: [Int64]

  init(
    schema: ColumnSchema, column: Int, field: Int, isKey: Bool, form: Form,
    orphans: BadRowAction, encoding: TextEncoding
  ) {
    self.column = column
    self.field = field
    self.form = form
    self.orphans = isKey ? ColumnPlan.forKey(orphans) : orphans
    text = CellText(encoding: encoding, normalise: schema.normalise)
    missing = schema.missingSpellings.map { CellText.normalised($0, schema.normalise) }
    hasNumericMissing = missing.contains { DecimalText.read($0[...]) != nil }
    suffixes = schema.unitSuffixes.map { CellText.normalised($0, schema.normalise) }
      .sorted { $0.count > $1.count }
    acceptsYenSign = schema.unitSuffixes.contains("円")
    isRequired = isKey || !schema.isOptional
    badValue = isKey ? ColumnPlan.forKey(schema.badValue) : schema.badValue
    outOfRange = isKey ? ColumnPlan.forKey(schema.outOfRange) : schema.outOfRange
    if case .reference(let index) = form {
      direct = index.direct(as: text, missing: missing)
    } else {
      direct = nil
    }
    var lower: [Int64] = []
    var upper: [Int64] = []
    for scale in 0...DecimalText.maxDigits {
      let unit = Exact(DecimalText.powers[scale])
      if let range = schema.range {
        lower.append(ColumnPlan.clamped((range.lower * unit).rounded(.ceiling, decimals: 0)))
        upper.append(ColumnPlan.clamped((range.upper * unit).rounded(.floor, decimals: 0)))
      } else {
        lower.append(.min + 1)
        upper.append(.max)
      }
    }
    self.lower = lower
    self.upper = upper
  }

  /// A key without a value is no key: what would read as missing refuses the run.
  private static func forKey(_ action: BadRowAction) -> BadRowAction {
    action == .missing ? .refuseRun : action
  }

  private static func clamped(_ value: Exact) -> Int64 {
    value.int64 ?? (value.signum < 0 ? .min + 1 : .max)
  }
}

/// A frozen table from byte strings to rows or codes, read by several threads.
final class KeyIndex: @unchecked Sendable {
  // Nothing changes after the initialiser.
  private let cache: CellCache
  /// If the key is itself a reference: the keys of that table, and this table's row for each of its rows.
  private let through: (keys: KeyIndex, rows: [Int32])?
  /// The number of rows or codes that values lie below.
  let count: Int
  private let strings: ByteDictionary

  /// Maps each spelling to a number; of equal spellings the first counts.
  init(_ entries: [(text: [UInt8], value: Int32)], count: Int) {
    cache = CellCache(capacity: CellCache.capacity(for: entries.count))
    self.count = count
    strings = ByteDictionary()
    through = nil
    for entry in entries {
      entry.text.withPadding { base, length in
        let key = CellCache.key(base, length)
        if cache.find(key, base) == nil { cache.insert(key, base, value: entry.value) }
      }
    }
  }

  /// Maps the keys of a table, a dictionary-coded column without repetitions, to its rows.
  init(keysOf dictionary: ByteDictionary, codes: [Int32]) {
    cache = CellCache(capacity: CellCache.capacity(for: codes.count))
    count = codes.count
    strings = dictionary
    through = nil
    var bytes = dictionary.bytes
    bytes.append(contentsOf: repeatElement(0, count: CellText.padding))
    bytes.withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return }
      for (row, code) in codes.enumerated() where code >= 0 {
        let start = Int(dictionary.offsets[Int(code)])
        let length = Int(dictionary.offsets[Int(code) + 1]) - start
        let key = CellCache.key(base + start, length)
        cache.insert(key, base + start, value: Int32(row))
      }
    }
  }

  /// Maps the keys of a table that are references to another table's rows.
  init(through keys: KeyIndex, rows: [Int32]) {
    cache = CellCache(capacity: 64)
    count = rows.count
    strings = ByteDictionary()
    var rowOf = [Int32](repeating: -1, count: keys.count)
    for (row, other) in rows.enumerated() where other >= 0 { rowOf[Int(other)] = Int32(row) }
    through = (keys, rowOf)
  }

  /// The table itself, if every key is its own normal form and none means missing: then a raw cell equal to a
  /// key needs no further look. A key that is not ASCII has other bytes in CP932.
  func direct(as text: CellText, missing: [[UInt8]]) -> CellCache? {
    guard through == nil, strings.count == count else { return nil }
    var normal: [UInt8] = []
    for code in 0..<strings.count {
      let key = strings[code]
      normal.removeAll(keepingCapacity: true)
      normal.append(contentsOf: key)
      if text.encoding != .utf8, normal.contains(where: { $0 >= 0x80 }) { return nil }
      CellText.apply(text.normalise, to: &normal)
      if normal.isEmpty || normal[...] != key { return nil }
    }
    let isMissing = missing.contains { text in
      text.withPadding { find($0, $1) } != nil
    }
    return isMissing ? nil : cache
  }

  /// The row or code of a string; the memory must be readable 8 bytes past its end.
  func find(_ text: UnsafeRawPointer, _ length: Int) -> Int32? {
    if let through {
      guard let other = through.keys.find(text, length) else { return nil }
      let row = through.rows[Int(other)]
      return row < 0 ? nil : row
    }
    return cache.find(CellCache.key(text, length), text)
  }
}

extension [UInt8] {
  /// Calls `body` with the bytes in memory that is readable some bytes past their end.
  func withPadding<R>(_ body: (UnsafeRawPointer, Int) -> R) -> R {
    withUnsafeTemporaryAllocation(
      byteCount: count + CellText.padding, alignment: 8
    ) { room in
      room.initializeMemory(as: UInt8.self, repeating: 0)
      room.copyBytes(from: self)
      guard let base = room.baseAddress else { preconditionFailure("no memory") }
      return body(UnsafeRawPointer(base), count)
    }
  }
}
