import Glibc

/// Where the files of a bundle are.
protocol BundleStore: Sendable {
  /// Files, and other things (links, devices), by their paths inside the bundle.
  func listing() throws(BundleError) -> (files: [String], others: [String])
  /// Whether there is a file.
  func has(_ file: String) throws(BundleError) -> Bool
  /// The bytes of a file of at most so many.
  func read(_ file: String, limit: Int) throws(BundleError) -> [UInt8]
  /// The SHA-256 of a file, lower-case hexadecimal.
  func sha256(_ file: String) throws(BundleError) -> String
  /// The size of a file in bytes.
  func size(_ file: String) throws(BundleError) -> Int
}

/// A bundle as a directory.
struct BundleDirectory: BundleStore {
  let path: String
  private let system = SystemFileSystem()

  init(path: String) { self.path = path }

  func listing() throws(BundleError) -> (files: [String], others: [String]) {
    do throws(FileSystemFailure) { return try listing("") } catch { throw BundleError(error) }
  }

  func has(_ file: String) throws(BundleError) -> Bool {
    do throws(FileSystemFailure) {
      if case .file = try PathKind(path + "/" + file) { return true }
      return false
    } catch { throw BundleError(error) }
  }

  func read(_ file: String, limit: Int) throws(BundleError) -> [UInt8] {
    do throws(FileSystemFailure) {
      return try bytes(of: path + "/" + file, limit: limit)
    } catch { throw BundleError(error) }
  }

  func sha256(_ file: String) throws(BundleError) -> String {
    do throws(FileSystemFailure) {
      return try Digest.sha256(file: path + "/" + file, system)
    } catch { throw BundleError(error) }
  }

  func size(_ file: String) throws(BundleError) -> Int {
    do throws(FileSystemFailure) {
      return try fileSize(path + "/" + file)
    } catch { throw BundleError(error) }
  }

  /// Files and other things below a directory of the bundle, links not followed.
  private func listing(
    _ directory: String
  ) throws(FileSystemFailure) -> (files: [String], others: [String]) {
    var files: [String] = []
    var others: [String] = []
    for name in try directoryEntries(path + "/" + directory) {
      let inner = directory.isEmpty ? name : directory + "/" + name
      switch try PathKind(path + "/" + inner) {
      case .file: files.append(inner)
      case .directory:
        let (more, odd) = try listing(inner)
        files += more
        others += odd
      case .other: others.append(inner)
      case .nothing: continue
      }
    }
    return (files, others)
  }

  private func bytes(of path: String, limit: Int) throws(FileSystemFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    try system.pieces(of: path) { (piece) throws(FileSystemFailure) in
      bytes += piece
      if bytes.count > limit {
        throw FileSystemFailure(operation: .read, path: path, code: EFBIG)
      }
    }
    return bytes
  }
}

/// A bundle as the archive in which it travels.
extension BundleArchive: BundleStore {
  static func open(_ path: String) throws(BundleError) -> BundleArchive {
    do throws(Fault) { return try BundleArchive(path) } catch { throw error.asBundleError(path) }
  }

  func listing() -> (files: [String], others: [String]) { (entries.map(\.name), []) }

  func has(_ file: String) -> Bool { entry(file) != nil }

  func read(_ file: String, limit: Int) throws(BundleError) -> [UInt8] {
    do throws(Fault) {
      return try content(try found(file), limit: limit)
    } catch { throw error.asBundleError(path) }
  }

  func sha256(_ file: String) throws(BundleError) -> String {
    do throws(Fault) {
      return try hash(try found(file))
    } catch { throw error.asBundleError(path) }
  }

  func size(_ file: String) throws(BundleError) -> Int {
    do throws(Fault) { return try found(file).size } catch { throw error.asBundleError(path) }
  }

  private func found(_ file: String) throws(Fault) -> ZipFormat.Entry {
    guard let entry = entry(file) else {
      throw .system(FileSystemFailure(operation: .open, path: path + "/" + file, code: ENOENT))
    }
    return entry
  }
}

extension BundleArchive.Fault {
  fileprivate func asBundleError(_ path: String) -> BundleError {
    switch self {
    case .system(let failure): BundleError(failure)
    case .notAnArchive: .notABundle(path)
    case .form, .name, .layout, .check: .archive(path, self)
    }
  }
}
