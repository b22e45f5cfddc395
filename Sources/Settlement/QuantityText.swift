import Contract
import Diagnostics
import Language
import Quantities

/// Figures as people read them, in one language: `9,810,000 yen`, `54.5%`.
public struct QuantityText: Sendable {
  public let units: UnitTable
  public let tongue: Tongue

  /// A writer for one language and the units of a contract.
  public init(units: UnitTable, tongue: Tongue) {
    self.units = units
    self.tongue = tongue
  }

  /// A number with its unit. An endless or long fraction is cut to four decimals and marked `…`.
  public func text(_ value: Exact, _ unit: Unit) -> String {
    let number = numeral(value)
    return tongue == .en ? units.english(number, unit) : units.japanese(number, unit)
  }

  /// A number without a unit, with thousands separators.
  public func numeral(_ value: Exact) -> String {
    if value.terminates {
      for decimals in 0...6 where (value * Exact.powerOfTen(decimals)).isInteger {
        return value.fixed(decimals: decimals, grouped: true)
      }
    }
    let cut = value.rounded(.down, decimals: 4)
    let sign = value.signum < 0 && cut.isZero ? "-" : ""
    return sign + cut.fixed(decimals: 4, grouped: true) + "…"
  }

  /// The word for a unit alone; empty for a plain number.
  public func word(_ unit: Unit) -> String {
    tongue == .en ? units.english(unit, plural: true) : units.japanese(unit)
  }

  /// The values that a row or a condition admits: `from 60 to below 70 percent`, `60以上70%未満`.
  public func interval(_ interval: Interval, _ unit: Unit) -> String {
    let low = interval.lower.map { numeral($0) }
    let high = interval.upper.map { numeral($0) }
    let word = attached(unit)
    let lowWords = tongue == .en ? interval.includesLower ? "at least" : "above" : ""
    let lowSuffix = interval.includesLower ? "以上" : "超"
    let highSuffix = interval.includesUpper ? "以下" : "未満"
    switch (low, high, tongue) {
    case (let low?, let high?, _) where interval.lower == interval.upper && interval.includesUpper:
      _ = high
      return low + word
    case (let low?, let high?, .en):
      let upper = (interval.includesUpper ? "to " : "to below ") + high + word
      return (interval.includesLower ? "from \(low) " : "above \(low) ") + upper
    case (let low?, let high?, .ja): return low + lowSuffix + high + word + highSuffix
    case (let low?, nil, .en): return "\(lowWords) \(low)\(word)"
    case (let low?, nil, .ja): return low + word + lowSuffix
    case (nil, let high?, .en):
      return (interval.includesUpper ? "at most " : "below ") + high + word
    case (nil, let high?, .ja): return high + word + highSuffix
    case (nil, nil, .en): return "any value"
    case (nil, nil, .ja): return "すべての値"
    }
  }

  /// The word as it follows a number.
  private func attached(_ unit: Unit) -> String {
    let word = word(unit)
    if word.isEmpty || (tongue == .ja && units.definition(unit)?.japaneseAttached ?? true) {
      return word
    }
    return " " + word
  }
}

extension Contract {
  /// A writer of this contract's quantities in a language.
  public func quantities(in tongue: Tongue) -> QuantityText {
    QuantityText(units: units, tongue: tongue)
  }

  /// A quantity in both languages.
  func text(_ value: Exact, _ unit: Unit) -> Text {
    Text(
      en: quantities(in: .en).text(value, unit), ja: quantities(in: .ja).text(value, unit))
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
