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
  private let descriptor: Int32
  private let stamp: Stamp

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
    self.descriptor = descriptor
    size = Int(status.st_size)
    stamp = Stamp(
      size: size, seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit { close(descriptor) }

  /// Reads exactly `count` bytes at a position.
  func read(_ count: Int, at offset: Int, into target: UnsafeMutableRawPointer) throws(Failure) {
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
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
    let now = Stamp(
      size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
    if now != stamp { throw .changed }
  }
}
