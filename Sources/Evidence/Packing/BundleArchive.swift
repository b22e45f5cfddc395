import Crypto
import Diagnostics
import Glibc

/// A packed bundle, read without unpacking anything.
///
/// Only the form that ``BundlePacking`` writes is read: anything else that a ZIP archive may hold (a
/// compressed or encrypted file, a link, a name twice or leading out of its directory, bytes between the
/// files) is refused, because two programs could see two bundles in it.
public final class BundleArchive: Sendable {
  /// Why a file is no packed bundle.
  public enum Fault: Error, Hashable, Sendable {
    case system(FileSystemFailure)
    /// It does not end as an archive does.
    case notAnArchive
    /// A file is compressed, encrypted or a link, or has more than its name and content.
    case form(String)
    /// A name stands twice, leads out of the directory, or lies in another directory than the first.
    case name(String)
    /// The headers of a file contradict each other, or leave bytes that belong to no file.
    case layout
    /// A content is not the one that the archive was made of.
    case check(String)
  }

  let path: String
  private let file: Int32
  /// The files by their names inside the bundle, in the order of the archive.
  let entries: [(name: String, entry: ZipFormat.Entry)]

  /// Opens an archive and reads its directory.
  init(_ path: String) throws(Fault) {
    self.path = path
    let system = SystemFileSystem()
    let opened: Int32
    do throws(FileSystemFailure) { opened = try system.open(path) } catch { throw .system(error) }
    do throws(Fault) {
      entries = try Self.directory(opened, path)
    } catch {
      close(opened)
      throw error
    }
    file = opened
  }

  deinit { close(file) }

  /// The content of a file of at most so many bytes.
  func content(_ entry: ZipFormat.Entry, limit: Int) throws(Fault) -> [UInt8] {
    guard entry.size <= limit else {
      throw .system(FileSystemFailure(operation: .read, path: path, code: EFBIG))
    }
    let bytes = try Self.read(file, path, at: entry.start, count: entry.size)
    var check = CRC32()
    check.update(bytes)
    guard check.value == entry.check else {
      throw .check(String(decoding: entry.name, as: UTF8.self))
    }
    return bytes
  }

  /// The SHA-256 of a file. What the archive's own check says of it does not matter then.
  func hash(_ entry: ZipFormat.Entry) throws(Fault) -> String {
    var hash = SHA256()
    var done = 0
    while done < entry.size {
      let piece = try Self.read(
        file, path, at: entry.start + done, count: min(entry.size - done, 1 << 20))
      hash.update(data: piece)
      done += piece.count
    }
    return Digest.hexadecimal(hash.finalize())
  }

  func entry(_ name: String) -> ZipFormat.Entry? {
    entries.first { $0.name.utf8.elementsEqual(name.utf8) }?.entry
  }

  // MARK: - Directory

  private static func directory(
    _ file: Int32, _ path: String
  ) throws(Fault) -> [(name: String, entry: ZipFormat.Entry)] {
    var status = stat()
    guard fstat(file, &status) == 0 else {
      throw .system(FileSystemFailure(operation: .status, path: path, code: errno))
    }
    let size = Int(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG, size >= ZipFormat.endSize,
      size <= ZipFormat.mostBytes + ZipFormat.endSize
    else { throw .notAnArchive }
    // Without a comment the end is where it must be, and nowhere else.
    let end = Fields(try read(file, path, at: size - ZipFormat.endSize, count: ZipFormat.endSize))
    guard end.number(0, 4) == Int(ZipFormat.endSignature) else { throw .notAnArchive }
    let (count, length, start) = (end.number(10, 2), end.number(12, 4), end.number(16, 4))
    guard
      end.bytes
        == ZipFormat.end(files: count, directorySize: length, directoryOffset: start)[...],
      start + length + ZipFormat.endSize == size
    else { throw .layout }
    let directory = try read(file, path, at: start, count: length)
    var found: [(name: String, entry: ZipFormat.Entry)] = []
    var seen: Set<[UInt8]> = []
    var root: ArraySlice<UInt8>?
    var (place, next) = (0, 0)
    for _ in 0..<count {
      guard place + ZipFormat.centralSize <= length else { throw .layout }
      let fields = Fields(Array(directory[place..<place + ZipFormat.centralSize]))
      let nameLength = fields.number(28, 2)
      guard place + ZipFormat.centralSize + nameLength <= length else { throw .layout }
      let name = Array(
        directory[place + ZipFormat.centralSize..<place + ZipFormat.centralSize + nameLength])
      let entry = ZipFormat.Entry(
        name: name, check: UInt32(fields.number(16, 4)), size: fields.number(24, 4),
        offset: fields.number(42, 4))
      guard let whole = String(validating: name, as: UTF8.self), BundlePath.isValid(whole),
        let slash = name.firstIndex(of: UInt8(ascii: "/")), seen.insert(name).inserted,
        root == nil || root == name[..<slash]
      else { throw .name(String(decoding: name, as: UTF8.self)) }
      root = name[..<slash]
      let header = ZipFormat.centralHeader(entry)
      guard Array(directory[place..<place + header.count]) == header else { throw .form(whole) }
      // The files follow each other without a gap, so that none can hide and none overlaps.
      guard entry.offset == next, entry.start + entry.size <= start else { throw .layout }
      let local = ZipFormat.localHeader(entry)
      guard try read(file, path, at: entry.offset, count: local.count) == local else {
        throw .form(whole)
      }
      found.append((String(decoding: name[(slash + 1)...], as: UTF8.self), entry))
      place += header.count
      next = entry.start + entry.size
    }
    guard place == length, next == start else { throw .layout }
    return found
  }

  private static func read(
    _ file: Int32, _ path: String, at offset: Int, count: Int
  ) throws(Fault) -> [UInt8] {
    var done = 0
    var bytes = [UInt8](repeating: 0, count: count)
    while done < count {
      let got = bytes.withUnsafeMutableBytes { room in
        room.baseAddress.map { pread(file, $0 + done, count - done, off_t(offset + done)) } ?? 0
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        throw .system(
          FileSystemFailure(operation: .read, path: path, code: got == 0 ? EIO : errno))
      }
      done += got
    }
    return bytes
  }
}

extension BundleArchive.Fault {
  /// What is wrong, in words.
  var text: Text {
    switch self {
    case .system(let failure): SystemError.text(failure.code)
    case .notAnArchive: Text(en: "it is no ZIP archive", ja: "ZIP形式ではありません")
    case .form(let name):
      Text(
        en: "'\(name)' is compressed, encrypted, a link, or has more than its content",
        ja: "「\(name)」が、圧縮・暗号化されているか、リンクであるか、余分な情報を持っています")
    case .name(let name):
      Text(
        en: "the name '\(name)' stands twice or leads out of the bundle",
        ja: "「\(name)」という名前が重複するか、記録の外を指しています")
    case .layout:
      Text(
        en: "its headers contradict each other, or bytes belong to no file",
        ja: "見出しが矛盾しているか、どのファイルにも属さない部分があります")
    case .check(let name):
      Text(en: "the content of '\(name)' was changed", ja: "「\(name)」の内容が変更されています")
    }
  }
}

/// Numbers in little-endian order at places of a record.
private struct Fields {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  func number(_ place: Int, _ length: Int) -> Int {
    bytes[place..<place + length].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
