import Analysis
import Contract
import Diagnostics
import Execution
import Quantities

/// Assumed effects from the command line: `NAME=+SHIFT ± DEVIATION`.
enum EffectText {
  /// Reads an effect. Both numbers have the unit of the figure and any decimals; of a percentage the unit may be
  /// percentage points.
  ///
  /// - Throws: a refusal if the text is no effect of a measured figure.
  static func read(_ text: String, _ contract: Contract) throws(Refusal) -> AssumedEffect {
    guard let (index, rest) = contract.measuredFigure(in: text) else {
      throw refusal(text, contract)
    }
    let values = rest.replacing("+-", with: "±").split(
      separator: "±", omittingEmptySubsequences: false)
    guard (1...2).contains(values.count) else { throw refusal(text, contract) }
    var found: [Exact] = []
    for (place, part) in values.enumerated() {
      // A deviation has no sign.
      guard let value = quantity(part.trimmed, contract.indicators[index].unit, contract),
        place == 0 || !"+-−＋－".contains(part.trimmed.first ?? " ")
      else { throw refusal(text, contract) }
      found.append(value)
    }
    return AssumedEffect(
      indicator: index, shift: found[0], deviation: found.count == 2 ? found[1] : 0)
  }

  /// A signed number with a unit; nil if it is none, or in another unit.
  private static func quantity(_ text: Substring, _ unit: Unit, _ contract: Contract) -> Exact? {
    guard
      let match = text.prefixMatch(
        of: /([+\-−＋－]?)\s*([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*/),
      let value = Exact(decimal: match.2.replacing(",", with: "")),
      !contract.units.isGrade(unit)
    else { return nil }
    let difference = UnitAlgebra.difference(unit, unit) ?? unit
    let words = [unit, difference].flatMap { unit in
      [
        contract.units.english(unit, plural: true), contract.units.english(unit, plural: false),
        contract.units.japanese(unit),
      ] + (unit.per == nil ? contract.units.definition(unit)?.alternatives ?? [] : [])
    }
    let word = text[match.range.upperBound...].replacing("％", with: "%")
    guard words.contains(where: { $0.utf8.elementsEqual(word.utf8) }) else { return nil }
    return match.1.isEmpty || "+＋".contains(match.1) ? value : -value
  }

  private static func refusal(_ text: String, _ contract: Contract) -> Refusal {
    let named = contract.measuredFigure(in: text).map { contract.indicators[$0.index] }
    let example = named.flatMap { indicator -> Text? in
      guard let en = contract.exampleOfEffect(on: indicator, in: .en),
        let ja = contract.exampleOfEffect(on: indicator, in: .ja)
      else { return nil }
      let name = indicator.declaration.name
      return Text(en: "\(name)=\(en)", ja: "\(name)=\(ja)")
    }
    return Refusal(
      .notAnEffect(text, figures: contract.measuredNames, example: example),
      tongue: contract.tongue)
  }
}

extension Contract {
  /// The measured figure that `NAME=…` begins with, and what stands behind the sign; nil if there is none.
  func measuredFigure(in text: String) -> (index: Int, rest: Substring)? {
    let parts = text.replacing("＝", with: "=").split(
      separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2,
      let index = indicators.firstIndex(where: {
        $0.declaration.isNamed(parts[0].trimmed) && $0.isMeasured
      })
    else { return nil }
    return (index, parts[1])
  }

  /// How an effect on a figure is written, `+1.0 percent ± 0.5 percent`; nil if it has none.
  func exampleOfEffect(on indicator: Indicator, in tongue: Tongue) -> String? {
    guard indicator.isMeasured, !units.isGrade(indicator.unit) else { return nil }
    let unit = UnitAlgebra.difference(indicator.unit, indicator.unit) ?? indicator.unit
    func shown(_ value: Exact) -> String {
      quantities(in: tongue).text(value, unit, decimals: 1)
    }
    return "+\(shown(1)) ± \(shown(Exact(unscaled: 5, scale: 1)))"
  }

  /// The names of the measured figures.
  var measuredNames: [String] { indicators.filter(\.isMeasured).map(\.declaration.name) }
}

extension Indicator {
  /// Whether an effect can be assumed of it: derived figures change with others.
  var isMeasured: Bool {
    switch kind {
    case .formula, .concentration: false
    default: true
    }
  }
}

/// Enrolment and attrition from the command line.
enum SamplingText {
  /// Reads `500` or `150%`.
  ///
  /// - Throws: a refusal if the text is neither a number nor a percentage.
  static func enrolment(_ text: String, _ tongue: Tongue) throws(Refusal) -> Enrolment {
    if let share = percentage(text[...]) { return .multiple(share) }
    guard let number = NumberText.readSigned(text)?.wholeNumber else {
      throw Refusal(.notAnEnrolment(text), tongue: tongue)
    }
    return .units(number)
  }

  /// Reads `80%`, `0.8`.
  ///
  /// - Throws: a refusal if the text is no probability between 0 and 1.
  static func power(_ text: String, _ tongue: Tongue) throws(Refusal) -> Exact {
    guard let power = percentage(text[...]) ?? NumberText.read(text),
      power.signum > 0, power < 1
    else { throw Refusal(.notAPower(text), tongue: tongue) }
    return power
  }

  /// Reads `health=10 percent`, `health followup=10 percent`, `people weight_end=10%`.
  ///
  /// - Throws: a refusal if the text names no table, column or code, or no rate between 0 and 100 percent.
  static func attrition(_ text: String, _ contract: Contract) throws(Refusal) -> Attrition {
    let parts = text.replacing("＝", with: "=").split(
      separator: "=", omittingEmptySubsequences: false)
    let names = parts[0].split(whereSeparator: \.isWhitespace)
    guard parts.count == 2, let rate = percentage(parts[1]), (0...1).contains(rate),
      (1...2).contains(names.count),
      let table = contract.tables.firstIndex(where: { $0.declaration.isNamed(names[0]) })
    else { throw refusal(text, contract) }
    guard names.count == 2 else { return Attrition(losing: .init(table: table), rate: rate) }
    guard let part = part(names[1], of: contract.tables[table]) else {
      throw refusal(text, contract)
    }
    return Attrition(losing: .init(table: table, part), rate: rate)
  }

  /// A column by its name, or rows by a code of the only list that has it.
  private static func part(
    _ name: Substring, of table: TableDefinition
  ) -> Attrition.Loss.Part? {
    if let column = table.schema.columns.firstIndex(where: {
      $0.name.utf8.elementsEqual(name.utf8)
    }) {
      return .cells(column: column)
    }
    let found = table.types.enumerated().compactMap { column, type -> Attrition.Loss.Part? in
      guard case .oneOf(let list) = type,
        let code = list.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) })
      else { return nil }
      return .rowsOf(column: column, code: code)
    }
    return found.count == 1 ? found[0] : nil
  }

  private static func refusal(_ text: String, _ contract: Contract) -> Refusal {
    Refusal(
      .notAnAttrition(text, tables: contract.tables.map(\.declaration.name)),
      tongue: contract.tongue)
  }

  /// `10 percent`, `12.5%`, `10％` as a share of one; nil for anything else.
  private static func percentage(_ text: Substring) -> Exact? {
    for word in ["percent", "パーセント", "%", "％"] {
      let text = text.trimmed
      guard text.hasSuffix(word) else { continue }
      return NumberText.read(text.dropLast(word.count)).flatMap { $0.divided(by: 100) }
    }
    return nil
  }
}

extension Exact {
  /// The number as a machine integer; nil of a fraction or of too large a number.
  fileprivate var wholeNumber: Int? {
    roundedToInteger(.down) == self ? int64.map { Int($0) } : nil
  }
}
