/// The counter-based generator Philox4x64-10: a bijection of 256-bit counters for each 128-bit key.
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC11 (2011). A block depends on nothing but its counter and the key: any can be computed alone.
public struct Philox: Hashable, Sendable {
  /// Four words of random bits.
  public typealias Block = (UInt64, UInt64, UInt64, UInt64)

  private let key: (UInt64, UInt64)

  /// Makes a generator of a key.
  public init(key: (UInt64, UInt64)) {
    self.key = key
  }

  /// The four random words of a counter.
  @inline(__always)
  public func block(_ counter: Block) -> Block {
    var (a, b, c, d) = counter
    var (k, l) = key
    for round in 0..<10 {
      if round > 0 {
        k &+= 0x9E37_79B9_7F4A_7C15
        l &+= 0xBB67_AE85_84CA_A73B
      }
      let left = a.multipliedFullWidth(by: 0xD2E7_470E_E14C_6C93)
      let right = c.multipliedFullWidth(by: 0xCA5A_8263_9512_1157)
      (a, b, c, d) = (right.high ^ b ^ k, right.low, left.high ^ d ^ l, left.low)
    }
    return (a, b, c, d)
  }

  public static func == (left: Philox, right: Philox) -> Bool { left.key == right.key }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(key.0)
    hasher.combine(key.1)
  }
}
