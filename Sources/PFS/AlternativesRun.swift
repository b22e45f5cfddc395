import Analysis
import Contract
import Diagnostics
import Execution
import Quantities
import Reports
import Settlement

/// What other contracts would have paid for the same records. It settles nothing and is never recorded.
public struct AlternativesRun: TabularAnalysis {
  /// The settlements, that of the contract itself first, with the paths of the texts.
  public let settlements: [(path: String, settlement: Settlement)]
  public let warnings: [Diagnostic]

  /// Settles the same records and the same period under each contract.
  ///
  /// Every contract reads the records by its own tables. Earlier settlements are taken by contracts of the
  /// same name, drafts and amendments of one; another that needs its own is refused. A text in the other language
  /// is read in that of the contract itself, where its vocabulary allows it, so that the figures line up.
  ///
  /// - Throws: a refusal of the first contract that cannot be settled.
  public static func run(
    _ request: SettlementRequest, against others: [ContractFile],
    progress: ContractData.Progress? = nil
  ) throws(Refusal) -> AlternativesRun {
    var own = request
    own.output = nil
    let first = try SettlementRun.settle(own, progress: progress)
    var settlements = [(request.file.path, first.settlement)]
    var warnings = first.warnings
    for other in others {
      let file = (try? other.inLanguage(request.file.tongue)) ?? other
      let (contract, _) = try file.contract(period: request.period)
      let own = first.contract.declaration
      let isSame =
        own.isNamed(contract.declaration.name)
        || contract.declaration.otherName.map { own.isNamed($0) } ?? false
      let run = try SettlementRun.settle(
        SettlementRequest(
          file: file, data: request.data, period: request.period,
          priors: isSame ? request.priors : []),
        progress: progress)
      settlements.append((file.path, run.settlement))
      warnings += run.warnings.filter { warning in
        !warnings.contains { $0.code == warning.code && $0.headline.en == warning.headline.en }
      }
    }
    return AlternativesRun(settlements: settlements, warnings: warnings)
  }

  /// The figures that are compared: payments, scores, achievements and the lines of the settlement, in the
  /// order in which the contracts name them.
  public var rows: [FigureID] {
    var found: [FigureID] = []
    let lines: [FigureID] = [.total, .tax, .payable, .due]
    for (_, settlement) in settlements {
      for figure in settlement.figures
      where !figure.standsBeside && figure.id.key == nil && !lines.contains(figure.id)
        && !found.contains(figure.id)
      {
        found.append(figure.id)
      }
    }
    return found + lines
  }

  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).alternatives(settlements, rows: rows)
  }

  /// As canonical JSON on one line.
  public var json: String {
    guard let first = settlements.first?.settlement else { return "" }
    var members = AnalysisJSON.head(first.contract, first.period)
    members.append(
      .init(
        "alternatives",
        .array(
          settlements.map { path, settlement in
            .object([
              .init("path", .string(path)),
              .init("figures", .array(settlement.figures.map(AnalysisJSON.figure))),
              .init("due", .text(settlement.due?.value.decimalText)),
            ])
          })))
    return AnalysisJSON.line(members)
  }

  /// One line for each figure, one column for each contract.
  public var csv: String {
    var table = [(["figure"] + settlements.map(\.path)).map(CSVText.field)]
    for id in rows {
      let cells = settlements.map { $0.settlement[id].map { CSVText.number($0.value) } ?? "" }
      table.append([CSVText.field(id.description)] + cells)
    }
    return CSVText.table(table)
  }
}
