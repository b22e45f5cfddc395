import Foundation
import Testing

/// A plain table of the shared data: no quotes, a header, an empty cell for a missing value.
struct CSV {
  let rows: [[String: Substring]]

  init(_ path: String) throws {
    let lines = try #require(String(data: try SharedData.read(path), encoding: .utf8))
      .split(whereSeparator: \.isNewline)
    let names = try #require(lines.first).split(separator: ",").map(String.init)
    rows = lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return Dictionary(uniqueKeysWithValues: zip(names, cells).filter { !$0.1.isEmpty })
    }
  }
}
