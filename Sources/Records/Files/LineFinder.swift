/// Finds where physical lines of a file begin, going forward.
struct LineFinder {
  let file: ByteFile
  private let buffer = BlockBuffer(capacity: Self.chunk)
  /// The next byte to look at, and the line that it is on.
  private var offset = 0
  private var line = 1
  /// The part of the file in the buffer.
  private var loaded = 0..<0

  private static let chunk = 256 << 10

  init(file: ByteFile) {
    self.file = file
  }

  /// The position at which a line (from 1) begins, not before the last one asked for; `nil` if there is none.
  mutating func start(ofLine wanted: Int) -> Int? {
    while line < wanted {
      guard load() else { return nil }
      let rest = offset - loaded.lowerBound..<loaded.count
      let breaks = ByteScan.count(Byte.lineFeed, in: buffer.base, rest)
      if line + breaks < wanted {
        line += breaks
        offset = loaded.upperBound
        continue
      }
      while line < wanted {
        let from = offset - loaded.lowerBound
        guard let feed = ByteScan.first(Byte.lineFeed, in: buffer.base, from..<loaded.count)
        else { return nil }
        offset = loaded.lowerBound + feed + 1
        line += 1
      }
    }
    return offset
  }

  private mutating func load() -> Bool {
    if loaded.contains(offset) { return true }
    let count = min(file.size - offset, Self.chunk)
    guard count > 0, (try? file.read(count, at: offset, into: buffer.base)) != nil else {
      return false
    }
    loaded = offset..<offset + count
    return true
  }
}
