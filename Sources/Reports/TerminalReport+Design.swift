import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

extension TerminalReport {
  /// Candidate thresholds and prices, a line each: what is expected, at risk, and how likely each row is.
  public func design(_ design: Design, assuming: [String]) -> String {
    let contract = design.contract
    let quantities = contract.quantities(in: tongue)
    var lines = analysis("Design", "設計", of: contract, design.period, assuming: assuming)
    lines += drawn(design.draws, contract).map { "  " + $0 }
    lines.append("")
    for (place, axis) in design.axes.enumerated() {
      lines.append(SafeText.visible("  \(letter(place)): \(axis.name)"))
    }
    if let budget = design.budget {
      lines.append(
        tongue("  the city pays at most ", "  発注者の支払の上限 ")
          + quantities.text(budget, contract.currency)
          + tongue(" (95%)", "(95%)"))
    }
    if let least = design.least {
      lines.append(
        tongue("  the contractor receives at least ", "  受託者の受取の下限 ")
          + quantities.text(least, contract.currency) + tongue(" (95%)", "(95%)"))
    }
    let asks = design.budget != nil || design.least != nil
    let numbers: [TextTable.Alignment] = Array(repeating: .right, count: design.axes.count + 5)
    let words: [TextTable.Alignment] = Array(repeating: .left, count: design.tables.count + 1)
    var table = TextTable(numbers + words)
    var heads = design.axes.indices.map { letter($0) }
    heads += [
      tongue("expected", "期待値"), "5%", "95%", tongue("city at risk", "発注者のリスク額"),
      tongue("contractor at risk", "受託者のリスク額"),
    ]
    heads += design.tables.map { contract.name(of: $0, in: tongue) + " %" }
    heads.append(asks ? tongue("holds", "可否") : "")
    table.add(heads)
    table.addRule()
    for (index, candidate) in design.candidates.enumerated() {
      let own = zip(design.axes, design.axes.places(of: index)).map { $0.numerals[$1] }
      guard let candidate else {
        table.add(own + [tongue("not valid", "不成立")])
        continue
      }
      table.add(own + cells(candidate, design))
    }
    lines += [""] + table.lines()
    let all = QuantityText.numeral(Exact(design.candidates.count))
    let fitting = QuantityText.numeral(Exact(design.fitting))
    lines += [
      "",
      tongue(
        "  Values at risk are against the expected amount, at 95 percent; rows of a table from its first to its last.",
        "  リスク額は期待値との差(95%)。段の割合は表の最初の段から順に示します。"),
    ]
    if asks {
      lines.append(
        tongue(
          "  \(fitting) of \(all) combinations hold what is asked.",
          "  \(all)通りのうち\(fitting)通りが条件を満たします。"))
    }
    return joined(lines)
  }

  private func letter(_ place: Int) -> String { ["A", "B", "C"][place % 3] }

  private func cells(_ candidate: Design.Candidate, _ design: Design) -> [String] {
    let contract = design.contract
    let decimals = contract.moneyDecimals
    func money(_ value: Exact) -> String {
      QuantityText.numeral(value.rounded(.halfEven, decimals: decimals), decimals: decimals)
    }
    let rows = candidate.rows.map { shares in
      shares.map { QuantityText.numeral(($0 * 100).rounded(.halfUp, decimals: 0)) }.joined(
        separator: " / ")
    }
    let asked = [
      design.holds(candidate).map {
        $0 ? tongue("budget yes", "予算 可") : tongue("budget NO", "予算 超過")
      },
      design.suffices(candidate).map {
        $0 ? tongue("least yes", "下限 可") : tongue("least NO", "下限 不足")
      },
    ]
    let amounts = [
      candidate.risk.expected, candidate.low, candidate.high, candidate.risk.cityAtRisk,
      candidate.risk.contractorAtRisk,
    ]
    let verdict = asked.compactMap { $0 }.joined(separator: tongue(", ", "、"))
    return amounts.map(money) + rows + [verdict]
  }
}
