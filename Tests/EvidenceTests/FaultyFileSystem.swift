import Evidence
import Glibc
import Synchronization

/// The real file system, of which one operation fails; it counts them.
final class FaultyFileSystem: FileSystem {
  private let real = SystemFileSystem()
  private let state: Mutex<(count: Int, failing: Int?)>
  private let code: Int32
  /// Writes only a few bytes at a time.
  private let isShort: Bool

  init(failing: Int?, code: Int32 = EIO, isShort: Bool = false) {
    state = Mutex((0, failing))
    self.code = code
    self.isShort = isShort
  }

  var count: Int { state.withLock { $0.count } }

  private func step(_ operation: FileSystemFailure.Operation, _ path: String)
    throws(FileSystemFailure)
  {
    let fails = state.withLock { state in
      state.count += 1
      return state.count == state.failing
    }
    if fails { throw FileSystemFailure(operation: operation, path: path, code: code) }
  }

  func makeDirectory(_ path: String) throws(FileSystemFailure) {
    try step(.makeDirectory, path)
    try real.makeDirectory(path)
  }

  func create(_ path: String) throws(FileSystemFailure) -> Int32 {
    try step(.create, path)
    return try real.create(path)
  }

  func open(_ path: String) throws(FileSystemFailure) -> Int32 {
    try step(.open, path)
    return try real.open(path)
  }

  func read(_ file: Int32, _ path: String, limit: Int) throws(FileSystemFailure) -> [UInt8] {
    try step(.read, path)
    return try real.read(file, path, limit: isShort ? min(limit, 3) : limit)
  }

  func write(_ file: Int32, _ path: String, _ bytes: ArraySlice<UInt8>)
    throws(FileSystemFailure) -> Int
  {
    try step(.write, path)
    return try real.write(file, path, isShort ? bytes.prefix(1000) : bytes)
  }

  func synchronise(_ file: Int32, _ path: String) throws(FileSystemFailure) {
    try step(.synchronise, path)
    try real.synchronise(file, path)
  }

  func close(_ file: Int32, _ path: String) throws(FileSystemFailure) {
    let failure: FileSystemFailure?
    do throws(FileSystemFailure) {
      try step(.close, path)
      failure = nil
    } catch { failure = error }
    try real.close(file, path)
    if let failure { throw failure }
  }

  func synchroniseDirectory(_ path: String) throws(FileSystemFailure) {
    try step(.synchronise, path)
    try real.synchroniseDirectory(path)
  }

  func rename(_ path: String, to other: String) throws(FileSystemFailure) {
    try step(.rename, path)
    try real.rename(path, to: other)
  }

  func moveToFreeName(_ path: String, _ other: String) throws(FileSystemFailure) {
    try step(.rename, path)
    try real.moveToFreeName(path, other)
  }

  func remove(_ path: String) { real.remove(path) }
}
