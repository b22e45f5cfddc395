import Crypto
import Diagnostics
import Glibc

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

/// Signs the manifest of a bundle; the seam for signatures of people.
public protocol BundleSigner: Sendable {
  /// Signature files, each in `signatures/` and ending with `.sig`.
  func signatures(of manifest: [UInt8]) throws(BundleError) -> [BundleFile]
}

/// Writes a bundle: everything, or nothing.
///
/// The files are written into a directory beside the output, brought to the disk, and put in place by
/// one rename. Directories have mode 0700 and files 0600, whatever the umask.
public struct BundleWriter<System: FileSystem>: Sendable {
  private let system: System
  private let signer: (any BundleSigner)?

  /// A writer on a file system.
  public init(system: System, signer: (any BundleSigner)? = nil) {
    self.system = system
    self.signer = signer
  }

  /// Writes the files and their manifest as `output`, which must not exist or be empty.
  ///
  /// - Returns: the manifest.
  public func write(_ files: [BundleFile], to output: String) throws(BundleError) -> Manifest {
    let output = Self.withoutTrailingSlash(output)
    try Self.requireFree(output)
    var work = WorkInProgress(system: system)
    do {
      try work.makeParents(of: output)
      let temporary = Self.temporaryName(beside: output)
      try work.makeDirectory(temporary)
      let manifest = try fill(temporary, files, &work)
      try system.rename(temporary, to: output)
      work.moved(from: temporary, to: output)
      try system.synchroniseDirectory(Self.parent(of: output))
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
    let output = withoutTrailingSlash(output)
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
    _ directory: String, _ files: [BundleFile], _ work: inout WorkInProgress<System>
  ) throws -> Manifest {
    var entries: [Manifest.Entry] = []
    for file in files {
      let digest = try write(file, in: directory, &work)
      if case .copy(_, let expected) = file.content, digest != expected {
        throw BundleError.inputChanged(file.path)
      }
      entries.append(Manifest.Entry(path: file.path, sha256: digest))
    }
    let manifest = Manifest(entries)
    let bytes = Array(manifest.text.utf8)
    _ = try write(BundleFile(BundlePath.manifest, .bytes(bytes)), in: directory, &work)
    for file in try signer?.signatures(of: bytes) ?? [] {
      guard BundlePath.isSignature(file.path) else { throw BundleError.invalidName(file.path) }
      _ = try write(file, in: directory, &work)
    }
    for made in work.directories(in: directory) { try system.synchroniseDirectory(made) }
    return manifest
  }

  /// Writes one file and brings it to the disk; returns the SHA-256 of what was written.
  private func write(
    _ file: BundleFile, in directory: String, _ work: inout WorkInProgress<System>
  ) throws -> String {
    guard BundlePath.isValid(file.path) else { throw BundleError.invalidName(file.path) }
    try work.makeDirectories(of: file.path, in: directory)
    let path = directory + "/" + file.path
    let target = try work.create(path)
    var hash = SHA256()
    do {
      switch file.content {
      case .bytes(let bytes):
        try writeAll(bytes, to: target, path)
        hash.update(data: bytes)
      case .copy(let origin, _): try copy(origin, to: target, path, &hash)
      }
      try system.synchronise(target, path)
    } catch {
      try? system.close(target, path)
      throw error
    }
    try system.close(target, path)
    return Digest.hexadecimal(hash.finalize())
  }

  private func copy(_ origin: String, to target: Int32, _ path: String, _ hash: inout SHA256)
    throws
  {
    let source = try system.open(origin)
    do {
      while true {
        let piece = try system.read(source, origin, limit: 1 << 20)
        if piece.isEmpty { break }
        try writeAll(piece, to: target, path)
        hash.update(data: piece)
      }
    } catch {
      try? system.close(source, origin)
      throw error
    }
    try system.close(source, origin)
  }

  private func writeAll(_ bytes: [UInt8], to file: Int32, _ path: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty { rest = rest.dropFirst(try system.write(file, path, rest)) }
  }

  // MARK: - Names

  static func withoutTrailingSlash(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func temporaryName(beside output: String) -> String {
    let name = output.split(separator: "/").last.map(String.init) ?? "bundle"
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return parent(of: output) + "/.\(name.prefix(64)).\(random)"
  }
}
