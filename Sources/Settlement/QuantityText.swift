import Contract
import Diagnostics
import Execution
import Language
import Quantities

/// Figures as people read them, in one language: `9,810,000 yen`, `54.5%`.
///
/// What has recorded decimals is shown with all of them: `66.0 percent`, `0.010 m/s`.
public struct QuantityText: Sendable {
  public let units: UnitTable
  public let tongue: Tongue

  /// A writer for one language and the units of a contract.
  public init(units: UnitTable, tongue: Tongue) {
    self.units = units
    self.tongue = tongue
  }

  /// A number with its unit and at least these decimals. An endless or long fraction is cut to four
  /// decimals and marked `…`.
  public func text(_ value: Exact, _ unit: Unit, decimals: Int = 0) -> String {
    let number = numeral(value, decimals: decimals)
    return tongue == .en ? units.english(number, unit) : units.japanese(number, unit)
  }

  /// A number without a unit, with thousands separators and at least these decimals.
  public func numeral(_ value: Exact, decimals: Int = 0) -> String {
    Self.numeral(value, decimals: decimals)
  }

  /// The numeral, the same in both languages.
  public static func numeral(_ value: Exact, decimals least: Int = 0) -> String {
    if let decimals = value.exactDecimals, decimals <= max(least, 6) {
      return value.fixed(decimals: max(least, decimals), grouped: true)
    }
    let cut = value.rounded(.down, decimals: 4)
    let sign = value.signum < 0 && cut.isZero ? "-" : ""
    return sign + cut.fixed(decimals: 4, grouped: true) + "…"
  }

  /// The word for a unit alone; empty for a plain number.
  public func word(_ unit: Unit) -> String {
    tongue == .en ? units.english(unit, plural: true) : units.japanese(unit)
  }

  /// The values that a row or a condition admits, with at least these decimals:
  /// `from 60.0 to below 70.0 percent`, `60.0以上70.0%未満`.
  public func interval(_ interval: Interval, _ unit: Unit, decimals: Int = 0) -> String {
    let low = interval.lower.map { numeral($0, decimals: decimals) }
    let high = interval.upper.map { numeral($0, decimals: decimals) }
    func quantity(_ numeral: String) -> String {
      tongue == .en ? units.english(numeral, unit) : units.japanese(numeral, unit)
    }
    let lowWords = interval.includesLower ? "at least" : "above"
    let lowSuffix = interval.includesLower ? "以上" : "超"
    let highSuffix = interval.includesUpper ? "以下" : "未満"
    switch (low, high, tongue) {
    case (let low?, .some, _) where interval.lower == interval.upper && interval.includesUpper:
      return quantity(low)
    case (let low?, let high?, .en):
      let upper = (interval.includesUpper ? "to " : "to below ") + quantity(high)
      return (interval.includesLower ? "from \(low) " : "above \(low) ") + upper
    case (let low?, let high?, .ja): return low + lowSuffix + quantity(high) + highSuffix
    case (let low?, nil, .en): return "\(lowWords) \(quantity(low))"
    case (let low?, nil, .ja): return quantity(low) + lowSuffix
    case (nil, let high?, .en):
      return (interval.includesUpper ? "at most " : "below ") + quantity(high)
    case (nil, let high?, .ja): return quantity(high) + highSuffix
    case (nil, nil, .en): return "any value"
    case (nil, nil, .ja): return "すべての値"
    }
  }
}

extension Contract {
  /// A writer of this contract's quantities in a language.
  public func quantities(in tongue: Tongue) -> QuantityText {
    QuantityText(units: units, tongue: tongue)
  }

  /// The decimals that the `record` line of a figure's block states; 0 without one.
  public func decimals(of id: FigureID) -> Int {
    func isNamed(_ declaration: Declaration) -> Bool {
      declaration.name.utf8.elementsEqual(id.name.utf8)
    }
    let record =
      indicators.first { isNamed($0.declaration) }?.record
      ?? scores.first { isNamed($0.declaration) }?.record
    return record?.decimals ?? 0
  }

  /// A figure with its unit and its recorded decimals.
  public func text(_ figure: Figure, in tongue: Tongue) -> String {
    quantities(in: tongue).text(figure.value, figure.unit, decimals: decimals(of: figure.id))
  }

  /// The grade that a figure is, or that the row it lies in has; nil if there is none.
  public func grade(of figure: Figure) -> Text? {
    if case .row(let row) = figure.derivation { return row.grade }
    guard units.isGrade(figure.unit) else { return nil }
    return text(figure.value, figure.unit)
  }

  /// The values that a row of an achievement table admits, with the recorded decimals of its figure.
  public func text(admittedBy row: RowChoice, in tongue: Tongue) -> String {
    quantities(in: tongue).interval(
      row.interval, row.inputUnit, decimals: decimals(of: row.input))
  }

  /// A quantity in both languages.
  func text(_ value: Exact, _ unit: Unit, decimals: Int = 0) -> Text {
    Text(
      en: quantities(in: .en).text(value, unit, decimals: decimals),
      ja: quantities(in: .ja).text(value, unit, decimals: decimals))
  }
}

extension RoundingStep {
  /// The rule in words: `down to 1 yen` / `1円未満切捨て`.
  public func rule(_ units: UnitTable) -> Text {
    let en = QuantityText(units: units, tongue: .en).text(quantum, unit)
    let ja = QuantityText(units: units, tongue: .ja).text(quantum, unit)
    return Text(en: "\(mode.words.en) to \(en)", ja: "\(ja)未満\(mode.words.ja)")
  }
}

extension Rounding.Mode {
  /// The words of the contract language.
  public var words: Text {
    let word: ValueWord =
      switch self {
      case .down: .down
      case .up: .up
      case .halfUp: .halfUp
      case .halfEven: .halfEven
      case .floor: .roundFloor
      case .ceiling: .roundCeiling
      }
    return Text(en: word.english, ja: word.japanese)
  }
}
