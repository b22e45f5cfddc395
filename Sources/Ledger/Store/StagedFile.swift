import Diagnostics
import Evidence
import Glibc

/// A file that waits hidden beside its place until what it is for is recorded.
///
/// It is the one publication whose hidden name is always the same: a run that is stopped in between is finished by
/// the next one, which finds the file waiting.
public struct StagedFile {
  private let publication: Publication<SystemFileSystem>

  /// A file that is to be at a path.
  public init(_ output: String) {
    publication = Publication(output, system: SystemFileSystem())
  }

  private var output: String { publication.output }

  /// Without its directory.
  public var name: String { publication.name }

  private var waiting: String { "\(publication.parent)/.\(name).waiting" }

  private func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether something is at the place.
  public var isPublished: Bool { isThere(output) }

  /// Of the file that waits.
  public var waitingSHA256: String? { try? Digest.sha256(file: waiting, SystemFileSystem()) }

  /// Of the file at the place.
  public var publishedSHA256: String? { try? Digest.sha256(file: output, SystemFileSystem()) }

  /// Writes the file that waits, and brings it and its name to the disk.
  public func write(_ bytes: [UInt8]) throws(LedgerProblem) {
    let system = SystemFileSystem()
    // One that is left over belongs to no instruction: whoever writes has looked.
    system.remove(waiting)
    do throws(FileSystemFailure) {
      try publication.write(to: waiting) { file, path throws(FileSystemFailure) in
        try system.writeAll(bytes, to: file, path)
      }
      try publication.synchroniseParent()
    } catch {
      system.remove(waiting)
      throw .storage(output, SystemError.text(error.code))
    }
  }

  /// Puts the file in its place, never over another.
  ///
  /// - Parameter sha256: of the file that was recorded; another at the place is not this one's work.
  public func publish(sha256: String) throws(LedgerProblem) {
    do throws(FileSystemFailure) { try publication.place(waiting) } catch {
      // Another run has finished this one's work.
      if error.operation == .rename, error.code == ENOENT, isPublished {
        guard publishedSHA256 == sha256 else { throw .outputExists(output) }
        return
      }
      if error.code == EEXIST { throw .outputExists(output) }
      throw .storage(output, SystemError.text(error.code))
    }
  }
}
