import Glibc

/// A growing table from byte strings to 32-bit numbers, for the distinct cells of a column.
///
/// One slot of 32 bytes per entry, with cells of up to 16 bytes inside the slot: a look-up touches one cache
/// line. Cells may be read up to 8 bytes past their end.
///
/// Several threads may look up in a table to which nothing is added any more.
final class CellCache: @unchecked Sendable {
  /// A cell as it is compared: the words and the length decide for up to 16 bytes.
  struct Key {
    var first: UInt64
    var second: UInt64
    var length: UInt32
    var hash: UInt64
  }

  struct Slot {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var length: UInt32 = 0
    var value: Int32 = 0
    /// Position in `long` of cells over 16 bytes.
    var place: UInt32 = 0
    var isUsed: UInt32 = 0
  }

  private(set) var slots: UnsafeMutablePointer<Slot>
  private var memory: PageMemory
  private(set) var mask: Int
  private(set) var count = 0
  private var long: [UInt8] = []

  /// The number of slots that holds so many entries without growing: a power of two.
  static func capacity(for count: Int) -> Int {
    var capacity = 64
    while capacity < 2 * (count + 1) { capacity *= 2 }
    return capacity
  }

  init(capacity: Int = 64) {
    mask = capacity - 1
    memory = PageMemory(capacity * MemoryLayout<Slot>.stride, isRandom: true)
    slots = memory.base.bindMemory(to: Slot.self, capacity: capacity)
  }

  /// The words of a cell.
  @inline(__always)
  static func key(_ cell: UnsafeRawPointer, _ length: Int) -> Key {
    let first: UInt64
    let second: UInt64
    if length <= 16 {
      let word = cell.loadUnaligned(as: UInt64.self)
      if length >= 8 {
        first = word
        second = cell.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
      } else {
        // Shifting by 64 for the empty cell must give no bits.
        first = length == 0 ? 0 : word & (UInt64.max &>> UInt64(64 &- length &* 8))
        second = 0
      }
    } else {
      first = cell.loadUnaligned(as: UInt64.self)
      second = longHash(cell, length)
    }
    return Key(
      first: first, second: second, length: UInt32(truncatingIfNeeded: length),
      hash: mix(first ^ 0x9E37_79B9_7F4A_7C15, second ^ 0xD1B5_4A32_D192_ED03 &+ UInt64(length)))
  }

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  private static func longHash(_ cell: UnsafeRawPointer, _ length: Int) -> UInt64 {
    var hash: UInt64 = 0x2545_F491_4F6C_DD1D &+ UInt64(length)
    var i = 0
    while i + 8 <= length {
      hash = mix(
        hash ^ cell.loadUnaligned(fromByteOffset: i, as: UInt64.self), 0xA076_1D64_78BD_642F)
      i += 8
    }
    return mix(
      hash ^ cell.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self),
      0xE703_7ED1_A0B4_28DB)
  }

  /// The slot of a cell, or `nil` if it is new.
  @inline(__always)
  func find(_ key: Key, _ cell: UnsafeRawPointer) -> Int32? {
    let slots = slots
    let mask = mask
    var i = Int(truncatingIfNeeded: key.hash) & mask
    while true {
      let slot = slots + i
      if slot.pointee.first == key.first, slot.pointee.second == key.second,
        slot.pointee.length == key.length, slot.pointee.isUsed != 0
      {
        if key.length <= 16 || isEqual(slot.pointee.place, cell, Int(key.length)) {
          return slot.pointee.value
        }
      }
      if slot.pointee.isUsed == 0 { return nil }
      i = (i &+ 1) & mask
    }
  }

  private func isEqual(_ place: UInt32, _ cell: UnsafeRawPointer, _ length: Int) -> Bool {
    long.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      return memcmp(base + Int(place), cell, length) == 0
    }
  }

  /// Adds a cell that `find` did not find.
  func insert(_ key: Key, _ cell: UnsafeRawPointer, value: Int32) {
    if (count + 1) * 2 > mask + 1 { grow() }
    var slot = Slot(
      first: key.first, second: key.second, length: key.length, value: value, isUsed: 1)
    if key.length > 16 {
      precondition(long.count <= Int(UInt32.max), "more than 4 GiB of distinct long cells")
      slot.place = UInt32(long.count)
      long.append(contentsOf: UnsafeRawBufferPointer(start: cell, count: Int(key.length)))
    }
    place(slot, hash: key.hash)
    count += 1
  }

  private func place(_ slot: Slot, hash: UInt64) {
    var i = Int(truncatingIfNeeded: hash) & mask
    while slots[i].isUsed != 0 { i = (i &+ 1) & mask }
    slots[i] = slot
  }

  private func grow() {
    let oldCount = mask + 1
    let old = slots
    let oldMemory = memory
    defer { withExtendedLifetime(oldMemory) {} }
    memory = PageMemory(oldCount * 2 * MemoryLayout<Slot>.stride, isRandom: true)
    slots = memory.base.bindMemory(to: Slot.self, capacity: oldCount * 2)
    mask = oldCount * 2 - 1
    for i in 0..<oldCount where old[i].isUsed != 0 {
      let slot = old[i]
      let hash = Self.mix(
        slot.first ^ 0x9E37_79B9_7F4A_7C15,
        slot.second ^ 0xD1B5_4A32_D192_ED03 &+ UInt64(slot.length))
      place(slot, hash: hash)
    }
  }
}
