import Glibc

/// Bytes that structure a CSV file.
enum Byte {
  static let quote: UInt8 = 0x22
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let comma: UInt8 = 0x2C
}

/// Whole-block passes over bytes, wide enough to cost little beside the reading.
enum ByteScan {
  /// The position of the first such byte, or `nil`.
  static func first(_ byte: UInt8, in base: UnsafeRawPointer, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty,
      let hit = memchr(base + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return UnsafeRawPointer(hit) - base
  }

  /// The position of the last such byte, or `nil`.
  static func last(_ byte: UInt8, in base: UnsafeRawPointer, count: Int) -> Int? {
    var i = count
    while i > 0 {
      i -= 1
      if base.load(fromByteOffset: i, as: UInt8.self) == byte { return i }
    }
    return nil
  }

  /// How many such bytes there are.
  ///
  /// Eight bytes at a time: equal bytes are marked in their high bit, exactly, and the marks are added up in
  /// eight byte-wide sums. The words are independent, so that the compiler can take several at once.
  static func count(_ byte: UInt8, in base: UnsafeRawPointer, _ range: Range<Int>) -> Int {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let evenBytes: UInt64 = 0x00FF_00FF_00FF_00FF
    var total = 0
    var i = range.lowerBound
    while i &+ 8 <= range.upperBound {
      // At most 255 rounds, so that no sum overflows.
      let rounds = min((range.upperBound &- i) &>> 3, 255)
      var sums: UInt64 = 0
      for k in 0..<rounds {
        let word = base.loadUnaligned(fromByteOffset: i &+ k &* 8, as: UInt64.self) ^ pattern
        sums &+= ~(((word & low) &+ low) | word) &>> 7 & 0x0101_0101_0101_0101
      }
      let pairs = (sums & evenBytes) &+ (sums &>> 8 & evenBytes)
      total &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
      i &+= rounds &* 8
    }
    while i < range.upperBound {
      if base.load(fromByteOffset: i, as: UInt8.self) == byte { total &+= 1 }
      i &+= 1
    }
    return total
  }

  /// Whether all bytes are below 0x80.
  static func isASCII(_ base: UnsafeRawPointer, count: Int) -> Bool {
    var i = 0
    while i &+ 1024 <= count {
      var any: UInt64 = 0
      for k in 0..<128 {
        any |= base.loadUnaligned(fromByteOffset: i &+ k &* 8, as: UInt64.self)
      }
      if any & 0x8080_8080_8080_8080 != 0 { return false }
      i &+= 1024
    }
    var rest: UInt8 = 0
    while i < count {
      rest |= base.load(fromByteOffset: i, as: UInt8.self)
      i &+= 1
    }
    return rest < 0x80
  }
}
