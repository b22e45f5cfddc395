import Evidence

/// The head of a ledger's chain, for another office to keep.
///
/// A ledger that was replaced as a whole by an older copy, or rewritten from some event on, is consistent
/// in itself. Only what stands elsewhere shows it: signatures on items, and this.
public struct Checkpoint: Hashable, Sendable {
  /// Which ledger.
  public let ledger: String
  /// The number of the last event.
  public let number: Int
  /// Its hash, 32 bytes.
  public let hash: [UInt8]

  /// The checkpoint of a ledger as it is.
  public init(_ history: History) {
    (ledger, number, hash) = (history.book.ledger, history.records.count - 1, history.head)
  }

  /// The content of the file.
  public var text: String {
    """
    pfs ledger checkpoint
    form 1
    ledger \(ledger)
    number \(number)
    hash \(Digest.hexadecimal(hash))

    """
  }

  /// Reads a file; nil unless it is exactly as ``text`` writes it.
  public init?(_ text: String) {
    var values: [Substring] = []
    for (line, name) in zip(
      text.split(separator: "\n").dropFirst(2), ["ledger", "number", "hash"])
    {
      guard line.hasPrefix(name + " ") else { return nil }
      values.append(line.dropFirst(name.count + 1))
    }
    guard values.count == 3, let number = Int(values[1]) else { return nil }
    let digits = Array(values[2].utf8)
    guard digits.count == 64 else { return nil }
    var hash: [UInt8] = []
    for place in stride(from: 0, to: 64, by: 2) {
      let pair = String(decoding: digits[place...place + 1], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      hash.append(byte)
    }
    (ledger, self.number, self.hash) = (String(values[0]), number, hash)
    guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
  }
}
