import Quantities

/// The unit words of both languages, with the units that a contract declares.
///
/// A declared unit has its name as id and as spelling; only the vocabulary pairs it with the other
/// language.
struct UnitSpellings: Sendable {
  /// English spellings by first word, longest first.
  private(set) var english: [String: [(words: [String], id: String)]] = [:]
  /// Japanese spellings by first character, longest first.
  private(set) var japanese: [Unicode.Scalar: [(scalars: [Unicode.Scalar], id: String)]] = [:]

  /// The standard units.
  static let standard = UnitSpellings()

  private init() {
    for definition in UnitTable.standard.definitions {
      for word in definition.englishWords { addEnglish(word, definition.id) }
      for word in definition.japaneseWords { addJapanese(word, definition.id) }
    }
  }

  /// The table with the names of a contract's own units.
  func declaring(_ names: some Sequence<Name>) -> UnitSpellings {
    var copy = self
    for name in names.sorted() {
      copy.addEnglish(name.text, name.text)
      copy.addJapanese(name.text, name.text)
    }
    return copy
  }

  /// Whether the id is one of the standard units, so that it needs no vocabulary.
  func isStandard(_ id: String) -> Bool { UnitTable.standard.definition(id) != nil }

  /// The English word for `id`; an unknown id is a declared name and its own spelling.
  func english(_ id: String, one: Bool) -> String {
    UnitTable.standard.english(Unit(id), plural: !one)
  }

  /// The Japanese word for `id`.
  func japanese(_ id: String) -> String { UnitTable.standard.japanese(Unit(id)) }

  private mutating func addEnglish(_ spelling: String, _ id: String) {
    let words = spelling.split(separator: " ").map(String.init)
    guard let first = words.first else { return }
    var list = english[first] ?? []
    guard !list.contains(where: { $0.words == words }) else { return }
    let index = list.firstIndex { $0.words.count < words.count } ?? list.count
    list.insert((words, id), at: index)
    english[first] = list
  }

  private mutating func addJapanese(_ spelling: String, _ id: String) {
    let scalars = Array(spelling.unicodeScalars)
    guard let first = scalars.first else { return }
    var list = japanese[first] ?? []
    guard !list.contains(where: { $0.scalars == scalars }) else { return }
    let index = list.firstIndex { $0.scalars.count < scalars.count } ?? list.count
    list.insert((scalars, id), at: index)
    japanese[first] = list
  }
}
