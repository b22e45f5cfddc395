import Diagnostics

/// The lines of a file as byte ranges; a byte-order mark and carriage returns are left out.
struct SourceLines {
  let bytes: [UInt8]
  let ranges: [Range<Int>]

  init(_ source: SourceText) {
    bytes = source.utf8
    var ranges: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
      ranges.append(start..<(hasReturn ? end - 1 : end))
      start = end + 1
    }
    self.ranges = ranges
  }

  /// The offset of the first byte that is not UTF-8.
  var firstInvalidByte: Int? {
    var offset = 0
    var decoder = UTF8()
    var input = bytes.makeIterator()
    while true {
      switch decoder.decode(&input) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return min(offset, bytes.count - 1)
      }
    }
  }
}
