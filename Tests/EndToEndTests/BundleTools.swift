import Foundation
import TestSupport
import Testing

extension Scratch {
  /// SHA-256 of files below a directory, by a program nobody here wrote.
  func sha256(_ files: [String], in directory: String) throws -> [String: String] {
    let run = try Command.process("/usr/bin/sha256sum", files, in: self[directory])
    try #require(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { (String($0.dropFirst(66)), String($0.prefix(64))) })
  }

  /// Changes a file of a bundle and mends every hash, as a careful forger would.
  func forge(_ bundle: String, _ file: String, replacing old: String, with new: String) throws {
    let text = try text("\(bundle)/\(file)")
    try #require(text.contains(old), "\(file) has no \(old)")
    let before = try sha256([file], in: bundle)[file] ?? ""
    try write("\(bundle)/\(file)", text.replacing(old, with: new, maxReplacements: 1))
    let after = try sha256([file], in: bundle)[file] ?? ""
    try #require(before != after)
    for name in try files(bundle) where name.hasSuffix(".json") || name.hasSuffix(".html") {
      let place = "\(bundle)/\(name)"
      let content = try self.text(place)
      if content.contains(before) {
        try write(place, content.replacing(before, with: after))
      }
    }
    try mendManifest(bundle)
  }

  func mendManifest(_ bundle: String) throws {
    func list(_ listed: [String], in name: String) throws {
      let sums = try sha256(listed, in: bundle)
      try write("\(bundle)/\(name)", listed.map { "\(sums[$0] ?? "")  \($0)\n" }.joined())
    }
    let files = try files(bundle)
    try list(files.filter { $0.hasPrefix("data/") }, in: "manifest-sha256.txt")
    let tags = files.filter { !$0.hasPrefix("data/") && $0 != "tagmanifest-sha256.txt" }
    try list(tags, in: "tagmanifest-sha256.txt")
  }
}
