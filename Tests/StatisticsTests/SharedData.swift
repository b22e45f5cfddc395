import Foundation
import Quantities
import Statistics
import Testing

/// Data and certified figures that stand beside the project, in `../shared/data`.
enum SharedData {
  static let project = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func folder(_ path: String) -> URL {
    project.appending(path: "../shared/data/\(path)").standardizedFileURL
  }

  /// The content of a file; a missing file fails the test that asks for it.
  static func read(_ path: String) throws -> Data {
    let file = folder(path)
    return try #require(
      try? Data(contentsOf: file), "\(file.path) is missing: the test needs the shared data")
  }

  static func json(_ path: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: read(path)) as? [String: Any])
  }
}

extension Sample {
  /// A sample of decimals as printed, at the scale of the longest.
  init(decimals: [some StringProtocol]) throws {
    let digits = decimals.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }
    let scale = digits.max() ?? 0
    let values = try zip(decimals, digits).map { text, digits in
      let zeros = String(repeating: "0", count: scale - digits)
      return try #require(Int64(text.filter { $0 != "." } + zeros))
    }
    try self.init(values: values, scale: scale)
  }
}

func exact(_ fraction: String) throws -> Exact { try #require(Exact(fraction: fraction)) }
