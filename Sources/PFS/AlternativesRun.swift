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
  /// same name, drafts and amendments of one; another that needs its own is refused.
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
    for file in others {
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
    for (_, settlement) in settlements {
      for figure in settlement.figures where !figure.standsBeside && figure.id.key == nil {
        let id = name(of: figure.id, in: settlement.contract)
        if !Self.lines.contains(id), !found.contains(id) { found.append(id) }
      }
    }
    return found + Self.lines
  }

  private static let lines: [FigureID] = [.total, .tax, .payable, .due]

  /// A figure as the first contract names it: that of a text in the other language by its vocabulary.
  private func name(of id: FigureID, in contract: Contract) -> FigureID {
    guard let tongue = settlements.first?.settlement.contract.tongue, tongue != contract.tongue,
      !Self.lines.contains(id)
    else { return id }
    return FigureID(contract.name(of: FigureID(id.name), in: tongue), key: id.key)
  }

  /// A figure of one of the settlements by its name in ``rows``.
  public func figure(_ id: FigureID, of place: Int) -> Figure? {
    let settlement = settlements[place].settlement
    return settlement.figures.first { name(of: $0.id, in: settlement.contract) == id }
  }

  /// For people.
  public func text(_ tongue: Tongue) -> String {
    TerminalReport(tongue: tongue).alternatives(settlements, rows: rows, figure: figure)
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
      let cells = settlements.indices.map { place in
        figure(id, of: place).map { CSVText.number($0.value) } ?? ""
      }
      table.append([CSVText.field(id.description)] + cells)
    }
    return CSVText.table(table)
  }
}
