import Contract
import Diagnostics
import Execution
import Language
import Quantities
import Reports
import Settlement

extension ScenarioCase {
  /// What an analyst may move without writing the contract's words: bounds of achievement tables, amounts,
  /// limits, and the figures that are measured.
  public var fields: [ScenarioField] {
    contract.achievements.flatMap(bounds) + contract.payments.flatMap(lines) + limits
      + contract.indicators.indices.compactMap(figure)
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

  /// The assumptions of a form that was filled in: `NAME=VALUE` for each field that differs.
  ///
  /// - Parameters:
  ///   - values: in the order of the fields; what is empty or as it was assumes nothing.
  ///   - further: assumptions in words, one on each line.
  public static func assumptions(
    _ fields: [ScenarioField], _ values: [String?], further: String
  ) -> [String] {
    var texts: [String] = []
    for (field, value) in zip(fields, values) {
      guard let value = value?[...].trimmed, !value.isEmpty, value != field.current[...] else {
        continue
      }
      texts.append("\(field.target)=\(value)")
    }
    for line in further.split(whereSeparator: \.isNewline) where !line[...].trimmed.isEmpty {
      texts.append(String(line[...].trimmed))
    }
    return texts
  }

  /// The scenario as the contract would write it, to be put at its end.
  public func text(_ assumptions: [String]) -> String {
    AssumptionText.block(
      assumptions, title: contract.tongue == .en ? "under discussion" : "検討中の案",
      in: contract.tongue)
  }

  /// The page with a form and what follows from the assumptions in it.
  public func page(
    _ fields: [ScenarioField], values: [String?], further: String, in tongue: Tongue
  ) -> ScenarioPage {
    let texts = Self.assumptions(fields, values, further: further)
    return ScenarioPage(
      contract: contract, period: period, fields: fields, values: values, further: further,
      outcome: outcome(texts), tongue: tongue)
  }

  private func outcome(_ texts: [String]) -> ScenarioPage.Outcome {
    let settled = try? base.get()
    if texts.isEmpty, let settled { return .settled(settled) }
    do throws(Refusal) {
      if texts.isEmpty, case .failure(let refusal) = base { throw refusal }
      let run = try run(.assumptions(texts))
      return .scenario(run.scenario, base: run.base, changes: run.changes)
    } catch {
      // On a page of fields a value that changes nothing is no mistake.
      if let settled, error.diagnostics.map(\.code) == ["V702"] {
        return .scenario(settled, base: settled, changes: [])
      }
      return .refused(error.diagnostics, base: settled)
    }
  }
}
