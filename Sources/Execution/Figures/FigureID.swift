/// The key of one figure of a grouped indicator: a code ("V01") or a month ("2026-04").
///
/// Keys compare as UTF-8 bytes, never by canonical equivalence: two spellings of one kanji name are
/// two keys.
public struct GroupKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The key as text; of a code, the bytes of the dictionary entry.
  public let text: String

  /// Makes a key from its text.
  public init(_ text: String) { self.text = text }

  /// The UTF-8 bytes that are compared.
  public var bytes: String.UTF8View { text.utf8 }

  public var description: String { text }

  public static func == (a: GroupKey, b: GroupKey) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8)
  }

  public static func < (a: GroupKey, b: GroupKey) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8.max)
  }
}

/// The identity of a figure: the name of its block, and its key if the figure is one of several.
///
/// Written `reach` or `by_provider[V01]`. Names compare as UTF-8 bytes.
public struct FigureID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let block: GroupKey
  /// The key within a grouped indicator; nil for a single figure.
  public let key: GroupKey?

  /// Makes an identity from a block's name and a key.
  public init(_ name: String, key: GroupKey? = nil) {
    self.block = GroupKey(name)
    self.key = key
  }

  /// Reads an identity as ``description`` writes it.
  public init(printed text: String) {
    guard text.utf8.last == UInt8(ascii: "]"), let open = text.firstIndex(of: "[") else {
      self.init(text)
      return
    }
    self.init(
      String(text[..<open]), key: GroupKey(String(text[text.index(after: open)...].dropLast())))
  }

  /// The name of the block in the contract.
  public var name: String { block.text }

  public var description: String {
    guard let key else { return name }
    return "\(name)[\(key.text)]"
  }

  public static func < (a: FigureID, b: FigureID) -> Bool {
    if a.block != b.block { return a.block < b.block }
    switch (a.key, b.key) {
    case (nil, nil), (_?, nil): return false
    case (nil, _?): return true
    case (let left?, let right?): return left < right
    }
  }
}
