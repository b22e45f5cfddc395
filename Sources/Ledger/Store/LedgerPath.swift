import CFileSystem
import Diagnostics
import Glibc

/// Where a ledger is, and whether a ledger may be there.
struct LedgerPath {
  /// Never empty, and never one of the names that SQLite treats in its own way.
  let path: String

  init(_ path: String) {
    self.path = path.hasPrefix("/") || path.hasPrefix("./") ? path : "./" + path
  }

  private var directory: String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// Which file it is: device and number.
  struct Identity: Equatable {
    let device: UInt
    let inode: UInt
  }

  /// The file behind the path, if it is a plain one of the user alone with no other name.
  func identity() throws(LedgerProblem) -> Identity {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .notALedger(path) }
      throw .storage(path, SystemError.text(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1, status.st_mode & 0o077 == 0,
      status.st_uid == geteuid()
    else { throw .unsafeFile(path) }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  /// Makes an empty file for its owner alone, never through a link; one that is there is left alone.
  func makeFile() throws(LedgerProblem) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { return }
      throw .storage(path, SystemError.text(errno))
    }
    let isPrivate = fchmod(file, 0o600) == 0
    let number = errno
    close(file)
    guard isPrivate else { throw .storage(path, SystemError.text(number)) }
  }

  /// Refuses a directory on another machine.
  func requireLocal() throws(LedgerProblem) {
    var system = statfs()
    guard statfs(directory, &system) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .notALedger(path) }
      throw .storage(path, SystemError.text(errno))
    }
    if Self.isNetwork(type: UInt32(truncatingIfNeeded: system.f_type)) {
      throw .networkFileSystem(path)
    }
  }

  /// File systems of other machines by their number in `statfs(2)`; FUSE, which may be one, as well.
  static func isNetwork(type: UInt32) -> Bool {
    networkTypes.contains(type)
  }

  private static let networkTypes: Set<UInt32> = [
    0x6969,  // NFS
    0x517B,  // SMB
    0xFF53_4D42,  // CIFS
    0xFE53_4D42,  // SMB 2
    0x5346_414F, 0x6B41_4653,  // AFS
    0x7375_7245,  // Coda
    0x0102_1997,  // 9P
    0x6573_5546,  // FUSE
    0x00C3_6400,  // Ceph
    0x0BD0_0BD0,  // Lustre
    0x0116_1970,  // GFS2
    0x7461_636F,  // OCFS2
    0x564C,  // NCP
    0x786F_4256,  // VirtualBox shared folders
    0x4750_4653, 0x4750_5346,  // GPFS
    0xAAD7_AAEA,  // PanFS
  ]
}
