import Diagnostics
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
    let (directory, name) = Path.split(target)
    let temporary = Path.join(
      directory, ".\(name).\(String(UInt64.random(in: .min ... .max), radix: 36))")
    try create(temporary, Array(text.utf8), mode: mode, shown: path)
    guard rename(temporary, target) == 0 else {
      let number = errno
      unlink(temporary)
      throw failure(path, number)
    }
    synchroniseDirectory(directory.isEmpty ? "." : directory)
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
    var path = beside(output, suffix: suffix + ending)
    var number = 1
    while FileBytes.exists(path) {
      number += 1
      path = beside(output, suffix: "\(suffix)-\(number)\(ending)")
    }
    try create(path, text)
    return path
  }

  /// Writes a new file that only its owner may read; never through a link, never over another.
  public static func create(_ path: String, _ text: String) throws(Refusal) {
    try create(path, bytes: Array(text.utf8))
  }

  /// The same with any bytes.
  public static func create(_ path: String, bytes: [UInt8]) throws(Refusal) {
    try create(path, bytes, mode: 0o600, shown: path)
  }

  private static func create(
    _ path: String, _ bytes: [UInt8], mode: mode_t, shown: String
  ) throws(Refusal) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(shown, errno) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw abandon(file, path, shown)
      }
      rest = rest.dropFirst(count)
    }
    guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw abandon(file, path, shown) }
    guard close(file) == 0 else {
      let number = errno
      unlink(path)
      throw failure(shown, number)
    }
  }

  private static func abandon(_ file: Int32, _ path: String, _ shown: String) -> Refusal {
    let number = errno
    close(file)
    unlink(path)
    return failure(shown, number)
  }

  private static func synchroniseDirectory(_ path: String) {
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  private static func failure(_ path: String, _ number: Int32) -> Refusal {
    Refusal(
      .unwritable(path, reason: SystemError.text(number)),
      outcome: .inputOutput)
  }
}
