import Foundation
import Testing

/// The reference data that stands beside the checkout, or where `PFS_SHARED` says.
enum SharedData {
  static func file(_ path: String) throws -> Data {
    let root: URL
    if let folder = ProcessInfo.processInfo.environment["PFS_SHARED"] {
      root = URL(fileURLWithPath: folder)
    } else {
      root =
        URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("../../../shared").standardized
    }
    let url = root.appendingPathComponent(path)
    guard let data = FileManager.default.contents(atPath: url.path) else {
      throw Missing(description: "reference data not found: \(url.path) (set PFS_SHARED)")
    }
    return data
  }

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// The rows of one part of `data/edge/edge_cases.json`.
  static func edgeCases(_ part: String) throws -> [[String: Any]] {
    let json = try JSONSerialization.jsonObject(with: file("data/edge/edge_cases.json"))
    let parts = try #require(json as? [String: Any])
    let rows = try #require(parts[part] as? [[String: Any]])
    #expect(!rows.isEmpty)
    return rows
  }
}
