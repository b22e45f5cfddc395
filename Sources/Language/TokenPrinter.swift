import Diagnostics
import Quantities

/// Writes canonical tokens in one language; the seven phrase forms are told apart here and in the
/// readers only.
public struct TokenPrinter: Sendable {
  public let tongue: Tongue
  private let declared: Set<Name>

  /// A printer for one language; a unit word that is a declared name is avoided.
  public init(tongue: Tongue, declared: Set<Name> = []) {
    self.tongue = tongue
    self.declared = declared
  }

  private var units: UnitSpellings { .standard }

  /// The tokens with the spacing of the language.
  public func text(_ tokens: some Sequence<Token>) -> String {
    var out = ""
    var previous: TokenKind?
    for token in tokens {
      if let previous, hasSpace(between: previous, and: token.kind) { out += " " }
      out += text(token.kind)
      previous = token.kind
    }
    return out
  }

  private func hasSpace(between left: TokenKind, and right: TokenKind) -> Bool {
    switch (left, right) {
    case (_, .symbol(.comma)), (_, .symbol(.close)), (.symbol(.open), _): false
    case (.name, .symbol(.open)): false
    case (.symbol(.comma), _): tongue == .en
    default: true
    }
  }

  /// One token.
  public func text(_ kind: TokenKind) -> String {
    tongue == .en ? english(kind) : japanese(kind)
  }

  /// A quoted text in the marks of the language, or in the other marks if the content holds the
  /// closing one.
  public func quoted(_ text: Quotation) -> String {
    let own: Unicode.Scalar = tongue == .en ? "\"" : "」"
    let usesOwn = !text.text.unicodeScalars.contains(own)
    return (tongue == .en) == usesOwn ? "\"\(text.text)\"" : "「\(text.text)」"
  }

  private func english(_ kind: TokenKind) -> String {
    switch kind {
    case .word(let word): word.english
    case .label(let label): label.english
    case .name(let name): name.text
    case .text(let text): quoted(text)
    case .numeral(let number): number.text
    case .quantity(let number, let unit): english(number, unit)
    case .unit(let unit):
      loneUnit(unit.id) + (unit.per.map { " per " + units.english($0, one: true) } ?? "")
    case .decimals(let count): count == 1 ? "1 decimal" : "\(count) decimals"
    case .unitPrice(let number, let unit):
      english(number, unit) + " per " + units.english(unit.per ?? "", one: true)
    case .bound(let comparison, let number, let unit):
      comparison.english + " " + english(number, unit)
    case .figureBound(let comparison, let name): comparison.english + " " + name.text
    case .between(let low, let high, let unit, let ends):
      "\(ends.lower ? "from" : "above") \(low.text) to \(ends.upper ? "" : "below ")"
        + english(high, unit)
    case .span(let low, let high, let unit): "\(low.text) to " + english(high, unit)
    case .rounding(let mode, let number, let unit): mode.english + " to " + english(number, unit)
    case .date(let date): date.description
    case .dateRange(let first, let last): "from \(first) to \(last)"
    case .month(let month): MonthNames.english(month)
    case .at(let operand): "at " + text(operand)
    case .dateBound(let comparison, let operand): comparison.english + " " + text(operand)
    case .offset(let number, let unit, let direction, let anchor):
      english(number, unit) + " \(direction.english) " + text(anchor)
    case .offsetRange(let low, let high, let unit, let direction, let anchor):
      "\(low.text) to " + english(high, unit) + " \(direction.english) " + text(anchor)
    case .symbol(let symbol): symbol.rawValue
    }
  }

  /// A unit alone is singular, like a type, unless that word is a name of the contract.
  private func loneUnit(_ id: String) -> String {
    let singular = units.english(id, one: true)
    let isName = units.isStandard(id) && declared.contains(Name(singular))
    return isName ? units.english(id, one: false) : singular
  }

  private func japanese(_ kind: TokenKind) -> String {
    switch kind {
    case .word(let word): word.japanese
    case .label(let label): label.japanese
    case .name(let name): name.text
    case .text(let text): quoted(text)
    case .numeral(let number): number.text
    case .quantity(let number, let unit): japanese(number, unit)
    case .unit(let unit):
      (unit.per.map { "1" + units.japanese($0) + "当たり" } ?? "") + units.japanese(unit.id)
    case .decimals(let count): "小数\(count)桁"
    case .unitPrice(let number, let unit):
      "1" + units.japanese(unit.per ?? "") + "当たり" + japanese(number, unit)
    case .bound(let comparison, let number, let unit):
      japanese(number, unit) + comparison.japanese
    case .figureBound(let comparison, let name): name.text + comparison.japanese
    case .between(let low, let high, let unit, let ends):
      low.text + (ends.lower ? "以上" : "超") + japanese(high, unit) + (ends.upper ? "以下" : "未満")
    case .span(let low, let high, let unit): "\(low.text)～" + japanese(high, unit)
    case .rounding(let mode, let number, let unit): japanese(number, unit) + "未満" + mode.japanese
    case .date(let date): japanese(date)
    case .dateRange(let first, let last): japanese(first) + "から" + japanese(last) + "まで"
    case .month(let month): "\(month)月"
    case .at(let operand): text(operand) + "時点"
    case .dateBound(let comparison, let operand): text(operand) + comparison.japanese
    case .offset(let number, let unit, let direction, let anchor):
      text(anchor) + direction.japanese + japanese(number, unit)
    case .offsetRange(let low, let high, let unit, let direction, let anchor):
      text(anchor) + direction.japanese + "\(low.text)～" + japanese(high, unit)
    case .symbol(let symbol): symbol == .comma ? "、" : symbol.rawValue
    }
  }

  private func english(_ number: Numeral, _ unit: Unit?) -> String {
    guard let unit else { return number.text }
    return number.text + " " + units.english(unit.id, one: number.isOne)
  }

  private func japanese(_ number: Numeral, _ unit: Unit?) -> String {
    number.text + (unit.map { units.japanese($0.id) } ?? "")
  }

  private func japanese(_ date: CivilDate) -> String {
    "\(date.year)年\(date.month)月\(date.day)日"
  }

  /// An operand of a phrase about dates.
  public func text(_ operand: Operand) -> String {
    switch operand {
    case .name(let name): name.text
    case .word(let word): word[tongue]
    case .date(let date): tongue == .en ? date.description : japanese(date)
    }
  }
}
