/// A word that compares by its UTF-8 bytes; Swift's `String ==` merges distinct kanji.
public protocol ByteComparable: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The characters as written, in NFC.
  var text: String { get }
}

extension ByteComparable {
  public static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8.max)
  }

  public var description: String { text }
}

/// A name that a contract declares or uses; a single word of any script.
public struct Name: ByteComparable {
  public let text: String

  /// Wraps a word; the caller has normalised it to NFC.
  public init(_ text: String) { self.text = text }
}

/// The content of a quoted text, without its marks.
public struct Quotation: ByteComparable {
  public let text: String

  /// Wraps the content as it stands between the marks.
  public init(_ text: String) { self.text = text }
}
