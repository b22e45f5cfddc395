import Foundation
import Testing

/// The model messages of `design/samples/diagnostics.md`, by number.
///
/// The file stands beside the checkout, or where `PFS_SHARED` says.
enum ModelMessages {
  static func text(_ number: Int) throws -> String {
    let root: URL
    if let folder = ProcessInfo.processInfo.environment["PFS_SHARED"] {
      root = URL(fileURLWithPath: folder)
    } else {
      root =
        URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("../../../shared").standardized
    }
    let url = root.appendingPathComponent("design/samples/diagnostics.md")
    guard let data = FileManager.default.contents(atPath: url.path) else {
      throw Missing(description: "model messages not found: \(url.path) (set PFS_SHARED)")
    }
    let sections = String(decoding: data, as: UTF8.self).components(separatedBy: "\n**")
    let section = try #require(sections.first { $0.hasPrefix("\(number). ") })
    let blocks = section.components(separatedBy: "```text\n")
    try #require(blocks.count == 2)
    return try #require(blocks[1].components(separatedBy: "```").first)
  }

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }
}

extension String {
  /// Whether two texts have the same bytes; `==` would merge canonically equal scalars.
  func hasSameBytes(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
