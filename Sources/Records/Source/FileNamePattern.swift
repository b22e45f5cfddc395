/// A name of a table's file as a contract writes it, relative to the directory of the data.
///
/// One `*` in the last part of the name stands for any characters, and makes it the name of several
/// files that are one table together. As in a shell, it does not stand for a dot at the begin of a name.
public struct FileNamePattern: Sendable {
  /// The directory with its slash; empty for the directory of the data itself.
  let directory: String
  /// What stands before and after the `*`; one part if there is none.
  private let parts: [[UInt8]]

  /// Whether several files may have the name.
  var isOfSeveral: Bool { parts.count > 1 }

  /// Reads a name; `nil` if it has more than one `*`, or one in the name of a directory, or leads out of the
  /// directory of the data.
  public init?(_ text: String) {
    guard PathRule.isInside(text) else { return nil }
    let bytes = Array(text.utf8)
    let start = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard !bytes[..<start].contains(UInt8(ascii: "*")) else { return nil }
    parts = bytes[start...].split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
      .map(Array.init)
    guard parts.count <= 2 else { return nil }
    directory = String(decoding: bytes[..<start], as: UTF8.self)
  }

  /// Whether a path relative to the directory of the data is meant; compared as bytes.
  func matches(_ path: String) -> Bool {
    guard path.utf8.starts(with: directory.utf8) else { return false }
    return matches(lastPart: Array(path.utf8.dropFirst(directory.utf8.count)))
  }

  /// Whether the last part of a path is meant, in whatever directory.
  func matches(lastPart name: [UInt8]) -> Bool {
    guard isOfSeveral else { return name == parts[0] }
    return name.count >= parts[0].count + parts[1].count && name.starts(with: parts[0])
      && name.reversed().starts(with: parts[1].reversed()) && !name.contains(UInt8(ascii: "/"))
      && (name.first != UInt8(ascii: ".") || parts[0].first == UInt8(ascii: "."))
  }
}
