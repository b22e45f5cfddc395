import Crypto
import Glibc
import Synchronization

/// Memory for one block of a file, with room behind it so that words may be loaded past its end.
final class BlockBuffer {
  private static let padding = 64
  private var memory: PageMemory
  private(set) var capacity: Int

  var base: UnsafeMutableRawPointer { memory.base }

  init(capacity: Int) {
    self.capacity = capacity
    memory = PageMemory(capacity + Self.padding)
  }

  /// Makes room for `count` bytes; what was in the buffer is lost.
  func reserve(_ count: Int) {
    guard count > capacity else { return }
    capacity = count
    memory = PageMemory(count + Self.padding)
  }
}

/// A run of whole records of a file.
struct Block {
  /// Position among the blocks of the file.
  let index: Int
  /// Where the block begins in the file.
  let offset: Int
  let count: Int
  /// Whether the last record does not end within the limit for one record.
  let isCut: Bool
}

/// Hands out a file in runs of whole records, in order, to several threads, and hashes what it hands out.
///
/// A record ends at a line feed with an even number of quotes before it in the block. A file that breaks
/// this breaks the rules of quoting, and is refused by whoever reads the block.
final class BlockSource: Sendable {
  private struct State: ~Copyable {
    var offset: Int
    var index = 0
    var hash: SHA256
    var failure: ByteFile.Failure?
    var isStopped = false
  }

  private let file: ByteFile
  private let limits: ReadLimits
  private let state: Mutex<State>
  private let progress: @Sendable (Int) -> Void

  /// Starts after the header record, whose bytes are `head`.
  init(
    file: ByteFile, head: UnsafeRawBufferPointer, limits: ReadLimits,
    progress: @escaping @Sendable (Int) -> Void
  ) {
    self.file = file
    self.limits = limits
    self.progress = progress
    var hash = SHA256()
    hash.update(bufferPointer: head)
    state = Mutex(State(offset: head.count, hash: hash))
  }

  /// Fills the buffer with the next block; `nil` at the end, after a stop, or after a failure.
  func next(into buffer: BlockBuffer) -> Block? {
    state.withLock { state in
      guard !state.isStopped, state.failure == nil, state.offset < file.size else { return nil }
      do throws(ByteFile.Failure) {
        let (count, isCut) = try fill(buffer, at: state.offset)
        state.hash.update(
          bufferPointer: UnsafeRawBufferPointer(start: buffer.base, count: count))
        defer {
          state.offset += count
          state.index += 1
          if isCut { state.isStopped = true }
          progress(state.offset)
        }
        return Block(index: state.index, offset: state.offset, count: count, isCut: isCut)
      } catch {
        state.failure = error
        return nil
      }
    }
  }

  /// Hands out nothing more.
  func stop() {
    state.withLock { $0.isStopped = true }
  }

  /// The hash of the whole file, once all blocks have been handed out.
  func finish() throws(ByteFile.Failure) -> String {
    let failure = state.withLock { $0.failure }
    if let failure { throw failure }
    try file.checkUnchanged()
    return state.withLock { hexadecimal($0.hash.finalize()) }
  }

  private func fill(
    _ buffer: BlockBuffer, at offset: Int
  ) throws(ByteFile.Failure) -> (count: Int, isCut: Bool) {
    let left = file.size - offset
    var want = min(left, limits.blockBytes)
    while true {
      buffer.reserve(want + 1)
      try file.read(want, at: offset, into: buffer.base)
      if want == left { return (want, false) }
      if let end = endOfLastRecord(buffer.base, want) { return (end, false) }
      if want >= limits.recordBytes { return (want, true) }
      want = min(left, min(limits.recordBytes, want * 2))
    }
  }

  private func endOfLastRecord(_ base: UnsafeRawPointer, _ count: Int) -> Int? {
    if ByteScan.first(Byte.quote, in: base, 0..<count) == nil {
      return ByteScan.last(Byte.lineFeed, in: base, count: count).map { $0 + 1 }
    }
    var quotes = ByteScan.count(Byte.quote, in: base, 0..<count)
    var i = count
    while i > 0 {
      i -= 1
      let byte = base.load(fromByteOffset: i, as: UInt8.self)
      if byte == Byte.quote {
        quotes -= 1
      } else if byte == Byte.lineFeed, quotes & 1 == 0 {
        return i + 1
      }
    }
    return nil
  }
}

/// Lower-case hexadecimal digits of bytes.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
