import Foundation

/// What a job took, and a figure to compare.
struct Measured {
  let wall: Double
  let processor: Double
  let figure: String

  static func of(_ work: () throws -> String) rethrows -> Measured {
    let start = (ContinuousClock.now, clock())
    let figure = try work()
    let wall = (ContinuousClock.now - start.0) / .seconds(1)
    return Measured(
      wall: wall, processor: Double(clock() - start.1) / Double(CLOCKS_PER_SEC), figure: figure)
  }

  var json: String {
    #"{"wall": \#(wall), "processor": \#(processor), "figure": "\#(figure)"}"#
  }
}

/// Columns of 64-bit integers, one after the other, as `statistics_peers.py --make` writes them.
struct Table {
  let columns: [[Int64]]

  var rows: Int { columns[0].count }

  init(_ file: URL, columns count: Int) throws {
    let data = try Data(contentsOf: file, options: .mappedIfSafe)
    let rows = data.count / 8 / count
    columns = data.withUnsafeBytes { bytes in
      let values = bytes.bindMemory(to: Int64.self)
      return (0..<count).map { Array(values[$0 * rows..<($0 + 1) * rows]) }
    }
  }
}
