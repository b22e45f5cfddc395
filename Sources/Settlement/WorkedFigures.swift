import Contract
import Quantities

/// Single figures of a period, worked out one after the other with figures that are given: each the same as in
/// `Settler.worked`, without what it does not need.
package struct WorkedFigures {
  private var evaluator: Evaluator
  private var derived: Set<FigureReference> = []

  /// - Parameter given: figures as recorded.
  package init(
    _ contract: Contract, _ period: SettlementPeriod, given: [FigureReference: Exact]
  ) {
    evaluator = Evaluator(.worked(contract, period, given: given, interim: nil))
  }

  package func isDerived(_ reference: FigureReference) -> Bool { derived.contains(reference) }

  /// The value of a figure; nil if it cannot be derived, or has values for groups alone.
  ///
  /// - Parameter open: what it is made from and was not derived yet, each after what it needs, and itself.
  package mutating func value(
    of reference: FigureReference, deriving open: [FigureReference]
  ) -> Exact? {
    for figure in open where derived.insert(figure).inserted { evaluator.derive(figure) }
    let id = evaluator.contract.id(of: reference)
    return evaluator.figures.last { $0.id == id }?.value
  }
}
