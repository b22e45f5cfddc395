/// Cuts the input of a language server into messages: headers, an empty line, and as many bytes as
/// `Content-Length` says.
public struct MessageFraming: Sendable {
  /// A message, or that bytes could not be one and were passed over.
  public enum Frame: Hashable, Sendable {
    case message([UInt8])
    case malformed
  }

  /// The most bytes of a message.
  static let largestMessage = 64 << 20
  private static let largestHead = 8 << 10

  private var buffer: [UInt8] = []
  /// How much of the buffer has been used.
  private var start = 0
  /// Bytes of a message that is too large, still to be passed over.
  private var skipped = 0

  /// A reader at the beginning of the input.
  public init() {}

  /// Takes some bytes of the input.
  public mutating func append(_ bytes: some Collection<UInt8>) {
    buffer.removeFirst(start)
    start = 0
    buffer += bytes
  }

  /// The next frame; nil if more bytes are needed.
  public mutating func next() -> Frame? {
    if skipped > 0 {
      let passed = min(skipped, buffer.count - start)
      start += passed
      skipped -= passed
    }
    guard let (length, body) = head() else {
      guard buffer.count - start > Self.largestHead else { return nil }
      start = buffer.count
      return .malformed
    }
    guard let length else {
      start = resumption(before: body) ?? body
      return .malformed
    }
    guard length <= Self.largestMessage else {
      start = body
      skipped = length
      return .malformed
    }
    guard buffer.count - body >= length else { return nil }
    start = body + length
    return .message(Array(buffer[body..<start]))
  }

  /// Where a header of the next message begins, if other bytes stand before it: after a message whose
  /// length was wrong.
  private func resumption(before end: Int) -> Int? {
    let name = Array("Content-Length:".utf8)
    guard end - start > name.count else { return nil }
    return (start + 1...end - name.count).first {
      buffer[$0..<$0 + name.count].elementsEqual(name)
    }
  }

  /// The length that the next headers state, nil if they state none, and where they end; nil if their
  /// end has not come.
  private func head() -> (length: Int?, body: Int)? {
    let end: [UInt8] = [13, 10, 13, 10]
    var place = start
    while place + end.count <= buffer.count, place - start <= Self.largestHead {
      if buffer[place] == 13, buffer[place..<place + end.count].elementsEqual(end) {
        return (length(String(decoding: buffer[start..<place], as: UTF8.self)), place + end.count)
      }
      place += 1
    }
    return nil
  }

  private func length(_ headers: String) -> Int? {
    for line in headers.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      let digits = parts[1].trimmed
      guard (1...18).contains(digits.utf8.count),
        digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
      return Int(digits)
    }
    return nil
  }
}
