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
  private var printed: [String: (singular: String, plural: String, japanese: String)] = [:]

  /// The standard units.
  static let standard = UnitSpellings()

  private init() {
    for definition in UnitTable.standard.definitions where !definition.plural.isEmpty {
      printed[definition.id] = (definition.singular, definition.plural, definition.japanese)
      addEnglish(definition.singular, definition.id)
      addEnglish(definition.plural, definition.id)
      addJapanese(definition.japanese, definition.id)
    }
    for spelling in ["ヶ月", "ヵ月", "カ月", "ケ月", "箇月"] { addJapanese(spelling, "month") }
    addEnglish("%", "percent")
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
  func isStandard(_ id: String) -> Bool { printed[id] != nil || id == "number" }

  /// The English word for `id`; an unknown id is a declared name and its own spelling.
  func english(_ id: String, one: Bool) -> String {
    guard let words = printed[id] else { return id }
    return one ? words.singular : words.plural
  }

  /// The Japanese word for `id`.
  func japanese(_ id: String) -> String { printed[id]?.japanese ?? id }

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
