import Foundation
import Testing

/// Figures that stand beside the project, in `../shared/data`, or in the folder `PFS_SHARED` names.
///
/// Without them the tests that need them are skipped and say so; where `CI` is set they fail.
enum SharedData {
  static var isExpected: Bool {
    FileManager.default.fileExists(atPath: folder.path)
      || ProcessInfo.processInfo.environment["CI"] != nil
  }

  private static var folder: URL {
    ProcessInfo.processInfo.environment["PFS_SHARED"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "../../../shared").standardizedFileURL
  }

  static func json(_ path: String) throws -> [String: Any] {
    let file = folder.appending(path: "data/\(path)")
    let data = try #require(
      try? Data(contentsOf: file), "\(file.path) is missing: the test needs the shared data")
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
