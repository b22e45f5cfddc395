/// How many columns of a terminal text takes.
///
/// Kanji, kana and full-width forms take 2, half-width kana and their sound marks ﾞﾟ take 1,
/// combining and other invisible marks take 0. Ambiguous characters (×, …, •, →) take 1.
public enum DisplayWidth {
  /// The columns of one scalar.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if value < 0x1100 { return 1 }
    if value >= 0x1160, value <= 0x11FF { return 0 }  // vowels and finals join the Hangul syllable
    return isWide(value) ? 2 : 1
  }

  /// The columns of a text on one line.
  public static func of(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].last < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].first <= value
  }
}
