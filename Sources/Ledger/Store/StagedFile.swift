import Diagnostics
import Evidence
import Glibc

/// A file that waits hidden beside its place until what it is for is recorded.
///
/// It is the one publication whose hidden name is always the same: a run that is stopped in between is finished by
/// the next one, which finds the file waiting. The name is of its ledger too: only that knows what waits for something.
public struct StagedFile {
  private let publication: Publication<SystemFileSystem>
  private let ending: String

  /// A file of a ledger that is to be at a path.
  public init(_ output: String, of ledger: String) {
    publication = Publication(output, system: SystemFileSystem())
    ending = ".\(ledger.prefix(12)).waiting"
  }

  private var output: String { publication.output }

  /// Without its directory.
  public var name: String { publication.name }

  private var waiting: String { "\(publication.parent)/.\(name)\(ending)" }

  /// Takes away what else waits beside the place for this ledger, of this user alone: a run was stopped before it
  /// recorded what the file was for, or another file replaced it since.
  ///
  /// The ledger must be locked, so that nobody is writing one.
  ///
  /// - Parameter waits: whether the ledger holds something that a file with a SHA-256 waits for.
  /// - Returns: the names of what was taken away, in byte order.
  public func removeLeftovers(unless waits: (_ sha256: String) -> Bool) -> [String] {
    guard let names = try? directoryEntries(publication.parent) else { return [] }
    return names.filter { name in
      let path = publication.parent + "/" + name
      var status = stat()
      guard name.hasPrefix("."), name.hasSuffix(ending), lstat(path, &status) == 0,
        status.st_uid == geteuid(), let sha256 = try? Digest.sha256(file: path, SystemFileSystem()),
        !waits(sha256)
      else { return false }
      SystemFileSystem().remove(path)
      return !isThere(path)
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

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
