import Diagnostics

/// How much room text needs, without a font at hand: wide characters of East Asia one em, others by groups.
///
/// Generous for the common sans-serif fonts, so that what fits here fits on the page.
public enum TextWidth {
  /// The width in pixels at a font size in pixels.
  public static func of(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + em($1) } * size
  }

  private static func em(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case " ", ".", ",", ":", ";", "'", "|", "i", "j", "l", "(", ")", "[", "]", "!", "I", "f", "t",
      "r":
      0.37
    case "m", "w", "M", "W", "%", "@", "→", "←", "…", "—": 1
    case "0"..."9", "a"..."z", "-", "–", "−", "_", "/", "+", "=", "<", ">", "~", "*", "\"": 0.61
    case "A"..."Z", "&", "#", "$", "¥": 0.73
    // Signs such as ○ are as wide as kanji in the fonts of Japan.
    default: isWide(scalar) || scalar.value >= 0x2000 ? 1 : 0.7
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool { DisplayWidth.of(scalar) == 2 }

  /// The text in lines that are no wider than `width`: broken at blanks, between wide characters, and
  /// within a word only if it is too long for a line.
  public static func lines(_ text: String, size: Double, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in pieces(text) {
      let next = line + piece
      if of(trimmed(next), size: size) <= width {
        line = next
        continue
      }
      if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
      line = piece == " " ? "" : piece
      while of(line, size: size) > width, line.count > 1 {
        var head = line
        while of(head, size: size) > width, head.count > 1 { head.removeLast() }
        lines.append(head)
        line = String(line.dropFirst(head.count))
      }
    }
    if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
    return lines.isEmpty ? [""] : lines
  }

  /// The text in two lines at most; more are cut with an ellipsis.
  public static func twoLines(_ text: String, size: Double, width: Double) -> [String] {
    let lines = lines(text, size: size, width: width)
    return lines.count > 2 ? [lines[0], lines[1] + "…"] : lines
  }

  /// The text cut with an ellipsis to a width.
  public static func cut(_ text: String, size: Double, width: Double) -> String {
    guard of(text, size: size) > width else { return text }
    var head = text
    while !head.isEmpty, of(head + "…", size: size) > width { head.removeLast() }
    return head + "…"
  }

  /// Words, blanks and single wide characters.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var word = ""
    for character in text {
      let isBlank = character == " "
      let isWideCharacter = character.unicodeScalars.first.map(isWide) ?? false
      guard isBlank || isWideCharacter else {
        word.append(character)
        continue
      }
      if !word.isEmpty { pieces.append(word) }
      word = ""
      // A closing mark does not begin a line.
      if "、。」)』】".contains(character), let last = pieces.popLast() {
        pieces.append(last + String(character))
      } else {
        pieces.append(String(character))
      }
    }
    if !word.isEmpty { pieces.append(word) }
    return pieces
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
