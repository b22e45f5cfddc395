import Foundation

/// A directory that is removed with its owner.
package final class Scratch: Sendable {
  package let path: String

  package init() throws {
    path = NSTemporaryDirectory() + "pfs-test-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package subscript(name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  package func write(_ name: String, _ bytes: Data) throws -> String {
    try FileManager.default.createDirectory(
      atPath: (self[name] as NSString).deletingLastPathComponent,
      withIntermediateDirectories: true)
    try bytes.write(to: URL(fileURLWithPath: self[name]))
    return self[name]
  }

  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  package func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: self[name]))
  }

  package func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

  /// The permission bits.
  package func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: self[name])
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }

  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: self[name])
  }

  package func copy(_ from: String, _ to: String) throws {
    try FileManager.default.copyItem(atPath: self[from], toPath: self[to])
  }

  /// The names in a directory, in order.
  package func list(_ name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self[name]).sorted()
  }

  /// The files below a directory, relative to it, in order.
  package func files(_ name: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: self[name]).sorted().filter {
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(
        atPath: self["\(name)/\($0)"], isDirectory: &isDirectory) && !isDirectory.boolValue
    }
  }
}
