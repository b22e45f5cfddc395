/// The characters of 全銀 files: JIS X 0201 with half-width kana, capital letters, digits and a few signs.
enum ZenginText {
  /// The bytes of a text; nil if a character has no place there.
  ///
  /// Full-width kana become half-width, hiragana katakana, small kana large ones, and the long vowel sign
  /// a hyphen, as banks demand; a voiced mark is a character of its own.
  static func bytes(_ text: String) -> [UInt8]? {
    var out: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let more = bytes(scalar) else { return nil }
      out += more
    }
    return out
  }

  private static func bytes(_ scalar: Unicode.Scalar) -> [UInt8]? {
    switch scalar.value {
    case 0x20, 0x3000: return [0x20]
    case 0x30...0x39, 0x41...0x5A, 0x28, 0x29, 0x2D, 0x2E, 0x2F: return [UInt8(scalar.value)]
    case 0x61...0x7A: return [UInt8(scalar.value - 0x20)]
    case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).flatMap(bytes)
    case 0x3041...0x3096: return Unicode.Scalar(scalar.value + 0x60).flatMap(bytes)
    // Combining and free-standing marks of voice.
    case 0x3099, 0x309B: return [0xDE]
    case 0x309A, 0x309C: return [0xDF]
    default: return kana[scalar]
    }
  }

  private static let kana: [Unicode.Scalar: [UInt8]] = {
    // In the order of JIS X 0201 from 0xA1; the signs 。、・ are not used in names.
    let order = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
    var table: [Unicode.Scalar: [UInt8]] = [:]
    for (place, scalar) in order.unicodeScalars.enumerated() {
      let byte = UInt8(0xA1 + place)
      table[scalar] = [byte]
      if let half = Unicode.Scalar(UInt32(0xFF61 + place)) { table[half] = [byte] }
    }
    for (small, large) in zip("ァィゥェォャュョッ".unicodeScalars, "アイウエオヤユヨツ".unicodeScalars) {
      let half = table[small].flatMap { Unicode.Scalar(UInt32($0[0]) + 0xFEC0) }
      table[small] = table[large]
      if let half { table[half] = table[large] }
    }
    for (voiced, plain) in zip(
      "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ".unicodeScalars,
      "カキクケコサシスセソタチツテトハヒフヘホウ".unicodeScalars)
    {
      table[voiced] = table[plain].map { $0 + [0xDE] }
    }
    for (voiced, plain) in zip("パピプペポ".unicodeScalars, "ハヒフヘホ".unicodeScalars) {
      table[voiced] = table[plain].map { $0 + [0xDF] }
    }
    for (scalar, byte) in [("ー", 0x2D), ("\u{FF70}", 0x2D), ("\u{FF9E}", 0xDE), ("\u{FF9F}", 0xDF)]
      as [(Unicode.Scalar, UInt8)]
    {
      table[scalar] = [byte]
    }
    for scalar in "。、・\u{FF61}\u{FF64}\u{FF65}".unicodeScalars { table[scalar] = nil }
    return table
  }()
}
