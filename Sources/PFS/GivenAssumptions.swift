import Contract
import Diagnostics
import Quantities

/// Assumptions sorted by what they do.
struct GivenAssumptions {
  let figures: [FigureReference: Exact]
  let edits: [ContractEdit]
  let changesTables: Bool

  init(_ assumptions: [Assumption], _ plan: SettlementPlan) throws(Refusal) {
    var figures: [FigureReference: Exact] = [:]
    var edits: [ContractEdit] = []
    for assumption in assumptions {
      switch assumption.target {
      case .figure(let reference, let value):
        if figures.updateValue(value, forKey: reference) != nil {
          throw Refusal(
            .assumedTwice(assumption.text), tongue: plan.contract.tongue)
        }
      case .line(let edit): edits.append(edit)
      }
    }
    let tables = plan.contract.tables.map(\.declaration.name)
    self.figures = figures
    self.edits = edits
    changesTables = edits.contains { edit in
      tables.contains { $0.utf8.elementsEqual(edit.block.utf8) }
    }
  }

  /// Whether a fault of the settlement lies in an indicator that the scenario gives.
  func answers(_ fault: Diagnostic, in contract: Contract) -> Bool {
    guard let place = fault.labels.first?.span else { return false }
    return figures.keys.contains { reference in
      guard case .indicator(let index) = reference else { return false }
      let indicator = contract.indicators[index]
      return place == indicator.kindSpan || place == indicator.declaration.span
    }
  }
}
