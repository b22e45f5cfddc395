import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

extension SweepRun: TabularAnalysis {
  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).sweep(sweep, assuming: assumptions)
  }

  /// Every combination as canonical JSON on one line.
  public var json: String {
    var members = AnalysisJSON.head(sweep.contract, sweep.period)
    members += [
      .init("assumptions", .array(assumptions.map { .string($0) })),
      .init(
        "axes",
        .array(
          sweep.axes.map { axis in
            .object([
              .init("name", .string(axis.name)),
              .init("values", .array(axis.values.map { .string($0.fraction) })),
              .init("assumptions", .array(axis.assumptions.map { .string($0) })),
            ])
          })),
      .init("due", .text(sweep.base?.due?.value.fraction)),
      .init("columns", .array(sweep.columns.map { .string($0.description) })),
      .init("cells", .array(sweep.cells.map(cell))),
    ]
    return AnalysisJSON.line(members)
  }

  /// The figures of a combination in the order of the columns; null if the contract does not hold.
  private func cell(_ cell: Sweep.Cell) -> JSONValue {
    if case .refused = cell { return .null }
    return .array(sweep.columns.map { .text(cell[$0]?.fraction) })
  }

  /// One line for each combination; empty cells where the contract does not hold.
  public var csv: String {
    let head = sweep.axes.map(\.name) + sweep.columns.map(\.description)
    var rows = [head.map(CSVText.field)]
    for (index, cell) in sweep.cells.enumerated() {
      let values = zip(sweep.axes, sweep.axes.places(of: index)).map {
        CSVText.number($0.values[$1])
      }
      rows.append(values + sweep.columns.map { cell[$0].map(CSVText.number) ?? "" })
    }
    return CSVText.table(rows)
  }
}
