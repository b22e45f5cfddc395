/// One dictionary, sorted by bytes, out of those of several threads.
struct DictionaryMerge {
  let dictionary: ByteDictionary
  /// The new code of each old one, per thread.
  let codes: [[Int32]]

  private struct Entry {
    /// The first eight bytes as a big-endian number, so that most comparisons are of numbers.
    let prefix: UInt64
    let thread: Int32
    let code: Int32
  }

  init(_ parts: [ByteDictionary]) {
    var entries: [Entry] = []
    entries.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for (thread, part) in parts.enumerated() {
      for code in 0..<part.count {
        entries.append(
          Entry(
            prefix: Self.prefix(part[code]), thread: Int32(thread), code: Int32(code)))
      }
    }
    entries.sort { a, b in
      if a.prefix != b.prefix { return a.prefix < b.prefix }
      return parts[Int(a.thread)][Int(a.code)]
        .lexicographicallyPrecedes(parts[Int(b.thread)][Int(b.code)])
    }
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    var codes = parts.map { [Int32](repeating: -1, count: $0.count) }
    var last: Entry?
    for entry in entries {
      let text = parts[Int(entry.thread)][Int(entry.code)]
      let isNew =
        last.map { $0.prefix != entry.prefix || parts[Int($0.thread)][Int($0.code)] != text }
        ?? true
      if isNew {
        bytes.append(contentsOf: text)
        offsets.append(UInt32(bytes.count))
      }
      codes[Int(entry.thread)][Int(entry.code)] = Int32(offsets.count - 2)
      last = entry
    }
    dictionary = ByteDictionary(bytes: bytes, offsets: offsets)
    self.codes = codes
  }

  private static func prefix(_ text: ArraySlice<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    var count = 0
    for byte in text.prefix(8) {
      word = word << 8 | UInt64(byte)
      count += 1
    }
    return count == 0 ? 0 : word << UInt64(8 * (8 - count))
  }
}
