import Diagnostics
import Evidence
import Glibc

/// Single files beside bundles, written so that a failure leaves what was there.
public enum PlainFile {
  /// Replaces a file by way of a new one beside it; the rights stay as they are.
  ///
  /// - Throws: a refusal of the kind input/output; the old file is then unchanged.
  public static func replace(_ path: String, with text: String) throws(Refusal) {
    // Through a link the file itself is replaced, not the link.
    let target = resolved(path)
    var status = stat()
    let mode = stat(target, &status) == 0 ? status.st_mode & 0o777 : 0o600
    let publication = Publication(target, system: SystemFileSystem())
    try writing(path) { () throws(FileSystemFailure) in
      try publication.replace(text, mode: mode)
    }
  }

  /// The name of a file beside an output directory: `FY2026` and `-refused.csv` is `FY2026-refused.csv`.
  public static func beside(_ output: String, suffix: String) -> String {
    var path = output
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return path + suffix
  }

  /// Writes a new file beside an output directory that only its owner may read, under the first
  /// name that is free: `FY2026-refused.csv`, `FY2026-refused-2.csv`, ….
  public static func create(
    beside output: String, _ suffix: String, _ ending: String, _ text: String
  ) throws(Refusal) -> String {
    // What an interrupted run left beside the output is said when the output is made.
    var path = beside(output, suffix: suffix + ending)
    var number = 1
    while FileBytes.exists(path) {
      number += 1
      path = beside(output, suffix: "\(suffix)-\(number)\(ending)")
    }
    try write(path, Array(text.utf8))
    return path
  }

  /// Writes a new file that only its owner may read; never through a link, never over another.
  ///
  /// - Returns: what there is to say about earlier runs, whose leftovers are taken away.
  public static func create(_ path: String, _ text: String) throws(Refusal) -> [Diagnostic] {
    try create(path, bytes: Array(text.utf8))
  }

  /// The same with any bytes.
  public static func create(_ path: String, bytes: [UInt8]) throws(Refusal) -> [Diagnostic] {
    let leftovers = Diagnostic.removedLeftovers(beside: path)
    try write(path, bytes)
    return leftovers
  }

  private static func write(_ path: String, _ bytes: [UInt8]) throws(Refusal) {
    let system = SystemFileSystem()
    try writing(path) { () throws(FileSystemFailure) in
      try Publication(path, system: system).file { file, name throws(FileSystemFailure) in
        try system.writeAll(bytes, to: file, name)
      }
    }
  }

  /// The same, or nothing if the file is there already with this content.
  ///
  /// - Returns: as ``create(_:_:)``; nil if nothing was written now.
  public static func createOnce(_ path: String, _ text: String) throws(Refusal) -> [Diagnostic]? {
    if let there = try? FileBytes.read(path, largest: text.utf8.count),
      there.elementsEqual(text.utf8)
    {
      return nil
    }
    return try create(path, text)
  }

  private static func writing(
    _ path: String, _ work: () throws(FileSystemFailure) -> Void
  ) throws(Refusal) {
    do throws(FileSystemFailure) { try work() } catch {
      let directory = Path.split(path).0
      let reason =
        error.code == ENOENT && !directory.isEmpty
        ? Text(
          en: "there is no directory '\(directory)'", ja: "ディレクトリ「\(directory)」がありません")
        : SystemError.text(error.code)
      throw Refusal(.unwritable(path, reason: reason), outcome: .inputOutput)
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }
}
