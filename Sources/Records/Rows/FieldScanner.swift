/// Cuts a block into cells.
struct FieldScanner {
  let delimiter: UInt8
  let limits: ReadLimits

  /// Fills `table` from the block; quoted cells are unquoted in place.
  func scan(_ block: Block, _ buffer: BlockBuffer, into table: FieldTable) {
    let base = buffer.base
    var count = block.count
    // The last record ends like all others.
    if base.load(fromByteOffset: count - 1, as: UInt8.self) != Byte.lineFeed {
      base.storeBytes(of: Byte.lineFeed, toByteOffset: count, as: UInt8.self)
      count += 1
    }
    table.reset(bytes: count)
    if !block.isCut, count <= limits.cellBytes,
      ByteScan.first(Byte.quote, in: base, 0..<count) == nil,
      ByteScan.first(0, in: base, 0..<count) == nil,
      scanPlain(base, count, into: table)
    {
      return
    }
    table.reset(bytes: count)
    QuotedScanner(
      base: base, count: count, textCount: block.count, delimiter: delimiter, limits: limits,
      isCut: block.isCut
    ).scan(into: table)
  }

  /// Cuts a block without quotes, in which every line is one row; `false` if it is not like that.
  ///
  /// Eight bytes at a time: bytes equal to a separator are marked in their high bit, exactly.
  private func scanPlain(
    _ base: UnsafeMutableRawPointer, _ count: Int, into table: FieldTable
  ) -> Bool {
    let commas = UInt64(delimiter) &* 0x0101_0101_0101_0101
    let feeds = UInt64(Byte.lineFeed) &* 0x0101_0101_0101_0101
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let fields = table.fields
    var found = 0
    var start: UInt32 = 0
    var i = 0
    while i < count {
      let word = base.loadUnaligned(fromByteOffset: i, as: UInt64.self)
      let a = word ^ commas
      let b = word ^ feeds
      let notA = ((a & low) &+ low) | a
      let notB = ((b & low) &+ low) | b
      var marks = ~(notA & notB) & ~low
      if i + 8 > count { marks &= UInt64.max &>> UInt64((i + 8 - count) &* 8) }
      while marks != 0 {
        let end = UInt32(truncatingIfNeeded: i &+ marks.trailingZeroBitCount &>> 3)
        fields[found] = FieldTable.Field(start: start, end: end)
        found &+= 1
        start = end &+ 1
        marks &= marks &- 1
      }
      i &+= 8
    }
    let columns = table.columns
    let (rows, rest) = found.quotientAndRemainder(dividingBy: columns)
    guard rest == 0, ByteScan.count(Byte.lineFeed, in: base, 0..<count) == rows else {
      return false
    }
    var last = columns - 1
    let returns = ByteScan.first(Byte.carriageReturn, in: base, 0..<count)
    if returns == nil {
      while last < found {
        if base.load(fromByteOffset: Int(fields[last].end), as: UInt8.self) != Byte.lineFeed {
          return false
        }
        last &+= columns
      }
    } else {
      var trimmed = 0
      while last < found {
        let end = Int(fields[last].end)
        if base.load(fromByteOffset: end, as: UInt8.self) != Byte.lineFeed { return false }
        if end > Int(fields[last].start),
          base.load(fromByteOffset: end - 1, as: UInt8.self) == Byte.carriageReturn
        {
          fields[last].end &-= 1
          trimmed &+= 1
        }
        last &+= columns
      }
      if ByteScan.count(Byte.carriageReturn, in: base, 0..<count) != trimmed { return false }
    }
    table.rows = rows
    table.lineBreaks = rows
    return true
  }
}
