import Contract
import Diagnostics
import Execution
import Quantities

/// How one figure differs between two settlements.
public struct FigureChange: Sendable {
  public let id: FigureID
  public let kind: String
  /// Nil if the figure is not derived in the first settlement.
  public let before: Exact?
  /// Nil if the figure is not derived in the second settlement.
  public let after: Exact?
  public let unit: Unit

  /// What the second settlement adds to the first; nil unless both have the figure.
  public var difference: Exact? {
    guard let before, let after else { return nil }
    return after - before
  }

  /// The unit of ``difference``: percentage points between percentages.
  public var differenceUnit: Unit { UnitAlgebra.difference(unit, unit) ?? unit }
}

/// A settlement under assumptions beside the real one.
public enum Comparison {
  /// The figures that differ, in the order of derivation of the scenario, then those it lost.
  public static func changes(from base: Settlement, to scenario: Settlement) -> [FigureChange] {
    var changes: [FigureChange] = []
    for figure in scenario.figures {
      let before = base[figure.id]
      if let before, before.value == figure.value { continue }
      changes.append(
        FigureChange(
          id: figure.id, kind: figure.kind, before: before?.value, after: figure.value,
          unit: figure.unit))
    }
    for figure in base.figures where scenario[figure.id] == nil {
      changes.append(
        FigureChange(
          id: figure.id, kind: figure.kind, before: figure.value, after: nil, unit: figure.unit))
    }
    return changes
  }

  /// The error of a scenario that changes nothing; nil if it changes something.
  ///
  /// - Parameters:
  ///   - title: the scenario's title, or the assumption as given on the command line.
  ///   - assumptions: the places of its assumptions in the contract text; empty if given outside it.
  public static func unchanged(
    from base: Settlement, to scenario: Settlement, title: String, assumptions: [Assumption]
  ) -> Diagnostic? {
    guard derivedChanges(from: base, to: scenario).isEmpty else { return nil }
    let contract = base.contract
    let labels = assumptions.map { assumption -> Label in
      var text = Text(en: "changes nothing", ja: "何も変わりません")
      if case .figure(let reference, let value) = assumption.target {
        let quantity = contract.text(
          value, contract.unit(of: reference),
          decimals: contract.decimals(of: contract.id(of: reference)))
        text = Text(
          en: "already \(quantity.en) in the \(base.period.name) settlement",
          ja: "\(base.period.id.japanese)の精算で既に\(quantity.ja)です")
      }
      return Label(span: assumption.span, text: text, primary: true, source: contract.source)
    }
    return Diagnostic(
      code: "V702", severity: .error,
      headline: Text(
        en: "scenario \"\(title)\" does not affect any figure", ja: "試算「\(title)」ではどの数値も変わりません"),
      labels: labels,
      remarks: [
        Remark(
          kind: .why,
          lines: [
            Text(
              en: "a scenario whose result equals the settlement is usually a typing error",
              ja: "精算と同じ結果になる試算は、多くは書き間違いです")
          ]),
        Remark(
          kind: .help,
          lines: [
            Text(
              en: "change the value, or write 'expect no change' under the scenario",
              ja: "仮定の値を改めるか、試算に「結果　変化なし」と書きます")
          ]),
      ])
  }

  /// Why a scenario that expects no change is refused; nil if nothing changed.
  ///
  /// - Parameter place: the line `expect no change`.
  public static func changed(
    from base: Settlement, to scenario: Settlement, title: String, expected place: Span
  ) -> Diagnostic? {
    let changes = derivedChanges(from: base, to: scenario)
    guard !changes.isEmpty else { return nil }
    let names = changes.prefix(5).map(\.id.description)
    let more = changes.count > names.count
    return Diagnostic(
      code: "V703", severity: .error,
      headline: Text(
        en: "scenario \"\(title)\" changes figures that were expected to stay",
        ja: "試算「\(title)」で、変わらないはずの数値が変わります"),
      labels: [
        Label(
          span: place, text: Text(en: "expected here", ja: "ここで定めています"), primary: true,
          source: base.contract.source)
      ],
      remarks: [
        Remark(
          .note,
          Text(
            en: "changed: " + names.joined(separator: ", ") + (more ? ", …" : ""),
            ja: "変わる数値: " + names.joined(separator: "、") + (more ? "…" : "")))
      ])
  }

  /// What differs in the figures themselves: counts beside an assumed indicator are not derived, and
  /// their loss alone changes nothing.
  private static func derivedChanges(
    from base: Settlement, to scenario: Settlement
  ) -> [FigureChange] {
    changes(from: base, to: scenario).filter {
      !((scenario[$0.id] ?? base[$0.id])?.standsBeside ?? false)
    }
  }
}
