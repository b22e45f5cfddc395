/// Paths as text; nothing is looked up.
enum Path {
  /// The directory and the last name: `a/b.pfs` is `a` and `b.pfs`, `b.pfs` is `` and `b.pfs`.
  static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let directory = slash == path.startIndex ? "/" : String(path[..<slash])
    return (directory, String(path[path.utf8.index(after: slash)...]))
  }

  /// A name in a directory; an absolute name stays as it is.
  static func join(_ directory: String, _ name: String) -> String {
    if directory.isEmpty || name.utf8.first == UInt8(ascii: "/") { return name }
    return directory.utf8.last == UInt8(ascii: "/") ? directory + name : "\(directory)/\(name)"
  }
}
