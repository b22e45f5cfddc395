import Diagnostics
import Language
import Quantities

extension Compiler {
  struct Header {
    let declaration: Declaration
    let parties: Parties
    let term: DateInterval
    let yearStart: Int
    let isIllustrative: Bool
    let publishedFrom: Int?
  }

  /// The `contract` block: parties, term, when the settlement year begins.
  func contractHeader(_ block: Block) -> Header? {
    // Every line is read, so that all its errors are reported at once.
    if let line = line(.currency, of: block) { try? readCurrency(line) }
    let status = line(.status, of: block)
    if let status { try? readWord([.illustrative], status, "'illustrative'", "「例示」") }
    if let line = line(.authoritative, of: block) {
      try? readWord([.english, .japanese], line, "en or ja", "en または ja")
    }
    if let line = line(.version, of: block) { try? readVersion(line) }
    let publishedFrom = line(.publish, of: block).flatMap { try? readPublish($0) }
    let parties = try? parties(requiredLine(.parties, of: block))
    let term = try? term(requiredLine(.term, of: block))
    let yearStart = try? yearStart(
      requiredLine(
        .yearStarts, of: block,
        why: (
          "the settlement year is never assumed: fiscal years begin in April, project years elsewhere",
          "精算の年度は仮定しません(会計年度は4月、事業年度はそれ以外もあります)"
        )))
    guard let parties, let term, let yearStart else { return nil }
    return Header(
      declaration: declaration(of: block), parties: parties, term: term, yearStart: yearStart,
      isIllustrative: status != nil, publishedFrom: publishedFrom)
  }

  /// From how many persons on their number is published.
  private func readPublish(_ line: Line) throws(Skip) -> Int {
    let start = Cursor(line)
    var cursor = start
    guard let count = takePersons(&cursor), count > 2 else {
      throw unexpected(start, expected: "at least N persons, N from 3 on", "「N人以上」(Nは3以上)")
    }
    try finish(cursor)
    return count
  }

  /// `at least N persons`
  func takePersons(_ cursor: inout Cursor) -> Int? {
    guard case .bound(.atLeast, let numeral, let unit)? = cursor.peek, let count = numeral.int,
      unit == Unit("person")
    else { return nil }
    _ = cursor.next()
    return count
  }

  /// A line that is one of some words.
  private func readWord(
    _ words: [ValueWord], _ line: Line, _ en: String, _ ja: String
  ) throws(Skip) {
    var cursor = Cursor(line)
    guard words.contains(where: { cursor.take($0) }) else {
      throw unexpected(cursor, expected: en, ja)
    }
    try finish(cursor)
  }

  private func parties(_ line: Line) throws(Skip) -> Parties {
    var cursor = Cursor(line)
    guard cursor.take(.client), let client = cursor.takeText() else {
      throw unexpected(cursor, expected: "client \"…\"", "発注者 「…」")
    }
    guard cursor.take(.comma), cursor.take(.provider), let provider = cursor.takeText() else {
      throw unexpected(cursor, expected: ", provider \"…\"", "、受託者 「…」")
    }
    try finish(cursor)
    return Parties(client: client, provider: provider)
  }

  private func term(_ line: Line) throws(Skip) -> DateInterval {
    var cursor = Cursor(line)
    guard case .dateRange(let first, let last)? = cursor.peek else {
      throw unexpected(
        cursor, expected: "from DATE to DATE", "「…年…月…日から…年…月…日まで」")
    }
    _ = cursor.next()
    try finish(cursor)
    guard let term = DateInterval(start: first, end: last.adding(days: 1)) else {
      report(
        "G106", at: line.valueSpan, "the term ends before it begins",
        "契約期間の終わりが始まりより前です")
      throw Skip()
    }
    return term
  }

  private func yearStart(_ line: Line) throws(Skip) -> Int {
    var cursor = Cursor(line)
    guard case .month(let month)? = cursor.peek else {
      throw unexpected(cursor, expected: "a month, such as April", "月(例 4月)")
    }
    _ = cursor.next()
    try finish(cursor)
    return month
  }

  private func readCurrency(_ line: Line) throws(Skip) {
    var cursor = Cursor(line)
    guard let unit = peekUnit(cursor), isMoney(unit) else {
      throw unexpected(
        cursor, expected: "a currency, such as yen, or your own: crown, 2 decimals",
        "通貨(例 円)。独自の通貨は「クローネ、小数2桁」のように定めます")
    }
    let place = cursor.place
    _ = cursor.next()
    if line.declaredCurrency != nil {
      if let own = unitTable.definition(unit.id), UnitTable.standard.conflict(with: own) != nil {
        reportUnitTwice(unit.id, at: place)
      }
      cursor.index = cursor.tokens.count
    }
    try finish(cursor)
    currency = unit
  }

  /// A unit of the contract's own has a word that no other unit has.
  func reportUnitTwice(_ name: String, at place: Span) {
    report(
      "N102", at: place, "the unit '\(name)' is declared already", "単位「\(name)」は既に定義されています")
  }

  func isMoney(_ unit: Unit) -> Bool {
    guard unit.per == nil, case .currency? = unitTable.definition(unit.id)?.kind else {
      return false
    }
    return true
  }

  /// The smallest amount of the contract's currency: 1 yen, 0.01 dollars.
  var smallestAmount: Exact {
    guard case .currency(let digits)? = unitTable.definition(currency.id)?.kind else { return 1 }
    return Exact(unscaled: 1, scale: digits)
  }

  func isCount(_ unit: Unit) -> Bool {
    guard unit.per == nil else { return false }
    switch unitTable.definition(unit.id)?.kind {
    case .count?: return true
    default: return false
    }
  }

  /// The unit at the next token; one that the contract declares is a name.
  func peekUnit(_ cursor: Cursor) -> Unit? {
    switch cursor.peek {
    case .unit(let unit)?: unit
    case .name(let name)? where UnitTable.standard.definition(name.text) == nil:
      unitTable.definition(name.text)?.unit
    default: nil
    }
  }

  /// A unit as people read it.
  func text(_ unit: Unit) -> (en: String, ja: String) {
    if unit == UnitAlgebra.number { return ("plain numbers", "数") }
    let (prefix, word) = unitTable.japanesePieces(unit)
    return (unitTable.english(unit, plural: true), prefix.isEmpty ? word : "\(prefix)の\(word)")
  }
}
