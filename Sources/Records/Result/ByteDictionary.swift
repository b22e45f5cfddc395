/// A list of distinct byte strings (UTF-8), addressed by code.
public struct ByteDictionary: Sendable, Hashable {
  /// All strings, end to end.
  public let bytes: [UInt8]

  /// Where each string begins in `bytes`, and the end of the last; one element more than strings.
  public let offsets: [UInt32]

  /// Creates an empty dictionary.
  public init() {
    bytes = []
    offsets = [0]
  }

  /// Creates a dictionary of strings in the given order.
  public init(_ strings: [String]) {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    for string in strings {
      bytes.append(contentsOf: string.utf8)
      offsets.append(UInt32(bytes.count))
    }
    self.bytes = bytes
    self.offsets = offsets
  }

  init(bytes: [UInt8], offsets: [UInt32]) {
    self.bytes = bytes
    self.offsets = offsets
  }

  /// The number of strings.
  public var count: Int { offsets.count - 1 }

  /// The bytes of a code.
  public subscript(code: Int) -> ArraySlice<UInt8> {
    bytes[Int(offsets[code])..<Int(offsets[code + 1])]
  }

  /// The string of a code.
  public func string(_ code: Int) -> String {
    String(decoding: self[code], as: UTF8.self)
  }

  /// The code of exactly these bytes, by linear search; `nil` if absent.
  public func code(of string: String) -> Int? {
    (0..<count).first { self[$0].elementsEqual(string.utf8) }
  }
}
