import CFileSystem
import Glibc

/// An operation of the file system failed.
public struct FileSystemFailure: Error, Hashable, Sendable {
  /// What was tried.
  public enum Operation: String, Hashable, Sendable {
    case makeDirectory, create, open, read, write, setMode, synchronise, close, rename, list, status
  }

  public let operation: Operation
  public let path: String
  /// `errno`.
  public let code: Int32

  /// Describes a failure.
  public init(operation: Operation, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }
}

/// The few operations by which a bundle is written; a test may make any of them fail.
public protocol FileSystem: Sendable {
  /// Makes a directory that only its owner may use.
  func makeDirectory(_ path: String) throws(FileSystemFailure)
  /// Creates a file that only its owner may use, never through a link, never over another.
  func create(_ path: String) throws(FileSystemFailure) -> Int32
  /// Opens a file for reading.
  func open(_ path: String) throws(FileSystemFailure) -> Int32
  /// Reads up to `limit` bytes; none at the end.
  func read(_ file: Int32, _ path: String, limit: Int) throws(FileSystemFailure) -> [UInt8]
  /// Writes some of the bytes, at least one, and says how many.
  func write(_ file: Int32, _ path: String, _ bytes: ArraySlice<UInt8>)
    throws(FileSystemFailure) -> Int
  /// Brings a file's content to the disk.
  func synchronise(_ file: Int32, _ path: String) throws(FileSystemFailure)
  func close(_ file: Int32, _ path: String) throws(FileSystemFailure)
  /// Brings a directory's entries to the disk.
  func synchroniseDirectory(_ path: String) throws(FileSystemFailure)
  /// Renames; replaces an empty directory, nothing else.
  func rename(_ path: String, to other: String) throws(FileSystemFailure)
  /// Renames a file; replaces nothing.
  func moveToFreeName(_ path: String, _ other: String) throws(FileSystemFailure)
  /// Removes a file or an empty directory; what is not there is removed already.
  func remove(_ path: String)
}

extension FileSystem {
  /// Reads a file to its end in pieces.
  func pieces(
    of path: String, _ body: ([UInt8]) throws(FileSystemFailure) -> Void
  ) throws(FileSystemFailure) {
    let file = try open(path)
    do throws(FileSystemFailure) {
      while true {
        let piece = try read(file, path, limit: 1 << 20)
        if piece.isEmpty { break }
        try body(piece)
      }
    } catch {
      try? close(file, path)
      throw error
    }
    try close(file, path)
  }

  /// Writes all bytes to an open file.
  package func writeAll(
    _ bytes: [UInt8], to file: Int32, _ path: String
  ) throws(FileSystemFailure) {
    var rest = bytes[...]
    while !rest.isEmpty { rest = rest.dropFirst(try write(file, path, rest)) }
  }
}

/// The system's own file system, by its calls, without Foundation.
public struct SystemFileSystem: FileSystem {
  /// The file system of this machine.
  public init() {}

  public func makeDirectory(_ path: String) throws(FileSystemFailure) {
    guard mkdir(path, 0o700) == 0 else { throw failure(.makeDirectory, path) }
    // A strange umask may have taken away the owner's own rights.
    guard chmod(path, 0o700) == 0 else {
      let failure = failure(.setMode, path)
      _ = rmdir(path)
      throw failure
    }
  }

  public func create(_ path: String) throws(FileSystemFailure) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = Glibc.open(path, flags, 0o600)
    guard file >= 0 else { throw failure(.create, path) }
    guard fchmod(file, 0o600) == 0 else {
      let failure = failure(.setMode, path)
      _ = Glibc.close(file)
      _ = unlink(path)
      throw failure
    }
    return file
  }

  public func open(_ path: String) throws(FileSystemFailure) -> Int32 {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(.open, path) }
    return file
  }

  public func read(_ file: Int32, _ path: String, limit: Int) throws(FileSystemFailure) -> [UInt8] {
    var count = -1
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialised in
      repeat {
        count = Glibc.read(file, buffer.baseAddress, limit)
      } while count < 0 && errno == EINTR
      initialised = max(0, count)
    }
    guard count >= 0 else { throw failure(.read, path) }
    return bytes
  }

  public func write(_ file: Int32, _ path: String, _ bytes: ArraySlice<UInt8>)
    throws(FileSystemFailure) -> Int
  {
    var count = -1
    repeat {
      count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    } while count < 0 && errno == EINTR
    guard count > 0 else {
      throw FileSystemFailure(operation: .write, path: path, code: count == 0 ? EIO : errno)
    }
    return count
  }

  public func synchronise(_ file: Int32, _ path: String) throws(FileSystemFailure) {
    guard fsync(file) == 0 else { throw failure(.synchronise, path) }
  }

  public func close(_ file: Int32, _ path: String) throws(FileSystemFailure) {
    guard Glibc.close(file) == 0 || errno == EINTR else { throw failure(.close, path) }
  }

  public func synchroniseDirectory(_ path: String) throws(FileSystemFailure) {
    let directory = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure(.open, path) }
    let synchronised = fsync(directory) == 0
    let code = errno
    _ = Glibc.close(directory)
    // Some file systems cannot synchronise a directory; they say so, and nothing is lost by it.
    guard synchronised || code == EINVAL else {
      throw FileSystemFailure(operation: .synchronise, path: path, code: code)
    }
  }

  public func rename(_ path: String, to other: String) throws(FileSystemFailure) {
    guard Glibc.rename(path, other) == 0 else { throw failure(.rename, other) }
  }

  public func moveToFreeName(_ path: String, _ other: String) throws(FileSystemFailure) {
    if renameToFreeName(path, other) == 0 { return }
    // Some file systems do not know it: a second name, which is never given to what exists, then does it.
    guard errno == EINVAL || errno == ENOSYS, link(path, other) == 0 else {
      throw failure(.rename, other)
    }
    remove(path)
  }

  public func remove(_ path: String) { _ = Glibc.remove(path) }

  private func failure(_ operation: FileSystemFailure.Operation, _ path: String)
    -> FileSystemFailure
  {
    FileSystemFailure(operation: operation, path: path, code: errno)
  }
}

/// What is at a path, without following a link.
enum PathKind {
  case nothing, file, directory, other

  init(_ path: String) throws(FileSystemFailure) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR {
        self = .nothing
        return
      }
      throw FileSystemFailure(operation: .status, path: path, code: errno)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .directory
    default: self = .other
    }
  }
}

/// The bytes of a file, links followed.
func fileSize(_ path: String) throws(FileSystemFailure) -> Int {
  var status = stat()
  guard stat(path, &status) == 0 else {
    throw FileSystemFailure(operation: .status, path: path, code: errno)
  }
  return Int(status.st_size)
}

/// The names in a directory, in byte order.
package func directoryEntries(_ path: String) throws(FileSystemFailure) -> [String] {
  guard let directory = opendir(path) else {
    throw FileSystemFailure(operation: .list, path: path, code: errno)
  }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let length = Int(strlen(&entry.pointee.d_name.0))
    let name = withUnsafeBytes(of: &entry.pointee.d_name) {
      String(decoding: $0.prefix(length), as: UTF8.self)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
