import Diagnostics

/// The only way to split a word into known words and at most one phrase, in the fewest parts; nil
/// if there is none or more than one.
///
/// `件数24以上` → `件数 24以上`. A declared name is never split.
public func splitRunTogether(_ word: String, declared: Set<Name>, tongue: Tongue) -> String? {
  guard word.unicodeScalars.count <= Limits.suggestionLength, !declared.contains(Name(word)) else {
    return nil
  }
  let line = ScannedLine(word: word)
  let count = line.scalars.count
  let splitter = Splitter(line: line, declared: declared, tongue: tongue)

  // best[phrases][end]: fewest parts for the characters before `end`, the number of ways, the last
  // part's start
  var best = [[Splitter.State?]](repeating: Array(repeating: nil, count: count + 1), count: 2)
  best[0][0] = Splitter.State(parts: 0, ways: 1, start: 0, phrasesBefore: 0)
  for end in stride(from: 1, through: count, by: 1) {
    for start in 0..<end {
      guard best[0][start] != nil || best[1][start] != nil else { continue }
      guard let kind = splitter.part(start..<end) else { continue }
      for phrases in 0...1 {
        guard let state = best[phrases][start] else { continue }
        let after = phrases + (kind == .phrase ? 1 : 0)
        guard after <= 1 else { continue }
        best[after][end] = Splitter.State(
          parts: state.parts + 1, ways: state.ways, start: start, phrasesBefore: phrases
        ).merged(with: best[after][end])
      }
    }
  }
  guard let (phrases, state) = Splitter.only(best[0][count], best[1][count]), state.ways == 1,
    state.parts > 1
  else { return nil }
  var parts: [String] = []
  var place = (phrases, count)
  while place.1 > 0, let state = best[place.0][place.1] {
    parts.append(line.text(state.start..<place.1))
    place = (state.phrasesBefore, state.start)
  }
  return parts.reversed().joined(separator: " ")
}

/// Recognises the parts of words that ran together.
private struct Splitter {
  enum Part { case word, phrase }

  struct State {
    var parts: Int
    var ways: Int
    var start: Int
    var phrasesBefore: Int

    func merged(with other: State?) -> State {
      guard let other, other.parts <= parts else { return self }
      guard other.parts == parts else { return other }
      var both = other
      both.ways = min(2, ways + other.ways)
      return both
    }
  }

  let line: ScannedLine
  let declared: Set<Name>
  let tongue: Tongue
  private let phrases: JapanesePhrase
  private let numbers: NumeralReader

  init(line: ScannedLine, declared: Set<Name>, tongue: Tongue) {
    self.line = line
    self.declared = declared
    self.tongue = tongue
    let context = LineContext(declared: declared, units: .standard)
    phrases = JapanesePhrase(line: line, context: context, isStrict: true)
    numbers = NumeralReader(line: line)
  }

  static func only(_ plain: State?, _ phrased: State?) -> (Int, State)? {
    switch (plain, phrased) {
    case (let state?, nil): return (0, state)
    case (nil, let state?): return (1, state)
    case (let left?, let right?):
      guard left.parts != right.parts else { return nil }
      return left.parts < right.parts ? (0, left) : (1, right)
    case (nil, nil): return nil
    }
  }

  /// What the characters are by themselves; a number is never cut in two.
  func part(_ range: Range<Int>) -> Part? {
    guard !isInsideNumber(range.lowerBound), !isInsideNumber(range.upperBound) else { return nil }
    let text = line.text(range)
    if declared.contains(Name(text)) { return .word }
    let table = KeywordTable[tongue]
    if table.value(text) != nil { return .word }
    if tongue == .ja {
      if (try? phrases.match(range)) != nil { return .phrase }
      return phrases.unit(range) == nil ? nil : .word
    }
    if let (_, end) = try? numbers.numeral(at: range.lowerBound, before: range.upperBound) {
      return end == range.upperBound ? .phrase : nil
    }
    return UnitSpellings.standard.english[text]?.last?.words.count == 1 ? .word : nil
  }

  private func isInsideNumber(_ index: Int) -> Bool {
    guard index > 0, index < line.scalars.count else { return false }
    let isPart = { (scalar: Unicode.Scalar) in
      Characters.isDigit(scalar) || scalar == "." || scalar == ","
    }
    return isPart(line.scalars[index - 1]) && isPart(line.scalars[index])
  }
}
