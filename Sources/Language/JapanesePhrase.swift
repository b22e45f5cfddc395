import Diagnostics
import Quantities

/// Matches a whole Japanese word against the phrase forms, longest form first.
struct JapanesePhrase {
  let line: ScannedLine
  let context: LineContext
  /// Whether the operand of a phrase must be declared or a keyword; a fix may not invent names.
  let isStrict: Bool
  private let numbers: NumeralReader
  private var scalars: [Unicode.Scalar] { line.scalars }

  /// A phrase with the characters of its operand.
  typealias Match = (kind: TokenKind, operand: Range<Int>?)

  init(line: ScannedLine, context: LineContext, isStrict: Bool = false) {
    self.line = line
    self.context = context
    self.isStrict = isStrict
    numbers = NumeralReader(line: line)
  }

  /// The phrase that fills the range.
  func match(_ range: Range<Int>) throws(LanguageError) -> Match? {
    if let kind = try dateRange(range) { return (kind, nil) }
    if let kind = try beginningWithNumber(range) { return (kind, nil) }
    if let kind = try decimals(range) { return (kind, nil) }
    return try aboutDates(range) ?? boundByFigure(range)
  }

  /// The unit that fills the range.
  func unit(_ range: Range<Int>) -> Unit? {
    units(at: range.lowerBound, before: range.upperBound).first { $0.end == range.upperBound }?.unit
  }

  // MARK: - Parts

  private func has(_ text: String, at index: Int, before limit: Int) -> Int? {
    let end = index + text.unicodeScalars.count
    guard end <= limit, scalars[index..<end].elementsEqual(text.unicodeScalars) else { return nil }
    return end
  }

  private func isLast(_ text: String, at index: Int, before limit: Int) -> Bool {
    has(text, at: index, before: limit) == limit
  }

  /// The units that begin at `index`, longest first.
  private func units(at index: Int, before limit: Int) -> [(unit: Unit, end: Int)] {
    guard index < limit, let list = context.units.japanese[scalars[index]] else { return [] }
    return list.compactMap { entry in
      let end = index + entry.scalars.count
      guard end <= limit, scalars[index..<end].elementsEqual(entry.scalars) else { return nil }
      return (Unit(entry.id), end)
    }
  }

  // MARK: - Numbers

  private func beginningWithNumber(_ range: Range<Int>) throws(LanguageError) -> TokenKind? {
    let limit = range.upperBound
    guard let (first, next) = try numbers.numeral(at: range.lowerBound, before: limit) else {
      return nil
    }
    if next == limit { return .numeral(first) }
    if isLast("月", at: next, before: limit), let month = first.int, (1...12).contains(month) {
      return .month(month)
    }
    if let kind = try afterNumber(first, nil, next, limit) { return kind }
    for (unit, end) in units(at: next, before: limit) {
      if end == limit { return .quantity(first, unit) }
      if first.isOne, !first.negative, let price = has("当たり", at: end, before: limit) {
        let number = try numbers.numeral(at: price, before: limit)
        if let currency = self.unit((number?.1 ?? price)..<limit) {
          let rate = Unit(currency.id, per: unit.id)
          return number.map { .unitPrice($0.0, rate) } ?? .unit(rate)
        }
      }
      if let kind = try afterNumber(first, unit, end, limit) { return kind }
    }
    return nil
  }

  /// What follows a number and its unit: a bound, a rounding, or the second number.
  private func afterNumber(
    _ first: Numeral, _ unit: Unit?, _ index: Int, _ limit: Int
  ) throws(LanguageError) -> TokenKind? {
    for comparison in Comparison.allCases
    where isLast(comparison.japanese, at: index, before: limit) {
      return .bound(comparison, first, unit)
    }
    if let unit, let end = has("未満", at: index, before: limit) {
      for mode in ValueWord.roundingModes where isLast(mode.japanese, at: end, before: limit) {
        return .rounding(mode, first, unit)
      }
    }
    if let start = has("～", at: index, before: limit),
      let (second, end) = try numbers.numeral(at: start, before: limit)
    {
      if end == limit { return .span(first, second, unit) }
      for (other, end) in units(at: end, before: limit) where end == limit {
        try check(unit, other, index..<limit)
        return .span(first, second, other)
      }
    }
    let included = has("以上", at: index, before: limit)
    guard let start = included ?? has("超", at: index, before: limit),
      let (second, end) = try numbers.numeral(at: start, before: limit)
    else { return nil }
    let candidates = units(at: end, before: limit).map { (Optional($0.unit), $0.end) }
    for (other, end) in candidates + [(nil, end)] {
      let isHalfOpen = isLast("未満", at: end, before: limit)
      guard isHalfOpen || isLast("以下", at: end, before: limit) else { continue }
      try check(unit, other, index..<limit)
      let both = other ?? unit
      return .between(
        first, second, both, Ends(lower: included != nil, upper: !isHalfOpen))
    }
    return nil
  }

  private func check(
    _ first: Unit?, _ second: Unit?, _ range: Range<Int>
  ) throws(LanguageError) {
    guard let first, let second, first != second else { return }
    throw LanguageError(
      .differingUnits(context.units.japanese(first.id), context.units.japanese(second.id)),
      at: line.span(range))
  }

  private func decimals(_ range: Range<Int>) throws(LanguageError) -> TokenKind? {
    guard let start = has("小数", at: range.lowerBound, before: range.upperBound),
      let (number, end) = try numbers.numeral(at: start, before: range.upperBound),
      isLast("桁", at: end, before: range.upperBound), let count = number.int,
      (0...Numeral.digitLimit).contains(count)
    else { return nil }
    return .decimals(count)
  }

  // MARK: - Dates

  private func dateRange(_ range: Range<Int>) throws(LanguageError) -> TokenKind? {
    if let date = try numbers.isoDate(range) { return .date(date) }
    let limit = range.upperBound
    guard let (first, end) = try numbers.japaneseDate(at: range.lowerBound, before: limit) else {
      return nil
    }
    if end == limit { return .date(first) }
    guard let start = has("から", at: end, before: limit),
      let (last, next) = try numbers.japaneseDate(at: start, before: limit),
      isLast("まで", at: next, before: limit)
    else { return nil }
    return .dateRange(first, last)
  }

  private func aboutDates(_ range: Range<Int>) throws(LanguageError) -> Match? {
    for (suffix, comparison) in Self.suffixes {
      let start = range.upperBound - suffix.count
      guard start > range.lowerBound, scalars[start..<range.upperBound].elementsEqual(suffix)
      else { continue }
      let place = range.lowerBound..<start
      guard let operand = try operand(place) else { continue }
      return (comparison.map { .dateBound($0, operand) } ?? .at(operand), place)
    }
    var index = range.upperBound - 1
    while index > range.lowerBound {
      for direction in Direction.allCases {
        guard let start = has(direction.japanese, at: index, before: range.upperBound),
          start < range.upperBound, Characters.isDigit(scalars[start]),
          let kind = try offset(from: start, range.upperBound, direction, range.lowerBound..<index)
        else { continue }
        return (kind, range.lowerBound..<index)
      }
      index -= 1
    }
    return nil
  }

  /// A declared name with 以上, 以下, 未満 or 超.
  private func boundByFigure(_ range: Range<Int>) -> Match? {
    for comparison in Comparison.allCases {
      let suffix = Array(comparison.japanese.unicodeScalars)
      let start = range.upperBound - suffix.count
      guard start > range.lowerBound, scalars[start..<range.upperBound].elementsEqual(suffix)
      else { continue }
      let place = range.lowerBound..<start
      let name = Name(line.text(place))
      if context.declared.contains(name) { return (.figureBound(comparison, name), place) }
    }
    return nil
  }

  private static let suffixes: [([Unicode.Scalar], DateComparison?)] =
    [(Array("時点".unicodeScalars), nil)]
    + DateComparison.allCases.map { (Array($0.japanese.unicodeScalars), $0) }

  private func offset(
    from start: Int, _ limit: Int, _ direction: Direction, _ place: Range<Int>
  ) throws(LanguageError) -> TokenKind? {
    guard let (first, next) = try numbers.numeral(at: start, before: limit) else { return nil }
    if let unit = unit(next..<limit) {
      guard direction != .from, let anchor = try operand(place) else { return nil }
      return .offset(first, unit, direction, anchor)
    }
    guard let second = has("～", at: next, before: limit),
      let (last, end) = try numbers.numeral(at: second, before: limit),
      let unit = unit(end..<limit), let anchor = try operand(place)
    else { return nil }
    return .offsetRange(first, last, unit, direction, anchor)
  }

  private func operand(_ range: Range<Int>) throws(LanguageError) -> Operand? {
    if let (date, end) = try numbers.japaneseDate(at: range.lowerBound, before: range.upperBound),
      end == range.upperBound
    {
      return .date(date)
    }
    let text = line.text(range)
    if context.declared.contains(Name(text)) { return .name(Name(text)) }
    if let word = KeywordTable.japanese.value(text) {
      return Operand.words.contains(word) ? .word(word) : nil
    }
    return !isStrict && Characters.isName(scalars[range]) ? .name(Name(text)) : nil
  }
}
