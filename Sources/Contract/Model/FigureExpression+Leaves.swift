import Quantities

extension FigureExpression {
  /// Whether interim payments occur in it.
  package var usesInterimPayments: Bool {
    leaves.contains { if case .interimPayments = $0 { true } else { false } }
  }

  /// Whether something in it is a group's share of the sum over all groups.
  package var usesShares: Bool {
    leaves.contains { if case .shareOf = $0 { true } else { false } }
  }

  /// The figures in it, in the order of the text.
  package var references: [FigureReference] {
    leaves.compactMap {
      switch $0 {
      case .figure(let reference), .shareOf(let reference): reference
      default: nil
      }
    }
  }

  /// The figures in it that are taken from the settlement of the year before.
  package var previousFigures: [FigureReference] {
    leaves.compactMap {
      if case .previousYear(let reference, _) = $0 { reference } else { nil }
    }
  }

  /// Whether it counts calendar months where a period has no whole number of them.
  package func lacksMonths(in period: SettlementPeriod, of term: DateInterval) -> Bool {
    leaves.contains {
      switch $0 {
      case .settlementMonths: period.yearToDate.wholeMonths == nil
      case .periodMonths: period.days.wholeMonths == nil
      case .monthsToDate:
        DateInterval(start: term.start, end: period.days.end)?.wholeMonths == nil
      default: false
      }
    }
  }

  /// What its operations are made on, in the order of the text.
  private var leaves: [FigureExpression] {
    var found: [FigureExpression] = []
    collectLeaves(into: &found)
    return found
  }

  private func collectLeaves(into found: inout [FigureExpression]) {
    switch self {
    case .constant, .figure, .settlementMonths, .periodMonths, .monthsToDate, .interimPayments,
      .previousYear, .inForce, .shareOf:
      found.append(self)
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b):
      a.collectLeaves(into: &found)
      b.collectLeaves(into: &found)
    case .negate(let a): a.collectLeaves(into: &found)
    case .greaterOf(let list), .lesserOf(let list):
      for part in list { part.collectLeaves(into: &found) }
    }
  }
}
