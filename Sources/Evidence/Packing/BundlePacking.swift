import Glibc
import Settlement

/// The one file as which a bundle travels: a ZIP archive with the same bytes whoever makes it, whenever.
///
/// Files are stored as they are, in byte order of their names, below one directory (RFC 8493, 4.3). The
/// archive holds the whole bundle, so that what is verified in it is what is verified in the directory.
public enum BundlePacking {
  /// Packs a bundle whose files are as its manifests say.
  ///
  /// - Parameter output: must not exist.
  /// - Throws: `BundleError`; nothing is left behind then.
  public static func pack(_ bundle: Bundle, to output: String) throws(BundleError) {
    let system = SystemFileSystem()
    // What is packed already is not packed again.
    _ = try bundle.inputsDirectory()
    let damages = try bundle.damages()
    guard damages.isEmpty else { throw .unreadable(bundle: bundle.path, file: damages[0].path) }
    let period =
      try bundle.isPublic
      ? bundle.publicFigures()["period"]?.string
      : bundle.settlement()["period"]?["name"]?.string
    let files = try bundle.files()
    do throws(FileSystemFailure) {
      try Publication(output, system: system).file { file, path throws(FileSystemFailure) in
        try write(
          files, of: bundle, below: "settlement-\(period ?? "bundle")/", to: file, path, system)
      }
    } catch {
      throw error.code == EEXIST ? .outputExists(output) : BundleError(error)
    }
  }

  private static func write(
    _ files: [String], of bundle: Bundle, below root: String, to target: Int32, _ path: String,
    _ system: SystemFileSystem
  ) throws(FileSystemFailure) {
    func append(_ bytes: [UInt8]) throws(FileSystemFailure) {
      try system.writeAll(bytes, to: target, path)
    }
    func tooLarge() -> FileSystemFailure {
      FileSystemFailure(operation: .write, path: path, code: EFBIG)
    }
    var offset = 0
    var directory: [UInt8] = []
    guard files.count <= ZipFormat.mostFiles else { throw tooLarge() }
    for name in files {
      let place = bundle.path + "/" + name
      var check = CRC32()
      var size = 0
      try system.pieces(of: place) { (piece) throws(FileSystemFailure) in
        check.update(piece)
        size += piece.count
      }
      let entry = ZipFormat.Entry(
        name: Array((root + name).utf8), check: check.value, size: size, offset: offset)
      guard entry.start + size <= ZipFormat.mostBytes,
        entry.name.count <= Int(UInt16.max)
      else { throw tooLarge() }
      try append(ZipFormat.localHeader(entry))
      try system.pieces(of: place, append)
      directory += ZipFormat.centralHeader(entry)
      offset = entry.start + size
    }
    guard offset + directory.count <= ZipFormat.mostBytes else { throw tooLarge() }
    try append(directory)
    try append(
      ZipFormat.end(
        files: files.count, directorySize: directory.count, directoryOffset: offset))
  }
}
