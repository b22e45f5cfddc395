/// Which rows of a column are present: one bit per row, the lowest bit of a word first.
public struct RowMask: Hashable, Sendable {
  /// The bits, 64 rows to a word; bits after the last row are zero.
  public let words: [UInt64]
  /// Number of rows, present or not.
  public let rows: Int
  /// Number of rows that are present.
  public let present: Int

  /// Makes a mask from words; bits after the last row are dropped.
  ///
  /// Returns nil when there are not exactly as many words as the rows need.
  public init?(words: [UInt64], rows: Int) {
    guard rows >= 0, words.count == (rows + 63) / 64 else { return nil }
    var words = words
    if rows % 64 != 0, let last = words.indices.last {
      words[last] &= (1 << UInt64(rows % 64)) &- 1
    }
    self.init(trimmed: words, rows: rows)
  }

  /// Makes a mask from a truth value per row.
  public init(_ flags: some Sequence<Bool>) {
    var words: [UInt64] = []
    var rows = 0
    for flag in flags {
      if rows % 64 == 0 { words.append(0) }
      if flag { words[rows / 64] |= 1 << UInt64(rows % 64) }
      rows += 1
    }
    self.init(trimmed: words, rows: rows)
  }

  /// Makes a mask of rows that are all present, or all missing.
  public init(repeating flag: Bool, rows: Int) {
    precondition(rows >= 0)
    var words = [UInt64](repeating: flag ? .max : 0, count: (rows + 63) / 64)
    if flag, rows % 64 != 0 { words[rows / 64] = (1 << UInt64(rows % 64)) &- 1 }
    self.init(trimmed: words, rows: rows)
  }

  private init(trimmed words: [UInt64], rows: Int) {
    self.words = words
    self.rows = rows
    present = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Whether a row is present.
  public subscript(row: Int) -> Bool {
    precondition(row >= 0 && row < rows)
    return words[row / 64] >> UInt64(row % 64) & 1 == 1
  }

  /// The rows that are present in both.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch`.
  public func intersection(_ other: RowMask) throws(LinearAlgebraError) -> RowMask {
    guard rows == other.rows else {
      throw .lengthMismatch(expected: rows, found: other.rows)
    }
    return RowMask(trimmed: zip(words, other.words).map { $0 & $1 }, rows: rows)
  }

  /// The rows that are present here and not in the other mask.
  ///
  /// - Throws: `LinearAlgebraError.lengthMismatch`.
  public func subtracting(_ other: RowMask) throws(LinearAlgebraError) -> RowMask {
    guard rows == other.rows else {
      throw .lengthMismatch(expected: rows, found: other.rows)
    }
    return RowMask(trimmed: zip(words, other.words).map { $0 & ~$1 }, rows: rows)
  }

  /// The row at which the present row of a rank (from 0) stands, or `rows` when there are not so many.
  func row(ofRank rank: Int) -> Int {
    var left = rank
    for (index, word) in words.enumerated() {
      let bits = word.nonzeroBitCount
      if left < bits {
        var word = word
        for _ in 0..<left { word &= word &- 1 }
        return index * 64 + word.trailingZeroBitCount
      }
      left -= bits
    }
    return rows
  }
}
