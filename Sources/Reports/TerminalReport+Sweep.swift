import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Settlement

extension TerminalReport {
  /// A sweep: of one parameter the payments beside each value, of two the amount due as a cross table.
  public func sweep(_ sweep: Sweep, assuming: [String]) -> String {
    let contract = sweep.contract
    var lines = analysis("Sweep", "試算", of: contract, sweep.period, assuming: assuming)
    if let due = sweep.base?.due {
      lines.append(
        "  " + tongue("without the assumptions: ", "仮定なし: ")
          + SafeText.visible(contract.text(due, in: tongue)))
    }
    lines.append("")
    lines += sweep.axes.count == 1 ? list(sweep) : crossTable(sweep)
    return joined(lines)
  }

  private func list(_ sweep: Sweep) -> [String] {
    let columns = sweep.columns
    var table = TextTable([.left] + columns.map { _ in .right })
    table.add(
      [sweep.axes[0].name] + columns.map { sweep.contract.name(of: $0, in: tongue) })
    table.addRule()
    for (place, cell) in sweep.cells.enumerated() {
      table.add([sweep.axes[0].numerals[place]] + columns.map { amount(cell, $0, sweep) })
    }
    return table.lines()
  }

  private func crossTable(_ sweep: Sweep) -> [String] {
    let (rows, columns) = (sweep.axes[0], sweep.axes[1])
    var table = TextTable([.left] + columns.values.map { _ in .right })
    table.add([""] + columns.numerals)
    table.addRule()
    for row in rows.values.indices {
      table.add(
        [rows.numerals[row]]
          + columns.values.indices.map { amount(sweep[[row, $0]], .due, sweep) })
    }
    return [
      SafeText.visible(
        tongue(
          "Amount due, by \(rows.name) (down) and \(columns.name) (across)",
          "差引支払額(縦: \(rows.name)、横: \(columns.name))"))
    ] + table.lines()
  }

  private func amount(_ cell: Sweep.Cell, _ id: FigureID, _ sweep: Sweep) -> String {
    if case .refused = cell { return tongue("not valid", "不成立") }
    return cell[id].map { sweep.contract.quantities(in: tongue).numeral($0) }
      ?? tongue("suspended", "保留")
  }
}

extension TerminalReport {
  /// Settlements of the same records under several contracts, side by side.
  ///
  /// - Parameter figure: that of a settlement, by its place, which has a name among the rows.
  public func alternatives(
    _ settlements: [(path: String, settlement: Settlement)], rows: [FigureID],
    figure: (FigureID, Int) -> Figure?
  ) -> String {
    guard let first = settlements.first?.settlement else { return "" }
    var lines = [
      SafeText.visible(
        tongue("Contracts side by side, ", "契約の比較 ") + first.period.name), mark,
    ]
    lines += settlements.enumerated().map { place, item in
      "  "
        + SafeText.visible(
          "\(place + 1)  \(item.path)  \(item.settlement.contract.declaration.title ?? "")")
    }
    var table = TextTable([.left] + settlements.map { _ in .right })
    table.add([""] + settlements.indices.map { String($0 + 1) })
    for id in rows {
      if id == .total { table.addRule() }
      table.add(
        [first.contract.name(of: id, in: tongue)]
          + settlements.indices.map { place in
            figure(id, place).map { settlements[place].settlement.contract.text($0, in: tongue) }
              ?? "–"
          })
    }
    return joined(lines + [""] + table.lines())
  }
}
