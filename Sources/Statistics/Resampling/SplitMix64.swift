/// The counter-based generator SplitMix64: the finaliser of a counter that advances by the golden ratio.
///
/// G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA (2014).
public struct SplitMix64: Hashable, Sendable {
  /// The state before the first output.
  public let seed: UInt64

  public init(seed: UInt64) {
    self.seed = seed
  }

  /// The output of a number, from 0.
  public subscript(number: UInt64) -> UInt64 {
    let state = seed &+ (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
    var z = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Draws by SplitMix64, one output each: position `i` of `n` in replicate `b` is output `b · n + i`, and
/// its index is `⌊(z >> 11) · 2⁻⁵³ · m⌋` in a pool of `m` units, computed in integers.
public struct SplitMix64Draws: DrawSource, Hashable {
  private let generator: SplitMix64

  public init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  public func count(replicate: Int, pools: [Range<Int>], into counts: inout MutableSpan<UInt8>) {
    var number = UInt64(replicate) &* UInt64(counts.count)
    for pool in pools {
      for _ in pool {
        let part = (generator[number] >> 11).multipliedFullWidth(by: UInt64(pool.count))
        counts[pool.lowerBound + Int(part.high << 11 | part.low >> 53)] += 1
        number &+= 1
      }
    }
  }
}
