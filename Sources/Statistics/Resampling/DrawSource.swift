/// Where the draws of resampling with replacement come from.
///
/// A replicate's draws depend on its number and the pools only: any replicate can be recomputed alone, in
/// any order, on any number of threads.
public protocol DrawSource: Sendable {
  /// Adds a replicate's draws to a zeroed count per unit: from each pool as many as it has units.
  ///
  /// - Parameters:
  ///   - replicate: the replicate's number, from 0.
  ///   - pools: consecutive ranges of units.
  ///   - counts: a count per unit.
  func count(replicate: Int, pools: [Range<Int>], into counts: inout MutableSpan<UInt8>)

  /// Refuses replicates or pools that the source cannot draw.
  func check(replicates: Int, pools: [Range<Int>]) throws(ResamplingError)
}

extension DrawSource {
  public func check(replicates: Int, pools: [Range<Int>]) throws(ResamplingError) {}
}

/// What keys a stream of random draws, as a record states it.
public struct StreamKey: Hashable, Sendable {
  /// The contract's seed.
  public let contract: UInt64
  /// The scenario's number; 0 for the settlement itself.
  public let scenario: UInt64
  /// The stream's number within the contract: one per use.
  public let stream: UInt64

  public init(contract: UInt64, scenario: UInt64 = 0, stream: UInt64 = 0) {
    self.contract = contract
    self.scenario = scenario
    self.stream = stream
  }
}

extension StreamKey {
  /// 64 random bits for a replicate and one of its units: the first word of the Philox4x64-10 block whose
  /// key is contract and scenario, and whose counter is 0, the unit, the replicate and the stream.
  public func bits(replicate: Int, unit: Int) -> UInt64 {
    Philox(key: (contract, scenario)).block((0, UInt64(unit), UInt64(replicate), stream)).0
  }
}

/// Uniform draws by Philox4x64-10: the key's words are contract and scenario, the counter's words are the
/// block's number, the pool's number, the replicate and the stream.
///
/// Each random word gives several indices below the pool's size `m` by repeated full multiplication, and
/// is rejected in the rare case that would favour some of them: N. Brackett-Rozinsky, D. Lemire,
/// "Batched ranged random integer generation", Software: Practice and Experience 55 (2025). The number of
/// indices per word is the greatest `k` of at most 8 with `mᵏ ≤ 2⁴⁸`, so that fewer than one word in
/// 65,536 is rejected.
public struct PhiloxDraws: DrawSource, Hashable {
  /// What keys the stream.
  public let key: StreamKey

  public init(key: StreamKey) {
    self.key = key
  }

  public func count(replicate: Int, pools: [Range<Int>], into counts: inout MutableSpan<UInt8>) {
    for (index, pool) in pools.enumerated() {
      count(replicate: replicate, pool: pool, number: index, draws: pool.count, into: &counts)
    }
  }

  /// The most draws from a pool, as a multiple of its units: no count of a unit then passes 255, but with a
  /// probability below 10^-180.
  public static let mostDrawsPerUnit = 20

  /// Adds a replicate's draws from one pool. The first draws are the same, however many there are.
  ///
  /// - Parameters:
  ///   - number: the pool's number.
  ///   - draws: at most ``mostDrawsPerUnit`` times the units of the pool.
  public func count(
    replicate: Int, pool: Range<Int>, number: Int, draws: Int,
    into counts: inout MutableSpan<UInt8>
  ) {
    guard !pool.isEmpty else { return }
    counts.withUnsafeMutableBufferPointer { counts in
      Self.count(
        UnsafeMutableBufferPointer(rebasing: counts[pool]), draws,
        Philox(key: (key.contract, key.scenario)),
        (UInt64(number), UInt64(replicate), key.stream))
    }
  }

  private static func count(
    _ counts: UnsafeMutableBufferPointer<UInt8>, _ draws: Int, _ generator: Philox,
    _ counter: (pool: UInt64, replicate: UInt64, stream: UInt64)
  ) {
    guard let base = counts.baseAddress else { return }
    let batch = Batch(size: UInt64(counts.count))
    @inline(__always) func block(_ number: UInt64) -> Philox.Block {
      generator.block((number, counter.pool, counter.replicate, counter.stream))
    }
    var left = draws
    var number: UInt64 = 0
    // Two blocks at once: their rounds do not wait for each other.
    while left >= 8 * batch.perWord {
      let (first, second) = (block(number), block(number + 1))
      number += 2
      left -= batch.take(first, base) + batch.take(second, base)
    }
    while left > 0 {
      let words = block(number)
      number += 1
      for word in [words.0, words.1, words.2, words.3] {
        left -= batch.take(word, base, atMost: left)
      }
    }
  }
}

/// Several unbiased indices below a size from one random word.
struct Batch {
  let size: UInt64
  /// Indices from one word.
  let perWord: Int
  private let product: UInt64

  init(size: UInt64) {
    self.size = size
    var perWord = 1
    var product = size
    while perWord < 8, product <= (1 << 48) / size {
      perWord += 1
      product *= size
    }
    self.perWord = perWord
    self.product = product
  }

  /// Counts the indices of four words; returns how many.
  @inline(__always)
  func take(_ block: Philox.Block, _ counts: UnsafeMutablePointer<UInt8>) -> Int {
    take(block.0, counts) + take(block.1, counts) + take(block.2, counts) + take(block.3, counts)
  }

  /// Counts the indices of a word; returns how many, which is none for a word that is rejected.
  ///
  /// A unit is drawn 256 times with a probability below 1/256!: no count wraps.
  @inline(__always)
  func take(_ word: UInt64, _ counts: UnsafeMutablePointer<UInt8>) -> Int {
    if perWord == 3 {
      let a = word.multipliedFullWidth(by: size)
      let b = a.low.multipliedFullWidth(by: size)
      let c = b.low.multipliedFullWidth(by: size)
      if c.low < product, isRejected(c.low) { return 0 }
      counts[Int(truncatingIfNeeded: a.high)] &+= 1
      counts[Int(truncatingIfNeeded: b.high)] &+= 1
      counts[Int(truncatingIfNeeded: c.high)] &+= 1
      return 3
    }
    return take(word, counts, atMost: perWord)
  }

  func take(_ word: UInt64, _ counts: UnsafeMutablePointer<UInt8>, atMost most: Int) -> Int {
    var rest = word
    for _ in 0..<perWord { rest = rest &* size }
    if rest < product, isRejected(rest) { return 0 }
    rest = word
    let taken = min(perWord, most)
    for _ in 0..<taken {
      let part = rest.multipliedFullWidth(by: size)
      counts[Int(truncatingIfNeeded: part.high)] &+= 1
      rest = part.low
    }
    return taken
  }

  /// Whether the rest of a word is among the `2⁶⁴ mod mᵏ` that would favour some indices.
  private func isRejected(_ rest: UInt64) -> Bool { rest < (0 &- product) % product }
}
