import Foundation

/// A picture in the Portable Network Graphics format, as browsers write screenshots: 8 bits, red, green and blue with or
/// without opacity, not interlaced (ISO/IEC 15948:2004).
package struct PNG {
  package let width: Int
  package let height: Int
  /// Bytes of each dot.
  private let depth: Int
  private let dots: [UInt8]

  package init?(_ data: Data) {
    let bytes = [UInt8](data)
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return nil }
    func number(_ place: Int) -> Int {
      bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    var place = 8
    var size = (0, 0)
    var depth = 0
    var packed: [UInt8] = []
    while place + 12 <= bytes.count {
      let length = number(place)
      guard place + 12 + length <= bytes.count else { return nil }
      let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
      let start = place + 8
      if name == "IHDR" {
        size = (number(start), number(start + 4))
        let (bits, kind, interlace) = (bytes[start + 8], bytes[start + 9], bytes[start + 12])
        guard bits == 8, kind == 2 || kind == 6, interlace == 0 else { return nil }
        depth = kind == 2 ? 3 : 4
      }
      if name == "IDAT" { packed += bytes[start..<start + length] }
      place += 12 + length
    }
    // Two bytes of the zlib format stand before the data (RFC 1950).
    var inflater = Inflater(packed.dropFirst(2))
    guard depth > 0, var plain = inflater.inflated(),
      plain.count == size.1 * (size.0 * depth + 1)
    else { return nil }
    (width, height, self.depth) = (size.0, size.1, depth)
    dots = Self.unfiltered(&plain, row: size.0 * depth, depth)
  }

  package subscript(x: Int, y: Int) -> (red: Int, green: Int, blue: Int) {
    let place = (y * width + x) * depth
    return (Int(dots[place]), Int(dots[place + 1]), Int(dots[place + 2]))
  }

  /// How many dots have nearly a colour.
  package func count(near colour: (Int, Int, Int), within distance: Int = 12) -> Int {
    var found = 0
    for y in 0..<height {
      for x in 0..<width {
        let dot = self[x, y]
        if abs(dot.red - colour.0) <= distance, abs(dot.green - colour.1) <= distance,
          abs(dot.blue - colour.2) <= distance
        {
          found += 1
        }
      }
    }
    return found
  }

  /// Each row begins with the number of its filter (section 9).
  private static func unfiltered(_ bytes: inout [UInt8], row: Int, _ depth: Int) -> [UInt8] {
    var plain = [UInt8](repeating: 0, count: bytes.count / (row + 1) * row)
    for y in 0..<bytes.count / (row + 1) {
      let filter = bytes[y * (row + 1)]
      for x in 0..<row {
        let left = x >= depth ? Int(plain[y * row + x - depth]) : 0
        let up = y > 0 ? Int(plain[(y - 1) * row + x]) : 0
        let corner = x >= depth && y > 0 ? Int(plain[(y - 1) * row + x - depth]) : 0
        let expected: Int
        switch filter {
        case 1: expected = left
        case 2: expected = up
        case 3: expected = (left + up) / 2
        case 4:
          let guess = left + up - corner
          let (a, b, c) = (abs(guess - left), abs(guess - up), abs(guess - corner))
          expected = a <= b && a <= c ? left : b <= c ? up : corner
        default: expected = 0
        }
        plain[y * row + x] = bytes[y * (row + 1) + 1 + x] &+ UInt8(truncatingIfNeeded: expected)
      }
    }
    return plain
  }
}

/// The compressed data format DEFLATE (RFC 1951).
private struct Inflater {
  private let bytes: [UInt8]
  private var place = 0
  private var bit = 0

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  private mutating func read(_ count: Int) -> Int {
    var value = 0
    for index in 0..<count {
      guard place < bytes.count else { return value }
      value |= Int(bytes[place] >> UInt8(bit) & 1) << index
      bit += 1
      if bit == 8 { (place, bit) = (place + 1, 0) }
    }
    return value
  }

  /// Codes of up to 15 bits by their lengths (section 3.2.2).
  private struct Codes {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      for length in 1...15 {
        symbols += lengths.indices.filter { lengths[$0] == length }
      }
    }
  }

  private mutating func symbol(_ codes: Codes) -> Int? {
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= read(1)
      let count = codes.counts[length]
      if code - first < count { return codes.symbols[index + code - first] }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    return nil
  }

  private static let lengths = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let distances = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]

  mutating func inflated() -> [UInt8]? {
    var plain: [UInt8] = []
    var isLast = false
    while !isLast {
      guard place < bytes.count else { return nil }
      isLast = read(1) == 1
      switch read(2) {
      case 0:
        if bit > 0 { (place, bit) = (place + 1, 0) }
        let length = read(16)
        _ = read(16)
        guard place + length <= bytes.count else { return nil }
        plain += bytes[place..<place + length]
        place += length
      case 1:
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        guard copy(Codes(lengths), Codes(Array(repeating: 5, count: 30)), to: &plain) else {
          return nil
        }
      case 2:
        guard let (literals, distances) = dynamicCodes(), copy(literals, distances, to: &plain)
        else { return nil }
      default: return nil
      }
    }
    return plain
  }

  private mutating func dynamicCodes() -> (Codes, Codes)? {
    let (literals, distances, count) = (read(5) + 257, read(5) + 1, read(4) + 4)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengths = [Int](repeating: 0, count: 19)
    for index in 0..<count { lengths[order[index]] = read(3) }
    let codes = Codes(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      guard let symbol = symbol(codes) else { return nil }
      switch symbol {
      case 16:
        guard let last = all.last else { return nil }
        all += Array(repeating: last, count: 3 + read(2))
      case 17: all += Array(repeating: 0, count: 3 + read(3))
      case 18: all += Array(repeating: 0, count: 11 + read(7))
      default: all.append(symbol)
      }
    }
    return (Codes(Array(all[..<literals])), Codes(Array(all[literals...])))
  }

  private mutating func copy(_ literals: Codes, _ others: Codes, to plain: inout [UInt8]) -> Bool {
    while let symbol = symbol(literals) {
      if symbol < 256 {
        plain.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return true }
      let index = symbol - 257
      guard index < Self.lengths.count else { return false }
      let extra = index < 8 || index == 28 ? 0 : index / 4 - 1
      let length = Self.lengths[index] + read(extra)
      guard let code = self.symbol(others), code < Self.distances.count else { return false }
      let distance = Self.distances[code] + read(code < 4 ? 0 : code / 2 - 1)
      guard distance <= plain.count else { return false }
      for _ in 0..<length { plain.append(plain[plain.count - distance]) }
    }
    return false
  }
}
