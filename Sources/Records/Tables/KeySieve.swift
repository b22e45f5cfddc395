/// Keeps the rows whose word may occur more than once.
///
/// The first pass marks a bit for each word and a second bit where it was marked before; rows without the
/// second bit are unique. Each thread has its own half of the bits and skips the other's words. What is
/// left, some in a hundred, is sieved again with other bits until that gains nothing.
struct KeySieve {
  struct Candidate {
    let word: UInt64
    let row: UInt32
  }

  let words: KeyWords
  let rows: Int
  let threads: Int

  private static let lot = 2048

  func candidates() -> [Candidate] {
    // Sixteen bits per row leave about one row in sixteen by chance.
    let bits = max(16, UInt64(64 - (UInt64(rows) * 16 - 1).leadingZeroBitCount))
    // A power of two of parts, each thread taking one after the other.
    let parts = threads > 1 && rows > 1 << 16 ? 2 : 1
    let found = parallelMap(parts, threads: threads) { part in
      sieve(part: UInt64(part), of: UInt64(parts), bits: bits)
    }
    var candidates = found.flatMap { $0 }
    var seed: UInt64 = 0xE703_7ED1_A0B4_28DB
    while candidates.count > 1024 {
      let before = candidates.count
      candidates = Self.resieve(candidates, seed: seed)
      if candidates.count * 2 > before { break }
      seed = seed &* 0xA076_1D64_78BD_642F | 1
    }
    return candidates
  }

  private func sieve(part: UInt64, of parts: UInt64, bits: UInt64) -> [Candidate] {
    let table = BitPairs(bits: bits - (parts - 1))
    let ownBits = bits - (parts - 1)
    let ownMask: UInt64 = (1 << ownBits) - 1
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.lot) { lot in
      guard let lot = lot.baseAddress else { return [] }
      var candidates: [Candidate] = []
      for isSecond in [false, true] {
        var start = 0
        while start < rows {
          let end = min(start + Self.lot, rows)
          words.write(start..<end, to: lot)
          for i in 0..<(end - start) {
            let place = (lot[i] &* 0x9E37_79B9_7F4A_7C15) &>> (64 - bits)
            if parts > 1, place &>> ownBits != part { continue }
            if !isSecond {
              table.mark(place & ownMask)
            } else if table.isRepeated(place & ownMask) {
              candidates.append(Candidate(word: lot[i], row: UInt32(start + i)))
            }
          }
          start = end
        }
      }
      return candidates
    }
  }

  private static func resieve(_ candidates: [Candidate], seed: UInt64) -> [Candidate] {
    let bits = max(10, UInt64(64 - (UInt64(candidates.count) * 16).leadingZeroBitCount))
    let table = BitPairs(bits: bits)
    func place(_ word: UInt64) -> UInt64 {
      let product = (word ^ seed).multipliedFullWidth(by: 0x2545_F491_4F6C_DD1D)
      return (product.high ^ product.low) &>> (64 - bits)
    }
    for candidate in candidates { table.mark(place(candidate.word)) }
    return candidates.filter { table.isRepeated(place($0.word)) }
  }
}

/// Two bits per place: marked once, marked again.
private final class BitPairs {
  private let words: UnsafeMutablePointer<UInt64>

  init(bits: UInt64) {
    let count = max(1, Int(1 << bits) / 32)
    words = .allocate(capacity: count)
    words.initialize(repeating: 0, count: count)
  }

  deinit { words.deallocate() }

  @inline(__always)
  func mark(_ place: UInt64) {
    let word = words + Int(truncatingIfNeeded: place &>> 5)
    let shift = (place & 31) &<< 1
    let old = word.pointee &>> shift
    // 0 becomes 1, 1 becomes 3, 3 stays.
    word.pointee |= (1 | (old & 1) &<< 1) &<< shift
  }

  @inline(__always)
  func isRepeated(_ place: UInt64) -> Bool {
    words[Int(truncatingIfNeeded: place &>> 5)] &>> ((place & 31) &<< 1) & 2 != 0
  }
}
