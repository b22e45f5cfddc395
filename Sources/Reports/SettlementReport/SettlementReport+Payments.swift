import Contract
import Execution
import Plots
import Quantities
import Settlement

extension SettlementReport {
  var payments: [HTML] {
    [waterfall, statement.payments, statement.payees, statement.splits, statement.suspended]
  }

  /// How the payments add up to what is due; nothing while something is suspended.
  var waterfall: HTML {
    let rows = WaterfallRows(settlement: settlement, statement: statement).rows
    guard !rows.isEmpty else { return HTML() }
    let plot = Waterfall(
      title: tongue("From the payments to the amount due", "各支払から差引支払額まで"),
      description: list(rows.map { $0.label + " " + $0.text }), rows: rows,
      axis: axis(tongue("amount", "金額"), contract.currency))
    var table = HTMLTable(
      caption: tongue("From the payments to the amount due", "各支払から差引支払額まで"),
      heads: [
        (tongue("Line", "項目"), false), (tongue("Form in the picture", "図の表示"), false),
        (tongue("Amount", "金額"), true),
      ])
    for row in rows { table.add(row.label, [.text(word(row.kind)), .number(row.text)]) }
    return .figure(plot.picture, name: "waterfall", table: table, summary: tableSummary)
  }

  private func word(_ kind: Waterfall.Row.Kind) -> String {
    switch kind {
    case .fixed: tongue("fixed: grey", "固定払(灰色)")
    case .outcome: tongue("by outcome: blue", "成果連動(青)")
    case .addition: tongue("added: hollow", "加算(白抜き)")
    case .reduction: tongue("deducted: hollow, dashed", "控除(白抜き・破線)")
    case .sum: tongue("sum: black", "計(黒)")
    }
  }
}

/// The lines of a settlement as bars: what each payment was before its limits, what limits and other rules
/// changed, the sums between.
private struct WaterfallRows {
  let settlement: Settlement
  let statement: Statement

  var rows: [Waterfall.Row] {
    guard let total = settlement[.total], let payable = settlement[.payable],
      let due = settlement.due
    else { return [] }
    var rows = payments(adding: total) + changes(of: total) + [sum(total)]
    if let tax = settlement[.tax], !(statement.contract.settlement.tax?.isIncluded ?? false) {
      rows.append(row(name(tax), .addition, tax.value))
    }
    rows += changes(of: payable)
    if payable.value != due.value { rows.append(sum(payable)) }
    rows += changes(of: due) + [sum(due)]
    let plot = Waterfall(
      title: "", description: "", rows: rows, axis: .init(title: "", numeral: { _, _ in "" }))
    return plot.addsUp ? rows : []
  }

  /// The payments one by one if the total is their sum, else what the contract makes of them.
  private func payments(adding total: Figure) -> [Waterfall.Row] {
    let figures = settlement.payments.compactMap { settlement[$0] }
    let sum = figures.reduce(Exact(0)) { $0 + $1.value }
    let first =
      if case .lines(let steps) = total.derivation { steps.first?.after } else {
        total.value as Exact?
      }
    if figures.count == settlement.payments.count, sum == first {
      return figures.flatMap(payment)
    }
    guard let first else { return [] }
    let word = statement.tongue("from the payments", "各支払から算定")
    return [row(word, .outcome, first)]
  }

  private func payment(_ figure: Figure) -> [Waterfall.Row] {
    let label =
      figure.reference.map(statement.label) ?? name(figure)
    let kind: Waterfall.Row.Kind = figure.inputs.isEmpty ? .fixed : .outcome
    guard case .lines(let steps) = figure.derivation,
      let limit = steps.firstIndex(where: { $0.acted && $0.isLimit })
    else {
      return figure.value.isZero && figure.reference == nil ? [] : [row(label, kind, figure.value)]
    }
    return [row(label, kind, steps[limit].before)]
      + steps[limit...].filter(\.acted).map { change($0, of: figure) }
  }

  /// What the lines of a settlement changed beside adding other lines up.
  private func changes(of figure: Figure) -> [Waterfall.Row] {
    guard case .lines(let steps) = figure.derivation else { return [] }
    return steps.filter { step in
      switch step.kind {
      case .amount, .plus: false
      default: step.acted
      }
    }.map { change($0, of: figure) }
  }

  private func change(_ step: LineStep, of figure: Figure) -> Waterfall.Row {
    row(
      statement.working.words(step.kind), step.effect.signum < 0 ? .reduction : .addition,
      step.effect)
  }

  private func sum(_ figure: Figure) -> Waterfall.Row { row(name(figure), .sum, figure.value) }

  private func name(_ figure: Figure) -> String {
    statement.contract.name(of: figure.id, in: statement.tongue)
  }

  private func row(_ label: String, _ kind: Waterfall.Row.Kind, _ amount: Exact) -> Waterfall.Row {
    Waterfall.Row(
      label: label, kind: kind, amount: amount,
      text: statement.quantities.text(amount, statement.contract.currency))
  }
}

extension LineStep {
  /// Whether the line bounds the amount or makes it depend on a condition.
  fileprivate var isLimit: Bool {
    switch kind {
    case .cap, .floor, .onlyIf: true
    default: false
    }
  }
}
