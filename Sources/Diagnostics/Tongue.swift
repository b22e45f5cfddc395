/// The language of a contract text or of the messages about it.
public enum Tongue: String, Sendable, Hashable, CaseIterable {
  case en, ja
}

/// One message in both languages. The two are renderings of one meaning, never translated later.
public struct Text: Sendable, Hashable {
  public let en: String
  public let ja: String

  public init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }

  /// The same characters in both languages: contract text, numbers, paths.
  public init(_ verbatim: String) {
    self.init(en: verbatim, ja: verbatim)
  }

  /// No text.
  public static let none = Text("")

  /// The text in one language.
  public subscript(tongue: Tongue) -> String {
    switch tongue {
    case .en: en
    case .ja: ja
    }
  }
}
