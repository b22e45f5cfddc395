import Contract
import Diagnostics
import Execution
import Language
import Quantities
import Reports
import Settlement

extension ScenarioCase {
  /// What an analyst may move without writing the contract's words: bounds of achievement tables, amounts,
  /// limits, the figures that are measured, and effects on them.
  public var fields: [ScenarioField] {
    contract.achievements.flatMap(bounds) + contract.payments.flatMap(lines) + limits
      + contract.indicators.indices.compactMap(figure) + contract.indicators.compactMap(effect)
  }

  /// Every bound of a table once, in the order of its rows.
  private func bounds(of achievement: Achievement) -> [ScenarioField] {
    let name = achievement.declaration.name
    let decimals = contract.decimals(
      of: FigureID(contract.declaration(of: achievement.measured).name))
    var seen: [Exact] = []
    for row in achievement.rows {
      for bound in [row.interval.lower, row.interval.upper].compactMap({ $0 })
      where !seen.contains(bound) {
        seen.append(bound)
      }
    }
    let text = contract.quantities(in: contract.tongue)
    return seen.sorted().map { bound in
      let shown = text.text(bound, achievement.inputUnit, decimals: decimals)
      return ScenarioField(
        kind: .bound, block: achievement.declaration, target: "\(name) \(shown)", current: shown)
    }
  }

  /// The amount and the limits of a payment, as they are in force.
  private func lines(of payment: Payment) -> [ScenarioField] {
    payment.lines.compactMap { line in
      let label: LabelWord
      switch line.step {
      case .amount: label = .amount
      case .cap: label = .cap
      case .floor: label = .floor
      case .onlyIf, .round: return nil
      }
      return field(label, at: line.span, of: payment.declaration)
    }
  }

  /// The limits of the year and of the term.
  private var limits: [ScenarioField] {
    let rule = contract.settlement
    return [(LabelWord.yearCap, rule.yearCap), (.termCap, rule.termCap)].compactMap { label, cap in
      cap.flatMap { field(label, at: $0.span, of: rule.declaration) }
    }
  }

  private func field(
    _ label: LabelWord, at span: Span, of block: Declaration
  ) -> ScenarioField? {
    let word = label[contract.tongue]
    var value = contract.text(inForce: span)[...]
    // A line that an amendment replaced says so at its end, in brackets.
    if contract.replacedLines.contains(where: { $0.span == span }),
      let bracket = value.lastIndex(of: "(")
    {
      value = value[..<bracket].trimmed
    }
    if value.hasPrefix(word) { value = value.dropFirst(word.count).trimmed }
    guard !value.isEmpty else { return nil }
    return ScenarioField(
      kind: .line(word), block: block, target: "\(block.name) \(word)", current: String(value))
  }

  /// A figure of one value that comes from records or from a report.
  private func figure(_ index: Int) -> ScenarioField? {
    let indicator = contract.indicators[index]
    if indicator.grouping != nil { return nil }
    switch indicator.kind {
    case .formula, .concentration: return nil
    default: break
    }
    let measured = (try? base.get())?[FigureID(indicator.declaration.name)]
    return ScenarioField(
      kind: .figure(measured.map { contract.text($0, in: contract.tongue) }),
      block: indicator.declaration, target: indicator.declaration.name, current: "")
  }

  /// A change of a figure whose size can be written.
  private func effect(_ indicator: Indicator) -> ScenarioField? {
    guard let example = contract.exampleOfEffect(on: indicator, in: contract.tongue) else {
      return nil
    }
    return ScenarioField(
      kind: .effect(example),
      block: indicator.declaration, target: indicator.declaration.name, current: "")
  }
}
