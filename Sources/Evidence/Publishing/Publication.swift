import Glibc

/// Puts something new in its place: it is made hidden beside it, brought to the disk, and takes the place by
/// one rename, so that nobody ever sees a part of it.
///
/// The hidden name is locked as long as the process lives. What a killed run leaves is therefore known as such,
/// and the next run takes it away (``Leftovers``).
package struct Publication<System: FileSystem> {
  /// Without a slash at the end.
  package let output: String
  private let system: System

  /// Something that is to be at a path.
  package init(_ output: String, system: System) {
    self.output = Self.withoutTrailingSlash(output)
    self.system = system
  }

  /// The directory of the place.
  package var parent: String {
    guard let slash = output.lastIndex(of: "/") else { return "." }
    return slash == output.startIndex ? "/" : String(output[..<slash])
  }

  /// The last part of the path.
  package var name: String { output.split(separator: "/").last.map(String.init) ?? "bundle" }

  static func withoutTrailingSlash(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }

  // MARK: - Steps

  /// Makes something empty under a hidden name and holds its lock.
  func begin<Made>(
    _ make: (String) throws(FileSystemFailure) -> Made
  ) throws(FileSystemFailure) -> (made: Made, place: HiddenPlace) {
    for _ in 1...10 {
      let path = parent + "/" + HiddenPlace.name(for: name)
      let made = try make(path)
      // Another run may have taken it for a leftover before it was locked.
      if let place = HiddenPlace(locking: path) { return (made, place) }
      system.remove(path)
    }
    throw FileSystemFailure(operation: .create, path: output, code: EAGAIN)
  }

  /// Makes a file and brings it to the disk; takes it away again if something fails.
  package func write(
    to path: String, _ body: (Int32, String) throws(FileSystemFailure) -> Void
  ) throws(FileSystemFailure) {
    try finish(try system.create(path), path, body)
  }

  private func finish(
    _ file: Int32, _ path: String, _ body: (Int32, String) throws(FileSystemFailure) -> Void
  ) throws(FileSystemFailure) {
    do throws(FileSystemFailure) {
      do throws(FileSystemFailure) {
        try body(file, path)
        try system.synchronise(file, path)
      } catch {
        try? system.close(file, path)
        throw error
      }
      try system.close(file, path)
    } catch {
      system.remove(path)
      throw error
    }
  }

  /// Makes a file under a hidden name and lets it take the place.
  private func make(
    _ body: (Int32, String) throws(FileSystemFailure) -> Void,
    taking take: (String) throws(FileSystemFailure) -> Void
  ) throws(FileSystemFailure) {
    let (file, hidden) = try begin(system.create)
    defer { hidden.release() }
    try finish(file, hidden.path, body)
    do throws(FileSystemFailure) { try take(hidden.path) } catch {
      system.remove(hidden.path)
      throw error
    }
    try synchroniseParent()
  }

  /// Moves a file to the place, where nothing may be.
  package func place(_ path: String) throws(FileSystemFailure) {
    try system.moveToFreeName(path, output)
    try synchroniseParent()
  }

  /// Brings the names in the directory of the place to the disk.
  package func synchroniseParent() throws(FileSystemFailure) {
    try system.synchroniseDirectory(parent)
  }

  /// Replaces the file at the place, whose rights the new one gets.
  package func replace(_ text: String, mode: mode_t) throws(FileSystemFailure) {
    try make { file, path throws(FileSystemFailure) in
      try system.writeAll(Array(text.utf8), to: file, path)
      guard fchmod(file, mode) == 0 else {
        throw FileSystemFailure(operation: .setMode, path: path, code: errno)
      }
    } taking: { path throws(FileSystemFailure) in
      try system.rename(path, to: output)
    }
  }

  /// Writes a new file and puts it in its place; nothing is left behind if something fails.
  package func file(
    _ body: (Int32, String) throws(FileSystemFailure) -> Void
  ) throws(FileSystemFailure) {
    guard case .nothing = try PathKind(output) else {
      throw FileSystemFailure(operation: .create, path: output, code: EEXIST)
    }
    try make(body) { path throws(FileSystemFailure) in try system.moveToFreeName(path, output) }
  }
}

/// A hidden name beside a place, with a lock that ends with the process.
struct HiddenPlace {
  let path: String
  private let lock: Int32

  private static let ending = ".incomplete"

  /// `.NAME.RANDOM.incomplete`, thirteen digits and letters at random.
  static func name(for name: String) -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let padded = String(repeating: "0", count: 13 - random.count) + random
    return ".\(name.prefix(64)).\(padded)\(ending)"
  }

  /// Whether a name is one that this program gives to what it is making.
  static func isHidden(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(ending) else { return false }
    let parts = name.dropLast(ending.count).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, let random = parts.last else { return false }
    return random.utf8.count == 13
      && random.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }

  /// Locks what is at a path; nil if another process holds it, or if it is there no more.
  init?(locking path: String) {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return nil }
    let isLocked = flock(file, LOCK_EX | LOCK_NB) == 0
    // A file system without locks: nobody can tell what is left over, and nothing is taken away.
    let hasNoLocks = !isLocked && errno != EWOULDBLOCK
    var (own, there) = (stat(), stat())
    guard isLocked || hasNoLocks, fstat(file, &own) == 0, lstat(path, &there) == 0,
      own.st_dev == there.st_dev, own.st_ino == there.st_ino
    else {
      close(file)
      return nil
    }
    (self.path, lock, isHeld) = (path, file, isLocked)
  }

  /// Whether the lock is held, so that no other process has it.
  let isHeld: Bool

  func release() { close(lock) }
}

/// What killed runs left beside a place: unfinished bundles and files, which may hold personal records.
public enum Leftovers {
  /// Takes away what no living process is making, of this user alone.
  ///
  /// - Returns: the names of what was taken away, in byte order.
  public static func remove(beside output: String) -> [String] {
    let parent = Publication(output, system: SystemFileSystem()).parent
    guard let names = try? directoryEntries(parent) else { return [] }
    return names.filter { name in
      guard HiddenPlace.isHidden(name) else { return false }
      let path = parent + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0, status.st_uid == geteuid(),
        let place = HiddenPlace(locking: path)
      else { return false }
      defer { place.release() }
      guard place.isHeld else { return false }
      removeAll(path)
      return (try? PathKind(path)) == .nothing
    }
  }

  /// Removes a file or a directory with everything in it; links themselves, not what they point at.
  static func removeAll(_ path: String) {
    if (try? PathKind(path)) == .directory {
      for name in (try? directoryEntries(path)) ?? [] { removeAll(path + "/" + name) }
    }
    SystemFileSystem().remove(path)
  }
}
