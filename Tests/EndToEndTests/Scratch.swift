import Foundation

/// A directory that is removed with its owner.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "pfs-end-to-end-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ name: String, _ bytes: Data) throws -> String {
    try FileManager.default.createDirectory(
      atPath: (self[name] as NSString).deletingLastPathComponent,
      withIntermediateDirectories: true)
    try bytes.write(to: URL(fileURLWithPath: self[name]))
    return self[name]
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: self[name]))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }

  func copy(_ from: String, _ to: String) throws {
    try FileManager.default.copyItem(atPath: self[from], toPath: self[to])
  }

  /// The names in a directory, in order.
  func list(_ name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self[name]).sorted()
  }

  /// The files below a directory, relative to it, in order.
  func files(_ name: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: self[name]).sorted().filter {
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(
        atPath: self["\(name)/\($0)"], isDirectory: &isDirectory) && !isDirectory.boolValue
    }
  }
}
