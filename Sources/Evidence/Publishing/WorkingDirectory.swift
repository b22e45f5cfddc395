/// Files that are needed for a while beside an output, hidden and for their owner only.
///
/// They are taken away by ``remove()``; after a killed run the next one does it (``Leftovers``).
public struct WorkingDirectory {
  private let hidden: HiddenPlace

  /// Where the files are.
  public var path: String { hidden.path }

  /// Writes files, whose names may have directories.
  public init(
    _ files: [(name: String, bytes: [UInt8])], beside output: String
  ) throws(BundleError) {
    let system = SystemFileSystem()
    let publication = Publication(output, system: system)
    var work = WorkInProgress(system: system)
    do throws(FileSystemFailure) {
      try work.makeParents(of: publication.output)
      (_, hidden) = try publication.begin { path throws(FileSystemFailure) in
        try work.makeDirectory(path)
      }
      for file in files {
        try work.makeDirectories(of: file.name, in: hidden.path)
        try publication.write(to: hidden.path + "/" + file.name) {
          target, path throws(FileSystemFailure) in
          try system.writeAll(file.bytes, to: target, path)
        }
      }
    } catch {
      work.undo()
      throw BundleError(error)
    }
  }

  /// Takes the files away.
  public func remove() {
    Leftovers.removeAll(path)
    hidden.release()
  }
}
