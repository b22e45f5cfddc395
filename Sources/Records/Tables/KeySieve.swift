/// Keeps the rows whose word may occur more than once.
///
/// The first pass marks a bit for each word and a second bit where it was marked before; rows without the
/// second bit are unique. Each thread has its own half of the bits and skips the other's words. What is
/// left is sieved again with other bits until that gains nothing.
struct KeySieve {
  struct Candidate {
    let word: UInt64
    let row: UInt32
  }

  let words: KeyWords
  let rows: Int
  let threads: Int

  /// Rows at a time; their numbers fit 11 bits.
  private static let lot = 2048

  func candidates() -> [Candidate] {
    // Eight places per row leave about one row in eight by chance.
    let bits = max(16, UInt64(64 - (UInt64(rows) * 8 - 1).leadingZeroBitCount))
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

  /// The candidates among the words whose place is in one part of the bits.
  private func sieve(part: UInt64, of parts: UInt64, bits: UInt64) -> [Candidate] {
    let ownBits = bits - (parts - 1)
    let ownMask: UInt64 = (1 << ownBits) - 1
    let table = BitPairs(bits: ownBits)
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * Self.lot) { room in
      guard let lot = room.baseAddress else { return [] }
      let own = lot + Self.lot
      var candidates: [Candidate] = []
      for isSecond in [false, true] {
        var start = 0
        while start < rows {
          let end = min(start + Self.lot, rows)
          words.write(start..<end, to: lot)
          // Own words first, without a branch that nobody can foresee; the row goes along in the place.
          var count = 0
          for i in 0..<(end - start) {
            let place = (lot[i] &* 0x9E37_79B9_7F4A_7C15) &>> (64 - bits)
            own[count] = (place & ownMask) &<< 11 | UInt64(truncatingIfNeeded: i)
            count &+= parts == 1 || place &>> ownBits == part ? 1 : 0
          }
          if isSecond {
            for k in 0..<count where table.isRepeated(own[k] &>> 11) {
              let i = Int(truncatingIfNeeded: own[k] & 2047)
              candidates.append(Candidate(word: lot[i], row: UInt32(start + i)))
            }
          } else {
            for k in 0..<count { table.mark(own[k] &>> 11) }
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
  private let memory: PageMemory
  private let words: UnsafeMutablePointer<UInt64>

  init(bits: UInt64) {
    let count = max(1, Int(1 << bits) / 32)
    memory = PageMemory(count * 8, isRandom: true)
    words = memory.base.bindMemory(to: UInt64.self, capacity: count)
  }

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
