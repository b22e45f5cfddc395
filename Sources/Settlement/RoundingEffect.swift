import Quantities

extension Settlement {
  /// What one rounding does to the amount due, in the contract's currency.
  ///
  /// It is the amount due less the amount that would be due if this rounding alone were left out and
  /// the law on fractions applied to the final amount; nil if no amount is due now, or if the
  /// unrounded value has no place in a later table.
  public func effectOnDue(of rounding: RoundingStep.ID) -> Exact? { effectOnDue(of: [rounding]) }

  /// The same of several roundings that are left out together.
  public func effectOnDue(of roundings: Set<RoundingStep.ID>) -> Exact? {
    guard let due else { return nil }
    var other = inputs
    other.omitted = roundings
    var evaluator = Evaluator(other)
    evaluator.run()
    guard evaluator.errors.isEmpty, let unrounded = evaluator.settlement.due else { return nil }
    return due.value
      - RoundingLaw.settled(unrounded.value, contract.currency, contract.units)
  }

  /// All roundings, in the order of derivation.
  public var roundings: [RoundingStep] { figures.flatMap(\.roundings) }
}
