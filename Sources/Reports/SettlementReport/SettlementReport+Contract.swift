import Contract
import Execution
import Quantities
import Settlement

extension SettlementReport {
  var contractText: [HTML] {
    let text = CoveredText(coverage, of: signed, tongue: tongue, notes: notes)
    return [
      .tag(
        "p", class: "note",
        tongue(
          "Exercised by the examples of the contract and by this settlement: \(coverage.exercised) of "
            + "\(coverage.points.count) places that decide money. Figures of this settlement stand beside "
            + "their lines.",
          "契約の計算例とこの精算による網羅: 金額を決める\(coverage.points.count)箇所中\(coverage.exercised)箇所。この精算の数値を各行に添えています。"
        )),
      text.key, text.table,
    ]
  }

  /// What stands beside each line of the signed text: its figures, the values that lie in its row, what its
  /// limit did, and how it reads if an amendment replaced it.
  private var notes: [Int: [String]] {
    var notes: [Int: [String]] = [:]
    func add(_ place: Int, _ text: String) {
      notes[signed.source.line(at: place), default: []].append(text)
    }
    for line in contract.replacedLines {
      add(line.span.start, tongue("in force: ", "適用中: ") + line.text)
    }
    for figure in settlement.figures where !figure.standsBeside {
      let own = name(figure.id) + " = " + statement.amount(figure)
      if figure.reference != nil || figure.kind == FigureKind.split { add(figure.span.start, own) }
      switch figure.derivation {
      case .row(let choice):
        let value = quantities.text(
          choice.value, choice.inputUnit, decimals: contract.decimals(of: choice.input))
        add(
          choice.span.start,
          "◆ " + name(choice.input) + " " + value + " → " + statement.amount(figure))
      case .priced(let units):
        for band in units.bands {
          add(band.span.start, "◆ " + quantities.text(band.sum, contract.currency))
        }
      case .lines(let steps):
        let isLine = figure.reference == nil
        for step in steps where step.acted && (isLine || step.after != figure.value) {
          if case .plus = step.kind { continue }
          add(
            step.span.start,
            "→ " + quantities.text(step.after, contract.currency)
              + (figure.id.key.map { tongue(" (", "(") + $0.text + tongue(")", ")") } ?? ""))
        }
        if isLine, let span = steps.last?.span { add(span.start, own) }
      default: break
      }
    }
    return notes
  }
}
