/// The fixed tables of characters; text inside quotation marks never passes through them.
enum Characters {
  /// Maps full-width forms, the ideographic comma and variants of signs to the form the readers
  /// know.
  static func normalised(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = scalar.value
    if value < 0x80 { return scalar == "\t" ? " " : scalar == "~" ? "～" : scalar }
    switch value {
    case 0x3000, 0xA0: return " "
    case 0xFF5E, 0x301C: return "～"
    case 0xFF01...0xFF5D: return Unicode.Scalar(value - 0xFEE0) ?? scalar
    case 0x3001: return "、"
    // kg/m² is the unit kg/m2.
    case 0xB2: return "2"
    default: return scalar
    }
  }

  /// Whether the character may stand in a name.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x61...0x7A, 0x41...0x5A, 0x5F: return true
    case 0...0x7F: return false
    case 0x3041...0x3096, 0x30A1...0x30FF, 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF:
      return true
    default:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .nonspacingMark, .spacingMark, .letterNumber:
        return true
      default: return false
      }
    }
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  static func isWord(_ scalar: Unicode.Scalar) -> Bool { isLetter(scalar) || isDigit(scalar) }

  static func isSign(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || scalar == "−" }

  /// Whether composition cannot change the character, whatever stands beside it.
  static func isSurelyComposed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x2FF, 0x2010...0x2027, 0x2200...0x22FF, 0x3000...0x3098, 0x309D...0x30FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xFF01...0xFFEF:
      true
    default: false
    }
  }

  /// The closing mark of a text that opens with `scalar`.
  static func closing(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\"": "\""
    case "＂": "＂"
    case "「": "」"
    default: nil
    }
  }

  /// The operator or sign of punctuation.
  static func symbol(_ scalar: Unicode.Scalar) -> Symbol? {
    switch scalar {
    case ",", "、": .comma
    case "+": .plus
    case "-", "−": .minus
    case "*", "×": .times
    case "/", "÷": .divide
    case "=": .equals
    case "≠": .notEquals
    case "(": .open
    case ")": .close
    default: nil
    }
  }

  /// Whether the text is one word that can be a name: it begins with a letter.
  static func isName(_ text: some Collection<Unicode.Scalar>) -> Bool {
    guard let first = text.first, isLetter(first) else { return false }
    var previous = first
    for scalar in text.dropFirst() {
      guard isWord(scalar) || (scalar == "-" && previous != "-") else { return false }
      previous = scalar
    }
    return previous != "-"
  }
}
