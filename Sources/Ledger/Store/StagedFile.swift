import CFileSystem
import Diagnostics
import Evidence
import Glibc

/// A file that is written beside its place and takes it by one rename.
public struct StagedFile: Sendable {
  private let output: String
  private let directory: String
  /// Without its directory.
  public let name: String

  /// A file that is to be at a path.
  public init(_ output: String) {
    self.output = output
    if let slash = output.lastIndex(of: "/") {
      directory = slash == output.startIndex ? "/" : String(output[..<slash])
      name = String(output[output.index(after: slash)...])
    } else {
      (directory, name) = (".", output)
    }
  }

  private var waiting: String { "\(directory)/.\(name).waiting" }

  private func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether something is at the place.
  public var isPublished: Bool { isThere(output) }

  /// Whether a file waits to take its place.
  public var isWaiting: Bool { isThere(waiting) }

  /// Of the file that waits.
  public var waitingSHA256: String? { try? Digest.sha256(file: waiting, SystemFileSystem()) }

  /// Of the file at the place.
  public var publishedSHA256: String? { try? Digest.sha256(file: output, SystemFileSystem()) }

  /// Writes the file that waits, and brings it and its name to the disk.
  public func write(_ bytes: [UInt8]) throws(LedgerProblem) {
    let system = SystemFileSystem()
    do throws(FileSystemFailure) {
      // One that is left over belongs to no instruction: whoever writes has looked.
      system.remove(waiting)
      let file = try system.create(waiting)
      do throws(FileSystemFailure) {
        try system.writeAll(bytes, to: file, waiting)
        try system.synchronise(file, waiting)
      } catch {
        try? system.close(file, waiting)
        throw error
      }
      try system.close(file, waiting)
      try system.synchroniseDirectory(directory)
    } catch {
      system.remove(waiting)
      throw .storage(output, SystemError.text(error.code))
    }
  }

  /// Puts the file in its place, never over another.
  ///
  /// - Parameter sha256: of the file that was recorded; another at the place is not this one's work.
  public func publish(sha256: String) throws(LedgerProblem) {
    guard renameToFreeName(waiting, output) == 0 else {
      let number = errno
      // Another run has finished this one's work.
      if number == ENOENT, isPublished {
        let there = try? Digest.sha256(file: output, SystemFileSystem())
        guard there == sha256 else { throw .outputExists(output) }
        return
      }
      if number == EEXIST { throw .outputExists(output) }
      throw .storage(output, SystemError.text(number))
    }
    do throws(FileSystemFailure) {
      try SystemFileSystem().synchroniseDirectory(directory)
    } catch { throw .storage(output, SystemError.text(error.code)) }
  }
}
