import Foundation

/// Brings the raw bytes of a cell into the form that the rules of its column apply to.
struct CellText {
  let encoding: TextEncoding
  let normalise: Normalisation

  /// Room behind the text so that words may be loaded past its end.
  static let padding = 16

  /// Replaces `output` by the cell's text in UTF-8, normalised as declared.
  func read(_ cell: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    output.removeAll(keepingCapacity: true)
    guard let base = cell.baseAddress else { return }
    if ByteScan.isASCII(base, count: cell.count) || encoding == .utf8 {
      output.append(contentsOf: cell)
    } else {
      CP932.shared.decode(cell, into: &output)
    }
    CellText.apply(normalise, to: &output)
  }

  /// Applies the declared steps to text in UTF-8: NFKC, trim, upper case.
  static func apply(_ normalise: Normalisation, to text: inout [UInt8]) {
    if normalise.contains(.nfkc), text.contains(where: { $0 >= 0x80 }) {
      let composed = String(decoding: text, as: UTF8.self)
        .precomposedStringWithCompatibilityMapping
      text.removeAll(keepingCapacity: true)
      text.append(contentsOf: composed.utf8)
    }
    if normalise.contains(.trim) { trim(&text) }
    if normalise.contains(.upperCase) {
      for i in text.indices where (0x61...0x7A).contains(text[i]) { text[i] &-= 0x20 }
    }
  }

  /// The text of a declared spelling in the same form.
  static func normalised(_ spelling: String, _ normalise: Normalisation) -> [UInt8] {
    var text = Array(spelling.utf8)
    apply(normalise, to: &text)
    return text
  }

  /// Strips ASCII blanks and U+3000 at both ends.
  static func trim(_ text: inout [UInt8]) {
    var start = 0
    var end = text.count
    while start < end {
      if isBlank(text[start]) {
        start += 1
      } else if isIdeographicSpace(text, start, end) {
        start += 3
      } else {
        break
      }
    }
    while end > start {
      if isBlank(text[end - 1]) {
        end -= 1
      } else if end - 3 >= start, isIdeographicSpace(text, end - 3, end) {
        end -= 3
      } else {
        break
      }
    }
    text.removeSubrange(end...)
    text.removeSubrange(..<start)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isIdeographicSpace(_ text: [UInt8], _ at: Int, _ end: Int) -> Bool {
    at + 3 <= end && text[at] == 0xE3 && text[at + 1] == 0x80 && text[at + 2] == 0x80
  }
}
