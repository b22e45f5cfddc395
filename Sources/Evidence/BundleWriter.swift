import Crypto
import Diagnostics
import Glibc
import Settlement

/// One file of a bundle that is to be written.
public struct BundleFile: Sendable {
  /// Relative to the bundle.
  public let path: String
  public let content: Content

  public enum Content: Sendable {
    case bytes([UInt8])
    /// A copy of a file, which must have this SHA-256, lower-case hexadecimal.
    case copy(of: String, sha256: String)
  }

  /// Names a file and its content.
  public init(_ path: String, _ content: Content) {
    self.path = path
    self.content = content
  }
}

/// Writes a bundle: everything, or nothing.
///
/// A bundle is a bag of BagIt 1.0 (RFC 8493): the files that are given are its payload, in `data/`. Directories have mode 0700 and files 0600, whatever the umask.
public struct BundleWriter<System: FileSystem>: Sendable {
  private let system: System

  /// A writer on a file system.
  public init(system: System) { self.system = system }

  /// Writes the files and their manifests as `output`, which must not exist or be empty.
  ///
  /// - Parameters:
  ///   - description: the labels of `bag-info.txt`.
  ///   - environment: the content of `environment.json`.
  ///   - isPublic: whether it is an edition from which nothing can be recomputed.
  /// - Returns: the manifest of the payload.
  public func write(
    _ files: [BundleFile], description: [(label: String, value: String)] = [],
    environment: JSONValue = .object([]), isPublic: Bool = false, to output: String
  ) throws(BundleError) -> Manifest {
    let publication = Publication(output, system: system)
    let output = publication.output
    try Self.requireFree(output)
    var work = WorkInProgress(system: system)
    do {
      try work.makeParents(of: output)
      let (_, hidden) = try publication.begin { path throws(FileSystemFailure) in
        try work.makeDirectory(path)
      }
      defer { hidden.release() }
      let manifest = try fill(
        hidden.path, files, description, environment, isPublic ? .publicEdition : .settlement, &work
      )
      try system.rename(hidden.path, to: output)
      work.moved(from: hidden.path, to: output)
      try publication.synchroniseParent()
      return manifest
    } catch {
      work.undo()
      switch error {
      case let error as BundleError: throw error
      case let failure as FileSystemFailure:
        if failure.operation == .rename, [EEXIST, ENOTEMPTY, ENOTDIR].contains(failure.code) {
          throw .outputExists(output)
        }
        throw BundleError(failure)
      default:
        throw .inputOutput(FileSystemFailure(operation: .write, path: output, code: EIO))
      }
    }
  }

  /// Refuses an output that exists and is not an empty directory.
  ///
  /// A check before long work; ``write(_:to:)`` decides.
  public static func requireFree(_ output: String) throws(BundleError) {
    let output = Publication<System>.withoutTrailingSlash(output)
    let isFree: Bool
    do throws(FileSystemFailure) {
      isFree =
        switch try PathKind(output) {
        case .nothing: true
        case .directory: try directoryEntries(output).isEmpty
        case .file, .other: false
        }
    } catch { throw BundleError(error) }
    if !isFree { throw .outputExists(output) }
  }

  private func fill(
    _ directory: String, _ files: [BundleFile], _ description: [(label: String, value: String)],
    _ environment: JSONValue, _ reader: Bag.Reader, _ work: inout WorkInProgress<System>
  ) throws -> Manifest {
    var bytes = 0
    var entries: [Manifest.Entry] = []
    for file in files {
      guard file.path.utf8.starts(with: BundlePath.payload.utf8) else {
        throw BundleError.invalidName(file.path)
      }
      let written = try write(file, in: directory, &work)
      if case .copy(_, let expected) = file.content, written.sha256 != expected {
        throw BundleError.inputChanged(file.path)
      }
      bytes += written.bytes
      entries.append(Manifest.Entry(path: file.path, sha256: written.sha256))
    }
    let manifest = Manifest(entries)
    let tags: [(path: String, bytes: [UInt8])] = [
      (BundlePath.declaration, Bag.declaration),
      (
        BundlePath.information,
        Bag.information(description, bytes: bytes, files: entries.count)
      ),
      (BundlePath.verification, Bag.verification(for: reader)),
      (BundlePath.environment, environment.canonicalBytes),
      (BundlePath.manifest, Array(manifest.text.utf8)),
    ]
    let tagEntries = try tags.map { tag in
      let written = try write(BundleFile(tag.path, .bytes(tag.bytes)), in: directory, &work)
      return Manifest.Entry(path: tag.path, sha256: written.sha256)
    }
    let tagManifest = Array(Manifest(tagEntries).text.utf8)
    _ = try write(BundleFile(BundlePath.tagManifest, .bytes(tagManifest)), in: directory, &work)
    for made in work.directories(in: directory) { try system.synchroniseDirectory(made) }
    return manifest
  }

  /// Writes one file and brings it to the disk; returns the SHA-256 and the size of what was written.
  private func write(
    _ file: BundleFile, in directory: String, _ work: inout WorkInProgress<System>
  ) throws -> (sha256: String, bytes: Int) {
    guard BundlePath.isValid(file.path) else { throw BundleError.invalidName(file.path) }
    try work.makeDirectories(of: file.path, in: directory)
    let path = directory + "/" + file.path
    let target = try work.create(path)
    var hash = SHA256()
    var size = 0
    do {
      switch file.content {
      case .bytes(let bytes):
        try system.writeAll(bytes, to: target, path)
        hash.update(data: bytes)
        size = bytes.count
      case .copy(let origin, _): size = try copy(origin, to: target, path, &hash)
      }
      try system.synchronise(target, path)
    } catch {
      try? system.close(target, path)
      throw error
    }
    try system.close(target, path)
    return (Digest.hexadecimal(hash.finalize()), size)
  }

  private func copy(
    _ origin: String, to target: Int32, _ path: String, _ hash: inout SHA256
  ) throws(FileSystemFailure) -> Int {
    var size = 0
    try system.pieces(of: origin) { (piece) throws(FileSystemFailure) in
      try system.writeAll(piece, to: target, path)
      hash.update(data: piece)
      size += piece.count
    }
    return size
  }
}
