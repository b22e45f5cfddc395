import Glibc

/// An open file that is read in pieces by position; several threads may read it at once.
final class ByteFile: Sendable {
  /// Why a file could not be read.
  enum Failure: Error {
    /// The system's error number.
    case system(Int32)
    /// A directory, a pipe, a device.
    case notAFile
    /// The file became shorter, or was written to, while it was read.
    case changed
  }

  let size: Int
  private let storage: Storage

  private enum Storage {
    case file(descriptor: Int32, Stamp)
    case memory([UInt8])
  }

  private struct Stamp: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  /// Opens a regular file for reading.
  init(path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw .system(number)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile
    }
    size = Int(status.st_size)
    let stamp = Stamp(
      size: size, seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    storage = .file(descriptor: descriptor, stamp)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  /// Bytes that are at hand, read like a file.
  init(bytes: [UInt8]) {
    size = bytes.count
    storage = .memory(bytes)
  }

  deinit { if case .file(let descriptor, _) = storage { close(descriptor) } }

  /// Reads exactly `count` bytes at a position.
  func read(_ count: Int, at offset: Int, into target: UnsafeMutableRawPointer) throws(Failure) {
    let descriptor: Int32
    switch storage {
    case .file(let opened, _): descriptor = opened
    case .memory(let bytes):
      guard offset + count <= bytes.count else { throw .changed }
      bytes.withUnsafeBytes { source in
        guard let base = source.baseAddress else { return }
        target.copyMemory(from: base + offset, byteCount: count)
      }
      return
    }
    var done = 0
    while done < count {
      let got = pread(descriptor, target + done, count - done, off_t(offset + done))
      if got < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      if got == 0 { throw .changed }
      done += got
    }
  }

  /// Fails if the file is no longer the one that was opened.
  func checkUnchanged() throws(Failure) {
    guard case .file(let descriptor, let stamp) = storage else { return }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
    let now = Stamp(
      size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
    if now != stamp { throw .changed }
  }
}
