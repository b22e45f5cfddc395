import Diagnostics

/// The lines of contract text in a file as byte ranges; a byte-order mark and carriage returns are left
/// out. Of a Markdown file these are the lines in its `pfs` fences.
struct SourceLines {
  let bytes: [UInt8]
  /// The parts of the file that hold contract text: the whole of it, or each fence.
  let parts: [MarkdownHost.Fence]
  /// The headings of a Markdown file that cite a clause.
  let headings: [Clause]
  /// What keeps the contract text from being found.
  let errors: [LanguageError]

  /// All lines of all parts.
  var ranges: [Range<Int>] { parts.flatMap(\.lines) }

  init(_ source: SourceText) {
    bytes = source.utf8
    let lines = Self.lines(bytes)
    guard MarkdownHost.hosts(source.name) else {
      parts = [MarkdownHost.Fence(content: 0..<bytes.count, lines: lines, clause: nil)]
      (headings, errors) = ([], [])
      return
    }
    let host = MarkdownHost(bytes, lines: lines)
    (parts, headings, errors) = (host.fences, host.headings, host.errors)
  }

  private static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
      ranges.append(start..<(hasReturn ? end - 1 : end))
      start = end + 1
    }
    return ranges
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
