import Statistics

/// How often each unit of a replicate is there, with its records and without those that it loses.
struct UnitDraws: Sendable {
  let units: Int
  /// How many are drawn.
  let enrolled: Int
  private let source: PhiloxDraws
  /// Nil where nobody loses anything.
  private let threshold: UInt64?
  private let losesAll: Bool
  private let losses: Philox

  init(seed: UInt64, units: Int, enrolled: Int, _ attrition: Attrition?) {
    self.units = units
    self.enrolled = enrolled
    source = PhiloxDraws(key: StreamKey(contract: seed, scenario: 1))
    losses = Philox(key: (seed, 2))
    threshold = attrition.flatMap(\.threshold)
    losesAll = attrition.map { $0.threshold == nil } ?? false
  }

  /// Adds a replicate's draws to zeroed counts: of each unit as it is and, in as many further places if there
  /// are any, as it is where it loses records.
  ///
  /// The copy `c` of unit `i` in replicate `r` is lost if word `c mod 4` of the Philox block with the key (seed, 2)
  /// and the counter (`c div 4`, `i`, `r`, 0) is below `rate · 2^64`.
  func count(replicate: Int, into counts: inout MutableSpan<UInt8>) {
    source.count(
      replicate: replicate, pool: 0..<units, number: 0, draws: enrolled, into: &counts)
    guard threshold != nil || losesAll else { return }
    let hasTwins = counts.count > units
    for unit in 0..<units where counts[unit] > 0 {
      let lost = losesAll ? counts[unit] : lost(of: counts[unit], unit, replicate)
      counts[unit] -= lost
      if hasTwins { counts[units + unit] = lost }
    }
  }

  private func lost(of copies: UInt8, _ unit: Int, _ replicate: Int) -> UInt8 {
    guard let threshold else { return 0 }
    var lost: UInt8 = 0
    var copy: UInt8 = 0
    while copy < copies {
      let block = losses.block((UInt64(copy / 4), UInt64(unit), UInt64(replicate), 0))
      for word in [block.0, block.1, block.2, block.3] where copy < copies {
        if word < threshold { lost += 1 }
        copy += 1
      }
    }
    return lost
  }
}
