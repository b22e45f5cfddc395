/// The records of the ZIP format (PKWARE, APPNOTE 6.3.10) as far as bundles need them: files stored as
/// they are, names in UTF-8, no comment, no extra field, no date.
enum ZipFormat {
  static let localSignature: UInt32 = 0x0403_4B50
  static let centralSignature: UInt32 = 0x0201_4B50
  static let endSignature: UInt32 = 0x0605_4B50
  static let localSize = 30
  static let centralSize = 46
  static let endSize = 22
  /// What a field of 32 bits holds at most without meaning a ZIP64 field.
  static let mostBytes = Int(UInt32.max) - 1
  /// What a field of 16 bits holds at most without meaning a ZIP64 field.
  static let mostFiles = Int(UInt16.max) - 1
  /// Bit 11: the name is UTF-8.
  static let flags: UInt16 = 0x0800
  /// Version 2.0 is needed; made by Unix, so that the modes count.
  static let version: UInt16 = 20
  static let madeBy: UInt16 = 3 << 8 | 20
  /// 1 January 1980, the first day that the format knows.
  static let date: UInt16 = 0x0021
  /// A plain file that only its owner may use.
  static let attributes: UInt32 = 0o100600 << 16

  /// One file of an archive.
  struct Entry: Sendable {
    let name: [UInt8]
    let check: UInt32
    let size: Int
    /// Where its local header begins.
    let offset: Int
    /// Where its content begins.
    var start: Int { offset + localSize + name.count }
  }

  static func localHeader(_ entry: Entry) -> [UInt8] {
    var bytes = little(localSignature) + little(version)
    bytes += common(entry)
    return bytes + entry.name
  }

  static func centralHeader(_ entry: Entry) -> [UInt8] {
    var bytes = little(centralSignature) + little(madeBy) + little(version)
    bytes += common(entry)
    // No comment, first disk, no internal attributes.
    bytes += [UInt8](repeating: 0, count: 6)
    bytes += little(attributes) + little(UInt32(entry.offset))
    return bytes + entry.name
  }

  /// What both headers say alike, from the flags to the lengths of name and extra field.
  private static func common(_ entry: Entry) -> [UInt8] {
    var bytes = little(flags) + little(UInt16(0)) + little(UInt16(0)) + little(date)
    bytes += little(entry.check) + little(UInt32(entry.size)) + little(UInt32(entry.size))
    return bytes + little(UInt16(entry.name.count)) + little(UInt16(0))
  }

  static func end(files: Int, directorySize: Int, directoryOffset: Int) -> [UInt8] {
    little(endSignature) + [0, 0, 0, 0] + little(UInt16(files)) + little(UInt16(files))
      + little(UInt32(directorySize)) + little(UInt32(directoryOffset)) + [0, 0]
  }

  private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
