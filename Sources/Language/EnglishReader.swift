import Diagnostics
import Quantities

/// Reads the value of an English line into canonical tokens.
struct EnglishReader {
  private let line: ScannedLine
  private let context: LineContext
  private let numbers: NumeralReader
  private let keywords = KeywordTable.english
  private var index: Int
  private var out: [Token] = []

  /// The tokens of the pieces from `start` on.
  static func read(
    _ line: ScannedLine, from start: Int, _ context: LineContext
  ) throws(LanguageError) -> [Token] {
    var reader = EnglishReader(line: line, context: context, index: start)
    while reader.index < line.pieces.count { try reader.next() }
    return reader.out
  }

  private init(line: ScannedLine, context: LineContext, index: Int) {
    self.line = line
    self.context = context
    self.index = index
    numbers = NumeralReader(line: line)
  }

  private mutating func next() throws(LanguageError) {
    let start = index
    let piece = line.pieces[index]
    switch piece.kind {
    case .text(let text):
      index += 1
      append(.text(text), from: start)
    case .symbol(let symbol):
      index += 1
      append(.symbol(symbol), from: start)
    case .word(let word):
      if let date = try numbers.isoDate(piece.range) {
        index += 1
        append(.date(date), from: start)
      } else if let number = try number() {
        try readAfter(number, from: start)
      } else {
        try read(word, from: start)
      }
    }
  }

  private mutating func append(_ kind: TokenKind, from start: Int, operand: Range<Int>? = nil) {
    let pieces = line.pieces
    out.append(
      Token(
        kind, span: line.span(of: pieces[start..<index]),
        operandSpan: operand.map { line.span(of: pieces[$0]) }))
  }

  // MARK: - Parts of phrases

  private func word(at index: Int) -> String? {
    line.pieces.indices.contains(index) ? line.pieces[index].word : nil
  }

  private mutating func accept(_ words: String...) -> Bool {
    for (offset, expected) in words.enumerated() where word(at: index + offset) != expected {
      return false
    }
    index += words.count
    return true
  }

  /// A number that fills a piece, or one with a percent sign, which is left to be read as the unit.
  private mutating func number() throws(LanguageError) -> (Numeral, percent: Bool)? {
    guard word(at: index) != nil else { return nil }
    let range = line.pieces[index].range
    guard try numbers.isoDate(range) == nil,
      let (numeral, end) = try numbers.numeral(at: range.lowerBound, before: range.upperBound)
    else { return nil }
    let rest = line.scalars[end..<range.upperBound]
    try refuseAbbreviation(of: numeral, attached: line.text(end..<range.upperBound))
    guard rest.isEmpty || rest.elementsEqual(["%"]) else {
      throw runTogether(index)
    }
    index += 1
    return (numeral, !rest.isEmpty)
  }

  /// Refuses `2.1 million yen` and `10k yen`, with the number in full.
  private mutating func refuseAbbreviation(
    of number: Numeral, attached: String
  ) throws(LanguageError) {
    let start = index
    defer { index = start }
    let isAttached = !attached.isEmpty
    guard let magnitude = isAttached ? attached : word(at: start + 1),
      isAttached || !isDeclared(magnitude),
      let full = number.inFull(magnitude, isAttached: isAttached)
    else { return }
    index += isAttached ? 1 : 2
    let unit = self.unit()
    guard unit != nil || !isAttached else { return }
    let pieces = line.pieces[start..<index]
    let written = full + (unit.map { " " + context.units.english($0.id, one: false) } ?? "")
    throw LanguageError(
      .otherSpelling(
        pieces.map { line.text($0.range) }.joined(separator: " "), written: written,
        isInYen: unit == .yen), at: line.span(of: pieces))
  }

  private mutating func unit(after number: (Numeral, percent: Bool)) -> Unit? {
    number.percent ? .percent : unit()
  }

  private mutating func unit() -> Unit? {
    guard let first = word(at: index), let list = context.units.english[first] else { return nil }
    for entry in list {
      let matches = entry.words.enumerated().allSatisfy {
        word(at: index + $0.offset) == $0.element
      }
      if matches {
        index += entry.words.count
        return Unit(entry.id)
      }
    }
    return nil
  }

  /// `per person` behind a unit.
  private mutating func divisor() -> Unit? {
    let start = index
    if accept("per"), let unit = unit() { return unit }
    index = start
    return nil
  }

  private mutating func date() throws(LanguageError) -> CivilDate? {
    guard word(at: index) != nil, let date = try numbers.isoDate(line.pieces[index].range) else {
      return nil
    }
    index += 1
    return date
  }

  private mutating func operand() throws(LanguageError) -> (Operand, Range<Int>)? {
    let start = index
    if let date = try date() { return (.date(date), start..<index) }
    guard let text = word(at: index) else { return nil }
    if let (word, length) = keywords.value(in: line.pieces, at: index),
      !isDeclared(text) || length > 1
    {
      guard Operand.words.contains(word) else { return nil }
      index += length
      return (.word(word), start..<index)
    }
    guard Characters.isName(text.unicodeScalars) else { return nil }
    index += 1
    return (.name(Name(text)), start..<index)
  }

  private func isDeclared(_ word: String) -> Bool { context.declared.contains(Name(word)) }

  private func runTogether(_ index: Int) -> LanguageError {
    let word = word(at: index) ?? ""
    let split = splitRunTogether(word, declared: context.declared, tongue: .en)
    return LanguageError(
      .runTogether(word, split: split), at: line.span(line.pieces[index].range))
  }

  // MARK: - Phrases that begin with a number

  private mutating func readAfter(
    _ first: (Numeral, percent: Bool), from start: Int
  ) throws(LanguageError) {
    if !first.percent, let count = first.0.int, (0...Numeral.digitLimit).contains(count),
      accept("decimal") || accept("decimals")
    {
      return append(.decimals(count), from: start)
    }
    let afterFirst = index
    if accept("to"), let second = try number() {
      let unit = unit(after: second) ?? (first.percent ? .percent : nil)
      if let unit, let (direction, anchor, place) = try anchor() {
        let kind = TokenKind.offsetRange(first.0, second.0, unit, direction, anchor)
        return append(kind, from: start, operand: place)
      }
      return append(.span(first.0, second.0, unit), from: start)
    }
    index = afterFirst
    guard let unit = unit(after: first) else { return append(.numeral(first.0), from: start) }
    if let divisor = divisor() {
      return append(.unitPrice(first.0, Unit(unit.id, per: divisor.id)), from: start)
    }
    let afterUnit = index
    if let (direction, anchor, place) = try anchor(), direction != .from {
      return append(.offset(first.0, unit, direction, anchor), from: start, operand: place)
    }
    index = afterUnit
    append(.quantity(first.0, unit), from: start)
  }

  private mutating func anchor() throws(LanguageError) -> (Direction, Operand, Range<Int>)? {
    let start = index
    for direction in Direction.allCases where accept(direction.english) {
      if let (operand, place) = try operand() { return (direction, operand, place) }
    }
    index = start
    return nil
  }

  // MARK: - Phrases that begin with a word

  private mutating func read(_ word: String, from start: Int) throws(LanguageError) {
    if let (kind, operand) = try phrase() { return append(kind, from: start, operand: operand) }
    index = start
    let keyword = keywords.value(in: line.pieces, at: start)
    let label = context.allowsLabels ? keywords.label(in: line.pieces, at: start) : nil
    let isLonger = max(keyword?.1 ?? 0, label?.1 ?? 0) > 1
    if isDeclared(word), !isLonger {
      index += 1
      append(.name(Name(word)), from: start)
    } else if let (label, length) = label, length >= keyword?.1 ?? 0 {
      index += length
      append(.label(label), from: start)
    } else if let (keyword, length) = keyword, context.isKind || keyword != .persons {
      index += length
      append(.word(keyword), from: start)
    } else if let unit = unit() {
      append(.unit(Unit(unit.id, per: divisor()?.id)), from: start)
    } else if let form = EnglishForms.starting(with: word) {
      let rest = line.pieces[start..<min(start + 3, line.pieces.count)]
      throw LanguageError(.incompletePhrase(word, form: form), at: line.span(of: rest))
    } else if Characters.isName(word.unicodeScalars) {
      index += 1
      append(.name(Name(word)), from: start)
    } else {
      throw runTogether(start)
    }
  }

  /// A whole phrase at the current piece; leaves the index anywhere if there is none.
  private mutating func phrase() throws(LanguageError) -> (TokenKind, Range<Int>?)? {
    let start = index
    for comparison in DateComparison.allCases {
      index = start
      let isHere =
        switch comparison {
        case .onOrBefore: accept("on", "or", "before")
        case .onOrAfter: accept("on", "or", "after")
        case .before: accept("before")
        case .after: accept("after")
        }
      if isHere, let (operand, place) = try operand() {
        return (.dateBound(comparison, operand), place)
      }
    }
    index = start
    if let comparison = comparison() {
      let behind = index
      if comparison == .above, let kind = try interval(includesLower: false) { return (kind, nil) }
      index = behind
      if let number = try number() {
        return (.bound(comparison, number.0, unit(after: number)), nil)
      }
      if let word = word(at: index), isDeclared(word) {
        index += 1
        return (.figureBound(comparison, Name(word)), (index - 1)..<index)
      }
    }
    index = start
    if accept("at"), !isComparisonWord, let (operand, place) = try operand() {
      return (.at(operand), place)
    }
    index = start
    if accept("from") {
      if let kind = try dateRange() { return (kind, nil) }
      if let kind = try interval(includesLower: true) { return (kind, nil) }
    }
    index = start
    if let kind = try rounding() { return (kind, nil) }
    index = start
    if let word = word(at: start), !isDeclared(word), let month = MonthNames.month(word) {
      index += 1
      return (.month(month), nil)
    }
    return nil
  }

  /// `least` and `most` behind `at` are no names, unless they are declared.
  private var isComparisonWord: Bool {
    guard let word = word(at: index) else { return false }
    return (word == "least" || word == "most") && !isDeclared(word)
  }

  private mutating func comparison() -> Comparison? {
    if accept("at", "least") { return .atLeast }
    if accept("at", "most") { return .atMost }
    if accept("below") { return .below }
    return accept("above") ? .above : nil
  }

  /// Two dates behind `from`.
  private mutating func dateRange() throws(LanguageError) -> TokenKind? {
    let start = index
    if let first = try date(), accept("to"), let last = try date() {
      return .dateRange(first, last)
    }
    index = start
    return nil
  }

  /// Two numbers behind `from` or `above`.
  private mutating func interval(includesLower: Bool) throws(LanguageError) -> TokenKind? {
    guard let low = try number() else { return nil }
    let lowStart = index
    let lowUnit = unit(after: low)
    guard accept("to") else { return nil }
    let isHalfOpen = accept("below")
    guard let high = try number() else { return nil }
    let highStart = index
    let highUnit = unit(after: high) ?? lowUnit
    if let lowUnit, let highUnit, lowUnit != highUnit {
      let place = line.span(of: line.pieces[(lowStart - 1)..<max(index, highStart)])
      throw LanguageError(
        .differingUnits(
          context.units.english(lowUnit.id, one: false),
          context.units.english(highUnit.id, one: false)), at: place)
    }
    return .between(
      low.0, high.0, highUnit, Ends(lower: includesLower, upper: !isHalfOpen))
  }

  private mutating func rounding() throws(LanguageError) -> TokenKind? {
    guard let (mode, length) = keywords.value(in: line.pieces, at: index),
      ValueWord.roundingModes.contains(mode)
    else { return nil }
    index += length
    guard accept("to"), let number = try number(), let unit = unit(after: number) else {
      return nil
    }
    return .rounding(mode, number.0, unit)
  }
}

/// The forms of the English phrases, for messages.
enum EnglishForms {
  /// The form that a word begins, if it begins one.
  static func starting(with word: String) -> String? {
    switch word {
    case "at": "at least 65 years, at most 3 points, at enrolled"
    case "below": "below 20 percent"
    case "above": "above 20 percent, above 10 to 20 percent"
    case "from": "from 0.20 to 2.50, from 50.0 to below 60.0 percent, from 2024-04-01 to 2027-03-31"
    case "on": "on or before 2025-03-31, on or after enrolled"
    case "before", "after": "\(word) enrolled, 30 days \(word) acceptance"
    case "to": "0 to 100 percent, down to 1 yen"
    case "per": "4,500 yen per person"
    default: nil
    }
  }
}

extension ValueWord {
  /// The keywords between the patterns of a row and its result.
  static let mannersOfRows: [ValueWord] = [.grade, .linear, .eachUnit]

  /// The keywords that name a rounding.
  public static let roundingModes: [ValueWord] = [
    .down, .up, .halfUp, .halfEven, .roundFloor, .roundCeiling,
  ]
}
