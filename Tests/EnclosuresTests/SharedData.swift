import Foundation
import Testing

/// Figures that stand beside the project, in `../shared/data`, or in the folder `PFS_SHARED` names.
enum SharedData {
  static func json(_ path: String) throws -> [String: Any] {
    let shared =
      ProcessInfo.processInfo.environment["PFS_SHARED"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "../../../shared")
    let file = shared.appending(path: "data/\(path)").standardizedFileURL
    let data = try #require(
      try? Data(contentsOf: file), "\(file.path) is missing: the test needs the shared data")
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
