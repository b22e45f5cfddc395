import Diagnostics
import Glibc

/// Small files that are read whole.
enum FileBytes {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a file is its owner's alone.
  static func isPrivate(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & 0o077 == 0
  }

  /// The size of a regular file; nil for anything else.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// A text file.
  ///
  /// - Throws: a refusal of the kind input/output if it cannot be read or is no regular file.
  static func source(_ path: String, largest: Int) throws(Refusal) -> SourceText {
    SourceText(name: path, utf8: try read(path, largest: largest))
  }

  /// The bytes of a regular file of at most `largest` bytes.
  static func read(_ path: String, largest: Int) throws(Refusal) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Refusal(.notAFile(path), outcome: .inputOutput)
    }
    guard status.st_size <= largest else {
      throw Refusal(.tooLarge(path, limit: largest))
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var count = 0
    while count <= largest {
      if count == bytes.count { bytes += [UInt8](repeating: 0, count: 64 << 10) }
      let free = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { room in
        room.baseAddress.map { Glibc.read(descriptor, $0 + count, free) } ?? 0
      }
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        throw unreadable(path, errno)
      }
      count += got
    }
    guard count <= largest else {
      throw Refusal(.tooLarge(path, limit: largest))
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static func unreadable(_ path: String, _ number: Int32) -> Refusal {
    Refusal(
      .unreadable(path, reason: SystemError.text(number)),
      outcome: .inputOutput)
  }
}
