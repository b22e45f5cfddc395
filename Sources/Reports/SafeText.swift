/// Text from contracts and files, made harmless for where it is shown.
enum SafeText {
  /// Control characters, and those that change the direction of text, as `⟨U+001B⟩`.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      if isHidden(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out += "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// Visible text for HTML, in elements and in quoted attributes.
  static func html(_ text: String) -> String {
    var out = ""
    for scalar in visible(text).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    case 0xE0000...0xE007F: true
    default: false
    }
  }
}
