import Glibc

/// Memory that goes back to the system as soon as it is let go, unlike that of small arrays.
///
/// The peak of memory while a file is read is that of the columns twice over if what has been copied stays
/// with the allocator.
final class PageMemory: @unchecked Sendable {
  // Whoever fills the memory does so before it is shared.
  let base: UnsafeMutableRawPointer
  let count: Int
  private let isMapped: Bool

  private static let leastMapped = 16 << 10
  private static let hugePage = 2 << 20

  /// Zeroed memory of so many bytes.
  ///
  /// - Parameters:
  ///   - isRandom: asks for large pages, for tables without locality.
  ///   - isFilled: says that all of it is written soon, so that the pages may come at once.
  init(_ count: Int, isRandom: Bool = false, isFilled: Bool = false) {
    self.count = count
    let isLarge = isRandom && count >= Self.hugePage
    if count >= Self.leastMapped,
      let mapped = isLarge ? Self.mapAligned(count) : Self.map(count, isFilled ? MAP_POPULATE : 0)
    {
      if isLarge { madvise(mapped, count, MADV_HUGEPAGE) }
      base = mapped
      isMapped = true
      return
    }
    base = .allocate(byteCount: max(count, 1), alignment: 64)
    memset(base, 0, count)
    isMapped = false
  }

  private static func map(_ count: Int, _ flags: Int32 = 0) -> UnsafeMutableRawPointer? {
    let mapped = mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0)
    return mapped == MAP_FAILED ? nil : mapped
  }

  /// Memory that begins at a large page: the ends that are too much go back at once.
  private static func mapAligned(_ count: Int) -> UnsafeMutableRawPointer? {
    let whole = (count + hugePage - 1) & ~(hugePage - 1)
    guard let mapped = map(whole + hugePage) else { return nil }
    let start = mapped.alignedUp(toMultipleOf: hugePage)
    if start != mapped { munmap(mapped, start - mapped) }
    let end = start + count.roundedUp(4096)
    munmap(end, mapped + whole + hugePage - end)
    return start
  }

  deinit {
    if !isMapped {
      base.deallocate()
    } else if munmap(base, count) != 0 {
      // Too many mappings to split one: at least the pages go back.
      madvise(base, count, MADV_DONTNEED)
    }
  }
}

extension Int {
  fileprivate func roundedUp(_ unit: Int) -> Int { (self + unit - 1) & ~(unit - 1) }
}
