import Execution
import Plots
import Quantities
import Settlement

extension SettlementReport {
  var participants: [HTML] {
    guard !settlement.flows.isEmpty else { return [] }
    let diagrams = settlement.flows.enumerated().map { place, flow in
      HTML.figure(diagram(flow).picture, name: "flow-\(place + 1)", table: nil, summary: "")
    }
    return [.tag("div", [("class", "flows")], diagrams), statement.flows]
  }

  private func diagram(_ flow: Flow) -> FlowDiagram {
    func n(_ count: Int) -> String { "n = " + QuantityText.numeral(Exact(count)) }
    let entered = flow.steps.first?.entered ?? flow.remaining
    let persons = flow.persons.map {
      tongue(
        "\(QuantityText.numeral(Exact($0))) persons", "実人数 \(QuantityText.numeral(Exact($0)))人")
    }
    let steps = flow.steps.map { step in
      let out = [
        step.excluded > 0 ? tongue("not met: ", "該当せず: ") + n(step.excluded) : nil,
        step.missing > 0 ? tongue("missing: ", "欠測: ") + n(step.missing) : nil,
      ].compactMap { $0 }
      let reason = step.reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return FlowDiagram.Step(
        side: [reason] + (out.isEmpty ? [tongue("nobody left out", "除外なし")] : out),
        remaining: n(step.remaining))
    }
    let source = flow.base ?? flow.table
    return FlowDiagram(
      title: flow.population,
      description: list(
        ["\(source) \(n(entered))"]
          + steps.map { ($0.side + [$0.remaining]).joined(separator: tongue(", ", "、")) }
          + ["\(flow.population) \(n(flow.remaining))"]),
      start: [source, n(entered)], steps: steps,
      end: [flow.population, n(flow.remaining)] + [persons].compactMap { $0 })
  }

  /// How alike the groups of an estimate are, before and after what makes them alike.
  func love(_ name: String, _ account: EstimateAccount) -> HTML? {
    guard account.balance.contains(where: { $0.differenceAfter != nil }) else { return nil }
    let heading = name + tongue(": balance of the groups", ": 群間の均衡")
    func text(_ value: Exact?) -> String { value?.fixed(decimals: 4) ?? "–" }
    let plot = LovePlot(
      title: heading,
      description: list(
        account.balance.map {
          "\($0.name) \(text($0.differenceBefore)) → \(text($0.differenceAfter))"
        }),
      rows: account.balance.map {
        LovePlot.Row(label: $0.name, before: $0.differenceBefore, after: $0.differenceAfter)
      },
      axis: AxisWords(
        title: tongue(
          "standardised difference (dashed: 0.1 either way)", "標準化差(破線は±0.1)")
      ) { QuantityText.numeral($0, decimals: $1) },
      words: (tongue("before", "調整前"), tongue("after", "調整後")))
    return .figure(plot.picture, name: nextName(account), table: nil, summary: "")
  }

  /// A name for the picture of an estimate: by its place among those of the settlement.
  private func nextName(_ account: EstimateAccount) -> String {
    let accounts =
      settlement.figures.compactMap { figure -> EstimateAccount? in
        if case .measured(let source) = figure.derivation { source.account } else { nil }
      } + settlement.stopped.compactMap(\.account)
    return "love-\((accounts.firstIndex(of: account) ?? 0) + 1)"
  }
}
