import Diagnostics

/// The keywords of one language, ready for longest match.
struct KeywordTable: Sendable {
  /// A keyword of one or more words.
  struct Entry<Word: Sendable>: Sendable {
    let words: [String]
    let word: Word
  }

  let tongue: Tongue
  private let values: [String: [Entry<ValueWord>]]
  private let labels: [String: [Entry<LabelWord>]]
  private let blocks: [String: BlockWord]

  static let english = KeywordTable(.en)
  static let japanese = KeywordTable(.ja)

  static subscript(tongue: Tongue) -> KeywordTable { tongue == .en ? english : japanese }

  private init(_ tongue: Tongue) {
    self.tongue = tongue
    values = Self.index(ValueWord.allCases.map { ($0[tongue], $0) })
    labels = Self.index(LabelWord.allCases.map { ($0[tongue], $0) })
    blocks = Dictionary(
      BlockWord.allCases.map { ($0[tongue], $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func index<Word>(_ words: [(String, Word)]) -> [String: [Entry<Word>]] {
    var table: [String: [Entry<Word>]] = [:]
    for (spelling, word) in words {
      let parts = spelling.split(separator: " ").map(String.init)
      table[parts[0], default: []].append(Entry(words: parts, word: word))
    }
    return table.mapValues { $0.sorted { $0.words.count > $1.words.count } }
  }

  func block(_ word: String) -> BlockWord? { blocks[word] }

  /// The longest keyword that begins at `index`, with its number of words.
  func value(in pieces: [Piece], at index: Int) -> (ValueWord, Int)? {
    Self.longest(values, pieces, index) { _ in true }
  }

  /// The longest label that begins at `index` and that `accepts`.
  func label(
    in pieces: [Piece], at index: Int, accepts: (LabelWord) -> Bool = { _ in true }
  ) -> (LabelWord, Int)? {
    Self.longest(labels, pieces, index, accepts)
  }

  /// The keyword of exactly this one word.
  func value(_ word: String) -> ValueWord? {
    values[word]?.last.flatMap { $0.words.count == 1 ? $0.word : nil }
  }

  /// The label of exactly this one word.
  func label(_ word: String) -> LabelWord? {
    labels[word]?.last.flatMap { $0.words.count == 1 ? $0.word : nil }
  }

  private static func longest<Word>(
    _ table: [String: [Entry<Word>]], _ pieces: [Piece], _ index: Int, _ accepts: (Word) -> Bool
  ) -> (Word, Int)? {
    guard index < pieces.count, let first = pieces[index].word, let list = table[first] else {
      return nil
    }
    for entry in list where accepts(entry.word) {
      let end = index + entry.words.count
      guard end <= pieces.count else { continue }
      if zip(entry.words, pieces[index..<end]).allSatisfy({ $0 == $1.word }) {
        return (entry.word, entry.words.count)
      }
    }
    return nil
  }
}
