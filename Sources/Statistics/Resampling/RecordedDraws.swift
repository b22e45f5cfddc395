/// Draws written down beforehand, replicate by replicate.
public struct RecordedDraws: DrawSource, Hashable {
  private let rows: [[Int]]

  /// Makes a source of recorded indices: position `i` of a row draws the unit of that number.
  ///
  /// - Parameter rows: a row per replicate, an index per draw, from 0 over all pools.
  /// - Throws: `ResamplingError.recordedDraw` for an index that is not a unit, or that a row holds more
  ///   than 255 times.
  public init(_ rows: [[Int]], units: Int) throws(ResamplingError) {
    for (replicate, row) in rows.enumerated() {
      var counts = [Int](repeating: 0, count: units)
      for index in row {
        guard counts.indices.contains(index), counts[index] < 255 else {
          throw .recordedDraw(replicate: replicate, index: index, units: units)
        }
        counts[index] += 1
      }
    }
    self.rows = rows
  }

  /// Number of replicates that are written down.
  public var replicates: Int { rows.count }

  public func check(replicates: Int, pools: [Range<Int>]) throws(ResamplingError) {
    let draws = pools.reduce(0) { $0 + $1.count }
    for replicate in 0..<replicates {
      let found = rows.indices.contains(replicate) ? rows[replicate].count : 0
      guard found == draws else {
        throw .recordedRow(replicate: replicate, expected: draws, found: found)
      }
    }
  }

  public func count(replicate: Int, pools: [Range<Int>], into counts: inout MutableSpan<UInt8>) {
    guard rows.indices.contains(replicate) else { return }
    for index in rows[replicate] { counts[index] += 1 }
  }
}
